//! Questions that the program asks at a terminal.

use super::{Label, messages};

pub const ANSWER_NEEDED: Label =
    Label::new("Hier is een antwoord nodig; Ctrl-C breekt af", "An answer is needed here; Ctrl-C cancels");
pub const REASON: Label = Label::new("Waarom is dit de oplossing?", "Why is this the resolution?");

messages! {
    resolution(choices) { "Hoe is de belemmering opgelost: {choices}?", "How was it solved: {choices}?" }
}
