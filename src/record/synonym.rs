//! Synonyms: an abbreviation or word, with other words that have the same meaning. Users can add their own. A search
//! for any of these words also finds the others.

use super::{attribute::Attribute, attributes};
use crate::i18n::attribute_labels as labels;

attributes! {
    CODE = Attribute::code(&labels::SYNONYM);
    /// Words with the same meaning, separated by `; `.
    MEANS = Attribute::line("means", &labels::MEANS).required();
}
