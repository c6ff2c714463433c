//! Tables and cards as text for people: fitted to the terminal, or unstyled and unwrapped if there is no terminal.

use super::RenderOptions;
use super::layout::{COLUMN_GAP, ColumnSize, Layout};
use super::sanitize::{is_printable_ascii, printable};
use crate::i18n::{Localize, Text, choices, page, remarks};
use crate::rows::{Audience, Cell, Column, CrossTable, Event, Group, Shape, Sink, VALUE_SEPARATOR};
use anyhow::Result;
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, TableStyle, Width};
use std::io::Write;
use unicode_width::UnicodeWidthStr;

fn display_width(text: &str) -> u16 {
    let width = if is_printable_ascii(text) { text.len() } else { text.width() };
    u16::try_from(width).unwrap_or(u16::MAX)
}

fn trim_padding(line: &str) -> &str {
    let end = line.bytes().rposition(|byte| byte != b' ').map_or(0, |index| index.saturating_add(1));
    line.get(..end).unwrap_or(line)
}

/// Buffers the rows of a table until its end, because a column is as wide as its widest value.
pub struct TableSink<'a> {
    out: Box<dyn Write + 'a>,
    options: RenderOptions,
    columns: Vec<Column>,
    shape: Shape,
    rows: Vec<Vec<String>>,
    /// Whether each column holds numbers; None until the column has a value.
    is_numeric: Vec<Option<bool>>,
    total_count: usize,
    /// The same rows as a table with two headings.
    cross_table: CrossTable<i64>,
    pending_heading: Option<Text>,
    has_output: bool,
}

impl<'a> TableSink<'a> {
    pub fn new(out: Box<dyn Write + 'a>, options: RenderOptions) -> Self {
        Self {
            out,
            options,
            columns: Vec::new(),
            shape: Shape::Table,
            rows: Vec::new(),
            is_numeric: Vec::new(),
            total_count: 0,
            cross_table: CrossTable::default(),
            pending_heading: None,
            has_output: false,
        }
    }

    fn text(&self, column: &Column, cell: Cell<'_>) -> String {
        let lines = self.shape == Shape::Card;
        match cell {
            Cell::Null => {
                column.null_label.map_or_else(String::new, |null_label| null_label.get(self.options.lang).to_owned())
            }
            Cell::Text(text) if column.is_multi_valued => {
                // Show laws by code: a code can be typed in a command, and the full names of several laws would fill
                // the screen.
                let localize = |code| {
                    choices::own_rule(code).map_or_else(|| code.to_owned(), |rule| rule.localize(self.options.lang))
                };
                printable(&column.values(text).map(localize).collect::<Vec<_>>().join(VALUE_SEPARATOR), lines)
                    .into_owned()
            }
            Cell::Text(text) => match column.labels.label(text) {
                Some(label) => printable(label.get(self.options.lang), lines).into_owned(),
                None => printable(text, lines).into_owned(),
            },
            Cell::Integer(number) | Cell::Counted(number, _) => number.to_string(),
            Cell::Real(number) => page::decimal(number, self.options.lang),
            Cell::Localized(text) => printable(text.get(self.options.lang), lines).into_owned(),
            Cell::Groups(groups) => printable(&Group::to_localized_line(groups, self.options.lang), lines).into_owned(),
        }
    }

