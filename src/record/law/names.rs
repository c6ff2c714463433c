//! Laws by the names that people use: reads "artikel 38 wet big" as BWBR0006251 art. 38. The names come from the
//! register's list of laws: its titles, their abbreviations in parentheses, and the column with short names.

use super::{Law, LawKind, locator, notation};
use crate::i18n::{Text, failures};
use crate::suggestion;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Maximum number of words in the name of a law. The limit keeps the search for names linear in the length of the text.
pub(super) const MAX_NAME_WORDS: usize = 24;
/// Maximum number of words of a text to read for one name. Punctuation between spaces counts as a word too.
const MAX_SCANNED_WORDS: usize = 2 * MAX_NAME_WORDS;
/// Maximum length of a word in a name. A longer word of a text is cut to this length, and then matches no name.
const MAX_FOLDED_BYTES: usize = 256;

/// A name of a law: the index of the law, and the name as listed.
pub(super) type Name = (usize, String);

/// The laws of a register, by their names.
#[derive(Debug, Default)]
pub struct LawNames {
    laws: Vec<Law>,
    /// The code and label of each law.
    terms: Vec<(String, Text)>,
    /// The name that notices show for each law.
    shown: Vec<String>,
    /// Maps each key to the names with that key. Also contains the first words of each key, so that a search knows
    /// whether a longer name may follow. Their list is empty, unless they are a name themselves.
    by_key: HashMap<String, Vec<Name>>,
}

/// The names in the label of a law: its title, and any short names that follow in parentheses.
fn names_in_label(label: &str) -> impl Iterator<Item = &str> {
    let (name, short) = match label.split_once('(') {
        Some((name, short)) => (name, short.trim_end().trim_end_matches(')')),
        None => (label, ""),
    };
    std::iter::once(name).chain(short.split(','))
}

/// The name by which people know a law: the first in parentheses, else a short title, else the first short name.
fn shown_name<'a>(label: &'a str, short: Option<&'a str>) -> &'a str {
    let is_short = |name: &&str| name.split(' ').count() <= 2;
    let in_label = names_in_label(label).map(str::trim).skip(1).chain(Some(label).filter(is_short));
    let short = short.into_iter().flat_map(|short| short.split(';')).map(str::trim);
    in_label.chain(short).find(|name| !name.is_empty()).unwrap_or(label)
}

/// All names of a law, from its labels and its column with short names.
pub fn all_names<'a>(nl: &'a str, en: &'a str, short: Option<&'a str>) -> impl Iterator<Item = &'a str> {
    let short = short.into_iter().flat_map(|short| short.split(';'));
    let names = names_in_label(nl).chain(names_in_label(en)).chain(short).map(str::trim);
    names.filter(|name| !name.is_empty())
}

/// The words of a text in lower case, without diacritics and punctuation.
fn folded(text: &str) -> impl Iterator<Item = String> {
    let plain: String = text.nfkd().filter(|character| !is_combining_mark(*character)).collect();
    let words: Vec<String> = plain
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.into_iter()
}

/// Counts the words at the start of a name that people may omit, such as "de", "wet" or "wet op het".
fn optional_words<'a>(words: impl Iterator<Item = &'a str>) -> usize {
    const ARTICLES: &[&str] = &["de", "het", "the"];
    let words: Vec<&str> = words.take(4).collect();
    let has = |at: usize, any_of: &[&str]| words.get(at).is_some_and(|word| any_of.contains(word));
    let start = usize::from(has(0, ARTICLES));
    let [wet, op, article] = [1, 2, 3].map(|count| start.saturating_add(count));
    match (has(start, &["wet"]), has(wet, &["op"]), has(op, ARTICLES)) {
        (false, ..) => start,
        (true, false, _) => wet,
        (true, true, false) => op,
        (true, true, true) => article,
    }
}

fn key(name: &str) -> Vec<String> {
    let words: Vec<String> = folded(name).collect();
    let optional = optional_words(words.iter().map(String::as_str));
    words.into_iter().skip(optional).collect()
}

/// A word of a text: its location, and its parts in lower case, without diacritics and punctuation.
pub(super) struct Word<'a> {
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
    pub parts: Vec<String>,
    pub follows_comma: bool,
}

pub(super) fn split_words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let (mut at, mut follows_comma) = (0_usize, false);
    for piece in text.split_inclusive([' ', ',', '\n', '\t']) {
        let word = piece.trim_end_matches([' ', ',', '\n', '\t']);
        if !word.is_empty() {
            let end = at.saturating_add(word.len());
            let parts = folded(word.get(..word.floor_char_boundary(MAX_FOLDED_BYTES)).unwrap_or_default()).collect();
            words.push(Word { text: word, start: at, end, parts, follows_comma });
            follows_comma = false;
        }
        follows_comma |= piece.ends_with(',');
        at = at.saturating_add(piece.len());
    }
    words
}

