//! What words of a question mean besides themselves: synonyms and abbreviations, laws by their names, and what a word
//! was meant for that nobody wrote before.

use super::Evidence;
use super::ask::{Asked, PART};
use crate::language::{Analyser, Near, Word, is_part, is_stop, parts, words};
use crate::register::Register;
use anyhow::Result;
use std::collections::HashSet;
use std::rc::Rc;

// What these weigh was chosen on sense and moves the measures of the README by less than .005.

/// What a synonym weighs.
const MEANT: f64 = 0.7;
/// What one word of a synonym of several words weighs.
const MEANT_IN_PART: f64 = 0.4;
/// What a word weighs that a slip may have been meant for.
const SPELT: f64 = 0.5;
/// A form of no more letters than this is looked for as it is written: the stem of an abbreviation is soon that of
/// another word.
const LONGEST_SHORT: usize = 4;
/// A form is looked at where it begins with so many letters like a word of the question.
const ALIKE: usize = 3;
/// So many unknown words at most are looked at for slips.
const MOST_UNKNOWN: usize = 8;
/// An unknown word can be meant for so many at most, and so many longer words can begin like it.
const MOST_MEANT: usize = 8;
/// A shorter word is no beginning of a longer one.
const SHORTEST_BEGINNING: usize = 3;
/// In a search, a word that stands in fewer records than this may be meant as the beginning of a longer one.
const FEW: i64 = 20;

/// A question, to look for forms in.
struct Question<'a> {
    words: &'a [Word],
    stems: Vec<Rc<str>>,
    beginnings: HashSet<&'a str>,
}

/// The first letters of a word.
fn beginning(folded: &str) -> &str {
    folded.char_indices().nth(ALIKE).map_or(folded, |(at, _)| folded.get(..at).unwrap_or(folded))
}

impl<'a> Question<'a> {
    fn new(words: &'a [Word], analyser: &mut Analyser) -> Self {
        let telling = words.iter().filter(|word| !is_stop(&word.folded));
        let stems = telling.map(|word| analyser.analyse(&word.folded).stem.clone()).collect();
        let beginnings = words.iter().map(|word| beginning(&word.folded)).collect();
        Self { words, stems, beginnings }
    }

    /// The stem of the first telling word of a form that stands in the question, if it does: a short form as it is
    /// written, a longer one in any of its forms; words that say nothing do not count.
    fn find(&self, form: &str, analyser: &Analyser) -> Option<Rc<str>> {
        let form = words(form);
        let first = form.first()?;
        if !self.beginnings.contains(beginning(&first.folded)) {
            return None;
        }
        if form.len() == 1 && first.folded.len() <= LONGEST_SHORT {
            let same = |word: &Word| word.folded == first.folded && !is_stop(&word.folded);
            return self.words.iter().any(same).then(|| analyser.stem(&first.folded));
        }
        let telling = form.iter().filter(|word| !is_stop(&word.folded));
        let stems: Vec<Rc<str>> = telling.map(|word| analyser.stem(&word.folded)).collect();
        let first = stems.first()?.clone();
        self.stems.windows(stems.len()).any(|window| window == stems).then_some(first)
    }
}

