//! What an earlier data set had: the rows of one of its tables, to hold a new one against.

use super::delimited::plain;
use anyhow::Result;
use std::collections::BTreeMap;
use std::fs::File;

/// The rows of a table by the value of their first column, each as its other values by column.
pub type Rows = BTreeMap<String, BTreeMap<String, String>>;

/// Reads a table that was written as CSV.
///
/// # Errors
/// When it cannot be read.
pub fn rows(file: File) -> Result<Rows> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let header = reader.headers().map_err(plain)?.clone();
    let mut rows = Rows::new();
    for row in reader.records() {
        let row = row.map_err(plain)?;
        let mut values: BTreeMap<String, String> =
            header.iter().zip(row.iter()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let Some(key) = header.get(0).and_then(|name| values.remove(name)) else { continue };
        rows.insert(key, values);
    }
    Ok(rows)
}

/// How rows differ from earlier ones: the keys of those that are new, gone, and other.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// New.
    pub added: Vec<String>,
    /// Gone.
    pub withdrawn: Vec<String>,
    /// There before and now, with other values.
    pub changed: Vec<String>,
}

/// Holds rows against earlier ones. A column that only one of them has is a change where it says anything.
pub fn differences(before: &Rows, after: &Rows) -> Differences {
    let said = |row: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        row.iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    };
    // By number, not by text: B-101 comes before B-1000.
    let in_order = |mut keys: Vec<String>| {
        keys.sort_by_key(|key| (key.len(), key.clone()));
        keys
    };
    let keys = |rows: &Rows, others: &Rows| {
        in_order(rows.keys().filter(|key| !others.contains_key(*key)).cloned().collect())
    };
    let changed =
        after.iter().filter(|(key, row)| before.get(*key).is_some_and(|old| said(old) != said(row)));
    Differences {
        added: keys(after, before),
        withdrawn: keys(before, after),
        changed: in_order(changed.map(|(key, _)| key.clone()).collect()),
    }
}
