//! `history`: who changed which record and when, with the values before and after.

use super::{NETHERLANDS, error_of, run_all, set_fixed_times, story, tamper, value};
use crate::common::{Sandbox, execute, rows_of};

/// The distinct entry numbers in the output of `history`, in order.
#[track_caller]
fn entries(sandbox: &Sandbox, arguments: &str) -> Vec<i64> {
    let arguments = format!("history {arguments} --format csv");
    let mut numbers: Vec<i64> =
        rows_of(&sandbox.run_in_zone("UTC", &arguments).ok()).iter().map(|row| row["entry"].parse().unwrap()).collect();
    numbers.dedup();
    numbers
}

#[test]
fn the_history_of_a_record_shows_who_changed_what_and_when() {
    let sandbox = story();
    set_fixed_times(&sandbox);
    let english = sandbox.run_in_zone("UTC", "history B-001");
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
    let dutch = sandbox.run_in_zone(NETHERLANDS, "--lang nl history b1 --limit 2");
    assert_eq!(dutch.stderr, "Wijzigingen getoond: 2; er zijn er meer: geef een hogere --limit, of laat die weg\n");
    assert_eq!(
        dutch.ok(),
        "\
6 · 2026-03-07 11:00 · A. Officer (balie) · classify
nummer  wat        gegeven     was        is
B-001   gewijzigd  antwoord               Ja.
B-001   gewijzigd  status      opgehaald  opgelost
B-001   gewijzigd  oplossing              binnen de regels
B-001   gewijzigd  reden                  Eén contract volstaat
B-001   gewijzigd  beantwoord             2018-02-01
B-001   gewijzigd  opgelost               2018-02-01
B-001   gewijzigd  factsheets             F-01

3 · 2026-03-04 11:00 · A. Officer (balie) · edit
nummer  wat        gegeven             was           is
B-001   gewijzigd  titel               Eerste vraag  Eerste vraag, anders
B-001   gewijzigd  betrokken                         VWS
B-001   gewijzigd  antwoord uiterlijk                2018-03-01
"
    );
}

#[test]
fn history_as_data_has_a_row_per_attribute_and_does_not_depend_on_the_language() {
    let sandbox = story();
    set_fixed_times(&sandbox);
    let asked = "history B-001 --entry 3 --format";
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
        let asked = format!("{asked} {format}");
        let text = if format == "csv" { text.replace('\n', "\r\n") } else { text.to_owned() };
        assert_eq!(sandbox.run(&asked).ok(), text, "{format}");
        // Data formats do not depend on the reader's language and time zone.
        let mut elsewhere = sandbox.command(&asked);
        elsewhere.env("RUIMTE_LANG", "nl").env("TZ", "JST-9");
        assert_eq!(execute(elsewhere).ok(), text, "{format}");
    }
    sandbox.run("history B-001 --entry 3 -o b1.csv").ok();
    assert_eq!(sandbox.read("b1.csv"), expected[0].1.replace('\n', "\r\n"));
}

