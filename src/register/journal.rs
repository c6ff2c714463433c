//! The journal: every write adds one entry, with the values of each changed record before and after. A chain of hashes
//! links the entries. This module collects an entry during a write and computes its hash.

// Warn about arithmetic that can overflow, because another program may have stored huge numbers in the journal.
#![warn(clippy::arithmetic_side_effects)]

mod hash;
mod record_json;

pub use hash::{EntryHashInput, Hash, change_digest, entry_hash, key_bytes, redacted_entry_digest, salted_digest};
pub use record_json::{apply_json, key_from_sql, personal_value};

use super::{Key, Register};
use crate::record::{Entity, Record};
use anyhow::Result;
use jiff::Timestamp;
use record_json::{personal_hash, to_json};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

#[derive(Clone, Debug)]
pub struct EntryMeta {
    pub actor: String,
    pub origin: String,
    pub action: String,
    pub note: Option<String>,
    pub at: Timestamp,
}

/// Formats a time as the journal stores it: in UTC, with milliseconds.
pub fn format_timestamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

pub struct EntryBuilder {
    pub number: i64,
    pub undoes: Option<i64>,
    /// Whether to store the journal entry even if it changes no record.
    pub keep_if_empty: bool,
    next_change: i64,
    changes: i64,
    contents: Sha256,
    /// The author's number, name and hash of the name, if the author was in the register before the write.
    actor: Option<(i64, String, Hash)>,
}

impl EntryBuilder {
    /// Begins an entry. `author` is a person's number; `None` if the author was not in the register before the write.
    pub fn begin(connection: &Connection, author: Option<i64>) -> Result<Self> {
        let last = |table: &str| -> rusqlite::Result<i64> {
            let sql = format!("SELECT coalesce(max(number), 0) FROM {table}");
            connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))
        };
        let actor = match author {
            Some(person) => {
                let name: String = connection
                    .prepare_cached("SELECT name FROM person WHERE number = ?1")?
                    .query_row([person], |row| row.get(0))?;
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

    pub const fn is_blank(&self) -> bool {
        self.changes == 0 && !self.keep_if_empty
    }

    /// The author's number, if the author was in the register before the write.
    pub fn actor(&self) -> Option<i64> {
        self.actor.as_ref().map(|(person, ..)| *person)
    }

    /// Adds a changed record, with the old and new values of the attributes that changed. `before` is `None` if the
    /// record is new; `after` is `None` if the record was deleted.
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
        self.add_json(connection, entity.table(), key, before.as_deref(), after.as_deref())
    }

    /// Adds a row to the entry. `kind` is the table of the changed record or, for a redaction, a table of the journal.
    pub fn add_json(
        &mut self,
        connection: &Connection,
        kind: &str,
        key: &Key,
        before: Option<&str>,
        after: Option<&str>,
    ) -> Result<()> {
        let salt = new_salt(connection)?;
        let digest = change_digest(kind, &key.bytes(), before, after, Some(&salt));
        connection
            .prepare_cached(
                "INSERT INTO journal_change (number, entry, kind, key, before, after, salt, digest)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![self.next_change, self.number, kind, key, before, after, salt, digest])?;
        self.contents.update(digest);
        self.next_change = self.next_change.saturating_add(1);
        self.changes = self.changes.saturating_add(1);
        Ok(())
    }

    /// Stores the journal entry. `person` is the number of its author.
    pub fn finish(self, connection: &Connection, meta: &EntryMeta, person: i64) -> Result<()> {
        let (name, code): (Option<String>, String) = connection
            .prepare_cached("SELECT name, code FROM person WHERE number = ?1")?
            .query_row([person], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let actor = name.unwrap_or(code.clone());
        let actor_hash = match self.actor {
            // The author may have been erased or renamed by this same write. After an erasure, use the hash of the
            // former name. After a renaming, hash the new name.
            Some((known, before, hash)) if known == person && (actor == before || actor == code) => hash,
            _ => personal_hash(connection, person, &actor)?,
        };
        let at = format_timestamp(meta.at);
        let contents: Hash = self.contents.finalize().into();
        let note = meta.note.as_deref();
        let note_salt = note.map(|_| new_salt(connection)).transpose()?;
        let note_hash = note.zip(note_salt).map(|(note, salt)| salted_digest(&salt, note.as_bytes()));
        let hash = entry_hash(&EntryHashInput {
            previous: &previous_hash(connection, self.number)?,
            number: self.number,
            at: at.as_bytes(),
            actor: &actor_hash,
            origin: meta.origin.as_bytes(),
            action: meta.action.as_bytes(),
            note: note_hash.as_ref().map(<[u8; 32]>::as_slice),
            undoes: self.undoes,
            changes: self.changes,
            contents: &contents,
        });
        connection
            .prepare_cached(
                "INSERT INTO journal (number, at, actor, person, actor_hash, origin, action, note, note_salt, note_hash,
                                      undoes, changes, contents, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?
            .execute(params![
                self.number,
                at,
                actor,
                person,
                actor_hash,
                meta.origin,
                meta.action,
                note,
                note_salt,
                note_hash,
                self.undoes,
                self.changes,
                contents,
                hash
            ])?;
        Ok(())
    }
}

impl Key {
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Number(number) => number.to_string().into_bytes(),
            Self::Code(code) => code.clone().into_bytes(),
        }
    }
}

/// Returns 16 random bytes.
pub fn new_salt(connection: &Connection) -> rusqlite::Result<[u8; 16]> {
    connection.prepare_cached("SELECT randomblob(16)")?.query_row([], |row| row.get(0))
}

/// The hash of the entry before entry `number`, or the register's id if there is no earlier entry.
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

pub fn register_id(connection: &Connection) -> rusqlite::Result<String> {
    connection.query_row("SELECT id FROM register", [], |row| row.get(0))
}

impl Register {
    /// Returns the register's id, and the number and hash of the last entry. The number is 0 if the journal is empty.
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
