//! Options that follow from the definitions of attributes: what can be entered, and what can be filtered by.

use super::spec::{self, ArgDefault, ArgSpec, ValueSet, flag, value};
use crate::i18n::{Label, attribute_labels::group, usage::placeholder};
use crate::record::{Attribute, Condition, Entity, Filter, Kind, SetBy, obstacle};
use crate::record::{contact, figure};
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
    /// The value of an attribute's option that is not given.
    fn default_of(_: &Attribute) -> Option<ArgDefault> {
        None
    }
}

pub fn entity_from_discriminant(number: u8) -> Entity {
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

    fn default_of(attribute: &Attribute) -> Option<ArgDefault> {
        let is_received = Self::entity() == Entity::Obstacle && attribute.name == obstacle::RECEIVED.name;
        is_received.then_some(ArgDefault::TodayOrUnknown)
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

    fn default_of(attribute: &Attribute) -> Option<ArgDefault> {
        (attribute.name == contact::DATE.name).then_some(ArgDefault::Today)
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

const fn option_placeholder(attribute: &Attribute) -> Label {
    match attribute.kind {
        Kind::Line | Kind::Text => placeholder::TEXT,
        Kind::Date => placeholder::DATE,
        Kind::Count => placeholder::N,
        Kind::Choice(_) | Kind::Code => placeholder::CODE,
        Kind::Number(_) => placeholder::NUMBER,
        Kind::Law | Kind::Laws(_) | Kind::LawCitations(..) => placeholder::LAW,
        Kind::Reference(Entity::Person) | Kind::References(Entity::Person, _) => placeholder::NAME,
        Kind::Reference(entity) | Kind::References(entity, _) => {
            if entity.prefix().is_some() {
                placeholder::NUMBER
            } else {
                placeholder::CODE
            }
        }
    }
}

/// The placeholder of an attribute that a new record takes without an option, if it does.
pub fn positional_placeholder(entity: Entity, attribute: &Attribute) -> Option<Label> {
    Some(match attribute.name {
        "code" if entity == Entity::Synonym => placeholder::WORD,
        "means" => placeholder::MEANS,
        "code" => placeholder::CODE,
        "name" => placeholder::NAME,
        "title" => placeholder::TITLE,
        _ => return None,
    })
}

fn option_arg(attribute: &'static Attribute, spec: ArgSpec) -> Arg {
    let arg = Arg::new(attribute.name).long(attribute.option).add(spec);
    match attribute.kind {
        Kind::Line | Kind::Text | Kind::Reference(Entity::Person) => arg.allow_hyphen_values(true),
        _ => arg,
    }
}

/// The option that sets an attribute.
fn entry_spec<S: ArgTarget>(attribute: &Attribute) -> ArgSpec {
    let spec = spec::attribute(option_placeholder(attribute), attribute).heading(group::ATTRIBUTES);
    let spec = match (S::entity(), attribute.kind) {
        (Entity::Figure, _) if attribute.name == figure::MEASURE.name => spec.values(ValueSet::Measures),
        (Entity::Contact, Kind::Choice(choices)) => spec.values(ValueSet::Choices(choices)),
        _ => spec,
    };
    match S::default_of(attribute) {
        Some(default) => spec.default(default),
        None => spec,
    }
}

/// The option that filters by an attribute.
fn filter_spec(attribute: &Attribute) -> ArgSpec {
    let Label { nl, en } = attribute.i18n.filter_help.unwrap_or(attribute.i18n.help);
    value(option_placeholder(attribute), nl, en).heading(group::FILTER)
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
            let placeholder =
                positional_placeholder(S::entity(), attribute).unwrap_or(option_placeholder(attribute));
            command = command.arg(Arg::new(attribute.name).add(spec::attribute(placeholder, attribute)));
        }
        for attribute in option_attributes::<S>() {
            let arg = option_arg(attribute, entry_spec::<S>(attribute)).action(ArgAction::Append);
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
            let mut arg = option_arg(attribute, filter_spec(attribute))
                .id(attribute.option)
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
        let option = |id: &'static str, spec: ArgSpec| Arg::new(id).long(id).add(spec.heading(group::FILTER));
        let date = |id, nl, en| option(id, value(placeholder::DATE, nl, en));
        let filter_flag = |id, nl, en| option(id, flag(nl, en)).action(ArgAction::SetTrue);
        let lead = value(
            placeholder::CODE,
            "alleen met dit ministerie als trekker",
            "only with this ministry in the lead",
        );
        command
            .arg(option("lead", lead).action(ArgAction::Append))
            .arg(filter_flag("no-factsheet", "zonder factsheet", "without a factsheet"))
            .arg(date("since", "ontvangen op deze dag of later", "received on this day or later"))
            .arg(date("until", "ontvangen op deze dag of eerder", "received on this day or earlier"))
            .arg(date("solved-since", "opgelost op deze dag of later", "solved on this day or later"))
            .arg(date("solved-until", "opgelost op deze dag of eerder", "solved on this day or earlier"))
            .arg(filter_flag(
                "overdue",
                "open, en de toegezegde dag is voorbij",
                "open, and the promised day has passed",
            ))
            .arg(filter_flag("with-void", "ook wat is vervallen", "void records too"))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<const E: u8> FromArgMatches for EntityFilterArgs<E> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut filter = Filter::default();
        if !has_filter(entity_from_discriminant(E)) {
            return Ok(Self(filter));
        }
        let texts = |id: &str| matches.get_many::<String>(id).map(|texts| texts.cloned().collect::<Vec<_>>());
        for attribute in filter_attributes() {
            if let Some(texts) = texts(attribute.option) {
                filter.conditions.push(Condition::OneOf(attribute, texts));
            }
        }
        if let Some(codes) = texts("lead") {
            filter.conditions.push(Condition::LeadMinistry(codes));
        }
        if matches.get_flag("no-factsheet") {
            filter.conditions.push(Condition::NoFactsheet);
        }
        for (id, attribute) in [("since", &obstacle::RECEIVED), ("solved-since", &obstacle::SOLVED)] {
            if let Some(day) = matches.get_one::<String>(id) {
                filter.conditions.push(Condition::Since(attribute, day.clone()));
            }
        }
        for (id, attribute) in [("until", &obstacle::RECEIVED), ("solved-until", &obstacle::SOLVED)] {
            if let Some(day) = matches.get_one::<String>(id) {
                filter.conditions.push(Condition::Until(attribute, day.clone()));
            }
        }
        if matches.get_flag("overdue") {
            filter.conditions.push(Condition::Overdue);
        }
        filter.with_void = matches.get_flag("with-void");
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
