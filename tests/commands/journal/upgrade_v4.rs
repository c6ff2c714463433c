//! Upgrading a register of schema version 4 to 8. All of them lacked saved views and reply templates. In version 7, the
//! vectors of passages were twice as long. The versions before it lacked the tables for search by meaning. Versions 4
//! and 5 also lacked the salts of the journal, the abbreviations of laws, and the column `accepted` of the records.
//! Version 4 also lacked the indexes on the classification of obstacles.

use super::{assert_check_passes, open_register, rows};
use crate::common::Sandbox;
use crate::common::older_register::{SCHEMA_4, SCHEMA_5, SCHEMA_6, SCHEMA_7, SCHEMA_8, into_schema, remove_version_6};

const SCHEMAS: [&str; 5] = [SCHEMA_4, SCHEMA_5, SCHEMA_6, SCHEMA_7, SCHEMA_8];

fn made_with(schema: &str) -> Sandbox {
    let sandbox = Sandbox::demo();
    into_schema(&sandbox, schema);
    sandbox
}

#[test]
fn a_register_of_version_4_to_8_must_be_upgraded_and_then_equals_a_new_one() {
    let exports = |sandbox: &Sandbox| {
        ["obstacles", "factsheets", "schemes", "contacts", "figures", "synonyms", "laws"]
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
fn an_upgrade_keeps_vectors_of_the_present_form_and_queues_records_otherwise() {
    let vectors =
        |sandbox: &Sandbox| rows(&open_register(sandbox), "SELECT hex(text_hash), hex(vector) FROM passage ORDER BY 1");
    let queued = |sandbox: &Sandbox| rows(&open_register(sandbox), "SELECT record FROM passage_queue").len();
    let sandbox = Sandbox::demo();
    let before = vectors(&sandbox);
    assert!(before.len() > 70, "{}", before.len());
    into_schema(&sandbox, SCHEMA_8);
    sandbox.run("upgrade").ok();
    assert_eq!((vectors(&sandbox), queued(&sandbox)), (before, 0));
    let sandbox = made_with(SCHEMA_7);
    sandbox.run("upgrade").ok();
    assert_eq!(vectors(&sandbox).len(), 0);
    assert_ne!(queued(&sandbox), 0);
}

#[test]
fn entries_written_before_version_6_stay_without_salt_and_new_entries_have_one() {
    let sandbox = made_with(SCHEMA_5);
    sandbox.run("upgrade").ok();
    sandbox.run("log Nieuw --ministry OCW -q").ok();
    let connection = open_register(&sandbox);
    let salted = rows(&connection, "SELECT DISTINCT entry FROM journal_change WHERE length(salt) = 16 ORDER BY entry");
    // Every changed record gets a salt for its hash. The journal entry of the upgrade changes no records, so it has no
    // salt. The next entry has salts, because it adds the abbreviations of laws.
    let new = rows(&connection, "SELECT number FROM journal WHERE action IN ('import laws', 'log') ORDER BY number");
    assert_eq!(salted, new);
    assert_check_passes(&sandbox);
}

fn short_names(sandbox: &Sandbox, code: &str) -> String {
    let laws = sandbox.rows("law list");
    laws.into_iter().find(|law| law["code"] == code).unwrap()["short"].clone()
}

#[test]
fn an_upgrade_adds_the_abbreviations_of_laws_except_those_that_name_another_law() {
    let sandbox = Sandbox::new();
    sandbox.run("law add BWBR0000001 --nl 'Wet met ongelijk (WMO)' --en 'Act (WMO)' -q").ok();
    into_schema(&sandbox, SCHEMA_5);
    let notices = sandbox.run_in_dutch("upgrade").notices();
    assert_eq!(notices.lines().nth(1), Some("Wetten die afkortingen kregen: 30; zie: ruimte law list"), "{notices}");
    assert_eq!(short_names(&sandbox, "BWBR0035362"), "Wmo 2015; Wet maatschappelijke ondersteuning");
    assert_eq!(short_names(&sandbox, "BWBR0011453"), "WSF 2000; WSF; Wet studiefinanciering");
    for (name, law) in [("Wmo art. 3", "BWBR0000001 art. 3"), ("WSF art. 3", "BWBR0011453 art. 3")] {
        let logged = sandbox.run(format!("log Vraag --ministry OCW --law '{name}' -q")).ok();
        assert_eq!(sandbox.rows(format!("show {logged}"))[0]["laws"], law);
    }
    assert_check_passes(&sandbox);
}

#[test]
fn an_upgrade_keeps_the_abbreviations_that_a_user_changed_or_removed() {
    let sandbox = made_with(SCHEMA_5);
    sandbox.run("upgrade -q").ok();
    sandbox.run("law edit BWBR0011453 --short Studiewet -q").ok();
    sandbox.run("law edit BWBR0005537 --clear short -q").ok();
    let before = sandbox.register_bytes();
    assert_eq!(sandbox.run("upgrade").notices(), "register.db already has this version\n");
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn a_register_that_was_upgraded_without_abbreviations_gets_them_from_the_next_upgrade() {
    let sandbox = made_with(SCHEMA_5);
    sandbox.run("upgrade -q").ok();
    let connection = open_register(&sandbox);
    remove_version_6(&connection);
    connection.close().unwrap();
    assert_eq!(short_names(&sandbox, "BWBR0011453"), "");
    assert_eq!(
        sandbox.run("upgrade").notices(),
        "register.db already has this version\nLaws given abbreviations: 30; see: ruimte law list\n"
    );
    assert_eq!(sandbox.run("export laws").ok(), Sandbox::demo().run("export laws").ok());
    assert_eq!(sandbox.run("upgrade").notices(), "register.db already has this version\n");
    assert_check_passes(&sandbox);
}
