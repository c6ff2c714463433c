//! Backups. A backup that is made during other writes is consistent, and is verified before it gets its final name. A
//! restore keeps the register that it replaces.

use super::{assert_check_passes, error_of, open_register, rows, run_all, story, tamper, value};
use crate::common::{CommandResult, Sandbox, quote};
use rusqlite::Connection;
use std::fs;
use std::path::Path;

fn success(text: &str) -> CommandResult {
    CommandResult { code: 0, stdout: String::new(), stderr: format!("{text}\n"), receipt: None }
}

fn file_names(sandbox: &Sandbox) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(sandbox.path("."))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Everything that can be exported from a register: its records and its journal.
fn all_exports(sandbox: &Sandbox, register: &str) -> Vec<String> {
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
        "reply-templates",
    ];
    let export = |kind: &str| {
        let with_void = ["obstacles", "factsheets", "schemes", "contacts"].contains(&kind);
        let option: &str = if with_void { "--with-void" } else { "" };
        sandbox.run(format!("--register {register} export {kind} {option}")).ok()
    };
    let mut texts: Vec<String> = kinds.iter().map(|kind| export(kind)).collect();
    let persons = rows(&Connection::open(sandbox.path(register)).unwrap(), "SELECT * FROM person");
    texts.push(format!("{persons:?}"));
    texts.push(sandbox.run(format!("--register {register} history --format csv")).ok());
    texts
}

/// Returns the file name under which a restore kept the replaced register. Also returns that name with every digit
/// replaced by 0.
fn kept_names(result: CommandResult) -> (String, String) {
    let remarks = result.notices();
    let path = remarks.lines().nth(1).unwrap().strip_prefix("The file that was there is kept as ").unwrap().to_owned();
    let name = Path::new(&path).file_name().unwrap().to_str().unwrap().to_owned();
    let pattern = name.chars().map(|char| if char.is_ascii_digit() { '0' } else { char }).collect();
    (name, pattern)
}

const KEPT: &str = "register.db.replaced-00000000T000000Z";

#[cfg(unix)]
fn mode(sandbox: &Sandbox, name: &str) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(sandbox.path(name)).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_backup_equals_the_register_and_can_be_restored() {
    let sandbox = story();
    assert_eq!(sandbox.run("backup copy.db"), success("copy.db is a checked copy of the register"));
    assert_eq!(file_names(&sandbox), ["copy.db", "list.csv", "register.db"]);
    let before = all_exports(&sandbox, "register.db");
    assert!(all_exports(&sandbox, "copy.db") == before);
    assert_eq!(sandbox.run("--register copy.db check").code, 0);
    // Later writes to the register do not change the backup.
    run_all(&sandbox, &["log Later --ministry OCW", "erase person 'P. Spreker'"]);
    assert!(all_exports(&sandbox, "register.db") != before);
    let (name, pattern) = kept_names(sandbox.run("restore copy.db --force"));
    assert_eq!(pattern, KEPT);
    assert!(all_exports(&sandbox, "register.db") == before);
    assert_check_passes(&sandbox);
    assert_eq!(file_names(&sandbox), ["copy.db", "list.csv", "register.db", &name]);
    // The restore kept the register that it replaced, and that register is complete.
    assert_eq!(sandbox.run(format!("--register {name} list --columns title")).ok().lines().last(), Some("Later"));
    sandbox.run(format!("restore {name} --force")).ok();
    assert_eq!(sandbox.run("list --columns title").ok().lines().last(), Some("Later"));
    assert_eq!(sandbox.run_in_dutch("backup kopie.db").notices(), "kopie.db is een nagekeken kopie van het register\n");
}

