//! Whether an obstacle that is about to be recorded is there already, in almost the same words.

use super::Sought;
use crate::language::{Analyser, words};
use crate::record::date::Today;
use crate::record::{Condition, Entity, Filter, Record, obstacle};
use crate::register::{Key, Register};
use anyhow::Result;
use std::collections::HashMap;
use std::rc::Rc;

/// So many that come near by the index are read, and so many of those looked at.
const READ: u32 = 20;
/// So many of those that were read are compared.
const LOOKED_AT: u64 = 5;
/// Two texts are almost the same when they share so much (the coefficient of Dice and Sorensen, over stems).
const SAME: f64 = 0.8;
/// Of fewer words than this it cannot be said.
const FEWEST: usize = 1;

impl Register {
    /// The open obstacles that are almost the same as one that is not recorded yet: number and title.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn open_duplicates(&self, record: &Record, today: Today<'_>) -> Result<Vec<(i64, String)>> {
        let title = record.text(&obstacle::TITLE).unwrap_or_default();
        let question = record.text(&obstacle::QUESTION).unwrap_or_default();
        let whole = super::question(record);
        if !whole.chars().any(char::is_alphanumeric) {
            return Ok(Vec::new());
        }
        let filter = Filter::default().and(Condition::Is(&obstacle::STATUS, vec!["open".to_owned()]));
        let sought = Sought {
            has_syntax: false,
            kinds: &[Entity::Obstacle],
            candidates: READ,
            ..Sought::by_words(&whole, &filter, LOOKED_AT)
        };
        let mut same = Vec::new();
        for hit in self.find(&sought, today)?.hits {
            let known = self.load(Entity::Obstacle, &Key::Number(hit.number))?;
            let known_title = known.text(&obstacle::TITLE).unwrap_or_default();
            let known_question = known.text(&obstacle::QUESTION).unwrap_or_default();
            let analyser = &mut self.lexicon.borrow_mut().analyser;
            let is_same = if question.is_empty() || known_question.is_empty() {
                are_same(title, known_title, analyser)
            } else {
                are_same(&whole, &super::question(&known), analyser)
            };
            if is_same {
                same.push((hit.number, known_title.to_owned()));
            }
        }
        Ok(same)
    }
}

fn are_same(one: &str, other: &str, analyser: &mut Analyser) -> bool {
    let mut counted = |text: &str| {
        let mut counts: HashMap<Rc<str>, usize> = HashMap::new();
        for word in words(text) {
            let analysed = analyser.analyse(&word.folded);
            if !analysed.is_stop {
                *counts.entry(analysed.stem.clone()).or_default() += 1;
            }
        }
        counts
    };
    let (one, other) = (counted(one), counted(other));
    let (first, second): (usize, usize) = (one.values().sum(), other.values().sum());
    let shared: usize =
        one.iter().map(|(stem, count)| other.get(stem).map_or(0, |known| *count.min(known))).sum();
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    first >= FEWEST && 2.0 * number(shared) >= SAME * number(first + second)
}
