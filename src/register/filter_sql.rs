//! The filter as SQL, in one place: a common table expression `filtered` with all columns of the obstacles
//! that are meant. Everything that reads obstacles reads from it, so a report cannot disagree with a list.

use super::Register;
use crate::failure::Failure;
use crate::i18n::failures;
use crate::record::date::{self, Today};
use crate::record::law::Law;
use crate::record::{Attribute, Condition, Entity, Filter, Kind, obstacle, parse_number};
use anyhow::Result;
use rusqlite::types::Value as Bind;

/// A piece of SQL with the values for its numbered parameters, in order.
#[derive(Debug, Default)]
pub struct Sql {
    /// The text.
    pub text: String,
    /// The values of `?1`, `?2`, …
    pub binds: Vec<Bind>,
}

impl Sql {
    /// Keeps a value and gives the name of its parameter.
    pub fn bind(&mut self, value: impl Into<Bind>) -> String {
        self.binds.push(value.into());
        format!("?{}", self.binds.len())
    }

    fn bind_each<T: Into<Bind>>(&mut self, values: impl IntoIterator<Item = T>) -> String {
        let names: Vec<String> = values.into_iter().map(|value| self.bind(value)).collect();
        names.join(", ")
    }
}

/// The name under which obstacles stand in the SQL of `filtered`.
const OBSTACLES: &str = "o";

/// The statuses that `open` stands for: not solved and not closed.
pub const OPEN: &str = "'collected', 'in-analysis'";

impl Register {
    /// The filter as `filtered AS (…)`, to stand behind `WITH`.
    ///
    /// # Errors
    /// When a value of the filter is not known or not a date.
    pub(super) fn filtered_cte(&self, filter: &Filter, today: Today<'_>) -> Result<Sql> {
        let mut sql = Sql::default();
        let mut clauses: Vec<String> = Vec::new();
        if !filter.with_void {
            clauses.push("o.void IS NULL".to_owned());
        }
        for condition in &filter.conditions {
            let clause = self.condition_clause(OBSTACLES, condition, &mut sql, today)?;
            clauses.push(clause);
        }
        let clauses =
            if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
        sql.text = format!("filtered AS (SELECT o.* FROM obstacle AS o{clauses})");
        Ok(sql)
    }

    /// A condition on the records that stand in the SQL under a name.
    pub(super) fn condition_clause(
        &self,
        alias: &str,
        condition: &Condition,
        sql: &mut Sql,
        today: Today<'_>,
    ) -> Result<String> {
        Ok(match condition {
            Condition::OneOf(attribute, values) => self.is_one_of(alias, attribute, values, sql)?,
            Condition::LeadMinistry(values) => {
                let codes = self.resolve_codes(Entity::Ministry, values)?;
                format!("{alias}.ministry IN ({})", sql.bind_each(codes))
            }
            Condition::NoFactsheet => format!(
                "NOT EXISTS (SELECT 1 FROM obstacle_factsheet AS l JOIN factsheet AS f ON f.number = l.factsheet \
                 WHERE l.obstacle = {alias}.number AND f.void IS NULL)"
            ),
            Condition::Since(attribute, text) => {
                format!("{alias}.{} >= {}", attribute.name, sql.bind(day(text, today)?))
            }
            Condition::Until(attribute, text) => {
                format!("{alias}.{} <= {}", attribute.name, sql.bind(day(text, today)?))
            }
            Condition::Overdue => {
                format!("{alias}.due < {} AND {alias}.status IN ({OPEN})", sql.bind(today().to_string()))
            }
        })
    }

