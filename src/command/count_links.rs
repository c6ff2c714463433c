//! Adds to each number of a count the filter that lists its obstacles.

use crate::record::date::{Today, parse_period};
use crate::record::{Entity, Kind, obstacle};
use crate::register::GroupBy;
use crate::report::columns;
use crate::rows::{Audience, Cell, Column, CountedRows, Event, Sink};
use anyhow::Result;

pub struct CountLinks<'a> {
    out: &'a mut dyn Sink,
    by: &'a [GroupBy],
    with_void: bool,
    today: Today<'a>,
    columns: Vec<Column>,
}

impl<'a> CountLinks<'a> {
    pub fn new(out: &'a mut dyn Sink, by: &'a [GroupBy], with_void: bool, today: Today<'a>) -> Self {
        Self { out, by, with_void, today, columns: Vec::new() }
    }

    /// Returns the obstacles that a cell counts, or `None` if no filter selects exactly these obstacles. `groups` holds a
    /// cell for each attribute that is grouped by. In a row of totals, such a cell is the label "total", and the obstacles
    /// can have any value.
    fn counted_rows(&self, groups: &[Cell<'_>], is_lead: bool) -> Option<CountedRows> {
        let mut filter = Vec::new();
        for ((by, cell), column) in self.by.iter().zip(groups).zip(&self.columns) {
            let text = match cell {
                Cell::Localized(_) => continue,
                Cell::Null => None,
                Cell::Text(text) => Some(column.persons.get(*text).map_or(*text, String::as_str)),
                _ => return None,
            };
            match by {
                GroupBy::Attribute(attribute) => match text {
                    Some(code) => {
                        let is_led = is_lead && attribute.name == obstacle::MINISTRY.name;
                        filter.push((if is_led { "lead" } else { attribute.option }, code.to_owned()));
                    }
                    // A filter ignores void records, even if void obstacles are counted.
                    None if self.with_void && matches!(attribute.kind, Kind::References(..)) => return None,
                    None => filter.push(("without", attribute.option.to_owned())),
                },
                GroupBy::Time(bucket) => {
                    let (day, since, until) = if bucket.column.name.starts_with(obstacle::SOLVED.name) {
                        (obstacle::SOLVED.name, "solved-since", "solved-until")
                    } else {
                        (obstacle::RECEIVED.name, "since", "until")
                    };
                    match text {
                        Some(period) => {
                            let (first, last) = parse_period(period, self.today).ok()?;
                            filter.extend([(since, first.to_string()), (until, last.to_string())]);
                        }
                        None => filter.push(("without", day.to_owned())),
                    }
                }
            }
        }
        Some(CountedRows { list: Entity::Obstacle.plural(), filter })
    }

    /// Returns what each cell of a row counts.
    fn counted_cells(&self, cells: &[Cell<'_>]) -> Vec<Option<CountedRows>> {
        let groups = cells.get(..self.by.len()).unwrap_or_default();
        let is_number = |cell: &Cell<'_>| matches!(cell, Cell::Integer(_));
        let pairs = cells.iter().zip(&self.columns);
        pairs
            .map(|(cell, column)| {
                let is_lead = column.name == columns::LEAD.name;
                is_number(cell).then(|| self.counted_rows(groups, is_lead)).flatten()
            })
            .collect()
    }

    /// Returns what each cell of the totals counts. Nothing has exactly the mentions of several groups.
    fn counted_totals(&self) -> Vec<Option<CountedRows>> {
        let all = || CountedRows { list: Entity::Obstacle.plural(), filter: Vec::new() };
        let counts_each_once = [columns::LEAD.name, columns::OBSTACLES.name];
        self.columns.iter().map(|column| counts_each_once.contains(&column.name).then(all)).collect()
    }

    fn emit_counted(
        &mut self,
        cells: &[Cell<'_>],
        counted: &[Option<CountedRows>],
        event: for<'e> fn(&'e [Cell<'e>]) -> Event<'e>,
    ) -> Result<()> {
        let cells: Vec<Cell<'_>> = cells
            .iter()
            .zip(counted)
            .map(|(cell, counted)| match (cell, counted) {
                (Cell::Integer(number), Some(rows)) => Cell::Counted(*number, rows),
                (cell, _) => *cell,
            })
            .collect();
        self.out.emit(event(&cells))
    }
}

impl Sink for CountLinks<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, shape) => {
                self.columns = columns.to_vec();
                self.out.emit(Event::Begin(columns, shape))
            }
            Event::Row(cells) => self.emit_counted(cells, &self.counted_cells(cells), |cells| Event::Row(cells)),
            Event::Margin(cells) => self.emit_counted(cells, &self.counted_cells(cells), |cells| Event::Margin(cells)),
            Event::Total(cells) => self.emit_counted(cells, &self.counted_totals(), |cells| Event::Total(cells)),
            event => self.out.emit(event),
        }
    }

    fn audience(&self) -> Audience {
        self.out.audience()
    }
}
