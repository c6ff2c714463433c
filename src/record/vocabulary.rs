//! The vocabularies (ministries, regions, care domains, themes, natures, laws): a code with a label in both
//! languages and an identifier. An officer can add one.

use super::{attribute::Attribute, attributes};
use crate::words::attribute_words as words;

attributes! {
    /// The code that records refer to.
    CODE = Attribute::code(&words::CODE);
    /// The Dutch label.
    NL = Attribute::line("nl", &words::LABEL_NL).required();
    /// The English label.
    EN = Attribute::line("en", &words::LABEL_EN).required();
    /// The identifier in a public register.
    IDENTIFIER = Attribute::line("identifier", &words::IDENTIFIER);
}
