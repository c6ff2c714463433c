//! Traces the system calls of a command, and injects faults into them, with `strace`. If `strace` is missing or not
//! permitted, tests print a note and pass. If `RUIMTE_NEEDS_STRACE` is set, they fail instead.

use crate::common::Sandbox;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The names of the system calls that change files.
pub const CHANGES: &[&str] = &[
    "pwrite64",
    "write",
    "fsync",
    "fdatasync",
    "unlink",
    "unlinkat",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "ftruncate",
];

#[derive(Clone, Debug)]
pub struct Call {
    pub name: String,
    /// The position of this call among the calls with the same name, counted from 1.
    pub at: usize,
    /// The line of this call in the trace, including its arguments.
    pub line: String,
}

#[derive(Debug)]
pub struct Seen {
    pub code: Option<i32>,
    pub signal: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    /// The trace as text, with a line for each system call.
    pub log: String,
}

pub fn is_available() -> bool {
    static THERE: OnceLock<bool> = OnceLock::new();
    *THERE.get_or_init(|| {
        let tried = Command::new("strace").args(["-f", "-qq", "-e", "trace=none", "true"]).output();
        let message = match tried {
            Ok(output) if output.status.success() => return true,
            Ok(_) => "strace may not trace here: what it would show is not tested",
            Err(_) => "strace is not here: what it would show is not tested",
        };
        assert!(std::env::var_os("RUIMTE_NEEDS_STRACE").is_none(), "{message}");
        eprintln!("{message}");
        false
    })
}

/// Prepares a command to run under `strace` with the given options of `strace`.
pub fn traced(command: &Command, options: &[&str]) -> Command {
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-y", "-s", "300"]).args(options).arg("--").arg(command.get_program());
    traced.args(command.get_args()).current_dir(command.get_current_dir().unwrap()).env_clear();
    traced.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?)))).stdin(Stdio::null());
    traced
}

/// Runs a command and traces the given system calls. `inject` is a fault in the syntax of the `-e inject=` option.
pub fn run(sandbox: &Sandbox, arguments: &str, calls: &str, inject: Option<&str>) -> Seen {
    run_as(&sandbox.command(arguments), calls, inject)
}

pub fn run_as(command: &Command, calls: &str, inject: Option<&str>) -> Seen {
    let log = tempfile::NamedTempFile::new().unwrap();
    let (path, trace) = (log.path().to_str().unwrap().to_owned(), format!("trace={calls}"));
    let inject = inject.map(|inject| format!("inject={inject}"));
    let mut options = vec!["-o", &path, "-e", &trace];
    if let Some(inject) = &inject {
        options.extend(["-e", inject]);
    }
    let output = traced(command, &options).output().unwrap();
    Seen {
        code: output.status.code(),
        signal: output.status.signal(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        log: fs::read_to_string(log.path()).unwrap(),
    }
}

/// Parses the output of strace. Numbers the calls from 1, separately for each system call, such as `write`.
pub fn calls(log: &str) -> Vec<Call> {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    log.lines()
        .filter_map(|line| {
            let line = line.split_once(' ')?.1.trim_start();
            let name = line.split_once('(')?.0.to_owned();
            let at = counts.entry(name.clone()).or_default();
            *at += 1;
            Some(Call { at: *at, name, line: line.to_owned() })
        })
        .collect()
}

/// Returns the system calls of a command that change a file in any folder. Omits output to stdout and stderr.
pub fn changes(sandbox: &Sandbox, arguments: &str) -> Vec<Call> {
    let seen = run(sandbox, arguments, &CHANGES.join(","), None);
    assert_eq!(seen.code, Some(0), "{arguments:?}: {}", seen.stderr);
    calls(&seen.log)
        .into_iter()
        .filter(|call| !call.line.starts_with("write(1<") && !call.line.starts_with("write(2<"))
        .collect()
}

pub fn openings(sandbox: &Sandbox, arguments: &str) -> Vec<Call> {
    let seen = run(sandbox, arguments, "openat", None);
    assert_eq!(seen.code, Some(0), "{arguments:?}: {}", seen.stderr);
    let folder = sandbox.path("").canonicalize().unwrap();
    // Select the calls that open a file in the sandbox. The path in such a call is absolute and begins with the
    // sandbox's path, or it is relative to a folder in the sandbox.
    let folder = folder.to_str().unwrap().to_owned();
    let is_own = |call: &Call| {
        call.line.contains(&format!("\"{folder}")) || (call.line.contains(&folder) && !call.line.contains(", \"/"))
    };
    calls(&seen.log).into_iter().filter(is_own).collect()
}
