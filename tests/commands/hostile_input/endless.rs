//! Input without end: devices, pipes, lines and records that never end, and files that grow while they are read. Each
//! is refused before it fills the memory or the disk.

use super::{LITTLE, import_error, with_memory_limit};
use crate::common::{Sandbox, execute};
use std::fs::File;
use std::process::{Command, Stdio};

const NO_LIST: &str = "the line is longer than 32 MB; check whether this is a list";
const UNCLOSED: &str =
    "a quotation mark is not closed, or something follows it; double a quotation mark within a value";

fn stdin_from(sandbox: &Sandbox, path: &str, arguments: &str) -> Command {
    let mut command = with_memory_limit(sandbox, LITTLE, arguments);
    command.stdin(Stdio::from(File::open(path).unwrap()));
    command
}

#[cfg(unix)]
#[test]
fn a_device_without_end_is_refused() {
    let sandbox = Sandbox::new();
    let before = sandbox.register_bytes();
    assert_eq!(
        execute(with_memory_limit(&sandbox, LITTLE, "import obstacles /dev/zero")).fails(65),
        format!("ruimte: /dev/zero, line 1: {NO_LIST}\n")
    );
    assert_eq!(
        execute(stdin_from(&sandbox, "/dev/zero", "import obstacles -")).fails(65),
        format!("ruimte: -, line 1: {NO_LIST}\n")
    );
    sandbox.run("log A --ministry OCW").ok();
    let logged = sandbox.register_bytes();
    for arguments in ["edit 1 --question -", "log - --ministry OCW", "receipt -", "similar -"] {
        assert_eq!(
            execute(stdin_from(&sandbox, "/dev/zero", arguments)).fails(65),
            "ruimte: -: there is more than 64 MB to read; give a file with less\n",
            "{arguments}"
        );
    }
    assert!(before != logged && sandbox.register_bytes() == logged);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_like_a_file() {
    let sandbox = Sandbox::new();
    let pipe = sandbox.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let writer = std::thread::spawn(move || std::fs::write(pipe, "title,ministry\nUit een pijp,OCW\n").unwrap());
    let notices = sandbox.run("import obstacles pipe").notices();
    assert!(notices.starts_with("pipe read as UTF-8, separated by ','\n1 added"), "{notices}");
    writer.join().unwrap();
    let list = sandbox.write("list.csv", "title,ministry\nUit een bestand,OCW\n");
    execute(stdin_from(&sandbox, list.to_str().unwrap(), "import obstacles /dev/stdin")).ok();
    assert_eq!(sandbox.rows("list").len(), 2);
}

#[test]
fn a_line_without_end_is_refused_with_its_place() {
    let long = "x".repeat(33 << 20);
    assert_eq!(
        import_error("list.csv", format!("title,ministry\nA,OCW\n\nB,{long}\n"), LITTLE),
        format!("list.csv read as UTF-8, separated by ','\nruimte: list.csv, line 4: {NO_LIST}\n")
    );
    assert_eq!(
        import_error("list.csv", format!("title,{long}"), LITTLE),
        format!("ruimte: list.csv, line 1: {NO_LIST}\n")
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed_does_not_fill_the_memory() {
    let lines = "A,OCW\n".repeat(6 << 20);
    assert_eq!(
        import_error("list.csv", format!("title,ministry\nA,OCW\n\"{lines}"), LITTLE),
        format!("list.csv read as UTF-8, separated by ','\nruimte: list.csv, line 3: {UNCLOSED}\n")
    );
}

#[test]
fn rows_of_empty_cells_do_not_fill_the_memory() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", format!("title,ministry\n{}A,OCW\n", ",\n".repeat(8 << 20)));
    let notices = execute(with_memory_limit(&sandbox, LITTLE, "import obstacles list.csv")).notices();
    assert!(notices.contains("1 added"), "{notices}");
}

#[test]
fn a_file_larger_than_two_gibibytes_is_refused_unread() {
    let sandbox = Sandbox::new();
    let file = File::create(sandbox.path("list.csv")).unwrap();
    file.set_len((2 << 30) + 1).unwrap();
    assert_eq!(
        execute(with_memory_limit(&sandbox, LITTLE, "import obstacles list.csv")).fails(65),
        "ruimte: list.csv: there is more than 2048 MB to read; give a file with less\n"
    );
}
