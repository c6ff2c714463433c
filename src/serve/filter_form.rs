//! Filters on pages: builds the filter with its active conditions, and converts the query of a request to command
//! options.

use super::form_fields::{FormOption, sort_choices};
use super::page::{link, select_option};
use super::record_lookup::TermCache;
use super::request_context::{RequestContext, joined_values, value_of, values_of};
use super::site_command::SiteCommand;
use crate::cli::ArgInfo;
use crate::i18n::{Label, page as page_messages, site as messages};
use crate::record::Entity;
use crate::record::date::local_time_zone;
use crate::view::site_page::{ActiveCondition, Control, Field, FilterBar, Link, More};

/// The filters that are always visible, in this order. Groups that open have all others.
const MAIN_FILTERS: &[&str] = &[
    "by",
    "publication",
    "q",
    "status",
    "ministry",
    "theme",
    "law",
    "handler",
    "period",
    "records",
    "since",
    "until",
    "actor",
];
/// The contact filters that are always visible.
const CONTACT_MAIN_FILTERS: &[&str] = &["kind", "ministry", "about", "dated-since", "dated-until"];

/// The groups of the other filters. The last group also has every filter that is in no list.
const GROUPS: [(Label, &[&str]); 4] = [
    (messages::GROUP_PARTIES, &["handler", "lead", "region", "care-domain"]),
    (
        messages::GROUP_SUBJECT,
        &[
            "status",
            "theme",
            "nature",
            "resolution",
            "closed-as",
            "law",
            "factsheet",
            "scheme",
            "precedent",
            "measure",
            "no-factsheet",
            "without",
        ],
    ),
    (
        messages::GROUP_DAYS,
        &[
            "overdue",
            "due-period",
            "due-since",
            "due-until",
            "period",
            "since",
            "until",
            "solved-period",
            "solved-since",
            "solved-until",
            "answered-within",
            "solved-within",
            "logged-since",
        ],
    ),
    (messages::GROUP_VIEW, &[]),
];

/// Options that are not filters, or that the page adds separately.
const HIDDEN_OPTIONS: &[&str] = &["columns", "limit", "skip", "sort", "view", "as-of", "reference-date"];
/// Query parameters that choose how rows are shown, and not which rows.
const PRESENTATION: &[&str] = &["view", "columns", "sort", "page", "limit", "format", "by", "publication"];

/// How many active conditions are shown. The address of each link has all other conditions, so that many conditions
/// would make a page large.
const MAX_SHOWN_CONDITIONS: usize = 12;

