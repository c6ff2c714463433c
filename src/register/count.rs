//! Counts the filtered obstacles by classifying attributes and by time. The total equals the number of obstacles in a
//! list with the same filter.

use super::Register;
use super::sql::{bind_params, cells, choice_order};
use crate::i18n::{Text, remarks};
use crate::record::date::Today;
use crate::record::{Attribute, Entity, Filter, Kind, obstacle};
use crate::report::columns;
use crate::rows::{Audience, Cell, Column, ColumnDef, Shape, Sink, words};
use anyhow::Result;

#[derive(Clone, Copy, Debug)]
pub enum GroupBy {
    Attribute(&'static Attribute),
    Time(&'static Bucket),
}

impl GroupBy {
    pub const fn column(&self) -> &'static str {
        match self {
            Self::Attribute(attribute) => attribute.name,
            Self::Time(bucket) => bucket.column.name,
        }
    }
}

/// A calendar unit by which obstacles are counted.
#[derive(Debug)]
pub struct Bucket {
    /// The names of the unit on the command line. A name without a prefix, such as `year`, refers to the day
    /// on which the obstacle was received.
    pub names: &'static [&'static str],
    pub column: ColumnDef,
    sql: &'static str,
}

impl Bucket {
    /// Whether a text names the unit: by its name on the command line, by its Dutch name, or by its label.
    pub fn is_named(&self, text: &str) -> bool {
        let lower = text.trim().to_lowercase().replace(['_', ' '], "-");
        let label = self.column.text.label;
        let is_label = [label.nl, label.en].into_iter().any(|label| label.replace(' ', "-") == lower);
        let dutch = match self.names {
            ["year", ..] => "jaar",
            ["quarter", ..] => "kwartaal",
            ["month", ..] => "maand",
            _ => "",
        };
        is_label || lower == dutch || self.names.contains(&&*lower)
    }
}

macro_rules! quarter {
    ($day:literal) => {
        concat!("substr(e.", $day, ", 1, 4) || '-Q' || ((CAST(substr(e.", $day, ", 6, 2) AS INTEGER) + 2) / 3)")
    };
}

pub static BUCKETS: &[Bucket] = &[
    Bucket {
        names: &["year", "received-year"],
        column: ColumnDef::new(
            "received_year",
            words("jaar van ontvangst", "year received", "het jaar van ontvangst", "the year in which it was received"),
        ),
        sql: "substr(e.received, 1, 4)",
    },
    Bucket {
        names: &["quarter", "received-quarter"],
        column: ColumnDef::new(
            "received_quarter",
            words(
                "kwartaal van ontvangst",
                "quarter received",
                "het kwartaal van ontvangst",
                "the quarter in which it was received",
            ),
        ),
        sql: quarter!("received"),
    },
    Bucket {
        names: &["month", "received-month"],
        column: ColumnDef::new(
            "received_month",
            words(
                "maand van ontvangst",
                "month received",
                "de maand van ontvangst",
                "the month in which it was received",
            ),
        ),
        sql: "substr(e.received, 1, 7)",
    },
    Bucket {
        names: &["solved-year"],
        column: ColumnDef::new(
            "solved_year",
            words("jaar van oplossing", "year solved", "het jaar van oplossing", "the year in which it was solved"),
        ),
        sql: "substr(e.solved, 1, 4)",
    },
    Bucket {
        names: &["solved-quarter"],
        column: ColumnDef::new(
            "solved_quarter",
            words(
                "kwartaal van oplossing",
                "quarter solved",
                "het kwartaal van oplossing",
                "the quarter in which it was solved",
            ),
        ),
        sql: quarter!("solved"),
    },
    Bucket {
        names: &["solved-month"],
        column: ColumnDef::new(
            "solved_month",
            words("maand van oplossing", "month solved", "de maand van oplossing", "the month in which it was solved"),
        ),
        sql: "substr(e.solved, 1, 7)",
    },
];

/// SQL expression for a ministry that an obstacle names, either as its lead ministry or as a ministry involved.
const MENTIONED_MINISTRY: &str = "CASE k.leads WHEN 1 THEN e.ministry ELSE m.ministry END";

pub(super) struct Grouping {
    pub(super) select: String,
    pub(super) join: String,
    pub(super) order: String,
    column: Column,
    several: bool,
}

