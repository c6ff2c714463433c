//! Tables and cards for readers: fitted to the terminal, unstyled and unwrapped elsewhere.

use super::Place;
use super::safe::printable;
use crate::rows::{Cell, Column, Shape, Sink};
use crate::words::{Lang, Text};
use anyhow::Result;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, TableStyle, Width};
use std::io::Write;
use unicode_width::UnicodeWidthStr;

/// So many spaces stand between two columns.
const GAP: u16 = 2;
/// A column that is no wider than this is never wrapped.
const NARROW: u16 = 20;
/// A column that is wrapped keeps at least this width.
const LEAST: u16 = 18;

fn display_width(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX)
}

/// How a table stands in a width: which columns stand side by side and how wide, and which stand below
/// their row because there is no room for them beside it.
#[derive(Clone, Debug, Default)]
struct Layout {
    columns: Vec<(usize, u16)>,
    below: Vec<usize>,
    indent: u16,
    width: u16,
}

impl Layout {
    /// The layout of columns whose widest cells have these widths.
    fn fitting(widths: &[u16], place: Option<u16>) -> Self {
        let mut columns: Vec<(usize, u16)> = widths.iter().copied().enumerate().collect();
        let mut below = Vec::new();
        let sum = |columns: &[(usize, u16)]| {
            let gaps = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX).saturating_mul(GAP);
            columns.iter().fold(gaps, |sum, (_, width)| sum.saturating_add(*width))
        };
        let Some(place) = place else {
            return Self { width: sum(&columns), columns, below, indent: 0 };
        };
        while sum(&columns) > place {
            let fixed: Vec<(usize, u16)> =
                columns.iter().map(|(at, width)| (*at, if *width > NARROW { 0 } else { *width })).collect();
            let wide: u16 = columns.iter().map(|(_, width)| u16::from(*width > NARROW)).sum();
            let room = place.saturating_sub(sum(&fixed));
            if wide > 0 && room >= LEAST.saturating_mul(wide) {
                share(&mut columns, room);
                break;
            }
            let widest = columns.iter().skip(1).enumerate().max_by_key(|(_, (_, width))| *width);
            match widest {
                Some((position, (_, width))) if *width > NARROW || columns.len() > 1 => {
                    let (at, _) = columns.remove(position + 1);
                    below.push(at);
                }
                _ => {
                    share(&mut columns, room);
                    break;
                }
            }
        }
        below.sort_unstable();
        let first = columns.first().map_or(0, |(_, width)| *width);
        let indent = if first <= 12 { first.saturating_add(GAP) } else { 4 };
        let width = if below.is_empty() { sum(&columns).min(place) } else { place };
        Self { columns, below, indent, width }
    }
}

/// Shares room among the columns that are wrapped: each as much as it needs, the rest evenly.
fn share(columns: &mut [(usize, u16)], room: u16) {
    let mut wide: Vec<usize> =
        (0..columns.len()).filter(|at| columns.get(*at).is_some_and(|(_, width)| *width > NARROW)).collect();
    wide.sort_by_key(|at| columns.get(*at).map_or(0, |(_, width)| *width));
    let mut room = room;
    let mut left = u16::try_from(wide.len()).unwrap_or(1);
    for at in wide {
        if let Some((_, width)) = columns.get_mut(at) {
            *width = (*width).min(room / left.max(1)).max(1);
            room = room.saturating_sub(*width);
            left = left.saturating_sub(1);
        }
    }
}

/// A sink that writes tables and cards. Rows are kept until the set ends, since a column is as wide as its
/// widest value.
pub struct Table<'a> {
    out: Box<dyn Write + 'a>,
    place: Place,
    columns: Vec<Column>,
    shape: Shape,
    rows: Vec<Vec<String>>,
    numeric: Vec<bool>,
    totals: usize,
    pending: Option<Text>,
    written: bool,
}

impl<'a> Table<'a> {
    /// A sink that writes to `out`.
    pub fn new(out: Box<dyn Write + 'a>, place: Place) -> Self {
        Self {
            out,
            place,
            columns: Vec::new(),
            shape: Shape::Table,
            rows: Vec::new(),
            numeric: Vec::new(),
            totals: 0,
            pending: None,
            written: false,
        }
    }

