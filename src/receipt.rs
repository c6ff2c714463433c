//! A receipt makes it possible to recompute a number years later. A receipt holds the register's id, the command, the
//! counting rule, the last journal entry with its hash, and a digest of the result. The journal's hash chain can be
//! checked against a receipt that is stored elsewhere.
//!
//! A receipt is `ruimte:2` followed by fields such as `entry=12`, separated by spaces. Values are percent-encoded: they
//! contain no space, quotation mark or equals sign, so a receipt remains intact in a letter or an e-mail. The last
//! field, `check`, is a digest of everything before it, and reveals that a receipt was changed by hand. Receipts in the
//! previous format, `ruimte:1`, are still accepted.

// Guard against overflow, because users paste receipts, and the numbers in them can have any value.
#![warn(clippy::arithmetic_side_effects, missing_docs)]

mod format_1;

use crate::hex;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Receipts show only this number of digits of each hash.
const HASH_DIGITS: usize = 32;
/// Number of hexadecimal digits in the field `check`.
const CHECK_DIGITS: usize = 16;
/// Marks the start of a receipt; the number is the version of the format.
const PREFIX: &str = "ruimte:2";
/// Marks the start of a receipt in any format.
const ANY_PREFIX: &str = "ruimte:";
/// Percent-encodes all characters except letters, digits and the ones below. `+` and `~` are encoded too, because they
/// have a special meaning in a receipt.
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b':').remove(b'/').remove(b',').remove(b'@');
/// Separates the command-line arguments in a receipt.
const WORD_SEPARATOR: char = '+';
/// Stands for an empty command-line argument in a receipt.
const EMPTY_WORD: &str = "~";

/// Limits on the search for a receipt in a text, so that no text takes long to search: the number of places where a
/// receipt may begin, and the length of a receipt.
const MAX_CANDIDATES: usize = 100;
const MAX_RECEIPT_BYTES: usize = 1 << 18;

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

/// A receipt that was found in a text, with the text around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The receipt itself.
    pub receipt: Receipt,
    /// The text before the receipt.
    pub before: String,
    /// The text after the receipt.
    pub after: String,
    /// Names of unknown or repeated fields, which were ignored. Empty for a receipt in the current format.
    pub ignored_fields: Vec<String>,
}

/// Why no valid receipt was found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// The text has no complete receipt.
    NotFound,
    /// The text has a receipt that does not match its check digits, or that has an unknown or repeated field.
    Altered,
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.body();
        write!(f, "{body} check={}", check_digits(&body))
    }
}

impl Receipt {
    /// The text of the receipt up to its check digits, which are a digest of this text.
    fn body(&self) -> String {
        let words: Vec<String> = self.command.iter().map(|word| encode_word(word)).collect();
        let mut text = format!(
            "{PREFIX} register={} command={} rule={}",
            self.register,
            words.join(&WORD_SEPARATOR.to_string()),
            encode(&self.rule)
        );
        for (name, value) in [("as-of", &self.as_of), ("reference-date", &self.reference_date)] {
            if let Some(value) = value {
                text.push_str(&format!(" {name}={}", encode(value)));
            }
        }
        let day = encode(&self.day);
        text.push_str(&format!(" day={day} entry={} head={} result={}", self.entry, self.head, self.result));
        text
    }

    /// Finds and parses the first receipt in a text. Accepts changes by word processors and mail programs: wrapped or
    /// quoted (`>`) lines, dashes for hyphens, and another case of the prefix or of hexadecimal digits.
    pub fn parse(text: &str) -> Result<Found, ParseError> {
        // Lowercasing ASCII preserves lengths, so positions in the lowercase copy are valid in `text`.
        let lowercase = text.to_ascii_lowercase();
        for (start, _) in lowercase.match_indices(ANY_PREFIX).take(MAX_CANDIDATES) {
            let end = text.floor_char_boundary(start.saturating_add(MAX_RECEIPT_BYTES));
            let (Some(before), Some(receipt)) = (text.get(..start), text.get(start..end)) else { continue };
            let version = lowercase.get(start..).unwrap_or_default();
            let parsed = if version.starts_with(PREFIX) {
                parse_fields(receipt.get(PREFIX.len()..).unwrap_or_default())
            } else if version.starts_with(format_1::PREFIX) {
                format_1::parse(receipt)
            } else {
                continue;
            };
            match parsed {
                Err(ParseError::NotFound) => {}
                Ok(found) => {
                    let after = found.after + text.get(end..).unwrap_or_default();
                    return Ok(Found { before: before.to_owned(), after, ..found });
                }
                altered => return altered,
            }
        }
        Err(ParseError::NotFound)
    }
}

