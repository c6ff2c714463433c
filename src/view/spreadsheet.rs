//! Workbooks with two sheets. The first has the rows, with dates and numbers as typed cells. The second has notes: the
//! receipt, with which the result can be recomputed, and explanations of the columns.

mod ods;
mod xlsx;

pub use ods::Ods;
pub use xlsx::Xlsx;

use super::RenderOptions;
use crate::atomic_file;
use crate::failure::{Exit, Failure, is_file_size_limit_hit};
use crate::i18n::{Lang, Text, failures, sheets};
use crate::rows::{Audience, Cell, Column, Datatype, Event, Group, Sink, ValueLabels};
use crate::tabular::{Guard, guard};
use anyhow::Result;
use jiff::civil::Date;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use unicode_width::UnicodeWidthStr;

/// Limit on the rows of a sheet, heading included. Source: the limits of Excel and LibreOffice Calc.
const MAX_ROWS: u64 = 1_048_576;
/// Maximum column width, in characters; longer text is wrapped.
const MAX_COLUMN_WIDTH: usize = 60;
const MIN_COLUMN_WIDTH: usize = 8;
const FILTER_BUTTON_WIDTH: usize = 4;
const NOTES_WIDTHS: [usize; 4] = [24, 60, 60, 50];
/// A sheet wider than this many characters is not scaled to the width of a printed page: it would be illegible.
const MAX_PRINT_WIDTH: usize = 220;
/// The notes list at most this many codes for a column.
const MAX_CODES: usize = 60;

