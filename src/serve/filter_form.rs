//! What stands behind the path of an address: what a command takes of it, and the form in which it is chosen.

use super::form_fields::{FormCommand, TermCache};
use super::reply::Reply;
use super::request_context::{RequestContext, value_of, values_of};
use crate::i18n::site as messages;
use crate::record::Entity;
use crate::view::site_page::{Control, Field, Form, More, SelectOption};
use anyhow::Result;

impl RequestContext {
    /// The form that chooses which rows are meant.
    pub fn filter_form(&self, form_command: &FormCommand, excluded: &[&str], terms: &mut TermCache) -> Form {
        /// What is chosen by most.
        const MAIN_FILTERS: &[&str] =
            &["by", "status", "ministry", "region", "theme", "records", "since", "until", "actor"];
        /// The same of contacts, which have all the choices of obstacles too.
        const CONTACT_MAIN_FILTERS: &[&str] = &["kind", "ministry", "about", "dated-since", "dated-until"];
        /// What is no choice of rows, or one for other programs.
        const HIDDEN_OPTIONS: &[&str] = &["columns", "limit", "skip", "sort", "as-of", "reference-date"];
        let options = self.state.options(&form_command.command, self.lang);
        let first = if form_command.entity == Entity::Contact { CONTACT_MAIN_FILTERS } else { MAIN_FILTERS };
        let (mut fields, mut more) =
            (Vec::new(), More { name: self.localize(messages::MORE_FILTERS), ..More::default() });
        for option in options.iter() {
            let name = option.name.as_str();
            if (option.is_positional && name != "records")
                || HIDDEN_OPTIONS.contains(&name)
                || excluded.contains(&name)
            {
                continue;
            }
            let value = Self::joined_values(&self.query, name);
            let field = self.field(form_command, option, &value, terms);
            if first.contains(&name) {
                fields.push(field);
            } else {
                more.is_open |= !value.is_empty();
                more.fields.push(field);
            }
        }
        fields.sort_by_key(|field| first.iter().position(|name| *name == field.name));
        if options.iter().any(|option| option.name == "sort") {
            more.fields.push(self.sort_field(form_command.entity));
            more.is_open |= value_of(&self.query, "sort").is_some();
        }
        for (name, is_date) in [("as-of", false), ("reference-date", true)] {
            if let Some(option) = options.iter().find(|option| option.name == name) {
                let value = Self::joined_values(&self.query, name);
                more.is_open |= !value.is_empty();
                let mut field = self.field(form_command, option, &value, terms);
                field.control = if is_date { Control::Date } else { Control::Line };
                more.fields.push(field);
            }
        }
        Form {
            id: "filter".to_owned(),
            heading: None,
            action: self.path.clone(),
            is_query: true,
            fields,
            more: (!more.fields.is_empty()).then_some(more),
            send: self.localize(messages::SHOW),
            ..Form::default()
        }
    }

    /// The order of a list.
    fn sort_field(&self, entity: Entity) -> Field {
        let chosen = value_of(&self.query, "sort").unwrap_or_default();
        let mut options = vec![SelectOption {
            label: self.localize(messages::NO_CHOICE),
            is_selected: chosen.is_empty(),
            ..SelectOption::default()
        }];
        let key = entity.key().name;
        let names = [key, "title", "ministry", "status", "received", "solved", "date", "published"];
        for attribute in names.iter().filter_map(|name| entity.attribute(name)) {
            for (sign, arrow) in [("", "↑"), ("-", "↓")] {
                let code = format!("{sign}{}", attribute.name);
                let label = format!("{} {arrow}", attribute.i18n.label.get(self.lang));
                options.push(SelectOption { is_selected: code == chosen, code, label });
            }
        }
        Field {
            name: "sort".to_owned(),
            label: self.localize(messages::SORT),
            control: Control::Select,
            value: chosen.to_owned(),
            options,
            ..Field::default()
        }
    }

    /// What an address asks for that there is not.
    pub fn reject_unknown(
        &self,
        command: &str,
        page_params: &[&str],
        excluded: &[&str],
    ) -> Option<Result<Reply>> {
        let name = unknown_param(self, command, page_params, excluded)?;
        Some(self.bad_request_page(messages::unknown_choice(name)))
    }
}

/// What a command is asked for by what stands in an address: options that it knows, and nothing else.
pub fn option_args(request: &RequestContext, command: &str, excluded: &[&str]) -> Vec<String> {
    let options = request.state.options(command, request.lang);
    let mut args = Vec::new();
    for option in
        options.iter().filter(|option| !option.is_positional && !excluded.contains(&option.name.as_str()))
    {
        for value in values_of(&request.query, &option.name).filter(|value| !value.trim().is_empty()) {
            args.push(if option.takes_value {
                format!("--{}={value}", option.name)
            } else {
                format!("--{}", option.name)
            });
        }
    }
    args
}

/// What an address asks for that the command does not know, or that is left out of it here.
pub fn unknown_param<'a>(
    request: &'a RequestContext,
    command: &str,
    page_params: &[&str],
    excluded: &[&str],
) -> Option<&'a str> {
    let options = request.state.options(command, request.lang);
    let is_known = |name: &str| {
        let is_option = || options.iter().any(|option| option.name == name && !option.is_positional);
        page_params.contains(&name) || (!excluded.contains(&name) && is_option())
    };
    request.query.iter().map(|(name, _)| name.as_str()).find(|name| !is_known(name))
}

/// The number that an address names as that of the page.
pub fn number_param(request: &RequestContext, name: &str) -> u64 {
    value_of(&request.query, name).and_then(|text| text.trim().parse().ok()).unwrap_or_default()
}
