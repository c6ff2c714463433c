//! JSON output: an array of objects, or one object per line. Every object has a key for every column, even if the value
//! is null.

use super::sanitize::{is_printable_ascii, is_unsafe};
use crate::rows::{Audience, Cell, Event, Group, Sink};
use anyhow::Result;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;
use std::io::Write;

pub struct JsonSink<'a> {
    out: Box<dyn Write + 'a>,
    names: Vec<&'static str>,
    is_array: bool,
    has_rows: bool,
    /// Collects the bytes of a row, so that each row is a single write.
    buffer: Vec<u8>,
}

impl<'a> JsonSink<'a> {
    pub fn array(out: Box<dyn Write + 'a>) -> Self {
        Self { out, names: Vec::new(), is_array: true, has_rows: false, buffer: Vec::new() }
    }

    pub fn lines(out: Box<dyn Write + 'a>) -> Self {
        Self { out, names: Vec::new(), is_array: false, has_rows: false, buffer: Vec::new() }
    }
}

/// Escapes characters in JSON that could control a terminal or change the direction of text. A program that parses the
/// JSON still gets the stored text. Line breaks are kept: they occur only outside strings, and cannot be escaped there.
pub(super) fn escape_unsafe(json: &str) -> Cow<'_, str> {
    let is_escaped = |character: char| character != '\n' && is_unsafe(character);
    if is_printable_ascii(json) || !json.contains(is_escaped) {
        return Cow::Borrowed(json);
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if is_escaped(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                safe.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            safe.push(character);
        }
    }
    Cow::Owned(safe)
}

/// Returns a value as JSON that is safe to display.
pub fn to_json(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    Ok(escape_unsafe(&serde_json::to_string(value)?).into_owned().into_bytes())
}

struct Groups<'a>(&'a [Group]);

impl Serialize for Groups<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let values = |group: &'_ Group| group.values.iter().map(|(code, _)| code.clone()).collect::<Vec<_>>();
        serializer.collect_map(self.0.iter().map(|group| (group.name.code, values(group))))
    }
}

struct Row<'a>(&'a [&'static str], &'a [Cell<'a>]);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, cell) in self.0.iter().zip(self.1) {
            map.serialize_key(name)?;
            match cell {
                Cell::Null => map.serialize_value(&())?,
                Cell::Text(text) => map.serialize_value(text)?,
                Cell::Integer(number) | Cell::Counted(number, _) => map.serialize_value(number)?,
                Cell::Real(number) => map.serialize_value(number)?,
                Cell::Localized(text) => map.serialize_value(&text.en)?,
                Cell::Groups(groups) => map.serialize_value(&Groups(groups))?,
            }
        }
        map.end()
    }
}

impl Sink for JsonSink<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Begin(columns, _) => {
                self.names = columns.iter().map(|column| column.name).collect();
                self.has_rows = false;
                if self.is_array {
                    self.out.write_all(b"[")?;
                }
            }
            Event::Row(cells) => {
                self.buffer.clear();
                if self.is_array {
                    self.buffer.extend_from_slice(if self.has_rows { b",\n " } else { b"\n " });
                }
                self.has_rows = true;
                let row = serde_json::to_string(&Row(&self.names, cells)).map_err(std::io::Error::from)?;
                self.buffer.extend_from_slice(escape_unsafe(&row).as_bytes());
                if !self.is_array {
                    self.buffer.push(b'\n');
                }
                self.out.write_all(&self.buffer)?;
            }
            Event::End => {
                if self.is_array {
                    self.out.write_all(if self.has_rows { b"\n]\n" } else { b"]\n" })?;
                }
                self.out.flush()?;
            }
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
