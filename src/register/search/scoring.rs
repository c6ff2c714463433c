//! Scores candidate records. The score depends on what a candidate shares with the query: words (BM25), 4-grams of
//! characters, word pairs, laws, theme and nature. How often the candidate's answer was reused counts too.

// Indexing cannot panic: all indices into the lists of terms and candidates come from these lists.
#![allow(clippy::indexing_slicing)]

use super::super::rowid::rowid_of;
use super::Evidence;
use super::candidates::{Candidate, CandidateTexts};
use super::index::Lexicon;
use super::query::{Query, idf};
use crate::language::{for_each_word, words};
use crate::record::{Entity, number};
use crate::register::interrupt;
use crate::register::meaning::Nearest;
use anyhow::Result;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

// The next three constants, and the weights of 4-grams and word pairs, were tuned on the questions of docs/search.md.
// Values of k1 from 1.2 to 2.0 and of b from 0.75 to 1.0 change the search quality (nDCG) by less than .004. The other
// weights are judgement calls, because there are no data to test them on.

/// Saturation (k1): the lower this is, the less the repetition of a word adds to the score.
const BM25_K1: f64 = 1.6;
/// Length normalisation (b): from 0 (text length is ignored) to 1 (full normalisation).
const BM25_B: f64 = 0.9;
/// A word in the title counts this many times.
const TITLE_BOOST: usize = 2;

/// Weights of the features. The feature "words" is not listed here, because its weight is 1.
struct Weights {
    grams: f64,
    pairs: f64,
    article: f64,
    law: f64,
    theme: f64,
    nature: f64,
    /// The weight of reuse. It is multiplied by the logarithm of one plus the number of times that the answer was
    /// reused.
    reused: f64,
    /// The share of an obstacle's score that its factsheets and precedents inherit.
    inherited: f64,
}

const WEIGHTS: Weights =
    Weights { grams: 0.7, pairs: 0.3, article: 0.25, law: 0.1, theme: 0.1, nature: 0.05, reused: 0.05, inherited: 0.5 };

/// Identifies a 4-gram of characters or a word pair.
type Feature = u64;

/// Visits the 4-grams of characters in a word, after adding `_` at both ends of the word.
fn for_each_gram(word: &str, mut visit: impl FnMut(Feature)) {
    let mut run: Feature = u64::from(b'_');
    let mut length = 1;
    for character in word.chars().chain(std::iter::once('_')) {
        run = (run << 16) | (u64::from(u32::from(character)) & 0xffff);
        length += 1;
        if length >= 4 {
            visit(run);
        }
    }
}

/// Counts how often each feature of the query occurs in each text.
struct FeatureCounts {
    positions: HashMap<Feature, usize>,
    texts: Vec<HashMap<usize, u32>>,
    lengths: Vec<f64>,
}

impl FeatureCounts {
    fn new(features: impl Iterator<Item = Feature>) -> Self {
        let mut positions = HashMap::new();
        for feature in features {
            let next = positions.len();
            positions.entry(feature).or_insert(next);
        }
        Self { positions, texts: Vec::new(), lengths: Vec::new() }
    }

    /// The BM25 score of each text. Document frequencies and the mean length are computed from these texts alone.
    fn bm25_scores(&self) -> Vec<f64> {
        let count = i64::try_from(self.texts.len()).unwrap_or(i64::MAX);
        let mut document_counts = vec![0_i64; self.positions.len()];
        for position in self.texts.iter().flat_map(HashMap::keys) {
            document_counts[*position] += 1;
        }
        let idfs: Vec<f64> = document_counts.iter().map(|texts| idf(*texts, count)).collect();
        let mean = mean(&self.lengths);
        let sums = self.texts.iter().zip(&self.lengths).map(|(text, length)| {
            let mut positions: Vec<(&usize, &u32)> = text.iter().collect();
            positions.sort_unstable();
            positions
                .iter()
                .map(|(position, frequency)| {
                    idfs[**position] * saturated_frequency(f64::from(**frequency), *length, mean)
                })
                .sum()
        });
        sums.collect()
    }
}

fn mean(lengths: &[f64]) -> f64 {
    let count = u32::try_from(lengths.len()).unwrap_or(u32::MAX).max(1);
    (lengths.iter().sum::<f64>() / f64::from(count)).max(1.0)
}

/// The term frequency factor of BM25. Each repetition of a term adds less, and a longer text lowers the factor.
fn saturated_frequency(frequency: f64, length: f64, mean: f64) -> f64 {
    frequency * (BM25_K1 + 1.0) / (frequency + BM25_K1 * (1.0 - BM25_B + BM25_B * length / mean))
}

/// Scales the scores such that the highest is 1.
fn normalized(mut sums: Vec<f64>) -> Vec<f64> {
    let largest = sums.iter().copied().fold(0.0, f64::max);
    if largest > 0.0 {
        for sum in &mut sums {
            *sum /= largest;
        }
    }
    sums
}

