//! Search by meaning: questions that are worded differently from the records, the queue of records without vectors, and
//! the findings of `check` about vectors.

use crate::common::{CommandResult, Sandbox, execute};
use rusqlite::Connection;
use std::fs;

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/vectors.bin");

fn open_register(sandbox: &Sandbox) -> Connection {
    Connection::open(sandbox.path("register.db")).unwrap()
}

/// Runs a command with search by meaning enabled; the other tests disable it.
#[track_caller]
fn run(sandbox: &Sandbox, line: &str) -> CommandResult {
    let mut command = sandbox.command(line);
    command.env_remove("RUIMTE_MEANING");
    execute(command)
}

/// All vectors of a register, in the format of `fixtures/vectors.bin`.
fn vectors(connection: &Connection) -> Vec<u8> {
    let mut statement =
        connection.prepare("SELECT record, text_hash, vector FROM passage ORDER BY record, position").unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut file = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        file.extend(row.get::<_, u32>(0).unwrap().to_le_bytes());
        file.extend(row.get::<_, Vec<u8>>(1).unwrap());
        file.extend(row.get::<_, Vec<u8>>(2).unwrap());
    }
    file
}

#[test]
fn the_vectors_of_the_examples_are_those_that_the_model_computes() {
    let sandbox = Sandbox::demo();
    run(&sandbox, "check --repair-search").ok();
    run(&sandbox, "index").ok();
    let computed = vectors(&open_register(&sandbox));
    if std::env::var_os("RUIMTE_WRITE_VECTORS").is_some() {
        fs::write(VECTORS, &computed).unwrap();
    }
    assert!(fs::read(VECTORS).unwrap() == computed, "run this test with RUIMTE_WRITE_VECTORS=1");
    assert!(vectors(&open_register(&Sandbox::demo())) == computed);
}
