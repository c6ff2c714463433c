//! The page with the snapshots, and the form that makes one.

use super::command_runner::run_command;
use super::page::{self, notice};
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::roles::Role;
use super::sinks::EventBuffer;
use super::site_command::SiteCommand;
use super::state::AppState;
use crate::failure::Failure;
use crate::i18n::{site as messages, site_admin as admin};
use crate::view::site_page::{CodeLinks, Field, Form, Notice, NoticeKind};
use anyhow::Result;
use axum::http::StatusCode;

const PAGE: &str = "/snapshots";
/// Names that the command `snapshot` reads as a request for the list.
const RESERVED: &[&str] = &["list", "ls"];

pub fn list(request: &RequestContext) -> Result<Reply> {
    if let Some(reply) = page::download(request, &SiteCommand::Snapshot.args([], []), "snapshots") {
        return reply;
    }
    render(request, StatusCode::OK, None)
}

pub fn make(request: &RequestContext) -> Result<Reply> {
    let wrong = |text: String| Some(notice(NoticeKind::Wrong, text));
    if request.is_stale_form {
        return render(request, StatusCode::FORBIDDEN, wrong(request.localize(messages::FORM_EXPIRED)));
    }
    let fields = request.form().iter().filter(|(name, _)| name != "csrf");
    let creation = request.state.created.begin(&request.path, fields);
    if creation.existing_url().is_some() {
        return Ok(Reply::redirect_with(PAGE, request.localize(admin::SNAPSHOT_REPEATED)));
    }
    let failed =
        |failure: &Failure| render(request, page::http_status(failure), Some(page::error_notice(request, failure)));
    let name = value_of(request.form(), "name").unwrap_or_default().trim();
    if name.is_empty() || RESERVED.contains(&name) {
        let text = if name.is_empty() { messages::IS_REQUIRED } else { admin::SNAPSHOT_NAME_TAKEN };
        return failed(&Failure::usage(text.into()));
    }
    let note = value_of(request.form(), "note").map(|note| format!("--note={note}"));
    match run_command(request, &SiteCommand::Snapshot.args(note, [name.to_owned()]), &mut EventBuffer::default()) {
        Ok(outcome) => {
            creation.finish(PAGE.to_owned());
            Ok(Reply::redirect_with(PAGE, page::flash_message(request, outcome)))
        }
        Err(failure) => failed(&failure),
    }
}

fn render(request: &RequestContext, status: StatusCode, problem: Option<Notice>) -> Result<Reply> {
    let mut rows = EventBuffer::default();
    if let Err(failure) = run_command(request, &SiteCommand::Snapshot.args([], []), &mut rows) {
        return page::error(request, &failure);
    }
    let mut frame = page::frame(request);
    frame.notices.extend(problem);
    frame.explanation = vec![request.localize(admin::SNAPSHOTS_EXPLANATION)];
    frame.codes = Some(CodeLinks::Snapshots);
    if request.is_allowed(Role::Admin) {
        frame.after.push(form(request));
    }
    if rows.is_empty() {
        frame.lines.push(request.localize(messages::nothing_found()));
    } else {
        frame.downloads = page::download_links(request);
    }
    page::render(request, status, frame, |out| {
        rows.replay(out)?;
        out.title(&admin::SNAPSHOTS.into())
    })
}

fn form(request: &RequestContext) -> Form {
    let field = |name: &str, label, help: String, is_required| Field {
        name: name.to_owned(),
        label: request.localize(label),
        help,
        value: value_of(request.form(), name).unwrap_or_default().to_owned(),
        is_required,
        ..Field::default()
    };
    let token = value_of(request.form(), "once").map_or_else(AppState::new_form_token, str::to_owned);
    Form {
        id: "snapshot".to_owned(),
        heading: Some(request.localize(admin::SNAPSHOT_ADD)),
        action: PAGE.to_owned(),
        hidden: vec![request.csrf_field(), ("once".to_owned(), token)],
        fields: vec![
            field("name", admin::SNAPSHOT_NAME, request.localize(admin::SNAPSHOT_NAME_HELP), true),
            field("note", admin::SNAPSHOT_NOTE, String::new(), false),
        ],
        send: request.localize(messages::SAVE),
        ..Form::default()
    }
}