    fn push_row(&mut self, cells: &[Cell<'_>]) {
        let row: Vec<String> = self.columns.iter().zip(cells).map(|(column, cell)| self.text(column, *cell)).collect();
        for ((is_numeric, cell), column) in self.is_numeric.iter_mut().zip(cells).zip(&self.columns) {
            match cell {
                Cell::Integer(_) | Cell::Counted(..) | Cell::Real(_) => *is_numeric = is_numeric.or(Some(true)),
                Cell::Null if column.null_label.is_none() => {}
                Cell::Null | Cell::Text(_) | Cell::Localized(_) | Cell::Groups(_) => *is_numeric = Some(false),
            }
        }
        self.rows.push(row);
    }

    fn borderless_table() -> comfy_table::Table {
        let mut table = comfy_table::Table::new();
        table.load_style(TableStyle::new());
        table.set_content_arrangement(ContentArrangement::Disabled);
        table
    }

    fn render_rows(&self, rows: impl IntoIterator<Item = Vec<String>>, layout: &Layout) -> Vec<String> {
        let mut table = Self::borderless_table();
        for row in rows {
            let cells = row.into_iter().enumerate().filter(|(index, _)| !layout.below.contains(index));
            table.add_row(cells.map(|(_, cell)| cell));
        }
        if self.options.width.is_some() {
            table.set_content_arrangement(ContentArrangement::Dynamic);
        }
        let last = layout.columns.len().saturating_sub(1);
        for (position, (column, (index, width))) in table.column_iter_mut().zip(&layout.columns).enumerate() {
            let gap = if position == last { 0 } else { layout.gap };
            column.set_padding((0, gap));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width.saturating_add(gap))));
            if self.is_numeric.get(*index) == Some(&Some(true)) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        table.lines().map(|line| trim_padding(&line).to_owned()).collect()
    }

    /// Whether only one text column is shown below each row. The table heading can then name that column.
    fn has_single_text_below(&self, layout: &Layout) -> bool {
        matches!(layout.below[..], [index] if self.is_numeric.get(index) != Some(&Some(true)))
    }

    fn render_below(&self, row: &[String], layout: &Layout) -> Vec<String> {
        let mut lines = Vec::new();
        for index in &layout.below {
            let (Some(text), Some(column)) = (row.get(*index), self.columns.get(*index)) else { continue };
            if text.is_empty() {
                continue;
            }
            let label = column.label.get(self.options.lang);
            // Label each value, unless the table heading already names the only text column below the rows.
            let text = if self.has_single_text_below(layout) { text.clone() } else { format!("{label}: {text}") };
            let available = match self.options.width {
                Some(_) => layout.width.saturating_sub(layout.indent),
                None => display_width(&text),
            };
            // Use an index that no column has: a column of numbers would make this text right-aligned.
            let wide = Layout { columns: vec![(self.columns.len(), available)], ..Layout::default() };
            let indent = " ".repeat(usize::from(layout.indent));
            lines.extend(self.render_rows([vec![text]], &wide).into_iter().map(|line| format!("{indent}{line}")));
        }
        lines
    }

    fn compute_layout(&self, header: &[String], rows: &[Vec<String>]) -> Layout {
        // The longest word matters only if lines are wrapped.
        let wraps = self.options.width.is_some();
        let longest_word_width =
            |text: &str| if wraps { text.split(' ').map(display_width).max().unwrap_or(0) } else { 0 };
        let mut cells = vec![ColumnSize { width: 0, longest_word: 0 }; header.len()];
        for row in rows {
            for (size, cell) in cells.iter_mut().zip(row) {
                size.width = size.width.max(display_width(cell));
                size.longest_word = size.longest_word.max(longest_word_width(cell));
            }
        }
        let with_heading = |heading: &dyn Fn(&str) -> u16| -> Vec<ColumnSize> {
            let both = cells.iter().zip(header);
            both.map(|(size, text)| ColumnSize {
                width: size.width.max(heading(text)),
                longest_word: size.longest_word.max(longest_word_width(text)),
            })
            .collect()
        };
        let texts: Vec<usize> =
            self.columns.iter().enumerate().filter(|(_, column)| column.is_below_row).map(|(index, _)| index).collect();
        let numbers: Vec<usize> = self
            .is_numeric
            .iter()
            .enumerate()
            .filter(|(_, is_number)| **is_number == Some(true))
            .map(|(index, _)| index)
            .collect();
        let fit = |sizes: Vec<ColumnSize>| Layout::fit(&sizes, &texts, &numbers, self.options.width);
        let layout = fit(with_heading(&display_width));
        let is_cut = self.shape == Shape::Cross && !layout.below.is_empty();
        if self.options.width.is_some_and(|width| is_cut || layout.width >= width) {
            // If the table fills the terminal, let headings wrap between words, so that columns can be narrower.
            return fit(with_heading(&longest_word_width));
        }
        layout
    }

    /// Adds a row, or the total of a row or a column, to the table with two headings.
    fn push_cross(&mut self, cells: &[Cell<'_>]) {
        let mut labels = self.columns.iter().zip(cells).map(|(column, cell)| match cell {
            Cell::Localized(_) => None,
            cell => Some(self.text(column, *cell)),
        });
        let (row, column) = (labels.next().flatten(), labels.next().flatten());
        drop(labels);
        if let Some(Cell::Integer(number) | Cell::Counted(number, _)) = cells.last() {
            self.cross_table.add(row, column, *number);
        }
    }

    /// Returns the heading and the rows of the table with two headings, the last of which is the row of totals; `None` if
    /// that table does not fit the terminal.
    fn cross_rows(&self) -> Option<(Vec<String>, Vec<Vec<String>>)> {
        let table = &self.cross_table;
        let lang = self.options.lang;
        let total = remarks::TOTAL.get(lang).to_owned();
        let names: Vec<&str> = self.columns.iter().take(2).map(|column| column.label.get(lang)).collect();
        let with_total = |first: String, cells: &mut dyn Iterator<Item = String>, last: String| {
            std::iter::once(first).chain(cells).chain(std::iter::once(last)).collect::<Vec<_>>()
        };
        let header = with_total(names.join(" / "), &mut table.columns().iter().cloned(), total.clone());
        let sum = |row: Option<usize>, column: Option<usize>| table.values(row, column).iter().sum::<i64>().to_string();
        let row = |label: String, row: Option<usize>| {
            let mut cells = (0..table.columns().len()).map(|column| sum(row, Some(column)));
            with_total(label, &mut cells, sum(row, None))
        };
        let mut rows: Vec<Vec<String>> =
            table.rows().iter().enumerate().map(|(at, label)| row(label.clone(), Some(at))).collect();
        rows.push(row(total, None));
        // Headings may be wrapped between words.
        let heading = |text: &String| text.split(' ').map(display_width).max().unwrap_or(0);
        let width_of = |at: usize| {
            let cells = rows.iter().filter_map(|row| row.get(at)).map(|text| display_width(text));
            usize::from(cells.chain(header.get(at).map(heading)).max().unwrap_or(0))
        };
        let gaps = usize::from(COLUMN_GAP).saturating_mul(header.len().saturating_sub(1));
        let width = (0..header.len()).map(width_of).sum::<usize>().saturating_add(gaps);
        self.options.width.is_none_or(|available| width <= usize::from(available)).then_some((header, rows))
    }

    fn write_cross_table(&mut self) -> Result<()> {
        let Some((header, rows)) = self.cross_rows() else {
            self.shape = Shape::Table;
            return self.write_table();
        };
        self.is_numeric = (0..header.len()).map(|at| Some(at > 0)).collect();
        (self.rows, self.total_count) = (rows, 1);
        self.write_rows_below(header)
    }

    fn write_table(&mut self) -> Result<()> {
        let header = self.columns.iter().map(|column| column.label.get(self.options.lang).to_owned()).collect();
        self.write_rows_below(header)
    }

    fn write_rows_below(&mut self, header: Vec<String>) -> Result<()> {
        let rows = std::mem::take(&mut self.rows);
        let layout = self.compute_layout(&header, &rows);
        let rule: Vec<String> = self.options.width.map(|_| "─".repeat(usize::from(layout.width))).into_iter().collect();
        let mut top = self.render_rows([header.clone()], &layout);
        if self.has_single_text_below(&layout) {
            top.extend(self.render_below(&header, &layout));
        }
        if self.options.is_styled {
            for line in &mut top {
                *line = format!("\u{1b}[1m{line}\u{1b}[0m");
            }
        }
        self.write_lines(top)?;
        self.write_lines(rule.clone())?;
        let (plain, totals) = rows.split_at(rows.len().saturating_sub(self.total_count));
        // Render in chunks, so that the first rows of a long table appear before the last rows are laid out.
        let chunk_rows = if layout.below.is_empty() { 256 } else { 1 };
        for chunk in plain.chunks(chunk_rows) {
            self.write_lines(self.render_rows(chunk.iter().cloned(), &layout))?;
            for row in chunk {
                self.write_lines(self.render_below(row, &layout))?;
            }
        }
        if !totals.is_empty() {
            self.write_lines(rule)?;
            self.write_lines(self.render_rows(totals.iter().cloned(), &layout))?;
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

    fn render_cards(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, row) in std::mem::take(&mut self.rows).into_iter().enumerate() {
            let mut table = Self::borderless_table();
            let mut links = Vec::new();
            for (column, mut value) in self.columns.iter().zip(row) {
                if self.options.has_links && column.url.is_some() {
                    value = column
                        .values(&value)
                        .map(|text| protect_link(column, text, &mut links))
                        .collect::<Vec<_>>()
                        .join(VALUE_SEPARATOR);
                }
                if !value.is_empty() {
                    table.add_row([column.label.get(self.options.lang).to_owned(), value]);
                }
            }
            if let Some(width) = self.options.width {
                table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
            }
            if let Some(labels) = table.column_mut(0) {
                labels.set_padding((0, COLUMN_GAP)).set_constraint(ColumnConstraint::ContentWidth);
            }
            if let Some(values) = table.column_mut(1) {
                values.set_padding((0, 0));
            }
            if index > 0 {
                lines.push(String::new());
            }
            lines.extend(table.trim_fmt().lines().map(|line| hyperlink_line(line, &links)));
        }
        lines
    }

    fn write_heading(&mut self) -> Result<()> {
        let Some(text) = self.pending_heading.take() else { return Ok(()) };
        if std::mem::replace(&mut self.has_output, true) {
            self.out.write_all(b"\n")?;
        }
        let text = printable(text.get(self.options.lang), false).into_owned();
        if self.options.is_styled {
            writeln!(self.out, "\u{1b}[1m{text}\u{1b}[0m")?;
        } else {
            writeln!(self.out, "{text}")?;
        }
        Ok(())
    }

    fn push_total(&mut self, cells: &[Cell<'_>]) {
        let is_numeric = self.is_numeric.clone();
        let cells: Vec<Cell<'_>> =
            cells.iter().map(|cell| if matches!(cell, Cell::Null) { Cell::Text("") } else { *cell }).collect();
        self.push_row(&cells);
        self.is_numeric = is_numeric;
        self.total_count += 1;
    }

    fn write_rows(&mut self) -> Result<()> {
        if self.rows.len() == self.total_count {
            // Omit the heading and the totals of a table without rows.
            self.pending_heading = None;
        } else {
            self.write_heading()?;
            self.has_output = true;
            match self.shape {
                Shape::Table => self.write_table()?,
                Shape::Cross => self.write_cross_table()?,
                Shape::Card => {
                    let lines = self.render_cards();
                    self.write_lines(lines)?;
                }
            }
        }
        Ok(self.out.flush()?)
    }

    fn write_line(&mut self, text: &Text) -> Result<()> {
        // Wrap a line below a heading, because it is a sentence. Keep any other line whole, because users may copy it.
        let is_sentence = self.pending_heading.is_some();
        self.write_heading()?;
        self.has_output = true;
        if let Some(width) = self.options.width.filter(|_| is_sentence) {
            let text = printable(text.get(self.options.lang), false).into_owned();
            let lines = self.render_rows([vec![text]], &Layout { columns: vec![(0, width)], ..Layout::default() });
            return self.write_lines(lines);
        }
        writeln!(self.out, "{}", printable(text.get(self.options.lang), true))?;
        Ok(self.out.flush()?)
    }
}

/// A non-breaking space. It replaces the spaces of a linked text during wrapping, so that the text stays on one line.
const NBSP: char = '\u{a0}';

/// Makes the spaces in a linked value non-breaking, and adds the text and its address to `links`.
fn protect_link(column: &Column, text: &str, links: &mut Vec<(String, String)>) -> String {
    let Some(address) = column.url.and_then(|address| address(text)) else { return text.to_owned() };
    let protected = text.replace(' ', &NBSP.to_string());
    links.push((protected.clone(), address));
    protected
}

/// Turns the texts in `links` into terminal hyperlinks (OSC 8) and restores their spaces.
fn hyperlink_line(line: &str, links: &[(String, String)]) -> String {
    let mut rest = line;
    let mut rendered = String::new();
    // If several texts match at the same position, take the longest: one may be a prefix of another.
    let next = |rest: &str| {
        let found = links.iter().filter_map(|(text, address)| Some((rest.find(text.as_str())?, text, address)));
        found
            .min_by_key(|(index, text, _)| (*index, usize::MAX - text.len()))
            .map(|(index, text, address)| (index, text.len(), address.clone()))
    };
    while let Some((index, length, address)) = next(rest) {
        let (before, from) = rest.split_at(index);
        let (text, after) = from.split_at(length);
        rendered.push_str(before);
        rendered.push_str(&format!("\u{1b}]8;;{address}\u{1b}\\{}\u{1b}]8;;\u{1b}\\", text.replace(NBSP, " ")));
        rest = after;
    }
    rendered.push_str(rest);
    rendered
}

impl Sink for TableSink<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, shape) => {
                self.columns = columns.to_vec();
                self.shape = shape;
                self.rows.clear();
                self.cross_table = CrossTable::default();
                self.is_numeric = vec![None; columns.len()];
                self.total_count = 0;
            }
            Event::Row(cells) => {
                if self.shape == Shape::Cross {
                    self.push_cross(cells);
                }
                self.push_row(cells);
            }
            Event::Margin(cells) => self.push_cross(cells),
            Event::Total(cells) => self.push_total(cells),
            Event::End => self.write_rows()?,
            Event::Heading(text) | Event::Subheading(text) | Event::Group(text) => {
                self.pending_heading = Some(text.clone());
            }
            Event::Line(text) => self.write_line(text)?,
            Event::Receipt(text) => {
                self.write_line(&Text::default())?;
                self.write_line(&remarks::receipt(text))?;
            }
            Event::Title(_) | Event::Part(_) | Event::Entry(_) | Event::Chart(_) | Event::Finish => {}
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        Audience::Terminal
    }
}
