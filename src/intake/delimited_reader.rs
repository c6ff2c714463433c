//! Reads delimited files (CSV). Detects the encoding and the separator.

use super::header::{HeaderSearch, is_total};
use super::quote_guard::{Excess, MAX_COLUMNS, QuoteGuard, QuoteState};
use super::source::MAX_RECORD_BYTES;
use super::{Location, Row};
use crate::failure::Failure;
use crate::i18n::{Text, failures};
use crate::tabular::unwrap_io_error;
use anyhow::Result;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Take};
use std::rc::Rc;

/// Maximum number of lines that are searched for the separator. A header is rarely further down.
const MAX_HEADER_LINES: usize = 60;

/// If a file has fewer invalid bytes than this for each character that is certainly UTF-8, we treat it as damaged
/// UTF-8. Otherwise, it may be Windows-1252.
const MAX_INVALID_PER_CHARACTER: u64 = 20;

type Source = QuoteGuard<DecodeReaderBytes<Take<File>, Vec<u8>>>;

pub struct DelimitedReader {
    pub name: Rc<str>,
    pub encoding: &'static Encoding,
    pub separator: char,
    pub header_line: u64,
    pub rows_above_header: usize,
    /// The line of the last row, if that row was skipped because it is a total.
    pub total_line: Option<u64>,
    reader: csv::Reader<Source>,
    row: csv::StringRecord,
    /// The line of `row`.
    line: u64,
    /// Rows that were read ahead, with their lines.
    lookahead: VecDeque<(csv::StringRecord, u64)>,
    quotes: Rc<RefCell<QuoteState>>,
    file: File,
    /// Length of the file when it was opened. Bytes that another program appends later are not read.
    length: u64,
}

impl DelimitedReader {
    /// Opens a file and returns its column names. `is_column` recognises known column names, to detect the separator.
    pub fn open(mut file: File, name: &str, is_column: &dyn Fn(&str) -> bool) -> Result<(Self, Vec<String>)> {
        let length = file.metadata()?.len();
        let encoding = detect_encoding(&mut file, name, length)?;
        file.seek(SeekFrom::Start(0))?;
        let decode = |file: File| {
            let bytes = file.take(length);
            DecodeReaderBytesBuilder::new().encoding(Some(encoding)).bom_override(true).strip_bom(true).build(bytes)
        };
        let mut start = Vec::new();
        decode(file.try_clone()?).take(64 * 1024).read_to_end(&mut start)?;
        let start = String::from_utf8_lossy(&start);
        let declared = declared_separator(&start);
        let separator = declared.unwrap_or_else(|| detect_separator(&start, is_column));
        file.seek(SeekFrom::Start(0))?;
        let (source, quotes) = QuoteGuard::new(decode(file.try_clone()?), separator);
        let reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(false)
            .buffer_capacity(1 << 16)
            .from_reader(source);
        let mut opened = Self {
            name: name.into(),
            encoding,
            separator: char::from(separator),
            header_line: 1,
            rows_above_header: 0,
            total_line: None,
            quotes,
            reader,
            row: csv::StringRecord::new(),
            line: 1,
            lookahead: VecDeque::new(),
            file,
            length,
        };
        if declared.is_some() {
            opened.read_record()?;
        }
        opened.find_header(is_column)?;
        let blank = opened.row.iter().all(|name| name.trim().is_empty());
        if blank && opened.quotes.borrow().unclosed_line().is_none() {
            return Err(Failure::data(failures::import_empty(name)).into());
        }
        let mut header: Vec<String> = opened.row.iter().map(|name| name.trim().to_owned()).collect();
        header.truncate(filled_length(&opened.row));
        // Report a misplaced quotation mark in the heading now, and one in a later line when that line is read.
        let has_header_error = {
            let quotes = opened.quotes.borrow();
            quotes.malformed_line().or_else(|| quotes.unclosed_line()).is_some_and(|line| line <= opened.header_line)
        };
        if has_header_error {
            opened.check_quotes(true)?;
        }
        Ok((opened, header))
    }

    pub fn location(&self, line: u64) -> Location {
        Location { file: Rc::clone(&self.name), sheet: None, line, first_column: 0 }
    }

    /// Reads the next row into `row`. Returns false if there is none.
    fn read_record(&mut self) -> Result<bool> {
        self.reader.read_record(&mut self.row).map_err(|error| {
            let Some((excess, line)) = self.quotes.borrow().excess() else { return unwrap_io_error(error) };
            let place = self.location(line).describe_row();
            let message = match (excess, self.quotes.borrow().unclosed_line()) {
                (Excess::Columns, _) => failures::import_too_many_columns(place, MAX_COLUMNS),
                (Excess::Bytes, Some(line)) => failures::import_unclosed(self.location(line).describe_row()),
                (Excess::Bytes, None) => failures::import_line_too_long(place, MAX_RECORD_BYTES >> 20),
            };
            Failure::data(message).into()
        })
    }

    fn current_line(&self) -> u64 {
        let start = self.row.position().map_or(0, csv::Position::byte);
        self.quotes.borrow_mut().line_at(start)
    }

