//! `list`, `show` and `export`: reading records.

use super::{Context, record_input, summary};
use crate::cli::{Export, List, OutputArgs, RowArgs, Show};
use crate::failure::Failure;
use crate::i18n::{Text, failures, remarks};
use crate::record::law::Law;
use crate::record::{Attribute, Condition, Entity, Filter, Value, contact, number, obstacle};
use crate::register::{Key, ListQuery, ListSummary, Register};
use crate::rows::Shape;
use anyhow::Result;

/// What is to be listed.
pub struct ListSpec<'a> {
    /// The kind of record.
    pub entity: Entity,
    /// The attributes that a reader sees; none: all.
    pub columns: &'a [&'a str],
    /// Conditions on the records themselves.
    pub conditions: Vec<Condition>,
    /// Which obstacles are meant.
    pub filter: &'a Filter,
    /// How many, in which order, with which columns.
    pub rows: &'a RowArgs,
    /// In what form.
    pub output: &'a OutputArgs,
    /// Whether persons are what is asked for.
    pub lists_persons: bool,
    /// Whether what follows from the attributes is wanted too.
    pub with_derived: bool,
}

/// Lists obstacles.
pub fn list(list: List, context: &mut Context<'_>) -> Result<()> {
    obstacles(&list.filter.0, &list.rows, &list.output, context)
}

fn obstacles(filter: &Filter, rows: &RowArgs, output: &OutputArgs, context: &mut Context<'_>) -> Result<()> {
    let columns = &["number", "title", "ministry", "status", "resolution", "received", "provenance"];
    let spec = ListSpec {
        entity: Entity::Obstacle,
        columns,
        conditions: Vec::new(),
        filter,
        rows,
        output,
        lists_persons: false,
        with_derived: false,
    };
    list_records(&spec, context)
}

/// Lists records and says how many there are.
pub fn list_records(spec: &ListSpec<'_>, context: &mut Context<'_>) -> Result<()> {
    let entity = spec.entity;
    let with_void = spec.filter.with_void;
    // Who lists persons asks for them.
    let persons = spec.lists_persons || context.shows_persons(spec.output);
    if entity == Entity::Person && !persons {
        return Err(Failure::usage(failures::persons_need_option()).into());
    }
    let is_shown =
        |attribute: &&Attribute| (!attribute.is_void_only || with_void) && is_visible(attribute, persons);
    let columns: Vec<&'static Attribute> = if !spec.rows.columns.is_empty() {
        let named = |name: &String| record_input::find_attribute(entity, name, |_| true);
        let mut columns = spec.rows.columns.iter().map(named).collect::<Result<Vec<_>>>()?;
        let mut seen = std::collections::HashSet::new();
        columns.retain(|attribute| seen.insert(attribute.name));
        columns
    } else if context.out.audience().is_for_readers() && !spec.columns.is_empty() {
        let mut columns: Vec<_> = spec.columns.iter().filter_map(|name| entity.attribute(name)).collect();
        columns.extend(entity.attributes().iter().filter(|attribute| attribute.is_void_only && with_void));
        columns
    } else {
        let derived = if spec.with_derived { entity.derived() } else { &[] };
        entity.attributes().iter().filter(is_shown).chain(derived).collect()
    };
    let sort = match spec.rows.sort.as_deref() {
        None => None,
        Some(field) => {
            let (name, descending) = field.strip_prefix('-').map_or((field, false), |name| (name, true));
            Some((record_input::find_attribute(entity, name, |_| true)?, descending))
        }
    };
    let query = ListQuery {
        own_conditions: &spec.conditions,
        sort,
        limit: spec.rows.limit,
        offset: spec.rows.skip.unwrap_or_default(),
        with_void_references: with_void,
        persons,
        ..ListQuery::new(entity, spec.filter, columns)
    };
    let register = context.register()?;
    let persons_omitted = !persons
        && !spec.rows.columns.is_empty()
        && query.columns.iter().any(|attribute| attribute.identifies_person());
    let listed = register.list(&query, context.today, context.out)?;
    remark_count(listed, context);
    if listed.rows == 0 {
        remark_unknown_laws(spec.filter, &register, context)?;
    }
    if persons_omitted {
        context.notice(remarks::persons_left_out());
    }
    context.close_fast(register);
    Ok(())
}

/// Whether an attribute comes out: what tells who was spoken to only where persons do.
const fn is_visible(attribute: &Attribute, persons: bool) -> bool {
    persons || !attribute.identifies_person()
}

