//! Who changed what, from what to what, and when: `history`, and the journal that it reads.

use super::{
    NETHERLANDS, all, at_fixed_times, bytes, chain, hash, opened, refused, rows, run_in, story, tamper, value,
};
use crate::desk::{Desk, done, rows_of};
use jiff::Timestamp;
use rusqlite::types::Value;
use std::process::Command;

/// The numbers of the entries that are shown, each once, in the order in which they are shown.
#[track_caller]
fn entries(desk: &Desk, arguments: &[&str]) -> Vec<i64> {
    let arguments = [&["history"], arguments, &["--format", "csv"]].concat();
    let mut numbers: Vec<i64> = rows_of(&run_in("UTC", desk, &arguments).ok())
        .iter()
        .map(|row| row["entry"].parse().unwrap())
        .collect();
    numbers.dedup();
    numbers
}

/// What the system says of itself: who is at work, or the name of the host.
fn system(command: &str, argument: &str) -> String {
    let output = Command::new(command).arg(argument).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap().trim().to_owned();
    if output.status.success() && !text.is_empty() { text } else { "unknown".to_owned() }
}

fn count(desk: &Desk) -> i64 {
    value(desk, "SELECT count(*) FROM journal")
}

#[test]
fn the_history_of_a_record_tells_who_changed_it_from_what_to_what_and_when() {
    let desk = story();
    at_fixed_times(&desk);
    let english = run_in("UTC", &desk, &["history", "B-001"]);
    assert_eq!(english.stderr, "3 entries\n");
    assert_eq!(
        english.ok(),
        "\
6 · 2026-03-07 10:00 · A. Officer (balie) · classify
record  what     attribute   was        is
B-001   changed  answer                 Ja.
B-001   changed  status      collected  solved
B-001   changed  resolution             within the rules
B-001   changed  reason                 Eén contract volstaat
B-001   changed  answered               2018-02-01
B-001   changed  solved                 2018-02-01
B-001   changed  factsheets             F-01

3 · 2026-03-04 10:00 · A. Officer (balie) · edit
record  what     attribute  was           is
B-001   changed  title      Eerste vraag  Eerste vraag, anders
B-001   changed  involved                 VWS
B-001   changed  due                      2018-03-01

2 · 2026-03-03 10:00 · A. Officer (balie) · log
record  what  attribute    was  is
B-001   new   title             Eerste vraag
B-001   new   question          Mag dat?
B-001   new   ministry          OCW
B-001   new   status            collected
B-001   new   handler           H. Behandelaar
B-001   new   received          2018-01-10
B-001   new   provenance        logged
B-001   new   publishable       no
"
    );
    let dutch = run_in(NETHERLANDS, &desk, &["--lang", "nl", "history", "b1", "--limit", "2"]);
    assert_eq!(
        dutch.stderr,
        "Mutaties getoond: 2; er zijn er meer: geef een hogere --limit, of laat die weg\n"
    );
    assert_eq!(
        dutch.ok(),
        "\
6 · 2026-03-07 11:00 · A. Officer (balie) · classify
record  wat        gegeven     was        is
B-001   gewijzigd  antwoord               Ja.
B-001   gewijzigd  status      opgehaald  opgelost
B-001   gewijzigd  oplossing              binnen de regels
B-001   gewijzigd  reden                  Eén contract volstaat
B-001   gewijzigd  beantwoord             2018-02-01
B-001   gewijzigd  opgelost               2018-02-01
B-001   gewijzigd  factsheets             F-01

3 · 2026-03-04 11:00 · A. Officer (balie) · edit
record  wat        gegeven             was           is
B-001   gewijzigd  titel               Eerste vraag  Eerste vraag, anders
B-001   gewijzigd  betrokken                         VWS
B-001   gewijzigd  antwoord uiterlijk                2018-03-01
"
    );
}

