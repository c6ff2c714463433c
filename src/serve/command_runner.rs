//! Runs commands inside the server, as if they had been typed on the command line.

use super::request_context::RequestContext;
use super::roles::Role;
use super::sinks::DataRows;
use super::site_command::SiteCommand;
use super::spool::Spool;
use crate::cli::{self, Parsed, SeenVersion};
use crate::command::{self, Attachment, Clearance, Command, Context, Outcome, PointInTime};
use crate::failure::{Exit, Failure, FailureKind};
use crate::i18n::{Lang, failures, site as messages};
use crate::record::date::fixed_today;
use crate::register;
use crate::rows::Sink;
use crate::view::{self, Format, RenderOptions};
use anyhow::Result;
use std::io::Write;

fn parse(args: &[String], lang: Lang) -> Result<Box<cli::Invocation>, Box<Failure>> {
    let args = std::iter::once("ruimte".to_owned()).chain(args.iter().cloned());
    match cli::parse(args.map(Into::into), lang, 80)? {
        Parsed::Run(invocation) => Ok(invocation),
        Parsed::Print(_) => Err(Failure::usage(failures::io_error(failures::REASON_UNKNOWN)).into()),
    }
}

pub fn run_command(request: &RequestContext, args: &[String], out: &mut dyn Sink) -> Result<Outcome, Box<Failure>> {
    run_command_on(request, args, None, out)
}

/// Runs a command. `seen` is the version of the record that the client read: if the record has changed since then, the
/// command fails with `FailureKind::Stale`.
pub fn run_command_on(
    request: &RequestContext,
    args: &[String],
    seen: Option<SeenVersion>,
    out: &mut dyn Sink,
) -> Result<Outcome, Box<Failure>> {
    run(request, args, seen, &[], out)
}

/// Runs a command that reads files which the visitor sent.
pub fn run_command_with(
    request: &RequestContext,
    args: &[String],
    attachments: &[Attachment],
    out: &mut dyn Sink,
) -> Result<Outcome, Box<Failure>> {
    run(request, args, None, attachments, out)
}

fn run(
    request: &RequestContext,
    args: &[String],
    seen: Option<SeenVersion>,
    attachments: &[Attachment],
    out: &mut dyn Sink,
) -> Result<Outcome, Box<Failure>> {
    let mut invocation = parse(args, request.lang)?;
    invocation.global.actor = Some(request.name.clone());
    invocation.global.seen_version = seen;
    // Do not print precedents: a page that shows precedents runs a separate command to find them.
    invocation.global.quiet = true;
    let state = &request.state;
    let command: Box<dyn Command> = invocation.action.into();
    let shows_persons = request.role > Role::Reader;
    let is_on_terminal = shows_persons && out.audience().is_for_readers();
    let mut context = Context {
        path: state.config.path.clone(),
        attachments: Some(attachments),
        pasts: &state.pasts,
        out,
        progress: &mut |_| {},
        today: &fixed_today(),
        now: &jiff::Timestamp::now,
        identity: &|| (state.config.user.clone(), state.config.host.clone()),
        lang: request.lang,
        global: invocation.global,
        is_on_terminal,
        clearance: Clearance::Site { persons: shows_persons },
        // Close the register after each command, because a server that kept its read locks would block writers.
        is_last_use: false,
        time: PointInTime::default(),
        serve: None,
        outcome: Outcome::default(),
    };
    command::run(command, &mut context).map_err(|error| Box::new(failure(&error, request)))
}

/// Converts an error to one that visitors may see. The result does not reveal where files are on this computer.
pub fn failure(error: &anyhow::Error, request: &RequestContext) -> Failure {
    let path = request.state.config.path.display().to_string();
    let failure = register::explain(error, &path).unwrap_or_else(|| Failure::from_error(error));
    match failure.kind {
        // A full disk or an unusable file is an error of the server, not of the request.
        FailureKind::StorageFull => Failure::new(Exit::Io, messages::NO_ROOM.into()).with_kind(failure.kind),
        FailureKind::NamesFile => Failure::new(Exit::Io, messages::FILE_UNUSABLE.into()),
        _ => failure,
    }
}

/// Runs a command, and writes its output in the given format to a temporary file.
pub fn run_to_file(
    request: &RequestContext,
    args: &[String],
    format: Format,
) -> Result<(Outcome, Spool), Box<Failure>> {
    run_to_file_on(request, args, None, format)
}

/// Like [`run_to_file`], for a command that changes records of which the client read the version `seen`.
pub fn run_to_file_on(
    request: &RequestContext,
    args: &[String],
    seen: Option<SeenVersion>,
    format: Format,
) -> Result<(Outcome, Spool), Box<Failure>> {
    let mut file = Spool::new(&request.visitor);
    let options = RenderOptions::for_file(request.lang);
    let failed = |error: anyhow::Error| Box::new(failure(&error, request));
    let command: Box<dyn Command> = parse(args, request.lang)?.action.into();
    command.check_format(format).map_err(failed)?;
    let outcome = {
        let out: Box<dyn Write + '_> = Box::new(&mut file);
        let mut sink = view::create_sink(format, options, out).map_err(failed)?;
        let outcome = run_command_on(request, args, seen, &mut *sink)?;
        sink.finish().map_err(failed)?;
        outcome
    };
    Ok((outcome, file))
}

pub fn run_to_rows(request: &RequestContext, args: &[String]) -> Result<DataRows, Box<Failure>> {
    let mut rows = DataRows::default();
    run_command(request, args, &mut rows)?;
    Ok(rows)
}

/// Counts obstacles. The options are those of `count`, without those that group.
pub fn count_obstacles(
    request: &RequestContext,
    options: impl IntoIterator<Item = String>,
) -> Result<u64, Box<Failure>> {
    let state = &request.state;
    state.counts.get(&state.config.path, SiteCommand::Count.args(options, []), |args| {
        Ok(run_to_rows(request, args)?.value("obstacles").and_then(|count| count.parse().ok()).unwrap_or_default())
    })
}
