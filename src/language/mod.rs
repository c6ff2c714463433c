//! Dutch text analysis for search: tokenisation, stemming, stop words and compound splitting. This module does not
//! depend on the register or on any output.

mod collation;
mod compound;
mod folding;
mod literal;
mod sentences;
mod spelling;
mod stop_words;

pub use collation::sort_key;
pub use compound::{is_compound_part, split_compound};
pub use folding::{Folded, is_styled, numeric_entity};
pub use literal::find_literal;
pub use sentences::sentence_ends;
pub use spelling::SpellingMatcher;
pub use stop_words::is_stop_word;

use frostem::{Algorithm, Stemmer};
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Version of the text analysis: a date and a number. The date comes from the version of `frostem`, the stemmer. Raise
/// the number after any other change to the analysis, so that existing indexes are rebuilt.
pub const ANALYSIS_VERSION: &str = "dutch-20261016-4";

/// Maximum length of a word. Longer runs of letters are ignored, because no language has words of this length.
const MAX_WORD_BYTES: usize = 64;
/// Only this many bytes of a run of letters are folded (simplified for matching). They suffice to see that the run, and
/// the part after its hyphen, are too long to be words.
const MAX_FOLDED_BYTES: usize = 4 * MAX_WORD_BYTES;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Byte offset in the text at which the word starts.
    pub start: usize,
    /// Byte offset in the text just after the end of the word.
    pub end: usize,
    pub folded: String,
}

/// Whether a character shows nothing, such as a soft hyphen or a zero-width joiner. Text that is copied from web pages
/// contains such characters. The list is Unicode's property `Default_Ignorable_Code_Point`, with two additions: marks
/// for annotations, and the blank Braille pattern.
pub const fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Returns the ASCII letters for a letter that Unicode does not decompose, such as `ss` for `ß`.
const fn expand_letter(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' => "d",
        _ => return None,
    })
}

/// Folds a character for matching: converts it to lower case, removes accents and other marks, and expands ligatures.
fn fold_into(character: char, folded: &mut String) {
    if character.is_ascii() {
        folded.push(character.to_ascii_lowercase());
        return;
    }
    if let Some(letters) = expand_letter(character) {
        folded.push_str(letters);
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

/// Like [`words`], but without words that are part of another word: e-consult yields only econsult, not also consult.
pub fn whole_words(text: &str) -> Vec<Word> {
    let mut words = words(text);
    let mut end = 0;
    words.retain(|word| word.end > std::mem::replace(&mut end, word.end));
    words
}

/// Returns the beginning of a text with at most `max` words. Counts the parts of words such as 7.2.8 separately. Does
/// not fold the text, because some characters fold to many.
pub fn first_words(text: &str, max: usize) -> &str {
    let (mut count, mut is_inside) = (0, false);
    let end = text.char_indices().find(|(_, character)| {
        let is_continued = is_inside && (is_combining_mark(*character) || is_invisible(*character));
        let is_word = character.is_alphanumeric();
        count += usize::from(is_word && !is_inside);
        is_inside = is_word || is_continued;
        count > max
    });
    end.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// Calls `visit` for each word: its start and end in bytes, and the word itself in lower case without accents.
///
/// A full stop between digits does not end a word (7.2.8), nor does an ampersand after a single letter (R&D). Invisible
/// characters are skipped. A hyphen ends a word (mbo-student is two words), except after a single letter. For
/// e-consult, `visit` gets two overlapping words, econsult and consult. A search for either one finds the text.
pub fn for_each_word(text: &str, mut visit: impl FnMut(usize, usize, &str)) {
    let mut folded = String::new();
    // Where the part after a hyphen begins: its offset in the text, and its offset in the folded word.
    let mut tail: Option<(usize, usize)> = None;
    let (mut start, mut end) = (0, 0);
    let mut finish = |start: usize, end: usize, tail: &mut Option<(usize, usize)>, folded: &mut String| {
        let tail = tail.take().and_then(|(at, from)| Some((at, folded.get(from..)?)));
        for (start, word) in std::iter::once((start, &**folded)).chain(tail) {
            if (1..=MAX_WORD_BYTES).contains(&word.len()) {
                visit(start, end, word);
            }
        }
        folded.clear();
    };
    let mut characters = text.char_indices().filter(|(_, character)| !is_invisible(*character)).peekable();
    while let Some((at, character)) = characters.next() {
        if character.is_alphanumeric() || (!folded.is_empty() && is_combining_mark(character)) {
            if folded.is_empty() {
                start = at;
            }
            if folded.len() < MAX_FOLDED_BYTES {
                fold_into(character, &mut folded);
            } else {
                // A word of this length is skipped, so its letters no longer matter. Remember only whether it ends with
                // a digit, because a full stop after a digit may be part of the word.
                folded.truncate(folded.floor_char_boundary(MAX_FOLDED_BYTES));
                if character.is_numeric() {
                    fold_into(character, &mut folded);
                } else if !is_combining_mark(character) {
                    folded.push('x');
                }
            }
            end = at + character.len_utf8();
            continue;
        }
        if folded.is_empty() {
            continue;
        }
        let is_letter = folded.len() == 1 && folded.starts_with(char::is_alphabetic);
        match (character, characters.peek().copied()) {
            ('.', Some((_, next))) if next.is_ascii_digit() && folded.ends_with(|last: char| last.is_ascii_digit()) => {
                folded.push('.');
            }
            ('&', Some((_, next))) if is_letter && next.is_alphabetic() => {}
            ('-' | '\u{2010}' | '\u{2011}', Some((at, next))) if is_letter && next.is_alphabetic() => {
                tail = Some((at, folded.len()));
            }
            _ => finish(start, end, &mut tail, &mut folded),
        }
    }
    finish(start, end, &mut tail, &mut folded);
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordAnalysis {
    /// The form that all inflections of the word share: contract for contracten.
    pub stem: Rc<str>,
    /// The stems of the compound's parts; empty if the word is not a compound.
    pub parts: Vec<Rc<str>>,
    pub is_stop_word: bool,
    /// The number of the write that most recently stored this word in the search index; see `Lexicon`.
    pub generation: Cell<u64>,
}

/// Words that the stemmer reduces to the stem of an unrelated word, and their correct stems. Sorted by word.
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