#[test]
fn a_register_is_restored_to_a_free_path() {
    let sandbox = story();
    sandbox.run("backup copy.db").ok();
    let before = all_exports(&sandbox, "register.db");
    let receipt = sandbox.run("report totals").receipt.unwrap();
    fs::remove_file(sandbox.path("register.db")).unwrap();
    assert_eq!(sandbox.run("restore copy.db"), success("register.db was restored from copy.db"));
    assert_eq!(file_names(&sandbox), ["copy.db", "list.csv", "register.db"]);
    assert!(all_exports(&sandbox, "register.db") == before);
    assert!(sandbox.run(format!("receipt {}", quote(&receipt))).ok().starts_with("Same: "));
    assert_eq!(sandbox.run("log Verder --ministry OCW").ok(), "B-005\n");
    assert_check_passes(&sandbox);
    sandbox.run("--register nog-een.db --lang nl restore copy.db").ok();
    assert!(all_exports(&sandbox, "nog-een.db") == before);
}

#[test]
fn an_existing_file_is_kept_without_force() {
    let sandbox = story();
    sandbox.write("copy.db", "van iemand anders");
    assert_eq!(
        error_of(&sandbox, "backup copy.db", 73),
        "copy.db already exists; choose another name, or replace it with --force"
    );
    assert_eq!(sandbox.read("copy.db"), "van iemand anders");
    assert_eq!(sandbox.run("backup copy.db --force"), success("copy.db is a checked copy of the register"));
    assert_eq!(sandbox.run("--register copy.db check").code, 0);
    let message = "register.db already exists; with --force it is replaced, and kept under another name";
    assert_eq!(error_of(&sandbox, "restore copy.db", 73), message);
    assert_eq!(
        sandbox.run_in_dutch("restore copy.db").fails(73),
        "ruimte: register.db bestaat al; met --force wordt het vervangen, en bewaard onder een andere naam\n"
    );
    for name in ["register.db", "./register.db"] {
        assert_eq!(
            error_of(&sandbox, &format!("backup {name} --force"), 73),
            format!("{name} is the register itself; choose another name")
        );
    }
    assert_eq!(
        error_of(&sandbox, "backup nergens/copy.db", 73),
        "nergens/copy.db cannot be created: the folder does not exist; create it first"
    );
    assert_eq!(file_names(&sandbox), ["copy.db", "list.csv", "register.db"]);
}

#[cfg(unix)]
#[test]
fn a_backup_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = story();
    sandbox.run("backup copy.db").ok();
    assert_eq!(mode(&sandbox, "copy.db"), 0o600);
    sandbox.write("open.db", "");
    fs::set_permissions(sandbox.path("open.db"), fs::Permissions::from_mode(0o644)).unwrap();
    sandbox.run("backup open.db --force").ok();
    assert_eq!(mode(&sandbox, "open.db"), 0o600);
    // A restored register is private, even if other users can read the backup (for example, after a manual copy).
    fs::remove_file(sandbox.path("register.db")).unwrap();
    sandbox.run("init").ok();
    fs::set_permissions(sandbox.path("copy.db"), fs::Permissions::from_mode(0o644)).unwrap();
    let (name, _) = kept_names(sandbox.run("restore copy.db --force"));
    assert_eq!((mode(&sandbox, "register.db"), mode(&sandbox, &name)), (0o600, 0o600));
    sandbox.run("--register new.db restore copy.db").ok();
    assert_eq!(mode(&sandbox, "new.db"), 0o600);
}

#[test]
fn an_unfinished_write_is_not_in_the_backup() {
    let sandbox = story();
    let other = open_register(&sandbox);
    other
        .execute_batch("BEGIN IMMEDIATE; UPDATE obstacle SET title = 'Nog niet af'; DELETE FROM obstacle_factsheet")
        .unwrap();
    sandbox.run("backup copy.db").ok();
    other.execute_batch("ROLLBACK").unwrap();
    assert!(all_exports(&sandbox, "copy.db") == all_exports(&sandbox, "register.db"));
}

