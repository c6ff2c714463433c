//! Lists the records of one kind with the requested attributes, streaming one row at a time.

use super::Register;
use super::sql::{Sql, attribute_sql, bind_params, cells, choice_order, linked_to_filtered, where_clause};
use crate::record::date::Today;
use crate::record::{Attribute, Condition, Entity, Filter, Kind, obstacle};
use crate::rows::{Shape, Sink};
use anyhow::Result;

/// When records are sorted by a text, only this many characters at the beginning of the text are compared.
const SORTED_CHARS: usize = 100;

/// If at least this many obstacles match, the first ones are found by reading all obstacles in order.
const MANY_MATCHES: i64 = 2_000;

pub struct ListQuery<'a> {
    pub entity: Entity,
    /// The filter on obstacles. A list of other records, such as contacts, contains only records that are linked to a
    /// matching obstacle. An empty filter excludes nothing.
    pub filter: &'a Filter,
    /// Conditions on the listed records themselves. They apply in addition to `filter`.
    pub own_conditions: &'a [Condition],
    pub columns: Vec<&'static Attribute>,
    /// The attribute to sort by, and whether to sort in descending order.
    pub sort: Option<(&'static Attribute, bool)>,
    pub limit: Option<u64>,
    pub offset: u64,
    /// Whether the cells show references to void records (records made by mistake).
    pub with_void_references: bool,
    /// Whether to show contact details and the persons who took part in contacts. If false, these cells are empty.
    pub persons: bool,
    pub shape: Shape,
}

impl<'a> ListQuery<'a> {
    /// Creates a query for all matching records, shown as a table and sorted by number or code.
    pub fn new(entity: Entity, filter: &'a Filter, columns: Vec<&'static Attribute>) -> Self {
        Self {
            entity,
            filter,
            own_conditions: &[],
            columns,
            sort: None,
            limit: None,
            offset: 0,
            with_void_references: false,
            persons: false,
            shape: Shape::Table,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListSummary {
    pub rows: u64,
    pub has_more: bool,
}

impl Register {
    /// Writes the matching records to a sink. With a limit, one extra row is queried, to detect whether there are more.
    pub fn list(&self, query: &ListQuery<'_>, today: Today<'_>, sink: &mut dyn Sink) -> Result<ListSummary> {
        let sql = self.list_sql(query, today)?;
        let mut columns = Vec::with_capacity(query.columns.len());
        for attribute in &query.columns {
            columns.push(self.column(attribute, sink.audience())?);
        }
        sink.begin(&columns, query.shape)?;
        let mut statement = self.connection.prepare(&sql.text)?;
        bind_params(&mut statement, &sql.binds)?;
        let mut rows = statement.raw_query();
        let mut listed = ListSummary { rows: 0, has_more: false };
        while let Some(row) = rows.next()? {
            if query.limit == Some(listed.rows) {
                listed.has_more = true;
                break;
            }
            sink.row(&cells(row, columns.len())?)?;
            listed.rows += 1;
        }
        sink.end()?;
        Ok(listed)
    }

    /// Tells whether many obstacles match, if a part of them is listed by day of receipt. The first of many are soon
    /// found by reading all obstacles in this order. If few match, it is faster to find all of them by an index, and to
    /// sort these. SQLite cannot know which is the case.
    fn has_many_by_day(&self, query: &ListQuery<'_>, today: Today<'_>) -> Result<Option<bool>> {
        let is_by_day = query.sort.is_some_and(|(attribute, _)| attribute.name == obstacle::RECEIVED.name);
        let is_whole = query.filter.is_unfiltered() && query.own_conditions.is_empty();
        if query.entity != Entity::Obstacle || !is_by_day || query.limit.is_none() || is_whole {
            return Ok(None);
        }
        let many = MANY_MATCHES.saturating_add(i64::try_from(query.offset).unwrap_or(i64::MAX));
        let mut sql = self.filtered_cte(query.filter, today)?;
        let clauses =
            query.own_conditions.iter().map(|condition| self.condition_clause("e", condition, &mut sql, today));
        let clauses = where_clause(&clauses.collect::<Result<Vec<_>>>()?);
        sql.text =
            format!("WITH {} SELECT count(*) FROM (SELECT 1 FROM filtered AS e{clauses} LIMIT {many})", sql.text);
        let mut statement = self.connection.prepare(&sql.text)?;
        bind_params(&mut statement, &sql.binds)?;
        let count: Option<i64> = statement.raw_query().next()?.map(|row| row.get(0)).transpose()?;
        Ok(Some(count == Some(many)))
    }

    fn list_sql(&self, query: &ListQuery<'_>, today: Today<'_>) -> Result<Sql> {
        let entity = query.entity;
        let has_many = self.has_many_by_day(query, today)?;
        let hint = if has_many == Some(true) { " INDEXED BY obstacle_received" } else { "" };
        let mut sql = self.filtered_cte_with(query.filter, hint, today)?;
        let expressions: Vec<String> = query
            .columns
            .iter()
            .map(|attribute| attribute_sql(entity, attribute, query.with_void_references, query.persons))
            .collect();
        let mut clauses = Vec::new();
        let from = if entity == Entity::Obstacle { "filtered" } else { entity.table() };
        if entity != Entity::Obstacle {
            if entity.is_voidable() && !query.filter.with_void {
                clauses.push("e.void IS NULL".to_owned());
            }
            if let (false, Some(link)) = (query.filter.is_unfiltered(), linked_to_filtered(entity)) {
                clauses.push(link);
            }
        }
        for condition in query.own_conditions {
            clauses.push(self.condition_clause("e", condition, &mut sql, today)?);
        }
        let clauses = where_clause(&clauses);
        let key = entity.key().name;
        let order = match query.sort {
            None if entity.prefix().is_some() => "e.number".to_owned(),
            None => "sort_key(e.code), e.code".to_owned(),
            Some((attribute, descending)) => {
                let direction = if descending { "DESC" } else { "ASC" };
                let by = match attribute.kind {
                    Kind::Number(_) => "e.number".to_owned(),
                    Kind::Choice(choices) => {
                        choice_order(&format!("e.{}", attribute.name), choices.iter().map(|choice| choice.code))
                    }
                    // The sign keeps SQLite from reading an index in this order.
                    Kind::Date if has_many == Some(false) => format!("+e.{}", attribute.name),
                    Kind::Date | Kind::Count => format!("e.{}", attribute.name),
                    // Sort by the beginning of a text, because sorting by whole texts is much slower.
                    _ => format!(
                        "sort_key(substr({}, 1, {SORTED_CHARS}))",
                        attribute_sql(entity, attribute, false, true)
                    ),
                };
                // Among records of the same day, a list with the newest first also has the highest number first.
                let key_direction = if matches!(attribute.kind, Kind::Date) { direction } else { "ASC" };
                format!("{by} {direction} NULLS LAST, e.{key} {key_direction}")
            }
        };
        let limit = match query.limit {
            Some(limit) => {
                let rows = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
                format!(" LIMIT {}", sql.bind(rows))
            }
            None if query.offset > 0 => " LIMIT -1".to_owned(),
            None => String::new(),
        };
        let offset = match query.offset {
            0 => String::new(),
            offset => format!(" OFFSET {}", sql.bind(i64::try_from(offset).unwrap_or(i64::MAX))),
        };
        sql.text = format!(
            "WITH {} SELECT {} FROM {from} AS e{clauses} ORDER BY {order}{limit}{offset}",
            sql.text,
            expressions.join(", ")
        );
        Ok(sql)
    }
}
