//! Lists that nobody would make on purpose, or only to do harm: whatever a file holds, `import` takes it as it is meant
//! or says in words why not, in bounded memory, and then the register is as it was, byte for byte.

mod delimited;
mod workbooks;

use crate::common::{CommandResult, Sandbox, execute};
use std::process::Command;

/// In this many kilobytes of memory an import of a small file has to do its work: forty megabytes and what a program
/// takes before it does anything.
const LITTLE: u64 = 300_000;

/// A command that may take so many kilobytes of memory, where the system can say so.
fn within(sandbox: &Sandbox, kilobytes: u64, arguments: &str) -> Command {
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

/// Brings in a file of obstacles within so much memory.
fn bring(sandbox: &Sandbox, name: &str, bytes: &[u8], kilobytes: u64) -> CommandResult {
    sandbox.write(name, bytes);
    execute(within(sandbox, kilobytes, &format!("import obstacles {name}")))
}

/// What is told when a file cannot be taken into an empty register, which stays as it is, byte for byte.
#[track_caller]
fn refused(name: &str, bytes: impl AsRef<[u8]>, kilobytes: u64) -> String {
    let sandbox = Sandbox::new();
    let before = sandbox.register_bytes();
    let told = bring(&sandbox, name, bytes.as_ref(), kilobytes).fails(65);
    assert!(sandbox.register_bytes() == before, "the register changed, though it told: {told}");
    told
}

/// The titles of what came in from a file, and as what it was read.
#[track_caller]
fn taken(bytes: impl AsRef<[u8]>) -> (String, Vec<String>) {
    let sandbox = Sandbox::new();
    let told = bring(&sandbox, "list.csv", bytes.as_ref(), LITTLE).notices();
    let rows = sandbox.rows("list --columns title");
    let read = told.lines().next().unwrap_or_default().to_owned();
    (read, rows.into_iter().map(|mut row| row.remove("title").unwrap()).collect())
}
