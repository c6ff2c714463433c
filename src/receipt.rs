//! The receipt of a number: which register, which command, by which rule, as of which entry of the journal, with
//! which head of its chain, and the digest of what came out. With it a number can be made again years later, and
//! the chain be held against what somebody kept elsewhere.

// Lengths come from a letter that may say anything.
#![warn(clippy::arithmetic_side_effects)]

use crate::hex;
use crate::i18n::Text;
use crate::rows::{Cell, ChartHint, Column, Group, Shape, Sink};
use anyhow::Result;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::fmt;

/// So many hexadecimal digits of a hash stand in a receipt.
const HASH_DIGITS: usize = 32;
/// With this a receipt begins; the number is that of its form.
const PREFIX: &str = "ruimte:1";

/// A receipt. As text it is one line, the same in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The register's id.
    pub register: String,
    /// The command with its filter, as words of a command line.
    pub command: Vec<String>,
    /// The name of the counting rule, with the beginning of the hash of its definition.
    pub rule: String,
    /// The moment of the register that was asked for, as it was asked; none: the present.
    pub as_of: Option<String>,
    /// The day of the work that was asked for, in ISO 8601; none: the present.
    pub reference_date: Option<String>,
    /// The day that counted as today, in ISO 8601.
    pub day: String,
    /// The last entry of the journal that was taken into account.
    pub entry: i64,
    /// The beginning of that entry's hash.
    pub head: String,
    /// The beginning of the hash of the rows that came out.
    pub result: String,
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quote = |text: &str| {
            shlex::try_quote(text).map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
        };
        let command: Vec<String> = self.command.iter().map(|word| escape_word(word)).collect();
        let command = shlex::try_join(command.iter().map(String::as_str)).unwrap_or_default();
        write!(
            f,
            "{PREFIX} register={} command={} rule={}",
            self.register,
            quote(&command),
            quote(&self.rule)
        )?;
        for (name, value) in [("as-of", &self.as_of), ("reference-date", &self.reference_date)] {
            if let Some(value) = value {
                write!(f, " {name}={}", quote(value))?;
            }
        }
        write!(f, " day={} entry={} head={} result={}", self.day, self.entry, self.head, self.result)
    }
}

impl Receipt {
    /// Reads a receipt. What stands before and behind it does not matter, nor what a letter made of it: lines
    /// broken at a space, curly quotes, capitals. None where it is not whole.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.get(text.find(PREFIX)?..)?;
        let text = text
            .replace(['\u{2018}', '\u{2019}', '\u{201a}'], "'")
            .replace(['\u{201c}', '\u{201d}', '\u{201e}'], "\"");
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let text = lines.join(" ");
        // It ends with the digits of its result.
        let (head_text, tail) = text.split_once(" result=")?;
        let digits = tail.find(|character: char| !character.is_ascii_hexdigit()).unwrap_or(tail.len());
        let words = shlex::split(&format!("{head_text} result={}", tail.get(..digits)?))?;
        let field = |name: &str| {
            words
                .iter()
                .skip(1)
                .find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
                .map(str::to_owned)
        };
        let hex = |name: &str| {
            let text = field(name)?.to_ascii_lowercase();
            (text.len() == HASH_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(text)
        };
        Some(Self {
            register: hex("register")?,
            command: shlex::split(&field("command")?)?
                .iter()
                .map(|word| unescape_word(word))
                .collect::<Option<_>>()?,
            rule: field("rule")?,
            as_of: field("as-of"),
            reference_date: field("reference-date"),
            day: field("day")?,
            entry: field("entry")?.parse().ok()?,
            head: hex("head")?,
            result: hex("result")?,
        })
    }
}

/// A word of a command as it stands in a receipt: what a reader cannot see, or a line cannot hold, by its bytes.
fn escape_word(word: &str) -> String {
    let mut text = String::new();
    for character in word.chars() {
        let is_plain = character.is_alphanumeric() || character.is_ascii_punctuation() || character == ' ';
        if is_plain && character != '%' {
            text.push(character);
        } else {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                text.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    text
}

/// The word that stands so in a receipt.
fn unescape_word(word: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = word.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        if *first == b'%' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(more.get(..2)?).ok()?, 16).ok()?);
            rest = more.get(2..)?;
        } else {
            bytes.push(*first);
            rest = more;
        }
    }
    String::from_utf8(bytes).ok()
}