pub fn score_by_words(
    query: &Query,
    candidates: &mut [Candidate],
    lexicon: &mut Lexicon,
    load_texts: impl Fn(&Candidate) -> Result<CandidateTexts>,
) -> Result<()> {
    let query_words = words(&query.text);
    let mut stems: HashMap<Rc<str>, u64> = HashMap::new();
    let mut id = |stem: &Rc<str>| {
        let next = stems.len() as u64 + 1;
        *stems.entry(stem.clone()).or_insert(next)
    };
    let mut gram_features = Vec::new();
    let mut pair_features = Vec::new();
    let mut previous = 0;
    for word in &query_words {
        let analysed = lexicon.analyser.analyse(&word.folded);
        if analysed.is_stop_word {
            continue;
        }
        for_each_gram(&word.folded, |gram| gram_features.push(gram));
        let current = id(&analysed.stem);
        if previous > 0 {
            pair_features.push((previous << 32) | current);
        }
        previous = current;
    }
    let mut grams = FeatureCounts::new(gram_features.into_iter());
    let mut pairs = FeatureCounts::new(pair_features.into_iter());
    let mut term_counts: Vec<(HashMap<usize, usize>, f64)> = Vec::with_capacity(candidates.len());
    for candidate in candidates.iter_mut() {
        interrupt::check()?;
        let (mut terms, mut own_grams, mut own_pairs) = (HashMap::new(), HashMap::new(), HashMap::new());
        let (mut length, mut count, mut previous) = (0_u32, 0_u32, 0);
        let texts = load_texts(candidate)?;
        for (text, times) in [(&texts.title, TITLE_BOOST), (&texts.body, 1)] {
            for_each_word(text, |_, _, folded| {
                let analysed = lexicon.analyser.analyse(folded);
                if analysed.is_stop_word {
                    return;
                }
                length += 1;
                let mut record_match = |position: usize, match_kind: Evidence| {
                    *terms.entry(position).or_insert(0) += times;
                    let (kind, first) =
                        candidate.matches.entry(position).or_insert_with(|| (match_kind, folded.to_owned()));
                    *kind = (*kind).min(match_kind);
                    if folded < first.as_str() {
                        folded.clone_into(first);
                    }
                };
                if let Some(position) = query.positions.get(&analysed.stem) {
                    record_match(*position, query.terms[*position].match_kind);
                }
                for part in &analysed.parts {
                    if let Some(position) = query.positions.get(part) {
                        let match_kind = query.terms[*position].match_kind;
                        record_match(*position, if match_kind == Evidence::Word { Evidence::Part } else { match_kind });
                    }
                }
                for_each_gram(folded, |gram| {
                    count += 1;
                    if let Some(position) = grams.positions.get(&gram) {
                        *own_grams.entry(*position).or_insert(0) += 1;
                    }
                });
                let current = stems.get(&analysed.stem).copied().unwrap_or(0);
                if previous > 0
                    && current > 0
                    && let Some(position) = pairs.positions.get(&((previous << 32) | current))
                {
                    *own_pairs.entry(*position).or_insert(0) += 1;
                }
                previous = current;
            });
        }
        // The words of a multi-word synonym count only if the candidate contains all of them.
        let is_incomplete = |position: &usize| {
            let required_with = &query.terms[*position].required_with;
            required_with.iter().any(|other| !terms.contains_key(other))
        };
        let incomplete: Vec<usize> = terms.keys().copied().filter(|position| is_incomplete(position)).collect();
        for position in incomplete {
            terms.remove(&position);
            candidate.matches.remove(&position);
        }
        term_counts.push((terms, f64::from(length)));
        grams.texts.push(own_grams);
        grams.lengths.push(f64::from(count));
        pairs.texts.push(own_pairs);
        pairs.lengths.push(f64::from(length));
    }
    let mean = mean(&term_counts.iter().map(|(_, length)| *length).collect::<Vec<_>>());
    let sums: Vec<f64> = term_counts
        .iter()
        .map(|(terms, length)| {
            let mut positions: Vec<(&usize, &usize)> = terms.iter().collect();
            positions.sort_unstable();
            let mut best: BTreeMap<usize, f64> = BTreeMap::new();
            for (position, times) in positions {
                let term = &query.terms[*position];
                let times = f64::from(u32::try_from(*times).unwrap_or(u32::MAX));
                let score = term.weight * term.idf * saturated_frequency(times, *length, mean);
                let known = best.entry(term.group).or_insert(score);
                *known = known.max(score);
            }
            best.values().sum()
        })
        .collect();
    // The score that a text of mean length would have if it contained every word of the query once.
    let full_score: f64 = query
        .terms
        .iter()
        .filter(|term| term.match_kind == Evidence::Word)
        .map(|term| term.weight * term.idf * saturated_frequency(1.0, mean, mean))
        .sum();
    let best = sums.iter().copied().fold(0.0, f64::max);
    let coverage = if full_score > 0.0 { (best / full_score).min(1.0) } else { 0.0 };
    // Divide 4-gram scores by the highest 4-gram score, but pair scores by the highest word score. If few pairs match,
    // dividing by the highest pair score would give a single rare pair too much weight.
    let (words, grams) = (normalized(sums), normalized(grams.bm25_scores()));
    let pairs: Vec<f64> = pairs.bm25_scores().iter().map(|sum| if best > 0.0 { sum / best } else { 0.0 }).collect();
    for (at, candidate) in candidates.iter_mut().enumerate() {
        if candidate.matches.is_empty() {
            continue;
        }
        let sum = words[at] + WEIGHTS.grams * grams[at] + (WEIGHTS.pairs * pairs[at]).min(WEIGHTS.pairs);
        candidate.score = coverage * sum / (1.0 + WEIGHTS.grams + WEIGHTS.pairs);
    }
    Ok(())
}

