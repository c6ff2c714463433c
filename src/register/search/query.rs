//! Turns a search text into a query. A query consists of weighted terms (words, compound parts, synonyms and spelling
//! corrections), phrases, excluded words, and the laws that the search text names.

// Indexing cannot panic: all indices into `Query::terms` come from the query itself.
#![allow(clippy::indexing_slicing)]

use super::super::rowid::VOID_FLAG;
use super::{Evidence, Request};
use crate::failure::Failure;
use crate::i18n::failures;
use crate::language::{Analyser, Word, first_words, is_stop_word, whole_words, words};
use crate::record::law::Law;
use crate::record::{Entity, Record, Value, obstacle};
use crate::register::Register;
use anyhow::Result;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

pub const WORD_WEIGHT: f64 = 1.0;
/// Weight of a compound part, or of a longer word with the same beginning. A word of the question itself has weight 1.
pub const PART_WEIGHT: f64 = 0.4;
/// Weight of a synonym. Like the weights in `expansion.rs`, this is an estimate.
pub const SYNONYM_WEIGHT: f64 = 0.7;
/// Maximum number of distinct words in a query. If a text has more, its most frequent words are used. Among equally
/// frequent words, the first ones are used.
pub const MAX_QUERY_WORDS: usize = 256;
/// Maximum number of words of a text to analyse, counting repeated words. The text after these words is ignored.
const MAX_TEXT_WORDS: usize = 2_000;
/// Limits on a search text before phrases are split off. The text after these limits is ignored.
const MAX_QUERY_TEXT_WORDS: usize = 10_000;
const MAX_QUERY_TEXT_BYTES: usize = 1 << 17;
/// Maximum number of distinct phrases, required and excluded together. Comparing records with more phrases would take
/// long.
const MAX_QUERY_PHRASES: usize = 256;
const MAX_EXCLUDED_WORDS: usize = 1000;
// The next four limits are for speed and only affect words that occur in many records. In a register of 100,000
// records, MAX_LOOKED_UP_RECORDS lowers the search quality (nDCG) on the questions of docs/search.md by .009.

/// The number of records that contain a term is exact below this limit, and estimated above it.
const MAX_COUNTED_RECORDS: i64 = 400;
/// Terms are looked up in the index, most specific first, as long as their record counts add up to at most this number.
const MAX_LOOKED_UP_RECORDS: i64 = 20_000;
/// Maximum number of frequent terms to look up if the specific terms match too few records.
const MAX_JOINT_TERMS: usize = 3;
/// If the specific terms match fewer records than this, frequent terms are looked up too.
const MIN_FOUND_RECORDS: i64 = 100;

#[derive(Clone, Debug)]
pub struct Term {
    pub token: Rc<str>,
    pub query_word: String,
    pub match_kind: Evidence,
    /// A weight that depends on the origin of the term, such as a word of the question, a compound part or a synonym.
    pub weight: f64,
    /// Inverse document frequency: the rarer a term is, the higher this number.
    pub idf: f64,
    pub record_count: i64,
    /// Terms with the same `group` are alternatives, such as a word and its synonyms. In each record, only the best
    /// match of the group counts. The value is the index of the first term of the group.
    pub group: usize,
    /// If the term is a word of a multi-word synonym: the indices of all words of that synonym. A record must contain
    /// every one of these words.
    pub required_with: Vec<usize>,
    /// Whether to search the index for this term. If false, the term only raises the scores of records that the search
    /// finds by other terms or by meaning.
    pub is_looked_up: bool,
}

/// One spelling of a phrase: its words as [`folded_text`] joins them, and the stems of its content words.
pub struct PhraseForm {
    pub folded: String,
    pub stems: Vec<Rc<str>>,
}

#[derive(Default)]
pub struct Query {
    /// The weighted terms. Words of the question come before terms derived from them.
    pub terms: Vec<Term>,
    /// Maps a stem to its index in `terms`.
    pub positions: HashMap<Rc<str>, usize>,
    /// The required phrases, each as a list of its spellings. A record must contain at least one spelling of each
    /// phrase.
    pub phrases: Vec<Vec<PhraseForm>>,
    /// Phrases that no result may contain, as [`folded_text`] joins their words.
    pub excluded_phrases: Vec<String>,
    /// Stems of words that no result may contain.
    pub excluded_stems: Vec<Rc<str>>,
    /// The laws to search for, each as its source (such as a BWB id) and its article.
    pub laws: Vec<(Rc<str>, Option<String>)>,
    /// The theme of the obstacle for which precedents are wanted.
    pub theme: Option<String>,
    /// The nature of the obstacle for which precedents are wanted.
    pub nature: Option<String>,
    /// The search text without the excluded words.
    pub text: String,
    with_void: bool,
    /// Frequent terms to look up together, because each of them alone matches too many records. A record must contain
    /// all these terms.
    pub joint_terms: Vec<usize>,
}

