//! The quarterly report. Its numbers are counts and lists with the filters that the links of the numbers show, and its
//! other rows are those of the reports `overdue` and `questions`.

use super::quarter_rows::{FlatRows, Part, Section, Tee, Unanswered};
use super::selected_columns::SelectedColumns;
use crate::digest::NullSink;
use crate::failure::Failure;
use crate::i18n::choices::CONTACT_KIND;
use crate::i18n::{Text, page, quarter as messages, remarks};
use crate::record::date::{Today, parse_periods};
use crate::record::{Attribute, Condition, Entity, Filter, contact, obstacle};
use crate::register::{GroupBy, ListQuery, Register};
use crate::report::{columns, find_report};
use crate::rows::{Audience, Cell, Column, ColumnDef, CountedRows, Event, Shape, Sink};
use anyhow::Result;
use jiff::ToSpan as _;
use jiff::civil::Date;

/// The columns of the list of questions without a factsheet.
const QUESTION_COLUMNS: &[&str] = &["number", "title", "obstacles", "write_from", "numbers"];
/// How the rows of other reports become rows of the one table.
const OVERDUE_ROWS: Part = Part { code: "overdue", figure: "days-overdue", value: "days_overdue" };
const QUESTION_ROWS: Part = Part { code: "factsheets-to-write", figure: "asked", value: "obstacles" };
const OVERDUE_COLUMNS: &[&str] = &["number", "title", "ministry", "handler", "due", "days_overdue"];

#[derive(Clone, Copy, Debug)]
pub struct Quarter {
    first: Date,
    last: Date,
}

impl Quarter {
    /// Returns the quarter that `--period` names, or the last whole quarter if `texts` is `None`.
    pub fn new(texts: Option<&[String]>, today: Today<'_>) -> Result<Self> {
        let last_whole = ["last-quarter".to_owned()];
        let texts = texts.unwrap_or(&last_whole);
        let periods = parse_periods(texts, today).map_err(Failure::usage)?;
        let [(first, last)] = periods[..] else { return Err(Failure::usage(messages::one_quarter()).into()) };
        let ends = first.checked_add(2.months()).map(Date::last_of_month);
        if first.month() % 3 != 1 || ends.ok() != Some(last) {
            return Err(Failure::usage(messages::not_a_quarter(texts.join(", "))).into());
        }
        Ok(Self { first, last })
    }

    /// The quarter before this one.
    fn before(self) -> Self {
        let first = self.first.checked_sub(3.months()).unwrap_or(self.first);
        Self { first, last: self.first.yesterday().unwrap_or(first) }
    }

    /// The name of the quarter, such as `2026-Q1`.
    pub fn name(self) -> String {
        format!("{:04}-Q{}", self.first.year(), self.first.month().saturating_add(2) / 3)
    }

    /// The day whose overdue obstacles and factsheets to write the report shows: the last of the quarter, or today in a
    /// quarter that is not over.
    pub fn day(self, today: Today<'_>) -> Date {
        self.last.min(today())
    }

    pub fn describe(self) -> Text {
        let before = self.before().name();
        messages::period(self.name(), page::long_date(self.first), page::long_date(self.last), before)
    }
}

/// What a number counts in a quarter: conditions on obstacles or on contacts, and the same as options of a list.
struct Counted {
    conditions: Vec<Condition>,
    rows: CountedRows,
}

impl Counted {
    fn obstacles() -> Self {
        Self { conditions: Vec::new(), rows: CountedRows { list: Entity::Obstacle.plural(), ..CountedRows::default() } }
    }

    fn with(mut self, condition: Condition, option: &'static str, value: &str) -> Self {
        self.conditions.push(condition);
        self.rows.filter.push((option, value.to_owned()));
        self
    }

    fn received(quarter: Quarter) -> Self {
        Self::obstacles().with(since(&obstacle::RECEIVED, quarter), "since", &quarter.first.to_string()).with(
            until(&obstacle::RECEIVED, quarter),
            "until",
            &quarter.last.to_string(),
        )
    }

    fn solved(quarter: Quarter) -> Self {
        Self::obstacles().with(since(&obstacle::SOLVED, quarter), "solved-since", &quarter.first.to_string()).with(
            until(&obstacle::SOLVED, quarter),
            "solved-until",
            &quarter.last.to_string(),
        )
    }

