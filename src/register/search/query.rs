//! What a text asks for: its words and their parts, what means the same, what a slip was meant for, and the laws
//! that it names, each with its weight.

// Places of terms, each handed out by who made the list.
#![allow(clippy::indexing_slicing)]

use super::index::{VOID, record_of};
use super::{Evidence, Sought};
use crate::language::{Analyser, is_stop, words};
use crate::record::{Entity, Record, Value, obstacle};
use crate::register::Register;
use anyhow::Result;
use std::collections::HashMap;
use std::rc::Rc;

/// What a word of the question weighs.
const WORD: f64 = 1.0;
/// What a part of a compound weighs, or a word that begins alike.
pub const PART: f64 = 0.4;
/// So many different words of a question count at most: the most frequent, and of those the first.
const MOST_WORDS: usize = 256;
// The next four are for speed, and change nothing where fewer records have the words. With 20,000 of 100,000 records
// looked up nDCG on the questions of the README is .009 lower than with all of them.

/// Records are counted up to so many; beyond that their number is estimated.
const COUNTED: i64 = 400;
/// Terms are looked up as long as they stand in no more records than this together; the most telling first.
const MOST_LOOKED_UP: i64 = 20_000;
/// So many of the more frequent terms, all in one record, are looked up where the others find too little.
const TOGETHER: usize = 3;
/// Too little: fewer records than this.
const TOO_LITTLE: i64 = 100;

/// A term to look up.
#[derive(Clone, Debug)]
pub struct Term {
    /// As it stands in the index.
    pub token: Rc<str>,
    /// The word of the question that it comes from.
    pub asked: String,
    /// How it comes from it.
    pub how: Evidence,
    /// What it weighs by how it comes from the question.
    pub weight: f64,
    /// How telling it is: the inverse document frequency.
    pub idf: f64,
    /// In how many records it stands.
    pub records: i64,
    /// The term of which it is another way to say the same, or itself: of those the best counts in a record.
    pub group: usize,
    /// Where it is one word of several that mean the same together: the places of them all.
    pub all_of: Vec<usize>,
    /// Whether it is looked up. What is not still counts in the records that others find.
    pub looked_up: bool,
}

/// A phrase: its words as they are written, and the stems of those that say something.
type Phrase = (Vec<String>, Vec<Rc<str>>);

/// What a text asks for.
#[derive(Debug, Default)]
pub struct Asked {
    /// The terms, those of the question's own words first.
    pub terms: Vec<Term>,
    /// The places of terms by what they are in the index.
    pub places: HashMap<Rc<str>, usize>,
    /// Words that must stand side by side, as they are written, and the stems of those that say something.
    pub phrases: Vec<Phrase>,
    /// Words that may not stand side by side, as they are written.
    pub without_phrases: Vec<Vec<String>>,
    /// Stems that may not be there.
    pub without: Vec<Rc<str>>,
    /// Law references, by source and article.
    pub laws: Vec<(String, Option<String>)>,
    /// The theme of the obstacle that it is asked for.
    pub theme: Option<String>,
    /// The nature of the obstacle that it is asked for.
    pub nature: Option<String>,
    /// The text, without what may not be there.
    pub text: String,
    /// Whether void records are meant too.
    with_void: bool,
    /// Terms of which a record has to have all, to be found by them.
    pub together: Vec<usize>,
}

impl Asked {
    /// Adds a term, and gives its place. One that is there counts as what it weighs most as.
    pub fn add(&mut self, token: &Rc<str>, asked: &str, how: Evidence, weight: f64) -> usize {
        if let Some(place) = self.places.get(token).copied() {
            if let Some(known) = self.terms.get_mut(place)
                && known.weight < weight
            {
                known.weight = weight;
                known.how = how;
                known.group = place;
                known.all_of.clear();
                asked.clone_into(&mut known.asked);
            }
            return place;
        }
        let place = self.terms.len();
        self.places.insert(token.clone(), place);
        self.terms.push(Term {
            token: token.clone(),
            asked: asked.to_owned(),
            how,
            weight,
            idf: 0.0,
            records: 0,
            group: place,
            all_of: Vec::new(),
            looked_up: false,
        });
        place
    }

