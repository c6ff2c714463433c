//! The records embedded in the program (vocabularies and examples), as CSV that `import` can read.

use super::import;
use crate::record::Entity;
use crate::record::date::Today;
use crate::register::{EntryMeta, Register};
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
        Entity::Person | Entity::Snapshot => return None,
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
