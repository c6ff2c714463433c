//! Publishing onto what is there: an earlier publication is told what changes, anything else is left alone.

use super::{LACKS, Set, all, import, is_tidy, published};
use crate::common::Desk;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// Every file and folder below a folder, with when it was written and what it holds.
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

/// Runs a command that must leave everything as it is.
#[track_caller]
fn untouched<T>(desk: &Desk, act: impl FnOnce() -> T) -> T {
    let before = state(&desk.path("."));
    let done = act();
    let after = state(&desk.path("."));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (name, held) in before {
        assert!(held == after[&name], "{name} was touched");
    }
    done
}

/// An earlier publication of B-001 to B-003, and then: B-001 is other, B-002 not marked any more, B-004 new and B-005 new
/// but not marked.
fn moved_on() -> Desk {
    let desk = Desk::new();
    import(&desk, "obstacles", "title,ministry,publishable\nEen,OCW,yes\nTwee,OCW,yes\nDrie,VWS,yes\n");
    published(&desk, &[]);
    all(
        &desk,
        &[
            &["edit", "1", "--title", "Een, anders"],
            &["edit", "2", "--publishable", "no"],
            &["log", "Vier", "--ministry", "OCW", "--publishable", "yes"],
            &["log", "Vijf", "--ministry", "OCW"],
            &["edit", "3", "--file-number", "Z-1"],
        ],
    );
    desk
}

#[test]
fn what_changes_in_an_earlier_publication_is_told_and_a_dry_run_tells_only_that() {
    let desk = moved_on();
    let english = "Added: 1 (B-004)\nWithdrawn: 1 (B-002)\nChanged: 1 (B-001)\n";
    let dutch = "Toegevoegd: 1 (B-004)\nIngetrokken: 1 (B-002)\nGewijzigd: 1 (B-001)\n";
    let told = untouched(&desk, || desk.run(["publish", "set", "--dry-run"]));
    assert_eq!(told.stdout, "");
    assert_eq!(
        told.remarks(),
        format!("{english}Dry run: obstacles to publish: 3 of 5; nothing was written\n")
    );
    let told = untouched(&desk, || desk.in_dutch(["publish", "set", "--dry-run"]));
    assert_eq!(
        told.remarks(),
        format!("{dutch}Proef: belemmeringen te publiceren: 3 van 5; er is niets geschreven\n")
    );
    let before = Set::of(&desk, "set");
    let told = desk.run(["publish", "set"]);
    assert_eq!(
        told.remarks(),
        format!("{english}set: obstacles published: 3 of 5; the totals count them all\n{LACKS}")
    );
    is_tidy(&desk);
    let after = Set::of(&desk, "set");
    assert_eq!(before.names(), after.names());
    assert_eq!(after.column("obstacles.csv", "number"), ["B-001", "B-003", "B-004"]);
    assert!(after.hold("Twee").is_empty(), "{:?}", after.hold("Twee"));
    // And back, in Dutch.
    all(&desk, &[&["undo"], &["undo"], &["undo"], &["undo"], &["undo"]]);
    let told = desk.in_dutch(["publish", "set"]);
    assert_eq!(
        told.remarks(),
        "Toegevoegd: 1 (B-002)\nIngetrokken: 1 (B-004)\nGewijzigd: 1 (B-001)\n\
         set: belemmeringen gepubliceerd: 3 van 3; de totalen tellen ze alle\n\
         Een catalogus vraagt ook wie publiceert, bij wie men terechtkan en waar de set staat; nog niet gegeven: --publisher, --contact, --address\n"
    );
}

