//! Sinks that do not display rows: one hashes them, and one discards them.

use crate::receipt::short_hash;
use crate::rows::{Audience, Cell, Event, Group, Sink};
use anyhow::Result;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

/// Hashes column names and rows in the form that data formats use, and passes all events on to another sink. The digest
/// is the same in every format and language, and does not change if a person's name is erased.
pub struct DigestSink<'a> {
    out: &'a mut dyn Sink,
    hasher: Sha256,
    /// One map per column, from the name of a person to that person's number.
    persons: Vec<HashMap<String, String>>,
}

impl<'a> DigestSink<'a> {
    pub fn new(out: &'a mut dyn Sink) -> Self {
        Self { out, hasher: Sha256::new(), persons: Vec::new() }
    }

    /// Adds the total of a count to the hash. The total does not follow from the rows, because an obstacle may be in
    /// several rows.
    pub fn hash_count(&mut self, number: i64) {
        self.hash_field(b'n', &number.to_string());
    }

    pub fn digest(self) -> String {
        let hash: [u8; 32] = self.hasher.finalize().into();
        short_hash(&hash)
    }

    fn hash_cell(&mut self, index: usize, cell: &Cell<'_>) {
        match cell {
            // Hash a person's number instead of the name, because the name may be erased later.
            Cell::Text(text) => {
                let number = self.persons.get(index).and_then(|persons| persons.get(*text)).cloned();
                self.hash_field(b't', number.as_deref().unwrap_or(text));
            }
            Cell::Null => self.hash_field(b'-', ""),
            Cell::Integer(number) | Cell::Counted(number, _) => self.hash_field(b'i', &number.to_string()),
            Cell::Real(number) => self.hash_field(b'f', &number.to_string()),
            Cell::Localized(text) => self.hash_field(b't', &text.en),
            Cell::Groups(groups) => self.hash_field(b't', &Group::to_line(groups)),
        }
    }

    fn hash_field(&mut self, kind: u8, text: &str) {
        self.hasher.update([kind]);
        self.hasher.update(text.len().to_string());
        self.hasher.update(":");
        self.hasher.update(text);
    }
}

impl Sink for DigestSink<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, _) => {
                for column in columns {
                    self.hash_field(b'c', column.name);
                }
                self.persons = columns.iter().map(|column| column.persons.clone()).collect();
            }
            Event::Row(cells) => {
                self.hash_field(b'r', "");
                for (index, cell) in cells.iter().enumerate() {
                    self.hash_cell(index, cell);
                }
            }
            Event::Total(cells) => {
                self.hash_field(b's', "");
                for cell in cells {
                    if let Cell::Integer(number) | Cell::Counted(number, _) = cell {
                        self.hash_field(b'i', &number.to_string());
                    }
                }
            }
            _ => {}
        }
        self.out.emit(event)
    }

    fn audience(&self) -> Audience {
        self.out.audience()
    }
}

pub struct NullSink;

impl Sink for NullSink {
    fn emit(&mut self, _: Event<'_>) -> Result<()> {
        Ok(())
    }

    fn audience(&self) -> Audience {
        Audience::Program
    }
}
