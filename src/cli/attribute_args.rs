//! Command-line arguments derived from the attribute definitions: options that set an attribute, and options that
//! filter by an attribute.

use super::spec::{self, ArgDefault, ArgSpec, ValueSet, flag, value};
use crate::i18n::{Label, attribute_labels::group, usage::placeholder};
use crate::record::{Attribute, Condition, Entity, Filter, Kind, SetBy, obstacle};
use crate::record::{contact, figure};
use crate::report::{MEASURES, Measure};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

/// Decides which attributes a command takes as positional arguments, and which as options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeForm {
    /// A new record: its title or code is a positional argument, everything else is an option.
    New,
    /// An existing record: every attribute is an option.
    Existing,
    /// A new contact: the obstacles are positional arguments. The name of the command gives the kind of contact, and
    /// every other attribute is an option.
    NewContact,
}

/// Pairs of an attribute and the values that the user typed for it, in the order of the attribute definitions.
pub type AttributeTexts = Vec<(&'static Attribute, Vec<String>)>;

pub fn positional_attributes(entity: Entity, form: AttributeForm) -> Vec<&'static Attribute> {
    match entity {
        _ if form != AttributeForm::New => Vec::new(),
        Entity::Synonym => entity.attributes().iter().collect(),
        _ if matches!(entity.key().kind, Kind::Code) => vec![entity.key()],
        _ => ["title", "name"].iter().filter_map(|name| entity.attribute(name)).take(1).collect(),
    }
}

fn option_attributes(entity: Entity, form: AttributeForm) -> impl Iterator<Item = &'static Attribute> {
    let positionals = positional_attributes(entity, form);
    entity.attributes().iter().filter(move |attribute| {
        let is_positional = positionals.iter().any(|other| other.name == attribute.name);
        let is_excluded = form == AttributeForm::NewContact && matches!(attribute.name, "kind" | "obstacles");
        attribute.set_by == SetBy::User && !is_positional && !is_excluded
    })
}

/// The default that the help shows for an attribute.
fn default_of(entity: Entity, form: AttributeForm, attribute: &Attribute) -> Option<ArgDefault> {
    match (entity, form) {
        (Entity::Obstacle, AttributeForm::New) if attribute.name == obstacle::RECEIVED.name => {
            Some(ArgDefault::TodayOrUnknown)
        }
        (_, AttributeForm::NewContact) if attribute.name == contact::DATE.name => Some(ArgDefault::Today),
        _ => None,
    }
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

/// Returns the placeholder of an attribute that is a positional argument when a record is added; `None` for any other
/// attribute.
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

fn entry_spec(entity: Entity, form: AttributeForm, attribute: &Attribute) -> ArgSpec {
    let spec = spec::attribute(option_placeholder(attribute), attribute).heading(group::ATTRIBUTES);
    let spec = match (entity, attribute.kind) {
        (Entity::Figure, _) if attribute.name == figure::MEASURE.name => spec.values(ValueSet::Measures),
        (Entity::Contact, Kind::Choice(choices)) => spec.values(ValueSet::Choices(choices)),
        _ => spec,
    };
    match default_of(entity, form, attribute) {
        Some(default) => spec.default(default),
        None => spec,
    }
}

fn filter_spec(attribute: &Attribute) -> ArgSpec {
    let Label { nl, en } = attribute.i18n.filter_help.unwrap_or(attribute.i18n.help);
    value(option_placeholder(attribute), nl, en).heading(group::FILTER)
}

fn choice_parser(attribute: &Attribute, extra: &[&'static str]) -> Option<PossibleValuesParser> {
    let Kind::Choice(choices) = attribute.kind else {
        return None;
    };
    let values = choices.iter().map(|choice| PossibleValue::new(choice.code).aliases(choice.words().skip(1)));
    Some(PossibleValuesParser::new(values.chain(extra.iter().copied().map(PossibleValue::new))))
}

pub fn add_attributes(mut command: Command, entity: Entity, form: AttributeForm) -> Command {
    for attribute in positional_attributes(entity, form) {
        let placeholder = positional_placeholder(entity, attribute).unwrap_or(option_placeholder(attribute));
        command = command.arg(Arg::new(attribute.name).add(spec::attribute(placeholder, attribute)));
    }
    for attribute in option_attributes(entity, form) {
        let arg = option_arg(attribute, entry_spec(entity, form, attribute)).action(ArgAction::Append);
        command = command.arg(match choice_parser(attribute, &[]) {
            Some(parser) => arg.value_parser(parser).ignore_case(true),
            None => arg,
        });
    }
    command
}

pub fn parse_attributes(matches: &ArgMatches, entity: Entity, form: AttributeForm) -> AttributeTexts {
    let taken: Vec<&Attribute> =
        positional_attributes(entity, form).into_iter().chain(option_attributes(entity, form)).collect();
    let is_taken = |attribute: &&Attribute| taken.iter().any(|other| other.name == attribute.name);
    let texts = |name: &str| matches.get_many::<String>(name).map(|texts| texts.cloned().collect());
    let attributes = entity.attributes().iter().filter(is_taken);
    attributes.filter_map(|attribute| Some((attribute, texts(attribute.name)?))).collect()
}

/// Defines a clap argument group per kind of record. Clap can only flatten types, so each group needs its own type.
macro_rules! attribute_args {
    ($($name:ident: $entity:ident, $form:ident;)*) => {$(
        #[derive(Debug)]
        pub struct $name(pub AttributeTexts);

        impl Args for $name {
            fn augment_args(command: Command) -> Command {
                add_attributes(command, Entity::$entity, AttributeForm::$form)
            }

            fn augment_args_for_update(command: Command) -> Command {
                Self::augment_args(command)
            }
        }

        impl FromArgMatches for $name {
            fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
                Ok(Self(parse_attributes(matches, Entity::$entity, AttributeForm::$form)))
            }

            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
                *self = Self::from_arg_matches(matches)?;
                Ok(())
            }
        }
    )*};
}

