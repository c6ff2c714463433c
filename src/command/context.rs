//! The environment of a running command: the register at a point in time, the sink for rows, notices, and the user.

use super::{Notice, NoticeKind, Outcome, record_key};
use crate::cli::{GlobalArgs, OutputArgs, SeenVersion, Serve};
use crate::failure::{Exit, Failure};
use crate::i18n::{Lang, Localize, Text, failures, remarks};
use crate::intake::{self, mapping::Mapping};
use crate::record::{Entity, date::Today, person_name};
use crate::register::{EntryMeta, Moment, PastCache, Register, WriteTx, is_on_network_drive};
use crate::rows::Sink;
use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use std::fs::File;
use std::io::Seek as _;
use std::path::{Path, PathBuf};

/// Runs the web server until a signal stops it.
pub type ServeHook = dyn Fn(&Serve, &Context<'_>) -> Result<()>;

/// Who reads the output of a command. This decides how much the output may reveal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clearance {
    /// The user of this computer, who may see everything because this user can read the register file anyway.
    Full,
    /// A visitor of the website, who sees no file paths. If `persons` is false, the visitor does not see who took part
    /// in contacts either.
    Site { persons: bool },
}

impl Clearance {
    /// Whether the messages may name options of the command line and files.
    pub(super) const fn is_command_line(self) -> bool {
        matches!(self, Self::Full)
    }

    pub(super) const fn shows_contact_persons(self) -> bool {
        !matches!(self, Self::Site { persons: false })
    }

    /// Returns how messages name a file: visitors of the website see its file name, others see its full path.
    pub(super) fn file_name(self, path: &Path) -> String {
        match (self, path.file_name()) {
            (Self::Site { .. }, Some(name)) => Path::new(name).display().to_string(),
            _ => path.display().to_string(),
        }
    }
}

/// A file that a visitor of the website sent, for a command that takes the path of a file.
pub struct Attachment {
    /// The name of the file in the arguments of the command, where the command line would have a path.
    pub argument: &'static str,
    /// The name that messages show.
    pub name: String,
    pub file: File,
}

pub struct Context<'a> {
    pub path: PathBuf,
    /// The only files that a command on the website can read. `None` on the command line, where paths name files.
    pub attachments: Option<&'a [Attachment]>,
    /// Cache of past states of the register, rebuilt from its journal.
    pub pasts: &'a PastCache,
    pub out: &'a mut dyn Sink,
    /// Reports progress: called with the number of rows processed so far.
    pub progress: &'a mut dyn FnMut(u64),
    pub today: Today<'a>,
    pub now: &'a dyn Fn() -> Timestamp,
    /// Returns the user and host names that the journal records by default.
    pub identity: &'a dyn Fn() -> (String, String),
    /// The language to use for a file that is written in a single language.
    pub lang: Lang,
    pub global: GlobalArgs,
    /// Whether the rows go only to the user's screen, not to a file or another program.
    pub is_on_terminal: bool,
    pub clearance: Clearance,
    /// Whether the process exits after the command, so that slow clean-up can be skipped.
    pub is_last_use: bool,
    pub time: PointInTime,
    /// Starts the web server; `None` if the program was built without a web server.
    pub serve: Option<&'a ServeHook>,
    pub outcome: Outcome,
}

/// The point in time to show; the present if both fields are `None`.
#[derive(Clone, Copy, Debug, Default)]
pub struct PointInTime {
    /// `--as-of`: show what the register contained at this moment.
    pub moment: Option<Moment>,
    /// `--reference-date`: show the obstacles as they were on this day, according to the dates in the records.
    pub reference_date: Option<Date>,
}

impl PointInTime {
    pub(super) const fn is_present(&self) -> bool {
        matches!(self, Self { moment: None, reference_date: None })
    }
}

impl Attachment {
    fn open(&self) -> Result<File> {
        let mut file = self.file.try_clone()?;
        file.rewind()?;
        Ok(file)
    }
}

