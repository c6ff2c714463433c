//! Parses the number or code that names a record.

use crate::failure::Failure;
use crate::record::{Entity, parse_number};
use crate::register::{Key, WriteTx};
use anyhow::Result;

pub fn record_number(entity: Entity, text: &str) -> Result<i64> {
    Ok(parse_number(entity, text).map_err(Failure::usage)?)
}

/// Returns the number if exactly one is given, because an editor can show the text of only one record.
pub fn only(numbers: &[String]) -> Option<String> {
    let [number] = numbers else { return None };
    Some(number.clone())
}

/// Parses the key of an existing record: a number if this kind of record is numbered, otherwise a code.
pub fn parse_key(entity: Entity, text: &str, change: &WriteTx<'_>) -> Result<Key> {
    if entity.prefix().is_some() {
        let number = record_number(entity, text)?;
        change.register().require_active(entity, number)?;
        return Ok(Key::Number(number));
    }
    Ok(Key::Code(change.register().exact_code(entity, text)?))
}
