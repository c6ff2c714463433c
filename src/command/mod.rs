//! The commands: each is what was asked for and one short function. None prints: rows go to a sink, remarks
//! to whoever shows them.

mod backup;
mod catalog;
mod check;
mod classify;
mod contact;
mod context;
mod demo;
mod history;
mod hit_rows;
mod import;
mod journal_rows;
mod link;
mod list;
mod log;
mod outcome;
mod overview;
mod publish;
mod receipt;
mod record_input;
mod report;
mod search;
mod shell;
mod summary;
mod title;

pub use context::{Context, PointInTime};
pub use journal_rows::write_journal;
pub use log::current_text;
pub use outcome::{Notice, NoticeKind, Outcome};
pub use record_input::validate_value;

use crate::cli::{Action, OutputArgs};
use crate::failure::{Exit, Failure};
use crate::i18n::failures;
use crate::record::date;
use crate::record::{Entity, Filter};
use crate::register::Register;
use crate::report::{REPORTS, ReportKind, find_report};
use crate::view::Format;
use anyhow::Result;
use std::path::{Path, PathBuf};

/// Runs a command. If it fails, the notices until then are in `context.outcome`.
pub fn run(action: Action, context: &mut Context<'_>) -> Result<Outcome> {
    let exit = run_at(action, context)?;
    Ok(Outcome { exit, ..std::mem::take(&mut context.outcome) })
}

fn run_at(action: Action, context: &mut Context<'_>) -> Result<Exit> {
    let has_as_of = context.global.as_of.is_some() || context.global.reference_date.is_some();
    if has_as_of && !supports_as_of(&action) {
        return Err(Failure::usage(failures::present_only(&context.global.command)).into());
    }
    if let Some(day) = &context.global.reference_date {
        context.time.reference_date = Some(date::parse(day, context.today).map_err(Failure::usage)?);
    }
    if let Some(text) = &context.global.as_of {
        context.time.moment = Some(Register::open(&context.path)?.find_moment(text, context.today)?);
    }
    // What leaves the register about persons is remembered.
    if output_args(&action).0.is_some_and(|output| output.with_persons) {
        let mut entry_meta = context.entry_meta();
        entry_meta.note = Some("--with-persons".to_owned());
        Register::open(&context.path)?.write_note(&entry_meta)?;
    }
    let PointInTime { moment, reference_date } = context.time;
    match reference_date.or(moment.map(|moment| moment.day)) {
        None => run_with_receipt(action, context),
        // Of another time that day is today.
        Some(day) => {
            let today = || day;
            let mut dated = context.with_today(&today);
            let result = run_with_receipt(action, &mut dated);
            context.outcome = dated.outcome;
            result
        }
    }
}

/// Does what was asked for, and gives its rows a receipt where they go into something that keeps one.
fn run_with_receipt(action: Action, context: &mut Context<'_>) -> Result<Exit> {
    if let Some(title) = title::title(&action) {
        context.out.title(&title)?;
    }
    let wants_receipt = context.out.audience().keeps_receipt()
        && output_args(&action).0.is_some()
        && receipt::is_reproducible(&action);
    if context.out.audience().is_page() && output_args(&action).0.is_some() {
        // What cannot be opened is told where it is read.
        let Ok((register, ..)) = context.open_at() else { return dispatch(action, context) };
        for text in
            summary::describe_filter(&register, filter(&action), context.time, context.today, context.now)
        {
            context.out.line(&text)?;
        }
        if let Some(filter) = filter(&action).filter(|_| is_about_obstacles(&action)) {
            for text in summary::provenance_notes(&register, filter, context.today)? {
                context.out.line(&text)?;
            }
        }
    }
    if !wants_receipt {
        return dispatch(action, context);
    }
    // What was does not change.
    let before = match context.time.moment {
        Some(_) => None,
        None => Some(context.register()?.head()?.1),
    };
    let result = dispatch(action, context)?;
    if context.outcome.receipt.is_none() {
        receipt::attach_to_rows(before, context)?;
    }
    Ok(result)
}