/// Tells of laws that were asked for, where nothing cites them and no list names them.
fn remark_unknown_laws(filter: &Filter, register: &Register, context: &mut Context<'_>) -> Result<()> {
    let mut laws = Vec::new();
    for condition in &filter.conditions {
        if let Condition::OneOf(attribute, texts) = condition
            && attribute.is_law()
        {
            laws.extend(texts.iter().filter_map(|text| Law::parse_list(text).ok()).flatten());
        }
    }
    record_input::remark_unknown_laws(&register.unknown_laws(&laws)?, context);
    Ok(())
}

fn remark_count(listed: ListSummary, context: &mut Context<'_>) {
    context.outcome.more = listed.has_more;
    context.notice(match listed {
        ListSummary { rows, has_more: true } => remarks::more_rows(rows),
        ListSummary { rows: 0, .. } => return context.notice_nothing_found(),
        ListSummary { rows: 1, .. } => remarks::one_row(),
        ListSummary { rows, .. } => remarks::row_count(rows),
    });
}

/// Takes records out with all their attributes.
pub fn export(export: Export, context: &mut Context<'_>) -> Result<()> {
    let entity = parse_kind(&export.kind)?;
    let rows = RowArgs::default();
    let spec = ListSpec {
        entity,
        columns: &[],
        conditions: Vec::new(),
        filter: &export.filter.0,
        rows: &rows,
        output: &export.output,
        lists_persons: false,
        with_derived: true,
    };
    list_records(&spec, context)
}

/// The kind of record of that name.
pub fn parse_kind(name: &str) -> Result<Entity> {
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
        .ok_or_else(|| Failure::usage(failures::unknown_kind(name, kind_names(|_| true))).into())
}

/// The kinds of record, as they are typed.
pub fn kind_names(wanted: impl Fn(Entity) -> bool) -> String {
    let wanted = Entity::ALL.iter().filter(|entity| wanted(**entity));
    wanted.map(|entity| entity.plural()).collect::<Vec<_>>().join(", ")
}

/// Shows records; for readers with what they are linked to.
pub fn show(show: Show, context: &mut Context<'_>) -> Result<()> {
    let register = context.register()?;
    let persons = context.shows_persons(&show.output);
    let mut wanted = Vec::new();
    let pieces = show.numbers.iter().flat_map(|text| text.split([',', ';'])).map(str::trim);
    for text in pieces.filter(|text| !text.is_empty()) {
        let Some(found) = number::parse_any(text) else {
            return Err(Failure::usage(failures::not_a_number(text, "B-012, F-03, S-07, C-012")).into());
        };
        register.require_exists(found.0, found.1)?;
        wanted.push(found);
    }
    // Only what is kept is called by the title, and only a page has room for a warning above.
    let is_named = context.out.audience().keeps_receipt() || context.out.audience().is_on_site();
    if let ([(entity, number)], true) = (&wanted[..], is_named) {
        let (entity, number) = (*entity, *number);
        let record = register.load(entity, &Key::Number(number))?;
        let value = |name: &str| record.text(entity.attribute(name)?);
        if let Some(title) = value("title") {
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
            show_card(&register, entity, &[number], persons, context)?;
            show_links(&register, entity, number, persons, context)?;
        }
        context.close_fast(register);
        return Ok(());
    }
    let Some((entity, _)) = wanted.first().copied() else { return Ok(()) };
    if let Some((other, number)) = wanted.iter().find(|(other, _)| *other != entity) {
        let numbers = number::format(*other, *number);
        return Err(Failure::usage(failures::one_kind_at_a_time(numbers)).into());
    }
    let numbers: Vec<i64> = wanted.iter().map(|(_, number)| *number).collect();
    show_card(&register, entity, &numbers, persons, context)
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

/// What is shown of the obstacles that an obstacle rests on, and of those that rest on it.
const PRECEDENTS: &[&str] = &["number", "title", "ministry", "resolution", "solved"];

/// Shows what a record is linked to.
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
            (Entity::Obstacle, _) => (linked_filter(&obstacle::NUMBER), Vec::new()),
            (Entity::Factsheet, _) => (linked_filter(&obstacle::FACTSHEETS), Vec::new()),
            _ => (linked_filter(&obstacle::SCHEMES), Vec::new()),
        };
        if other == Entity::Obstacle {
            filter.with_void = false;
        }
        let mut columns: Vec<_> = columns.iter().filter_map(|name| other.attribute(name)).collect();
        columns.retain(|attribute| is_visible(attribute, persons));
        let query =
            ListQuery { own_conditions: &conditions, persons, ..ListQuery::new(other, &filter, columns) };
        context.out.heading(&heading.into())?;
        register.list(&query, context.today, context.out)?;
    }
    Ok(())
}
