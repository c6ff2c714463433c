//! The state of a folder: the records and the journal of each register, and every published file. Times and random
//! values are masked, because the same commands in two folders must result in the same state.

use crate::common::Sandbox;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Columns whose values differ between two runs of the same command.
const BY_CHANCE: &[&str] = &["at", "hash", "actor_hash", "contents", "digest", "salt", "note_salt", "note_hash"];

/// The state omits this column, because an upgrade fills the column only in its second step. After the first step, the
/// rows would match neither the old nor the new state. The column is still tested: the state includes the journal, and
/// `check` compares the column with the journal.
const OF_SECOND_STEP: &str = "short";

/// A set with a line for each row of a register and for each published file.
pub type State = BTreeSet<String>;

pub fn of(sandbox: &Sandbox) -> State {
    let mut state = register(&sandbox.path("register.db"), "register");
    if sandbox.path("copy.db").exists() {
        state.extend(register(&sandbox.path("copy.db"), "copy"));
    }
    for file in fs::read_dir(sandbox.path("open-data")).into_iter().flatten().flatten() {
        let text = fs::read_to_string(file.path()).unwrap();
        state.insert(format!("{}: {text}", file.file_name().display()));
    }
    state
}

/// Returns all rows of a register, each as a line of text. Each line begins with the label `called`, because a folder
/// can contain two registers.
pub fn register(path: &Path, called: &str) -> State {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).unwrap();
    let texts = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<rusqlite::Result<_>>().unwrap()
    };
    let mut state = State::new();
    let tables =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'register' AND name NOT LIKE 'sqlite_stat%'
                  AND name NOT LIKE 'search%' AND name NOT LIKE 'obstacle_search%'";
    for table in texts(tables) {
        let columns: Vec<String> = texts(&format!("SELECT name FROM pragma_table_xinfo('{table}') WHERE hidden = 0"))
            .into_iter()
            .filter(|column| !BY_CHANCE.contains(&column.as_str()) && column != OF_SECOND_STEP)
            .collect();
        let mut statement = connection.prepare(&format!("SELECT {} FROM {table}", columns.join(", "))).unwrap();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<Value> = (0..columns.len()).map(|at| row.get(at).unwrap()).collect();
            state.insert(format!("{called}: {table}: {}", without_hashes(&format!("{values:?}"))));
        }
    }
    state
}

/// Masks the salted hashes of persons' names.
fn without_hashes(text: &str) -> String {
    let parts = text.split('"').map(|part| {
        let part = part.strip_suffix('\\').unwrap_or(part);
        let is_hash = part.len() == 64 && part.chars().all(|digit| digit.is_ascii_hexdigit());
        if is_hash { "HASH" } else { part }
    });
    parts.collect::<Vec<_>>().join("\"")
}

pub fn left(sandbox: &Sandbox, known: &[String]) -> Vec<String> {
    let mut left: Vec<String> = names(sandbox).into_iter().filter(|name| !known.contains(name)).collect();
    left.sort();
    left
}

pub fn names(sandbox: &Sandbox) -> Vec<String> {
    let entries = fs::read_dir(sandbox.path("")).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Masks the random and time-dependent parts of a file name.
pub fn pattern(name: &str) -> String {
    if let Some(rest) = name.strip_prefix(".ruimte-new-") {
        let end = if rest.ends_with("-journal") { "-journal" } else { "" };
        return format!(".ruimte-new-*{end}");
    }
    for within in [".version-1-", ".version-2-", ".version-3-", ".replaced-"] {
        if let Some((before, _)) = name.split_once(within) {
            return format!("{before}{within}TIME");
        }
    }
    name.to_owned()
}
