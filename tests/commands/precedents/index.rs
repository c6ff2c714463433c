//! The index follows from the rows: it is in step after every write, a tampered one is found and repaired, and one
//! of other rules is made anew.

use super::{answered, found, hits, import, is_in_order, opened, tamper, why};
use crate::common::Desk;
use std::collections::BTreeSet;

/// Whether a word finds a record.
#[track_caller]
fn finds(desk: &Desk, word: &str, number: &str) -> bool {
    found(desk, &["search", "--limit", "100", "--", &format!("\"{word}\"")])
        .iter()
        .any(|found| found == number)
}

#[test]
fn every_write_keeps_the_index_in_step() {
    let desk = answered();
    let step = |arguments: &[&str], found: &[(&str, &str)], lost: &[(&str, &str)]| {
        desk.run(arguments).ok();
        // One question for all of them.
        let words: Vec<&str> = found.iter().chain(lost).map(|(word, _)| *word).collect();
        let hits = hits(&desk, &["search", "--limit", "100", &words.join(" ")]);
        let finds = |(word, number): &(&str, &str)| {
            hits.iter().any(|hit| hit["number"] == *number && why(hit, "words").contains(&(*word).to_owned()))
        };
        assert!(found.iter().all(finds) && !lost.iter().any(finds), "{arguments:?}: {hits:?}");
        is_in_order(&desk);
    };
    step(
        &["log", "Appel", "--ministry", "OCW", "--question", "Peer?", "-q"],
        &[("appel", "B-016"), ("peer", "B-016")],
        &[],
    );
    step(
        &["edit", "16", "--title", "Kers", "--law", "cao: Pruim"],
        &[("kers", "B-016"), ("pruim", "B-016"), ("peer", "B-016")],
        &[("appel", "B-016")],
    );
    step(
        &["edit", "16", "--clear", "question,laws"],
        &[("kers", "B-016")],
        &[("peer", "B-016"), ("pruim", "B-016")],
    );
    step(&["analyse", "16", "--analysis", "Druif."], &[("druif", "B-016")], &[]);
    step(
        &["classify", "16", "within-rules", "--because", "Vijg", "--answer", "Dadel."],
        &[("vijg", "B-016"), ("dadel", "B-016"), ("druif", "B-016")],
        &[],
    );
    step(&["undo"], &[("druif", "B-016")], &[("vijg", "B-016"), ("dadel", "B-016")]);
    step(&["close", "16", "--as", "withdrawn", "--because", "Mango"], &[("mango", "B-016")], &[]);
    step(&["reopen", "16", "--because", "Papaja"], &[("papaja", "B-016")], &[("mango", "B-016")]);
    step(&["link", "16", "F-01", "S-01", "B-001"], &[("kers", "B-016")], &[]);
    step(&["unlink", "16", "F-01"], &[("kers", "B-016")], &[]);
    step(&["contact", "call", "16", "--note", "Citroen"], &[], &[("citroen", "B-016")]);
    step(&["factsheet", "add", "Framboos", "--body", "# Bes"], &[("framboos", "F-04"), ("bes", "F-04")], &[]);
    step(
        &["factsheet", "edit", "4", "--title", "Braam"],
        &[("braam", "F-04"), ("bes", "F-04")],
        &[("framboos", "F-04")],
    );
    step(
        &["scheme", "edit", "2", "--title", "Kokos"],
        &[("kokos", "S-02")],
        &[("investeringsfonds", "S-02")],
    );
    step(&["undo"], &[("investeringsfonds", "S-02")], &[("kokos", "S-02")]);
    step(&["void", "F-04", "--because", "Abrikoos"], &[], &[("braam", "F-04")]);
    assert_eq!(found(&desk, &["search", "abrikoos", "--with-void"]), ["F-04"]);
    step(&["log", "Banaan", "--ministry", "OCW", "--dry-run"], &[], &[("banaan", "B-017")]);
}

