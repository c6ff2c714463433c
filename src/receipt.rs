//! A receipt makes it possible to recompute a number years later. A receipt holds the register's id, the command, the
//! counting rule, the last journal entry with its hash, and a digest of the result. The journal's hash chain can be
//! checked against a receipt that is stored elsewhere.

// Guard against overflow, because users paste receipts, and the numbers in them can have any value.
#![warn(clippy::arithmetic_side_effects, missing_docs)]

use crate::hex;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt;

/// Receipts show only this number of digits of each hash.
const HASH_DIGITS: usize = 32;
/// Marks the start of a receipt; the number is the version of the format.
const PREFIX: &str = "ruimte:1";

/// A parsed receipt. Its `Display` form is one line of text, the same in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The id of the register, 32 hexadecimal digits.
    pub register: String,
    /// The command and its filter, as command-line arguments.
    pub command: Vec<String>,
    /// The counting rule and its version, such as `totals/1`. Old receipts hold a name and a hash instead.
    pub rule: String,
    /// The value of `--as-of`, as the user typed it.
    pub as_of: Option<String>,
    /// The value of `--reference-date`, in ISO 8601.
    pub reference_date: Option<String>,
    /// The date that was treated as today, in ISO 8601.
    pub day: String,
    /// The number of the last journal entry when the receipt was made.
    pub entry: i64,
    /// The first digits of the hash of journal entry `entry`.
    pub head: String,
    /// The first digits of the digest of the rows.
    pub result: String,
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quote = |text: &str| shlex::try_quote(text).map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned);
        let command: Vec<String> = self.command.iter().map(|word| escape_word(word)).collect();
        let command = shlex::try_join(command.iter().map(String::as_str)).unwrap_or_default();
        write!(f, "{PREFIX} register={} command={} rule={}", self.register, quote(&command), quote(&self.rule))?;
        for (name, value) in [("as-of", &self.as_of), ("reference-date", &self.reference_date)] {
            if let Some(value) = value {
                write!(f, " {name}={}", quote(value))?;
            }
        }
        write!(f, " day={} entry={} head={} result={}", self.day, self.entry, self.head, self.result)
    }
}

impl Receipt {
    /// Finds and parses a receipt in a text, even if a word processor wrapped the lines, replaced straight quotes by
    /// curly ones, or capitalised the hexadecimal digits. Returns None if the receipt is incomplete.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.get(text.find(PREFIX)?..)?;
        let text =
            text.replace(['\u{2018}', '\u{2019}', '\u{201a}'], "'").replace(['\u{201c}', '\u{201d}', '\u{201e}'], "\"");
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let text = lines.join(" ");
        // A receipt ends with the digits of its `result`; ignore any text after them.
        let (head_text, tail) = text.split_once(" result=")?;
        let digits = tail.find(|character: char| !character.is_ascii_hexdigit()).unwrap_or(tail.len());
        let words = shlex::split(&format!("{head_text} result={}", tail.get(..digits)?))?;
        let field = |name: &str| {
            words.iter().skip(1).find_map(|word| word.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
        };
        let hex = |name: &str| {
            let text = field(name)?.to_ascii_lowercase();
            (text.len() == HASH_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(text)
        };
        Some(Self {
            register: hex("register")?,
            command: shlex::split(&field("command")?)?.iter().map(|word| unescape_word(word)).collect::<Option<_>>()?,
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

/// Percent-encodes invisible characters and line breaks.
fn escape_word(word: &str) -> String {
    let mut text = String::new();
    for character in word.chars() {
        let is_plain = character.is_alphanumeric() || character.is_ascii_punctuation() || character == ' ';
        if is_plain && character != '%' {
            text.push(character);
        } else {
            text.extend(utf8_percent_encode(character.encode_utf8(&mut [0; 4]), NON_ALPHANUMERIC));
        }
    }
    text
}

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

/// Shortens a hash to the digits that receipts show.
pub fn short_hash(hash: &[u8]) -> String {
    hex::encode(hash.get(..HASH_DIGITS / 2).unwrap_or(hash))
}
