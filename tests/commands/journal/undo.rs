//! `undo`: taking back the last write, an entry by number, a whole import, or an earlier undo.

use super::{RECORDS, assert_check_passes, error_of, hits, listed, open_register, rows, run_all, story, tamper, value};
use crate::common::Sandbox;
use rusqlite::types::Value;
use serde_json::{Value as Json, json};

/// Runs `undo`. Returns the notice of the command, without the note about persons.
#[track_caller]
fn undo(sandbox: &Sandbox, arguments: &str) -> String {
    let result = sandbox.run(format!("undo {arguments}"));
    assert_eq!((result.code, result.stdout.as_str()), (0, ""), "{}", result.stderr);
    let lines: Vec<&str> =
        result.stderr.lines().filter(|line| !line.starts_with("Persons first named in it")).collect();
    lines.join("\n")
}

/// The rows of all tables of records, except the table of persons.
fn records(sandbox: &Sandbox) -> Vec<(String, Vec<Vec<Value>>)> {
    let connection = open_register(sandbox);
    RECORDS
        .iter()
        .filter(|table| **table != "person")
        .map(|table| ((*table).to_owned(), rows(&connection, &format!("SELECT * FROM {table} ORDER BY 1, 2"))))
        .collect()
}

fn numbers(sandbox: &Sandbox) -> String {
    listed(sandbox, "list --with-void").join(" ")
}

fn shown(sandbox: &Sandbox, number: &str) -> Json {
    let text = sandbox.run(format!("show {number} --format jsonl")).ok();
    serde_json::from_str(&text).unwrap()
}

/// Commands that create the records that the tested writes change or refer to.
const PREPARED: &[&str] = &[
    "log Een --ministry OCW --received 2018-01-10 --handler 'H. Behandelaar'",
    "log Twee --ministry VWS --received 2018-01-11 --law 'BWBR0007625 art. 7.2.8'",
    "log Drie --ministry SZW --received 2018-01-12",
    "classify 3 within-rules --because Mag --answer Ja. --on 2018-02-01",
    "factsheet add F",
    "scheme add S",
    "link 3 F-01",
    "contact call 1 2 --on 2018-01-15 --person 'P. Spreker'",
    "publication add p --nl p --en p --since 2018-01-01 --until 2018-12-31",
    "figure add --publication p --measure open --value 1",
];