impl Query {
    /// Adds a term and returns its index. If the term exists already, the larger weight wins.
    pub fn add_term(&mut self, token: &Rc<str>, query_word: &str, match_kind: Evidence, weight: f64) -> usize {
        if let Some(position) = self.positions.get(token).copied() {
            if let Some(known) = self.terms.get_mut(position)
                && known.weight < weight
            {
                known.weight = weight;
                known.match_kind = match_kind;
                known.group = position;
                known.required_with.clear();
                query_word.clone_into(&mut known.query_word);
            }
            return position;
        }
        let position = self.terms.len();
        self.positions.insert(token.clone(), position);
        self.terms.push(Term {
            token: token.clone(),
            query_word: query_word.to_owned(),
            match_kind,
            weight,
            idf: 0.0,
            record_count: 0,
            group: position,
            required_with: Vec::new(),
            is_looked_up: false,
        });
        position
    }

    pub fn add_alternative(
        &mut self,
        group: usize,
        token: &Rc<str>,
        query_word: &str,
        match_kind: Evidence,
        weight: f64,
    ) -> usize {
        let new = self.terms.len();
        let position = self.add_term(token, query_word, match_kind, weight);
        if position == new
            && let Some(term) = self.terms.get_mut(position)
        {
            term.group = group;
        }
        position
    }
}

/// A search text, split into plain words, phrases and exclusions.
struct ParsedText {
    text: String,
    phrases: Vec<String>,
    excluded_stems: Vec<String>,
}

/// Quotation marks that word processors and telephones insert instead of the straight one.
const DOUBLE_QUOTES: [char; 8] = ['“', '”', '„', '‟', '«', '»', '＂', '″'];

/// Splits a search text into three parts: quoted phrases, exclusions (words and phrases after a hyphen), and the
/// remaining text. If a quotation mark is never closed, the text after it is not a phrase.
fn parse_syntax(text: &str) -> ParsedText {
    let mut parsed = ParsedText { text: String::new(), phrases: Vec::new(), excluded_stems: Vec::new() };
    let text = text.replace(DOUBLE_QUOTES, "\"");
    let mut rest = &*text;
    while let Some((before, after_quote)) = rest.split_once('"') {
        let Some((phrase, after)) = after_quote.split_once('"') else { break };
        let prefix = before.strip_suffix('-').filter(|prefix| !prefix.ends_with(|last: char| !last.is_whitespace()));
        if let Some(prefix) = prefix {
            parsed.text.push_str(prefix);
            parsed.excluded_stems.push(phrase.to_owned());
        } else {
            parsed.text.push_str(before);
            parsed.phrases.push(phrase.to_owned());
        }
        parsed.text.push(' ');
        rest = after;
    }
    parsed.text.push_str(rest);
    let mut remaining = Vec::new();
    for word in parsed.text.split_whitespace() {
        match word.strip_prefix('-') {
            Some(excluded) if excluded.starts_with(char::is_alphanumeric) => {
                parsed.excluded_stems.push(excluded.to_owned());
            }
            _ => remaining.push(word),
        }
    }
    parsed.text = remaining.join(" ");
    for phrases in [&mut parsed.phrases, &mut parsed.excluded_stems] {
        let mut known = HashSet::new();
        phrases.retain(|phrase| known.insert(folded_text(&words(phrase))));
    }
    parsed
}

/// Analyses each spelling of a phrase. A phrase with `e-consult` has two: `econsult` and `econsult consult`. Returns an
/// empty list if the phrase has no words.
fn analyse_phrase(text: &str, analyser: &Analyser) -> Vec<PhraseForm> {
    let (all, whole) = (words(text), whole_words(text));
    let forms = if all.len() == whole.len() { vec![whole] } else { vec![whole, all] };
    let analysed = forms.into_iter().filter(|form| !form.is_empty()).map(|form| {
        let content_words = form.iter().filter(|word| !is_stop_word(&word.folded));
        PhraseForm {
            stems: content_words.map(|word| analyser.stem(&word.folded)).collect(),
            folded: folded_text(&form),
        }
    });
    analysed.collect()
}

/// Joins the words of a text, with a space before and after each word. A text contains a phrase if the joined text
/// contains the joined phrase.
pub fn folded_text(words: &[Word]) -> String {
    let mut folded = String::from(" ");
    for word in words {
        folded.push_str(&word.folded);
        folded.push(' ');
    }
    folded
}

