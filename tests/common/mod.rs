//! The harness for all tests that run the built binary. Commands run in a temporary folder, which usually contains a
//! register. They print English. The locale, time zone and user of the machine do not affect them.
#![allow(dead_code, reason = "each test target uses a part of it")]

#[cfg(unix)]
pub mod browser;
#[cfg(unix)]
pub mod browser_pool;
pub mod older_register;
#[cfg(unix)]
pub mod sample_pages;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The time zone rules of the Netherlands as a value for `TZ`, which needs no time zone database.
pub const NETHERLANDS: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

/// A row of a CSV file, as a map from column name to value.
pub type Row = BTreeMap<String, String>;

/// A temporary folder in which commands run. Its register, if any, is `register.db`.
pub struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// Creates a sandbox with an empty register, made by `init`.
    pub fn new() -> Self {
        static EMPTY: OnceLock<Vec<u8>> = OnceLock::new();
        Self::with_register(EMPTY.get_or_init(|| {
            let sandbox = Self::empty();
            sandbox.run("init").ok();
            sandbox.register_bytes()
        }))
    }

    pub fn demo() -> Self {
        static DEMO: OnceLock<Vec<u8>> = OnceLock::new();
        Self::with_register(DEMO.get_or_init(|| {
            let sandbox = Self::empty();
            sandbox.run("demo --keep register.db").ok();
            sandbox.register_bytes()
        }))
    }

    /// Creates a sandbox whose register file consists of these bytes.
    pub fn with_register(bytes: &[u8]) -> Self {
        let sandbox = Self::empty();
        sandbox.write("register.db", bytes);
        sandbox
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub fn register_bytes(&self) -> Vec<u8> {
        fs::read(self.path("register.db")).unwrap()
    }

    /// Prepares a command without running it, so that a test can change its environment or input.
    pub fn command(&self, line: impl CommandLine) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ruimte"));
        command
            .args(line.arguments())
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("RUIMTE_REGISTER", "register.db")
            // Turn off search by meaning. Most tests do not use it, and computing a vector for every record would take
            // long.
            .env("RUIMTE_MEANING", "no")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, line: impl CommandLine) -> CommandResult {
        execute(self.command(line))
    }

    pub fn run_in_dutch(&self, line: impl CommandLine) -> CommandResult {
        let mut command = self.command(line);
        command.env("RUIMTE_LANG", "nl");
        execute(command)
    }

    /// Runs a command with the environment variable `TZ` set to this value.
    pub fn run_in_zone(&self, zone: impl Into<OsString>, line: impl CommandLine) -> CommandResult {
        let mut command = self.command(line);
        command.env("TZ", zone.into());
        execute(command)
    }

    pub fn run_with_input(&self, line: impl CommandLine, input: impl AsRef<[u8]>) -> CommandResult {
        let mut command = self.command(line);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // Ignore write errors, because a command may end before it has read all of its input.
        let _ = child.stdin.take().unwrap().write_all(input.as_ref());
        CommandResult::from(child.wait_with_output().unwrap())
    }

    #[track_caller]
    pub fn rows(&self, line: impl CommandLine) -> Vec<Row> {
        let mut arguments = line.arguments();
        arguments.extend(["--format".into(), "csv".into()]);
        rows_of(&self.run(arguments).ok())
    }
}

/// The arguments of a command: either a list, or one line of text, which is split into words as a shell would.
pub trait CommandLine {
    fn arguments(self) -> Vec<OsString>;
}

impl CommandLine for &str {
    #[track_caller]
    fn arguments(self) -> Vec<OsString> {
        let words = shlex::split(self).unwrap_or_else(|| panic!("unbalanced quotes: {self}"));
        words.into_iter().map(OsString::from).collect()
    }
}

impl CommandLine for String {
    fn arguments(self) -> Vec<OsString> {
        self.as_str().arguments()
    }
}

impl CommandLine for &String {
    fn arguments(self) -> Vec<OsString> {
        self.as_str().arguments()
    }
}

impl<A: AsRef<OsStr>> CommandLine for &[A] {
    fn arguments(self) -> Vec<OsString> {
        self.iter().map(|argument| argument.as_ref().to_owned()).collect()
    }
}

impl<S: AsRef<OsStr>> CommandLine for Vec<S> {
    fn arguments(self) -> Vec<OsString> {
        self.as_slice().arguments()
    }
}

impl<A: AsRef<OsStr>> CommandLine for &Vec<A> {
    fn arguments(self) -> Vec<OsString> {
        self.as_slice().arguments()
    }
}

impl<A: AsRef<OsStr>, const N: usize> CommandLine for [A; N] {
    fn arguments(self) -> Vec<OsString> {
        self.as_slice().arguments()
    }
}

impl<A: AsRef<OsStr>, const N: usize> CommandLine for &[A; N] {
    fn arguments(self) -> Vec<OsString> {
        self.as_slice().arguments()
    }
}

pub fn quote(text: &str) -> String {
    shlex::try_quote(text).unwrap().into_owned()
}

