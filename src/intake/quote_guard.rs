//! While a delimited file is being read, checks its quotation marks and the size of its rows, and records on which line
//! each row begins. The CSV library tolerates misplaced and unclosed quotation marks, but these can merge two rows into
//! one, so such a file must be rejected. The library also holds a whole row in memory, so a row without end must be
//! rejected before the library has read all of it.

use super::source::MAX_RECORD_BYTES;
use memchr::memchr3;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::{cell::RefCell, rc::Rc};

/// Limit on the columns of a table. Source: the limit of Excel and LibreOffice Calc.
pub const MAX_COLUMNS: usize = 16_384;

/// The limit that a row exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    Bytes,
    Columns,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ParseState {
    Start,
    Unquoted,
    Quoted,
    /// The last byte was a quotation mark in a quoted value. This mark ends the value, unless a second mark follows
    /// directly.
    ClosingQuote,
}

#[derive(Debug)]
pub struct QuoteState {
    separator: u8,
    state: ParseState,
    offset: u64,
    line: u64,
    after_cr: bool,
    at_line_start: bool,
    quote_line: u64,
    /// The byte offset and the line at which the current row begins. `separators` counts the separators in this row.
    row_start: (u64, u64),
    separators: usize,
    excess: Option<Excess>,
    /// For each row that is not blank: the byte offset and the line number of its start.
    line_starts: VecDeque<(u64, u64)>,
    /// Line of the first quoted value that is followed by stray text.
    malformed_line: Option<u64>,
}

impl QuoteState {
    const fn new(separator: u8) -> Self {
        Self {
            separator,
            state: ParseState::Start,
            offset: 0,
            line: 1,
            after_cr: false,
            at_line_start: true,
            quote_line: 0,
            row_start: (0, 1),
            separators: 0,
            excess: None,
            line_starts: VecDeque::new(),
            malformed_line: None,
        }
    }

    fn scan(&mut self, mut bytes: &[u8]) {
        while let Some((byte, after)) = bytes.split_first() {
            match self.skip_run(bytes) {
                0 => {
                    self.scan_byte(*byte);
                    bytes = after;
                }
                skipped => bytes = bytes.get(skipped..).unwrap_or_default(),
            }
            if self.offset.saturating_sub(self.row_start.0) > MAX_RECORD_BYTES {
                self.excess.get_or_insert(Excess::Bytes);
            }
            if self.excess.is_some() {
                return;
            }
        }
    }

    /// Skips bytes that only continue a value, and returns how many. Most bytes of a file are skipped in this way.
    fn skip_run(&mut self, bytes: &[u8]) -> usize {
        let next = match self.state {
            _ if self.at_line_start || self.after_cr => return 0,
            ParseState::Unquoted => memchr3(self.separator, b'\r', b'\n', bytes),
            ParseState::Quoted => memchr3(b'"', b'\r', b'\n', bytes),
            ParseState::Start | ParseState::ClosingQuote => return 0,
        };
        let length = next.unwrap_or(bytes.len());
        self.offset = self.offset.saturating_add(length as u64);
        length
    }

    fn scan_byte(&mut self, byte: u8) {
        let is_line_end = matches!(byte, b'\r' | b'\n');
        if !is_line_end && self.at_line_start {
            if self.state != ParseState::Quoted {
                self.line_starts.push_back((self.offset, self.line));
                self.row_start = (self.offset, self.line);
                self.separators = 0;
            }
            self.at_line_start = false;
        }
        self.state = match (self.state, byte) {
            (ParseState::Start, b'"') => {
                self.quote_line = self.line;
                ParseState::Quoted
            }
            (ParseState::Quoted, b'"') => ParseState::ClosingQuote,
            (ParseState::Quoted, _) | (ParseState::ClosingQuote, b'"') => ParseState::Quoted,
            (_, byte) if is_line_end || byte == self.separator => ParseState::Start,
            (ParseState::ClosingQuote, _) => {
                self.malformed_line.get_or_insert(self.quote_line);
                ParseState::Unquoted
            }
            (ParseState::Start | ParseState::Unquoted, _) => ParseState::Unquoted,
        };
        if self.state == ParseState::Start && byte == self.separator {
            self.separators = self.separators.saturating_add(1);
            if self.separators >= MAX_COLUMNS {
                self.excess.get_or_insert(Excess::Columns);
            }
        }
        if byte == b'\r' || (byte == b'\n' && !self.after_cr) {
            self.line = self.line.saturating_add(1);
        }
        self.at_line_start |= is_line_end;
        self.after_cr = byte == b'\r';
        self.offset = self.offset.saturating_add(1);
    }

    /// Returns the line number of the row that begins at or after `offset`, skipping blank lines.
    pub fn line_at(&mut self, offset: u64) -> u64 {
        while self.line_starts.front().is_some_and(|(start, _)| *start < offset) {
            self.line_starts.pop_front();
        }
        self.line_starts.front().map_or(self.line, |(_, line)| *line)
    }

    /// If a row exceeds a limit, returns that limit and the line on which the row begins.
    pub const fn excess(&self) -> Option<(Excess, u64)> {
        match self.excess {
            Some(excess) => Some((excess, self.row_start.1)),
            None => None,
        }
    }

    pub const fn malformed_line(&self) -> Option<u64> {
        self.malformed_line
    }

    /// Returns the line on which the current quoted value began, if it has not been closed.
    pub fn unclosed_line(&self) -> Option<u64> {
        (self.state == ParseState::Quoted).then_some(self.quote_line)
    }
}

pub struct QuoteGuard<R> {
    reader: R,
    quotes: Rc<RefCell<QuoteState>>,
}

impl<R: Read> QuoteGuard<R> {
    pub fn new(reader: R, separator: u8) -> (Self, Rc<RefCell<QuoteState>>) {
        let quotes = Rc::new(RefCell::new(QuoteState::new(separator)));
        (Self { reader, quotes: Rc::clone(&quotes) }, quotes)
    }
}

impl<R: Read> Read for QuoteGuard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        let mut quotes = self.quotes.borrow_mut();
        quotes.scan(buffer.get(..read).unwrap_or_default());
        if quotes.excess.is_some() { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(read) }
    }
}

#[cfg(test)]
mod tests {
    use super::QuoteState;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn skipping_runs_equals_scanning_byte_by_byte(pieces in prop::collection::vec("[a\";\r\n]{0,12}", 0..6)) {
            let (mut at_once, mut one_by_one) = (QuoteState::new(b';'), QuoteState::new(b';'));
            for piece in &pieces {
                at_once.scan(piece.as_bytes());
                piece.bytes().for_each(|byte| one_by_one.scan_byte(byte));
                prop_assert_eq!(format!("{at_once:?}"), format!("{one_by_one:?}"));
            }
        }
    }
}