#[test]
fn backups_made_during_writes_are_consistent() {
    let sandbox = Sandbox::demo();
    let writer = |name: &str| {
        for at in 0..6 {
            sandbox.run(["log", &format!("{name} {at}"), "--ministry", "OCW", "--actor", name]).ok();
        }
    };
    std::thread::scope(|scope| {
        let writers = [scope.spawn(|| writer("Een")), scope.spawn(|| writer("Twee"))];
        for at in 0..4 {
            sandbox.run(["backup", &format!("copy-{at}.db")]).ok();
        }
        for writer in writers {
            writer.join().unwrap();
        }
    });
    assert_check_passes(&sandbox);
    assert_eq!(value::<i64>(&sandbox, "SELECT count(*) FROM obstacle"), 82);
    let mut last = 0;
    for at in 0..4 {
        let name = format!("copy-{at}.db");
        assert_eq!(sandbox.run(format!("--register {name} check")).code, 0);
        let copy = Connection::open(sandbox.path(&name)).unwrap();
        let entries: i64 = copy.query_row("SELECT max(number) FROM journal", [], |row| row.get(0)).unwrap();
        let obstacles: i64 = copy.query_row("SELECT count(*) FROM obstacle", [], |row| row.get(0)).unwrap();
        assert_eq!(obstacles, 70 + entries - 1, "a write is in it whole or not at all");
        assert!(entries >= last);
        last = entries;
        // The last journal entry of the backup is in the register too, with the same hash.
        let receipt = sandbox.run(format!("--register {name} count")).receipt.unwrap();
        assert_eq!(sandbox.run(format!("check --against {}", quote(&receipt))).code, 0);
        assert!(sandbox.run(format!("receipt {}", quote(&receipt))).ok().starts_with("Same: "));
    }
    assert_eq!(file_names(&sandbox), ["copy-0.db", "copy-1.db", "copy-2.db", "copy-3.db", "register.db"]);
}

#[test]
fn a_corrupt_register_is_not_backed_up() {
    let sandbox = story();
    tamper(&sandbox, "UPDATE obstacle SET title = 'Geknoeid' WHERE number = 2");
    sandbox.write("copy.db", "de vorige kopie");
    for command in ["backup new.db", "backup copy.db --force"] {
        let message = error_of(&sandbox, command, 74);
        assert!(message.contains("B-002: 'title' is not what the journal says; see: ruimte check"), "{message}");
    }
    assert_eq!(sandbox.read("copy.db"), "de vorige kopie");
    assert_eq!(file_names(&sandbox), ["copy.db", "list.csv", "register.db"]);
}

#[test]
fn a_corrupt_backup_is_not_restored_and_nothing_is_replaced() {
    let sandbox = story();
    sandbox.run("backup copy.db").ok();
    let copy = fs::read(sandbox.path("copy.db")).unwrap();
    let tampered = |sql: &str| {
        let other = Sandbox::empty();
        other.write("register.db", &copy);
        tamper(&other, sql);
        other.register_bytes()
    };
    let half = copy.len() / 2;
    let at = copy.windows(15).position(|bytes| bytes == b"Stagecontracten").unwrap();
    let mut flipped = copy.clone();
    flipped[at] ^= 1;
    let before = file_names(&sandbox);
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
        ("a text", b"Dit is geen register.".to_vec(), 65, "bad.db is not a ruimte register; nothing in it was changed"),
        ("nothing", Vec::new(), 65, "bad.db is not a ruimte register; nothing in it was changed"),
    ] {
        sandbox.write("bad.db", &bytes);
        let output = error_of(&sandbox, "restore bad.db --force", code);
        assert!(output.starts_with(message), "{what}: {output}");
        assert!(fs::read(sandbox.path("bad.db")).unwrap() == bytes, "{what}");
        // A corrupt backup is rejected even if there is no register to replace.
        sandbox.run("--register new.db restore bad.db").fails(code);
        fs::remove_file(sandbox.path("bad.db")).unwrap();
        assert_eq!(file_names(&sandbox), before, "{what}");
    }
    assert!(error_of(&sandbox, "restore nergens.db --force", 66).contains("nergens.db"));
    let plain = Connection::open(sandbox.path("other.db")).unwrap();
    plain.execute_batch("CREATE TABLE obstacle (title TEXT)").unwrap();
    plain.close().unwrap();
    assert_eq!(
        error_of(&sandbox, "restore other.db --force", 65),
        "other.db is not a ruimte register; nothing in it was changed"
    );
    let newer = Connection::open(sandbox.path("copy.db")).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    newer.close().unwrap();
    assert_eq!(
        error_of(&sandbox, "restore copy.db --force", 78),
        "copy.db was made by a newer version of ruimte; update the program"
    );
    assert_check_passes(&sandbox);
}