#[test]
fn a_long_list_is_in_the_index_to_its_last_record_and_a_changed_one_too() {
    let desk = Desk::new();
    let list = |word: &str| -> String {
        let rows = (1..=300).map(|at| format!("B-{at:03},{word}{},OCW\n", letters(at)));
        std::iter::once("number,title,ministry\n".to_owned()).chain(rows).collect()
    };
    import(&desk, "obstacles", &list("appel"));
    let all = |word: &str| {
        [1, 64, 65, 128, 129, 300]
            .into_iter()
            .all(|at| finds(&desk, &format!("{word}{}", letters(at)), &format!("B-{at:03}")))
    };
    assert!(all("appel"));
    is_in_order(&desk);
    desk.file("list.csv", list("peer"));
    desk.run(["import", "obstacles", "list.csv", "--update"]).ok();
    assert!(all("peer") && !finds(&desk, &format!("appel{}", letters(1)), "B-001"));
    is_in_order(&desk);
}

/// A number in letters: `aab` for 1.
fn letters(at: u32) -> String {
    [at / 26 / 26, at / 26 % 26, at % 26].into_iter().filter_map(|at| char::from_digit(at + 10, 36)).collect()
}

#[test]
fn imports_keep_the_index_in_step() {
    let desk = answered();
    import(&desk, "obstacles", "number,title,ministry\nB-020,Appel,OCW\nB-021,Peer,OCW\n");
    assert!(finds(&desk, "appel", "B-020") && finds(&desk, "peer", "B-021"));
    desk.file("list.csv", "number,title,question\nB-020,Kers,Appel?\nB-021,Peer,\n");
    desk.run(["import", "obstacles", "list.csv", "--update"]).ok();
    assert!(finds(&desk, "kers", "B-020") && finds(&desk, "appel", "B-020") && finds(&desk, "peer", "B-021"));
    is_in_order(&desk);
    desk.file("list.csv", "number,title\nF-01,Druif\n");
    desk.run(["import", "factsheets", "list.csv", "--update"]).ok();
    assert!(finds(&desk, "druif", "F-01") && !finds(&desk, "stageovereenkomsten", "F-01"));
    // A list with a mistake in it leaves all as it was.
    desk.file("list.csv", "number,title,ministry\nB-030,Vijg,OCW\nB-031,Dadel,XYZ\n");
    desk.run(["import", "obstacles", "list.csv"]).fails(65);
    assert!(!finds(&desk, "vijg", "B-030"));
    desk.run(["undo"]).ok();
    assert!(finds(&desk, "stageovereenkomsten", "F-01") && !finds(&desk, "druif", "F-01"));
    desk.run(["undo"]).ok();
    assert!(finds(&desk, "appel", "B-020") && !finds(&desk, "kers", "B-020"));
    desk.run(["undo"]).ok();
    assert!(!finds(&desk, "appel", "B-020") && !finds(&desk, "peer", "B-021"));
    is_in_order(&desk);
}

#[test]
fn erasing_a_person_leaves_the_rest_to_be_found() {
    let desk = answered();
    desk.run(["edit", "13", "--handler", "P. Bewerker"]).ok();
    desk.run(["erase", "person", "P. Bewerker"]).ok();
    assert_eq!(desk.rows(["list", "--handler", "N-02", "--columns", "number"]).len(), 1);
    let before = found(&desk, &["search", "rolstoelbus"]);
    assert_eq!(before, ["B-013"]);
    is_in_order(&desk);
}

#[test]
fn a_copy_and_its_restoration_are_searched_alike() {
    let desk = answered();
    let expected = desk.run(["search", "stage contract", "--format", "json"]).ok();
    desk.run(["backup", "copy.db"]).ok();
    desk.run(["edit", "1", "--title", "Appel", "--clear", "question"]).ok();
    desk.run(["restore", "copy.db", "--force"]).ok();
    assert_eq!(desk.run(["search", "stage contract", "--format", "json"]).ok(), expected);
    assert_eq!(
        desk.run(["--register", "copy.db", "search", "stage contract", "--format", "json"]).ok(),
        expected
    );
    is_in_order(&desk);
}

