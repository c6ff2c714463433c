//! Synonyms: an abbreviation or a word, and what means the same. Officers add their own; search uses them in both
//! directions.

use super::{attribute::Attribute, attributes};
use crate::words::attribute_words as words;

attributes! {
    /// The abbreviation or the word.
    CODE = Attribute::code(&words::SYNONYM);
    /// What means the same; several are separated by `; `.
    MEANS = Attribute::line("means", &words::MEANS).required();
}
