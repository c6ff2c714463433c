//! Query expansion. Adds the laws that the question names, and synonyms of its words, such as the full form of an
//! abbreviation. For rare words, also adds spelling corrections and longer words with the same beginning.

use super::Evidence;
use super::query::{PART_WEIGHT, Query, SYNONYM_WEIGHT};
use crate::language::{Analyser, SpellingMatcher, Word, is_compound_part, is_stop_word, split_compound, whole_words};
use crate::record::law::all_names;
use crate::register::Register;
use anyhow::Result;
use std::collections::HashSet;
use std::rc::Rc;

// The weights below are estimates. Other weights change search quality (nDCG, see docs/search.md) by less than 0.005.

/// Weight of each word of a multi-word synonym, relative to 1 for a word of the question.
const SYNONYM_PART_WEIGHT: f64 = 0.4;
/// Weight of a spelling correction, relative to 1 for a word of the question.
const SPELLING_WEIGHT: f64 = 0.5;
/// Words of at most this length must match exactly. They may be abbreviations, and the stem of an abbreviation is often
/// the stem of an unrelated word.
const MAX_ABBREVIATION_BYTES: usize = 4;
/// A synonym is examined only if it shares a prefix of this length with a word of the question.
const PREFIX_CHARS: usize = 3;
/// Maximum number of rare words to expand.
const MAX_UNKNOWN_WORDS: usize = 8;
/// Maximum number of spelling corrections per word, and also of completions per word.
const MAX_EXPANSIONS: usize = 8;
/// Words shorter than this are not completed to longer words.
const MIN_PREFIX_CHARS: usize = 3;
/// Words that occur in fewer records than this are completed to longer words. In a search for precedents or duplicates,
/// only words that occur in no record are completed.
const RARE_RECORDS: i64 = 20;

struct QuestionWords<'a> {
    words: &'a [Word],
    stems: Vec<Rc<str>>,
    /// Like `stems`, but a word such as e-consult gives only the stem `econsult`. In `stems`, it gives both `econsult`
    /// and `consult`, so `econsult` is not next to the stem of the following word.
    whole_stems: Vec<Rc<str>>,
    prefixes: HashSet<&'a str>,
}

fn prefix(folded: &str) -> &str {
    folded.char_indices().nth(PREFIX_CHARS).map_or(folded, |(at, _)| folded.get(..at).unwrap_or(folded))
}

impl<'a> QuestionWords<'a> {
    fn new(words: &'a [Word], whole: &[Word], analyser: &mut Analyser) -> Self {
        let mut stems_of = |words: &[Word]| {
            let content_words = words.iter().filter(|word| !is_stop_word(&word.folded));
            content_words.map(|word| analyser.analyse(&word.folded).stem.clone()).collect()
        };
        let (stems, whole_stems) = (stems_of(words), stems_of(whole));
        let prefixes = words.iter().map(|word| prefix(&word.folded)).collect();
        Self { words, stems, whole_stems, prefixes }
    }

    /// Searches the question for `form`, which is a synonym or the name of a law. If the question contains `form`,
    /// returns the stem of the first content word of `form`. An abbreviation must match exactly. Other forms match in
    /// any inflection, and stop words are ignored.
    fn find(&self, form: &str, analyser: &Analyser) -> Option<Rc<str>> {
        let form = whole_words(form);
        let first = form.first()?;
        if !self.prefixes.contains(prefix(&first.folded)) {
            return None;
        }
        if form.len() == 1 && first.folded.len() <= MAX_ABBREVIATION_BYTES {
            let same = |word: &Word| word.folded == first.folded && !is_stop_word(&word.folded);
            return self.words.iter().any(same).then(|| analyser.stem(&first.folded));
        }
        let content_words = form.iter().filter(|word| !is_stop_word(&word.folded));
        let stems: Vec<Rc<str>> = content_words.map(|word| analyser.stem(&word.folded)).collect();
        let first = stems.first()?.clone();
        let mut all = [&self.stems, &self.whole_stems].into_iter();
        all.any(|all| all.windows(stems.len()).any(|window| window == stems)).then_some(first)
    }
}

