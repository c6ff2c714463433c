//! Warnings about laws that are not in the register's list of laws.

use super::{NOT_A_LAW, shown};
use crate::common::{CommandResult, Sandbox};

/// The expected warning for a law that is not in the register's list of laws.
fn unknown_law_warning(source: &str, near: &str) -> String {
    format!(
        "Note: {source} is not in the list of laws; do you mean {near}? If it is correct, add it: ruimte law add {source} --nl NAME --en NAME\n"
    )
}

/// A register with a short list of laws, so that the nearest matches are predictable.
fn few_laws() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.run("init -q").ok();
    let connection = rusqlite::Connection::open(sandbox.path("register.db")).unwrap();
    // No command removes the laws of a new register, so remove most of them with SQL.
    connection
        .execute_batch(
            "DELETE FROM law WHERE code NOT IN ('BWBR0007625', 'BWBR0002628', '32016R0679');
             INSERT INTO law (code, nl, en) VALUES ('32005L0036', 'Richtlijn', 'Directive');",
        )
        .unwrap();
    connection.close().unwrap();
    sandbox
}

const WEB: &str = "BWBR0007625 (Adult and Vocational Education Act (WEB))";
const LEERPLICHT: &str = "BWBR0002628 (Compulsory Education Act 1969 (Leerplichtwet 1969))";
const GDPR: &str = "32016R0679 (General Data Protection Regulation (GDPR, in Dutch AVG))";

#[test]
fn an_unlisted_law_is_recorded_with_a_warning_and_the_nearest_listed_ones() {
    let sandbox = few_laws();
    let near = |source| unknown_law_warning(source, &format!("{WEB}, {LEERPLICHT}"));
    let celex = |source| unknown_law_warning(source, &format!("{GDPR}, 32005L0036 (Directive)"));
    // The reference in this command differs from a listed law in one digit.
    assert_eq!(
        sandbox.run("log Een --ministry OCW --law 'BWBR0007626 art. 1; BWBR0007626 art. 2'"),
        CommandResult {
            code: 0,
            stdout: "B-001\n".to_owned(),
            stderr: format!("{}B-001 recorded: Een\n", near("BWBR0007626")),
            receipt: None
        }
    );
    assert_eq!(shown(&sandbox, "1")["laws"], "BWBR0007626 art. 1; BWBR0007626 art. 2");
    assert_eq!(
        sandbox.run("edit 1 --law 'BWBR0007652; 32016R0680'").notices(),
        format!("{}{}B-001 changed\n", near("BWBR0007652"), celex("32016R0680"))
    );
    assert_eq!(
        sandbox.run("scheme add Fonds --law BWBR0007626").notices(),
        format!("{}S-01 recorded: Fonds\n", near("BWBR0007626"))
    );
    sandbox.write(
        "list.csv",
        "title,ministry,laws\nTwee,OCW,BWBR0007626\nDrie,OCW,BWBR0007626; 32016R0680\nVier,OCW,BWBR0007625\n",
    );
    assert_eq!(
        sandbox.run("import obstacles list.csv").notices(),
        format!(
            "list.csv read as UTF-8, separated by ','\n3 added, 0 changed, 0 unchanged\n\
             Without a day of receipt: 3; they are not counted in any period\n{}{}",
            near("BWBR0007626"),
            celex("32016R0680")
        )
    );
    // If a filter on an unlisted law selects nothing, there is a warning.
    assert_eq!(
        sandbox.run("list --law 'BWBR0007627 art. 1'").notices(),
        format!("Nothing found\n{}", near("BWBR0007627"))
    );
    assert_eq!(sandbox.run("list --law BWBR0007626").notices(), "2 rows\n");
    assert_eq!(
        sandbox.run_in_dutch("log Vijf --ministry OCW --law BWBR0007626").notices(),
        "Let op: BWBR0007626 staat niet in de lijst van wetten; bedoelt u BWBR0007625 (Wet educatie en beroepsonderwijs (WEB)), \
         BWBR0002628 (Leerplichtwet 1969)? Als het wel klopt, voeg de wet dan toe: ruimte law add BWBR0007626 --nl NAAM --en NAAM\n\
         B-005 vastgelegd: Vijf\n"
    );
    // With `--quiet`, the warning is not printed, but the obstacle is still recorded.
    let quiet = CommandResult { code: 0, stdout: "B-006\n".to_owned(), stderr: String::new(), receipt: None };
    assert_eq!(sandbox.run("log Zes --ministry OCW --law BWBR0007626 -q"), quiet);
    assert_eq!(shown(&sandbox, "6")["laws"], "BWBR0007626");
    assert_eq!(sandbox.run("list --law BWBR0007627 --quiet").notices(), "");
}

