//! Cuts the texts of a record into passages that are short enough for one vector. Each passage begins with the title.

use crate::record::{Attribute, Entity, Record, factsheet, obstacle, scheme};

/// A record with at most this many words is one passage.
const MAX_WORDS: usize = 250;
/// The number of words in each passage of a longer record, not counting the title.
const PASSAGE_WORDS: usize = 120;
/// The number of words that a passage shares with the one before it. A sentence that one passage cuts off is then
/// usually whole in the other.
const SHARED_WORDS: usize = 30;
/// Maximum number of passages of a record: some 3,000 words. Limits the time that an extremely long record takes.
const MAX_PASSAGES: usize = 32;
/// A longer run of characters without a blank is cut into words of this length.
const MAX_WORD_CHARS: usize = 40;

/// The title of a record of this kind, and the texts in which people look for an answer.
const fn embedded_attributes(entity: Entity) -> (&'static Attribute, &'static [&'static Attribute]) {
    match entity {
        Entity::Factsheet => (&factsheet::TITLE, &[&factsheet::SUMMARY, &factsheet::BODY]),
        Entity::Scheme => (&scheme::TITLE, &[]),
        _ => (&obstacle::TITLE, &[&obstacle::QUESTION, &obstacle::ANSWER]),
    }
}

/// Whether the passages of the record depend on this attribute.
pub fn is_embedded(entity: Entity, attribute: &Attribute) -> bool {
    let (title, texts) = embedded_attributes(entity);
    std::iter::once(&title).chain(texts).any(|embedded| embedded.name == attribute.name)
}

pub struct Passage {
    pub title: String,
    pub text: String,
}

impl Passage {
    /// The text whose vector is stored.
    pub fn embedded_text(&self) -> String {
        format!("{} {}", self.title, self.text)
    }
}

/// Returns the passages of a record, in the order of its texts.
pub fn passages_of(record: &Record) -> Vec<Passage> {
    let (title, texts) = embedded_attributes(record.entity());
    let title = words(record.text(title).unwrap_or_default(), PASSAGE_WORDS);
    let limit = MAX_PASSAGES * PASSAGE_WORDS;
    let mut all = Vec::new();
    for text in texts.iter().filter_map(|attribute| record.text(attribute)) {
        all.extend(words(text, limit - all.len().min(limit)));
    }
    let title = title.join(" ");
    windows(&all).map(|window| Passage { title: title.clone(), text: window.join(" ") }).collect()
}

/// Cuts a question into parts of at most 250 words, and returns the first ones: at most `limit`.
pub fn parts_of_question(text: &str, limit: usize) -> Vec<String> {
    words(text, limit * MAX_WORDS).chunks(MAX_WORDS).map(|part| part.join(" ")).collect()
}

fn windows(words: &[String]) -> impl Iterator<Item = &[String]> {
    let size = if words.len() <= MAX_WORDS { MAX_WORDS } else { PASSAGE_WORDS };
    let step = size - SHARED_WORDS;
    let count = if words.len() <= size { 1 } else { (words.len() - SHARED_WORDS).div_ceil(step) };
    (0..count.min(MAX_PASSAGES)).filter_map(move |at| words.get(at * step..(at * step + size).min(words.len())))
}

/// Returns the first words of a text, at most `limit`.
fn words(text: &str, limit: usize) -> Vec<String> {
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let mut characters = word.chars();
        while words.len() < limit {
            let part: String = characters.by_ref().take(MAX_WORD_CHARS).collect();
            if part.is_empty() {
                break;
            }
            words.push(part);
        }
        if words.len() >= limit {
            break;
        }
    }
    words
}
