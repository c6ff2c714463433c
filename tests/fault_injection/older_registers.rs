//! Creates registers with the database schemas of earlier versions.

use crate::common::Sandbox;
use crate::common::older_register::{SCHEMA_3, into_schema, texts};
use rusqlite::Connection;

const FIRST: &str = include_str!("../older/schema-1.sql");
const SECOND: &str = include_str!("../older/schema-2.sql");

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

/// A register of version 2. It has no synonyms. The first entry of its journal adds the records of version 1, because
/// version 1 had no journal.
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
    into_schema(&sandbox, SECOND);
    sandbox
}

pub fn version_3() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run("log 'Stagecontract past niet' --ministry OCW --actor 'A. Officer' -q").ok();
    into_schema(&sandbox, SCHEMA_3);
    sandbox
}
