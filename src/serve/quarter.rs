//! What the page of the quarterly report has of its own: the choice of the quarter, and a button for the spreadsheet.

use super::command_runner::run_to_rows;
use super::page::{link, select_option};
use super::request_context::{RequestContext, value_of};
use super::site_command::SiteCommand;
use crate::i18n::quarter as messages;
use crate::record::date::{fixed_today, parse_period};
use crate::record::{Attribute, Entity, contact, obstacle};
use crate::view::site_page::{Control, Field, Link, SelectOption};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// The most quarters that the page offers. The address takes any quarter.
const MAX_OFFERED: usize = 60;

/// Options of the filter that the page does not offer, because the quarter takes their place.
pub const EXCLUDED: &[&str] =
    &["by", "period", "since", "until", "solved-period", "solved-since", "solved-until", "logged-since"];

fn name(first: Date) -> String {
    format!("{:04}-Q{}", first.year(), first.month().saturating_add(2) / 3)
}

/// Returns the name of the quarter that the page shows, such as `2026-Q1`. Returns what the address says if that is no
/// period.
pub fn chosen(request: &RequestContext) -> String {
    let text = value_of(&request.query, "period").unwrap_or("last-quarter");
    parse_period(text, &fixed_today()).map_or_else(|_| text.to_owned(), |(first, _)| name(first))
}

/// Returns the first day on which an obstacle was received or solved, or on which there was a contact.
fn first_event(request: &RequestContext) -> Option<Date> {
    let first = |entity: Entity, day: &Attribute| -> Option<Date> {
        let options = [format!("--sort={}", day.name), format!("--columns={}", day.name), "--limit=1".to_owned()];
        let args = SiteCommand::List(entity).args(options, []);
        run_to_rows(request, &args).ok()?.value(day.name)?.parse().ok()
    };
    let days = [
        first(Entity::Obstacle, &obstacle::RECEIVED),
        first(Entity::Obstacle, &obstacle::SOLVED),
        first(Entity::Contact, &contact::DATE),
    ];
    days.into_iter().flatten().min()
}

/// The present quarter and those before it, back to the quarter of the first event.
fn offered(request: &RequestContext) -> Vec<String> {
    let Ok((present, _)) = parse_period("this-quarter", &fixed_today()) else { return Vec::new() };
    let first_event = first_event(request).unwrap_or(present);
    let quarters = std::iter::successors(Some(present), |first| first.checked_sub(3.months()).ok());
    let has_event = |first: &Date| *first == present || first.saturating_add(3.months()) > first_event;
    quarters.take_while(has_event).take(MAX_OFFERED).map(name).collect()
}

pub fn field(request: &RequestContext) -> Field {
    let chosen = chosen(request);
    let mut options: Vec<SelectOption> = offered(request)
        .into_iter()
        .map(|quarter| select_option(&quarter, quarter.clone(), quarter == chosen))
        .collect();
    if !options.iter().any(|option| option.is_selected) {
        // A quarter to come is newer than those offered.
        let is_newer = options.first().is_some_and(|newest| chosen > newest.code);
        let at = if is_newer { 0 } else { options.len() };
        options.insert(at, select_option(&chosen, chosen.clone(), true));
    }
    Field {
        name: "period".to_owned(),
        label: request.localize(messages::QUARTER),
        control: Control::Select,
        value: chosen,
        options,
        ..Field::default()
    }
}

/// The button that downloads the report.
pub fn spreadsheet_link(request: &RequestContext) -> Link {
    link(request.localize(messages::AS_SPREADSHEET), request.url_with_query("format", "ods"))
}
