//! `check` reports nothing for an intact register, and can repair the search index.

use super::{
    FIGURE, PUBLICATION, assert_check_passes, forge_chain, hits, open_register, run_all, story, tamper, tamper_with,
    value,
};
use crate::common::{Sandbox, rows_of};
use ruimte::hex::encode;
use std::sync::OnceLock;

/// The register `story` with further records, so that every table has rows.
pub(super) fn full_story() -> Sandbox {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = BYTES.get_or_init(|| {
        let sandbox = story();
        run_all(
            &sandbox,
            &[
                PUBLICATION,
                FIGURE,
                "scheme add Stagefonds --law BWBR0030326 --url https://example.nl/s",
                "link 2 B-001",
                "edit 1 --scheme S-01 --law 'BWBR0007625 art. 7.2.8 lid 1' --law 'cao: Cao VVT' --analysis 'De wet eist een overeenkomst, geen standaardmodel.' --region 12 --theme permanent-leren",
                "close 3 --as duplicate --of 2 --because Zelfde --on 2018-02-03",
                "contact email 2 3 --on 2018-01-13 --with ROC",
                "person edit 4 --organisation ROC --email spreker@example.org --phone 070",
            ],
        );
        sandbox.register_bytes()
    });
    let sandbox = Sandbox::empty();
    sandbox.write("register.db", bytes);
    sandbox
}

/// The findings of `check`, one line each: the record and the problem.
#[track_caller]
pub(super) fn findings(sandbox: &Sandbox) -> Vec<String> {
    let result = sandbox.run("check --format csv");
    let lines: Vec<String> =
        rows_of(&result.stdout).iter().map(|row| format!("{}: {}", row["record"], row["finding"])).collect();
    if lines.is_empty() {
        assert_eq!(result.code, 0, "{}", result.stderr);
    } else {
        let last = result.stderr.lines().last().unwrap();
        assert_eq!((result.code, last), (1, format!("Findings: {}", lines.len()).as_str()));
    }
    lines
}

#[test]
fn an_intact_register_has_no_findings() {
    for sandbox in [Sandbox::new(), Sandbox::demo(), story(), full_story()] {
        assert_eq!(findings(&sandbox), [""; 0]);
        let (entries, changes): (i64, i64) =
            (value(&sandbox, "SELECT count(*) FROM journal"), value(&sandbox, "SELECT count(*) FROM journal_change"));
        let before = sandbox.register_bytes();
        let result = sandbox.run("check");
        assert_eq!(
            (result.code, result.stdout.as_str(), result.stderr),
            (
                0,
                "",
                format!("In order: entries {entries}, changes {changes}, and the register is what they add up to\n")
            )
        );
        assert_eq!(
            sandbox.run_in_dutch("verify").notices(),
            format!(
                "In orde: wijzigingen {entries}, daarin gewijzigde gegevens {changes}, en het register is wat zij samen zeggen\n"
            )
        );
        assert!(sandbox.register_bytes() == before, "a check writes nothing");
    }
}

#[test]
fn findings_are_in_the_readers_language() {
    let sandbox = full_story();
    tamper(
        &sandbox,
        "UPDATE obstacle SET title = 'Iets anders' WHERE number = 2; DELETE FROM search WHERE rowid = 8;
         UPDATE journal SET action = 'edit' WHERE number = 8; UPDATE journal SET actor = 'Iemand' WHERE number = 3;
         DELETE FROM contact_obstacle WHERE contact = 1",
    );
    let result = sandbox.run_in_dutch("check");
    assert_eq!((result.code, result.stderr.as_str()), (1, "Bevindingen: 7\n"));
    assert_eq!(
        result.stdout,
        "\
nummer        bevinding
wijziging 3   de naam bij deze wijziging klopt niet met de keten
wijziging 8   de keten is hier verbroken: deze wijziging of een eerdere is veranderd
B-002         'titel' is niet wat het logboek zegt
C-001         'belemmeringen' is niet wat het logboek zegt
B-001         de zoekindex klopt niet; herstel hem met 'ruimte check --repair-search'
de zoekindex  de zoekindex klopt niet; herstel hem met 'ruimte check --repair-search'
C-001         gaat over geen enkele belemmering
"
    );
}

