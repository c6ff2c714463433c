//! How near each candidate is: by its words and which weight each has in the question, by the runs of four letters and
//! the pairs of words that both have, and by what the register knows of laws, themes and answers that were reused.

// Places of terms and of hits, each handed out by who made the list.
#![allow(clippy::indexing_slicing)]

use super::Evidence;
use super::ask::{Asked, idf};
use super::candidates::Candidate;
use super::index::Lexicon;
use crate::language::{each_word, words};
use crate::record::{Entity, number};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

// The next three and the weights of runs and pairs were chosen on the questions of the README: k1 from 1.2 to 2.0 and
// b from 0.75 to 1.0 move nDCG by less than .004. The other weights were chosen on sense, for lack of a set that tells.

/// How soon more of the same word adds little (k1).
const SATURATION: f64 = 1.6;
/// How much a long text counts as long (b): 1 in full.
const LENGTH: f64 = 0.9;
/// A word of the title counts so often.
const TITLE: usize = 2;

/// What else a record is weighed by, beside its words, which weigh 1.
struct Weights {
    /// Runs of four letters.
    grams: f64,
    /// Pairs of words.
    pairs: f64,
    /// The same article of a law.
    article: f64,
    /// The same law.
    law: f64,
    /// The same theme.
    theme: f64,
    /// The same nature.
    nature: f64,
    /// For an answer that was reused, for the logarithm of how often.
    reused: f64,
    /// Of the nearness of an obstacle, what its factsheets and precedents have of it.
    handed_on: f64,
}

const WEIGHTS: Weights = Weights {
    grams: 0.7,
    pairs: 0.3,
    article: 0.25,
    law: 0.1,
    theme: 0.1,
    nature: 0.05,
    reused: 0.05,
    handed_on: 0.5,
};

/// What a run of letters or a pair of words is known by.
type Mark = u64;

/// The runs of four letters of a word, its ends counted as letters.
fn grams_of(word: &str, mut take: impl FnMut(Mark)) {
    let mut run: Mark = u64::from(b'_');
    let mut length = 1;
    for character in word.chars().chain(std::iter::once('_')) {
        run = (run << 16) | (u64::from(u32::from(character)) & 0xffff);
        length += 1;
        if length >= 4 {
            take(run);
        }
    }
}

/// How often each of some marks stands in each of some texts.
struct Marks {
    places: HashMap<Mark, usize>,
    texts: Vec<HashMap<usize, u32>>,
    lengths: Vec<f64>,
}

impl Marks {
    fn new(marks: impl Iterator<Item = Mark>) -> Self {
        let mut places = HashMap::new();
        for mark in marks {
            let next = places.len();
            places.entry(mark).or_insert(next);
        }
        Self { places, texts: Vec::new(), lengths: Vec::new() }
    }

    /// The nearness of each text: BM25 among the texts themselves.
    fn nearness(&self) -> Vec<f64> {
        let count = i64::try_from(self.texts.len()).unwrap_or(i64::MAX);
        let mut stand_in = vec![0_i64; self.places.len()];
        for place in self.texts.iter().flat_map(HashMap::keys) {
            stand_in[*place] += 1;
        }
        let telling: Vec<f64> = stand_in.iter().map(|texts| idf(*texts, count)).collect();
        let mean = mean(&self.lengths);
        let sums = self.texts.iter().zip(&self.lengths).map(|(text, length)| {
            let mut places: Vec<(&usize, &u32)> = text.iter().collect();
            places.sort_unstable();
            places
                .iter()
                .map(|(place, often)| telling[**place] * often_of(f64::from(**often), *length, mean))
                .sum()
        });
        sums.collect()
    }
}

fn mean(lengths: &[f64]) -> f64 {
    let count = u32::try_from(lengths.len()).unwrap_or(u32::MAX).max(1);
    (lengths.iter().sum::<f64>() / f64::from(count)).max(1.0)
}

/// What a word counts that stands so often in a text of that length.
fn often_of(often: f64, length: f64, mean: f64) -> f64 {
    often * (SATURATION + 1.0) / (often + SATURATION * (1.0 - LENGTH + LENGTH * length / mean))
}

