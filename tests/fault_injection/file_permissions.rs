//! Tests that files have the right permissions from the moment of their creation. Also tests symbolic links, and
//! commands that could confuse one register with another.

use crate::common::{Sandbox, execute};
use crate::{folder_state, strace};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Prepares a command that runs with umask 0. Files that the command creates are then open to all users, unless the
/// program itself restricts the permissions.
fn careless(sandbox: &Sandbox, arguments: &str) -> Command {
    let inner = sandbox.command(arguments);
    let mut command = Command::new("sh");
    command.arg("-c").arg("umask 000; exec \"$0\" \"$@\"").arg(inner.get_program()).args(inner.get_args());
    command.current_dir(sandbox.path(""));
    command.env_clear().envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command
}

/// Runs a command under `strace`. Returns the permissions of the files that the command creates in the sandbox.
fn modes(sandbox: &Sandbox, arguments: &str) -> Vec<String> {
    let seen = strace::run_as(&careless(sandbox, arguments), "open,openat,creat,chmod,fchmod,fchmodat", None);
    assert_eq!(seen.code, Some(0), "{arguments:?}: {}", seen.stderr);
    let folder = sandbox.path("").canonicalize().unwrap().display().to_string();
    strace::calls(&seen.log)
        .into_iter()
        .filter(|call| call.line.contains(&folder) && (call.line.contains("O_CREAT") || call.name != "openat"))
        .map(|call| {
            let arguments = call.line.rsplit_once(" = ").unwrap().0.trim_end().trim_end_matches(')').to_owned();
            arguments.rsplit_once(", ").unwrap().1.to_owned()
        })
        .collect()
}

#[test]
fn a_register_its_rollback_journal_and_its_backups_are_private_from_the_first_byte() {
    if !strace::is_available() {
        return;
    }
    let sandbox = Sandbox::empty();
    for arguments in [
        "init",
        "log Titel --ministry OCW --handler 'P. Spreker' -q",
        "backup copy.db",
        "restore copy.db --force",
        "--register new.db restore copy.db",
        "--register demo.db demo --keep demo.db",
        "erase person 'P. Spreker'",
    ] {
        let modes = modes(&sandbox, arguments);
        assert!(!modes.is_empty(), "{arguments:?}");
        assert!(modes.iter().all(|mode| mode == "0600" || mode == "0100600"), "{arguments:?}: {modes:?}");
    }
    for name in folder_state::names(&sandbox) {
        assert_eq!(mode(&sandbox.path(&name)), 0o600, "{name}");
    }
}

#[test]
fn an_upgraded_register_and_its_backup_are_private_from_the_first_byte() {
    if !strace::is_available() {
        return;
    }
    let sandbox = crate::older_registers::version_1();
    fs::set_permissions(sandbox.path("register.db"), fs::Permissions::from_mode(0o600)).unwrap();
    let modes = modes(&sandbox, "upgrade");
    assert!(!modes.is_empty() && modes.iter().all(|mode| mode == "0600"), "{modes:?}");
    for name in folder_state::names(&sandbox) {
        assert_eq!(mode(&sandbox.path(&name)), 0o600, "{name}");
    }
}

#[test]
fn a_file_with_persons_in_it_is_private_from_the_first_byte() {
    let sandbox = Sandbox::new();
    fs::set_permissions(sandbox.path("register.db"), fs::Permissions::from_mode(0o600)).unwrap();
    sandbox.run("log Titel --ministry OCW --handler 'P. Spreker' -q").ok();
    for (name, arguments) in [
        ("persons.csv", "export persons --with-persons -o persons.csv"),
        ("list.xlsx", "list --with-persons -o list.xlsx"),
        ("list.html", "list --with-persons -o list.html"),
    ] {
        if strace::is_available() {
            let modes = modes(&sandbox, arguments);
            assert!(!modes.is_empty() && modes.iter().all(|mode| mode == "0600"), "{name}: {modes:?}");
        } else {
            execute(careless(&sandbox, arguments)).ok();
        }
        assert_eq!(mode(&sandbox.path(name)), 0o600, "{name}");
    }
    // Output files without personal data have the permissions that the user's umask allows.
    execute(careless(&sandbox, "list -o list.csv")).ok();
    assert_eq!(mode(&sandbox.path("list.csv")), 0o666);
}

#[test]
fn a_write_through_a_link_changes_the_register_and_keeps_the_link() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("real")).unwrap();
    fs::rename(sandbox.path("register.db"), sandbox.path("real/own.db")).unwrap();
    symlink("real/own.db", sandbox.path("register.db")).unwrap();
    sandbox.run("log 'Door de link' --ministry OCW -q").ok();
    sandbox.run("backup copy.db").ok();
    sandbox.run("log Later --ministry OCW -q").ok();
    sandbox.run("restore copy.db --force").ok();
    assert_eq!(fs::read_link(sandbox.path("register.db")).unwrap(), Path::new("real/own.db"));
    assert_eq!(sandbox.run("--register real/own.db list --columns title -q").ok(), "title\nDoor de link\n");
    sandbox.run("check").notices();
    // SQLite creates its temporary files next to the register, not next to the link to it.
    let mut names = folder_state::names(&sandbox);
    names.sort();
    assert_eq!(names, ["copy.db", "real", "register.db"]);
    // A symbolic link whose target does not exist is not a register. No command creates a file at its target.
    symlink("nergens.db", sandbox.path("loose.db")).unwrap();
    sandbox.run("--register loose.db list").fails(66);
    sandbox.run("--register loose.db init").fails(73);
    assert!(!sandbox.path("nergens.db").exists());
}

