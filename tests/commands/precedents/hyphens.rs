//! Words such as B-verpleegkundige are found by either part, and by both parts written together. Invisible characters
//! within a word do not matter. Curly quotes count as quotes.

use super::{assert_check_passes, found, hit, hits, import, reasons, tamper};
use crate::common::{Sandbox, quote};

const LIST: &str = "\
title,question,ministry
Mag een B-verpleegkundige injecteren?,,VWS
Subsidie uit het O&O-fonds,,OCW
Zorgpact in 's-Hertogenbosch,,VWS
X\u{2011}foto door een student,,VWS
Vergoeding van een e-consult,,VWS
Gezamenlijk econsult in de wijk,,VWS
Een be\u{ad}kwaam\u{ad}heids\u{200b}verklaring voor stagiairs,,OCW
Alleen een verpleegkundige,,VWS
Nieuwe V&VN-richtlijn,,VWS
";

fn register() -> Sandbox {
    let sandbox = Sandbox::new();
    import(&sandbox, "obstacles", LIST);
    sandbox
}

#[track_caller]
fn sorted(sandbox: &Sandbox, query: &str) -> Vec<String> {
    let mut found = found(sandbox, &format!("search -- {}", quote(query)));
    found.sort();
    found
}

#[test]
fn a_word_after_a_letter_and_a_hyphen_is_found_by_either_part_and_as_one_word() {
    let sandbox = register();
    for (query, expected) in [
        ("verpleegkundige", vec!["B-001", "B-008"]),
        ("verpleegkundigen", vec!["B-001", "B-008"]),
        ("B-verpleegkundige", vec!["B-001", "B-008"]),
        ("bverpleegkundige", vec!["B-001"]),
        ("fonds", vec!["B-002"]),
        ("O&O-fonds", vec!["B-002"]),
        ("O&O", vec!["B-002"]),
        ("Hertogenbosch", vec!["B-003"]),
        ("'s-Hertogenbosch", vec!["B-003"]),
        ("’s-hertogenbosch", vec!["B-003"]),
        ("foto", vec!["B-004"]),
        ("X-foto", vec!["B-004"]),
        ("xfoto", vec!["B-004"]),
        ("consult", vec!["B-005"]),
        ("e-consult", vec!["B-005", "B-006"]),
        ("econsult", vec!["B-005", "B-006"]),
        ("V&VN", vec!["B-009"]),
        ("richtlijn", vec!["B-009"]),
    ] {
        assert_eq!(sorted(&sandbox, query), expected, "{query}");
    }
    // The record that has the whole word is the best hit.
    assert_eq!(found(&sandbox, "search B-verpleegkundige")[0], "B-001");
    assert_check_passes(&sandbox);
}

#[test]
fn a_hit_on_a_part_of_the_word_names_and_marks_that_part() {
    let sandbox = register();
    let hit = hit(&sandbox, "search verpleegkundige", "B-001");
    assert_eq!(reasons(&hit, "words"), ["verpleegkundige"]);
    assert_eq!(hit["passage"], "Mag een B-«verpleegkundige» injecteren?");
    let whole = hits(&sandbox, "search B-verpleegkundige");
    assert_eq!(whole[0]["passage"], "Mag een «B-verpleegkundige» injecteren?");
}

#[test]
fn a_phrase_or_an_exclusion_can_contain_such_a_word_or_its_second_part() {
    let sandbox = register();
    for (query, expected) in [
        ("\"B-verpleegkundige injecteren\"", vec!["B-001"]),
        ("\"verpleegkundige injecteren\"", vec!["B-001"]),
        ("\"een B-verpleegkundige\"", vec!["B-001"]),
        ("\"een verpleegkundige\"", vec!["B-008"]),
        ("\"verpleegkundige\"", vec!["B-001", "B-008"]),
        ("\"e-consult\"", vec!["B-005", "B-006"]),
        ("\"O&O-fonds\"", vec!["B-002"]),
        ("verpleegkundige -B-verpleegkundige", vec!["B-008"]),
        ("verpleegkundige -verpleegkundige", vec![]),
        ("verpleegkundige -bverpleegkundige", vec!["B-008"]),
    ] {
        assert_eq!(sorted(&sandbox, query), expected, "{query}");
    }
}

