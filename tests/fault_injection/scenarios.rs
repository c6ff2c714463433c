//! The commands to test. For each command, a function creates the folder in which the command runs.

use crate::common::{CommandResult, Sandbox, use_memory_backed_temp_dirs};
use crate::folder_state::{self, State};
use crate::{older_registers, strace};
use std::fs;
use std::sync::OnceLock;

pub struct Scenario {
    pub name: &'static str,
    pub arguments: &'static str,
    before: fn() -> Sandbox,
    /// Whether the command consists of several steps, each of which is atomic. If only some steps were done, running
    /// the command again completes the others.
    pub in_steps: bool,
    /// Whether a second run of the command leaves the state unchanged.
    pub is_repeatable: bool,
}

pub const ALL: &[Scenario] = &[
    scenario("log", "log Nieuw --ministry OCW --handler 'H. Behandelaar' -q", story),
    scenario("classify", "classify 1 within-rules --because 'Het mag' --on 2018-02-01", story),
    scenario("import", "import obstacles list.csv", story),
    scenario("undo", "undo", story),
    repeatable("erase", "erase person N-02", story, false),
    repeatable("backup", "backup copy.db --force", story, false),
    repeatable("restore", "restore copy.db --force", later, false),
    repeatable("publish", "publish open-data", story, false),
    repeatable("publish onto", "publish open-data", published, false),
    repeatable("publish onto with more in it", "publish open-data", published_with_more, true),
    repeatable("upgrade of the first", "upgrade", older_registers::version_1, true),
    repeatable("upgrade of the second", "upgrade", older_registers::version_2, true),
    repeatable("upgrade of the third", "upgrade", older_registers::version_3, true),
];

const fn scenario(name: &'static str, arguments: &'static str, before: fn() -> Sandbox) -> Scenario {
    Scenario { name, arguments, before, in_steps: false, is_repeatable: false }
}

const fn repeatable(name: &'static str, arguments: &'static str, before: fn() -> Sandbox, in_steps: bool) -> Scenario {
    Scenario { name, arguments, before, in_steps, is_repeatable: true }
}

/// A folder with a register that has a short history, and with a list to import.
fn story() -> Sandbox {
    let sandbox = Sandbox::new();
    for command in [
        "log 'Stagecontract past niet' --ministry OCW --law 'BWBR0007625 art. 7.2.8' --received 2018-01-10",
        "contact call 1 --person 'P. Spreker'",
        "factsheet add Stagecontracten --published 2018-01-20",
        "edit 1 --publishable yes",
        "log Rolstoelbus --ministry VWS --handler 'P. Spreker'",
    ] {
        sandbox.run(format!("{command} -q --actor 'A. Officer'")).ok();
    }
    let mut list = "title,ministry,question\n".to_owned();
    for row in 1..=30 {
        list.push_str(&format!("Uit de lijst {row},OCW,Mag dat met stage {row}?\n"));
    }
    sandbox.write("list.csv", list);
    sandbox
}

/// Like `story`, plus a backup that was made before the last write to the register.
fn later() -> Sandbox {
    let sandbox = story();
    sandbox.run("backup copy.db").ok();
    sandbox.run("log Later --ministry OCW -q").ok();
    sandbox
}

/// Like `story`, plus a data set that was published before the last write to the register.
fn published() -> Sandbox {
    let sandbox = story();
    sandbox.run("publish open-data").ok();
    sandbox.run("edit 2 --publishable yes -q").ok();
    sandbox
}

/// Like `published`, plus a file that somebody else put in the folder of the data set.
fn published_with_more() -> Sandbox {
    let sandbox = published();
    sandbox.write("open-data/.htaccess", "van de beheerder\n");
    sandbox
}

/// A scenario, and the effect of its command when no fault is injected.
pub struct CompletedScenario {
    pub deed: &'static Scenario,
    files: Vec<(String, Vec<u8>)>,
    pub before: State,
    pub after: State,
    /// The command's system calls that change files.
    pub changes: Vec<strace::Call>,
    /// The command's system calls that open files in the folder.
    pub openings: Vec<strace::Call>,
}

