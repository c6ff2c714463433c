//! Compares a table of an open data set with the same table in an earlier edition of the data set.

use crate::tabular::unwrap_io_error;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fs::File;

/// Maps the value in the first column of a row to the other values of that row, by column name.
pub type KeyedRows = BTreeMap<String, BTreeMap<String, String>>;

pub fn read_rows(file: File) -> Result<KeyedRows> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let header = reader.headers().map_err(unwrap_io_error)?.clone();
    let mut rows = KeyedRows::new();
    for row in reader.records() {
        let row = row.map_err(unwrap_io_error)?;
        let mut values: BTreeMap<String, String> =
            header.iter().zip(row.iter()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let Some(key) = header.get(0).and_then(|name| values.remove(name)) else { continue };
        rows.insert(key, values);
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
    let non_empty = |row: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        row.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    // Sort by number: as text, B-1000 would come before B-101.
    let sort_keys = |mut keys: Vec<String>| {
        keys.sort_by_key(|key| (key.len(), key.clone()));
        keys
    };
    let keys = |rows: &KeyedRows, others: &KeyedRows| {
        sort_keys(rows.keys().filter(|key| !others.contains_key(*key)).cloned().collect())
    };
    let changed =
        after.iter().filter(|(key, row)| before.get(*key).is_some_and(|old| non_empty(old) != non_empty(row)));
    Diff {
        added: keys(after, before),
        withdrawn: keys(before, after),
        changed: sort_keys(changed.map(|(key, _)| key.clone()).collect()),
    }
}