/// Whether a command can be asked of another time than the present: whatever reads records.
fn supports_as_of(action: &Action) -> bool {
    matches!(action, Action::Publish(_))
        || (output_args(action).0.is_some() && !matches!(action, Action::Check(_)))
}

fn dispatch(action: Action, context: &mut Context<'_>) -> Result<Exit> {
    match action {
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
        Action::Search(search) => search::search(search, context)?,
        Action::Similar(similar) => search::similar(similar, context)?,
        Action::Count(count) => report::count(count, context)?,
        Action::Report(report) => report::report(report, context)?,
        Action::Reconcile(reconcile) => return report::reconcile(&reconcile, context),
        Action::Contact(contact) => contact::contact(contact.action, context)?,
        Action::Factsheet(catalog) => catalog::run(catalog.action, context)?,
        Action::Scheme(catalog) => catalog::run(catalog.action, context)?,
        Action::Ministry(catalog) => catalog::run(catalog.action, context)?,
        Action::Region(catalog) => catalog::run(catalog.action, context)?,
        Action::CareDomain(catalog) => catalog::run(catalog.action, context)?,
        Action::Theme(catalog) => catalog::run(catalog.action, context)?,
        Action::Nature(catalog) => catalog::run(catalog.action, context)?,
        Action::Law(catalog) => catalog::run(catalog.action, context)?,
        Action::Synonym(catalog) => catalog::run(catalog.action, context)?,
        Action::Publication(catalog) => catalog::run(catalog.action, context)?,
        Action::Figure(catalog) => catalog::run(catalog.action, context)?,
        Action::Person(catalog) => catalog::run(catalog.action, context)?,
        Action::Import(import) => import::import(&import, context)?,
        Action::Export(export) => list::export(export, context)?,
        Action::Publish(asked) => publish::publish(asked, context)?,
        Action::History(history) => history::history(history, context)?,
        Action::Undo(undo) => history::undo(&undo, context)?,
        Action::Snapshot(snapshot) => history::snapshot(snapshot, context)?,
        Action::Receipt(receipt) => return receipt::receipt(&receipt, context),
        Action::Check(check) => return check::check(&check, context),
        Action::Backup(backup) => backup::backup(&backup, context)?,
        Action::Restore(restore) => backup::restore(&restore, context)?,
        Action::Upgrade(upgrade) => backup::upgrade(&upgrade, context)?,
        Action::Erase(erase) => check::erase(erase, context)?,
        Action::Completions(completions) => shell::completions(&completions, context)?,
        Action::Man(man) => shell::man(&man, context)?,
        // These are done where the program begins.
        Action::Serve(_) | Action::Help(_) => {}
    }
    Ok(Exit::Success)
}

/// In what form a command's rows are wanted, and the form that they have when nobody says.
pub fn output_args(action: &Action) -> (Option<&OutputArgs>, Format) {
    use crate::cli::{CatalogAction, ContactAction};
    let list_args = |output| (Some(output), Format::Table);
    macro_rules! list_of {
        ($catalog:expr) => {
            match &$catalog.action {
                CatalogAction::List(list) => list_args(&list.output),
                _ => (None, Format::Table),
            }
        };
    }
    match action {
        Action::Show(show) => (Some(&show.output), Format::Table),
        Action::List(list) => (Some(&list.output), Format::Table),
        Action::Search(search) => (Some(&search.output), Format::Table),
        Action::Similar(similar) => (Some(&similar.output), Format::Table),
        Action::Count(count) => (Some(&count.output), Format::Table),
        Action::Report(report) => (Some(&report.output), Format::Table),
        Action::Reconcile(reconcile) => (Some(&reconcile.output), Format::Table),
        Action::Export(export) => (Some(&export.output), Format::Csv),
        Action::History(history) => (Some(&history.output), Format::Table),
        Action::Snapshot(snapshot) => (Some(&snapshot.output), Format::Table),
        Action::Check(check) => (Some(&check.output), Format::Table),
        Action::Contact(contact) => match &contact.action {
            ContactAction::List(list) => (Some(&list.output), Format::Table),
            _ => (None, Format::Table),
        },
        Action::Factsheet(command) => list_of!(command),
        Action::Scheme(command) => list_of!(command),
        Action::Ministry(command) => list_of!(command),
        Action::Region(command) => list_of!(command),
        Action::CareDomain(command) => list_of!(command),
        Action::Theme(command) => list_of!(command),
        Action::Nature(command) => list_of!(command),
        Action::Law(command) => list_of!(command),
        Action::Person(command) => list_of!(command),
        Action::Synonym(command) => list_of!(command),
        Action::Publication(command) => list_of!(command),
        Action::Figure(command) => list_of!(command),
        _ => (None, Format::Table),
    }
}

