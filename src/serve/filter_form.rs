//! What stands behind the path of an address: what a command takes of it, and the form in which it is chosen.

use super::answer::Answer;
use super::fields::{Command, Terms};
use super::visit::{Visit, all, one};
use crate::record::Entity;
use crate::view::site::{Choice, Control, Field, Form, More};
use crate::words::site as words;
use anyhow::Result;

impl Visit {
    /// The form that chooses which rows are meant.
    pub fn filter(&self, of: &Command, leave: &[&str], terms: &mut Terms) -> Form {
        /// What is chosen by most.
        const FIRST: &[&str] =
            &["by", "status", "ministry", "region", "theme", "records", "since", "until", "actor"];
        /// The same of contacts, which have all the choices of obstacles too.
        const OF_CONTACTS: &[&str] = &["kind", "ministry", "about", "dated-since", "dated-until"];
        /// What is no choice of rows, or one for other programs.
        const NOT_HERE: &[&str] = &["columns", "limit", "skip", "sort", "as-of", "reference-date"];
        let options = self.site.options(&of.command, self.lang);
        let first = if of.entity == Entity::Contact { OF_CONTACTS } else { FIRST };
        let (mut fields, mut more) =
            (Vec::new(), More { name: self.say(words::MORE_FILTERS), ..More::default() });
        for option in options.iter() {
            let name = option.name.as_str();
            if (option.is_positional && name != "records")
                || NOT_HERE.contains(&name)
                || leave.contains(&name)
            {
                continue;
            }
            let value = Self::filled(&self.query, name);
            let field = self.field(of, option, &value, terms);
            if first.contains(&name) {
                fields.push(field);
            } else {
                more.is_open |= !value.is_empty();
                more.fields.push(field);
            }
        }
        fields.sort_by_key(|field| first.iter().position(|name| *name == field.name));
        if options.iter().any(|option| option.name == "sort") {
            more.fields.push(self.order(of.entity));
            more.is_open |= one(&self.query, "sort").is_some();
        }
        for (name, is_last) in [("as-of", false), ("reference-date", true)] {
            if let Some(option) = options.iter().find(|option| option.name == name) {
                let value = Self::filled(&self.query, name);
                more.is_open |= !value.is_empty();
                let mut field = self.field(of, option, &value, terms);
                field.control = if is_last { Control::Date } else { Control::Line };
                more.fields.push(field);
            }
        }
        Form {
            id: "filter".to_owned(),
            heading: None,
            action: self.path.clone(),
            asks: true,
            fields,
            more: (!more.fields.is_empty()).then_some(more),
            send: self.say(words::SHOW),
            ..Form::default()
        }
    }

    /// The order of a list.
    fn order(&self, entity: Entity) -> Field {
        let chosen = one(&self.query, "sort").unwrap_or_default();
        let mut options = vec![Choice {
            label: self.say(words::NO_CHOICE),
            is_chosen: chosen.is_empty(),
            ..Choice::default()
        }];
        let key = entity.key().name;
        let names = [key, "title", "ministry", "status", "received", "solved", "date", "published"];
        for attribute in names.iter().filter_map(|name| entity.attribute(name)) {
            for (sign, arrow) in [("", "↑"), ("-", "↓")] {
                let code = format!("{sign}{}", attribute.name);
                let label = format!("{} {arrow}", attribute.words.label.get(self.lang));
                options.push(Choice { is_chosen: code == chosen, code, label });
            }
        }
        Field {
            name: "sort".to_owned(),
            label: self.say(words::SORT),
            control: Control::Select,
            value: chosen.to_owned(),
            options,
            ..Field::default()
        }
    }

    /// What an address asks for that there is not.
    pub fn unknown(&self, command: &str, own: &[&str], leave: &[&str]) -> Option<Result<Answer>> {
        let name = unknown(self, command, own, leave)?;
        Some(self.refuse(words::unknown_choice(name)))
    }
}

/// What a command is asked for by what stands in an address: options that it knows, and nothing else.
pub fn asked(visit: &Visit, command: &str, leave: &[&str]) -> Vec<String> {
    let known = visit.site.options(command, visit.lang);
    let mut words = Vec::new();
    for option in
        known.iter().filter(|option| !option.is_positional && !leave.contains(&option.name.as_str()))
    {
        for value in all(&visit.query, &option.name).filter(|value| !value.trim().is_empty()) {
            words.push(if option.takes_value {
                format!("--{}={value}", option.name)
            } else {
                format!("--{}", option.name)
            });
        }
    }
    words
}

/// What an address asks for that the command does not know, or that is left out of it here.
pub fn unknown<'a>(visit: &'a Visit, command: &str, own: &[&str], leave: &[&str]) -> Option<&'a str> {
    let known = visit.site.options(command, visit.lang);
    let is_known = |name: &str| {
        let is_option = || known.iter().any(|option| option.name == name && !option.is_positional);
        own.contains(&name) || (!leave.contains(&name) && is_option())
    };
    visit.query.iter().map(|(name, _)| name.as_str()).find(|name| !is_known(name))
}

/// The number that an address names as that of the page.
pub fn number_of(visit: &Visit, name: &str) -> u64 {
    one(&visit.query, name).and_then(|text| text.trim().parse().ok()).unwrap_or_default()
}
