//! A desk to work at: an empty folder with or without a register in it, and the built binary to run there,
//! in English unless a test says otherwise, whatever the locale, the time zone and the user are.
#![allow(dead_code, reason = "each test target uses a part of it")]

#[cfg(unix)]
pub mod browser;
#[cfg(unix)]
pub mod browser_pool;
#[cfg(unix)]
pub mod sample_pages;

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A folder to work in. Its register is `register.db`.
pub struct Desk {
    folder: TempDir,
}

/// What a command came to.
#[derive(Debug, PartialEq, Eq)]
pub struct Done {
    pub code: i32,
    /// Without the receipt at its foot.
    pub stdout: String,
    /// Without the receipt, which names the register and the day.
    pub stderr: String,
    /// The receipt.
    pub receipt: Option<String>,
}

impl Done {
    /// The standard output of a command that succeeded.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "it failed: {}{}", self.stdout, self.stderr);
        self.stdout
    }

    /// The remarks of a command that succeeded.
    #[track_caller]
    pub fn remarks(self) -> String {
        assert_eq!(self.code, 0, "it failed: {}{}", self.stdout, self.stderr);
        self.stderr
    }

    /// The message of a command that failed with that exit code, and printed nothing else.
    #[track_caller]
    pub fn fails(self, code: i32) -> String {
        assert_eq!(self.code, code, "stdout: {}\nstderr: {}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "");
        self.stderr
    }
}

impl Desk {
    /// An empty folder.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With an empty register that has the vocabularies.
    pub fn new() -> Self {
        static EMPTY: OnceLock<Vec<u8>> = OnceLock::new();
        Self::with_copy(EMPTY.get_or_init(|| {
            let desk = Self::empty();
            desk.run(["init"]).ok();
            fs::read(desk.path("register.db")).unwrap()
        }))
    }

    /// With the demonstration register.
    pub fn demo() -> Self {
        static DEMO: OnceLock<Vec<u8>> = OnceLock::new();
        Self::with_copy(DEMO.get_or_init(|| {
            let desk = Self::empty();
            desk.run(["demo", "--keep", "register.db"]).ok();
            fs::read(desk.path("register.db")).unwrap()
        }))
    }

    fn with_copy(register: &[u8]) -> Self {
        let desk = Self::empty();
        fs::write(desk.path("register.db"), register).unwrap();
        desk
    }

    /// A file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file in the folder.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Reads a file in the folder as text.
    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The bytes of the register.
    pub fn register(&self) -> Vec<u8> {
        fs::read(self.path("register.db")).unwrap()
    }

    /// The binary, ready to run in the folder.
    pub fn command<I: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = I>) -> Command {
        let mut command = Command::new(binary());
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("RUIMTE_REGISTER", "register.db")
            .stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub fn run<I: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = I>) -> Done {
        done(self.command(arguments))
    }

    /// Runs a command in Dutch.
    pub fn in_dutch<I: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = I>) -> Done {
        let mut command = self.command(arguments);
        command.env("RUIMTE_LANG", "nl");
        done(command)
    }

    /// Runs a command with this on its standard input.
    pub fn run_with_input<I: AsRef<std::ffi::OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = I>,
        input: impl AsRef<[u8]>,
    ) -> Done {
        let mut command = self.command(arguments);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A command that does not read its input to the end closes it: that is its good right.
        let _ = child.stdin.take().unwrap().write_all(input.as_ref());
        let output = child.wait_with_output().unwrap();
        told(&output)
    }

    /// The rows of a command that writes CSV, each with its values by column.
    #[track_caller]
    pub fn rows<I: AsRef<std::ffi::OsStr>>(&self, arguments: impl IntoIterator<Item = I>) -> Vec<Row> {
        let arguments: Vec<OsString> =
            arguments.into_iter().map(|argument| argument.as_ref().to_owned()).collect();
        let arguments = arguments.into_iter().chain(["--format".into(), "csv".into()]);
        rows_of(&self.run(arguments).ok())
    }
}

/// A row by column.
pub type Row = std::collections::BTreeMap<String, String>;

/// The rows of a text in CSV.
pub fn rows_of(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    reader
        .records()
        .map(|record| header.iter().cloned().zip(record.unwrap().iter().map(str::to_owned)).collect())
        .collect()
}

/// Has the desks from here on be folders in memory, where there is a place for that: a thousand of them come and go sooner,
/// and nothing waits for a disk.
pub fn work_in_memory() {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() && tempfile::tempdir_in(memory).is_ok() {
        // What is set already stays.
        let _ = tempfile::env::override_temp_dir(memory);
    }
}

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_ruimte"))
}

/// Runs a command to its end.
pub fn done(mut command: Command) -> Done {
    told(&command.output().unwrap())
}

fn told(output: &std::process::Output) -> Done {
    let mut receipt = None;
    let mut without_receipt = |bytes: &[u8], before: &str| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        for label in ["Receipt: ", "Bewijs: "] {
            if let Some((rest, found)) = text.rsplit_once(&format!("{before}{label}ruimte:1 ")) {
                receipt = Some(format!("ruimte:1 {}", found.trim_end()));
                return rest.to_owned();
            }
        }
        text
    };
    let stdout = without_receipt(&output.stdout, "\n");
    let stderr = without_receipt(&output.stderr, "");
    Done { code: output.status.code().unwrap_or(-1), stdout, stderr, receipt }
}

/// The rows of a file of fixtures.
pub fn fixture(name: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    rows_of(&fs::read_to_string(path).unwrap())
}

/// The time zone of the Netherlands, also where the system has no list of zones.
pub const NETHERLANDS: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

/// Runs a command in a time zone.
pub fn run_in(zone: impl Into<OsString>, desk: &Desk, arguments: &[&str]) -> Done {
    let mut command = desk.command(arguments);
    command.env("TZ", zone.into());
    done(command)
}
