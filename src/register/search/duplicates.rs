//! Finds open obstacles that are nearly identical to an obstacle that is about to be recorded. First searches for
//! similar obstacles, and then compares each of these with the new obstacle word by word.

use super::{Hit, Request, UseOfMeaning};
use crate::language::{Analyser, words};
use crate::record::date::Today;
use crate::record::{Condition, Entity, Filter, Record, obstacle};
use crate::register::{Key, Register};
use anyhow::Result;
use std::collections::HashMap;
use std::rc::Rc;

/// Maximum number of records from the index to score.
const MAX_CANDIDATES: u32 = 20;
/// Number of search results to compare with the new obstacle.
const MAX_COMPARED: u64 = 5;
/// Texts are nearly identical if the Sørensen–Dice coefficient of their stems is at least this high.
const MIN_DICE: f64 = 0.8;
/// Texts with fewer words than this, not counting stop words, are never duplicates.
const MIN_WORDS: usize = 1;

impl Register {
    /// Returns the open obstacles that ask nearly the same as `record`, the best match first. `subject` is the number
    /// of `record`, or `None` if `record` is not stored. `record` may have a question without a title.
    pub fn open_duplicates(
        &self,
        record: &Record,
        subject: Option<i64>,
        filter: &Filter,
        today: Today<'_>,
    ) -> Result<Vec<Hit>> {
        let title = record.text(&obstacle::TITLE).unwrap_or_default();
        let question = record.text(&obstacle::QUESTION).unwrap_or_default();
        let full_text = super::question_text(record);
        if !full_text.chars().any(char::is_alphanumeric) {
            return Ok(Vec::new());
        }
        let filter = filter.clone().and(Condition::OneOf(&obstacle::STATUS, vec!["open".to_owned()]));
        let request = Request {
            has_syntax: false,
            subject,
            kinds: &[Entity::Obstacle],
            max_candidates: MAX_CANDIDATES,
            meaning: UseOfMeaning::Ignore,
            ..Request::by_words(&full_text, &filter, MAX_COMPARED)
        };
        let mut hits = self.search(&request, today)?.hits;
        let mut is_duplicate = Vec::new();
        for hit in &hits {
            let known = self.load(Entity::Obstacle, &Key::Number(hit.number))?;
            let known_title = known.text(&obstacle::TITLE).unwrap_or_default();
            let known_question = known.text(&obstacle::QUESTION).unwrap_or_default();
            let analyser = &mut self.lexicon.borrow_mut().analyser;
            is_duplicate.push(if title.is_empty() {
                let all = super::question_text(&known);
                [known_title, known_question, &all].iter().any(|text| are_near_identical(question, text, analyser))
            } else if question.is_empty() || known_question.is_empty() {
                are_near_identical(title, known_title, analyser)
            } else {
                are_near_identical(&full_text, &super::question_text(&known), analyser)
            });
        }
        let mut is_duplicate = is_duplicate.into_iter();
        hits.retain(|_| is_duplicate.next().unwrap_or(false));
        Ok(hits)
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