/// Builds the filter of a command, except the options in `excluded`. `own` are fields that are no options.
pub fn filter_bar(
    request: &RequestContext,
    command: SiteCommand,
    excluded: &[&str],
    own: Vec<Field>,
    terms: &mut TermCache,
) -> FilterBar {
    let options = request.state.options(command, request.lang);
    // The days of contacts and of journal entries are visible, those of obstacles are in a group.
    let main: Vec<&str> = match (command, command.entity()) {
        (SiteCommand::History, _) => MAIN_FILTERS.to_vec(),
        (_, Some(Entity::Contact)) => CONTACT_MAIN_FILTERS.to_vec(),
        // The groups of a count leave no room for the law.
        (SiteCommand::Count, _) => {
            MAIN_FILTERS.iter().copied().filter(|name| !matches!(*name, "since" | "until" | "law")).collect()
        }
        _ => MAIN_FILTERS.iter().copied().filter(|name| !matches!(*name, "since" | "until")).collect(),
    };
    let mut fields = own;
    let mut groups = GROUPS.map(|(name, _)| More { name: request.localize(name), ..More::default() });
    for option in options.iter() {
        let name = option.name.as_str();
        if (option.is_positional && name != "records") || HIDDEN_OPTIONS.contains(&name) || excluded.contains(&name) {
            continue;
        }
        let value = joined_values(&request.query, name);
        let field = compact(request, FormOption::new(command, option).field(request, &value, terms));
        if main.contains(&name) {
            fields.push(field);
            continue;
        }
        let group = GROUPS.iter().position(|(_, names)| names.contains(&name)).unwrap_or(GROUPS.len() - 1);
        if let Some(group) = groups.get_mut(group) {
            group.fields.push(field);
        }
    }
    fields.sort_by_key(|field| main.iter().position(|name| *name == field.name));
    for (group, (_, names)) in groups.iter_mut().zip(GROUPS) {
        group.fields.sort_by_key(|field| names.iter().position(|name| *name == field.name).unwrap_or(names.len()));
    }
    let option = |name: &str| options.iter().find(|option| option.name == name);
    let mut view = Vec::new();
    if let Some(entity) = command.entity().filter(|_| option("sort").is_some() && !excluded.contains(&"sort")) {
        view.push(sort_field(request, entity));
    }
    for (name, control) in [("as-of", Control::Line), ("reference-date", Control::Date)] {
        if let Some(option) = option(name) {
            let value = joined_values(&request.query, name);
            let field = FormOption::new(command, option).field(request, &value, terms);
            view.push(Field { control, ..field });
        }
    }
    if let Some(last) = groups.last_mut() {
        last.fields.splice(0..0, view);
    }
    let groups: Vec<More> = groups.into_iter().filter(|group| !group.fields.is_empty()).collect();
    let shown: Vec<&Field> = fields.iter().chain(groups.iter().flat_map(|group| &group.fields)).collect();
    let (conditions, left_out) = active_conditions(request, &shown);
    FilterBar {
        action: request.path.clone(),
        hidden: request.query.iter().filter(|(name, _)| name == "columns").cloned().collect(),
        clear: (conditions.len() > 1).then(|| clear_link(request)),
        more_conditions: (left_out > 0).then(|| request.localize(messages::more_conditions(left_out))),
        conditions,
        fields,
        groups,
        send: request.localize(messages::SHOW),
        ..FilterBar::default()
    }
}

/// Returns the conditions in the address of a page, without what chooses how it shows the rows.
pub fn conditions(request: &RequestContext) -> Vec<(String, String)> {
    let is_condition =
        |(name, value): &&(String, String)| !PRESENTATION.contains(&name.as_str()) && !value.trim().is_empty();
    request.query.iter().filter(is_condition).cloned().collect()
}

/// Makes a field fit in the row of the filter.
fn compact(request: &RequestContext, mut field: Field) -> Field {
    match field.name.as_str() {
        "period" | "solved-period" | "due-period" => {
            let periods = if field.name == "due-period" { messages::DUE_PERIODS } else { messages::PERIODS };
            field.options = periods
                .iter()
                .map(|period| {
                    let code = period.get(request.lang);
                    select_option(code, code.replace('-', " "), false)
                })
                .collect();
            field.help.clear();
            // A label of one line keeps the row low.
            if field.name == "period" {
                field.label = request.localize(messages::RECEIVED_IN);
            }
        }
        // The names of all ministries begin alike.
        "ministry" | "involved" => {
            for option in field.options.iter_mut().filter(|option| !option.code.is_empty()) {
                option.label.clone_from(&option.code);
            }
        }
        "law" => {
            field.label = request.localize(messages::LAW_OR_ARTICLE);
            field.help.clear();
        }
        "handler" => {
            field.options = vec![select_option(&request.name, request.localize(messages::MYSELF), false)];
            field.help.clear();
        }
        "logged-since" => {
            field.label = request.localize(messages::LOGGED_SINCE);
            field.help.clear();
            // A field for a day cannot hold a time.
            let is_day = field.value.is_empty() || field.value.parse::<jiff::civil::Date>().is_ok();
            field.control = if is_day { Control::Date } else { Control::Line };
        }
        _ => {}
    }
    // A text is too high for one row.
    if field.control == Control::Text {
        field.control = Control::Line;
    }
    field
}

