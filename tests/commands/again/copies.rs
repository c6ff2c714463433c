//! Copies: made while others write, checked before they get their name, and brought back without losing what was
//! there.

use super::{all, is_in_order, opened, refused, rows, story, tamper, value};
use crate::common::{Desk, Done};
use rusqlite::Connection;
use std::fs;
use std::path::Path;

/// What a command that copies has to tell.
fn told(text: &str) -> Done {
    Done { code: 0, stdout: String::new(), stderr: format!("{text}\n"), receipt: None }
}

/// The names in the folder, in order.
fn folder(desk: &Desk) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(desk.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Everything that goes out of a register: its records and its journal.
fn everything(desk: &Desk, register: &str) -> Vec<String> {
    let kinds = [
        "obstacles",
        "factsheets",
        "schemes",
        "contacts",
        "ministries",
        "regions",
        "care-domains",
        "themes",
        "natures",
        "laws",
        "publications",
        "figures",
        "snapshots",
    ];
    let export = |kind: &str| {
        let with_void = ["obstacles", "factsheets", "schemes", "contacts"].contains(&kind);
        let option: &[&str] = if with_void { &["--with-void"] } else { &[] };
        desk.run([&["--register", register, "export", kind], option].concat()).ok()
    };
    let mut texts: Vec<String> = kinds.iter().map(|kind| export(kind)).collect();
    let persons = rows(&Connection::open(desk.path(register)).unwrap(), "SELECT * FROM person");
    texts.push(format!("{persons:?}"));
    texts.push(desk.run(["--register", register, "history", "--format", "csv"]).ok());
    texts
}

/// The name under which a restore kept what was there, with the digits of its time left out.
fn kept_name(done: Done) -> (String, String) {
    let remarks = done.remarks();
    let path = remarks.lines().nth(1).unwrap().strip_prefix("What was there is kept as ").unwrap().to_owned();
    let name = Path::new(&path).file_name().unwrap().to_str().unwrap().to_owned();
    let pattern = name.chars().map(|char| if char.is_ascii_digit() { '0' } else { char }).collect();
    (name, pattern)
}

const KEPT: &str = "register.db.replaced-00000000T000000Z";

#[cfg(unix)]
fn mode(desk: &Desk, name: &str) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(desk.path(name)).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_copy_is_the_same_register_and_goes_back_as_it_was() {
    let desk = story();
    assert_eq!(desk.run(["backup", "copy.db"]), told("copy.db is a checked copy of the register"));
    assert_eq!(folder(&desk), ["copy.db", "list.csv", "register.db"]);
    let before = everything(&desk, "register.db");
    assert!(everything(&desk, "copy.db") == before);
    assert_eq!(desk.run(["--register", "copy.db", "check"]).code, 0);
    // The register goes on; the copy does not.
    all(&desk, &[&["log", "Later", "--ministry", "OCW"], &["erase", "person", "P. Spreker"]]);
    assert!(everything(&desk, "register.db") != before);
    let (name, pattern) = kept_name(desk.run(["restore", "copy.db", "--force"]));
    assert_eq!(pattern, KEPT);
    assert!(everything(&desk, "register.db") == before);
    is_in_order(&desk);
    assert_eq!(folder(&desk), ["copy.db", "list.csv", "register.db", &name]);
    // What was replaced is a register that can be brought back in its turn.
    assert_eq!(
        desk.run(["--register", &name, "list", "--columns", "title"]).ok().lines().last(),
        Some("Later")
    );
    desk.run(["restore", &name, "--force"]).ok();
    assert_eq!(desk.run(["list", "--columns", "title"]).ok().lines().last(), Some("Later"));
    assert_eq!(
        desk.in_dutch(["backup", "kopie.db"]).remarks(),
        "kopie.db is een nagekeken kopie van het register\n"
    );
}

#[test]
fn a_register_is_restored_where_there_is_none() {
    let desk = story();
    desk.run(["backup", "copy.db"]).ok();
    let before = everything(&desk, "register.db");
    let receipt = desk.run(["report", "totals"]).receipt.unwrap();
    fs::remove_file(desk.path("register.db")).unwrap();
    assert_eq!(desk.run(["restore", "copy.db"]), told("register.db was restored from copy.db"));
    assert_eq!(folder(&desk), ["copy.db", "list.csv", "register.db"]);
    assert!(everything(&desk, "register.db") == before);
    assert!(desk.run(["receipt", &receipt]).ok().starts_with("Same: "));
    // Numbers go on where they were.
    assert_eq!(desk.run(["log", "Verder", "--ministry", "OCW"]).ok(), "B-005\n");
    is_in_order(&desk);
    desk.run(["--register", "nog-een.db", "--lang", "nl", "restore", "copy.db"]).ok();
    assert!(everything(&desk, "nog-een.db") == before);
}

#[test]
fn a_file_that_is_there_is_left_unless_told_otherwise() {
    let desk = story();
    desk.file("copy.db", "van iemand anders");
    assert_eq!(
        refused(&desk, &["backup", "copy.db"], 73),
        "copy.db exists already; choose another name, or replace it with --force"
    );
    assert_eq!(desk.text("copy.db"), "van iemand anders");
    assert_eq!(desk.run(["backup", "copy.db", "--force"]), told("copy.db is a checked copy of the register"));
    assert_eq!(desk.run(["--register", "copy.db", "check"]).code, 0);
    let message = "register.db exists already; with --force it is replaced, and kept under another name";
    assert_eq!(refused(&desk, &["restore", "copy.db"], 73), message);
    assert_eq!(
        desk.in_dutch(["restore", "copy.db"]).fails(73),
        "ruimte: register.db bestaat al; met --force wordt het vervangen, en bewaard onder een andere naam\n"
    );
    for name in ["register.db", "./register.db"] {
        assert_eq!(
            refused(&desk, &["backup", name, "--force"], 73),
            format!("{name} is the register itself; choose another name")
        );
    }
    assert_eq!(
        refused(&desk, &["backup", "nergens/copy.db"], 73),
        "nergens/copy.db cannot be made: the folder does not exist; make it first"
    );
    assert_eq!(folder(&desk), ["copy.db", "list.csv", "register.db"]);
}

#[cfg(unix)]
#[test]
fn a_copy_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let desk = story();
    desk.run(["backup", "copy.db"]).ok();
    assert_eq!(mode(&desk, "copy.db"), 0o600);
    desk.file("open.db", "");
    fs::set_permissions(desk.path("open.db"), fs::Permissions::from_mode(0o644)).unwrap();
    desk.run(["backup", "open.db", "--force"]).ok();
    assert_eq!(mode(&desk, "open.db"), 0o600);
    // Also where it was copied by hand, readable by all. The register is as a new one is made.
    fs::remove_file(desk.path("register.db")).unwrap();
    desk.run(["init"]).ok();
    fs::set_permissions(desk.path("copy.db"), fs::Permissions::from_mode(0o644)).unwrap();
    let (name, _) = kept_name(desk.run(["restore", "copy.db", "--force"]));
    assert_eq!((mode(&desk, "register.db"), mode(&desk, &name)), (0o600, 0o600));
    desk.run(["--register", "new.db", "restore", "copy.db"]).ok();
    assert_eq!(mode(&desk, "new.db"), 0o600);
}

