//! Spreadsheets: one sheet with the rows, whose days are days and numbers numbers, and a second that tells by what
//! the rows can be made again and what each column means.

mod ods;
mod xlsx;

pub use ods::Ods;
pub use xlsx::Xlsx;

use super::Place;
use crate::failure::{Exit, Failure};
use crate::rows::{Cell, Column, Datatype, Group, Shape, Sink, Words};
use crate::words::{Lang, Text, failures, sheets};
use anyhow::Result;
use jiff::civil::Date;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use unicode_width::UnicodeWidthStr;

/// So many rows does a sheet have in what people open it with, the heading among them. Source: the limits of Excel
/// and of LibreOffice Calc.
const ROWS: u64 = 1_048_576;
/// A column is no wider than so many characters; longer text is wrapped.
const WIDEST: usize = 60;
/// A column is no narrower than so many characters.
const NARROWEST: usize = 8;
/// So much room does the button of a filter take in a heading, in characters.
const BUTTON: usize = 4;
/// The widths of the columns with explanations, in characters.
const NOTES: [usize; 4] = [24, 60, 60, 50];
/// A sheet of so many characters across can be printed on one page and read.
const PRINTABLE: usize = 220;
/// So many codes of a column are explained.
const CODES: usize = 60;

/// What a cell of a sheet holds.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Nothing.
    Empty,
    /// Text, and never a formula.
    Text(Cow<'a, str>),
    /// A day.
    Date(Date),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Decimal(f64),
}

/// How a row of a sheet stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The names of the columns.
    Heading,
    /// One among the others.
    Plain,
    /// It adds up the others.
    Total,
}

/// A sheet with explanations: rows of texts, the first of them a heading where it says so.
#[derive(Debug, Default)]
pub struct Notes {
    /// The rows.
    pub rows: Vec<(bool, Vec<String>)>,
}

/// Everything about the sheet with the rows that is known only when they are all there.
#[derive(Debug)]
pub struct Frame {
    /// The name of the sheet, and of the one with explanations.
    pub names: [&'static str; 2],
    /// What the whole is called.
    pub title: String,
    /// The widths of the columns, in characters.
    pub widths: Vec<usize>,
    /// How many rows there are, heading and totals not counted.
    pub rows: u64,
    /// The explanations.
    pub notes: Notes,
}

/// A text with plain line ends, as spreadsheets have them.
fn with_plain_lines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// So many lines does a text take in a column of so many characters.
pub fn lines(text: &str, width: usize) -> usize {
    text.split('\n').map(|line| line.width().div_ceil(width.saturating_sub(1).max(1)).max(1)).sum()
}

impl Frame {
    /// Whether all columns can stand beside each other on a page.
    pub fn fits_a_page(&self) -> bool {
        self.widths.iter().sum::<usize>() <= PRINTABLE
    }
}

/// A file of sheets in the making.
pub trait Book {
    /// Takes a row.
    fn row(&mut self, row: Row, cells: &[Value<'_>]) -> Result<()>;

    /// Writes the whole into a file.
    fn finish(&mut self, frame: &Frame) -> Result<File>;

    /// So many characters does a cell hold at most, if there is a limit, and the format that has none.
    fn longest(&self) -> Option<(usize, &'static str)> {
        None
    }
}

/// A sink that writes a spreadsheet.
pub struct Spreadsheet<'a, B> {
    out: Box<dyn Write + 'a>,
    lang: Lang,
    book: B,
    columns: Vec<Column>,
    widths: Vec<usize>,
    rows: u64,
    title: Option<Text>,
    receipt: Option<String>,
}

impl<'a, B: Book> Spreadsheet<'a, B> {
    /// A sink that writes to `out`.
    pub fn new(book: B, place: Place, out: Box<dyn Write + 'a>) -> Self {
        Self {
            out,
            lang: place.lang,
            book,
            columns: Vec::new(),
            widths: Vec::new(),
            rows: 0,
            title: None,
            receipt: None,
        }
    }

    fn put(&mut self, row: Row, values: &[Value<'_>]) -> Result<()> {
        for (width, value) in self.widths.iter_mut().zip(values) {
            let wants = match value {
                Value::Empty => 0,
                Value::Text(text) => text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0),
                Value::Date(_) => 11,
                Value::Integer(number) => number.to_string().len(),
                Value::Decimal(number) => number.to_string().len(),
            };
            *width = (*width).max(wants.min(WIDEST));
        }
        if let Some((longest, other)) = self.book.longest() {
            for (column, value) in self.columns.iter().zip(values) {
                if let Value::Text(text) = value
                    && text.len() > longest
                    && text.encode_utf16().count() > longest
                {
                    let told = failures::cell_too_long(column.label, self.rows + 1, longest, other);
                    return Err(Failure::new(Exit::CannotCreate, told).into());
                }
            }
        }
        self.book.row(row, values)
    }

