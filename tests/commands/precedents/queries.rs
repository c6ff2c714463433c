//! Query syntax: words, phrases, and excluded words.

use super::{answered_register, error_of, found, hits, import};
use crate::common::{Sandbox, quote};

/// Each query contains the word `stage`. Its other characters and operators must have no special meaning.
const ANYTHING: &[&str] = &[
    "stage*",
    "NEAR(stage contract)",
    "title : stage",
    "words:stage",
    "stage OR contract AND NOT stage",
    "'; DROP TABLE obstacle; -- stage",
    "stage\"contract",
    "\"stage",
    "\"\"stage\"\"",
    "{stage}^2",
    "(stage",
    "stage + contract",
    "%_stage",
    "stage\\",
    "\u{1b}[31m stage \u{7}",
    "stage\u{202e}\u{200b}",
    "stage 🙂👩‍⚕️",
    "stage\u{feff}",
    "stage\r\n\tcontract",
    "ﬁnanciële stage",
    "ＳＴＡＧＥ stage",
    "stage --limit 3",
    "stage …—«»",
];

#[test]
fn special_characters_are_not_query_syntax() {
    let sandbox = answered_register();
    for (at, text) in ANYTHING.iter().enumerate() {
        let command = ["search", "similar"][at % 2];
        let found = found(&sandbox, &format!("{command} -- {}", quote(text)));
        assert!(found.iter().any(|number| number == "B-001" || number == "F-01"), "{text:?}: {found:?}");
    }
}

#[test]
fn a_query_without_a_word_is_rejected_and_quoted() {
    let sandbox = answered_register();
    for text in ["", " ", "\u{1b}[", "🙂", "\"\"", "…", "*", "' OR '", "-"] {
        let is_empty = !text.chars().any(char::is_alphanumeric);
        for command in ["search", "similar"] {
            let code = if is_empty { 2 } else { 0 };
            let result = sandbox.run(format!("{command} -- {}", quote(text)));
            assert_eq!(result.code, code, "{text:?}: {}", result.stderr);
            assert!(!result.stderr.contains('\u{1b}'), "{text:?}");
        }
    }
    assert_eq!(error_of(&sandbox, "search ...", 2), "there is no word in '...' to search for");
    let result = sandbox.run_in_dutch("similar '?!'");
    assert_eq!(result.fails(2), "ruimte: er staat geen woord in '?!' om op te zoeken\n");
}

#[test]
fn stop_words_alone_find_nothing() {
    let sandbox = answered_register();
    for command in ["search", "similar"] {
        let result = sandbox.run(format!("{command} de het een the"));
        assert_eq!((result.code, result.stdout.as_str(), result.stderr.as_str()), (0, "", super::SAY_NOTHING));
        assert_eq!(sandbox.run(format!("{command} 'de het een' --format json")).ok(), "[]\n");
    }
}

#[test]
fn invalid_utf_8_is_not_part_of_a_word() {
    let sandbox = answered_register();
    for command in ["search", "similar"] {
        let plain = sandbox.run(format!("{command} 'stage contract' --format json")).ok();
        let typed = sandbox.run_with_input(format!("{command} - --format json"), b"stage \xff\xfe contract\xc3").ok();
        assert_eq!(typed, plain);
        #[cfg(unix)]
        {
            use std::ffi::OsStr;
            use std::os::unix::ffi::OsStrExt;
            let text = OsStr::from_bytes(b"stage \xff\xfe contract\xc3");
            let given = sandbox.run([OsStr::new(command), text, OsStr::new("--format"), OsStr::new("json")]).ok();
            assert_eq!(given, plain);
        }
    }
}

#[test]
fn a_query_may_be_one_megabyte_and_no_longer() {
    let sandbox = answered_register();
    let megabyte = 1 << 20;
    // A query of the maximum length. It repeats a single word, because indexing many different words is slow in a debug
    // build.
    let mut text = "stage ".repeat(1000);
    text.push_str(&"-".repeat(megabyte - text.len()));
    for command in ["search", "similar"] {
        let result = sandbox.run_with_input(format!("{command} - --format json"), &text);
        assert!(super::json(&result.ok()).iter().any(|hit| hit["number"] == "B-001"));
        let result = sandbox.run_with_input(format!("{command} -"), format!("{text}-"));
        assert_eq!(result.fails(2), "ruimte: the text is longer than a megabyte; give a shorter part\n");
    }
}

#[test]
fn an_extremely_long_word_matches_nothing() {
    let sandbox = answered_register();
    let word = "a".repeat(100_000);
    for command in ["search", "similar"] {
        let found = found(&sandbox, &format!("{command} '{word} rolstoelbus'"));
        assert_eq!(found, ["B-013"]);
    }
}

#[test]
fn separate_arguments_equal_one_quoted_argument() {
    let sandbox = answered_register();
    let together = sandbox.run("search 'contract voor stage' --format json").ok();
    assert_eq!(sandbox.run("search contract voor stage --format json").ok(), together);
    assert_eq!(sandbox.run("search --format json -- contract voor stage").ok(), together);
    assert_eq!(sandbox.run("find 'contract voor stage' --format json").ok(), together);
}

#[test]
fn options_end_at_two_hyphens() {
    let sandbox = answered_register();
    import(&sandbox, "obstacles", "title,ministry\nLimit en format,OCW\n");
    assert_eq!(found(&sandbox, "search -- --limit"), ["B-016"]);
    assert_eq!(found(&sandbox, "similar -- --rolstoelbus"), ["B-013"]);
    let message = error_of(&sandbox, "search -rolstoelbus", 2);
    assert!(message.contains("'-r'"), "{message}");
}