#[test]
fn every_kind_of_write_can_be_undone_and_redone_completely() {
    let sandbox = Sandbox::new();
    run_all(&sandbox, PREPARED);
    sandbox.write("new.csv", "title,ministry,laws,received\nVier,OCW,BWBR0007671,2018-02-02\nVijf,SZW,,\n");
    sandbox.write("update.csv", "number,title,region,laws\nB-001,Eén,12,BWBR0005682\nB-002,Twéé,3,\n");
    sandbox.write("contacts.csv", "kind,date,obstacles\ncall,2018-03-01,B-001; B-003\nemail,2018-03-02,B-002\n");
    sandbox.write(
        "duplicates.csv",
        "number,title,ministry,status,closed_as,duplicate_of\nB-070,Dubbel,OCW,closed,duplicate,B-071\nB-071,Eerst,OCW,collected,,\n",
    );
    for write in [
        "log Nieuw --ministry OCW --involved VWS,SZW --law 'cao: Cao VVT' --factsheet F-01",
        "edit 2 --title Verbouwd --clear law --involved OCW --region 12",
        "edit 1 --handler 'Iemand anders'",
        "edit 1 --clear handler,received",
        "analyse 1 --analysis 'De wet zwijgt.'",
        "classify 1 regional-approach --because Anders --answer Zo. --scheme S-01",
        "reopen 3 --because 'Toch niet'",
        "close 2 --as duplicate --of 1 --because Zelfde",
        "link 1 F-01 S-01",
        "unlink 3 F-01",
        "link 1 B-003",
        "edit 2 --precedent 3",
        "void 3 --because Vergissing",
        "void F-01 --because Vergissing",
        "void S-01 --because Vergissing",
        "void C-001 --because Vergissing",
        "void P-01 --because Vergissing",
        "contact meeting 1 3 --person Nieuw",
        "contact edit 1 --about 3 --note Ja --clear person",
        "factsheet add Tweede --body Tekst",
        "factsheet edit 1 --summary Kort",
        "scheme edit 1 --law BWBR0030326",
        "ministry add BZK --nl 'Binnenlandse Zaken' --en Interior",
        "region edit 12 --nl Rijnmond",
        "law add BWBR0001840 --nl Grondwet --en Constitution",
        "synonym add wtk 'wetenschap; kennis'",
        "synonym edit bpv --means praktijkvorming",
        "publication edit p --until 2018-06-30",
        "figure edit 1 --value 2",
        "snapshot nu --note Hierom",
        "import obstacles new.csv",
        "import obstacles update.csv --update",
        "import contacts contacts.csv",
        "import obstacles duplicates.csv",
    ] {
        let before = records(&sandbox);
        sandbox.run(write).ok();
        let after = records(&sandbox);
        assert!(after != before, "{write:?}");
        sandbox.run("undo").ok();
        assert_eq!(records(&sandbox), before, "taken back: {write:?}");
        let undo: i64 = value(&sandbox, "SELECT max(number) FROM journal");
        sandbox.run(["undo", &undo.to_string()]).ok();
        assert_eq!(records(&sandbox), after, "done again: {write:?}");
        // The undo was undone, so the write is in effect again. `undo` without a number must therefore undo the write.
        sandbox.run("undo").ok();
        assert_eq!(records(&sandbox), before, "taken back once more: {write:?}");
    }
    assert_check_passes(&sandbox);
    assert_eq!(hits(&sandbox, "verbouwd"), [""; 0]);
    assert_eq!(hits(&sandbox, "twee"), ["B-002"]);
}

#[test]
fn repeated_undo_goes_back_one_write_at_a_time() {
    let sandbox = story();
    for remark in [
        "Entry 9 (snapshot) was undone: kamerbrief-2018",
        "Entry 8 (void) was undone: B-004",
        "Entry 7 (import obstacles) was undone: B-002, B-003, B-004",
        "Entry 6 (classify) was undone: B-001",
        "Entry 5 (factsheet add) was undone: F-01",
        "Entry 4 (contact call) was undone: C-001",
        "Entry 3 (edit) was undone: B-001",
        "Entry 2 (log) was undone: B-001",
    ] {
        assert_eq!(undo(&sandbox, ""), remark);
    }
    let message = "there is nothing left to undo: the register begins with entry 1";
    assert_eq!(error_of(&sandbox, "undo", 65), message);
    assert_eq!(error_of(&sandbox, "undo 1", 65), message);
    // When everything is undone, only the persons and the built-in vocabularies remain.
    let fresh = Sandbox::new();
    assert_eq!(records(&sandbox), records(&fresh));
    assert_eq!(value::<i64>(&sandbox, "SELECT count(*) FROM person"), 6);
    assert_eq!(value::<i64>(&sandbox, "SELECT count(*) FROM journal"), 17);
    assert_check_passes(&sandbox);
    assert_eq!(
        fresh.run_in_dutch("undo").fails(65),
        "ruimte: er is niets meer om terug te nemen: met wijziging 1 begint het register\n"
    );
}

