//! The journal: every write is an entry, with what each record was before and after, in a chain of hashes.
//! Here an entry is drawn up while a write is under way, and here stands how it is hashed.

// Numbers come from a journal that another program may have written to.
#![warn(clippy::arithmetic_side_effects)]

use super::{Key, Register};
use crate::hex;
use crate::record::law::Law;
use crate::record::{Attribute, Entity, Kind, Record, Value, person};
use anyhow::Result;
use jiff::Timestamp;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, params};
use serde::ser::{Serialize, SerializeMap, Serializer};
use sha2::{Digest, Sha256};

/// A SHA-256.
pub type Hash = [u8; 32];

/// Who writes, from where, with which command, and when.
#[derive(Clone, Debug)]
pub struct EntryMeta {
    /// The name of the person who writes.
    pub actor: String,
    /// The host.
    pub origin: String,
    /// The command.
    pub action: String,
    /// What is to be remembered of it, if anything.
    pub note: Option<String>,
    /// The present moment.
    pub at: Timestamp,
}

/// A moment as the journal writes it: UTC, to the millisecond.
pub fn format_timestamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// An entry that is being drawn up.
pub struct EntryBuilder {
    /// Its number.
    pub number: i64,
    /// The entry that it takes back.
    pub undoes: Option<i64>,
    /// Whether it is kept also where it changes no record.
    pub keep_if_empty: bool,
    next_change: i64,
    changes: i64,
    contents: Sha256,
    /// The person who writes, where known before, with the name and its hash.
    actor: Option<(i64, String, Hash)>,
}

impl EntryBuilder {
    /// The entry that comes next.
    pub fn begin(connection: &Connection, meta: &EntryMeta) -> Result<Self> {
        let last = |table: &str| -> rusqlite::Result<i64> {
            let sql = format!("SELECT coalesce(max(number), 0) FROM {table}");
            connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))
        };
        let known: Option<(i64, String)> = connection
            .prepare_cached("SELECT number, name FROM person WHERE name = ?1")?
            .query_row([&meta.actor], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let actor = match known {
            Some((person, name)) => {
                let hash = personal_hash(connection, person, &name)?;
                Some((person, name, hash))
            }
            None => None,
        };
        Ok(Self {
            number: last("journal")?.saturating_add(1),
            undoes: None,
            keep_if_empty: false,
            next_change: last("journal_change")?.saturating_add(1),
            changes: 0,
            contents: Sha256::new(),
            actor,
        })
    }

    /// Whether there is anything to enter.
    pub const fn is_blank(&self) -> bool {
        self.changes == 0 && !self.keep_if_empty
    }

    /// The person who writes, if the register knew the name before this write.
    pub fn actor(&self) -> Option<i64> {
        self.actor.as_ref().map(|(person, ..)| *person)
    }

    /// Writes down a record that is changed: the attributes that were touched, as they were and as they are.
    /// None before: it is new; none after: it is taken out.
    pub fn add_change(
        &mut self,
        connection: &Connection,
        entity: Entity,
        key: &Key,
        before: Option<&Record>,
        after: Option<&Record>,
    ) -> Result<()> {
        let json = |record: Option<&Record>, include_empty: bool| -> Result<Option<String>> {
            record.map(|record| to_json(connection, record, key, include_empty)).transpose()
        };
        let both = before.is_some() && after.is_some();
        let (before, after) = (json(before, both)?, json(after, both)?);
        let digest = change_digest(entity.table(), &key.bytes(), before.as_deref(), after.as_deref());
        connection
            .prepare_cached(
                "INSERT INTO journal_change (number, entry, kind, key, before, after, digest)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![self.next_change, self.number, entity.table(), key, before, after, digest])?;
        self.contents.update(digest);
        self.next_change = self.next_change.saturating_add(1);
        self.changes = self.changes.saturating_add(1);
        Ok(())
    }

    /// Makes the entry. `person` is who writes.
    pub fn finish(self, connection: &Connection, meta: &EntryMeta, person: i64) -> Result<()> {
        let (name, code): (Option<String>, String) = connection
            .prepare_cached("SELECT name, code FROM person WHERE number = ?1")?
            .query_row([person], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let actor = name.unwrap_or(code.clone());
        let actor_hash = match self.actor {
            // Who erases themselves is gone by the end of it, and who renames themselves has another name.
            Some((known, before, hash)) if known == person && (actor == before || actor == code) => hash,
            _ => personal_hash(connection, person, &actor)?,
        };
        let at = format_timestamp(meta.at);
        let contents: Hash = self.contents.finalize().into();
        let hash = entry_hash(&EntryHashInput {
            previous: &previous_hash(connection, self.number)?,
            number: self.number,
            at: at.as_bytes(),
            actor: &actor_hash,
            origin: meta.origin.as_bytes(),
            action: meta.action.as_bytes(),
            note: meta.note.as_deref().map(str::as_bytes),
            undoes: self.undoes,
            changes: self.changes,
            contents: &contents,
        });
        connection
            .prepare_cached(
                "INSERT INTO journal (number, at, actor, person, actor_hash, origin, action, note, undoes, changes, contents, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                self.number,
                at,
                actor,
                person,
                actor_hash,
                meta.origin,
                meta.action,
                meta.note,
                self.undoes,
                self.changes,
                contents,
                hash
            ])?;
        Ok(())
    }
}

