//! The table of texts to which the cells of an xlsx workbook refer. A large table is kept in a temporary file.

use super::package::{Part, Xml, attribute};
use super::read_error::{ReadError, Result};
use super::row_store::{self, push_text};
use crate::i18n::failures;
use std::borrow::Cow;
use std::io::{BufReader, Read, Write};
use tempfile::SpooledTempFile;

/// Limit on the number of texts, because the position of each text is held in memory.
const MAX_STRINGS: usize = 5_000_000;

pub struct SharedStrings {
    texts: BufReader<SpooledTempFile>,
    /// For each text, the offset just after its end.
    ends: Vec<u32>,
    offset: u32,
}

impl SharedStrings {
    /// Reads the texts from a part (file) of the workbook. `None` means that the workbook has no such part.
    pub fn read(part: Option<Part<'_>>) -> Result<Self> {
        let mut spool = row_store::new_spool();
        let (mut ends, mut end) = (Vec::new(), 0_u32);
        let mut text = RichText::default();
        if let Some(mut part) = part {
            while let Some(event) = part.next()? {
                let is_item_end = matches!(&event, Xml::End(tag) if tag.local_name().as_ref() == "si");
                text.read(&event)?;
                if is_item_end {
                    let item = text.take();
                    let longer = u32::try_from(item.len()).ok().and_then(|length| end.checked_add(length));
                    end = longer.ok_or_else(|| ReadError::TooLarge(failures::LIMIT_SHEET_TEXT.into()))?;
                    if ends.len() >= MAX_STRINGS {
                        return Err(ReadError::TooLarge(failures::limit_items(MAX_STRINGS)));
                    }
                    ends.push(end);
                    spool.write_all(item.as_bytes()).map_err(|_| row_store::temp_file_error())?;
                }
            }
        }
        Ok(Self { texts: row_store::into_reader(spool)?, ends, offset: 0 })
    }

    pub fn get(&mut self, index: usize) -> Result<String> {
        let end = *self.ends.get(index).ok_or(ReadError::Unreadable)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let mut text = vec![0; end.saturating_sub(start) as usize];
        // Seek within the buffer: most texts are in it, because Excel stores them in order of first use.
        let distance = i64::from(start).saturating_sub(i64::from(self.offset));
        self.texts.seek_relative(distance).map_err(|_| row_store::temp_file_error())?;
        self.texts.read_exact(&mut text).map_err(|_| row_store::temp_file_error())?;
        self.offset = end;
        String::from_utf8(text).map_err(|_| row_store::temp_file_error())
    }
}

/// Collects the text of an element from its formatted runs. Leaves out the pronunciation that Japanese workbooks add.
#[derive(Default)]
pub struct RichText {
    text: String,
    run: Option<Run>,
    is_phonetic: bool,
}

struct Run {
    text: String,
    keeps_space: bool,
}

impl RichText {
    pub fn read(&mut self, event: &Xml<'_>) -> Result<()> {
        match event {
            Xml::Start(tag) => match tag.local_name().as_ref() {
                "rPh" => self.is_phonetic = true,
                "t" if !self.is_phonetic => {
                    let keeps_space = attribute(tag, "xml:space").is_some_and(|space| space == "preserve");
                    self.run = Some(Run { text: String::new(), keeps_space });
                }
                _ => {}
            },
            Xml::Text(text) => {
                if let Some(run) = &mut self.run {
                    push_text(&mut run.text, text)?;
                }
            }
            Xml::End(tag) => match tag.local_name().as_ref() {
                "rPh" => self.is_phonetic = false,
                "t" => {
                    if let Some(Run { text, keeps_space }) = self.run.take() {
                        let is_space = |character| matches!(character, ' ' | '\t' | '\r' | '\n');
                        push_text(
                            &mut self.text,
                            &unescape(if keeps_space { &text } else { text.trim_matches(is_space) }),
                        )?;
                    }
                }
                _ => {}
            },
            Xml::Other => {}
        }
        Ok(())
    }

    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}

/// Replaces escapes such as `_x000D_`, which Excel writes for a UTF-16 code unit that XML cannot contain. If a text
/// contains something that only looks like an escape, Excel escapes the first underscore: `_x005F_x000D_`.
pub fn unescape(text: &str) -> Cow<'_, str> {
    let escape = |rest: &str| {
        let digits = rest.strip_prefix("_x")?.get(..5)?.strip_suffix('_')?;
        u16::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
    };
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let (mut unescaped, mut rest) = (String::new(), text);
    while let Some(start) = rest.find("_x") {
        let (before, after) = rest.split_at(start);
        unescaped.push_str(before);
        let mut units = Vec::new();
        rest = after;
        // Decode adjacent escapes together: Excel writes some characters, such as emoji, as two escapes.
        while let Some(unit) = escape(rest) {
            units.push(unit);
            rest = rest.get(7..).unwrap_or_default();
        }
        if units.is_empty() {
            unescaped.push_str("_x");
            rest = rest.get(2..).unwrap_or_default();
        }
        unescaped.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)));
    }
    unescaped.push_str(rest);
    Cow::Owned(unescaped)
}