/// A place in a text where a law is named: the words from `start` up to `end`.
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    pub names: Vec<Name>,
    /// The law, if the text contains its id instead of a name.
    pub id: Option<Law>,
}

/// Whether a word links an article to its law, as "van" and "de" do in "artikel 38 van de Wet BIG".
pub(super) fn is_link_word(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "van" | "uit" | "in" | "bij" | "of" | "de" | "het" | "the")
}

impl LawNames {
    /// Builds the names from the code, the labels and the short names of each law.
    pub fn new(rows: impl IntoIterator<Item = (String, Text, Option<String>)>) -> Self {
        let mut names = Self::default();
        for (code, label, short) in rows {
            let Ok(law) = Law::parse(&code) else { continue };
            if law.has_name() || law.article.is_some() {
                continue;
            }
            let index = names.laws.len();
            for name in all_names(&label.nl, &label.en, short.as_deref()) {
                names.add(name, index);
            }
            if locator::is_civil_code(&law.source) {
                names.add("BW", index);
                names.add("Burgerlijk Wetboek", index);
            }
            let shown = shown_name(&label.nl, short.as_deref());
            names.shown.push(shown.to_owned());
            names.laws.push(law);
            names.terms.push((code, label));
        }
        names
    }

    fn add(&mut self, name: &str, index: usize) {
        let words = key(name);
        if words.is_empty() || words.len() > MAX_NAME_WORDS {
            return;
        }
        let mut start = String::new();
        for word in &words {
            start.push_str(word);
            self.by_key.entry(start.clone()).or_default();
            start.push(' ');
        }
        let same = self.by_key.entry(words.join(" ")).or_default();
        if !same.iter().any(|(other, known)| *other == index && known == name) {
            same.push((index, name.to_owned()));
        }
    }

    /// The name that notices show; the id if the law is not in the list.
    pub(super) fn short_name(&self, law: &Law) -> String {
        let index = self.laws.iter().position(|known| known.source == law.source);
        index.and_then(|index| self.shown.get(index)).cloned().unwrap_or_else(|| law.name())
    }

    /// Lists the laws with the most similar names; `None` if there are no laws.
    pub(super) fn nearest(&self, name: &str) -> Option<Text> {
        let names = self.by_key.iter().flat_map(|(key, names)| names.iter().map(|(index, _)| (key.as_str(), *index)));
        let near = || suggestion::nearest_by_name(&key(name).join(" "), names, &self.terms);
        (!self.terms.is_empty()).then(near)
    }