#[test]
fn where_nothing_changes_that_is_told() {
    let desk = moved_on();
    published(&desk, &[]);
    let same = "Nothing changes in the obstacles of the earlier publication\n";
    let told = untouched(&desk, || desk.run(["publish", "set", "--dry-run"]));
    assert_eq!(told.remarks(), format!("{same}Dry run: obstacles to publish: 3 of 5; nothing was written\n"));
    assert_eq!(
        desk.run(["publish", "set"]).remarks(),
        format!("{same}set: obstacles published: 3 of 5; the totals count them all\n{LACKS}")
    );
    let told = desk.in_dutch(["publish", "set", "--dry-run"]).remarks();
    assert!(told.starts_with("Aan de belemmeringen van de eerdere publicatie verandert niets\n"), "{told}");
    // What does not leave is no change; what a factsheet's publication brings is.
    all(
        &desk,
        &[
            &["edit", "3", "--handler", "H. Behandelaar", "--due", "2031-01-01"],
            &["factsheet", "add", "Stagecontracten"],
            &["link", "3", "F-01"],
        ],
    );
    let told = desk.run(["publish", "set", "--dry-run"]).remarks();
    assert!(told.starts_with(same), "{told}");
    all(&desk, &[&["factsheet", "edit", "F-01", "--published", "2018-06-01"]]);
    let told = desk.run(["publish", "set", "--dry-run"]).remarks();
    assert!(told.starts_with("Changed: 1 (B-003)\nDry run: "), "{told}");
    // Without remarks nothing is told, and all is done.
    assert_eq!(desk.run(["publish", "set", "--quiet"]).remarks(), "");
    assert_eq!(Set::of(&desk, "set").column("factsheets.csv", "number"), ["F-01"]);
}

#[test]
fn of_many_the_first_twelve_are_named() {
    let desk = Desk::new();
    published(&desk, &[]);
    let rows = |count: usize| format!("title,ministry,publishable\n{}", "Een,OCW,yes\n".repeat(count));
    import(&desk, "obstacles", &rows(12));
    let twelve = "B-001, B-002, B-003, B-004, B-005, B-006, B-007, B-008, B-009, B-010, B-011, B-012";
    let told = desk.run(["publish", "set", "--dry-run"]).remarks();
    assert!(told.starts_with(&format!("Added: 12 ({twelve})\n")), "{told}");
    import(&desk, "obstacles", &rows(1));
    let told = desk.run(["publish", "set", "--dry-run"]).remarks();
    assert!(told.starts_with(&format!("Added: 13 ({twelve}, …)\n")), "{told}");
}

#[test]
fn a_filter_that_chooses_fewer_withdraws_the_others() {
    let desk = moved_on();
    let told = desk.run(["publish", "set", "--ministry", "VWS", "--dry-run"]).remarks();
    assert_eq!(
        told,
        "Withdrawn: 2 (B-001, B-002)\nDry run: obstacles to publish: 1 of 1; nothing was written\n"
    );
}

#[test]
fn a_column_that_an_earlier_publication_lacks_is_a_change_where_it_says_anything() {
    let desk = Desk::new();
    import(
        &desk,
        "obstacles",
        "title,ministry,initiative,publishable\nEen,OCW,Leerhuis,yes\nTwee,OCW,,yes\n",
    );
    published(&desk, &[]);
    let told = |left_out: &str| {
        let set = Set::of(&desk, "set");
        let header = set.text("obstacles.csv").lines().next().unwrap().to_owned();
        let columns: Vec<&str> = header.split(',').filter(|column| *column != left_out).collect();
        let mut older = columns.join(",");
        for row in set.rows("obstacles.csv") {
            let cells: Vec<&str> = columns.iter().map(|column| row[*column].as_str()).collect();
            older.push_str(&format!("\r\n{}", cells.join(",")));
        }
        fs::write(desk.path("set/obstacles.csv"), format!("{older}\r\n")).unwrap();
        let told = desk.run(["publish", "set"]).remarks();
        told.lines().next().unwrap().to_owned()
    };
    assert_eq!(told("precedents"), "Nothing changes in the obstacles of the earlier publication");
    assert_eq!(told("initiative"), "Changed: 1 (B-001)");
    assert_eq!(told("ministry"), "Changed: 2 (B-001, B-002)");
    assert_eq!(told("none"), "Nothing changes in the obstacles of the earlier publication");
}

