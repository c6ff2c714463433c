//! Upgrading a register of schema version 4, which lacked the indexes on the classification of obstacles.

use super::{assert_check_passes, open_register, rows, tamper};
use crate::common::Sandbox;

const SCHEMA_4: &str = include_str!("../../older/schema-4.sql");

fn version_4() -> Sandbox {
    let sandbox = Sandbox::demo();
    let index = SCHEMA_4.lines().find(|line| line.starts_with("CREATE INDEX obstacle_status")).unwrap();
    tamper(&sandbox, &format!("DROP INDEX obstacle_work; {index}; PRAGMA user_version = 4"));
    sandbox
}

#[test]
fn version_4_differs_from_the_current_schema_in_its_indexes_only() {
    let without = |schema: &str| {
        let lines = schema.lines().map(str::trim).filter(|line| !line.starts_with("--"));
        lines.filter(|line| !line.starts_with("PRAGMA user_version")).collect::<Vec<_>>().join("\n")
    };
    let (old, new) = (without(SCHEMA_4), without(include_str!("../../../schema.sql")));
    let (before, _) = old.split_once("CREATE INDEX obstacle_status").unwrap();
    let (same, rest) = new.split_once("CREATE INDEX obstacle_work").unwrap();
    assert_eq!(before, same);
    let (_, old) = old.split_once("WHERE void IS NULL;").unwrap();
    let (_, new) = rest.split_once(");").unwrap();
    assert_eq!(old, new);
}

#[test]
fn a_version_4_register_must_be_upgraded_and_then_equals_a_new_one() {
    let sandbox = version_4();
    let message = sandbox.run("list").fails(65);
    assert!(message.contains("ruimte upgrade"), "{message}");
    let exports = |sandbox: &Sandbox| {
        ["obstacles", "factsheets", "schemes", "contacts", "figures", "laws", "synonyms"]
            .map(|kind| sandbox.run(format!("export {kind} --with-void")).ok())
    };
    let expected = exports(&Sandbox::demo());
    sandbox.run("upgrade").ok();
    assert_eq!(exports(&sandbox), expected);
    assert_check_passes(&sandbox);
    let made = |sandbox: &Sandbox| {
        rows(&open_register(sandbox), "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
    };
    assert_eq!(made(&sandbox), made(&Sandbox::demo()));
}
