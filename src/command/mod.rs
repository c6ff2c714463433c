//! The commands: each is what was asked for and one short function. None prints: rows go to a sink, remarks
//! to whoever shows them.

mod classify;
mod contact;
mod demo;
mod enter;
mod import;
mod kept;
mod link;
mod list;
mod log;
mod report;
mod shell;

pub use enter::trouble;
pub use log::current_text;

use crate::cli::{Action, Invocation, Output};
use crate::failure::Exit;
use crate::record::date::Today;
use crate::register::Register;
use crate::rows::Sink;
use crate::view::Format;
use crate::words::{Lang, Say, Text, remarks};
use anyhow::Result;
use std::path::{Path, PathBuf};

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
    /// The reader's language, for what is made in one language only.
    pub lang: Lang,
}

impl Context<'_> {
    /// Opens the register.
    fn register(&self) -> Result<Register> {
        Register::open(&self.path)
    }

    /// Tells a remark.
    fn remark(&mut self, text: impl Into<Text>) {
        (self.remark)(&text.into());
    }

    /// Tells that a record was made: its number alone on standard output, and its title beside it. The remark
    /// is told even where the number cannot be printed, since the record is there.
    fn recorded(&mut self, number: &str, title: impl Say, dry_run: bool) -> Result<()> {
        let told = self.out.line(&Text::plain(number));
        self.remark(remarks::recorded(number, title));
        self.remark_if_dry(dry_run);
        told
    }

    /// Tells that nothing was recorded, where that is so.
    fn remark_if_dry(&mut self, dry_run: bool) {
        if dry_run {
            self.remark(remarks::pretended());
        }
    }
}

/// Does what was asked for. The exit code is that of success where none is given.
///
/// # Errors
/// When it cannot be done.
pub fn run(invocation: Invocation, context: &mut Context<'_>) -> Result<Option<Exit>> {
    match invocation.action {
        Action::Demo(demo) => demo::demo(demo, context)?,
        Action::Init(init) => demo::init(&init, context)?,
        Action::Log(log) => log::log(log, context)?,
        Action::Edit(edit) => log::edit(edit, context)?,
        Action::Analyse(analyse) => classify::analyse(analyse, context)?,
        Action::Classify(classify) => classify::classify(classify, context)?,
        Action::Close(close) => classify::close(close, context)?,
        Action::Reopen(reopen) => classify::reopen(reopen, context)?,
        Action::Void(void) => classify::void(void, context)?,
        Action::Link(link) => link::link(link, true, context)?,
        Action::Unlink(unlink) => link::link(unlink.link, false, context)?,
        Action::Show(show) => list::show(show, context)?,
        Action::List(list) => list::list(list, context)?,
        Action::Search(search) => list::search(search, context)?,
        Action::Count(count) => report::count(count, context)?,
        Action::Report(report) => report::report(report, context)?,
        Action::Reconcile(reconcile) => return report::reconcile(&reconcile, context),
        Action::Contact(contact) => contact::contact(contact.action, context)?,
        Action::Factsheet(kept) => kept::kept(kept.action, context)?,
        Action::Scheme(kept) => kept::kept(kept.action, context)?,
        Action::Ministry(kept) => kept::kept(kept.action, context)?,
        Action::Region(kept) => kept::kept(kept.action, context)?,
        Action::CareDomain(kept) => kept::kept(kept.action, context)?,
        Action::Theme(kept) => kept::kept(kept.action, context)?,
        Action::Nature(kept) => kept::kept(kept.action, context)?,
        Action::Law(kept) => kept::kept(kept.action, context)?,
        Action::Publication(kept) => kept::kept(kept.action, context)?,
        Action::Figure(kept) => kept::kept(kept.action, context)?,
        Action::Import(import) => import::import(&import, context)?,
        Action::Export(export) => list::export(export, context)?,
        Action::Completions(completions) => shell::completions(&completions, context)?,
        Action::Man(man) => shell::man(&man, context)?,
        Action::Help(_) => {}
    }
    Ok(None)
}

/// In what form a command's rows are wanted, and the form that they have when nobody says.
pub fn output(action: &Action) -> (Option<&Output>, Format) {
    use crate::cli::{ContactAction, KeptAction};
    let of_kept = |output| (Some(output), Format::Table);
    macro_rules! kept {
        ($kept:expr) => {
            match &$kept.action {
                KeptAction::List(list) => of_kept(&list.output),
                _ => (None, Format::Table),
            }
        };
    }
    match action {
        Action::Show(show) => (Some(&show.output), Format::Table),
        Action::List(list) => (Some(&list.output), Format::Table),
        Action::Search(search) => (Some(&search.output), Format::Table),
        Action::Count(count) => (Some(&count.output), Format::Table),
        Action::Report(report) => (Some(&report.output), Format::Table),
        Action::Reconcile(reconcile) => (Some(&reconcile.output), Format::Table),
        Action::Export(export) => (Some(&export.output), Format::Csv),
        Action::Contact(contact) => match &contact.action {
            ContactAction::List(list) => (Some(&list.output), Format::Table),
            _ => (None, Format::Table),
        },
        Action::Factsheet(command) => kept!(command),
        Action::Scheme(command) => kept!(command),
        Action::Ministry(command) => kept!(command),
        Action::Region(command) => kept!(command),
        Action::CareDomain(command) => kept!(command),
        Action::Theme(command) => kept!(command),
        Action::Nature(command) => kept!(command),
        Action::Law(command) => kept!(command),
        Action::Publication(command) => kept!(command),
        Action::Figure(command) => kept!(command),
        _ => (None, Format::Table),
    }
}

/// Makes sure that there is a register to record in.
///
/// # Errors
/// When it cannot be opened.
pub fn is_ready(path: &Path) -> Result<()> {
    Register::open(path).map(drop)
}

/// Where the register is: as it was named, else where the platform keeps data. A command that needs none
/// gets none.
///
/// # Errors
/// When the platform does not tell.
pub fn register_path(named: Option<&Path>, action: &Action) -> Result<PathBuf> {
    match (named, action) {
        (Some(path), _) => Ok(path.to_owned()),
        (None, Action::Demo(_) | Action::Completions(_) | Action::Man(_) | Action::Help(_)) => {
            Ok(PathBuf::new())
        }
        (None, _) => crate::register::default_path(),
    }
}
