//! Lists records of one kind, for `list`, `export`, `snapshot` and the list command of each catalog.

use super::{Context, Outcome, record_input};
use crate::cli::{OutputArgs, RowArgs};
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures, remarks};
use crate::record::{Attribute, Condition, Entity, Filter};
use crate::register::{ListQuery, ListSummary, Register};
use crate::suggestion;
use anyhow::Result;

pub struct ListSpec<'a> {
    pub entity: Entity,
    /// The default columns in output for people. If empty, all attributes are columns.
    pub columns: &'a [&'a str],
    pub conditions: Vec<Condition>,
    /// A filter of obstacles. A list of another kind of record contains only the records linked to these obstacles.
    pub filter: &'a Filter,
    pub rows: &'a RowArgs,
    pub output: &'a OutputArgs,
    /// Whether the command lists persons. If it does, it shows personal data by default.
    pub lists_persons: bool,
    pub with_derived: bool,
}

impl<'a> ListSpec<'a> {
    /// A list of all records of a kind, with the default columns.
    pub const fn new(entity: Entity, filter: &'a Filter, rows: &'a RowArgs, output: &'a OutputArgs) -> Self {
        let conditions = Vec::new();
        Self { entity, columns: &[], conditions, filter, rows, output, lists_persons: false, with_derived: false }
    }
}

/// Lists the records, which is all that the command does.
pub fn list_records(spec: &ListSpec<'_>, context: &mut Context<'_>) -> Result<Outcome> {
    let entity = spec.entity;
    let with_void = spec.filter.with_void;
    // Listing persons is an explicit request for personal data.
    let lists_persons = spec.lists_persons && context.clearance.shows_contact_persons();
    let persons = lists_persons || context.shows_persons(spec.output);
    if entity == Entity::Person && !persons {
        return Err(Failure::usage(failures::persons_need_option()).into());
    }
    let is_shown = |attribute: &&Attribute| (!attribute.is_void_only || with_void) && is_visible(attribute, persons);
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
    if !context.clearance.shows_contact_persons() {
        // Refuse to show columns that identify persons. Also refuse to sort by them, because the order of the rows
        // would reveal names.
        let mut named =
            spec.rows.columns.iter().zip(&columns).map(|(_, attribute)| *attribute).chain(sort.map(|(by, _)| by));
        if let Some(attribute) = named.find(|attribute| attribute.identifies_person()) {
            return Err(Failure::usage(failures::persons_hidden(attribute.name)).into());
        }
    }
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
    notice_count(listed, context);
    if listed.rows == 0 {
        notice_unknown_laws(spec.filter, &register, context)?;
    }
    if persons_omitted {
        context.notice(remarks::persons_left_out());
    }
    context.close_fast(register);
    Ok(context.finish(Exit::Success))
}

pub const fn is_visible(attribute: &Attribute, persons: bool) -> bool {
    persons || !attribute.identifies_person()
}

/// Warns about laws in the filter that are not in the list of laws, because they are most likely typing errors.
fn notice_unknown_laws(filter: &Filter, register: &Register, context: &mut Context<'_>) -> Result<()> {
    let mut laws = Vec::new();
    for condition in &filter.conditions {
        if let Condition::OneOf(attribute, texts) = condition
            && attribute.is_law()
        {
            laws.extend(texts.iter().filter_map(|text| register.laws_to_find(text).ok()).flatten());
        }
    }
    record_input::notice_unknown_laws(&register.unknown_laws(&laws)?, context);
    Ok(())
}

fn notice_count(listed: ListSummary, context: &mut Context<'_>) {
    context.outcome.more = listed.has_more;
    context.notice(match listed {
        ListSummary { rows, has_more: true } => remarks::more_rows(rows),
        ListSummary { rows: 0, .. } => return context.notice_nothing_found(),
        ListSummary { rows: 1, .. } => remarks::one_row(),
        ListSummary { rows, .. } => remarks::row_count(rows),
    });
}

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
        .ok_or_else(|| {
            let named = |kind: &Entity| (kind.plural().to_owned(), Text::from(kind.plural_label()));
            let kinds: Vec<(String, Text)> = Entity::ALL.iter().map(named).collect();
            let valid = kind_names(|_| true);
            Failure::usage(match suggestion::best_term(name, &kinds) {
                Some(near) => failures::unknown_kind_suggest(name, near, valid),
                None => failures::unknown_kind(name, valid),
            })
            .into()
        })
}

pub fn kind_names(wanted: impl Fn(Entity) -> bool) -> String {
    let wanted = Entity::ALL.iter().filter(|entity| wanted(**entity));
    wanted.map(|entity| entity.plural()).collect::<Vec<_>>().join(", ")
}