    fn solved_as(quarter: Quarter, resolution: &str) -> Self {
        let condition = Condition::OneOf(&obstacle::RESOLUTION, vec![resolution.to_owned()]);
        Self::solved(quarter).with(condition, "resolution", resolution)
    }

    fn open(quarter: Quarter) -> Self {
        Self::obstacles().with(until(&obstacle::RECEIVED, quarter), "until", &quarter.last.to_string()).with(
            Condition::OneOf(&obstacle::STATUS, vec!["open".to_owned()]),
            "status",
            "open",
        )
    }

    fn contacts(quarter: Quarter, kind: &str) -> Self {
        let contacts = Self {
            conditions: Vec::new(),
            rows: CountedRows { list: Entity::Contact.plural(), ..CountedRows::default() },
        };
        contacts
            .with(Condition::OneOf(&contact::KIND, vec![kind.to_owned()]), "kind", kind)
            .with(since(&contact::DATE, quarter), "dated-since", &quarter.first.to_string())
            .with(until(&contact::DATE, quarter), "dated-until", &quarter.last.to_string())
    }

    fn count(&self, register: &Register, filter: &Filter, today: Today<'_>) -> Result<i64> {
        let mut sink = NullSink;
        if self.rows.list == Entity::Contact.plural() {
            let columns = vec![Entity::Contact.key()];
            let query =
                ListQuery { own_conditions: &self.conditions, ..ListQuery::new(Entity::Contact, filter, columns) };
            let listed = register.list(&query, today, &mut sink)?;
            return Ok(i64::try_from(listed.rows).unwrap_or(i64::MAX));
        }
        register.count(&[], &self.narrow(filter), today, &mut sink)
    }

    fn narrow(&self, filter: &Filter) -> Filter {
        self.conditions.iter().cloned().fold(filter.clone(), Filter::and)
    }
}

fn since(attribute: &'static Attribute, quarter: Quarter) -> Condition {
    Condition::Since(attribute, quarter.first.to_string())
}

fn until(attribute: &'static Attribute, quarter: Quarter) -> Condition {
    Condition::Until(attribute, quarter.last.to_string())
}

fn totals_of(quarter: Quarter) -> Vec<(&'static str, Counted)> {
    let duplicate = Condition::OneOf(&obstacle::CLOSED_AS, vec!["duplicate".to_owned()]);
    let mut totals = vec![
        ("received", Counted::received(quarter)),
        ("duplicates", Counted::received(quarter).with(duplicate, "closed-as", "duplicate")),
        ("solved", Counted::solved(quarter)),
        ("solved-within-rules", Counted::solved_as(quarter, "within-rules")),
        ("solved-regional-approach", Counted::solved_as(quarter, "regional-approach")),
        ("open", Counted::open(quarter)),
    ];
    let figures = ["meetings", "calls", "emails"];
    totals.extend(
        figures.into_iter().zip(CONTACT_KIND).map(|(figure, kind)| (figure, Counted::contacts(quarter, kind.code))),
    );
    totals
}

/// The figures of the table by ministry, in the order of its columns.
const MINISTRY_FIGURES: [&str; 5] = ["received", "solved", "solved-within-rules", "solved-regional-approach", "open"];

/// The columns of the table by ministry, and what each counts.
fn by_ministry(quarter: Quarter) -> [(&'static ColumnDef, Counted); 5] {
    [
        (&columns::QUARTER_RECEIVED, Counted::received(quarter)),
        (&columns::QUARTER_SOLVED, Counted::solved(quarter)),
        (&columns::WITHIN_RULES, Counted::solved_as(quarter, "within-rules")),
        (&columns::REGIONAL_APPROACH, Counted::solved_as(quarter, "regional-approach")),
        (&columns::QUARTER_OPEN, Counted::open(quarter)),
    ]
}

/// The counts by ministry, and the column of the ministries.
struct MinistryCounts {
    column: Option<Column>,
    counts: Vec<(String, i64)>,
    audience: Audience,
}

impl MinistryCounts {
    fn new(register: &Register, filter: &Filter, today: Today<'_>, audience: Audience) -> Result<(Self, i64)> {
        let mut counts = Self { column: None, counts: Vec::new(), audience };
        let total = register.count(&[GroupBy::Attribute(&obstacle::MINISTRY)], filter, today, &mut counts)?;
        Ok((counts, total))
    }

    fn of(&self, ministry: &str) -> i64 {
        self.counts.iter().find(|(code, _)| code == ministry).map_or(0, |(_, number)| *number)
    }
}

impl Sink for MinistryCounts {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, _) => self.column = columns.first().cloned(),
            Event::Row([Cell::Text(code), .., Cell::Integer(number)]) => {
                self.counts.push(((*code).to_owned(), *number));
            }
            _ => {}
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        self.audience
    }
}

