//! The scheme (regeling): a subsidy or other arrangement that partnerships can use.

use super::{Entity, attribute::Attribute, attributes};
use crate::i18n::{attribute_labels as labels, choices};

attributes! {
    NUMBER = Attribute::number(Entity::Scheme, &labels::NUMBER).public();
    TITLE = Attribute::line("title", &labels::TITLE).required().public();
    LAW = Attribute::law("law", &labels::SCHEME_LAW).public();
    URL = Attribute::address("url", &labels::URL).public();
    PROVENANCE = Attribute::choice("provenance", &labels::PROVENANCE, choices::PROVENANCE).required().default("logged").set_by_command().public();
    PROVENANCE_NOTE = Attribute::text("provenance_note", &labels::PROVENANCE_NOTE).option("provenance-note").set_by_command().public();
    ACCEPTED = Attribute::date("accepted", &labels::ACCEPTED).set_by_command();
    VOID = Attribute::line("void", &labels::VOID).set_by_command().void_only();
}