/// Returns the beginning of a search text, because only this part is analysed. Real questions are shorter than the
/// limits.
pub fn analysed_part(text: &str) -> &str {
    let start = text.get(..text.floor_char_boundary(MAX_QUERY_TEXT_BYTES)).unwrap_or_default();
    first_words(start, MAX_QUERY_TEXT_WORDS)
}

impl Register {
    pub(super) fn build_query(&self, request: &Request<'_>) -> Result<Query> {
        let mut query = Query { with_void: request.filter.with_void, ..Query::default() };
        let lexicon = &mut *self.lexicon.borrow_mut();
        let analyser = &mut lexicon.analyser;
        let mut text = analysed_part(request.text).to_owned();
        if request.has_syntax {
            let parsed = parse_syntax(&text);
            text = parsed.text;
            for excluded in &parsed.excluded_stems {
                let forms = analyse_phrase(excluded, analyser);
                match forms.first() {
                    // Exclude a single content word in all its inflections, but a phrase or a stop word only as typed.
                    Some(form) if form.stems.len() == 1 && whole_words(excluded).len() == 1 => {
                        query.excluded_stems.extend(form.stems.iter().cloned());
                    }
                    _ => query.excluded_phrases.extend(forms.into_iter().map(|form| form.folded)),
                }
            }
            for phrase_text in &parsed.phrases {
                query.phrases.extend(Some(analyse_phrase(phrase_text, analyser)).filter(|forms| !forms.is_empty()));
                text.push(' ');
                text.push_str(phrase_text);
            }
            if query.phrases.len() + query.excluded_phrases.len() > MAX_QUERY_PHRASES
                || query.excluded_stems.len() > MAX_EXCLUDED_WORDS
            {
                return Err(Failure::usage(failures::query_too_long(MAX_QUERY_PHRASES, MAX_EXCLUDED_WORDS)).into());
            }
        }
        text.truncate(first_words(&text, MAX_TEXT_WORDS).len());
        // Records store the id of a law, so replace names by ids in references to articles.
        let mut named = Vec::new();
        if request.has_syntax {
            (text, named) = self.law_names()?.with_stored_references(&text);
        }
        let all = words(&text);
        let whole = whole_words(&text);
        let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
        for (at, word) in whole.iter().enumerate().filter(|(_, word)| !is_stop_word(&word.folded)) {
            counts.entry(&word.folded).or_insert((0, at)).0 += 1;
        }
        let mut own_words: Vec<(&str, usize, usize)> =
            counts.into_iter().map(|(word, (count, first))| (word, count, first)).collect();
        own_words.sort_unstable_by_key(|(_, count, first)| (std::cmp::Reverse(*count), *first));
        own_words.truncate(MAX_QUERY_WORDS);
        own_words.sort_unstable_by_key(|(_, _, first)| *first);
        for (word, count, _) in &own_words {
            let boost = f64::from(u32::try_from(*count).unwrap_or(u32::MAX)).ln();
            query.add_term(&analyser.analyse(word).stem, word, Evidence::Word, WORD_WEIGHT * (1.0 + boost));
        }
        for (word, ..) in &own_words {
            for part in &analyser.analyse(word).parts {
                query.add_term(part, word, Evidence::Part, PART_WEIGHT);
            }
        }
        // For a word such as e-consult, add the second part, `consult`. The loops above have added only `econsult`.
        for word in all.iter().filter(|word| !is_stop_word(&word.folded)).take(MAX_QUERY_WORDS) {
            query.add_term(&analyser.analyse(&word.folded).stem, &word.folded, Evidence::Part, PART_WEIGHT);
        }
        self.add_synonyms_and_laws(&mut query, &all, &whole, analyser)?;
        self.add_cited_articles(&mut query, &text)?;
        for (name, law) in &named {
            let token: Rc<str> = law.source.to_lowercase().into();
            let Some(id) = query.positions.get(&token).copied() else { continue };
            let label = format!("{} = {name}", law.source);
            for word in words(name).iter().filter(|word| !is_stop_word(&word.folded)) {
                query.add_alternative(id, &analyser.stem(&word.folded), &label, Evidence::Synonym, SYNONYM_WEIGHT);
            }
        }
        if let Some(record) = request.subject_record {
            add_subject_context(&mut query, record);
        }
        self.count_records(&mut query)?;
        self.add_corrections_and_completions(&mut query, request.has_syntax, analyser)?;
        select_terms(&mut query);
        query.text = text;
        Ok(query)
    }

