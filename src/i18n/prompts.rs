//! What is asked at a terminal.

use super::{Label, messages};

/// An answer is needed.
pub const ANSWER_NEEDED: Label =
    Label::new("Hier is een antwoord nodig; Ctrl-C breekt af", "An answer is needed here; Ctrl-C stops");
/// Why an obstacle is classified so.
pub const REASON: Label = Label::new("Waarom is dit de oplossing?", "Why is this the resolution?");

messages! {
    /// How an obstacle was solved.
    resolution(choices) { "Hoe is het opgelost: {choices}?", "How was it solved: {choices}?" }
}