#[test]
fn a_moment_is_searched_as_it_was() {
    let desk = answered();
    desk.run(["edit", "13", "--title", "Appel", "--clear", "question"]).ok();
    assert_eq!(found(&desk, &["search", "rolstoelbus"]), Vec::<String>::new());
    assert_eq!(found(&desk, &["search", "rolstoelbus", "--as-of", "5"]), ["B-013"]);
    assert_eq!(found(&desk, &["search", "appel", "--as-of", "5"]), Vec::<String>::new());
    assert_eq!(found(&desk, &["search", "zeppelin", "--as-of", "4"]), ["B-010"]);
    assert_eq!(found(&desk, &["search", "zeppelin", "--as-of", "5"]), Vec::<String>::new());
    assert_eq!(found(&desk, &["search", "zeppelin", "--as-of", "3"]), Vec::<String>::new());
    // By the synonyms of then as well.
    desk.run(["synonym", "add", "xyz", "parkeren"]).ok();
    assert_eq!(found(&desk, &["search", "xyz"]), ["B-009"]);
    assert_eq!(found(&desk, &["search", "xyz", "--as-of", "5"]), Vec::<String>::new());
}

/// What is told of a tampered index.
const DIFFERS: &str = "the search index is not in step; repair it with 'ruimte check --repair-search'";

#[test]
fn a_tampered_index_is_found_and_repaired() {
    for (tampered, named) in [
        // B-013, whose words are gone.
        ("DELETE FROM search WHERE rowid = 104", "B-013"),
        // S-02.
        ("DELETE FROM search WHERE rowid = 18", "S-02"),
        // A record that is not there, and one that says something else.
        ("INSERT INTO search (rowid, words, parts) VALUES (800, 'appel', '')", "B-100"),
        (
            "DELETE FROM search WHERE rowid = 104; INSERT INTO search (rowid, words, parts) VALUES (104, 'appel', '')",
            "B-013",
        ),
        // The words by which slips are found.
        ("DELETE FROM search_word WHERE word = 'rolstoelbus'", "the search index"),
    ] {
        let desk = answered();
        let expected = desk.run(["search", "rolstoelbussen", "--format", "json"]).ok();
        tamper(&desk, tampered);
        let done = desk.run(["check", "--format", "csv"]);
        assert_eq!(done.code, 1, "{tampered}: {}{}", done.stdout, done.stderr);
        let told: Vec<&str> = done.stdout.lines().skip(1).collect();
        assert!(
            told.iter().any(|line| line.contains(named)) && told.iter().all(|line| line.contains(DIFFERS)),
            "{tampered}: {told:?}"
        );
        desk.run(["check", "--repair-search"]).ok();
        is_in_order(&desk);
        assert_eq!(desk.run(["search", "rolstoelbussen", "--format", "json"]).ok(), expected);
    }
}

#[test]
fn what_was_put_into_the_index_is_not_found_as_a_record() {
    let desk = answered();
    tamper(
        &desk,
        "INSERT INTO search (rowid, words, parts) VALUES (800, 'rolstoelbus', ''), (803, 'rolstoelbus', ''), (-8, 'rolstoelbus', '')",
    );
    for command in ["search", "similar"] {
        assert_eq!(found(&desk, &[command, "rolstoelbus"]), ["B-013"]);
    }
}

/// As the index of a program of other rules could be: another name, and nothing of use in it.
const OTHER_RULES: &str =
    "UPDATE register SET search = 'klingon-20100101-1'; DELETE FROM search; DELETE FROM search_word";

#[test]
fn an_index_of_other_rules_does_not_stop_a_look_at_the_past() {
    let desk = answered();
    tamper(&desk, OTHER_RULES);
    for time in [["--as-of", "4"], ["--reference-date", "2018-12-31"]] {
        assert_eq!(found(&desk, &[&["search", "rolstoelbussen"][..], &time].concat()), ["B-013"]);
        assert_eq!(found(&desk, &[&["similar", "rolstoelbussen"][..], &time].concat()), ["B-013"]);
    }
}

#[test]
fn the_index_is_named_after_its_rules_and_holds_no_text() {
    let desk = answered();
    let connection = opened(&desk);
    let rules: String = connection.query_row("SELECT search FROM register", [], |row| row.get(0)).unwrap();
    assert!(rules.starts_with("dutch-"), "{rules}");
    let texts: Option<String> =
        connection.query_row("SELECT max(words) FROM search", [], |row| row.get(0)).unwrap();
    assert_eq!(texts, None);
    let rows: BTreeSet<i64> = connection
        .prepare("SELECT rowid FROM search")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    // B-010 is void.
    let obstacles = (1..=15).map(|number| if number == 10 { 84 } else { number * 8 });
    let expected: BTreeSet<i64> = obstacles.chain([9, 17, 25]).chain([10, 18]).collect();
    assert_eq!(rows, expected);
}