#[test]
fn the_history_as_data_is_a_row_for_each_attribute_in_every_form_and_in_one_language() {
    let desk = story();
    at_fixed_times(&desk);
    let asked = ["history", "B-001", "--entry", "3", "--format"];
    let expected = [
        (
            "csv",
            "\
entry,at,actor,origin,action,note,undoes,record,change,attribute,before,after
3,2026-03-04T10:00:00.000Z,A. Officer,balie,edit,,,B-001,changed,title,Eerste vraag,\"Eerste vraag, anders\"
3,2026-03-04T10:00:00.000Z,A. Officer,balie,edit,,,B-001,changed,involved,,VWS
3,2026-03-04T10:00:00.000Z,A. Officer,balie,edit,,,B-001,changed,due,,2018-03-01
",
        ),
        (
            "csv-excel",
            "\
\u{feff}entry;at;actor;origin;action;note;undoes;record;change;attribute;before;after\r
3;2026-03-04T10:00:00.000Z;A. Officer;balie;edit;;;B-001;changed;title;Eerste vraag;Eerste vraag, anders\r
3;2026-03-04T10:00:00.000Z;A. Officer;balie;edit;;;B-001;changed;involved;;VWS\r
3;2026-03-04T10:00:00.000Z;A. Officer;balie;edit;;;B-001;changed;due;;2018-03-01\r
",
        ),
        (
            "json",
            r#"[
 {"entry":3,"at":"2026-03-04T10:00:00.000Z","actor":"A. Officer","origin":"balie","action":"edit","note":null,"undoes":null,"record":"B-001","change":"changed","attribute":"title","before":"Eerste vraag","after":"Eerste vraag, anders"},
 {"entry":3,"at":"2026-03-04T10:00:00.000Z","actor":"A. Officer","origin":"balie","action":"edit","note":null,"undoes":null,"record":"B-001","change":"changed","attribute":"involved","before":null,"after":"VWS"},
 {"entry":3,"at":"2026-03-04T10:00:00.000Z","actor":"A. Officer","origin":"balie","action":"edit","note":null,"undoes":null,"record":"B-001","change":"changed","attribute":"due","before":null,"after":"2018-03-01"}
]
"#,
        ),
        (
            "jsonl",
            r#"{"entry":3,"at":"2026-03-04T10:00:00.000Z","actor":"A. Officer","origin":"balie","action":"edit","note":null,"undoes":null,"record":"B-001","change":"changed","attribute":"title","before":"Eerste vraag","after":"Eerste vraag, anders"}
{"entry":3,"at":"2026-03-04T10:00:00.000Z","actor":"A. Officer","origin":"balie","action":"edit","note":null,"undoes":null,"record":"B-001","change":"changed","attribute":"involved","before":null,"after":"VWS"}
{"entry":3,"at":"2026-03-04T10:00:00.000Z","actor":"A. Officer","origin":"balie","action":"edit","note":null,"undoes":null,"record":"B-001","change":"changed","attribute":"due","before":null,"after":"2018-03-01"}
"#,
        ),
    ];
    for (format, text) in expected {
        let asked = [&asked[..], &[format]].concat();
        let text = if format == "csv" { text.replace('\n', "\r\n") } else { text.to_owned() };
        assert_eq!(desk.run(&asked).ok(), text, "{format}");
        // Data is the same wherever it is read, and whoever reads it.
        let mut elsewhere = desk.command(&asked);
        elsewhere.env("RUIMTE_LANG", "nl").env("TZ", "JST-9");
        assert_eq!(done(elsewhere).ok(), text, "{format}");
    }
    desk.run([&asked[..4], &["-o", "b1.csv"]].concat()).ok();
    assert_eq!(desk.text("b1.csv"), expected[0].1.replace('\n', "\r\n"));
}

