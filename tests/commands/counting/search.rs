//! Search, compared with a plain loop over all texts. Both ignore capitals and accents.

use super::filters::some_filters;
use super::{Plain, cell, has, varied_register};
use crate::common::{CommandLine, Row, Sandbox, rows_of};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Splits a text into words in lower case without accents.
fn words(text: &str) -> Vec<String> {
    let folded: String = text.nfd().filter(|character| !is_combining_mark(*character)).collect();
    folded
        .to_lowercase()
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The columns that search covers. The handler is missing on purpose: persons are found only with `--handler`.
const TEXTS: &[&str] = &[
    "title",
    "question",
    "analysis",
    "answer",
    "initiative",
    "reason",
    "rule_change",
    "file_number",
    "laws",
    "summary",
    "body",
    "law",
    "url",
    "provenance_note",
];

/// Whether any text of the record contains exactly these words, next to each other.
fn has_phrase(row: &Row, phrase: &str) -> bool {
    let phrase = words(phrase);
    TEXTS.iter().any(|name| words(cell(row, name)).windows(phrase.len()).any(|window| *window == *phrase))
}

fn has_prefix(row: &Row, beginning: &str) -> bool {
    TEXTS.iter().flat_map(|name| words(cell(row, name))).any(|word| word.starts_with(beginning))
}

impl Plain {
    fn numbers_with(&self, holds: impl Fn(&Row) -> bool) -> BTreeSet<String> {
        let all = self.obstacles.iter().chain(&self.factsheets).chain(&self.schemes);
        all.filter(|row| holds(row)).map(|row| cell(row, "number").to_owned()).collect()
    }
}

/// The numbers of all search results. The search limit is never reached, because these registers have fewer records.
#[track_caller]
fn found(sandbox: &Sandbox, query: impl CommandLine) -> BTreeSet<String> {
    let query = ["search --limit 1000 --format csv".arguments(), query.arguments()].concat();
    let rows = rows_of(&sandbox.run(&query).ok());
    let numbers: BTreeSet<String> = rows.iter().map(|row| row["number"].clone()).collect();
    assert_eq!(numbers.len(), rows.len(), "nothing is found twice: {query:?}");
    numbers
}

fn set(numbers: &[&str]) -> BTreeSet<String> {
    numbers.iter().map(|number| (*number).to_owned()).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

#[test]
fn a_search_finds_what_a_plain_scan_of_all_texts_finds() {
    let (sandbox, plain) = (Sandbox::demo(), Plain::demo());
    let (mut some, mut all) = (0, 0);
    // A phrase in quotes matches exactly these words, next to each other.
    for query in [
        "stage",
        "stagecontract",
        "stages",
        "contract",
        "contracten",
        "praktijkovereenkomst",
        "cliënt",
        "CLIENT",
        "clie\u{308}nt",
        "medicatie",
        "Rotterdam",
        "BWBR0007625",
        "bwbr0007625",
        "7.2.8",
        "BWBR0007625 art. 7.2.8",
        "cao",
        "Cao VVT",
        "zorg en welzijn",
        "mbo-verpleegkunde",
        "mbo student",
        "e-zine",
        "stagefonds zorg",
        "fonds",
        "publicatie",
        "december 2018",
        "32016R0679",
        "xyzzy",
        "wet big",
        "17",
        "vsv'er",
        "subsidieregeling",
        "onderwijstijd, bpv en keuzedelen",
        "studente\u{301}n",
    ] {
        let wanted = plain.numbers_with(|row| has_phrase(row, query));
        assert_eq!(found(&sandbox, [&quoted(query)]), wanted, "{query}");
        some += usize::from(!wanted.is_empty());
        all += wanted.len();
    }
    assert!(some >= 25 && all >= 200, "{some} {all}");
}

#[test]
fn a_search_finds_every_record_with_any_of_the_words_in_any_order_and_case() {
    let (sandbox, plain) = (Sandbox::demo(), Plain::demo());
    for query in [
        "stage",
        "stage contract",
        "contract stage",
        "STAGE Contract",
        "cliënt",
        "client medicatie",
        "BWBR0007625",
        "bwbr0007625 rotterdam",
        "zorg school regio",
        "school, zorg; regio!",
        "mbo-verpleegkunde",
        "stagefonds verruimd",
        "stage xyzzy",
        "xyzzy stage",
        "wet big",
        "(bbl)",
        "c\u{327}a big",
    ] {
        let whole = found(&sandbox, [query]);
        let wanted = plain.numbers_with(|row| words(query).iter().any(|word| has_phrase(row, word)));
        assert!(!wanted.is_empty() && whole.is_superset(&wanted), "{query}: {:?}", &wanted - &whole);
        let apart: Vec<&str> = query.split(' ').collect();
        assert_eq!(found(&sandbox, &apart), whole, "{apart:?}");
        let turned: Vec<&str> = query.split(' ').rev().collect();
        assert_eq!(found(&sandbox, &turned), whole, "{turned:?}");
        assert_eq!(found(&sandbox, [&query.to_uppercase()]), whole, "{query}");
    }
}

#[test]
fn a_search_accepts_the_same_filters_as_a_list() {
    let (sandbox, plain) = (varied_register(), Plain::varied());
    let whole = found(&sandbox, ["regel", "regeling"]);
    let of_kind = |prefix: char| whole.iter().filter(|number| number.starts_with(prefix)).count();
    assert!(of_kind('B') > 10 && of_kind('F') > 0 && of_kind('S') > 0, "{whole:?}");
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        // A factsheet or scheme is expected if the filter selects an obstacle that is linked to it.
        let is_meant = |number: &str| match &number[..1] {
            _ if filter.is_empty() => true,
            "F" => chosen.iter().any(|row| has(row, "factsheets", number)),
            "S" => chosen.iter().any(|row| has(row, "schemes", number)),
            _ => chosen.iter().any(|row| cell(row, "number") == number),
        };
        let wanted: BTreeSet<String> = whole.iter().filter(|number| is_meant(number)).cloned().collect();
        assert_eq!(found(&sandbox, format!("regel regeling {filter}")), wanted, "{filter:?}");
        let exactly = plain.numbers_with(|row| has_phrase(row, "regel") && is_meant(cell(row, "number")));
        assert_eq!(found(&sandbox, format!("'\"regel\"' {filter}")), exactly, "{filter:?}");
    }
}

#[test]
fn a_search_covers_every_text_of_an_obstacle() {
    let sandbox = Sandbox::new();
    sandbox
        .run("log Appel --ministry OCW --question Peer --analysis Kers --answer Druif --initiative Pruim --rule-change Vijg --file-number Citroen --handler Meloen --law 'own-rule: Perzik'")
        .ok();
    sandbox.run("log 'Een wandeling' --ministry VWS").ok();
    sandbox.run("analyse 1 --analysis 'Kers en Banaan'").ok();
    sandbox.run("classify 1 within-rules --because Mango --answer 'Druif en Kiwi'").ok();
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
        assert_eq!(found(&sandbox, [word]), set(&["B-001"]), "{word}");
    }
    // The name of the handler is not indexed, because that name may have to be erased.
    assert_eq!(found(&sandbox, ["meloen"]), set(&[]));
    assert_eq!(found(&sandbox, ["appel wandeling"]), set(&["B-001", "B-002"]));
}

