//! Parses the legal sources that users type. A text may contain several sources. Each source has a name or id. Its
//! articles stand before or after the name, as in `art. 35 Wet BIG` and `Wet BIG art. 35`.

use super::gap::Gap;
use super::names::{Found, LawNames, MAX_NAME_WORDS, Word, is_link_word, split_words};
use super::{Law, agreement, places, tidy, words};
use crate::i18n::{Text, failures};
use std::borrow::Cow;
use std::ops::Range;

/// Maximum length of an unknown name for which to look up similar names.
const MAX_NAME_BYTES: usize = 1_000;

impl LawNames {
    /// Parses the legal sources that a user typed, separated by `;` or a comma. A comma is a separator only if another
    /// source follows it.
    pub fn parse_list(&self, text: &str) -> Result<Vec<Law>, Text> {
        // Accept `&amp;` for `&`, because a reference may be copied from the HTML source of a page.
        let has_url = text.contains("jci1.") || text.contains("://");
        let text = if has_url { Cow::Owned(text.replace("&amp;", "&")) } else { Cow::Borrowed(text) };
        let mut laws: Vec<Law> = Vec::new();
        for part in text.split(';') {
            for chunk in self.split_sources(part) {
                let chunk = tidy(&chunk);
                if chunk.is_empty() {
                    continue;
                }
                match Law::parse_unplaced(&chunk) {
                    Some(law) => laws.push(law?),
                    None => laws.extend(self.parse_chunk(&chunk)?),
                }
                if laws.len() > places::MAX_REFERENCES {
                    return Err(failures::too_many_laws(places::MAX_REFERENCES));
                }
            }
        }
        if laws.is_empty() {
            return Err(failures::not_a_law(text.trim()));
        }
        Law::remove_duplicates(&mut laws);
        Ok(laws)
    }

    /// Parses exactly one legal source.
    pub fn parse_one(&self, text: &str) -> Result<Law, Text> {
        match &mut *self.parse_list(text)? {
            [law] => Ok(std::mem::take(law)),
            _ => Err(failures::several_laws(text.trim())),
        }
    }

    /// Splits a text into sources at commas. A comma separates sources if an address, a Juriconnect reference, an
    /// agreement or an own rule follows it. It also separates such a source from a law that follows. Any other comma
    /// may be part of a name.
    fn split_sources(&self, text: &str) -> Vec<String> {
        let mut chunks: Vec<String> = Vec::new();
        let mut is_unplaced = false;
        for piece in text.split(',') {
            let tidied = tidy(piece);
            let begins_unplaced = Law::parse_unplaced(&tidied).is_some();
            let begins = begins_unplaced || (is_unplaced && self.parse_chunk(&tidied).is_ok());
            match chunks.last_mut() {
                Some(last) if !begins => {
                    last.push(',');
                    last.push_str(piece);
                }
                _ => {
                    chunks.push(piece.to_owned());
                    is_unplaced = begins_unplaced;
                }
            }
        }
        chunks
    }

    /// Parses references to laws by name or id. The articles of each law stand before or after its name.
    fn parse_chunk(&self, text: &str) -> Result<Vec<Law>, Text> {
        let words = split_words(text);
        let found = self.find_all(text, &words);
        let Some(first) = found.first() else {
            return Err(self.not_found(&words, text));
        };
        let mut laws = Vec::new();
        let mut before = 0..first.start;
        for (index, law) in found.iter().enumerate() {
            let (split, end) = match found.get(index.saturating_add(1)) {
                None => (words.len(), words.len()),
                Some(next) => (self.divide(text, &words, &before, law, next)?, next.start),
            };
            if laws.len() > places::MAX_REFERENCES {
                return Err(failures::too_many_laws(places::MAX_REFERENCES));
            }
            laws.extend(self.parse_places(text, &words, &before, law, split)?);
            before = split..end;
        }
        Ok(laws)
    }

