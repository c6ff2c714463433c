//! Publishing into an existing folder: `publish` reports the changes since the earlier publication, and keeps other
//! files.

use super::{LACKS, Set, import, is_tidy, published, run_all};
use crate::common::Sandbox;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// Every file and folder inside the given folder, each with its modification time and content.
fn state(folder: &Path) -> BTreeMap<String, (SystemTime, Vec<u8>)> {
    let mut state = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        let bytes = if path.is_dir() { Vec::new() } else { fs::read(&path).unwrap() };
        if path.is_dir() {
            for (name, held) in self::state(&path) {
                state.insert(format!("{}/{name}", path.display()), held);
            }
        }
        state.insert(path.display().to_string(), (written, bytes));
    }
    state
}

/// Runs a closure and asserts that it changes no file in the sandbox.
#[track_caller]
fn untouched<T>(sandbox: &Sandbox, act: impl FnOnce() -> T) -> T {
    let before = state(&sandbox.path("."));
    let result = act();
    let after = state(&sandbox.path("."));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (name, held) in before {
        assert!(held == after[&name], "{name} was touched");
    }
    result
}

/// A register that published B-001 to B-003 and was changed afterwards: B-001 was edited, B-002 is no longer marked as
/// publishable, B-004 was added and marked, and B-005 was added without a mark.
fn changed_since_publication() -> Sandbox {
    let sandbox = Sandbox::new();
    import(&sandbox, "obstacles", "title,ministry,publishable\nEen,OCW,yes\nTwee,OCW,yes\nDrie,VWS,yes\n");
    published(&sandbox, "");
    run_all(
        &sandbox,
        &[
            "edit 1 --title 'Een, anders'",
            "edit 2 --publishable no",
            "log Vier --ministry OCW --publishable yes",
            "log Vijf --ministry OCW",
            "edit 3 --file-number Z-1",
        ],
    );
    sandbox
}

#[test]
fn changes_since_an_earlier_publication_are_reported_also_by_a_dry_run() {
    let sandbox = changed_since_publication();
    let english = "Added: 1 (B-004)\nWithdrawn: 1 (B-002)\nChanged: 1 (B-001)\n";
    let dutch = "Toegevoegd: 1 (B-004)\nIngetrokken: 1 (B-002)\nGewijzigd: 1 (B-001)\n";
    let message = untouched(&sandbox, || sandbox.run("publish set --dry-run"));
    assert_eq!(message.stdout, "");
    assert_eq!(message.notices(), format!("{english}Dry run: obstacles to publish: 3 of 5; nothing was written\n"));
    let message = untouched(&sandbox, || sandbox.run_in_dutch("publish set --dry-run"));
    assert_eq!(
        message.notices(),
        format!("{dutch}Proef: belemmeringen te publiceren: 3 van 5; er is niets geschreven\n")
    );
    let before = Set::of(&sandbox, "set");
    let message = sandbox.run("publish set");
    assert_eq!(
        message.notices(),
        format!("{english}set: obstacles published: 3 of 5; the totals count them all\n{LACKS}")
    );
    is_tidy(&sandbox);
    let after = Set::of(&sandbox, "set");
    assert_eq!(before.names(), after.names());
    assert_eq!(after.column("obstacles.csv", "number"), ["B-001", "B-003", "B-004"]);
    assert!(after.hold("Twee").is_empty(), "{:?}", after.hold("Twee"));
    // After the changes are undone, publishing reports the opposite changes (here in Dutch).
    run_all(&sandbox, &["undo", "undo", "undo", "undo", "undo"]);
    let message = sandbox.run_in_dutch("publish set");
    assert_eq!(
        message.notices(),
        "Toegevoegd: 1 (B-002)\nIngetrokken: 1 (B-004)\nGewijzigd: 1 (B-001)\n\
         set: belemmeringen gepubliceerd: 3 van 3; de totalen tellen ze alle\n\
         Een catalogus vraagt ook wie publiceert, bij wie men terechtkan en waar de set staat; nog niet opgegeven: --publisher, --contact, --address\n"
    );
}