/// Raises each score by a share of its distance to 1. The share depends on how near the candidate is in meaning. A
/// record that matches in words and in meaning then comes before one that matches in only one of them.
pub fn score_by_meaning(nearest: &Nearest, candidates: &mut [Candidate]) {
    for candidate in candidates {
        if let Some(near) = nearest.score(rowid_of(candidate.entity, candidate.number)) {
            candidate.score += near.score * (1.0 - candidate.score);
        }
    }
}

/// Raises the score of a candidate that shares laws, theme or nature with the query, or whose answer was reused.
pub fn score_by_facts(query: &Query, candidates: &mut [Candidate]) {
    for candidate in candidates.iter_mut() {
        let mut added = 0.0;
        if candidate.facts.shares_article {
            added += WEIGHTS.article;
        } else if !candidate.facts.laws.is_empty() {
            added += WEIGHTS.law;
        }
        let facts = &candidate.facts;
        for (match_kind, weight, own, wanted) in [
            (Evidence::Theme, WEIGHTS.theme, &facts.theme, &query.theme),
            (Evidence::Nature, WEIGHTS.nature, &facts.nature, &query.nature),
        ] {
            if let (Some(own), Some(wanted)) = (own, wanted)
                && own == wanted
                && candidate.score + added > 0.0
            {
                candidate.evidence.insert(match_kind, vec![own.clone()]);
                // Add a share of the score rather than a fixed amount, so that a shared theme or nature does not make
                // an unrelated record relevant.
                added += weight * (candidate.score + added);
            }
        }
        if facts.reused > 0 && candidate.score + added > 0.0 {
            let times = f64::from(u32::try_from(facts.reused).unwrap_or(u32::MAX));
            candidate.evidence.insert(Evidence::Reused, vec![facts.reused.to_string()]);
            // Add a share of the score, so that reuse does not make an unrelated record relevant.
            added += candidate.score * WEIGHTS.reused * times.ln_1p();
        }
        candidate.score = (candidate.score + added).min(1.0);
    }
    propagate_scores(candidates);
}

/// For a factsheet or precedent: the best score among the obstacles that it answers, and the score and number of each
/// of these obstacles.
type Inherited = (f64, Vec<(f64, i64)>);

/// Passes a share of an obstacle's score on to its factsheets and precedents. These answer the question of the
/// obstacle. A search text that matches the obstacle is therefore relevant to them as well.
fn propagate_scores(candidates: &mut [Candidate]) {
    let mut best: HashMap<(Entity, i64), Inherited> = HashMap::new();
    for candidate in candidates.iter().filter(|candidate| candidate.score > 0.0) {
        let to = candidate.facts.factsheets.iter().map(|number| (Entity::Factsheet, *number));
        let to = to.chain(candidate.facts.precedents.iter().map(|number| (Entity::Obstacle, *number)));
        for key in to {
            let known = best.entry(key).or_default();
            known.0 = known.0.max(candidate.score);
            known.1.push((candidate.score, candidate.number));
        }
    }
    for candidate in candidates.iter_mut() {
        let Some((score, from)) = best.get(&(candidate.entity, candidate.number)) else { continue };
        let mut from = from.clone();
        from.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        let from = from.iter().take(3).map(|(_, from)| number::format(Entity::Obstacle, *from)).collect();
        candidate.evidence.insert(Evidence::Answers, from);
        let inherited_score = WEIGHTS.inherited * score;
        let (larger, smaller) = if candidate.score > inherited_score {
            (candidate.score, inherited_score)
        } else {
            (inherited_score, candidate.score)
        };
        // Add only a part of the smaller score, so that the sum does not exceed 1.
        candidate.score = (larger + smaller * (1.0 - larger)).min(1.0);
    }
}
