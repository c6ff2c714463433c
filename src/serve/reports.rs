//! Pages of numbers: reports, counts, and the comparison with what was published.

use super::action::add_label;
use super::command_runner::{command_args, run_command};
use super::filter_form::option_args;
use super::form_fields::{FormCommand, TermCache, capitalize};
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::roles::Role;
use super::sinks::EventBuffer;
use super::static_pages::not_found;
use crate::failure::FailureKind;
use crate::i18n::{Text, failures, overview, sheets, site as messages};
use crate::record::Entity;
use crate::report::{REPORTS, ReportKind, find_report};
use crate::view::site_page::{Control, Field, Link, SelectOption};
use anyhow::Result;
use axum::http::StatusCode;

/// The reports that there are, and the other pages of numbers.
pub fn reports(request: &RequestContext) -> Result<Reply> {
    let mut frame = request.frame();
    let about = |text: Text| capitalize(&request.localize(text));
    frame.actions =
        REPORTS
            .iter()
            .map(|report| {
                let is_overview = matches!(report.kind, ReportKind::Overview);
                let text = if is_overview { overview::TITLE.into() } else { report.description.into() };
                Link { text: about(text), href: format!("/reports/{}", report.name), ..Link::default() }
            })
            .chain([("/count", messages::COUNT), ("/reconcile", messages::RECONCILE)].map(|(href, label)| {
                Link { text: request.localize(label), href: href.to_owned(), ..Link::default() }
            }))
            .collect();
    frame.is_index = true;
    request.page(StatusCode::OK, frame, |out| out.title(&messages::REPORTS.into()))
}

/// A report.
pub fn report(request: &RequestContext) -> Result<Reply> {
    let name = request.param(0);
    let Some(report) = find_report(name) else {
        return not_found(request);
    };
    let is_overview = matches!(report.kind, ReportKind::Overview);
    report_page(request, "report", vec![report.name.to_owned()], report.name, !is_overview)
}

/// Counts.
pub fn count(request: &RequestContext) -> Result<Reply> {
    report_page(request, "count", Vec::new(), "count", true)
}

/// The published figures beside what is counted.
pub fn reconcile(request: &RequestContext) -> Result<Reply> {
    let positional = value_of(&request.query, "publication").map(str::to_owned);
    report_page(request, "reconcile", positional.into_iter().collect(), "reconcile", true)
}

fn report_page(
    request: &RequestContext,
    command: &str,
    positional: Vec<String>,
    name: &str,
    is_downloadable: bool,
) -> Result<Reply> {
    if let Some(reply) = request.reject_unknown(command, &["format", "publication"], &[]) {
        return reply;
    }
    let args = command_args(command, option_args(request, command, &[]), positional);
    if let Some(reply) = request.download(&args, name) {
        return reply;
    }
    let mut rows = EventBuffer::default();
    let outcome = match run_command(request, &args, None, &mut rows) {
        Ok(outcome) => outcome,
        // A register in which nothing was published yet is no page that is not there.
        Err(error) if error.failure.kind == FailureKind::NothingPublished => {
            let mut frame = request.frame();
            frame.lines.push(request.localize(messages::NO_PUBLISHED_FIGURES));
            if request.is_allowed(Role::Admin) {
                let link = |entity: Entity| Link {
                    text: request.localize(add_label(entity)),
                    href: format!("/{}/new", entity.plural()),
                    ..Link::default()
                };
                frame.actions = [Entity::Publication, Entity::Figure].map(link).into();
            }
            return request.page(StatusCode::OK, frame, |out| out.title(&sheets::RECONCILE.into()));
        }
        Err(error) => return request.error_page(&error),
    };
    let mut frame = request.frame();
    frame.lines = outcome.notices.into_iter().map(|notice| request.localize(notice.text)).collect();
    let mut terms = TermCache::default();
    let mut form = request.filter_form(
        &FormCommand { entity: Entity::Obstacle, command: command.to_owned() },
        &[],
        &mut terms,
    );
    if command == "reconcile" {
        let chosen = value_of(&request.query, "publication").unwrap_or_default();
        let all = std::iter::once((String::new(), messages::ANY.into()))
            .chain(terms.get(request, Entity::Publication).iter().cloned());
        form.fields.insert(
            0,
            Field {
                name: "publication".to_owned(),
                label: capitalize(&request.localize(failures::entity_name("publication"))),
                control: Control::Select,
                options: all
                    .map(|(code, label)| SelectOption {
                        is_selected: code == chosen,
                        label: request.localize(label),
                        code,
                    })
                    .collect(),
                ..Field::default()
            },
        );
        if let Some(more) = form.more.take() {
            form.fields.extend(more.fields);
        }
    }
    frame.before.push(form);
    if is_downloadable {
        frame.downloads = request.download_links();
    }
    request.page(StatusCode::OK, frame, |out| rows.replay(out))
}
