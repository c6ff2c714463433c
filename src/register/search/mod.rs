//! Full-text search: index, query analysis, candidate selection and ranking. Each hit includes its evidence: the words
//! or values that matched.

mod candidates;
mod duplicates;
mod expansion;
mod hits;
mod index;
mod index_row;
mod index_worker;
pub(super) mod query;
mod rank;
mod scoring;
mod snippet;

pub use hits::HitSummary;
pub use index::Lexicon;
pub use index_row::searched_words;
pub use query::analysed_part;

use super::Register;
use super::meaning::Nearest;
use crate::failure::Failure;
use crate::i18n::failures;
use crate::record::date::Today;
use crate::record::law::Law;
use crate::record::{Entity, Filter, Record, Value, obstacle};
use anyhow::Result;
use query::Query;

#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The search text. In a search for precedents for an obstacle, this is the title and question of the obstacle.
    pub text: &'a str,
    /// Whether the text may use search syntax: double quotes around a phrase, or a hyphen before an excluded word.
    pub has_syntax: bool,
    /// The recorded obstacle for which precedents are wanted, if any. The results do not include this obstacle.
    pub subject: Option<i64>,
    pub subject_record: Option<&'a Record>,
    pub kinds: &'a [Entity],
    /// The filter for obstacles. Records of other kinds must be linked to an obstacle that matches the filter.
    pub filter: &'a Filter,
    /// Whether to return only records that hold an answer: solved obstacles and factsheets.
    pub answers_only: bool,
    pub limit: u64,
    /// Maximum number of records from the index to score.
    pub max_candidates: u32,
    pub meaning: UseOfMeaning,
}

/// How a search uses the meaning of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UseOfMeaning {
    Ignore,
    /// Ranks by words and meaning together.
    Rank,
    /// Searches by meaning only if no record contains the words of the text.
    IfNothingFound,
}

impl<'a> Request<'a> {
    pub fn by_words(text: &'a str, filter: &'a Filter, limit: u64) -> Self {
        Self {
            text,
            has_syntax: true,
            subject: None,
            subject_record: None,
            kinds: Entity::SEARCHED,
            filter,
            answers_only: false,
            limit,
            max_candidates: max_candidates(limit),
            meaning: UseOfMeaning::IfNothingFound,
        }
    }

    /// A request for precedents: solved obstacles and factsheets.
    pub fn precedents(text: &'a str, filter: &'a Filter, limit: u64) -> Self {
        Self {
            has_syntax: false,
            kinds: &[Entity::Obstacle, Entity::Factsheet],
            answers_only: true,
            meaning: UseOfMeaning::Rank,
            ..Self::by_words(text, filter, limit)
        }
    }
}

/// Returns how many candidates to score. This is more than the number of results, because scoring changes the order.
fn max_candidates(limit: u64) -> u32 {
    u32::try_from(limit.saturating_mul(2)).unwrap_or(u32::MAX).max(MIN_CANDIDATES)
}

pub fn question_text(record: &Record) -> String {
    let text = |attribute| record.text(attribute).unwrap_or_default();
    format!("{}\n{}", text(&obstacle::TITLE), text(&obstacle::QUESTION))
}

impl Register {
    /// Returns the laws that the title and the question of an obstacle mention, except those that the obstacle cites.
    pub fn laws_mentioned(&self, record: &Record) -> Result<Vec<Law>> {
        let cited: Vec<Law> = match record.get(&obstacle::LAWS) {
            Some(Value::Laws(laws)) => laws.iter().map(Law::key).collect(),
            _ => Vec::new(),
        };
        let mut laws = self.law_names()?.find_in_text(&question_text(record));
        laws.retain(|law| !cited.iter().any(|cited| law.key().covers(cited)));
        Ok(laws)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    Word,
    /// A part of a compound or the beginning of a word matched.
    Part,
    /// A synonym that is recorded in the register matched.
    Synonym,
    /// A correction of a misspelled word matched.
    Spelling,
    /// The text means nearly the same as a passage of the record.
    Meaning,
    Law,
    Theme,
    Nature,
    Reused,
    /// The record is a factsheet or precedent for an obstacle that matches the search text.
    Answers,
}

impl Evidence {
    /// The name of this kind of evidence in data formats and in [`crate::i18n::choices::EVIDENCE`].
    pub const fn code(self) -> &'static str {
        match self {
            Self::Word => "words",
            Self::Part => "parts",
            Self::Synonym => "synonyms",
            Self::Spelling => "spelling",
            Self::Meaning => "meaning",
            Self::Law => "laws",
            Self::Theme => "theme",
            Self::Nature => "nature",
            Self::Reused => "reused",
            Self::Answers => "answers",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Hit {
    pub entity: Entity,
    pub number: i64,
    /// Relevance, from 0 to 1.
    pub score: f64,
    /// The words or values that matched, by kind of evidence.
    pub evidence: Vec<(Evidence, Vec<String>)>,
    /// The passage of the record that matches best, with marks around the matching words.
    pub snippet: String,
}

#[derive(Clone, Debug, Default)]
pub struct SearchResults {
    pub hits: Vec<Hit>,
    pub has_more: bool,
    /// True if nothing was searched for, because the text consists only of stop words.
    pub has_no_terms: bool,
    pub meaning: UsedMeaning,
    /// The numbers of obstacles that probably ask the same as the search text, whatever their status. The nearest come
    /// first.
    pub probable_duplicates: Vec<i64>,
}

/// What the meaning of the text contributed to the results.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum UsedMeaning {
    /// Nothing: the results were found and ranked by their words.
    #[default]
    None,
    /// The scores combine meaning and words.
    Ranking,
    /// No record has the words, and the results were found by their meaning instead.
    Finding,
}

/// Minimum number of candidates to score, even if few results are wanted.
const MIN_CANDIDATES: u32 = 120;

pub const MAX_TEXT_BYTES: usize = 1 << 20;

pub fn check_text(text: &str) -> Result<()> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(Failure::usage(failures::text_too_long()).into());
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Failure::usage(failures::no_search_words(text)).into());
    }
    Ok(())
}

impl Register {
    /// Returns the best matches, by descending score.
    pub fn search(&self, request: &Request<'_>, today: Today<'_>) -> Result<SearchResults> {
        self.ensure_search()?;
        if request.meaning == UseOfMeaning::Rank && self.can_search_by_meaning()? {
            // Only text with syntax has words that do not count.
            debug_assert!(!request.has_syntax);
            return self.with_nearest(analysed_part(request.text), |nearest| {
                self.rank(request, &self.build_query(request)?, nearest, today)
            });
        }
        let query = self.build_query(request)?;
        let found = self.rank(request, &query, || Ok(Nearest::default()), today)?;
        let has_exclusions = !query.excluded_stems.is_empty() || !query.excluded_phrases.is_empty();
        let has_results = !found.hits.is_empty() || found.has_more;
        let may_use_meaning = request.meaning == UseOfMeaning::IfNothingFound && !found.has_no_terms && !has_exclusions;
        if has_results || !may_use_meaning || !self.can_search_by_meaning()? {
            return Ok(found);
        }
        let found = self.with_nearest(&query.text, |nearest| self.rank(request, &Query::default(), nearest, today))?;
        let meaning = if found.hits.is_empty() { UsedMeaning::None } else { UsedMeaning::Finding };
        Ok(SearchResults { meaning, has_no_terms: false, ..found })
    }
}