impl Register {
    /// Adds the laws that the question names. If the question contains a synonym, adds the other synonyms with the same
    /// meaning.
    pub(super) fn add_synonyms_and_laws(
        &self,
        query: &mut Query,
        all: &[Word],
        whole: &[Word],
        analyser: &mut Analyser,
    ) -> Result<()> {
        let question = QuestionWords::new(all, whole, analyser);
        let mut statement = self.connection.prepare_cached("SELECT code, means FROM synonym ORDER BY code")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (code, means) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
            let forms = || std::iter::once(code).chain(means.split(';').map(str::trim));
            let Some((found, stem)) = forms().find_map(|form| Some((form, question.find(form, analyser)?))) else {
                continue;
            };
            // Put a word and its synonyms in one group, because only the best match of a group counts.
            let mut group = match whole_words(found).len() {
                1 => query.positions.get(&stem).copied(),
                _ => None,
            };
            for form in forms().filter(|form| *form != found) {
                let mut words = whole_words(form);
                words.retain(|word| !is_stop_word(&word.folded));
                let weight = if words.len() == 1 { SYNONYM_WEIGHT } else { SYNONYM_PART_WEIGHT };
                let known = query.terms.len();
                let mut positions = Vec::new();
                for word in &words {
                    let stem = analyser.stem(&word.folded);
                    let label = format!("{found} = {form}");
                    let lead = group.unwrap_or(query.terms.len());
                    let position = query.add_alternative(lead, &stem, &label, Evidence::Synonym, weight);
                    group.get_or_insert(position);
                    positions.push(position);
                }
                // The words of a multi-word synonym count only if all of them occur.
                if positions.len() > 1 {
                    for term in query.terms.iter_mut().skip(known) {
                        term.required_with.clone_from(&positions);
                    }
                }
            }
        }
        let mut statement = self.connection.prepare_cached("SELECT code, nl, en, short FROM law ORDER BY code")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (code, nl, en) = (row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?);
            let token: Rc<str> = code.to_lowercase().into();
            let mut names = all_names(nl, en, row.get_ref(3)?.as_str_or_null()?);
            if names.any(|name| question.find(name, analyser).is_some()) {
                query.add_term(&token, code, Evidence::Law, SYNONYM_WEIGHT);
                query.laws.push((code.into(), None));
            } else if question.words.iter().any(|word| word.folded == *token) {
                query.laws.push((code.into(), None));
            }
        }
        Ok(())
    }

    /// Adds spelling corrections and longer words for each word that occurs in no record. In an ordinary search
    /// (`is_search`), also adds longer words for a word that occurs in few records.
    pub(super) fn add_corrections_and_completions(
        &self,
        query: &mut Query,
        is_search: bool,
        analyser: &mut Analyser,
    ) -> Result<()> {
        let rare_below = if is_search { RARE_RECORDS } else { 1 };
        let mut rare: Vec<(usize, String, i64)> = query
            .terms
            .iter()
            .enumerate()
            .filter(|(_, term)| term.match_kind == Evidence::Word && term.record_count < rare_below)
            .filter(|(_, term)| !term.query_word.bytes().any(|byte| byte.is_ascii_digit()))
            .map(|(at, term)| (at, term.query_word.clone(), term.record_count))
            .collect();
        rare.sort_by_key(|(at, word, _)| (std::cmp::Reverse(word.len()), *at));
        rare.truncate(MAX_UNKNOWN_WORDS);
        if rare.is_empty() {
            return Ok(());
        }
        // The word is the primary key of the table, so a lookup by prefix is a range scan.
        let schema = self.search_schema();
        let sql = format!("SELECT word FROM {schema}.search_word WHERE word >= ?1 AND word < ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut for_each_word_with_prefix = |prefix: &str, visit: &mut dyn FnMut(&str)| -> Result<()> {
            let mut rows = statement.query([prefix, &format!("{prefix}\u{10ffff}")])?;
            while let Some(row) = rows.next()? {
                visit(row.get_ref(0)?.as_str()?);
            }
            Ok(())
        };
        for (at, word, record_count) in &rare {
            let (mut completions, mut corrections): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
            if word.chars().count() >= MIN_PREFIX_CHARS {
                for_each_word_with_prefix(word, &mut |known| {
                    completions.extend((known.len() > word.len()).then(|| known.to_owned()));
                })?;
            }
            // A known Dutch word is not a misspelling, even if no record contains it.
            if *record_count == 0 && !is_compound_part(word) && split_compound(word).is_empty() {
                let first: String = word.chars().take(1).collect();
                let matcher = SpellingMatcher::new(word);
                for_each_word_with_prefix(&first, &mut |known| {
                    corrections.extend(matcher.matches(known).then(|| known.to_owned()));
                })?;
            }
            for (mut found, match_kind, weight) in
                [(corrections, Evidence::Spelling, SPELLING_WEIGHT), (completions, Evidence::Part, PART_WEIGHT)]
            {
                found.sort_by_key(|known| (known.len().abs_diff(word.len()), known.clone()));
                for known in found.iter().take(MAX_EXPANSIONS) {
                    query.add_alternative(*at, &analyser.stem(known), word, match_kind, weight);
                }
            }
        }
        self.count_records(query)
    }
}
