//! The page on which a receipt is checked. It is a form that changes nothing, because a receipt is too long for an
//! address.

use super::command_runner::run_command;
use super::page::{self, notice};
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::sinks::LineSink;
use super::site_command::SiteCommand;
use crate::failure::{Exit, Failure};
use crate::i18n::{site as messages, site_admin as admin};
use crate::view::site_page::{Control, Field, Form, Notice, NoticeKind};
use anyhow::Result;
use axum::http::StatusCode;

pub fn show(request: &RequestContext) -> Result<Reply> {
    render(request, StatusCode::OK, Vec::new())
}

pub fn check(request: &RequestContext) -> Result<Reply> {
    if request.is_stale_form {
        let expired = notice(NoticeKind::Wrong, request.localize(messages::FORM_EXPIRED));
        return render(request, StatusCode::FORBIDDEN, vec![expired]);
    }
    let failed =
        |failure: &Failure| render(request, page::http_status(failure), vec![page::error_notice(request, failure)]);
    let Some(receipt) = value_of(request.form(), "receipt") else {
        return failed(&Failure::usage(admin::RECEIPT_EMPTY.into()));
    };
    let mut lines = LineSink::default();
    match run_command(request, &SiteCommand::Receipt.args([], [receipt.to_owned()]), &mut lines) {
        Ok(outcome) => {
            let kind = if outcome.exit == Exit::Success { NoticeKind::Result } else { NoticeKind::Wrong };
            let remarks = page::notice_lines(request, outcome).into_iter();
            let results = lines.0.into_iter().map(|line| notice(kind, request.localize(line)));
            render(
                request,
                StatusCode::OK,
                results.chain(remarks.map(|line| notice(NoticeKind::Result, line))).collect(),
            )
        }
        Err(failure) => failed(&failure),
    }
}

fn render(request: &RequestContext, status: StatusCode, notices: Vec<Notice>) -> Result<Reply> {
    let mut frame = page::frame(request);
    frame.notices.extend(notices);
    frame.lines.push(request.localize(admin::RECEIPTS_EXPLANATION));
    frame.before.push(Form {
        id: "check".to_owned(),
        action: "/receipts".to_owned(),
        hidden: vec![request.csrf_field()],
        fields: vec![Field {
            name: "receipt".to_owned(),
            label: request.localize(admin::RECEIPT),
            help: request.localize(admin::RECEIPT_HELP),
            control: Control::Text,
            value: value_of(request.form(), "receipt").unwrap_or_default().to_owned(),
            is_required: true,
            ..Field::default()
        }],
        send: request.localize(admin::RECEIPT_SEND),
        ..Form::default()
    });
    page::render_status(request, status, frame, admin::RECEIPTS)
}
