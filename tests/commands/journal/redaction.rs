//! Redacting text. The text disappears from the records, the journal and the file. The hash chain, the receipts of
//! counts, and `undo` keep working.

use super::{assert_check_passes, error_of, open_register, rows, tamper};
use crate::common::older_register::{SCHEMA_5, into_schema};
use crate::common::{CommandResult, Sandbox};
use std::time::{Duration, Instant};

const QUESTION: &str = "Mag Zwiebertje Bromsnor dit? Bel 06-12345678.";

/// A register whose second entry logs B-001 with a name and a telephone number, and whose third entry edits it.
fn made() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run(format!("log 'Vraag van Zwiebertje Bromsnor' --ministry OCW --question '{QUESTION}' -q")).ok();
    sandbox.run("edit 1 --question 'Mag ZWIEBERTJE  BROMSNOR dit ook?' -q").ok();
    sandbox
}

fn holds(sandbox: &Sandbox, wanted: &str) -> bool {
    let bytes = sandbox.register_bytes().to_ascii_lowercase();
    bytes.windows(wanted.len()).any(|window| window == wanted.as_bytes())
}

#[test]
fn a_text_is_removed_from_the_record_the_journal_the_search_index_and_the_file() {
    let sandbox = made();
    assert!(holds(&sandbox, "zwieber") && holds(&sandbox, "bromsn"));
    let done = sandbox.run("redact 1 --text 'zwiebertje bromsnor' --because 'Naam van een vrager'");
    assert_eq!(
        done.notices(),
        "Text was removed from B-001 (attributes: 2; entries of the journal: 2, 3); the chain and the counts remain \
         correct\n\
         Copies of the register, exports and earlier publications may still contain it; renew or delete them\n"
    );
    let shown = sandbox.run("show 1 --format json").ok();
    assert!(shown.contains(r#""title":"Vraag van [verwijderd]""#), "{shown}");
    assert!(shown.contains(r#""question":"Mag [verwijderd] dit ook?""#), "{shown}");
    assert!(!holds(&sandbox, "zwieber") && !holds(&sandbox, "bromsn"));
    assert!(holds(&sandbox, "06-12345678"), "only the given text is removed");
    assert_eq!(sandbox.rows("search bromsnor").len(), 0);
    let notices = sandbox.run("check").notices();
    assert!(
        notices.starts_with("Text was removed from the journal with 'ruimte redact'; entries: 2, 3\n"),
        "{notices}"
    );
    assert_check_passes(&sandbox);
    // The text is removed from earlier states too.
    assert_eq!(
        sandbox.rows("list --as-of 2 --columns number,question")[0]["question"],
        "Mag [verwijderd] dit? Bel 06-12345678."
    );
}

#[test]
fn a_text_is_removed_however_its_quotes_hyphens_and_letters_are_written() {
    let sandbox = Sandbox::new();
    for (stored, wanted) in [
        ("Bel Zwieber D’Hondt nu", "zwieber d'hondt"),
        ("Bel Zwieber\u{2011}Willem nu", "Zwieber-Willem"),
        ("Bel Zwie\u{200b}ber – Jan nu", "Zwieber - Jan"),
        ("Bel Zwieber So\u{fb01}a nu", "Zwieber Sofia"),
        ("Bel Zwieber ０６-１２ nu", "Zwieber 06-12"),
        ("Bel Zwieber Sofia nu", "Zwieber So\u{fb01}a"),
    ] {
        let number = sandbox.run(["log", "Vraag", "--ministry", "OCW", "-q", "--question", stored]).ok();
        let number = number.trim();
        sandbox.run(["redact", number, "--because", "x", "-q", "--text", wanted]).ok();
        assert_eq!(sandbox.rows(["show", number])[0]["question"], "Bel [verwijderd] nu", "{stored}");
    }
    sandbox.run("log Vraag --ministry OCW -q --law 'own-rule: regel van Zwiebertje'").ok();
    sandbox.run("redact 7 --text 'own-rule: regel van Zwiebertje' --because x -q").ok();
    assert_eq!(sandbox.rows("show 7")[0]["laws"], "own-rule: [verwijderd]");
    assert!(!holds(&sandbox, "zwie"));
    assert_check_passes(&sandbox);
}

/// To compare U+FDFA with other text, the program expands it to the eighteen characters of its Unicode decomposition.
#[test]
fn a_long_text_of_characters_that_stand_for_many_is_redacted_in_bounded_time() {
    let sandbox = Sandbox::new();
    let text = format!("{} Zwiebertje", "\u{fdfa}".repeat(90_000));
    sandbox.run_with_input("log Vraag --ministry OCW -q --question -", &text).ok();
    let begin = Instant::now();
    sandbox.run("redact 1 --text Zwiebertje --found --because x -q").ok();
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
    assert!(!holds(&sandbox, "zwieber"));
}

#[test]
fn what_looks_like_personal_data_is_removed_without_naming_it() {
    let sandbox = made();
    sandbox.run("contact call 1 --note 'Terugbellen: 06-12345678' -q").ok();
    sandbox.run("redact 1 C-001 --found --because Telefoonnummer").ok();
    assert!(!holds(&sandbox, "12345678"));
    assert_eq!(sandbox.rows("export contacts")[0]["note"], "Terugbellen: [verwijderd]");
    assert_check_passes(&sandbox);
}

#[test]
fn one_attribute_can_be_redacted_and_named_by_its_label() {
    let sandbox = made();
    sandbox.run_in_dutch("redact 1 --attribute titel --text 'Zwiebertje Bromsnor' --because x").ok();
    let shown = sandbox.run("show 1 --format json").ok();
    assert!(shown.contains("Vraag van [verwijderd]") && shown.contains("ZWIEBERTJE"), "{shown}");
    assert_check_passes(&sandbox);
}

#[test]
fn the_reason_of_an_earlier_redaction_can_be_redacted() {
    let sandbox = made();
    sandbox.run("redact 1 --text 'Zwiebertje Bromsnor' --because 'Gevraagd door Jan Klaassen'").ok();
    sandbox.run("redact 1 --text 'Jan Klaassen' --because 'Naam in de reden'").ok();
    assert!(!holds(&sandbox, "klaassen"));
    assert!(sandbox.run("history --entry 4").ok().contains("redact: Gevraagd door [verwijderd]"));
    assert_check_passes(&sandbox);
}

#[test]
fn the_history_shows_what_was_redacted_without_the_text() {
    let sandbox = made();
    sandbox.run("contact call 1 --note 'Terugbellen: 06-12345678' -q").ok();
    sandbox.run("redact 1 --text 'Zwiebertje Bromsnor' --because 'Gevraagd door Jan Klaassen' -q").ok();
    sandbox.run("redact 1 --text 'Jan Klaassen' --because 'Naam in de reden' -q").ok();
    sandbox.run("redact B-001 C-001 --found --because Telefoonnummer -q").ok();
    let table = |result: CommandResult| {
        let lines: Vec<String> = result.stdout.lines().skip(1).map(|line| format!("{}\n", line.trim_end())).collect();
        lines.concat()
    };
    assert_eq!(
        table(sandbox.run("history --entry 5")),
        "record  what           attribute  was  is\n\
         B-001   text redacted  title           removed from entry 2\n\
         B-001   text redacted  question        removed from entry 2, 3\n"
    );
    assert_eq!(
        table(sandbox.run_in_dutch("history --entry 6")),
        "nummer  wat               gegeven      was  is\n\
         B-001   tekst verwijderd  toelichting       verwijderd uit wijziging 5\n"
    );
    let rows = sandbox.rows("history --entry 5 --entry 6 --entry 7");
    let lines = rows.iter().map(|row| {
        ["entry", "record", "change", "attribute", "before", "after"].map(|name| row[name].as_str()).join(",")
    });
    assert_eq!(
        lines.collect::<Vec<_>>(),
        [
            "7,B-001,redacted,question,,",
            "7,C-001,redacted,note,,",
            "6,B-001,redacted,note,,",
            "5,B-001,redacted,title,,",
            "5,B-001,redacted,question,,"
        ]
    );
    assert!(sandbox.run("history 1").stdout.contains("B-001   text redacted  question"));
    assert_check_passes(&sandbox);
}

#[test]
fn undo_does_not_bring_redacted_text_back() {
    let sandbox = made();
    sandbox.run("redact 1 --text 'Zwiebertje Bromsnor' --because x").ok();
    assert_eq!(
        error_of(&sandbox, "undo", 65),
        "entry 4 redacted text and cannot be undone; what came before it can: ruimte undo 3"
    );
    sandbox.run("undo 3").ok();
    assert_eq!(sandbox.rows("list --columns question")[0]["question"], "Mag [verwijderd] dit? Bel 06-12345678.");
    assert_check_passes(&sandbox);
}

#[test]
fn a_receipt_over_numbers_stays_the_same_and_one_over_rows_names_the_redaction() {
    let sandbox = made();
    sandbox.run("report totals --format csv -o totals.csv").ok();
    sandbox.run("list --format html -o list.html").ok();
    let page = sandbox.read("list.html");
    let (_, receipt) = page.split_once("ruimte:2 ").unwrap();
    let (receipt, _) = receipt.split_once('<').unwrap();
    sandbox.write("list.receipt", format!("ruimte:2 {}", receipt.replace("&#x2f;", "/").replace("&#x27;", "'")));
    assert_eq!(sandbox.run("receipt list.receipt").code, 0);
    sandbox.run("redact 1 --text 'Zwiebertje Bromsnor' --because x").ok();
    assert_eq!(sandbox.run("receipt totals.csv.receipt").code, 0);
    let result = sandbox.run("receipt list.receipt");
    assert_eq!(result.code, 1, "{}", result.stderr);
    assert!(
        result.stdout.contains("Reason: after this receipt, text that was in the rows was redacted, by entry 4"),
        "{}",
        result.stdout
    );
}

#[test]
fn a_redacted_change_cannot_be_altered_again_unnoticed() {
    let alterations = [
        "UPDATE journal_change SET after = replace(after, '[verwijderd]', 'iemand') WHERE entry = 2 AND kind = 'obstacle'",
        "UPDATE journal_change SET salt = x'00' WHERE entry = 2 AND kind = 'obstacle'",
        "UPDATE journal_change SET after = replace(after, 'digest', 'digits') WHERE kind = 'journal_change'",
        "DELETE FROM journal_change WHERE kind = 'journal_change'",
    ];
    for alteration in alterations {
        let sandbox = made();
        sandbox.run("redact 1 --text 'Zwiebertje Bromsnor' --because x").ok();
        tamper(&sandbox, alteration);
        assert_eq!(sandbox.run("check").code, 1, "{alteration}");
    }
}

#[test]
fn the_digest_of_a_redacted_change_is_salted_so_that_the_text_cannot_be_guessed() {
    let sandbox = made();
    let salts = |sandbox: &Sandbox| {
        rows(&open_register(sandbox), "SELECT salt FROM journal_change WHERE kind = 'obstacle' ORDER BY number")
    };
    let digests = |sandbox: &Sandbox| {
        rows(
            &open_register(sandbox),
            "SELECT digest FROM journal_change WHERE kind = 'obstacle' AND entry <= 3 ORDER BY number",
        )
    };
    let (salts_before, digests_before) = (salts(&sandbox), digests(&sandbox));
    assert_eq!(salts_before.len(), 2);
    sandbox.run("redact 1 --text 'Zwiebertje Bromsnor' --because x").ok();
    assert_eq!(digests(&sandbox), digests_before, "the chain still covers the former text");
    assert!(salts(&sandbox).iter().all(|salt| !salts_before.contains(salt)), "the former salts are gone");
}

#[test]
fn a_redaction_says_which_entries_are_too_old_to_have_a_salt_and_names_copies_in_the_folder() {
    let sandbox = made();
    into_schema(&sandbox, SCHEMA_5);
    sandbox.run("upgrade -q").ok();
    let notices = sandbox.run("redact 1 --text 'Zwiebertje Bromsnor' --because x").notices();
    assert!(notices.contains("Note: entry 2, 3 is from before version 6"), "{notices}");
    assert!(notices.contains("such as register.db.version-5-"), "{notices}");
    assert!(!holds(&sandbox, "zwieber"));
    assert_check_passes(&sandbox);
    tamper(
        &sandbox,
        "UPDATE journal_change SET after = replace(after, 'verwijderd', 'iemand') WHERE entry = 2 AND kind = 'obstacle'",
    );
    assert_eq!(sandbox.run("check").code, 1);
}

#[test]
fn what_cannot_be_redacted_is_refused_and_changes_nothing() {
    let sandbox = made();
    let before = sandbox.register_bytes();
    for (command, code, message) in [
        (
            "redact 1 --because x",
            2,
            "say what to remove; give --text 'the text', or --found for everything that looks like personal data",
        ),
        (
            "redact 1 --text Katrijn --because x",
            65,
            "B-001 contains nothing to remove, and never did (see ruimte history B-001); nothing was removed",
        ),
        (
            "redact 1 --text Bromsnor --because 'Bromsnor weg'",
            2,
            "the reason itself contains the text to remove; leave it out there, because the reason is kept",
        ),
        ("redact B-009 --text Bromsnor --because x", 66, "the journal has no 'B-009'"),
        (
            "redact 1 --attribute status --text Bromsnor --because x",
            2,
            "'status' is not a text of obstacles; choose from: title, question, analysis, answer, initiative, reason, rule_change, file_number, laws, provenance_note, void",
        ),
    ] {
        assert_eq!(error_of(&sandbox, command, code), message, "{command}");
    }
    sandbox.run("redact 1 --text Bromsnor --because x --dry-run").ok();
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn an_erasure_that_was_interrupted_is_reported_and_finished_by_the_next_write() {
    let sandbox = made();
    // An erasure sets `erasing` until the file is rewritten. If the process is killed before that, `erasing` stays set.
    tamper(&sandbox, "UPDATE register SET erasing = 1");
    let result = sandbox.run("check");
    assert_eq!(result.code, 1);
    assert!(result.stdout.contains("the next command that records something finishes it"), "{}", result.stdout);
    sandbox.run("log Nieuw --ministry OCW -q").ok();
    assert_check_passes(&sandbox);
}
