//! Upgrading a register of schema version 4, 5 or 6. Version 4 lacked the indexes on the classification of obstacles. 4 and 5
//! lacked the salts of the journal, the abbreviations of laws, and the column `accepted` of the records.

use super::{assert_check_passes, open_register, rows};
use crate::common::Sandbox;
use crate::common::older_register::{SCHEMA_4, SCHEMA_5, SCHEMA_6, into_schema};

const SCHEMAS: [&str; 3] = [SCHEMA_4, SCHEMA_5, SCHEMA_6];

fn made_with(schema: &str) -> Sandbox {
    let sandbox = Sandbox::demo();
    into_schema(&sandbox, schema);
    sandbox
}

#[test]
fn a_register_of_version_4_5_or_6_must_be_upgraded_and_then_equals_a_new_one() {
    let exports = |sandbox: &Sandbox| {
        ["obstacles", "factsheets", "schemes", "contacts", "figures", "synonyms"]
            .map(|kind| sandbox.run(format!("export {kind} --with-void")).ok())
    };
    let expected = exports(&Sandbox::demo());
    let made = |sandbox: &Sandbox| {
        rows(&open_register(sandbox), "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
    };
    for schema in SCHEMAS {
        let sandbox = made_with(schema);
        let message = sandbox.run("list").fails(65);
        assert!(message.contains("ruimte upgrade"), "{message}");
        sandbox.run("upgrade").ok();
        assert_eq!(exports(&sandbox), expected);
        assert_check_passes(&sandbox);
        assert_eq!(made(&sandbox), made(&Sandbox::demo()));
    }
}

#[test]
fn entries_written_before_version_6_stay_without_salt_and_new_entries_have_one() {
    let sandbox = made_with(SCHEMA_5);
    sandbox.run("upgrade").ok();
    sandbox.run("log Nieuw --ministry OCW -q").ok();
    let connection = open_register(&sandbox);
    let salted = rows(&connection, "SELECT DISTINCT entry FROM journal_change WHERE length(salt) = 16 ORDER BY entry");
    let last = rows(&connection, "SELECT max(number) FROM journal");
    assert_eq!(salted, last);
    assert_check_passes(&sandbox);
}
