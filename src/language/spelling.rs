//! Words that differ by a slip of the keys.

/// A word of so many letters may differ by two slips; a shorter one by one.
const MIN_CHARS_FOR_TWO_SLIPS: usize = 8;
/// A shorter word has too many neighbours to guess.
const MIN_CHARS: usize = 5;

/// A word that nobody wrote before, and may have been meant for another: with a letter too many, too few, wrong, or
/// two that changed places; two such slips in a word of eight letters or more. The first letter is seldom the slip.
pub struct SpellingMatcher<'a> {
    typed: &'a str,
    length: usize,
    letter_set: u32,
}

/// Which letters of the alphabet a word has, a bit each.
fn letter_set(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |set, letter| set | (1 << (letter - b'a')))
}

impl<'a> SpellingMatcher<'a> {
    /// A word that was typed.
    pub fn new(typed: &'a str) -> Self {
        Self { typed, length: typed.chars().count(), letter_set: letter_set(typed) }
    }

    /// Whether it may have been meant for a word that is known.
    pub fn matches(&self, known: &str) -> bool {
        let max_slips = if self.length >= MIN_CHARS_FOR_TWO_SLIPS { 2 } else { 1 };
        // A slip changes two letters at most; that is quick to see, and leaves few words to compare.
        let differing = (self.letter_set ^ letter_set(known)).count_ones();
        let known_length = known.chars().count();
        self.length.min(known_length) >= MIN_CHARS
            && differing <= 2 * max_slips
            && self.length.abs_diff(known_length) <= max_slips as usize
            && self.typed.chars().next() == known.chars().next()
            && strsim::osa_distance(self.typed, known) <= max_slips as usize
    }
}