#[test]
fn what_another_has_not_finished_writing_is_not_in_the_copy() {
    let desk = story();
    let other = opened(&desk);
    other
        .execute_batch(
            "BEGIN IMMEDIATE; UPDATE obstacle SET title = 'Nog niet af'; DELETE FROM obstacle_factsheet",
        )
        .unwrap();
    desk.run(["backup", "copy.db"]).ok();
    other.execute_batch("ROLLBACK").unwrap();
    assert!(everything(&desk, "copy.db") == everything(&desk, "register.db"));
}

#[test]
fn copies_made_while_others_write_are_whole() {
    let desk = Desk::demo();
    let writer = |name: &str| {
        for at in 0..6 {
            desk.run(["log", &format!("{name} {at}"), "--ministry", "OCW", "--actor", name]).ok();
        }
    };
    std::thread::scope(|scope| {
        let writers = [scope.spawn(|| writer("Een")), scope.spawn(|| writer("Twee"))];
        for at in 0..4 {
            desk.run(["backup", &format!("copy-{at}.db")]).ok();
        }
        for writer in writers {
            writer.join().unwrap();
        }
    });
    is_in_order(&desk);
    assert_eq!(value::<i64>(&desk, "SELECT count(*) FROM obstacle"), 82);
    let mut last = 0;
    for at in 0..4 {
        let name = format!("copy-{at}.db");
        assert_eq!(desk.run(["--register", &name, "check"]).code, 0);
        let copy = Connection::open(desk.path(&name)).unwrap();
        let entries: i64 = copy.query_row("SELECT max(number) FROM journal", [], |row| row.get(0)).unwrap();
        let obstacles: i64 = copy.query_row("SELECT count(*) FROM obstacle", [], |row| row.get(0)).unwrap();
        assert_eq!(obstacles, 70 + entries - 1, "a write is in it whole or not at all");
        assert!(entries >= last);
        last = entries;
        // The register's chain passes through the head of the copy's.
        let receipt = desk.run(["--register", &name, "count"]).receipt.unwrap();
        assert_eq!(desk.run(["check", "--against", &receipt]).code, 0);
        assert!(desk.run(["receipt", &receipt]).ok().starts_with("Same: "));
    }
    assert_eq!(folder(&desk), ["copy-0.db", "copy-1.db", "copy-2.db", "copy-3.db", "register.db"]);
}

