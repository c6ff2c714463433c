//! Compares a table of an open data set with the same table in an earlier edition of the data set.

use crate::tabular::unwrap_io_error;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Maps the value in the first column of a row to a hash of the other values of that row. Empty values do not count, so
/// that a column which only one edition has makes no difference to rows without a value in it.
pub type KeyedRows = BTreeMap<String, u64>;

pub fn read_rows(file: File) -> Result<KeyedRows> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let header = reader.headers().map_err(unwrap_io_error)?.clone();
    let mut rows = KeyedRows::new();
    for row in reader.records() {
        let row = row.map_err(unwrap_io_error)?;
        let mut values: Vec<(&str, &str)> = header.iter().zip(row.iter()).skip(1).collect();
        values.retain(|(_, value)| !value.is_empty());
        values.sort_unstable();
        let mut hasher = DefaultHasher::new();
        values.hash(&mut hasher);
        let Some(key) = row.get(0).filter(|_| !header.is_empty()) else { continue };
        rows.insert(key.to_owned(), hasher.finish());
    }
    Ok(rows)
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Diff {
    pub added: Vec<String>,
    pub withdrawn: Vec<String>,
    pub changed: Vec<String>,
}

/// Compares two editions of a table. A row counts as changed if it has a value in a column that only one edition has.
pub fn diff(before: &KeyedRows, after: &KeyedRows) -> Diff {
    // Sort by number: as text, B-1000 would come before B-101.
    let sort_keys = |mut keys: Vec<String>| {
        keys.sort_by_key(|key| (key.len(), key.clone()));
        keys
    };
    let keys = |rows: &KeyedRows, others: &KeyedRows| {
        sort_keys(rows.keys().filter(|key| !others.contains_key(*key)).cloned().collect())
    };
    let changed = after.iter().filter(|(key, row)| before.get(*key).is_some_and(|old| old != *row));
    Diff {
        added: keys(after, before),
        withdrawn: keys(before, after),
        changed: sort_keys(changed.map(|(key, _)| key.clone()).collect()),
    }
}
