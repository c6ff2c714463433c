//! The factsheet: an answer to a question that is asked often.

use super::{Entity, attribute::Attribute, attributes};
use crate::words::{attribute_words as words, terms};

attributes! {
    /// `F-03`.
    NUMBER = Attribute::number(Entity::Factsheet, &words::NUMBER).public();
    /// What it is called.
    TITLE = Attribute::line("title", &words::TITLE).required().public();
    /// What it says, in a sentence or two.
    SUMMARY = Attribute::text("summary", &words::SUMMARY).public();
    /// The text, in Markdown.
    BODY = Attribute::text("body", &words::BODY).markdown().public();
    /// Where it can be read.
    URL = Attribute::address("url", &words::URL).public();
    /// The day of publication.
    PUBLISHED = Attribute::date("published", &words::PUBLISHED).public();
    /// Where it comes from.
    PROVENANCE = Attribute::choice("provenance", &words::PROVENANCE, terms::PROVENANCE).required().or("logged").step().public();
    /// Which attributes the source gives.
    PROVENANCE_NOTE = Attribute::text("provenance_note", &words::PROVENANCE_NOTE).option("provenance-note").step().public();
    /// Why it was voided.
    VOID = Attribute::line("void", &words::VOID).step().only_with_void();
}
