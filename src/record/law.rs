//! Legal sources as people write them: a national law by its BWB id, EU law by its CELEX number, a
//! collective agreement, or an institution's own rule; the first two with article and paragraph (lid).

use crate::words::{Text, failures};
use std::fmt;

/// What kind of source it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LawKind {
    /// A national law or treaty: `BWB`, `R` or `V`, seven digits. There is no check digit.
    Bwb,
    /// EU law by its CELEX number, such as 32016R0679.
    Celex,
    /// A collective agreement (cao).
    Cao,
    /// A rule that an institution made itself.
    OwnRule,
}

impl LawKind {
    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bwb => "bwb",
            Self::Celex => "celex",
            Self::Cao => "cao",
            Self::OwnRule => "own-rule",
        }
    }
}

/// A place in a legal source.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Law {
    /// The kind of source.
    pub kind: LawKind,
    /// The BWB id, the CELEX number, or the name.
    pub source: String,
    /// The article, such as 7.2.8.
    pub article: Option<String>,
    /// The paragraph (lid), such as 1.
    pub paragraph: Option<String>,
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
        Ok(())
    }
}

impl Law {
    /// Reads one legal source.
    ///
    /// # Errors
    /// Says which forms there are when the text has none of them.
    pub fn parse(text: &str) -> Result<Self, Text> {
        let text = text.trim();
        let refused = || failures::not_a_law(text);
        for (prefix, kind) in
            [("cao:", LawKind::Cao), ("own-rule:", LawKind::OwnRule), ("eigen regel:", LawKind::OwnRule)]
        {
            if let Some(name) = strip_prefix_ignoring_case(text, prefix) {
                let source = name.split_whitespace().collect::<Vec<_>>().join(" ");
                if source.is_empty() || source.contains(';') {
                    return Err(refused());
                }
                return Ok(Self { kind, source, article: None, paragraph: None });
            }
        }
        let mut words = text.split([' ', ',', '\t']).filter(|word| !word.is_empty());
        let first = words.next().ok_or_else(refused)?;
        let (kind, source) = if first.eq_ignore_ascii_case("celex") {
            let source = words.next().ok_or_else(refused)?;
            (LawKind::Celex, source.to_uppercase())
        } else if is_bwb(first) {
            (LawKind::Bwb, first.to_uppercase())
        } else {
            (LawKind::Celex, first.to_uppercase())
        };
        if kind == LawKind::Celex && !is_celex(&source) {
            return Err(refused());
        }
        let mut law = Self { kind, source, article: None, paragraph: None };
        while let Some(word) = words.next() {
            let place = match word.to_lowercase().trim_end_matches('.') {
                "art" | "artikel" | "article" if law.article.is_none() => &mut law.article,
                "lid" | "paragraph" if law.article.is_some() && law.paragraph.is_none() => &mut law.paragraph,
                _ => return Err(refused()),
            };
            let value = words.next().filter(|value| is_place(value)).ok_or_else(refused)?;
            *place = Some(value.to_owned());
        }
        Ok(law)
    }

    /// Reads several, separated by `;`, or by a comma after which another source begins.
    ///
    /// # Errors
    /// As [`Law::parse`], for the first that cannot be read.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, Text> {
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

/// A CELEX number: the sector's digit, four digits for the year, one or two letters, four digits.
fn is_celex(text: &str) -> bool {
    let Some((head, tail)) = text.split_at_checked(5) else {
        return false;
    };
    let letters = tail.bytes().take_while(u8::is_ascii_uppercase).count();
    head.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=2).contains(&letters)
        && tail.len() == letters + 4
        && tail.bytes().skip(letters).all(|byte| byte.is_ascii_digit())
}

fn is_place(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
        && text.chars().all(|character| character.is_alphanumeric() || ".:-/".contains(character))
}