    /// Finds the id of a law, or else the longest name of a law, that begins at the word `start`.
    pub(super) fn find_at(&self, text: &str, words: &[Word<'_>], start: usize) -> Option<Found> {
        let word = words.get(start)?;
        if let Some((law, rest)) = text.get(word.start..).and_then(notation::source) {
            let rest = text.len().saturating_sub(rest.len());
            let end = words.iter().skip(start).take_while(|word| word.start < rest).count().saturating_add(start);
            return Some(Found { start, end, names: Vec::new(), id: Some(law) });
        }
        let first_parts = words.iter().skip(start).take(4).map(|word| word.parts.first().map_or("", String::as_str));
        let optional = optional_words(first_parts);
        let mut found = None;
        let mut key = String::new();
        for (at, word) in words.iter().enumerate().skip(start.saturating_add(optional)).take(MAX_SCANNED_WORDS) {
            let mut names = None;
            for part in &word.parts {
                key.push_str(part);
                names = self.by_key.get(&key);
                key.push(' ');
                if names.is_none() {
                    return found;
                }
            }
            if let Some(names) = names.filter(|names| !names.is_empty()) {
                found = Some(Found { start, end: at.saturating_add(1), names: names.clone(), id: None });
            }
        }
        found
    }
    /// Whether the name `next` directly follows the name `last`, and both can be names of the same law.
    fn continues(&self, words: &[Word<'_>], last: &Found, next: &Found) -> bool {
        let laws = |found: &Found| -> Vec<String> {
            let listed = found.names.iter().filter_map(|(index, _)| self.laws.get(*index));
            listed.chain(&found.id).map(|law| law.source.clone()).collect()
        };
        let is_adjacent = last.end == next.start && words.get(next.start).is_some_and(|word| !word.follows_comma);
        is_adjacent && laws(last).iter().any(|law| laws(next).contains(law))
    }

    pub(super) fn find_all(&self, text: &str, words: &[Word<'_>]) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.find_at(text, words, at) {
                Some(law) => {
                    at = law.end;
                    match found.last_mut() {
                        // A title and its abbreviation, as in "Wet open overheid (Woo)", are one name.
                        Some(last) if self.continues(words, last, &law) => last.end = law.end,
                        _ => found.push(law),
                    }
                }
                None => at = at.saturating_add(1),
            }
        }
        found
    }

    /// Chooses the law that a name refers to. `place` is the text before or after the name, such as "boek 7 artikel 3".
    /// If the law is the Civil Code, removes "boek 7" from `place`.
    pub(super) fn resolve(&self, found: &Found, name: &str, place: &mut String) -> Result<Law, Text> {
        if let Some(law) = &found.id {
            return Ok(law.clone());
        }
        let is_civil_code =
            |(index, _): &Name| self.laws.get(*index).is_some_and(|law| locator::is_civil_code(&law.source));
        if matches!(&*key(name).join(" "), "bw" | "burgerlijk wetboek" | "burgerlijk wetboek bw")
            && found.names.iter().any(is_civil_code)
        {
            let book = take_book(place)?
                .ok_or_else(|| failures::civil_code_without_book(name, locator::civil_code_books()))?;
            let source = locator::civil_code_book(&book).ok_or_else(|| failures::no_such_book(&book))?;
            return Ok(Law { kind: LawKind::Bwb, source: source.to_owned(), ..Law::default() });
        }
        let distinct = |names: Vec<&Name>| {
            let mut indices: Vec<usize> = names.into_iter().map(|(index, _)| *index).collect();
            indices.dedup();
            indices
        };
        let is_exact = |listed: &str| folded(listed).eq(folded(name));
        let mut indices = distinct(found.names.iter().collect());
        if indices.len() > 1 {
            let exact = distinct(found.names.iter().filter(|(_, listed)| is_exact(listed)).collect());
            indices = if exact.len() == 1 { exact } else { indices };
        }
        if let [index] = indices[..] {
            return self.laws.get(index).cloned().ok_or_else(|| failures::not_a_law(name));
        }
        let candidates = indices.iter().filter_map(|index| self.terms.get(*index)).collect::<Vec<_>>();
        Err(failures::ambiguous_law_name(name, suggestion::labelled(candidates.into_iter())))
    }
}

/// Returns the number of the book in a reference to the Civil Code: 7 for "boek 7" and for "art. 7:610". Fails if there
/// are several. Removes "boek 7" from `place`, but leaves "art. 7:610" unchanged.
fn take_book(place: &mut String) -> Result<Option<String>, Text> {
    let words: Vec<&str> = place.split_whitespace().collect();
    let is_book = |word: &&str| matches!(word.to_lowercase().as_str(), "boek" | "book");
    if let Some(at) = words.iter().position(is_book) {
        let Some(book) = words.get(at.saturating_add(1)) else { return Ok(None) };
        let book = book.trim_end_matches(',').to_owned();
        let mut before: Vec<&str> = words.iter().take(at).copied().collect();
        before.pop_if(|word| is_link_word(word));
        let rest = before.into_iter().chain(words.iter().skip(at.saturating_add(2)).copied());
        let rest = rest.collect::<Vec<_>>().join(" ");
        place.clear();
        place.push_str(rest.trim_matches([',', ' ']));
        return Ok(Some(book));
    }
    let with_book = |word: &str| -> Option<String> {
        let (before, _) = word.split_once(':')?;
        Some(before.rsplit(|character: char| !character.is_alphanumeric()).next()?.to_owned())
    };
    let has_digit = |word: &&str| word.contains(|character: char| character.is_ascii_digit());
    let numbers = words.iter().copied().filter(has_digit);
    // A later number without a book belongs to the same book, as 611 does in "art. 7:610 en 611 BW".
    let Some(book) = numbers.clone().next().and_then(with_book) else { return Ok(None) };
    if numbers.clone().filter_map(with_book).any(|other| !other.eq_ignore_ascii_case(&book)) {
        let source = locator::civil_code_book(&book).ok_or_else(|| failures::no_such_book(&book))?;
        let articles = numbers.filter(|word| word.contains(':')).collect::<Vec<_>>().join(" ");
        let forms = locator::articles_in(source, &articles).into_iter();
        let forms = forms.map(|(source, article)| format!("{source} art. {article}")).collect::<Vec<_>>();
        return Err(failures::several_books(forms.join("; ")));
    }
    Ok(Some(book))
}