    /// Adds another way to say what a term says.
    pub fn add_for(
        &mut self,
        group: usize,
        token: &Rc<str>,
        asked: &str,
        how: Evidence,
        weight: f64,
    ) -> usize {
        let new = self.terms.len();
        let place = self.add(token, asked, how, weight);
        if place == new
            && let Some(term) = self.terms.get_mut(place)
        {
            term.group = group;
        }
        place
    }
}

/// A text with its phrases and what may not be there taken out of it.
struct Parted {
    text: String,
    phrases: Vec<String>,
    without: Vec<String>,
}

/// Takes phrases in double quotes, and words and phrases behind a hyphen, out of a text. A quote that is not closed
/// is none.
fn parted(text: &str) -> Parted {
    let mut parted = Parted { text: String::new(), phrases: Vec::new(), without: Vec::new() };
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('"') {
        let Some((phrase, after)) = behind.split_once('"') else { break };
        let stays =
            before.strip_suffix('-').filter(|stays| !stays.ends_with(|last: char| !last.is_whitespace()));
        if let Some(stays) = stays {
            parted.text.push_str(stays);
            parted.without.push(phrase.to_owned());
        } else {
            parted.text.push_str(before);
            parted.phrases.push(phrase.to_owned());
        }
        parted.text.push(' ');
        rest = after;
    }
    parted.text.push_str(rest);
    let mut kept = Vec::new();
    for word in parted.text.split_whitespace() {
        match word.strip_prefix('-') {
            Some(left_out) if left_out.starts_with(char::is_alphanumeric) => {
                parted.without.push(left_out.to_owned());
            }
            _ => kept.push(word),
        }
    }
    parted.text = kept.join(" ");
    parted.phrases.truncate(MOST_WORDS);
    parted.without.truncate(MOST_WORDS);
    parted
}

/// A phrase as it is written, and the stems of its words that say something.
fn phrase(text: &str, analyser: &Analyser) -> Option<Phrase> {
    let written: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
    let telling = written.iter().filter(|word| !is_stop(word));
    let stems = telling.map(|word| analyser.stem(word)).collect();
    (!written.is_empty()).then_some((written, stems))
}

impl Register {
    /// What a text asks for.
    pub(super) fn ask(&self, sought: &Sought<'_>) -> Result<Asked> {
        let mut asked = Asked { with_void: sought.filter.with_void, ..Asked::default() };
        let lexicon = &mut *self.lexicon.borrow_mut();
        let analyser = &mut lexicon.analyser;
        let mut text = sought.text.to_owned();
        if sought.has_syntax {
            let parted = parted(sought.text);
            text = parted.text;
            for left_out in &parted.without {
                match phrase(left_out, analyser) {
                    // A single word in all its forms; several, or one that says nothing, as they are written.
                    Some((written, stems)) if written.len() == 1 && stems.len() == 1 => {
                        asked.without.extend(stems);
                    }
                    other => asked.without_phrases.extend(other.map(|(written, _)| written)),
                }
            }
            for wanted in &parted.phrases {
                asked.phrases.extend(phrase(wanted, analyser));
                text.push(' ');
                text.push_str(wanted);
            }
        }
        let all = words(&text);
        let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
        for (at, word) in all.iter().enumerate().filter(|(_, word)| !is_stop(&word.folded)) {
            counts.entry(&word.folded).or_insert((0, at)).0 += 1;
        }
        let mut own: Vec<(&str, usize, usize)> =
            counts.into_iter().map(|(word, (count, first))| (word, count, first)).collect();
        own.sort_unstable_by_key(|(_, count, first)| (std::cmp::Reverse(*count), *first));
        own.truncate(MOST_WORDS);
        own.sort_unstable_by_key(|(_, _, first)| *first);
        for (word, count, _) in &own {
            let often = f64::from(u32::try_from(*count).unwrap_or(u32::MAX)).ln();
            asked.add(&analyser.analyse(word).stem, word, Evidence::Word, WORD * (1.0 + often));
        }
        for (word, ..) in &own {
            for part in &analyser.analyse(word).parts {
                asked.add(part, word, Evidence::Part, PART);
            }
        }
        self.add_meanings(&mut asked, &all, analyser)?;
        if let Some(record) = sought.like {
            same_kind(&mut asked, record);
        }
        self.count_records(&mut asked)?;
        self.add_what_was_meant(&mut asked, sought.has_syntax, analyser)?;
        choose(&mut asked);
        asked.text = text;
        Ok(asked)
    }