/// A row of the totals.
struct Total {
    figure: &'static str,
    now: (i64, CountedRows),
    before: (i64, CountedRows),
}

/// What the report could not show.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    pub overdue: u64,
    /// The groups of questions without a factsheet; `None` if obstacles cannot be grouped by meaning.
    pub questions: Option<u64>,
    /// The obstacles that were not grouped, because their vectors have not been computed yet.
    pub left_out: u64,
}

struct Rows {
    totals: Vec<Total>,
    ministries: Vec<(String, Vec<i64>)>,
    all_ministries: Vec<i64>,
    ministry_column: Column,
}

fn rows(register: &Register, quarter: Quarter, filter: &Filter, today: Today<'_>, audience: Audience) -> Result<Rows> {
    let mut totals = Vec::new();
    for ((figure, now), (_, before)) in totals_of(quarter).into_iter().zip(totals_of(quarter.before())) {
        let numbers = (now.count(register, filter, today)?, before.count(register, filter, today)?);
        totals.push(Total { figure, now: (numbers.0, now.rows), before: (numbers.1, before.rows) });
    }
    let (known, _) = MinistryCounts::new(register, filter, today, audience)?;
    let mut ministries: Vec<(String, Vec<i64>)> =
        known.counts.iter().map(|(code, _)| (code.clone(), Vec::new())).collect();
    let mut all_ministries = Vec::new();
    for (_, counted) in by_ministry(quarter) {
        let (counts, total) = MinistryCounts::new(register, &counted.narrow(filter), today, audience)?;
        for (code, numbers) in &mut ministries {
            numbers.push(counts.of(code));
        }
        all_ministries.push(total);
    }
    // A ministry for which nothing is counted would only make the table longer.
    ministries.retain(|(_, numbers)| numbers.iter().any(|number| *number > 0));
    let ministry_column = known.column.unwrap_or_else(|| columns::MINISTRY.column());
    Ok(Rows { totals, ministries, all_ministries, ministry_column })
}

/// Writes the report as several tables for readers, and as one table otherwise. Also writes the one table to `digest`, for
/// the receipt, so that nothing is computed twice.
pub fn show(
    register: &mut Register,
    quarter: Quarter,
    filter: &Filter,
    today: Today<'_>,
    out: &mut dyn Sink,
    digest: &mut dyn Sink,
) -> Result<Summary> {
    let work = Work { day: quarter.day(today), is_past: quarter.last < today(), filter, today };
    let rows = rows(register, quarter, filter, today, out.audience())?;
    let mut digest_rows = FlatRows::begin(digest, &rows.ministry_column)?;
    write_flat(&rows, &mut digest_rows)?;
    if !out.audience().is_for_readers() {
        let mut flat_rows = FlatRows::begin(out, &rows.ministry_column)?;
        write_flat(&rows, &mut flat_rows)?;
        let (mut first, mut second) = (flat_rows.records(OVERDUE_ROWS), digest_rows.records(OVERDUE_ROWS));
        let overdue = work.overdue(register, &mut Tee { first: &mut first, second: &mut second })?;
        let (mut first, mut second) = (flat_rows.records(QUESTION_ROWS), digest_rows.records(QUESTION_ROWS));
        let summary = work.questions(register, &mut Tee { first: &mut first, second: &mut second }, overdue)?;
        out.end()?;
        return Ok(summary);
    }
    write_tables(quarter, &rows, out)?;
    let day = page::long_date(work.day);
    let about = if work.is_past { messages::OVERDUE_THEN } else { messages::OVERDUE_ABOUT };
    let mut section = Section::new(out, messages::overdue(day.clone()), about);
    let mut first = SelectedColumns::new(&mut section, OVERDUE_COLUMNS);
    let mut second = digest_rows.records(OVERDUE_ROWS);
    let overdue = work.overdue(register, &mut Tee { first: &mut first, second: &mut second })?;
    let about = if work.is_past { messages::QUESTIONS_THEN } else { messages::QUESTIONS_ABOUT };
    let mut section = Section::new(out, messages::questions(day), about);
    let mut first = SelectedColumns::new(&mut section, QUESTION_COLUMNS);
    let mut second = digest_rows.records(QUESTION_ROWS);
    work.questions(register, &mut Tee { first: &mut first, second: &mut second }, overdue)
}

