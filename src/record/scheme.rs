//! The scheme (regeling): a subsidy or another arrangement that a co-operation can use.

use super::{Entity, attribute::Attribute, attributes};
use crate::words::{attribute_words as words, terms};

attributes! {
    /// `S-07`.
    NUMBER = Attribute::number(Entity::Scheme, &words::NUMBER).public();
    /// What it is called.
    TITLE = Attribute::line("title", &words::TITLE).required().public();
    /// The BWB id of the scheme, where it has one.
    LAW = Attribute::law("law", &words::SCHEME_LAW).public();
    /// Where it can be read.
    URL = Attribute::address("url", &words::URL).public();
    /// Where it comes from.
    PROVENANCE = Attribute::choice("provenance", &words::PROVENANCE, terms::PROVENANCE).required().or("logged").step().public();
    /// Which attributes the source gives.
    PROVENANCE_NOTE = Attribute::text("provenance_note", &words::PROVENANCE_NOTE).option("provenance-note").step().public();
    /// Why it was voided.
    VOID = Attribute::line("void", &words::VOID).step().only_with_void();
}
