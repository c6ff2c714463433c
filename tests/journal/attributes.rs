//! Sets and changes every attribute of every kind of record once, and checks the journal and all past states.

use crate::initial::{entry_meta, first_day};
use crate::model::{Item, Records, is_personal};
use crate::sandbox::{Output, Sandbox, exported, folder};
use crate::strategies::LAWS;
use jiff::Timestamp;
use ruimte::command::write_journal;
use ruimte::record::law::Law;
use ruimte::record::{Attribute, Entity, Kind, Record, Value};
use ruimte::register::{JournalFilter, Key, PastCache, Register, WriteTx};
use std::collections::BTreeMap;

/// Each attribute has two valid values. Returns one of them: `which` is 0 for the first and 1 for the second. The
/// number `unique` makes texts distinct. A reference points to one of the records in `there`.
fn value(attribute: &Attribute, which: usize, unique: usize, there: &BTreeMap<&'static str, Vec<Key>>) -> Value {
    let one = |entity: Entity| match &there[entity.table()][which] {
        Key::Number(number) => Value::Integer(*number),
        Key::Code(code) => Value::Text(code.clone()),
    };
    match attribute.kind {
        Kind::Line if attribute.name == "measure" => Value::Text(["collected", "open"][which].to_owned()),
        Kind::Code | Kind::Line | Kind::Text => Value::Text(format!("{} {unique} {which}", attribute.i18n.label.nl)),
        // The end date of a period must not precede its start.
        Kind::Date if attribute.name == "until" => Value::Text(format!("2019-06-0{}", 1 + which)),
        Kind::Date => Value::Text(format!("2018-06-0{}", 1 + which)),
        Kind::Count | Kind::Number(_) => Value::Integer(i64::try_from(1 + which).unwrap()),
        // Choose a value that is not the default, because setting an attribute to its default is not recorded as a
        // change.
        Kind::Choice(choices) if Some(choices[which].code) == attribute.default => {
            Value::Text(choices[1 - which].code.to_owned())
        }
        Kind::Choice(choices) => Value::Text(choices[which].code.to_owned()),
        Kind::Reference(entity) => one(entity),
        Kind::References(entity, _) => match one(entity) {
            Value::Integer(number) => Value::Numbers(vec![number]),
            Value::Text(code) => Value::Codes(vec![code]),
            other => other,
        },
        Kind::Law => Value::Text(LAWS[which].to_owned()),
        Kind::Laws(_) | Kind::LawCitations(..) => Value::Laws(vec![Law::from_stored(LAWS[which]).unwrap()]),
    }
}

/// Some attributes of an obstacle can be set only if the obstacle has certain other attributes. Returns the attributes
/// that `name` requires, with valid values.
fn required_with(name: &str) -> &'static [(&'static str, &'static str)] {
    match name {
        "resolution" | "solved" => &[("status", "solved"), ("resolution", "within-rules")],
        "closed_as" | "closed" => &[("status", "closed"), ("closed_as", "referred")],
        "duplicate_of" => &[("status", "closed"), ("closed_as", "duplicate")],
        _ => &[],
    }
}

#[test]
fn every_attribute_is_in_the_journal_and_in_every_past_state() {
    let folder = folder();
    let path = folder.path().join("register.db");
    Register::create(&path, |_| Ok(())).unwrap();
    let mut register = Register::open(&path).unwrap();
    let mut there: BTreeMap<&'static str, Vec<Key>> = BTreeMap::new();
    let mut pasts: Vec<Records> = Vec::new();
    let mut written = |register: &mut Register, action: &mut dyn FnMut(&mut WriteTx<'_>) -> anyhow::Result<Key>| {
        let key = register.write(&entry_meta(Timestamp::UNIX_EPOCH), false, action).unwrap();
        pasts.push(exported(register));
        key
    };
    let mut set = 0;
    for entity in Entity::ALL.iter().copied() {
        for attribute in entity.attributes().iter().filter(|attribute| attribute.name != entity.key().name) {
            let mut record = Record::new(entity);
            for needed in entity.attributes().iter().filter(|needed| needed.is_required && needed.default.is_none()) {
                record.set(needed, value(needed, 0, set, &there));
            }
            let key = written(&mut register, &mut |change| change.insert(record.clone()));
            there.entry(entity.table()).or_default().push(key.clone());
            let mut record = Record::new(entity);
            for (name, text) in required_with(attribute.name).iter().filter(|_| entity == Entity::Obstacle) {
                record.set(entity.attribute(name).unwrap(), Value::Text((*text).to_owned()));
            }
            record.set(attribute, value(attribute, 1, set, &there));
            written(&mut register, &mut |change| {
                match (&key, attribute.name) {
                    (Key::Number(person), "erased") => assert!(change.erase(*person, "2018-06-02")?),
                    _ => assert!(change.update(&key, record.clone())?),
                }
                Ok(key.clone())
            });
            set += 1;
            let (_, entry, _) = register.head().unwrap();
            let id = (entity.table(), key.show(entity));
            let now = exported(&register)[&id][attribute.name].clone();
            let wanted =
                JournalFilter { entries: vec![entry], records: vec![(entity, key)], ..JournalFilter::default() };
            let mut output = Output::default();
            write_journal(&register, &wanted, true, &first_day, &mut output, &mut |_| {}).unwrap();
            let line = output.rows.iter().find(|row| row[9] == attribute.name);
            let line = line.unwrap_or_else(|| panic!("{} of {:?}: {output:?}", attribute.name, id));
            assert_eq!((&line[7], line[8].as_str(), &line[11]), (&id.1, "changed", &now));
            assert_ne!(line[10], now);
        }
    }
    assert!(set > 80, "{set}");
    // Erasing a person also removes that person's data from all past states.
    let erased = |item: &Item| item.contains_key("erased");
    let persons = pasts.last().unwrap().iter().filter(|(id, item)| id.0 == "person" && erased(item));
    for id in persons.map(|(id, _)| id.clone()).collect::<Vec<_>>() {
        for item in pasts.iter_mut().filter_map(|then| then.get_mut(&id)) {
            item.retain(|name, _| !is_personal(name));
        }
    }
    for (entry, then) in (1..).zip(&pasts) {
        let past = exported(&Register::as_of(&path, entry, &PastCache::default(), &mut |_| {}).unwrap());
        assert_eq!(&past, then, "after entry {entry}");
    }
    Sandbox { folder, path }.assert_check_passes();
}