#[test]
fn a_register_that_is_not_in_order_gives_no_copy() {
    let desk = story();
    tamper(&desk, "UPDATE obstacle SET title = 'Geknoeid' WHERE number = 2");
    desk.file("copy.db", "de vorige kopie");
    for command in [&["backup", "new.db"][..], &["backup", "copy.db", "--force"]] {
        let message = refused(&desk, command, 74);
        assert!(
            message.contains("B-002: 'title' is not what the journal says; see: ruimte check"),
            "{message}"
        );
    }
    assert_eq!(desk.text("copy.db"), "de vorige kopie");
    assert_eq!(folder(&desk), ["copy.db", "list.csv", "register.db"]);
}

#[test]
fn a_copy_that_is_not_in_order_is_not_restored_and_nothing_is_replaced() {
    let desk = story();
    desk.run(["backup", "copy.db"]).ok();
    let copy = fs::read(desk.path("copy.db")).unwrap();
    let tampered = |sql: &str| {
        let other = Desk::empty();
        other.file("register.db", &copy);
        tamper(&other, sql);
        other.register()
    };
    let half = copy.len() / 2;
    let at = copy.windows(15).position(|bytes| bytes == b"Stagecontracten").unwrap();
    let mut flipped = copy.clone();
    flipped[at] ^= 1;
    let before = folder(&desk);
    for (what, bytes, code, message) in [
        (
            "a title",
            tampered("UPDATE obstacle SET title = 'Geknoeid' WHERE number = 2"),
            74,
            "bad.db is not in order (findings: 1), such as B-002: 'title' is not what the journal says; see: ruimte --register bad.db check",
        ),
        (
            "the journal",
            tampered("UPDATE journal SET action = 'edit' WHERE number = 8"),
            74,
            "bad.db is not in order (findings: 1), such as entry 8: the chain is broken here: this entry or an earlier one was altered; see: ruimte --register bad.db check",
        ),
        ("a bit", flipped, 74, "bad.db is not in order (findings: "),
        ("cut off", copy[..half].to_vec(), 74, ""),
        ("zeros", [&copy[..half], &[0; 8192][..], &copy[half + 8192..]].concat(), 74, ""),
        (
            "a text",
            b"Dit is geen register.".to_vec(),
            65,
            "bad.db is not a register of ruimte; nothing in it was changed",
        ),
        ("nothing", Vec::new(), 65, "bad.db is not a register of ruimte; nothing in it was changed"),
    ] {
        desk.file("bad.db", &bytes);
        let told = refused(&desk, &["restore", "bad.db", "--force"], code);
        assert!(told.starts_with(message), "{what}: {told}");
        assert!(fs::read(desk.path("bad.db")).unwrap() == bytes, "{what}");
        // Nor does it become one where there is none.
        desk.run(["--register", "new.db", "restore", "bad.db"]).fails(code);
        fs::remove_file(desk.path("bad.db")).unwrap();
        assert_eq!(folder(&desk), before, "{what}");
    }
    assert!(refused(&desk, &["restore", "nergens.db", "--force"], 66).contains("nergens.db"));
    let plain = Connection::open(desk.path("other.db")).unwrap();
    plain.execute_batch("CREATE TABLE obstacle (title TEXT)").unwrap();
    plain.close().unwrap();
    assert_eq!(
        refused(&desk, &["restore", "other.db", "--force"], 65),
        "other.db is not a register of ruimte; nothing in it was changed"
    );
    let newer = Connection::open(desk.path("copy.db")).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    newer.close().unwrap();
    assert_eq!(
        refused(&desk, &["restore", "copy.db", "--force"], 78),
        "copy.db was made by a newer version of ruimte; update the program"
    );
    is_in_order(&desk);
}

