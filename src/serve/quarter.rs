//! What the page of the quarterly report has of its own: the choice of the quarter, and a button for the spreadsheet.

use super::page::{link, select_option};
use super::request_context::{RequestContext, value_of};
use crate::i18n::quarter as messages;
use crate::record::date::{fixed_today, parse_period};
use crate::view::site_page::{Control, Field, Link, SelectOption};
use jiff::ToSpan as _;
use jiff::civil::Date;

/// How many quarters the page offers, the present one first.
const OFFERED: i32 = 12;

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

pub fn field(request: &RequestContext) -> Field {
    let chosen = chosen(request);
    let present = parse_period("this-quarter", &fixed_today()).map(|(first, _)| first);
    let offered = (0..OFFERED).filter_map(|back| {
        let first = present.as_ref().ok()?.checked_sub(back.saturating_mul(3).months()).ok()?;
        Some(name(first))
    });
    let mut options: Vec<SelectOption> =
        offered.map(|quarter| select_option(&quarter, quarter.clone(), quarter == chosen)).collect();
    if !options.iter().any(|option| option.is_selected) {
        options.push(select_option(&chosen, chosen.clone(), true));
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