impl Register {
    /// Adds what means the same as words of the question: synonyms both ways, and laws by their names.
    pub(super) fn add_meanings(
        &self,
        asked: &mut Asked,
        all: &[Word],
        analyser: &mut Analyser,
    ) -> Result<()> {
        let question = Question::new(all, analyser);
        let mut statement =
            self.connection.prepare_cached("SELECT code, means FROM synonym ORDER BY code")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (code, means) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
            let forms = || std::iter::once(code).chain(means.split(';').map(str::trim));
            let Some((found, stem)) = forms().find_map(|form| Some((form, question.find(form, analyser)?)))
            else {
                continue;
            };
            // All ways to say it count as one: that of the word in the question, where it is one.
            let mut group = match words(found).len() {
                1 => asked.places.get(&stem).copied(),
                _ => None,
            };
            for form in forms().filter(|form| *form != found) {
                let mut words = words(form);
                words.retain(|word| !is_stop(&word.folded));
                let weight = if words.len() == 1 { MEANT } else { MEANT_IN_PART };
                let known = asked.terms.len();
                let mut places = Vec::new();
                for word in &words {
                    let stem = analyser.stem(&word.folded);
                    let said = format!("{found} = {form}");
                    let lead = group.unwrap_or(asked.terms.len());
                    let place = asked.add_for(lead, &stem, &said, Evidence::Synonym, weight);
                    group.get_or_insert(place);
                    places.push(place);
                }
                // Several words mean it together only.
                if places.len() > 1 {
                    for term in asked.terms.iter_mut().skip(known) {
                        term.all_of.clone_from(&places);
                    }
                }
            }
        }
        let mut statement = self.connection.prepare_cached("SELECT code, nl, en FROM law ORDER BY code")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (code, nl, en) =
                (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?);
            let token: Rc<str> = code.to_lowercase().into();
            let mut names = names_of_law(nl).chain(names_of_law(en));
            if names.any(|name| question.find(name, analyser).is_some()) {
                asked.add(&token, code, Evidence::Law, MEANT);
                asked.laws.push((code.to_owned(), None));
            } else if question.words.iter().any(|word| word.folded == *token) {
                asked.laws.push((code.to_owned(), None));
            }
        }
        Ok(())
    }

    /// Adds what words that no record knows were meant for, and longer words that begin like them; in a search also
    /// longer words that begin like a word that stands in few records.
    pub(super) fn add_what_was_meant(
        &self,
        asked: &mut Asked,
        is_search: bool,
        analyser: &mut Analyser,
    ) -> Result<()> {
        let few = if is_search { FEW } else { 1 };
        let mut rare: Vec<(usize, String, i64)> = asked
            .terms
            .iter()
            .enumerate()
            .filter(|(_, term)| term.how == Evidence::Word && term.records < few)
            .filter(|(_, term)| !term.asked.bytes().any(|byte| byte.is_ascii_digit()))
            .map(|(at, term)| (at, term.asked.clone(), term.records))
            .collect();
        rare.sort_by_key(|(at, word, _)| (std::cmp::Reverse(word.len()), *at));
        rare.truncate(MOST_UNKNOWN);
        if rare.is_empty() {
            return Ok(());
        }
        // All that begins with a text stands side by side.
        let schema = self.search_schema();
        let sql = format!("SELECT word FROM {schema}.search_word WHERE word >= ?1 AND word < ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut beginning_with = |start: &str, take: &mut dyn FnMut(&str)| -> Result<()> {
            let mut rows = statement.query([start, &format!("{start}\u{10ffff}")])?;
            while let Some(row) = rows.next()? {
                take(row.get_ref(0)?.as_str()?);
            }
            Ok(())
        };
        for (at, word, records) in &rare {
            let (mut longer, mut meant): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
            if word.chars().count() >= SHORTEST_BEGINNING {
                beginning_with(word, &mut |known| {
                    longer.extend((known.len() > word.len()).then(|| known.to_owned()));
                })?;
            }
            // What is a word of the language was meant as it stands.
            if *records == 0 && !is_part(word) && parts(word).is_empty() {
                let first: String = word.chars().take(1).collect();
                let near = Near::new(word);
                beginning_with(&first, &mut |known| meant.extend(near.is(known).then(|| known.to_owned())))?;
            }
            for (mut found, how, weight) in
                [(meant, Evidence::Spelling, SPELT), (longer, Evidence::Part, PART)]
            {
                found.sort_by_key(|known| (known.len().abs_diff(word.len()), known.clone()));
                for known in found.iter().take(MOST_MEANT) {
                    asked.add_for(*at, &analyser.stem(known), word, how, weight);
                }
            }
        }
        self.count_records(asked)
    }
}

/// The names by which people know a law: the whole, and what stands in parentheses behind it.
fn names_of_law(label: &str) -> impl Iterator<Item = &str> {
    let (name, short) = match label.split_once('(') {
        Some((name, short)) => (name, short.trim_end().trim_end_matches(')')),
        None => (label, ""),
    };
    std::iter::once(name).chain(short.split(',')).map(str::trim).filter(|name| !name.is_empty())
}