    fn values<'c>(&self, cells: &'c [Cell<'c>]) -> Vec<Value<'c>> {
        let value = |(column, cell): (&Column, &'c Cell<'c>)| match cell {
            Cell::Null => Value::Empty,
            Cell::Text(text) if column.datatype == Datatype::Date => match text.parse() {
                Ok(date) => Value::Date(date),
                Err(_) => Value::Text(Cow::Borrowed(text)),
            },
            Cell::Text(text) => Value::Text(with_plain_lines(text)),
            // A cell holds a number in binary: one that would lose a digit is written out.
            Cell::Integer(number) if number.unsigned_abs() > 1 << 53 => {
                Value::Text(Cow::Owned(number.to_string()))
            }
            Cell::Integer(number) => Value::Integer(*number),
            Cell::Real(number) => Value::Decimal(*number),
            Cell::Words(text) => Value::Text(Cow::Borrowed(text.get(self.lang))),
            Cell::Groups(groups) => Value::Text(Cow::Owned(Group::line(groups))),
        };
        self.columns.iter().zip(cells).map(value).collect()
    }

    /// What each column means, and by what the rows can be made again.
    fn notes(&self) -> Notes {
        let lang = self.lang;
        let said = |label: crate::words::Label| label.get(lang).to_owned();
        let mut rows = Vec::new();
        if let Some(title) = &self.title {
            rows.push((true, vec![title.get(lang).to_owned()]));
        }
        if let Some(receipt) = &self.receipt {
            rows.push((false, vec![said(sheets::RECEIPT), receipt.clone()]));
            rows.push((false, vec![said(sheets::AGAIN), said(sheets::AGAIN_BY)]));
        }
        rows.push((false, Vec::new()));
        let headings = [sheets::COLUMN, sheets::NAME, sheets::MEANING, sheets::CODES];
        rows.push((true, headings.map(said).into()));
        for column in &self.columns {
            let mut codes: Vec<String> = match &column.words {
                Words::None => Vec::new(),
                Words::Fixed(choices) => choices
                    .iter()
                    .map(|choice| format!("{}: {}", choice.code, choice.label.get(lang)))
                    .collect(),
                Words::Vocabulary(terms) | Words::Laws(terms) => {
                    terms.iter().map(|(code, label)| format!("{code}: {}", label.get(lang))).collect()
                }
            };
            if codes.len() > CODES {
                codes.truncate(CODES);
                codes.push("…".to_owned());
            }
            rows.push((
                false,
                vec![said(column.label), column.name.clone(), said(column.meaning), codes.join("\n")],
            ));
        }
        Notes { rows }
    }
}

impl<B: Book> Sink for Spreadsheet<'_, B> {
    fn begin(&mut self, columns: &[Column], _: Shape) -> Result<()> {
        self.columns = columns.to_vec();
        let headings: Vec<&str> = columns.iter().map(|column| column.label.get(self.lang)).collect();
        self.widths =
            headings.iter().map(|heading| (heading.width() + BUTTON).clamp(NARROWEST, WIDEST)).collect();
        let values: Vec<Value<'_>> =
            headings.iter().map(|heading| Value::Text(Cow::Borrowed(heading))).collect();
        self.book.row(Row::Heading, &values)
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        if self.rows + 1 >= ROWS {
            return Err(Failure::new(Exit::CannotCreate, failures::too_many_rows(ROWS - 1)).into());
        }
        let values = self.values(cells);
        self.put(Row::Plain, &values)?;
        self.rows += 1;
        Ok(())
    }

    fn total(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        let values = self.values(cells);
        self.put(Row::Total, &values)
    }

    fn end(&mut self) -> Result<()> {
        Ok(())
    }

    fn knows_words(&self) -> bool {
        true
    }

    fn keeps_receipt(&self) -> bool {
        true
    }

    fn receipt(&mut self, text: &str) -> Result<()> {
        self.receipt = Some(text.to_owned());
        Ok(())
    }

    fn title(&mut self, text: &Text) -> Result<()> {
        self.title = Some(text.clone());
        Ok(())
    }

    fn finish(&mut self) -> Result<()> {
        let frame = Frame {
            names: [sheets::ROWS.get(self.lang), sheets::NOTES.get(self.lang)],
            title: self.title.as_ref().map_or_else(String::new, |title| title.get(self.lang).to_owned()),
            widths: self.widths.clone(),
            rows: self.rows,
            notes: self.notes(),
        };
        let mut file = self.book.finish(&frame)?;
        file.seek(SeekFrom::Start(0))?;
        io::copy(&mut file, &mut self.out)?;
        self.out.flush()?;
        Ok(())
    }
}
