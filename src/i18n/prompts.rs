//! Questions that the program asks at a terminal.

use super::{Label, messages};

pub const ANSWER_NEEDED: Label =
    Label::new("Hier is een antwoord nodig; Ctrl-C breekt af", "An answer is needed here; Ctrl-C cancels");
pub const REASON: Label = Label::new("Waarom is dit de oplossing?", "Why is this the resolution?");

pub const REASON_TO_CLOSE: Label = Label::new("Waarom wordt de belemmering afgesloten?", "Why is the obstacle closed?");

pub const CONTACT_ABOUT: Label = Label::new(
    "Over welke belemmeringen ging het, zoals B-012, B-004?",
    "Which obstacles was it about, such as B-012, B-004?",
);

messages! {
    closed_as(choices) { "Hoe wordt de belemmering afgesloten: {choices}?", "How is it closed: {choices}?" }
    resolution(choices) { "Hoe is de belemmering opgelost: {choices}?", "How was it solved: {choices}?" }
}