#[test]
fn an_unchanged_publication_is_reported() {
    let sandbox = changed_since_publication();
    published(&sandbox, "");
    let same = "Nothing changes in the obstacles of the earlier publication\n";
    let message = untouched(&sandbox, || sandbox.run("publish set --dry-run"));
    assert_eq!(message.notices(), format!("{same}Dry run: obstacles to publish: 3 of 5; nothing was written\n"));
    assert_eq!(
        sandbox.run("publish set").notices(),
        format!("{same}set: obstacles published: 3 of 5; the totals count them all\n{LACKS}")
    );
    let message = sandbox.run_in_dutch("publish set --dry-run").notices();
    assert!(message.starts_with("Aan de belemmeringen van de eerdere publicatie verandert niets\n"), "{message}");
    // Change attributes of B-003 that are not published: `publish` must report no change. When the factsheet that is
    // linked to B-003 gets a publication date, `publish` must report that B-003 changed.
    run_all(
        &sandbox,
        &["edit 3 --handler 'H. Behandelaar' --due 2031-01-01", "factsheet add Stagecontracten", "link 3 F-01"],
    );
    let message = sandbox.run("publish set --dry-run").notices();
    assert!(message.starts_with(same), "{message}");
    run_all(&sandbox, &["factsheet edit F-01 --published 2018-06-01"]);
    let message = sandbox.run("publish set --dry-run").notices();
    assert!(message.starts_with("Changed: 1 (B-003)\nDry run: "), "{message}");
    // With `--quiet`, the data set is published without notices.
    assert_eq!(sandbox.run("publish set --quiet").notices(), "");
    assert_eq!(Set::of(&sandbox, "set").column("factsheets.csv", "number"), ["F-01"]);
}

#[test]
fn the_first_twelve_of_many_changes_are_named() {
    let sandbox = Sandbox::new();
    published(&sandbox, "");
    let rows = |count: usize| format!("title,ministry,publishable\n{}", "Een,OCW,yes\n".repeat(count));
    import(&sandbox, "obstacles", &rows(12));
    let twelve = "B-001, B-002, B-003, B-004, B-005, B-006, B-007, B-008, B-009, B-010, B-011, B-012";
    let message = sandbox.run("publish set --dry-run").notices();
    assert!(message.starts_with(&format!("Added: 12 ({twelve})\n")), "{message}");
    sandbox.run("log Twee --ministry OCW --publishable yes -q").ok();
    let message = sandbox.run("publish set --dry-run").notices();
    assert!(message.starts_with(&format!("Added: 13 ({twelve}, …)\n")), "{message}");
}

#[test]
fn a_narrower_filter_withdraws_the_other_obstacles() {
    let sandbox = changed_since_publication();
    let message = sandbox.run("publish set --ministry VWS --dry-run").notices();
    assert_eq!(message, "Withdrawn: 2 (B-001, B-002)\nDry run: obstacles to publish: 1 of 1; nothing was written\n");
}

#[test]
fn a_column_missing_from_an_earlier_publication_is_a_change_for_rows_with_a_value() {
    let sandbox = Sandbox::new();
    import(&sandbox, "obstacles", "title,ministry,initiative,publishable\nEen,OCW,Leerhuis,yes\nTwee,OCW,,yes\n");
    published(&sandbox, "");
    let message = |left_out: &str| {
        let set = Set::of(&sandbox, "set");
        let header = set.text("obstacles.csv").lines().next().unwrap().to_owned();
        let columns: Vec<&str> = header.split(',').filter(|column| *column != left_out).collect();
        let mut older = columns.join(",");
        for row in set.rows("obstacles.csv") {
            let cells: Vec<&str> = columns.iter().map(|column| row[*column].as_str()).collect();
            older.push_str(&format!("\r\n{}", cells.join(",")));
        }
        fs::write(sandbox.path("set/obstacles.csv"), format!("{older}\r\n")).unwrap();
        let message = sandbox.run("publish set").notices();
        message.lines().next().unwrap().to_owned()
    };
    assert_eq!(message("precedents"), "Nothing changes in the obstacles of the earlier publication");
    assert_eq!(message("initiative"), "Changed: 1 (B-001)");
    assert_eq!(message("ministry"), "Changed: 2 (B-001, B-002)");
    assert_eq!(message("none"), "Nothing changes in the obstacles of the earlier publication");
}