    fn text(&self, column: &Column, cell: Cell<'_>) -> String {
        let lines = self.shape == Shape::Card;
        match cell {
            Cell::Null => String::new(),
            Cell::Text(text) => match column.words.label(text) {
                Some(label) => printable(label.get(self.place.lang), lines).into_owned(),
                None => printable(text, lines).into_owned(),
            },
            Cell::Integer(number) => number.to_string(),
            Cell::Real(number) => {
                let text = format!("{number:.1}");
                let text = text.strip_suffix(".0").unwrap_or(&text);
                match self.place.lang {
                    Lang::Nl => text.replace('.', ","),
                    Lang::En => text.to_owned(),
                }
            }
            Cell::Words(text) => printable(text.get(self.place.lang), lines).into_owned(),
        }
    }

    fn keep(&mut self, cells: &[Cell<'_>]) {
        let row: Vec<String> =
            self.columns.iter().zip(cells).map(|(column, cell)| self.text(column, *cell)).collect();
        for (numeric, cell) in self.numeric.iter_mut().zip(cells) {
            *numeric &= matches!(cell, Cell::Null | Cell::Integer(_) | Cell::Real(_));
        }
        self.rows.push(row);
    }

    /// A table of the library's, without any lines of its own.
    fn grid() -> comfy_table::Table {
        let mut table = comfy_table::Table::new();
        table.load_style(TableStyle::new());
        table.set_content_arrangement(ContentArrangement::Disabled);
        table
    }

    /// The lines of some rows, in columns of these widths.
    fn lines_of(&self, rows: impl IntoIterator<Item = Vec<String>>, layout: &Layout) -> Vec<String> {
        let mut table = Self::grid();
        for row in rows {
            let cells = row.into_iter().enumerate().filter(|(at, _)| !layout.below.contains(at));
            table.add_row(cells.map(|(_, cell)| cell));
        }
        if self.place.width.is_some() {
            table.set_content_arrangement(ContentArrangement::Dynamic);
        }
        let last = layout.columns.len().saturating_sub(1);
        for (position, (column, (at, width))) in table.column_iter_mut().zip(&layout.columns).enumerate() {
            let gap = if position == last { 0 } else { GAP };
            column.set_padding((0, gap));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width.saturating_add(gap))));
            if self.numeric.get(*at).copied().unwrap_or(false) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.lines().map(|line| line.trim_end().to_owned()).collect()
    }

    /// The lines of what did not fit beside the rest of its row.
    fn below(&self, row: &[String], layout: &Layout) -> Vec<String> {
        let mut lines = Vec::new();
        for at in &layout.below {
            let (Some(text), Some(column)) = (row.get(*at), self.columns.get(*at)) else { continue };
            if text.is_empty() {
                continue;
            }
            let label = column.label.get(self.place.lang);
            let text = if layout.below.len() > 1 { format!("{label}: {text}") } else { text.clone() };
            let room = layout.width.saturating_sub(layout.indent);
            let wide = Layout { columns: vec![(*at, room)], ..Layout::default() };
            let indent = " ".repeat(usize::from(layout.indent));
            lines
                .extend(self.lines_of([vec![text]], &wide).into_iter().map(|line| format!("{indent}{line}")));
        }
        lines
    }

    fn table_lines(&mut self) -> Vec<String> {
        let header: Vec<String> =
            self.columns.iter().map(|column| column.label.get(self.place.lang).to_owned()).collect();
        let rows = std::mem::take(&mut self.rows);
        let mut widths: Vec<u16> = header.iter().map(|text| display_width(text)).collect();
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(display_width(cell));
            }
        }
        // A heading of several words may stand in several lines, where room is short.
        let words = |text: &str| text.split(' ').map(display_width).max().unwrap_or(0);
        let least: Vec<u16> = (0..header.len())
            .map(|at| {
                let cells = rows.iter().filter_map(|row| row.get(at)).map(|cell| display_width(cell));
                cells.max().unwrap_or(0).max(header.get(at).map_or(0, |text| words(text)))
            })
            .collect();
        let sum: u32 = widths.iter().map(|width| u32::from(width.saturating_add(GAP))).sum();
        let tight = self.place.width.is_some_and(|place| sum > u32::from(place.saturating_add(GAP)));
        let layout = Layout::fitting(if tight { &least } else { &widths }, self.place.width);
        let rule = self.place.width.map(|_| "─".repeat(usize::from(layout.width)));
        let mut lines = self.lines_of([header.clone()], &layout);
        if layout.below.len() == 1 {
            lines.extend(self.below(&header, &layout));
        }
        if self.place.styled {
            for line in &mut lines {
                *line = format!("\u{1b}[1m{line}\u{1b}[0m");
            }
        }
        lines.extend(rule.clone());
        let totals = rows.len().saturating_sub(self.totals);
        if layout.below.is_empty() {
            lines.extend(self.lines_of(rows.iter().take(totals).cloned(), &layout));
        } else {
            for row in rows.iter().take(totals) {
                lines.extend(self.lines_of([row.clone()], &layout));
                lines.extend(self.below(row, &layout));
            }
        }
        if self.totals > 0 {
            lines.extend(rule);
            lines.extend(self.lines_of(rows.into_iter().skip(totals), &layout));
        }
        lines
    }

    fn card_lines(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        for (at, row) in std::mem::take(&mut self.rows).into_iter().enumerate() {
            let mut table = Self::grid();
            for (column, value) in self.columns.iter().zip(row) {
                if !value.is_empty() {
                    table.add_row([column.label.get(self.place.lang).to_owned(), value]);
                }
            }
            if let Some(width) = self.place.width {
                table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
            }
            if let Some(labels) = table.column_mut(0) {
                labels.set_padding((0, GAP)).set_constraint(ColumnConstraint::ContentWidth);
            }
            if let Some(values) = table.column_mut(1) {
                values.set_padding((0, 0));
            }
            if at > 0 {
                lines.push(String::new());
            }
            lines.extend(table.trim_fmt().lines().map(str::to_owned));
        }
        lines
    }

    /// Writes the heading that waits for something to stand under it.
    fn write_heading(&mut self) -> Result<()> {
        let Some(text) = self.pending.take() else { return Ok(()) };
        if std::mem::replace(&mut self.written, true) {
            self.out.write_all(b"\n")?;
        }
        let text = printable(text.get(self.place.lang), false).into_owned();
        if self.place.styled {
            writeln!(self.out, "\u{1b}[1m{text}\u{1b}[0m")?;
        } else {
            writeln!(self.out, "{text}")?;
        }
        Ok(())
    }
}