#[test]
fn a_repair_rebuilds_the_search_index() {
    let sandbox = full_story();
    tamper(
        &sandbox,
        "DELETE FROM search WHERE rowid = 16; INSERT INTO search (rowid, words, parts) VALUES (792, 'onzin', '')",
    );
    assert_eq!(hits(&sandbox, "tweede"), [""; 0]);
    assert!(findings(&sandbox).iter().all(|line| line.ends_with("repair it with 'ruimte check --repair-search'")));
    let result = sandbox.run("check --repair-search");
    assert_eq!(result.stdout, "");
    assert!(result.stderr.starts_with("The search index was rebuilt\nIn order: entries 18, "), "{}", result.stderr);
    assert_eq!(hits(&sandbox, "tweede"), ["B-002"]);
    assert_eq!(hits(&sandbox, "overeenk"), ["B-001"]);
    assert_check_passes(&sandbox);
    // The repair adds a journal entry that changes no records.
    assert_eq!(value::<i64>(&sandbox, "SELECT changes FROM journal WHERE number = 18 AND action = 'check'"), 0);
    assert!(
        sandbox
            .run_in_dutch("check --repair-search")
            .notices()
            .starts_with("De zoekindex is opnieuw gemaakt\nIn orde: ")
    );
    // A repair of the search index does not hide other findings.
    tamper(&sandbox, "UPDATE obstacle SET title = 'Iets anders' WHERE number = 2");
    assert_eq!(sandbox.run("check --repair-search").code, 1);
    // If a table of the index is missing, the repair creates the same table that a new register has.
    for table in ["search", "search_word"] {
        let made = format!("SELECT sql FROM sqlite_master WHERE name = '{table}'");
        let schema: String = value(&full_story(), &made);
        let sandbox = full_story();
        tamper(&sandbox, &format!("DROP TABLE {table}"));
        assert_eq!(sandbox.run("check").code, 1, "{table}");
        sandbox.run("check --repair-search").ok();
        assert_eq!(value::<String>(&sandbox, &made), schema);
        assert_check_passes(&sandbox);
    }
}

#[test]
fn an_outdated_index_is_rebuilt_once_by_the_next_search() {
    let sandbox = full_story();
    tamper(&sandbox, "UPDATE register SET search = 'of other rules'; DELETE FROM search WHERE rowid = 16");
    let notices = sandbox.run("check").notices();
    assert!(
        notices.starts_with(
            "The search index is of another version and was not checked; the next command that searches or records \
             rebuilds it\nIn order: "
        ),
        "{notices}"
    );
    let remark = "The search index was of another version and has been rebuilt\n";
    assert_eq!(sandbox.run("search tweede").notices(), format!("{remark}1 row\n"));
    assert_eq!(sandbox.run("search tweede").notices(), "1 row\n");
    assert_check_passes(&sandbox);
}

#[test]
fn an_index_with_wrong_words_and_terms_is_one_finding() {
    let sandbox = full_story();
    tamper(&sandbox, "DELETE FROM search WHERE rowid = 8; DELETE FROM search_word WHERE word = 'volstaat'");
    let whole = |line: &String| line.starts_with("the search index: ");
    assert_eq!(findings(&sandbox).iter().filter(|line| whole(line)).count(), 1);
}

#[test]
fn a_clock_that_was_set_back_is_a_note_and_not_a_finding() {
    let sandbox = story();
    let connection = open_register(&sandbox);
    tamper_with(&connection, "UPDATE journal SET at = '2020-01-01T00:00:00.000Z' WHERE number IN (3, 5)");
    forge_chain(&connection);
    connection.close().unwrap();
    let result = sandbox.run("check");
    let (note, order) = result.stderr.split_once('\n').unwrap();
    assert_eq!((result.code, result.stdout.as_str()), (0, ""));
    assert_eq!(note, "Note: the clock was set back before entry 3, 5; the order is that of the numbers");
    assert!(order.starts_with("In order: entries 9, "), "{order}");
    assert!(sandbox.run_in_dutch("check").notices().starts_with("Let op: de klok is teruggezet voor wijziging 3, 5; "));
}

