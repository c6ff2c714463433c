//! Synonyms: an abbreviation or a word, and what means the same. Officers add their own; search uses them in both
//! directions.

use super::{attribute::Attribute, attributes};
use crate::i18n::attribute_labels as labels;

attributes! {
    /// The abbreviation or the word.
    CODE = Attribute::code(&labels::SYNONYM);
    /// What means the same; several are separated by `; `.
    MEANS = Attribute::line("means", &labels::MEANS).required();
}