#[test]
fn restoring_a_backup_of_another_register_is_reported() {
    let (sandbox, other) = (story(), Sandbox::new());
    other.run("backup copy.db").ok();
    sandbox.write("copy.db", fs::read(other.path("copy.db")).unwrap());
    let result = sandbox.run("restore copy.db --force");
    assert_eq!(
        result.notices().lines().last(),
        Some("Note: this is a copy of a different register from the one that was there")
    );
    assert_eq!(
        value::<String>(&sandbox, "SELECT id FROM register"),
        value::<String>(&other, "SELECT id FROM register")
    );
}

#[test]
fn a_process_with_the_register_open_continues_with_the_restored_one() {
    let sandbox = story();
    sandbox.run("backup copy.db").ok();
    sandbox.run("log Later --ministry OCW").ok();
    let other = open_register(&sandbox);
    let count = || rows(&other, "SELECT count(*) FROM obstacle").remove(0).remove(0);
    assert_eq!(count(), rusqlite::types::Value::Integer(5));
    sandbox.run("restore copy.db --force").ok();
    assert_eq!(count(), rusqlite::types::Value::Integer(4));
    assert_check_passes(&sandbox);
}

#[test]
fn each_replaced_register_is_kept_under_its_own_name() {
    let sandbox = story();
    sandbox.run("backup copy.db").ok();
    let mut names = Vec::new();
    let mut kept = Vec::new();
    for at in 0..3 {
        sandbox.run(["log", &format!("Later {at}"), "--ministry", "OCW"]).ok();
        kept.push(all_exports(&sandbox, "register.db"));
        names.push(kept_names(sandbox.run("restore copy.db --force")).0);
    }
    for (name, bytes) in names.iter().zip(&kept) {
        assert!(all_exports(&sandbox, name) == *bytes, "{name}");
    }
    assert_eq!(file_names(&sandbox).len(), 6);
    // If the file at the path of the register is damaged, a restore keeps that file as well.
    sandbox.write("register.db", "beschadigd");
    let (name, _) = kept_names(sandbox.run("restore copy.db --force"));
    assert_eq!(sandbox.read(&name), "beschadigd");
    assert_check_passes(&sandbox);
    let result = sandbox.run_in_dutch("restore copy.db --force");
    let remarks = result.notices();
    let lines: Vec<&str> = remarks.lines().collect();
    assert_eq!(lines[0], "register.db is teruggezet uit copy.db");
    assert!(lines[1].starts_with("Wat er stond is bewaard als ") && lines[1].contains("register.db.replaced-"));
}

/// Simulates a crash in the middle of a write. Returns the half-written database file, and the rollback journal that
/// SQLite needs to recover that file.
fn crash_mid_write(sandbox: &Sandbox) -> (Vec<u8>, Vec<u8>) {
    let connection = open_register(sandbox);
    connection.execute_batch("PRAGMA cache_size = 2; PRAGMA synchronous = FULL; BEGIN IMMEDIATE").unwrap();
    for at in 0..40 {
        connection
            .execute("INSERT INTO factsheet (title, body) VALUES (?1, ?2)", (format!("Half {at}"), "half ".repeat(900)))
            .unwrap();
    }
    connection.execute_batch("UPDATE obstacle SET title = 'Half geschreven'").unwrap();
    let left = (sandbox.register_bytes(), fs::read(sandbox.path("register.db-journal")).unwrap());
    connection.execute_batch("ROLLBACK").unwrap();
    left
}

