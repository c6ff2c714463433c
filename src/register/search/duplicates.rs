//! Finds open obstacles that are nearly identical to an obstacle that is about to be recorded. A search selects similar
//! obstacles. Each of them is then compared with the new obstacle word by word.

use super::Request;
use crate::language::{Analyser, words};
use crate::record::date::Today;
use crate::record::{Condition, Entity, Filter, Record, obstacle};
use crate::register::{Key, Register};
use anyhow::Result;
use std::collections::HashMap;
use std::rc::Rc;

/// Maximum number of records to score among those found in the index.
const MAX_CANDIDATES: u32 = 20;
/// Number of search results to compare with the new obstacle.
const MAX_COMPARED: u64 = 5;
/// Texts are nearly identical if the Sørensen–Dice coefficient of their stems is at least this high.
const MIN_DICE: f64 = 0.8;
/// Texts with fewer words than this, not counting stop words, are never duplicates.
const MIN_WORDS: usize = 1;

impl Register {
    /// Returns numbers and titles of the open obstacles that are nearly identical to `record`, which is not stored yet.
    pub fn open_duplicates(&self, record: &Record, today: Today<'_>) -> Result<Vec<(i64, String)>> {
        let title = record.text(&obstacle::TITLE).unwrap_or_default();
        let question = record.text(&obstacle::QUESTION).unwrap_or_default();
        let full_text = super::question_text(record);
        if !full_text.chars().any(char::is_alphanumeric) {
            return Ok(Vec::new());
        }
        let filter = Filter::default().and(Condition::OneOf(&obstacle::STATUS, vec!["open".to_owned()]));
        let request = Request {
            has_syntax: false,
            kinds: &[Entity::Obstacle],
            max_candidates: MAX_CANDIDATES,
            ..Request::by_words(&full_text, &filter, MAX_COMPARED)
        };
        let mut duplicates = Vec::new();
        for hit in self.search(&request, today)?.hits {
            let known = self.load(Entity::Obstacle, &Key::Number(hit.number))?;
            let known_title = known.text(&obstacle::TITLE).unwrap_or_default();
            let known_question = known.text(&obstacle::QUESTION).unwrap_or_default();
            let analyser = &mut self.lexicon.borrow_mut().analyser;
            let is_duplicate = if question.is_empty() || known_question.is_empty() {
                are_near_identical(title, known_title, analyser)
            } else {
                are_near_identical(&full_text, &super::question_text(&known), analyser)
            };
            if is_duplicate {
                duplicates.push((hit.number, known_title.to_owned()));
            }
        }
        Ok(duplicates)
    }
}

fn are_near_identical(one: &str, other: &str, analyser: &mut Analyser) -> bool {
    let mut count_stems = |text: &str| {
        let mut counts: HashMap<Rc<str>, usize> = HashMap::new();
        for word in words(text) {
            let analysed = analyser.analyse(&word.folded);
            if !analysed.is_stop_word {
                *counts.entry(analysed.stem.clone()).or_default() += 1;
            }
        }
        counts
    };
    let (one, other) = (count_stems(one), count_stems(other));
    let (first, second): (usize, usize) = (one.values().sum(), other.values().sum());
    let shared: usize = one.iter().map(|(stem, count)| other.get(stem).map_or(0, |known| *count.min(known))).sum();
    let as_f64 = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    first >= MIN_WORDS && 2.0 * as_f64(shared) >= MIN_DICE * as_f64(first + second)
}
