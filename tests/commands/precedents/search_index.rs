//! The search index matches the records after every write, and is rebuilt if it is outdated or was tampered with.

use super::{answered_register, assert_check_passes, found, hits, import, open_register, reasons, tamper};
use crate::common::Sandbox;
use std::collections::BTreeSet;

#[track_caller]
fn finds(sandbox: &Sandbox, word: &str, number: &str) -> bool {
    found(sandbox, &format!("search --limit 100 -- '\"{word}\"'")).iter().any(|found| found == number)
}

#[test]
fn every_write_keeps_the_index_up_to_date() {
    let sandbox = answered_register();
    let step = |arguments: &str, found: &[(&str, &str)], lost: &[(&str, &str)]| {
        sandbox.run(arguments).ok();
        // Search for all words in one query, because a separate query for each word would be slower.
        let words: Vec<&str> = found.iter().chain(lost).map(|(word, _)| *word).collect();
        let hits = hits(&sandbox, &format!("search --limit 100 '{}'", words.join(" ")));
        let finds = |(word, number): &(&str, &str)| {
            hits.iter().any(|hit| hit["number"] == *number && reasons(hit, "words").contains(&(*word).to_owned()))
        };
        assert!(found.iter().all(finds) && !lost.iter().any(finds), "{arguments:?}: {hits:?}");
        assert_check_passes(&sandbox);
    };
    step("log Appel --ministry OCW --question 'Peer?' -q", &[("appel", "B-016"), ("peer", "B-016")], &[]);
    step(
        "edit 16 --title Kers --law 'cao: Pruim'",
        &[("kers", "B-016"), ("pruim", "B-016"), ("peer", "B-016")],
        &[("appel", "B-016")],
    );
    step("edit 16 --clear question,laws", &[("kers", "B-016")], &[("peer", "B-016"), ("pruim", "B-016")]);
    step("analyse 16 --analysis Druif.", &[("druif", "B-016")], &[]);
    step(
        "classify 16 within-rules --because Vijg --answer Dadel.",
        &[("vijg", "B-016"), ("dadel", "B-016"), ("druif", "B-016")],
        &[],
    );
    step("undo", &[("druif", "B-016")], &[("vijg", "B-016"), ("dadel", "B-016")]);
    step("close 16 --as withdrawn --because Mango", &[("mango", "B-016")], &[]);
    step("reopen 16 --because Papaja", &[("papaja", "B-016")], &[("mango", "B-016")]);
    step("link 16 F-01 S-01 B-001", &[("kers", "B-016")], &[]);
    step("unlink 16 F-01", &[("kers", "B-016")], &[]);
    step("contact call 16 --note Citroen", &[], &[("citroen", "B-016")]);
    step("factsheet add Framboos --body '# Bes'", &[("framboos", "F-04"), ("bes", "F-04")], &[]);
    step("factsheet edit 4 --title Braam", &[("braam", "F-04"), ("bes", "F-04")], &[("framboos", "F-04")]);
    step("scheme edit 2 --title Kokos", &[("kokos", "S-02")], &[("investeringsfonds", "S-02")]);
    step("undo", &[("investeringsfonds", "S-02")], &[("kokos", "S-02")]);
    step("void F-04 --because Abrikoos", &[], &[("braam", "F-04")]);
    assert_eq!(found(&sandbox, "search abrikoos --with-void"), ["F-04"]);
    step("log Banaan --ministry OCW --dry-run", &[], &[("banaan", "B-017")]);
}

#[test]
fn every_record_of_a_long_import_is_indexed_and_so_is_an_updated_one() {
    let sandbox = Sandbox::new();
    let list = |word: &str| -> String {
        let rows = (1..=300).map(|at| format!("B-{at:03},{word}{},OCW\n", letters(at)));
        std::iter::once("number,title,ministry\n".to_owned()).chain(rows).collect()
    };
    import(&sandbox, "obstacles", &list("appel"));
    let all = |word: &str| {
        [1, 64, 65, 128, 129, 300]
            .into_iter()
            .all(|at| finds(&sandbox, &format!("{word}{}", letters(at)), &format!("B-{at:03}")))
    };
    assert!(all("appel"));
    assert_check_passes(&sandbox);
    sandbox.write("list.csv", list("peer"));
    sandbox.run("import obstacles list.csv --update").ok();
    assert!(all("peer") && !finds(&sandbox, &format!("appel{}", letters(1)), "B-001"));
    assert_check_passes(&sandbox);
}

