//! Dutch as search sees it: the words of a text, what is common to their forms, and the parts of compounds.
//! Knows no register and no screen.

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

/// Which rules made the words of an index: the stemmer's algorithms (the date in the version of `frostem`) and a
/// number that goes up when anything else here changes. An index of another version is made anew.
pub const ANALYSIS_VERSION: &str = "dutch-20261016-3";

/// A run of letters of more bytes than this is no word of any language.
const MAX_WORD_BYTES: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    pub folded: String,
}

/// A character in small letters, without accents and other marks, and ligatures taken apart.
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

/// Hands over the words of a text, in order: where each begins and ends, and the word in small letters without
/// accents. A point between digits belongs to the word (7.2.8), and so does a hyphen behind a single letter
/// (e-learning is one word, mbo-student two).
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
    /// What its forms have in common: contract of contracten.
    pub stem: Rc<str>,
    /// The stems of its parts where it is a compound.
    pub parts: Vec<Rc<str>>,
    /// Whether it says nothing of what a text is about.
    pub is_stop_word: bool,
    /// For who keeps a list of words: when it was entered there last.
    pub generation: Cell<u64>,
}

/// Words that the stemmer would unite with another word: each is its own stem, or that of the word beside it.
const STEM_EXCEPTIONS: &[(&str, &str)] = &[
    ("helpende", "helpende"),
    ("helpenden", "helpende"),
    ("ouderen", "ouderen"),
    ("weekend", "weekend"),
    ("weekenden", "weekend"),
    ("weekends", "weekend"),
];

/// Makes of words what search looks by, and remembers them: a text says the same words again and again.
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
    /// So many words at most are remembered.
    const MAX_CACHED_WORDS: usize = 100_000;

    /// What the forms of a word in small letters without accents have in common.
    pub fn stem(&self, folded: &str) -> Rc<str> {
        let exception = STEM_EXCEPTIONS.binary_search_by_key(&folded, |(word, _)| word);
        if let Some((_, stem)) = exception.ok().and_then(|at| STEM_EXCEPTIONS.get(at)) {
            return (*stem).into();
        }
        // Numbers and words of other scripts have no Dutch forms.
        if folded.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            self.stemmer.stem(folded).into()
        } else {
            folded.into()
        }
    }

    /// What search makes of a word in small letters without accents.
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
