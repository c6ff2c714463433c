//! Parses legal sources as people write them: a national law by its BWB id, EU law by its CELEX number, a collective
//! agreement, or an institution's own rule. A BWB id or CELEX number may be followed by an article, paragraph (lid),
//! item (onder) and version date.

mod reference;

use crate::i18n::{Text, failures};
use jiff::civil::Date;
use std::borrow::Cow;
use std::fmt;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LawKind {
    /// A national law or treaty, such as BWBR0007625: `BWB`, then `R` or `V`, then seven digits. It has no check digit.
    #[default]
    Bwb,
    /// EU law by its CELEX number, such as 32016R0679.
    Celex,
    /// A collective agreement (cao).
    Cao,
    OwnRule,
}

impl LawKind {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bwb => "bwb",
            Self::Celex => "celex",
            Self::Cao => "cao",
            Self::OwnRule => "own-rule",
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Law {
    pub kind: LawKind,
    pub source: String,
    /// The article, such as 7.2.8.
    pub article: Option<String>,
    /// The paragraph (lid), such as 1.
    pub paragraph: Option<String>,
    /// The item (onder), such as `a`. A space separates nested items, such as `a 1°`.
    pub item: Option<String>,
    /// The date that selects a version of the text, in ISO 8601; `None` if not specified.
    pub valid_on: Option<String>,
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            LawKind::Bwb => f.write_str(&self.source)?,
            LawKind::Celex => write!(f, "CELEX {}", self.source)?,
            LawKind::Cao => write!(f, "cao: {}", self.source)?,
            LawKind::OwnRule => write!(f, "own-rule: {}", self.source)?,
        }
        if let Some(article) = &self.article {
            write!(f, " art. {article}")?;
        }
        if let Some(paragraph) = &self.paragraph {
            write!(f, " lid {paragraph}")?;
        }
        if let Some(item) = &self.item {
            write!(f, " onder {item}")?;
        }
        if let Some(day) = &self.valid_on {
            write!(f, " ({day})")?;
        }
        Ok(())
    }
}

impl Law {
    /// Parses one legal source: free text, a Juriconnect reference, or the address of an official text.
    pub fn parse(text: &str) -> Result<Self, Text> {
        let text = text.trim();
        if let Some(result) = reference::parse(text) {
            return result;
        }
        let not_a_law = || failures::not_a_law(text);
        for (prefix, kind) in [
            ("cao:", LawKind::Cao),
            ("own-rule:", LawKind::OwnRule),
            ("own rule:", LawKind::OwnRule),
            ("eigen regel:", LawKind::OwnRule),
        ] {
            if let Some(name) = strip_prefix_ignoring_case(text, prefix) {
                let source = name.split_whitespace().collect::<Vec<_>>().join(" ");
                if source.is_empty() || source.contains(';') {
                    return Err(not_a_law());
                }
                return Ok(Self { kind, source, ..Self::default() });
            }
        }
        // Split at every kind of white space, because text from a web page may contain non-breaking spaces.
        let is_separator = |character: char| character.is_whitespace() || character == ',';
        let mut words = text.split(is_separator).filter(|word| !word.is_empty()).peekable();
        let first = words.next().ok_or_else(not_a_law)?;
        let (kind, source) = if first.eq_ignore_ascii_case("celex") {
            let source = words.next().ok_or_else(not_a_law)?;
            (LawKind::Celex, source.to_uppercase())
        } else if is_bwb(first) {
            (LawKind::Bwb, first.to_uppercase())
        } else {
            (LawKind::Celex, first.to_uppercase())
        };
        if kind == LawKind::Celex && !is_celex(&source) {
            return Err(not_a_law());
        }
        let mut law = Self { kind, source, ..Self::default() };
        while let Some(word) = words.next() {
            match keyword(word) {
                Some(Part::Article) if law.article.is_none() => {
                    law.article = Some(words.next().filter(|text| is_locator(text)).ok_or_else(not_a_law)?.to_owned());
                }
                Some(Part::Paragraph) if law.article.is_some() && law.paragraph.is_none() && law.item.is_none() => {
                    law.paragraph =
                        Some(words.next().filter(|text| is_locator(text)).ok_or_else(not_a_law)?.to_owned());
                }
                Some(Part::Item) if law.article.is_some() && law.item.is_none() => {
                    let mut items = vec![words.next().filter(|text| is_item(text)).ok_or_else(not_a_law)?];
                    while let Some(deeper) = words.next_if(|text| keyword(text).is_none() && is_item(text)) {
                        items.push(deeper);
                    }
                    law.item = Some(items.join(" "));
                }
                _ => {
                    let day = word.strip_prefix('(').and_then(|word| word.strip_suffix(')'));
                    let day = day.filter(|_| words.peek().is_none()).ok_or_else(not_a_law)?;
                    law.valid_on = Some(parse_day(day).ok_or_else(|| failures::no_such_date(day))?);
                }
            }
        }
        Ok(law)
    }