#[test]
fn a_folder_with_other_content_is_left_alone() {
    let sandbox = Sandbox::demo();
    published(&sandbox, "");
    for (folder, files) in [
        ("notes", &["notes.txt"][..]),
        ("described", &["csv-metadata.json"]),
        ("listed", &["obstacles.csv", "README.md"]),
        ("hidden", &[".git"]),
    ] {
        fs::create_dir(sandbox.path(folder)).unwrap();
        for name in files {
            fs::write(sandbox.path(folder).join(name), "van ons\n").unwrap();
        }
        for command in [&format!("publish {folder}"), &format!("publish {folder} --dry-run")] {
            assert_eq!(
                untouched(&sandbox, || sandbox.run(command)).fails(73),
                format!(
                    "ruimte: {folder} holds something other than an earlier publication; choose an empty folder or a new one\n"
                )
            );
        }
    }
    assert_eq!(
        sandbox.run_in_dutch("publish notes").fails(73),
        "ruimte: in notes staat iets anders dan een eerdere publicatie; kies een lege map of een nieuwe\n"
    );
    // Publishing into the folder that contains the register is rejected.
    assert_eq!(untouched(&sandbox, || sandbox.run("publish .")).code, 73);
}

#[test]
fn an_empty_or_a_new_folder_is_accepted() {
    let sandbox = Sandbox::demo();
    fs::create_dir(sandbox.path("empty")).unwrap();
    let empty = sandbox.run("publish empty").notices();
    assert_eq!(empty, format!("empty: obstacles published: 64 of 70; the totals count them all\n{LACKS}"));
    let new = sandbox.run("publish new/").notices();
    assert_eq!(new, format!("new/: obstacles published: 64 of 70; the totals count them all\n{LACKS}"));
    assert!(Set::of(&sandbox, "empty") == Set::of(&sandbox, "new"));
    // The folder may also be given as an absolute path.
    let path = sandbox.path("absolute");
    sandbox.run([std::ffi::OsStr::new("publish"), path.as_os_str()]).ok();
    assert!(Set::of(&sandbox, "absolute") == Set::of(&sandbox, "new"));
    is_tidy(&sandbox);
    assert_eq!(
        sandbox.run("publish other --dry-run").notices(),
        "Dry run: obstacles to publish: 64 of 70; nothing was written\n"
    );
    assert!(!sandbox.path("other").exists());
}

