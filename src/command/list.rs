//! `list`, `show` and `export`: reading records.

use super::{Context, enter, meant};
use crate::cli::{Export, List, Output, Rows, Show};
use crate::failure::Failure;
use crate::record::law::Law;
use crate::record::{Attribute, Condition, Entity, Filter, Value, contact, number, obstacle};
use crate::register::{Key, Listed, Query, Register};
use crate::rows::Shape;
use crate::words::{Text, failures, remarks};
use anyhow::Result;

/// What is to be listed.
pub struct Wanted<'a> {
    /// The kind of record.
    pub entity: Entity,
    /// The attributes that a reader sees; none: all.
    pub columns: &'a [&'a str],
    /// Conditions on the records themselves.
    pub own: Vec<Condition>,
    /// Which obstacles are meant.
    pub filter: &'a Filter,
    /// How many, in which order, with which columns.
    pub rows: &'a Rows,
    /// In what form.
    pub output: &'a Output,
    /// Whether persons are what is asked for.
    pub names_persons: bool,
    /// Whether what follows from the attributes is wanted too.
    pub with_derived: bool,
}

/// Lists obstacles.
pub fn list(list: List, context: &mut Context<'_>) -> Result<()> {
    obstacles(&list.filter.0, &list.rows, &list.output, context)
}

fn obstacles(filter: &Filter, rows: &Rows, output: &Output, context: &mut Context<'_>) -> Result<()> {
    let columns = &["number", "title", "ministry", "status", "resolution", "received", "provenance"];
    let wanted = Wanted {
        entity: Entity::Obstacle,
        columns,
        own: Vec::new(),
        filter,
        rows,
        output,
        names_persons: false,
        with_derived: false,
    };
    self::rows(&wanted, context)
}

/// Lists records and says how many there are.
pub fn rows(wanted: &Wanted<'_>, context: &mut Context<'_>) -> Result<()> {
    let entity = wanted.entity;
    let with_void = wanted.filter.with_void;
    // Who lists persons asks for them.
    let persons = wanted.names_persons || context.persons(wanted.output);
    if entity == Entity::Person && !persons {
        return Err(Failure::usage(failures::persons_not_named()).into());
    }
    let shown =
        |attribute: &&Attribute| (!attribute.only_with_void || with_void) && comes_out(attribute, persons);
    let columns: Vec<&'static Attribute> = if !wanted.rows.columns.is_empty() {
        let named = |name: &String| enter::by_name(entity, name, |_| true);
        let mut columns = wanted.rows.columns.iter().map(named).collect::<Result<Vec<_>>>()?;
        let mut seen = std::collections::HashSet::new();
        columns.retain(|attribute| seen.insert(attribute.name));
        columns
    } else if context.out.is_for_readers() && !wanted.columns.is_empty() {
        let mut columns: Vec<_> = wanted.columns.iter().filter_map(|name| entity.attribute(name)).collect();
        columns.extend(entity.attributes().iter().filter(|attribute| attribute.only_with_void && with_void));
        columns
    } else {
        let derived = if wanted.with_derived { entity.derived() } else { &[] };
        entity.attributes().iter().filter(shown).chain(derived).collect()
    };
    let sort = match wanted.rows.sort.as_deref() {
        None => None,
        Some(field) => {
            let (name, descending) = field.strip_prefix('-').map_or((field, false), |name| (name, true));
            Some((enter::by_name(entity, name, |_| true)?, descending))
        }
    };
    let query = Query {
        own: &wanted.own,
        sort,
        limit: wanted.rows.limit,
        skip: wanted.rows.skip.unwrap_or_default(),
        void_references: with_void,
        persons,
        ..Query::new(entity, wanted.filter, columns)
    };
    let register = context.register()?;
    let left_out = !persons
        && !wanted.rows.columns.is_empty()
        && query.columns.iter().any(|attribute| attribute.tells_who());
    let listed = register.list(&query, context.today, context.out)?;
    remark(listed, context);
    if listed.rows == 0 {
        remark_on_laws(wanted.filter, &register, context)?;
    }
    if left_out {
        context.remark(remarks::persons_left_out());
    }
    context.leave(register);
    Ok(())
}

