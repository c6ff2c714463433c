//! Fields of forms: what a command takes, as its definition and that of the attribute say.

use super::ask::{Gathered, ask, gather, line};
use super::visit::{Visit, all, one};
use crate::cli::OptionOf;
use crate::record::{Attribute, Entity, Kind, obstacle};
use crate::report;
use crate::view::site::{Choice, Control, Field};
use crate::words::{Label, Lang, Text, site as words};
use std::collections::HashMap;

/// A command with a form.
pub struct Command {
    /// The kind of record.
    pub entity: Entity,
    /// The command as typed.
    pub command: String,
}

/// The terms of the lists that a form chooses from, looked up once.
#[derive(Default)]
pub struct Terms(HashMap<Entity, Vec<(String, Text)>>);

impl Terms {
    /// The terms of a list: code and label.
    pub fn of(&mut self, visit: &Visit, entity: Entity) -> &[(String, Text)] {
        self.0.entry(entity).or_insert_with(|| {
            let rows = gather(visit, &line(&format!("{} list", entity.singular()), Vec::new(), Vec::new()));
            let Ok(rows) = rows else { return Vec::new() };
            let of = |row: &[String], name: &str| rows.of(row, name).unwrap_or_default().to_owned();
            rows.rows
                .iter()
                .map(|row| (of(row, "code"), Text { nl: of(row, "nl"), en: of(row, "en") }))
                .collect()
        })
    }
}

/// With a capital letter.
pub fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

/// The attribute that an option sets, or filters by.
pub fn attribute_of(entity: Entity, command: &str, option: &str) -> Option<&'static Attribute> {
    let plain = option.replace('-', "_");
    let of_step = match (command, option) {
        (_, "because") if command == "void" => "void",
        (_, "because") => "reason",
        ("classify", "on") => "solved",
        ("close", "on") => "closed",
        (_, "as") => "closed_as",
        (_, "of") => "duplicate_of",
        ("classify", "factsheet") => "factsheets",
        ("classify", "scheme") => "schemes",
        ("classify", "precedent") => "precedents",
        (_, "lead") => "ministry",
        (_, "since" | "until") if entity == Entity::Obstacle => "received",
        (_, "solved-since" | "solved-until") => "solved",
        _ => &plain,
    };
    let by_option = entity.attributes().iter().find(|attribute| attribute.option == option);
    entity.attribute(of_step).or(by_option)
}

impl Visit {
    /// A field for an option of a command. `value` is what stands in it.
    pub fn field(&self, of: &Command, option: &OptionOf, value: &str, terms: &mut Terms) -> Field {
        let attribute = attribute_of(of.entity, &of.command, &option.name);
        let mut field = Field {
            name: option.name.clone(),
            label: capital(&self.label(of, option, attribute)),
            help: capital(&option.help),
            value: value.to_owned(),
            is_required: option.is_required || Self::is_needed(of, &option.name, attribute),
            ..Field::default()
        };
        if !option.takes_value {
            field.control = Control::Flag;
            field.label = capital(&option.help);
            field.help = String::new();
            return field;
        }
        // What is said once is enough.
        if field.help == field.label {
            field.help = String::new();
        }
        let Some(attribute) = attribute else { return field };
        field.is_dutch = self.lang != Lang::Nl && attribute.is_dutch();
        let is_filter =
            matches!(of.command.as_str(), "list" | "count" | "report") || of.command.ends_with(" list");
        match attribute.kind {
            Kind::Text => field.control = Control::Text,
            Kind::Date => field.control = Control::Date,
            Kind::Count => field.control = Control::Number,
            Kind::Choice(choices) => {
                let mut known: Vec<(String, Text)> =
                    choices.iter().map(|choice| (choice.code.to_owned(), choice.label.into())).collect();
                if is_filter && attribute.name == obstacle::STATUS.name {
                    known.insert(0, ("open".to_owned(), crate::words::overview::OPEN.into()));
                }
                self.choose(&mut field, &known, is_filter);
            }
            Kind::One(entity) if entity.is_vocabulary() || entity == Entity::Publication => {
                let known = terms.of(self, entity).to_vec();
                self.choose(&mut field, &known, is_filter);
            }
            Kind::Many(entity, _) if entity.is_vocabulary() && !is_filter => {
                let chosen: Vec<&str> = value.split(';').map(str::trim).collect();
                field.control = Control::Checks;
                field.help = String::new();
                field.options = terms
                    .of(self, entity)
                    .iter()
                    .map(|(code, label)| Choice {
                        is_chosen: chosen.contains(&code.as_str()),
                        label: label.get(self.lang).to_owned(),
                        code: code.clone(),
                    })
                    .collect();
            }
            _ if attribute.name == "measure" => {
                let known: Vec<(String, Text)> = report::MEASURES
                    .iter()
                    .map(|measure| (measure.code.to_owned(), measure.label.into()))
                    .collect();
                self.choose(&mut field, &known, is_filter);
            }
            _ => {}
        }
        field
    }

