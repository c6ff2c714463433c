//! Reads tables for import from a delimited file or a workbook. The first bytes of the file show which format it has.
//! Each row comes with its location, so that an error message can point to the row.

// Guard against overflow, because line numbers, column numbers and sizes come from an untrusted file.
#![warn(clippy::arithmetic_side_effects)]

#[cfg(feature = "spreadsheets")]
mod cell_value;
pub mod dataset_diff;
mod delimited_reader;
#[cfg(feature = "spreadsheets")]
mod format_code;
mod header;
mod mail;
pub mod mapping;
#[cfg(feature = "spreadsheets")]
mod number_format;
#[cfg(feature = "spreadsheets")]
mod ods_reader;
#[cfg(feature = "spreadsheets")]
mod package;
#[cfg(feature = "spreadsheets")]
mod problem;
mod quote_guard;
#[cfg(feature = "spreadsheets")]
mod read_error;
#[cfg(feature = "spreadsheets")]
mod row_store;
#[cfg(feature = "spreadsheets")]
mod shared_strings;
#[cfg(feature = "spreadsheets")]
mod sheet_list;
mod source;
#[cfg(feature = "spreadsheets")]
mod workbook_reader;
#[cfg(feature = "spreadsheets")]
mod xlsx_reader;

pub use mail::{Mail, parse_mail, parse_pasted_mail, read_mail};
pub use source::{decode_text, open_list, read_stdin_text, read_text_file, unify_line_breaks};

use crate::failure::Failure;
use crate::i18n::{Text, failures, remarks};
use crate::tabular::{column_letters, unguard};
use anyhow::Result;
use std::borrow::Cow;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::rc::Rc;

const ZIP_MAGIC: &[u8] = b"PK\x03\x04";
/// The first bytes of a workbook that is password-protected, or that is in the format used before Excel 2007.
const CFB_MAGIC: &[u8] = b"\xd0\xcf\x11\xe0";

pub struct TableReader {
    pub header: Vec<String>,
    source: Source,
}

enum Source {
    Text(Box<delimited_reader::DelimitedReader>),
    #[cfg(feature = "spreadsheets")]
    Workbook(Box<workbook_reader::SheetReader>),
}

pub struct Row<'a> {
    pub location: Location,
    pub cells: Vec<Cow<'a, str>>,
}

#[derive(Clone, Debug)]
pub struct Location {
    /// The file name as shown in messages.
    file: Rc<str>,
    sheet: Option<Rc<str>>,
    /// Line number in the file, or row number in the worksheet, counted from 1.
    line: u64,
    /// The worksheet column in which the table begins, counted from 0.
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
            Some(sheet) => failures::at_cell(&*self.file, &**sheet, self.cell_name(index), column),
        }
    }

    fn cell_name(&self, index: usize) -> String {
        let column = u64::from(self.first_column).saturating_add(index as u64);
        format!("{}{}", column_letters(column), self.line)
    }

    /// Describes a row without the name of the file.
    pub fn describe_row_in_file(&self) -> Text {
        match &self.sheet {
            None => failures::line_in_file(self.line),
            Some(_) => failures::row_in_sheet(self.line),
        }
    }

    /// Describes a cell without the name of the file or column.
    pub fn describe_cell_in_file(&self, index: usize) -> Text {
        match &self.sheet {
            None => failures::line_in_file(self.line),
            Some(_) => failures::cell_in_sheet(self.cell_name(index)),
        }
    }
}

impl TableReader {
    /// Opens a delimited file, or one worksheet of a workbook: the one with the name or number `sheet`, or else the
    /// first visible one. `is_column` recognises known column names, to detect the header and the separator.
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
                let (sheet, header) = workbook_reader::SheetReader::open(file, name, sheet, is_column)?;
                return Ok(Self { header, source: Source::Workbook(Box::new(sheet)) });
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

    /// Returns notices about rows and columns that are read although the spreadsheet hides them.
    pub fn hidden_notices(&self) -> Vec<Text> {
        match &self.source {
            Source::Text(_) => Vec::new(),
            #[cfg(feature = "spreadsheets")]
            Source::Workbook(sheet) => sheet.hidden_notices(),
        }
    }

    /// Returns a notice if the header is below other rows, which were skipped.
    pub fn header_notice(&self) -> Option<Text> {
        let skipped = match &self.source {
            Source::Text(text) => text.rows_above_header,
            #[cfg(feature = "spreadsheets")]
            Source::Workbook(sheet) => sheet.rows_above_header,
        };
        (skipped > 0).then(|| remarks::rows_above_header(self.header_location().describe_row(), skipped))
    }

    /// Returns a notice if the last row was skipped because it is a total. Call this after the last row was read.
    pub fn total_notice(&self) -> Option<Text> {
        let total = match &self.source {
            Source::Text(text) => text.total_line.map(|line| text.location(line)),
            #[cfg(feature = "spreadsheets")]
            Source::Workbook(sheet) => sheet.total_row.map(|row| sheet.location(row)),
        };
        total.map(|total| remarks::total_skipped(total.describe_row()))
    }

    /// Returns the names of the visible sheets of a workbook, and of the sheet that is read.
    pub fn sheets(&self) -> (Vec<String>, Option<String>) {
        match &self.source {
            Source::Text(_) => (Vec::new(), None),
            #[cfg(feature = "spreadsheets")]
            Source::Workbook(sheet) => (sheet.sheets.clone(), Some(sheet.name.to_string())),
        }
    }

    pub fn header_location(&self) -> Location {
        match &self.source {
            Source::Text(text) => text.location(text.header_line),
            #[cfg(feature = "spreadsheets")]
            Source::Workbook(sheet) => sheet.header_location(),
        }
    }

    /// Returns the next row that is not blank, or a message if that row cannot be read.
    pub fn next_row(&mut self) -> Result<Option<Result<Row<'_>, Text>>> {
        let row = match &mut self.source {
            Source::Text(text) => text.next_row(&self.header)?,
            #[cfg(feature = "spreadsheets")]
            Source::Workbook(sheet) => sheet.next_row(&self.header)?,
        };
        Ok(row.map(|row| {
            row.map(|Row { location, cells }| Row { location, cells: cells.into_iter().map(unguard).collect() })
        }))
    }
}
