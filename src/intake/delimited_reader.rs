//! Reads delimited files (CSV). Detects the encoding and the separator. Removes the apostrophes that the Excel dialect
//! puts before values to prevent their use as formulas.

use super::quote_guard::{QuoteGuard, QuoteState};
use super::{Location, Row};
use crate::failure::Failure;
use crate::i18n::{Text, failures};
use crate::tabular::{unguard, unwrap_io_error};
use anyhow::Result;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use std::borrow::Cow;
use std::cell::RefCell;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::rc::Rc;

type Source = QuoteGuard<DecodeReaderBytes<File, Vec<u8>>>;

pub struct DelimitedReader {
    pub name: Rc<str>,
    pub encoding: &'static Encoding,
    pub separator: char,
    reader: csv::Reader<Source>,
    row: csv::StringRecord,
    is_guarded: bool,
    quotes: Rc<RefCell<QuoteState>>,
}

impl DelimitedReader {
    /// Opens a file and returns its column names. `is_column` recognises known column names, to detect the separator.
    pub fn open(mut file: File, name: &str, is_column: &dyn Fn(&str) -> bool) -> Result<(Self, Vec<String>)> {
        let (encoding, has_bom) = detect_encoding(&mut file)?;
        if has_bom && encoding == UTF_8 && !is_utf8(&mut file)? {
            return Err(Failure::data(failures::import_not_utf8(name)).into());
        }
        file.seek(SeekFrom::Start(0))?;
        let decode = |file: File| {
            DecodeReaderBytesBuilder::new().encoding(Some(encoding)).bom_override(true).strip_bom(true).build(file)
        };
        let mut start = Vec::new();
        decode(file.try_clone()?).take(64 * 1024).read_to_end(&mut start)?;
        let separator = detect_separator(&String::from_utf8_lossy(&start), is_column);
        file.seek(SeekFrom::Start(0))?;
        let (source, quotes) = QuoteGuard::new(decode(file), separator);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(false)
            .buffer_capacity(1 << 16)
            .from_reader(source);
        let mut row = csv::StringRecord::new();
        reader.read_record(&mut row).map_err(unwrap_io_error)?;
        let blank = row.iter().all(|name| name.trim().is_empty());
        if blank && quotes.borrow().unclosed_line().is_none() {
            return Err(Failure::data(failures::import_empty(name)).into());
        }
        let header: Vec<String> = row.iter().map(|name| name.trim().to_owned()).collect();
        let reader_state = Self {
            name: name.into(),
            encoding,
            separator: char::from(separator),
            // Only the Excel dialect puts apostrophes before values. Recognise it by its semicolons, not by the
            // encoding, because Excel may save the file in another encoding.
            is_guarded: separator == b';',
            quotes,
            reader,
            row,
        };
        // Report a misplaced quotation mark in the heading now, and one in a later line when that line is read.
        let has_header_error = {
            let quotes = reader_state.quotes.borrow();
            quotes.malformed_line().or_else(|| quotes.unclosed_line()) == Some(1)
        };
        if has_header_error {
            reader_state.check_quotes(true)?;
        }
        Ok((reader_state, header))
    }

    fn location(&self, line: u64) -> Location {
        Location { file: Rc::clone(&self.name), sheet: None, line, first_column: 0 }
    }

    /// Fails if a quotation mark read so far is misplaced, or if a quoted value is unclosed at the end of the file.
    fn check_quotes(&self, at_end: bool) -> Result<()> {
        let quotes = self.quotes.borrow();
        match quotes.malformed_line().or_else(|| quotes.unclosed_line().filter(|_| at_end)) {
            Some(line) => Err(Failure::data(failures::import_unclosed(self.location(line).describe_row())).into()),
            None => Ok(()),
        }
    }

    /// Returns the next row that is not blank, or a message if it has too few or too many cells.
    pub fn next_row(&mut self, header: &[String]) -> Result<Option<Result<Row<'_>, Text>>> {
        loop {
            let more = self.reader.read_record(&mut self.row).map_err(unwrap_io_error)?;
            self.check_quotes(!more)?;
            if !more {
                return Ok(None);
            }
            if self.row.iter().any(|cell| !cell.trim().is_empty()) {
                break;
            }
        }
        let row_start = self.row.position().map_or(0, csv::Position::byte);
        let line = self.quotes.borrow_mut().line_at(row_start);
        let location = self.location(line);
        if self.row.len() != header.len() {
            return Ok(Some(Err(failures::import_ragged(location.describe_row(), self.row.len(), header.len()))));
        }
        // The decoder replaces invalid UTF-16 with U+FFFD. UTF-8 needs no check: it was validated before.
        if self.encoding != UTF_8
            && self.encoding != WINDOWS_1252
            && let Some(index) = self.row.iter().position(|cell| cell.contains('\u{fffd}'))
        {
            let cell = location.describe_cell(index, header.get(index).map_or("", String::as_str));
            return Ok(Some(Err(failures::import_unreadable(cell, self.encoding.name()))));
        }
        let is_guarded = self.is_guarded;
        let cells = self.row.iter().map(|cell| if is_guarded { unguard(cell) } else { Cow::Borrowed(cell) }).collect();
        Ok(Some(Ok(Row { location, cells })))
    }
}

/// Detects the encoding of a file, and whether it has a byte-order mark (BOM). Without a BOM, the file is UTF-16 if
/// every other byte of its heading is zero. Otherwise it is UTF-8 if all of it is valid UTF-8, or else Windows-1252.
fn detect_encoding(file: &mut File) -> Result<(&'static Encoding, bool)> {
    let mut start = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.by_ref().take(4096).read_to_end(&mut start)?;
    if let Some((encoding, _)) = Encoding::for_bom(&start) {
        file.seek(SeekFrom::Start(0))?;
        return Ok((encoding, true));
    }
    // In UTF-16, every other byte of the heading is zero, because all its characters are ASCII.
    let zero_bytes: Vec<bool> = start.iter().take(4).map(|byte| *byte == 0).collect();
    let encoding = if zero_bytes == [false, true, false, true] {
        UTF_16LE
    } else if zero_bytes == [true, false, true, false] {
        UTF_16BE
    } else if is_utf8(file)? {
        UTF_8
    } else {
        WINDOWS_1252
    };
    file.seek(SeekFrom::Start(0))?;
    Ok((encoding, false))
}

fn is_utf8(file: &mut File) -> Result<bool> {
    file.seek(SeekFrom::Start(0))?;
    let mut pending: Vec<u8> = Vec::new();
    let mut block = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            return Ok(pending.is_empty());
        }
        pending.extend(block.iter().take(read));
        match std::str::from_utf8(&pending) {
            Ok(_) => pending.clear(),
            Err(error) if error.error_len().is_some() => return Ok(false),
            Err(error) => {
                pending.drain(..error.valid_up_to());
            }
        }
    }
}

/// Detects the separator: comma, semicolon or tab. Chooses the one that splits the first line into the most known
/// column names. If several do so equally well, chooses the most frequent one.
fn detect_separator(start: &str, is_column: &dyn Fn(&str) -> bool) -> u8 {
    let line = start.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let score = |separator: char| {
        let names = line.split(separator).map(|name| name.trim().trim_matches('"'));
        (names.filter(|name| is_column(name)).count(), line.matches(separator).count())
    };
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|separator| score(char::from(*separator))).unwrap_or(b',')
}