#[test]
fn a_copy_of_another_register_is_restored_and_that_is_told() {
    let (desk, other) = (story(), Desk::new());
    other.run(["backup", "copy.db"]).ok();
    desk.file("copy.db", fs::read(other.path("copy.db")).unwrap());
    let done = desk.run(["restore", "copy.db", "--force"]);
    assert_eq!(
        done.remarks().lines().last(),
        Some("Note: this is a copy of another register than the one that was there")
    );
    assert_eq!(
        value::<String>(&desk, "SELECT id FROM register"),
        value::<String>(&other, "SELECT id FROM register")
    );
}

#[test]
fn who_has_the_register_open_goes_on_with_what_was_restored() {
    let desk = story();
    desk.run(["backup", "copy.db"]).ok();
    desk.run(["log", "Later", "--ministry", "OCW"]).ok();
    let other = opened(&desk);
    let count = || rows(&other, "SELECT count(*) FROM obstacle").remove(0).remove(0);
    assert_eq!(count(), rusqlite::types::Value::Integer(5));
    desk.run(["restore", "copy.db", "--force"]).ok();
    assert_eq!(count(), rusqlite::types::Value::Integer(4));
    is_in_order(&desk);
}

#[test]
fn what_is_replaced_is_kept_each_time_under_a_name_of_its_own() {
    let desk = story();
    desk.run(["backup", "copy.db"]).ok();
    let mut names = Vec::new();
    let mut kept = Vec::new();
    for at in 0..3 {
        desk.run(["log", &format!("Later {at}"), "--ministry", "OCW"]).ok();
        kept.push(everything(&desk, "register.db"));
        names.push(kept_name(desk.run(["restore", "copy.db", "--force"])).0);
    }
    for (name, bytes) in names.iter().zip(&kept) {
        assert!(everything(&desk, name) == *bytes, "{name}");
    }
    assert_eq!(folder(&desk).len(), 6);
    // Also what is no register any more.
    desk.file("register.db", "beschadigd");
    let (name, _) = kept_name(desk.run(["restore", "copy.db", "--force"]));
    assert_eq!(desk.text(&name), "beschadigd");
    is_in_order(&desk);
    let done = desk.in_dutch(["restore", "copy.db", "--force"]);
    let remarks = done.remarks();
    let lines: Vec<&str> = remarks.lines().collect();
    assert_eq!(lines[0], "register.db is teruggezet uit copy.db");
    assert!(
        lines[1].starts_with("Wat er stond is bewaard als ") && lines[1].contains("register.db.replaced-")
    );
}

