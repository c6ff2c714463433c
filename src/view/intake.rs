//! The way back: the bytes of a list in, named cells out, with the place of each for whoever must mend it. A list is
//! a delimited file or a sheet of a workbook; which it is shows from its first bytes.

// Lines, columns and sizes come from a file that may say anything.
#![warn(clippy::arithmetic_side_effects)]

#[cfg(feature = "spreadsheets")]
mod ods;
mod text;
mod watch;
#[cfg(feature = "spreadsheets")]
mod workbook;

use crate::failure::Failure;
use crate::words::{Text, failures, remarks};
use anyhow::Result;
use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::rc::Rc;

/// With this a workbook of today begins, which is a zip file.
const ZIP: &[u8] = b"PK\x03\x04";
/// With this begin a workbook of before 2007, and one that is locked with a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";

/// A list that is being read.
pub struct Intake {
    /// The names of the columns.
    pub header: Vec<String>,
    source: Source,
}

enum Source {
    Text(Box<text::Delimited>),
    #[cfg(feature = "spreadsheets")]
    Workbook(workbook::Sheet),
}

/// A row: where it stands, and its cells.
pub struct Row<'a> {
    /// Where it stands.
    pub spot: Spot,
    /// The cells, as many as there are columns.
    pub cells: Vec<Cow<'a, str>>,
}

/// A row of a list, as it is told to whoever must mend it.
#[derive(Clone, Debug)]
pub struct Spot {
    /// How the file is called in messages.
    file: Rc<str>,
    /// The sheet, where it is one of a workbook.
    sheet: Option<Rc<str>>,
    /// The line or row, from 1.
    line: u64,
    /// The place of the first column in the sheet, from 0.
    first: u32,
}

impl Spot {
    /// The row: a line of a file, or a row of a sheet.
    pub fn row(&self) -> Text {
        match &self.sheet {
            None => failures::at_line(&*self.file, self.line),
            Some(sheet) => failures::at_row(&*self.file, &**sheet, self.line),
        }
    }

    /// A value of the row, in the column at that place and of that name.
    pub fn value(&self, at: usize, column: &str) -> Text {
        match &self.sheet {
            None => failures::at_column(&*self.file, self.line, column),
            Some(sheet) => {
                let place = u64::from(self.first).saturating_add(at as u64);
                failures::at_cell(&*self.file, &**sheet, format!("{}{}", letters(place), self.line), column)
            }
        }
    }
}

/// A column of a sheet by its letters: A for the first, at 0.
pub(in crate::view) fn letters(mut place: u64) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A'.saturating_add(u8::try_from(place % 26).unwrap_or_default())));
        if place < 26 {
            return letters.iter().rev().collect();
        }
        place = (place / 26).saturating_sub(1);
    }
}

impl Intake {
    /// Starts to read a list: of a workbook the sheet of that name or number, or the first. `known` tells whether a
    /// text is the name of a column, which settles what separates those of a delimited file.
    ///
    /// # Errors
    /// When it cannot be read, has no heading, or there is no such sheet.
    pub fn open(
        mut file: File,
        name: &str,
        sheet: Option<&str>,
        known: &dyn Fn(&str) -> bool,
    ) -> Result<Self> {
        let mut first = Vec::new();
        file.by_ref().take(4).read_to_end(&mut first)?;
        file.seek(SeekFrom::Start(0))?;
        if first == COMPOUND {
            return Err(Failure::data(failures::import_old_workbook(name)).into());
        }
        if first == ZIP {
            #[cfg(feature = "spreadsheets")]
            {
                let (sheet, header) = workbook::Sheet::open(file, name, sheet)?;
                return Ok(Self { header, source: Source::Workbook(sheet) });
            }
            #[cfg(not(feature = "spreadsheets"))]
            return Err(Failure::data(failures::not_in_this_build()).into());
        }
        if sheet.is_some() {
            return Err(Failure::usage(failures::import_no_sheets(name)).into());
        }
        let (text, header) = text::Delimited::open(file, name, known)?;
        Ok(Self { header, source: Source::Text(Box::new(text)) })
    }

    /// As what it is read.
    pub fn read_as(&self) -> Text {
        match &self.source {
            Source::Text(text) => {
                let separator = match text.separator {
                    '\t' => "tab".to_owned(),
                    separator => format!("'{separator}'"),
                };
                remarks::read_as(&*text.name, text.encoding.name(), separator)
            }
            #[cfg(feature = "spreadsheets")]
            Source::Workbook(sheet) => remarks::read_sheet(&*sheet.file, &*sheet.name),
        }
    }

    /// Where the names of the columns stand.
    pub fn heading(&self) -> Spot {
        match &self.source {
            Source::Text(text) => Spot { file: Rc::clone(&text.name), sheet: None, line: 1, first: 0 },
            #[cfg(feature = "spreadsheets")]
            Source::Workbook(sheet) => sheet.heading(),
        }
    }

    /// The next row that is not blank; none at the end. A row that cannot be read is given as the words that say
    /// so.
    ///
    /// # Errors
    /// When the file cannot be read, or a quotation mark is not closed.
    pub fn next_row(&mut self) -> Result<Option<Result<Row<'_>, Text>>> {
        match &mut self.source {
            Source::Text(text) => text.next_row(&self.header),
            #[cfg(feature = "spreadsheets")]
            Source::Workbook(sheet) => Ok(sheet.next_row(&self.header)),
        }
    }
}
