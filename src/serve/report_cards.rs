//! The page of reports: for each report, a card with the question that it answers and a small picture.

use super::command_runner::run_command;
use super::page::{self, link};
use super::reply::Reply;
use super::request_context::RequestContext;
use super::sinks::EventBuffer;
use super::site_command::SiteCommand;
use super::text::capitalize;
use crate::cpu_clock::thread_time;
use crate::i18n::{Label, report_cards as messages, site};
use crate::report::{Purpose, REPORTS, Report, ReportKind};
use crate::view;
use crate::view::site_page::{Picture, ReportCard, ReportGroup};
use anyhow::Result;
use std::collections::HashMap;
use std::time::Duration;

/// Once the pictures have taken this much processor time, the page leaves out the others.
const PICTURES_BUDGET: Duration = Duration::from_millis(150);

/// The reports with pictures that take long to compute for a large register, quickest first. The other reports are
/// quicker than these.
const SLOWEST_LAST: &[&str] = &["growth", "resolutions", "totals", "ministries"];

pub fn reports(request: &RequestContext) -> Result<Reply> {
    let mut pictures = pictures(request);
    let mut frame = page::frame(request);
    for purpose in Purpose::ALL {
        let reports = REPORTS.iter().filter(|report| report.purpose == purpose);
        let mut cards: Vec<ReportCard> =
            reports.map(|report| report_card(request, report, pictures.remove(report.name))).collect();
        if purpose == Purpose::Totals {
            cards.extend(other_cards(request));
        }
        // Cards without a picture are lower, so that they fill rows of their own.
        cards.sort_by_key(|card| card.picture.is_none());
        frame.report_groups.push(ReportGroup {
            id: format!("reports-{}", purpose.name()),
            heading: request.localize(purpose.label()),
            cards,
        });
    }
    page::render_title(request, frame, site::REPORTS)
}

/// Draws the pictures of the reports that have a chart, by the name of the report. A report that fails has no picture:
/// its own page shows the error.
fn pictures(request: &RequestContext) -> HashMap<&'static str, Picture> {
    // Grouping by meaning takes too long for a small picture.
    let has_picture = |report: &&Report| report.chart_hint.is_some() && !report.groups_by_meaning();
    let mut reports: Vec<&Report> = REPORTS.iter().filter(has_picture).collect();
    reports.sort_by_key(|report| SLOWEST_LAST.iter().position(|name| *name == report.name));
    let start = thread_time();
    let is_in_time = |_: &&Report| thread_time().saturating_sub(start) < PICTURES_BUDGET;
    let draw = |report: &Report| {
        let mut rows = EventBuffer::default();
        run_command(request, &SiteCommand::Report.args([], [report.name.to_owned()]), &mut rows).ok()?;
        let picture = view::thumbnail(request.lang, |out| rows.replay(out)).ok()??;
        Some((report.name, picture))
    };
    reports.into_iter().take_while(is_in_time).filter_map(draw).collect()
}

fn report_card(request: &RequestContext, report: &Report, picture: Option<Picture>) -> ReportCard {
    let is_one_table = !matches!(report.kind, ReportKind::Overview);
    let address = format!("/reports/{}", report.name);
    // On the command line, the descriptions of these name options.
    let description = match report.kind {
        ReportKind::Overview => messages::OVERVIEW_DESCRIPTION,
        ReportKind::Quarter => messages::QUARTER_DESCRIPTION,
        ReportKind::Sql(_) | ReportKind::Measures => report.description,
    };
    ReportCard { picture, ..card(request, &address, report.question, description, is_one_table) }
}

/// The pages with figures that are no reports.
fn other_cards(request: &RequestContext) -> [ReportCard; 2] {
    [
        card(request, "/count", messages::COUNT_QUESTION, messages::COUNT_DESCRIPTION, false),
        card(request, "/reconcile", messages::RECONCILE_QUESTION, messages::RECONCILE_DESCRIPTION, false),
    ]
}

fn card(
    request: &RequestContext,
    address: &str,
    question: Label,
    description: Label,
    is_downloadable: bool,
) -> ReportCard {
    let question = request.localize(question);
    ReportCard {
        downloads_label: request.localize(messages::downloads(question.as_str())),
        question: link(question, address),
        description: capitalize(&request.localize(description)),
        picture: None,
        downloads: if is_downloadable { page::download_links_of(request, address) } else { Vec::new() },
    }
}