    /// How many records each term stands in, and how telling that makes it. Those that stand in many are not
    /// counted to the end: how far the first of them lie apart tells how many there are.
    pub(super) fn count_records(&self, asked: &mut Asked) -> Result<()> {
        let all = self.searched()?;
        let schema = self.search_schema();
        let leave_out = if asked.with_void { 0 } else { VOID };
        let mut count = self.connection.prepare_cached(&format!(
            "SELECT count(*), max(row) FROM (SELECT rowid AS row FROM {schema}.search WHERE search MATCH ?1 AND rowid & {leave_out} = 0 LIMIT {COUNTED})"
        ))?;
        for term in asked.terms.iter_mut().filter(|term| term.records == 0) {
            let query = format!("\"{}\"", term.token);
            let (records, row): (i64, Option<i64>) =
                count.query_row([query], |row| Ok((row.get(0)?, row.get(1)?)))?;
            term.records = match row.map(|row| record_of(row).1) {
                Some(number) if records == COUNTED && number > 0 => {
                    (records.saturating_mul(all) / number).clamp(records, all.max(records))
                }
                _ => records,
            };
            term.idf = idf(term.records, all);
        }
        Ok(())
    }

    /// About how many records are searched: their numbers run on, so the highest tell.
    fn searched(&self) -> Result<i64> {
        let mut all = 0_i64;
        for entity in [Entity::Obstacle, Entity::Factsheet, Entity::Scheme] {
            let sql = format!("SELECT coalesce(max(number), 0) FROM {}", entity.table());
            let last: i64 = self.connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
            all = all.saturating_add(last);
        }
        Ok(all.max(1))
    }
}

/// How telling a term is that stands in so many of all records.
pub fn idf(records: i64, all: i64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "counts of records")]
    let (records, all) = (records.min(all) as f64, all as f64);
    ((all - records + 0.5) / (records + 0.5)).ln_1p()
}

/// The laws, the theme and the nature of the obstacle that it is asked for.
fn same_kind(asked: &mut Asked, record: &Record) {
    if let Some(Value::Laws(laws)) = record.get(&obstacle::LAWS) {
        for law in laws {
            asked.laws.retain(|(source, article)| !(*source == law.source && article.is_none()));
            asked.laws.push((law.source.clone(), law.article.clone()));
        }
    }
    asked.theme = record.text(&obstacle::THEME).map(str::to_owned);
    asked.nature = record.text(&obstacle::NATURE).map(str::to_owned);
}

/// Chooses the terms that are looked up: the most telling, as long as they stand in few enough records together.
/// Where they find too little, records are looked up too that have the next most telling of them all.
fn choose(asked: &mut Asked) {
    let mut order: Vec<usize> = (0..asked.terms.len()).filter(|at| asked.terms[*at].records > 0).collect();
    let worth = |at: &usize| asked.terms[*at].weight * asked.terms[*at].idf;
    order.sort_by(|one, other| worth(other).total_cmp(&worth(one)).then(one.cmp(other)));
    let mut sum = 0;
    let mut frequent = Vec::new();
    for at in order {
        let term = &mut asked.terms[at];
        let with = i64::saturating_add(sum, term.records);
        if with <= MOST_LOOKED_UP {
            sum = with;
            term.looked_up = true;
        } else {
            frequent.push(at);
        }
    }
    if sum < TOO_LITTLE {
        frequent.truncate(TOGETHER);
        // A part of a word that so many records have tells nothing by itself.
        if !matches!(frequent[..], [only] if asked.terms[only].how == Evidence::Part) {
            asked.together = frequent;
        }
    }
}
