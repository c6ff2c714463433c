//! `check`: every kind of tampering is found and named, and nothing is found where nothing is wrong.

use super::{FIGURE, PUBLICATION, all, forge, hits, is_in_order, opened, story, tamper, tamper_with, value};
use crate::common::{Sandbox, rows_of};
use std::sync::OnceLock;

/// The story with something in every table.
pub(super) fn full() -> Sandbox {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = BYTES.get_or_init(|| {
        let sandbox = story();
        all(
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

/// What a check finds: a line for each finding, record and cause.
#[track_caller]
fn found(sandbox: &Sandbox) -> Vec<String> {
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
fn nothing_is_found_where_nothing_is_wrong() {
    for sandbox in [Sandbox::new(), Sandbox::demo(), story(), full()] {
        assert_eq!(found(&sandbox), [""; 0]);
        let (entries, changes): (i64, i64) = (
            value(&sandbox, "SELECT count(*) FROM journal"),
            value(&sandbox, "SELECT count(*) FROM journal_change"),
        );
        let before = sandbox.register_bytes();
        let result = sandbox.run("check");
        assert_eq!(
            (result.code, result.stdout.as_str(), result.stderr),
            (
                0,
                "",
                format!(
                    "In order: entries {entries}, changes {changes}, and the register is what they add up to\n"
                )
            )
        );
        assert_eq!(
            sandbox.run_in_dutch("verify").notices(),
            format!(
                "In orde: mutaties {entries}, wijzigingen {changes}, en het register is wat zij samen zeggen\n"
            )
        );
        assert!(sandbox.register_bytes() == before, "a check writes nothing");
    }
}

#[test]
fn every_kind_of_tampering_is_found_and_named() {
    let mut wrong = Vec::new();
    for (sql, findings) in [
        // Records.
        (
            "UPDATE obstacle SET title = 'Iets anders' WHERE number = 2",
            &["B-002: 'title' is not what the journal says"][..],
        ),
        (
            "UPDATE obstacle SET status = 'collected', resolution = NULL, solved = NULL WHERE number = 1",
            &[
                "B-001: 'status' is not what the journal says",
                "B-001: 'resolution' is not what the journal says",
                "B-001: 'solved' is not what the journal says",
            ],
        ),
        (
            "UPDATE obstacle SET handler = 3 WHERE number = 1",
            &["B-001: 'handler' is not what the journal says"],
        ),
        ("UPDATE obstacle SET void = NULL WHERE number = 4", &["B-004: 'void' is not what the journal says"]),
        (
            "UPDATE obstacle SET received = '2018-01-12' WHERE number = 2",
            &["B-002: 'received' is not what the journal says"],
        ),
        (
            "UPDATE contact SET note = 'Mag niet' WHERE number = 1",
            &["C-001: 'note' is not what the journal says"],
        ),
        (
            "UPDATE factsheet SET body = 'Iets' WHERE number = 1",
            &["F-01: 'text' is not what the journal says"],
        ),
        ("UPDATE scheme SET law = NULL", &["S-01: 'BWB id' is not what the journal says"]),
        ("UPDATE published_figure SET value = 4", &["P-01: 'published' is not what the journal says"]),
        ("UPDATE publication SET until = '2019-12-31'", &["p: 'until' is not what the journal says"]),
        ("UPDATE snapshot SET entry = 7", &["kamerbrief-2018: 'entry' is not what the journal says"]),
        // Vocabularies.
        (
            "UPDATE ministry SET nl = 'Iets anders' WHERE code = 'OCW'",
            &["OCW: 'Dutch' is not what the journal says"],
        ),
        ("UPDATE region SET en = 'Else' WHERE code = '12'", &["12: 'English' is not what the journal says"]),
        (
            "UPDATE law SET identifier = NULL WHERE code = 'BWBR0007625'",
            &["BWBR0007625: 'identifier' is not what the journal says"],
        ),
        (
            "INSERT INTO theme VALUES ('nieuw', 'nieuw', 'new', NULL)",
            &["nieuw: is in the register, but not in the journal"],
        ),
        (
            "DELETE FROM care_domain WHERE code = 'ggz'",
            &["ggz: is in the journal, but no longer in the register"],
        ),
        ("UPDATE synonym SET means = 'x' WHERE code = 'bpv'", &["bpv: 'means' is not what the journal says"]),
        (
            "DELETE FROM synonym WHERE code = 'bpv'",
            &["bpv: is in the journal, but no longer in the register"],
        ),
        // Links.
        ("DELETE FROM obstacle_factsheet", &["B-001: 'factsheets' is not what the journal says"]),
        (
            "INSERT INTO obstacle_factsheet VALUES (2, 1)",
            &["B-002: 'factsheets' is not what the journal says"],
        ),
        (
            "UPDATE obstacle_scheme SET obstacle = 2",
            &[
                "B-001: 'schemes' is not what the journal says",
                "B-002: 'schemes' is not what the journal says",
            ],
        ),
        ("DELETE FROM obstacle_precedent", &["B-002: 'precedents' is not what the journal says"]),
        (
            "UPDATE obstacle_precedent SET precedent = 3",
            &["B-002: 'precedents' is not what the journal says"],
        ),
        (
            "UPDATE obstacle_ministry SET ministry = 'SZW'",
            &["B-001: 'involved' is not what the journal says"],
        ),
        (
            "UPDATE obstacle_ministry SET ministry = 'OCW'",
            &[
                "B-001: 'involved' is not what the journal says",
                "B-001: the lead ministry is among those involved too",
            ],
        ),
        ("UPDATE contact_person SET person = 2", &["C-001: 'persons' is not what the journal says"]),
        (
            "DELETE FROM contact_obstacle WHERE obstacle = 3",
            &["C-002: 'obstacles' is not what the journal says"],
        ),
        (
            "DELETE FROM contact_obstacle WHERE contact = 1",
            &["C-001: 'obstacles' is not what the journal says", "C-001: is about no obstacle"],
        ),
        ("DELETE FROM obstacle_law WHERE position = 2", &["B-001: 'laws' is not what the journal says"]),
        (
            "UPDATE obstacle_law SET article = '9' WHERE position = 1",
            &["B-001: 'laws' is not what the journal says", "B-001: a legal source cannot be read"],
        ),
        // Rows that are gone, new, or at odds with a rule.
        (
            "DELETE FROM factsheet",
            &[
                "obstacle_factsheet: refers to something in 'factsheet' that does not exist",
                "F-01: is in the journal, but no longer in the register",
            ],
        ),
        (
            "INSERT INTO obstacle (title, ministry) VALUES ('Erbij', 'OCW')",
            &["B-005: is in the register, but not in the journal"],
        ),
        ("INSERT INTO person (name) VALUES ('Erbij')", &["N-07: is in the register, but not in the journal"]),
        (
            "UPDATE obstacle SET ministry = 'BZK' WHERE number = 2",
            &[
                "B-002: refers to something in 'ministry' that does not exist",
                "B-002: 'ministry' is not what the journal says",
            ],
        ),
        (
            "UPDATE obstacle SET status = 'closed', closed_as = 'duplicate', duplicate_of = 3 WHERE number = 2",
            &[
                "B-002: 'status' is not what the journal says",
                "B-002: 'duplicate of' is not what the journal says",
                "B-002: 'closed as' is not what the journal says",
                "B-002: is by way of others a duplicate of itself",
                "B-003: is by way of others a duplicate of itself",
            ],
        ),
        (
            "UPDATE published_figure SET measure = 'onzin'",
            &[
                "P-01: 'measure' is not what the journal says",
                "P-01: has a measure that this program does not know",
            ],
        ),
        (
            "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'obstacle'",
            &["obstacle: numbers given out already would be given out again"],
        ),
        (
            "DELETE FROM sqlite_sequence WHERE name = 'contact'",
            &["contact: numbers given out already would be given out again"],
        ),
        // Persons.
        (
            "UPDATE person SET name = 'Iemand anders' WHERE number = 2",
            &["N-02: 'name' is not what the journal says"],
        ),
        ("UPDATE person SET phone = '071' WHERE number = 4", &["N-04: 'phone' is not what the journal says"]),
        (
            "UPDATE personal SET value = '071' WHERE value = '070'",
            &["N-04: an attribute is not what its hash says", "N-04: 'phone' is not what the journal says"],
        ),
        (
            "UPDATE personal SET salt = zeroblob(16) WHERE value = '070'",
            &["N-04: an attribute is not what its hash says"],
        ),
        (
            "DELETE FROM personal WHERE value = '070'",
            &[
                "N-04: 'phone' is not what the journal says",
                "N-04: an attribute is gone though the person was not erased",
            ],
        ),
        (
            "UPDATE personal SET value = NULL, salt = NULL WHERE value = '070'",
            &[
                "N-04: 'phone' is not what the journal says",
                "N-04: an attribute is gone though the person was not erased",
            ],
        ),
        // The journal.
        (
            "UPDATE journal SET action = 'edit' WHERE number = 8",
            &["entry 8: the chain is broken here: this entry or an earlier one was altered"],
        ),
        (
            "UPDATE journal SET note = 'iets' WHERE number = 3",
            &["entry 3: the chain is broken here: this entry or an earlier one was altered"],
        ),
        (
            "UPDATE journal SET at = '2030-01-01T00:00:00.000Z', origin = 'elders' WHERE number = 17",
            &["entry 17: the chain is broken here: this entry or an earlier one was altered"],
        ),
        (
            "UPDATE journal SET actor = 'Iemand anders' WHERE number = 3",
            &["entry 3: the name at this entry is not the one that the chain has"],
        ),
        (
            "UPDATE journal SET person = 1 WHERE number = 3",
            &["entry 3: the name at this entry is not the one that the chain has"],
        ),
        (
            "UPDATE journal SET hash = zeroblob(32) WHERE number = 17",
            &["entry 17: the chain is broken here: this entry or an earlier one was altered"],
        ),
        (
            "UPDATE journal SET hash = zeroblob(32) WHERE number = 3",
            &[
                "entry 3: the chain is broken here: this entry or an earlier one was altered",
                "entry 4: the chain is broken here: this entry or an earlier one was altered",
            ],
        ),
        (
            "UPDATE journal SET contents = zeroblob(32) WHERE number = 3",
            &[
                "entry 3: its changes are not those that it says",
                "entry 3: the chain is broken here: this entry or an earlier one was altered",
            ],
        ),
        (
            "UPDATE journal SET changes = 2 WHERE number = 3",
            &[
                "entry 3: its changes are not those that it says",
                "entry 3: the chain is broken here: this entry or an earlier one was altered",
            ],
        ),
        (
            "UPDATE journal_change SET after = replace(after, 'OCW', 'SZW') WHERE entry = 2",
            &[
                "B-001: what entry 2 says of it was altered",
                "entry 2: its changes are not those that it says",
                "B-001: 'ministry' is not what the journal says",
            ],
        ),
        (
            "UPDATE journal_change SET before = replace(before, 'Eerste', 'Vorige') WHERE entry = 3",
            &[
                "B-001: what entry 3 says of it was altered",
                "entry 3: its changes are not those that it says",
            ],
        ),
        (
            "INSERT OR REPLACE INTO journal_change SELECT number, entry, kind, key, before, replace(after, 'Stagecontracten', 'Contracten'), digest FROM journal_change WHERE entry = 5",
            &[
                "F-01: the search index is not in step; repair it with 'ruimte check --repair-search'",
                "the search index: the search index is not in step; repair it with 'ruimte check --repair-search'",
                "F-01: what entry 5 says of it was altered",
                "entry 5: its changes are not those that it says",
                "F-01: 'title' is not what the journal says",
            ],
        ),
        (
            "DELETE FROM journal_change WHERE entry = 8",
            &[
                "entry 8: its changes are not those that it says",
                "B-004: 'void' is not what the journal says",
                "B-004: the search index is not in step; repair it with 'ruimte check --repair-search'",
            ],
        ),
        (
            "DELETE FROM journal_change WHERE entry = 8; DELETE FROM journal WHERE number = 8",
            &[
                "entry 9: entry 8 is missing before it",
                "entry 9: the chain is broken here: this entry or an earlier one was altered",
                "B-004: 'void' is not what the journal says",
                "B-004: the search index is not in step; repair it with 'ruimte check --repair-search'",
            ],
        ),
        (
            "DELETE FROM journal_change WHERE entry = 17; DELETE FROM journal WHERE number = 17",
            &[
                "N-04: 'organisation' is not what the journal says",
                "N-04: 'e-mail' is not what the journal says",
                "N-04: 'phone' is not what the journal says",
            ],
        ),
        (
            "INSERT INTO journal_change VALUES (9999, 17, 'factsheet', 1, '{\"title\":\"Stagecontracten\"}', '{\"title\":\"x\"}', zeroblob(32))",
            &[
                "F-01: what entry 17 says of it was altered",
                "entry 17: its changes are not those that it says",
                "F-01: 'title' is not what the journal says",
                "F-01: the search index is not in step; repair it with 'ruimte check --repair-search'",
                "the search index: the search index is not in step; repair it with 'ruimte check --repair-search'",
            ],
        ),
        (
            "INSERT INTO journal_change VALUES (9999, 99, 'factsheet', 1, NULL, '{}', zeroblob(32))",
            &[
                "journal_change: refers to something in 'journal' that does not exist",
                "F-01: belongs to entry 99, which does not exist",
            ],
        ),
        (
            "UPDATE register SET id = '00000000000000000000000000000000'",
            &["entry 1: the chain is broken here: this entry or an earlier one was altered"],
        ),
        // What the tables are made of.
        ("DROP INDEX obstacle_work", &["obstacle_work: is not as schema.sql has it"]),
        ("CREATE TABLE own_table (x)", &["own_table: is not as schema.sql has it"]),
        // The search index.
        (
            "DELETE FROM search WHERE rowid = 16",
            &[
                "B-002: the search index is not in step; repair it with 'ruimte check --repair-search'",
                "the search index: the search index is not in step; repair it with 'ruimte check --repair-search'",
            ],
        ),
        (
            "INSERT INTO search (rowid, words, parts) VALUES (792, 'onzin', '')",
            &["B-099: the search index is not in step; repair it with 'ruimte check --repair-search'"],
        ),
        (
            "DELETE FROM search WHERE rowid = 10",
            &[
                "S-01: the search index is not in step; repair it with 'ruimte check --repair-search'",
                "the search index: the search index is not in step; repair it with 'ruimte check --repair-search'",
            ],
        ),
        (
            "INSERT INTO search (rowid, words, parts) VALUES (793, 'onzin', '')",
            &["F-99: the search index is not in step; repair it with 'ruimte check --repair-search'"],
        ),
        (
            "DELETE FROM search_word WHERE word = 'volstaat'",
            &[
                "the search index: the search index is not in step; repair it with 'ruimte check --repair-search'",
            ],
        ),
    ] {
        let sandbox = full();
        tamper(&sandbox, sql);
        let (mut found, mut findings) = (found(&sandbox), findings.to_vec());
        found.sort();
        findings.sort_unstable();
        if found != findings {
            wrong.push(format!("{sql}\n    found:    {found:#?}\n    expected: {findings:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn findings_are_told_in_the_readers_language() {
    let sandbox = full();
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
record        bevinding
mutatie 3     de naam bij deze mutatie klopt niet met de keten
mutatie 8     de keten is hier verbroken: deze mutatie of een eerdere is veranderd
B-002         'titel' is niet wat het logboek zegt
C-001         'belemmeringen' is niet wat het logboek zegt
B-001         de zoekindex klopt niet; herstel hem met 'ruimte check --repair-search'
de zoekindex  de zoekindex klopt niet; herstel hem met 'ruimte check --repair-search'
C-001         gaat over geen enkele belemmering
"
    );
}

#[test]
fn the_search_index_is_made_anew_and_is_in_step_again() {
    let sandbox = full();
    tamper(
        &sandbox,
        "DELETE FROM search WHERE rowid = 16; INSERT INTO search (rowid, words, parts) VALUES (792, 'onzin', '')",
    );
    assert_eq!(hits(&sandbox, "tweede"), [""; 0]);
    assert!(
        found(&sandbox).iter().all(|line| line.ends_with("repair it with 'ruimte check --repair-search'"))
    );
    let result = sandbox.run("check --repair-search");
    assert_eq!(result.stdout, "");
    assert!(
        result.stderr.starts_with("The search index was made anew\nIn order: entries 18, "),
        "{}",
        result.stderr
    );
    assert_eq!(hits(&sandbox, "tweede"), ["B-002"]);
    assert_eq!(hits(&sandbox, "overeenk"), ["B-001"]);
    is_in_order(&sandbox);
    // It is an entry that changed nothing.
    assert_eq!(
        value::<i64>(&sandbox, "SELECT changes FROM journal WHERE number = 18 AND action = 'check'"),
        0
    );
    assert!(
        sandbox
            .run_in_dutch("check --repair-search")
            .notices()
            .starts_with("De zoekindex is opnieuw gemaakt\nIn orde: ")
    );
    // What else is wrong stays wrong.
    tamper(&sandbox, "UPDATE obstacle SET title = 'Iets anders' WHERE number = 2");
    assert_eq!(sandbox.run("check --repair-search").code, 1);
    // An index that is gone altogether comes back as it is in a new register.
    for table in ["search", "search_word"] {
        let made = format!("SELECT sql FROM sqlite_master WHERE name = '{table}'");
        let schema: String = value(&full(), &made);
        let sandbox = full();
        tamper(&sandbox, &format!("DROP TABLE {table}"));
        assert_eq!(sandbox.run("check").code, 1, "{table}");
        sandbox.run("check --repair-search").ok();
        assert_eq!(value::<String>(&sandbox, &made), schema);
        is_in_order(&sandbox);
    }
}

#[test]
fn an_index_of_other_rules_is_made_anew_by_the_next_search_once() {
    let sandbox = full();
    tamper(&sandbox, "UPDATE register SET search = 'of other rules'; DELETE FROM search WHERE rowid = 16");
    assert_eq!(found(&sandbox), [""; 0]);
    let remark = "The search index was of another version and has been renewed\n";
    assert_eq!(sandbox.run("search tweede").notices(), format!("{remark}1 row\n"));
    assert_eq!(sandbox.run("search tweede").notices(), "1 row\n");
    is_in_order(&sandbox);
}

#[test]
fn an_index_that_differs_in_words_and_in_terms_is_told_once() {
    let sandbox = full();
    tamper(&sandbox, "DELETE FROM search WHERE rowid = 8; DELETE FROM search_word WHERE word = 'volstaat'");
    let whole = |line: &String| line.starts_with("the search index: ");
    assert_eq!(found(&sandbox).iter().filter(|line| whole(line)).count(), 1);
}

#[test]
fn a_clock_that_was_set_back_is_told_and_is_no_finding() {
    let sandbox = story();
    let connection = opened(&sandbox);
    tamper_with(&connection, "UPDATE journal SET at = '2020-01-01T00:00:00.000Z' WHERE number IN (3, 5)");
    forge(&connection);
    connection.close().unwrap();
    let result = sandbox.run("check");
    let (note, order) = result.stderr.split_once('\n').unwrap();
    assert_eq!((result.code, result.stdout.as_str()), (0, ""));
    assert_eq!(note, "Note: the clock was set back before entry 3, 5; the order is that of the numbers");
    assert!(order.starts_with("In order: entries 9, "), "{order}");
    assert!(
        sandbox
            .run_in_dutch("check")
            .notices()
            .starts_with("Let op: de klok is teruggezet voor mutatie 3, 5; ")
    );
}

#[test]
fn a_file_that_is_cut_off_or_written_over_is_found_or_not_opened() {
    let sandbox = full();
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
fn the_guards_of_the_journal_that_were_taken_away_are_missed() {
    let sandbox = full();
    let connection = opened(&sandbox);
    connection
        .execute_batch("DROP TRIGGER journal_is_never_changed; DROP TRIGGER personal_is_never_shortened")
        .unwrap();
    connection.close().unwrap();
    let mut found = found(&sandbox);
    found.sort();
    assert_eq!(
        found,
        [
            "journal_is_never_changed: is not as schema.sql has it",
            "personal_is_never_shortened: is not as schema.sql has it"
        ]
    );
}
