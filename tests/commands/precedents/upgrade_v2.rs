//! Upgrading a register of schema version 2, which had no precedents and no synonyms.

use super::{assert_check_passes, found, open_register, tamper};
use crate::common::Sandbox;
use crate::common::older_register::{into_schema, rows, texts};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::sync::OnceLock;

const SCHEMA_1: &str = include_str!("../../older/schema-1.sql");
const SCHEMA_2: &str = include_str!("../../older/schema-2.sql");

/// A register of schema version 2 with a journal. To create it, we upgrade a register of version 1, remove the journal
/// entries that add synonyms and abbreviations, record more data, and copy all rows into the tables of version 2.
fn version_2() -> Sandbox {
    static SECOND: OnceLock<Vec<u8>> = OnceLock::new();
    let sandbox = Sandbox::empty();
    sandbox.write("register.db", SECOND.get_or_init(|| made().register_bytes()));
    sandbox
}

fn made() -> Sandbox {
    let sandbox = Sandbox::empty();
    let first = Connection::open(sandbox.path("register.db")).unwrap();
    first.execute_batch(SCHEMA_1).unwrap();
    first
        .execute_batch(
            "INSERT INTO ministry VALUES ('OCW', 'Onderwijs', 'Education', NULL);
             INSERT INTO law VALUES ('BWBR0007625', 'Wet educatie en beroepsonderwijs (WEB)', 'WEB', NULL);
             INSERT INTO obstacle (number, title, question, ministry) VALUES (3, 'Stagecontract past niet', 'Mag het?', 'OCW');
             INSERT INTO factsheet (number, title) VALUES (2, 'Stageovereenkomsten');",
        )
        .unwrap();
    first.close().unwrap();
    sandbox.run("upgrade --actor Beheer").ok();
    let triggers = texts(&open_register(&sandbox), "SELECT sql FROM sqlite_master WHERE type = 'trigger'").join(";\n");
    tamper(
        &sandbox,
        &format!(
            "PRAGMA foreign_keys = OFF;
             DROP TRIGGER journal_is_never_shortened; DROP TRIGGER journal_change_is_never_shortened;
             DROP TRIGGER personal_is_never_shortened; DROP TRIGGER journal_is_never_changed; DROP TRIGGER journal_goes_on;
             DROP TRIGGER journal_change_is_never_changed; DROP TRIGGER personal_is_only_erased;
             DELETE FROM journal_change WHERE entry > 1; DELETE FROM journal WHERE number > 1; DELETE FROM synonym;
             UPDATE law SET short = NULL;
             {triggers}"
        ),
    );
    assert_check_passes(&sandbox);
    for command in [
        "log -q Rolstoelbus --ministry OCW --handler 'H. Behandelaar' --law 'BWBR0007625 art. 7.2.8'",
        "classify 3 within-rules --because 'Het mag' --factsheet F-02 --on 2018-02-01",
        "scheme add Investeringsfonds",
        "log -q Vergissing --ministry OCW",
        "undo",
        "snapshot eind",
    ] {
        sandbox.run(format!("{command} --actor 'A. Officer'")).ok();
    }
    assert_check_passes(&sandbox);
    into_schema(&sandbox, SCHEMA_2);
    let older = open_register(&sandbox);
    older.execute_batch("INSERT INTO obstacle_search (rowid, texts) SELECT number, title FROM obstacle").unwrap();
    sandbox
}

const JOURNAL: &str = "SELECT number, at, actor, person, actor_hash, origin, action, note, undoes, changes, contents, hash FROM journal WHERE number <= 7 ORDER BY number";
const CHANGES: &str =
    "SELECT number, entry, kind, key, before, after, digest FROM journal_change WHERE entry <= 7 ORDER BY number";

#[test]
fn an_upgrade_from_version_2_keeps_the_journal_the_hash_chain_and_the_id() {
    let sandbox = version_2();
    let connection = open_register(&sandbox);
    let id = rows(&connection, "SELECT id FROM register");
    let (journal, changes) = (rows(&connection, JOURNAL), rows(&connection, CHANGES));
    assert_eq!(journal.len(), 7);
    connection.close().unwrap();
    let message = sandbox.run("upgrade --actor Beheer").notices();
    assert!(message.starts_with("register.db was upgraded from version 2 to 9, with "), "{message}");
    assert!(message.contains(" synonyms and abbreviations added; see: ruimte synonym list\n"), "{message}");
    assert!(message.contains("The file that was there is kept as "), "{message}");
    let connection = open_register(&sandbox);
    assert_eq!(rows(&connection, "SELECT id FROM register"), id);
    assert_eq!(rows(&connection, JOURNAL), journal);
    assert_eq!(rows(&connection, CHANGES), changes);
    assert_eq!(rows(&connection, "PRAGMA user_version"), [[Value::Integer(9)]]);
    connection.close().unwrap();
    assert_check_passes(&sandbox);
    let history = sandbox.run("history").ok();
    for message in ["upgrade", "log", "classify", "scheme add", "undo", "snapshot"] {
        assert!(history.contains(message), "{message}: {history}");
    }
    assert!(sandbox.run("history --entry 8").ok().contains("8 · "));
}

#[test]
fn records_of_an_upgraded_register_can_be_searched() {
    let sandbox = version_2();
    sandbox.run("upgrade").ok();
    assert_eq!(found(&sandbox, "search stagecontracten")[..1], ["B-003"]);
    assert!(found(&sandbox, "search stage-overeenkomst").contains(&"F-02".to_owned()));
    assert_eq!(found(&sandbox, "search rolstoelbus"), ["B-004"]);
    assert_eq!(found(&sandbox, "search WEB"), ["B-004"]);
    assert_eq!(found(&sandbox, "search investeringsfonds"), ["S-01"]);
    // Without the synonyms that the upgrade adds, this search would find nothing.
    assert!(found(&sandbox, "similar praktijkovereenkomst").contains(&"B-003".to_owned()));
    assert_eq!(sandbox.rows("synonym list"), Sandbox::new().rows("synonym list"));
    // The upgraded register accepts writes.
    sandbox.run("classify 4 within-rules --because 'Als eerder' --precedent B-003").ok();
    sandbox.run("log -q Zesde --ministry OCW").ok();
    assert_eq!(found(&sandbox, "search zesde"), ["B-006"]);
    assert_check_passes(&sandbox);
}

#[test]
fn a_register_of_version_2_must_be_upgraded_before_use() {
    let sandbox = version_2();
    let before = sandbox.register_bytes();
    for command in ["search stage", "similar stage", "synonym list", "log x --ministry OCW"] {
        let message = sandbox.run(command).stderr;
        assert!(message.contains("ruimte upgrade"), "{message}");
    }
    let message = sandbox.run("upgrade --dry-run").notices();
    assert!(message.contains("from version 2 to 9"), "{message}");
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn an_upgraded_register_gives_the_same_output_as_before() {
    let sandbox = version_2();
    sandbox.run("upgrade").ok();
    for entry in ["1", "3", "7"] {
        assert_eq!(sandbox.rows(format!("synonym list --as-of {entry}")).len(), 0, "{entry}");
        assert!(
            found(&sandbox, &format!("search stagecontract --as-of {entry}")).contains(&"B-003".to_owned()),
            "{entry}"
        );
    }
    assert_eq!(found(&sandbox, "search rolstoelbus --as-of 1"), Vec::<String>::new());
    assert_eq!(sandbox.run("upgrade").notices(), "register.db already has this version\n");
}
