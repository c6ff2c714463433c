//! A law in the register's list of laws, with its names and abbreviations. The code is a BWB id or a CELEX number.

use super::{attribute::Attribute, attributes};
use crate::i18n::attribute_labels as labels;

attributes! {
    CODE = Attribute::code(&labels::CODE).public();
    NL = Attribute::line("nl", &labels::LABEL_NL).required().public();
    EN = Attribute::line("en", &labels::LABEL_EN).required().public();
    /// Abbreviations, separated by semicolons.
    SHORT = Attribute::line("short", &labels::SHORT).public();
    IDENTIFIER = Attribute::address("identifier", &labels::IDENTIFIER).public();
}
