//! Dutch text analysis for search: tokenisation, stemming, stop words and compound splitting. This module does not
//! depend on the register or on any output.

mod compound;
mod spelling;
mod stop_words;

pub use compound::{is_compound_part, split_compound};
pub use spelling::SpellingMatcher;
pub use stop_words::is_stop_word;

use frostem::{Algorithm, Stemmer};
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Version of the text analysis: a date and a number. The date is that of the stemming algorithm in `frostem`. Raise
/// the number if anything else in this module changes. An index that another version built is rebuilt.
pub const ANALYSIS_VERSION: &str = "dutch-20261016-3";

/// Longer runs of letters are ignored, because no language has words of this length.
const MAX_WORD_BYTES: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Byte offset in the text at which the word starts.
    pub start: usize,
    /// Byte offset in the text just after the end of the word.
    pub end: usize,
    pub folded: String,
}

/// Folds a character for matching: converts it to lower case, removes accents and other marks, and expands ligatures.
fn fold_into(character: char, folded: &mut String) {
    if character.is_ascii() {
        folded.push(character.to_ascii_lowercase());
        return;
    }
    if matches!(character, 'ß' | 'ẞ') {
        folded.push_str("ss");
        return;
    }
    for part in std::iter::once(character).nfkd().filter(|part| !is_combining_mark(*part)) {
        folded.extend(part.to_lowercase().filter(|part| part.is_alphanumeric()));
    }
}

pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for_each_word(text, |start, end, folded| words.push(Word { start, end, folded: folded.to_owned() }));
    words
}

/// Visits the words of a text in order. Passes the start and end of each word in bytes, and the word itself in lower
/// case without accents. A full stop between digits does not end a word (7.2.8). A hyphen after a single letter does
/// not end a word either: e-learning is one word, but mbo-student is two words.
pub fn for_each_word(text: &str, mut visit: impl FnMut(usize, usize, &str)) {
    let mut folded = String::new();
    let (mut start, mut end) = (0, 0);
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character.is_alphanumeric() || (!folded.is_empty() && is_combining_mark(character)) {
            if folded.is_empty() {
                start = at;
            }
            fold_into(character, &mut folded);
            end = at + character.len_utf8();
            continue;
        }
        if folded.is_empty() {
            continue;
        }
        let continues = match (character, characters.peek().map(|(_, next)| *next)) {
            ('.', Some(next)) => next.is_ascii_digit() && folded.ends_with(|last: char| last.is_ascii_digit()),
            ('-', Some(next)) => next.is_alphabetic() && folded.len() == 1 && folded.starts_with(char::is_alphabetic),
            _ => false,
        };
        if continues {
            if character == '.' {
                folded.push('.');
            }
            continue;
        }
        if folded.len() <= MAX_WORD_BYTES {
            visit(start, end, &folded);
        }
        folded.clear();
    }
    if !folded.is_empty() && folded.len() <= MAX_WORD_BYTES {
        visit(start, end, &folded);
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordAnalysis {
    /// The form that all inflections of the word share: contract for contracten.
    pub stem: Rc<str>,
    /// The stems of the compound's parts; empty if the word is not a compound.
    pub parts: Vec<Rc<str>>,
    pub is_stop_word: bool,
    /// The number of the last write to the search index that stored this word; see `Lexicon`.
    pub generation: Cell<u64>,
}

/// Words that the stemmer would give the stem of an unrelated word, each with its correct stem. Sorted by word.
const STEM_EXCEPTIONS: &[(&str, &str)] = &[
    ("helpende", "helpende"),
    ("helpenden", "helpende"),
    ("ouderen", "ouderen"),
    ("weekend", "weekend"),
    ("weekenden", "weekend"),
    ("weekends", "weekend"),
];

/// Analyses words, and caches the results because the same words occur in many texts.
pub struct Analyser {
    stemmer: Stemmer,
    cache: HashMap<String, Rc<WordAnalysis>>,
}

impl Default for Analyser {
    fn default() -> Self {
        Self { stemmer: Stemmer::new(Algorithm::Dutch), cache: HashMap::new() }
    }
}

impl Analyser {
    const MAX_CACHED_WORDS: usize = 100_000;

    /// Returns the stem of a word that is in lower case without accents.
    pub fn stem(&self, folded: &str) -> Rc<str> {
        let exception = STEM_EXCEPTIONS.binary_search_by_key(&folded, |(word, _)| word);
        if let Some((_, stem)) = exception.ok().and_then(|at| STEM_EXCEPTIONS.get(at)) {
            return (*stem).into();
        }
        // The Dutch stemmer does not apply to numbers or to words in other scripts.
        if folded.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            self.stemmer.stem(folded).into()
        } else {
            folded.into()
        }
    }

    /// Analyses a word that is in lower case without accents.
    pub fn analyse(&mut self, folded: &str) -> Rc<WordAnalysis> {
        if let Some(known) = self.cache.get(folded) {
            return known.clone();
        }
        if self.cache.len() >= Self::MAX_CACHED_WORDS {
            self.cache.clear();
        }
        let stem = self.stem(folded);
        let mut parts: Vec<Rc<str>> = split_compound(folded).into_iter().map(|part| self.stem(part)).collect();
        parts.dedup();
        let analysed =
            Rc::new(WordAnalysis { stem, parts, is_stop_word: is_stop_word(folded), generation: Cell::new(0) });
        self.cache.insert(folded.to_owned(), analysed.clone());
        analysed
    }
}
