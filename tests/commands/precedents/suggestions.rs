//! What `log` suggests: the best precedents, and obstacles that may be duplicates.

use super::{answered_register, assert_check_passes, found};
use crate::common::Sandbox;

/// The numbers of the precedents that `log` suggests in its notices.
fn named(remarks: &str) -> Vec<String> {
    let lines = remarks.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    lines.map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

#[test]
fn log_suggests_earlier_answers() {
    let sandbox = answered_register();
    let result = sandbox.run("log 'Contract voor een stage bij drie zorginstellingen' --ministry OCW --question 'Moet de student voor elke instelling een apart contract tekenen?'");
    assert_eq!((result.code, result.stdout.as_str()), (0, "B-016\n"));
    let message = result.stderr;
    assert!(
        message.starts_with(
            "B-016 recorded: Contract voor een stage bij drie zorginstellingen\n\
             Answered before:\n"
        ),
        "{message}"
    );
    assert!(
        message.contains(
            "\n  B-001 Standaard stagecontract past niet bij drie instellingen (within the rules)\n    \
             Answer: Nee. Eén contract dat alle instellingen ondertekenen volstaat.\n    Why: words: "
        ),
        "{message}"
    );
    assert!(
        message.contains(
            "\n  F-01 Stageovereenkomsten bij meer dan één werkgever (factsheet)\n    \
             Answer: Eén overeenkomst die alle werkgevers tekenen volstaat.\n    Why: "
        ),
        "{message}"
    );
    let best: Vec<String> = found(&sandbox, "similar 16").into_iter().take(3).collect();
    assert!(best.starts_with(&named(&message)), "{best:?}: {message}");
    assert_check_passes(&sandbox);
}

#[test]
fn log_suggests_in_dutch() {
    let sandbox = answered_register();
    let message = sandbox.run_in_dutch("log 'Rolstoelbus voor bewoners' --ministry VWS").notices();
    assert!(
        message.starts_with(
            "B-016 vastgelegd: Rolstoelbus voor bewoners\n\
             Eerder beantwoord:\n  \
             B-013 Vervoer van bewoners met de rolstoelbus (binnen de regels)\n    \
             Antwoord: Nee, zolang er niet wordt verdiend.\n    \
             Waarom: woorden: "
        ),
        "{message}"
    );
}

#[test]
fn log_suggests_at_most_three() {
    let sandbox = Sandbox::new();
    let row = "Zeppelin boven het dak,OCW,solved,within-rules,Ja.\n";
    let list = format!("title,ministry,status,resolution,answer\n{}", row.repeat(8));
    super::import(&sandbox, "obstacles", &list);
    let message = sandbox.run("log 'Een zeppelin boven ons dak' --ministry OCW").notices();
    assert_eq!(named(&message).len(), 3, "{message}");
}

#[test]
fn log_suggests_nothing_without_a_match_or_a_question() {
    let sandbox = answered_register();
    let result = sandbox.run("log 'Xyzzy plugh' --ministry OCW");
    assert_eq!(result.notices(), "B-016 recorded: Xyzzy plugh\n");
    // The best match for this text is an obstacle without an answer, so `log` does not suggest it as a precedent.
    let result = sandbox.run("log 'Xyzzy en reanimatie' --ministry OCW");
    assert_eq!(result.notices(), "B-017 recorded: Xyzzy en reanimatie\n");
    let result = sandbox.run("log 'Wachtlijst voor de cursus reanimatie en rolstoelbus' --ministry OCW --quiet");
    assert_eq!((result.code, result.stdout.as_str(), result.stderr.as_str()), (0, "B-018\n", ""));
    let empty = Sandbox::new();
    let result = empty.run("log Stage --ministry OCW");
    assert_eq!(result.notices(), "B-001 recorded: Stage\n");
}

#[test]
fn a_title_without_a_word_is_recorded_without_suggestions() {
    let sandbox = answered_register();
    for title in ["???", "de het een", "🙂", "\u{1b}["] {
        let message = sandbox.run(format!("log '{title}' --ministry OCW")).notices();
        assert_eq!(message.lines().count(), 1, "{message}");
    }
    assert_check_passes(&sandbox);
    for number in ["B-016", "B-017", "B-018", "B-019"] {
        let result = sandbox.run(format!("similar {number}"));
        assert_eq!((result.code, result.stdout.as_str(), result.stderr.as_str()), (0, "", super::SAY_NOTHING));
    }
}

#[test]
fn a_likely_duplicate_is_reported_before_recording_but_does_not_prevent_it() {
    let sandbox = answered_register();
    let named = "Possible duplicate: B-007 is open and asks almost the same: Wachtlijst voor de cursus reanimatie\n";
    for title in [
        "Wachtlijst voor de cursus reanimatie",
        "WACHTLIJSTEN voor een cursus reanimatie!",
        "De cursus reanimatie: wachtlijst",
    ] {
        let message = sandbox.run(format!("log '{title}' --ministry OCW --dry-run")).notices();
        assert!(message.starts_with(named), "{title}: {message}");
        assert!(message[named.len()..].starts_with("Dry run: nothing was recorded. "), "{message}");
    }
    let title = "Wachtlijst voor de cursus reanimatie";
    let result = sandbox
        .run(format!("log '{title}' --ministry OCW --question 'Wie mag voorgaan als er te weinig plekken zijn?'"));
    assert_eq!((result.code, result.stdout.as_str()), (0, "B-016\n"));
    assert_eq!(result.stderr, format!("{named}B-016 recorded: {title}\n"));
    let result = sandbox.run_in_dutch(format!("log '{title}' --ministry OCW"));
    let message = result.notices();
    for number in ["B-007", "B-016"] {
        let line = format!("Mogelijk dubbel: {number} is open en vraagt bijna hetzelfde: {title}\n");
        assert!(message.contains(&line), "{message}");
    }
    let result = sandbox.run(format!("log '{title}' --ministry OCW -q"));
    assert_eq!((result.code, result.stderr.as_str()), (0, ""));
}

#[test]
fn similar_or_closed_obstacles_are_no_duplicates() {
    let sandbox = answered_register();
    for arguments in [
        // The title resembles a recorded obstacle, but the subject differs: this is not a duplicate.
        "'Wachtlijst voor de cursus tillen en verplaatsen'",
        "'Wachtlijst voor de cursus reanimatie' \
         --question 'Is een vergoeding voor reiskosten naar het lokaal belast?'",
        // The text resembles that of a recorded obstacle, but that obstacle is already solved, closed or void.
        "'Standaard stagecontract past niet bij drie instellingen'",
        "'Mag de wijkverpleging parkeren op het schoolplein? Parkeren bij de school'",
        "'Proefinvoer met een zeppelin'",
    ] {
        let message = sandbox.run(format!("log --ministry OCW --dry-run {arguments}")).notices();
        assert!(!message.contains("duplicate"), "{arguments:?}: {message}");
    }
}

#[test]
fn an_import_suggests_no_precedents() {
    let sandbox = answered_register();
    sandbox.write(
        "list.csv",
        "title,ministry\nStagecontract bij drie instellingen,OCW\nWachtlijst voor de cursus reanimatie,OCW\n",
    );
    let message = sandbox.run("import obstacles list.csv").notices();
    assert!(!message.contains("nswered before") && !message.contains("duplicate"), "{message}");
}
