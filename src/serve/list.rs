//! The lists of records with their filters, and the journal; each also as a file.

use super::action;
use super::command_runner::{command_args, run_command, run_to_rows};
use super::filter_form::{number_param, option_args};
use super::form_fields::{FormCommand, TermCache};
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::sinks::{EventBuffer, LimitSink};
use crate::i18n::site as messages;
use crate::record::Entity;
use crate::view::site_page::{Control, Link};
use anyhow::Result;
use axum::http::StatusCode;

/// So many rows stand on a page.
const ROWS_PER_PAGE: u64 = 50;
/// So many entries of the journal stand on a page.
const ENTRIES_PER_PAGE: u64 = 25;
/// What an address may ask for besides what the command takes.
const PAGE_PARAMS: &[&str] = &["page", "format"];
/// What the command takes and a page settles by itself.
const PAGING_OPTIONS: &[&str] = &["limit", "skip"];

/// The command that lists a kind of record.
pub fn list_command(entity: Entity) -> String {
    if entity == Entity::Obstacle { "list".to_owned() } else { format!("{} list", entity.singular()) }
}

/// The list of a kind of record.
pub fn list(request: &RequestContext, entity: Entity) -> Result<Reply> {
    let command = list_command(entity);
    if let Some(reply) = request.reject_unknown(&command, PAGE_PARAMS, PAGING_OPTIONS) {
        return reply;
    }
    let args = command_args(&command, option_args(request, &command, PAGING_OPTIONS), Vec::new());
    if let Some(reply) = request.download(&args, entity.plural()) {
        return reply;
    }
    let page = match value_of(&request.query, "page") {
        Some(_) => number_param(request, "page"),
        None => 1,
    };
    if page == 0 {
        return request.bad_request_page(messages::invalid_value("page"));
    }
    let skip = page.saturating_sub(1).saturating_mul(ROWS_PER_PAGE);
    let mut page_args = args;
    // One more than is shown tells whether there are more.
    page_args.extend([format!("--limit={}", ROWS_PER_PAGE.saturating_add(1)), format!("--skip={skip}")]);
    // The rows are read before what stands around them is known.
    let mut rows = EventBuffer::default();
    let mut limited = LimitSink { inner: &mut rows, limit: ROWS_PER_PAGE, count: 0 };
    if let Err(error) = run_command(request, &page_args, None, &mut limited) {
        return request.error_page(&error);
    }
    let (shown, more) = (limited.count.min(ROWS_PER_PAGE), limited.count > ROWS_PER_PAGE);
    let mut frame = request.frame();
    frame.before.push(request.filter_form(
        &FormCommand { entity, command: command.clone() },
        &[],
        &mut TermCache::default(),
    ));
    frame.actions = add_links(request, entity);
    if request.is_allowed(action::required_role(entity)) && entity.prefix().is_none() {
        frame.terms = Some(entity.plural());
    }
    frame.pages = request.page_links(page, more);
    frame.downloads = request.download_links();
    let (from, to) = (skip.saturating_add(1), skip.saturating_add(shown));
    frame.lines.push(request.localize(match (shown, obstacle_count(request, entity)) {
        (0, _) => messages::nothing_found(),
        (_, Some(all)) => messages::range_of_total(from, to, all),
        (_, None) => messages::range(from, to),
    }));
    request.page(StatusCode::OK, frame, |out| rows.replay(out))
}

/// How many obstacles are meant.
fn obstacle_count(request: &RequestContext, entity: Entity) -> Option<String> {
    if entity != Entity::Obstacle {
        return None;
    }
    let args = command_args("count", option_args(request, "count", &["by"]), Vec::new());
    run_to_rows(request, &args).ok()?.value("obstacles").map(str::to_owned)
}

/// Where a record of that kind can be added.
fn add_links(request: &RequestContext, entity: Entity) -> Vec<Link> {
    let required_role = action::required_role(entity);
    let mut links = Vec::new();
    if request.is_allowed(required_role) {
        links.push(Link {
            text: request.localize(action::add_label(entity)),
            href: format!("/{}/new", entity.plural()),
            ..Link::default()
        });
    }
    if entity == Entity::Obstacle {
        links.push(Link {
            text: request.localize(messages::COUNT),
            href: "/count".to_owned(),
            ..Link::default()
        });
        links.push(Link {
            text: request.localize(messages::ASK),
            href: "/similar".to_owned(),
            ..Link::default()
        });
    }
    links
}

/// The journal.
pub fn history(request: &RequestContext) -> Result<Reply> {
    if let Some(reply) = request.reject_unknown("history", &["format", "records"], &[]) {
        return reply;
    }
    let records: Vec<String> = value_of(&request.query, "records")
        .map(|text| text.split([',', ';', ' ']).filter(|text| !text.is_empty()).map(str::to_owned).collect())
        .unwrap_or_default();
    let mut options = option_args(request, "history", &["limit"]);
    let command = FormCommand { entity: Entity::Person, command: "history".to_owned() };
    if let Some(reply) =
        request.download(&command_args("history", options.clone(), records.clone()), "history")
    {
        return reply;
    }
    let limit = if value_of(&request.query, "limit").is_some() {
        number_param(request, "limit")
    } else {
        ENTRIES_PER_PAGE
    };
    options.push(format!("--limit={limit}"));
    let mut rows = EventBuffer::default();
    let args = command_args("history", options, records);
    let outcome = match run_command(request, &args, None, &mut rows) {
        Ok(outcome) => outcome,
        Err(error) => return request.error_page(&error),
    };
    let mut frame = request.frame();
    let mut form = request.filter_form(&command, &["entry"], &mut TermCache::default());
    for field in form.fields.iter_mut().filter(|field| matches!(field.name.as_str(), "since" | "until")) {
        field.control = Control::Date;
        field.help = String::new();
    }
    frame.before.push(form);
    frame.downloads = request.download_links();
    if outcome.more {
        let limit = limit.saturating_mul(4);
        frame.pages = vec![Link {
            text: request.localize(messages::NEXT),
            href: request.url_with_query("limit", &limit.to_string()),
            ..Link::default()
        }];
    }
    request.page(StatusCode::OK, frame, |out| rows.replay(out))
}
