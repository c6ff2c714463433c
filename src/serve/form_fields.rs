//! Fields of forms: what a command takes, as its definition and that of the attribute say.

use super::command_runner::{command_args, run_command, run_to_rows};
use super::request_context::{RequestContext, values_of};
use super::sinks::DataRows;
use crate::cli::ArgInfo;
use crate::i18n::{Label, Lang, Text, site as messages};
use crate::record::{Attribute, Entity, Kind, obstacle};
use crate::register::BUCKETS;
use crate::report;
use crate::view::site_page::{Control, Field, SelectOption};
use std::collections::HashMap;

/// A command with a form.
pub struct FormCommand {
    /// The kind of record.
    pub entity: Entity,
    /// The command as typed.
    pub command: String,
}

impl FormCommand {
    /// Whether it makes a new record.
    fn is_new(&self) -> bool {
        let ends = |end: &str| self.command.ends_with(end);
        let is_contact = self.entity == Entity::Contact && !ends(" edit") && !ends(" list");
        self.command == "log" || ends(" add") || is_contact
    }

    /// Whether it cannot do without an option.
    pub fn requires(&self, option: &ArgInfo, attribute: Option<&Attribute>) -> bool {
        let is_entered = self.is_new() || self.command == "edit" || self.command.ends_with(" edit");
        let lacks_default = |attribute: &Attribute| attribute.is_required && attribute.default.is_none();
        match (self.command.as_str(), option.name.as_str()) {
            ("classify", "resolution" | "because") => true,
            // The day of a contact is today where nobody says.
            (_, "on") => option.is_required,
            _ => option.is_required || (is_entered && attribute.is_some_and(lacks_default)),
        }
    }
}

/// The terms of the lists that a form chooses from, looked up once.
#[derive(Default)]
pub struct TermCache(HashMap<Entity, Vec<(String, Text)>>);

impl TermCache {
    /// The terms of a list: code and label.
    pub fn get(&mut self, request: &RequestContext, entity: Entity) -> &[(String, Text)] {
        self.0.entry(entity).or_insert_with(|| {
            let rows = run_to_rows(
                request,
                &command_args(&format!("{} list", entity.singular()), Vec::new(), Vec::new()),
            );
            let Ok(rows) = rows else { return Vec::new() };
            let column = |row: &[String], name: &str| rows.get(row, name).unwrap_or_default().to_owned();
            rows.rows
                .iter()
                .map(|row| (column(row, "code"), Text { nl: column(row, "nl"), en: column(row, "en") }))
                .collect()
        })
    }
}

/// What obstacles can be counted by.
fn count_groups() -> Vec<(String, Text)> {
    let of_attribute = Entity::Obstacle.attributes().iter().filter(|attribute| attribute.is_facet);
    let of_time = BUCKETS
        .iter()
        .filter_map(|bucket| Some(((*bucket.names.first()?).to_owned(), bucket.column.text.label.into())));
    of_attribute
        .map(|attribute| (attribute.name.to_owned(), attribute.i18n.label.into()))
        .chain(of_time)
        .collect()
}

/// With a capital letter.
pub fn capitalize(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

/// The attribute that an option sets, or filters by.
pub fn attribute_for_option(entity: Entity, command: &str, option: &str) -> Option<&'static Attribute> {
    let snake_case = option.replace('-', "_");
    let by_alias = match (command, option) {
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
        _ => &snake_case,
    };
    let by_option = entity.attributes().iter().find(|attribute| attribute.option == option);
    // Contacts, factsheets and schemes are chosen by the obstacles that they are about.
    let filtered_entity =
        (command.ends_with(" list") && entity.prefix().is_some()).then_some(Entity::Obstacle);
    entity.attribute(by_alias).or(by_option).or_else(|| filtered_entity?.attribute(by_alias))
}

/// With a small letter.
pub fn uncapitalize(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().into_iter().flat_map(char::to_lowercase).chain(characters).collect()
}