    /// Reads rows until the header is certain. Leaves the header in `row`, and the rows below it in `lookahead`.
    fn find_header(&mut self, is_column: &dyn Fn(&str) -> bool) -> Result<()> {
        let mut search = HeaderSearch::new(is_column);
        let mut rows = VecDeque::new();
        while self.read_record()? {
            if filled_length(&self.row) > 0 {
                let line = self.current_line();
                rows.push_back((std::mem::take(&mut self.row), line));
                if rows.back().is_some_and(|(row, _)| search.consider(row.iter())) {
                    break;
                }
            }
        }
        self.rows_above_header = search.found();
        rows.drain(..search.found().min(rows.len()));
        if let Some((header, line)) = rows.pop_front() {
            (self.row, self.header_line) = (header, line);
        }
        self.lookahead = rows;
        Ok(())
    }

    /// Moves to the next row that is not blank. Returns false if there is none.
    fn advance(&mut self) -> Result<bool> {
        if let Some((row, line)) = self.lookahead.pop_front() {
            (self.row, self.line) = (row, line);
            self.check_quotes(false)?;
            return Ok(true);
        }
        loop {
            let more = self.read_record()?;
            self.check_quotes(!more)?;
            if !more {
                // If the length changed, another program is still writing the file: refuse to import half a list.
                if self.file.metadata()?.len() != self.length {
                    return Err(Failure::data(failures::import_changed(&*self.name)).into());
                }
                return Ok(false);
            }
            self.line = self.current_line();
            if filled_length(&self.row) > 0 {
                return Ok(true);
            }
        }
    }

    /// Fails if a quotation mark read so far is misplaced, or if a quoted value is unclosed at the end of the file.
    fn check_quotes(&self, at_end: bool) -> Result<()> {
        let quotes = self.quotes.borrow();
        match quotes.malformed_line().or_else(|| quotes.unclosed_line().filter(|_| at_end)) {
            Some(line) => Err(Failure::data(failures::import_unclosed(self.location(line).describe_row())).into()),
            None => Ok(()),
        }
    }

    /// Returns the next row that is not blank, or a message if a value is beyond the last column of the heading. A row
    /// may lack empty cells at its end or have extra ones, because spreadsheets write such rows.
    pub fn next_row(&mut self, header: &[String]) -> Result<Option<Result<Row<'_>, Text>>> {
        if !self.advance()? {
            return Ok(None);
        }
        if is_total(self.row.iter()) {
            let total = (std::mem::take(&mut self.row), self.line);
            if !self.advance()? {
                self.total_line = Some(total.1);
                return Ok(None);
            }
            let next = (std::mem::replace(&mut self.row, total.0), std::mem::replace(&mut self.line, total.1));
            self.lookahead.push_front(next);
        }
        let location = self.location(self.line);
        let found = filled_length(&self.row);
        if found > header.len() {
            return Ok(Some(Err(failures::import_ragged(location.describe_row(), found, header.len()))));
        }
        // The decoder replaces invalid UTF-16 with U+FFFD. The other encodings need no check: UTF-8 was validated
        // before, and every byte is valid in Windows-1252.
        if self.encoding != UTF_8
            && self.encoding != WINDOWS_1252
            && let Some(index) = self.row.iter().position(|cell| cell.contains('\u{fffd}'))
        {
            let cell = location.describe_cell(index, header.get(index).map_or("", String::as_str));
            return Ok(Some(Err(failures::import_unreadable(cell, self.encoding.name()))));
        }
        let mut cells: Vec<Cow<'_, str>> = self.row.iter().map(Cow::Borrowed).collect();
        cells.resize(header.len(), Cow::Borrowed(""));
        Ok(Some(Ok(Row { location, cells })))
    }
}

/// Counts the cells of a row up to the last one that is not blank.
fn filled_length(row: &csv::StringRecord) -> usize {
    let empty = row.iter().rev().take_while(|cell| cell.trim().is_empty()).count();
    row.len().saturating_sub(empty)
}

/// Detects the encoding of a file. A byte-order mark (BOM) decides. Without one, alternating zero bytes at the start
/// mean UTF-16, valid UTF-8 means UTF-8, and anything else means Windows-1252. Fails if no encoding fits or if UTF-8 is
/// damaged, because a wrong guess would corrupt accented letters.
fn detect_encoding(file: &mut File, name: &str, length: u64) -> Result<&'static Encoding> {
    let mut start = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.by_ref().take(4096).read_to_end(&mut start)?;
    let bom = Encoding::for_bom(&start).map(|(encoding, _)| encoding);
    // A heading begins with ASCII characters. In UTF-16, one of the two bytes of each such character is zero.
    let zero_bytes: Vec<bool> = start.iter().take(4).map(|byte| *byte == 0).collect();
    let encoding = match bom {
        Some(encoding) if encoding != UTF_8 => encoding,
        None if zero_bytes == [false, true, false, true] => UTF_16LE,
        None if zero_bytes == [true, false, true, false] => UTF_16BE,
        _ => {
            let scan = Utf8Scan::of(file, length)?;
            match (scan.first_invalid_line, scan.first_undefined_line) {
                (None, _) => UTF_8,
                (Some(_), _) if bom.is_some() => return Err(Failure::data(failures::import_not_utf8(name)).into()),
                (Some(line), _) if scan.is_likely_utf8() => {
                    return Err(Failure::data(failures::import_damaged_utf8(name, line)).into());
                }
                (_, Some(line)) => return Err(Failure::data(failures::import_unknown_encoding(name, line)).into()),
                _ => WINDOWS_1252,
            }
        }
    };
    file.seek(SeekFrom::Start(0))?;
    Ok(encoding)
}

