//! The exit code reports a failure if output cannot be written: standard output is closed, or the device is full.
#![cfg(target_os = "linux")]

use crate::common::{Sandbox, execute};
use std::process::Command;

/// Commands that together print every kind of output: rows, cards, counts, pages, help and scripts.
const PRINTING: &[&str] = &[
    "list",
    "list --format json",
    "list --format xlsx",
    "export obstacles",
    "export obstacles --format html",
    "show B-001",
    "count",
    "count --by status",
    "report overview",
    "report totals --format csv-excel",
    "search stage",
    "similar B-001",
    "history",
    "reconcile",
    "theme list",
    "contact list",
    "snapshot list --format csv",
    "help",
    "help log",
    "log --help",
    "--help",
    "--version",
    "completions bash",
];

/// Returns a shell command that runs `ruimte` with these arguments and the redirection `to`, such as `>/dev/null`.
fn redirected(sandbox: &Sandbox, arguments: &str, to: &str) -> Command {
    let inner = sandbox.command(arguments);
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("exec \"$0\" \"$@\" {to}")).arg(inner.get_program()).args(inner.get_args());
    command.current_dir(sandbox.path("")).env_clear();
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command
}

#[test]
fn a_command_that_prints_fails_if_standard_output_is_closed_or_full() {
    let sandbox = Sandbox::demo();
    for arguments in PRINTING {
        for (to, why) in [
            (">&-", "standard output is closed; redirect it to a file, or leave '>&-' out"),
            (">/dev/full", "the disk is full"),
        ] {
            let message = execute(redirected(&sandbox, arguments, to)).fails(74);
            assert_eq!(
                message.lines().last(),
                Some(format!("ruimte: reading or writing failed: {why}").as_str()),
                "{arguments} {to}"
            );
        }
        assert_eq!(execute(redirected(&sandbox, arguments, ">/dev/null")).code, 0, "{arguments}");
        // Some programs open the null device for reading and writing before they start `ruimte`. This must work too.
        assert_eq!(execute(redirected(&sandbox, arguments, "1<>/dev/null")).code, 0, "{arguments}");
    }
}

#[test]
fn serve_ends_if_it_cannot_print_its_address() {
    let sandbox = Sandbox::new();
    for to in [">&-", ">/dev/full"] {
        execute(redirected(&sandbox, "serve --listen 127.0.0.1:0", to)).fails(74);
    }
}

#[test]
fn a_command_that_prints_nothing_succeeds_without_standard_output() {
    let sandbox = Sandbox::demo();
    sandbox.write("list.csv", "title,ministry\nA,OCW\n");
    for arguments in [
        "import obstacles list.csv",
        "backup copy.db",
        "list -o list.ods",
        "edit 1 --title Anders",
        "man pages",
        "check",
    ] {
        assert_eq!(execute(redirected(&sandbox, arguments, ">&-")).code, 0, "{arguments}");
    }
}

#[test]
fn an_output_device_that_is_full_is_an_error_in_every_format() {
    let sandbox = Sandbox::demo();
    for format in ["table", "csv", "csv-excel", "json", "jsonl", "ods", "xlsx", "html"] {
        let message = sandbox.run(format!("list --format {format} -o /dev/full -q")).fails(74);
        assert_eq!(message, "ruimte: /dev/full cannot be created: the disk is full\n", "{format}");
    }
}

#[test]
fn what_cannot_be_completed_leaves_nothing_behind() {
    let sandbox = Sandbox::demo();
    let names = || {
        let entries = std::fs::read_dir(sandbox.path("")).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    for arguments in [
        "--register new.db init",
        "demo --keep demo.db",
        "backup copy.db",
        "--register restored.db restore register.db",
        "publish open --publisher VWS --contact a@voorbeeld.nl --address https://voorbeeld.nl/ruimte",
        "export obstacles -o list.csv",
        "export obstacles -o list.html",
        "export obstacles -o list.ods",
        "export obstacles -o list.xlsx",
        "man pages",
    ] {
        let command = sandbox.command(arguments);
        let mut limited = Command::new("bash");
        limited.arg("-c").arg("ulimit -f 4; exec \"$0\" \"$@\"").arg(command.get_program()).args(command.get_args());
        limited.current_dir(sandbox.path("")).env_clear();
        limited.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let result = execute(limited);
        assert!([73, 74].contains(&result.code), "{arguments}: {result:?}");
        assert!(result.stderr.contains("raise the limit with 'ulimit -f'"), "{arguments}: {result:?}");
        assert_eq!(names(), ["register.db"], "{arguments}");
    }
}
