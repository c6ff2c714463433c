//! The page of a journal entry with all its changes, and the page that undoes the entry.

use super::command_runner::run_command;
use super::page::{self, link, notice};
use super::query::{Allowed, page_param};
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::roles::Role;
use super::sinks::{DataRows, EventBuffer, RowRange};
use super::site_command::SiteCommand;
use super::state::AppState;
use crate::command::Outcome;
use crate::failure::{Exit, Failure};
use crate::i18n::site as messages;
use crate::rows::{Event, Sink as _};
use crate::view::site_page::{Form, Frame, Notice, NoticeKind, entry_path};
use anyhow::Result;
use axum::http::StatusCode;

const CHANGES_PER_PAGE: u64 = 200;

/// Returns the number of the entry in the path; `None` if it is not a number.
fn number(request: &RequestContext) -> Option<i64> {
    request.param(0).parse().ok()
}

/// The page of a journal entry.
pub fn entry(request: &RequestContext) -> Result<Reply> {
    if let Some(reply) = (Allowed { own: &["page", "format"], ..Allowed::default() }).reject(request) {
        return reply;
    }
    let Some(entry) = number(request) else { return page::not_found(request) };
    let args = SiteCommand::History.args([format!("--entry={entry}")], []);
    if let Some(reply) = page::download(request, &args, &format!("history-{entry}")) {
        return reply;
    }
    let mut frame = page::frame(request);
    frame.downloads = page::data_links(request);
    let changes = match changes(request, entry, &mut frame) {
        Ok(changes) => changes,
        Err(failure) => return page::error(request, &failure),
    };
    if !changes.is_empty() && request.is_allowed(Role::Admin) {
        frame.actions.push(link(request.localize(messages::UNDO), format!("{}/undo", entry_path(entry))));
    }
    page::render(request, StatusCode::OK, frame, |out| changes.replay(out))
}

/// Returns the changes of an entry that belong on the page.
fn changes(request: &RequestContext, entry: i64, frame: &mut Frame) -> Result<EventBuffer, Box<Failure>> {
    let page = page_param(request).map_err(|problem| Box::new(Failure::usage(problem)))?;
    let mut rows = EventBuffer::default();
    let skip = page.saturating_sub(1).saturating_mul(CHANGES_PER_PAGE);
    let mut range = RowRange { inner: &mut rows, skip, limit: CHANGES_PER_PAGE, count: 0 };
    let result = run_command(request, &SiteCommand::History.args([format!("--entry={entry}")], []), &mut range);
    let has_more = range.has_more();
    match result {
        Err(_) if has_more => rows.emit(Event::End).map_err(|error| Box::new(Failure::from_error(&error)))?,
        Ok(outcome) if rows.is_empty() => frame.lines.extend(page::notice_lines(request, outcome)),
        Ok(_) => {}
        Err(failure) => return Err(failure),
    }
    frame.pages = page::page_links(request, page, has_more);
    Ok(rows)
}

/// Undoes an entry, or only finds out whether it can be undone.
fn run(request: &RequestContext, entry: i64, is_dry_run: bool) -> Result<Outcome, Box<Failure>> {
    let dry_run = is_dry_run.then(|| "--dry-run".to_owned());
    run_command(request, &SiteCommand::Undo.args(dry_run, [entry.to_string()]), &mut DataRows::default())
}

/// The page that shows what will be undone, with the button that undoes it.
pub fn show_undo(request: &RequestContext) -> Result<Reply> {
    if let Some(reply) = (Allowed { own: &["page"], ..Allowed::default() }).reject(request) {
        return reply;
    }
    let Some(entry) = number(request) else { return page::not_found(request) };
    undo_page(request, entry, StatusCode::OK, None)
}

fn undo_page(request: &RequestContext, entry: i64, status: StatusCode, problem: Option<Notice>) -> Result<Reply> {
    let mut frame = page::frame(request);
    frame.notices.extend(problem);
    frame.about = Some(link(request.localize(messages::view_entry(entry)), entry_path(entry)));
    let status = match run(request, entry, true) {
        Ok(outcome) => {
            let records = outcome.undone.unwrap_or_default();
            frame.before.push(Form {
                id: "undo".to_owned(),
                lines: vec![request.localize(messages::undo_restores(records))],
                action: format!("{}/undo", entry_path(entry)),
                hidden: vec![request.csrf_field(), ("once".to_owned(), AppState::new_form_token())],
                send: request.localize(messages::UNDO),
                ..Form::default()
            });
            status
        }
        // That an entry cannot be undone is what the page has to say, and no mistake of the visitor.
        Err(failure) if failure.exit == Exit::Data => {
            frame.notices.push(notice(NoticeKind::Note, page::problem_text(request, &failure)));
            status
        }
        Err(failure) => return page::error(request, &failure),
    };
    let changes = match changes(request, entry, &mut frame) {
        Ok(changes) => changes,
        Err(failure) => return page::error(request, &failure),
    };
    page::render(request, status, frame, |out| {
        changes.replay(out)?;
        out.title(&messages::undo_title(entry))
    })
}

/// Undoes an entry, once however often the form is submitted.
pub fn undo(request: &RequestContext) -> Result<Reply> {
    let Some(entry) = number(request) else { return page::not_found(request) };
    if request.is_stale_form {
        let expired = notice(NoticeKind::Wrong, request.localize(messages::FORM_EXPIRED));
        return undo_page(request, entry, StatusCode::FORBIDDEN, Some(expired));
    }
    let fields = request.form().iter().filter(|(name, _)| name != "csrf");
    let creation = value_of(request.form(), "once").map(|_| request.state.created.begin(&request.path, fields));
    if let Some(url) = creation.as_ref().and_then(|creation| creation.existing_url()) {
        return Ok(Reply::redirect_with(url, request.localize(messages::undone_already(entry))));
    }
    match run(request, entry, false) {
        Ok(outcome) => {
            let location = "/history".to_owned();
            if let Some(creation) = creation {
                creation.finish(location.clone());
            }
            Ok(Reply::redirect_with(location, page::flash_message(request, outcome)))
        }
        Err(failure) => page::error(request, &failure),
    }
}
