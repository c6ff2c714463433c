//! Ticking obstacles on a page that shows several, to change them together.

use super::edit_many;
use super::filter_form::url;
use super::page::link;
use super::request_context::{RequestContext, value_of};
use crate::command::MAX_RECORDS;
use crate::i18n::{Text, change_page as change};
use crate::view::site_page::Ticks;

/// The form that changes the ticked obstacles; `None` if the page shows no numbers, or a past state. `found` is how many
/// obstacles the filter finds. `page` is the request for the page, in which a saved view can stand for the filter.
pub fn ticks(page: &RequestContext, request: &RequestContext, numbers: &[&str], found: Option<u64>) -> Option<Ticks> {
    let is_past = ["as-of", "reference-date"].iter().any(|name| value_of(&request.query, name).is_some());
    if numbers.is_empty() || is_past {
        return None;
    }
    let is_filter = |(name, _): &&(String, String)| !matches!(name.as_str(), "page" | "columns");
    let all_found =
        found.filter(|count| usize::try_from(*count).is_ok_and(|count| count > numbers.len() && count <= MAX_RECORDS));
    let text = |text: Text| request.localize(text);
    Some(Ticks {
        name: text(change::TICKED_BAR.into()),
        action: edit_many::ADDRESS.to_owned(),
        field: edit_many::RECORDS,
        from: edit_many::from_field(&url(&page.path, &page.query)),
        tick: text(change::TICK.into()),
        all: text(change::all_on_page(numbers.len())),
        numbers: numbers.join(","),
        send: text(change::CHANGE_TICKED.into()),
        // The script puts the count in place of the braces.
        count: text(change::ticked("{}")),
        found: all_found.map(|count| {
            let href = url(edit_many::FOUND_ADDRESS, request.query.iter().filter(is_filter));
            link(text(change::change_found(count)), href)
        }),
    })
}
