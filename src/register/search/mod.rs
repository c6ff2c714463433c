//! Search: what stands in the index, what a text asks for, which records come near to it, and why.

mod ahead;
mod alike;
pub(super) mod ask;
mod candidates;
mod index;
mod meaning;
mod passage;
mod rank;
mod show;
mod weigh;

pub use index::Lexicon;
pub(super) use index::{VOID, record_of};

use super::Register;
use crate::failure::Failure;
use crate::record::date::Today;
use crate::record::{Entity, Filter, Record, obstacle};
use crate::words::failures;
use anyhow::Result;

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Sought<'a> {
    /// What was typed, or the texts of the obstacle that it is asked for.
    pub text: &'a str,
    /// Whether quotes hold a phrase, and a hyphen stands before a word that may not be there.
    pub has_syntax: bool,
    /// The obstacle that it is asked for, if it is recorded: not found itself.
    pub about: Option<i64>,
    /// The same with its laws, theme and nature.
    pub like: Option<&'a Record>,
    /// The kinds of record.
    pub kinds: &'a [Entity],
    /// Which obstacles are meant; of other kinds: those that have to do with these obstacles.
    pub filter: &'a Filter,
    /// Whether only what holds an answer is meant: solved obstacles and factsheets.
    pub answers_only: bool,
    /// At most so many.
    pub limit: u64,
    /// So many that come near by the index are read and weighed.
    pub candidates: u32,
}

impl<'a> Sought<'a> {
    /// Obstacles, factsheets and schemes, by words.
    pub fn by_words(text: &'a str, filter: &'a Filter, limit: u64) -> Self {
        Self {
            text,
            has_syntax: true,
            about: None,
            like: None,
            kinds: &[Entity::Obstacle, Entity::Factsheet, Entity::Scheme],
            filter,
            answers_only: false,
            limit,
            candidates: candidates(limit),
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
fn candidates(limit: u64) -> u32 {
    u32::try_from(limit.saturating_mul(2)).unwrap_or(u32::MAX).max(CANDIDATES)
}

/// What an obstacle asks: its title and its question.
pub fn question(record: &Record) -> String {
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
    /// Its name in data, and in [`crate::words::terms::EVIDENCE`].
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
    pub why: Vec<(Evidence, Vec<String>)>,
    /// The passage that matches best, with marks around what met.
    pub passage: String,
}

/// What came near.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The best first.
    pub hits: Vec<Hit>,
    /// Whether a limit left some out.
    pub more: bool,
    /// Whether nothing was looked for, since no word that was asked says anything.
    pub says_nothing: bool,
}

/// So many candidates are read at least, where nobody has a reason for fewer.
const CANDIDATES: u32 = 120;

/// A text to search by is no longer than this, in bytes.
pub const LONGEST: usize = 1 << 20;

/// Makes sure that a text can be searched by.
///
/// # Errors
/// When there is no word in it, or it is too long.
pub fn check_text(text: &str) -> Result<()> {
    if text.len() > LONGEST {
        return Err(Failure::usage(failures::text_too_long()).into());
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Failure::usage(failures::no_words(text)).into());
    }
    Ok(())
}

impl Register {
    /// Finds what comes near to a text, the best first.
    ///
    /// # Errors
    /// When the filter cannot be used, or the register cannot be read.
    pub fn find(&self, sought: &Sought<'_>, today: Today<'_>) -> Result<Found> {
        self.need_search()?;
        let asked = self.ask(sought)?;
        self.rank(sought, &asked, today)
    }
}
