//! Watches the bytes of a delimited file go by: on which line a row begins, whether what stands in quotation
//! marks ends as it should, and whether it ends at all. The reader of rows is lenient about these, and a list
//! in which two rows became one must not be taken in.

use memchr::memchr3;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::{cell::RefCell, rc::Rc};

/// Where in a row the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ParseState {
    /// A value begins.
    Start,
    /// In a value without quotation marks.
    Unquoted,
    /// In a value within quotation marks.
    Quoted,
    /// After a quotation mark in such a value: doubled, or the end of it.
    ClosingQuote,
}

/// What was seen so far.
#[derive(Debug)]
pub struct QuoteState {
    separator: u8,
    state: ParseState,
    offset: u64,
    line: u64,
    after_cr: bool,
    at_line_start: bool,
    quote_line: u64,
    /// Lines that are not blank: where they begin, and their number.
    line_starts: VecDeque<(u64, u64)>,
    /// The first line on which something stands behind a closing quotation mark.
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
        }
    }

    /// Passes over what only goes on with a value, which is most of a list, and tells how many bytes that are.
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
            self.line_starts.push_back((self.offset, self.line));
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
        if byte == b'\r' || (byte == b'\n' && !self.after_cr) {
            self.line = self.line.saturating_add(1);
        }
        self.at_line_start |= is_line_end;
        self.after_cr = byte == b'\r';
        self.offset = self.offset.saturating_add(1);
    }

    /// The line of the row that begins at or after this place, blank lines passed over.
    pub fn line_at(&mut self, offset: u64) -> u64 {
        while self.line_starts.front().is_some_and(|(start, _)| *start < offset) {
            self.line_starts.pop_front();
        }
        self.line_starts.front().map_or(self.line, |(_, line)| *line)
    }

    /// The line of a quotation mark that is not closed as it should, if there is one so far.
    pub const fn malformed_line(&self) -> Option<u64> {
        self.malformed_line
    }

    /// The line of a quotation mark that is open still.
    pub fn unclosed_line(&self) -> Option<u64> {
        (self.state == ParseState::Quoted).then_some(self.quote_line)
    }
}

/// A reader whose bytes are watched.
pub struct QuoteGuard<R> {
    reader: R,
    quotes: Rc<RefCell<QuoteState>>,
}

impl<R: Read> QuoteGuard<R> {
    /// Watches a reader of values with that separator.
    pub fn new(reader: R, separator: u8) -> (Self, Rc<RefCell<QuoteState>>) {
        let quotes = Rc::new(RefCell::new(QuoteState::new(separator)));
        (Self { reader, quotes: Rc::clone(&quotes) }, quotes)
    }
}

impl<R: Read> Read for QuoteGuard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.quotes.borrow_mut().scan(buffer.get(..read).unwrap_or_default());
        Ok(read)
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