#[test]
fn a_folder_with_something_else_in_it_is_left_as_it_is() {
    let desk = Desk::demo();
    published(&desk, &[]);
    for (folder, files) in [
        ("notes", &["notes.txt"][..]),
        ("described", &["csv-metadata.json"]),
        ("listed", &["obstacles.csv", "README.md"]),
        ("hidden", &[".git"]),
    ] {
        fs::create_dir(desk.path(folder)).unwrap();
        for name in files {
            fs::write(desk.path(folder).join(name), "van ons\n").unwrap();
        }
        for command in [&["publish", folder][..], &["publish", folder, "--dry-run"]] {
            assert_eq!(
                untouched(&desk, || desk.run(command)).fails(73),
                format!(
                    "ruimte: {folder} holds something else than an earlier publication; choose an empty folder or a new one\n"
                )
            );
        }
    }
    assert_eq!(
        desk.in_dutch(["publish", "notes"]).fails(73),
        "ruimte: in notes staat iets anders dan een eerdere publicatie; kies een lege map of een nieuwe\n"
    );
    // The folder in which the register is.
    assert_eq!(untouched(&desk, || desk.run(["publish", "."])).code, 73);
}

#[test]
fn an_empty_folder_and_a_new_one_will_do() {
    let desk = Desk::demo();
    fs::create_dir(desk.path("empty")).unwrap();
    let empty = desk.run(["publish", "empty"]).remarks();
    assert_eq!(empty, format!("empty: obstacles published: 64 of 70; the totals count them all\n{LACKS}"));
    let new = desk.run(["publish", "new/"]).remarks();
    assert_eq!(new, format!("new/: obstacles published: 64 of 70; the totals count them all\n{LACKS}"));
    assert!(Set::of(&desk, "empty") == Set::of(&desk, "new"));
    // An absolute path too.
    let path = desk.path("absolute");
    desk.run([std::ffi::OsStr::new("publish"), path.as_os_str()]).ok();
    assert!(Set::of(&desk, "absolute") == Set::of(&desk, "new"));
    is_tidy(&desk);
    // A dry run makes no folder.
    assert_eq!(
        desk.run(["publish", "other", "--dry-run"]).remarks(),
        "Dry run: obstacles to publish: 64 of 70; nothing was written\n"
    );
    assert!(!desk.path("other").exists());
}

#[test]
fn a_folder_that_cannot_be_made_is_told_with_the_reason() {
    let desk = Desk::demo();
    desk.file("file", "van ons\n");
    let folder = "it is a folder, or a file stands where a folder should be";
    for (path, why) in
        [("file", folder), ("file/set", folder), ("nowhere/set", "the folder does not exist; make it first")]
    {
        assert_eq!(
            untouched(&desk, || desk.run(["publish", path])).fails(73),
            format!("ruimte: {path} cannot be made: {why}\n")
        );
    }
    // A name that is too long.
    let long = "x".repeat(300);
    let told = untouched(&desk, || desk.run(["publish", &long])).fails(73);
    assert!(told.starts_with("ruimte: xxx") && told.contains(" cannot be made: "), "{told}");
    assert_eq!(
        desk.in_dutch(["publish", "nowhere/set"]).fails(73),
        "ruimte: nowhere/set kan niet worden gemaakt: de map bestaat niet; maak haar eerst\n"
    );
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_to_write_takes_no_set() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::demo();
    for (locked, folder) in [("locked", "locked"), ("above", "above/set")] {
        fs::create_dir(desk.path(locked)).unwrap();
        fs::set_permissions(desk.path(locked), fs::Permissions::from_mode(0o555)).unwrap();
        // An administrator may write everywhere, and then the set is there.
        let probe = desk.path(locked).join("probe");
        let may_write = fs::write(&probe, "").is_ok();
        if may_write {
            fs::remove_file(probe).unwrap();
        }
        let done = desk.run(["publish", folder]);
        fs::set_permissions(desk.path(locked), fs::Permissions::from_mode(0o755)).unwrap();
        if may_write {
            assert_eq!(done.code, 0);
            assert_eq!(Set::of(&desk, folder).names().len(), 15);
        } else {
            assert_eq!(done.fails(73), format!("ruimte: {folder} cannot be made: permission is lacking\n"));
            assert_eq!(fs::read_dir(desk.path(locked)).unwrap().count(), 0);
        }
        is_tidy(&desk);
    }
}

