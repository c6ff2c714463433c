//! Options that follow from the definitions of attributes: what can be entered, and what can be filtered by.

use crate::record::{Attribute, Condition, Entity, Filter, Kind, SetBy, obstacle};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use std::fmt;
use std::marker::PhantomData;

/// Whose attributes can be entered by a command, and which of them stands by itself instead of behind an
/// option.
pub trait ArgTarget {
    /// The kind of record.
    fn entity() -> Entity;
    /// The attributes that are typed without an option, in order.
    fn positionals() -> Vec<&'static Attribute>;
    /// Whether the command leaves an attribute to its other arguments.
    fn is_excluded(attribute: &Attribute) -> bool;
}

fn entity_from_discriminant(number: u8) -> Entity {
    Entity::ALL.iter().copied().find(|entity| *entity as u8 == number).unwrap_or(Entity::Obstacle)
}

/// A new record: its title or code comes first.
#[derive(Debug)]
pub struct NewRecord<const E: u8>;

impl<const E: u8> ArgTarget for NewRecord<E> {
    fn entity() -> Entity {
        entity_from_discriminant(E)
    }

    fn positionals() -> Vec<&'static Attribute> {
        let entity = Self::entity();
        match entity {
            Entity::Synonym => entity.attributes().iter().collect(),
            _ if matches!(entity.key().kind, Kind::Code) => vec![entity.key()],
            _ => ["title", "name"].iter().filter_map(|name| entity.attribute(name)).take(1).collect(),
        }
    }

    fn is_excluded(_: &Attribute) -> bool {
        false
    }
}

/// A record that exists: each attribute is an option.
#[derive(Debug)]
pub struct ExistingRecord<const E: u8>;

impl<const E: u8> ArgTarget for ExistingRecord<E> {
    fn entity() -> Entity {
        entity_from_discriminant(E)
    }

    fn positionals() -> Vec<&'static Attribute> {
        Vec::new()
    }

    fn is_excluded(_: &Attribute) -> bool {
        false
    }
}

/// A new contact: its kind is the command, and what it is about stands by itself.
#[derive(Debug)]
pub struct NewContact;

impl ArgTarget for NewContact {
    fn entity() -> Entity {
        Entity::Contact
    }

    fn positionals() -> Vec<&'static Attribute> {
        Vec::new()
    }

    fn is_excluded(attribute: &Attribute) -> bool {
        matches!(attribute.name, "kind" | "obstacles")
    }
}

/// What was entered: attributes with the texts that were typed for them.
pub struct AttributeArgs<S> {
    /// In the order of the definitions.
    pub values: Vec<(&'static Attribute, Vec<String>)>,
    subject: PhantomData<S>,
}

impl<S> fmt::Debug for AttributeArgs<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.values.iter().map(|(attribute, texts)| (attribute.name, texts))).finish()
    }
}

fn option_attributes<S: ArgTarget>() -> impl Iterator<Item = &'static Attribute> {
    let positionals = S::positionals();
    S::entity().attributes().iter().filter(move |attribute| {
        let is_positional = positionals.iter().any(|other| other.name == attribute.name);
        attribute.set_by == SetBy::User && !is_positional && !S::is_excluded(attribute)
    })
}

/// What stands for the value of an option.
const fn value_name(attribute: &Attribute) -> &'static str {
    match attribute.kind {
        Kind::Line | Kind::Text => "TEXT",
        Kind::Date => "DATE",
        Kind::Count => "N",
        Kind::Choice(_) | Kind::Code => "CODE",
        Kind::Number(_) => "NUMBER",
        Kind::Law | Kind::Laws(_) | Kind::LawCitations(..) => "LAW",
        Kind::Reference(Entity::Person) | Kind::References(Entity::Person, _) => "NAME",
        Kind::Reference(entity) | Kind::References(entity, _) => {
            if entity.prefix().is_some() {
                "NUMBER"
            } else {
                "CODE"
            }
        }
    }
}

fn option_arg(attribute: &'static Attribute) -> Arg {
    let arg = Arg::new(attribute.name).long(attribute.option).value_name(value_name(attribute));
    match attribute.kind {
        Kind::Line | Kind::Text | Kind::Reference(Entity::Person) => arg.allow_hyphen_values(true),
        _ => arg,
    }
}

