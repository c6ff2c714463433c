//! Where there is no room: a limit on the size of a file, and a disk that is full.

use crate::desk::{Desk, done};
use crate::state;
use std::path::{Path, PathBuf};
use std::process::Command;

fn list(rows: usize) -> String {
    let mut list = "title,ministry,question\n".to_owned();
    for row in 1..=rows {
        list.push_str(&format!("Uit de lijst {row},OCW,Mag dat met een stage van {row} weken?\n"));
    }
    list
}

#[test]
fn a_limit_on_the_size_of_a_file_is_told_and_nothing_is_half_done() {
    let desk = Desk::new();
    desk.file("list.csv", list(2_000));
    let (before, size) = (state::of(&desk), desk.register().len());
    // In blocks of 1,024 bytes, as bash has it: as large as the register is, and less.
    for limit in [size / 1024 + 8, size / 2048, 1] {
        for arguments in [&["import", "obstacles", "list.csv", "-q"][..], &["backup", "copy.db"]] {
            let mut command = Command::new("bash");
            let inner = desk.command(arguments);
            command.arg("-c").arg(format!("ulimit -f {limit}; exec \"$0\" \"$@\"")).arg(inner.get_program());
            command.args(inner.get_args()).current_dir(desk.path("")).env_clear();
            command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
            let done = done(command);
            if arguments[0] == "backup" && done.code == 0 {
                std::fs::remove_file(desk.path("copy.db")).unwrap();
                continue;
            }
            // The system ends a program at such a limit, unless it is told not to: then the shell tells.
            if done.code == -1 {
                assert_eq!((done.stdout.as_str(), done.stderr.as_str()), ("", ""));
            } else {
                let told = done.fails(74);
                assert_eq!(told.lines().count(), 1, "{told}");
                assert!(told.starts_with("ruimte: "), "{told}");
            }
            assert_eq!(desk.run(["check"]).code, 0);
            assert!(state::of(&desk) == before, "{limit}: {arguments:?}");
        }
    }
    desk.run(["import", "obstacles", "list.csv"]).ok();
    let left = state::left(&desk, &["register.db".to_owned(), "list.csv".to_owned()]);
    assert!(left.iter().all(|name| name.starts_with(".ruimte-copy-")), "{left:?}");
}

/// A disk of so many kilobytes, for as long as it is wanted.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: &Path, kilobytes: usize) -> Option<Self> {
        std::fs::create_dir(at).unwrap();
        let size = format!("size={kilobytes}k");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(at).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(at.to_owned()));
        }
        eprintln!("a small disk cannot be mounted here: what happens when it is full is not tested");
        None
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn on_a_disk_that_is_full_what_is_refused_leaves_the_register_whole() {
    let desk = Desk::new();
    let bytes = desk.register();
    let Some(disk) = Disk::mount(&desk.path("disk"), bytes.len() / 1024 + 400) else { return };
    let list = desk.file("list.csv", list(3_000));
    let register = disk.0.join("register.db");
    std::fs::write(&register, &bytes).unwrap();
    let run = |arguments: &[&str]| {
        let mut command = desk.command(arguments);
        command.env("RUIMTE_REGISTER", &register);
        done(command)
    };
    let full = "ruimte: the disk is full; nothing was changed\n";
    assert_eq!(run(&["import", "obstacles", list.to_str().unwrap(), "-q"]).fails(74), full);
    assert_eq!(run(&["check"]).code, 0);
    assert!(state::register(&register, "register") == state::of(&desk));
    // Small writes go on until there is no room left, and each that was confirmed is there.
    let mut logged = 0;
    let refused = loop {
        let done = run(&[
            "log",
            &format!("Klein {logged}"),
            "--ministry",
            "OCW",
            "--question",
            &"stage ".repeat(900),
            "-q",
        ]);
        if done.code != 0 {
            break done;
        }
        logged += 1;
        assert!(logged < 500, "the disk is never full");
    };
    assert_eq!(refused.fails(74), full);
    assert_eq!(run(&["count"]).stderr, format!("{logged} obstacles, each counted once\n"));
    assert_eq!(run(&["check"]).code, 0);
    // Nor is there room for a copy beside it, and elsewhere there is.
    let told = run(&["backup", disk.0.join("copy.db").to_str().unwrap()]).fails(74);
    assert_eq!(told.lines().count(), 1, "{told}");
    let names: Vec<_> = std::fs::read_dir(&disk.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["register.db"]);
    run(&["backup", desk.path("copy.db").to_str().unwrap()]).remarks();
    assert!(state::register(&desk.path("copy.db"), "register") == state::register(&register, "register"));
}
