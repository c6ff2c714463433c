//! `publish` refuses texts with personal data until somebody has accepted them.

use crate::common::Sandbox;

/// A register with one obstacle that is released for publication and contains a telephone number.
fn made() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run("log Vraag --ministry OCW --question 'Bel 06-12345678 of 030-1234567.' --publishable yes -q").ok();
    sandbox
}

const REFUSED: &str = "\
ruimte: B-001, question: telephone number 06-…
ruimte: B-001, question: telephone number 03-…
ruimte: nothing was published: the texts contain what looks like personal data (places: 2); remove it with 'ruimte redact', or give --accept with the number if it may be published
";

#[test]
fn a_publication_with_personal_data_is_refused_and_shows_only_masked_finds() {
    let sandbox = made();
    assert_eq!(sandbox.run("publish set").fails(65), REFUSED);
    assert!(!sandbox.path("set").exists());
    let dutch = sandbox.run_in_dutch("publish set").fails(65);
    assert!(dutch.starts_with("ruimte: B-001, vraag: telefoonnummer 06-…\n"), "{dutch}");
}

#[test]
fn what_was_accepted_is_published_until_the_text_changes() {
    let sandbox = made();
    sandbox.run("publish set --accept B-001 --dry-run").ok();
    assert_eq!(sandbox.run("publish set").fails(65), REFUSED, "a dry run accepts nothing");
    sandbox.run("publish set --accept B-001").ok();
    assert!(sandbox.path("set/obstacles.csv").exists());
    sandbox.run("publish set").ok();
    assert!(sandbox.run("history 1").ok().contains("accepted"));
    sandbox.run("edit 1 --region 12 -q").ok();
    sandbox.run("publish set").ok();
    sandbox.run("edit 1 --answer 'Ja.' -q").ok();
    assert_eq!(sandbox.run("publish set").fails(65), REFUSED);
}

#[test]
fn an_acceptance_ends_when_a_law_or_an_address_changes() {
    let sandbox = made();
    sandbox.run("factsheet add Blad --summary 'Bel 06-12345678' --published 2018-01-01 -q").ok();
    sandbox.run("scheme add 'Bel 06-12345678' -q").ok();
    sandbox.run("publish set --accept 1 --accept F-01 --accept S-01").ok();
    for (edit, find, note) in [
        (
            "edit 1 --law 'own-rule: mail jan@voorbeeld.nl'",
            "B-001, laws: e-mail address j…@v….nl",
            "laws: e-mail address j…@v….nl",
        ),
        (
            "factsheet edit F-01 --url https://voorbeeld.nl/?mail=jan@voorbeeld.nl",
            "F-01, address: e-mail address j…@v….nl",
            "address: e-mail address j…@v….nl",
        ),
        (
            "scheme edit S-01 --law 'own-rule: mail jan@voorbeeld.nl'",
            "S-01, BWB id: e-mail address j…@v….nl",
            "BWB id: e-mail address j…@v….nl",
        ),
    ] {
        let notices = sandbox.run(edit).notices();
        let expected = format!("Note: {note}; remove it now, or later with 'ruimte redact'\n");
        assert!(notices.starts_with(&expected), "{edit}: {notices}");
        let refused = sandbox.run("publish set").fails(65);
        assert!(refused.contains(&format!("ruimte: {find}\n")), "{edit}: {refused}");
        sandbox.run("publish set --accept 1 --accept F-01 --accept S-01").ok();
    }
    sandbox.run("redact S-01 --found --because x").ok();
    assert!(sandbox.run("show S-01").ok().contains("own-rule: mail [verwijderd]"));
}

#[test]
fn undo_does_not_restore_an_acceptance() {
    let sandbox = made();
    sandbox.run("publish set --accept B-001").ok();
    sandbox.run("edit 1 --question 'Bel 06-87654321' -q").ok();
    sandbox.run("edit 1 --answer 'Mail jan@voorbeeld.nl' -q").ok();
    sandbox.run("undo 4").ok();
    let expected = REFUSED.replace("(places: 2)", "(places: 3)");
    let expected =
        expected.replacen("ruimte: nothing", "ruimte: B-001, answer: e-mail address j…@v….nl\nruimte: nothing", 1);
    assert_eq!(sandbox.run("publish set").fails(65), expected);
}

#[test]
fn a_code_with_personal_data_is_reported_when_it_is_added() {
    let sandbox = made();
    assert_eq!(
        sandbox.run("theme add jan@voorbeeld.nl --nl x --en y").notices(),
        "Note: code: e-mail address j…@v….nl; a code cannot be changed or removed later, so undo this with 'ruimte undo' \
         if it may not be published\n\
         jan@voorbeeld.nl recorded: y\n"
    );
}

#[test]
fn an_acceptance_is_not_recorded_if_something_else_still_stops_the_publication() {
    let sandbox = made();
    sandbox.run("factsheet add Blad --summary 'Mail jan@voorbeeld.nl' -q").ok();
    sandbox.run("log Ander --ministry OCW --question 'Bel 06-87654321' --publishable yes -q").ok();
    let before = sandbox.register_bytes();
    let message = sandbox.run("publish set --accept 1").fails(65);
    assert!(message.contains("ruimte: B-002, question: telephone number 06-…\n"), "{message}");
    assert!(!message.contains("B-001"), "{message}");
    assert!(sandbox.register_bytes() == before);
    assert_eq!(
        sandbox.run("publish set --accept C-001").fails(2),
        "ruimte: 'C-001' is not an obstacle, factsheet or scheme; give a number such as B-012, F-03 or S-07\n"
    );
}

#[test]
fn what_is_not_published_does_not_stop_a_publication() {
    let sandbox = made();
    sandbox.run("edit 1 --publishable no -q").ok();
    sandbox.run("contact call 1 --note 'Bel 06-12345678' -q").ok();
    sandbox.run("publish set").ok();
}

#[test]
fn check_lists_what_looks_like_personal_data_in_every_text_masked() {
    let sandbox = made();
    sandbox.run("contact call 1 --note 'Mail jan@voorbeeld.nl' -q").ok();
    let result = sandbox.run("check --personal");
    assert_eq!(result.code, 1);
    assert_eq!(
        result.stdout,
        "\
record  attribute  kind              found     accepted
B-001   question   telephone number  06-…
B-001   question   telephone number  03-…
C-001   note       e-mail address    j…@v….nl
"
    );
    assert_eq!(
        sandbox.run("check --personal --format csv").stdout.replace("\r\n", "\n"),
        "record,attribute,kind,found,accepted\nB-001,question,phone,06-…,\nB-001,question,phone,03-…,\nC-001,note,email,j…@v….nl,\n"
    );
    sandbox.run("redact C-001 --found --because x").ok();
    sandbox.run("publish set --accept B-001").ok();
    assert_eq!(sandbox.run("check --personal").code, 0, "everything found was accepted");
    assert_eq!(Sandbox::demo().run("check --personal").code, 0);
}