#[test]
fn an_undo_can_be_undone_by_its_number_and_so_can_that() {
    let sandbox = story();
    assert_eq!(undo(&sandbox, ""), "Entry 9 (snapshot) was undone: kamerbrief-2018");
    assert_eq!(undo(&sandbox, ""), "Entry 8 (void) was undone: B-004");
    assert_eq!(undo(&sandbox, "11"), "Entry 11 (undo) was undone: B-004");
    assert_eq!(listed(&sandbox, "list"), ["B-001", "B-002", "B-003"]);
    // The undo of entry 8 was itself undone, so B-004 is void again. Entry 8 is now the last write in effect.
    assert_eq!(
        sandbox.run("undo --dry-run").stderr,
        "Dry run: nothing was recorded. This would have been reported:\nEntry 8 (void) was undone: B-004\n"
    );
    assert_eq!(undo(&sandbox, "12"), "Entry 12 (undo) was undone: B-004");
    assert_eq!(listed(&sandbox, "list"), ["B-001", "B-002", "B-003", "B-004"]);
    for (entry, message) in [
        ("8", "entry 8 has already been undone; see: ruimte history"),
        ("9", "entry 9 has already been undone; see: ruimte history"),
        ("12", "entry 12 has already been undone; see: ruimte history"),
    ] {
        assert_eq!(error_of(&sandbox, &format!("undo {entry}"), 65), message);
    }
    // The journal has an entry for each undo.
    let undoes = rows(&open_register(&sandbox), "SELECT number, undoes FROM journal WHERE action = 'undo'");
    let pairs: Vec<(i64, i64)> = undoes.iter().map(|row| (super::integer(&row[0]), super::integer(&row[1]))).collect();
    assert_eq!(pairs, [(10, 9), (11, 8), (12, 11), (13, 12)]);
    assert_check_passes(&sandbox);
}

#[test]
fn an_import_of_any_size_is_undone_as_a_whole() {
    let sandbox = Sandbox::new();
    let rows: Vec<String> = (1..=12).map(|row| format!("Titel {row},OCW\n")).collect();
    sandbox.write("list.csv", format!("title,ministry\n{}", rows.concat()));
    sandbox.run("import obstacles list.csv").ok();
    assert_eq!(
        undo(&sandbox, ""),
        "Entry 2 (import obstacles) was undone: B-001, B-002, B-003, B-004, B-005, B-006, B-007, B-008 and 4 more"
    );
    assert_eq!(numbers(&sandbox), "");
    sandbox.run("undo 3").ok();
    assert_eq!(hits(&sandbox, "titel").len(), 12);
    assert_check_passes(&sandbox);
}

#[test]
fn a_number_is_not_reused_after_undo() {
    let sandbox = Sandbox::new();
    run_all(&sandbox, &["log Een --ministry OCW", "factsheet add F", "contact call 1"]);
    run_all(&sandbox, &["undo", "undo", "undo"]);
    assert_eq!(numbers(&sandbox), "");
    assert_eq!(sandbox.run("log Twee --ministry OCW").ok(), "B-002\n");
    assert_eq!(sandbox.run("factsheet add F").ok(), "F-02\n");
    assert_eq!(sandbox.run("contact call 2").ok(), "C-002\n");
    // Undoing the undo of the first `log` adds the obstacle again, with the number that it had.
    assert_eq!(undo(&sandbox, "7"), "Entry 7 (undo) was undone: B-001");
    assert_eq!(numbers(&sandbox), "B-001 B-002");
    assert_check_passes(&sandbox);
}

#[test]
fn undo_restores_a_voided_record() {
    let sandbox = story();
    let before = sandbox.run("count --by ministry --format csv").ok();
    run_all(&sandbox, &["void B-002 --because Vergissing", "void F-01 --because Vergissing"]);
    assert_ne!(sandbox.run("count --by ministry --format csv").ok(), before);
    assert_eq!(undo(&sandbox, "10"), "Entry 10 (void) was undone: B-002");
    assert_eq!(undo(&sandbox, ""), "Entry 11 (void) was undone: F-01");
    assert_eq!(sandbox.run("count --by ministry --format csv").ok(), before);
    let text = sandbox.run("show B-002").ok();
    assert!(!text.contains("void"), "{text}");
}

#[test]
fn an_older_write_can_be_undone_if_nothing_depends_on_it() {
    let sandbox = story();
    assert_eq!(undo(&sandbox, "4"), "Entry 4 (contact call) was undone: C-001");
    run_all(&sandbox, &["edit 2 --title Anders", "edit 3 --title Anders"]);
    assert_eq!(undo(&sandbox, "11"), "Entry 11 (edit) was undone: B-002");
    assert_eq!(shown(&sandbox, "B-002")["title"], json!("Tweede vraag"));
    assert_eq!(shown(&sandbox, "B-003")["title"], json!("Anders"));
    // An edit can be undone even if a later edit changed another attribute of the same record.
    run_all(&sandbox, &["edit 3 --due 2018-05-05", "edit 3 --region 12"]);
    assert_eq!(undo(&sandbox, "14"), "Entry 14 (edit) was undone: B-003");
    let row = shown(&sandbox, "B-003");
    assert_eq!((&row["due"], &row["region"], &row["title"]), (&Json::Null, &json!("12"), &json!("Anders")));
    assert_check_passes(&sandbox);
}

