//! Asking: what is wanted becomes a command line, the command is done as if it had been typed, and what it says comes back.

use super::request_context::RequestContext;
use super::roles::Role;
use super::sinks::DataRows;
use crate::cli::{self, Parsed, SeenVersion};
use crate::command::{self, Command, Context, Outcome, PointInTime};
use crate::failure::{Failure, FailureKind};
use crate::i18n::{Lang, failures};
use crate::record::date::fixed_today;
use crate::register;
use crate::rows::Sink;
use crate::view::{self, Format, RenderOptions};
use anyhow::Result;
use std::io::Write;
use tempfile::SpooledTempFile;

/// Why a command was not done.
pub struct CommandError {
    /// As the reader is told it.
    pub failure: Failure,
    /// The attribute that is at fault, where one is.
    pub attribute: Option<&'static str>,
    /// Whether somebody else changed the record meanwhile.
    pub is_stale: bool,
}

impl CommandError {
    /// Trouble that is no attribute's and nobody else's.
    pub const fn new(failure: Failure) -> Self {
        Self { failure, attribute: None, is_stale: false }
    }
}

/// A command of these words, and what stands by itself behind them.
pub fn command_args(command: &str, options: Vec<String>, positional: Vec<String>) -> Vec<String> {
    let mut args: Vec<String> = command.split(' ').map(str::to_owned).collect();
    args.extend(options);
    if !positional.is_empty() {
        args.push("--".to_owned());
        args.extend(positional);
    }
    args
}

/// The words of a command line, as the program gets them.
fn parse(args: &[String], lang: Lang) -> Result<Box<cli::Invocation>, Failure> {
    let args = std::iter::once("ruimte".to_owned()).chain(args.iter().cloned());
    match cli::parse(args.map(Into::into), lang, 80)? {
        Parsed::Run(invocation) => Ok(invocation),
        Parsed::Print(_) => Err(Failure::usage(failures::io_error(failures::REASON_UNKNOWN))),
    }
}

/// Does a command. What may write is done by one at a time.
///
/// # Errors
/// When it cannot be done.
pub fn run_command(
    request: &RequestContext,
    args: &[String],
    seen: Option<SeenVersion>,
    out: &mut dyn Sink,
) -> Result<Outcome, Box<CommandError>> {
    let mut invocation = parse(args, request.lang).map_err(|failure| Box::new(CommandError::new(failure)))?;
    invocation.global.actor = Some(request.name.clone());
    invocation.global.seen_version = seen;
    // What is remarked is for a page, which shows what was answered before by itself.
    invocation.global.quiet = true;
    let state = &request.state;
    // What reads has rows to give; all else may write, and waits for its turn here.
    let command: Box<dyn Command> = invocation.action.into();
    let is_write = command.output().is_none();
    let write_guard =
        is_write.then(|| state.write_lock.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    let is_on_terminal = request.role > Role::Reader && out.audience().is_for_readers();
    let mut context = Context {
        path: state.path.clone(),
        out,
        progress: &mut |_| {},
        today: &fixed_today(),
        now: &jiff::Timestamp::now,
        identity: &|| state.os_user.clone(),
        lang: request.lang,
        global: invocation.global,
        is_on_terminal,
        // What is read is closed, or its locks would keep writers out.
        is_last_use: false,
        time: PointInTime::default(),
        serve: None,
        outcome: Outcome::default(),
    };
    let result = command::run(command, &mut context);
    drop(write_guard);
    result.map_err(|error| Box::new(command_error(&error, &state.path.display().to_string())))
}

fn command_error(error: &anyhow::Error, path: &str) -> CommandError {
    let failure = register::explain(error, path).unwrap_or_else(|| Failure::from_error(error));
    let attribute = match failure.kind {
        FailureKind::InvalidValue { attribute } => Some(attribute),
        _ => None,
    };
    CommandError { attribute, is_stale: failure.kind == FailureKind::Stale, failure }
}

/// A file without a name, to write an answer into: nobody waits for a slow reader with the register in hand.
pub fn spool_file() -> SpooledTempFile {
    tempfile::spooled_tempfile(super::reply::SPOOL_MEMORY_BYTES)
}

/// Does a command and gives its rows in a form for other programs.
///
/// # Errors
/// When it cannot be done.
pub fn run_to_file(
    request: &RequestContext,
    args: &[String],
    format: Format,
) -> Result<(Outcome, SpooledTempFile), Box<CommandError>> {
    let mut file = spool_file();
    let options = RenderOptions { lang: request.lang, width: None, is_styled: false, has_links: false };
    let as_command_error =
        |error: &anyhow::Error| Box::new(command_error(error, &request.state.path.display().to_string()));
    let outcome = {
        let out: Box<dyn Write + '_> = Box::new(&mut file);
        let mut sink = view::create_sink(format, options, out).map_err(|error| as_command_error(&error))?;
        let outcome = run_command(request, args, None, &mut *sink)?;
        sink.finish().map_err(|error| as_command_error(&error))?;
        outcome
    };
    Ok((outcome, file))
}

/// Does a command and keeps its rows.
///
/// # Errors
/// When it cannot be done.
pub fn run_to_rows(request: &RequestContext, args: &[String]) -> Result<DataRows, Box<CommandError>> {
    let mut rows = DataRows::default();
    run_command(request, args, None, &mut rows)?;
    Ok(rows)
}