/// Whether an attribute comes out: what tells who was spoken to only where persons do.
const fn comes_out(attribute: &Attribute, persons: bool) -> bool {
    persons || !attribute.tells_who()
}

/// Tells of laws that were asked for, where nothing cites them and no list names them.
fn remark_on_laws(filter: &Filter, register: &Register, context: &mut Context<'_>) -> Result<()> {
    let mut laws = Vec::new();
    for condition in &filter.conditions {
        if let Condition::Is(attribute, texts) = condition
            && attribute.is_law()
        {
            laws.extend(texts.iter().filter_map(|text| Law::parse_list(text).ok()).flatten());
        }
    }
    enter::remark_on_laws(&register.unknown_laws(&laws)?, context);
    Ok(())
}

fn remark(listed: Listed, context: &mut Context<'_>) {
    context.remark(match listed {
        Listed { rows, more: true } => remarks::more(rows),
        Listed { rows: 0, .. } => remarks::nothing_found(),
        Listed { rows: 1, .. } => remarks::one_row(),
        Listed { rows, .. } => remarks::rows(rows),
    });
}

/// Takes records out with all their attributes.
pub fn export(export: Export, context: &mut Context<'_>) -> Result<()> {
    let entity = kind(&export.kind)?;
    let rows = Rows::default();
    let wanted = Wanted {
        entity,
        columns: &[],
        own: Vec::new(),
        filter: &export.filter.0,
        rows: &rows,
        output: &export.output,
        names_persons: false,
        with_derived: true,
    };
    self::rows(&wanted, context)
}

/// The kind of record of that name.
pub fn kind(name: &str) -> Result<Entity> {
    let wanted = name.trim().to_lowercase().replace('_', "-");
    Entity::ALL
        .iter()
        .copied()
        .find(|entity| {
            wanted == entity.plural()
                || wanted == entity.singular()
                || wanted == entity.table().replace('_', "-")
                || wanted == format!("{}s", entity.table().replace('_', "-"))
        })
        .ok_or_else(|| Failure::usage(failures::unknown_kind(name, kinds(|_| true))).into())
}

/// The kinds of record, as they are typed.
pub fn kinds(wanted: impl Fn(Entity) -> bool) -> String {
    let wanted = Entity::ALL.iter().filter(|entity| wanted(**entity));
    wanted.map(|entity| entity.plural()).collect::<Vec<_>>().join(", ")
}

/// Shows records; for readers with what they are linked to.
pub fn show(show: Show, context: &mut Context<'_>) -> Result<()> {
    let register = context.register()?;
    let persons = context.persons(&show.output);
    let mut wanted = Vec::new();
    let pieces = show.numbers.iter().flat_map(|text| text.split([',', ';'])).map(str::trim);
    for text in pieces.filter(|text| !text.is_empty()) {
        let Some(found) = number::parse_any(text) else {
            return Err(Failure::usage(failures::not_a_number(text, "B-012, F-03, S-07, C-012")).into());
        };
        register.must_be_there(found.0, found.1)?;
        wanted.push(found);
    }
    // Only what is kept is called by the title, and only a page has room for a warning above.
    let is_named = context.out.keeps_receipt() || context.out.is_on_site();
    if let ([(entity, number)], true) = (&wanted[..], is_named) {
        let (entity, number) = (*entity, *number);
        let record = register.load(entity, &Key::Number(number))?;
        let value = |name: &str| record.text(entity.attribute(name)?);
        if let Some(title) = value("title") {
            context.out.title(&Text::plain(format!("{} {title}", number::show(entity, number))))?;
        }
        if let Some(warning) =
            meant::warning(value("provenance")).filter(|_| context.out.is_page() || context.out.is_on_site())
        {
            context.out.line(&warning)?;
        }
    }
    if context.out.is_for_readers() {
        for (entity, number) in wanted {
            card(&register, entity, &[number], persons, context)?;
            linked(&register, entity, number, persons, context)?;
        }
        context.leave(register);
        return Ok(());
    }
    let Some((entity, _)) = wanted.first().copied() else { return Ok(()) };
    if let Some((other, number)) = wanted.iter().find(|(other, _)| *other != entity) {
        let numbers = number::show(*other, *number);
        return Err(Failure::usage(failures::one_kind_at_a_time(numbers)).into());
    }
    let numbers: Vec<i64> = wanted.iter().map(|(_, number)| *number).collect();
    card(&register, entity, &numbers, persons, context)
}

