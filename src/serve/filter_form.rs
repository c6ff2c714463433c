//! Filters on pages: builds the filter form, and converts the query of a request to command options.

use super::form_fields::FormOption;
use super::page::select_option;
use super::record_lookup::TermCache;
use super::request_context::{RequestContext, joined_values, value_of, values_of};
use super::site_command::SiteCommand;
use crate::cli::ArgInfo;
use crate::i18n::site as messages;
use crate::record::Entity;
use crate::view::site_page::{Control, Field, Form, More};

/// Builds the form with the filters of a command, except the options in `excluded`.
pub fn filter_form(request: &RequestContext, command: SiteCommand, excluded: &[&str], terms: &mut TermCache) -> Form {
    /// The filters that are always visible, in this order. An expandable section has all others.
    const MAIN_FILTERS: &[&str] =
        &["by", "status", "ministry", "region", "theme", "records", "since", "until", "actor"];
    /// The contact filters that are always visible. The expandable section has all others, such as the filters by
    /// attributes of the contact's obstacles.
    const CONTACT_MAIN_FILTERS: &[&str] = &["kind", "ministry", "about", "dated-since", "dated-until"];
    /// Options that are not filters, or that the form adds separately.
    const HIDDEN_OPTIONS: &[&str] = &["columns", "limit", "skip", "sort", "as-of", "reference-date"];
    let options = request.state.options(command, request.lang);
    let main = if command.entity() == Some(Entity::Contact) { CONTACT_MAIN_FILTERS } else { MAIN_FILTERS };
    let (mut fields, mut more) =
        (Vec::new(), More { name: request.localize(messages::MORE_FILTERS), ..More::default() });
    for option in options.iter() {
        let name = option.name.as_str();
        if (option.is_positional && name != "records") || HIDDEN_OPTIONS.contains(&name) || excluded.contains(&name) {
            continue;
        }
        let value = joined_values(&request.query, name);
        let field = FormOption::new(command, option).field(request, &value, terms);
        if main.contains(&name) {
            fields.push(field);
        } else {
            more.is_open |= !value.is_empty();
            more.fields.push(field);
        }
    }
    fields.sort_by_key(|field| main.iter().position(|name| *name == field.name));
    let option = |name: &str| options.iter().find(|option| option.name == name);
    if let Some(entity) = command.entity().filter(|_| option("sort").is_some()) {
        more.fields.push(sort_field(request, entity));
        more.is_open |= value_of(&request.query, "sort").is_some();
    }
    for (name, control) in [("as-of", Control::Line), ("reference-date", Control::Date)] {
        if let Some(option) = option(name) {
            let value = joined_values(&request.query, name);
            more.is_open |= !value.is_empty();
            let field = FormOption::new(command, option).field(request, &value, terms);
            more.fields.push(Field { control, ..field });
        }
    }
    Form {
        id: "filter".to_owned(),
        action: request.path.clone(),
        is_query: true,
        fields,
        more: (!more.fields.is_empty()).then_some(more),
        send: request.localize(messages::SHOW),
        ..Form::default()
    }
}

fn sort_field(request: &RequestContext, entity: Entity) -> Field {
    let chosen = value_of(&request.query, "sort").unwrap_or_default();
    let mut options = vec![select_option("", request.localize(messages::NO_CHOICE), chosen.is_empty())];
    let key = entity.key().name;
    let names = [key, "title", "ministry", "status", "received", "solved", "date", "published"];
    for attribute in names.iter().filter_map(|name| entity.attribute(name)) {
        for (sign, arrow) in [("", "↑"), ("-", "↓")] {
            let code = format!("{sign}{}", attribute.name);
            let label = format!("{} {arrow}", attribute.i18n.label.get(request.lang));
            options.push(select_option(&code, label, code == chosen));
        }
    }
    Field {
        name: "sort".to_owned(),
        label: request.localize(messages::SORT),
        control: Control::Select,
        value: chosen.to_owned(),
        options,
        ..Field::default()
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
