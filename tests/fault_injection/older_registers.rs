//! Creates registers with the database schemas of earlier versions.

use crate::common::Sandbox;
use rusqlite::Connection;
use std::fs;

const FIRST: &str = include_str!("../older/schema-1.sql");
const SECOND: &str = include_str!("../older/schema-2.sql");
const THIRD: &str = include_str!("../older/schema-3.sql");

const ROWS: &str = "
INSERT INTO ministry VALUES ('OCW', 'Onderwijs', 'Education', NULL);
INSERT INTO obstacle (number, title, question, ministry, handler)
    VALUES (3, 'Stagecontract past niet', 'Mag het?', 'OCW', 'H. Behandelaar'), (7, 'Kaal', NULL, 'OCW', NULL);
INSERT INTO factsheet (number, title) VALUES (2, 'Stageovereenkomsten');
INSERT INTO obstacle_factsheet VALUES (3, 2);
";

pub fn version_1() -> Sandbox {
    let sandbox = Sandbox::empty();
    let connection = Connection::open(sandbox.path("register.db")).unwrap();
    connection.execute_batch(FIRST).unwrap();
    connection.execute_batch(ROWS).unwrap();
    connection.close().unwrap();
    sandbox
}

/// A register of version 2. It has no synonyms, and its journal starts with the records that existed before there was a
/// journal.
pub fn version_2() -> Sandbox {
    let sandbox = version_1();
    sandbox.run("upgrade --actor Beheer").ok();
    let connection = Connection::open(sandbox.path("register.db")).unwrap();
    let mut cut = "PRAGMA foreign_keys = OFF;".to_owned();
    for trigger in texts(&connection, "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
        cut.push_str(&format!("DROP TRIGGER {trigger};"));
    }
    cut.push_str(
        "DELETE FROM journal_change WHERE entry > 1; DELETE FROM journal WHERE number > 1; DELETE FROM synonym;",
    );
    connection.execute_batch(&cut).unwrap();
    connection.close().unwrap();
    in_tables_of(sandbox, SECOND)
}

pub fn version_3() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run("log 'Stagecontract past niet' --ministry OCW --actor 'A. Officer' -q").ok();
    in_tables_of(sandbox, THIRD)
}

/// Copies the rows of a register into the tables of an older schema.
fn in_tables_of(sandbox: Sandbox, schema: &str) -> Sandbox {
    let older = Connection::open(sandbox.path("older.db")).unwrap();
    older.execute_batch(schema).unwrap();
    older.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    older.execute("ATTACH ?1 AS newer", [sandbox.path("register.db").to_str().unwrap()]).unwrap();
    let tables = "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                  AND name NOT LIKE 'search%' AND name NOT LIKE 'obstacle_search%'";
    for table in texts(&older, tables) {
        let columns =
            texts(&older, &format!("SELECT name FROM pragma_table_xinfo('{table}', 'main') WHERE hidden = 0"));
        let order = if columns.iter().any(|column| column == "number") { "ORDER BY number" } else { "" };
        let columns = columns.join(", ");
        let copy = format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table} {order}");
        older.execute_batch(&copy).unwrap_or_else(|error| panic!("{table}: {error}"));
    }
    older.execute_batch("DETACH newer").unwrap();
    older.close().unwrap();
    fs::rename(sandbox.path("older.db"), sandbox.path("register.db")).unwrap();
    sandbox
}

fn texts(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<rusqlite::Result<_>>().unwrap()
}
