//! CSV: exact (RFC 4180), and the dialect that Dutch Excel opens right.

use crate::rows::{Cell, Column, Group, Shape, Sink};
use anyhow::Result;
use std::borrow::Cow;
use std::io::Write;

/// Whether a spreadsheet could run the text as a formula, or it looks like one that was guarded already.
/// Source: OWASP, CSV injection.
fn needs_guard(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The text with a quotation mark before it where a spreadsheet could run it. An import takes it away.
fn guarded(text: &str) -> Cow<'_, str> {
    if needs_guard(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text without the quotation mark that [`guarded`] put before it.
pub fn freed(text: &str) -> Cow<'_, str> {
    match text.strip_prefix('\'') {
        Some(rest) if needs_guard(rest) => Cow::Borrowed(rest),
        _ => Cow::Borrowed(text),
    }
}

/// The error of the file itself, where it is one: only that tells that a reader went away.
pub fn plain(error: csv::Error) -> anyhow::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => anyhow::anyhow!("{other:?}"),
    }
}

/// A sink that writes delimited text.
pub struct Delimited<'a> {
    out: csv::Writer<Box<dyn Write + 'a>>,
    excel: bool,
}

impl<'a> Delimited<'a> {
    /// RFC 4180.
    pub fn csv(out: Box<dyn Write + 'a>) -> Self {
        let out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        Self { out, excel: false }
    }

    /// For Dutch Excel.
    pub fn excel(out: Box<dyn Write + 'a>) -> Self {
        let out =
            csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(out);
        Self { out, excel: true }
    }

    fn put(&mut self, bytes: impl AsRef<[u8]>) -> Result<()> {
        self.out.write_field(bytes).map_err(plain)
    }

    fn field(&mut self, text: &str) -> Result<()> {
        let text = if self.excel { guarded(text) } else { Cow::Borrowed(text) };
        self.put(text.as_bytes())
    }
}

impl Sink for Delimited<'_> {
    fn begin(&mut self, columns: &[Column], _: Shape) -> Result<()> {
        for (at, column) in columns.iter().enumerate() {
            if self.excel && at == 0 {
                self.put(format!("\u{feff}{}", column.name))?;
            } else {
                self.put(&column.name)?;
            }
        }
        self.out.write_record(None::<&[u8]>).map_err(plain)
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        for cell in cells {
            match cell {
                Cell::Null => self.put("")?,
                Cell::Text(text) => self.field(text)?,
                Cell::Integer(number) => self.put(number.to_string())?,
                Cell::Real(number) if self.excel => {
                    self.put(number.to_string().replace('.', ","))?;
                }
                Cell::Real(number) => self.put(number.to_string())?,
                Cell::Words(text) => self.field(&text.en)?,
                Cell::Groups(groups) => self.field(&Group::line(groups))?,
            }
        }
        self.out.write_record(None::<&[u8]>).map_err(plain)
    }

    fn end(&mut self) -> Result<()> {
        self.out.flush()?;
        Ok(())
    }
}