/// The same with the largest 1.
fn relative(mut sums: Vec<f64>) -> Vec<f64> {
    let largest = sums.iter().copied().fold(0.0, f64::max);
    if largest > 0.0 {
        for sum in &mut sums {
            *sum /= largest;
        }
    }
    sums
}

/// Weighs candidates by their words.
pub fn weigh(asked: &Asked, candidates: &mut [Candidate], lexicon: &mut Lexicon) {
    let asked_words = words(&asked.text);
    let mut stems: HashMap<Rc<str>, u64> = HashMap::new();
    let mut id = |stem: &Rc<str>| {
        let next = stems.len() as u64 + 1;
        *stems.entry(stem.clone()).or_insert(next)
    };
    let mut gram_marks = Vec::new();
    let mut pair_marks = Vec::new();
    let mut before = 0;
    for word in &asked_words {
        let analysed = lexicon.analyser.analyse(&word.folded);
        if analysed.is_stop {
            continue;
        }
        grams_of(&word.folded, |gram| gram_marks.push(gram));
        let now = id(&analysed.stem);
        if before > 0 {
            pair_marks.push((before << 32) | now);
        }
        before = now;
    }
    let mut grams = Marks::new(gram_marks.into_iter());
    let mut pairs = Marks::new(pair_marks.into_iter());
    let mut often: Vec<(HashMap<usize, usize>, f64)> = Vec::with_capacity(candidates.len());
    for candidate in candidates.iter_mut() {
        let (mut terms, mut own_grams, mut own_pairs) = (HashMap::new(), HashMap::new(), HashMap::new());
        let (mut length, mut count, mut before) = (0_u32, 0_u32, 0);
        for (text, times) in [(&candidate.title, TITLE), (&candidate.body, 1)] {
            each_word(text, |_, _, folded| {
                let analysed = lexicon.analyser.analyse(folded);
                if analysed.is_stop {
                    return;
                }
                length += 1;
                let mut meet = |place: usize, how: Evidence| {
                    *terms.entry(place).or_insert(0) += times;
                    let met = candidate.met.entry(place).or_insert((how, BTreeSet::new()));
                    met.0 = met.0.min(how);
                    if !met.1.contains(folded) {
                        met.1.insert(folded.to_owned());
                    }
                };
                if let Some(place) = asked.places.get(&analysed.stem) {
                    meet(*place, asked.terms[*place].how);
                }
                for part in &analysed.parts {
                    if let Some(place) = asked.places.get(part) {
                        let how = asked.terms[*place].how;
                        meet(*place, if how == Evidence::Word { Evidence::Part } else { how });
                    }
                }
                grams_of(folded, |gram| {
                    count += 1;
                    if let Some(place) = grams.places.get(&gram) {
                        *own_grams.entry(*place).or_insert(0) += 1;
                    }
                });
                let now = stems.get(&analysed.stem).copied().unwrap_or(0);
                if before > 0
                    && now > 0
                    && let Some(place) = pairs.places.get(&((before << 32) | now))
                {
                    *own_pairs.entry(*place).or_insert(0) += 1;
                }
                before = now;
            });
        }
        // Words that mean something together only do so where all of them stand.
        let stands_alone = |place: &usize| {
            let all_of = &asked.terms[*place].all_of;
            all_of.iter().any(|other| !terms.contains_key(other))
        };
        let alone: Vec<usize> = terms.keys().copied().filter(|place| stands_alone(place)).collect();
        for place in alone {
            terms.remove(&place);
            candidate.met.remove(&place);
        }
        often.push((terms, f64::from(length)));
        grams.texts.push(own_grams);
        grams.lengths.push(f64::from(count));
        pairs.texts.push(own_pairs);
        pairs.lengths.push(f64::from(length));
    }
    let mean = mean(&often.iter().map(|(_, length)| *length).collect::<Vec<_>>());
    let sums: Vec<f64> = often
        .iter()
        .map(|(terms, length)| {
            let mut places: Vec<(&usize, &usize)> = terms.iter().collect();
            places.sort_unstable();
            let mut best: BTreeMap<usize, f64> = BTreeMap::new();
            for (place, times) in places {
                let term = &asked.terms[*place];
                let times = f64::from(u32::try_from(*times).unwrap_or(u32::MAX));
                let worth = term.weight * term.idf * often_of(times, *length, mean);
                let known = best.entry(term.group).or_insert(worth);
                *known = known.max(worth);
            }
            best.values().sum()
        })
        .collect();
    // What a text would come to that has all that was asked, once.
    let whole: f64 = asked
        .terms
        .iter()
        .filter(|term| term.how == Evidence::Word)
        .map(|term| term.weight * term.idf * often_of(1.0, mean, mean))
        .sum();
    let best = sums.iter().copied().fold(0.0, f64::max);
    let near = if whole > 0.0 { (best / whole).min(1.0) } else { 0.0 };
    // Runs of letters weigh by how near they are among themselves; pairs by what they are worth beside words, since
    // one rare pair would else outweigh all.
    let (words, grams) = (relative(sums), relative(grams.nearness()));
    let pairs: Vec<f64> =
        pairs.nearness().iter().map(|sum| if best > 0.0 { sum / best } else { 0.0 }).collect();
    for (at, candidate) in candidates.iter_mut().enumerate() {
        if candidate.met.is_empty() {
            continue;
        }
        let sum = words[at] + WEIGHTS.grams * grams[at] + (WEIGHTS.pairs * pairs[at]).min(WEIGHTS.pairs);
        candidate.score = near * sum / (1.0 + WEIGHTS.grams + WEIGHTS.pairs);
    }
}

