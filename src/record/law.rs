//! Parses legal sources as people write them: a national law by its BWB id, EU law by its CELEX number, a collective
//! agreement, or an institution's own rule. A BWB id or CELEX number may be followed by an article, paragraph (lid),
//! item (onder) and version date.
//!
//! [`Law::parse`] gives every spelling of a source the same form. Older versions of this program stored some sources in
//! another spelling, which remains in the records and the journal. Therefore [`Law::from_stored`] preserves the stored
//! spelling, and comparisons use [`Law::key`].

mod agreement;
mod gap;
mod locator;
mod names;
mod notation;
mod places;
mod prose;
mod reference;
mod typed;
mod words;

pub use names::{LawNames, all_names};
pub use places::MAX_REFERENCES;

use crate::i18n::{Text, failures};
use crate::language::is_invisible;
use jiff::civil::Date;
use std::collections::HashSet;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

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
        if self.kind == LawKind::Celex {
            f.write_str("CELEX ")?;
        }
        f.write_str(&self.name())?;
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

/// Prefixes of sources that have a name instead of a number.
const NAME_PREFIXES: &[(&str, LawKind)] = &[
    ("cao:", LawKind::Cao),
    ("own-rule:", LawKind::OwnRule),
    ("own rule:", LawKind::OwnRule),
    ("eigen regel:", LawKind::OwnRule),
];

impl Law {
    /// Parses one legal source: free text, a Juriconnect reference, or the address of an official text.
    pub fn parse(text: &str) -> Result<Self, Text> {
        let text = &*tidy(text);
        Self::parse_unplaced(text).unwrap_or_else(|| notation::parse(text))
    }

    /// Parses a Juriconnect reference, an address, a collective agreement or an institution's own rule; returns `None`
    /// if the text looks like none of these.
    fn parse_unplaced(text: &str) -> Option<Result<Self, Text>> {
        if let Some(result) = reference::parse(text) {
            return Some(result);
        }
        let named = |kind, name| {
            if kind == LawKind::Cao
                && let Some(error) = agreement::refuse_article(text, name)
            {
                return Some(Err(error));
            }
            Some(Self::named(kind, name).ok_or_else(|| failures::not_a_law(text)))
        };
        for (prefix, kind) in NAME_PREFIXES {
            if let Some(name) = strip_prefix_ignoring_case(text, prefix) {
                return named(*kind, name);
            }
        }
        // Accept the name of an agreement without a prefix, such as "Cao VVT".
        strip_prefix_ignoring_case(text, "cao ").and_then(|_| named(LawKind::Cao, text))
    }

    fn named(kind: LawKind, name: &str) -> Option<Self> {
        let mut source = name.split_whitespace().collect::<Vec<_>>().join(" ");
        // Use one spelling for the word "cao", with which the name of a collective agreement usually begins.
        if kind == LawKind::Cao
            && let Some(rest) = strip_prefix_ignoring_case(&source, "cao ")
        {
            source = format!("Cao {rest}");
        }
        (!source.is_empty() && !source.contains(';')).then(|| Self { kind, source, ..Self::default() })
    }

    /// Parses a text written by [`fmt::Display`], and preserves its spelling even if [`Law::parse`] would change it.
    pub fn from_stored(text: &str) -> Option<Self> {
        for (prefix, kind) in NAME_PREFIXES {
            if let Some(source) = text.strip_prefix(prefix) {
                return Some(Self { kind: *kind, source: source.trim_start().to_owned(), ..Self::default() });
            }
        }
        let mut law = Self::default();
        let mut rest = text;
        if let Some((before, day)) = rest.strip_suffix(')').and_then(|text| text.rsplit_once(" (")) {
            law.valid_on = Some(day.to_owned());
            rest = before;
        }
        for (name, part) in [(" onder ", &mut law.item), (" lid ", &mut law.paragraph), (" art. ", &mut law.article)] {
            if let Some((before, value)) = rest.rsplit_once(name) {
                *part = Some(value.to_owned());
                rest = before;
            }
        }
        rest.strip_prefix("CELEX ").unwrap_or(rest).clone_into(&mut law.source);
        law.kind = if is_bwb(&law.source) { LawKind::Bwb } else { LawKind::Celex };
        (law.kind == LawKind::Bwb || is_celex(&law.source)).then_some(law)
    }

