//! Reads lists: bytes in, named cells out, each with its location so that an error can point at it. A list is a
//! delimited file or a sheet of a workbook; the first bytes tell which.

// Lines, columns and sizes come from a file that may say anything.
#![warn(clippy::arithmetic_side_effects)]

pub mod dataset_diff;
mod delimited_reader;
#[cfg(feature = "spreadsheets")]
mod ods_scan;
mod quote_guard;
#[cfg(feature = "spreadsheets")]
mod workbook_reader;

use crate::failure::Failure;
use crate::i18n::{Text, failures, remarks};
use crate::tabular::column_letters;
use anyhow::Result;
use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::rc::Rc;

/// A workbook is a zip file.
const ZIP_MAGIC: &[u8] = b"PK\x03\x04";
/// A workbook of before 2007, or one with a password.
const CFB_MAGIC: &[u8] = b"\xd0\xcf\x11\xe0";

pub struct TableReader {
    pub header: Vec<String>,
    source: Source,
}

enum Source {
    Text(Box<delimited_reader::DelimitedReader>),
    #[cfg(feature = "spreadsheets")]
    Workbook(workbook_reader::SheetReader),
}

pub struct Row<'a> {
    pub location: Location,
    pub cells: Vec<Cow<'a, str>>,
}

/// Where a row is, for error messages.
#[derive(Clone, Debug)]
pub struct Location {
    /// The name of the file in messages.
    file: Rc<str>,
    sheet: Option<Rc<str>>,
    /// The line or row, from 1.
    line: u64,
    /// The first column in the sheet, from 0.
    first_column: u32,
}

impl Location {
    pub fn describe_row(&self) -> Text {
        match &self.sheet {
            None => failures::at_line(&*self.file, self.line),
            Some(sheet) => failures::at_row(&*self.file, &**sheet, self.line),
        }
    }

    pub fn describe_cell(&self, index: usize, column: &str) -> Text {
        match &self.sheet {
            None => failures::at_column(&*self.file, self.line, column),
            Some(sheet) => {
                let column_index = u64::from(self.first_column).saturating_add(index as u64);
                failures::at_cell(
                    &*self.file,
                    &**sheet,
                    format!("{}{}", column_letters(column_index), self.line),
                    column,
                )
            }
        }
    }
}

impl TableReader {
    /// Opens a list: of a workbook the sheet with that name or number, or the first. `is_column` recognises the names of
    /// columns, which decides on the separator of a delimited file.
    pub fn open(mut file: File, name: &str, sheet: Option<&str>, is_column: &dyn Fn(&str) -> bool) -> Result<Self> {
        let mut first = Vec::new();
        file.by_ref().take(4).read_to_end(&mut first)?;
        file.seek(SeekFrom::Start(0))?;
        if first == CFB_MAGIC {
            return Err(Failure::data(failures::import_old_workbook(name)).into());
        }
        if first == ZIP_MAGIC {
            #[cfg(feature = "spreadsheets")]
            {
                let (sheet, header) = workbook_reader::SheetReader::open(file, name, sheet)?;
                return Ok(Self { header, source: Source::Workbook(sheet) });
            }
            #[cfg(not(feature = "spreadsheets"))]
            return Err(Failure::data(failures::format_not_in_build()).into());
        }
        if sheet.is_some() {
            return Err(Failure::usage(failures::import_no_sheets(name)).into());
        }
        let (text, header) = delimited_reader::DelimitedReader::open(file, name, is_column)?;
        Ok(Self { header, source: Source::Text(Box::new(text)) })
    }

    /// The notice about how the file is read.
    pub fn describe_format(&self) -> Text {
        match &self.source {
            Source::Text(text) => {
                let separator = match text.separator {
                    '\t' => "tab".to_owned(),
                    separator => format!("'{separator}'"),
                };
                remarks::file_read_as(&*text.name, text.encoding.name(), separator)
            }
            #[cfg(feature = "spreadsheets")]
            Source::Workbook(sheet) => remarks::sheet_read(&*sheet.file, &*sheet.name),
        }
    }

    pub fn header_location(&self) -> Location {
        match &self.source {
            Source::Text(text) => Location { file: Rc::clone(&text.name), sheet: None, line: 1, first_column: 0 },
            #[cfg(feature = "spreadsheets")]
            Source::Workbook(sheet) => sheet.header_location(),
        }
    }

    /// The next row that is not blank. A row that cannot be read is returned as the text that says so.
    pub fn next_row(&mut self) -> Result<Option<Result<Row<'_>, Text>>> {
        match &mut self.source {
            Source::Text(text) => text.next_row(&self.header),
            #[cfg(feature = "spreadsheets")]
            Source::Workbook(sheet) => Ok(sheet.next_row(&self.header)),
        }
    }
}
