//! Fields of forms: what a command takes, as its definition and that of the attribute say.

use super::ask::{ask, gather, line};
use super::kept::Gathered;
use super::visit::{Visit, all};
use crate::cli::OptionOf;
use crate::record::{Attribute, Entity, Kind, obstacle};
use crate::register::{BUCKETS, By};
use crate::report;
use crate::view::site::{Choice, Control, Field};
use crate::words::{Label, Lang, Text, columns, site as words};
use std::collections::HashMap;

/// A command with a form.
pub struct Command {
    /// The kind of record.
    pub entity: Entity,
    /// The command as typed.
    pub command: String,
}

impl Command {
    /// Whether it makes a new record.
    fn is_new(&self) -> bool {
        let ends = |end: &str| self.command.ends_with(end);
        let is_contact = self.entity == Entity::Contact && !ends(" edit") && !ends(" list");
        self.command == "log" || ends(" add") || is_contact
    }

    /// Whether it cannot do without an option.
    pub fn needs(&self, option: &OptionOf, attribute: Option<&Attribute>) -> bool {
        let is_entered = self.is_new() || self.command == "edit" || self.command.ends_with(" edit");
        let is_lacking = |attribute: &Attribute| attribute.required && attribute.default.is_none();
        match (self.command.as_str(), option.name.as_str()) {
            ("classify", "resolution" | "because") => true,
            // The day of a contact is today where nobody says.
            (_, "on") => option.is_required,
            _ => option.is_required || (is_entered && attribute.is_some_and(is_lacking)),
        }
    }
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

/// What obstacles can be counted by.
fn groups() -> Vec<(String, Text)> {
    let of_attribute = Entity::Obstacle.attributes().iter().filter(|attribute| attribute.classifies);
    let of_time = BUCKETS.iter().filter_map(|bucket| {
        let label = columns::column(By::Time(bucket).column())?.label;
        Some(((*bucket.names.first()?).to_owned(), label.into()))
    });
    of_attribute
        .map(|attribute| (attribute.name.to_owned(), attribute.words.label.into()))
        .chain(of_time)
        .collect()
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
        (_, "since" | "until") if entity == Entity::Obstacle || command.ends_with(" list") => "received",
        (_, "solved-since" | "solved-until") => "solved",
        (_, "dated-since" | "dated-until") => "date",
        ("list" | "count" | "report" | "search", "precedent") => "",
        _ => &plain,
    };
    let by_option = entity.attributes().iter().find(|attribute| attribute.option == option);
    // Contacts, factsheets and schemes are chosen by the obstacles that they are about.
    let chosen_by = (command.ends_with(" list") && entity.prefix().is_some()).then_some(Entity::Obstacle);
    entity.attribute(of_step).or(by_option).or_else(|| chosen_by?.attribute(of_step))
}

/// With a small letter.
pub fn small(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().into_iter().flat_map(char::to_lowercase).chain(characters).collect()
}

impl Visit {
    /// A field for an option of a command. `value` is what stands in it.
    pub fn field(&self, of: &Command, option: &OptionOf, value: &str, terms: &mut Terms) -> Field {
        let attribute = attribute_of(of.entity, &of.command, &option.name);
        let mut field = Field {
            name: option.name.clone(),
            label: capital(&self.label(of, option, attribute)),
            help: self.help(of, option, attribute),
            value: value.to_owned(),
            is_required: of.needs(option, attribute),
            ..Field::default()
        };
        // What the label says is not said again.
        let said = ["De ", "Het ", "The "].iter().find_map(|article| field.help.strip_prefix(article));
        if small(said.unwrap_or(&field.help)) == small(&field.label) {
            field.help.clear();
        }
        if !option.takes_value {
            field.control = Control::Flag;
            field.label = capital(&option.help);
            field.help = String::new();
            return field;
        }
        if option.name == "by" {
            self.choose(&mut field, &groups(), true);
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
                let is_new = of.is_new();
                if let Some(default) = attribute.default.filter(|_| is_new && field.value.is_empty()) {
                    default.clone_into(&mut field.value);
                }
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
        let nothing = match (is_filter, field.is_required) {
            (true, _) if field.name == "by" => words::NO_CHOICE,
            (true, _) => words::ANY,
            (false, true) => words::CHOOSE,
            (false, false) => words::NO_CHOICE,
        };
        let none = (!field.is_required || field.value.is_empty()).then(|| Choice {
            code: String::new(),
            label: self.say(nothing),
            is_chosen: field.value.is_empty(),
        });
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
        field.options = none.into_iter().chain(all).chain(other).collect();
    }

    fn label(&self, of: &Command, option: &OptionOf, attribute: Option<&Attribute>) -> String {
        let own: Option<Label> = match (of.command.as_str(), option.name.as_str()) {
            (_, "because") => Some(words::BECAUSE),
            (_, "on") if of.entity == Entity::Obstacle => Some(words::ON),
            (_, "to") => Some(words::TO),
            (_, "by") => Some(words::BY),
            (_, "sort") => Some(words::SORT),
            ("publication add" | "publication edit", _) => None,
            ("history", "since") => Some(words::SINCE),
            ("history", "until") => Some(words::UNTIL),
            (_, "since") => Some(words::RECEIVED_SINCE),
            (_, "until") => Some(words::RECEIVED_UNTIL),
            (_, "solved-since") => Some(words::SOLVED_SINCE),
            (_, "solved-until") => Some(words::SOLVED_UNTIL),
            (_, "dated-since") => Some(words::SINCE),
            (_, "dated-until") => Some(words::UNTIL),
            (_, "lead") => Some(words::LEAD),
            (_, "precedent") if attribute.is_none() => Some(words::PRECEDENT_OF),
            (_, "actor") => Some(words::ACTOR),
            (_, "records") => Some(words::OF_RECORDS),
            (_, "as-of") => Some(words::AS_OF),
            (_, "reference-date") => Some(words::REFERENCE_DATE),
            (_, "about") => Some(words::ABOUT),
            _ => None,
        };
        match (own, attribute) {
            (Some(own), _) => own.get(self.lang).to_owned(),
            (None, Some(attribute)) => attribute.words.label.get(self.lang).to_owned(),
            _ => option.help.clone(),
        }
    }

    /// What is to be filled in, for who has a page before them and no command line.
    fn help(&self, of: &Command, option: &OptionOf, attribute: Option<&Attribute>) -> String {
        let is_filter = matches!(of.command.as_str(), "list" | "count" | "report" | "search")
            || of.command.ends_with(" list");
        match option.name.as_str() {
            "by" | "actor" => return String::new(),
            "as-of" => return capital(&self.say(words::AS_OF_HELP)),
            "reference-date" => return capital(&self.say(words::REFERENCE_DATE_HELP)),
            "person" => return capital(&self.say(words::PERSONS_HELP)),
            _ if is_filter && attribute.is_some_and(|attribute| matches!(attribute.kind, Kind::Date)) => {
                return String::new();
            }
            _ => {}
        }
        // What stands behind it in brackets is what the command makes of an option that is not given.
        let (help, default) = option.help.split_once(" [").unwrap_or((&option.help, ""));
        let is_today = default.contains("vandaag") || default.contains("today");
        match option.name.as_str() {
            // The form comes with the day of today in it.
            "received" if is_today => capital(&format!("{help}; {}", self.say(words::UNKNOWN_IF_EMPTY))),
            _ if is_today => capital(&format!("{help}; {}", self.say(words::TODAY_IF_EMPTY))),
            _ => capital(help),
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