    /// Returns the same source, spelled as [`Law::parse`] would spell it.
    #[must_use]
    pub fn normalized(&self) -> Self {
        let mut law = match self.kind {
            LawKind::Bwb => None,
            LawKind::Celex => celex(&self.source),
            LawKind::Cao | LawKind::OwnRule => Self::named(self.kind, &tidy(&self.source)),
        }
        .unwrap_or_else(|| Self { kind: self.kind, source: self.source.clone(), ..Self::default() });
        // Leave a part unchanged if it is invalid, because an older version of this program accepted such parts.
        let part = |value: &Option<String>, normalize: &dyn Fn(&str) -> Option<String>| {
            value.as_deref().map(|value| normalize(value).unwrap_or_else(|| value.to_owned()))
        };
        law.article = part(&self.article, &|value| locator::article(&self.source, value));
        law.paragraph = part(&self.paragraph, &locator::paragraph);
        law.item = part(&self.item, &|value| {
            value.split(' ').map(locator::item).collect::<Option<Vec<_>>>().map(|items| items.join(" "))
        });
        law.valid_on = self.valid_on.clone().or(law.valid_on);
        law
    }

    /// Returns the law without article, paragraph, item and date: the text of the register's column `law`.
    pub fn name(&self) -> String {
        match self.kind {
            LawKind::Bwb | LawKind::Celex => self.source.clone(),
            LawKind::Cao => format!("cao: {}", self.source),
            LawKind::OwnRule => format!("own-rule: {}", self.source),
        }
    }

    /// Whether the source is identified by a name instead of a number.
    pub const fn has_name(&self) -> bool {
        matches!(self.kind, LawKind::Cao | LawKind::OwnRule)
    }

    /// The form in which sources are compared: normalized, with the name in lower case.
    #[must_use]
    pub fn key(&self) -> Self {
        let mut key = self.normalized();
        if key.has_name() {
            key.source = key.source.to_lowercase();
        }
        key
    }

    /// Whether `cited` is this source or a part of it. An article, paragraph, item or date that this source lacks
    /// matches any value in `cited`. Both sources must be in the form that [`Law::key`] returns.
    pub fn covers(&self, cited: &Self) -> bool {
        let same = |own: &Option<String>, other: &Option<String>| own.is_none() || own == other;
        self.kind == cited.kind
            && self.source == cited.source
            && same(&self.article, &cited.article)
            && same(&self.paragraph, &cited.paragraph)
            && same(&self.item, &cited.item)
            && same(&self.valid_on, &cited.valid_on)
    }

    /// Normalises the number of an article of this law. Fails if `text` is not exactly one article. The error is a
    /// message that suggests valid forms, or `None` if `text` contains no article.
    fn checked_article(&self, text: &str) -> Result<String, Option<Text>> {
        locator::article(&self.source, text).ok_or_else(|| self.not_an_article(text))
    }

    fn not_an_article(&self, text: &str) -> Option<Text> {
        let forms: Vec<String> = locator::articles_in(&self.source, text)
            .into_iter()
            .map(|(source, article)| Self { source, article: Some(article), ..self.clone() }.to_string())
            .collect();
        (!forms.is_empty()).then(|| failures::not_an_article(text, forms.join("; ")))
    }

    pub fn remove_duplicates(laws: &mut Vec<Self>) {
        let mut known = HashSet::new();
        laws.retain(|law| known.insert(law.key()));
    }
}

/// Removes invisible characters and replaces special spaces and hyphens, which web pages and word processors produce.
fn tidy(text: &str) -> String {
    let plain = text.chars().filter(|character| !is_invisible(*character)).map(|character| match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other if other.is_whitespace() => ' ',
        other => other,
    });
    plain.nfc().collect::<String>().trim().to_owned()
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

/// Parses a CELEX number. The number of a consolidated text, 02016R0679-20160504, becomes 32016R0679 with a date.
fn celex(text: &str) -> Option<Law> {
    let upper = text.to_ascii_uppercase();
    let (number, day) = upper.split_once('-').map_or((upper.as_str(), None), |(number, day)| (number, Some(day)));
    let law = |source: String, valid_on| {
        is_celex(&source).then(|| Law { kind: LawKind::Celex, source, valid_on, ..Law::default() })
    };
    match (number.strip_prefix('0'), day) {
        (None, None) => law(upper, None),
        (Some(rest), None) => law(format!("3{rest}"), None),
        (Some(rest), Some(day)) => {
            let (year, month_and_day) = day.split_at_checked(4)?;
            let (month, day) = month_and_day.split_at_checked(2)?;
            law(format!("3{rest}"), Some(parse_day(&format!("{year}-{month}-{day}"))?))
        }
        (None, Some(_)) => None,
    }
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
