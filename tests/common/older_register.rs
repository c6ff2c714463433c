//! Opens a register directly with SQLite. Computes the hash chain of the journal independently of the program, and
//! converts a register to the form in which an older version would have made it.

use super::Sandbox;
use rusqlite::Connection;
use rusqlite::types::Value;
use sha2::{Digest, Sha256};
use std::fs;

pub const SCHEMA_3: &str = include_str!("../older/schema-3.sql");
pub const SCHEMA_4: &str = include_str!("../older/schema-4.sql");
pub const SCHEMA_5: &str = include_str!("../older/schema-5.sql");
pub const SCHEMA_6: &str = include_str!("../older/schema-6.sql");
pub const SCHEMA_7: &str = include_str!("../older/schema-7.sql");
pub const SCHEMA_8: &str = include_str!("../older/schema-8.sql");

#[track_caller]
pub fn rows(connection: &Connection, sql: &str) -> Vec<Vec<Value>> {
    let mut statement = connection.prepare(sql).unwrap();
    let width = statement.column_count();
    let rows = statement.query_map([], |row| (0..width).map(|at| row.get(at)).collect()).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}

pub fn tamper_with(connection: &Connection, sql: &str) {
    connection.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; BEGIN").unwrap();
    let guards = rows(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'");
    for guard in &guards {
        let Value::Text(name) = &guard[0] else { panic!("{guard:?}") };
        connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    connection.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    for guard in &guards {
        let Value::Text(text) = &guard[1] else { panic!("{guard:?}") };
        connection.execute_batch(text).unwrap();
    }
    connection.execute_batch("COMMIT").unwrap();
}

/// Hashes values as the journal does: each value is prefixed by its length, and `-` stands for an absent value.
pub fn hash(pieces: &[Option<&[u8]>]) -> [u8; 32] {
    let mut joined = Vec::new();
    for piece in pieces {
        let length = piece.map_or_else(|| "-".to_owned(), |piece| piece.len().to_string());
        joined.extend_from_slice(format!("{length}:").as_bytes());
        joined.extend_from_slice(piece.unwrap_or_default());
    }
    Sha256::digest(joined).into()
}

/// The bytes of a value that go into the hash. Numbers are written as decimal digits.
pub fn bytes(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::Null => None,
        Value::Integer(number) => Some(number.to_string().into_bytes()),
        Value::Text(text) => Some(text.clone().into_bytes()),
        Value::Blob(blob) => Some(blob.clone()),
        Value::Real(_) => panic!("the journal holds no fractions"),
    }
}

pub fn hash_of(values: &[Value]) -> [u8; 32] {
    let pieces: Vec<Option<Vec<u8>>> = values.iter().map(bytes).collect();
    hash(&pieces.iter().map(Option::as_deref).collect::<Vec<_>>())
}

/// The expected hashes of a journal: (number, hash) of each change, and (number, hash of the contents, hash of the
/// whole entry) of each entry.
pub struct Chain {
    pub changes: Vec<(i64, [u8; 32])>,
    pub entries: Vec<(i64, [u8; 32], [u8; 32])>,
}

pub fn integer(value: &Value) -> i64 {
    let Value::Integer(number) = value else { panic!("{value:?}") };
    *number
}

pub fn chain(connection: &Connection) -> Chain {
    let changes: Vec<(i64, i64, [u8; 32])> =
        rows(connection, "SELECT number, entry, kind, key, before, after, salt FROM journal_change ORDER BY number")
            .iter()
            .map(|row| {
                let parts = if row[6] == Value::Null { &row[2..6] } else { &row[2..] };
                (integer(&row[0]), integer(&row[1]), hash_of(parts))
            })
            .collect();
    let id = rows(connection, "SELECT id FROM register").remove(0).remove(0);
    let mut previous = bytes(&id).unwrap();
    let mut entries = Vec::new();
    for row in rows(
        connection,
        "SELECT number, at, actor_hash, origin, action, coalesce(note_hash, note), undoes, changes FROM journal ORDER BY number",
    ) {
        let number = integer(&row[0]);
        let own: Vec<u8> = changes.iter().filter(|change| change.1 == number).flat_map(|change| change.2).collect();
        let contents: [u8; 32] = Sha256::digest(own).into();
        let mut values = vec![Value::Blob(previous)];
        values.extend(row);
        values.push(Value::Blob(contents.to_vec()));
        let hash = hash_of(&values);
        entries.push((number, contents, hash));
        previous = hash.to_vec();
    }
    Chain { changes: changes.into_iter().map(|(number, _, digest)| (number, digest)).collect(), entries }
}

/// Recomputes all hashes of a tampered journal, as an attacker with write access could.
pub fn forge_chain(connection: &Connection) {
    let chain = chain(connection);
    let mut statements = Vec::new();
    let hex = |hash: &[u8]| hash.iter().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"));
    for (number, digest) in &chain.changes {
        statements.push(format!("UPDATE journal_change SET digest = x'{}' WHERE number = {number}", hex(digest)));
    }
    for (number, contents, hash) in &chain.entries {
        statements.push(format!(
            "UPDATE journal SET contents = x'{}', hash = x'{}' WHERE number = {number}",
            hex(contents),
            hex(hash)
        ));
    }
    tamper_with(connection, &statements.join(";\n"));
}

/// Removes what version 6 of the schema added: abbreviations of laws, and the salts in the hash chain.
pub fn remove_version_6(connection: &Connection) {
    tamper_with(
        connection,
        "UPDATE law SET short = NULL;
         UPDATE journal_change SET after = json_remove(after, '$.short') WHERE kind = 'law' AND after IS NOT NULL;
         UPDATE journal_change SET salt = NULL; UPDATE journal SET note_salt = NULL, note_hash = NULL",
    );
    forge_chain(connection);
}

/// Copies the rows of a register into the tables of an older schema.
pub fn into_schema(sandbox: &Sandbox, schema: &str) {
    let path = sandbox.path("register.db");
    let newer = Connection::open(&path).unwrap();
    if ![SCHEMA_6, SCHEMA_7, SCHEMA_8].contains(&schema) {
        remove_version_6(&newer);
    }
    newer.close().unwrap();
    let older = Connection::open(sandbox.path("older.db")).unwrap();
    older.execute_batch(schema).unwrap();
    older.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    older.execute("ATTACH ?1 AS newer", [path.to_str().unwrap()]).unwrap();
    if schema == SCHEMA_7 {
        // In version 7, vectors were twice as long.
        older
            .execute_batch(
                "INSERT INTO passage (record, position, text_hash, vector, checksum)
                 VALUES (8, 0, zeroblob(16), zeroblob(384), zeroblob(8))",
            )
            .unwrap();
    }
    for table in copied_tables(&older).into_iter().filter(|table| table != "passage" || schema == SCHEMA_8) {
        let columns = columns(&older, &table);
        let order = if columns.split(", ").any(|column| column == "number") { "ORDER BY number" } else { "" };
        let copy = format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table} {order}");
        older.execute_batch(&copy).unwrap_or_else(|error| panic!("{table}: {error}"));
    }
    older
        .execute_batch(
            "DELETE FROM main.sqlite_sequence; INSERT INTO main.sqlite_sequence SELECT * FROM newer.sqlite_sequence;
             DETACH newer;",
        )
        .unwrap();
    older.close().unwrap();
    fs::rename(sandbox.path("older.db"), path).unwrap();
}

/// The tables of the main database, leaving out the tables of the search index.
pub fn copied_tables(connection: &Connection) -> Vec<String> {
    texts(
        connection,
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
         AND (name NOT LIKE 'search%' OR name = 'search_word') AND name NOT LIKE 'obstacle_search%'",
    )
}

/// The names of the columns of a table, separated by commas.
pub fn columns(connection: &Connection, table: &str) -> String {
    texts(connection, &format!("SELECT name FROM pragma_table_xinfo('{table}', 'main') WHERE hidden = 0")).join(", ")
}

pub fn texts(connection: &Connection, sql: &str) -> Vec<String> {
    let text = |row: Vec<Value>| match row.into_iter().next() {
        Some(Value::Text(text)) => text,
        other => panic!("{other:?}"),
    };
    rows(connection, sql).into_iter().map(text).collect()
}
