//! Opens files that are not a register of this version. Also opens a register next to the rollback journal of another
//! file.

use super::{Tally, Verdict, intact_register, put, run};
use crate::common::Sandbox;
use rusqlite::Connection;
use std::fs;

/// Creates an SQLite database with the given SQL statements, and returns the bytes of its file.
fn made(sql: &str) -> Vec<u8> {
    let sandbox = Sandbox::empty();
    let connection = Connection::open(sandbox.path("other.db")).unwrap();
    connection.execute_batch(sql).unwrap();
    connection.close().unwrap();
    fs::read(sandbox.path("other.db")).unwrap()
}

/// The rollback journal that a power failure leaves behind if it interrupts a write.
fn hot_journal(bytes: &[u8], sql: &str) -> Vec<u8> {
    let sandbox = Sandbox::empty();
    sandbox.write("other.db", bytes);
    let connection = Connection::open(sandbox.path("other.db")).unwrap();
    connection.execute_batch("PRAGMA cache_size = 1; BEGIN IMMEDIATE").unwrap();
    connection.execute_batch(sql).unwrap();
    let journal = fs::read(sandbox.path("other.db-journal")).unwrap();
    assert!(journal.starts_with(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"), "no journal that would be played back");
    assert!(journal[8..12] != [0; 4], "nothing in it is sure to be on disk");
    journal
}

fn version() -> i32 {
    let (_, behind) = include_str!("../../schema.sql").split_once("PRAGMA user_version = ").unwrap();
    behind.split_once(';').unwrap().0.parse().unwrap()
}

/// Runs a command with a register file that consists of these bytes. Returns the exit code and standard error.
fn refusal(sandbox: &Sandbox, bytes: &[u8], arguments: &str) -> (Option<i32>, String) {
    put(sandbox, bytes, None);
    let ended = run(sandbox, sandbox.command(arguments));
    (ended.code, ended.stderr)
}

#[test]
fn a_file_that_is_not_a_register_is_rejected_by_every_command() {
    const NONE: &str = "ruimte: register.db is not a ruimte register; nothing in it was changed\n";
    const UNREADABLE: &str = "ruimte: the register register.db cannot be read or written; nothing was changed\n";
    let ours = &format!("PRAGMA application_id = 1381321037; PRAGMA user_version = {};", version());
    let files: &[(&str, Vec<u8>, i32, &str)] = &[
        ("a text", b"Beste collega,\nhierbij de lijst.\n".to_vec(), 65, NONE),
        ("a long text", "Beste collega, hierbij de lijst. ".repeat(1000).into_bytes(), 65, NONE),
        ("an empty file", Vec::new(), 65, NONE),
        ("zeros", vec![0; 8192], 65, NONE),
        ("the beginning of a database and then text", [&intact_register()[..16], &[b'x'; 8192][..]].concat(), 65, NONE),
        ("a database of another program", made("CREATE TABLE obstacle (number INTEGER)"), 65, NONE),
        ("a database with nothing in it", made("CREATE TABLE t (x); DROP TABLE t"), 65, NONE),
        ("a database that only says that it is a register", made(ours), 74, UNREADABLE),
        (
            "a database that says that it is a register and has other tables",
            made(&format!("{ours} CREATE TABLE obstacle (x); CREATE VIEW journal AS SELECT 1 AS number")),
            74,
            UNREADABLE,
        ),
    ];
    let sandbox = Sandbox::empty();
    let mut tally = Tally::default();
    for (what, bytes, code, message) in files {
        tally.ask(&sandbox, what, bytes);
        assert_eq!(refusal(&sandbox, bytes, "list"), (Some(*code), (*message).to_owned()), "{what}");
    }
    println!("{}", tally.summary("no registers"));
}

#[test]
fn a_register_of_another_version_is_rejected_by_every_command() {
    let sandbox = Sandbox::empty();
    let mut tally = Tally::default();
    for (version, code, message) in [
        (version() + 1, 78, "ruimte: register.db was made by a newer version of ruimte; update the program\n"),
        (i32::MAX, 78, "ruimte: register.db was made by a newer version of ruimte; update the program\n"),
        (
            -1,
            65,
            "ruimte: register.db was made by an older version of ruimte; upgrade it with 'ruimte upgrade', once everyone who uses it has the new program\n",
        ),
    ] {
        let mut bytes = intact_register().to_vec();
        bytes[60..64].copy_from_slice(&version.to_be_bytes());
        tally.ask(&sandbox, &format!("version {version}"), &bytes);
        for arguments in ["list", "check", "log Titel --ministry OCW"] {
            assert_eq!(refusal(&sandbox, &bytes, arguments), (Some(code), message.to_owned()));
        }
    }
    assert_eq!(tally.refused, 3, "{}", tally.summary("other versions"));
}

/// The bytes of the intact register after some more writes to it.
fn later_register() -> Vec<u8> {
    let sandbox = Sandbox::empty();
    put(&sandbox, intact_register(), None);
    for title in ["Nog een", "En nog een", "De laatste"] {
        sandbox.run(["log", title, "--ministry", "OCW", "--question", &"Waarom? ".repeat(400)]).ok();
    }
    sandbox.register_bytes()
}

#[test]
fn a_journal_next_to_an_invalid_register_is_ignored() {
    let sandbox = Sandbox::empty();
    let mut tally = Tally::default();
    for (what, journal) in
        [("a text", &b"Beste collega,\nhierbij de lijst.\n"[..]), ("nothing", b""), ("zeros", &[0; 4096])]
    {
        assert_eq!(tally.ask_beside(&sandbox, what, intact_register(), Some(journal)), Verdict::Clean, "{what}");
        assert!(sandbox.register_bytes().starts_with(&intact_register()[..16]), "{what}");
    }
    tally.summary("journals that are none");
}

#[test]
fn a_journal_of_another_file_is_never_applied_unnoticed() {
    // SQLite cannot detect that a rollback journal belongs to another file. It applies that journal, which destroys the
    // register. The program must then report that the register is damaged.
    let other = made("CREATE TABLE t (x); INSERT INTO t VALUES (hex(randomblob(40000)))");
    let larger = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000)
                  INSERT INTO t SELECT hex(randomblob(500)) FROM n";
    let sandbox = Sandbox::empty();
    let mut tally = Tally::default();
    for (what, bytes, journal) in [
        (
            "that of another program",
            intact_register().to_vec(),
            hot_journal(&other, &format!("UPDATE t SET x = x || 'y'; {larger}")),
        ),
        (
            "that of the same register before",
            later_register(),
            hot_journal(intact_register(), "UPDATE synonym SET means = means || 'x'"),
        ),
    ] {
        let verdict = tally.ask_beside(&sandbox, what, &bytes, Some(&journal));
        assert_ne!(verdict, Verdict::Clean, "{what}");
    }
    tally.summary("journals of other files");
}