impl Register {
    /// Writes the counts of the filtered obstacles to a sink and returns the total. An obstacle in several groups is
    /// counted in each group's row, but only once in the total.
    pub fn count(&self, by: &[GroupBy], filter: &Filter, today: Today<'_>, sink: &mut dyn Sink) -> Result<i64> {
        let filtered = self.filtered_cte(filter, today)?;
        let total: i64 = {
            let mut statement =
                self.connection.prepare(&format!("WITH {} SELECT count(*) FROM filtered", filtered.text))?;
            bind_params(&mut statement, &filtered.binds)?;
            statement.raw_query().next()?.map_or(Ok(0), |row| row.get(0))?
        };
        if by.is_empty() {
            sink.begin(&[columns::OBSTACLES.column()], Shape::Table)?;
            sink.row(&[Cell::Integer(total)])?;
            sink.end()?;
            return Ok(total);
        }
        let mut groups = Vec::new();
        for (at, by) in by.iter().enumerate() {
            groups.push(self.grouping(*by, at, filter.with_void, sink.audience())?);
        }
        let by_ministry = by
            .iter()
            .any(|by| matches!(by, GroupBy::Attribute(attribute) if attribute.name == obstacle::MINISTRY.name));
        let several = groups.iter().any(|grouping| grouping.several);
        let mut columns: Vec<Column> = groups
            .iter()
            .map(|grouping| Column { null_label: Some(remarks::NONE), ..grouping.column.clone() })
            .collect();
        let mut selects: Vec<String> = groups.iter().map(|grouping| grouping.select.clone()).collect();
        let mut number = |def: &ColumnDef, sql: &str| {
            columns.push(def.column());
            selects.push(sql.to_owned());
        };
        if by_ministry {
            number(&columns::LEAD, "count(CASE WHEN k.leads = 1 THEN 1 END)");
        }
        number(if several { &columns::MENTIONS } else { &columns::OBSTACLES }, "count(*)");
        let joins: String = groups.iter().map(|grouping| grouping.join.as_str()).collect();
        let positions: Vec<String> = (1..=groups.len()).map(|at| at.to_string()).collect();
        let orders: Vec<&str> = groups.iter().map(|grouping| grouping.order.as_str()).collect();
        let grouping = format!(" GROUP BY {} ORDER BY {}", positions.join(", "), orders.join(", "));
        let clause = if by_ministry { " WHERE k.leads = 1 OR m.ministry <> e.ministry" } else { "" };
        let text =
            format!("WITH {} SELECT {} FROM filtered AS e{joins}{clause}{grouping}", filtered.text, selects.join(", "));
        let mut statement = self.connection.prepare(&text)?;
        bind_params(&mut statement, &filtered.binds)?;
        sink.begin(&columns, Shape::Table)?;
        let mut rows = statement.raw_query();
        let mut mentions = 0;
        while let Some(row) = rows.next()? {
            let row = cells(row, columns.len())?;
            if let Some(Cell::Integer(count)) = row.last() {
                mentions = i64::saturating_add(mentions, *count);
            }
            sink.row(&row)?;
        }
        let label: Text = remarks::TOTAL.into();
        let mut row = vec![Cell::Null; columns.len()];
        if let Some(first) = row.first_mut() {
            *first = Cell::Localized(&label);
        }
        let mut last = row.iter_mut().rev();
        if let Some(all) = last.next() {
            *all = Cell::Integer(mentions);
        }
        if let Some(leads) = last.next().filter(|_| by_ministry) {
            *leads = Cell::Integer(total);
        }
        sink.total(&row)?;
        sink.end()?;
        Ok(total)
    }

    pub(super) fn grouping(&self, by: GroupBy, at: usize, with_void: bool, audience: Audience) -> Result<Grouping> {
        let attribute = match by {
            GroupBy::Time(bucket) => {
                return Ok(Grouping {
                    select: bucket.sql.to_owned(),
                    join: String::new(),
                    order: format!("{} NULLS LAST", at + 1),
                    column: bucket.column.column(),
                    several: false,
                });
            }
            GroupBy::Attribute(attribute) => attribute,
        };
        let mut column = self.column(attribute, audience)?;
        // Each row of the count shows only one value, even if the attribute can have several.
        column.is_multi_valued = false;
        let name = attribute.name;
        let sorted = |select: &str| format!("sort_key({select}) NULLS LAST, {select}");
        let (select, join, order, several) = match attribute.kind {
            Kind::Reference(Entity::Ministry) => (
                // Count each obstacle once for its lead ministry, and once for each ministry involved.
                MENTIONED_MINISTRY.to_owned(),
                " CROSS JOIN (SELECT 1 AS leads UNION ALL SELECT 0) AS k \
                 LEFT JOIN obstacle_ministry AS m ON k.leads = 0 AND m.obstacle = e.number"
                    .to_owned(),
                sorted(MENTIONED_MINISTRY),
                true,
            ),
            Kind::Reference(Entity::Person) => {
                let select = format!("(SELECT coalesce(t.name, t.code) FROM person AS t WHERE t.number = e.{name})");
                column.persons = self.person_codes_by_name()?;
                // Sort persons by number, not by name, so that erasing a name does not change the order.
                (select, String::new(), format!("e.{name} NULLS LAST"), false)
            }
            Kind::References(other, link) => (
                format!("t{at}.code"),
                format!(
                    " LEFT JOIN (SELECT l.{1}, t.number, t.code FROM {0} AS l JOIN {2} AS t ON t.number = l.{3} \
                     WHERE {4}) AS t{at} ON t{at}.{1} = e.number",
                    link.table,
                    link.owner,
                    other.table(),
                    link.value,
                    if with_void { "1" } else { "t.void IS NULL" }
                ),
                format!("t{at}.number NULLS LAST"),
                true,
            ),
            Kind::Laws(link) => (
                format!("l{at}.law"),
                format!(
                    " LEFT JOIN (SELECT DISTINCT {1}, law_name(text) COLLATE NOCASE AS law FROM {0}) AS l{at} ON l{at}.{1} = e.number",
                    link.table, link.owner
                ),
                sorted(&format!("l{at}.law")),
                true,
            ),
            Kind::Choice(choices) => (
                format!("e.{name}"),
                String::new(),
                format!("{} NULLS LAST", choice_order(&format!("e.{name}"), choices.iter().map(|choice| choice.code))),
                false,
            ),
            Kind::Reference(_) => {
                let select = format!("e.{name}");
                (select.clone(), String::new(), sorted(&select), false)
            }
            _ => (format!("e.{name}"), String::new(), format!("e.{name} NULLS LAST"), false),
        };
        Ok(Grouping { select, join, order, column, several })
    }
}
