//! Translates a filter to SQL: a common table expression `filtered` with all columns of the matching obstacles. All
//! queries about obstacles read from `filtered`, so that reports and lists always agree.

use super::Register;
use super::journal::format_timestamp;
use super::sql::{Sql, where_clause};
use crate::failure::Failure;
use crate::i18n::failures;
use crate::record::date::{self, Today};
use crate::record::day_range;
use crate::record::law::{Law, LawKind};
use crate::record::{Attribute, Condition, Entity, Filter, Kind, number, obstacle, parse_number};
use crate::report::{Measure, find_measure};
use anyhow::Result;

const OBSTACLES: &str = "o";

/// The statuses that the filter value `open` matches: all except solved and closed.
pub const OPEN: &str = "'collected', 'in-analysis'";

/// Limit on the values that a filter gives for one attribute. SQLite refuses a much longer condition.
pub const MAX_FILTER_VALUES: usize = 200;

impl Register {
    /// Returns the filter as SQL of the form `filtered AS NOT MATERIALIZED (…)`, which belongs after `WITH`.
    pub(super) fn filtered_cte(&self, filter: &Filter, today: Today<'_>) -> Result<Sql> {
        self.filtered_cte_with(filter, "", today)
    }

    /// The same, with a hint which index SQLite must use.
    pub(super) fn filtered_cte_with(&self, filter: &Filter, hint: &str, today: Today<'_>) -> Result<Sql> {
        let mut sql = Sql::default();
        let mut clauses: Vec<String> = Vec::new();
        if !filter.with_void {
            clauses.push("o.void IS NULL".to_owned());
        }
        for condition in &filter.conditions {
            let clause = self.condition_clause(OBSTACLES, condition, &mut sql, today)?;
            clauses.push(clause);
        }
        let clauses = where_clause(&clauses);
        // A report may use the table several times. Do not let SQLite copy it: the copy would hold all texts.
        sql.text = format!("filtered AS NOT MATERIALIZED (SELECT o.* FROM obstacle AS o{hint}{clauses})");
        Ok(sql)
    }

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
            Condition::Without(attribute) => without_clause(alias, attribute),
            Condition::Since(attribute, text) => {
                format!("{alias}.{} >= {}", attribute.name, sql.bind(day(text, today)?))
            }
            Condition::Until(attribute, text) => {
                format!("{alias}.{} <= {}", attribute.name, sql.bind(day(text, today)?))
            }
            Condition::Periods(attribute, texts) => {
                let periods = date::parse_periods(texts, today).map_err(Failure::usage)?;
                check_value_count(attribute, periods.len())?;
                let clauses = periods.into_iter().map(|(first, last)| {
                    let (first, last) = (sql.bind(first.to_string()), sql.bind(last.to_string()));
                    format!("{alias}.{} BETWEEN {first} AND {last}", attribute.name)
                });
                format!("({})", clauses.collect::<Vec<_>>().join(" OR "))
            }
            Condition::Contains(attributes, wanted) => {
                let text = sql.bind(wanted.clone());
                let contains = |attribute: &&Attribute| match attribute.kind {
                    Kind::Number(entity) => {
                        let number = number::parse_strict(entity, wanted)?;
                        Some(format!("{alias}.{} = {number}", attribute.name))
                    }
                    _ => Some(format!("instr(sort_key({alias}.{}), sort_key({text})) > 0", attribute.name)),
                };
                format!("({})", attributes.iter().filter_map(contains).collect::<Vec<_>>().join(" OR "))
            }
            Condition::LoggedSince(text) => {
                let since = format_timestamp(date::parse_moment(text, today).map_err(Failure::usage)?);
                // Compare numbers of journal entries: after a clock was set back, times are out of order. `+c.kind` makes
                // SQLite use the index on `entry`, because few entries are that recent.
                format!(
                    "{alias}.number IN (SELECT c.key FROM journal_change AS c WHERE c.entry > coalesce((\
                     SELECT j.number FROM journal AS j WHERE j.at < {} ORDER BY j.number DESC LIMIT 1), 0) \
                     AND +c.kind = 'obstacle' AND c.before IS NULL)",
                    sql.bind(since)
                )
            }
            Condition::SeenBy(actor) => self.seen_by_clause(alias, actor, sql)?,
            Condition::Overdue => {
                format!("{alias}.due < {} AND {alias}.status IN ({OPEN})", sql.bind(today().to_string()))
            }
            Condition::Within(attribute, texts) => {
                let ranges = day_range::parse_ranges(texts).map_err(Failure::usage)?;
                check_value_count(attribute, ranges.len())?;
                // As the reports `spread` and `turnaround` compute it.
                let days =
                    format!("CAST(julianday({alias}.{}) - julianday({alias}.received) AS INTEGER)", attribute.name);
                let clauses = ranges.into_iter().map(|(first, last)| match last {
                    Some(last) => format!("{days} BETWEEN {} AND {}", sql.bind(first), sql.bind(last)),
                    None => format!("{days} >= {}", sql.bind(first)),
                });
                format!("({})", clauses.collect::<Vec<_>>().join(" OR "))
            }
            Condition::CountedBy(code) => {
                let condition = find_measure(code).and_then(Measure::condition);
                let condition = condition.ok_or_else(|| Failure::usage(failures::not_a_measure(code)))?;
                // The filter has no period, so that the bounds of the measure are open.
                format!("({})", condition.replace(":since", "NULL").replace(":until", "NULL"))
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
        check_value_count(attribute, values.len())?;
        Ok(match attribute.kind {
            Kind::Number(entity) => {
                let numbers = values
                    .iter()
                    .map(|value| parse_number(entity, value).map_err(Failure::usage))
                    .collect::<Result<Vec<_>, _>>()?;
                format!("{alias}.number IN ({})", sql.bind_each(numbers))
            }
            Kind::Reference(Entity::Person) => {
                // Ignore an unknown name: it may be the name of a colleague who is not in the register yet.
                let mut persons = Vec::new();
                for value in values {
                    match self.find_person_if_known(value)? {
                        Some(person) => persons.push(person),
                        None => {
                            for piece in value.split(',') {
                                persons.extend(self.find_person_if_known(piece)?);
                            }
                        }
                    }
                }
                format!("{alias}.{name} IN ({})", sql.bind_each(persons))
            }
            // Select the obstacles that the ministry leads and those in which it is involved.
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
                    for law in self.laws_to_find(value)? {
                        // For a national law, also compare the id, because the column with the id has an index.
                        let source = match law.kind {
                            LawKind::Bwb => format!(" AND l.source = {}", sql.bind(law.source.clone())),
                            _ => String::new(),
                        };
                        let clause = format!(
                            "l.kind = '{}'{source} AND law_covers({}, l.text)",
                            law.kind.code(),
                            sql.bind(law.to_string())
                        );
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

    /// Parses the legal sources in a filter. Also accepts a source that this version rejects but an older version has
    /// stored, because reports link to such sources.
    pub fn laws_to_find(&self, text: &str) -> Result<Vec<Law>> {
        let error = match self.law_names()?.parse_list(text) {
            Ok(laws) => return Ok(laws),
            Err(error) => error,
        };
        if let Some(law) = Law::from_stored(text.trim()) {
            let mut cited = self.connection.prepare("SELECT 1 FROM obstacle_law WHERE law_covers(?1, text)")?;
            if cited.exists([law.to_string()])? {
                return Ok(vec![law]);
            }
        }
        Err(Failure::usage(error).into())
    }

    fn resolve_codes(&self, entity: Entity, values: &[String]) -> Result<Vec<String>> {
        let mut codes = Vec::new();
        for value in values {
            codes.extend(self.codes(entity, value)?);
        }
        Ok(codes)
    }
}

fn without_clause(alias: &str, attribute: &Attribute) -> String {
    match attribute.kind {
        Kind::References(entity, link) => format!(
            "NOT EXISTS (SELECT 1 FROM {} AS l JOIN {} AS t ON t.number = l.{} WHERE l.{} = {alias}.number \
             AND t.void IS NULL)",
            link.table,
            entity.table(),
            link.value,
            link.owner
        ),
        Kind::Laws(link) => {
            format!("NOT EXISTS (SELECT 1 FROM {} AS l WHERE l.{} = {alias}.number)", link.table, link.owner)
        }
        _ => format!("{alias}.{} IS NULL", attribute.name),
    }
}

fn check_value_count(attribute: &Attribute, count: usize) -> Result<()> {
    if count > MAX_FILTER_VALUES {
        let message = failures::too_many_values(attribute.i18n.label, count, MAX_FILTER_VALUES);
        return Err(Failure::usage(message).into());
    }
    Ok(())
}

/// Returns each value whole and also split at commas, because a comma may separate values or be part of a value.
fn whole_and_split(attribute: &Attribute, values: &[String]) -> Result<Vec<String>> {
    let whole = values.iter().map(|value| value.trim());
    let pieces = values.iter().flat_map(|value| value.split(',')).map(str::trim);
    let texts: Vec<String> = whole.chain(pieces).filter(|text| !text.is_empty()).map(str::to_owned).collect();
    if texts.is_empty() {
        return Err(Failure::usage(failures::missing_attribute(attribute.i18n.label)).into());
    }
    Ok(texts)
}

fn no_day() -> jiff::civil::Date {
    jiff::civil::Date::ZERO
}

fn day(text: &str, today: Today<'_>) -> Result<String> {
    Ok(date::parse(text, today).map_err(Failure::usage)?.to_string())
}