#[test]
fn a_search_covers_every_text_of_a_factsheet_and_a_scheme() {
    let sandbox = Sandbox::new();
    sandbox.run("factsheet add Appel --summary Peer --body '# Kers\n\nen *Banaan*'").ok();
    sandbox.run("factsheet edit 1 --url https://example.nl/druif").ok();
    sandbox.run("scheme add Kiwi --law BWBR0030326 --url https://example.org/pruim").ok();
    sandbox.run("scheme add Vijg").ok();
    for (words, number) in [
        (&["appel", "peer", "kers", "banaan", "druif"][..], "F-01"),
        (&["kiwi", "BWBR0030326", "pruim"], "S-01"),
        (&["vijg"], "S-02"),
    ] {
        for word in words {
            assert_eq!(found(&sandbox, [word]), set(&[number]), "{word}");
        }
    }
}

#[test]
fn a_search_reflects_every_change() {
    let sandbox = Sandbox::new();
    let is_found = |word: &str, number: &str| assert_eq!(found(&sandbox, [word]), set(&[number]), "{word}");
    let is_gone = |word: &str| assert_eq!(found(&sandbox, [word]), set(&[]), "{word}");
    sandbox.run("log Appel --ministry OCW --question Peer").ok();
    sandbox.run("edit 1 --title Kers").ok();
    is_gone("appel");
    is_found("kers", "B-001");
    is_found("peer", "B-001");
    sandbox.run("edit 1 --clear question").ok();
    is_gone("peer");
    sandbox.run("edit 1 --law 'own-rule: Druif'").ok();
    is_found("druif", "B-001");
    sandbox.run("edit 1 --clear law").ok();
    is_gone("druif");
    sandbox.run("classify 1 within-rules --because Mango").ok();
    is_found("mango", "B-001");
    sandbox.run("reopen 1 --because Kiwi").ok();
    is_gone("mango");
    is_found("kiwi", "B-001");
    sandbox.run("close 1 --as withdrawn --because Pruim").ok();
    is_gone("kiwi");
    is_found("pruim", "B-001");
    is_found("kers", "B-001");
    sandbox.write("update.csv", "number,title\nB-001,Vijg\n");
    sandbox.run("import obstacles update.csv --update").ok();
    is_gone("kers");
    is_found("vijg", "B-001");
    is_found("pruim", "B-001");
    sandbox.run("edit 1 --title Meloen --dry-run").ok();
    is_gone("meloen");
    is_found("vijg", "B-001");
    sandbox.run("factsheet add Sinaasappel").ok();
    is_found("sinaasappel", "F-01");
    sandbox.run("factsheet edit 1 --title Banaan --body Citroen").ok();
    is_gone("sinaasappel");
    is_found("banaan", "F-01");
    is_found("citroen", "F-01");
    sandbox.run("scheme add Perzik").ok();
    is_found("perzik", "S-01");
    sandbox.run("undo").ok();
    is_gone("perzik");
    sandbox.run("void F-01 --because Dubbel").ok();
    is_gone("banaan");
}

