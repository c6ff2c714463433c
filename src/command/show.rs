//! `show`: shows records. Output for people contains their linked records too.

use super::record_list::is_visible;
use super::status_steps::write_steps;
use super::{Command, Context, Outcome, summary, titles};
use crate::cli::{OutputArgs, Show};
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures, remarks};
use crate::record::{Condition, Entity, Filter, Value, contact, number, obstacle};
use crate::register::{Key, ListQuery, Register};
use crate::rows::{Event, RecordPart, Shape};
use anyhow::Result;

const PRECEDENTS: &[&str] = &["number", "title", "ministry", "resolution", "solved"];

impl Command for Show {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let register = context.register()?;
        let persons = context.shows_persons(&self.output);
        let mut wanted = Vec::new();
        let pieces = self.numbers.iter().flat_map(|text| text.split([',', ';'])).map(str::trim);
        for text in pieces.filter(|text| !text.is_empty()) {
            let Some(found) = number::parse_any(text) else {
                return Err(Failure::usage(failures::not_a_number(text, "B-012, F-03, S-07, C-012")).into());
            };
            if found.0 == Entity::View {
                register.require_visible_view(found.1, &context.actor_and_host().0)?;
            }
            register.require_exists(found.0, found.1)?;
            wanted.push(found);
        }
        // Pages and saved files begin with a title. Only pages can also show a warning about invented content.
        let is_named = context.out.audience().keeps_receipt() || context.out.audience().is_on_site();
        if let ([(entity, number)], true) = (&wanted[..], is_named) {
            let (entity, number) = (*entity, *number);
            let record = register.load(entity, &Key::Number(number))?;
            let value = |name: &str| record.text(entity.attribute(name)?);
            let title = if entity == Entity::View { "name" } else { "title" };
            if let Some(title) = value(title) {
                context.out.title(&Text::untranslated(format!("{} {title}", number::format(entity, number))))?;
            }
            if let Some(warning) = summary::provenance_warning(value("provenance"))
                .filter(|_| context.out.audience().is_page() || context.out.audience().is_on_site())
            {
                context.out.line(&warning)?;
            }
        }
        if context.out.audience().is_for_readers() {
            for (entity, number) in wanted {
                if entity == Entity::Obstacle && context.out.audience().is_on_site() {
                    write_steps(&register, number, context)?;
                }
                context.out.emit(Event::Part(RecordPart::Attributes))?;
                show_card(&register, entity, &[number], persons, context)?;
                show_links(&register, entity, number, persons, context)?;
            }
            context.close_fast(register);
            return Ok(context.finish(Exit::Success));
        }
        let Some((entity, _)) = wanted.first().copied() else { return Ok(context.finish(Exit::Success)) };
        if let Some((other, number)) = wanted.iter().find(|(other, _)| *other != entity) {
            let numbers = number::format(*other, *number);
            return Err(Failure::usage(failures::one_kind_at_a_time(numbers)).into());
        }
        let numbers: Vec<i64> = wanted.iter().map(|(_, number)| *number).collect();
        show_card(&register, entity, &numbers, persons, context)?;
        Ok(context.finish(Exit::Success))
    }

    fn output(&self) -> Option<&OutputArgs> {
        Some(&self.output)
    }

    fn title(&self) -> Option<Text> {
        let pieces = self.numbers.iter().flat_map(|text| text.split([',', ';']));
        Some(Text::untranslated(pieces.filter_map(titles::parsed_code).collect::<Vec<_>>().join(", ")))
    }
}

fn show_card(
    register: &Register,
    entity: Entity,
    numbers: &[i64],
    persons: bool,
    context: &mut Context<'_>,
) -> Result<()> {
    let filter = Filter { with_void: true, ..Filter::default() };
    let conditions = [Condition::OneOf(entity.key(), numbers.iter().map(ToString::to_string).collect())];
    let columns = entity
        .attributes()
        .iter()
        .filter(|attribute| context.out.audience().is_for_readers() || !attribute.is_void_only)
        .filter(|attribute| is_visible(attribute, persons))
        .collect();
    let query = ListQuery {
        own_conditions: &conditions,
        persons,
        shape: Shape::Card,
        ..ListQuery::new(entity, &filter, columns)
    };
    register.list(&query, context.today, context.out)?;
    Ok(())
}

