//! Corrects or rejects values of a record before it is written.

use crate::failure::{Failure, FailureKind};
use crate::i18n::failures;
use crate::record::law::{Law, LawKind};
use crate::record::{Attribute, Entity, Kind, Record, Value, number, obstacle, on_one_line, person};
use anyhow::Result;

/// Puts one-line values on one line, and rejects values that are too long. A value of `before`, the stored record, stays
/// as it is, because an older version may have stored it.
pub fn normalize_texts(record: &mut Record, before: Option<&Record>) -> Result<()> {
    for attribute in record.entity().attributes() {
        let Some(value) = record.get(attribute) else { continue };
        let stored = before.and_then(|before| before.get(attribute));
        if stored == Some(value) {
            continue;
        }
        let value = match (value, stored) {
            (Value::Text(text), Some(Value::Text(stored))) if attribute.differs_in_line_breaks_only(text, stored) => {
                Value::Text(stored.clone())
            }
            (Value::Text(text), _) if matches!(attribute.kind, Kind::Line | Kind::Code) => {
                Value::Text(on_one_line(text).into_owned())
            }
            (value, _) => value.clone(),
        };
        if stored != Some(&value) {
            attribute.check_length(&value, stored).map_err(|text| {
                Failure::data(text).with_kind(FailureKind::InvalidValue { attribute: attribute.name })
            })?;
        }
        record.set(attribute, value);
    }
    Ok(())
}

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

/// Changes a law's id to the spelling that is used in the legal sources of other records.
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
