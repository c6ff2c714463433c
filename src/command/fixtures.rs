//! The records embedded in the program (vocabularies and examples), as CSV that `import` can read.

use super::import;
use crate::record::date::Today;
use crate::record::{Entity, Record, Value, law_name};
use crate::register::{EntryMeta, Key, Register};
use anyhow::Result;

const fn fixture(entity: Entity) -> Option<&'static str> {
    Some(match entity {
        Entity::Ministry => include_str!("../../fixtures/ministries.csv"),
        Entity::Region => include_str!("../../fixtures/regions.csv"),
        Entity::CareDomain => include_str!("../../fixtures/care-domains.csv"),
        Entity::Theme => include_str!("../../fixtures/themes.csv"),
        Entity::Nature => include_str!("../../fixtures/natures.csv"),
        Entity::Law => include_str!("../../fixtures/laws.csv"),
        Entity::Synonym => include_str!("../../fixtures/synonyms.csv"),
        Entity::Factsheet => include_str!("../../fixtures/factsheets.csv"),
        Entity::Scheme => include_str!("../../fixtures/schemes.csv"),
        Entity::Obstacle => include_str!("../../fixtures/obstacles.csv"),
        Entity::Contact => include_str!("../../fixtures/contacts.csv"),
        Entity::Publication => include_str!("../../fixtures/publications.csv"),
        Entity::Figure => include_str!("../../fixtures/figures.csv"),
        Entity::Person | Entity::Snapshot | Entity::View | Entity::ReplyTemplate => return None,
    })
}

/// Imports the embedded records of the selected kinds in one transaction, and returns how many were added.
pub fn import_fixtures(
    register: &mut Register,
    entry_meta: &EntryMeta,
    today: Today<'_>,
    includes: impl Fn(Entity) -> bool,
) -> Result<u64> {
    register.write(entry_meta, false, |change| {
        let mut added = 0;
        for entity in Entity::ALL.iter().copied().filter(|entity| includes(*entity)) {
            if let Some(text) = fixture(entity) {
                added += import::import_text(change, entity, text, today)?;
            }
        }
        Ok(added)
    })
}

/// Adds the embedded abbreviations to each law that never had any, for example because an older version of the program
/// did not store abbreviations. Leaves out an abbreviation that is already a name of another law, because the name
/// would become ambiguous. Returns the number of laws that got abbreviations.
pub fn add_short_names(register: &mut Register, entry_meta: &EntryMeta) -> Result<u64> {
    let codes = register.laws_that_never_had_short_names()?;
    let Some(text) = fixture(Entity::Law).filter(|_| !codes.is_empty()) else { return Ok(0) };
    let mut reader = import::open_text(Entity::Law, text)?;
    let position = |name: &str, header: &[String]| header.iter().position(|title| title == name);
    let (code, short) = (position(law_name::CODE.name, &reader.header), position(law_name::SHORT.name, &reader.header));
    register.write(entry_meta, false, |change| {
        let names = change.register().law_names()?;
        let mut added = 0;
        while let Some(Ok(row)) = reader.next_row()? {
            let cell = |at: Option<usize>| at.and_then(|at| row.cells.get(at)).map_or("", |cell| &**cell);
            let (code, short) = (cell(code), cell(short));
            if !codes.contains(code) {
                continue;
            }
            let is_free = |name: &&str| names.parse_one(name).map_or(true, |law| law.source == code);
            let short: Vec<&str> =
                short.split(';').map(str::trim).filter(|name| !name.is_empty()).filter(is_free).collect();
            if !short.is_empty() {
                let record = Record::new(Entity::Law).with(&law_name::SHORT, Value::Text(short.join("; ")));
                added += u64::from(change.update(&Key::Code(code.to_owned()), record)?);
            }
        }
        Ok(added)
    })
}
