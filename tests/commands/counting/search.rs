//! Search against a plain scan of all texts, and its words whatever they look like.

use super::filters::some_filters;
use super::{Plain, busy, cell, join, numbers};
use crate::desk::{Desk, Row};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text, without accents and in small letters.
fn words(text: &str) -> Vec<String> {
    let folded: String = text.nfd().filter(|character| !is_combining_mark(*character)).collect();
    folded
        .to_lowercase()
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

const TEXTS: &[&str] = &[
    "title",
    "question",
    "analysis",
    "answer",
    "initiative",
    "reason",
    "rule_change",
    "file_number",
    "handler",
    "laws",
    "provenance_note",
];

/// Whether each word begins a word of some text.
fn finds(row: &Row, query: &str) -> bool {
    let known: Vec<String> = TEXTS.iter().flat_map(|name| words(cell(row, name))).collect();
    words(query).iter().all(|word| known.iter().any(|known| known.starts_with(word.as_str())))
}

#[track_caller]
fn found(desk: &Desk, query: &[&str]) -> Vec<String> {
    let done = desk.run(join(&[&["search", "--columns", "number", "--format", "csv"], query]));
    done.ok().lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_search_finds_what_a_plain_scan_of_all_texts_finds() {
    let (desk, plain) = (Desk::demo(), Plain::demo());
    let mut some = 0;
    for query in [
        "stage",
        "stage contract",
        "contract stage",
        "STAGE Contract",
        "stagecontract",
        "één",
        "een",
        "EEN",
        "cliënt",
        "client",
        "clie",
        "medicatie",
        "BWBR0007625",
        "bwbr0007625",
        "7.2.8",
        "BWBR0007625 art. 7.2.8",
        "cao",
        "Cao VVT",
        "zorg school regio",
        "school, zorg; regio!",
        "mbo-verpleegkunde",
        "verpleegkunde mbo",
        "stagefonds verruimd",
        "publicatie december 2018",
        "32016R0679",
        "b",
        "de",
        "and",
        "or not",
        "near",
        "rotterdam",
        "xyzzy",
        "stage xyzzy",
        "wet big",
        "(bbl)",
        "17",
        "vsv'er",
        "ruimte/regels",
        "c\u{327}a",
        "e\u{301}e\u{301}n",
        "studente\u{301}n",
    ] {
        let wanted = numbers(&plain.chosen(|row| finds(row, query)));
        assert_eq!(found(&desk, &[query]), wanted, "{query}");
        some += usize::from(!wanted.is_empty());
        let apart: Vec<&str> = query.split(' ').collect();
        assert_eq!(found(&desk, &apart), wanted, "{apart:?}");
    }
    assert!(some >= 25, "{some}");
}

#[test]
fn a_search_takes_the_same_filters_as_a_list() {
    let (desk, plain) = (busy(), Plain::busy());
    for (filter, holds) in some_filters() {
        let wanted = numbers(&plain.chosen(|row| finds(row, "regel") && holds(row)));
        assert_eq!(found(&desk, &join(&[&["regel"], filter])), wanted, "{filter:?}");
    }
}

#[test]
fn a_search_looks_in_every_text_of_an_obstacle() {
    let desk = Desk::new();
    desk.run([
        "log",
        "Appel",
        "--ministry",
        "OCW",
        "--question",
        "Peer",
        "--analysis",
        "Kers",
        "--answer",
        "Druif",
        "--initiative",
        "Pruim",
        "--rule-change",
        "Vijg",
        "--file-number",
        "Citroen",
        "--handler",
        "Meloen",
        "--law",
        "own-rule: Perzik",
    ])
    .ok();
    desk.run(["log", "Een ander", "--ministry", "VWS"]).ok();
    desk.run(["analyse", "1", "--analysis", "Kers en Banaan"]).ok();
    desk.run(["classify", "1", "within-rules", "--because", "Mango", "--answer", "Druif en Kiwi"]).ok();
    for word in [
        "appel",
        "peer",
        "kers",
        "banaan",
        "druif",
        "kiwi",
        "pruim",
        "vijg",
        "citroen",
        "perzik",
        "mango",
        "mango appel perz",
    ] {
        assert_eq!(found(&desk, &[word]), ["B-001"], "{word}");
    }
    // Who deals with it is a person, and persons can be erased: --handler finds them.
    assert_eq!(found(&desk, &["meloen"]), [""; 0]);
    assert_eq!(found(&desk, &["appel ander"]), [""; 0]);
}

#[test]
fn a_search_keeps_up_with_every_change() {
    let desk = Desk::new();
    desk.run(["log", "Appel", "--ministry", "OCW", "--question", "Peer"]).ok();
    desk.run(["edit", "1", "--title", "Kers"]).ok();
    assert_eq!((found(&desk, &["appel"]), found(&desk, &["kers peer"])), (vec![], vec!["B-001".to_owned()]));
    desk.run(["edit", "1", "--clear", "question"]).ok();
    assert_eq!(found(&desk, &["peer"]), [""; 0]);
    desk.run(["edit", "1", "--law", "own-rule: Druif"]).ok();
    assert_eq!(found(&desk, &["druif"]), ["B-001"]);
    desk.run(["edit", "1", "--clear", "law"]).ok();
    assert_eq!(found(&desk, &["druif"]), [""; 0]);
    desk.run(["classify", "1", "within-rules", "--because", "Mango"]).ok();
    assert_eq!(found(&desk, &["mango"]), ["B-001"]);
    desk.run(["reopen", "1", "--because", "Kiwi"]).ok();
    assert_eq!((found(&desk, &["mango"]), found(&desk, &["kiwi"])), (vec![], vec!["B-001".to_owned()]));
    desk.run(["close", "1", "--as", "withdrawn", "--because", "Pruim"]).ok();
    assert_eq!((found(&desk, &["kiwi"]), found(&desk, &["pruim kers"])), (vec![], vec!["B-001".to_owned()]));
    desk.file("update.csv", "number,title\nB-001,Vijg\n");
    desk.run(["import", "obstacles", "update.csv", "--update"]).ok();
    assert_eq!((found(&desk, &["kers"]), found(&desk, &["vijg pruim"])), (vec![], vec!["B-001".to_owned()]));
    desk.run(["edit", "1", "--title", "Meloen", "--dry-run"]).ok();
    assert_eq!((found(&desk, &["meloen"]), found(&desk, &["vijg"])), (vec![], vec!["B-001".to_owned()]));
}

#[test]
fn accents_and_case_make_no_difference_however_they_are_stored() {
    let desk = Desk::new();
    for title in
        ["Cliënte", "clie\u{308}nte", "CLIENTE", "ÉÉN COÖPERATIE", "e\u{301}e\u{301}n coo\u{308}peratie"]
    {
        desk.run(["log", title, "--ministry", "OCW"]).ok();
    }
    for query in ["cliënte", "CLIENTE", "Clie\u{308}nt", "client", "cliént"] {
        assert_eq!(found(&desk, &[query]), ["B-001", "B-002", "B-003"], "{query}");
    }
    for query in ["één cooperatie", "COÖPERATIE EEN", "coo\u{308}p e\u{301}e\u{301}n"] {
        assert_eq!(found(&desk, &[query]), ["B-004", "B-005"], "{query}");
    }
}

#[test]
fn what_looks_like_the_syntax_of_a_query_is_only_words() {
    let (desk, plain) = (Desk::demo(), Plain::demo());
    for query in [
        "AND",
        "OR",
        "NOT",
        "NEAR(",
        "NEAR(stage contract)",
        "stage AND contract",
        "stage NOT contract",
        "stage*",
        "sta*ge",
        "\"stage",
        "\"stage contract\"",
        "st\"age",
        "title:stage",
        "words:stage",
        "^stage",
        "stage + contract",
        "stage-contract",
        "{stage}",
        "(stage",
        "stage)",
        "stage' OR '1'='1",
        "stage; DROP TABLE obstacle",
        "stage\\",
        "%",
        "stage%",
        "_",
        "?1",
        ":today",
        "\u{24d0}",
        "stage\u{0}".trim_end_matches('\u{0}'),
    ] {
        let done = desk.run(["search", "--columns", "number", "--format", "csv", "--", query]);
        if words(query).is_empty() {
            assert_eq!(done.fails(2), format!("ruimte: there is no word in '{query}' to search for\n"));
        } else {
            let numbers_found: Vec<String> = done.ok().lines().skip(1).map(str::to_owned).collect();
            assert_eq!(numbers_found, numbers(&plain.chosen(|row| finds(row, query))), "{query}");
        }
    }
}

#[test]
fn a_search_reads_its_words_from_standard_input() {
    let desk = Desk::demo();
    let done =
        desk.run_with_input(["search", "-", "--columns", "number", "--format", "csv"], "stage contract\n");
    let numbers: Vec<String> = done.ok().lines().skip(1).map(str::to_owned).collect();
    assert_eq!(numbers, found(&desk, &["stage contract"]));
    assert!(!numbers.is_empty());
}

#[test]
fn a_search_without_a_word_is_refused_in_plain_words() {
    let desk = Desk::demo();
    for query in ["\"", "\"\"", "*", "^", ":", "()", "''", "--", " ", "", "…", "😀", "+ -", "\\"] {
        assert_eq!(
            desk.run(["search", "--", query]).fails(2),
            format!("ruimte: there is no word in '{query}' to search for\n")
        );
    }
    assert_eq!(desk.run(["search", "-"]).fails(2), "ruimte: there is no word in '' to search for\n");
    assert_eq!(desk.run(["search"]).fails(2), "ruimte: missing: <WORDS>...; see: ruimte search --help\n");
}
