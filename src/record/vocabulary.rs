//! The vocabularies (ministries, regions, care domains, themes, natures, laws): a code with a label in both
//! languages and an identifier. An officer can add one.

use super::{attribute::Attribute, attributes};
use crate::i18n::attribute_labels as labels;

attributes! {
    /// The code that records refer to.
    CODE = Attribute::code(&labels::CODE).public();
    /// The Dutch label.
    NL = Attribute::line("nl", &labels::LABEL_NL).required().public();
    /// The English label.
    EN = Attribute::line("en", &labels::LABEL_EN).required().public();
    /// The identifier in a public register.
    IDENTIFIER = Attribute::address("identifier", &labels::IDENTIFIER).public();
}