#[test]
fn a_leftover_journal_of_a_corrupt_register_does_not_harm_the_restored_one() {
    let sandbox = story();
    sandbox.run("backup copy.db").ok();
    let (_, journal) = crash_mid_write(&sandbox);
    assert!(journal.len() > 4096 && journal[0] == 0xd9, "it is a journal that SQLite would apply");
    sandbox.write("register.db", vec![7; 8192]);
    sandbox.write("register.db-journal", &journal);
    let (name, pattern) = kept_names(sandbox.run("restore copy.db --force"));
    assert_eq!(pattern, KEPT);
    assert_check_passes(&sandbox);
    assert!(all_exports(&sandbox, "register.db") == all_exports(&sandbox, "copy.db"));
    let left = file_names(&sandbox);
    assert!(left.contains(&name) && !left.contains(&"register.db-journal".to_owned()), "{left:?}");
    // SQLite ignores a rollback journal with a zeroed header. A restore must still move that journal aside together
    // with the register.
    let useless = [&[0; 8][..], &journal[8..]].concat();
    sandbox.write("register.db", vec![7; 8192]);
    sandbox.write("register.db-journal", &useless);
    let (name, _) = kept_names(sandbox.run("restore copy.db --force"));
    assert!(fs::read(sandbox.path(&name)).unwrap() == vec![7; 8192]);
    assert!(fs::read(sandbox.path(&format!("{name}-journal"))).unwrap() == useless);
    assert!(!sandbox.path("register.db-journal").exists());
    assert_check_passes(&sandbox);
}

#[test]
fn a_crashed_register_is_recovered_before_it_is_kept() {
    let sandbox = story();
    sandbox.run("backup copy.db").ok();
    sandbox.run("log Later --ministry OCW").ok();
    let before = all_exports(&sandbox, "register.db");
    let (half, journal) = crash_mid_write(&sandbox);
    assert!(half != sandbox.register_bytes());
    sandbox.write("register.db", half);
    sandbox.write("register.db-journal", journal);
    let (name, _) = kept_names(sandbox.run("restore copy.db --force"));
    assert!(all_exports(&sandbox, "register.db") == all_exports(&sandbox, "copy.db"));
    assert!(all_exports(&sandbox, &name) == before);
    assert_eq!(file_names(&sandbox), ["copy.db", "list.csv", "register.db", &name]);
}

#[test]
fn a_folder_is_never_taken_for_a_register_or_a_backup_and_is_kept() {
    let sandbox = Sandbox::new();
    sandbox.run("backup copy.db").ok();
    fs::create_dir(sandbox.path("docs")).unwrap();
    for words in ["--register docs restore copy.db --force", "backup docs --force"] {
        let output = sandbox.run(words).fails(73);
        assert!(output.contains("what is there is not a regular file"), "{output}");
        assert!(sandbox.path("docs").is_dir());
    }
}

#[test]
fn a_restore_ends_while_others_keep_writing_and_keeps_what_they_wrote() {
    let sandbox = Sandbox::demo();
    sandbox.run("backup copy.db").ok();
    let is_restored = std::sync::atomic::AtomicBool::new(false);
    let logged = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut logged = 0;
            while !is_restored.load(std::sync::atomic::Ordering::Relaxed) {
                logged += usize::from(sandbox.run("log Druk --ministry OCW -q").code == 0);
            }
            logged
        });
        sandbox.run("restore copy.db --force").ok();
        is_restored.store(true, std::sync::atomic::Ordering::Relaxed);
        writer.join().unwrap()
    });
    let replaced = file_names(&sandbox).into_iter().find(|name| name.starts_with("register.db.replaced-")).unwrap();
    let count = |register: &str| sandbox.rows(format!("list --register {register} --columns title")).len();
    // Obstacles that were logged before the restore are in the replaced register. Obstacles that were logged after it
    // are in the restored register. Each register also has the 70 demonstration obstacles.
    assert_eq!(count(&replaced) + count("register.db"), 70 + 70 + logged);
    assert_check_passes(&sandbox);
}
