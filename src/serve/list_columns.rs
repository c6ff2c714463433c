//! The columns of a list: which of them are shown, and by which of them the rows are sorted.

use super::filter_form::{default_sort, url};
use super::page::{link, select_option};
use super::request_context::{RequestContext, url_with_param, value_of};
use super::roles::Role;
use super::text::capitalize;
use crate::i18n::site as messages;
use crate::record::{Attribute, Entity, Kind};
use crate::view::site_page::{ColumnPicker, SortLink};
use std::collections::BTreeMap;

/// The columns of a list on a page, unless the visitor or a view chose others; `None` for those of the command.
pub fn usual_columns(entity: Entity) -> Option<&'static str> {
    (entity == Entity::Obstacle).then_some("number,title,ministry,status,resolution,handler,received,due")
}

/// Builds the form that chooses columns; `shown` are the names of the columns on the page.
pub fn column_picker(request: &RequestContext, entity: Entity, shown: &[&str]) -> ColumnPicker {
    let key = entity.key().name;
    let is_offered = |attribute: &&Attribute| {
        attribute.name != key
            && !attribute.is_void_only
            // A long text does not fit in a table.
            && !matches!(attribute.kind, Kind::Text)
            && (request.role > Role::Reader || !attribute.identifies_person())
    };
    let offered = entity.attributes().iter().filter(is_offered);
    let option = |attribute: &Attribute| {
        let label = capitalize(attribute.i18n.label.get(request.lang));
        select_option(attribute.name, label, shown.contains(&attribute.name))
    };
    let is_other = |(name, _): &&(String, String)| !matches!(name.as_str(), "columns" | "page" | "format");
    let others: Vec<&(String, String)> = request.query.iter().filter(is_other).collect();
    let reset = value_of(&request.query, "columns").is_some();
    let reset_href = || url(&request.path, others.iter().copied());
    let filled = others.iter().filter(|(_, value)| !value.is_empty());
    ColumnPicker {
        name: request.localize(messages::COLUMNS),
        hidden: filled.map(|pair| (*pair).clone()).chain([("columns".to_owned(), key.to_owned())]).collect(),
        options: offered.map(option).collect(),
        send: request.localize(messages::SHOW_COLUMNS),
        reset: reset.then(|| link(request.localize(messages::USUAL_COLUMNS), reset_href())),
    }
}

/// Returns the links in the headers of the columns. A link reverses the order if the list is sorted by its column.
pub fn sort_links(request: &RequestContext, entity: Entity) -> BTreeMap<&'static str, SortLink> {
    let sort = value_of(&request.query, "sort").or(default_sort(entity)).unwrap_or(entity.key().name);
    let (by, descends) = sort.strip_prefix('-').map_or((sort, false), |by| (by, true));
    let is_sortable = |attribute: &&Attribute| {
        let has_order = !matches!(attribute.kind, Kind::Text | Kind::References(..) | Kind::Laws(_));
        has_order && !attribute.identifies_person()
    };
    let others: Vec<(String, String)> = request.query.iter().filter(|(name, _)| name != "page").cloned().collect();
    let sort_link = |attribute: &'static Attribute| {
        let is_current = attribute.name == by;
        // The newest days come first.
        let next_descends = if is_current { !descends } else { matches!(attribute.kind, Kind::Date) };
        let value = format!("{}{}", if next_descends { "-" } else { "" }, attribute.name);
        let order = if descends { "descending" } else { "ascending" };
        let href = url_with_param(&request.path, &others, "sort", &value);
        (attribute.name, SortLink { href, order: is_current.then_some(order) })
    };
    entity.attributes().iter().filter(is_sortable).map(sort_link).collect()
}
