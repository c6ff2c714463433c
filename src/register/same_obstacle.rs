//! Recognises obstacles that are in the register already, by title, lead ministry and day of receipt.

use super::filter_sql::OPEN;
use super::{Register, WriteTx};
use crate::record::{Record, Value, obstacle, on_one_line};
use anyhow::Result;
use rusqlite::OptionalExtension;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

/// Maps the hash of title, ministry and day of receipt to the number of the obstacle. Stores hashes instead of texts,
/// because a register may be large.
pub struct SameObstacles {
    hasher: RandomState,
    numbers: HashMap<u64, i64>,
    /// The hashes of the records that [`Self::is_repeated`] has seen.
    seen: HashSet<u64>,
}

impl WriteTx<'_> {
    pub fn same_obstacles(&self) -> Result<SameObstacles> {
        let hasher = RandomState::new();
        let sql = "SELECT number, title, ministry, received FROM main.obstacle WHERE void IS NULL";
        let mut statement = self.register.connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        let mut numbers = HashMap::new();
        while let Some(row) = rows.next()? {
            let identity =
                (row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str_or_null()?, row.get_ref(3)?.as_str_or_null()?);
            numbers.entry(hasher.hash_one(identity)).or_insert(row.get(0)?);
        }
        Ok(SameObstacles { hasher, numbers, seen: HashSet::new() })
    }
}

impl Register {
    /// Returns the code of a solved or closed obstacle with the same title, ministry and day of receipt as `record`.
    /// The codes in `record` must already be in their stored spelling. [`Self::open_duplicates`] finds open obstacles.
    pub fn same_finished_obstacle(&self, record: &Record) -> Result<Option<String>> {
        let sql = format!(
            "SELECT code FROM main.obstacle WHERE title = ?1 AND ministry IS ?2 AND received IS ?3 AND void IS NULL
             AND status NOT IN ({OPEN}) ORDER BY number LIMIT 1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let (title, ministry, received) = identity(record);
        Ok(statement.query_row((title, ministry, received), |row| row.get(0)).optional()?)
    }
}

impl SameObstacles {
    /// Returns the number of an obstacle with the same title, ministry and day of receipt. Two missing days of receipt
    /// count as equal.
    pub fn find(&self, register: &Register, record: &Record) -> Result<Option<i64>> {
        let Some(number) = self.numbers.get(&self.hash(record)) else { return Ok(None) };
        // Compare the values too, because different obstacles may have the same hash.
        let sql =
            "SELECT number FROM main.obstacle WHERE number = ?1 AND title = ?2 AND ministry IS ?3 AND received IS ?4";
        let mut statement = register.connection.prepare_cached(sql)?;
        let (title, ministry, received) = identity(record);
        Ok(statement.query_row((number, title, ministry, received), |row| row.get(0)).optional()?)
    }

    /// Whether an earlier call was for a record with the same title, ministry and day of receipt.
    pub fn is_repeated(&mut self, record: &Record) -> bool {
        let hash = self.hash(record);
        !self.seen.insert(hash)
    }

    fn hash(&self, record: &Record) -> u64 {
        let (title, ministry, received) = identity(record);
        self.hasher.hash_one((&*title, ministry, received))
    }
}

fn identity(record: &Record) -> (Cow<'_, str>, Option<&str>, Option<&str>) {
    let title = on_one_line(record.text(&obstacle::TITLE).unwrap_or_default());
    let ministry = match record.get(&obstacle::MINISTRY) {
        // If there are several ministries, the first one leads.
        Some(Value::Codes(codes)) => codes.first().map(String::as_str),
        value => value.and_then(Value::as_text),
    };
    (title, ministry, record.text(&obstacle::RECEIVED))
}
