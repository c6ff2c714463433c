//! Folds a text to a simpler form, in which spellings that look the same are equal. Also finds the original text from
//! which a part of the folded text comes.

use super::is_invisible;
use std::ops::Range;
use unicode_normalization::char::decompose_compatible;

/// Entities that HTML and Markdown may contain. Lists only the characters that occur in addresses and numbers.
const ENTITIES: &[(&str, char)] = &[
    ("commat", '@'),
    ("dash", '-'),
    ("hyphen", '-'),
    ("lowbar", '_'),
    ("lpar", '('),
    ("nbsp", ' '),
    ("ndash", '-'),
    ("num", '#'),
    ("period", '.'),
    ("plus", '+'),
    ("rpar", ')'),
    ("shy", '\u{ad}'),
    ("sol", '/'),
];
/// Limit on the bytes of an entity, which bounds the search for its end.
const MAX_ENTITY_BYTES: usize = 12;

pub struct Folded {
    pub text: String,
    /// For each character of the original that was not dropped: its offset in `text`, and its offset in the original.
    starts: Vec<(u32, u32)>,
    original_length: usize,
}

impl Folded {
    /// Replaces full-width forms, ligatures, entities and backslash escapes of Markdown by the ordinary characters that
    /// a reader sees. Drops invisible characters. Keeps case, line breaks and accents.
    pub fn plain(original: &str) -> Self {
        Self::new(original, |character, folded| {
            if is_styled(character) {
                decompose_compatible(character, |part| folded.push(part));
            } else {
                folded.push(character);
            }
        })
    }

    /// Like `plain`, but also ignores case, the kind of quotes and hyphens, and the kind and number of blanks. Accents
    /// become separate characters after their letters.
    pub fn comparable(original: &str) -> Self {
        Self::new(original, |character, folded| {
            let character = unify_mark(character);
            decompose_compatible(character, |part| match unify_mark(part) {
                blank if blank.is_whitespace() => folded.push_str(if folded.ends_with(' ') { "" } else { " " }),
                part => folded.extend(part.to_lowercase()),
            });
        })
    }

    fn new(original: &str, fold: impl Fn(char, &mut String)) -> Self {
        let mut folded = Self { text: String::new(), starts: Vec::new(), original_length: original.len() };
        let mut at = 0;
        while let Some(rest) = original.get(at..).filter(|rest| !rest.is_empty()) {
            let Some((character, length)) = first_character(rest) else { break };
            let before = folded.text.len();
            if !is_invisible(character) {
                fold(character, &mut folded.text);
            }
            if folded.text.len() > before {
                let position = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                folded.starts.push((position(before), position(at)));
            }
            at += length;
        }
        folded
    }

    /// Returns the range of the original from which a range of `text` comes. The range in the original ends where the
    /// next visible character starts.
    pub fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.starts.partition_point(|(at, _)| *at as usize <= range.start).saturating_sub(1);
        let end = self.starts.partition_point(|(at, _)| (*at as usize) < range.end);
        let original = |index: usize| self.starts.get(index).map_or(self.original_length, |(_, at)| *at as usize);
        original(start)..original(end)
    }
}

/// Whether a character is a variant of ordinary characters, such as a full-width letter or a ligature. Fractions,
/// superscripts and ellipses do not count as variants: for example, `m²` does not mean `m2`.
pub const fn is_styled(character: char) -> bool {
    matches!(character,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{2011}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
        | '\u{fb00}'..='\u{fb06}' | '\u{fe50}'..='\u{fe6b}' | '\u{ff01}'..='\u{ff5e}' | '\u{1d400}'..='\u{1d7ff}')
}

const fn unify_mark(character: char) -> char {
    match character {
        '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' | 'ʹ' | 'ʼ' => '\'',
        '“' | '”' | '„' | '‟' | '″' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        other => other,
    }
}

/// Returns the first character of a text as a reader sees it, and the number of bytes that it takes. An entity or an
/// escaped character counts as one character.
fn first_character(text: &str) -> Option<(char, usize)> {
    let mut characters = text.chars();
    let first = characters.next()?;
    let marked_up = match first {
        '\\' => characters.next().filter(char::is_ascii_punctuation).map(|next| (next, 1 + next.len_utf8())),
        '&' => entity(text),
        _ => None,
    };
    Some(marked_up.unwrap_or((first, first.len_utf8())))
}

fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(MAX_ENTITY_BYTES).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let character = match name.strip_prefix('#') {
        Some(number) => numeric_entity(number)?,
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((character, end + 1))
}

/// Returns the character with the number of an HTML entity: `64` or `x40` for `@`.
pub fn numeric_entity(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?).filter(|character| *character != '\0')
}
