//! Divides the words that stand between two laws in a text. The first of these words name places (articles, paragraphs
//! or items) in the first law, and the rest name places in the second law. In "art. 35 Wet BIG en 7.2.8 WEB", the 7.2.8
//! is an article of the second law.

use super::locator;
use super::names::{Found, Word};
use super::words::{Part, is_article_keyword, is_bare_article, is_conjunction, keyword, starts_with_digit};

/// The words between two laws, from `start` up to `end`.
pub struct Gap<'a> {
    words: &'a [Word<'a>],
    start: usize,
    end: usize,
    /// Whether the first law has its article before its name, as in "art. 35 Wet BIG".
    is_placed: bool,
    /// Whether the second law has its article after its name, as in "WEB art. 7.2.8".
    is_next_placed: bool,
}

impl<'a> Gap<'a> {
    pub fn new(words: &'a [Word<'a>], law: &Found, next: &Found, is_placed: bool) -> Self {
        let is_next_placed = words.get(next.end).is_some_and(|word| is_article_keyword(word.text));
        Self { words, start: law.end, end: next.start, is_placed, is_next_placed }
    }

    /// Returns the words at which the gap (the words between two laws) may be divided, the likeliest first. The text is
    /// ambiguous if several of these divisions can be parsed.
    pub fn divisions(&self) -> Vec<usize> {
        let is_article = |at: &usize| self.words.get(*at).is_some_and(|word| is_article_keyword(word.text));
        let is_joined = !self.is_separated(self.end);
        let begins_next = |at: &usize| self.is_placed || (self.is_separated(*at) && is_joined);
        if let Some(at) = (self.start..self.end).rev().find(is_article).filter(begins_next) {
            return vec![at];
        }
        let numbers: Vec<usize> = (self.start..self.end).filter(|at| self.is_number(*at)).collect();
        if !is_joined {
            // In "art. 35 Wet BIG, 38, AVG", the 38 may be an article of the AVG, although a comma follows it.
            let may_be_next = self.is_placed && !self.is_next_placed && self.follows_comma(self.end);
            return std::iter::once(self.end).chain(numbers.into_iter().filter(|_| may_be_next)).collect();
        }
        // In "AVG 9.1, 7.2.8 WEB", the 9.1 is an article of the AVG, because it directly follows that name.
        let later: Vec<usize> = numbers.iter().copied().filter(|at| self.is_placed || *at != self.start).collect();
        match (&*later, &*numbers) {
            ([only], _) if !self.is_next_placed && !self.may_be_listed(*only) => vec![*only],
            ([], _) if !self.is_next_placed && (is_article(&self.start) || !numbers.is_empty()) => {
                vec![self.end, self.start]
            }
            _ => later.into_iter().chain([self.end]).collect(),
        }
    }

    fn is_separated(&self, at: usize) -> bool {
        let previous = at.checked_sub(1).and_then(|previous| self.words.get(previous));
        self.follows_comma(at) || previous.is_some_and(|word| is_conjunction(word.text))
    }

    fn follows_comma(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.follows_comma)
    }

    /// Whether a word is the number of an article although no keyword such as "art." stands before it.
    fn is_number(&self, at: usize) -> bool {
        let is_beside_name = |word: &str| at == self.start && (self.is_placed || is_bare_article(word));
        self.words.get(at).is_some_and(|word| {
            starts_with_digit(word.text)
                && locator::ordinal(word.text).is_none()
                && locator::article("", word.text).is_some()
                && (self.is_separated(at) || is_beside_name(word.text))
        })
    }

    /// Whether a number may be one of several paragraphs or items, as 2 in "lid 1 en 2".
    fn may_be_listed(&self, at: usize) -> bool {
        let words = self.words.get(self.start..at).unwrap_or_default();
        let last = words.iter().rposition(|word| keyword(word.text).is_some());
        last.is_some_and(|last| {
            let number = words.get(last.saturating_add(1));
            match words.get(last).and_then(|word| keyword(word.text)) {
                Some(Part::Paragraph) => number.is_some_and(|word| starts_with_digit(word.text)),
                part => part == Some(Part::Item),
            }
        })
    }
}
