//! Converts records to and from the journal's JSON, in which a salted hash replaces each value that is personal data.

use super::super::Key;
use super::hash::{Hash, salted_digest};
use super::new_salt;
use crate::failure::Failure;
use crate::hex;
use crate::i18n::failures;
use crate::record::law::Law;
use crate::record::{Attribute, Kind, Record, Value};
use anyhow::Result;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, params};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Returns the hash that replaces a value with personal data. Each new value gets its own random salt. Without the
/// salt, the value cannot be found by hashing guesses.
pub fn personal_hash(connection: &Connection, person: i64, value: &str) -> Result<Hash> {
    let known: Option<Hash> = connection
        .prepare_cached("SELECT hash FROM personal WHERE person = ?1 AND value = ?2")?
        .query_row((person, value), |row| row.get(0))
        .optional()?;
    if let Some(hash) = known {
        return Ok(hash);
    }
    let salt = new_salt(connection)?;
    let hash = salted_digest(&salt, value.as_bytes());
    connection
        .prepare_cached("INSERT INTO personal (hash, person, salt, value) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![hash, person, salt, value])?;
    Ok(hash)
}

struct ValueJson<'a>(&'a Value);

impl Serialize for ValueJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Text(text) => serializer.serialize_str(text),
            Value::Integer(number) => serializer.serialize_i64(*number),
            Value::Codes(codes) => codes.serialize(serializer),
            Value::Numbers(numbers) => numbers.serialize(serializer),
            Value::Laws(laws) => serializer.collect_seq(laws.iter().map(Law::to_string)),
        }
    }
}

/// The values of a record, serialised as a JSON object. A hash replaces each value that is personal data.
struct RecordJson<'a> {
    values: Vec<(&'static Attribute, &'a Value)>,
    personal: Vec<(&'static str, String)>,
}

impl Serialize for RecordJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.values.len()))?;
        for (attribute, value) in &self.values {
            match self.personal.iter().find(|(name, _)| *name == attribute.name) {
                Some((_, hash)) => map.serialize_entry(attribute.name, hash)?,
                None => map.serialize_entry(attribute.name, &ValueJson(value))?,
            }
        }
        map.end()
    }
}

pub fn to_json(connection: &Connection, record: &Record, key: &Key, include_empty: bool) -> Result<String> {
    let values: Vec<_> = record
        .iter_set()
        .filter(|(attribute, value)| {
            attribute.name != record.entity().key().name && (include_empty || !value.is_empty())
        })
        .collect();
    let mut personal = Vec::new();
    if let Key::Number(person) = key {
        for (attribute, value) in values.iter().filter(|(attribute, _)| attribute.is_personal) {
            if let Some(text) = value.as_text() {
                personal.push((attribute.name, hex::encode(&personal_hash(connection, *person, text)?)));
            }
        }
    }
    Ok(serde_json::to_string(&RecordJson { values, personal })?)
}

/// Finds the personal data that was replaced by `hash`. Returns `None` if it was erased or the hash is unknown.
pub fn personal_value(connection: &Connection, hash: &str) -> rusqlite::Result<Option<String>> {
    let Some(hash) = hex::decode_hash(hash) else { return Ok(None) };
    let found = connection
        .prepare_cached("SELECT value FROM personal WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()?;
    Ok(found.flatten())
}

/// Sets the attributes of a record to the values in a journal entry's JSON. Skips attributes that this program does not
/// know. `resolve_personal` looks up a personal value by its hash.
pub fn apply_json(
    record: &mut Record,
    json: &[u8],
    entry: i64,
    resolve_personal: &dyn Fn(&str) -> rusqlite::Result<Option<String>>,
) -> Result<(), Failure> {
    let mut apply = || -> Result<()> {
        let object: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(json)?;
        for (name, json) in object {
            let Some(attribute) = record.entity().attribute(&name) else { continue };
            let value = match json {
                serde_json::Value::String(hash) if attribute.is_personal => {
                    resolve_personal(&hash)?.map_or(Value::Null, Value::Text)
                }
                json => value_from_json(attribute, json)?,
            };
            record.set(attribute, value);
        }
        Ok(())
    };
    apply().map_err(|_| Failure::data(failures::entry_unreadable(entry)))
}

fn value_from_json(attribute: &Attribute, json: serde_json::Value) -> Result<Value> {
    use serde_json::Value as Json;
    let texts = |items: Vec<Json>| -> Vec<String> {
        items.into_iter().filter_map(|item| if let Json::String(text) = item { Some(text) } else { None }).collect()
    };
    Ok(match (attribute.kind, json) {
        (_, Json::Null) => Value::Null,
        (_, Json::String(text)) => Value::Text(text),
        (_, Json::Number(number)) => Value::Integer(number.as_i64().unwrap_or_default()),
        (Kind::Laws(_), Json::Array(items)) => {
            Value::Laws(texts(items).iter().filter_map(|text| Law::from_stored(text)).collect())
        }
        (Kind::References(entity, _), Json::Array(items)) if entity.prefix().is_some() => {
            Value::Numbers(items.iter().filter_map(Json::as_i64).collect())
        }
        (_, Json::Array(items)) => Value::Codes(texts(items)),
        _ => anyhow::bail!("not what the journal writes"),
    })
}

pub fn key_from_sql(key: ValueRef<'_>) -> Result<Key> {
    Ok(match key {
        ValueRef::Integer(number) => Key::Number(number),
        key => Key::Code(key.as_str().map_err(rusqlite::Error::from)?.to_owned()),
    })
}