attribute_args! {
    NewObstacle: Obstacle, New;
    ExistingObstacle: Obstacle, Existing;
    NewContact: Contact, NewContact;
    ExistingContact: Contact, Existing;
}

/// The filter options that select obstacles.
#[derive(Clone, Debug, Default)]
pub struct FilterArgs(pub Filter);

pub fn filter_attributes() -> impl Iterator<Item = &'static Attribute> {
    obstacle::ATTRIBUTES.iter().filter(|attribute| attribute.is_facet)
}

/// The attributes that an obstacle may lack, by the name of the option that filters by each.
pub fn optional_attributes() -> impl Iterator<Item = &'static Attribute> {
    let days = [&obstacle::RECEIVED, &obstacle::DUE, &obstacle::SOLVED];
    let is_optional = |attribute: &&Attribute| !attribute.is_required;
    let known = |name: &str| obstacle::ATTRIBUTES.iter().find(|attribute| attribute.name == name);
    filter_attributes().filter(is_optional).chain(days.into_iter().filter_map(move |day| known(day.name)))
}

/// The measures that count obstacles, so that a filter can select what each counts.
pub fn obstacle_measures() -> impl Iterator<Item = &'static Measure> {
    MEASURES.iter().filter(|measure| measure.condition().is_some())
}

