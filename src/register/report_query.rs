//! Runs the SQL of a report over the filtered obstacles.

use super::Register;
use super::attribute_columns::{reader_labels, with_link_target};
use super::sql::{bind_params, cells};
use crate::i18n::{Text, remarks};
use crate::language::sort_key;
use crate::record::date::Today;
use crate::record::{Entity, Filter};
use crate::report::{MEASURES, Measure, Report, ReportKind};
use crate::rows::{Cell, Column, ColumnDef, Shape, Sink, ValueLabels, ValueSource};
use anyhow::{Result, bail};
use rusqlite::Statement;
use text_embedding::MODEL_ID;

/// The name of the column that is 1 in the rows of totals.
const TOTAL_COLUMN: &str = "_total";

/// If a report groups obstacles with a model, the name of its counting rule ends with this character and the model's
/// id.
pub const MODEL_SEPARATOR: char = '@';

/// Returns the name of the counting rule of a report, as receipts state it. If the rows depend on the model, the name
/// includes the id of the model.
pub fn rule_of(report: &Report) -> String {
    if report.groups_by_meaning() { format!("{}{MODEL_SEPARATOR}{MODEL_ID}", report.rule()) } else { report.rule() }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportSummary {
    /// The number of rows, not counting rows of totals.
    pub rows: u64,
    /// The number of obstacles that could not be grouped, because their vectors have not been computed yet.
    pub left_out: u64,
}

impl Register {
    /// Writes a report to a sink.
    pub fn report(
        &self,
        report: &Report,
        filter: &Filter,
        today: Today<'_>,
        sink: &mut dyn Sink,
    ) -> Result<ReportSummary> {
        let filtered = self.filtered_cte(filter, today)?;
        let sql = match report.kind {
            ReportKind::Sql(sql) => sql.to_owned(),
            ReportKind::Measures => measures_sql(filter.is_unfiltered()),
            ReportKind::Overview | ReportKind::Quarter => bail!("{} is made of other reports", report.name),
        };
        let sql = with_filtered(&filtered.text, &sql);
        let mut statement = self.connection.prepare(&sql)?;
        bind_params(&mut statement, &filtered.binds)?;
        bind_named(&mut statement, filter.is_unfiltered(), None, today)?;
        let mut left_out = 0;
        if let Some(at) = statement.parameter_index(":groups")? {
            let groups = self.question_groups(filter, today)?;
            statement.raw_bind_parameter(at, groups.pairs)?;
            left_out = groups.left_out;
        }
        let width = statement.column_count();
        let total = statement.column_names().position(|name| name == TOTAL_COLUMN);
        let knows_words = sink.audience().knows_words();
        let columns =
            report.columns.iter().map(|def| self.report_column(def, knows_words)).collect::<Result<Vec<_>>>()?;
        sink.begin(&columns, Shape::Table)?;
        let mut rows = statement.raw_query();
        let mut count = 0;
        let label: Text = remarks::TOTAL.into();
        while let Some(row) = rows.next()? {
            let mut cells = cells(row, width)?;
            let is_total = total.is_some_and(|at| matches!(cells.remove(at), Cell::Integer(1)));
            if is_total {
                if let Some(first) = cells.first_mut() {
                    *first = Cell::Localized(&label);
                }
                sink.total(&cells)?;
            } else {
                sink.row(&cells)?;
                count += 1;
            }
        }
        sink.end()?;
        Ok(ReportSummary { rows: count, left_out })
    }

    /// Builds an output column of a report. If `knows_words` is true, codes in the column get labels.
    fn report_column(&self, def: &ColumnDef, knows_words: bool) -> Result<Column> {
        let column = def.column();
        let labels = match def.values {
            ValueSource::Laws if knows_words => {
                ValueLabels::Laws(reader_labels(Entity::Law, &self.terms(Entity::Law)?))
            }
            ValueSource::Vocabulary(table) if knows_words => {
                match Entity::ALL.iter().copied().find(|entity| entity.table() == table) {
                    Some(entity) => ValueLabels::Vocabulary(reader_labels(entity, &self.terms(entity)?)),
                    None => bail!("no vocabulary {table}"),
                }
            }
            ValueSource::Measures if knows_words => ValueLabels::Vocabulary(
                MEASURES.iter().map(|measure| (measure.code.to_owned(), Text::from(measure.label))).collect(),
            ),
            _ => column.labels.clone(),
        };
        let column = with_link_target(Column { labels, ..column }, matches!(def.values, ValueSource::Laws));
        let persons = match def.values {
            ValueSource::Persons => self.person_codes_by_name()?,
            _ => column.persons,
        };
        Ok(Column { persons, ..column })
    }

    /// Returns the codes of the records that a measure counts in a period. The filter selects obstacles. It does not
    /// restrict records of other kinds.
    pub(super) fn counted_codes(
        &self,
        measure: &Measure,
        since: &str,
        until: &str,
        filter: &Filter,
    ) -> Result<Vec<String>> {
        let no_day = || jiff::civil::Date::ZERO;
        let filtered = self.filtered_cte(filter, &no_day)?;
        let mut statement = self.connection.prepare(&with_filtered(&filtered.text, &measure.sql(true)))?;
        bind_params(&mut statement, &filtered.binds)?;
        bind_named(&mut statement, true, Some((since, until)), &no_day)?;
        let mut rows = statement.raw_query();
        let mut codes = Vec::new();
        while let Some(row) = rows.next()? {
            codes.push(row.get(0)?);
        }
        codes.sort_by_cached_key(|code: &String| sort_key(code));
        Ok(codes)
    }
}

/// Adds the definition of `filtered` to the SQL. Extends the `WITH` clause of the SQL, or adds one if there is none.
fn with_filtered(filtered: &str, sql: &str) -> String {
    let body = sql.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n");
    let body = body.trim_start();
    if let Some(rest) = body.strip_prefix("WITH RECURSIVE ") {
        return format!("WITH RECURSIVE {filtered}, {rest}");
    }
    match body.strip_prefix("WITH ") {
        Some(rest) => format!("WITH {filtered}, {rest}"),
        None => format!("WITH {filtered} {body}"),
    }
}

/// Returns the SQL that computes every measure. If `is_unfiltered` is false, the SQL counts only the matching obstacles
/// and the records that are linked to them.
/// Counts all obstacles in one pass, because each pass over a large register takes time.
pub(super) fn measures_sql(is_unfiltered: bool) -> String {
    let mut conditions = Vec::new();
    let mut counts = Vec::new();
    for (place, measure) in MEASURES.iter().enumerate() {
        let (value, source) = match measure.condition() {
            Some(condition) => {
                conditions.push(format!("count(*) FILTER (WHERE {condition}) AS value{place}"));
                (format!("value{place}"), " FROM counted")
            }
            None => (format!("(SELECT count(*) FROM ({}))", measure.sql(is_unfiltered)), ""),
        };
        counts.push(format!("SELECT '{}' AS measure, {value} AS value, {place} AS place{source}", measure.code));
    }
    format!(
        "SELECT measure, value FROM (
             WITH counted AS MATERIALIZED (SELECT {} FROM filtered) {}
         ) ORDER BY place",
        conditions.join(", "),
        counts.join(" UNION ALL ")
    )
}

/// Binds the named parameters of a report: `:today`, the period `:since` and `:until`, and `:is_unfiltered`, which is 1
/// if the filter has no conditions.
fn bind_named(
    statement: &mut Statement<'_>,
    is_unfiltered: bool,
    period: Option<(&str, &str)>,
    today: Today<'_>,
) -> rusqlite::Result<()> {
    if let Some(at) = statement.parameter_index(":today")? {
        statement.raw_bind_parameter(at, today().to_string())?;
    }
    if let Some(at) = statement.parameter_index(":is_unfiltered")? {
        statement.raw_bind_parameter(at, is_unfiltered)?;
    }
    for (name, day) in [(":since", period.map(|period| period.0)), (":until", period.map(|period| period.1))] {
        if let Some(at) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(at, day)?;
        }
    }
    Ok(())
}