#[test]
fn a_truncated_or_overwritten_file_is_reported_or_not_opened() {
    let sandbox = full_story();
    let whole = sandbox.register_bytes();
    let half = whole.len() / 2;
    for (what, bytes) in [
        ("cut off", whole[..half].to_vec()),
        ("cut off within a page", whole[..half + 100].to_vec()),
        ("a page of zeros", [&whole[..half], &[0; 4096][..], &whole[half + 4096..]].concat()),
        ("no header", [&[0; 100][..], &whole[100..]].concat()),
        ("empty", Vec::new()),
    ] {
        sandbox.write("register.db", &bytes);
        let result = sandbox.run("check");
        assert!([1, 65, 74].contains(&result.code), "{what}: {result:?}");
        assert!(!result.stderr.contains("panicked"), "{what}: {result:?}");
        assert!(sandbox.register_bytes() == bytes, "{what}");
    }
}

#[test]
fn missing_journal_triggers_are_reported() {
    let sandbox = full_story();
    let connection = open_register(&sandbox);
    connection
        .execute_batch("DROP TRIGGER journal_is_never_changed; DROP TRIGGER personal_is_never_shortened")
        .unwrap();
    connection.close().unwrap();
    let mut found = findings(&sandbox);
    found.sort();
    assert_eq!(
        found,
        ["journal_is_never_changed: differs from schema.sql", "personal_is_never_shortened: differs from schema.sql"]
    );
}

#[test]
fn words_of_earlier_texts_are_not_foreign_to_the_index() {
    let sandbox = full_story();
    let holds = "SELECT count(*) FROM search_word WHERE word IN ('bakfietsvergunning', 'derde')";
    run_all(
        &sandbox,
        &[
            "edit 2 --question 'Waar vraag ik een bakfietsvergunning aan?'",
            "edit 2 --clear question",
            "edit 3 --title Anders",
        ],
    );
    assert_eq!(value::<i64>(&sandbox, holds), 2);
    assert_check_passes(&sandbox);
    sandbox.run("check --repair-search").ok();
    assert_eq!(value::<i64>(&sandbox, holds), 0);
    assert_check_passes(&sandbox);
}

#[test]
fn a_personal_value_that_was_copied_is_found() {
    let sandbox = full_story();
    let salt = [7_u8; 16];
    let digest = super::hash(&[Some(&salt), Some(b"P. Spreker")]);
    tamper(
        &sandbox,
        &format!("INSERT INTO personal VALUES (x'{}', 5, x'{}', 'P. Spreker')", encode(&digest), encode(&salt)),
    );
    assert_eq!(findings(&sandbox), ["N-05: an attribute is stored that is not in the journal"]);
    let result = sandbox.run_in_dutch("check");
    assert_eq!(result.stdout, "nummer  bevinding\nN-05    er staat een gegeven bij dat niet in het logboek voorkomt\n");
}

#[test]
fn an_entry_by_an_erased_person_is_in_order() {
    let sandbox = full_story();
    sandbox.run("erase person 'P. Spreker' --actor Beheer").ok();
    run_all(&sandbox, &["log Later --ministry OCW --actor N-04", "edit 5 --title 'Nog later' --actor N-04"]);
    assert_check_passes(&sandbox);
    // Each of these two entries contains a hash of the text `N-04`, which stands in place of the actor's name. `check`
    // therefore notices when somebody assigns the entries to person N-02.
    tamper(
        &sandbox,
        "UPDATE personal SET person = 2 WHERE value = 'N-04'; UPDATE journal SET person = 2 WHERE actor = 'N-04'",
    );
    assert_eq!(findings(&sandbox), ["N-02: an attribute is stored that is not in the journal"]);
}

#[test]
fn a_register_with_a_view_in_place_of_a_table_is_refused_by_check_backup_and_writes() {
    let sandbox = Sandbox::demo();
    tamper(
        &sandbox,
        "ALTER TABLE person RENAME TO other;
         CREATE VIEW person AS WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n AS number FROM c",
    );
    for command in ["check", "log x --ministry OCW", "backup copy.db"] {
        let message = sandbox.run(command).fails(74);
        assert!(message.contains("register.db"), "{command}: {message}");
    }
}
