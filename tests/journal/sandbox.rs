//! Runs commands within the test process, on a register in a temporary folder.

use crate::initial::{INITIAL_REGISTER, first_day, initial_model};
use crate::model::{Item, Model, Records, value_of};
use crate::step::{Step, Turn};
use crate::strategies::TESTER;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use ruimte::cli::{Invocation, Parsed};
use ruimte::command::{Clearance, Context, Outcome, PointInTime};
use ruimte::failure::{Exit, Failure};
use ruimte::i18n::Lang;
use ruimte::record::{Attribute, Entity, Filter};
use ruimte::register::{ListQuery, PastCache, Register};
use ruimte::rows::{Audience, Cell, Event, Group, Sink};
use ruimte::{cli, command, register};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

#[derive(Debug, Default)]
pub struct Output {
    pub rows: Vec<Vec<String>>,
    pub lines: Vec<String>,
    pub remarks: Vec<String>,
}

impl Sink for Output {
    fn emit(&mut self, event: Event<'_>) -> anyhow::Result<()> {
        let format_cell = |cell: &Cell<'_>| match cell {
            Cell::Null => String::new(),
            Cell::Text(text) => (*text).to_owned(),
            Cell::Integer(number) | Cell::Counted(number, _) => number.to_string(),
            Cell::Real(number) => number.to_string(),
            Cell::Localized(text) => text.en.clone(),
            Cell::Groups(groups) => Group::to_line(groups),
        };
        match event {
            Event::Row(cells) => self.rows.push(cells.iter().map(format_cell).collect()),
            Event::Line(text) => self.lines.push(text.en.clone()),
            _ => {}
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        Audience::Program
    }
}

/// Prefers a file system in memory, so that hundreds of writes do not wait for a disk.
pub fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

pub struct Sandbox {
    pub folder: TempDir,
    pub path: PathBuf,
}

impl Sandbox {
    pub fn new() -> Self {
        let folder = folder();
        let path = folder.path().join("register.db");
        fs::write(&path, &*INITIAL_REGISTER).unwrap();
        Self { folder, path }
    }

    pub fn open(&self) -> Register {
        Register::open(&self.path).unwrap()
    }

    pub fn run_at(&self, words: &[String], day: Date, at: Timestamp) -> Result<Output, Failure> {
        let words = ["ruimte"].into_iter().map(Into::into).chain(words.iter().map(Into::into));
        let Parsed::Run(invocation) = cli::parse(words, Lang::En, 80)? else { panic!("a text to show") };
        let Invocation { global, action } = *invocation;
        let mut rows = Output::default();
        let mut context = Context {
            pasts: &PastCache::default(),
            path: self.path.clone(),
            out: &mut rows,
            progress: &mut |_| {},
            today: &|| day,
            now: &|| at,
            identity: &|| (TESTER.to_owned(), "here".to_owned()),
            lang: Lang::En,
            global,
            is_on_terminal: false,
            clearance: Clearance::Full,
            attachments: None,
            is_last_use: false,
            time: PointInTime::default(),
            outcome: Outcome::default(),
            serve: None,
        };
        match command::run(action, &mut context) {
            Ok(outcome) => {
                assert_eq!(outcome.exit, Exit::Success, "{:?}", rows.rows);
                let remarks = outcome.notices.into_iter().map(|notice| notice.text.en).collect();
                Ok(Output { remarks, ..rows })
            }
            Err(error) => Err(match error.downcast_ref::<Failure>() {
                Some(failure) => failure.clone(),
                None => register::explain(&error, "register.db").unwrap(),
            }),
        }
    }