    /// Parses several sources, separated by `;` or a comma. A comma is a separator only if a valid source follows it.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, Text> {
        // Accept `&amp;` for `&`, because a reference may be copied from the HTML source of a page.
        let has_url = text.contains("jci1.") || text.contains("://");
        let text = if has_url { Cow::Owned(text.replace("&amp;", "&")) } else { Cow::Borrowed(text) };
        let mut pieces: Vec<String> = Vec::new();
        for part in text.split(';') {
            let mut open: Option<String> = None;
            for piece in part.split(',') {
                match &mut open {
                    Some(before) if Self::parse(piece).is_err() => {
                        before.push(',');
                        before.push_str(piece);
                    }
                    _ => pieces.extend(open.replace(piece.to_owned())),
                }
            }
            pieces.extend(open);
        }
        let mut laws: Vec<Self> = Vec::new();
        for piece in pieces.iter().filter(|piece| !piece.trim().is_empty()) {
            let law = Self::parse(piece)?;
            if !laws.contains(&law) {
                laws.push(law);
            }
        }
        if laws.is_empty() {
            return Err(failures::not_a_law(text.trim()));
        }
        Ok(laws)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Article,
    Paragraph,
    Item,
}

fn keyword(word: &str) -> Option<Part> {
    Some(match word.to_lowercase().trim_end_matches('.') {
        "art" | "artikel" | "article" => Part::Article,
        "lid" | "paragraph" => Part::Paragraph,
        "onder" | "onderdeel" | "sub" => Part::Item,
        _ => return None,
    })
}

fn parse_day(text: &str) -> Option<String> {
    let day: Date = text.parse().ok()?;
    (text.len() == 10 && day.year() > 0).then(|| day.to_string())
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..)).flatten()
}

fn is_bwb(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    upper.len() == 11
        && (upper.starts_with("BWBR") || upper.starts_with("BWBV"))
        && upper.bytes().skip(4).all(|byte| byte.is_ascii_digit())
}

/// A CELEX number: one digit for the sector, four for the year, one or two letters, four digits.
fn is_celex(text: &str) -> bool {
    let Some((head, tail)) = text.split_at_checked(5) else {
        return false;
    };
    let letters = tail.bytes().take_while(u8::is_ascii_uppercase).count();
    head.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=2).contains(&letters)
        && tail.len() == letters.saturating_add(4)
        && tail.bytes().skip(letters).all(|byte| byte.is_ascii_digit())
}

fn is_locator(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
        && text.chars().all(|character| character.is_alphanumeric() || ".:-/".contains(character))
}

/// An item consists of letters or digits, optionally followed by a degree sign: `a`, `1°`.
fn is_item(text: &str) -> bool {
    let digits = text.strip_suffix('°').unwrap_or(text);
    !digits.is_empty() && digits.chars().all(char::is_alphanumeric)
}