/// Encodes a number as a word of three letters: 1 becomes `aab`.
fn letters(at: u32) -> String {
    [at / 26 / 26, at / 26 % 26, at % 26].into_iter().filter_map(|at| char::from_digit(at + 10, 36)).collect()
}

#[test]
fn imports_keep_the_index_up_to_date() {
    let sandbox = answered_register();
    import(&sandbox, "obstacles", "number,title,ministry\nB-020,Appel,OCW\nB-021,Peer,OCW\n");
    assert!(finds(&sandbox, "appel", "B-020") && finds(&sandbox, "peer", "B-021"));
    sandbox.write("list.csv", "number,title,question\nB-020,Kers,Appel?\nB-021,Peer,\n");
    sandbox.run("import obstacles list.csv --update").ok();
    assert!(finds(&sandbox, "kers", "B-020") && finds(&sandbox, "appel", "B-020") && finds(&sandbox, "peer", "B-021"));
    assert_check_passes(&sandbox);
    sandbox.write("list.csv", "number,title\nF-01,Druif\n");
    sandbox.run("import factsheets list.csv --update").ok();
    assert!(finds(&sandbox, "druif", "F-01") && !finds(&sandbox, "stageovereenkomsten", "F-01"));
    sandbox.write("list.csv", "number,title,ministry\nB-030,Vijg,OCW\nB-031,Dadel,XYZ\n");
    sandbox.run("import obstacles list.csv").fails(65);
    assert!(!finds(&sandbox, "vijg", "B-030"));
    sandbox.run("undo").ok();
    assert!(finds(&sandbox, "stageovereenkomsten", "F-01") && !finds(&sandbox, "druif", "F-01"));
    sandbox.run("undo").ok();
    assert!(finds(&sandbox, "appel", "B-020") && !finds(&sandbox, "kers", "B-020"));
    sandbox.run("undo").ok();
    assert!(!finds(&sandbox, "appel", "B-020") && !finds(&sandbox, "peer", "B-021"));
    assert_check_passes(&sandbox);
}

#[test]
fn erasing_a_person_leaves_other_words_searchable() {
    let sandbox = answered_register();
    sandbox.run("edit 13 --handler 'P. Bewerker'").ok();
    sandbox.run("erase person 'P. Bewerker'").ok();
    assert_eq!(sandbox.rows("list --handler N-02 --columns number").len(), 1);
    let before = found(&sandbox, "search rolstoelbus");
    assert_eq!(before, ["B-013"]);
    assert_check_passes(&sandbox);
}

#[test]
fn a_backup_and_a_restored_register_have_the_same_search_results() {
    let sandbox = answered_register();
    let expected = sandbox.run("search 'stage contract' --format json").ok();
    sandbox.run("backup copy.db").ok();
    sandbox.run("edit 1 --title Appel --clear question").ok();
    sandbox.run("restore copy.db --force").ok();
    assert_eq!(sandbox.run("search 'stage contract' --format json").ok(), expected);
    assert_eq!(sandbox.run("--register copy.db search 'stage contract' --format json").ok(), expected);
    assert_check_passes(&sandbox);
}

#[test]
fn a_search_as_of_a_moment_uses_the_records_of_that_moment() {
    let sandbox = answered_register();
    sandbox.run("edit 13 --title Appel --clear question").ok();
    assert_eq!(found(&sandbox, "search rolstoelbus"), Vec::<String>::new());
    assert_eq!(found(&sandbox, "search rolstoelbus --as-of 5"), ["B-013"]);
    assert_eq!(found(&sandbox, "search appel --as-of 5"), Vec::<String>::new());
    assert_eq!(found(&sandbox, "search zeppelin --as-of 4"), ["B-010"]);
    assert_eq!(found(&sandbox, "search zeppelin --as-of 5"), Vec::<String>::new());
    assert_eq!(found(&sandbox, "search zeppelin --as-of 3"), Vec::<String>::new());
    // A search as of an earlier moment uses only the synonyms that existed at that moment.
    sandbox.run("synonym add xyz parkeren").ok();
    assert_eq!(found(&sandbox, "search xyz"), ["B-009"]);
    assert_eq!(found(&sandbox, "search xyz --as-of 5"), Vec::<String>::new());
}