#[test]
fn listed_laws_and_other_legal_sources_give_no_warning() {
    let sandbox = few_laws();
    let known = "BWBR0007625 art. 1; 32016R0679; cao: Cao van niemand; own-rule: van niemand; https://wetten.overheid.nl/BWBR0002628";
    assert_eq!(sandbox.run(format!("log Een --ministry OCW --law '{known}'")).notices(), "B-001 recorded: Een\n");
    assert_eq!(sandbox.run("list --law 'cao: Cao van iemand'").notices(), "Nothing found\n");
    assert_eq!(sandbox.run("list --law 'BWBR0002628 art. 9'").notices(), "Nothing found\n");
    assert_eq!(sandbox.run("scheme add Fonds --law BWBR0002628").notices(), "S-01 recorded: Fonds\n");
    // Once a law is added to the list, it is recognised in any notation.
    for (added, cited) in [("BWBR0007626", "BWBR0007626"), ("bwbr0007627", "BWBR0007627"), ("32016r0680", "32016R0680")]
    {
        sandbox.run(format!("law add '{added}' --nl Nieuw --en New -q")).ok();
        assert_eq!(sandbox.run(format!("edit 1 --law '{cited}'")).notices(), "B-001 changed\n", "{added}");
        let message = sandbox.run("report laws -q").ok();
        assert!(message.lines().nth(1).unwrap().starts_with("New "), "{added}: {message}");
    }
}

#[test]
fn without_a_list_or_with_many_unknown_laws_the_warning_is_short() {
    let sandbox = few_laws();
    let laws: Vec<String> = (1..=7).map(|last| format!("BWBR000760{last}")).collect();
    let message = sandbox.run(["log", "Een", "--ministry", "OCW", "--law", &laws.join("; ")]).notices();
    let lines: Vec<&str> = message.lines().collect();
    assert_eq!(lines.len(), 7);
    for (line, law) in lines.iter().zip(&laws[..5]) {
        assert!(line.starts_with(&format!("Note: {law} is not in the list of laws; ")), "{line}");
    }
    assert_eq!(lines[5..], ["Note: 2 more laws are not in the list of laws", "B-001 recorded: Een"]);
    let connection = rusqlite::Connection::open(sandbox.path("register.db")).unwrap();
    connection.execute_batch("DELETE FROM law").unwrap();
    connection.close().unwrap();
    assert_eq!(
        sandbox.run("edit 1 --law BWBR0007625").notices(),
        "Note: BWBR0007625 is not in the list of laws; add it: ruimte law add BWBR0007625 --nl NAME --en NAME\nB-001 changed\n"
    );
}

#[test]
fn the_law_of_a_scheme_is_checked_and_stored_in_one_notation() {
    let sandbox = Sandbox::new();
    for (at, (typed, kept)) in [
        ("https://wetten.overheid.nl/BWBR0030326/2018-01-01", "BWBR0030326 (2018-01-01)"),
        ("https://wetten.overheid.nl/BWBR0030326", "BWBR0030326"),
        ("bwbr0030326", "BWBR0030326"),
        ("jci1.31:c:BWBR0030326&artikel=2", "BWBR0030326 art. 2"),
        ("Stagefonds", "BWBR0030326"),
    ]
    .into_iter()
    .enumerate()
    {
        let number = format!("S-{:02}", at + 1);
        assert_eq!(
            sandbox.run(format!("scheme add Fonds --law '{typed}'")),
            CommandResult {
                code: 0,
                stdout: format!("{number}\n"),
                stderr: format!("{number} recorded: Fonds\n"),
                receipt: None
            }
        );
        assert_eq!(shown(&sandbox, &number)["law"], kept, "{typed}");
        assert_eq!(sandbox.run(format!("scheme edit 1 --law '{typed}' -q")).code, 0);
        assert_eq!(shown(&sandbox, "S-01")["law"], kept, "{typed}");
    }
    let before = sandbox.register_bytes();
    let message = sandbox.run("scheme edit 1 --law BWBR003032").fails(2);
    assert_eq!(message, format!("ruimte: 'BWBR003032' {NOT_A_LAW}\n"));
    let message = sandbox.run("scheme edit 1 --law 'BWBR0030326; BWBR0007625'").fails(2);
    assert_eq!(
        message,
        "ruimte: 'BWBR0030326; BWBR0007625' names more than one law or article, and only one fits here; choose one\n"
    );
    sandbox.write("list.csv", "title,law\nFonds,BWBR003032\n");
    let message = sandbox.run("import schemes list.csv").fails(65);
    assert!(
        message.contains(&format!("line 2, column law, value 'BWBR003032': 'BWBR003032' {NOT_A_LAW}\n")),
        "{message}"
    );
    assert!(sandbox.register_bytes() == before);
}