#[test]
fn a_write_with_later_dependents_is_not_undone_and_the_reason_is_given() {
    let sandbox = story();
    run_all(
        &sandbox,
        &[
            "edit 2 --title Anders",
            "edit 2 --title 'Nog anders'",
            "ministry add BZK --nl BZK --en BZK",
            "edit 3 --involved BZK",
            "log Origineel --ministry OCW",
            "close 3 --as duplicate --of 5 --because Zelfde",
            "scheme add S",
            "log 'Nog een' --ministry OCW --scheme S-01",
        ],
    );
    for (entry, message) in [
        ("10", "entry 10 cannot be undone: B-002 was changed later, in entry 11; undo that first"),
        ("12", "entry 12 cannot be undone: BZK is referred to by B-003"),
        ("14", "entry 14 cannot be undone: B-005 is referred to by B-003"),
        ("16", "entry 16 cannot be undone: S-01 is referred to by B-006"),
        ("5", "entry 5 cannot be undone: F-01 is referred to by B-001"),
        ("7", "entry 7 cannot be undone: B-004 was changed later, in entry 8; undo that first"),
        ("2", "entry 2 cannot be undone: B-001 was changed later, in entry 6; undo that first"),
    ] {
        assert_eq!(error_of(&sandbox, &format!("undo {entry}"), 65), message);
    }
    assert_eq!(
        sandbox.run_in_dutch("undo 10").fails(65),
        "ruimte: wijziging 10 kan niet worden teruggenomen: B-002 is later gewijzigd, in wijziging 11; neem die eerst terug\n"
    );
    // Undoing the entries in the order that the message suggests succeeds.
    run_all(&sandbox, &["undo 11", "undo 10", "undo 17", "undo 16"]);
    assert_check_passes(&sandbox);
}

#[test]
fn writes_that_cannot_be_undone_are_rejected_without_a_change() {
    let sandbox = story();
    run_all(&sandbox, &["person add Nieuw", "export contacts --with-persons", "erase person 'P. Spreker'"]);
    for (arguments, code, message) in [
        ("undo 99", 66, "there is no entry 99; the last is 12; see: ruimte history"),
        ("undo 0", 66, "there is no entry 0; the last is 12; see: ruimte history"),
        ("undo x", 2, "'x' is not a valid value for [N]; see: ruimte undo --help"),
        (
            "undo 10",
            65,
            "entry 10 only added a person; they can be erased with 'ruimte erase person'; what came before it can be undone: ruimte undo 9",
        ),
        ("undo 11", 65, "entry 11 changed nothing and cannot be undone"),
    ] {
        assert_eq!(error_of(&sandbox, arguments, code), message);
    }
    assert!(error_of(&sandbox, "undo 12", 65).starts_with("entry 12 erased a person and cannot be undone"));
    // If the last write erased a person, `undo` without a number fails. It does not skip that write to undo an earlier
    // one.
    assert!(error_of(&sandbox, "undo", 65).starts_with("entry 12 erased a person and cannot be undone"));
    assert!(
        error_of(&sandbox, "--lang nl undo", 65)
            .starts_with("wijziging 12 wiste een persoon en kan niet worden teruggenomen")
    );
}

#[test]
fn undo_does_not_restore_the_data_of_an_erased_person() {
    let sandbox = story();
    run_all(&sandbox, &["person add 'Z. Apart' --phone 070", "person edit 6 --phone 071", "erase person 'Z. Apart'"]);
    assert_eq!(error_of(&sandbox, "undo 11", 65), "entry 11 cannot be undone: N-06 has been erased since");
}