/// Which obstacles a command's rows are about, where that can be chosen.
fn filter(action: &Action) -> Option<&Filter> {
    use crate::cli::{CatalogAction, ContactAction};
    macro_rules! list_of {
        ($catalog:expr) => {
            match &$catalog.action {
                CatalogAction::List(list) => Some(&list.filter.0),
                _ => None,
            }
        };
    }
    Some(match action {
        Action::List(list) => &list.filter.0,
        Action::Search(search) => &search.filter.0,
        Action::Similar(similar) => &similar.filter.0,
        Action::Count(count) => &count.filter.0,
        Action::Report(report) => &report.filter.0,
        Action::Export(export) => &export.filter.0,
        Action::Contact(contact) => match &contact.action {
            ContactAction::List(list) => &list.filter.0,
            _ => return None,
        },
        Action::Factsheet(command) => return list_of!(command),
        Action::Scheme(command) => return list_of!(command),
        _ => return None,
    })
}

/// Whether a command's rows tell of obstacles.
fn is_about_obstacles(action: &Action) -> bool {
    match action {
        Action::List(_) | Action::Count(_) | Action::Report(_) | Action::Search(_) | Action::Similar(_) => {
            true
        }
        Action::Export(export) => list::parse_kind(&export.kind).is_ok_and(|kind| kind == Entity::Obstacle),
        _ => false,
    }
}

/// Makes sure that a command's rows can come out in a form: the overview is several tables.
///
/// # Errors
/// When they cannot.
pub fn check_format(action: &Action, format: Format) -> Result<()> {
    let Action::Report(report) = action else { return Ok(()) };
    let is_overview =
        find_report(&report.report).is_some_and(|report| matches!(report.kind, ReportKind::Overview));
    if is_overview && !format.is_multi_table() {
        let reports = REPORTS.iter().filter(|report| !matches!(report.kind, ReportKind::Overview));
        let names: Vec<&str> = reports.map(|report| report.name).collect();
        return Err(Failure::usage(failures::overview_needs_page_format(names.join(", "))).into());
    }
    Ok(())
}

/// The last entry of the register's journal.
///
/// # Errors
/// When it cannot be read.
pub fn last_entry(path: &Path) -> Result<i64> {
    Ok(Register::open(path)?.head()?.1)
}

/// Makes sure that there is a register to record in.
///
/// # Errors
/// When it cannot be opened.
pub fn check_register(path: &Path) -> Result<()> {
    Register::open(path).map(drop)
}

/// Where the register is: as it was named, else where the platform keeps data. A command that needs none
/// gets none.
///
/// # Errors
/// When the platform does not tell.
pub fn register_path(explicit: Option<&Path>, action: &Action) -> Result<PathBuf> {
    match (explicit, action) {
        (Some(path), _) => Ok(path.to_owned()),
        (None, Action::Demo(_) | Action::Completions(_) | Action::Man(_) | Action::Help(_)) => {
            Ok(PathBuf::new())
        }
        (None, _) => crate::register::default_path(),
    }
}
