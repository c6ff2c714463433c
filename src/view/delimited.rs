//! CSV output: exact values (RFC 4180), or the dialect that Excel opens correctly with Dutch settings.

use crate::rows::{Audience, Cell, Event, Group, Sink};
use crate::tabular::{Guard, guard, unwrap_io_error};
use anyhow::Result;
use std::io::Write;

pub struct DelimitedSink<'a> {
    out: csv::Writer<Box<dyn Write + 'a>>,
    is_excel: bool,
}

impl<'a> DelimitedSink<'a> {
    pub fn csv(out: Box<dyn Write + 'a>) -> Self {
        let out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        Self { out, is_excel: false }
    }

    pub fn excel(out: Box<dyn Write + 'a>) -> Self {
        let out = csv::WriterBuilder::new().delimiter(b';').terminator(csv::Terminator::CRLF).from_writer(out);
        Self { out, is_excel: true }
    }

    fn write_field(&mut self, bytes: impl AsRef<[u8]>) -> Result<()> {
        self.out.write_field(bytes).map_err(unwrap_io_error)
    }

    fn write_text(&mut self, text: &str) -> Result<()> {
        self.write_field(guard(text, if self.is_excel { Guard::Formulas } else { Guard::Apostrophes }).as_bytes())
    }

    fn write_cell(&mut self, cell: Cell<'_>) -> Result<()> {
        match cell {
            Cell::Null => self.write_field(""),
            Cell::Text(text) => self.write_text(text),
            Cell::Integer(number) | Cell::Counted(number, _) => self.write_field(number.to_string()),
            Cell::Real(number) if self.is_excel => self.write_field(number.to_string().replace('.', ",")),
            Cell::Real(number) => self.write_field(number.to_string()),
            Cell::Localized(text) => self.write_text(&text.en),
            Cell::Groups(groups) => self.write_text(&Group::to_line(groups)),
        }
    }
}

impl Sink for DelimitedSink<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, _) => {
                for (index, column) in columns.iter().enumerate() {
                    if self.is_excel && index == 0 {
                        self.write_field(format!("\u{feff}{}", column.name))?;
                    } else {
                        self.write_field(column.name)?;
                    }
                }
                self.out.write_record(None::<&[u8]>).map_err(unwrap_io_error)?;
            }
            Event::Row(cells) => {
                for cell in cells {
                    self.write_cell(*cell)?;
                }
                self.out.write_record(None::<&[u8]>).map_err(unwrap_io_error)?;
            }
            Event::End => self.out.flush()?,
            Event::Total(_)
            | Event::Margin(_)
            | Event::Title(_)
            | Event::Heading(_)
            | Event::Subheading(_)
            | Event::Group(_)
            | Event::Part(_)
            | Event::Entry(_)
            | Event::Line(_)
            | Event::Chart(_)
            | Event::Receipt(_)
            | Event::Finish => {}
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        Audience::Program
    }
}
