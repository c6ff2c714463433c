//! The two search pages: full-text search, and the search for precedents that answer a question.

use super::action::required_role;
use super::command_runner::run_command;
use super::filter_form::{filter_bar, option_args, url};
use super::page;
use super::query::Allowed;
use super::record_lookup::{TermCache, find_record};
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::roles::Role;
use super::sinks::{EventBuffer, SectionSink};
use super::site_command::SiteCommand;
use super::ticks::ticks;
use crate::command::{NoticeKind, Outcome, search_results};
use crate::i18n::site as messages;
use crate::record::{Entity, number};
use crate::view::site_page::{Control, Field, Form, record_path};
use anyhow::Result;
use axum::http::StatusCode;

pub fn search(request: &RequestContext) -> Result<Reply> {
    let command = SiteCommand::Search;
    let allowed = Allowed { command: Some(command), own: &["q", "format"], ..Allowed::default() };
    if let Some(reply) = allowed.reject(request) {
        return reply;
    }
    let text = value_of(&request.query, "q").unwrap_or_default();
    let mut frame = page::frame(request);
    // Without words, this is the list.
    if text.is_empty() && request.query.iter().any(|(name, value)| name != "q" && !value.trim().is_empty()) {
        let is_kept = |(name, _): &&(String, String)| !matches!(name.as_str(), "q" | "limit");
        return Ok(Reply::redirect(url("/obstacles", request.query.iter().filter(is_kept))));
    }
    if text.is_empty() {
        frame.lines.push(request.localize(messages::EMPTY_QUERY));
        return page::render_title(request, frame, messages::SEARCH);
    }
    // If the query is the number of an existing record, redirect to the page of that record.
    if let Some((entity, found)) = number::parse_any(text.trim())
        && text.trim().starts_with(char::is_alphabetic)
        && let Some(location) = record_path(&number::format(entity, found))
        && find_record(request, entity, text.trim()).is_some()
    {
        return Ok(Reply::redirect(location));
    }
    let mut options = option_args(request, command, &[]);
    if value_of(&request.query, "limit").is_none() {
        options.push("--limit=25".to_owned());
    }
    let args = command.args(options, [text.to_owned()]);
    if let Some(reply) = page::download(request, &args, "search") {
        return reply;
    }
    let list = SiteCommand::List(Entity::Obstacle);
    let filter = filter_bar(request, list, &["sort"], vec![words_field(request)], &mut TermCache::default());
    let mut rows = EventBuffer::default();
    match run_command(request, &args, &mut SectionSink(&mut rows)) {
        Ok(outcome) => frame.lines = relevant_notices(request, outcome),
        Err(error) => return page::error_with_filter(request, &error, filter),
    }
    let asked = ("text".to_owned(), text.to_owned());
    frame.actions.push(page::link(request.localize(messages::ASK), url("/similar", [&asked])));
    frame.filter = Some(filter);
    if !rows.is_empty() {
        frame.downloads = page::download_links(request);
    }
    if request.is_allowed(required_role(Entity::Obstacle)) {
        let found = rows.first_cells("number");
        let obstacles: Vec<&str> =
            found.into_iter().filter(|number| number::parse_strict(Entity::Obstacle, number).is_some()).collect();
        frame.ticks = ticks(request, request, &obstacles, None);
    }
    page::render(request, StatusCode::OK, frame, |out| {
        out.title(&search_results(&[text.to_owned()]))?;
        rows.replay(out)
    })
}

/// The field of a filter for the words to search for.
pub fn words_field(request: &RequestContext) -> Field {
    Field {
        name: "q".to_owned(),
        label: request.localize(messages::WORDS),
        value: value_of(&request.query, "q").unwrap_or_default().to_owned(),
        ..Field::default()
    }
}

/// Finds precedents for a question in the user's own words.
pub fn similar(request: &RequestContext) -> Result<Reply> {
    if let Some(reply) = (Allowed { own: &["text", "format"], ..Allowed::default() }).reject(request) {
        return reply;
    }
    let text = value_of(request.form(), "text").or_else(|| value_of(&request.query, "text"));
    let mut frame = page::frame(request);
    frame.before.push(Form {
        id: "ask".to_owned(),
        action: "/similar".to_owned(),
        hidden: vec![request.csrf_field()],
        fields: vec![Field {
            name: "text".to_owned(),
            label: request.localize(messages::ASK),
            control: Control::Text,
            value: text.unwrap_or_default().to_owned(),
            is_required: true,
            ..Field::default()
        }],
        send: request.localize(messages::SEARCH),
        alternative: request
            .is_allowed(Role::Officer)
            .then(|| (request.localize(messages::LOG_QUESTION), "/import".to_owned())),
        ..Form::default()
    });
    let Some(text) = text else { return page::render_title(request, frame, messages::ASK) };
    // The script in the page asks for fewer results while the user is typing.
    let limit = value_of(request.form(), "limit").and_then(|limit| limit.parse::<u8>().ok());
    let args = SiteCommand::Similar.args(limit.map(|limit| format!("--limit={limit}")), [text.to_owned()]);
    if let Some(reply) = page::download(request, &args, "similar") {
        return reply;
    }
    let mut rows = EventBuffer::default();
    match run_command(request, &args, &mut SectionSink(&mut rows)) {
        Ok(outcome) => {
            if request.is_allowed(Role::Officer) {
                frame.suggestions = page::suggestion_links(request, &outcome.suggestions, "/obstacles/new");
            }
            frame.lines = relevant_notices(request, outcome);
        }
        Err(error) => frame.notices.push(page::error_notice(request, &error)),
    }
    if value_of(request.form(), "text").is_none() {
        frame.downloads = page::data_links(request);
    }
    page::render(request, StatusCode::OK, frame, |out| {
        out.title(&messages::PRECEDENTS.into())?;
        rows.replay(out)
    })
}

/// Keeps the notices about the search results, and drops those about command-line options.
pub fn relevant_notices(request: &RequestContext, mut outcome: Outcome) -> Vec<String> {
    outcome.notices.retain(|notice| matches!(notice.kind, NoticeKind::NothingFound | NoticeKind::TooVague));
    page::notice_lines(request, outcome)
}
