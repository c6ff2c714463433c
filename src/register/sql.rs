//! SQL fragments shared by several queries, and helpers to read the resulting rows.

use crate::record::{Attribute, Citation, Entity, Kind, obstacle};
use crate::rows::Cell;
use anyhow::Result;
use rusqlite::types::{Value as Bind, ValueRef};
use rusqlite::{Row, Statement};

/// SQL text with the values of its numbered parameters, in order.
#[derive(Debug, Default)]
pub struct Sql {
    pub text: String,
    pub binds: Vec<Bind>,
}

impl Sql {
    /// Adds a value and returns the name of its parameter, such as `?1`.
    pub fn bind(&mut self, value: impl Into<Bind>) -> String {
        self.binds.push(value.into());
        format!("?{}", self.binds.len())
    }

    pub fn bind_each<T: Into<Bind>>(&mut self, values: impl IntoIterator<Item = T>) -> String {
        let names: Vec<String> = values.into_iter().map(|value| self.bind(value)).collect();
        names.join(", ")
    }
}

/// An SQL condition that selects the records of a kind that are linked to a filtered obstacle.
pub fn linked_to_filtered(entity: Entity) -> Option<String> {
    let from_entity = || {
        entity.attributes().iter().find_map(|attribute| match attribute.kind {
            Kind::References(Entity::Obstacle, link) => Some((link.table, link.owner)),
            _ => None,
        })
    };
    let to_entity = obstacle::link_to(entity).map(|link| (link.table, link.value));
    let (table, column) = to_entity.or_else(from_entity)?;
    Some(format!(
        "EXISTS (SELECT 1 FROM {table} AS l JOIN filtered AS c ON c.number = l.obstacle WHERE l.{column} = e.number)"
    ))
}

/// The SQL expression that formats an attribute for display and export. `e` is the alias of the table of the record.
pub fn attribute_sql(entity: Entity, attribute: &Attribute, with_void: bool, persons: bool) -> String {
    let name = attribute.name;
    match attribute.kind {
        _ if attribute.identifies_person() && !persons => "NULL".to_owned(),
        Kind::Number(_) => "e.code".to_owned(),
        Kind::Reference(Entity::Person) => {
            format!("(SELECT coalesce(t.name, t.code) FROM person AS t WHERE t.number = e.{name})")
        }
        Kind::References(Entity::Person, link) => format!(
            "(SELECT string_agg(coalesce(t.name, t.code), '; ' ORDER BY t.number) FROM {} AS l JOIN person AS t ON t.number = l.{} WHERE l.{} = e.number)",
            link.table, link.value, link.owner
        ),
        Kind::Reference(other) if other.prefix().is_some() => {
            format!("(SELECT t.code FROM {} AS t WHERE t.number = e.{name})", other.table())
        }
        Kind::References(other, link) if other.prefix().is_some() => {
            // Show the void records that a contact is about, because the contact still counts.
            let void =
                if with_void || !other.is_voidable() || entity == Entity::Contact { "" } else { " AND t.void IS NULL" };
            format!(
                "(SELECT string_agg(t.code, '; ' ORDER BY t.number) FROM {} AS l JOIN {} AS t ON t.number = l.{} WHERE l.{} = e.number{void})",
                link.table,
                other.table(),
                link.value,
                link.owner
            )
        }
        Kind::References(_, link) => format!(
            "(SELECT string_agg(l.{0}, '; ' ORDER BY l.{0}) FROM {1} AS l WHERE l.{2} = e.number)",
            link.value, link.table, link.owner
        ),
        Kind::LawCitations(link, form) => format!(
            "(SELECT string_agg({}(l.{}, NULL), '; ' ORDER BY l.position) FROM {} AS l WHERE l.{} = e.number)",
            match form {
                Citation::Juriconnect => "juriconnect",
                Citation::Address => "law_link",
            },
            link.value,
            link.table,
            link.owner
        ),
        Kind::Laws(link) => format!(
            "(SELECT string_agg(l.{}, '; ' ORDER BY l.position) FROM {} AS l WHERE l.{} = e.number)",
            link.value, link.table, link.owner
        ),
        _ => format!("e.{name}"),
    }
}

/// An ORDER BY expression that sorts a column of codes in the given order instead of alphabetically.
pub fn choice_order<'a>(column: &str, codes: impl Iterator<Item = &'a str>) -> String {
    let whens: Vec<String> = codes.enumerate().map(|(at, code)| format!("WHEN '{code}' THEN {at}")).collect();
    format!("CASE {column} {} END", whens.join(" "))
}

pub fn where_clause(conditions: &[String]) -> String {
    if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) }
}

pub fn bind_params(statement: &mut Statement<'_>, binds: &[Bind]) -> rusqlite::Result<()> {
    for (at, bind) in binds.iter().enumerate() {
        statement.raw_bind_parameter(at + 1, bind)?;
    }
    Ok(())
}

pub fn cells<'a>(row: &'a Row<'_>, count: usize) -> Result<Vec<Cell<'a>>> {
    let mut cells = Vec::with_capacity(count);
    for at in 0..count {
        cells.push(cell(row.get_ref(at)?)?);
    }
    Ok(cells)
}

fn cell(value: ValueRef<'_>) -> Result<Cell<'_>> {
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        text => Cell::Text(text.as_str().map_err(rusqlite::Error::from)?),
    })
}
