//! What a command comes to, besides the rows that it streams to a sink.

use crate::failure::Exit;
use crate::i18n::Text;
use crate::receipt::Receipt;

#[derive(Debug, Default)]
pub struct Outcome {
    pub exit: Exit,
    /// Whether a limit left rows out.
    pub more: bool,
    pub receipt: Option<Receipt>,
    /// In the order in which they were given.
    pub notices: Vec<Notice>,
}

/// A line for the reader beside the rows: what was done, how many rows there are, what to watch out for.
#[derive(Clone, Debug)]
pub struct Notice {
    pub kind: NoticeKind,
    pub text: Text,
}

/// What a caller may decide by, so that no caller has to compare texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    General,
    NothingFound,
    /// A search consisted of nothing but words that are too common to search for.
    TooVague,
}
