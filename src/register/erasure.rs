//! Erases a person from the records, from the journal and from the unused space of the file.

use super::filter_sql::OPEN;
use super::{Key, Register, WriteTx, sqlite_error};
use crate::failure::{Exit, Failure};
use crate::i18n::failures;
use crate::record::{Entity, Record, Value, person};
use anyhow::Result;
use rusqlite::Row;
use rusqlite::ffi::ErrorCode;

/// How much of the register refers to a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PersonReach {
    /// The obstacles that the person handles.
    pub obstacles: i64,
    /// Those of these obstacles that are open, and not void.
    pub open_obstacles: i64,
    /// The contacts in which the person took part.
    pub contacts: i64,
    /// The journal entries that the person made.
    pub entries: i64,
}

impl Register {
    /// Counts what refers to a person, and would show a number in place of the name after an erasure.
    pub fn person_reach(&self, person: i64) -> Result<PersonReach> {
        let sql = format!(
            "SELECT (SELECT count(*) FROM obstacle WHERE handler = ?1), \
             (SELECT count(*) FROM obstacle WHERE handler = ?1 AND status IN ({OPEN}) AND void IS NULL), \
             (SELECT count(*) FROM contact_person WHERE person = ?1), \
             (SELECT count(*) FROM journal WHERE person = ?1)"
        );
        let reach = |row: &Row<'_>| {
            Ok(PersonReach {
                obstacles: row.get(0)?,
                open_obstacles: row.get(1)?,
                contacts: row.get(2)?,
                entries: row.get(3)?,
            })
        };
        Ok(self.connection.prepare_cached(&sql)?.query_row([person], reach)?)
    }

    /// Makes SQLite overwrite deleted content with zeros.
    pub fn enable_secure_delete(&self) -> Result<()> {
        self.connection.pragma_update(None, "secure_delete", true)?;
        Ok(())
    }

    /// Whether an erasure or redaction is unfinished, because the process ended before it had rewritten the file.
    pub fn has_unfinished_erasure(&self) -> Result<bool> {
        Ok(self.connection.prepare_cached("SELECT erasing FROM main.register")?.query_row([], |row| row.get(0))?)
    }

    /// Rewrites the whole file, so that no deleted content remains in it.
    pub fn vacuum(&self) -> Result<()> {
        self.connection.execute_batch("VACUUM; UPDATE register SET erasing = 0").map_err(|error| {
            if sqlite_error::is_busy(&error) {
                return anyhow::Error::from(Failure::new(Exit::Busy, failures::erase_incomplete_in_use()));
            }
            let why = match error.sqlite_error_code() {
                Some(ErrorCode::DiskFull) => failures::REASON_DISK_FULL,
                _ => failures::REASON_UNKNOWN,
            };
            anyhow::Error::from(Failure::new(Exit::Io, failures::erase_incomplete(why)))
        })
    }
}

impl WriteTx<'_> {
    /// Marks the file as needing a rewrite. If this process ends too early, a later process rewrites the file.
    pub(super) fn begin_erasure(&self) -> Result<()> {
        self.register().connection.execute("UPDATE register SET erasing = 1", [])?;
        Ok(())
    }

    /// Erases a person; returns false if the person was already erased. Records that refer to the person then show a
    /// number instead of the name. The journal keeps the hashes of the person's data. The salts are deleted, because
    /// anybody who has the salt of a hash could find the value by guessing.
    pub fn erase(&mut self, wanted: i64, day: &str) -> Result<bool> {
        let key = Key::Number(wanted);
        let before = self.register().load(Entity::Person, &key)?;
        if before.text(&person::ERASED).is_some() {
            return Ok(false);
        }
        let mut record = Record::new(Entity::Person);
        for attribute in Entity::Person.attributes().iter().filter(|attribute| attribute.is_personal) {
            record.set(attribute, Value::Null);
        }
        record.set(&person::ERASED, Value::Text(day.to_owned()));
        self.update_unchecked(&key, &before, &record)?;
        self.begin_erasure()?;
        self.revoke_calendar_key(wanted)?;
        let connection = &self.register().connection;
        connection.execute("UPDATE personal SET value = NULL, salt = NULL WHERE person = ?1", [wanted])?;
        let code = key.show(Entity::Person);
        connection.execute("UPDATE journal SET actor = ?2 WHERE person = ?1 AND actor <> ?2", (wanted, code))?;
        Ok(true)
    }
}
