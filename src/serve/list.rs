//! Pages with filters and pagination: lists of records, and the journal.

use super::action::{add_label, is_importable, required_role};
use super::command_runner::{count_obstacles, run_command};
use super::filter_form::{default_sort, filter_bar, option_args, url};
use super::list_columns::{column_picker, sort_links, usual_columns};
use super::page::{self, link};
use super::query::{Allowed, number_param, page_param};
use super::record_lookup::TermCache;
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::search::words_field;
use super::sinks::EventBuffer;
use super::site_command::SiteCommand;
use super::ticks::ticks;
use super::views::{self, ViewWords};
use crate::i18n::{import_page, site as messages};
use crate::record::Entity;
use crate::view::site_page::{CodeLinks, Control};
use anyhow::Result;
use axum::http::StatusCode;

const ROWS_PER_PAGE: u64 = 50;
const ENTRIES_PER_PAGE: u64 = 25;
const MAX_ENTRIES_PER_PAGE: u64 = 100;
/// Command options that the server derives from the page number. The query cannot set them.
const PAGING_OPTIONS: &[&str] = &["limit", "skip"];

pub fn list(request: &RequestContext, entity: Entity) -> Result<Reply> {
    let command = SiteCommand::List(entity);
    if entity == Entity::Obstacle && value_of(&request.query, "q").is_some() {
        return Ok(Reply::redirect(search_url(request)));
    }
    let allowed = Allowed {
        command: Some(command),
        excluded: PAGING_OPTIONS,
        own: &["page", "format", "q"],
        ..Allowed::default()
    };
    if let Some(reply) = allowed.reject(request) {
        return reply;
    }
    // A form also sends its empty fields. Without them, the address says what the page shows.
    if request.query.iter().any(|(_, value)| value.is_empty()) {
        return Ok(Reply::redirect(url(&request.path, &request.query)));
    }
    // The links to other pages and languages keep the view, and the filter shows its conditions.
    let original = request;
    let started = if entity == Entity::Obstacle { views::start(request) } else { None };
    let view = started.as_ref().and_then(|started| started.view.as_deref());
    let request = started.as_ref().map_or(original, |started| &started.request);
    let default_sort = default_sort(entity).filter(|_| value_of(&request.query, "sort").is_none());
    let mut args = command.args(option_args(request, command, PAGING_OPTIONS), []);
    args.extend(default_sort.map(|sort| format!("--sort={sort}")));
    if let Some(reply) = page::download(request, &args, entity.plural()) {
        return reply;
    }
    let page = match page_param(request) {
        Ok(page) => page,
        Err(problem) => return page::bad_request(request, problem),
    };
    let skip = page.saturating_sub(1).saturating_mul(ROWS_PER_PAGE);
    args.extend([format!("--limit={ROWS_PER_PAGE}"), format!("--skip={skip}")]);
    if let Some(columns) = usual_columns(entity).filter(|_| value_of(&request.query, "columns").is_none()) {
        args.push(format!("--columns={columns}"));
    }
    let own = if entity == Entity::Obstacle { vec![words_field(request)] } else { Vec::new() };
    let mut filter = filter_bar(request, command, &[], own, &mut TermCache::default());
    let mut rows = EventBuffer::default();
    let result = match entity {
        Entity::View => run_command(request, &args, &mut ViewWords::new(request, &mut rows)),
        _ => run_command(request, &args, &mut rows),
    };
    let outcome = match result {
        Ok(outcome) => outcome,
        Err(error) => return page::error_with_filter(original, &error, filter),
    };
    let shown = rows.row_count() as u64;
    let obstacles = obstacle_count(request, entity);
    let mut frame = page::frame(original);
    if entity == Entity::View {
        // The list is short, and its headers sort it.
        (filter.fields, filter.groups) = (Vec::new(), Vec::new());
    }
    filter.columns = Some(column_picker(request, entity, &rows.columns()));
    frame.sort_links = sort_links(request, entity);
    let may_add = request.is_allowed(required_role(entity));
    if may_add {
        let href = format!("/{}/new", entity.plural());
        frame.actions.push(link(request.localize(add_label(entity)), href));
        if is_importable(entity) {
            let import = format!("/import?kind={}", entity.plural());
            frame.actions.push(link(request.localize(import_page::IMPORT), import));
        }
    }
    if entity == Entity::Obstacle {
        frame.actions.push(link(request.localize(messages::COUNT), "/count"));
        frame.actions.push(link(request.localize(messages::ASK), "/similar"));
    }
    frame.views = match entity {
        Entity::Obstacle => Some(views::links(request, view, Some(request))),
        Entity::View => Some(views::links(request, None, None)).filter(|views| !views.links.is_empty()),
        _ => None,
    };
    if entity == Entity::Obstacle && may_add {
        frame.ticks = ticks(original, request, &rows.first_cells("number"), obstacles);
    }
    frame.codes = (may_add && entity.prefix().is_none()).then(|| CodeLinks::Terms(entity.plural()));
    frame.pages = page::page_links(original, page, outcome.more);
    frame.downloads = page::download_links(original);
    let all = obstacles.or_else(|| (!outcome.more).then(|| skip.saturating_add(shown)));
    filter.summary = Some(request.localize(page::shown_rows(entity, skip, shown, all)));
    frame.filter = Some(filter);
    page::render(request, StatusCode::OK, frame, |out| rows.replay(out))
}

