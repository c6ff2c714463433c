//! Tables and cards for readers: fitted to the terminal, unstyled and unwrapped elsewhere.

use super::Place;
use super::layout::{GAP, Layout, Want};
use super::safe::{is_simple, printable};
use crate::rows::{Cell, Column, Group, SEPARATOR, Shape, Sink};
use crate::words::{Say, Text, page, remarks, terms};
use anyhow::Result;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, TableStyle, Width};
use std::io::Write;
use unicode_width::UnicodeWidthStr;

fn display_width(text: &str) -> u16 {
    let width = if is_simple(text) { text.len() } else { text.width() };
    u16::try_from(width).unwrap_or(u16::MAX)
}

/// The line without the spaces that fill it up.
fn without_end(line: &str) -> &str {
    let end = line.bytes().rposition(|byte| byte != b' ').map_or(0, |at| at.saturating_add(1));
    line.get(..end).unwrap_or(line)
}

/// A sink that writes tables and cards. Rows are kept until the set ends, since a column is as wide as its
/// widest value.
pub struct Table<'a> {
    out: Box<dyn Write + 'a>,
    place: Place,
    columns: Vec<Column>,
    shape: Shape,
    rows: Vec<Vec<String>>,
    /// Whether a column holds numbers, once that is known.
    numeric: Vec<Option<bool>>,
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
            Cell::Null => {
                column.nothing.map_or_else(String::new, |nothing| nothing.get(self.place.lang).to_owned())
            }
            Cell::Text(text) if column.several => {
                // The code of a law is what can be typed again, and is short: several of their names fill a screen.
                let own =
                    |one| terms::own_rule(one).map_or_else(|| one.to_owned(), |own| own.say(self.place.lang));
                printable(&column.values(text).map(own).collect::<Vec<_>>().join(SEPARATOR), lines)
                    .into_owned()
            }
            Cell::Text(text) => match column.words.label(text) {
                Some(label) => printable(label.get(self.place.lang), lines).into_owned(),
                None => printable(text, lines).into_owned(),
            },
            Cell::Integer(number) => number.to_string(),
            Cell::Real(number) => page::decimal(number, self.place.lang),
            Cell::Words(text) => printable(text.get(self.place.lang), lines).into_owned(),
            Cell::Groups(groups) => printable(&Group::line_in(groups, self.place.lang), lines).into_owned(),
        }
    }

    fn keep(&mut self, cells: &[Cell<'_>]) {
        let row: Vec<String> =
            self.columns.iter().zip(cells).map(|(column, cell)| self.text(column, *cell)).collect();
        for ((numeric, cell), column) in self.numeric.iter_mut().zip(cells).zip(&self.columns) {
            match cell {
                Cell::Integer(_) | Cell::Real(_) => *numeric = numeric.or(Some(true)),
                Cell::Null if column.nothing.is_none() => {}
                Cell::Null | Cell::Text(_) | Cell::Words(_) | Cell::Groups(_) => *numeric = Some(false),
            }
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
            let gap = if position == last { 0 } else { layout.gap };
            column.set_padding((0, gap));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width.saturating_add(gap))));
            if self.numeric.get(*at) == Some(&Some(true)) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.lines().map(|line| without_end(&line).to_owned()).collect()
    }

    /// Whether what stands below a row is one text, under a heading: of several, or of a number alone, it is said each
    /// time what it is.
    fn speaks(&self, layout: &Layout) -> bool {
        matches!(layout.below[..], [at] if self.numeric.get(at) != Some(&Some(true)))
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
            // One text speaks for itself; a value does not.
            let text = if self.speaks(layout) { text.clone() } else { format!("{label}: {text}") };
            let room = match self.place.width {
                Some(_) => layout.width.saturating_sub(layout.indent),
                None => display_width(&text),
            };
            // It stands in no column of the table: a number is not moved to the right.
            let wide = Layout { columns: vec![(self.columns.len(), room)], ..Layout::default() };
            let indent = " ".repeat(usize::from(layout.indent));
            lines
                .extend(self.lines_of([vec![text]], &wide).into_iter().map(|line| format!("{indent}{line}")));
        }
        lines
    }

    /// What the columns ask for: the widest cell and the longest word, of the heading and of the rows.
    fn layout(&self, header: &[String], rows: &[Vec<String>]) -> Layout {
        // Where nothing is wrapped it does not matter how long a word is.
        let wraps = self.place.width.is_some();
        let words =
            |text: &str| if wraps { text.split(' ').map(display_width).max().unwrap_or(0) } else { 0 };
        let mut cells = vec![Want { width: 0, word: 0 }; header.len()];
        for row in rows {
            for (want, cell) in cells.iter_mut().zip(row) {
                want.width = want.width.max(display_width(cell));
                want.word = want.word.max(words(cell));
            }
        }
        let with_heading = |heading: &dyn Fn(&str) -> u16| -> Vec<Want> {
            let both = cells.iter().zip(header);
            both.map(|(want, text)| Want {
                width: want.width.max(heading(text)),
                word: want.word.max(words(text)),
            })
            .collect()
        };
        let texts: Vec<usize> =
            self.columns.iter().enumerate().filter(|(_, column)| column.is_below).map(|(at, _)| at).collect();
        let numbers: Vec<usize> =
            self.numeric.iter().enumerate().filter(|(_, is)| **is == Some(true)).map(|(at, _)| at).collect();
        let fitting = |wants: Vec<Want>| Layout::fitting(&wants, &texts, &numbers, self.place.width);
        let layout = fitting(with_heading(&display_width));
        if self.place.width.is_some_and(|place| layout.width >= place) {
            // Room is short: a heading of several words may stand in several lines, above narrower cells.
            return fitting(with_heading(&words));
        }
        layout
    }

    fn write_table(&mut self) -> Result<()> {
        let header: Vec<String> =
            self.columns.iter().map(|column| column.label.get(self.place.lang).to_owned()).collect();
        let rows = std::mem::take(&mut self.rows);
        let layout = self.layout(&header, &rows);
        let rule: Vec<String> =
            self.place.width.map(|_| "─".repeat(usize::from(layout.width))).into_iter().collect();
        let mut top = self.lines_of([header.clone()], &layout);
        if self.speaks(&layout) {
            top.extend(self.below(&header, &layout));
        }
        if self.place.styled {
            for line in &mut top {
                *line = format!("\u{1b}[1m{line}\u{1b}[0m");
            }
        }
        self.write_lines(top)?;
        self.write_lines(rule.clone())?;
        let (plain, totals) = rows.split_at(rows.len().saturating_sub(self.totals));
        // A few rows at a time: a long list is on its way while the rest of it is laid out.
        let at_a_time = if layout.below.is_empty() { 256 } else { 1 };
        for some in plain.chunks(at_a_time) {
            self.write_lines(self.lines_of(some.iter().cloned(), &layout))?;
            for row in some {
                self.write_lines(self.below(row, &layout))?;
            }
        }
        if !totals.is_empty() {
            self.write_lines(rule)?;
            self.write_lines(self.lines_of(totals.iter().cloned(), &layout))?;
        }
        Ok(())
    }

    fn write_lines(&mut self, lines: Vec<String>) -> Result<()> {
        for line in lines {
            self.out.write_all(line.as_bytes())?;
            self.out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn card_lines(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        for (at, row) in std::mem::take(&mut self.rows).into_iter().enumerate() {
            let mut table = Self::grid();
            let mut links = Vec::new();
            for (column, mut value) in self.columns.iter().zip(row) {
                if self.place.links && column.address.is_some() {
                    value = column
                        .values(&value)
                        .map(|text| held_together(column, text, &mut links))
                        .collect::<Vec<_>>()
                        .join(SEPARATOR);
                }
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
            lines.extend(table.trim_fmt().lines().map(|line| linked(line, &links)));
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

/// Stands for a blank at which a line is not broken.
const UNBROKEN: char = '\u{a0}';

/// A value that leads somewhere, with its blanks kept from being broken, and noted with where it leads. Any other is
/// left as it is.
fn held_together(column: &Column, text: &str, links: &mut Vec<(String, String)>) -> String {
    let Some(address) = column.address.and_then(|address| address(text)) else { return text.to_owned() };
    let held = text.replace(' ', &UNBROKEN.to_string());
    links.push((held.clone(), address));
    held
}

/// A line with its links marked as such for the terminal (OSC 8), and its blanks as they were.
fn linked(line: &str, links: &[(String, String)]) -> String {
    let mut rest = line;
    let mut shown = String::new();
    // The longest first: one may begin as another does.
    let next = |rest: &str| {
        let found =
            links.iter().filter_map(|(text, address)| Some((rest.find(text.as_str())?, text, address)));
        found
            .min_by_key(|(at, text, _)| (*at, usize::MAX - text.len()))
            .map(|(at, text, address)| (at, text.len(), address.clone()))
    };
    while let Some((at, length, address)) = next(rest) {
        let (before, from) = rest.split_at(at);
        let (text, after) = from.split_at(length);
        shown.push_str(before);
        shown.push_str(&format!(
            "\u{1b}]8;;{address}\u{1b}\\{}\u{1b}]8;;\u{1b}\\",
            text.replace(UNBROKEN, " ")
        ));
        rest = after;
    }
    shown.push_str(rest);
    shown
}

impl Sink for Table<'_> {
    fn begin(&mut self, columns: &[Column], shape: Shape) -> Result<()> {
        self.columns = columns.to_vec();
        self.shape = shape;
        self.rows.clear();
        self.numeric = vec![None; columns.len()];
        self.totals = 0;
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        self.keep(cells);
        Ok(())
    }

    fn total(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        let numeric = self.numeric.clone();
        let cells: Vec<Cell<'_>> = cells
            .iter()
            .map(|cell| if matches!(cell, Cell::Null) { Cell::Text("") } else { *cell })
            .collect();
        self.keep(&cells);
        self.numeric = numeric;
        self.totals += 1;
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        if self.rows.len() == self.totals {
            // Nothing adds up to nothing.
            self.pending = None;
        } else {
            self.write_heading()?;
            self.written = true;
            match self.shape {
                Shape::Table => self.write_table()?,
                Shape::Card => {
                    let lines = self.card_lines();
                    self.write_lines(lines)?;
                }
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

    fn receipt(&mut self, text: &str) -> Result<()> {
        self.line(&Text::default())?;
        self.line(&remarks::receipt(text))
    }

    fn line(&mut self, text: &Text) -> Result<()> {
        // Below a heading it is a sentence to read; anywhere else it may be something to copy.
        let is_sentence = self.pending.is_some();
        self.write_heading()?;
        self.written = true;
        if let Some(width) = self.place.width.filter(|_| is_sentence) {
            let text = printable(text.get(self.place.lang), false).into_owned();
            let lines =
                self.lines_of([vec![text]], &Layout { columns: vec![(0, width)], ..Layout::default() });
            return self.write_lines(lines);
        }
        writeln!(self.out, "{}", printable(text.get(self.place.lang), true))?;
        self.out.flush()?;
        Ok(())
    }
}