impl Key {
    /// As the journal's digests take it.
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Number(number) => number.to_string().into_bytes(),
            Self::Code(code) => code.clone().into_bytes(),
        }
    }
}

/// A key as the digests take it, read from the journal.
pub fn key_bytes(key: ValueRef<'_>) -> Vec<u8> {
    match key {
        ValueRef::Integer(number) => number.to_string().into_bytes(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes.to_vec(),
        ValueRef::Real(number) => number.to_string().into_bytes(),
        ValueRef::Null => Vec::new(),
    }
}

fn hash_field(hasher: &mut Sha256, field: Option<&[u8]>) {
    match field {
        Some(bytes) => {
            hasher.update(bytes.len().to_string());
            hasher.update(b":");
            hasher.update(bytes);
        }
        None => hasher.update(b"-:"),
    }
}

/// The digest of a changed record: each piece with its length before it, `-` for one that is not there.
pub fn change_digest(
    kind: &str,
    key: &[u8],
    before: Option<impl AsRef<[u8]>>,
    after: Option<impl AsRef<[u8]>>,
) -> Hash {
    let mut hasher = Sha256::new();
    hash_field(&mut hasher, Some(kind.as_bytes()));
    hash_field(&mut hasher, Some(key));
    hash_field(&mut hasher, before.as_ref().map(AsRef::as_ref));
    hash_field(&mut hasher, after.as_ref().map(AsRef::as_ref));
    hasher.finalize().into()
}

/// What the chain covers of an entry.
pub struct EntryHashInput<'a> {
    /// The hash of the entry before; of the first: the register's id.
    pub previous: &'a [u8],
    /// The entry's number.
    pub number: i64,
    /// When.
    pub at: &'a [u8],
    /// The hash of the actor's name.
    pub actor: &'a [u8],
    /// The host.
    pub origin: &'a [u8],
    /// The command.
    pub action: &'a [u8],
    /// What is to be remembered of it.
    pub note: Option<&'a [u8]>,
    /// The entry that it takes back.
    pub undoes: Option<i64>,
    /// How many records it changed.
    pub changes: i64,
    /// The digest of the digests of its changes.
    pub contents: &'a [u8],
}

/// The hash of an entry.
pub fn entry_hash(entry: &EntryHashInput<'_>) -> Hash {
    let mut hasher = Sha256::new();
    hash_field(&mut hasher, Some(entry.previous));
    hash_field(&mut hasher, Some(entry.number.to_string().as_bytes()));
    hash_field(&mut hasher, Some(entry.at));
    hash_field(&mut hasher, Some(entry.actor));
    hash_field(&mut hasher, Some(entry.origin));
    hash_field(&mut hasher, Some(entry.action));
    hash_field(&mut hasher, entry.note);
    hash_field(&mut hasher, entry.undoes.map(|undone| undone.to_string()).as_deref().map(str::as_bytes));
    hash_field(&mut hasher, Some(entry.changes.to_string().as_bytes()));
    hash_field(&mut hasher, Some(entry.contents));
    hasher.finalize().into()
}

/// What an entry's hash is joined to: the hash of the entry before it, or the register's id.
fn previous_hash(connection: &Connection, number: i64) -> Result<Vec<u8>> {
    let previous: Option<Vec<u8>> = connection
        .prepare_cached("SELECT hash FROM journal WHERE number = ?1")?
        .query_row([number.saturating_sub(1)], |row| row.get(0))
        .optional()?;
    match previous {
        Some(hash) => Ok(hash),
        None => Ok(register_id(connection)?.into_bytes()),
    }
}

/// The register's id.
pub fn register_id(connection: &Connection) -> rusqlite::Result<String> {
    connection.query_row("SELECT id FROM register", [], |row| row.get(0))
}

/// The bytes of hexadecimal digits, where they are a whole hash.
pub fn parse_hex(text: &str) -> Option<Hash> {
    let mut hash = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(hash)
}

