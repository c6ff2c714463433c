//! The scheme (regeling): a subsidy or another arrangement that a co-operation can use.

use super::{Entity, attribute::Attribute, attributes};
use crate::i18n::{attribute_labels as labels, choices};

attributes! {
    /// `S-07`.
    NUMBER = Attribute::number(Entity::Scheme, &labels::NUMBER).public();
    /// What it is called.
    TITLE = Attribute::line("title", &labels::TITLE).required().public();
    /// The BWB id of the scheme, where it has one.
    LAW = Attribute::law("law", &labels::SCHEME_LAW).public();
    /// Where it can be read.
    URL = Attribute::address("url", &labels::URL).public();
    /// Where it comes from.
    PROVENANCE = Attribute::choice("provenance", &labels::PROVENANCE, choices::PROVENANCE).required().default("logged").set_by_command().public();
    /// Which attributes the source gives.
    PROVENANCE_NOTE = Attribute::text("provenance_note", &labels::PROVENANCE_NOTE).option("provenance-note").set_by_command().public();
    /// Why it was voided.
    VOID = Attribute::line("void", &labels::VOID).set_by_command().void_only();
}