#[test]
fn the_whole_history_shows_what_matters_of_each_entry_and_all_of_one_that_is_asked_for() {
    let desk = story();
    all(&desk, &[&["undo", "8", "--actor", "A. Officer"]]);
    at_fixed_times(&desk);
    let done = run_in("UTC", &desk, &["history", "--since", "5-3-2026"]);
    assert_eq!(done.stderr, "7 entries\n");
    assert_eq!(
        done.ok(),
        "\
10 · 2026-03-11 10:00 · A. Officer (balie) · undo: takes entry 8 back
record  what     attribute  was          is
B-004   changed  void       Proefinvoer

9 · 2026-03-10 10:00 · A. Officer (balie) · snapshot
record           what  attribute  was  is
kamerbrief-2018  new   note            Antwoord op Kamervragen

8 · 2026-03-09 10:00 · B. Officer (balie) · void
record  what     attribute  was  is
B-004   changed  void            Proefinvoer

7 · 2026-03-08 10:00 · B. Officer (balie) · import obstacles
record  what  attribute  was  is
B-002   new   title           Tweede vraag
B-003   new   title           Derde vraag
B-004   new   title           Vierde vraag

6 · 2026-03-07 10:00 · A. Officer (balie) · classify
record  what     attribute   was        is
B-001   changed  answer                 Ja.
B-001   changed  status      collected  solved
B-001   changed  resolution             within the rules
B-001   changed  reason                 Eén contract volstaat
B-001   changed  answered               2018-02-01
B-001   changed  solved                 2018-02-01
B-001   changed  factsheets             F-01

5 · 2026-03-06 10:00 · B. Officer (balie) · factsheet add
record  what  attribute  was  is
F-01    new   title           Stagecontracten

4 · 2026-03-05 10:00 · B. Officer (balie) · contact call
record  what  attribute  was  is
N-04    new
C-001   new   note            Mag
N-05    new
"
    );
    let done = run_in("UTC", &desk, &["history", "--entry", "4"]);
    assert_eq!(done.stderr, "1 entry\n");
    assert_eq!(
        done.ok(),
        "\
4 · 2026-03-05 10:00 · B. Officer (balie) · contact call
record  what  attribute   was  is
N-04    new   name
C-001   new   kind             phone call
C-001   new   date             2018-01-12
C-001   new   ministry         OCW
C-001   new   note             Mag
C-001   new   obstacles        B-001
C-001   new   persons          N-04
C-001   new   provenance       logged
N-05    new   name
"
    );
    // Of an entry with many records some are shown, and where the others are.
    let done = run_in("UTC", &desk, &["--lang", "nl", "history", "--until", "2026-03-02"]);
    let text = done.ok();
    assert!(text.starts_with("1 · 2026-03-02 10:00 · Beheer (balie) · init\n"), "{text}");
    let changes: i64 = value(&desk, "SELECT changes FROM journal WHERE number = 1");
    assert!(
        text.ends_with(&format!("\n… en nog {} records: ruimte history --entry 1\n", changes - 20)),
        "{text}"
    );
    assert_eq!(text.lines().count(), 2 + 20 + 1);
}

#[test]
fn an_import_is_one_entry_with_all_its_records() {
    let desk = story();
    assert_eq!(entries(&desk, &["B-002"]), [7]);
    assert_eq!(entries(&desk, &["B-003"]), [7]);
    let rows = desk.rows(["history", "--entry", "7"]);
    assert!(rows.iter().all(|row| row["action"] == "import obstacles"), "{rows:?}");
    let mut records: Vec<&str> = rows.iter().map(|row| row["record"].as_str()).collect();
    records.dedup();
    assert_eq!(records, ["B-002", "B-003", "B-004"]);
    assert_eq!(value::<i64>(&desk, "SELECT changes FROM journal WHERE number = 7"), 3);
}

