//! Creates the initial register of the journal tests, and a plain in-memory model with the same records.

use crate::model::{Item, Model, PendingWrite, Records};
use crate::sandbox::folder;
use crate::step::{Step, Turn};
use crate::strategies::{TESTER, codes};
use jiff::Timestamp;
use jiff::civil::Date;
use ruimte::record::{Entity, Record};
use ruimte::register::{EntryMeta, Register};
use std::collections::BTreeMap;
use std::fs;
use std::rc::Rc;
use std::sync::LazyLock;

pub fn first_day() -> Date {
    Date::constant(2018, 5, 12)
}

pub fn entry_meta(at: Timestamp) -> EntryMeta {
    EntryMeta { actor: TESTER.to_owned(), origin: "here".to_owned(), action: "test".to_owned(), note: None, at }
}

/// The records of the initial register, in the order of insertion.
pub fn initial_records() -> Vec<(Entity, Item)> {
    let mut items = Vec::new();
    for entity in Entity::ALL {
        for code in codes(*entity).0 {
            let mut item = Item::from([("code", (*code).to_owned())]);
            if *entity == Entity::Synonym {
                item.insert("means", format!("wat {code} betekent"));
            } else {
                item.insert("nl", format!("nl van {code}"));
                item.insert("en", format!("en of {code}"));
            }
            if *entity == Entity::Publication {
                item.insert("since", "2018-01-01".to_owned());
                item.insert("until", "2018-12-31".to_owned());
            }
            items.push((*entity, item));
        }
    }
    let mut enter = |entity, attributes: &[(&'static str, &str)]| {
        items.push((entity, attributes.iter().map(|(name, text)| (*name, (*text).to_owned())).collect()));
    };
    enter(Entity::Person, &[("name", "Kievit"), ("email", "kievit@nest.example")]);
    enter(Entity::Factsheet, &[("title", "Stagecontracten")]);
    enter(Entity::Factsheet, &[("title", "Arbeidstijden")]);
    enter(Entity::Scheme, &[("title", "Stagefonds")]);
    enter(Entity::Scheme, &[("title", "Praktijkleren")]);
    let early = ("received", "2018-05-01");
    let first = [("title", "Drie stages"), ("ministry", "OCW"), ("involved", "VWS"), early, ("handler", "N-01")];
    let links = [("factsheets", "F-01; F-02"), ("schemes", "S-01")];
    enter(Entity::Obstacle, &[&first[..], &links].concat());
    let solved = [("status", "solved"), ("resolution", "within-rules"), ("factsheets", "F-01")];
    enter(Entity::Obstacle, &[&[("title", "Injecties"), ("ministry", "VWS"), early], &solved[..]].concat());
    enter(Entity::Obstacle, &[("title", "Privacy"), ("ministry", "SZW"), early, ("status", "in-analysis")]);
    let about = [("kind", "call"), ("date", "2018-05-02"), ("obstacles", "B-001"), ("persons", "N-01")];
    enter(Entity::Contact, &about);
    enter(Entity::Contact, &[("kind", "email"), ("date", "2018-05-03"), ("obstacles", "B-001; B-002")]);
    let figure = [("publication", "bericht"), ("measure", "collected"), ("value", "70")];
    enter(Entity::Figure, &figure);
    items
}

pub fn initial_model() -> Model {
    let model = Model {
        records: Records::new(),
        last_numbers: BTreeMap::new(),
        personal_texts: BTreeMap::new(),
        entries: Vec::new(),
        day: first_day(),
        turns: 0,
    };
    let mut pending_write = PendingWrite::new(&model);
    for (entity, item) in initial_records() {
        pending_write.insert(entity, item).unwrap();
    }
    let step = Step::Import(Entity::Obstacle, false, Vec::new(), Vec::new());
    let mut model = pending_write.finish(&model, &Turn { step, actor: None, dry_run: false, days: 0 }).unwrap();
    "test".clone_into(&mut Rc::make_mut(&mut model.entries[0]).action);
    model
}

pub static INITIAL_REGISTER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = folder();
    let path = folder.path().join("register.db");
    let fill = |register: &mut Register| {
        register.write(&entry_meta(initial_model().entries[0].at), false, |change| {
            for (entity, item) in initial_records() {
                let mut record = Record::new(entity);
                for (name, text) in item {
                    let attribute = entity.attribute(name).unwrap();
                    record.set(attribute, attribute.parse(&text, &first_day).unwrap());
                }
                let record = change.resolve(&record)?;
                change.insert(record)?;
            }
            Ok(())
        })
    };
    Register::create(&path, fill).unwrap();
    fs::read(path).unwrap()
});
