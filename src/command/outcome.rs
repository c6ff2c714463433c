//! The result of a command apart from its rows: exit code, notices and receipt.

use super::duplicates::ProbableDuplicate;
use super::mapping_draft::MappingDraft;
use crate::failure::Exit;
use crate::i18n::Text;
use crate::receipt::Receipt;
use crate::register::{EmbedLimit, PersonReach, Suggestion};

#[derive(Debug, Default)]
pub struct Outcome {
    pub exit: Exit,
    /// Whether there are more rows than the limit allowed.
    pub more: bool,
    pub receipt: Option<Receipt>,
    pub notices: Vec<Notice>,
    /// Limit on the queued records for which to compute vectors after the notices are printed. The server ignores this
    /// limit, because it computes vectors in the background.
    pub embedding: Option<EmbedLimit>,
    /// What an import did, or what it would do if it is a dry run.
    pub imported: Option<Imported>,
    /// What a change of obstacles did, or what it would do if it is a dry run.
    pub edited: Option<Edited>,
    /// The records that `undo` restored, or would restore if it is a dry run.
    pub undone: Option<Text>,
    /// The mapping that `import` suggests to a visitor of the website, who chooses on a page instead of in a file.
    pub mapping: Option<MappingDraft>,
    /// Suggested attribute values for the obstacle whose precedents the command searched.
    pub suggestions: Vec<Suggestion>,
    /// The result of `erase`: first the persons to erase, and then other persons with similar names.
    pub erasures: Vec<Erasure>,
    /// Obstacles that probably ask the same as the question whose precedents the command searched.
    pub duplicates: Vec<ProbableDuplicate>,
}

/// A person to erase, or another person with a similar name.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// The number, such as `N-03`.
    pub person: String,
    /// `None` if the person was already erased.
    pub name: Option<String>,
    /// Whether this is a person to erase.
    pub is_chosen: bool,
    pub reach: PersonReach,
}

#[derive(Clone, Copy, Debug)]
pub struct Imported {
    pub added: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// Obstacles that the register already had.
    pub skipped: u64,
    /// Rows that the mapping leaves out.
    pub left_out: u64,
    /// The number of the journal entry; `None` for a dry run, or if nothing changed.
    pub entry: Option<i64>,
}

/// The numbers of the obstacles that a command changed or left as they were.
#[derive(Clone, Debug)]
pub struct Edited {
    pub changed: Vec<String>,
    pub unchanged: Vec<String>,
    /// How many obstacles cannot be changed. Only a dry run counts them: otherwise the command fails.
    pub refused: usize,
    /// The number of the journal entry; `None` for a dry run, or if nothing changed.
    pub entry: Option<i64>,
}

/// A message for the user apart from the rows, such as a summary or a warning.
#[derive(Clone, Debug)]
pub struct Notice {
    pub kind: NoticeKind,
    pub text: Text,
}

/// Lets callers recognise a specific notice without comparing message texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    General,
    NothingFound,
    /// Every word of a search is too common to search for.
    TooVague,
}