    /// Adds the articles that the text names. The text may give the law by its id or by a name.
    fn add_cited_articles(&self, query: &mut Query, text: &str) -> Result<()> {
        for law in self.law_names()?.find_in_text(text).into_iter().filter(|law| law.article.is_some()) {
            let token: Rc<str> = law.source.to_lowercase().into();
            query.add_term(&token, &law.source, Evidence::Law, SYNONYM_WEIGHT);
            add_law(query, law);
        }
        Ok(())
    }

    /// Sets the record count and inverse document frequency of each term. A large count is estimated from the record
    /// numbers of the first matches: the closer together these numbers are, the higher the count.
    pub(super) fn count_records(&self, query: &mut Query) -> Result<()> {
        let all = self.searched_record_count()?;
        let schema = self.search_schema();
        let excluded_flag = if query.with_void { 0 } else { VOID_FLAG };
        let mut count = self.connection.prepare_cached(&format!(
            "SELECT count(*), max(row) FROM (SELECT rowid AS row FROM {schema}.search WHERE search MATCH ?1 AND rowid & {excluded_flag} = 0 LIMIT {MAX_COUNTED_RECORDS})"
        ))?;
        for term in query.terms.iter_mut().filter(|term| term.record_count == 0) {
            let fts_query = format!("\"{}\"", term.token);
            let (record_count, row): (i64, Option<i64>) =
                count.query_row([fts_query], |row| Ok((row.get(0)?, row.get(1)?)))?;
            term.record_count = match row.map(|row| row >> 3) {
                Some(number) if record_count == MAX_COUNTED_RECORDS && number > 0 => {
                    (record_count.saturating_mul(all) / number).clamp(record_count, all.max(record_count))
                }
                _ => record_count,
            };
            term.idf = idf(term.record_count, all);
        }
        Ok(())
    }

    /// Estimates the number of searchable records. Adds up the highest record number of each kind, because the records
    /// of a kind are numbered consecutively.
    fn searched_record_count(&self) -> Result<i64> {
        let mut all = 0_i64;
        for entity in Entity::SEARCHED {
            let sql = format!("SELECT coalesce(max(number), 0) FROM {}", entity.table());
            let last: i64 = self.connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
            all = all.saturating_add(last);
        }
        Ok(all.max(1))
    }
}

/// Inverse document frequency (the BM25 variant) of a term that occurs in `record_count` of `all` records.
pub fn idf(record_count: i64, all: i64) -> f64 {
    #[allow(clippy::cast_precision_loss, reason = "counts of records")]
    let (record_count, all) = (record_count.min(all) as f64, all as f64);
    ((all - record_count + 0.5) / (record_count + 0.5)).ln_1p()
}

/// Adds a law. If the query already contains this law without an article, removes that entry, so that only the article
/// matches.
fn add_law(query: &mut Query, law: Law) {
    query.laws.retain(|(source, article)| !(**source == *law.source && article.is_none()));
    query.laws.push((law.source.into(), law.article));
}

fn add_subject_context(query: &mut Query, record: &Record) {
    if let Some(Value::Laws(laws)) = record.get(&obstacle::LAWS) {
        for law in laws.iter().map(Law::normalized) {
            add_law(query, law);
        }
    }
    query.theme = record.text(&obstacle::THEME).map(str::to_owned);
    query.nature = record.text(&obstacle::NATURE).map(str::to_owned);
}

/// Selects the most specific terms for look-up, within a budget of matching records. If these terms match too few
/// records, also selects a few frequent terms. A record must contain all of these frequent terms.
pub fn select_terms(query: &mut Query) {
    let mut order: Vec<usize> = (0..query.terms.len()).filter(|at| query.terms[*at].record_count > 0).collect();
    let specificity = |at: &usize| query.terms[*at].weight * query.terms[*at].idf;
    order.sort_by(|one, other| specificity(other).total_cmp(&specificity(one)).then(one.cmp(other)));
    let mut sum = 0;
    let mut frequent = Vec::new();
    for at in order {
        let term = &mut query.terms[at];
        let with = i64::saturating_add(sum, term.record_count);
        if with <= MAX_LOOKED_UP_RECORDS {
            sum = with;
            term.is_looked_up = true;
        } else {
            frequent.push(at);
        }
    }
    if sum < MIN_FOUND_RECORDS {
        frequent.truncate(MAX_JOINT_TERMS);
        // Do not look up a single frequent compound part, because it says too little about the subject.
        if !matches!(frequent[..], [only] if query.terms[only].match_kind == Evidence::Part) {
            query.joint_terms = frequent;
        }
    }
}