    /// Runs a step on both the register and the model, and compares the results.
    pub fn step(&self, model: &Model, turn: &Turn) -> Result<Model, TestCaseError> {
        let before = model.clone().advance(turn);
        let list = self.folder.path().join("list.csv");
        if let Step::Import(_, _, columns, rows) = &turn.step {
            let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
            let line = |cells: Vec<&str>| cells.into_iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n";
            let rows = rows.iter().map(|row| line(row.iter().map(String::as_str).collect()));
            fs::write(&list, line(columns.clone()) + &rows.collect::<String>()).unwrap();
        }
        let mut words = Vec::new();
        words.extend(turn.actor.iter().flat_map(|actor| ["--actor".to_owned(), (*actor).to_owned()]));
        words.extend(turn.step.words(before.last(), &list));
        let dry_run = turn.dry_run && !matches!(turn.step, Step::Export | Step::Repair);
        words.extend(dry_run.then(|| "--dry-run".to_owned()));
        let bytes = fs::read(&self.path).unwrap();
        let done = self.run_at(&words, before.day, before.now());
        let after = match (before.after(turn), done) {
            (Ok((after, printed)), Ok(rows)) => {
                prop_assert_eq!(rows.lines, Vec::from_iter(printed), "{:?}", words);
                if dry_run { before } else { after }
            }
            (Err(_), Err(failure)) => {
                let exits = [Exit::Usage, Exit::Data, Exit::NoInput];
                prop_assert!(exits.contains(&failure.exit), "{:?}: {:?}", words, failure);
                before
            }
            (model, register) => {
                let model = model.map(drop);
                let register = register.map(drop).map_err(|failure| failure.text.en);
                return Err(TestCaseError::fail(format!("{words:?}: model {model:?}, register {register:?}")));
            }
        };
        // `erase` rewrites the database file even if there is nothing to erase, so the bytes of the file may differ.
        let anew = matches!(turn.step, Step::Erase(_)) && !dry_run;
        if after.last() == model.last() && !anew {
            prop_assert!(fs::read(&self.path).unwrap() == bytes, "{:?} left something behind", words);
        }
        Ok(after)
    }
}

impl Sandbox {
    /// Runs each line as a command, all on the same day. Panics if one fails. Returns the output of the last command.
    #[track_caller]
    pub fn run_on(&self, day: &str, lines: &str) -> Output {
        let day: Date = day.parse().unwrap();
        let noon = day.at(12, 0, 0, 0).to_zoned(TimeZone::system()).unwrap().timestamp();
        let mut output = Output::default();
        for line in lines.lines() {
            output = self.run_at(&words(line), day, noon).unwrap_or_else(|failure| panic!("{line}: {failure}"));
        }
        output
    }

    #[track_caller]
    pub fn run(&self, lines: &str) -> Output {
        self.run_on("2018-05-12", lines)
    }

    /// Runs a command that must fail without changing the register. Returns the error message.
    #[track_caller]
    pub fn refused(&self, line: &str) -> String {
        let before = fs::read(&self.path).unwrap();
        let failure = self.run_at(&words(line), first_day(), initial_model().now()).unwrap_err();
        assert!(fs::read(&self.path).unwrap() == before, "the register changed: {line}");
        failure.text.en
    }

    /// Maps the number or code of each record of a kind to the exported value of one attribute.
    pub fn values(&self, entity: Entity, name: &str) -> BTreeMap<String, String> {
        let all = exported(&self.open()).into_iter().filter(|((table, _), _)| *table == entity.table());
        all.map(|((_, key), item)| (key, value_of(&item, name).to_owned())).collect()
    }

    /// Writes an import file and returns its path.
    pub fn list(&self, text: &str) -> String {
        let path = self.folder.path().join("list.csv");
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    #[track_caller]
    pub fn assert_check_passes(&self) {
        assert_eq!(self.run("check").rows, Vec::<Vec<String>>::new());
    }
}

/// Splits a command line into arguments as a shell does.
#[track_caller]
pub fn words(line: &str) -> Vec<String> {
    shlex::split(line).unwrap_or_else(|| panic!("unbalanced quotes: {line}"))
}

pub fn records(entity: Entity, columns: &[&'static Attribute], rows: Vec<Vec<String>>) -> Records {
    let record = |row: Vec<String>| {
        let mut item: Item = columns.iter().map(|attribute| attribute.name).zip(row).collect();
        item.retain(|_, text| !text.is_empty());
        ((entity.table(), item.remove(entity.key().name).unwrap()), item)
    };
    rows.into_iter().map(record).collect()
}

pub fn exported(register: &Register) -> Records {
    let filter = Filter { with_void: true, ..Filter::default() };
    let mut all = Records::new();
    for entity in Entity::ALL {
        let columns: Vec<_> = entity.attributes().iter().collect();
        let mut rows = Output::default();
        let query = ListQuery::new(*entity, &filter, columns.clone());
        let query = ListQuery { with_void_references: true, persons: true, ..query };
        register.list(&query, &first_day, &mut rows).unwrap();
        all.extend(records(*entity, &columns, rows.rows));
    }
    all
}