#[test]
fn the_history_is_asked_by_record_entry_period_and_person_and_tells_when_there_is_more() {
    let desk = story();
    at_fixed_times(&desk);
    for (asked, expected) in [
        (&[][..], &[9, 8, 7, 6, 5, 4, 3, 2, 1][..]),
        (&["B-001"], &[6, 3, 2]),
        (&["1"], &[6, 3, 2]),
        (&["B-003", "F-01"], &[7, 5]),
        (&["B-003,c1; f1"], &[7, 5, 4]),
        (&["N-04"], &[4]),
        (&["--entry", "4"], &[4]),
        (&["--entry", "2", "--entry", "7"], &[7, 2]),
        (&["ocw"], &[1]),
        (&["kamerbrief-2018"], &[9]),
        (&["VWS", "F-01"], &[5, 1]),
        (&["B-001", "--entry", "7"], &[]),
        (&["--since", "2026-03-08"], &[9, 8, 7]),
        (&["--since", "9-3-2026"], &[9, 8]),
        (&["--until", "2026-03-04"], &[3, 2, 1]),
        (&["--since", "2026-03-04", "--until", "2026-03-04"], &[3]),
        (&["--since", "2026-03-20"], &[]),
        (&["--until", "2026-03-01"], &[]),
        (&["--actor", "A. Officer"], &[9, 6, 3, 2]),
        (&["--actor", "N-05"], &[8, 7, 5, 4]),
        (&["--actor", "N-05", "--since", "2026-03-08"], &[8, 7]),
        (&["--actor", "P. Spreker"], &[]),
        (&["B-001", "--actor", "A. Officer", "--limit", "2"], &[6, 3]),
    ] {
        assert_eq!(entries(&desk, asked), expected, "{asked:?}");
    }
    for (limit, remark) in [
        ("2", "Entries shown: 2; there are more: give a higher --limit, or leave it out\n"),
        ("9", "9 entries\n"),
        ("99", "9 entries\n"),
    ] {
        for format in ["csv", "table", "json"] {
            assert_eq!(desk.run(["history", "--limit", limit, "--format", format]).remarks(), remark);
        }
    }
    assert_eq!(desk.run(["history", "B-001", "--since", "2026-03-20"]).remarks(), "Nothing found\n");
    for (asked, code, message) in [
        (&["history", "B-099"][..], 66, "the journal knows no 'B-099'"),
        (&["history", "x"], 66, "the journal knows no 'x'"),
        (&["history", "--entry", "99"], 66, "there is no entry 99; the last is 9; see: ruimte history"),
        (
            &["history", "--actor", "Niemand"],
            66,
            "there is no person 'Niemand'; there are: A. Officer, B. Officer, Beheer, H. Behandelaar, P. Spreker; see: ruimte \
             person list",
        ),
        (&["history", "--actor", "N-99"], 66, "there is no N-99 in this register; see: ruimte person list"),
        (
            &["history", "--since", "onzin"],
            2,
            "'onzin' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today",
        ),
    ] {
        assert_eq!(refused(&desk, asked, code), message);
    }
}

#[test]
fn a_day_of_the_history_is_a_day_where_the_reader_is() {
    let desk = story();
    tamper(&desk, "UPDATE journal SET at = '2026-03-0' || number || 'T23:30:00.000Z'");
    let asked = |zone, option, day: &str| {
        let done = run_in(zone, &desk, &["history", option, day, "--format", "csv"]);
        let mut numbers: Vec<String> =
            rows_of(&done.ok()).into_iter().map(|mut row| row.remove("entry").unwrap()).collect();
        numbers.dedup();
        numbers.join(" ")
    };
    assert_eq!(asked("UTC", "--since", "2026-03-08"), "9 8");
    // Half past eleven in the evening is the next day in the Netherlands.
    assert_eq!(asked(NETHERLANDS, "--since", "2026-03-08"), "9 8 7");
    assert_eq!(asked("UTC", "--until", "2026-03-02"), "2 1");
    assert_eq!(asked(NETHERLANDS, "--until", "2026-03-02"), "1");
    let told = run_in(NETHERLANDS, &desk, &["history", "--entry", "2"]).ok();
    assert!(told.starts_with("2 · 2026-03-03 00:30 · A. Officer ("), "{told}");
}

