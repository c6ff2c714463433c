//! Watches the bytes of a delimited file go by: on which line a row begins, whether what stands in quotation
//! marks ends as it should, and whether it ends at all. The reader of rows is lenient about these, and a list
//! in which two rows became one must not be taken in.

use memchr::memchr3;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::{cell::RefCell, rc::Rc};

/// Where in a row the bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A value begins.
    Start,
    /// In a value without quotation marks.
    Plain,
    /// In a value within quotation marks.
    Quoted,
    /// After a quotation mark in such a value: doubled, or the end of it.
    Mark,
}

/// What was seen so far.
#[derive(Debug)]
pub struct Seen {
    separator: u8,
    place: Place,
    offset: u64,
    line: u64,
    after_return: bool,
    at_start: bool,
    opened: u64,
    /// Lines that are not blank: where they begin, and their number.
    lines: VecDeque<(u64, u64)>,
    /// The first line on which something stands behind a closing quotation mark.
    spoiled: Option<u64>,
}

impl Seen {
    const fn new(separator: u8) -> Self {
        Self {
            separator,
            place: Place::Start,
            offset: 0,
            line: 1,
            after_return: false,
            at_start: true,
            opened: 0,
            lines: VecDeque::new(),
            spoiled: None,
        }
    }

    fn see(&mut self, mut bytes: &[u8]) {
        while let Some((byte, after)) = bytes.split_first() {
            match self.alike(bytes) {
                0 => {
                    self.see_one(*byte);
                    bytes = after;
                }
                alike => bytes = bytes.get(alike..).unwrap_or_default(),
            }
        }
    }

    /// Passes over what only goes on with a value, which is most of a list, and tells how many bytes that are.
    fn alike(&mut self, bytes: &[u8]) -> usize {
        let next = match self.place {
            _ if self.at_start || self.after_return => return 0,
            Place::Plain => memchr3(self.separator, b'\r', b'\n', bytes),
            Place::Quoted => memchr3(b'"', b'\r', b'\n', bytes),
            Place::Start | Place::Mark => return 0,
        };
        let alike = next.unwrap_or(bytes.len());
        self.offset = self.offset.saturating_add(alike as u64);
        alike
    }

    fn see_one(&mut self, byte: u8) {
        let ends = matches!(byte, b'\r' | b'\n');
        if !ends && self.at_start {
            self.lines.push_back((self.offset, self.line));
            self.at_start = false;
        }
        self.place = match (self.place, byte) {
            (Place::Start, b'"') => {
                self.opened = self.line;
                Place::Quoted
            }
            (Place::Quoted, b'"') => Place::Mark,
            (Place::Quoted, _) | (Place::Mark, b'"') => Place::Quoted,
            (_, byte) if ends || byte == self.separator => Place::Start,
            (Place::Mark, _) => {
                self.spoiled.get_or_insert(self.opened);
                Place::Plain
            }
            (Place::Start | Place::Plain, _) => Place::Plain,
        };
        if byte == b'\r' || (byte == b'\n' && !self.after_return) {
            self.line = self.line.saturating_add(1);
        }
        self.at_start |= ends;
        self.after_return = byte == b'\r';
        self.offset = self.offset.saturating_add(1);
    }

    /// The line of the row that begins at or after this place, blank lines passed over.
    pub fn line_at(&mut self, offset: u64) -> u64 {
        while self.lines.front().is_some_and(|(begins, _)| *begins < offset) {
            self.lines.pop_front();
        }
        self.lines.front().map_or(self.line, |(_, line)| *line)
    }

    /// The line of a quotation mark that is not closed as it should, if there is one so far.
    pub const fn spoiled(&self) -> Option<u64> {
        self.spoiled
    }

    /// The line of a quotation mark that is open still.
    pub fn open(&self) -> Option<u64> {
        (self.place == Place::Quoted).then_some(self.opened)
    }
}

/// A reader whose bytes are watched.
pub struct Watched<R> {
    reader: R,
    seen: Rc<RefCell<Seen>>,
}

impl<R: Read> Watched<R> {
    /// Watches a reader of values with that separator.
    pub fn new(reader: R, separator: u8) -> (Self, Rc<RefCell<Seen>>) {
        let seen = Rc::new(RefCell::new(Seen::new(separator)));
        (Self { reader, seen: Rc::clone(&seen) }, seen)
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.seen.borrow_mut().see(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_passed_over_in_one_go_is_seen_as_byte_by_byte(pieces in prop::collection::vec("[a\";\r\n]{0,12}", 0..6)) {
            let (mut at_once, mut one_by_one) = (Seen::new(b';'), Seen::new(b';'));
            for piece in &pieces {
                at_once.see(piece.as_bytes());
                piece.bytes().for_each(|byte| one_by_one.see_one(byte));
                prop_assert_eq!(format!("{at_once:?}"), format!("{one_by_one:?}"));
            }
        }
    }
}
