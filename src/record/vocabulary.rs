//! The vocabularies (ministries, regions, care domains, themes, natures, laws): a code with a label in both
//! languages and an identifier. An officer can add one.

use super::{attribute::Attribute, attributes};
use crate::words::attribute_words as words;

attributes! {
    /// The code that records refer to.
    CODE = Attribute::code(&words::CODE).public();
    /// The Dutch label.
    NL = Attribute::line("nl", &words::LABEL_NL).required().public();
    /// The English label.
    EN = Attribute::line("en", &words::LABEL_EN).required().public();
    /// The identifier in a public register.
    IDENTIFIER = Attribute::address("identifier", &words::IDENTIFIER).public();
}
