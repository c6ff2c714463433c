//! Upgrading a register of schema version 3. In that version, obstacles could not be marked for publication, and
//! references to laws had no sub-items or dates.

use super::{assert_check_passes, listed, open_register, rows, run_all, tamper, tamper_with};
use crate::common::older_register::{SCHEMA_3, columns, copied_tables, into_schema, remove_version_6};
use crate::common::{Sandbox, quote};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::fs;
use std::sync::OnceLock;

/// The number of the last journal entry before the upgrade. The entries are: the creation of the register, the writes
/// of `STORY`, and a rebuild of the search index.
const LAST: i64 = 14;

/// The writes that follow the first entry, which creates the register.
const STORY: &[&str] = &[
    "log 'Stagecontract past niet' --ministry OCW --involved VWS --region 12 --handler 'H. Behandelaar' --file-number Z-1 --received 2018-01-10 --question 'Mag het, é € 🙂?' --law 'BWBR0007625 art. 7.2.8 lid 1; CELEX 32016R0679 art. 9; cao: Cao VVT; own-rule: reglement'",
    "log Rolstoelbus --ministry VWS --received 2018-01-11 --handler 'W. Weg'",
    "factsheet add Stagecontracten --published 2018-01-20",
    "scheme add Fonds --law BWBR0030326",
    "classify 1 within-rules --because 'Het mag' --answer Ja. --factsheet F-01 --scheme S-01 --on 2018-02-01",
    "classify 2 within-rules --because 'Als eerder' --precedent B-001 --on 2018-02-02",
    "contact call 1 --person 'P. Spreker' --on 2018-01-12 --note Mag",
    "log Vergissing --ministry OCW --received 2018-01-12",
    "void 3 --because Proefinvoer",
    "log Teruggenomen --ministry OCW",
    "undo",
    "snapshot eind",
];

/// A register in the current schema with the writes of `STORY`. Its journal is like one that version 3 wrote: obstacles
/// have no mark for publication, and the law of a scheme is free text.
fn present() -> Sandbox {
    static PRESENT: OnceLock<Vec<u8>> = OnceLock::new();
    let sandbox = Sandbox::empty();
    let bytes = PRESENT.get_or_init(|| {
        let sandbox = Sandbox::new();
        for command in STORY {
            sandbox.run(format!("{command} -q --actor 'A. Officer'")).ok();
        }
        tamper(
            &sandbox,
            "UPDATE journal_change SET before = json_remove(before, '$.publishable') WHERE kind = 'obstacle' AND before IS NOT NULL;
             UPDATE journal_change SET after = json_remove(after, '$.publishable') WHERE kind = 'obstacle' AND after IS NOT NULL;
             UPDATE journal_change SET after = replace(after, 'BWBR0030326', 'Stagefonds') WHERE kind = 'scheme';
             UPDATE scheme SET law = 'Stagefonds'",
        );
        let connection = open_register(&sandbox);
        remove_version_6(&connection);
        connection.close().unwrap();
        sandbox.run("check --repair-search -q").ok();
        assert_check_passes(&sandbox);
        sandbox.register_bytes()
    });
    sandbox.write("register.db", bytes);
    sandbox
}

/// The names and columns of the tables of version 3, leaving out the tables of the search index.
fn tables() -> Vec<(String, String)> {
    let third = Connection::open_in_memory().unwrap();
    third.execute_batch(SCHEMA_3).unwrap();
    copied_tables(&third).into_iter().map(|table| (table.clone(), columns(&third, &table))).collect()
}

fn version_3() -> Sandbox {
    static THIRD: OnceLock<Vec<u8>> = OnceLock::new();
    let sandbox = Sandbox::empty();
    let bytes = THIRD.get_or_init(|| {
        let sandbox = present();
        into_schema(&sandbox, SCHEMA_3);
        let older = open_register(&sandbox);
        older
            .execute_batch("INSERT INTO search (rowid, words, parts) SELECT 8 * number, title, '' FROM obstacle")
            .unwrap();
        sandbox.register_bytes()
    });
    sandbox.write("register.db", bytes);
    sandbox
}

