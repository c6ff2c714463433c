//! Input that never ends, and input that is not a file.

use super::Sandbox;
use crate::common::execute;
use std::fs::File;
use std::process::Command;

#[track_caller]
fn import_error(sandbox: &Sandbox, path: &str, input: Option<File>, code: i32) -> String {
    let before = sandbox.register_bytes();
    let mut command = sandbox.command(["import", "obstacles", path]);
    if let Some(input) = input {
        command.stdin(input);
    }
    let message = execute(command).fails(code);
    assert!(sandbox.register_bytes() == before, "the register changed, though it told: {message}");
    message
}

#[test]
#[cfg(unix)]
fn a_device_or_a_named_pipe_is_not_read() {
    let sandbox = Sandbox::new();
    let made = Command::new("mkfifo").arg(sandbox.path("pipe")).status().unwrap();
    assert!(made.success());
    for path in ["/dev/zero", "pipe"] {
        assert_eq!(
            import_error(&sandbox, path, None, 66),
            format!(
                "ruimte: {path} cannot be used: it is not a regular file; save the list as a file, or pass it on \
                 standard input with '-'\n"
            )
        );
        assert_eq!(
            sandbox.run_in_dutch(["import", "obstacles", path]).fails(66),
            format!(
                "ruimte: {path} is niet te gebruiken: het is geen gewoon bestand; sla de lijst op als bestand, of \
                 geef de invoer met '-'\n"
            )
        );
    }
}

#[test]
#[cfg(unix)]
fn standard_input_without_an_end_is_refused_before_it_fills_the_disk() {
    let sandbox = Sandbox::new();
    assert_eq!(
        import_error(&sandbox, "-", Some(File::open("/dev/zero").unwrap()), 65),
        "ruimte: - is not a list: it begins with zero bytes; give a text file (CSV) or a workbook (ods or xlsx)\n"
    );
    assert_eq!(
        import_error(&sandbox, "-", Some(File::open(sandbox.path(".")).unwrap()), 74),
        "ruimte: reading or writing failed: it is a folder, or there is a file where a folder should be\n"
    );
}

#[test]
fn a_file_of_zero_bytes_is_not_a_list() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", [0; 100]);
    assert_eq!(
        import_error(&sandbox, "list.csv", None, 65),
        "ruimte: list.csv is not a list: it begins with zero bytes; give a text file (CSV) or a workbook (ods or \
         xlsx)\n"
    );
    assert_eq!(
        sandbox.run_in_dutch("import obstacles list.csv").fails(65),
        "ruimte: list.csv is geen lijst: het begint met nulbytes; geef een tekstbestand (CSV) of een werkmap (ods of \
         xlsx)\n"
    );
}
