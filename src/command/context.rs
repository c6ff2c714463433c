//! What a command works with: the register at the time that is asked for, where rows and remarks go, and who writes.

use super::{Notice, NoticeKind, Outcome, record_input};
use crate::cli::{GlobalArgs, OutputArgs};
use crate::failure::Failure;
use crate::i18n::{Lang, Localize, Text, failures, remarks};
use crate::record::date::Today;
use crate::register::{EntryMeta, Moment, Register, WriteTx, is_on_network_drive};
use crate::rows::Sink;
use anyhow::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use std::path::PathBuf;

/// What a command works with.
pub struct Context<'a> {
    /// The register's file.
    pub path: PathBuf,
    /// Where rows go.
    pub out: &'a mut dyn Sink,
    /// Told how many rows are done, from time to time.
    pub progress: &'a mut dyn FnMut(u64),
    /// The present day.
    pub today: Today<'a>,
    /// The present moment.
    pub now: &'a dyn Fn() -> Timestamp,
    /// Who writes, and from which host, where nobody says.
    pub identity: &'a dyn Fn() -> (String, String),
    /// The reader's language, for what is made in one language only.
    pub lang: Lang,
    /// What goes for every command.
    pub global: GlobalArgs,
    /// Whether what comes out is seen on a screen only.
    pub is_on_terminal: bool,
    /// Whether the process ends when the command is done, and takes all with it that it holds.
    pub is_last_use: bool,
    /// Which time is asked for.
    pub time: PointInTime,
    /// What the command comes to, as far as it is known by now.
    pub outcome: Outcome,
}

/// Which time is asked for; the present where it says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct PointInTime {
    /// The register as it stood then.
    pub moment: Option<Moment>,
    /// The work as it stood then.
    pub reference_date: Option<Date>,
}

impl PointInTime {
    /// Whether it is the present.
    pub(super) const fn is_present(&self) -> bool {
        matches!(self, Self { moment: None, reference_date: None })
    }
}

impl Context<'_> {
    /// Opens the register to read in, at the time that is asked for and as it is at one moment.
    pub(super) fn register(&mut self) -> Result<Register> {
        let (register, undated, solved) = self.open_at()?;
        if undated + solved > 0 {
            self.notice(remarks::reference_date_exclusions(undated, solved));
        }
        Ok(register)
    }

    /// The same, with how many obstacles without a day are left out by a reference date, and how many of those are
    /// solved.
    pub(super) fn open_at(&mut self) -> Result<(Register, u64, u64)> {
        let mut register = match self.time.moment {
            Some(moment) => Register::as_of(&self.path, moment.entry, self.progress)?,
            None => Register::open_read_locked(&self.path)?,
        };
        let (undated, solved) = match self.time.reference_date {
            Some(day) => register.set_reference_date(day)?,
            None => (0, 0),
        };
        Ok((register, undated, solved))
    }

    /// What is done, by whom, for the journal.
    pub(super) fn entry_meta(&self) -> EntryMeta {
        let (person, origin) = (self.identity)();
        let actor = self.global.actor.clone().unwrap_or(person).trim().to_owned();
        EntryMeta { actor, origin, action: self.global.command.clone(), note: None, at: (self.now)() }
    }

    /// Writes in the register.
    pub(super) fn write<T>(
        &mut self,
        dry_run: bool,
        action: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<T> {
        if !self.time.is_present() {
            return Err(Failure::usage(failures::cannot_write_past()).into());
        }
        let entry_meta = self.entry_meta();
        let seen = self.global.seen_version.clone();
        let done = Register::open(&self.path)?.write(&entry_meta, dry_run, |change| {
            if let Some(seen) = seen {
                let key = record_input::parse_key(seen.entity, &seen.key, change)?;
                change.register().require_unchanged_since(seen.entity, &key, seen.entry)?;
            }
            action(change)
        })?;
        self.remark_dry_run(dry_run);
        self.remark_network_drive();
        Ok(done)
    }

    /// Tells that the register lies where two computers may not be kept apart, where it does.
    pub(super) fn remark_network_drive(&mut self) {
        if is_on_network_drive(&self.path) {
            self.notice(remarks::register_on_network_drive(self.path.display().to_string()));
        }
    }

    /// The same on that day.
    pub(super) fn with_today<'b>(&'b mut self, today: Today<'b>) -> Context<'b> {
        Context {
            path: self.path.clone(),
            out: &mut *self.out,
            progress: &mut *self.progress,
            today,
            now: self.now,
            identity: self.identity,
            lang: self.lang,
            global: self.global.clone(),
            is_on_terminal: self.is_on_terminal,
            is_last_use: false,
            time: self.time,
            outcome: Outcome::default(),
        }
    }

    /// The same command for other eyes: its rows go to `out`, and its notices to nobody.
    pub(super) fn with_sink<'b>(&'b mut self, out: &'b mut dyn Sink) -> Context<'b> {
        Context {
            path: self.path.clone(),
            out,
            is_on_terminal: false,
            is_last_use: false,
            ..self.with_today(self.today)
        }
    }

    /// Is done with a register that was only read.
    pub(super) fn close_fast(&self, register: Register) {
        if self.is_last_use {
            register.close_fast();
        }
    }

    /// Whether persons come out: where that was asked for, and before the reader's own eyes.
    pub(super) fn shows_persons(&self, output: &OutputArgs) -> bool {
        output.with_persons || (self.is_on_terminal && self.out.audience().is_for_readers())
    }

    /// Adds a notice to the outcome, and to the page that is being made.
    pub(super) fn notice(&mut self, text: impl Into<Text>) {
        self.notice_of_kind(NoticeKind::General, text);
    }

    pub(super) fn notice_of_kind(&mut self, kind: NoticeKind, text: impl Into<Text>) {
        let text = text.into();
        if self.out.audience().is_page() {
            // What cannot be written is told when the rest of it is.
            let _ = self.out.line(&text);
        }
        self.outcome.notices.push(Notice { kind, text });
    }

    pub(super) fn notice_nothing_found(&mut self) {
        self.notice_of_kind(NoticeKind::NothingFound, remarks::nothing_found());
    }

    /// Prints the number of a new record as its only row, and gives its title in a notice: also if the number
    /// cannot be printed, since the record is there.
    pub(super) fn print_recorded(&mut self, number: &str, title: impl Localize) -> Result<()> {
        let printed = self.out.line(&Text::untranslated(number));
        self.notice(remarks::recorded(number, title));
        printed
    }

    /// Tells that nothing was recorded, where that is so, before what would have been told.
    pub(super) fn remark_dry_run(&mut self, dry_run: bool) {
        if dry_run {
            self.notice(remarks::dry_run());
        }
    }
}
