//! Words that differ by a slip of the keys.

/// A word of so many letters may differ by two slips; a shorter one by one.
const LONG: usize = 8;
/// A shorter word has too many neighbours to guess.
const SHORTEST: usize = 5;

/// A word that nobody wrote before, and may have been meant for another: with a letter too many, too few, wrong, or
/// two that changed places; two such slips in a word of eight letters or more. The first letter is seldom the slip.
pub struct Near<'a> {
    typed: &'a str,
    length: usize,
    letters: u32,
}

/// Which letters of the alphabet a word has, a bit each.
fn letters(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |letters, letter| letters | (1 << (letter - b'a')))
}

impl<'a> Near<'a> {
    /// A word that was typed.
    pub fn new(typed: &'a str) -> Self {
        Self { typed, length: typed.chars().count(), letters: letters(typed) }
    }

    /// Whether it may have been meant for a word that is known.
    pub fn is(&self, known: &str) -> bool {
        let most = if self.length >= LONG { 2 } else { 1 };
        // A slip changes two letters at most; that is quick to see, and leaves few words to compare.
        let differing = (self.letters ^ letters(known)).count_ones();
        let known_length = known.chars().count();
        self.length.min(known_length) >= SHORTEST
            && differing <= 2 * most
            && self.length.abs_diff(known_length) <= most as usize
            && self.typed.chars().next() == known.chars().next()
            && strsim::osa_distance(self.typed, known) <= most as usize
    }
}