#[test]
fn every_write_is_one_entry_that_says_who_did_what_from_where_and_when() {
    let desk = story();
    let columns = |table: &str| -> String {
        value(&desk, &format!("SELECT group_concat(name, ' ') FROM pragma_table_info('{table}')"))
    };
    assert_eq!(
        columns("journal"),
        "number at actor person actor_hash origin action note undoes changes contents hash"
    );
    assert_eq!(columns("journal_change"), "number entry kind key before after digest");
    desk.file("update.csv", "number,title\nB-002,Tweede\nB-003,Derde\n");
    let mut last = count(&desk);
    assert_eq!(last, 9);
    // The command, what the journal calls it, and how many records it changed.
    for (command, action, changes) in [
        (&["log", "Nieuw", "--ministry", "OCW"][..], "log", 1),
        (&["add", "Nog een", "--ministry", "OCW", "--handler", "Iemand"], "log", 2),
        (&["edit", "2", "--title", "Anders"], "edit", 1),
        (&["analyse", "2"], "analyse", 1),
        (&["classify", "2", "within-rules", "--because", "Mag"], "classify", 1),
        (&["reopen", "2", "--because", "Toch niet"], "reopen", 1),
        (&["close", "2", "--as", "duplicate", "--of", "3", "--because", "Zelfde"], "close", 1),
        (&["link", "3", "F-01"], "link", 1),
        (&["unlink", "3", "F-01"], "unlink", 1),
        (&["void", "C-001", "--because", "Fout"], "void", 1),
        (&["contact", "email", "3", "--person", "P. Spreker", "--person", "Nieuw"], "contact email", 2),
        (&["contact", "edit", "2", "--note", "Ja"], "contact edit", 1),
        (&["factsheet", "add", "Tweede"], "factsheet add", 1),
        (&["factsheet", "edit", "2", "--summary", "Kort"], "factsheet edit", 1),
        (&["scheme", "add", "Eerste"], "scheme add", 1),
        (&["ministry", "add", "BZK", "--nl", "BZK", "--en", "BZK"], "ministry add", 1),
        (&["law", "edit", "BWBR0007625", "--nl", "WEB"], "law edit", 1),
        (
            &[
                "publication",
                "add",
                "p",
                "--nl",
                "p",
                "--en",
                "p",
                "--since",
                "2018-01-01",
                "--until",
                "2018-12-31",
            ],
            "publication add",
            1,
        ),
        (&["figure", "add", "--publication", "p", "--measure", "open", "--value", "1"], "figure add", 1),
        (&["person", "add", "Nog iemand"], "person add", 1),
        (&["person", "edit", "2", "--phone", "070"], "person edit", 1),
        (&["import", "obstacles", "update.csv", "--update"], "import obstacles", 2),
        (&["snapshot", "nu"], "snapshot", 1),
        (&["undo"], "undo", 1),
        (&["export", "contacts", "--with-persons"], "export", 0),
        (&["check", "--repair-search"], "check", 0),
        (&["erase", "person", "Nog iemand"], "erase person", 1),
    ] {
        let before = Timestamp::now();
        let mut acting = desk.command(command);
        acting.env("RUIMTE_ACTOR", "A. Officer");
        done(acting).ok();
        let after = Timestamp::now();
        last += 1;
        assert_eq!(count(&desk), last, "{command:?}");
        let entry = rows(
            &opened(&desk),
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
        // In UTC, to the millisecond.
        let Value::Text(at) = &entry[6] else { panic!("{entry:?}") };
        assert_eq!(at.len(), "2026-11-22T09:30:00.000Z".len(), "{at}");
        let moment: Timestamp = at.parse().unwrap();
        assert!(
            moment.as_millisecond() >= before.as_millisecond() && moment <= after,
            "{before} {at} {after}"
        );
    }
    // What changes nothing is no entry.
    for command in [
        &["edit", "2", "--title", "Tweede"][..],
        &["import", "obstacles", "update.csv", "--update"],
        &["list"],
        &["count"],
        &["check"],
        &["history"],
        &["snapshot"],
        &["person", "list"],
    ] {
        desk.run(command).ok();
        assert_eq!(count(&desk), last, "{command:?}");
    }
    super::is_in_order(&desk);
}

#[test]
fn the_changes_of_an_entry_stand_in_the_journal_before_and_after() {
    let desk = story();
    let text = |text: &str| Value::Text(text.to_owned());
    let connection = opened(&desk);
    let changes = |entry: i64| {
        rows(
            &connection,
            &format!(
                "SELECT kind, key, before, after FROM journal_change WHERE entry = {entry} ORDER BY number"
            ),
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
    desk.run(["undo", "9"]).ok();
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
fn a_dry_run_is_no_entry() {
    let desk = story();
    let before = desk.register();
    for command in [
        &["log", "Nieuw", "--ministry", "OCW", "--actor", "Iemand anders"][..],
        &["contact", "call", "1", "--person", "Nieuw"],
        &["import", "obstacles", "list.csv"],
        &["person", "add", "Nieuw"],
        &["person", "edit", "2", "--phone", "070"],
        &["undo"],
        &["snapshot", "nu"],
        &["erase", "person", "P. Spreker"],
        &["upgrade"],
    ] {
        desk.run([command, &["--dry-run"]].concat()).ok();
        assert!(desk.register() == before, "{command:?}");
    }
}

#[test]
fn who_acts_is_who_was_named_else_the_variable_else_the_user_of_the_system() {
    let desk = Desk::new();
    let acting = |option: &[&str], variable: Option<&str>| -> String {
        let mut command = desk.command([&["log", "Titel", "--ministry", "OCW"], option].concat());
        if let Some(variable) = variable {
            command.env("RUIMTE_ACTOR", variable);
        }
        done(command).ok();
        value(&desk, "SELECT actor FROM journal ORDER BY number DESC LIMIT 1")
    };
    let user = system("id", "-un");
    assert_eq!(acting(&[], None), user);
    assert_eq!(acting(&[], Some("")), user);
    assert_eq!(acting(&[], Some("  ")), user);
    assert_eq!(acting(&[], Some("Uit de omgeving")), "Uit de omgeving");
    assert_eq!(acting(&["--actor", "Genoemd"], Some("Uit de omgeving")), "Genoemd");
    assert_eq!(acting(&["--actor", "Genoemd"], None), "Genoemd");
    let mut before = desk.command(["--actor", "Genoemd", "log", "Titel", "--ministry", "OCW"]);
    before.env("RUIMTE_ACTOR", "Uit de omgeving");
    done(before).ok();
    assert_eq!(value::<String>(&desk, "SELECT actor FROM journal ORDER BY number DESC LIMIT 1"), "Genoemd");
    // A name is one person, however often it acts.
    assert_eq!(value::<i64>(&desk, "SELECT count(*) FROM person"), 3);
    super::is_in_order(&desk);
}

#[test]
fn the_journal_refuses_to_be_changed_or_shortened() {
    let desk = story();
    let connection = opened(&desk);
    let all = |sql: &str| rows(&connection, sql);
    let read =
        || (all("SELECT * FROM journal"), all("SELECT * FROM journal_change"), all("SELECT * FROM personal"));
    let before = read();
    for sql in [
        "UPDATE journal SET action = 'niets' WHERE number = 3",
        "UPDATE journal SET actor = 'Iemand anders' WHERE number = 3",
        "UPDATE journal SET actor = 'N-03' WHERE number = 3",
        "UPDATE journal SET at = '2020-01-01T00:00:00.000Z'",
        "UPDATE journal SET number = 99 WHERE number = 9",
        "DELETE FROM journal WHERE number = 9",
        "DELETE FROM journal",
        "INSERT INTO journal SELECT 99, at, actor, person, actor_hash, origin, action, note, undoes, changes, contents, hash FROM journal WHERE number = 3",
        "INSERT OR REPLACE INTO journal SELECT number, at, actor, person, actor_hash, origin, 'niets', note, undoes, changes, contents, hash FROM journal WHERE number = 3",
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
        let error =
            connection.execute(sql, []).map(|rows| panic!("it was taken ({rows} rows): {sql}")).unwrap_err();
        assert_eq!(error.to_string(), "the journal only grows", "{sql}");
        assert!(read() == before, "{sql}");
    }
    // Each of those would have changed something, were it not for the triggers.
    assert_eq!(value::<i64>(&desk, "SELECT count(*) FROM journal_change WHERE number = 80"), 1);
}

#[test]
fn the_chain_of_hashes_is_what_the_schema_says_that_it_is() {
    let desk = story();
    all(
        &desk,
        &[
            &["undo", "8"],
            &["export", "contacts", "--with-persons"],
            &["erase", "person", "P. Spreker"],
            &["ministry", "add", "BZK", "--nl", "Binnenlandse Zaken", "--en", "Interior"],
            &["log", "Ná de wissing: €, ʼn en 🙂", "--ministry", "BZK"],
        ],
    );
    let connection = opened(&desk);
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
fn the_chain_holds_no_name_but_hashes_with_a_salt() {
    let (desk, other) = (story(), Desk::new());
    desk.run([
        "person",
        "add",
        "Z. Apart",
        "--organisation",
        "ROC Elders",
        "--email",
        "z@example.org",
        "--phone",
        "0612345678",
    ])
    .ok();
    other.run(["log", "Titel", "--ministry", "OCW", "--actor", "A. Officer"]).ok();
    let personal = |desk: &Desk| {
        rows(&opened(desk), "SELECT hash, salt, value, person FROM personal ORDER BY person, value")
    };
    let mut hashes = Vec::new();
    for row in personal(&desk).iter().chain(&personal(&other)) {
        let (salt, value) = (bytes(&row[1]).unwrap(), bytes(&row[2]).unwrap());
        assert_eq!(salt.len(), 16);
        assert_eq!(bytes(&row[0]).unwrap(), hash(&[Some(&salt), Some(&value)]));
        hashes.push((salt, bytes(&row[0]).unwrap()));
    }
    let number = hashes.len();
    hashes.sort();
    hashes.dedup_by(|one, other| one.0 == other.0 || one.1 == other.1);
    assert_eq!(hashes.len(), number, "each value has a salt of its own");
    let told: Vec<String> =
        personal(&desk).iter().map(|row| String::from_utf8(bytes(&row[2]).unwrap()).unwrap()).collect();
    let names = ["Beheer", "H. Behandelaar", "A. Officer", "P. Spreker", "B. Officer"];
    for name in names.iter().chain(&["Z. Apart", "ROC Elders", "z@example.org", "0612345678"]) {
        assert!(told.contains(&(*name).to_owned()), "{name}: {told:?}");
        let found: i64 = value(
            &desk,
            &format!(
                "SELECT count(*) FROM journal_change
                 WHERE instr(before, '{name}') OR instr(after, '{name}') OR instr(CAST(key AS TEXT), '{name}')"
            ),
        );
        assert_eq!(found, 0, "{name}");
    }
    // Who acted is one of them.
    let actors: i64 = value(
        &desk,
        "SELECT count(*) FROM journal AS j JOIN personal AS h ON h.hash = j.actor_hash AND h.person = j.person
         WHERE h.value = j.actor",
    );
    assert_eq!(actors, count(&desk));
}
