//! Rebuilds an earlier state of the register from the journal alone, for `--as-of`.

use super::journal::{apply_json, key_from_sql, personal_value};
use super::past_cache::PastKey;
use super::{Key, PastCache, Register, sqlite_error};
use crate::failure::{Exit, Failure};
use crate::i18n::failures;
use crate::record::{Entity, Record, Value};
use anyhow::Result;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::{Path, PathBuf};

impl Register {
    /// Returns a read-only copy of the register as it was after journal entry `entry`, from the cache or rebuilt.
    pub fn as_of(path: &Path, entry: i64, pasts: &PastCache, progress: &mut dyn FnMut(u64)) -> Result<Self> {
        // First open the file in the usual way. If the file is not a register, this reports the right error.
        let key = Self::open(path)?.past_key(entry)?;
        let build = || -> Result<Connection> {
            let mut register = Self::with_live(Some(path))?;
            register.has_search_index.set(false);
            let mut build = || -> Result<()> {
                register.connection.execute_batch("PRAGMA main.cache_size = -16384; BEGIN")?;
                register.rebuild(entry, progress)?;
                // Only the rebuild needs a large cache. From here on, transactions need a rollback journal, because the
                // cache rolls them back after use.
                Ok(register.connection.execute_batch(
                    "COMMIT; PRAGMA main.journal_mode = MEMORY; PRAGMA main.cache_size = -2048; PRAGMA shrink_memory;",
                )?)
            };
            build().map_err(sqlite_error::map_temp_folder_error)?;
            Ok(register.connection.into_inner()?)
        };
        let connection = pasts.lease(key, build)?;
        let has_search_index = connection.prepare("SELECT 1 FROM main.search_word")?.exists([])?;
        let register = Self::with_connection(connection, has_search_index);
        register.begin_read()?;
        Ok(register)
    }

    fn past_key(&self, entry: i64) -> Result<PastKey> {
        let (hash, erased) = self.connection.query_row(
            "SELECT hash, (SELECT count(*) FROM person WHERE erased IS NOT NULL)
                          + (SELECT count(*) FROM journal_change WHERE kind IN ('journal', 'journal_change'))
             FROM journal WHERE number = ?1",
            [entry],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(PastKey { entry, hash, erased })
    }

    /// Creates an empty register in a temporary file. Attaches a second database as `live`: the file at `path`, or an
    /// empty database if `path` is `None`.
    pub(super) fn with_live(path: Option<&Path>) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut register = Self::configure(Connection::open_with_flags("", flags)?)?;
        register.apply_schema()?;
        // Disable all constraints, because the rebuilt tables must match the journal, even if it has invalid records.
        register.connection.execute_batch(
            "PRAGMA main.journal_mode = OFF; PRAGMA main.synchronous = OFF; PRAGMA main.cache_size = -65536;
             PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;",
        )?;
        let live = path.map_or_else(|| Ok(PathBuf::new()), std::path::absolute)?;
        let not_utf8 = || Failure::of_file(Exit::Usage, failures::path_not_utf8(live.display().to_string()));
        register.connection.execute("ATTACH ?1 AS live", [live.to_str().ok_or_else(not_utf8)?])?;
        Ok(register)
    }

    /// Fills the tables with the state after journal entry `entry`, read from the attached database.
    pub(super) fn rebuild(&mut self, entry: i64, progress: &mut dyn FnMut(u64)) -> Result<()> {
        let last: i64 = self
            .connection
            .query_row(
                "SELECT number FROM live.journal_change WHERE entry <= ?1 ORDER BY entry DESC, number DESC LIMIT 1",
                [entry],
                |row| row.get(0),
            )
            .optional()?
            .unwrap_or(0);
        self.connection.execute_batch(&format!(
            "CREATE TEMP VIEW register AS SELECT * FROM live.register;
             CREATE TEMP VIEW personal AS SELECT * FROM live.personal;
             CREATE TEMP VIEW journal AS SELECT * FROM live.journal WHERE number <= {entry};
             CREATE TEMP VIEW journal_change AS SELECT * FROM live.journal_change WHERE number <= {last};"
        ))?;
        let mut done = 0;
        for entity in Entity::ALL {
            self.rebuild_kind(*entity, last, &mut done, progress)?;
        }
        Ok(())
    }

    fn rebuild_kind(&self, entity: Entity, last: i64, done: &mut u64, progress: &mut dyn FnMut(u64)) -> Result<()> {
        let mut statement = self.connection.prepare(
            "SELECT key, before IS NULL, after, entry FROM live.journal_change WHERE kind = ?1 AND number <= ?2
             ORDER BY key, number",
        )?;
        let mut rows = statement.query((entity.table(), last))?;
        let resolve_personal = |hash: &str| personal_value(&self.connection, hash);
        let mut current: Option<(Key, Record)> = None;
        while let Some(row) = rows.next()? {
            let key = key_from_sql(row.get_ref(0)?)?;
            let is_new: bool = row.get(1)?;
            *done += 1;
            progress(*done);
            if current.as_ref().is_some_and(|(other, _)| *other != key)
                && let Some((_, record)) = current.take()
            {
                self.insert_record(&record)?;
            }
            let ValueRef::Text(after) = row.get_ref(2)? else {
                current = None;
                continue;
            };
            if is_new {
                current = Some((key.clone(), empty_record(entity, &key)));
            }
            if let Some((_, record)) = current.as_mut() {
                apply_json(record, after, row.get(3)?, &resolve_personal)?;
            }
        }
        if let Some((_, record)) = current {
            self.insert_record(&record)?;
        }
        Ok(())
    }
}

/// Returns a record with the given key. Every other attribute gets its default or NULL, because an old journal entry
/// may lack some attributes. All records of a kind then have the same attributes, so one prepared statement can insert
/// them all.
pub(super) fn empty_record(entity: Entity, key: &Key) -> Record {
    let mut record = Record::new(entity);
    for attribute in entity.attributes() {
        let value = attribute.default.map_or(Value::Null, |default| Value::Text(default.to_owned()));
        record.set(attribute, value);
    }
    record.set(
        entity.key(),
        match key {
            Key::Number(number) => Value::Integer(*number),
            Key::Code(code) => Value::Text(code.clone()),
        },
    );
    record
}