/// Returns a text as a one-line attribute stores it: line breaks and the white space around them become one space.
pub fn on_one_line(text: &str) -> String {
    const BREAKS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    if !text.contains(BREAKS) {
        return text.to_owned();
    }
    let lines: Vec<&str> = text.split(BREAKS).map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// Escapes a text for a table that `import` reads. In a text such as `'=1+1`, `import` removes the first apostrophe.
/// This function therefore puts an extra apostrophe before such a text.
pub fn guarded(text: &str) -> String {
    let rest = text.trim_start_matches('\'');
    let is_guarded = rest.len() < text.len() && rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    format!("{}{text}", if is_guarded { "'" } else { "" })
}

/// A text as a quoted cell of a CSV file.
pub fn csv_cell(text: &str) -> String {
    format!("\"{}\"", guarded(text).replace('"', "\"\""))
}

#[derive(Debug, PartialEq, Eq)]
pub struct CommandResult {
    /// The exit code, or -1 if a signal ended the command.
    pub code: i32,
    /// Standard output without the receipt, because the receipt depends on the register and the day.
    pub stdout: String,
    /// Standard error, without the receipt.
    pub stderr: String,
    pub receipt: Option<String>,
}

impl CommandResult {
    /// Asserts that the command succeeded, and returns its standard output.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "it failed: {}{}", self.stdout, self.stderr);
        self.stdout
    }

    /// Asserts that the command succeeded, and returns its standard error.
    #[track_caller]
    pub fn notices(self) -> String {
        assert_eq!(self.code, 0, "it failed: {}{}", self.stdout, self.stderr);
        self.stderr
    }

    /// Asserts that the command failed with this exit code and printed nothing but an error message. Returns that
    /// message.
    #[track_caller]
    pub fn fails(self, code: i32) -> String {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "");
        self.stderr
    }
}

impl From<Output> for CommandResult {
    fn from(output: Output) -> Self {
        let mut receipt = None;
        let mut without_receipt = |bytes: Vec<u8>, before: &str| {
            let text = String::from_utf8(bytes).unwrap();
            for label in ["Receipt: ", "Bewijs: "] {
                if let Some((rest, found)) = text.rsplit_once(&format!("{before}{label}ruimte:2 ")) {
                    receipt = Some(format!("ruimte:2 {}", found.trim_end()));
                    return rest.to_owned();
                }
            }
            text
        };
        let stdout = without_receipt(output.stdout, "\n");
        let stderr = without_receipt(output.stderr, "");
        Self { code: output.status.code().unwrap_or(-1), stdout, stderr, receipt }
    }
}

pub fn execute(mut command: Command) -> CommandResult {
    CommandResult::from(command.output().unwrap())
}

/// Parses CSV as `import` does, including the removal of the apostrophe that [`guarded`] adds.
pub fn rows_of(text: &str) -> Vec<Row> {
    let unguarded = |cell: &str| match cell.strip_prefix('\'') {
        Some(rest) if guarded(cell) != cell => rest.to_owned(),
        _ => cell.to_owned(),
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    reader.records().map(|record| header.iter().cloned().zip(record.unwrap().iter().map(unguarded)).collect()).collect()
}

/// Parses a CSV file in the folder `fixtures/` of the repository.
pub fn fixture(name: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    rows_of(&fs::read_to_string(path).unwrap())
}

/// Creates all later sandboxes in a memory file system, if the machine has one. On disk, tests that create thousands of
/// sandboxes would be slow.
pub fn use_memory_backed_temp_dirs() {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() && tempfile::tempdir_in(memory).is_ok() {
        // Ignore the error: `override_temp_dir` fails only if another test has already set the folder.
        let _ = tempfile::env::override_temp_dir(memory);
    }
}

/// Decodes the values of the fields of a receipt. In the field `command`, spaces separate the words.
pub fn receipt_fields(receipt: &str) -> Row {
    let mut words = receipt.split_whitespace();
    assert_eq!(words.next(), Some("ruimte:2"));
    let decode = |value: &str| percent_encoding::percent_decode_str(value).decode_utf8().unwrap().into_owned();
    words
        .map(|word| word.split_once('=').unwrap())
        .map(|(name, value)| (name.to_owned(), decode(&value.replace('+', " "))))
        .collect()
}

/// Replaces the check digits of a changed receipt by matching ones, as a forger could.
pub fn with_check_digits(receipt: &str) -> String {
    let body = receipt.trim_end().rsplit_once(" check=").unwrap().0;
    let digest: [u8; 32] = sha2::Digest::finalize(<sha2::Sha256 as sha2::Digest>::new_with_prefix(body)).into();
    format!("{body} check={}", ruimte::hex::encode(&digest[..8]))
}

/// Writes a receipt in the format of earlier versions, which quoted values and had no check digits.
pub fn in_first_format(receipt: &str) -> String {
    let mut words = vec!["ruimte:1".to_owned()];
    for field in receipt.split_whitespace().skip(1) {
        let (name, value) = field.split_once('=').unwrap();
        let decode = |value: &str| percent_encoding::percent_decode_str(value).decode_utf8().unwrap().into_owned();
        match name {
            "check" => {}
            "command" => {
                let command: Vec<String> = value.split('+').map(decode).collect();
                words.push(format!("command={}", quote(&shlex::try_join(command.iter().map(String::as_str)).unwrap())));
            }
            _ => words.push(format!("{name}={}", quote(&decode(value)))),
        }
    }
    words.join(" ")
}
