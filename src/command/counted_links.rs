//! Adds to each number of a count or a report the list and the filter that show what the number counts.

use crate::record::date::{Today, parse_period};
use crate::record::law::Law;
use crate::record::{Entity, Filter, Kind, obstacle};
use crate::register::{GroupBy, Register, ReportSummary};
use crate::report::{CountedColumn, Key, OBSTACLES, Report, Selector, columns, find_measure};
use crate::rows::{Audience, Cell, Column, CountedRows, Event, Sink};
use anyhow::Result;
use std::borrow::Cow;

pub struct CountedLinks<'a> {
    out: &'a mut dyn Sink,
    register: &'a Register,
    counted: Cow<'static, [CountedColumn]>,
    with_void: bool,
    today: Today<'a>,
    columns: Vec<Column>,
}

/// Writes a report. Each of its numbers leads to the records that it counts.
pub fn show_report(
    register: &Register,
    report: &Report,
    filter: &Filter,
    today: Today<'_>,
    out: &mut dyn Sink,
) -> Result<ReportSummary> {
    let mut links = CountedLinks::of_report(out, register, report, filter, today);
    register.report(report, filter, today, &mut links)
}

impl<'a> CountedLinks<'a> {
    pub fn of_report(
        out: &'a mut dyn Sink,
        register: &'a Register,
        report: &Report,
        filter: &Filter,
        today: Today<'a>,
    ) -> Self {
        Self::new(out, register, Cow::Borrowed(report.counted), filter, today)
    }

    pub fn of_count(
        out: &'a mut dyn Sink,
        register: &'a Register,
        by: &[GroupBy],
        filter: &Filter,
        today: Today<'a>,
    ) -> Self {
        let keys = |is_lead: bool| -> Vec<Key> { by.iter().map(|by| (by.column(), selector(*by, is_lead))).collect() };
        let counted = |column, is_lead, has_total| CountedColumn {
            column,
            list: OBSTACLES,
            keys: Cow::Owned(keys(is_lead)),
            conditions: &[],
            has_total,
        };
        // An obstacle counts among the mentions of each of its groups, and so several times in their total.
        let counted = vec![
            counted(columns::LEAD.name, true, true),
            counted(columns::OBSTACLES.name, false, true),
            counted(columns::MENTIONS.name, false, false),
        ];
        Self::new(out, register, Cow::Owned(counted), filter, today)
    }

    fn new(
        out: &'a mut dyn Sink,
        register: &'a Register,
        counted: Cow<'static, [CountedColumn]>,
        filter: &Filter,
        today: Today<'a>,
    ) -> Self {
        Self { out, register, counted, with_void: filter.with_void, today, columns: Vec::new() }
    }

