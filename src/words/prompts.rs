//! What is asked at a terminal.

use super::{Label, phrases};

/// An answer may be left out.
pub const OPTIONAL: Label = Label::new("mag leeg blijven", "may be left empty");
/// Why an obstacle is classified so.
pub const BECAUSE: Label = Label::new("Waarom is dit de oplossing?", "Why is this the resolution?");

phrases! {
    /// How an obstacle was solved.
    resolution(choices) { "Hoe is het opgelost: {choices}?", "How was it solved: {choices}?" }
}
