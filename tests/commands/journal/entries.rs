//! Journal entries: every write adds exactly one entry, which cannot be changed afterwards and contains the hash of the
//! previous entry.

use super::{bytes, chain, count, hash, open_register, rows, run_all, story, system, value};
use crate::common::{Sandbox, execute};
use jiff::Timestamp;
use rusqlite::types::Value;

#[test]
fn every_write_is_one_entry_with_actor_action_host_and_time() {
    let sandbox = story();
    let columns = |table: &str| -> String {
        value(&sandbox, &format!("SELECT group_concat(name, ' ') FROM pragma_table_info('{table}')"))
    };
    assert_eq!(
        columns("journal"),
        "number at actor person actor_hash origin action note note_salt note_hash undoes changes contents hash"
    );
    assert_eq!(columns("journal_change"), "number entry kind key before after salt digest");
    sandbox.write("update.csv", "number,title\nB-002,Tweede\nB-003,Derde\n");
    let mut last = count(&sandbox);
    assert_eq!(last, 9);
    // (command, name of the action in the journal, number of records that the command changes)
    for (command, action, changes) in [
        ("log Nieuw --ministry OCW", "log", 1),
        ("add 'Nog een' --ministry OCW --handler Iemand", "log", 2),
        ("edit 2 --title Anders", "edit", 1),
        ("analyse 2", "analyse", 1),
        ("classify 2 within-rules --because Mag", "classify", 1),
        ("reopen 2 --because 'Toch niet'", "reopen", 1),
        ("close 2 --as duplicate --of 3 --because Zelfde", "close", 1),
        ("link 3 F-01", "link", 1),
        ("unlink 3 F-01", "unlink", 1),
        ("void C-001 --because Fout", "void", 1),
        ("contact email 3 --person 'P. Spreker' --person Nieuw", "contact email", 2),
        ("contact edit 2 --note Ja", "contact edit", 1),
        ("factsheet add Tweede", "factsheet add", 1),
        ("factsheet edit 2 --summary Kort", "factsheet edit", 1),
        ("scheme add Eerste", "scheme add", 1),
        ("ministry add BZK --nl BZK --en BZK", "ministry add", 1),
        ("law edit BWBR0007625 --nl WEB", "law edit", 1),
        ("publication add p --nl p --en p --since 2018-01-01 --until 2018-12-31", "publication add", 1),
        ("figure add --publication p --measure open --value 1", "figure add", 1),
        ("person add 'Nog iemand'", "person add", 1),
        ("person edit 2 --phone 070", "person edit", 1),
        ("import obstacles update.csv --update", "import obstacles", 2),
        ("snapshot nu", "snapshot", 1),
        ("undo", "undo", 1),
        ("export contacts --with-persons", "export", 0),
        ("check --repair-search", "check", 0),
        ("erase person 'Nog iemand'", "erase person", 1),
    ] {
        let before = Timestamp::now();
        let mut acting = sandbox.command(command);
        acting.env("RUIMTE_ACTOR", "A. Officer");
        execute(acting).ok();
        let after = Timestamp::now();
        last += 1;
        assert_eq!(count(&sandbox), last, "{command:?}");
        let entry = rows(
            &open_register(&sandbox),
            &format!(
                "SELECT j.number, j.actor, j.origin, j.action, j.changes, p.name, j.at,
                        (SELECT count(*) FROM journal_change WHERE entry = j.number)
                 FROM journal AS j JOIN person AS p ON p.number = j.person WHERE j.number = {last}"
            ),
        )
        .remove(0);
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(
            entry[..6],
            [
                Value::Integer(last),
                text("A. Officer"),
                Value::Text(system("uname", "-n")),
                text(action),
                Value::Integer(changes),
                text("A. Officer"),
            ],
            "{command:?}"
        );
        assert_eq!(entry[7], Value::Integer(changes), "{command:?}");
        // Times are stored in UTC with milliseconds.
        let Value::Text(at) = &entry[6] else { panic!("{entry:?}") };
        assert_eq!(at.len(), "2026-11-22T09:30:00.000Z".len(), "{at}");
        let moment: Timestamp = at.parse().unwrap();
        assert!(moment.as_millisecond() >= before.as_millisecond() && moment <= after, "{before} {at} {after}");
    }
    // Commands that change nothing add no entry.
    for command in [
        "edit 2 --title Tweede",
        "import obstacles update.csv --update",
        "list",
        "count",
        "check",
        "history",
        "snapshot",
        "person list",
    ] {
        sandbox.run(command).ok();
        assert_eq!(count(&sandbox), last, "{command:?}");
    }
    super::assert_check_passes(&sandbox);
}