#[test]
fn accents_and_case_make_no_difference_however_they_are_stored() {
    let sandbox = Sandbox::new();
    for title in ["Cliënte", "clie\u{308}nte", "CLIENTE", "ÉÉN COÖPERATIE", "e\u{301}e\u{301}n coo\u{308}peratie"] {
        sandbox.run(format!("log '{title}' --ministry OCW")).ok();
    }
    for query in ["cliënte", "CLIENTE", "Clie\u{308}nt", "client", "cliént", "\"clie\u{308}nte\""] {
        assert_eq!(found(&sandbox, [query]), set(&["B-001", "B-002", "B-003"]), "{query}");
    }
    for query in ["één cooperatie", "COÖPERATIE EEN", "coo\u{308}p e\u{301}e\u{301}n", "\"EEN coöperatie\""] {
        assert_eq!(found(&sandbox, [query]), set(&["B-004", "B-005"]), "{query}");
    }
}

#[test]
fn text_that_looks_like_query_syntax_is_plain_words() {
    let sandbox = Sandbox::demo();
    let search = |query: &str| sandbox.run(["search", "--limit", "1000", "--format", "csv", "--", query]);
    let mut some = 0;
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
        "stage contract\"",
        "st\"age",
        "title:stage",
        "words:stage",
        "parts : stage",
        "^stage",
        "stage + contract",
        "stage - contract",
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
        let result = search(query);
        let bare = words(query).join(" ");
        if bare.is_empty() {
            assert_eq!(result.fails(2), format!("ruimte: there is no word in '{query}' to search for\n"));
        } else {
            let found = result.ok();
            assert_eq!(found, search(&bare).ok(), "{query}");
            some += usize::from(found.lines().count() > 1);
        }
    }
    assert!(some >= 20, "{some}");
}