fn card(
    register: &Register,
    entity: Entity,
    numbers: &[i64],
    persons: bool,
    context: &mut Context<'_>,
) -> Result<()> {
    let filter = Filter { with_void: true, ..Filter::default() };
    let own = [Condition::Is(entity.key(), numbers.iter().map(ToString::to_string).collect())];
    let columns = entity
        .attributes()
        .iter()
        .filter(|attribute| context.out.is_for_readers() || !attribute.only_with_void)
        .filter(|attribute| comes_out(attribute, persons))
        .collect();
    let query = Query { own: &own, persons, shape: Shape::Card, ..Query::new(entity, &filter, columns) };
    register.list(&query, context.today, context.out)?;
    Ok(())
}

/// What is shown of the obstacles that an obstacle rests on, and of those that rest on it.
const PRECEDENTS: &[&str] = &["number", "title", "ministry", "resolution", "solved"];

/// Shows what a record is linked to.
fn linked(
    register: &Register,
    entity: Entity,
    wanted: i64,
    persons: bool,
    context: &mut Context<'_>,
) -> Result<()> {
    let shown = number::show(entity, wanted);
    let this = |attribute| {
        Filter { with_void: true, ..Filter::default() }.and(Condition::Is(attribute, vec![shown.clone()]))
    };
    let lists = match entity {
        Entity::Obstacle => vec![
            (remarks::SHOW_RESTS_ON, Entity::Obstacle, PRECEDENTS),
            (remarks::SHOW_RESTS_ON_IT, Entity::Obstacle, PRECEDENTS),
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
        _ => Vec::new(),
    };
    for (heading, other, columns) in lists {
        let (mut filter, own) = match (entity, other) {
            (Entity::Obstacle, Entity::Obstacle) if heading == remarks::SHOW_RESTS_ON => {
                let record = register.load(entity, &Key::Number(wanted))?;
                let Some(Value::Numbers(numbers)) = record.get(&obstacle::PRECEDENTS) else { continue };
                let numbers = numbers.iter().map(ToString::to_string).collect();
                (Filter::default().and(Condition::Is(&obstacle::NUMBER, numbers)), Vec::new())
            }
            (Entity::Obstacle, Entity::Obstacle) => (this(&obstacle::PRECEDENTS), Vec::new()),
            (Entity::Obstacle, Entity::Contact) => {
                (Filter::default(), vec![Condition::Is(&contact::OBSTACLES, vec![shown.clone()])])
            }
            (Entity::Obstacle, _) => (this(&obstacle::NUMBER), Vec::new()),
            (Entity::Factsheet, _) => (this(&obstacle::FACTSHEETS), Vec::new()),
            _ => (this(&obstacle::SCHEMES), Vec::new()),
        };
        if other == Entity::Obstacle {
            filter.with_void = false;
        }
        let mut columns: Vec<_> = columns.iter().filter_map(|name| other.attribute(name)).collect();
        columns.retain(|attribute| comes_out(attribute, persons));
        let query = Query { own: &own, persons, ..Query::new(other, &filter, columns) };
        context.out.heading(&heading.into())?;
        register.list(&query, context.today, context.out)?;
    }
    Ok(())
}