impl RequestContext {
    /// A field for an option of a command. `value` is what stands in it.
    pub fn field(
        &self,
        form_command: &FormCommand,
        option: &ArgInfo,
        value: &str,
        terms: &mut TermCache,
    ) -> Field {
        let attribute = attribute_for_option(form_command.entity, &form_command.command, &option.name);
        let mut field = Field {
            name: option.name.clone(),
            label: capitalize(&self.field_label(form_command, option, attribute)),
            help: self.field_help(form_command, option, attribute),
            value: value.to_owned(),
            is_required: form_command.requires(option, attribute),
            ..Field::default()
        };
        // What the label says is not said again.
        let without_article =
            ["De ", "Het ", "The "].iter().find_map(|article| field.help.strip_prefix(article));
        if uncapitalize(without_article.unwrap_or(&field.help)) == uncapitalize(&field.label) {
            field.help.clear();
        }
        if !option.takes_value {
            field.control = Control::Flag;
            field.label = capitalize(&option.help);
            field.help = String::new();
            return field;
        }
        if option.name == "by" {
            self.set_choices(&mut field, &count_groups(), true);
        }
        let Some(attribute) = attribute else { return field };
        field.is_dutch = self.lang != Lang::Nl && attribute.is_dutch_text();
        let is_filter = matches!(form_command.command.as_str(), "list" | "count" | "report")
            || form_command.command.ends_with(" list");
        match attribute.kind {
            Kind::Text => field.control = Control::Text,
            Kind::Date => field.control = Control::Date,
            Kind::Count => field.control = Control::Number,
            Kind::Choice(choices) => {
                let is_new = form_command.is_new();
                if let Some(default) = attribute.default.filter(|_| is_new && field.value.is_empty()) {
                    default.clone_into(&mut field.value);
                }
                let mut known: Vec<(String, Text)> =
                    choices.iter().map(|choice| (choice.code.to_owned(), choice.label.into())).collect();
                if is_filter && attribute.name == obstacle::STATUS.name {
                    known.insert(0, ("open".to_owned(), crate::i18n::overview::OPEN.into()));
                }
                self.set_choices(&mut field, &known, is_filter);
            }
            Kind::Reference(entity) if entity.is_vocabulary() || entity == Entity::Publication => {
                let known = terms.get(self, entity).to_vec();
                self.set_choices(&mut field, &known, is_filter);
            }
            Kind::References(entity, _) if entity.is_vocabulary() && !is_filter => {
                let chosen: Vec<&str> = value.split(';').map(str::trim).collect();
                field.control = Control::Checks;
                field.help = String::new();
                field.options = terms
                    .get(self, entity)
                    .iter()
                    .map(|(code, label)| SelectOption {
                        is_selected: chosen.contains(&code.as_str()),
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
                self.set_choices(&mut field, &known, is_filter);
            }
            _ => {}
        }
        field
    }

    fn set_choices(&self, field: &mut Field, known: &[(String, Text)], is_filter: bool) {
        field.control = Control::Select;
        field.help = String::new();
        let placeholder = match (is_filter, field.is_required) {
            (true, _) if field.name == "by" => messages::NO_CHOICE,
            (true, _) => messages::ANY,
            (false, true) => messages::CHOOSE,
            (false, false) => messages::NO_CHOICE,
        };
        let none = (!field.is_required || field.value.is_empty()).then(|| SelectOption {
            code: String::new(),
            label: self.localize(placeholder),
            is_selected: field.value.is_empty(),
        });
        let is_known = |text: &str| known.iter().any(|(code, _)| code == text);
        // What is there, but not in the list, stays as it is.
        let other = (!field.value.is_empty() && !is_known(&field.value)).then(|| SelectOption {
            code: field.value.clone(),
            label: field.value.clone(),
            is_selected: true,
        });
        let all = known.iter().map(|(code, label)| SelectOption {
            code: code.clone(),
            label: label.get(self.lang).to_owned(),
            is_selected: *code == field.value,
        });
        field.options = none.into_iter().chain(all).chain(other).collect();
    }

    fn field_label(
        &self,
        form_command: &FormCommand,
        option: &ArgInfo,
        attribute: Option<&Attribute>,
    ) -> String {
        let own: Option<Label> = match (form_command.command.as_str(), option.name.as_str()) {
            (_, "because") => Some(messages::BECAUSE),
            (_, "on") if form_command.entity == Entity::Obstacle => Some(messages::ON),
            (_, "to") => Some(messages::TO),
            (_, "by") => Some(messages::BY),
            (_, "sort") => Some(messages::SORT),
            ("publication add" | "publication edit", _) => None,
            ("history", "since") => Some(messages::SINCE),
            ("history", "until") => Some(messages::UNTIL),
            (_, "since") => Some(messages::RECEIVED_SINCE),
            (_, "until") => Some(messages::RECEIVED_UNTIL),
            (_, "solved-since") => Some(messages::SOLVED_SINCE),
            (_, "solved-until") => Some(messages::SOLVED_UNTIL),
            (_, "dated-since") => Some(messages::SINCE),
            (_, "dated-until") => Some(messages::UNTIL),
            (_, "lead") => Some(messages::LEAD),
            (_, "precedent") if attribute.is_none() => Some(messages::PRECEDENT_OF),
            (_, "actor") => Some(messages::ACTOR),
            (_, "records") => Some(messages::OF_RECORDS),
            (_, "as-of") => Some(messages::AS_OF),
            (_, "reference-date") => Some(messages::REFERENCE_DATE),
            (_, "about") => Some(messages::ABOUT),
            _ => None,
        };
        match (own, attribute) {
            (Some(own), _) => own.get(self.lang).to_owned(),
            (None, Some(attribute)) => attribute.i18n.label.get(self.lang).to_owned(),
            _ => option.help.clone(),
        }
    }

    /// What is to be filled in, for who has a page before them and no command line.
    fn field_help(
        &self,
        form_command: &FormCommand,
        option: &ArgInfo,
        attribute: Option<&Attribute>,
    ) -> String {
        let is_filter = matches!(form_command.command.as_str(), "list" | "count" | "report" | "search")
            || form_command.command.ends_with(" list");
        match option.name.as_str() {
            "by" | "actor" => return String::new(),
            "as-of" => return capitalize(&self.localize(messages::AS_OF_HELP)),
            "reference-date" => return capitalize(&self.localize(messages::REFERENCE_DATE_HELP)),
            "person" => return capitalize(&self.localize(messages::PERSONS_HELP)),
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
            "received" if is_today => {
                capitalize(&format!("{help}; {}", self.localize(messages::UNKNOWN_IF_EMPTY)))
            }
            _ if is_today => capitalize(&format!("{help}; {}", self.localize(messages::TODAY_IF_EMPTY))),
            _ => capitalize(help),
        }
    }

    /// What was filled in for an option: several values as one text.
    pub fn joined_values(pairs: &[(String, String)], name: &str) -> String {
        let values: Vec<String> = values_of(pairs, name)
            .map(|value| value.replace("\r\n", "\n"))
            .filter(|value| !value.trim().is_empty())
            .collect();
        values.join("; ")
    }

    /// The record, as it is in the register: the values of its attributes.
    pub fn find_record(&self, entity: Entity, key: &str) -> Option<DataRows> {
        let mut rows = DataRows { is_for_readers: true, ..DataRows::default() };
        if entity.prefix().is_some() {
            run_command(self, &command_args("show", Vec::new(), vec![key.to_owned()]), None, &mut rows)
                .ok()?;
        } else {
            rows.is_for_readers = false;
            run_command(
                self,
                &command_args(&format!("{} list", entity.singular()), Vec::new(), Vec::new()),
                None,
                &mut rows,
            )
            .ok()?;
            let wanted = rows
                .rows
                .iter()
                .find(|row| rows.get(row, "code").is_some_and(|code| code.eq_ignore_ascii_case(key)));
            rows.rows = vec![wanted?.clone()];
        }
        (!rows.rows.is_empty()).then_some(rows)
    }
}
