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
