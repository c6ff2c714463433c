//! Splits a text into pieces: `SentencePiece` with a unigram model (Kudo 2018, "Subword regularization"). Of all ways
//! to split a word into pieces of the vocabulary, takes the most probable one.

use crate::model_file::Vocabulary;

/// The number of the piece that begins each text.
pub const BEGIN: u32 = 0;
/// The number of the piece that ends each text.
pub const END: u32 = 1;
/// The number of the piece that stands for a character that no piece contains.
const UNKNOWN: u32 = 2;
/// The number of the first piece of the vocabulary.
const FIRST_PIECE: u32 = 3;
/// Marks the beginning of a word in the pieces of the vocabulary.
const WORD_START: char = '\u{2581}';
/// The score of an unknown character is that of the least frequent piece minus this number. Scores are logarithms of
/// probabilities.
const UNKNOWN_PENALTY: f32 = 10.0;

pub struct Tokenizer {
    vocabulary: Vocabulary,
    unknown_score: f32,
    /// For each byte, the index of the first piece that begins with this byte or a larger one.
    first_with_byte: [usize; 257],
}

/// The most probable way to split the beginning of a word.
#[derive(Clone, Copy)]
struct Split {
    score: f32,
    /// Where the last piece starts.
    start: usize,
    piece: u32,
}

impl Tokenizer {
    pub fn new(vocabulary: Vocabulary) -> Self {
        let scores = (0..vocabulary.count).map(|index| vocabulary.scores.f32(index));
        let unknown_score = scores.fold(f32::MAX, f32::min) - UNKNOWN_PENALTY;
        let mut tokenizer = Self { vocabulary, unknown_score, first_with_byte: [0; 257] };
        for byte in 0..=256 {
            let count = tokenizer.vocabulary.count;
            tokenizer.first_with_byte[byte] = tokenizer.partition(0, count, 0, |first| usize::from(first) < byte);
        }
        tokenizer
    }

    fn piece(&self, index: usize) -> &'static [u8] {
        let start = if index == 0 { 0 } else { self.vocabulary.ends.u32(index - 1) as usize };
        &self.vocabulary.text.0[start..self.vocabulary.ends.u32(index) as usize]
    }

    /// Finds the first piece from `low` to `high` whose byte at `offset` does not satisfy `less`. Returns its index, or
    /// `high` if there is no such piece. The pieces must be sorted by that byte, because this is a binary search.
    fn partition(&self, mut low: usize, mut high: usize, offset: usize, less: impl Fn(u8) -> bool) -> usize {
        while low < high {
            let middle = usize::midpoint(low, high);
            if less(self.piece(middle)[offset]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Returns the numbers of the pieces of a text, without [`BEGIN`] and [`END`].
    pub fn tokens(&self, text: &str) -> Vec<u32> {
        let mut normalized = String::with_capacity(text.len() + 8);
        for character in text.chars() {
            self.normalize(character, &mut normalized);
        }
        // No piece contains a blank, so each word is split on its own. Several blanks count as one.
        let mut tokens = Vec::new();
        let mut word = String::new();
        for part in normalized.split(' ').filter(|part| !part.is_empty()) {
            word.clear();
            word.push(WORD_START);
            word.push_str(part);
            self.split_word(&word, &mut tokens);
        }
        tokens
    }

    /// Appends a character in the form that the vocabulary uses: without ligatures, full-width forms and the like.
    fn normalize(&self, character: char, normalized: &mut String) {
        if character.is_ascii() && !character.is_ascii_control() {
            normalized.push(character);
        } else if let Some(replacement) = self.replacement(character) {
            normalized.push_str(replacement);
        } else if matches!(character, '\t' | '\n' | '\r') {
            normalized.push(' ');
        } else {
            normalized.push(character);
        }
    }

    /// Looks a character up in the sorted lines of replacements.
    fn replacement(&self, character: char) -> Option<&'static str> {
        let lines = self.vocabulary.replacements;
        let (mut low, mut high) = (0, lines.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let start =
                lines.as_bytes()[low..middle].iter().rposition(|byte| *byte == b'\n').map_or(low, |at| low + at + 1);
            let end =
                lines.as_bytes()[start..high].iter().position(|byte| *byte == b'\n').map_or(high, |at| start + at);
            let (known, replacement) = lines[start..end].split_once('\t')?;
            match known.chars().next()?.cmp(&character) {
                std::cmp::Ordering::Equal => return Some(replacement),
                std::cmp::Ordering::Less => low = end + 1,
                std::cmp::Ordering::Greater => high = start,
            }
        }
        None
    }

    /// Splits a word with the Viterbi algorithm, from the first byte to the last. Appends the numbers of its pieces.
    fn split_word(&self, word: &str, tokens: &mut Vec<u32>) {
        let bytes = word.as_bytes();
        let mut best = vec![Split { score: f32::MIN, start: 0, piece: UNKNOWN }; bytes.len() + 1];
        best[0].score = 0.0;
        for (start, character) in word.char_indices() {
            let score = best[start].score;
            let mut offer = |end: usize, score: f32, piece: u32| {
                if score > best[end].score {
                    best[end] = Split { score, start, piece };
                }
            };
            // Narrow the pieces down to those that begin with the next byte, the next two bytes, and so on.
            let first = usize::from(bytes[start]);
            let (mut low, mut high) = (self.first_with_byte[first], self.first_with_byte[first + 1]);
            let mut length = 1;
            while low < high {
                // The pieces are sorted, so a piece that ends here comes before the longer pieces with the same
                // beginning.
                if self.piece(low).len() == length {
                    if word.is_char_boundary(start + length) {
                        offer(start + length, score + self.vocabulary.scores.f32(low), FIRST_PIECE + low as u32);
                    }
                    low += 1;
                }
                let Some(next) = bytes.get(start + length) else { break };
                low = self.partition(low, high, length, |byte| byte < *next);
                high = self.partition(low, high, length, |byte| byte <= *next);
                length += 1;
            }
            offer(start + character.len_utf8(), score + self.unknown_score, UNKNOWN);
        }
        let first = tokens.len();
        let mut end = bytes.len();
        while end > 0 {
            tokens.push(best[end].piece);
            end = best[end].start;
        }
        tokens[first..].reverse();
    }
}