/// All scenarios. The first call runs each command once without faults, to find the expected result.
pub fn completed_scenarios() -> &'static [CompletedScenario] {
    static KNOWN: OnceLock<Vec<CompletedScenario>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        use_memory_backed_temp_dirs();
        ALL.iter().map(CompletedScenario::of).collect()
    })
}

impl CompletedScenario {
    fn of(deed: &'static Scenario) -> Self {
        let sandbox = (deed.before)();
        let mut files = Vec::new();
        read("", &sandbox, &mut files);
        let before = folder_state::of(&sandbox);
        let changes = strace::changes(&sandbox, deed.arguments);
        let after = folder_state::of(&sandbox);
        assert!(before != after, "{}", deed.name);
        let mut known = Self { deed, files, before, after, changes, openings: Vec::new() };
        known.openings = strace::openings(&known.sandbox(), deed.arguments);
        known
    }

    pub fn sandbox(&self) -> Sandbox {
        let sandbox = Sandbox::empty();
        for (name, bytes) in &self.files {
            fs::create_dir_all(sandbox.path(name).parent().unwrap()).unwrap();
            sandbox.write(name, bytes);
        }
        sandbox
    }

    /// The names of files that may exist after the command: the initial files and the intended output.
    pub fn names(&self) -> Vec<String> {
        let own = self.files.iter().map(|(name, _)| name.split('/').next().unwrap().to_owned());
        own.chain(["copy.db".to_owned(), "open-data".to_owned()]).collect()
    }

    /// Checks that the command was done completely or not at all. A command with several steps may also be partly done.
    /// Returns whether the command was done completely.
    pub fn is_whole(&self, sandbox: &Sandbox) -> Result<bool, String> {
        let check = sandbox.run("check");
        let is_older = check.code == 65 && self.deed.name.starts_with("upgrade");
        if !is_in_order(&check) && !is_older {
            return Err(format!("check: {} {}{}", check.code, check.stdout, check.stderr));
        }
        let found = folder_state::of(sandbox);
        if found == self.after {
            return Ok(true);
        }
        if found == self.before {
            return Ok(false);
        }
        let is_of_a_step = |line: &&String| !self.before.contains(*line) && !self.after.contains(*line);
        match found.iter().find(is_of_a_step) {
            None if self.deed.in_steps => Ok(false),
            None => Err(format!(
                "half done: {} lines of {} before and {} after; such as without {:?}",
                found.len(),
                self.before.len(),
                self.after.len(),
                self.after.difference(&found).next()
            )),
            Some(line) => Err(format!("neither before nor after: {line:.400}")),
        }
    }

    /// Checks that running the command again completes it, and that the register can still be written afterwards.
    pub fn goes_on(&self, sandbox: &Sandbox, is_done: bool) -> Result<(), String> {
        if !is_done || self.deed.is_repeatable {
            let again = sandbox.run(self.deed.arguments);
            if again.code != 0 {
                return Err(format!("again: {} {}", again.code, again.stderr));
            }
            if !self.is_whole(sandbox)? {
                return Err("given again it is not done".to_owned());
            }
        }
        let write = sandbox.run("log Daarna --ministry OCW -q");
        let check = sandbox.run("check");
        if write.code != 0 || check.code != 0 {
            return Err(format!("the next write: {} {} {}", write.code, write.stderr, check.stderr));
        }
        if sandbox.path("register.db-journal").exists() {
            return Err("a journal stays behind".to_owned());
        }
        Ok(())
    }
}

/// Whether `check` found no problem. An interrupted erasure or redaction does not count as a problem, because the next
/// write completes it.
fn is_in_order(check: &CommandResult) -> bool {
    let findings: Vec<&str> = check.stdout.lines().skip(1).collect();
    check.code == 0 || matches!(findings[..], [only] if only.contains("an erasure or redaction was interrupted"))
}

fn read(under: &str, sandbox: &Sandbox, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(sandbox.path(under)).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{under}{}", entry.file_name().display());
        if entry.path().is_dir() {
            read(&format!("{name}/"), sandbox, files);
        } else {
            files.push((name, fs::read(entry.path()).unwrap()));
        }
    }
}