/// The address of the search for the words in the filter, with its other conditions.
fn search_url(request: &RequestContext) -> String {
    let is_kept = |(name, _): &&(String, String)| !matches!(name.as_str(), "page" | "sort" | "columns");
    url("/search", request.query.iter().filter(is_kept))
}

fn obstacle_count(request: &RequestContext, entity: Entity) -> Option<u64> {
    let options = (entity == Entity::Obstacle).then(|| option_args(request, SiteCommand::Count, &["by"]))?;
    count_obstacles(request, options).ok()
}

pub fn history(request: &RequestContext) -> Result<Reply> {
    let command = SiteCommand::History;
    let allowed = Allowed {
        command: Some(command),
        excluded: &["skip"],
        own: &["format", "page", "records"],
        ..Allowed::default()
    };
    if let Some(reply) = allowed.reject(request) {
        return reply;
    }
    let records: Vec<String> = value_of(&request.query, "records")
        .map(|text| text.split([',', ';', ' ']).filter(|text| !text.is_empty()).map(str::to_owned).collect())
        .unwrap_or_default();
    let mut options = option_args(request, command, PAGING_OPTIONS);
    if let Some(reply) = page::download(request, &command.args(options.clone(), records.clone()), "history") {
        return reply;
    }
    let limit = number_param(request, "limit", ENTRIES_PER_PAGE)
        .ok()
        .filter(|limit| (1..=MAX_ENTRIES_PER_PAGE).contains(limit));
    let Some(limit) = limit else {
        return page::bad_request(request, messages::limit_out_of_range(MAX_ENTRIES_PER_PAGE));
    };
    let page = match page_param(request) {
        Ok(page) => page,
        Err(problem) => return page::bad_request(request, problem),
    };
    let skip = page.saturating_sub(1).saturating_mul(limit);
    options.extend([format!("--limit={limit}"), format!("--skip={skip}")]);
    let mut rows = EventBuffer::default();
    let mut filter = filter_bar(request, command, &["entry"], Vec::new(), &mut TermCache::default());
    for field in filter.fields.iter_mut().filter(|field| matches!(field.name.as_str(), "since" | "until")) {
        field.control = Control::Date;
        field.help = String::new();
    }
    let outcome = match run_command(request, &command.args(options, records), &mut rows) {
        Ok(outcome) => outcome,
        Err(error) => return page::error_with_filter(request, &error, filter),
    };
    let mut frame = page::frame(request);
    frame.filter = Some(filter);
    frame.downloads = page::download_links(request);
    frame.pages = page::page_links(request, page, outcome.more);
    page::render(request, StatusCode::OK, frame, |out| rows.replay(out))
}
