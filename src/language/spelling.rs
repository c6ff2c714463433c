//! Recognises misspelled words by edit distance.

/// Words of at least this length may contain two slips (typing errors); shorter words may contain one.
const MIN_CHARS_FOR_TWO_SLIPS: usize = 8;
/// Words shorter than this are not corrected, because a single typing error can turn them into too many other words.
const MIN_CHARS: usize = 5;

/// Matches a typed word against known words that differ from it by a slip or two. A slip is an extra, missing or wrong
/// letter, or two letters swapped. The first letter must be the same, because it is rarely mistyped.
pub struct SpellingMatcher<'a> {
    typed: &'a str,
    length: usize,
    letter_set: u32,
}

/// Returns the letters in a word as a set of bits: one bit for each letter from a to z that occurs.
fn letter_set(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |set, letter| set | (1 << (letter - b'a')))
}

impl<'a> SpellingMatcher<'a> {
    pub fn new(typed: &'a str) -> Self {
        Self { typed, length: typed.chars().count(), letter_set: letter_set(typed) }
    }

    pub fn matches(&self, known: &str) -> bool {
        let max_slips = if self.length >= MIN_CHARS_FOR_TWO_SLIPS { 2 } else { 1 };
        // A slip (typing error) changes at most two bits of the letter set, so this cheap test rules out most words.
        let differing = (self.letter_set ^ letter_set(known)).count_ones();
        let known_length = known.chars().count();
        self.length.min(known_length) >= MIN_CHARS
            && differing <= 2 * max_slips
            && self.length.abs_diff(known_length) <= max_slips as usize
            && self.typed.chars().next() == known.chars().next()
            && strsim::osa_distance(self.typed, known) <= max_slips as usize
    }
}
