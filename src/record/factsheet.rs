//! The factsheet: an answer to a question that is asked often.

use super::{Entity, attribute::Attribute, attributes};
use crate::i18n::{attribute_labels as labels, choices};

attributes! {
    /// `F-03`.
    NUMBER = Attribute::number(Entity::Factsheet, &labels::NUMBER).public();
    /// What it is called.
    TITLE = Attribute::line("title", &labels::TITLE).required().public();
    /// What it says, in a sentence or two.
    SUMMARY = Attribute::text("summary", &labels::SUMMARY).public();
    /// The text, in Markdown.
    BODY = Attribute::text("body", &labels::BODY).markdown().public();
    /// Where it can be read.
    URL = Attribute::address("url", &labels::URL).public();
    /// The day of publication.
    PUBLISHED = Attribute::date("published", &labels::PUBLISHED).public();
    /// Where it comes from.
    PROVENANCE = Attribute::choice("provenance", &labels::PROVENANCE, choices::PROVENANCE).required().default("logged").set_by_command().public();
    /// Which attributes the source gives.
    PROVENANCE_NOTE = Attribute::text("provenance_note", &labels::PROVENANCE_NOTE).option("provenance-note").set_by_command().public();
    /// Why it was voided.
    VOID = Attribute::line("void", &labels::VOID).set_by_command().void_only();
}