impl Context<'_> {
    /// Opens the register at the requested point in time, with a read lock against concurrent changes.
    pub(super) fn register(&mut self) -> Result<Register> {
        let (register, undated, solved) = self.open_at()?;
        if undated + solved > 0 {
            self.notice(remarks::reference_date_exclusions(undated, solved));
        }
        Ok(register)
    }

    /// Opens the register at the requested point in time. Also returns two counts of obstacles, which are 0 without a
    /// reference date. The first counts obstacles that were left out because their day of receipt is unknown. The
    /// second counts obstacles that stay solved because their day of solution is unknown.
    pub(super) fn open_at(&mut self) -> Result<(Register, u64, u64)> {
        let mut register = match self.time.moment {
            Some(moment) => Register::as_of(&self.path, moment.entry, self.pasts, self.progress)?,
            None => Register::open_read_locked(&self.path)?,
        };
        if !self.clearance.shows_contact_persons() {
            register.hide_contact_persons();
        }
        let (undated, solved) = match self.time.reference_date {
            Some(day) => register.set_reference_date(day)?,
            None => (0, 0),
        };
        Ok((register, undated, solved))
    }

    /// Opens the list that an argument names, and returns the name that messages show for it. On the website, only an
    /// attachment can be opened, so that a visitor cannot name a path.
    pub(super) fn open_list(&self, path: &Path) -> Result<(File, String)> {
        match self.attachment(path)? {
            None => intake::open_list(path),
            Some(attachment) => Ok((attachment.open()?, attachment.name.clone())),
        }
    }

    pub(super) fn read_mapping(&self, path: &Path) -> Result<Mapping> {
        match self.attachment(path)? {
            None => Mapping::read(path),
            Some(attachment) => Mapping::read_file(attachment.open()?, attachment.name.clone()),
        }
    }

    /// Returns the attachment that an argument names. Returns `None` on the command line, where arguments are paths.
    fn attachment(&self, argument: &Path) -> Result<Option<&Attachment>> {
        let Some(attachments) = self.attachments else { return Ok(None) };
        let found = attachments.iter().find(|attachment| Path::new(attachment.argument) == argument);
        let missing = || Failure::of_file(Exit::NoInput, failures::no_such_attachment());
        found.map(Some).ok_or_else(|| missing().into())
    }

    /// Returns the names of the user and of the host, as the journal records them.
    pub fn actor_and_host(&self) -> (String, String) {
        let (person, host) = (self.identity)();
        (person_name::normalize(&self.global.actor.clone().unwrap_or(person)), host)
    }

    pub(super) fn entry_meta(&self) -> EntryMeta {
        let (actor, origin) = self.actor_and_host();
        EntryMeta { actor, origin, action: self.global.command.clone(), note: None, at: (self.now)() }
    }

    pub(super) fn write<T>(&mut self, dry_run: bool, action: impl FnOnce(&mut WriteTx<'_>) -> Result<T>) -> Result<T> {
        if !self.time.is_present() {
            return Err(Failure::usage(failures::cannot_write_past()).into());
        }
        let entry_meta = self.entry_meta();
        let seen = self.global.seen_version.clone();
        let done = Register::open(&self.path)?.write(&entry_meta, dry_run, |change| {
            if let Some(seen) = seen {
                seen.keys.iter().try_for_each(|key| require_unchanged(&seen, key, &entry_meta.actor, change))?;
            }
            action(change)
        })?;
        self.notice_dry_run(dry_run);
        self.notice_network_drive();
        Ok(done)
    }

    /// Warns if the register is on a network drive: locks may fail there, so two processes could write simultaneously.
    pub(super) fn notice_network_drive(&mut self) {
        if is_on_network_drive(&self.path) {
            self.notice(remarks::register_on_network_drive(self.clearance.file_name(&self.path)));
        }
    }

    pub(super) fn with_today<'b>(&'b mut self, today: Today<'b>) -> Context<'b> {
        Context {
            path: self.path.clone(),
            attachments: self.attachments,
            pasts: self.pasts,
            out: &mut *self.out,
            progress: &mut *self.progress,
            today,
            now: self.now,
            identity: self.identity,
            lang: self.lang,
            global: self.global.clone(),
            is_on_terminal: self.is_on_terminal,
            clearance: self.clearance,
            is_last_use: false,
            time: self.time,
            serve: None,
            outcome: Outcome::default(),
        }
    }

    /// Creates a context for running a command internally: rows go to `out`, and notices are discarded.
    pub(super) fn with_sink<'b>(&'b mut self, out: &'b mut dyn Sink) -> Context<'b> {
        Context {
            path: self.path.clone(),
            out,
            is_on_terminal: false,
            is_last_use: false,
            ..self.with_today(self.today)
        }
    }

    /// Releases a read-only register, quickly if the process is about to exit.
    pub(super) fn close_fast(&self, register: Register) {
        if self.is_last_use {
            register.close_fast();
        }
    }

    /// Whether to show personal data. True if the user asks for it, or if the output goes only to the user's screen.
    pub(super) fn shows_persons(&self, output: &OutputArgs) -> bool {
        self.clearance.shows_contact_persons()
            && (output.with_persons || (self.is_on_terminal && self.out.audience().is_for_readers()))
    }

    /// Adds a notice to the outcome. If the output is a page, also writes the notice on the page.
    pub(super) fn notice(&mut self, text: impl Into<Text>) {
        self.notice_of_kind(NoticeKind::General, text);
    }

    pub(super) fn notice_of_kind(&mut self, kind: NoticeKind, text: impl Into<Text>) {
        let text = text.into();
        if self.out.audience().is_page() {
            // Ignore an error here: if this line cannot be written, the next row will fail too and report the error.
            let _ = self.out.line(&text);
        }
        self.outcome.notices.push(Notice { kind, text });
    }

    pub(super) fn notice_nothing_found(&mut self) {
        self.notice_of_kind(NoticeKind::NothingFound, remarks::nothing_found());
    }

    /// Prints the number of a new record and nothing else, so that scripts can use the output. Adds a notice with the
    /// title. Adds the notice even if printing fails, because the record exists by then.
    pub(super) fn print_recorded(&mut self, number: &str, title: impl Localize) -> Result<()> {
        let printed = self.out.line(&Text::untranslated(number));
        self.notice(remarks::recorded(number, title));
        printed
    }

    /// Ends the command: returns the outcome collected so far, with the given exit code.
    pub(super) fn finish(&mut self, exit: Exit) -> Outcome {
        Outcome { exit, ..std::mem::take(&mut self.outcome) }
    }

    /// Adds a notice that nothing was written, if this is a dry run.
    pub(super) fn notice_dry_run(&mut self, dry_run: bool) {
        if dry_run {
            self.notice(remarks::dry_run());
        }
    }
}

/// Fails if a record was changed since the user saw it.
fn require_unchanged(seen: &SeenVersion, key: &str, actor: &str, change: &WriteTx<'_>) -> Result<()> {
    if seen.entity == Entity::View {
        // A conflict would reveal a personal view of somebody else.
        change.register().require_visible_view(record_key::record_number(Entity::View, key)?, actor)?;
    }
    let key = record_key::parse_key(seen.entity, key, change)?;
    change.register().require_unchanged_since(seen.entity, &key, seen.entry)
}