fn choice_parser(attribute: &Attribute, extra: &[&'static str]) -> Option<PossibleValuesParser> {
    let Kind::Choice(choices) = attribute.kind else {
        return None;
    };
    let values = choices
        .iter()
        .map(|choice| PossibleValue::new(choice.code).aliases([choice.label.nl, choice.label.en]));
    Some(PossibleValuesParser::new(values.chain(extra.iter().copied().map(PossibleValue::new))))
}

impl<S: ArgTarget> Args for AttributeArgs<S> {
    fn augment_args(mut command: Command) -> Command {
        for attribute in S::positionals() {
            let name = match attribute.name {
                "code" if S::entity() == Entity::Synonym => "WORD",
                "means" => "MEANS",
                "code" => "CODE",
                "name" => "NAME",
                _ => "TITLE",
            };
            command = command.arg(Arg::new(attribute.name).value_name(name));
        }
        for attribute in option_attributes::<S>() {
            let arg = option_arg(attribute).action(ArgAction::Append);
            command = command.arg(match choice_parser(attribute, &[]) {
                Some(parser) => arg.value_parser(parser).ignore_case(true),
                None => arg,
            });
        }
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<S: ArgTarget> FromArgMatches for AttributeArgs<S> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let values = S::entity()
            .attributes()
            .iter()
            .filter(|attribute| {
                S::positionals().iter().any(|other| other.name == attribute.name)
                    || option_attributes::<S>().any(|other| other.name == attribute.name)
            })
            .filter_map(|attribute| {
                let texts: Vec<String> = matches.get_many::<String>(attribute.name)?.cloned().collect();
                Some((attribute, texts))
            })
            .collect();
        Ok(Self { values, subject: PhantomData })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Which obstacles are meant: for the kinds of record that have to do with obstacles.
#[derive(Clone, Debug, Default)]
pub struct EntityFilterArgs<const E: u8>(pub Filter);

/// Which obstacles are meant.
pub type FilterArgs = EntityFilterArgs<{ Entity::Obstacle as u8 }>;

/// The names of the options of the filter that no single attribute gives.
pub const FILTER_OPTIONS: &[&str] =
    &["lead", "no_factsheet", "since", "until", "solved_since", "solved_until", "overdue", "with_void"];

/// The attributes of an obstacle that a list can be filtered by.
pub fn filter_attributes() -> impl Iterator<Item = &'static Attribute> {
    obstacle::ATTRIBUTES.iter().filter(|attribute| attribute.is_facet)
}

fn has_filter(entity: Entity) -> bool {
    matches!(entity, Entity::Obstacle | Entity::Factsheet | Entity::Scheme | Entity::Contact)
}

impl<const E: u8> Args for EntityFilterArgs<E> {
    fn augment_args(mut command: Command) -> Command {
        if !has_filter(entity_from_discriminant(E)) {
            return command;
        }
        for attribute in filter_attributes() {
            let mut arg = option_arg(attribute)
                .id(filter_id(attribute))
                .action(ArgAction::Append)
                .allow_hyphen_values(false);
            // Text, labels and law references can hold a comma: the register knows where to part those.
            let is_comma_separated = match attribute.kind {
                Kind::Choice(_) => true,
                Kind::Reference(Entity::Person) => false,
                Kind::Reference(entity) | Kind::References(entity, _) => entity.prefix().is_some(),
                _ => false,
            };
            if is_comma_separated {
                arg = arg.value_delimiter(',');
            }
            let extra: &[&'static str] =
                if attribute.name == obstacle::STATUS.name { &["open"] } else { &[] };
            command = command.arg(match choice_parser(attribute, extra) {
                Some(parser) => arg.value_parser(parser).ignore_case(true),
                None => arg,
            });
        }
        let date_arg = |id: &'static str, long: &'static str| Arg::new(id).long(long).value_name("DATE");
        let flag_arg =
            |id: &'static str, long: &'static str| Arg::new(id).long(long).action(ArgAction::SetTrue);
        command
            .arg(Arg::new("lead").long("lead").value_name("CODE").action(ArgAction::Append))
            .arg(flag_arg("no_factsheet", "no-factsheet"))
            .arg(date_arg("since", "since"))
            .arg(date_arg("until", "until"))
            .arg(date_arg("solved_since", "solved-since"))
            .arg(date_arg("solved_until", "solved-until"))
            .arg(flag_arg("overdue", "overdue"))
            .arg(flag_arg("with_void", "with-void"))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

/// The id of the argument that filters by an attribute. A command can have an attribute's own argument too.
fn filter_id(attribute: &'static Attribute) -> &'static str {
    attribute.option
}

impl<const E: u8> FromArgMatches for EntityFilterArgs<E> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut filter = Filter::default();
        if !has_filter(entity_from_discriminant(E)) {
            return Ok(Self(filter));
        }
        let texts = |id: &str| matches.get_many::<String>(id).map(|texts| texts.cloned().collect::<Vec<_>>());
        for attribute in filter_attributes() {
            if let Some(texts) = texts(filter_id(attribute)) {
                filter.conditions.push(Condition::OneOf(attribute, texts));
            }
        }
        if let Some(codes) = texts("lead") {
            filter.conditions.push(Condition::LeadMinistry(codes));
        }
        if matches.get_flag("no_factsheet") {
            filter.conditions.push(Condition::NoFactsheet);
        }
        for (id, attribute) in [("since", &obstacle::RECEIVED), ("solved_since", &obstacle::SOLVED)] {
            if let Some(day) = matches.get_one::<String>(id) {
                filter.conditions.push(Condition::Since(attribute, day.clone()));
            }
        }
        for (id, attribute) in [("until", &obstacle::RECEIVED), ("solved_until", &obstacle::SOLVED)] {
            if let Some(day) = matches.get_one::<String>(id) {
                filter.conditions.push(Condition::Until(attribute, day.clone()));
            }
        }
        if matches.get_flag("overdue") {
            filter.conditions.push(Condition::Overdue);
        }
        filter.with_void = matches.get_flag("with_void");
        Ok(Self(filter))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Asks for an editor, for the kinds of record that have long text.
#[derive(Clone, Debug, Default)]
pub struct EntityEditorArgs<const E: u8>(pub Option<String>);

fn has_long_text(entity: Entity) -> bool {
    entity
        .attributes()
        .iter()
        .any(|attribute| matches!(attribute.kind, Kind::Text) && attribute.set_by == SetBy::User)
}

impl<const E: u8> Args for EntityEditorArgs<E> {
    fn augment_args(command: Command) -> Command {
        if has_long_text(entity_from_discriminant(E)) {
            super::EditorArgs::augment_args(command)
        } else {
            command
        }
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<const E: u8> FromArgMatches for EntityEditorArgs<E> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        if !has_long_text(entity_from_discriminant(E)) {
            return Ok(Self(None));
        }
        Ok(Self(super::EditorArgs::from_arg_matches(matches)?.edit))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