#[test]
fn invisible_characters_in_a_text_or_a_query_do_not_split_a_word() {
    let sandbox = register();
    for query in
        ["bekwaamheidsverklaring", "be\u{ad}kwaamheids\u{200d}verklaring", "\"bekwaamheidsverklaring voor stagiairs\""]
    {
        assert_eq!(sorted(&sandbox, query), ["B-007"], "{query:?}");
    }
}

#[test]
fn curly_quotes_and_guillemets_make_a_phrase_like_straight_quotes() {
    let sandbox = register();
    for (open, close) in [("\"", "\""), ("“", "”"), ("„", "”"), ("„", "“"), ("«", "»"), ("»", "«"), ("“", "\"")]
    {
        assert_eq!(sorted(&sandbox, &format!("{open}een verpleegkundige{close}")), ["B-008"], "{open}{close}");
        let excluded = format!("verpleegkundige -{open}een verpleegkundige{close}");
        assert_eq!(sorted(&sandbox, &excluded), ["B-001"], "{open}{close}");
    }
    // An unclosed quote is ordinary text.
    assert_eq!(sorted(&sandbox, "“een verpleegkundige"), ["B-001", "B-008"]);
}

#[test]
fn an_index_of_an_older_version_is_rebuilt_by_the_first_search() {
    let sandbox = register();
    tamper(
        &sandbox,
        "UPDATE register SET search = 'dutch-20261016-3'; DELETE FROM search WHERE rowid = 8; DELETE FROM search_word",
    );
    assert_check_passes(&sandbox);
    let first = sandbox.run("search verpleegkundige -q --format csv");
    assert!(first.stdout.contains("B-001"), "{}", first.stdout);
    assert_check_passes(&sandbox);
}

#[test]
fn too_many_phrases_are_refused_and_a_very_long_phrase_is_matched_whole() {
    let sandbox = register();
    let phrases = |count: usize| (0..count).map(|at| format!("\"woord{at} zin\"")).collect::<Vec<_>>().join(" ");
    let excluded = |count: usize| (0..count).map(|at| format!("-woord{at}")).collect::<Vec<_>>().join(" ");
    assert_eq!(found(&sandbox, &format!("search -- {}", quote(&phrases(256)))), Vec::<String>::new());
    let query = format!("verpleegkundige {}", excluded(1000));
    assert_eq!(sorted(&sandbox, &query), ["B-001", "B-008"]);
    for text in [phrases(257), excluded(1001), format!("{} -\"een ander\"", phrases(256))] {
        let command = format!("search -- {}", quote(&text));
        assert_eq!(
            sandbox.run(&command).fails(2),
            "ruimte: the query is too long; give at most 256 phrases in quotes and 1000 words to exclude\n"
        );
        assert_eq!(
            sandbox.run_in_dutch(&command).fails(2),
            "ruimte: de zoekvraag is te lang; geef hoogstens 256 woordgroepen tussen aanhalingstekens en 1000 woorden om uit \
             te sluiten\n"
        );
    }
    // A repeated phrase counts once, and all words of a long phrase must occur in order.
    assert_eq!(sorted(&sandbox, &"\"een verpleegkundige\" ".repeat(300)), ["B-008"]);
    let long: Vec<String> = (0..2000).map(|at| format!("woord{at}")).collect();
    import(&sandbox, "obstacles", &format!("title,question,ministry\nLang,{},OCW\n", long.join(" ")));
    assert_eq!(sorted(&sandbox, &format!("\"{}\"", long.join(" "))), ["B-010"]);
    assert_eq!(sorted(&sandbox, &format!("\"{} anders\"", long.join(" "))), Vec::<String>::new());
}