    /// Returns the word at which the places (articles, paragraphs and items) of `law` end and those of the next law
    /// begin. Fails if the text can be read in two ways.
    pub(super) fn divide(
        &self,
        text: &str,
        words: &[Word<'_>],
        before: &Range<usize>,
        law: &Found,
        next: &Found,
    ) -> Result<usize, Text> {
        let divisions = Gap::new(words, law, next, !before.is_empty()).divisions();
        if let [only] = divisions[..] {
            return Ok(only);
        }
        let read = |split: usize| -> Option<String> {
            let mut laws = self.parse_places(text, words, before, law, split).ok()?;
            laws.extend(self.parse_places(text, words, &(split..next.start), next, next.end).ok()?);
            Some(laws.iter().map(Law::to_string).collect::<Vec<_>>().join("; "))
        };
        let mut readings = divisions.iter().filter_map(|split| Some((*split, read(*split)?)));
        match (readings.next(), readings.next()) {
            (Some((_, first)), Some((_, second))) => Err(failures::ambiguous_places(text, first, second)),
            (Some((split, _)), None) => Ok(split),
            _ => Ok(next.start),
        }
    }

    /// Parses the places (articles, paragraphs and items) of one law. These are in the words `before` its name, and in
    /// the words after the name up to `end`.
    fn parse_places(
        &self,
        text: &str,
        words: &[Word<'_>],
        before: &Range<usize>,
        law: &Found,
        end: usize,
    ) -> Result<Vec<Law>, Text> {
        let is_followed = end < words.len();
        let places =
            [slice(text, words, before.start, before.end, false), slice(text, words, law.end, end, is_followed)];
        let mut place = places.iter().filter(|place| !place.is_empty()).copied().collect::<Vec<_>>().join(", ");
        // In "Wet BIG en 7.2.8 WEB", the number before the second law can only be an article. So add "art.".
        let is_next = before.start > 0 && !before.is_empty() && words::starts_with_digit(&place);
        if is_next || words::is_bare_article(place.split([' ', ',']).next().unwrap_or_default()) {
            place.insert_str(0, "art. ");
        }
        let name = slice(text, words, law.start, law.end, false);
        let source = self.resolve(law, name, &mut place)?;
        places::parse(&source, &place, text).map_err(|error| {
            let around = words.get(before.clone()).into_iter().chain(words.get(law.end..end)).flatten();
            self.unknown_name(around).unwrap_or(error)
        })
    }

    fn not_found(&self, words: &[Word<'_>], text: &str) -> Text {
        agreement::refuse_article_before_name(text)
            .or_else(|| self.unknown_name(words.iter()))
            .unwrap_or_else(|| failures::not_a_law(text))
    }

    /// The error for words that look like the name of a law but are not in the list; `None` if there are no such words.
    fn unknown_name<'a>(&self, words: impl Iterator<Item = &'a Word<'a>>) -> Option<Text> {
        let is_name = |word: &Word<'_>| {
            let letters = word.text.trim_end_matches(['.', ':', '?', '!']);
            letters.chars().count() > 1
                && letters.chars().all(|character| character.is_alphabetic() || character == '-')
                && !letters.eq_ignore_ascii_case("celex")
                && !words::is_place_word(letters)
                && !is_link_word(letters)
        };
        let mut name = String::new();
        for word in words.skip_while(|word| !is_name(word)).take(MAX_NAME_WORDS) {
            if words::is_article_keyword(word.text) || (word.follows_comma && !name.is_empty()) {
                break;
            }
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(word.text);
        }
        if name.is_empty() {
            return None;
        }
        let is_loose = |word: &str| words::is_conjunction(word) || is_link_word(word);
        while let Some((rest, _)) = name.rsplit_once(' ').filter(|(_, last)| is_loose(last)) {
            name.truncate(rest.len());
        }
        name.truncate(name.floor_char_boundary(MAX_NAME_BYTES));
        let name = name.trim_end_matches(['.', ':', '?', '!']);
        Some(match self.nearest(name) {
            Some(near) => failures::unknown_law_name(name, near),
            None => failures::not_a_law(name),
        })
    }
}

/// Returns the text of the words from `start` up to `end`. Leaves out linking words at both ends, and conjunctions at
/// the start. If another law follows (`is_followed`), also leaves out conjunctions at the end.
fn slice<'a>(text: &'a str, words: &[Word<'_>], start: usize, end: usize, is_followed: bool) -> &'a str {
    let is_conjunction = |word: &Word<'_>| words::is_conjunction(word.text);
    let is_kept = |word: &&Word<'_>| !(is_conjunction(word) || is_link_word(word.text));
    let is_kept_last = |word: &&Word<'_>| !(is_link_word(word.text) || (is_followed && is_conjunction(word)));
    let range = words.get(start..end).unwrap_or_default();
    match (range.iter().find(is_kept), range.iter().rev().find(is_kept_last)) {
        (Some(first), Some(last)) => text.get(first.start..last.end).unwrap_or_default(),
        _ => "",
    }
}