/// The result of reading a file as UTF-8.
#[derive(Default)]
struct Utf8Scan {
    /// The number of characters of more than one byte.
    characters: u64,
    /// The number of characters that are certainly UTF-8, because as Windows-1252 they would begin with `Â`, `Ã` or
    /// `â€` and make no sense in any language.
    unmistakable: u64,
    invalid_bytes: u64,
    first_invalid_line: Option<u64>,
    /// The first line with a byte that Windows-1252 does not define.
    first_undefined_line: Option<u64>,
}

impl Utf8Scan {
    fn of(file: &mut File, length: u64) -> Result<Self> {
        file.seek(SeekFrom::Start(0))?;
        let mut bytes = file.take(length);
        let (mut scan, mut line) = (Self::default(), 1);
        let mut pending: Vec<u8> = Vec::new();
        let mut block = vec![0; 1 << 16];
        loop {
            let read = bytes.read(&mut block)?;
            pending.extend(block.iter().take(read));
            let rest = scan.add(&pending, &mut line, read == 0);
            if read == 0 {
                return Ok(scan);
            }
            pending.drain(..pending.len().saturating_sub(rest));
        }
    }

    /// Whether the file is damaged UTF-8, or only partly UTF-8. For example, somebody may have joined two lists with
    /// different encodings.
    const fn is_likely_utf8(&self) -> bool {
        self.characters > self.invalid_bytes
            || self.unmistakable.saturating_mul(MAX_INVALID_PER_CHARACTER) > self.invalid_bytes
    }

    /// Counts the characters and invalid bytes in a piece of the file. Returns the number of bytes at the end that may
    /// begin a character that continues in the next piece. Returns 0 for the last piece.
    fn add(&mut self, bytes: &[u8], line: &mut u64, is_last: bool) -> usize {
        for chunk in bytes.utf8_chunks() {
            let valid = chunk.valid();
            // A byte of at least 0xc0 begins a character of several bytes.
            let begins = valid.bytes().filter(|byte| *byte >= 0xc0).count();
            self.characters = self.characters.saturating_add(begins as u64);
            let letters = valid.bytes().filter(|byte| matches!(byte, 0xc2 | 0xc3)).count();
            let punctuation = memchr::memmem::find_iter(valid.as_bytes(), b"\xe2\x80").count();
            self.unmistakable = self.unmistakable.saturating_add(letters as u64).saturating_add(punctuation as u64);
            *line = line.saturating_add(memchr::memchr_iter(b'\n', valid.as_bytes()).count() as u64);
            let invalid = chunk.invalid();
            let is_cut_off = bytes.ends_with(invalid)
                && std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none());
            if is_cut_off && !is_last {
                return invalid.len();
            }
            if !invalid.is_empty() {
                self.invalid_bytes = self.invalid_bytes.saturating_add(invalid.len() as u64);
                self.first_invalid_line.get_or_insert(*line);
            }
            let is_undefined = |byte: &u8| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
            if invalid.iter().any(is_undefined) {
                self.first_undefined_line.get_or_insert(*line);
            }
        }
        0
    }
}

/// Returns the separator that the first line declares (`sep=;`). Excel reads such a line, and some programs write it.
fn declared_separator(start: &str) -> Option<u8> {
    let line = start.split(['\r', '\n']).next()?.trim_matches('"');
    let (name, separator) = line.split_once('=')?;
    let separator = if separator == "\\t" { "\t" } else { separator };
    match separator.as_bytes() {
        [separator @ (b'\t' | b',' | b';' | b'|' | b':')] if name.eq_ignore_ascii_case("sep") => Some(*separator),
        _ => None,
    }
}

/// Chooses the separator (comma, semicolon or tab) that splits the header into the most known column names. The header
/// is the first line, unless a later line has at least two known names and more than each line above it. Among equally
/// good separators, chooses the one that occurs most often in the header.
fn detect_separator(start: &str, is_column: &dyn Fn(&str) -> bool) -> u8 {
    let lines: Vec<&str> = start.lines().filter(|line| !line.trim().is_empty()).take(MAX_HEADER_LINES).collect();
    let count_names = |line: &str, separator: char| {
        line.split(separator).map(|name| name.trim().trim_matches('"')).filter(|name| is_column(name)).count()
    };
    let score = |separator: char| {
        let mut best = (0, 0);
        for (index, line) in lines.iter().enumerate() {
            let score = (count_names(line, separator), line.matches(separator).count());
            if index == 0 || (score.0 > 1 && score.0 > best.0) {
                best = score;
            }
        }
        best
    };
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|separator| score(char::from(*separator))).unwrap_or(b',')
}