#[test]
fn a_phrase_in_double_quotes_occurs_literally() {
    let sandbox = answered_register();
    for (words, expected) in [
        ("\"één contract\"", vec!["B-001"]),
        ("\"ÉÉN  Contract\"", vec!["B-001"]),
        ("\"een contract\"", vec!["B-001"]),
        ("\"contract één\"", vec![]),
        ("\"stage bij drie\"", vec!["B-001"]),
        ("\"stages bij drie\"", vec![]),
        ("\"gedeeld dossier\"", vec!["B-002"]),
        ("\"BWBR0007625 art. 7.2.8\"", vec!["B-001"]),
        ("leerhuis \"gedeeld dossier\"", vec!["B-002"]),
        ("\"gedeeld dossier\" \"medische gegevens\"", vec!["B-002"]),
        ("\"gedeeld dossier\" \"gezamenlijk leerhuis\"", vec![]),
    ] {
        assert_eq!(found(&sandbox, &format!("search '{words}'")), expected, "{words}");
    }
    // `similar` takes plain text, so quotes have no special meaning.
    assert!(found(&sandbox, "similar '\"contract één\"'").contains(&"B-001".to_owned()));
}

#[test]
fn an_exclusion_applies_to_the_typed_word_only() {
    let sandbox = Sandbox::new();
    for title in ["Zeppelin voor de mbo-student", "Zeppelin voor een student", "Zeppelin niet op het dak"] {
        sandbox.run(format!("log -q '{title}' --ministry OCW")).ok();
    }
    for (words, expected) in [
        ("zeppelin -student", vec!["B-003"]),
        ("zeppelin -mbo-student", vec!["B-002", "B-003"]),
        ("zeppelin -\"op het dak\"", vec!["B-001", "B-002"]),
        ("zeppelin -niet", vec!["B-001", "B-002"]),
    ] {
        let mut found = found(&sandbox, &format!("search '{words}'"));
        found.sort();
        assert_eq!(found, expected, "{words}");
    }
}

#[test]
fn a_word_after_a_hyphen_is_excluded() {
    let sandbox = answered_register();
    let with = found(&sandbox, "search stage");
    assert!(with.contains(&"B-001".to_owned()) && with.contains(&"B-004".to_owned()));
    for left_out in ["-contract", "-contracten", "-CONTRACT", "-\"x\" -contract"] {
        let text = format!("stage {left_out}");
        let without = found(&sandbox, &format!("search -- {}", quote(&text)));
        let expected: Vec<String> = with.iter().filter(|number| *number != "B-001").cloned().collect();
        let mut sorted = without.clone();
        sorted.sort();
        let mut wanted = expected.clone();
        wanted.sort();
        assert_eq!(sorted, wanted, "{left_out}");
    }
    // `similar` takes plain text, so a hyphen has no special meaning.
    assert!(found(&sandbox, "similar -- 'stage -contract'").contains(&"B-001".to_owned()));
    // In `search`, a hyphen at the start of a word excludes that word. A hyphen inside a word or between spaces does
    // not.
    assert!(found(&sandbox, "search -- 'drie-contract - stage'").contains(&"B-001".to_owned()));
    assert_eq!(found(&sandbox, "search -- -contract"), Vec::<String>::new());
}

#[test]
fn standard_input_can_be_read_once() {
    let sandbox = answered_register();
    let result = sandbox.run_with_input("search - -", "stage");
    assert_eq!(result.fails(2), "ruimte: standard input can be used for one value only\n");
    assert_eq!(sandbox.run_with_input("search -", "").fails(2), "ruimte: there is no word in '' to search for\n");
    let both = sandbox.run_with_input("search stage - --format json", "contract").ok();
    assert_eq!(both, sandbox.run("search 'stage contract' --format json").ok());
}

#[test]
fn an_unknown_obstacle_has_no_precedents() {
    let sandbox = answered_register();
    assert_eq!(error_of(&sandbox, "similar B-999", 66), "there is no B-999 in this register; see: ruimte list");
    // The obstacle number is followed by another word, so the query is searched as plain text.
    assert_eq!(hits(&sandbox, "similar B-999 rolstoelbus").len(), 1);
}

#[test]
fn searching_without_a_register_fails() {
    let sandbox = Sandbox::empty();
    for command in ["search", "similar"] {
        assert_eq!(sandbox.run(format!("{command} stage")).code, 66);
    }
}

#[test]
fn a_text_that_is_slow_to_analyse_is_cut_off_first() {
    let sandbox = Sandbox::demo();
    for text in [
        format!("stage {}", "\u{fdfa}".repeat(300_000)),
        format!("stage {}", "\u{fdfa} ".repeat(250_000)),
        format!("stage {}", ". ".repeat(450_000)),
        format!("stage {}", "a.1.".repeat(200_000)),
    ] {
        for command in ["similar - --format csv", "search - --format csv"] {
            let start = std::time::Instant::now();
            let found = sandbox.run_with_input(command, &text).ok();
            assert!(found.lines().count() > 1, "{command}");
            assert!(start.elapsed() < std::time::Duration::from_secs(10), "{command}: {:?}", start.elapsed());
        }
    }
}
