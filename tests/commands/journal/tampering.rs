//! Every kind of tampering with a register. `check` detects and describes each of them.

use super::check::{findings, full_story};
use super::tamper;

#[test]
fn every_kind_of_tampering_is_found_and_described() {
    let mut wrong = Vec::new();
    for (sql, expected) in [
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
        ("UPDATE obstacle SET handler = 3 WHERE number = 1", &["B-001: 'handler' is not what the journal says"]),
        ("UPDATE obstacle SET void = NULL WHERE number = 4", &["B-004: 'void' is not what the journal says"]),
        (
            "UPDATE obstacle SET received = '2018-01-12' WHERE number = 2",
            &["B-002: 'received' is not what the journal says"],
        ),
        ("UPDATE contact SET note = 'Mag niet' WHERE number = 1", &["C-001: 'note' is not what the journal says"]),
        ("UPDATE factsheet SET body = 'Iets' WHERE number = 1", &["F-01: 'text' is not what the journal says"]),
        ("UPDATE scheme SET law = NULL", &["S-01: 'BWB id' is not what the journal says"]),
        ("UPDATE published_figure SET value = 4", &["P-01: 'published' is not what the journal says"]),
        ("UPDATE publication SET until = '2019-12-31'", &["p: 'until' is not what the journal says"]),
        ("UPDATE snapshot SET entry = 7", &["kamerbrief-2018: 'entry' is not what the journal says"]),
        ("UPDATE ministry SET nl = 'Iets anders' WHERE code = 'OCW'", &["OCW: 'Dutch' is not what the journal says"]),
        ("UPDATE region SET en = 'Else' WHERE code = '12'", &["12: 'English' is not what the journal says"]),
        (
            "UPDATE law SET identifier = NULL WHERE code = 'BWBR0007625'",
            &["BWBR0007625: 'identifier' is not what the journal says"],
        ),
        (
            "INSERT INTO theme VALUES ('nieuw', 'nieuw', 'new', NULL)",
            &["nieuw: is in the register, but not in the journal"],
        ),
        ("DELETE FROM care_domain WHERE code = 'ggz'", &["ggz: is in the journal, but no longer in the register"]),
        ("UPDATE synonym SET means = 'x' WHERE code = 'bpv'", &["bpv: 'means' is not what the journal says"]),
        ("DELETE FROM synonym WHERE code = 'bpv'", &["bpv: is in the journal, but no longer in the register"]),
        // Tampering with the links between records.
        ("DELETE FROM obstacle_factsheet", &["B-001: 'factsheets' is not what the journal says"]),
        ("INSERT INTO obstacle_factsheet VALUES (2, 1)", &["B-002: 'factsheets' is not what the journal says"]),
        (
            "UPDATE obstacle_scheme SET obstacle = 2",
            &["B-001: 'schemes' is not what the journal says", "B-002: 'schemes' is not what the journal says"],
        ),
        ("DELETE FROM obstacle_precedent", &["B-002: 'precedents' is not what the journal says"]),
        ("UPDATE obstacle_precedent SET precedent = 3", &["B-002: 'precedents' is not what the journal says"]),
        ("UPDATE obstacle_ministry SET ministry = 'SZW'", &["B-001: 'involved' is not what the journal says"]),
        (
            "UPDATE obstacle_ministry SET ministry = 'OCW'",
            &["B-001: 'involved' is not what the journal says", "B-001: the lead ministry is among those involved too"],
        ),
        ("UPDATE contact_person SET person = 2", &["C-001: 'persons' is not what the journal says"]),
        ("DELETE FROM contact_obstacle WHERE obstacle = 3", &["C-002: 'obstacles' is not what the journal says"]),
        (
            "DELETE FROM contact_obstacle WHERE contact = 1",
            &["C-001: 'obstacles' is not what the journal says", "C-001: is about no obstacle"],
        ),
        ("DELETE FROM obstacle_law WHERE position = 2", &["B-001: 'laws' is not what the journal says"]),
        (
            "UPDATE obstacle_law SET article = '9' WHERE position = 1",
            &["B-001: 'laws' is not what the journal says", "B-001: a legal source cannot be read"],
        ),
        // Tampering that deletes rows, inserts rows, or violates a constraint.
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
                "B-002: is a duplicate of itself by way of others",
                "B-003: is a duplicate of itself by way of others",
            ],
        ),
        (
            "UPDATE published_figure SET measure = 'onzin'",
            &["P-01: 'measure' is not what the journal says", "P-01: has a measure that this program does not know"],
        ),
        (
            "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'obstacle'",
            &["obstacle: numbers given out already would be given out again"],
        ),
        (
            "DELETE FROM sqlite_sequence WHERE name = 'contact'",
            &["contact: numbers given out already would be given out again"],
        ),
        (
            "UPDATE sqlite_sequence SET seq = 50 WHERE name = 'obstacle'",
            &["obstacle: numbers would be skipped: the highest number is not what the journal says"],
        ),
        (
            "INSERT INTO sqlite_sequence VALUES ('contact', 50)",
            &[
                "contact: numbers would be skipped: the highest number is not what the journal says",
                "sqlite_sequence: counts the numbers of a table that has none, or counts them twice",
            ],
        ),
        (
            "INSERT INTO sqlite_sequence VALUES ('theme', 5)",
            &["sqlite_sequence: counts the numbers of a table that has none, or counts them twice"],
        ),
        (
            "UPDATE personal SET person = 5 WHERE value = '070'",
            &["N-04: an attribute is stored for another person: N-05"],
        ),
        (
            "UPDATE personal SET person = 6 - person WHERE value IN ('H. Behandelaar', 'P. Spreker')",
            &[
                "N-02: an attribute is stored for another person: N-04",
                "N-04: an attribute is stored for another person: N-02",
            ],
        ),
        (
            "UPDATE personal SET person = 99 WHERE value = '070'",
            &[
                "personal: refers to something in 'person' that does not exist",
                "N-04: an attribute is stored for another person: N-99",
            ],
        ),
        ("UPDATE person SET name = 'Iemand anders' WHERE number = 2", &["N-02: 'name' is not what the journal says"]),
        ("UPDATE person SET phone = '071' WHERE number = 4", &["N-04: 'phone' is not what the journal says"]),
        (
            "UPDATE personal SET value = '071' WHERE value = '070'",
            &["N-04: an attribute does not match its hash", "N-04: 'phone' is not what the journal says"],
        ),
        (
            "UPDATE personal SET salt = zeroblob(16) WHERE value = '070'",
            &["N-04: an attribute does not match its hash"],
        ),
        (
            "DELETE FROM personal WHERE value = '070'",
            &[
                "N-04: 'phone' is not what the journal says",
                "N-04: an attribute is missing although the person was not erased",
            ],
        ),
        (
            "UPDATE personal SET value = NULL, salt = NULL WHERE value = '070'",
            &[
                "N-04: 'phone' is not what the journal says",
                "N-04: an attribute is missing although the person was not erased",
            ],
        ),
        (
            "UPDATE journal SET action = 'edit' WHERE number = 8",
            &["entry 8: the chain is broken here: this entry or an earlier one was altered"],
        ),
        (
            "UPDATE journal SET note_salt = x'00' WHERE number = 3",
            &["entry 3: the chain is broken here: this entry or an earlier one was altered"],
        ),
        (
            "UPDATE journal_change SET number = number + 1000000 WHERE number = (SELECT max(number) FROM journal_change)",
            &["entry 17: its changes are not the ones that it recorded"],
        ),
        (
            "UPDATE journal_change SET number = -number WHERE number = 1",
            &["entry 1: its changes are not the ones that it recorded"],
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
            &["entry 3: the name at this entry does not match the chain"],
        ),
        (
            "UPDATE journal SET person = 1 WHERE number = 3",
            &["entry 3: the name at this entry does not match the chain"],
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
                "entry 3: its changes are not the ones that it recorded",
                "entry 3: the chain is broken here: this entry or an earlier one was altered",
            ],
        ),
        (
            "UPDATE journal SET changes = 2 WHERE number = 3",
            &[
                "entry 3: its changes are not the ones that it recorded",
                "entry 3: the chain is broken here: this entry or an earlier one was altered",
            ],
        ),
        (
            "UPDATE journal_change SET after = replace(after, 'OCW', 'SZW') WHERE entry = 2",
            &[
                "B-001: what entry 2 says about it was altered",
                "entry 2: its changes are not the ones that it recorded",
                "B-001: 'ministry' is not what the journal says",
            ],
        ),
        (
            "UPDATE journal_change SET before = replace(before, 'Eerste', 'Vorige') WHERE entry = 3",
            &[
                "B-001: what entry 3 says about it was altered",
                "entry 3: its changes are not the ones that it recorded",
            ],
        ),
        (
            "INSERT OR REPLACE INTO journal_change SELECT number, entry, kind, key, before, replace(after, 'Stagecontracten', 'Contracten'), salt, digest FROM journal_change WHERE entry = 5",
            &[
                "F-01: the search index does not match the register; repair it with 'ruimte check --repair-search'",
                "the search index: the search index does not match the register; repair it with 'ruimte check --repair-search'",
                "F-01: what entry 5 says about it was altered",
                "entry 5: its changes are not the ones that it recorded",
                "F-01: 'title' is not what the journal says",
            ],
        ),
        (
            "DELETE FROM journal_change WHERE entry = 8",
            &[
                "entry 8: its changes are not the ones that it recorded",
                "B-004: 'void' is not what the journal says",
                "B-004: the search index does not match the register; repair it with 'ruimte check --repair-search'",
            ],
        ),
        (
            "DELETE FROM journal_change WHERE entry = 8; DELETE FROM journal WHERE number = 8",
            &[
                "entry 9: entry 8 is missing before it",
                "entry 9: the chain is broken here: this entry or an earlier one was altered",
                "B-004: 'void' is not what the journal says",
                "B-004: the search index does not match the register; repair it with 'ruimte check --repair-search'",
            ],
        ),
        (
            "DELETE FROM journal_change WHERE entry = 17; DELETE FROM journal WHERE number = 17",
            &[
                "N-04: an attribute is stored that is not in the journal",
                "N-04: an attribute is stored that is not in the journal",
                "N-04: an attribute is stored that is not in the journal",
                "N-04: 'organisation' is not what the journal says",
                "N-04: 'e-mail' is not what the journal says",
                "N-04: 'phone' is not what the journal says",
            ],
        ),
        (
            "INSERT INTO journal_change VALUES (9999, 17, 'factsheet', 1, '{\"title\":\"Stagecontracten\"}', '{\"title\":\"x\"}', NULL, zeroblob(32))",
            &[
                "F-01: what entry 17 says about it was altered",
                "entry 17: its changes are not the ones that it recorded",
                "F-01: 'title' is not what the journal says",
                "F-01: the search index does not match the register; repair it with 'ruimte check --repair-search'",
                "the search index: the search index does not match the register; repair it with 'ruimte check --repair-search'",
            ],
        ),
        (
            "INSERT INTO journal_change VALUES (9999, 99, 'factsheet', 1, NULL, '{}', NULL, zeroblob(32))",
            &[
                "journal_change: refers to something in 'journal' that does not exist",
                "F-01: belongs to entry 99, which does not exist",
            ],
        ),
        (
            "UPDATE register SET id = '00000000000000000000000000000000'",
            &["entry 1: the chain is broken here: this entry or an earlier one was altered"],
        ),
        ("DROP INDEX obstacle_work", &["obstacle_work: differs from schema.sql"]),
        ("CREATE TABLE own_table (x)", &["own_table: differs from schema.sql"]),
        (
            "DELETE FROM search WHERE rowid = 16",
            &[
                "B-002: the search index does not match the register; repair it with 'ruimte check --repair-search'",
                "the search index: the search index does not match the register; repair it with 'ruimte check --repair-search'",
            ],
        ),
        (
            "INSERT INTO search (rowid, words, parts) VALUES (792, 'onzin', '')",
            &["B-099: the search index does not match the register; repair it with 'ruimte check --repair-search'"],
        ),
        (
            "DELETE FROM search WHERE rowid = 10",
            &[
                "S-01: the search index does not match the register; repair it with 'ruimte check --repair-search'",
                "the search index: the search index does not match the register; repair it with 'ruimte check --repair-search'",
            ],
        ),
        (
            "INSERT INTO search (rowid, words, parts) VALUES (793, 'onzin', '')",
            &["F-99: the search index does not match the register; repair it with 'ruimte check --repair-search'"],
        ),
        (
            "DELETE FROM search_word WHERE word = 'volstaat'",
            &[
                "the search index: the search index does not match the register; repair it with 'ruimte check --repair-search'",
            ],
        ),
        (
            "INSERT INTO search_word VALUES ('onzinwoord')",
            &[
                "the search index: the search index does not match the register; repair it with 'ruimte check --repair-search'",
            ],
        ),
        (
            "UPDATE search_docsize SET sz = x'7f01' WHERE id = 16",
            &[
                "the search index: the search index does not match the register; repair it with 'ruimte check --repair-search'",
            ],
        ),
        (
            "INSERT INTO search_config VALUES ('rank', 'bm25(10.0)')",
            &[
                "the search index: the search index does not match the register; repair it with 'ruimte check --repair-search'",
            ],
        ),
    ] {
        let sandbox = full_story();
        tamper(&sandbox, sql);
        let (mut found, mut expected) = (findings(&sandbox), expected.to_vec());
        found.sort();
        expected.sort_unstable();
        if found != expected {
            wrong.push(format!("{sql}\n    found:    {found:#?}\n    expected: {expected:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_erased_name_that_was_put_back_is_found() {
    let sandbox = super::Sandbox::new();
    sandbox.run("log Vraag --ministry OCW --handler 'Piet Geheim' -q").ok();
    sandbox.run("contact call 1 --note Gebeld --actor 'Piet Geheim' -q").ok();
    let copy = sandbox.path("copy.db");
    std::fs::copy(sandbox.path("register.db"), &copy).unwrap();
    sandbox.run("erase person 'Piet Geheim' -q").ok();
    tamper(
        &sandbox,
        &format!(
            "ATTACH '{}' AS copy;
             UPDATE personal SET (salt, value) = (SELECT c.salt, c.value FROM copy.personal AS c WHERE c.hash = personal.hash)
             WHERE hash IN (SELECT hash FROM copy.personal);
             UPDATE journal SET actor = (SELECT c.actor FROM copy.journal AS c WHERE c.number = journal.number)
             WHERE number IN (SELECT number FROM copy.journal)",
            copy.display()
        ),
    );
    let mut found = findings(&sandbox);
    found.dedup();
    assert_eq!(found, ["N-02: an attribute of an erased person was put back"]);
}