/// The message that `check` prints if the search index does not match the records.
const DIFFERS: &str = "the search index does not match the register; repair it with 'ruimte check --repair-search'";

#[test]
fn a_tampered_index_is_found_and_repaired() {
    for (tampered, named) in [
        // Removes the words of B-013 from the index.
        ("DELETE FROM search WHERE rowid = 104", "B-013"),
        // Removes the words of S-02 from the index.
        ("DELETE FROM search WHERE rowid = 18", "S-02"),
        // Adds words for a record that does not exist, and wrong words for an existing record.
        ("INSERT INTO search (rowid, words, parts) VALUES (800, 'appel', '')", "B-100"),
        (
            "DELETE FROM search WHERE rowid = 104; INSERT INTO search (rowid, words, parts) VALUES (104, 'appel', '')",
            "B-013",
        ),
        // Removes a word from the list that is used for correcting typos in queries.
        ("DELETE FROM search_word WHERE word = 'rolstoelbus'", "the search index"),
    ] {
        let sandbox = answered_register();
        let expected = sandbox.run("search rolstoelbussen --format json").ok();
        tamper(&sandbox, tampered);
        let result = sandbox.run("check --format csv");
        assert_eq!(result.code, 1, "{tampered}: {}{}", result.stdout, result.stderr);
        let message: Vec<&str> = result.stdout.lines().skip(1).collect();
        assert!(
            message.iter().any(|line| line.contains(named)) && message.iter().all(|line| line.contains(DIFFERS)),
            "{tampered}: {message:?}"
        );
        sandbox.run("check --repair-search").ok();
        assert_check_passes(&sandbox);
        assert_eq!(sandbox.run("search rolstoelbussen --format json").ok(), expected);
    }
}

#[test]
fn forged_index_rows_are_not_found_as_records() {
    let sandbox = answered_register();
    tamper(
        &sandbox,
        "INSERT INTO search (rowid, words, parts) VALUES (800, 'rolstoelbus', ''), (803, 'rolstoelbus', ''), (-8, 'rolstoelbus', '')",
    );
    for command in ["search", "similar"] {
        assert_eq!(found(&sandbox, &format!("{command} rolstoelbus")), ["B-013"]);
    }
}

/// SQL that makes the search index look as if another program version built it: changes its version number and removes
/// its content.
const OTHER_RULES: &str =
    "UPDATE register SET search = 'klingon-20100101-1'; DELETE FROM search; DELETE FROM search_word";

#[test]
fn an_outdated_index_does_not_prevent_reading_as_of_a_moment() {
    let sandbox = answered_register();
    tamper(&sandbox, OTHER_RULES);
    for time in ["--as-of 4", "--reference-date 2018-12-31"] {
        assert_eq!(found(&sandbox, &format!("search rolstoelbussen {time}")), ["B-013"]);
        assert_eq!(found(&sandbox, &format!("similar rolstoelbussen {time}")), ["B-013"]);
    }
}

#[test]
fn the_index_is_named_after_its_version_and_contains_no_text() {
    let sandbox = answered_register();
    let connection = open_register(&sandbox);
    let rules: String = connection.query_row("SELECT search FROM register", [], |row| row.get(0)).unwrap();
    assert!(rules.starts_with("dutch-"), "{rules}");
    let texts: Option<String> = connection.query_row("SELECT max(words) FROM search", [], |row| row.get(0)).unwrap();
    assert_eq!(texts, None);
    let rows: BTreeSet<i64> = connection
        .prepare("SELECT rowid FROM search")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    // In the index, the row id of an obstacle encodes its number and whether it is void. Here, only B-010 is void.
    let obstacles = (1..=15).map(|number| if number == 10 { 84 } else { number * 8 });
    let expected: BTreeSet<i64> = obstacles.chain([9, 17, 25]).chain([10, 18]).collect();
    assert_eq!(rows, expected);
}
