//! Pages with figures: reports, counts, and the reconciliation with published figures.

use super::action::add_label;
use super::command_runner::run_command;
use super::filter_form::{conditions, filter_bar, option_args, url};
use super::form_fields::FormOption;
use super::page::{self, link, select_option};
use super::quarter;
use super::query::Allowed;
use super::record_lookup::{Term, TermCache};
use super::reply::Reply;
use super::request_context::{RequestContext, value_of, values_of};
use super::roles::Role;
use super::sinks::EventBuffer;
use super::site_command::SiteCommand;
use super::text::capitalize;
use crate::failure::FailureKind;
use crate::i18n::{Label, sheets, site as messages};
use crate::record::Entity;
use crate::report::{ReportKind, find_report};
use crate::view::site_page::{Control, Field, Link};
use anyhow::Result;
use axum::http::StatusCode;

pub fn report(request: &RequestContext) -> Result<Reply> {
    let Some(report) = find_report(request.param(0)) else { return page::not_found(request) };
    let is_overview = matches!(report.kind, ReportKind::Overview);
    report_page(request, SiteCommand::Report, Some(report.name), report.name, is_overview)
}

pub fn count(request: &RequestContext) -> Result<Reply> {
    report_page(request, SiteCommand::Count, None, "count", false)
}

/// The attributes by which the page counts.
fn groups(request: &RequestContext) -> Vec<&str> {
    let names = values_of(&request.query, "by").flat_map(|value| value.split(','));
    names.map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// Fields that choose the attribute of the rows and that of the columns.
fn group_fields(request: &RequestContext, terms: &mut TermCache) -> Vec<Field> {
    let options = request.state.options(SiteCommand::Count, request.lang);
    let Some(option) = options.iter().find(|option| option.name == "by") else { return Vec::new() };
    let groups = groups(request);
    let places = [(messages::BY_ROWS, "-rows"), (messages::BY_COLUMNS, "-columns")];
    let field = |(at, (label, id_suffix)): (usize, (Label, &'static str))| {
        let chosen = groups.get(at).copied().unwrap_or_default();
        // An attribute can also be named by its option, such as `law`.
        let of_option = Entity::Obstacle.attributes().iter().find(|attribute| attribute.option == chosen);
        let chosen = of_option.map_or(chosen, |attribute| attribute.name);
        let field = FormOption::new(SiteCommand::Count, option).field(request, chosen, terms);
        Field { label: request.localize(label), id_suffix, ..field }
    };
    places.into_iter().enumerate().map(field).collect()
}

/// Link to the same table with its rows as columns.
fn swap_link(request: &RequestContext) -> Option<Link> {
    let [rows, columns] = groups(request)[..] else { return None };
    let others = request.query.iter().filter(|(name, _)| name != "by").cloned();
    let by = [columns, rows].map(|name| ("by".to_owned(), name.to_owned()));
    let pairs: Vec<(String, String)> = by.into_iter().chain(others).collect();
    Some(link(request.localize(messages::SWAP), url(&request.path, &pairs)))
}

/// Compares the published figures with the current counts.
pub fn reconcile(request: &RequestContext) -> Result<Reply> {
    let publication = value_of(&request.query, "publication");
    report_page(request, SiteCommand::Reconcile, publication, "reconcile", false)
}

fn report_page(
    request: &RequestContext,
    command: SiteCommand,
    positional: Option<&str>,
    name: &str,
    is_overview: bool,
) -> Result<Reply> {
    let own: &[&str] = if command == SiteCommand::Reconcile { &["format", "publication"] } else { &["format"] };
    if let Some(reply) = (Allowed { command: Some(command), own, ..Allowed::default() }).reject(request) {
        return reply;
    }
    let is_quarter = command == SiteCommand::Report && name == "quarter";
    let mut options = option_args(request, command, &[]);
    if is_quarter && value_of(&request.query, "period").is_none() {
        options.push(format!("--period={}", quarter::chosen(request)));
    }
    let args = command.args(options, positional.map(str::to_owned));
    let file_name = if is_quarter { format!("{name}-{}", quarter::chosen(request)) } else { name.to_owned() };
    if let Some(reply) = page::download(request, &args, &file_name) {
        return reply;
    }
    let mut terms = TermCache::default();
    let own = match command {
        SiteCommand::Reconcile => vec![publication_field(request, &mut terms)],
        SiteCommand::Count => group_fields(request, &mut terms),
        _ if is_quarter => vec![quarter::field(request)],
        _ => Vec::new(),
    };
    let excluded = if is_quarter { quarter::EXCLUDED } else { &["by"] };
    let mut filter = filter_bar(request, command, excluded, own, &mut terms);
    let mut rows = EventBuffer::default();
    let outcome = match run_command(request, &args, &mut rows) {
        Ok(outcome) => outcome,
        Err(error) if error.kind == FailureKind::NothingPublished => {
            return nothing_published(request);
        }
        Err(error) => return page::error_with_filter(request, &error, filter),
    };
    let mut frame = page::frame(request);
    frame.lines = page::notice_lines(request, outcome).iter().map(|line| capitalize(line)).collect();
    if command == SiteCommand::Count {
        let more = groups(request).into_iter().skip(2);
        filter.hidden.extend(more.map(|name| ("by".to_owned(), name.to_owned())));
        frame.actions.extend(swap_link(request));
    }
    frame.conditions = conditions(request);
    if is_quarter {
        filter.fields.sort_by_key(|field| field.name != "period");
        frame.conditions.retain(|(name, _)| name != "period");
        frame.actions.push(quarter::spreadsheet_link(request));
    }
    if command == SiteCommand::Reconcile {
        // Few enough for one row.
        filter.fields.extend(filter.groups.drain(..).flat_map(|group| group.fields));
    }
    frame.filter = Some(filter);
    // The overview has several tables, so it cannot be downloaded as one, and needs a table of contents.
    if is_overview {
        frame.has_contents = true;
    } else {
        frame.downloads = page::download_links(request);
    }
    page::render(request, StatusCode::OK, frame, |out| rows.replay(out))
}

/// Shows a notice instead of an error, because a new register has no publications. Links admins to the forms that add
/// publications and figures.
fn nothing_published(request: &RequestContext) -> Result<Reply> {
    let mut frame = page::frame(request);
    frame.lines.push(request.localize(messages::NO_PUBLISHED_FIGURES));
    if request.is_allowed(Role::Admin) {
        let add = |entity: Entity| link(request.localize(add_label(entity)), format!("/{}/new", entity.plural()));
        frame.actions = [Entity::Publication, Entity::Figure].map(add).into();
    }
    page::render_title(request, frame, sheets::RECONCILE)
}

fn publication_field(request: &RequestContext, terms: &mut TermCache) -> Field {
    let chosen = value_of(&request.query, "publication").unwrap_or_default();
    let any = select_option("", request.localize(messages::ANY), chosen.is_empty());
    let publications = terms.get(request, Entity::Publication).iter();
    let options =
        publications.map(|Term { code, label }| select_option(code, label.get(request.lang), code.as_str() == chosen));
    Field {
        name: "publication".to_owned(),
        label: capitalize(&request.localize(Entity::Publication.label())),
        control: Control::Select,
        options: std::iter::once(any).chain(options).collect(),
        ..Field::default()
    }
}
