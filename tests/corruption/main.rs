//! Corrupt registers, and files that are not a register at all. The tests truncate a register, change a header byte, or
//! flip a bit. They also open files of another program or of a newer version, and registers next to the rollback
//! journal of another file. Whatever the file contains, a command either does its work or explains in one line why it
//! cannot. No command crashes, and no command that only reads changes the file.
//!
//! A selection runs by default; run everything with `cargo test --test corruption -- --ignored`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::print_stdout, reason = "what check finds and misses is a figure to be read")]

#[path = "../common/mod.rs"]
mod common;

mod bit_flips;
mod foreign_files;
mod header;
mod truncation;

use common::Sandbox;
use std::fs::{self, File};
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Commands that only read. They must not change the file, whatever it contains.
const READING: &[&str] = &["list", "show B-001", CHECK, "export obstacles", "report totals"];
const CHECK: &str = "check";
/// A command that writes. It runs after the commands that only read, on a fresh copy of the damaged file.
const WRITING: &str = "log 'Nog een vraag' --ministry OCW";
/// Commands that together export everything in a register. If damage changes the output of any of them, `check` must
/// notice it.
const EXPORTS: &[&str] = &[
    "export obstacles --with-void",
    "export factsheets --with-void",
    "export schemes --with-void",
    "export contacts --with-void",
    "export ministries",
    "export regions",
    "export care-domains",
    "export themes",
    "export natures",
    "export laws",
    "export synonyms",
    "export publications",
    "export figures",
    "export snapshots",
    "person list --format csv",
    "history --limit 100000 --format csv",
    "search contract --format csv",
    // `export persons` comes last, because it adds a journal entry.
    "export persons --with-persons",
];
/// Time limit: a command that runs longer is considered hung.
const LONGEST: Duration = Duration::from_mins(1);
/// Terms that no message may contain, because only developers of this program or its libraries understand them.
const NOT_FOR_READERS: &[&str] = &[
    "panicked",
    "backtrace",
    "RUST_",
    ".rs:",
    "SELECT",
    "INSERT",
    "UPDATE ",
    "DELETE",
    "PRAGMA",
    "SQL",
    "sqlite",
    "malformed",
    "disk image",
    "no such table",
    "no such column",
    "constraint failed",
    "rusqlite",
    "Error(",
    "utf8",
];

/// The bytes of a register with rows in every table.
fn intact_register() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let sandbox = Sandbox::empty();
        sandbox.write(
            "list.csv",
            "title,ministry,involved,received,question,theme,region\n\
             Eén contract voor drie stages,OCW,VWS; SZW,2018-01-11,Mag één contract?,permanent-leren,12\n\
             Vervoer naar de stage,SZW,,2018-01-12,Wie betaalt de reis?,,9\n\
             Per ongeluk,VWS,,,,,\n",
        );
        let steps: &[&str] = &[
            "init --actor Beheer",
            "import obstacles list.csv --actor 'A. Officer'",
            "factsheet add Stagecontracten --published 2018-01-20 --summary 'Eén volstaat'",
            "scheme add Stagefonds --law BWBR0030326",
            "contact call 1 --person 'P. Spreker' --on 2018-01-12 --with ROC",
            "contact email 1 2 --on 2018-01-13 --note Mag",
            "edit 1 --law 'BWBR0007625 art. 7.2.8 lid 1' --handler 'H. Behandelaar'",
            "classify 1 within-rules --because 'Eén volstaat' --factsheet 1 --on 2018-02-01",
            "edit 2 --scheme 1 --precedent 1",
            "void 3 --because Proefinvoer",
            "publication add p --nl P --en P --since 2018-01-01 --until 2018-12-31",
            "figure add --publication p --measure collected --value 2",
            "snapshot kamerbrief-2018",
        ];
        for step in steps {
            sandbox.run(*step).ok();
        }
        sandbox.register_bytes()
    })
}

/// The result of a command. The exit code is `None` if the command crashed or exceeded the time limit.
struct Ended {
    code: Option<i32>,
    stdout: Vec<u8>,
    stderr: String,
}

