//! Deadlines, and the keys of the calendar feeds that show them. A key is a credential and not a record: the register
//! keeps only its digest, and an undo does not bring a revoked key back.

use super::journal::format_timestamp;
use super::sql::bind_params;
use super::{Register, WriteTx};
use crate::hex;
use crate::record::Entity;
use crate::record::date::Today;
use crate::record::{Filter, number};
use anyhow::Result;
use jiff::Timestamp;
use rusqlite::OptionalExtension;
use sha2::{Digest, Sha256};

/// Nobody can guess 192 random bits, so the digest needs no salt and no slow hash.
const KEY_BYTES: usize = 24;

/// An obstacle with the day by which an answer was promised.
#[derive(Clone, Debug)]
pub struct Deadline {
    pub number: String,
    pub title: String,
    pub due: String,
    /// When the obstacle was last changed.
    pub changed: String,
    /// The same for ever, and different in every register.
    pub uid: String,
}

/// Who has a key, and since when.
#[derive(Clone, Debug)]
pub struct CalendarKey {
    pub person: String,
    pub name: String,
    pub made: String,
}

fn digest(key: &str) -> [u8; 32] {
    Sha256::digest(key).into()
}

impl Register {
    /// Visits the deadlines of the filtered obstacles, the first day first. Returns whether there are more than `limit`.
    pub fn deadlines(
        &self,
        filter: &Filter,
        today: Today<'_>,
        limit: usize,
        visit: &mut dyn FnMut(Deadline) -> Result<()>,
    ) -> Result<bool> {
        let filtered = self.filtered_cte(filter, today)?;
        let register = self.head()?.0;
        // Choose the first deadlines before anything else is read of an obstacle. The plus signs make SQLite use the whole
        // index on the record: it would convert `c.key` to compare it with a column of integers.
        let mut statement = self.connection.prepare(&format!(
            "WITH {}, first AS MATERIALIZED (
                 SELECT number, due FROM filtered WHERE due IS NOT NULL ORDER BY due, number LIMIT {})
             SELECT o.code, o.title, o.due, (
                 SELECT j.at FROM journal AS j WHERE j.number = (
                     SELECT max(+c.entry) FROM journal_change AS c WHERE c.kind = 'obstacle' AND c.key = +o.number))
             FROM first AS f JOIN obstacle AS o ON o.number = f.number ORDER BY f.due, f.number",
            filtered.text,
            limit.saturating_add(1)
        ))?;
        bind_params(&mut statement, &filtered.binds)?;
        let mut rows = statement.raw_query();
        let mut count = 0_usize;
        while let Some(row) = rows.next()? {
            if count == limit {
                return Ok(true);
            }
            count = count.saturating_add(1);
            let number: String = row.get(0)?;
            let changed: Option<String> = row.get(3)?;
            let uid = format!("{number}@{register}");
            let changed = changed.unwrap_or_default();
            visit(Deadline { number, title: row.get(1)?, due: row.get(2)?, changed, uid })?;
        }
        Ok(false)
    }

    /// Returns the name of the person whose calendar has this key. The search is for a digest, so that its duration
    /// reveals nothing about any key.
    pub fn calendar_owner(&self, key: &str) -> Result<Option<String>> {
        let sql = "SELECT p.name FROM calendar_key AS k JOIN person AS p ON p.number = k.person WHERE k.digest = ?1";
        let name: Option<Option<String>> =
            self.connection.prepare_cached(sql)?.query_row([digest(key)], |row| row.get(0)).optional()?;
        Ok(name.flatten())
    }

    pub fn calendar_keys(&self) -> Result<Vec<CalendarKey>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT p.number, coalesce(p.name, ''), k.made FROM calendar_key AS k JOIN person AS p ON p.number = k.person
             ORDER BY p.number",
        )?;
        let key = |row: &rusqlite::Row<'_>| {
            let person = number::format(Entity::Person, row.get(0)?);
            Ok(CalendarKey { person, name: row.get(1)?, made: row.get(2)? })
        };
        Ok(statement.query_map([], key)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Revokes all keys. Returns how many there were.
    pub fn revoke_calendar_keys(&self) -> Result<usize> {
        Ok(self.connection.execute("DELETE FROM calendar_key", [])?)
    }
}

impl WriteTx<'_> {
    /// Gives a person a new key, which replaces the earlier one. Returns the key, which cannot be shown again.
    pub fn make_calendar_key(&mut self, person: i64, now: Timestamp) -> Result<String> {
        let mut bytes = [0; KEY_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("{error}"))?;
        let key = hex::encode(&bytes);
        self.register.connection.execute(
            "INSERT OR REPLACE INTO calendar_key (person, digest, made) VALUES (?1, ?2, ?3)",
            (person, digest(&key), format_timestamp(now)),
        )?;
        self.entry.keep_if_empty = true;
        Ok(key)
    }

    /// Revokes the key of a person. Returns whether there was one.
    pub fn revoke_calendar_key(&mut self, person: i64) -> Result<bool> {
        let count = self.register.connection.execute("DELETE FROM calendar_key WHERE person = ?1", [person])?;
        self.entry.keep_if_empty |= count > 0;
        Ok(count > 0)
    }
}