#[test]
fn a_folder_that_cannot_be_created_is_reported_with_the_reason() {
    let sandbox = Sandbox::demo();
    sandbox.write("file", "van ons\n");
    let folder = "it is a folder, or there is a file where a folder should be";
    for (path, why) in
        [("file", folder), ("file/set", folder), ("nowhere/set", "the folder does not exist; create it first")]
    {
        assert_eq!(
            untouched(&sandbox, || sandbox.run(format!("publish {path}"))).fails(73),
            format!("ruimte: {path} cannot be created: {why}\n")
        );
    }
    // The name of this folder is longer than file systems allow.
    let long = "x".repeat(300);
    let message = untouched(&sandbox, || sandbox.run(format!("publish '{long}'"))).fails(73);
    assert!(message.starts_with("ruimte: xxx") && message.contains(" cannot be created: "), "{message}");
    assert_eq!(
        sandbox.run_in_dutch("publish nowhere/set").fails(73),
        "ruimte: nowhere/set kan niet worden gemaakt: de map bestaat niet; maak die eerst\n"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_without_write_permission_gets_no_set() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::demo();
    for (locked, folder) in [("locked", "locked"), ("above", "above/set")] {
        fs::create_dir(sandbox.path(locked)).unwrap();
        fs::set_permissions(sandbox.path(locked), fs::Permissions::from_mode(0o555)).unwrap();
        // Root ignores permissions, so publishing succeeds if the tests run as root.
        let probe = sandbox.path(locked).join("probe");
        let may_write = fs::write(&probe, "").is_ok();
        if may_write {
            fs::remove_file(probe).unwrap();
        }
        let result = sandbox.run(format!("publish {folder}"));
        fs::set_permissions(sandbox.path(locked), fs::Permissions::from_mode(0o755)).unwrap();
        if may_write {
            assert_eq!(result.code, 0);
            assert_eq!(Set::of(&sandbox, folder).names().len(), 15);
        } else {
            assert_eq!(result.fails(73), format!("ruimte: {folder} cannot be created: you do not have permission\n"));
            assert_eq!(fs::read_dir(sandbox.path(locked)).unwrap().count(), 0);
        }
        is_tidy(&sandbox);
    }
}

#[test]
fn a_publication_that_fails_leaves_the_earlier_one_complete() {
    let sandbox = changed_since_publication();
    let earlier = Set::of(&sandbox, "set");
    for name in earlier.names() {
        // If a subfolder has the name of one of the data set's files, publishing must fail.
        let (path, aside) = (sandbox.path("set").join(name), sandbox.path("aside"));
        fs::rename(&path, &aside).unwrap();
        fs::create_dir(&path).unwrap();
        let result = sandbox.run("publish set");
        fs::remove_dir(&path).unwrap();
        fs::rename(&aside, &path).unwrap();
        assert_eq!(result.code, 73, "{name}: {}", result.stderr);
        is_tidy(&sandbox);
        let left = Set::of(&sandbox, "set");
        for (other, bytes) in &earlier.files {
            assert!(left.files[other] == *bytes, "{other} is of the new set, since {name} is a folder");
        }
        assert_eq!(left.names(), earlier.names());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_with_only_a_set_is_replaced_atomically_and_keeps_its_permissions() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let sandbox = changed_since_publication();
    fs::set_permissions(sandbox.path("set"), fs::Permissions::from_mode(0o2750)).unwrap();
    let before = fs::metadata(sandbox.path("set")).unwrap();
    let earlier = Set::of(&sandbox, "set");
    let later = published(&sandbox, "");
    let after = fs::metadata(sandbox.path("set")).unwrap();
    assert_ne!(before.ino(), after.ino(), "it is the folder that was there");
    assert_eq!(after.permissions().mode() & 0o7777, 0o2750);
    assert!(earlier != later);
    sandbox.run("publish new").ok();
    assert!(later == Set::of(&sandbox, "new"));
}

#[test]
fn other_files_in_the_folder_of_a_set_are_kept() {
    let sandbox = changed_since_publication();
    sandbox.run("publish new").ok();
    for (name, is_folder) in [(".git", true), (".htaccess", false), ("toelichting.md", false)] {
        let path = sandbox.path("set").join(name);
        if is_folder {
            fs::create_dir(&path).unwrap();
            fs::write(path.join("HEAD"), "van ons\n").unwrap();
        } else {
            fs::write(&path, "van ons\n").unwrap();
        }
    }
    #[cfg(unix)]
    let inode = |name: &str| std::os::unix::fs::MetadataExt::ino(&fs::metadata(sandbox.path(name)).unwrap());
    #[cfg(unix)]
    let before = inode("set");
    sandbox.run("publish set").ok();
    is_tidy(&sandbox);
    #[cfg(unix)]
    assert_eq!(inode("set"), before);
    assert_eq!(sandbox.read("set/.git/HEAD"), "van ons\n");
    for name in [".htaccess", "toelichting.md"] {
        assert_eq!(sandbox.read(&format!("set/{name}")), "van ons\n");
    }
    for name in Set::of(&sandbox, "new").names() {
        assert_eq!(sandbox.read(&format!("set/{name}")), sandbox.read(&format!("new/{name}")), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_to_a_folder_is_kept() {
    let sandbox = changed_since_publication();
    fs::rename(sandbox.path("set"), sandbox.path("real")).unwrap();
    std::os::unix::fs::symlink("real", sandbox.path("set")).unwrap();
    for folder in ["set", "set/"] {
        sandbox.run(format!("publish {folder}")).ok();
        assert_eq!(fs::read_link(sandbox.path("set")).unwrap(), Path::new("real"));
        assert!(Set::of(&sandbox, "real").text("obstacles.csv").contains("Een, anders"));
        is_tidy(&sandbox);
    }
}

#[test]
fn an_interrupted_publication_is_reported_and_completed() {
    let sandbox = changed_since_publication();
    fs::remove_file(sandbox.path("set/README.md")).unwrap();
    let message =
        "set has no README.md: an earlier publication was interrupted, so that its files may not belong together\n";
    let changes = "Added: 1 (B-004)\nWithdrawn: 1 (B-002)\nChanged: 1 (B-001)\n";
    assert_eq!(
        sandbox.run("publish set").notices(),
        format!("{message}{changes}set: obstacles published: 3 of 5; the totals count them all\n{LACKS}")
    );
    let again = sandbox.run_in_dutch("publish set").notices();
    assert!(!again.contains("onderbroken"), "{again}");
    fs::remove_file(sandbox.path("set/README.md")).unwrap();
    let again = sandbox.run_in_dutch("publish set").notices();
    assert!(
        again.starts_with("In set ontbreekt README.md: een eerdere publicatie is onderbroken, zodat de bestanden misschien niet bij elkaar horen\n"),
        "{again}"
    );
}
