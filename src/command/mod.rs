//! The commands, each in a file of its own. Commands never print: they write rows to a sink, and add notices to the
//! outcome.

mod analyse;
mod backup;
mod calendar;
mod catalog;
mod change_rows;
mod check;
mod classify;
mod close;
mod completions;
mod contact;
mod context;
mod count;
mod counted_links;
mod cross_table;
mod demo;
mod duplicates;
mod edit;
mod erase;
mod export;
mod fixtures;
mod help;
mod history;
mod hit_rows;
mod import;
mod import_columns;
mod import_preview;
mod import_record;
mod import_rows;
pub mod index;
mod init;
mod journal_rows;
mod link;
mod list;
mod listed;
mod log;
mod mail_input;
mod man;
mod mapping_draft;
mod mapping_suggestion;
mod outcome;
mod overview;
mod personal_data_excerpts;
mod personal_data_scan;
mod publish;
mod quarter;
mod quarter_rows;
mod receipt;
mod reconcile;
mod reconciliation;
mod record_change;
mod record_input;
mod record_key;
mod record_list;
mod redact;
mod reopen;
mod reply;
mod report;
mod restore;
mod search;
mod search_index;
mod selected_columns;
mod serve;
mod show;
mod similar;
mod snapshot;
mod status_steps;
mod steps;
mod summary;
mod titles;
mod undo;
mod upgrade;
mod view;
mod void;

pub use context::{Attachment, Clearance, Context, PointInTime};
pub use duplicates::ProbableDuplicate;
pub use journal_rows::write_journal;
pub use mail_input::{MailDraft, draft_of_mail, draft_of_pasted};
pub use mapping_draft::{DraftColumn, DraftDefault, MappingDraft, UnknownValue};
pub use outcome::{Edited, Erasure, Imported, Notice, NoticeKind, Outcome};
pub use personal_data_excerpts::{PersonalExcerpt, personal_data_excerpts};
pub use record_change::MAX_RECORDS;
pub use record_input::{current_text, mentioned_laws, validate_value};
pub use titles::search_results;
pub use view::ViewDescriber;

use crate::cli::{self, Action, AttributeTexts, OutputArgs};
use crate::failure::Failure;
use crate::i18n::{Text, failures};
use crate::record::{Attribute, Entity, Filter, Kind, date};
use crate::register::Register;
use crate::view::Format;
use anyhow::Result;
use std::path::{Path, PathBuf};

/// A command that can be run. The default methods suit a command that outputs no rows.
pub trait Command {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome>;

    /// Replaces arguments that stand for others, such as the name of a saved view, before the command runs. Also
    /// replaces them in the arguments that a receipt stores.
    fn expand(&mut self, _: &mut Context<'_>) -> Result<()> {
        Ok(())
    }

    /// The output options; `None` for a command without rows.
    fn output(&self) -> Option<&OutputArgs> {
        None
    }

    fn default_format(&self) -> Format {
        Format::Table
    }

    /// The format that the options ask for, whatever the extension of the output file.
    fn chosen_format(&self) -> Option<Format> {
        self.output()?.format
    }

    /// Whether the output is a text, which can also be written in the formats of documents.
    fn is_document(&self) -> bool {
        false
    }

    /// Fails if the command does not support the given output format.
    fn check_format(&self, _: Format) -> Result<()> {
        Ok(())
    }

    fn filter(&self) -> Option<&Filter> {
        None
    }

    fn is_about_obstacles(&self) -> bool {
        false
    }

    /// Whether the command lists persons, with their personal data.
    fn is_about_persons(&self) -> bool {
        false
    }

    /// The title above the command's rows, on a page or in a spreadsheet.
    fn title(&self) -> Option<Text> {
        None
    }

    /// Whether the command accepts `--as-of` and `--reference-date`.
    fn supports_as_of(&self) -> bool {
        self.output().is_some()
    }

    /// Whether a receipt can reproduce the rows by running the command again. False for search results, because scoring
    /// may change between versions. False for rows about the journal or the register file, because these rows do not
    /// show the register at one point in time.
    fn is_reproducible(&self) -> bool {
        self.output().is_some()
    }

    /// Whether the command attaches a receipt itself, as commands that produce counts do.
    fn gives_receipt(&self) -> bool {
        false
    }

    fn needs_register(&self) -> bool {
        true
    }

    /// Arguments that may be `-`, which stands for the text on standard input.
    fn stdin_texts(&mut self) -> Vec<&mut String> {
        Vec::new()
    }

    /// Whether standard input may hold bytes that are not UTF-8.
    fn takes_any_bytes(&self) -> bool {
        false
    }

    /// Fills in arguments from the files that they name. `stdin` is the text that an argument `-` refers to. Only the
    /// command line calls this function, because a visitor of the website must not read files.
    fn prepare(&mut self, _stdin: Option<&str>) -> Result<()> {
        Ok(())
    }

