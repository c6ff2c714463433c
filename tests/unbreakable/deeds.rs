//! What officers do with a register, each with the folder in which it is done.

use crate::common::{Desk, work_in_memory};
use crate::state::{self, State};
use crate::{older, strace};
use std::fs;
use std::sync::OnceLock;

/// Something to do.
pub struct Deed {
    pub name: &'static str,
    pub arguments: &'static [&'static str],
    /// The folder before it.
    before: fn() -> Desk,
    /// Whether it is done in steps that are each whole: what is half done is done by giving the command again.
    pub in_steps: bool,
    /// Whether giving the command again, once it is done, comes to the same.
    pub is_repeatable: bool,
}

/// All that is tried.
pub const ALL: &[Deed] = &[
    deed("log", &["log", "Nieuw", "--ministry", "OCW", "--handler", "H. Behandelaar", "-q"], story),
    deed("classify", &["classify", "1", "within-rules", "--because", "Het mag", "--on", "2018-02-01"], story),
    deed("import", &["import", "obstacles", "list.csv"], story),
    deed("undo", &["undo"], story),
    again("erase", &["erase", "person", "N-02"], story, false),
    again("backup", &["backup", "copy.db", "--force"], story, false),
    again("restore", &["restore", "copy.db", "--force"], later, false),
    again("publish", &["publish", "open-data"], story, false),
    again("publish onto", &["publish", "open-data"], published, false),
    again("publish onto with more in it", &["publish", "open-data"], published_with_more, true),
    again("upgrade of the first", &["upgrade"], older::first, true),
    again("upgrade of the second", &["upgrade"], older::second, true),
    again("upgrade of the third", &["upgrade"], older::third, false),
];

const fn deed(name: &'static str, arguments: &'static [&'static str], before: fn() -> Desk) -> Deed {
    Deed { name, arguments, before, in_steps: false, is_repeatable: false }
}

const fn again(
    name: &'static str,
    arguments: &'static [&'static str],
    before: fn() -> Desk,
    in_steps: bool,
) -> Deed {
    Deed { name, arguments, before, in_steps, is_repeatable: true }
}

/// A register in which something happened, with a list beside it.
fn story() -> Desk {
    let desk = Desk::new();
    for command in [
        &[
            "log",
            "Stagecontract past niet",
            "--ministry",
            "OCW",
            "--law",
            "BWBR0007625 art. 7.2.8",
            "--received",
            "2018-01-10",
        ][..],
        &["contact", "call", "1", "--person", "P. Spreker"],
        &["factsheet", "add", "Stagecontracten", "--published", "2018-01-20"],
        &["edit", "1", "--publishable", "yes"],
        &["log", "Rolstoelbus", "--ministry", "VWS", "--handler", "P. Spreker"],
    ] {
        desk.run([command, &["-q", "--actor", "A. Officer"]].concat()).ok();
    }
    let mut list = "title,ministry,question\n".to_owned();
    for row in 1..=30 {
        list.push_str(&format!("Uit de lijst {row},OCW,Mag dat met stage {row}?\n"));
    }
    desk.file("list.csv", list);
    desk
}

/// The same, with a copy that is older than the register.
fn later() -> Desk {
    let desk = story();
    desk.run(["backup", "copy.db"]).ok();
    desk.run(["log", "Later", "--ministry", "OCW", "-q"]).ok();
    desk
}

/// The same, with a publication that is older than the register.
fn published() -> Desk {
    let desk = story();
    desk.run(["publish", "open-data"]).ok();
    desk.run(["edit", "2", "--publishable", "yes", "-q"]).ok();
    desk
}

/// The same, in a folder in which somebody keeps something else too.
fn published_with_more() -> Desk {
    let desk = published();
    desk.file("open-data/.htaccess", "van de beheerder\n");
    desk
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
        work_in_memory();
        ALL.iter().map(Known::of).collect()
    })
}

impl Known {
    fn of(deed: &'static Deed) -> Self {
        let desk = (deed.before)();
        let mut files = Vec::new();
        read("", &desk, &mut files);
        let before = state::of(&desk);
        let changes = strace::changes(&desk, deed.arguments);
        let after = state::of(&desk);
        assert!(before != after, "{}", deed.name);
        let mut known = Self { deed, files, before, after, changes, openings: Vec::new() };
        known.openings = strace::openings(&known.desk(), deed.arguments);
        known
    }

    /// The folder before it.
    pub fn desk(&self) -> Desk {
        let desk = Desk::empty();
        for (name, bytes) in &self.files {
            fs::create_dir_all(desk.path(name).parent().unwrap()).unwrap();
            desk.file(name, bytes);
        }
        desk
    }

    /// The names in the folder before it, and what it is meant to leave there.
    pub fn names(&self) -> Vec<String> {
        let own = self.files.iter().map(|(name, _)| name.split('/').next().unwrap().to_owned());
        own.chain(["copy.db".to_owned(), "open-data".to_owned()]).collect()
    }

    /// Makes sure that all of it was done, or nothing, or, of what is done in steps, whole steps; says whether it was
    /// all.
    pub fn is_whole(&self, desk: &Desk) -> Result<bool, String> {
        let check = desk.run(["check"]);
        let is_older = check.code == 65 && self.deed.name.starts_with("upgrade");
        if check.code != 0 && !is_older {
            return Err(format!("check: {} {}{}", check.code, check.stdout, check.stderr));
        }
        let found = state::of(desk);
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
    pub fn goes_on(&self, desk: &Desk, is_done: bool) -> Result<(), String> {
        if !is_done || self.deed.is_repeatable {
            let again = desk.run(self.deed.arguments);
            if again.code != 0 {
                return Err(format!("again: {} {}", again.code, again.stderr));
            }
            if !self.is_whole(desk)? {
                return Err("given again it is not done".to_owned());
            }
        }
        let write = desk.run(["log", "Daarna", "--ministry", "OCW", "-q"]);
        let check = desk.run(["check"]);
        if write.code != 0 || check.code != 0 {
            return Err(format!("the next write: {} {} {}", write.code, write.stderr, check.stderr));
        }
        if desk.path("register.db-journal").exists() {
            return Err("a journal stays behind".to_owned());
        }
        Ok(())
    }
}

fn read(under: &str, desk: &Desk, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(desk.path(under)).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{under}{}", entry.file_name().display());
        if entry.path().is_dir() {
            read(&format!("{name}/"), desk, files);
        } else {
            files.push((name, fs::read(entry.path()).unwrap()));
        }
    }
}
