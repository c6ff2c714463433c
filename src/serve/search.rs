//! What is found: by words, and what was answered before.

use super::command_runner::{command_args, run_command};
use super::filter_form::option_args;
use super::form_fields::{FormCommand, TermCache};
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::sinks::{EventBuffer, SectionSink};
use crate::command::{Notice, NoticeKind, Outcome};
use crate::i18n::site as messages;
use crate::record::{Entity, number};
use crate::view::site_page::{Control, Field, Form, record_path};
use anyhow::Result;
use axum::http::StatusCode;

/// What was found by words.
pub fn search(request: &RequestContext) -> Result<Reply> {
    if let Some(reply) = request.reject_unknown("search", &["q", "format"], &[]) {
        return reply;
    }
    let text = value_of(&request.query, "q").unwrap_or_default();
    let mut frame = request.frame();
    if text.trim().is_empty() {
        frame.lines.push(request.localize(messages::EMPTY_QUERY));
        return request.page(StatusCode::OK, frame, |out| out.title(&messages::SEARCH.into()));
    }
    // The number of a record leads to it.
    if let Some((entity, found)) = number::parse_any(text.trim())
        && text.trim().starts_with(char::is_alphabetic)
        && let Some(to) = record_path(&number::format(entity, found))
        && request.find_record(entity, text.trim()).is_some()
    {
        return Ok(Reply::Redirect(to, None));
    }
    let mut options = option_args(request, "search", &[]);
    if value_of(&request.query, "limit").is_none() {
        options.push("--limit=25".to_owned());
    }
    let args = command_args("search", options, vec![text.to_owned()]);
    if let Some(reply) = request.download(&args, "search") {
        return reply;
    }
    let mut rows = EventBuffer::default();
    match run_command(request, &args, None, &mut rows) {
        Ok(outcome) => frame.lines = relevant_notices(request, outcome),
        Err(error) => return request.error_page(&error),
    }
    let mut form = request.filter_form(
        &FormCommand { entity: Entity::Obstacle, command: "list".to_owned() },
        &["sort"],
        &mut TermCache::default(),
    );
    form.hidden.push(("q".to_owned(), text.to_owned()));
    frame.before.push(form);
    frame.downloads = request.download_links();
    request.page(StatusCode::OK, frame, |out| rows.replay(out))
}

/// What was answered before: of a question in somebody's own words.
pub fn similar(request: &RequestContext) -> Result<Reply> {
    let text = value_of(request.form(), "text")
        .or_else(|| value_of(&request.query, "text"))
        .unwrap_or_default()
        .to_owned();
    let mut frame = request.frame();
    frame.before.push(Form {
        id: "ask".to_owned(),
        action: "/similar".to_owned(),
        hidden: vec![("csrf".to_owned(), request.state.csrf_token(&request.name))],
        fields: vec![Field {
            name: "text".to_owned(),
            label: request.localize(messages::ASK),
            control: Control::Text,
            value: text.clone(),
            is_required: true,
            ..Field::default()
        }],
        send: request.localize(messages::SEARCH),
        ..Form::default()
    });
    if text.trim().is_empty() {
        return request.page(StatusCode::OK, frame, |out| out.title(&messages::ASK.into()));
    }
    let mut rows = EventBuffer::default();
    // While a question is typed a few will do.
    let limit = value_of(request.form(), "limit").and_then(|limit| limit.parse::<u8>().ok());
    let options = limit.map(|limit| format!("--limit={limit}")).into_iter().collect();
    match run_command(
        request,
        &command_args("similar", options, vec![text]),
        None,
        &mut SectionSink(&mut rows),
    ) {
        Ok(outcome) => frame.lines = relevant_notices(request, outcome),
        Err(error) => frame.notices.push(request.error_notice(&error)),
    }
    request.page(StatusCode::OK, frame, |out| {
        out.title(&messages::PRECEDENTS.into())?;
        rows.replay(out)
    })
}

/// The notices of a search, without those about options of a command line.
fn relevant_notices(request: &RequestContext, outcome: Outcome) -> Vec<String> {
    let is_relevant =
        |notice: &Notice| matches!(notice.kind, NoticeKind::NothingFound | NoticeKind::TooVague);
    let notices = outcome.notices.into_iter().filter(is_relevant);
    notices.map(|notice| request.localize(notice.text)).collect()
}
