//! Commands that run out of space, because of a limit on the size of files or because the disk is full.

use crate::common::{CommandResult, Sandbox, execute};
use crate::folder_state;
use std::path::{Path, PathBuf};
use std::process::Command;

fn list(rows: usize) -> String {
    let mut list = "title,ministry,question\n".to_owned();
    for row in 1..=rows {
        list.push_str(&format!("Uit de lijst {row},OCW,Mag dat met een stage van {row} weken?\n"));
    }
    list
}

/// Runs a command with a limit on the size of the files that it writes. Bash sets the limit, in blocks of 1,024 bytes.
fn limited(sandbox: &Sandbox, limit: usize, arguments: &str) -> CommandResult {
    let mut command = Command::new("bash");
    let inner = sandbox.command(arguments);
    command.arg("-c").arg(format!("ulimit -f {limit}; exec \"$0\" \"$@\"")).arg(inner.get_program());
    command.args(inner.get_args()).current_dir(sandbox.path("")).env_clear();
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    execute(command)
}

#[test]
fn a_file_size_limit_is_reported_and_nothing_is_half_done() {
    const REGISTER: &str = "ruimte: the register register.db would become larger than a file may be here; nothing was changed; raise the limit with 'ulimit -f'\n";
    const COPY: &str =
        "ruimte: copy.db cannot be created: a file may not become that large here; raise the limit with 'ulimit -f'\n";
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", list(2_000));
    let (before, size) = (folder_state::of(&sandbox), sandbox.register_bytes().len() / 1024);
    let long = "stage ".repeat(9_000);
    let log = &format!("log Lang --ministry OCW --question '{long}' -q");
    for (limit, arguments, message) in [
        (size + 8, "import obstacles list.csv -q", REGISTER),
        (size / 2, "import obstacles list.csv -q", REGISTER),
        (1, "import obstacles list.csv -q", REGISTER),
        (size + 8, log, REGISTER),
        (1, log, REGISTER),
        (size / 2, "backup copy.db", COPY),
        (1, "backup copy.db", COPY),
        (
            1,
            "export synonyms -o synonyms.csv",
            "ruimte: synonyms.csv cannot be created: a file may not become that large here; raise the limit with 'ulimit -f'\n",
        ),
    ] {
        assert_eq!(limited(&sandbox, limit, arguments).fails(74), message, "{limit}: {arguments:?}");
        assert_eq!(sandbox.run("check").code, 0);
        assert!(folder_state::of(&sandbox) == before, "{limit}: {arguments:?}");
        let left = folder_state::left(&sandbox, &["register.db".to_owned(), "list.csv".to_owned()]);
        assert!(left.is_empty(), "{limit}: {arguments:?}: {left:?}");
    }
    // With a limit that no file reaches, the command succeeds.
    limited(&sandbox, size + 8, "backup copy.db").notices();
    sandbox.run("import obstacles list.csv").ok();
}

/// A small file system that is mounted for a test. Dropping this value unmounts the file system.
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
fn on_a_full_disk_writes_are_rejected_and_the_register_stays_intact() {
    let sandbox = Sandbox::new();
    let bytes = sandbox.register_bytes();
    let Some(disk) = Disk::mount(&sandbox.path("disk"), bytes.len() / 1024 + 400) else { return };
    let list = sandbox.write("list.csv", list(3_000));
    let register = disk.0.join("register.db");
    std::fs::write(&register, &bytes).unwrap();
    let run = |arguments: &str| {
        let mut command = sandbox.command(arguments);
        command.env("RUIMTE_REGISTER", &register);
        execute(command)
    };
    let full = "ruimte: the disk, or the folder for temporary files (TMPDIR), is full; nothing was changed\n";
    assert_eq!(run(&format!("import obstacles {} -q", list.display())).fails(74), full);
    assert_eq!(run("check").code, 0);
    assert!(folder_state::register(&register, "register") == folder_state::of(&sandbox));
    // Write until the disk is full. The register must then contain every write that was confirmed.
    let mut logged = 0;
    let refused = loop {
        let question = "stage ".repeat(900);
        let done = run(&format!("log 'Klein {logged}' --ministry OCW --question '{question}' -q"));
        if done.code != 0 {
            break done;
        }
        logged += 1;
        assert!(logged < 500, "the disk is never full");
    };
    assert_eq!(refused.fails(74), full);
    assert_eq!(run("count").stderr, format!("{logged} obstacles, each counted once\n"));
    assert_eq!(run("check").code, 0);
    // This full disk has no space for a backup. On another disk, the backup succeeds.
    let copy = disk.0.join("copy.db");
    assert_eq!(
        run(&format!("backup {}", copy.display())).fails(74),
        format!("ruimte: {} cannot be created: the disk is full\n", copy.display())
    );
    let (page, rest) = (disk.0.join("list.html"), disk.0.join("rest"));
    assert!(std::fs::write(&rest, vec![0; 1 << 20]).is_err());
    assert_eq!(
        run(&format!("list --limit 500 -q -o {}", page.display())).fails(74),
        format!("ruimte: {} cannot be created: the disk is full\n", page.display())
    );
    std::fs::remove_file(rest).unwrap();
    let names: Vec<_> = std::fs::read_dir(&disk.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["register.db"]);
    run(&format!("backup {}", sandbox.path("copy.db").display())).notices();
    assert!(
        folder_state::register(&sandbox.path("copy.db"), "register") == folder_state::register(&register, "register")
    );
}

#[test]
fn a_workbook_needs_room_for_temporary_files() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", list(2_000));
    sandbox.run("import obstacles list.csv").ok();
    let Some(disk) = Disk::mount(&sandbox.path("temp"), 64) else { return };
    for format in ["xlsx", "ods"] {
        let mut command = sandbox.command(format!("export obstacles -o list.{format}"));
        command.env("TMPDIR", &disk.0);
        let message = format!(
            "ruimte: the folder for temporary files ({}) is missing, full or not writable; name another with TMPDIR\n",
            disk.0.display()
        );
        assert_eq!(execute(command).fails(74), message);
        assert!(!sandbox.path(&format!("list.{format}")).exists());
    }
}