fn write_tables(quarter: Quarter, rows: &Rows, out: &mut dyn Sink) -> Result<()> {
    out.heading(&messages::TOTALS.into())?;
    out.line(&messages::TOTALS_ABOUT.into())?;
    let defs = [&columns::FIGURE, &columns::THIS_QUARTER, &columns::PREVIOUS_QUARTER, &columns::QUARTER_CHANGE];
    out.begin(&ColumnDef::columns(&defs), Shape::Table)?;
    for Total { figure, now, before } in &rows.totals {
        let change = Cell::Integer(now.0.saturating_sub(before.0));
        out.row(&[Cell::Text(figure), Cell::Counted(now.0, &now.1), Cell::Counted(before.0, &before.1), change])?;
    }
    out.end()?;
    let section: &mut dyn Sink = &mut Section::new(out, messages::MINISTRIES.into(), messages::MINISTRIES_ABOUT);
    let counted = by_ministry(quarter);
    let numbers = counted.iter().map(|(def, _)| def.column());
    let columns: Vec<Column> = std::iter::once(rows.ministry_column.clone()).chain(numbers).collect();
    section.begin(&columns, Shape::Table)?;
    for (code, numbers) in &rows.ministries {
        let of_ministry = counted.iter().map(|(_, counted)| {
            let mut rows = counted.rows.clone();
            rows.filter.push((obstacle::MINISTRY.option, code.clone()));
            rows
        });
        let of_ministry: Vec<CountedRows> = of_ministry.collect();
        let cells = numbers.iter().zip(&of_ministry).map(|(number, rows)| Cell::Counted(*number, rows));
        section.row(&std::iter::once(Cell::Text(code)).chain(cells).collect::<Vec<_>>())?;
    }
    let label: Text = remarks::TOTAL.into();
    let all =
        rows.all_ministries.iter().zip(&counted).map(|(number, (_, counted))| Cell::Counted(*number, &counted.rows));
    section.total(&std::iter::once(Cell::Localized(&label)).chain(all).collect::<Vec<_>>())?;
    section.end()
}

/// Writes the totals and the numbers by ministry as rows of one table.
fn write_flat(rows: &Rows, flat: &mut FlatRows<'_>) -> Result<()> {
    for Total { figure, now, before } in &rows.totals {
        flat.total(figure, now.0, before.0)?;
    }
    for (code, numbers) in &rows.ministries {
        for (figure, number) in MINISTRY_FIGURES.iter().zip(numbers) {
            flat.ministry(figure, code, *number)?;
        }
    }
    Ok(())
}

/// The parts of the report that other reports make: of the last day of the quarter, as far as the register knows it.
struct Work<'a> {
    day: Date,
    /// Whether the quarter is over.
    is_past: bool,
    filter: &'a Filter,
    today: Today<'a>,
}

impl Work<'_> {
    fn overdue(&self, register: &mut Register, out: &mut dyn Sink) -> Result<u64> {
        let Some(report) = find_report("overdue") else { return Ok(0) };
        if !self.is_past {
            return Ok(register.report(report, self.filter, self.today, out)?.rows);
        }
        let today = || self.day;
        register.with_reference_date(self.day, |register| Ok(register.report(report, self.filter, &today, out)?.rows))
    }

    /// Leaves out what was received after the day. Factsheets are those of now, because the register does not know since
    /// when one answers a question.
    fn questions(&self, register: &Register, out: &mut dyn Sink, overdue: u64) -> Result<Summary> {
        let none = Summary { overdue, ..Summary::default() };
        let Some(report) = find_report("questions") else { return Ok(none) };
        if !register.can_search_by_meaning()? {
            return Ok(none);
        }
        let until = Condition::Until(&obstacle::RECEIVED, self.day.to_string());
        let filter = if self.is_past { self.filter.clone().and(until) } else { self.filter.clone() };
        let mut unanswered = Unanswered::new(out);
        let left_out = register.report(report, &filter, self.today, &mut unanswered)?.left_out;
        Ok(Summary { questions: Some(unanswered.rows), left_out, ..none })
    }
}