fn show_links(
    register: &Register,
    entity: Entity,
    wanted: i64,
    persons: bool,
    context: &mut Context<'_>,
) -> Result<()> {
    let code = number::format(entity, wanted);
    let linked_filter = |attribute| {
        Filter { with_void: true, ..Filter::default() }.and(Condition::OneOf(attribute, vec![code.clone()]))
    };
    let lists = match entity {
        Entity::Obstacle => vec![
            (remarks::SHOW_PRECEDENTS, Entity::Obstacle, PRECEDENTS),
            (remarks::SHOW_REUSED_FOR, Entity::Obstacle, PRECEDENTS),
            (remarks::SHOW_FACTSHEETS, Entity::Factsheet, &["number", "title"][..]),
            (remarks::SHOW_SCHEMES, Entity::Scheme, &["number", "title"][..]),
            (
                remarks::SHOW_CONTACTS,
                Entity::Contact,
                &["number", "kind", "date", "ministry", "party", "persons", "note"][..],
            ),
        ],
        Entity::Factsheet | Entity::Scheme => {
            vec![(
                remarks::SHOW_OBSTACLES,
                Entity::Obstacle,
                &["number", "title", "ministry", "status", "resolution", "provenance"][..],
            )]
        }
        Entity::Person if persons => vec![
            (
                remarks::SHOW_HANDLES,
                Entity::Obstacle,
                &["number", "title", "ministry", "status", "resolution", "provenance"][..],
            ),
            (remarks::SHOW_TOOK_PART, Entity::Contact, &["number", "kind", "date", "ministry", "party", "note"][..]),
        ],
        _ => Vec::new(),
    };
    for (heading, other, columns) in lists {
        let (mut filter, conditions) = match (entity, other) {
            (Entity::Obstacle, Entity::Obstacle) if heading == remarks::SHOW_PRECEDENTS => {
                let record = register.load(entity, &Key::Number(wanted))?;
                let Some(Value::Numbers(numbers)) = record.get(&obstacle::PRECEDENTS) else { continue };
                let numbers = numbers.iter().map(ToString::to_string).collect();
                (Filter::default().and(Condition::OneOf(&obstacle::NUMBER, numbers)), Vec::new())
            }
            (Entity::Obstacle, Entity::Obstacle) => (linked_filter(&obstacle::PRECEDENTS), Vec::new()),
            (Entity::Obstacle, Entity::Contact) => {
                (Filter::default(), vec![Condition::OneOf(&contact::OBSTACLES, vec![code.clone()])])
            }
            (Entity::Person, Entity::Obstacle) => (linked_filter(&obstacle::HANDLER), Vec::new()),
            (Entity::Person, _) => (Filter::default(), vec![Condition::OneOf(&contact::PERSONS, vec![code.clone()])]),
            (Entity::Obstacle, _) => (linked_filter(&obstacle::NUMBER), Vec::new()),
            (Entity::Factsheet, _) => (linked_filter(&obstacle::FACTSHEETS), Vec::new()),
            _ => (linked_filter(&obstacle::SCHEMES), Vec::new()),
        };
        if other == Entity::Obstacle {
            filter.with_void = false;
        }
        let mut columns: Vec<_> = columns.iter().filter_map(|name| other.attribute(name)).collect();
        columns.retain(|attribute| is_visible(attribute, persons));
        let query = ListQuery { own_conditions: &conditions, persons, ..ListQuery::new(other, &filter, columns) };
        context.out.emit(Event::Part(match (entity, other) {
            (_, Entity::Contact) => RecordPart::Contacts,
            (Entity::Obstacle, _) => RecordPart::Related,
            _ => RecordPart::Obstacles,
        }))?;
        context.out.heading(&heading.into())?;
        register.list(&query, context.today, context.out)?;
    }
    Ok(())
}