    fn is_one_of(
        &self,
        alias: &str,
        attribute: &'static Attribute,
        values: &[String],
        sql: &mut Sql,
    ) -> Result<String> {
        let name = attribute.name;
        Ok(match attribute.kind {
            Kind::Number(entity) => {
                let numbers = values
                    .iter()
                    .map(|value| parse_number(entity, value).map_err(Failure::usage))
                    .collect::<Result<Vec<_>, _>>()?;
                format!("{alias}.number IN ({})", sql.bind_each(numbers))
            }
            Kind::Reference(Entity::Person) => {
                // Somebody who was never named deals with nothing; that is no slip that could be told from a wish.
                let mut persons = Vec::new();
                for value in values {
                    match self.find_person(value) {
                        Ok(person) => persons.push(person),
                        Err(_) => {
                            persons.extend(value.split(',').filter_map(|piece| self.find_person(piece).ok()));
                        }
                    }
                }
                format!("{alias}.{name} IN ({})", sql.bind_each(persons))
            }
            // Of an obstacle: lead or involved.
            Kind::Reference(Entity::Ministry) if alias == OBSTACLES => {
                let codes = sql.bind_each(self.resolve_codes(Entity::Ministry, values)?);
                format!(
                    "({alias}.ministry IN ({codes}) OR EXISTS (SELECT 1 FROM obstacle_ministry AS m \
                     WHERE m.obstacle = {alias}.number AND m.ministry IN ({codes})))"
                )
            }
            Kind::Reference(entity) if entity.prefix().is_none() => {
                format!("{alias}.{name} IN ({})", sql.bind_each(self.resolve_codes(entity, values)?))
            }
            Kind::Choice(_) => {
                let mut codes: Vec<String> = Vec::new();
                let mut open = false;
                for value in values {
                    if name == obstacle::STATUS.name && value.trim().eq_ignore_ascii_case("open") {
                        open = true;
                    } else {
                        let value = attribute.parse(value, &no_day).map_err(Failure::usage)?;
                        codes.extend(value.as_text().map(str::to_owned));
                    }
                }
                let listed = sql.bind_each(codes);
                match (open, listed.is_empty()) {
                    (true, true) => format!("{alias}.{name} IN ({OPEN})"),
                    (true, false) => format!("{alias}.{name} IN ({OPEN}, {listed})"),
                    (false, _) => format!("{alias}.{name} IN ({listed})"),
                }
            }
            Kind::References(entity, link) if entity.prefix().is_some() => {
                let mut numbers = Vec::new();
                for value in values {
                    let number = parse_number(entity, value).map_err(Failure::usage)?;
                    self.require_exists(entity, number)?;
                    numbers.push(number);
                }
                format!(
                    "{alias}.number IN (SELECT l.{} FROM {} AS l WHERE l.{} IN ({}))",
                    link.owner,
                    link.table,
                    link.value,
                    sql.bind_each(numbers)
                )
            }
            Kind::Laws(link) => {
                let mut alternatives = Vec::new();
                for value in values {
                    for law in Law::parse_list(value).map_err(Failure::usage)? {
                        let mut clause =
                            format!("l.kind = '{}' AND l.source = {}", law.kind.code(), sql.bind(law.source));
                        // A law without its place stands for all of it, a place without a day for any day.
                        let parts = [
                            ("article", law.article),
                            ("paragraph", law.paragraph),
                            ("item", law.item),
                            ("valid_on", law.valid_on),
                        ];
                        for (column, part) in parts {
                            if let Some(part) = part {
                                clause.push_str(&format!(" AND l.{column} = {}", sql.bind(part)));
                            }
                        }
                        alternatives.push(format!("({clause})"));
                    }
                }
                format!(
                    "{alias}.number IN (SELECT l.{} FROM {} AS l WHERE {})",
                    link.owner,
                    link.table,
                    alternatives.join(" OR ")
                )
            }
            _ => format!("{alias}.{name} IN ({})", sql.bind_each(whole_and_split(attribute, values)?)),
        })
    }

    /// The codes that are meant. A label may hold a comma itself: a value is tried whole, and then in its pieces.
    fn resolve_codes(&self, entity: Entity, values: &[String]) -> Result<Vec<String>> {
        let mut codes = Vec::new();
        for value in values {
            match self.code(entity, value) {
                Ok(code) => codes.push(code),
                Err(_) if value.contains(',') => {
                    for piece in value.split(',') {
                        codes.push(self.code(entity, piece)?);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Ok(codes)
    }
}

/// Text may hold a comma itself: a value is meant whole, and in its pieces.
fn whole_and_split(attribute: &Attribute, values: &[String]) -> Result<Vec<String>> {
    let whole = values.iter().map(|value| value.trim());
    let pieces = values.iter().flat_map(|value| value.split(',')).map(str::trim);
    let texts: Vec<String> = whole.chain(pieces).filter(|text| !text.is_empty()).map(str::to_owned).collect();
    if texts.is_empty() {
        return Err(Failure::usage(failures::missing_attribute(attribute.i18n.label)).into());
    }
    Ok(texts)
}

/// For values that are no dates.
fn no_day() -> jiff::civil::Date {
    jiff::civil::Date::ZERO
}

fn day(text: &str, today: Today<'_>) -> Result<String> {
    Ok(date::parse(text, today).map_err(Failure::usage)?.to_string())
}