/// Returns the conditions in the address, each with a link that removes it; and how many conditions are left out.
fn active_conditions(request: &RequestContext, fields: &[&Field]) -> (Vec<ActiveCondition>, usize) {
    let is_condition =
        |(name, value): &(String, String)| !PRESENTATION.contains(&name.as_str()) && !value.trim().is_empty();
    let places: Vec<usize> =
        request.query.iter().enumerate().filter(|(_, pair)| is_condition(pair)).map(|(at, _)| at).collect();
    let left_out = places.len().saturating_sub(MAX_SHOWN_CONDITIONS);
    let condition = |place: usize| {
        let (name, value) = request.query.get(place)?;
        let field = fields.iter().find(|field| field.name == *name)?;
        let text = match field.control {
            Control::Flag => field.label.clone(),
            _ => format!("{}: {}", field.label, shown_value(request, field, value)),
        };
        let others = request.query.iter().enumerate().filter(|(at, (name, _))| *at != place && name != "page");
        let href = url(&request.path, others.map(|(_, pair)| pair));
        let remove = request.localize(messages::remove_condition(&text));
        Some(ActiveCondition { text, href, remove })
    };
    (places.into_iter().take(MAX_SHOWN_CONDITIONS).filter_map(condition).collect(), left_out)
}

fn shown_value(request: &RequestContext, field: &Field, value: &str) -> String {
    if field.control == Control::Date
        && let Ok(day) = value.trim().parse()
    {
        return page_messages::short_date(day, request.lang);
    }
    if field.control != Control::Select {
        let time = value.parse::<jiff::Timestamp>().ok().filter(|_| field.name == "logged-since");
        return match time {
            Some(time) => {
                let local = time.to_zoned(local_time_zone()).datetime();
                request.localize(page_messages::day_and_time(local))
            }
            None => value.to_owned(),
        };
    }
    let label = |code: &str| {
        let known = field.options.iter().find(|option| option.code.eq_ignore_ascii_case(code.trim()));
        known.map_or_else(|| code.to_owned(), |option| option.label.clone())
    };
    value.split(',').map(label).collect::<Vec<_>>().join(", ")
}

fn clear_link(request: &RequestContext) -> Link {
    let kept = request.query.iter().filter(|(name, _)| PRESENTATION.contains(&name.as_str()) && name != "page");
    link(request.localize(messages::CLEAR_FILTER), url(&request.path, kept))
}

/// Builds an address from a path and the parameters of its query.
pub fn url<'a>(path: &str, pairs: impl IntoIterator<Item = &'a (String, String)>) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(pairs.into_iter().filter(|(_, value)| !value.is_empty()));
    let query = text.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

fn sort_field(request: &RequestContext, entity: Entity) -> Field {
    let chosen = value_of(&request.query, "sort").or(default_sort(entity)).unwrap_or_default();
    let with_none = default_sort(entity).is_none();
    Field {
        name: "sort".to_owned(),
        label: request.localize(messages::SORT),
        control: Control::Select,
        value: chosen.to_owned(),
        options: sort_choices(request, entity, chosen, with_none),
        ..Field::default()
    }
}

/// The order of a list on a page if the address names none. `None` is the order of numbers or codes.
pub fn default_sort(entity: Entity) -> Option<&'static str> {
    match entity {
        Entity::Obstacle => Some("-received"),
        Entity::Contact => Some("-date"),
        _ => None,
    }
}

/// Converts the query to command-line options, except the options in `excluded`.
pub fn option_args(request: &RequestContext, command: SiteCommand, excluded: &[&str]) -> Vec<String> {
    let options = request.state.options(command, request.lang);
    let is_used = |option: &&ArgInfo| !option.is_positional && !excluded.contains(&option.name.as_str());
    let mut args = Vec::new();
    for option in options.iter().filter(is_used) {
        for value in values_of(&request.query, &option.name).filter(|value| !value.trim().is_empty()) {
            let value = if option.takes_value { format!("={value}") } else { String::new() };
            args.push(format!("--{}{value}", option.name));
        }
    }
    args
}