#[test]
fn a_backup_through_a_link_replaces_its_target_and_never_the_register() {
    let sandbox = Sandbox::new();
    sandbox.run("log Titel --ministry OCW -q").ok();
    fs::create_dir(sandbox.path("safe")).unwrap();
    sandbox.write("safe/old.db", "een oude kopie");
    symlink("safe/old.db", sandbox.path("copy.db")).unwrap();
    assert_eq!(
        sandbox.run("backup copy.db").fails(73),
        "ruimte: copy.db already exists; choose another name, or replace it with --force\n"
    );
    assert_eq!(sandbox.read("safe/old.db"), "een oude kopie");
    sandbox.run("backup copy.db --force").ok();
    assert_eq!(fs::read_link(sandbox.path("copy.db")).unwrap(), Path::new("safe/old.db"));
    assert!(
        folder_state::register(&sandbox.path("safe/old.db"), "")
            == folder_state::register(&sandbox.path("register.db"), "")
    );
    assert_eq!(mode(&sandbox.path("safe/old.db")), 0o600);
    symlink("register.db", sandbox.path("self.db")).unwrap();
    let before = sandbox.register_bytes();
    assert_eq!(
        sandbox.run("backup self.db --force").fails(73),
        "ruimte: self.db is the register itself; choose another name\n"
    );
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn two_registers_are_never_confused() {
    let (one, other) = (Sandbox::new(), Sandbox::empty());
    other.run("init").ok();
    for sandbox in [&one, &other] {
        sandbox.run("log Titel --ministry OCW -q").ok();
    }
    let receipts = [&one, &other].map(|sandbox| sandbox.run("count").receipt.unwrap());
    let id =
        |receipt: &str| receipt.split_whitespace().find_map(|word| word.strip_prefix("register=")).unwrap().to_owned();
    let (own, others) = (id(&receipts[0]), id(&receipts[1]));
    assert_ne!(own, others);
    for command in ["report totals", "count --by ministry", "list"] {
        if let Some(receipt) = one.run(command).receipt {
            assert_eq!(id(&receipt), own, "{command:?}");
        }
    }
    one.run(["receipt", &receipts[0]]).ok();
    let refused = format!("ruimte: this receipt belongs to register {others}, not to this one: {own}\n");
    assert_eq!(one.run(["receipt", &receipts[1]]).fails(65), refused);
    let checked = one.run(["check", "--against", &receipts[1], "-q"]);
    assert_eq!(checked.code, 1);
    let finding = format!("record       finding\nthe receipt  belongs to another register than this one: {own}\n");
    assert!(checked.stdout.starts_with(&finding), "{}", checked.stdout);
    // A receipt of the register is also valid for a backup of the register. A file with another SQLite application id
    // is refused, because it is not a register of ruimte.
    one.run("backup copy.db").ok();
    one.run(["--register", "copy.db", "receipt", &receipts[0]]).ok();
    let copy = rusqlite::Connection::open(one.path("copy.db")).unwrap();
    copy.pragma_update(None, "application_id", 7).unwrap();
    copy.close().unwrap();
    let message = "ruimte: copy.db is not a ruimte register; nothing in it was changed\n";
    assert_eq!(one.run("--register copy.db list").fails(65), message);
    assert_eq!(one.run("restore copy.db --force").fails(65), message);
}

#[test]
fn leftovers_of_a_killed_program_are_removed_by_the_next_write_and_nothing_else_is() {
    let sandbox = Sandbox::new();
    sandbox.run("backup copy.db").ok();
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(3_700);
    let age = |name: &str| fs::File::open(sandbox.path(name)).unwrap().set_modified(old).unwrap();
    let own = [".ruimte-new-aB3xYz", ".ruimte-new-aB3xYz-journal", ".ruimte-new-folder"];
    let others = [".ruimte-new-notes.txt", ".ruimte-copy-aB3xYz", ".ruimte-aB3xYz", "ruimte-new-aB3xYz"];
    for (command, more) in [
        ("list -o list.csv", &["list.csv"][..]),
        ("backup copy.db --force", &[]),
        ("restore copy.db --force", &[]),
        ("publish set", &["set"]),
        ("--register new.db init", &["new.db"]),
    ] {
        fs::create_dir(sandbox.path(own[2])).unwrap();
        sandbox.write(".ruimte-new-folder/README.md", "half a set");
        for name in own[..2].iter().chain(&others) {
            sandbox.write(name, "half a file");
        }
        own.iter().chain(&others).for_each(|name| age(name));
        // This temporary file must be kept: it is new, so another process might still be writing it.
        sandbox.write(".ruimte-new-fresh1", "half a file");
        let known: Vec<String> = folder_state::names(&sandbox);
        sandbox.run(command).ok();
        for name in folder_state::names(&sandbox) {
            if name.starts_with("register.db.replaced-") {
                fs::remove_file(sandbox.path(&name)).unwrap();
            }
        }
        let mut names = folder_state::names(&sandbox);
        let mut expected: Vec<String> = known.into_iter().filter(|name| !own.contains(&name.as_str())).collect();
        expected.extend(more.iter().map(|name| (*name).to_owned()));
        names.sort();
        expected.sort();
        assert_eq!(names, expected, "{command:?}");
    }
}