#[test]
fn a_set_that_cannot_be_written_whole_leaves_the_earlier_one_whole() {
    let desk = moved_on();
    let earlier = Set::of(&desk, "set");
    for name in earlier.names() {
        // Where a file of the set should come stands a folder.
        let (path, aside) = (desk.path("set").join(name), desk.path("aside"));
        fs::rename(&path, &aside).unwrap();
        fs::create_dir(&path).unwrap();
        let done = desk.run(["publish", "set"]);
        fs::remove_dir(&path).unwrap();
        fs::rename(&aside, &path).unwrap();
        assert_eq!(done.code, 73, "{name}: {}", done.stderr);
        is_tidy(&desk);
        let left = Set::of(&desk, "set");
        for (other, bytes) in &earlier.files {
            assert!(left.files[other] == *bytes, "{other} is of the new set, since {name} is a folder");
        }
        assert_eq!(left.names(), earlier.names());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_with_only_a_set_in_it_is_replaced_in_one_go_with_the_rights_that_it_had() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let desk = moved_on();
    fs::set_permissions(desk.path("set"), fs::Permissions::from_mode(0o2750)).unwrap();
    let before = fs::metadata(desk.path("set")).unwrap();
    let earlier = Set::of(&desk, "set");
    let later = published(&desk, &[]);
    let after = fs::metadata(desk.path("set")).unwrap();
    assert_ne!(before.ino(), after.ino(), "it is the folder that was there");
    assert_eq!(after.permissions().mode() & 0o7777, 0o2750);
    assert!(earlier != later);
    desk.run(["publish", "new"]).ok();
    assert!(later == Set::of(&desk, "new"));
}

#[test]
fn what_somebody_keeps_beside_a_set_stays_and_so_does_the_folder() {
    let desk = moved_on();
    desk.run(["publish", "new"]).ok();
    for (name, is_folder) in [(".git", true), (".htaccess", false), ("toelichting.md", false)] {
        let path = desk.path("set").join(name);
        if is_folder {
            fs::create_dir(&path).unwrap();
            fs::write(path.join("HEAD"), "van ons\n").unwrap();
        } else {
            fs::write(&path, "van ons\n").unwrap();
        }
    }
    #[cfg(unix)]
    let inode = |name: &str| std::os::unix::fs::MetadataExt::ino(&fs::metadata(desk.path(name)).unwrap());
    #[cfg(unix)]
    let before = inode("set");
    desk.run(["publish", "set"]).ok();
    is_tidy(&desk);
    #[cfg(unix)]
    assert_eq!(inode("set"), before);
    assert_eq!(desk.text("set/.git/HEAD"), "van ons\n");
    for name in [".htaccess", "toelichting.md"] {
        assert_eq!(desk.text(&format!("set/{name}")), "van ons\n");
    }
    for name in Set::of(&desk, "new").names() {
        assert_eq!(desk.text(&format!("set/{name}")), desk.text(&format!("new/{name}")), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_stays_a_link() {
    let desk = moved_on();
    fs::rename(desk.path("set"), desk.path("real")).unwrap();
    std::os::unix::fs::symlink("real", desk.path("set")).unwrap();
    for folder in ["set", "set/"] {
        desk.run(["publish", folder]).ok();
        assert_eq!(fs::read_link(desk.path("set")).unwrap(), Path::new("real"));
        assert!(Set::of(&desk, "real").text("obstacles.csv").contains("Een, anders"));
        is_tidy(&desk);
    }
}

#[test]
fn an_earlier_publication_that_was_interrupted_is_told_and_finished() {
    let desk = moved_on();
    fs::remove_file(desk.path("set/README.md")).unwrap();
    let told = "set has no README.md: an earlier publication was interrupted, so that its files may not belong together\n";
    let changes = "Added: 1 (B-004)\nWithdrawn: 1 (B-002)\nChanged: 1 (B-001)\n";
    assert_eq!(
        desk.run(["publish", "set"]).remarks(),
        format!("{told}{changes}set: obstacles published: 3 of 5; the totals count them all\n{LACKS}")
    );
    let again = desk.in_dutch(["publish", "set"]).remarks();
    assert!(!again.contains("onderbroken"), "{again}");
    fs::remove_file(desk.path("set/README.md")).unwrap();
    let again = desk.in_dutch(["publish", "set"]).remarks();
    assert!(
        again.starts_with("In set ontbreekt README.md: een eerdere publicatie is onderbroken, zodat de bestanden misschien niet bij elkaar horen\n"),
        "{again}"
    );
}