/// Parses the fields of a receipt in the current format, up to and including `check`.
fn parse_fields(text: &str) -> Result<Found, ParseError> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut rest = text;
    let (check, after) = loop {
        let is_separator = |character: char| character.is_whitespace() || character == '>';
        let tail = rest.trim_start_matches(is_separator);
        if fields.is_empty() && tail.len() == rest.len() {
            return Err(ParseError::NotFound);
        }
        if let Some(digits) = tail.strip_prefix("check=") {
            break take_hex_digits(digits, CHECK_DIGITS).ok_or(ParseError::NotFound)?;
        }
        let end = tail.find(is_separator).ok_or(ParseError::NotFound)?;
        let (token, more) = tail.split_at_checked(end).ok_or(ParseError::NotFound)?;
        match (token.split_once('='), fields.last_mut()) {
            (Some((name, value)), _) => fields.push((restore_hyphens(name).to_ascii_lowercase(), value.to_owned())),
            // The token continues the previous value: a line was wrapped in the middle of that value.
            (None, Some((_, value))) => value.push_str(token),
            (None, None) => return Err(ParseError::NotFound),
        }
        rest = more;
    };
    let receipt = receipt_from_fields(&fields).ok_or(ParseError::NotFound)?;
    let names = fields.iter().enumerate();
    let is_repeated = names.clone().any(|(at, (name, _))| fields.iter().take(at).any(|(other, _)| other == name));
    if is_repeated || fields.iter().any(|(name, _)| !FIELDS.contains(&name.as_str())) {
        return Err(ParseError::Altered);
    }
    if check != check_digits(&receipt.body()) {
        return Err(ParseError::Altered);
    }
    Ok(Found { receipt, before: String::new(), after: after.to_owned(), ignored_fields: Vec::new() })
}

const FIELDS: &[&str] = &["register", "command", "rule", "as-of", "reference-date", "day", "entry", "head", "result"];

/// Builds a receipt from the encoded values of its fields. Returns `None` if a field is missing or cannot be read.
fn receipt_from_fields(fields: &[(String, String)]) -> Option<Receipt> {
    let raw = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| restore_hyphens(value));
    let optional = |name: &str| raw(name).map_or(Some(None), |value| decode(&value).map(Some));
    let hash = |name: &str| is_hash(&raw(name)?.to_ascii_lowercase());
    let command = raw("command")?;
    let words = command.split(WORD_SEPARATOR).filter(|_| !command.is_empty());
    Some(Receipt {
        register: hash("register")?,
        command: words.map(decode_word).collect::<Option<_>>()?,
        rule: decode(&raw("rule")?)?,
        as_of: optional("as-of")?,
        reference_date: optional("reference-date")?,
        day: decode(&raw("day")?)?,
        entry: raw("entry")?.parse().ok()?,
        head: hash("head")?,
        result: hash("result")?,
    })
}

/// Returns the text if it has the form of a shortened hash.
fn is_hash(text: &str) -> Option<String> {
    (text.len() == HASH_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| text.to_owned())
}

/// Restores hyphens that word processors replaced, and removes the invisible characters that they added. Values are
/// unaffected, because any dash or invisible character in a value is percent-encoded.
fn restore_hyphens(value: &str) -> String {
    value
        .replace(['\u{2010}', '\u{2011}'], "-")
        .replace(['\u{2013}', '\u{2014}'], "--")
        .replace(['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}'], "")
}

/// Splits off `count` hexadecimal digits, and returns them in lower case. Ignores white space and `>` between digits.
fn take_hex_digits(text: &str, count: usize) -> Option<(String, &str)> {
    let mut digits = String::new();
    for (at, character) in text.char_indices() {
        if digits.len() == count {
            return Some((digits, text.get(at..)?));
        }
        if character.is_ascii_hexdigit() {
            digits.push(character.to_ascii_lowercase());
        } else if !character.is_whitespace() && character != '>' {
            return None;
        }
    }
    (digits.len() == count).then_some((digits, ""))
}

fn encode(value: &str) -> String {
    utf8_percent_encode(value, ENCODED).to_string()
}

fn encode_word(word: &str) -> String {
    if word.is_empty() { EMPTY_WORD.to_owned() } else { encode(word) }
}

fn decode(value: &str) -> Option<String> {
    Some(percent_decode_str(value).decode_utf8().ok()?.into_owned())
}

fn decode_word(word: &str) -> Option<String> {
    if word == EMPTY_WORD { Some(String::new()) } else { decode(word) }
}

fn check_digits(body: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(body).into();
    hex::encode(&digest).chars().take(CHECK_DIGITS).collect()
}

/// Shortens a hash to the digits that receipts show.
pub fn short_hash(hash: &[u8]) -> String {
    hex::encode(hash.get(..HASH_DIGITS / 2).unwrap_or(hash))
}