#[derive(Clone, Debug)]
pub enum Value<'a> {
    Empty,
    /// A text that is always written as text, even if it looks like a formula.
    Text(Cow<'a, str>),
    Date(Date),
    Integer(i64),
    Decimal(f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowStyle {
    Heading,
    Plain,
    Total,
}

/// The rows of the notes sheet. In each pair, the flag is true if the row is a heading.
#[derive(Debug, Default)]
pub struct Notes {
    pub rows: Vec<(bool, Vec<String>)>,
}

/// Properties of the workbook that are known only after the last row.
#[derive(Debug)]
pub struct SheetLayout {
    /// Names of the sheet with rows and of the sheet with notes.
    pub names: [&'static str; 2],
    pub title: String,
    /// Column widths, in characters.
    pub widths: Vec<usize>,
    /// Number of rows, without heading and totals.
    pub rows: u64,
    pub notes: Notes,
}

/// A workbook is first written to the folder for temporary files, and then copied to its destination. Replaces an I/O
/// error by an error that names that folder, unless the limit on the size of files was reached.
fn explain_io_error(error: anyhow::Error) -> anyhow::Error {
    let is_io_error = error.chain().any(<dyn std::error::Error>::is::<io::Error>);
    if !is_io_error || is_file_size_limit_hit() { error } else { atomic_file::temp_dir_error().into() }
}

fn normalize_newlines(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { text }
}

/// Number of lines that a text takes in a column that is `width` characters wide.
pub fn wrapped_line_count(text: &str, width: usize) -> usize {
    text.split('\n').map(|line| line.width().div_ceil(width.saturating_sub(1).max(1)).max(1)).sum()
}

impl SheetLayout {
    pub fn fits_a_page(&self) -> bool {
        self.widths.iter().sum::<usize>() <= MAX_PRINT_WIDTH
    }
}

pub trait WorkbookWriter {
    fn row(&mut self, row: RowStyle, cells: &[Value<'_>]) -> Result<()>;

    fn finish(&mut self, layout: &SheetLayout) -> Result<File>;

    /// The maximum number of characters in a cell, and the name of a format without that limit; `None` if there is no
    /// limit.
    fn max_cell_chars(&self) -> Option<(usize, &'static str)> {
        None
    }
}

pub struct SpreadsheetSink<'a, B> {
    out: Box<dyn Write + 'a>,
    lang: Lang,
    book: B,
    columns: Vec<Column>,
    widths: Vec<usize>,
    rows: u64,
    title: Option<Text>,
    receipt: Option<String>,
}

impl<'a, B: WorkbookWriter> SpreadsheetSink<'a, B> {
    pub fn new(book: B, options: RenderOptions, out: Box<dyn Write + 'a>) -> Self {
        Self {
            out,
            lang: options.lang,
            book,
            columns: Vec::new(),
            widths: Vec::new(),
            rows: 0,
            title: None,
            receipt: None,
        }
    }

    fn begin(&mut self, columns: &[Column]) -> Result<()> {
        self.columns = columns.to_vec();
        let headings: Vec<&str> = columns.iter().map(|column| column.label.get(self.lang)).collect();
        self.widths = headings
            .iter()
            .map(|heading| (heading.width() + FILTER_BUTTON_WIDTH).clamp(MIN_COLUMN_WIDTH, MAX_COLUMN_WIDTH))
            .collect();
        let values: Vec<Value<'_>> = headings.iter().map(|heading| Value::Text(Cow::Borrowed(heading))).collect();
        self.book.row(RowStyle::Heading, &values).map_err(explain_io_error)
    }

    fn finish(&mut self) -> Result<()> {
        let layout = SheetLayout {
            names: [sheets::ROWS.get(self.lang), sheets::NOTES.get(self.lang)],
            title: self.title.as_ref().map_or_else(String::new, |title| title.get(self.lang).to_owned()),
            widths: self.widths.clone(),
            rows: self.rows,
            notes: self.notes(),
        };
        let mut file = self.book.finish(&layout).map_err(explain_io_error)?;
        file.seek(SeekFrom::Start(0))?;
        io::copy(&mut file, &mut self.out)?;
        Ok(self.out.flush()?)
    }

    fn write_row(&mut self, row: RowStyle, values: &[Value<'_>]) -> Result<()> {
        for (width, value) in self.widths.iter_mut().zip(values) {
            let content_width = match value {
                Value::Empty => 0,
                Value::Text(text) => text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0),
                Value::Date(_) => 11,
                Value::Integer(number) => number.to_string().len(),
                Value::Decimal(number) => number.to_string().len(),
            };
            *width = (*width).max(content_width.min(MAX_COLUMN_WIDTH));
        }
        if let Some((max_cell_chars, unlimited_format)) = self.book.max_cell_chars() {
            for (column, value) in self.columns.iter().zip(values) {
                if let Value::Text(text) = value
                    && text.len() > max_cell_chars
                    && text.encode_utf16().count() > max_cell_chars
                {
                    let message =
                        failures::cell_too_long(column.label, self.rows + 1, max_cell_chars, unlimited_format);
                    return Err(Failure::new(Exit::CannotCreate, message).into());
                }
            }
        }
        self.book.row(row, values).map_err(explain_io_error)
    }

    fn values<'c>(&self, cells: &'c [Cell<'c>]) -> Vec<Value<'c>> {
        let value = |(column, cell): (&Column, &'c Cell<'c>)| match cell {
            Cell::Null => Value::Empty,
            Cell::Text(text) if column.datatype == Datatype::Date => match text.parse() {
                Ok(date) => Value::Date(date),
                Err(_) => Value::Text(Cow::Borrowed(text)),
            },
            Cell::Text(text) => Value::Text(normalize_newlines(guard(text, Guard::Apostrophes))),
            // Write very large integers as text: a spreadsheet would store them as floating point and lose digits.
            Cell::Integer(number) | Cell::Counted(number, _) if number.unsigned_abs() > 1 << 53 => {
                Value::Text(Cow::Owned(number.to_string()))
            }
            Cell::Integer(number) | Cell::Counted(number, _) => Value::Integer(*number),
            Cell::Real(number) => Value::Decimal(*number),
            Cell::Localized(text) => Value::Text(Cow::Borrowed(text.get(self.lang))),
            Cell::Groups(groups) => Value::Text(Cow::Owned(Group::to_line(groups))),
        };
        self.columns.iter().zip(cells).map(value).collect()
    }

    fn notes(&self) -> Notes {
        let lang = self.lang;
        let localized = |label: crate::i18n::Label| label.get(lang).to_owned();
        let mut rows = Vec::new();
        if let Some(title) = &self.title {
            rows.push((true, vec![title.get(lang).to_owned()]));
        }
        if let Some(receipt) = &self.receipt {
            rows.push((false, vec![localized(sheets::RECEIPT), receipt.clone()]));
            rows.push((false, vec![localized(sheets::VERIFY), localized(sheets::VERIFY_HOW)]));
        }
        rows.push((false, Vec::new()));
        let headings = [sheets::COLUMN, sheets::NAME, sheets::MEANING, sheets::CODES];
        rows.push((true, headings.map(localized).into()));
        for column in &self.columns {
            let mut codes: Vec<String> = match &column.labels {
                ValueLabels::None => Vec::new(),
                ValueLabels::Fixed(choices) => {
                    choices.iter().map(|choice| format!("{}: {}", choice.code, choice.label.get(lang))).collect()
                }
                ValueLabels::Vocabulary(terms) | ValueLabels::Laws(terms) => {
                    terms.iter().map(|(code, label)| format!("{code}: {}", label.get(lang))).collect()
                }
            };
            if codes.len() > MAX_CODES {
                codes.truncate(MAX_CODES);
                codes.push("…".to_owned());
            }
            rows.push((
                false,
                vec![localized(column.label), column.name.to_owned(), localized(column.description), codes.join("\n")],
            ));
        }
        Notes { rows }
    }
}

impl<B: WorkbookWriter> Sink for SpreadsheetSink<'_, B> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, _) => self.begin(columns)?,
            Event::Row(cells) => {
                if self.rows + 1 >= MAX_ROWS {
                    return Err(Failure::new(Exit::CannotCreate, failures::too_many_rows(MAX_ROWS - 1)).into());
                }
                let values = self.values(cells);
                self.write_row(RowStyle::Plain, &values)?;
                self.rows += 1;
            }
            Event::Total(cells) => {
                let values = self.values(cells);
                self.write_row(RowStyle::Total, &values)?;
            }
            Event::Title(text) => self.title = Some(text.clone()),
            Event::Receipt(text) => self.receipt = Some(text.to_owned()),
            Event::Finish => self.finish()?,
            Event::Margin(_)
            | Event::End
            | Event::Heading(_)
            | Event::Subheading(_)
            | Event::Group(_)
            | Event::Part(_)
            | Event::Entry(_)
            | Event::Line(_)
            | Event::Chart(_) => {}
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        Audience::Spreadsheet
    }
}