impl Sink for Table<'_> {
    fn begin(&mut self, columns: &[Column], shape: Shape) -> Result<()> {
        self.columns = columns.to_vec();
        self.shape = shape;
        self.rows.clear();
        self.numeric = vec![true; columns.len()];
        self.totals = 0;
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        self.keep(cells);
        Ok(())
    }

    fn total(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        let numeric = self.numeric.clone();
        self.keep(cells);
        self.numeric = numeric;
        self.totals += 1;
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        if self.rows.is_empty() {
            self.pending = None;
        } else {
            self.write_heading()?;
            self.written = true;
            let lines = match self.shape {
                Shape::Table => self.table_lines(),
                Shape::Card => self.card_lines(),
            };
            for line in lines {
                self.out.write_all(line.as_bytes())?;
                self.out.write_all(b"\n")?;
            }
        }
        self.out.flush()?;
        Ok(())
    }

    fn is_for_readers(&self) -> bool {
        true
    }

    fn heading(&mut self, text: &Text) -> Result<()> {
        self.pending = Some(text.clone());
        Ok(())
    }

    fn line(&mut self, text: &Text) -> Result<()> {
        self.write_heading()?;
        self.written = true;
        writeln!(self.out, "{}", printable(text.get(self.place.lang), true))?;
        self.out.flush()?;
        Ok(())
    }
}