impl Args for FilterArgs {
    fn augment_args(mut command: Command) -> Command {
        for attribute in filter_attributes() {
            let mut arg = option_arg(attribute, filter_spec(attribute))
                .id(attribute.option)
                .action(ArgAction::Append)
                .allow_hyphen_values(false);
            // Do not split text, labels or law references at commas here, because a single value may contain a comma.
            // Only the register knows which values contain one.
            let is_comma_separated = match attribute.kind {
                Kind::Choice(_) => true,
                Kind::Reference(Entity::Person) => false,
                Kind::Reference(entity) | Kind::References(entity, _) => entity.prefix().is_some(),
                _ => false,
            };
            if is_comma_separated {
                arg = arg.value_delimiter(',');
            }
            let extra: &[&'static str] = if attribute.name == obstacle::STATUS.name { &["open"] } else { &[] };
            command = command.arg(match choice_parser(attribute, extra) {
                Some(parser) => arg.value_parser(parser).ignore_case(true),
                None => arg,
            });
        }
        let option = |id: &'static str, spec: ArgSpec| Arg::new(id).long(id).add(spec.heading(group::FILTER));
        let date = |id, nl, en| option(id, value(placeholder::DATE, nl, en));
        let period =
            |id, nl, en| option(id, value(placeholder::PERIOD, nl, en)).action(ArgAction::Append).value_delimiter(',');
        let filter_flag = |id, nl, en| option(id, flag(nl, en)).action(ArgAction::SetTrue);
        let days =
            |id, nl, en| option(id, value(placeholder::DAYS, nl, en)).action(ArgAction::Append).value_delimiter(',');
        let measure = value(
            placeholder::MEASURE,
            "alleen wat deze maatstaf telt, zoals collected (opgehaald, zonder dubbele)",
            "only what this measure counts, such as collected (without duplicates)",
        );
        let lead =
            value(placeholder::CODE, "alleen met dit ministerie als trekker", "only with this ministry in the lead");
        command
            .arg(option("lead", lead).action(ArgAction::Append))
            .arg(filter_flag("no-factsheet", "zonder factsheet", "without a factsheet"))
            .arg(
                option(
                    "without",
                    value(
                        placeholder::FIELDS,
                        "alleen wat dit gegeven niet heeft, zoals theme of region",
                        "only what lacks this attribute, such as theme or region",
                    ),
                )
                .action(ArgAction::Append)
                .value_delimiter(',')
                .value_parser(PossibleValuesParser::new(optional_attributes().map(|attribute| {
                    let aliases = (attribute.name != attribute.option).then_some(attribute.name);
                    PossibleValue::new(attribute.option).aliases(aliases)
                }))),
            )
            .arg(date("since", "ontvangen op deze dag of later", "received on this day or later"))
            .arg(date("until", "ontvangen op deze dag of eerder", "received on this day or earlier"))
            .arg(date("due-since", "toegezegd op deze dag of later", "promised for this day or later"))
            .arg(date("due-until", "toegezegd op deze dag of eerder", "promised for this day or earlier"))
            .arg(date("solved-since", "opgelost op deze dag of later", "solved on this day or later"))
            .arg(date("solved-until", "opgelost op deze dag of eerder", "solved on this day or earlier"))
            .arg(period(
                "period",
                "ontvangen in dit jaar, kwartaal of deze maand, zoals 2026, 2026-Q1, 2026-03, dit-kwartaal of vorig-jaar",
                "received in this year, quarter or month, such as 2026, 2026-Q1, 2026-03, this-quarter or last-year",
            ))
            .arg(period(
                "solved-period",
                "opgelost in dit jaar, kwartaal of deze maand, zoals vorig-kwartaal",
                "solved in this year, quarter or month, such as last-quarter",
            ))
            .arg(period(
                "due-period",
                "antwoord toegezegd in deze week, maand of dit kwartaal of jaar, zoals deze-week, volgende-week of 2026-03",
                "answer promised for this week, month, quarter or year, such as this-week, next-week or 2026-03",
            ))
            .arg(option(
                "logged-since",
                value(
                    placeholder::DATE,
                    "vastgelegd of ingelezen op deze dag of later; ook een tijdstip, zoals 2026-03-02T09:30",
                    "logged or imported on this day or later; a time too, such as 2026-03-02T09:30",
                ),
            ))
            .arg(filter_flag(
                "overdue",
                "open, en de toegezegde dag is voorbij",
                "open, and the promised day has passed",
            ))
            .arg(days(
                "answered-within",
                "beantwoord binnen dit aantal dagen na ontvangst, zoals 14; of in een bereik, zoals 8-14 of 181+",
                "answered within this number of days after receipt, such as 14; or in a range, such as 8-14 or 181+",
            ))
            .arg(days(
                "solved-within",
                "opgelost binnen dit aantal dagen na ontvangst, zoals 14; of in een bereik, zoals 8-14 of 181+",
                "solved within this number of days after receipt, such as 14; or in a range, such as 8-14 or 181+",
            ))
            .arg(option("measure", measure).action(ArgAction::Append).value_delimiter(',').value_parser(
                PossibleValuesParser::new(obstacle_measures().map(|measure| measure.code)),
            ))
            .arg(filter_flag("with-void", "ook wat is vervallen", "void records too"))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for FilterArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut filter = Filter::default();
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
        for name in texts("without").unwrap_or_default() {
            let mut attributes = optional_attributes();
            let known = attributes.find(|attribute| name == attribute.option || name == attribute.name);
            filter.conditions.extend(known.map(Condition::Without));
        }
        let dates = [("", &obstacle::RECEIVED), ("solved-", &obstacle::SOLVED), ("due-", &obstacle::DUE)];
        for (prefix, attribute) in dates {
            let id = format!("{prefix}since");
            if let Some(day) = matches.get_one::<String>(&id) {
                filter.conditions.push(Condition::Since(attribute, day.clone()));
            }
        }
        for (prefix, attribute) in dates {
            let id = format!("{prefix}until");
            if let Some(day) = matches.get_one::<String>(&id) {
                filter.conditions.push(Condition::Until(attribute, day.clone()));
            }
        }
        for (prefix, attribute) in dates {
            let id = format!("{prefix}period");
            if let Some(periods) = texts(&id) {
                filter.conditions.push(Condition::Periods(attribute, periods));
            }
        }
        if let Some(moment) = matches.get_one::<String>("logged-since") {
            filter.conditions.push(Condition::LoggedSince(moment.clone()));
        }
        if matches.get_flag("overdue") {
            filter.conditions.push(Condition::Overdue);
        }
        for (id, attribute) in [("answered-within", &obstacle::ANSWERED), ("solved-within", &obstacle::SOLVED)] {
            if let Some(ranges) = texts(id) {
                filter.conditions.push(Condition::Within(attribute, ranges));
            }
        }
        filter.conditions.extend(texts("measure").unwrap_or_default().into_iter().map(Condition::CountedBy));
        filter.with_void = matches.get_flag("with-void");
        Ok(Self(filter))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
