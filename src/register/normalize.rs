//! Corrects or rejects values of a record before it is written.

use crate::failure::{Failure, FailureKind};
use crate::i18n::failures;
use crate::record::law::{Law, LawKind};
use crate::record::{Attribute, Entity, Kind, Record, Value, obstacle, on_one_line, person, person_name};
use anyhow::Result;

/// Puts one-line values on one line, and rejects values that are too long. If a text differs from the stored text only
/// in line breaks, keeps the stored text. Does not check the stored text, because an older version of this program may
/// have accepted it.
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

/// Normalises the spelling of a person's name. Rejects a name that looks like a person's number. If the new name and
/// the stored name have the same normalised spelling, keeps the stored name.
pub fn normalize_person_name(record: &mut Record, before: Option<&Record>) -> Result<()> {
    let Some(name) = record.text(&person::NAME).filter(|_| record.entity() == Entity::Person) else {
        return Ok(());
    };
    let normal = person_name::normalize(name);
    if person_name::is_like_number(&normal) {
        return Err(Failure::data(failures::not_a_name(normal)).into());
    }
    let stored = before.and_then(|before| before.text(&person::NAME));
    let name = stored.filter(|stored| person_name::normalize(stored) == normal).map_or(normal, str::to_owned);
    record.set(&person::NAME, if name.is_empty() { Value::Null } else { Value::Text(name) });
    Ok(())
}

/// Removes the lead ministry from the ministries involved, so that it is counted only once. If several ministries were
/// given as lead, the first one leads and the others are involved.
pub fn separate_lead(record: &mut Record, before: Option<&Record>) {
    if record.entity() != Entity::Obstacle {
        return;
    }
    if record.get(&obstacle::MINISTRY).is_none() && record.get(&obstacle::INVOLVED).is_none() {
        return;
    }
    let new_or_current = |record: &Record, attribute: &Attribute| {
        record.get(attribute).or_else(|| before.and_then(|before| before.get(attribute))).cloned()
    };
    let mut involved = match new_or_current(record, &obstacle::INVOLVED) {
        Some(Value::Codes(involved)) => involved,
        _ => Vec::new(),
    };
    if let Some(Value::Codes(ministries)) = record.get(&obstacle::MINISTRY)
        && let Some((lead, others)) = ministries.clone().split_first()
    {
        record.set(&obstacle::MINISTRY, Value::Text(lead.clone()));
        involved.extend_from_slice(others);
        involved.sort();
        involved.dedup();
    }
    if let Some(Value::Text(lead)) = new_or_current(record, &obstacle::MINISTRY)
        && !involved.is_empty()
    {
        involved.retain(|code| *code != lead);
        record.set(&obstacle::INVOLVED, Value::Codes(involved));
    }
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

/// Prevents an undo from restoring `accepted`, the day on which somebody accepted the personal data in the texts. The
/// texts may have changed since that day.
pub fn keep_acceptance(current: &Record, restored: &mut Record) {
    if let Some(accepted) = restored.entity().attribute("accepted").filter(|own| restored.text(own).is_some()) {
        restored.set(accepted, current.get(accepted).cloned().unwrap_or(Value::Null));
    }
}

/// Clears `accepted`, the day on which somebody accepted the personal data in the texts, if a published text changes.
/// Nobody has checked the new text yet.
pub fn withdraw_acceptance(before: &Record, old: &mut Record, new: &mut Record) {
    let Some(accepted) = new.entity().attribute("accepted") else { return };
    let is_accepted = before.text(accepted).is_some() && new.get(accepted).is_none();
    if is_accepted && new.iter_set().any(|(attribute, _)| attribute.is_public && attribute.is_free_text()) {
        old.set(accepted, before.get(accepted).cloned().unwrap_or(Value::Null));
        new.set(accepted, Value::Null);
    }
}