#[test]
fn an_entry_records_the_values_before_and_after() {
    let sandbox = story();
    let text = |text: &str| Value::Text(text.to_owned());
    let connection = open_register(&sandbox);
    let changes = |entry: i64| {
        rows(
            &connection,
            &format!("SELECT kind, key, before, after FROM journal_change WHERE entry = {entry} ORDER BY number"),
        )
    };
    assert_eq!(
        changes(3),
        [[
            text("obstacle"),
            Value::Integer(1),
            text(r#"{"title":"Eerste vraag","involved":null,"due":null}"#),
            text(r#"{"title":"Eerste vraag, anders","involved":["VWS"],"due":"2018-03-01"}"#),
        ]]
    );
    assert_eq!(
        changes(5),
        [[
            text("factsheet"),
            Value::Integer(1),
            Value::Null,
            text(r#"{"title":"Stagecontracten","published":"2018-01-20","provenance":"logged"}"#),
        ]]
    );
    sandbox.run("undo 9").ok();
    let undone = changes(10);
    assert_eq!(
        undone[0],
        [
            text("snapshot"),
            text("kamerbrief-2018"),
            text(r#"{"entry":8,"note":"Antwoord op Kamervragen"}"#),
            Value::Null
        ]
    );
}

#[test]
fn a_dry_run_adds_no_entry() {
    let sandbox = story();
    let before = sandbox.register_bytes();
    for command in [
        "log Nieuw --ministry OCW --actor 'Iemand anders'",
        "contact call 1 --person Nieuw",
        "import obstacles list.csv",
        "person add Nieuw",
        "person edit 2 --phone 070",
        "undo",
        "snapshot nu",
        "erase person 'P. Spreker'",
        "upgrade",
    ] {
        sandbox.run(format!("{command} --dry-run")).ok();
        assert!(sandbox.register_bytes() == before, "{command:?}");
    }
}

#[test]
fn the_actor_is_taken_from_the_option_then_the_variable_then_the_system_user() {
    let sandbox = Sandbox::new();
    let acting = |option: &str, variable: Option<&str>| -> String {
        let mut command = sandbox.command(format!("log Titel --ministry OCW {option}"));
        if let Some(variable) = variable {
            command.env("RUIMTE_ACTOR", variable);
        }
        execute(command).ok();
        value(&sandbox, "SELECT actor FROM journal ORDER BY number DESC LIMIT 1")
    };
    let user = system("id", "-un");
    assert_eq!(acting("", None), user);
    assert_eq!(acting("", Some("")), user);
    assert_eq!(acting("", Some("  ")), user);
    assert_eq!(acting("", Some("Uit de omgeving")), "Uit de omgeving");
    assert_eq!(acting("--actor Genoemd", Some("Uit de omgeving")), "Genoemd");
    assert_eq!(acting("--actor Genoemd", None), "Genoemd");
    let mut before = sandbox.command("--actor Genoemd log Titel --ministry OCW");
    before.env("RUIMTE_ACTOR", "Uit de omgeving");
    execute(before).ok();
    assert_eq!(value::<String>(&sandbox, "SELECT actor FROM journal ORDER BY number DESC LIMIT 1"), "Genoemd");
    // Entries with the same actor name refer to the same person record.
    assert_eq!(value::<i64>(&sandbox, "SELECT count(*) FROM person"), 3);
    super::assert_check_passes(&sandbox);
}

#[test]
fn journal_rows_cannot_be_changed_or_deleted() {
    let sandbox = story();
    let connection = open_register(&sandbox);
    let all = |sql: &str| rows(&connection, sql);
    let read = || (all("SELECT * FROM journal"), all("SELECT * FROM journal_change"), all("SELECT * FROM personal"));
    let before = read();
    for sql in [
        "UPDATE journal SET action = 'niets' WHERE number = 3",
        "UPDATE journal SET actor = 'Iemand anders' WHERE number = 3",
        "UPDATE journal SET actor = 'N-03' WHERE number = 3",
        "UPDATE journal SET at = '2020-01-01T00:00:00.000Z'",
        "UPDATE journal SET number = 99 WHERE number = 9",
        "DELETE FROM journal WHERE number = 9",
        "DELETE FROM journal",
        "INSERT INTO journal SELECT 99, at, actor, person, actor_hash, origin, action, note, note_salt, note_hash, undoes, changes, contents, hash FROM journal WHERE number = 3",
        "INSERT OR REPLACE INTO journal SELECT number, at, actor, person, actor_hash, origin, 'niets', note, note_salt, note_hash, undoes, changes, contents, hash FROM journal WHERE number = 3",
        "REPLACE INTO journal SELECT * FROM journal WHERE number = 9",
        "UPDATE OR REPLACE journal SET number = 8 WHERE number = 9",
        "UPDATE journal_change SET after = '{}' WHERE number = 80",
        "UPDATE journal_change SET entry = 1",
        "DELETE FROM journal_change WHERE number = 80",
        "DELETE FROM journal_change",
        "UPDATE personal SET value = 'Iemand anders'",
        "UPDATE personal SET person = 1",
        "UPDATE personal SET value = NULL, salt = NULL WHERE person = 3",
        "DELETE FROM personal WHERE person = 3",
    ] {
        let error = connection.execute(sql, []).map(|rows| panic!("it was taken ({rows} rows): {sql}")).unwrap_err();
        assert_eq!(error.to_string(), "the journal only grows", "{sql}");
        assert!(read() == before, "{sql}");
    }
    // Some of the SQL above changes or deletes row 80, so that row must exist.
    assert_eq!(value::<i64>(&sandbox, "SELECT count(*) FROM journal_change WHERE number = 80"), 1);
}

#[test]
fn the_hash_chain_is_computed_as_the_schema_documents() {
    let sandbox = story();
    run_all(
        &sandbox,
        &[
            "undo 8",
            "export contacts --with-persons",
            "erase person 'P. Spreker'",
            "ministry add BZK --nl 'Binnenlandse Zaken' --en Interior",
            "log 'Ná de wissing: €, ʼn en 🙂' --ministry BZK",
        ],
    );
    let connection = open_register(&sandbox);
    let chain = chain(&connection);
    let stored: Vec<(i64, [u8; 32], [u8; 32])> = connection
        .prepare("SELECT number, contents, hash FROM journal ORDER BY number")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(stored.len(), 14);
    assert_eq!(stored, chain.entries);
    let stored: Vec<(i64, [u8; 32])> = connection
        .prepare("SELECT number, digest FROM journal_change ORDER BY number")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(stored, chain.changes);
}

#[test]
fn the_chain_contains_salted_hashes_and_no_names() {
    let (sandbox, other) = (story(), Sandbox::new());
    sandbox.run("person add 'Z. Apart' --organisation 'ROC Elders' --email z@example.org --phone 0612345678").ok();
    other.run("log Titel --ministry OCW --actor 'A. Officer'").ok();
    let personal = |sandbox: &Sandbox| {
        rows(&open_register(sandbox), "SELECT hash, salt, value, person FROM personal ORDER BY person, value")
    };
    let mut hashes = Vec::new();
    for row in personal(&sandbox).iter().chain(&personal(&other)) {
        let (salt, value) = (bytes(&row[1]).unwrap(), bytes(&row[2]).unwrap());
        assert_eq!(salt.len(), 16);
        assert_eq!(bytes(&row[0]).unwrap(), hash(&[Some(&salt), Some(&value)]));
        hashes.push((salt, bytes(&row[0]).unwrap()));
    }
    let number = hashes.len();
    hashes.sort();
    hashes.dedup_by(|one, other| one.0 == other.0 || one.1 == other.1);
    assert_eq!(hashes.len(), number, "each value has a salt of its own");
    let message: Vec<String> =
        personal(&sandbox).iter().map(|row| String::from_utf8(bytes(&row[2]).unwrap()).unwrap()).collect();
    let names = ["Beheer", "H. Behandelaar", "A. Officer", "P. Spreker", "B. Officer"];
    for name in names.iter().chain(&["Z. Apart", "ROC Elders", "z@example.org", "0612345678"]) {
        assert!(message.contains(&(*name).to_owned()), "{name}: {message:?}");
        let found: i64 = value(
            &sandbox,
            &format!(
                "SELECT count(*) FROM journal_change
                 WHERE instr(before, '{name}') OR instr(after, '{name}') OR instr(CAST(key AS TEXT), '{name}')"
            ),
        );
        assert_eq!(found, 0, "{name}");
    }
    // Every entry contains the hash of the name of its actor.
    let actors: i64 = value(
        &sandbox,
        "SELECT count(*) FROM journal AS j JOIN personal AS h ON h.hash = j.actor_hash AND h.person = j.person
         WHERE h.value = j.actor",
    );
    assert_eq!(actors, count(&sandbox));
}