/// The rows of the tables of version 3, leaving out the rows that the upgrade itself adds.
fn contents(connection: &Connection) -> Vec<(String, Vec<Vec<Value>>)> {
    tables()
        .into_iter()
        .filter(|(table, _)| table != "search_word")
        .map(|(table, columns)| {
            let only = match table.as_str() {
                "journal" => format!("WHERE number <= {LAST}"),
                "journal_change" => format!("WHERE entry <= {LAST}"),
                // Leaves out the column with the version of the search index, because the upgrade changes that version.
                "register" => return (table, rows(connection, "SELECT only_row, id FROM register")),
                _ => String::new(),
            };
            let sql = format!("SELECT {columns} FROM {table} {only} ORDER BY 1, 2");
            (table, rows(connection, &sql))
        })
        .collect()
}

#[track_caller]
fn upgrade(sandbox: &Sandbox) -> String {
    sandbox.run("upgrade --actor 'A. Officer'").notices()
}

#[test]
fn an_upgrade_from_version_3_loses_nothing_and_keeps_the_hash_chain() {
    let sandbox = version_3();
    let connection = open_register(&sandbox);
    assert_eq!(rows(&connection, "PRAGMA user_version"), [[Value::Integer(3)]]);
    let before = contents(&connection);
    connection.close().unwrap();
    let empty: Vec<&str> = before.iter().filter(|(_, rows)| rows.is_empty()).map(|(name, _)| name.as_str()).collect();
    assert_eq!(empty, ["publication", "published_figure"]);
    let output = upgrade(&sandbox);
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines.len(), 3, "{output}");
    assert!(lines[0].starts_with("register.db was upgraded from version 3 to 9, with "), "{output}");
    assert_eq!(lines[1], "Laws given abbreviations: 30; see: ruimte law list");
    assert!(lines[2].starts_with("The file that was there is kept as register.db.version-3-"), "{output}");
    let connection = open_register(&sandbox);
    for ((table, rows), (_, old)) in contents(&connection).iter().zip(&before) {
        assert!(rows == old, "{table} is other");
    }
    assert_eq!(rows(&connection, "SELECT max(number) FROM journal"), [[Value::Integer(LAST + 2)]]);
    connection.close().unwrap();
    assert_check_passes(&sandbox);
    let output = sandbox.run("history --entry 15").ok();
    assert!(output.starts_with("15 · ") && output.lines().next().unwrap().ends_with(" · upgrade"), "{output}");
    assert_eq!(upgrade(&sandbox), "register.db already has this version\n");
}