    fn choose(&self, field: &mut Field, known: &[(String, Text)], is_filter: bool) {
        field.control = Control::Select;
        field.help = String::new();
        let nothing = if is_filter { words::ANY } else { words::NO_CHOICE };
        let none =
            Choice { code: String::new(), label: self.say(nothing), is_chosen: field.value.is_empty() };
        let is_known = |text: &str| known.iter().any(|(code, _)| code == text);
        // What is there, but not in the list, stays as it is.
        let other = (!field.value.is_empty() && !is_known(&field.value)).then(|| Choice {
            code: field.value.clone(),
            label: field.value.clone(),
            is_chosen: true,
        });
        let all = known.iter().map(|(code, label)| Choice {
            code: code.clone(),
            label: label.get(self.lang).to_owned(),
            is_chosen: *code == field.value,
        });
        field.options = std::iter::once(none).chain(all).chain(other).collect();
    }

    fn label(&self, of: &Command, option: &OptionOf, attribute: Option<&Attribute>) -> String {
        let own: Option<Label> = match (of.command.as_str(), option.name.as_str()) {
            (_, "because") => Some(words::BECAUSE),
            (_, "on") if of.entity == Entity::Obstacle => Some(words::ON),
            (_, "to") => Some(words::TO),
            (_, "by") => Some(words::BY),
            (_, "sort") => Some(words::SORT),
            (_, "about") => Some(words::ABOUT),
            _ => None,
        };
        // Several options of a filter are about the same attribute: what they do tells them apart.
        let by_help = matches!(
            option.name.as_str(),
            "since"
                | "until"
                | "solved-since"
                | "solved-until"
                | "dated-since"
                | "dated-until"
                | "lead"
                | "limit"
                | "as-of"
                | "reference-date"
        );
        match (own, attribute) {
            (Some(own), _) => own.get(self.lang).to_owned(),
            (None, Some(attribute))
                if !by_help || of.command == "publication add" || of.command == "publication edit" =>
            {
                attribute.words.label.get(self.lang).to_owned()
            }
            _ if by_help => option.help.clone(),
            _ => option.name.clone(),
        }
    }

    /// Whether a new record cannot do without.
    fn is_needed(of: &Command, option: &str, attribute: Option<&Attribute>) -> bool {
        let is_new = of.command == "log"
            || of.command.ends_with(" add")
            || of.command.ends_with(" edit")
            || of.command == "edit";
        match (of.command.as_str(), option) {
            ("classify", "resolution" | "because") => true,
            _ => {
                is_new && attribute.is_some_and(|attribute| attribute.required && attribute.default.is_none())
                // The day of a contact is today where nobody says.
                && option != "on"
            }
        }
    }

    /// What was filled in for an option: several values as one text.
    pub fn filled(pairs: &[(String, String)], name: &str) -> String {
        let values: Vec<String> = all(pairs, name)
            .map(|value| value.replace("\r\n", "\n"))
            .filter(|value| !value.trim().is_empty())
            .collect();
        values.join("; ")
    }

    /// The record, as it is in the register: the values of its attributes.
    pub fn record(&self, entity: Entity, key: &str) -> Option<Gathered> {
        let mut rows = Gathered { as_reader: true, ..Gathered::default() };
        if entity.prefix().is_some() {
            ask(self, &line("show", Vec::new(), vec![key.to_owned()]), None, &mut rows).ok()?;
        } else {
            rows.as_reader = false;
            ask(self, &line(&format!("{} list", entity.singular()), Vec::new(), Vec::new()), None, &mut rows)
                .ok()?;
            let wanted = rows
                .rows
                .iter()
                .find(|row| rows.of(row, "code").is_some_and(|code| code.eq_ignore_ascii_case(key)));
            rows.rows = vec![wanted?.clone()];
        }
        (!rows.rows.is_empty()).then_some(rows)
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

/// What an address asks for that the command does not know.
pub fn unknown<'a>(visit: &'a Visit, command: &str, own: &[&str]) -> Option<&'a str> {
    let known = visit.site.options(command, visit.lang);
    let is_known = |name: &str| {
        own.contains(&name) || known.iter().any(|option| option.name == name && !option.is_positional)
    };
    visit.query.iter().map(|(name, _)| name.as_str()).find(|name| !is_known(name))
}

/// The number that an address names as that of the page.
pub fn number_of(visit: &Visit, name: &str) -> u64 {
    one(&visit.query, name).and_then(|text| text.trim().parse().ok()).unwrap_or_default()
}
