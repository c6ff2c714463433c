//! Properties of search that hold for any text and after any sequence of writes.

use super::{answered_register, assert_check_passes, import};
use crate::common::Sandbox;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// Checks a property with the given number of random values.
#[track_caller]
fn check_property<S: Strategy>(cases: u32, strategy: &S, law: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    if let Err(error) = TestRunner::new(config).run(strategy, law) {
        panic!("{error}");
    }
}

/// Random text, sometimes with search operators such as quotes.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        "\\PC{0,12}",
        "[a-z]{1,12}",
        prop::sample::select(vec![
            "\"",
            "-",
            "*",
            "(",
            ")",
            "AND",
            "OR",
            "NOT",
            "NEAR(",
            "words:",
            "parts : ",
            "^",
            "+",
            "'",
            "--",
            "{a b}",
            ":",
            " ",
            "stage",
            "stagecontract",
            "een",
            "7.2.8",
            "BWBR0007625",
            "AVG",
            "\u{1b}[31m",
            "\u{0301}",
            "é",
            "ß",
            "İ",
            "ﬁ",
            "½",
            "\u{0}",
            "e-learning",
            "-stage",
            "\"stage contract\"",
            ".5",
            "5.",
            "١٢",
            "契約",
            "\u{0345}",
            "👩‍⚕️",
            "\n",
            "\r\n",
            "\t",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

#[test]
fn any_text_is_a_valid_query() {
    let sandbox = answered_register();
    check_property(12, &any_text(), |text| {
        for command in ["search", "similar"] {
            let result = sandbox.run_with_input(format!("{command} - --format json"), &text);
            let is_number = text.trim().trim_start_matches(['B', 'b', '-']).chars().all(|c| c.is_ascii_digit());
            if is_number && command == "similar" {
                // `similar` reads a number as the number of an obstacle. Skip a query that is only a number, because
                // the register may lack that obstacle.
                continue;
            }
            let has_words = text.chars().any(char::is_alphanumeric);
            prop_assert_eq!(result.code, if has_words { 0 } else { 2 }, "{}", result.stderr);
            if has_words {
                let hits: serde_json::Value = serde_json::from_str(&result.stdout).unwrap();
                for hit in hits.as_array().unwrap() {
                    let score = hit["score"].as_f64().unwrap();
                    prop_assert!((0.0..=1.0).contains(&score), "{}", hit);
                    prop_assert!(!hit["why"].as_object().unwrap().is_empty(), "{}", hit);
                }
            }
        }
        Ok(())
    });
}

#[test]
fn arbitrary_bytes_are_a_valid_query() {
    let sandbox = answered_register();
    let bytes = prop::collection::vec(1..=255_u8, 0..200);
    check_property(6, &bytes, |bytes| {
        for command in ["search", "similar"] {
            let result = sandbox.run_with_input(format!("{command} - --format json"), &bytes);
            prop_assert!(matches!(result.code, 0 | 2), "{}: {}", result.code, result.stderr);
            if result.code == 0 {
                prop_assert!(serde_json::from_str::<serde_json::Value>(&result.stdout).is_ok());
            }
        }
        Ok(())
    });
}

#[test]
fn any_recorded_text_is_found_by_its_own_words() {
    // The words are invented, so that none of them is a stop word.
    let word = prop_oneof![
        3 => "[b-df-hj-np-tv-xz][aeiou][b-df-hj-np-tv-xz][aeiou]{1,2}[b-df-hj-np-tv-xz]{2}(en|s|e|ing|heid|eren)?",
        1 => "[a-zA-Z]{3,10}[0-9]{1,3}",
        1 => "\\p{Lu}\\p{Ll}{5,12}",
        1 => "[\\p{Latin}\\p{Cyrillic}]{6,12}",
        1 => "[0-9]{1,3}(\\.[0-9]{1,2}){0,2}q[0-9]",
    ];
    let title = prop::collection::vec(word, 1..4).prop_map(|words| words.join(" "));
    let titles = prop::collection::vec(title, 5);
    check_property(3, &titles, |titles| {
        let sandbox = Sandbox::new();
        let list: Vec<String> = titles.iter().map(|title| format!("\"{title}\",OCW")).collect();
        import(&sandbox, "obstacles", &format!("title,ministry\n{}\n", list.join("\n")));
        for (at, title) in titles.iter().enumerate() {
            let number = format!("B-{:03}", at + 1);
            let first = title.split(' ').next().unwrap_or_default();
            let questions = [title.to_lowercase(), first.to_owned()];
            for question in questions {
                let found = super::found(&sandbox, &format!("search --limit 100 -- '{question}'"));
                prop_assert!(found.contains(&number), "{:?} does not find {}: {:?}", question, title, found);
            }
        }
        assert_check_passes(&sandbox);
        Ok(())
    });
}

/// The command line of a random write, given the kind of write, the record to change, and the words to store.
fn write(kind: usize, at: usize, words: &str) -> Vec<String> {
    let number = format!("B-{:03}", at + 1);
    let arguments: Vec<&str> = match kind {
        0 => vec!["log", "-q", words, "--ministry", "OCW", "--question", words],
        1 => vec!["edit", &number, "--title", words],
        2 => vec!["edit", &number, "--answer", words, "--clear", "question"],
        3 => vec!["void", &number, "--because", words],
        4 => vec!["factsheet", "add", words],
        5 => vec!["factsheet", "edit", "F-01", "--title", words],
        6 => vec!["scheme", "edit", "S-01", "--title", words],
        7 => vec!["classify", &number, "within-rules", "--because", words, "--precedent", "B-001"],
        8 => vec!["link", &number, "F-01", "B-002"],
        9 => vec!["synonym", "add", "--", words, "stage"],
        10 => vec!["check", "--repair-search"],
        _ => vec!["undo"],
    };
    arguments.into_iter().map(str::to_owned).collect()
}

#[test]
fn after_any_writes_the_index_matches_the_records() {
    let words = prop_oneof!["[a-z]{3,9}( [a-z]{3,9}){0,3}", "\\PC{1,20}", "stage[a-z]{0,6}contract"];
    let writes = prop::collection::vec((0..14_usize, 0..17_usize, words), 8);
    check_property(4, &writes, |writes| {
        let sandbox = answered_register();
        for (kind, at, words) in &writes {
            // The program rightly rejects some of these writes. Even then, the index must match the records.
            let result = sandbox.run(write(*kind, *at, words));
            prop_assert!(matches!(result.code, 0 | 2 | 65 | 66), "{}: {}", result.code, result.stderr);
        }
        assert_check_passes(&sandbox);
        sandbox.run("check --repair-search").ok();
        assert_check_passes(&sandbox);
        Ok(())
    });
}