#[test]
fn the_whole_history_abridges_entries_and_shows_a_requested_one_in_full() {
    let sandbox = story();
    run_all(&sandbox, &["undo 8 --actor 'A. Officer'"]);
    set_fixed_times(&sandbox);
    let result = sandbox.run_in_zone("UTC", "history --since 5-3-2026");
    assert_eq!(result.stderr, "7 entries\n");
    assert_eq!(
        result.ok(),
        "\
10 · 2026-03-11 10:00 · A. Officer (balie) · undo: undoes entry 8
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
    let result = sandbox.run_in_zone("UTC", "history --entry 4");
    assert_eq!(result.stderr, "1 entry\n");
    assert_eq!(
        result.ok(),
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
    // `history` shows only some records of a large journal entry. A hint explains how to see all of them.
    let result = sandbox.run_in_zone("UTC", "--lang nl history --until 2026-03-02");
    let text = result.ok();
    assert!(text.starts_with("1 · 2026-03-02 10:00 · Beheer (balie) · init\n"), "{text}");
    let changes: i64 = value(&sandbox, "SELECT changes FROM journal WHERE number = 1");
    assert!(text.ends_with(&format!("\n… en nog {}: ruimte history --entry 1\n", changes - 20)), "{text}");
    assert_eq!(text.lines().count(), 2 + 20 + 1);
}

#[test]
fn an_import_is_one_entry_with_all_its_records() {
    let sandbox = story();
    assert_eq!(entries(&sandbox, "B-002"), [7]);
    assert_eq!(entries(&sandbox, "B-003"), [7]);
    let rows = sandbox.rows("history --entry 7");
    assert!(rows.iter().all(|row| row["action"] == "import obstacles"), "{rows:?}");
    let mut records: Vec<&str> = rows.iter().map(|row| row["record"].as_str()).collect();
    records.dedup();
    assert_eq!(records, ["B-002", "B-003", "B-004"]);
    assert_eq!(value::<i64>(&sandbox, "SELECT changes FROM journal WHERE number = 7"), 3);
}

#[test]
fn the_history_filters_by_record_entry_period_and_person_and_reports_omissions() {
    let sandbox = story();
    set_fixed_times(&sandbox);
    for (asked, expected) in [
        ("", &[9, 8, 7, 6, 5, 4, 3, 2, 1][..]),
        ("B-001", &[6, 3, 2]),
        ("1", &[6, 3, 2]),
        ("B-003 F-01", &[7, 5]),
        ("'B-003,c1; f1'", &[7, 5, 4]),
        ("N-04", &[4]),
        ("--entry 4", &[4]),
        ("--entry 2 --entry 7", &[7, 2]),
        ("ocw", &[1]),
        ("kamerbrief-2018", &[9]),
        ("VWS F-01", &[5, 1]),
        ("B-001 --entry 7", &[]),
        ("--since 2026-03-08", &[9, 8, 7]),
        ("--since 9-3-2026", &[9, 8]),
        ("--until 2026-03-04", &[3, 2, 1]),
        ("--since 2026-03-04 --until 2026-03-04", &[3]),
        ("--since 2026-03-20", &[]),
        ("--until 2026-03-01", &[]),
        ("--actor 'A. Officer'", &[9, 6, 3, 2]),
        ("--actor N-05", &[8, 7, 5, 4]),
        ("--actor N-05 --since 2026-03-08", &[8, 7]),
        ("--actor 'P. Spreker'", &[]),
        ("B-001 --actor 'A. Officer' --limit 2", &[6, 3]),
    ] {
        assert_eq!(entries(&sandbox, asked), expected, "{asked:?}");
    }
    for (limit, remark) in [
        ("2", "Entries shown: 2; there are more: give a higher --limit, or leave it out\n"),
        ("9", "9 entries\n"),
        ("99", "9 entries\n"),
    ] {
        for format in ["csv", "table", "json"] {
            assert_eq!(sandbox.run(format!("history --limit {limit} --format {format}")).notices(), remark);
        }
    }
    assert_eq!(sandbox.run("history B-001 --since 2026-03-20").notices(), "Nothing found\n");
    for (asked, code, message) in [
        ("history B-099", 66, "the journal has no 'B-099'"),
        ("history x", 66, "the journal has no 'x'"),
        ("history --entry 99", 66, "there is no entry 99; the last is 9; see: ruimte history"),
        (
            "history --actor Niemand",
            66,
            "there is no person 'Niemand'; there are: A. Officer, B. Officer, Beheer, H. Behandelaar, P. Spreker; see: ruimte \
             person list",
        ),
        ("history --actor N-99", 66, "there is no N-99 in this register; see: ruimte person list"),
        (
            "history --since onzin",
            2,
            "'onzin' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today",
        ),
    ] {
        assert_eq!(error_of(&sandbox, asked, code), message);
    }
}

#[test]
fn a_day_of_the_history_is_a_day_in_the_readers_time_zone() {
    let sandbox = story();
    tamper(&sandbox, "UPDATE journal SET at = '2026-03-0' || number || 'T23:30:00.000Z'");
    let asked = |zone, option, day: &str| {
        let result = sandbox.run_in_zone(zone, format!("history {option} {day} --format csv"));
        let mut numbers: Vec<String> =
            rows_of(&result.ok()).into_iter().map(|mut row| row.remove("entry").unwrap()).collect();
        numbers.dedup();
        numbers.join(" ")
    };
    assert_eq!(asked("UTC", "--since", "2026-03-08"), "9 8");
    // 23:30 UTC is already the next day in the Netherlands.
    assert_eq!(asked(NETHERLANDS, "--since", "2026-03-08"), "9 8 7");
    assert_eq!(asked("UTC", "--until", "2026-03-02"), "2 1");
    assert_eq!(asked(NETHERLANDS, "--until", "2026-03-02"), "1");
    let output = sandbox.run_in_zone(NETHERLANDS, "history --entry 2").ok();
    assert!(output.starts_with("2 · 2026-03-03 00:30 · A. Officer ("), "{output}");
}