#[test]
fn a_word_after_a_hyphen_is_excluded_and_a_phrase_in_quotes_is_required() {
    let (sandbox, plain) = (Sandbox::demo(), Plain::demo());
    let stage = found(&sandbox, ["stage"]);
    let has_stage = plain.numbers_with(|row| has_phrase(row, "stage"));
    for word in ["contract", "mbo", "zorg", "xyzzy"] {
        let left = found(&sandbox, ["--", "stage", &format!("-{word}")]);
        let with_word = plain.numbers_with(|row| has_phrase(row, word));
        let with_beginning = plain.numbers_with(|row| has_prefix(row, word));
        assert!(left.is_subset(&stage) && left.is_disjoint(&with_word), "{word}: {left:?}");
        assert!(left.is_superset(&(&stage - &with_beginning)), "{word}: {left:?}");
    }
    for phrase in ["mbo", "een student", "stagefonds zorg"] {
        let both = found(&sandbox, [&format!("stage {}", quoted(phrase))]);
        let with_phrase = plain.numbers_with(|row| has_phrase(row, phrase));
        assert!(!both.is_empty() && both.is_subset(&with_phrase), "{phrase}: {both:?}");
        assert!(both.is_superset(&(&has_stage & &with_phrase)), "{phrase}: {both:?}");
    }
    let both = found(&sandbox, ["--", "\"stage\" \"mbo\" -contract"]);
    let wanted = plain.numbers_with(|row| has_phrase(row, "stage") && has_phrase(row, "mbo"));
    assert!(both.is_subset(&wanted), "{both:?}");
    assert!(both.is_superset(&(&wanted - &plain.numbers_with(|row| has_prefix(row, "contract")))), "{both:?}");
}

/// A register with `count` obstacles about hay ("hooi") and grass ("gras"). Only the last has "gras" before "hooi".
fn hay_register(count: usize) -> Sandbox {
    let sandbox = Sandbox::new();
    let rows: Vec<String> = (1..count).map(|row| format!("Hooi gras {row},OCW,\n")).collect();
    let long = "Zin met woorden. ".repeat(60);
    sandbox.write("list.csv", format!("title,ministry,question\n{}Los,OCW,{long} gras hooi\n", rows.concat()));
    sandbox.run("import obstacles list.csv").ok();
    sandbox
}

#[test]
fn a_phrase_is_found_among_many_records_with_its_words() {
    assert_eq!(found(&hay_register(300), ["\"gras hooi\""]), set(&["B-300"]));
}

#[test]
fn results_beyond_an_internal_limit_are_reported() {
    let sandbox = hay_register(300);
    let result = sandbox.run("search hooi --limit 1000 --format csv");
    let count = result.stdout.lines().count() - 1;
    assert!(count == 300 || result.stderr.contains("The best "), "{count}: {}", result.stderr);
}

#[test]
fn a_search_reads_its_words_from_standard_input() {
    let sandbox = Sandbox::demo();
    let arguments = ["search", "-", "--limit", "1000", "--format", "csv"];
    let result = sandbox.run_with_input(arguments, "stage contract\n").ok();
    let typed = sandbox.run("search 'stage contract' --limit 1000 --format csv").ok();
    assert_eq!(result, typed);
    assert!(result.lines().count() > 1);
}

#[test]
fn a_search_without_a_word_is_rejected_with_a_clear_message() {
    let sandbox = Sandbox::demo();
    for query in ["\"", "\"\"", "*", "^", ":", "()", "''", "--", " ", "", "…", "😀", "+ -", "\\"] {
        assert_eq!(
            sandbox.run(["search", "--", query]).fails(2),
            format!("ruimte: there is no word in '{query}' to search for\n")
        );
    }
    assert_eq!(sandbox.run("search -").fails(2), "ruimte: there is no word in '' to search for\n");
    assert_eq!(sandbox.run("search").fails(2), "ruimte: missing: <WORDS>...; see: ruimte search --help\n");
}