#[test]
fn an_upgraded_register_has_the_schema_of_a_new_one() {
    let sandbox = version_3();
    upgrade(&sandbox);
    let made = |connection: &Connection| {
        (
            rows(connection, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"),
            rows(connection, "PRAGMA application_id"),
            rows(connection, "PRAGMA user_version"),
            rows(connection, "PRAGMA foreign_key_check"),
            rows(connection, "SELECT search FROM register"),
        )
    };
    assert_eq!(made(&open_register(&sandbox)), made(&open_register(&Sandbox::new())));
}

#[test]
fn every_record_survives_the_upgrade_without_a_mark_for_publication() {
    let (sandbox, present) = (version_3(), present());
    upgrade(&sandbox);
    for kind in ["obstacles", "factsheets", "schemes", "contacts", "ministries", "synonyms"] {
        let export = &format!("export {kind} --with-void --with-persons");
        assert_eq!(sandbox.run(export).ok(), present.run(export).ok(), "{kind}");
    }
    assert_eq!(sandbox.run("export laws").ok(), Sandbox::new().run("export laws").ok());
    let marks = sandbox.rows("list --with-void --columns number,publishable");
    assert_eq!(marks.len(), 3);
    assert!(marks.iter().all(|row| row["publishable"] == "no"), "{marks:?}");
    assert_eq!(listed(&sandbox, "list --publishable yes"), Vec::<String>::new());
    let laws = sandbox.rows("show 1")[0]["laws"].clone();
    assert_eq!(laws, "BWBR0007625 art. 7.2.8 lid 1; CELEX 32016R0679 art. 9; cao: Cao VVT; own-rule: reglement");
    let places: Vec<Vec<Value>> = rows(&open_register(&sandbox), "SELECT DISTINCT item, valid_on FROM obstacle_law");
    assert_eq!(places, [[Value::Null, Value::Null]]);
    assert_eq!(listed(&sandbox, "list --law 'https://wetten.overheid.nl/BWBR0007625#Artikel7.2.8'"), ["B-001"]);
    assert_eq!(listed(&sandbox, "list --precedent B-001"), ["B-002"]);
    // No obstacle is marked for publication, so the published data set has no texts of obstacles.
    let output = sandbox.run("publish set -q");
    assert_eq!(output.notices(), "");
    assert_eq!(sandbox.read("set/obstacles.csv").lines().count(), 1);
}

#[test]
fn an_upgraded_register_gives_the_same_output_as_before() {
    let (sandbox, present) = (version_3(), present());
    let receipt = present.run("report totals").receipt.unwrap();
    upgrade(&sandbox);
    for entry in (1..=LAST).map(|entry| entry.to_string()).chain(["eind".to_owned()]) {
        for command in ["export obstacles --with-void", "export schemes", "report laws"] {
            let command = format!("{command} --as-of {entry} --format csv");
            assert_eq!(sandbox.run(&command).stdout, present.run(&command).stdout, "{command:?}");
        }
    }
    assert_eq!(listed(&sandbox, "list --as-of 2"), ["B-001"]);
    assert_eq!(sandbox.rows("show 1 --as-of 2")[0]["publishable"], "no");
    // Receipts from before the upgrade are still accepted.
    let result = sandbox.run(format!("receipt {}", quote(&receipt)));
    assert_eq!(result.code, 0, "{}{}", result.stdout, result.stderr);
    let result = sandbox.run(format!("check --against {}", quote(&receipt)));
    assert_eq!(result.code, 0, "{}{}", result.stdout, result.stderr);
}

#[test]
fn before_the_upgrade_every_other_command_asks_for_it_and_changes_nothing() {
    let sandbox = version_3();
    let before = sandbox.register_bytes();
    let message = "ruimte: register.db was made by an older version of ruimte; upgrade it with 'ruimte upgrade', \
                   once everyone who uses it has the new program\n";
    for command in [
        "list",
        "show 1",
        "search stage",
        "similar 1",
        "log x --ministry OCW --publishable yes",
        "edit 1 --publishable yes",
        "publish set",
        "publish set --dry-run",
        "report citations",
        "export obstacles",
        "check",
        "undo",
        "list --as-of 3",
    ] {
        assert_eq!(sandbox.run(command).fails(65), message, "{command:?}");
    }
    let output = sandbox.run("upgrade --dry-run").notices();
    let begin = "Dry run: nothing was recorded. This would have been reported:\nregister.db was upgraded from version 3 to 9, with ";
    assert!(output.starts_with(begin), "{output}");
    assert!(sandbox.register_bytes() == before);
    let names: Vec<_> = fs::read_dir(sandbox.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["register.db"]);
}

#[test]
fn an_upgraded_register_can_be_written() {
    let sandbox = version_3();
    upgrade(&sandbox);
    run_all(
        &sandbox,
        &[
            "edit 1 --publishable yes -q",
            "log Vijfde --ministry OCW --law 'BWBR0007625 art. 7.2.8 onder a (2018-01-01)' -q",
            // In version 3, the law of a scheme could be any text. That text stays until the law is edited.
            "scheme edit 1 --title 'Fonds, anders' -q",
            "undo",
            "edit 1 --title 'Stagecontract past toch' -q",
            "undo",
        ],
    );
    assert_eq!(listed(&sandbox, "list --publishable yes"), ["B-001"]);
    assert_eq!(listed(&sandbox, "list --law 'BWBR0007625 (2018-01-01)'"), ["B-005"]);
    let scheme = sandbox.rows("show S-01").remove(0);
    assert_eq!((scheme["title"].as_str(), scheme["law"].as_str()), ("Fonds", "Stagefonds"));
    assert_check_passes(&sandbox);
    // Erasing a person removes the name from the register, but not from backups such as the one made by the upgrade.
    run_all(&sandbox, &["erase person 'W. Weg' -q"]);
    assert!(!sandbox.register_bytes().windows(6).any(|window| window == b"W. Weg"));
    assert_check_passes(&sandbox);
}

#[test]
fn earlier_tampering_is_found_after_the_upgrade() {
    let sandbox = version_3();
    let connection = open_register(&sandbox);
    tamper_with(&connection, "UPDATE obstacle SET title = 'Stiekem anders' WHERE number = 1");
    connection.close().unwrap();
    upgrade(&sandbox);
    let result = sandbox.run("check");
    assert_eq!(result.code, 1);
    assert!(result.stdout.contains("B-001"), "{}", result.stdout);
}
