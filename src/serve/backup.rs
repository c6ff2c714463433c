//! The page with the backup and the check of the register.

use super::command_runner::run_command;
use super::page::{self, notice};
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::sinks::{EventBuffer, SectionSink};
use super::site_command::SiteCommand;
use super::spool::{MAX_VISITOR_BYTES, Spool};
use super::work_dir::{WorkDir, is_too_large, register_size};
use crate::failure::{Exit, Failure};
use crate::i18n::{Label, page as page_texts, site as messages, site_admin as admin};
use crate::record::date::today;
use crate::view::site_page::{Form, Frame, NoticeKind};
use anyhow::Result;
use axum::http::StatusCode;

const CONTENT_TYPE: &str = "application/vnd.sqlite3";
const COPY: &str = "register.db";

pub fn show(request: &RequestContext) -> Result<Reply> {
    render(request, StatusCode::OK, page::frame(request), None)
}

/// Offers a checked copy of the register as a download.
pub fn download(request: &RequestContext) -> Result<Reply> {
    if request.is_stale_form {
        return expired(request);
    }
    match copy(request) {
        Ok(file) => {
            Ok(Reply::Download { content_type: CONTENT_TYPE, file_name: format!("ruimte-{}.db", today()), file })
        }
        Err(failure) => failed(request, &failure),
    }
}

fn copy(request: &RequestContext) -> Result<Spool, Box<Failure>> {
    if is_too_large(request) {
        let most = page_texts::file_size(MAX_VISITOR_BYTES, request.lang);
        return Err(Failure::new(Exit::CannotCreate, admin::backup_too_large(most)).into());
    }
    let _turn = request.state.heavy_work.begin()?;
    let dir = WorkDir::new(request, 1)?;
    let path = dir.file(COPY).display().to_string();
    run_command(request, &SiteCommand::Backup.args([], [path]), &mut EventBuffer::default())?;
    dir.into_spool(COPY)
}

/// Checks the register, or searches its texts for personal data.
pub fn check(request: &RequestContext) -> Result<Reply> {
    if request.is_stale_form {
        return expired(request);
    }
    let is_personal = value_of(request.form(), "personal").is_some();
    let args = SiteCommand::Check.args(is_personal.then(|| "--personal".to_owned()), []);
    let mut rows = EventBuffer::default();
    let turn = request.state.heavy_work.begin();
    let outcome = match turn.and_then(|_turn| run_command(request, &args, &mut SectionSink(&mut rows))) {
        Ok(outcome) => outcome,
        Err(failure) => return failed(request, &failure),
    };
    let kind = match outcome.exit {
        _ if is_personal => NoticeKind::Result,
        Exit::Success => NoticeKind::Done,
        _ => NoticeKind::Wrong,
    };
    let mut frame = page::frame(request);
    let lines = page::notice_lines(request, outcome);
    frame.notices.extend(lines.into_iter().map(|line| notice(kind, line)));
    render(request, StatusCode::OK, frame, Some(rows))
}

fn expired(request: &RequestContext) -> Result<Reply> {
    let mut frame = page::frame(request);
    frame.notices.push(notice(NoticeKind::Wrong, request.localize(messages::FORM_EXPIRED)));
    render(request, StatusCode::FORBIDDEN, frame, None)
}

fn failed(request: &RequestContext, failure: &Failure) -> Result<Reply> {
    let mut frame = page::frame(request);
    frame.notices.push(page::error_notice(request, failure));
    render(request, page::http_status(failure), frame, None)
}

fn render(
    request: &RequestContext,
    status: StatusCode,
    mut frame: Frame,
    checked: Option<EventBuffer>,
) -> Result<Reply> {
    let form = |id: &str, path: &str, [heading, what, send]: [Label; 3]| Form {
        id: id.to_owned(),
        heading: Some(request.localize(heading)),
        lines: vec![request.localize(what)],
        action: path.to_owned(),
        hidden: vec![request.csrf_field()],
        send: request.localize(send),
        ..Form::default()
    };
    let mut backup =
        form("backup", "/backup/download", [admin::BACKUP_HEADING, admin::BACKUP_PRIVATE, admin::BACKUP_SEND]);
    let size = page_texts::file_size(register_size(request), request.lang);
    backup.lines.push(request.localize(admin::register_size(size)));
    let check = form("check", "/backup/check", [admin::CHECK_HEADING, admin::CHECK_WHAT, admin::CHECK_SEND]);
    let mut personal = form(
        "personal",
        "/backup/check",
        [admin::CHECK_PERSONAL_HEADING, admin::CHECK_PERSONAL_WHAT, admin::CHECK_PERSONAL_SEND],
    );
    personal.hidden.push(("personal".to_owned(), "1".to_owned()));
    frame.after = vec![backup, check, personal];
    frame.lines.push(request.localize(admin::TAKES_A_WHILE));
    frame.explanation = vec![request.localize(admin::BACKUP_EXPLANATION)];
    page::render(request, status, frame, |out| {
        out.title(&admin::BACKUP.into())?;
        if let Some(rows) = checked.filter(|rows| !rows.is_empty()) {
            out.group(&admin::CHECK_RESULT.into())?;
            rows.replay(out)?;
        }
        Ok(())
    })
}
