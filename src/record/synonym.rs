//! Synonyms: an abbreviation or word, and others with the same meaning. Users add their own; search applies them in
//! both directions.

use super::{attribute::Attribute, attributes};
use crate::i18n::attribute_labels as labels;

attributes! {
    CODE = Attribute::code(&labels::SYNONYM);
    /// Words with the same meaning, separated by `; `.
    MEANS = Attribute::line("means", &labels::MEANS).required();
}