    /// Returns what a number in `column` counts, or `None` if no filter selects exactly these records. `cells` are those
    /// of its row; `None` for the row of totals.
    fn counted_rows(&self, column: &Column, cells: Option<&[Cell<'_>]>) -> Option<CountedRows> {
        let counted = self.counted.iter().find(|counted| counted.column == column.name)?;
        let conditions = counted.conditions.iter().map(|(option, value)| (*option, (*value).to_owned()));
        let mut rows = CountedRows { list: counted.list, filter: Vec::new() };
        match cells {
            Some(cells) => {
                for (name, selector) in counted.keys.iter() {
                    self.select(&mut rows, name, *selector, cells)?;
                }
            }
            None if !counted.has_total => return None,
            None => {}
        }
        rows.filter.extend(conditions);
        // With void records, a list of other records has the void ones too. A report does not count these.
        (rows.list == OBSTACLES || !self.with_void).then_some(rows)
    }

    /// Adds the conditions that the value in a column gives. The label of a total gives none.
    fn select(&self, rows: &mut CountedRows, name: &str, selector: Selector, cells: &[Cell<'_>]) -> Option<()> {
        let (column, cell) = self.columns.iter().zip(cells).find(|(column, _)| column.name == name)?;
        let text = match cell {
            Cell::Localized(_) => return Some(()),
            Cell::Null => None,
            Cell::Text(text) => Some(column.persons.get(*text).map_or(*text, String::as_str)),
            _ => return None,
        };
        let filter = &mut rows.filter;
        match (selector, text) {
            (Selector::Value(option), Some(value)) if option == obstacle::LAWS.option => {
                filter.push((option, self.exact_law(value.to_owned())?));
            }
            (Selector::Value(option), Some(value)) => filter.push((option, value.to_owned())),
            (Selector::Value(option), None) => filter.push(("without", self.lacking(option)?)),
            (Selector::Law { article }, Some(law)) => {
                let article = self.columns.iter().zip(cells).find(|(column, _)| column.name == article);
                let law = match article {
                    Some((_, Cell::Text(article))) => format!("{law} art. {article}"),
                    _ => law.to_owned(),
                };
                filter.push((obstacle::LAWS.option, self.exact_law(law)?));
            }
            (Selector::Period { since, until, .. }, Some(period)) => {
                let (first, last) = self.days(period)?;
                filter.extend([(since, first), (until, last)]);
            }
            (Selector::Period { day, .. }, None) => filter.push(("without", day.to_owned())),
            (Selector::UpToPeriod(until), Some(period)) => filter.push((until, self.days(period)?.1)),
            (Selector::Measure, Some(code)) => {
                let (list, conditions) = find_measure(code)?.list()?;
                rows.list = list;
                filter.extend(conditions.into_iter().map(|(option, value)| (option, value.to_owned())));
            }
            (Selector::Cases(cases), Some(value)) => {
                let (_, option, value) = cases.iter().find(|(known, ..)| *known == value)?;
                filter.push((option, (*value).to_owned()));
            }
            (Selector::Law { .. } | Selector::UpToPeriod(_) | Selector::Measure | Selector::Cases(_), None) => {
                return None;
            }
        }
        Some(())
    }

    /// Returns the option of `without` for what lacks a value; `None` if a filter would select something else.
    fn lacking(&self, option: &str) -> Option<String> {
        let attribute = Entity::Obstacle.attributes().iter().find(|attribute| attribute.option == option)?;
        // A filter ignores void records, even if void obstacles are counted.
        let ignores_void = matches!(attribute.kind, Kind::References(..));
        (!self.with_void || !ignores_void).then(|| option.to_owned())
    }

    /// Returns the text of a law if a filter reads exactly this law in it. It can read something else in what an older
    /// version of this program stored.
    fn exact_law(&self, text: String) -> Option<String> {
        let laws = self.register.laws_to_find(&text).ok()?;
        let [law] = &laws[..] else { return None };
        let name = law.name();
        let whole = Law { article: law.article.clone(), kind: law.kind, source: law.source.clone(), ..Law::default() };
        let read = law.article.as_ref().map_or_else(|| name.clone(), |article| format!("{name} art. {article}"));
        (*law == whole && read == text).then_some(text)
    }

    /// Returns the first and the last day of a period, or of a range of periods such as `2016-Q1/2022-Q4`.
    fn days(&self, text: &str) -> Option<(String, String)> {
        let (first, last) = text.split_once('/').unwrap_or((text, text));
        let (first, _) = parse_period(first, self.today).ok()?;
        let (_, last) = parse_period(last, self.today).ok()?;
        Some((first.to_string(), last.to_string()))
    }

    fn emit_counted(
        &mut self,
        cells: &[Cell<'_>],
        is_total: bool,
        event: for<'e> fn(&'e [Cell<'e>]) -> Event<'e>,
    ) -> Result<()> {
        // Only pages of the site have links.
        if !self.audience().is_on_site() {
            return self.out.emit(event(cells));
        }
        let row = (!is_total).then_some(cells);
        let counted: Vec<Option<CountedRows>> = cells
            .iter()
            .zip(&self.columns)
            .map(|(cell, column)| match cell {
                Cell::Integer(1..) => self.counted_rows(column, row),
                _ => None,
            })
            .collect();
        let cells: Vec<Cell<'_>> = cells
            .iter()
            .zip(&counted)
            .map(|(cell, counted)| match (cell, counted) {
                (Cell::Integer(number), Some(rows)) => Cell::Counted(*number, rows),
                (cell, _) => *cell,
            })
            .collect();
        self.out.emit(event(&cells))
    }
}

/// How the groups of a count select obstacles. `is_lead` if the number counts those that a ministry leads.
fn selector(by: GroupBy, is_lead: bool) -> Selector {
    match by {
        GroupBy::Attribute(attribute) if is_lead && attribute.name == obstacle::MINISTRY.name => {
            Selector::Value("lead")
        }
        GroupBy::Attribute(attribute) => Selector::Value(attribute.option),
        GroupBy::Time(bucket) if bucket.column.name.starts_with(obstacle::SOLVED.name) => {
            Selector::Period { since: "solved-since", until: "solved-until", day: obstacle::SOLVED.name }
        }
        GroupBy::Time(_) => Selector::Period { since: "since", until: "until", day: obstacle::RECEIVED.name },
    }
}

impl Sink for CountedLinks<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, shape) => {
                self.columns = columns.to_vec();
                self.out.emit(Event::Begin(columns, shape))
            }
            Event::Row(cells) => self.emit_counted(cells, false, |cells| Event::Row(cells)),
            Event::Margin(cells) => self.emit_counted(cells, false, |cells| Event::Margin(cells)),
            Event::Total(cells) => self.emit_counted(cells, true, |cells| Event::Total(cells)),
            event => self.out.emit(event),
        }
    }

    fn audience(&self) -> Audience {
        self.out.audience()
    }
}