/// Runs a command until it ends or exceeds the time limit.
fn run(sandbox: &Sandbox, mut command: Command) -> Ended {
    let file = |name: &str| File::create(sandbox.path(name)).unwrap();
    let mut child = command.stdout(file("stdout")).stderr(file("stderr")).spawn().unwrap();
    let began = Instant::now();
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        if began.elapsed() > LONGEST {
            child.kill().unwrap();
            child.wait().unwrap();
            break None;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let read = |name: &str| fs::read(sandbox.path(name)).unwrap();
    Ended { code, stdout: read("stdout"), stderr: String::from_utf8_lossy(&read("stderr")).into_owned() }
}

/// The result of `check` on a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Clean,
    Finds,
    Refused,
}

/// Counts the results of `check` over many files, and collects what commands did wrong.
#[derive(Default)]
struct Tally {
    files: usize,
    commands: usize,
    clean: usize,
    finds: usize,
    refused: usize,
    /// Violations of the rules at the top of this file. Each names the damaged file and the command.
    wrong: Vec<String>,
}

impl Tally {
    fn and(mut self, other: Self) -> Self {
        self.files += other.files;
        self.commands += other.commands;
        self.clean += other.clean;
        self.finds += other.finds;
        self.refused += other.refused;
        self.wrong.extend(other.wrong);
        self
    }

    /// Returns a summary of the counts. Panics if there were violations.
    #[track_caller]
    fn summary(&self, what: &str) -> String {
        assert!(self.wrong.is_empty(), "{what}: {}\n{}", self.wrong.len(), self.wrong.join("\n"));
        format!(
            "{what}: {} files, {} commands; check calls {} clean, finds something in {}, refuses {}",
            self.files, self.commands, self.clean, self.finds, self.refused
        )
    }

    /// Runs every command on a damaged register.
    fn ask(&mut self, sandbox: &Sandbox, what: &str, bytes: &[u8]) -> Verdict {
        self.ask_beside(sandbox, what, bytes, None)
    }

    /// Runs every command on a damaged register, with a rollback journal next to it if one is given.
    fn ask_beside(&mut self, sandbox: &Sandbox, what: &str, bytes: &[u8], journal: Option<&[u8]>) -> Verdict {
        let mut verdict = Verdict::Refused;
        self.files += 1;
        put(sandbox, bytes, journal);
        for arguments in READING {
            let ended = self.run(sandbox, what, arguments);
            if *arguments == CHECK {
                verdict = match ended.code {
                    Some(0) => Verdict::Clean,
                    Some(1) => Verdict::Finds,
                    _ => Verdict::Refused,
                };
            }
            // If there is a rollback journal, the first command that opens the register applies it and so changes the
            // file. If there is none, a command that only reads must not change the file.
            if journal.is_none() && sandbox.register_bytes() != bytes {
                self.wrong.push(format!("{what}: {arguments:?} wrote to the file"));
                put(sandbox, bytes, None);
            }
        }
        match verdict {
            Verdict::Clean => self.clean += 1,
            Verdict::Finds => self.finds += 1,
            Verdict::Refused => self.refused += 1,
        }
        put(sandbox, bytes, journal);
        let ended = self.run(sandbox, what, WRITING);
        if ended.code != Some(0) && journal.is_none() && sandbox.register_bytes() != bytes {
            self.wrong.push(format!("{what}: {WRITING:?} failed and wrote to the file"));
        }
        verdict
    }

    /// Runs one command and records a violation if its result is wrong.
    fn run(&mut self, sandbox: &Sandbox, what: &str, arguments: &str) -> Ended {
        self.commands += 1;
        let ended = run(sandbox, sandbox.command(arguments));
        if let Some(wrong) = wrong_with(&ended, arguments) {
            self.wrong.push(format!("{what}: {arguments:?}: {wrong}"));
        }
        ended
    }
}