    /// The text to open in an editor, and where to store the result; `None` if the user did not ask for an editor.
    fn editor_target(&mut self) -> Option<EditorTarget<'_>> {
        None
    }

    /// Questions to ask the user about missing values, in this order. Fails if the register cannot be opened.
    fn questions(&self, _: &Path) -> Result<Vec<Question>> {
        Ok(Vec::new())
    }

    fn answer(&mut self, _: &'static Attribute, _: String) {}
}

pub struct EditorTarget<'a> {
    /// The attribute that the user named with `--edit`. If empty, the attribute depends on the kind of record.
    pub option: String,
    pub entity: Entity,
    /// The existing record whose text the user edits; `None` for a new record.
    pub number: Option<String>,
    pub field: EditorField<'a>,
}

pub enum EditorField<'a> {
    Attributes(&'a mut AttributeTexts),
    Single(&'a mut Option<String>, &'static Attribute),
}

pub struct Question {
    pub attribute: &'static Attribute,
    pub text: Text,
}

fn long_texts(texts: &mut AttributeTexts) -> Vec<&mut String> {
    let is_long = |attribute: &Attribute| matches!(attribute.kind, Kind::Line | Kind::Text);
    texts.iter_mut().filter(|(attribute, _)| is_long(attribute)).flat_map(|(_, texts)| texts).collect()
}

macro_rules! define_dispatch {
    ($($variant:ident $names:tt)*) => {
        impl From<Action> for Box<dyn Command> {
            fn from(action: Action) -> Self {
                match action {
                    $(Action::$variant(command) => Box::new(command),)*
                }
            }
        }
    };
}
cli::for_each_command!(define_dispatch);

/// Runs a command. If it fails, `context.outcome` holds the notices up to that point.
pub fn run(command: impl Into<Box<dyn Command>>, context: &mut Context<'_>) -> Result<Outcome> {
    let mut command = command.into();
    command.expand(context)?;
    let has_as_of = context.global.as_of.is_some() || context.global.reference_date.is_some();
    if has_as_of && !command.supports_as_of() {
        return Err(Failure::usage(failures::present_only(&context.global.command)).into());
    }
    if let Some(day) = &context.global.reference_date {
        context.time.reference_date = Some(date::parse(day, context.today).map_err(Failure::usage)?);
    }
    if let Some(text) = &context.global.as_of {
        context.time.moment = Some(Register::open(&context.path)?.find_moment(text, context.today)?);
    }
    // Record every disclosure of personal data in the journal.
    if command.output().is_some_and(|output| output.with_persons) {
        let mut entry_meta = context.entry_meta();
        entry_meta.note = Some("--with-persons".to_owned());
        Register::open(&context.path)?.write_note(&entry_meta)?;
    }
    let PointInTime { moment, reference_date } = context.time;
    let Some(day) = reference_date.or(moment.map(|moment| moment.day)) else {
        return run_with_receipt(command, context);
    };
    let today = || day;
    let mut dated = context.with_today(&today);
    let result = run_with_receipt(command, &mut dated);
    context.outcome = dated.outcome;
    result
}

/// Runs a command, and attaches a receipt to its rows if the output format can hold one.
fn run_with_receipt(command: Box<dyn Command>, context: &mut Context<'_>) -> Result<Outcome> {
    if let Some(title) = command.title() {
        context.out.title(&title)?;
    }
    let wants_receipt = context.out.audience().keeps_receipt() && command.is_reproducible();
    if context.out.audience().is_page() && command.output().is_some() {
        // If the register cannot be opened, run the command anyway: the command itself reports that error.
        let Ok((register, ..)) = context.open_at() else { return command.run(context) };
        let filter = command.filter();
        for text in summary::describe_filter(&register, filter, context.time, context.today, context.now) {
            context.out.line(&text)?;
        }
        if let Some(filter) = filter.filter(|_| command.is_about_obstacles()) {
            for text in summary::provenance_notes(&register, filter, context.today)? {
                context.out.line(&text)?;
            }
        }
    }
    if !wants_receipt {
        return command.run(context);
    }
    // Remember the last journal entry, to detect writes during the command. With `--as-of` this is not needed, because
    // a past state does not change.
    let before = match context.time.moment {
        Some(_) => None,
        None => Some(context.register()?.head()?.1),
    };
    let outcome = command.run(context)?;
    if outcome.receipt.is_some() {
        return Ok(outcome);
    }
    // Store the outcome first: if attaching the receipt fails, the caller still needs the notices in the outcome.
    let exit = outcome.exit;
    context.outcome = outcome;
    receipt::attach_to_rows(before, context)?;
    Ok(context.finish(exit))
}

pub fn last_entry(path: &Path) -> Result<i64> {
    Ok(Register::open(path)?.head()?.1)
}

pub fn check_register(path: &Path) -> Result<()> {
    Register::open(path).map(drop)
}

/// Returns the path of the register: the given path, or else the default in the platform's data folder. If no path is
/// given and the command needs no register, the path is empty.
pub fn register_path(explicit: Option<PathBuf>, command: &dyn Command) -> Result<PathBuf> {
    match explicit {
        Some(path) => Ok(path),
        None if command.needs_register() => crate::register::default_path(),
        None => Ok(PathBuf::new()),
    }
}
