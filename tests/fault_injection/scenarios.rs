//! What officers do with a register, each with the folder in which it is done.

use crate::common::{Sandbox, use_memory_backed_temp_dirs};
use crate::folder_state::{self, State};
use crate::{older_registers, strace};
use std::fs;
use std::sync::OnceLock;

/// Something to do.
pub struct Deed {
    pub name: &'static str,
    pub arguments: &'static str,
    /// The folder before it.
    before: fn() -> Sandbox,
    /// Whether it is done in steps that are each whole: what is half done is done by giving the command again.
    pub in_steps: bool,
    /// Whether giving the command again, once it is done, comes to the same.
    pub is_repeatable: bool,
}

/// All that is tried.
pub const ALL: &[Deed] = &[
    deed("log", "log Nieuw --ministry OCW --handler 'H. Behandelaar' -q", story),
    deed("classify", "classify 1 within-rules --because 'Het mag' --on 2018-02-01", story),
    deed("import", "import obstacles list.csv", story),
    deed("undo", "undo", story),
    again("erase", "erase person N-02", story, false),
    again("backup", "backup copy.db --force", story, false),
    again("restore", "restore copy.db --force", later, false),
    again("publish", "publish open-data", story, false),
    again("publish onto", "publish open-data", published, false),
    again("publish onto with more in it", "publish open-data", published_with_more, true),
    again("upgrade of the first", "upgrade", older_registers::first, true),
    again("upgrade of the second", "upgrade", older_registers::second, true),
    again("upgrade of the third", "upgrade", older_registers::third, false),
];

const fn deed(name: &'static str, arguments: &'static str, before: fn() -> Sandbox) -> Deed {
    Deed { name, arguments, before, in_steps: false, is_repeatable: false }
}

const fn again(name: &'static str, arguments: &'static str, before: fn() -> Sandbox, in_steps: bool) -> Deed {
    Deed { name, arguments, before, in_steps, is_repeatable: true }
}

/// A register in which something happened, with a list beside it.
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

/// The same, with a copy that is older than the register.
fn later() -> Sandbox {
    let sandbox = story();
    sandbox.run("backup copy.db").ok();
    sandbox.run("log Later --ministry OCW -q").ok();
    sandbox
}

/// The same, with a publication that is older than the register.
fn published() -> Sandbox {
    let sandbox = story();
    sandbox.run("publish open-data").ok();
    sandbox.run("edit 2 --publishable yes -q").ok();
    sandbox
}

/// The same, in a folder in which somebody keeps something else too.
fn published_with_more() -> Sandbox {
    let sandbox = published();
    sandbox.write("open-data/.htaccess", "van de beheerder\n");
    sandbox
}

/// A deed with what it comes to where nothing goes wrong.
pub struct Known {
    pub deed: &'static Deed,
    files: Vec<(String, Vec<u8>)>,
    pub before: State,
    pub after: State,
    /// The calls with which it changes files.
    pub changes: Vec<strace::Call>,
    /// The calls with which it opens files of the folder.
    pub openings: Vec<strace::Call>,
}

/// All deeds, done once.
pub fn known() -> &'static [Known] {
    static KNOWN: OnceLock<Vec<Known>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        use_memory_backed_temp_dirs();
        ALL.iter().map(Known::of).collect()
    })
}

impl Known {
    fn of(deed: &'static Deed) -> Self {
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

    /// The folder before it.
    pub fn sandbox(&self) -> Sandbox {
        let sandbox = Sandbox::empty();
        for (name, bytes) in &self.files {
            fs::create_dir_all(sandbox.path(name).parent().unwrap()).unwrap();
            sandbox.write(name, bytes);
        }
        sandbox
    }

    /// The names in the folder before it, and what it is meant to leave there.
    pub fn names(&self) -> Vec<String> {
        let own = self.files.iter().map(|(name, _)| name.split('/').next().unwrap().to_owned());
        own.chain(["copy.db".to_owned(), "open-data".to_owned()]).collect()
    }

    /// Makes sure that all of it was done, or nothing, or, of what is done in steps, whole steps; says whether it was
    /// all.
    pub fn is_whole(&self, sandbox: &Sandbox) -> Result<bool, String> {
        let check = sandbox.run("check");
        let is_older = check.code == 65 && self.deed.name.starts_with("upgrade");
        if check.code != 0 && !is_older {
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

    /// Makes sure that it is done when the command is given again, and that the register can be written.
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