/// Replaces the register in the sandbox. Also replaces its rollback journal, or removes it if `journal` is `None`.
fn put(sandbox: &Sandbox, bytes: &[u8], journal: Option<&[u8]>) {
    for name in ["register.db-journal", "register.db-wal", "register.db-shm"] {
        let _ = fs::remove_file(sandbox.path(name));
    }
    sandbox.write("register.db", bytes);
    if let Some(journal) = journal {
        sandbox.write("register.db-journal", journal);
    }
}

/// Describes what is wrong with the result of a command, or returns `None` if nothing is wrong.
fn wrong_with(ended: &Ended, arguments: &str) -> Option<String> {
    let Ended { code, stderr, .. } = ended;
    let stdout = String::from_utf8_lossy(&ended.stdout);
    let Some(code) = *code else { return Some(format!("a signal ended it, or it hung: {stderr}")) };
    let found = arguments == CHECK && code == 1;
    if !(found || [0, 65, 66, 74, 77, 78].contains(&code)) {
        return Some(format!("exit code {code}: {stderr}"));
    }
    if let Some(word) = NOT_FOR_READERS.iter().find(|word| stderr.contains(**word)) {
        return Some(format!("'{word}' is not for readers: {stderr}"));
    }
    if stdout.contains("panicked") {
        return Some(format!("it panicked: {stdout}"));
    }
    let message = stderr.lines().filter(|line| line.starts_with("ruimte: ")).count();
    let wanted = usize::from(code > 1);
    (message != wanted).then(|| format!("exit code {code} with {message} lines that say why: {stderr}"))
}

/// Runs a closure on each of the given files, using two threads.
fn ask_all<T: Sync>(files: &[T], ask: impl Fn(&mut Tally, &Sandbox, &T) + Sync) -> Tally {
    common::use_memory_backed_temp_dirs();
    let each = |half: &[T]| {
        let (sandbox, mut tally) = (Sandbox::empty(), Tally::default());
        for file in half {
            ask(&mut tally, &sandbox, file);
        }
        tally
    };
    let (left, right) = files.split_at(files.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| each(right));
        each(left).and(other.join().unwrap())
    })
}

fn exported(sandbox: &Sandbox, bytes: &[u8], tally: &mut Tally, what: &str) -> Vec<Option<Vec<u8>>> {
    put(sandbox, bytes, None);
    EXPORTS
        .iter()
        .map(|arguments| {
            let ended = tally.run(sandbox, what, arguments);
            (ended.code == Some(0)).then_some(ended.stdout)
        })
        .collect()
}

/// Returns the exports whose output changed although `check` found nothing. Ignores exports that are refused. For
/// example, `export persons` adds a journal entry, so it is refused if the file header marks the file as read-only.
fn missed(sandbox: &Sandbox, bytes: &[u8], tally: &mut Tally, what: &str) -> Option<String> {
    static BEFORE: OnceLock<Vec<Option<Vec<u8>>>> = OnceLock::new();
    let before = BEFORE.get_or_init(|| exported(&Sandbox::empty(), intact_register(), &mut Tally::default(), "whole"));
    let after = exported(sandbox, bytes, tally, what);
    let pairs = EXPORTS.iter().zip(after.iter().zip(before));
    let differ: Vec<String> = pairs
        .filter(|(_, (after, before))| after.is_some() && after != before)
        .map(|(command, _)| (*command).to_owned())
        .collect();
    (!differ.is_empty()).then(|| format!("{what}: {}", differ.join(", ")))
}

/// A xorshift generator of pseudo-random numbers. Its seed is fixed, so every run has the same numbers.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % most
    }
}

fn with_byte(at: usize, byte: u8) -> Vec<u8> {
    let mut bytes = intact_register().to_vec();
    bytes[at] = byte;
    bytes
}

#[test]
fn every_command_succeeds_on_an_intact_register() {
    let mut tally = Tally::default();
    assert_eq!(tally.ask(&Sandbox::empty(), "whole", intact_register()), Verdict::Clean);
    assert_eq!(
        tally.summary("whole"),
        "whole: 1 files, 6 commands; check calls 1 clean, finds something in 0, refuses 0"
    );
}
