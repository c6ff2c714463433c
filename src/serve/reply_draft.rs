//! The page with the draft of a reply to an obstacle: the text to change and to copy, and the same text as a document.

use super::action::required_role;
use super::command_runner::{run_command, run_to_rows};
use super::filter_form::option_args;
use super::page::{self, link, select_option};
use super::query::Allowed;
use super::record_lookup::canonical_key;
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::sinks::EventBuffer;
use super::site_command::SiteCommand;
use crate::failure::FailureKind;
use crate::i18n::{Lang, reply as messages, site};
use crate::record::Entity;
use crate::view::site_page::{Control, Draft, Field, Form, Link, SelectOption};
use anyhow::Result;
use axum::http::StatusCode;

/// The height of the draft on the page, in lines. A longer draft scrolls.
const MIN_ROWS: usize = 8;
const MAX_ROWS: usize = 30;
/// About how many characters fit on a line of the draft.
const LINE_CHARS: usize = 80;

/// A link to the draft of a reply, if the record is an obstacle with an answer.
pub fn draft_link(request: &RequestContext, entity: Entity, record: &EventBuffer, address: &str) -> Option<Link> {
    let is_answered = record.value("answer").is_some() && record.value("void").is_none();
    (entity == Entity::Obstacle && is_answered)
        .then(|| link(request.localize(messages::WRITE_REPLY), format!("{address}/reply")))
}

pub fn reply_draft(request: &RequestContext) -> Result<Reply> {
    let command = SiteCommand::Reply;
    if let Some(reply) = (Allowed { command: Some(command), own: &["format"], ..Allowed::default() }).reject(request) {
        return reply;
    }
    let Some(number) = canonical_key(Entity::Obstacle, request.param(0)) else { return page::not_found(request) };
    let address = format!("/obstacles/{number}");
    let args = command.args(option_args(request, command, &["format"]), [number.clone()]);
    if let Some(reply) = page::download_as(request, &args, &number, &page::DOCUMENT_DOWNLOADS) {
        return reply;
    }
    let mut rows = EventBuffer::default();
    let outcome = match run_command(request, &args, &mut rows) {
        Ok(outcome) => outcome,
        Err(error) if error.kind == FailureKind::Unanswered => return unanswered(request, &number, &address),
        Err(error) => return page::error(request, &error),
    };
    let mut frame = page::frame(request);
    frame.lines = page::notice_lines(request, outcome);
    frame.about = Some(about(request, &number, rows.value("subject").unwrap_or_default(), address.clone()));
    if request.is_allowed(required_role(Entity::Obstacle)) {
        let contact = format!("/contacts/new?kind=email&about={number}");
        frame.actions.push(link(request.localize(messages::RECORD_SENT), contact));
    }
    frame.before.extend(template_form(request, format!("{address}/reply")));
    let text = rows.value("reply").unwrap_or_default().to_owned();
    let lines: usize = text.lines().map(|line| (line.chars().count() / LINE_CHARS).saturating_add(1)).sum();
    frame.draft = Some(Draft {
        label: request.localize(messages::DRAFT),
        help: request.localize(messages::DRAFT_HELP),
        text,
        rows: lines.clamp(MIN_ROWS, MAX_ROWS),
        is_fixed: false,
        copy: request.localize(messages::COPY),
        copied: request.localize(messages::COPIED),
    });
    frame.downloads = page::links_to_downloads(request, &page::DOCUMENT_DOWNLOADS);
    page::render_title(request, frame, messages::title(number))
}

fn about(request: &RequestContext, number: &str, subject: &str, address: String) -> Link {
    Link {
        lang: (request.lang != Lang::Nl && !subject.is_empty()).then_some("nl"),
        ..link(format!("{number} {subject}"), address)
    }
}

/// Explains what is missing, and leads to the form in which the answer can be recorded.
fn unanswered(request: &RequestContext, number: &str, address: &str) -> Result<Reply> {
    let mut frame = page::frame(request);
    frame.lines.push(request.localize(messages::NO_ANSWER));
    frame.about = Some(about(request, number, "", address.to_owned()));
    if request.is_allowed(required_role(Entity::Obstacle)) {
        frame.actions.push(link(request.localize(site::EDIT), format!("{address}/edit")));
    }
    page::render(request, StatusCode::NOT_FOUND, frame, |out| out.title(&messages::title(number)))
}

/// The form that chooses a template, if there are several.
fn template_form(request: &RequestContext, action: String) -> Option<Form> {
    let columns = ["--columns=number,title".to_owned()];
    let args = SiteCommand::List(Entity::ReplyTemplate).args(columns, []);
    let Ok(templates) = run_to_rows(request, &args) else { return None };
    if templates.rows.len() < 2 {
        return None;
    }
    let chosen = value_of(&request.query, "template").unwrap_or_default();
    let option = |row: &Vec<String>| -> SelectOption {
        let value = |name: &str| templates.get(row, name).unwrap_or_default();
        let (number, title) = (value("number"), value("title"));
        let is_chosen = [number, title].iter().any(|known| known.eq_ignore_ascii_case(chosen.trim()));
        select_option(number, format!("{number} {title}"), is_chosen)
    };
    Some(Form {
        id: "template".to_owned(),
        action,
        is_query: true,
        fields: vec![Field {
            name: "template".to_owned(),
            label: request.localize(messages::TEMPLATE_CHOICE),
            control: Control::Select,
            options: templates.rows.iter().map(option).collect(),
            ..Field::default()
        }],
        send: request.localize(site::SHOW),
        ..Form::default()
    })
}
