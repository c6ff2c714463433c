//! Saved views on pages: the links above a list, a list that starts from a view, and the fields of the form of a view.

use super::action::{RecordAction, required_role};
use super::command_runner::run_to_rows;
use super::page::link;
use super::request_context::{Pairs, RequestContext, value_of, values_of};
use super::roles::Role;
use super::sinks::DataRows;
use super::site_command::SiteCommand;
use crate::cli;
use crate::command::ViewDescriber;
use crate::i18n::{Text, site as messages};
use crate::record::date::today;
use crate::record::{Entity, number, obstacle, saved_view};
use crate::rows::{Audience, Cell, Column, Event, Sink};
use crate::view::site_page::{Link, ViewLinks, encode_segment};
use anyhow::Result;

/// How many views have a link above a list. The page of all views has the others.
const MAX_LINKS: usize = 12;
const MAX_VIEWS: u64 = 500;
/// Query parameters of a list that a view does not hold.
const NOT_SAVED: &[&str] = &["page", "format", "as-of", "reference-date"];
/// The value of a flag in a query or a form.
const FLAG: &str = "1";

fn known_views(request: &RequestContext) -> DataRows {
    let options = [format!("--limit={MAX_VIEWS}"), format!("--sort={}", saved_view::NAME.name)];
    run_to_rows(request, &SiteCommand::List(Entity::View).args(options, [])).unwrap_or_default()
}

/// Finds a view by its number or its name. A personal view comes before a view for all with the same name.
fn find_row<'a>(views: &'a DataRows, wanted: &str) -> Option<&'a Vec<String>> {
    let value = |row: &&'a Vec<String>, name: &str| views.get(row, name).unwrap_or_default();
    if let Some(number) = number::parse_strict(Entity::View, wanted) {
        let number = number::format(Entity::View, number);
        return views.rows.iter().find(|row| value(row, "number") == number);
    }
    let is_named = |row: &&'a Vec<String>| value(row, "name").to_lowercase() == wanted.to_lowercase();
    views.rows.iter().filter(is_named).min_by_key(|row| value(row, "for_all") == "yes")
}

/// The address of the list with a view: by its name, or by its number if the name stands for another view.
fn address(views: &DataRows, row: &[String]) -> Option<String> {
    let (name, number) = (views.get(row, "name")?, views.get(row, "number")?);
    let is_named = find_row(views, name).and_then(|found| views.get(found, "number")) == Some(number);
    Some(format!("/obstacles?view={}", encode_segment(if is_named { name } else { number })))
}

/// The address of the list with the view that has this number; `None` if the user sees no such view.
pub fn view_address(request: &RequestContext, number: &str) -> Option<String> {
    let views = known_views(request);
    address(&views, find_row(&views, number)?)
}

/// A list that starts from a saved view.
pub struct Started {
    /// The request with the options of the view in place of the parameter `view`.
    pub request: RequestContext,
    /// The number of the view; `None` if the request has further options, so that its list is not that of the view.
    pub view: Option<String>,
}

/// Replaces the parameter `view` of a request for a list by the options of that view, so that the filter of the page
/// shows them. Parameters of the request replace those of the view with the same name. Returns `None` without such a
/// parameter, or if the user sees no such view: the command `list` then reports the error.
pub fn start(request: &RequestContext) -> Option<Started> {
    let wanted = value_of(&request.query, "view")?.trim();
    let views = known_views(request);
    let row = find_row(&views, wanted)?;
    let value = |name: &str| views.get(row, name).unwrap_or_default();
    let is_given = |name: &str| values_of(&request.query, name).any(|value| !value.trim().is_empty());
    let mut query: Pairs = request.query.iter().filter(|(name, _)| name != "view" && is_given(name)).cloned().collect();
    let of_view = filter_pairs(request, value("filter"))?.into_iter().chain(presentation(&value));
    query.extend(of_view.filter(|(name, _)| !is_given(name)));
    let is_own = |(name, _): &(String, String)| name == "view" || NOT_SAVED.contains(&name.as_str()) || !is_given(name);
    let view = request.query.iter().all(is_own).then(|| value("number").to_owned());
    Some(Started { request: RequestContext { query, ..request.clone() }, view })
}

/// The columns and the order of a view, as query parameters.
fn presentation<'a>(value: &impl Fn(&str) -> &'a str) -> Pairs {
    let columns = value("columns").split(',').filter(|name| !name.is_empty());
    let sort = Some(value("sort")).filter(|sort| !sort.is_empty());
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    columns.map(|name| pair("columns", name)).chain(sort.map(|sort| pair("sort", sort))).collect()
}

/// The conditions in the filter of a view, as query parameters. Handlers appear by name for those who may see who is in
/// the register.
fn filter_pairs(request: &RequestContext, filter: &str) -> Option<Pairs> {
    let describer = (request.role > Role::Reader && filter.contains(obstacle::HANDLER.option))
        .then(|| ViewDescriber::new(&request.state.config.path, &today))
        .flatten();
    let with_name = |name: &str, value: String| match &describer {
        Some(describer) if name == obstacle::HANDLER.option => describer.person_name(&value).unwrap_or(value),
        _ => value,
    };
    let pairs = cli::view_options(filter)?.into_iter().map(|(name, value)| {
        let value = value.map_or_else(|| FLAG.to_owned(), |value| with_name(&name, value));
        (name, value)
    });
    Some(pairs.collect())
}