/// The beginning of a hash, as it stands in a receipt.
pub fn short_hash(hash: &[u8]) -> String {
    hex::encode(hash.get(..HASH_DIGITS / 2).unwrap_or(hash))
}

/// A sink that passes rows on and takes their digest: of the columns' names and the values as data, so that it is
/// the same in every format and language, and whoever was erased since.
pub struct DigestSink<'a> {
    out: &'a mut dyn Sink,
    hasher: Sha256,
    /// By column: the numbers of the persons that it names.
    persons: Vec<HashMap<String, String>>,
}

impl<'a> DigestSink<'a> {
    /// A sink that passes on to `out`.
    pub fn new(out: &'a mut dyn Sink) -> Self {
        Self { out, hasher: Sha256::new(), persons: Vec::new() }
    }

    /// Takes a number into the digest that no row has: how many things there are, each counted once.
    pub fn hash_count(&mut self, number: i64) {
        self.hash_field(b'n', &number.to_string());
    }

    /// The digest of what was passed on.
    pub fn digest(self) -> String {
        let hash: [u8; 32] = self.hasher.finalize().into();
        short_hash(&hash)
    }

    fn hash_field(&mut self, kind: u8, text: &str) {
        self.hasher.update([kind]);
        self.hasher.update(text.len().to_string());
        self.hasher.update(":");
        self.hasher.update(text);
    }
}

impl Sink for DigestSink<'_> {
    fn begin(&mut self, columns: &[Column], shape: Shape) -> Result<()> {
        for column in columns {
            self.hash_field(b'c', &column.name);
        }
        self.persons = columns.iter().map(|column| column.persons.clone()).collect();
        self.out.begin(columns, shape)
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        self.hash_field(b'r', "");
        for (index, cell) in cells.iter().enumerate() {
            match cell {
                // By number, so that a number can be made again when somebody was erased.
                Cell::Text(text) => {
                    let number = self.persons.get(index).and_then(|persons| persons.get(*text)).cloned();
                    self.hash_field(b't', number.as_deref().unwrap_or(text));
                }
                Cell::Null => self.hash_field(b'-', ""),
                Cell::Integer(number) => self.hash_field(b'i', &number.to_string()),
                Cell::Real(number) => self.hash_field(b'f', &number.to_string()),
                Cell::Localized(text) => self.hash_field(b't', &text.en),
                Cell::Groups(groups) => self.hash_field(b't', &Group::to_line(groups)),
            }
        }
        self.out.row(cells)
    }

    fn total(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        self.hash_field(b's', "");
        for cell in cells {
            if let Cell::Integer(number) = cell {
                self.hash_field(b'i', &number.to_string());
            }
        }
        self.out.total(cells)
    }

    fn end(&mut self) -> Result<()> {
        self.out.end()
    }

    fn is_human_readable(&self) -> bool {
        self.out.is_human_readable()
    }

    fn supports_labels(&self) -> bool {
        self.out.supports_labels()
    }

    fn stores_receipt(&self) -> bool {
        self.out.stores_receipt()
    }

    fn receipt(&mut self, text: &str) -> Result<()> {
        self.out.receipt(text)
    }

    fn title(&mut self, text: &Text) -> Result<()> {
        self.out.title(text)
    }

    fn chart_hint(&mut self, chart_hint: ChartHint) -> Result<()> {
        self.out.chart_hint(chart_hint)
    }

    fn finish(&mut self) -> Result<()> {
        self.out.finish()
    }

    fn heading(&mut self, text: &Text) -> Result<()> {
        self.out.heading(text)
    }

    fn line(&mut self, text: &Text) -> Result<()> {
        self.out.line(text)
    }
}

/// A sink from which nothing comes out.
pub struct NullSink;

impl Sink for NullSink {
    fn begin(&mut self, _: &[Column], _: Shape) -> Result<()> {
        Ok(())
    }

    fn row(&mut self, _: &[Cell<'_>]) -> Result<()> {
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        Ok(())
    }
}