#[test]
fn undo_keeps_persons_and_reports_that() {
    let sandbox = story();
    sandbox.run("contact call 1 --person 'Q. Nieuw' --person 'P. Spreker' --actor Beheer").ok();
    assert_eq!(
        sandbox.run("undo --actor Beheer").notices(),
        "Entry 10 (contact call) was undone: C-002\n\
         Persons first named in it are kept: N-06; they can be erased with 'ruimte erase person'\n"
    );
    assert_eq!(value::<i64>(&sandbox, "SELECT count(*) FROM person"), 6);
    // An entry can also be undone after the persons whom it named were erased.
    sandbox.run("log Nieuw --ministry OCW --handler 'R. Nieuw' --actor 'S. Nieuw'").ok();
    sandbox.run("erase person 'R. Nieuw' 'S. Nieuw' --actor Beheer").ok();
    assert_eq!(undo(&sandbox, "12"), "Entry 12 (log) was undone: B-005");
    assert_check_passes(&sandbox);
}

#[test]
fn an_edit_of_a_person_can_be_undone() {
    let sandbox = story();
    run_all(&sandbox, &["person edit 4 --phone 070 --name 'P. de Spreker'", "undo"]);
    let rows = sandbox.rows("person list");
    assert_eq!((rows[3]["name"].as_str(), rows[3]["phone"].as_str()), ("P. Spreker", ""));
    assert_check_passes(&sandbox);
}

#[test]
fn a_dry_run_shows_what_would_be_undone() {
    let sandbox = story();
    let before = sandbox.register_bytes();
    let result = sandbox.run("undo 7 --dry-run");
    assert_eq!(result.code, 65, "{}", result.stderr);
    let result = sandbox.run("undo --dry-run");
    assert_eq!(
        (result.code, result.stderr.as_str()),
        (
            0,
            "Dry run: nothing was recorded. This would have been reported:\nEntry 9 (snapshot) was undone: kamerbrief-2018\n"
        )
    );
    let result = sandbox.run_in_dutch("undo --dry-run");
    assert_eq!(
        (result.code, result.stderr.as_str()),
        (
            0,
            "Proef: er is niets vastgelegd. Dit zou zijn gemeld:\nWijziging 9 (snapshot) is teruggenomen: kamerbrief-2018\n"
        )
    );
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn undo_does_not_overwrite_changes_made_outside_the_journal() {
    let sandbox = story();
    tamper(&sandbox, "UPDATE obstacle SET void = 'Iets anders' WHERE number = 4");
    assert_eq!(
        error_of(&sandbox, "undo 8", 65),
        "entry 8 cannot be undone: B-004 is not what the journal says; see: ruimte check"
    );
}

#[test]
fn a_refusal_names_the_conflicting_write_and_not_the_last_one() {
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW").ok();
    sandbox.run("edit 1 --title Twee").ok();
    sandbox.run("edit 1 --title Drie").ok();
    sandbox.run("edit 1 --due 2030-01-01").ok();
    assert_eq!(
        sandbox.run("undo 3").fails(65),
        "ruimte: entry 3 cannot be undone: B-001 was changed later, in entry 4; undo that first\n"
    );
}

#[test]
fn an_import_with_a_mistyped_number_is_refused_so_that_numbers_are_left() {
    let sandbox = Sandbox::new();
    sandbox.write("l.csv", "number,title,ministry\nB-999999999,De laatste,OCW\n");
    let message = sandbox.run("import obstacles l.csv").fails(65);
    assert!(
        message.contains(
            "line 2, column number, value 'B-999999999': B-999999999 is much too far above the highest number, B-000"
        ),
        "{message}"
    );
}

#[test]
fn a_register_with_the_highest_number_in_use_rejects_new_records() {
    let sandbox = Sandbox::new();
    tamper(&sandbox, "INSERT INTO sqlite_sequence (name, seq) VALUES ('obstacle', 999999999)");
    assert_eq!(
        sandbox.run("log 'Nog een' --ministry OCW").fails(65),
        "ruimte: there is no number left to give out: B-999999999 is in use\n"
    );
}
