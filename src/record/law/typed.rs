//! Parses the legal sources that users type. A text may contain several sources. Each source has a name or id. Its
//! articles stand before or after the name, as in `art. 35 Wet BIG` and `Wet BIG art. 35`.

use super::names::{LawNames, MAX_NAME_WORDS, Word, is_link_word, split_words};
use super::{Law, agreement, places, tidy, words};
use crate::i18n::{Text, failures};
use std::borrow::Cow;

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

    /// Splits a text at the comma before an address, a Juriconnect reference, an agreement or an own rule. Also splits
    /// it at the comma before a law that follows one of these. Any other comma may be part of a name.
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

    /// Parses references to laws by name or id, each with the places before or after it.
    fn parse_chunk(&self, text: &str) -> Result<Vec<Law>, Text> {
        let words = split_words(text);
        let found = self.find_all(text, &words);
        let Some(first) = found.first() else {
            return Err(self.not_found(&words, text));
        };
        let mut laws = Vec::new();
        let mut before = 0..first.start;
        for (index, law) in found.iter().enumerate() {
            let next = found.get(index.saturating_add(1));
            let end = next.map_or(words.len(), |next| next.start);
            let split = match next {
                Some(_) => split_gap(&words, law.end, end, !before.is_empty()),
                None => end,
            };
            let places = [
                slice(text, &words, before.start, before.end, false),
                slice(text, &words, law.end, split, next.is_some()),
            ];
            let mut place = places.iter().filter(|place| !place.is_empty()).copied().collect::<Vec<_>>().join(", ");
            if begins_with_bare_article(&place) {
                place.insert_str(0, "art. ");
            }
            let name = slice(text, &words, law.start, law.end, false);
            let source = self.resolve(law, name, &mut place)?;
            if laws.len() > places::MAX_REFERENCES {
                return Err(failures::too_many_laws(places::MAX_REFERENCES));
            }
            laws.extend(places::parse(&source, &place, text).map_err(|error| {
                let around = words.get(before.clone()).into_iter().chain(words.get(law.end..split)).flatten();
                self.unknown_name(around).unwrap_or(error)
            })?);
            before = split..end;
        }
        Ok(laws)
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

/// Whether a place begins with a number such as `7.2.8` or `7:610`. Such a number can only be an article, so lawyers
/// leave out the word "artikel".
fn begins_with_bare_article(place: &str) -> bool {
    let first = place.split([' ', ',']).next().unwrap_or_default();
    let parts: Vec<&str> = first.split(['.', ':']).collect();
    let is_number = |part: &&str| part.starts_with(|digit: char| digit.is_ascii_digit());
    // A date ends with a year.
    let is_date = parts.len() == 3 && parts.last().is_some_and(|year| year.len() == 4);
    parts.len() > 1 && parts.iter().all(is_number) && !is_date
}

fn is_separated(words: &[Word<'_>], at: usize) -> bool {
    let previous = at.checked_sub(1).and_then(|previous| words.get(previous));
    words.get(at).is_some_and(|word| word.follows_comma)
        || previous.is_some_and(|word| words::is_conjunction(word.text))
}

/// Divides the words between two laws. Returns the index of the first word that belongs to the second law.
fn split_gap(words: &[Word<'_>], start: usize, end: usize, is_placed: bool) -> usize {
    let is_article = |at: &usize| words.get(*at).is_some_and(|word| words::is_article_keyword(word.text));
    let begins_next = |at: &usize| is_placed || (is_separated(words, *at) && !is_separated(words, end));
    (start..end).rev().find(is_article).filter(begins_next).unwrap_or(end)
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
