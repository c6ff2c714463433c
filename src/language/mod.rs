//! Dutch as search sees it: the words of a text, what is common to their forms, and the parts of compounds.
//! Knows no register and no screen.

mod compound;
mod near;
mod stop;

pub use compound::{is_part, parts};
pub use near::Near;
pub use stop::is_stop;

use frostem::{Algorithm, Stemmer};
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Which rules made the words of an index: the stemmer's algorithms (the date in the version of `frostem`) and a
/// number that goes up when anything else here changes. An index of another version is made anew.
pub const VERSION: &str = "dutch-20261016-3";

/// A run of letters of more bytes than this is no word of any language.
const LONGEST: usize = 64;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
    /// The word in small letters without accents.
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

/// The words of a text, in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    each_word(text, |start, end, folded| words.push(Word { start, end, folded: folded.to_owned() }));
    words
}

/// Hands over the words of a text, in order: where each begins and ends, and the word in small letters without
/// accents. A point between digits belongs to the word (7.2.8), and so does a hyphen behind a single letter
/// (e-learning is one word, mbo-student two).
pub fn each_word(text: &str, mut take: impl FnMut(usize, usize, &str)) {
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
        let goes_on = match (character, characters.peek().map(|(_, next)| *next)) {
            ('.', Some(next)) => {
                next.is_ascii_digit() && folded.ends_with(|last: char| last.is_ascii_digit())
            }
            ('-', Some(next)) => {
                next.is_alphabetic() && folded.len() == 1 && folded.starts_with(char::is_alphabetic)
            }
            _ => false,
        };
        if goes_on {
            if character == '.' {
                folded.push('.');
            }
            continue;
        }
        if folded.len() <= LONGEST {
            take(start, end, &folded);
        }
        folded.clear();
    }
    if !folded.is_empty() && folded.len() <= LONGEST {
        take(start, end, &folded);
    }
}

/// What search makes of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Analysed {
    /// What its forms have in common: contract of contracten.
    pub stem: Rc<str>,
    /// The stems of its parts where it is a compound.
    pub parts: Vec<Rc<str>>,
    /// Whether it says nothing of what a text is about.
    pub is_stop: bool,
    /// For who keeps a list of words: when it was entered there last.
    pub entered: Cell<u64>,
}

/// Words that the stemmer would unite with another word: each is its own stem, or that of the word beside it.
const APART: &[(&str, &str)] = &[
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
    known: HashMap<String, Rc<Analysed>>,
}

impl Default for Analyser {
    fn default() -> Self {
        Self { stemmer: Stemmer::new(Algorithm::Dutch), known: HashMap::new() }
    }
}

impl Analyser {
    /// So many words at most are remembered.
    const MOST: usize = 100_000;

    /// What the forms of a word in small letters without accents have in common.
    pub fn stem(&self, folded: &str) -> Rc<str> {
        let apart = APART.binary_search_by_key(&folded, |(word, _)| word);
        if let Some((_, stem)) = apart.ok().and_then(|at| APART.get(at)) {
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
    pub fn analyse(&mut self, folded: &str) -> Rc<Analysed> {
        if let Some(known) = self.known.get(folded) {
            return known.clone();
        }
        if self.known.len() >= Self::MOST {
            self.known.clear();
        }
        let stem = self.stem(folded);
        let mut parts: Vec<Rc<str>> = parts(folded).into_iter().map(|part| self.stem(part)).collect();
        parts.dedup();
        let analysed = Rc::new(Analysed { stem, parts, is_stop: is_stop(folded), entered: Cell::new(0) });
        self.known.insert(folded.to_owned(), analysed.clone());
        analysed
    }
}