/// Weighs candidates by what the register knows of them.
pub fn weigh_what_is_known(asked: &Asked, candidates: &mut [Candidate]) {
    for candidate in candidates.iter_mut() {
        let mut added = 0.0;
        let mut laws = Vec::new();
        let mut most: f64 = 0.0;
        for (source, article) in &candidate.facts.laws {
            for (wanted, wanted_article) in &asked.laws {
                if source != wanted {
                    continue;
                }
                let same = article.is_some() && article == wanted_article;
                most = most.max(if same { WEIGHTS.article } else { WEIGHTS.law });
                let article = if same { article.as_deref() } else { None };
                laws.push(
                    article.map_or_else(|| source.clone(), |article| format!("{source} art. {article}")),
                );
            }
        }
        if !laws.is_empty() {
            laws.sort();
            laws.dedup();
            candidate.why.insert(Evidence::Law, laws);
            added += most;
        }
        let facts = &candidate.facts;
        for (how, weight, own, wanted) in [
            (Evidence::Theme, WEIGHTS.theme, &facts.theme, &asked.theme),
            (Evidence::Nature, WEIGHTS.nature, &facts.nature, &asked.nature),
        ] {
            if let (Some(own), Some(wanted)) = (own, wanted)
                && own == wanted
                && candidate.score + added > 0.0
            {
                candidate.why.insert(how, vec![own.clone()]);
                // In proportion: what is not near does not come nearer by being of the same kind.
                added += weight * (candidate.score + added);
            }
        }
        if facts.reused > 0 && candidate.score + added > 0.0 {
            let times = f64::from(u32::try_from(facts.reused).unwrap_or(u32::MAX));
            candidate.why.insert(Evidence::Reused, vec![facts.reused.to_string()]);
            // In proportion: what is not near does not come nearer by being reused.
            added += candidate.score * WEIGHTS.reused * times.ln_1p();
        }
        candidate.score = (candidate.score + added).min(1.0);
    }
    hand_on(candidates);
}

/// What a record is handed: the nearness of the nearest, and of each its nearness and number.
type Handed = (f64, Vec<(f64, i64)>);

/// A factsheet or a precedent has a part of the nearness of the obstacles that it answered: their words are other
/// words for its question.
fn hand_on(candidates: &mut [Candidate]) {
    let mut best: HashMap<(Entity, i64), Handed> = HashMap::new();
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
        let from = from.iter().take(3).map(|(_, from)| number::show(Entity::Obstacle, *from)).collect();
        candidate.why.insert(Evidence::Answers, from);
        let handed = WEIGHTS.handed_on * score;
        let (more, less) =
            if candidate.score > handed { (candidate.score, handed) } else { (handed, candidate.score) };
        // Both count, and never more than all.
        candidate.score = (more + less * (1.0 - more)).min(1.0);
    }
}
