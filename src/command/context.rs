//! What a command works with: the register at the time that is asked for, where rows and remarks go, and who writes.

use super::enter;
use crate::cli::{General, Output};
use crate::failure::Failure;
use crate::receipt::Receipt;
use crate::record::date::Today;
use crate::register::{Change, Deed, Moment, Register, is_over_a_network};
use crate::rows::Sink;
use crate::words::{Lang, Say, Text, failures, remarks};
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
    /// Where remarks go.
    pub remark: &'a mut dyn FnMut(&Text),
    /// Told how many rows are done, from time to time.
    pub progress: &'a mut dyn FnMut(u64),
    /// The present day.
    pub today: Today<'a>,
    /// The present moment.
    pub now: &'a dyn Fn() -> Timestamp,
    /// Who writes, and from which host, where nobody says.
    pub who: &'a dyn Fn() -> (String, String),
    /// The reader's language, for what is made in one language only.
    pub lang: Lang,
    /// What goes for every command.
    pub general: General,
    /// Whether what comes out is seen on a screen only.
    pub on_screen: bool,
    /// Whether the process ends when the command is done, and takes all with it that it holds.
    pub ends: bool,
    /// Which time is asked for.
    pub time: Time,
    /// The receipt of what came out, where it has one.
    pub receipt: Option<Receipt>,
}

/// Which time is asked for; the present where it says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Time {
    /// The register as it stood then.
    pub moment: Option<Moment>,
    /// The work as it stood then.
    pub reference_date: Option<Date>,
}

impl Time {
    /// Whether it is the present.
    pub(super) const fn is_now(&self) -> bool {
        matches!(self, Self { moment: None, reference_date: None })
    }
}

impl Context<'_> {
    /// Opens the register to read in, at the time that is asked for and as it is at one moment.
    pub(super) fn register(&mut self) -> Result<Register> {
        let (register, undated, solved) = self.open()?;
        if undated + solved > 0 {
            self.remark(remarks::undated(undated, solved));
        }
        Ok(register)
    }

    /// The same, with how many obstacles without a day are left out by a reference date, and how many of those are
    /// solved.
    pub(super) fn open(&mut self) -> Result<(Register, u64, u64)> {
        let mut register = match self.time.moment {
            Some(moment) => Register::past(&self.path, moment.entry, self.progress)?,
            None => Register::still(&self.path)?,
        };
        let (undated, solved) = match self.time.reference_date {
            Some(day) => register.set_reference_date(day)?,
            None => (0, 0),
        };
        Ok((register, undated, solved))
    }

    /// What is done, by whom, for the journal.
    pub(super) fn deed(&self) -> Deed {
        let (person, origin) = (self.who)();
        let actor = self.general.actor.clone().unwrap_or(person).trim().to_owned();
        Deed { actor, origin, action: self.general.command.clone(), note: None, at: (self.now)() }
    }

    /// Writes in the register.
    pub(super) fn write<T>(
        &mut self,
        dry_run: bool,
        action: impl FnOnce(&mut Change<'_>) -> Result<T>,
    ) -> Result<T> {
        if !self.time.is_now() {
            return Err(Failure::usage(failures::past_is_past()).into());
        }
        let deed = self.deed();
        let seen = self.general.seen.clone();
        let done = Register::open(&self.path)?.write(&deed, dry_run, |change| {
            if let Some(seen) = seen {
                let key = enter::key(seen.entity, &seen.key, change)?;
                change.register().must_be_as_seen(seen.entity, &key, seen.entry)?;
            }
            action(change)
        })?;
        self.remark_if_dry(dry_run);
        self.remark_if_shared();
        Ok(done)
    }

    /// Tells that the register lies where two computers may not be kept apart, where it does.
    pub(super) fn remark_if_shared(&mut self) {
        if is_over_a_network(&self.path) {
            self.remark(remarks::over_a_network(self.path.display().to_string()));
        }
    }

    /// The same on that day.
    pub(super) fn on<'b>(&'b mut self, today: Today<'b>) -> Context<'b> {
        Context {
            path: self.path.clone(),
            out: &mut *self.out,
            remark: &mut *self.remark,
            progress: &mut *self.progress,
            today,
            now: self.now,
            who: self.who,
            lang: self.lang,
            general: self.general.clone(),
            on_screen: self.on_screen,
            ends: false,
            time: self.time,
            receipt: None,
        }
    }

    /// The same for other eyes: rows go to `out`, and remarks to nobody.
    pub(super) fn beside<'b>(&'b mut self, out: &'b mut dyn Sink) -> Context<'b> {
        Context {
            path: self.path.clone(),
            out,
            // A closure without anything in it takes no memory, so nothing leaks.
            remark: Box::leak(Box::new(|_: &Text| {})),
            on_screen: false,
            ends: false,
            ..self.on(self.today)
        }
    }

    /// Is done with a register that was only read.
    pub(super) fn leave(&self, register: Register) {
        if self.ends {
            register.leave();
        }
    }

    /// Whether persons come out: where that was asked for, and before the reader's own eyes.
    pub(super) fn persons(&self, output: &Output) -> bool {
        output.with_persons || (self.on_screen && self.out.is_for_readers())
    }

    /// Tells a remark: to who is at work, and on the page that is being made.
    pub(super) fn remark(&mut self, text: impl Into<Text>) {
        let text = text.into();
        (self.remark)(&text);
        if self.out.is_page() {
            // What cannot be written is told when the rest of it is.
            let _ = self.out.line(&text);
        }
    }

    /// Tells that a record was made: its number alone on standard output, and its title beside it. The remark
    /// is told even where the number cannot be printed, since the record is there.
    pub(super) fn recorded(&mut self, number: &str, title: impl Say) -> Result<()> {
        let told = self.out.line(&Text::plain(number));
        self.remark(remarks::recorded(number, title));
        told
    }

    /// Tells that nothing was recorded, where that is so, before what would have been told.
    pub(super) fn remark_if_dry(&mut self, dry_run: bool) {
        if dry_run {
            self.remark(remarks::pretended());
        }
    }
}
