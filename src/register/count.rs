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

/// A query from which obstacles are counted. Each row of it is a mention: an obstacle in one of the groups.
struct Source {
    sql: &'static str,
    /// The ministry that the obstacle mentions.
    ministry: &'static str,
    /// The number of mentions as lead ministry.
    leads: &'static str,
}

const OBSTACLES: Source = Source { sql: "filtered AS e", ministry: "e.ministry", leads: "count(*)" };

/// In a count by ministry, each obstacle also counts for the ministries that are involved in it. They are counted
/// apart, so that SQLite can count the lead ministries from an index.
const MINISTRIES_INVOLVED: Source = Source {
    sql: "filtered AS e CROSS JOIN obstacle_ministry AS m ON m.obstacle = e.number AND m.ministry <> e.ministry",
    ministry: "m.ministry",
    leads: "0",
};

pub(super) struct Grouping {
    /// The expression by which rows are grouped.
    pub(super) key: String,
    pub(super) join: String,
    /// The expression that is shown. It refers to the key by its name: see [`key_name`].
    pub(super) select: String,
    /// The expression by which groups are sorted.
    pub(super) order: String,
    column: Column,
    several: bool,
}

fn key_name(at: usize) -> String {
    format!("group{at}")
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
        let by_ministry = by
            .iter()
            .any(|by| matches!(by, GroupBy::Attribute(attribute) if attribute.name == obstacle::MINISTRY.name));
        // The index on lead ministry and status helps only if nothing else is needed. Otherwise, the plus sign keeps SQLite
        // from using it: for each obstacle, it would then read the other attributes from the table.
        let in_index = [obstacle::MINISTRY.name, obstacle::STATUS.name];
        let is_indexed = filter.conditions.is_empty() && by.iter().all(|by| in_index.contains(&by.column()));
        let plus = if is_indexed { "" } else { "+" };
        let sources = if by_ministry { &[OBSTACLES, MINISTRIES_INVOLVED][..] } else { &[OBSTACLES] };
        let names: Vec<String> = (0..by.len()).map(key_name).collect();
        let mut counts = Vec::new();
        let mut groups = Vec::new();
        for source in sources {
            groups.clear();
            for (at, by) in by.iter().enumerate() {
                groups.push(self.grouping(
                    *by,
                    at,
                    filter.with_void,
                    sink.audience(),
                    &format!("{plus}{}", source.ministry),
                )?);
            }
            let keys = groups.iter().zip(&names).map(|(grouping, name)| format!("{} AS {name}", grouping.key));
            let keys: Vec<String> = keys.collect();
            let joins: String = groups.iter().map(|grouping| grouping.join.as_str()).collect();
            counts.push(format!(
                "SELECT {}, {} AS leads, count(*) AS mentions FROM {}{joins} GROUP BY {}",
                keys.join(", "),
                source.leads,
                source.sql,
                names.join(", ")
            ));
        }
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
            number(&columns::LEAD, "sum(leads)");
        }
        number(if several { &columns::MENTIONS } else { &columns::OBSTACLES }, "sum(mentions)");
        let orders = groups.iter().zip(&names).map(|(grouping, name)| format!("{} NULLS LAST, {name}", grouping.order));
        let orders: Vec<String> = orders.collect();
        let text = format!(
            "WITH {} SELECT {} FROM ({}) GROUP BY {} ORDER BY {}",
            filtered.text,
            selects.join(", "),
            counts.join(" UNION ALL "),
            names.join(", "),
            orders.join(", ")
        );
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

    /// Returns how to group by an attribute or a unit of time. `ministry` is the expression for the ministry mentioned.
    pub(super) fn grouping(
        &self,
        by: GroupBy,
        at: usize,
        with_void: bool,
        audience: Audience,
        ministry: &str,
    ) -> Result<Grouping> {
        let name = key_name(at);
        let attribute = match by {
            GroupBy::Time(bucket) => {
                return Ok(Grouping {
                    key: bucket.sql.to_owned(),
                    join: String::new(),
                    select: name.clone(),
                    order: name,
                    column: bucket.column.column(),
                    several: false,
                });
            }
            GroupBy::Attribute(attribute) => attribute,
        };
        let mut column = self.column(attribute, audience)?;
        // Each row of the count shows only one value, even if the attribute can have several.
        column.is_multi_valued = false;
        let mut grouping = Grouping {
            key: format!("e.{}", attribute.name),
            join: String::new(),
            select: name.clone(),
            order: name.clone(),
            column,
            several: attribute.link().is_some(),
        };
        match attribute.kind {
            // Count each obstacle once for its lead ministry, and once for each ministry involved.
            Kind::Reference(Entity::Ministry) => {
                ministry.clone_into(&mut grouping.key);
                grouping.order = format!("sort_key({name})");
                grouping.several = true;
            }
            // Sort persons by number, not by name, so that erasing a name does not change the order.
            Kind::Reference(Entity::Person) => {
                grouping.select = format!("(SELECT coalesce(t.name, t.code) FROM person AS t WHERE t.number = {name})");
                grouping.column.persons = self.person_codes_by_name()?;
            }
            Kind::References(other, link) => {
                grouping.key = format!("t{at}.number");
                grouping.join = format!(
                    " LEFT JOIN (SELECT l.{1}, t.number FROM {0} AS l JOIN {2} AS t ON t.number = l.{3} \
                     WHERE {4}) AS t{at} ON t{at}.{1} = e.number",
                    link.table,
                    link.owner,
                    other.table(),
                    link.value,
                    if with_void { "1" } else { "t.void IS NULL" }
                );
                grouping.select = format!("(SELECT t.code FROM {} AS t WHERE t.number = {name})", other.table());
            }
            Kind::Laws(link) => {
                grouping.key = format!("l{at}.law");
                grouping.join = format!(
                    " LEFT JOIN (SELECT DISTINCT {1}, law_name(text) COLLATE NOCASE AS law FROM {0}) AS l{at} ON l{at}.{1} = e.number",
                    link.table, link.owner
                );
                grouping.order = format!("sort_key({name})");
            }
            Kind::Choice(choices) => {
                grouping.order = choice_order(&name, choices.iter().map(|choice| choice.code));
            }
            Kind::Reference(_) => grouping.order = format!("sort_key({name})"),
            _ => {}
        }
        Ok(grouping)
    }
}
