//! Reads receipts in the first format, `ruimte:1`, which quotes values as a shell does and has no check digits.

use super::{FIELDS, Found, ParseError, Receipt, is_hash};

pub const PREFIX: &str = "ruimte:1";

/// Parses the receipt at the start of a text, even if a word processor wrapped its lines, replaced straight quotes by
/// curly ones, or capitalised hexadecimal digits.
pub fn parse(text: &str) -> Result<Found, ParseError> {
    parse_quoted(text).ok_or(ParseError::NotFound)
}

fn parse_quoted(text: &str) -> Option<Found> {
    let text =
        text.replace(['\u{2018}', '\u{2019}', '\u{201a}'], "'").replace(['\u{201c}', '\u{201d}', '\u{201e}'], "\"");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let text = lines.join(" ");
    // The receipt ends with the digits of `result`. Ignore any text after them.
    let (head_text, tail) = text.split_once(" result=")?;
    let digits = tail.find(|character: char| !character.is_ascii_hexdigit()).unwrap_or(tail.len());
    let words = shlex::split(&format!("{head_text} result={}", tail.get(..digits)?))?;
    let field = |name: &str| {
        words.iter().skip(1).find_map(|word| word.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
    };
    let hash = |name: &str| is_hash(&field(name)?.to_ascii_lowercase());
    let receipt = Receipt {
        register: hash("register")?,
        command: shlex::split(&field("command")?)?.iter().map(|word| unescape_word(word)).collect::<Option<_>>()?,
        rule: field("rule")?,
        as_of: field("as-of"),
        reference_date: field("reference-date"),
        day: field("day")?,
        entry: field("entry")?.parse().ok()?,
        head: hash("head")?,
        result: hash("result")?,
    };
    let (mut known, mut ignored_fields) = (Vec::new(), Vec::new());
    for word in words.iter().skip(1) {
        let name = word.split_once('=').map_or(word.as_str(), |(name, _)| name);
        if FIELDS.contains(&name) && !known.contains(&name) {
            known.push(name);
        } else {
            ignored_fields.push(name.to_owned());
        }
    }
    Some(Found { receipt, before: String::new(), after: tail.get(digits..)?.to_owned(), ignored_fields })
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