/// The hash that stands for what is told of a person. A value that is new gets a salt of its own, so that who
/// knows the hash cannot find the value by trying.
fn personal_hash(connection: &Connection, person: i64, value: &str) -> Result<Hash> {
    let known: Option<Hash> = connection
        .prepare_cached("SELECT hash FROM personal WHERE person = ?1 AND value = ?2")?
        .query_row((person, value), |row| row.get(0))
        .optional()?;
    if let Some(hash) = known {
        return Ok(hash);
    }
    let salt: [u8; 16] = connection.query_row("SELECT randomblob(16)", [], |row| row.get(0))?;
    let hash = personal_digest(&salt, value.as_bytes());
    connection
        .prepare_cached("INSERT INTO personal (hash, person, salt, value) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![hash, person, salt, value])?;
    Ok(hash)
}

/// The hash of a salt and a value.
pub fn personal_digest(salt: &[u8], value: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hash_field(&mut hasher, Some(salt));
    hash_field(&mut hasher, Some(value));
    hasher.finalize().into()
}

/// A value as JSON.
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

/// The attributes of a record that are set, as an object; empty ones if `include_empty`.
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

fn to_json(connection: &Connection, record: &Record, key: &Key, include_empty: bool) -> Result<String> {
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

/// What is told of a person behind a hash; nothing once erased.
pub fn personal_value(connection: &Connection, hash: &str) -> rusqlite::Result<Option<String>> {
    let Some(hash) = parse_hex(hash) else { return Ok(None) };
    let found = connection
        .prepare_cached("SELECT value FROM personal WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()?;
    Ok(found.flatten())
}

/// Takes what the journal says of a record over into it. An attribute that this program does not know is left
/// out. `resolve_personal` gives what is behind the hash of what is told of a person.
///
/// # Errors
/// When it is not what the journal writes.
pub fn apply_json(
    record: &mut Record,
    json: &str,
    resolve_personal: &dyn Fn(&str) -> rusqlite::Result<Option<String>>,
) -> Result<()> {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json)?;
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
}

fn value_from_json(attribute: &Attribute, json: serde_json::Value) -> Result<Value> {
    use serde_json::Value as Json;
    let texts = |items: Vec<Json>| -> Vec<String> {
        items
            .into_iter()
            .filter_map(|item| if let Json::String(text) = item { Some(text) } else { None })
            .collect()
    };
    Ok(match (attribute.kind, json) {
        (_, Json::Null) => Value::Null,
        (_, Json::String(text)) => Value::Text(text),
        (_, Json::Number(number)) => Value::Integer(number.as_i64().unwrap_or_default()),
        (Kind::Laws(_), Json::Array(items)) => {
            Value::Laws(texts(items).iter().filter_map(|text| Law::parse(text).ok()).collect())
        }
        (Kind::References(entity, _), Json::Array(items)) if entity.prefix().is_some() => {
            Value::Numbers(items.iter().filter_map(Json::as_i64).collect())
        }
        (_, Json::Array(items)) => Value::Codes(texts(items)),
        _ => anyhow::bail!("not what the journal writes"),
    })
}

/// A key as it stands in the journal.
pub fn key_from_sql(key: ValueRef<'_>) -> Result<Key> {
    Ok(match key {
        ValueRef::Integer(number) => Key::Number(number),
        key => Key::Code(key.as_str().map_err(rusqlite::Error::from)?.to_owned()),
    })
}

impl Register {
    /// The register's id and the last entry of its journal: number and hash. An empty journal has number 0.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn head(&self) -> Result<(String, i64, Hash)> {
        let id = register_id(&self.connection)?;
        let last: Option<(i64, Hash)> = self
            .connection
            .prepare_cached("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (number, hash) = last.unwrap_or((0, Sha256::digest(id.as_bytes()).into()));
        Ok((id, number, hash))
    }
}

impl super::WriteTx<'_> {
    /// The person of that name, or with that number; one who is new is entered. None for a number in a file from
    /// elsewhere: it is what somebody who was erased reads as there, and here may be somebody else's.
    ///
    /// # Errors
    /// When a number is given of whom there is none, or what is given cannot be a name.
    pub fn find_or_add_person(&mut self, text: &str) -> Result<Option<i64>> {
        let text = text.trim();
        if let Some(number) = crate::record::number::parse_strict(Entity::Person, text) {
            let is_erased = || -> rusqlite::Result<bool> {
                self.register
                    .connection
                    .prepare_cached("SELECT 1 FROM person WHERE number = ?1 AND erased IS NOT NULL")?
                    .exists([number])
            };
            if self.accepts_void && !is_erased()? {
                return Ok(None);
            }
            self.register.require_exists(Entity::Person, number)?;
            return Ok(Some(number));
        }
        let known: Option<i64> = self
            .register()
            .connection
            .prepare_cached("SELECT number FROM person WHERE name = ?1")?
            .query_row([text], |row| row.get(0))
            .optional()?;
        if known.is_some() {
            return Ok(known);
        }
        let record = Record::new(Entity::Person).with(&person::NAME, Value::Text(text.to_owned()));
        Ok(match self.insert(record)? {
            Key::Number(number) => Some(number),
            Key::Code(_) => None,
        })
    }
}
