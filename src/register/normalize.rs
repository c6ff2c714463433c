//! Corrects or rejects values of a record before it is written.

use crate::failure::Failure;
use crate::i18n::failures;
use crate::record::law::{Law, LawKind};
use crate::record::{Attribute, Entity, Record, Value, number, obstacle, person};
use anyhow::Result;

/// Rejects a person's name that looks like a person's number.
pub fn check_person_name(record: &Record) -> Result<()> {
    let Some(name) = record.text(&person::NAME).filter(|_| record.entity() == Entity::Person) else {
        return Ok(());
    };
    if number::parse_strict(Entity::Person, name).is_some() {
        return Err(Failure::data(failures::not_a_name(name)).into());
    }
    Ok(())
}

/// Removes the lead ministry from the ministries involved, because it must be counted only once.
pub fn remove_lead_from_involved(record: &mut Record, before: Option<&Record>) {
    if record.entity() != Entity::Obstacle {
        return;
    }
    if record.get(&obstacle::MINISTRY).is_none() && record.get(&obstacle::INVOLVED).is_none() {
        return;
    }
    let new_or_current =
        |attribute: &Attribute| record.get(attribute).or_else(|| before.and_then(|before| before.get(attribute)));
    let (Some(lead), Some(Value::Codes(involved))) =
        (new_or_current(&obstacle::MINISTRY).and_then(Value::as_text), new_or_current(&obstacle::INVOLVED))
    else {
        return;
    };
    let involved_only: Vec<String> = involved.iter().filter(|code| *code != lead).cloned().collect();
    record.set(&obstacle::INVOLVED, Value::Codes(involved_only));
}

/// Changes the id of a law to its standard spelling, because legal sources in other records use that spelling.
pub fn normalize_law_id(record: &mut Record) {
    let key = record.entity().key();
    if record.entity() == Entity::Law
        && let Some(law) = record.text(key).and_then(|code| Law::parse(code).ok())
        && matches!(law.kind, LawKind::Bwb | LawKind::Celex)
        && law.article.is_none()
    {
        record.set(key, Value::Text(law.source));
    }
}
