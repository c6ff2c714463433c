//! Malicious and malformed files. `import` either reads a file correctly or explains why it cannot, and uses a limited
//! amount of memory. A failed import leaves the register unchanged.

mod delimited;
mod endless;
mod workbooks;

use crate::common::{CommandResult, Sandbox, execute};
use std::process::Command;

/// Memory limit in kilobytes for importing a small file: forty megabytes more than the program needs to start.
const LITTLE: u64 = 300_000;

fn with_memory_limit(sandbox: &Sandbox, kilobytes: u64, arguments: &str) -> Command {
    let command = sandbox.command(arguments);
    if !cfg!(target_os = "linux") {
        return command;
    }
    let mut bounded = Command::new("sh");
    bounded.arg("-c").arg(format!("ulimit -v {kilobytes} && exec \"$0\" \"$@\""));
    bounded.arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        bounded.current_dir(folder);
    }
    bounded.env_clear().envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    bounded.stdin(std::process::Stdio::null());
    bounded
}

fn import_within(sandbox: &Sandbox, name: &str, bytes: &[u8], kilobytes: u64) -> CommandResult {
    sandbox.write(name, bytes);
    execute(with_memory_limit(sandbox, kilobytes, &format!("import obstacles {name}")))
}

/// Imports a file into an empty register. The import must fail and must not change the register. Returns the error
/// message.
#[track_caller]
fn import_error(name: &str, bytes: impl AsRef<[u8]>, kilobytes: u64) -> String {
    let sandbox = Sandbox::new();
    let before = sandbox.register_bytes();
    let message = import_within(&sandbox, name, bytes.as_ref(), kilobytes).fails(65);
    assert!(sandbox.register_bytes() == before, "the register changed, though it told: {message}");
    message
}

/// Imports a file. Returns the notice about how the file was read, and the titles of the obstacles.
#[track_caller]
fn imported(bytes: impl AsRef<[u8]>) -> (String, Vec<String>) {
    let sandbox = Sandbox::new();
    let message = import_within(&sandbox, "list.csv", bytes.as_ref(), LITTLE).notices();
    let rows = sandbox.rows("list --columns title");
    let read = message.lines().next().unwrap_or_default().to_owned();
    (read, rows.into_iter().map(|mut row| row.remove("title").unwrap()).collect())
}

#[test]
fn a_search_keeps_the_texts_of_one_record_at_a_time_in_memory() {
    let sandbox = Sandbox::new();
    let text = format!("stage {}", ".".repeat(99_000));
    let rows = (1..=150).map(|at| format!("Stage {at},OCW,{text},{text},{text}\n")).collect::<Vec<_>>().concat();
    sandbox.write("list.csv", format!("title,ministry,question,analysis,answer\n{rows}"));
    sandbox.run("import obstacles list.csv").ok();
    let found = execute(with_memory_limit(&sandbox, LITTLE, "search stage --limit 150 --format csv"));
    assert_eq!(found.ok().lines().count(), 151);
}