/// The value of a view for a field of its form; `None` if the view has none.
pub fn stored_value(request: &RequestContext, view: &DataRows, option: &str) -> Option<String> {
    let value = |name: &str| view.value(name).unwrap_or_default();
    let joined = |pairs: &Pairs| {
        let values: Vec<&str> = values_of(pairs, option).collect();
        values.join("; ")
    };
    let found = match option {
        "name" => value("name").to_owned(),
        "for-all" if value("for_all") == "yes" => FLAG.to_owned(),
        "for-all" => String::new(),
        "columns" | "sort" => joined(&presentation(&value)),
        _ => joined(&filter_pairs(request, value("filter"))?),
    };
    (!found.is_empty()).then_some(found)
}

/// The links to the saved views above a list. `current` is the number of the view that the page shows, and `list` the
/// request for the list of obstacles, if the page has one.
pub fn links(request: &RequestContext, current: Option<&str>, list: Option<&RequestContext>) -> ViewLinks {
    let views = known_views(request);
    let to_view = |row: &Vec<String>| -> Option<Link> {
        let (name, number) = (views.get(row, "name")?, views.get(row, "number")?);
        Some(Link { is_here: current == Some(number), ..link(name, address(&views, row)?) })
    };
    let mut actions = Vec::new();
    if list.is_some() {
        actions.push(link(request.localize(messages::ALL_VIEWS), "/views"));
    }
    if let Some(number) = current.filter(|_| request.is_allowed(required_role(Entity::View))) {
        actions.push(link(request.localize(messages::EDIT_VIEW), format!("/views/{number}/edit")));
    } else if let Some(address) = list.and_then(save_address) {
        actions.push(link(request.localize(messages::SAVE_VIEW), address));
    }
    ViewLinks { links: views.rows.iter().filter_map(to_view).take(MAX_LINKS).collect(), actions }
}

/// The address of the form that saves a list as a view; `None` if the list has no filter, order or chosen columns, or if
/// the user may not save views.
fn save_address(list: &RequestContext) -> Option<String> {
    if !list.is_allowed(required_role(Entity::View)) {
        return None;
    }
    let command = SiteCommand::change(Entity::View, RecordAction::New, None);
    let options = list.state.options(command, list.lang);
    let is_saved = |name: &str| options.iter().any(|option| option.name == name);
    let given = list.query.iter().filter(|(name, value)| is_saved(name) && !value.trim().is_empty());
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(given);
    let query = query.finish();
    (!query.is_empty()).then(|| format!("/views/new?{query}"))
}

/// Shows the filter, the columns and the order of saved views in words.
pub struct ViewWords<'a> {
    inner: &'a mut dyn Sink,
    describer: Option<ViewDescriber<'a>>,
    /// Whether handlers appear by name instead of by number.
    names_handlers: bool,
    columns: Vec<&'static str>,
}

impl<'a> ViewWords<'a> {
    pub fn new(request: &RequestContext, inner: &'a mut dyn Sink) -> Self {
        let describer = ViewDescriber::new(&request.state.config.path, &today);
        Self { inner, describer, names_handlers: request.role > Role::Reader, columns: Vec::new() }
    }

    fn words(&self, at: usize, cell: &Cell<'_>) -> Option<Text> {
        let (describer, Cell::Text(text)) = (self.describer.as_ref()?, cell) else { return None };
        match *self.columns.get(at)? {
            "filter" => describer.filter(text, self.names_handlers),
            "columns" => Some(describer.columns(text)),
            "sort" => Some(describer.sort(text)),
            _ => None,
        }
    }
}

impl Sink for ViewWords<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, shape) => {
                self.columns = columns.iter().map(|column| column.name).collect();
                // The words are in the language of the page, and not always Dutch, as the texts of users are.
                let is_described = |column: &Column| matches!(column.name, "filter" | "columns" | "sort");
                let columns: Vec<Column> = columns
                    .iter()
                    .map(|column| Column { is_dutch: column.is_dutch && !is_described(column), ..column.clone() })
                    .collect();
                self.inner.emit(Event::Begin(&columns, shape))
            }
            Event::Row(cells) => {
                let words: Vec<Option<Text>> =
                    cells.iter().enumerate().map(|(at, cell)| self.words(at, cell)).collect();
                let cells: Vec<Cell<'_>> = cells
                    .iter()
                    .zip(&words)
                    .map(|(cell, words)| words.as_ref().map_or(*cell, Cell::Localized))
                    .collect();
                self.inner.emit(Event::Row(&cells))
            }
            other => self.inner.emit(other),
        }
    }

    fn audience(&self) -> Audience {
        self.inner.audience()
    }
}
