//! The SQL schema rejects invalid data, even if another program writes it.

use super::office;
use crate::common::Sandbox;
use rusqlite::Connection;

/// Opens the register of a sandbox directly with SQLite, and makes SQLite enforce the foreign keys.
fn opened(sandbox: &Sandbox) -> Connection {
    let connection = Connection::open(sandbox.path("register.db")).unwrap();
    connection.pragma_update(None, "foreign_keys", true).unwrap();
    connection
}

#[test]
fn the_schema_rejects_invalid_rows() {
    let sandbox = office();
    let connection = opened(&sandbox);
    // The rows in this first list are valid and must be accepted. Each statement in the second list has one error.
    let right = [
        "INSERT INTO obstacle (title, ministry) VALUES ('x', 'OCW')",
        "INSERT INTO obstacle (title, ministry, status, resolution, received, answered, solved) VALUES ('x', 'OCW', 'solved', 'within-rules', '2018-01-01', '2018-01-01', '2018-01-01')",
        "INSERT INTO obstacle (title, ministry, status, closed_as, received, closed) VALUES ('x', 'OCW', 'closed', 'withdrawn', '2018-01-01', '2018-01-01')",
        "INSERT INTO obstacle (title, ministry, status, closed_as, duplicate_of) VALUES ('x', 'OCW', 'closed', 'duplicate', 1)",
        "INSERT INTO obstacle_factsheet (obstacle, factsheet) VALUES (1, 1)",
        "INSERT INTO obstacle_scheme (obstacle, scheme) VALUES (1, 1)",
        "INSERT INTO obstacle_ministry (obstacle, ministry) VALUES (1, 'VWS')",
        "INSERT INTO obstacle_law (obstacle, position, kind, source, text) VALUES (1, 1, 'bwb', 'BWBR0007625', 'BWBR0007625')",
        "INSERT INTO contact (kind, date) VALUES ('call', '2018-01-01')",
        "INSERT INTO contact_obstacle (contact, obstacle) VALUES (1, 3)",
        "INSERT INTO factsheet (title, published) VALUES ('x', '2016-02-29')",
        "INSERT INTO scheme (title) VALUES ('x')",
        "INSERT INTO ministry (code, nl, en) VALUES ('BZK', 'x', 'x')",
        "INSERT INTO publication (code, nl, en, since, until) VALUES ('x', 'x', 'x', '2018-01-01', '2018-01-01')",
        "INSERT INTO published_figure (publication, measure, relation, value) VALUES ('x', 'collected', 'exactly', 0)",
    ];
    for sql in right {
        connection.execute(sql, []).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    let mut accepted: Vec<String> = Vec::new();
    for (why, sql) in [
        ("solved without a resolution", "INSERT INTO obstacle (title, ministry, status) VALUES ('x', 'OCW', 'solved')"),
        ("solved without a resolution", "UPDATE obstacle SET resolution = NULL WHERE number = 3"),
        (
            "a resolution without solved",
            "INSERT INTO obstacle (title, ministry, resolution) VALUES ('x', 'OCW', 'within-rules')",
        ),
        ("a resolution without solved", "UPDATE obstacle SET resolution = 'within-rules' WHERE number = 1"),
        ("a resolution without solved", "UPDATE obstacle SET resolution = 'within-rules' WHERE number = 4"),
        ("an unknown resolution", "UPDATE obstacle SET resolution = 'magic' WHERE number = 3"),
        ("an unknown status", "UPDATE obstacle SET status = 'gone' WHERE number = 1"),
        ("no status", "UPDATE obstacle SET status = NULL WHERE number = 1"),
        ("a day of solution without solved", "UPDATE obstacle SET solved = '2018-02-01' WHERE number = 1"),
        ("solved before received", "UPDATE obstacle SET solved = '2018-01-11' WHERE number = 3"),
        ("answered before received", "UPDATE obstacle SET answered = '2018-01-09' WHERE number = 1"),
        ("closed before received", "UPDATE obstacle SET closed = '2018-01-12' WHERE number = 4"),
        ("closed without why", "UPDATE obstacle SET closed_as = NULL WHERE number = 4"),
        ("why closed without closed", "UPDATE obstacle SET closed_as = 'referred' WHERE number = 1"),
        ("a day of closing without closed", "UPDATE obstacle SET closed = '2018-02-01' WHERE number = 1"),
        ("a duplicate without its original", "UPDATE obstacle SET closed_as = 'duplicate' WHERE number = 4"),
        ("an original without a duplicate", "UPDATE obstacle SET duplicate_of = 1 WHERE number = 4"),
        ("its own duplicate", "UPDATE obstacle SET closed_as = 'duplicate', duplicate_of = 4 WHERE number = 4"),
        (
            "an original that there is not",
            "UPDATE obstacle SET closed_as = 'duplicate', duplicate_of = 99 WHERE number = 4",
        ),
        ("an unknown ministry", "INSERT INTO obstacle (title, ministry) VALUES ('x', 'XYZ')"),
        ("an unknown ministry", "UPDATE obstacle SET ministry = 'XYZ' WHERE number = 1"),
        ("no ministry", "UPDATE obstacle SET ministry = NULL WHERE number = 1"),
        ("an unknown ministry", "INSERT INTO obstacle_ministry (obstacle, ministry) VALUES (1, 'XYZ')"),
        ("an unknown ministry", "UPDATE contact SET ministry = 'XYZ'"),
        ("an unknown region", "UPDATE obstacle SET region = '99'"),
        ("an unknown care domain", "UPDATE obstacle SET care_domain = 'x'"),
        ("an unknown theme", "UPDATE obstacle SET theme = 'x'"),
        ("an unknown nature", "UPDATE obstacle SET nature = 'x'"),
        ("a ministry that is gone", "DELETE FROM ministry WHERE code = 'OCW'"),
        ("an obstacle that is gone", "DELETE FROM obstacle WHERE number = 1"),
        ("a link to nothing", "INSERT INTO obstacle_factsheet (obstacle, factsheet) VALUES (1, 99)"),
        ("a link from nothing", "INSERT INTO obstacle_factsheet (obstacle, factsheet) VALUES (99, 1)"),
        ("a link to nothing", "INSERT INTO obstacle_scheme (obstacle, scheme) VALUES (1, 99)"),
        ("a link from nothing", "INSERT INTO obstacle_scheme (obstacle, scheme) VALUES (99, 1)"),
        ("a link to nothing", "INSERT INTO contact_obstacle (contact, obstacle) VALUES (1, 99)"),
        ("a link from nothing", "INSERT INTO contact_obstacle (contact, obstacle) VALUES (99, 1)"),
        ("a link to nothing", "INSERT INTO obstacle_precedent (obstacle, precedent) VALUES (1, 99)"),
        ("a link from nothing", "INSERT INTO obstacle_precedent (obstacle, precedent) VALUES (99, 3)"),
        ("its own precedent", "INSERT INTO obstacle_precedent (obstacle, precedent) VALUES (3, 3)"),
        ("a blank synonym", "INSERT INTO synonym (code, means) VALUES (' ', 'x')"),
        ("a synonym of nothing", "UPDATE synonym SET means = ' ' WHERE code = 'bpv'"),
        ("a link twice", "INSERT INTO obstacle_factsheet (obstacle, factsheet) VALUES (1, 1)"),
        (
            "a law of no obstacle",
            "INSERT INTO obstacle_law (obstacle, position, kind, source, text) VALUES (99, 1, 'bwb', 'x', 'x')",
        ),
        (
            "a law of no kind",
            "INSERT INTO obstacle_law (obstacle, position, kind, source, text) VALUES (1, 2, 'x', 'x', 'x')",
        ),
        ("a blank title", "INSERT INTO obstacle (title, ministry) VALUES ('', 'OCW')"),
        ("a blank title", "INSERT INTO obstacle (title, ministry) VALUES ('   ', 'OCW')"),
        ("no title", "INSERT INTO obstacle (ministry) VALUES ('OCW')"),
        ("a blank title", "INSERT INTO factsheet (title) VALUES (' ')"),
        ("a blank title", "INSERT INTO scheme (title) VALUES ('')"),
        ("a blank label", "UPDATE ministry SET nl = ' ' WHERE code = 'OCW'"),
        ("an empty text", "UPDATE obstacle SET question = '' WHERE number = 1"),
        ("an impossible date", "UPDATE obstacle SET received = '2018-02-31' WHERE number = 1"),
        ("an impossible date", "UPDATE obstacle SET received = '2018-02-29' WHERE number = 1"),
        ("an impossible date", "UPDATE obstacle SET due = '2018-13-01' WHERE number = 1"),
        ("a date in another form", "UPDATE obstacle SET due = '12-05-2018' WHERE number = 1"),
        ("a date in another form", "UPDATE obstacle SET due = '2018-5-12' WHERE number = 1"),
        ("a date with a time", "UPDATE obstacle SET due = '2018-05-12 10:00' WHERE number = 1"),
        ("a date as a number", "UPDATE obstacle SET due = 20180512 WHERE number = 1"),
        ("no date", "UPDATE obstacle SET received = 'onzin' WHERE number = 1"),
        ("no date", "UPDATE obstacle SET answered = 'onzin' WHERE number = 3"),
        ("no date", "UPDATE obstacle SET solved = 'onzin' WHERE number = 3"),
        ("no date", "UPDATE obstacle SET closed = 'onzin' WHERE number = 4"),
        ("no date", "UPDATE contact SET date = 'onzin'"),
        ("no date", "UPDATE factsheet SET published = 'onzin'"),
        ("no date", "UPDATE publication SET until = 'onzin'"),
        ("an impossible date", "UPDATE contact SET date = '2018-04-31'"),
        ("a contact without a date", "UPDATE contact SET date = NULL"),
        ("a contact of no kind", "UPDATE contact SET kind = 'fax'"),
        ("an impossible date", "UPDATE factsheet SET published = '2018-06-31'"),
        ("an unknown provenance", "UPDATE obstacle SET provenance = 'invented'"),
        ("a period backwards", "UPDATE publication SET until = '2017-12-31'"),
        ("a figure of no publication", "UPDATE published_figure SET publication = 'y'"),
        ("a negative figure", "UPDATE published_figure SET value = -1"),
        ("an unknown relation", "UPDATE published_figure SET relation = 'about'"),
        ("a void without why", "UPDATE obstacle SET void = '' WHERE number = 1"),
        ("text for a number", "INSERT INTO obstacle (number, title, ministry) VALUES ('x', 'x', 'OCW')"),
    ] {
        let expected = if why == "text for a number" {
            rusqlite::ErrorCode::TypeMismatch
        } else {
            rusqlite::ErrorCode::ConstraintViolation
        };
        let savepoint = connection.unchecked_transaction().unwrap();
        match connection.execute(sql, []) {
            Ok(0) => panic!("it changes nothing, and so proves nothing: {sql}"),
            // A duplicate may be inserted before its original, so SQLite checks this foreign key only on commit.
            Ok(_) => {
                let dangling = connection.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap();
                if !dangling {
                    accepted.push(format!("{why}: {sql}"));
                }
            }
            Err(error) => assert_eq!(error.sqlite_error_code(), Some(expected), "{why}: {sql}: {error}"),
        }
        savepoint.rollback().unwrap();
    }
    assert_eq!(accepted, [""; 0], "the register took what it must refuse");
}

#[test]
fn the_schema_never_reuses_a_number() {
    let sandbox = office();
    let connection = opened(&sandbox);
    connection.execute("INSERT INTO obstacle (title, ministry) VALUES ('x', 'OCW')", []).unwrap();
    assert_eq!(connection.last_insert_rowid(), 6);
    connection.execute("DELETE FROM obstacle WHERE number = 6", []).unwrap();
    drop(connection);
    assert_eq!(sandbox.run("log Nieuw --ministry OCW").ok(), "B-007\n");
}
