//! Turns a count by two attributes into a table with the values of the first as rows and those of the second as columns.
//! The totals of rows and columns are counts by one attribute, because an obstacle can be in several rows.

use crate::i18n::{Text, remarks};
use crate::record::Filter;
use crate::record::date::Today;
use crate::register::{GroupBy, Register};
use crate::rows::{Audience, Cell, Event, Shape, Sink};
use anyhow::Result;

/// A larger table would be hard to read, and long as a page.
const MAX_CELLS: usize = 1_000;

/// The counts by one attribute: each value, and its number.
struct Margin {
    counts: Vec<(Option<String>, i64)>,
    audience: Audience,
}

impl Sink for Margin {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        if let Event::Row(cells) = event
            && let (Some(value), Some(Cell::Integer(number))) = (cells.first(), cells.last())
            && self.counts.len() <= MAX_CELLS
        {
            let value = match value {
                Cell::Text(text) => Some((*text).to_owned()),
                _ => None,
            };
            self.counts.push((value, *number));
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        self.audience
    }
}

pub struct CrossTableSink<'a> {
    out: &'a mut dyn Sink,
    rows: Margin,
    columns: Margin,
    total: i64,
}

impl<'a> CrossTableSink<'a> {
    /// Returns `Err` with the sink itself if the table would be empty or too large.
    pub fn new(
        register: &Register,
        by: [GroupBy; 2],
        filter: &Filter,
        today: Today<'_>,
        out: &'a mut dyn Sink,
    ) -> Result<Result<Self, &'a mut dyn Sink>> {
        let mut total = 0;
        let mut margin = |by: GroupBy| -> Result<Margin> {
            let mut margin = Margin { counts: Vec::new(), audience: out.audience() };
            total = register.count(&[by], filter, today, &mut margin)?;
            Ok(margin)
        };
        let [by_row, by_column] = by;
        let (rows, columns) = (margin(by_row)?, margin(by_column)?);
        let size = rows.counts.len().saturating_mul(columns.counts.len());
        Ok(if (1..=MAX_CELLS).contains(&size) { Ok(Self { out, rows, columns, total }) } else { Err(out) })
    }

    /// Whether an obstacle is in several rows or several columns, so that they add up to more than the total.
    pub fn has_overlap(&self) -> bool {
        let sum = |margin: &Margin| margin.counts.iter().map(|(_, number)| number).sum::<i64>();
        sum(&self.rows) > self.total || sum(&self.columns) > self.total
    }

    fn emit_margins(&mut self, width: usize) -> Result<()> {
        let label: Text = remarks::TOTAL.into();
        let all = Cell::Localized(&label);
        let mut emit = |row: Cell<'_>, column: Cell<'_>, number: i64| {
            let mut cells = vec![Cell::Null; width];
            if let [first, second, .., last] = &mut cells[..] {
                (*first, *second, *last) = (row, column, Cell::Integer(number));
            }
            self.out.emit(Event::Margin(&cells))
        };
        for (value, number) in &self.rows.counts {
            emit(value.as_deref().map_or(Cell::Null, Cell::Text), all, *number)?;
        }
        for (value, number) in &self.columns.counts {
            emit(all, value.as_deref().map_or(Cell::Null, Cell::Text), *number)?;
        }
        emit(all, all, self.total)
    }
}

impl Sink for CrossTableSink<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, _) => {
                self.out.begin(columns, Shape::Cross)?;
                self.emit_margins(columns.len())
            }
            event => self.out.emit(event),
        }
    }

    fn audience(&self) -> Audience {
        self.out.audience()
    }
}
