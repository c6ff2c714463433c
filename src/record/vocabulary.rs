//! The vocabularies (ministries, regions, care domains, themes, natures): codes with Dutch and English labels.

use super::{attribute::Attribute, attributes};
use crate::i18n::attribute_labels as labels;

attributes! {
    CODE = Attribute::code(&labels::CODE).public();
    NL = Attribute::line("nl", &labels::LABEL_NL).required().public();
    EN = Attribute::line("en", &labels::LABEL_EN).required().public();
    IDENTIFIER = Attribute::address("identifier", &labels::IDENTIFIER).public();
}
