//! The pages about persons: the list, the page of a person, and the form that erases a person.

use super::command_runner::run_command;
use super::page::{self, link, notice};
use super::query::{Allowed, page_param};
use super::record_lookup::canonical_key;
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::roles::Role;
use super::sinks::EventBuffer;
use super::site_command::SiteCommand;
use crate::i18n::{site as messages, site_admin as admin};
use crate::record::Entity;
use crate::view::site_page::{Field, Form, NoticeKind};
use anyhow::Result;
use axum::http::StatusCode;

const PERSONS_PER_PAGE: u64 = 50;

pub fn list(request: &RequestContext) -> Result<Reply> {
    if let Some(reply) = (Allowed { own: &["q", "page", "format", "limit"], ..Allowed::default() }).reject(request) {
        return reply;
    }
    let page = match page_param(request) {
        Ok(page) => page,
        Err(problem) => return page::bad_request(request, problem),
    };
    let wanted = value_of(&request.query, "q").map(str::trim);
    let skip = page.saturating_sub(1).saturating_mul(PERSONS_PER_PAGE);
    let list = SiteCommand::List(Entity::Person);
    let mut options = vec!["--sort=name".to_owned()];
    options.extend(wanted.map(|text| format!("--search={text}")));
    let limit = value_of(&request.query, "limit").map(|limit| format!("--limit={limit}"));
    let data = options.iter().cloned().chain(limit);
    if let Some(reply) = page::download(request, &list.args(data, []), "persons") {
        return reply;
    }
    options.extend([format!("--limit={PERSONS_PER_PAGE}"), format!("--skip={skip}")]);
    let mut rows = EventBuffer::default();
    let outcome = match run_command(request, &list.args(options, []), &mut rows) {
        Ok(outcome) => outcome,
        Err(failure) => return page::error(request, &failure),
    };
    let shown = rows.row_count() as u64;
    let mut frame = page::frame(request);
    frame.explanation = vec![request.localize(admin::PERSONS_EXPLANATION)];
    if request.is_allowed(Role::Admin) {
        frame.explanation.push(request.localize(admin::PERSONS_EXPLANATION_ERASE));
    }
    frame.before.push(search_form(request, wanted.unwrap_or_default()));
    if wanted.is_some() {
        frame.actions.push(link(request.localize(admin::ALL_PERSONS), "/persons"));
    }
    let all = (!outcome.more).then(|| skip.saturating_add(shown));
    frame.lines.push(request.localize(page::shown_rows(Entity::Person, skip, shown, all)));
    frame.pages = page::page_links(request, page, outcome.more);
    frame.downloads = page::data_links(request);
    page::render(request, StatusCode::OK, frame, |out| rows.replay(out))
}

fn search_form(request: &RequestContext, value: &str) -> Form {
    Form {
        id: "persons".to_owned(),
        action: "/persons".to_owned(),
        is_query: true,
        fields: vec![Field {
            name: "q".to_owned(),
            label: request.localize(admin::SEARCH_PERSONS),
            value: value.to_owned(),
            ..Field::default()
        }],
        send: request.localize(messages::SEARCH),
        ..Form::default()
    }
}

pub fn person(request: &RequestContext) -> Result<Reply> {
    let Some(key) = canonical_key(Entity::Person, request.param(0)) else { return page::not_found(request) };
    if key != request.param(0) {
        return Ok(Reply::redirect(format!("/persons/{key}")));
    }
    let args = SiteCommand::Show.args([], [key.clone()]);
    if let Some(reply) = page::download(request, &args, &key) {
        return reply;
    }
    let mut rows = EventBuffer::default();
    if let Err(failure) = run_command(request, &args, &mut rows) {
        return page::error(request, &failure);
    }
    let mut frame = page::frame(request);
    if rows.value("erased").is_some() {
        frame.notices.push(notice(NoticeKind::Note, request.localize(admin::ALREADY_ERASED)));
    } else if request.is_allowed(Role::Admin) {
        frame.actions.push(link(request.localize(admin::ERASE), format!("/persons/{key}/erase")));
    }
    frame.actions.push(link(request.localize(admin::WHAT_THEY_DID), format!("/history?actor={key}")));
    frame.downloads = page::data_links(request);
    frame.about = Some(link(request.localize(admin::ALL_PERSONS), "/persons"));
    page::render(request, StatusCode::OK, frame, |out| {
        rows.replay(out)?;
        out.title(&admin::person_title(&key))
    })
}