/// A register as a crash leaves it in the middle of a write: the file, half written, and the journal with which
/// SQLite puts it right.
fn crashed(desk: &Desk) -> (Vec<u8>, Vec<u8>) {
    let connection = opened(desk);
    connection.execute_batch("PRAGMA cache_size = 2; PRAGMA synchronous = FULL; BEGIN IMMEDIATE").unwrap();
    for at in 0..40 {
        connection
            .execute(
                "INSERT INTO factsheet (title, body) VALUES (?1, ?2)",
                (format!("Half {at}"), "half ".repeat(900)),
            )
            .unwrap();
    }
    connection.execute_batch("UPDATE obstacle SET title = 'Half geschreven'").unwrap();
    let left = (desk.register(), fs::read(desk.path("register.db-journal")).unwrap());
    connection.execute_batch("ROLLBACK").unwrap();
    left
}

#[test]
fn what_a_crash_left_beside_a_damaged_register_does_not_hurt_the_restored_one() {
    let desk = story();
    desk.run(["backup", "copy.db"]).ok();
    let (_, journal) = crashed(&desk);
    assert!(journal.len() > 4096 && journal[0] == 0xd9, "it is a journal that SQLite would apply");
    desk.file("register.db", vec![7; 8192]);
    desk.file("register.db-journal", &journal);
    let (name, pattern) = kept_name(desk.run(["restore", "copy.db", "--force"]));
    assert_eq!(pattern, KEPT);
    is_in_order(&desk);
    assert!(everything(&desk, "register.db") == everything(&desk, "copy.db"));
    let left = folder(&desk);
    assert!(left.contains(&name) && !left.contains(&"register.db-journal".to_owned()), "{left:?}");
    // A journal that SQLite does not apply goes with what it belongs to.
    let useless = [&[0; 8][..], &journal[8..]].concat();
    desk.file("register.db", vec![7; 8192]);
    desk.file("register.db-journal", &useless);
    let (name, _) = kept_name(desk.run(["restore", "copy.db", "--force"]));
    assert!(fs::read(desk.path(&name)).unwrap() == vec![7; 8192]);
    assert!(fs::read(desk.path(&format!("{name}-journal"))).unwrap() == useless);
    assert!(!desk.path("register.db-journal").exists());
    is_in_order(&desk);
}

#[test]
fn what_a_crash_left_half_done_is_put_right_before_it_is_kept() {
    let desk = story();
    desk.run(["backup", "copy.db"]).ok();
    desk.run(["log", "Later", "--ministry", "OCW"]).ok();
    let before = everything(&desk, "register.db");
    let (half, journal) = crashed(&desk);
    assert!(half != desk.register());
    desk.file("register.db", half);
    desk.file("register.db-journal", journal);
    let (name, _) = kept_name(desk.run(["restore", "copy.db", "--force"]));
    assert!(everything(&desk, "register.db") == everything(&desk, "copy.db"));
    assert!(everything(&desk, &name) == before);
    assert_eq!(folder(&desk), ["copy.db", "list.csv", "register.db", &name]);
}

#[test]
fn a_folder_is_never_taken_for_a_register_or_a_copy_and_stays_where_it_is() {
    let desk = Desk::new();
    desk.run(["backup", "copy.db"]).ok();
    fs::create_dir(desk.path("docs")).unwrap();
    for words in
        [&["--register", "docs", "restore", "copy.db", "--force"][..], &["backup", "docs", "--force"]]
    {
        let told = desk.run(words).fails(73);
        assert!(told.contains("something else than a plain file is there"), "{told}");
        assert!(desk.path("docs").is_dir());
    }
}
