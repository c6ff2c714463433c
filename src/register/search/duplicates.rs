//! Finds open obstacles that are nearly identical to an obstacle that is about to be recorded. First looks up obstacles
//! with its rarest words, and then compares each of these with the new obstacle word by word.

use super::super::rowid::record_of_rowid;
use super::query::{MAX_QUERY_WORDS, Query, WORD_WEIGHT, select_terms};
use super::{Evidence, Hit, Request, UseOfMeaning};
use crate::language::{Analyser, words};
use crate::record::date::Today;
use crate::record::{Condition, Entity, Filter, Record, obstacle};
use crate::register::{Key, Register};
use anyhow::Result;
use std::collections::HashMap;
use std::rc::Rc;

/// Maximum number of obstacles to compare with the new one.
const MAX_COMPARED: u32 = 10;
/// Maximum number of obstacles to report.
const MAX_FOUND: u64 = 5;
/// Texts are nearly identical if the Sørensen–Dice coefficient of their stems is at least this high.
const MIN_DICE: f64 = 0.8;
/// Texts with fewer words than this, not counting stop words, are never duplicates.
const MIN_WORDS: usize = 1;
/// The share of the words of a text that every nearly identical text has too. It follows from `MIN_DICE`, because the
/// other text has at least as many words as both share.
const MIN_SHARED: f64 = MIN_DICE / (2.0 - MIN_DICE);

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
            max_candidates: MAX_COMPARED,
            meaning: UseOfMeaning::Ignore,
            ..Request::by_words(&full_text, &filter, MAX_FOUND)
        };
        self.ensure_search()?;
        let is_duplicate = |number: i64| -> Result<bool> {
            let known = self.load(Entity::Obstacle, &Key::Number(number))?;
            let known_title = known.text(&obstacle::TITLE).unwrap_or_default();
            let known_question = known.text(&obstacle::QUESTION).unwrap_or_default();
            let analyser = &mut self.lexicon.borrow_mut().analyser;
            Ok(if title.is_empty() {
                let all = super::question_text(&known);
                [known_title, known_question, &all].iter().any(|text| are_near_identical(question, text, analyser))
            } else if question.is_empty() || known_question.is_empty() {
                are_near_identical(title, known_title, analyser)
            } else {
                are_near_identical(&full_text, &super::question_text(&known), analyser)
            })
        };
        let mut duplicates = Vec::new();
        for row in self.candidate_rows(&request, &self.rarest_words(&[title, &full_text])?, today)? {
            let Some((_, number)) = record_of_rowid(row).filter(|(_, number)| Some(*number) != subject) else {
                continue;
            };
            if is_duplicate(number)? {
                duplicates.push(number.to_string());
            }
        }
        if duplicates.is_empty() {
            return Ok(Vec::new());
        }
        let found = filter.clone().and(Condition::OneOf(&obstacle::NUMBER, duplicates));
        Ok(self.search(&Request { filter: &found, ..request }, today)?.hits)
    }

    /// Returns a query for the rarest words of each text. A text that is nearly identical to one of these has at least
    /// one of its rarest words.
    fn rarest_words(&self, texts: &[&str]) -> Result<Query> {
        let mut wanted = Query::default();
        for text in texts {
            let mut query = Query::default();
            let counts = count_stems(text, &mut self.lexicon.borrow_mut().analyser);
            let mut counts: Vec<_> = counts.into_iter().collect();
            counts.sort();
            counts.truncate(MAX_QUERY_WORDS);
            for (stem, _) in &counts {
                query.add_term(stem, stem, Evidence::Word, WORD_WEIGHT);
            }
            self.count_records(&mut query)?;
            let mut rest = as_f64(counts.iter().map(|(_, count)| count).sum()) * (1.0 - MIN_SHARED);
            let mut terms: Vec<_> = query.terms.into_iter().zip(counts).collect();
            terms.sort_by_key(|(term, _)| term.record_count);
            for (term, (_, count)) in terms {
                if rest < 0.0 {
                    break;
                }
                rest -= as_f64(count);
                let at = wanted.add_term(&term.token, &term.query_word, Evidence::Word, WORD_WEIGHT);
                if let Some(wanted) = wanted.terms.get_mut(at) {
                    wanted.record_count = term.record_count;
                    wanted.idf = term.idf;
                }
            }
        }
        select_terms(&mut wanted);
        Ok(wanted)
    }
}

/// Counts how often each stem occurs in a text, without stop words.
fn count_stems(text: &str, analyser: &mut Analyser) -> HashMap<Rc<str>, usize> {
    let mut counts = HashMap::new();
    for word in words(text) {
        let analysed = analyser.analyse(&word.folded);
        if !analysed.is_stop_word {
            *counts.entry(analysed.stem.clone()).or_default() += 1;
        }
    }
    counts
}

fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn are_near_identical(one: &str, other: &str, analyser: &mut Analyser) -> bool {
    let (one, other) = (count_stems(one, analyser), count_stems(other, analyser));
    let (first, second): (usize, usize) = (one.values().sum(), other.values().sum());
    let shared: usize = one.iter().map(|(stem, count)| other.get(stem).map_or(0, |known| *count.min(known))).sum();
    first >= MIN_WORDS && 2.0 * as_f64(shared) >= MIN_DICE * as_f64(first + second)
}
