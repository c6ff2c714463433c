//! Search: what stands in the index, what a text asks for, which records come near to it, and why.

mod candidates;
mod duplicates;
mod expansion;
mod hits;
mod index;
mod index_worker;
pub(super) mod query;
mod rank;
mod scoring;
mod snippet;

pub use index::Lexicon;
pub(super) use index::{VOID_FLAG, record_of_rowid};

use super::Register;
use crate::failure::Failure;
use crate::i18n::failures;
use crate::record::date::Today;
use crate::record::{Entity, Filter, Record, obstacle};
use anyhow::Result;

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// What was typed, or the texts of the obstacle that it is asked for.
    pub text: &'a str,
    /// Whether quotes hold a phrase, and a hyphen stands before a word that may not be there.
    pub has_syntax: bool,
    /// The obstacle that it is asked for, if it is recorded: not found itself.
    pub subject: Option<i64>,
    /// The same with its laws, theme and nature.
    pub subject_record: Option<&'a Record>,
    /// The kinds of record.
    pub kinds: &'a [Entity],
    /// Which obstacles are meant; of other kinds: those that have to do with these obstacles.
    pub filter: &'a Filter,
    /// Whether only what holds an answer is meant: solved obstacles and factsheets.
    pub answers_only: bool,
    /// At most so many.
    pub limit: u64,
    /// So many that come near by the index are read and weighed.
    pub max_candidates: u32,
}

impl<'a> Request<'a> {
    /// Obstacles, factsheets and schemes, by words.
    pub fn by_words(text: &'a str, filter: &'a Filter, limit: u64) -> Self {
        Self {
            text,
            has_syntax: true,
            subject: None,
            subject_record: None,
            kinds: &[Entity::Obstacle, Entity::Factsheet, Entity::Scheme],
            filter,
            answers_only: false,
            limit,
            max_candidates: max_candidates(limit),
        }
    }

    /// What was answered before: solved obstacles and factsheets.
    pub fn precedents(text: &'a str, filter: &'a Filter, limit: u64) -> Self {
        Self {
            has_syntax: false,
            kinds: &[Entity::Obstacle, Entity::Factsheet],
            answers_only: true,
            ..Self::by_words(text, filter, limit)
        }
    }
}

/// How many candidates to read for so many hits: more than are shown, so that the best are among them.
fn max_candidates(limit: u64) -> u32 {
    u32::try_from(limit.saturating_mul(2)).unwrap_or(u32::MAX).max(MIN_CANDIDATES)
}

/// What an obstacle asks: its title and its question.
pub fn question_text(record: &Record) -> String {
    let text = |attribute| record.text(attribute).unwrap_or_default();
    format!("{}\n{}", text(&obstacle::TITLE), text(&obstacle::QUESTION))
}

/// How a record came near to what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// A word, in any of its forms.
    Word,
    /// A part of a compound, or the beginning of a word.
    Part,
    /// A word that means the same, by the register's synonyms.
    Synonym,
    /// A word that the one that was typed was meant for.
    Spelling,
    /// The same law.
    Law,
    /// The same theme.
    Theme,
    /// The same nature.
    Nature,
    /// An answer that was reused before.
    Reused,
    /// The answer to another obstacle that comes near.
    Answers,
}

impl Evidence {
    /// Its name in data, and in [`crate::i18n::choices::EVIDENCE`].
    pub const fn code(self) -> &'static str {
        match self {
            Self::Word => "words",
            Self::Part => "parts",
            Self::Synonym => "synonyms",
            Self::Spelling => "spelling",
            Self::Law => "laws",
            Self::Theme => "theme",
            Self::Nature => "nature",
            Self::Reused => "reused",
            Self::Answers => "answers",
        }
    }
}

/// A record that comes near to what was asked.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The kind of record.
    pub entity: Entity,
    /// Its number.
    pub number: i64,
    /// How near: from 0 to 1.
    pub score: f64,
    /// Why: each kind of evidence, with what met.
    pub evidence: Vec<(Evidence, Vec<String>)>,
    /// The passage that matches best, with marks around what met.
    pub snippet: String,
}

/// What came near.
#[derive(Clone, Debug, Default)]
pub struct SearchResults {
    /// The best first.
    pub hits: Vec<Hit>,
    /// Whether a limit left some out.
    pub has_more: bool,
    /// Whether nothing was looked for, since no word that was asked says anything.
    pub has_no_terms: bool,
}

/// So many candidates are read at least, where nobody has a reason for fewer.
const MIN_CANDIDATES: u32 = 120;

/// A text to search by is no longer than this, in bytes.
pub const MAX_TEXT_BYTES: usize = 1 << 20;

/// Makes sure that a text can be searched by.
///
/// # Errors
/// When there is no word in it, or it is too long.
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
    /// Finds what comes near to a text, the best first.
    ///
    /// # Errors
    /// When the filter cannot be used, or the register cannot be read.
    pub fn search(&self, request: &Request<'_>, today: Today<'_>) -> Result<SearchResults> {
        self.ensure_search()?;
        let query = self.build_query(request)?;
        self.rank(request, &query, today)
    }
}
