//! Publications with their period, and the figures that they published: what `reconcile` compares with.

use super::{Entity, attribute::Attribute, attributes};
use crate::words::{attribute_words as words, terms};

attributes! {
    /// `P-01`.
    NUMBER = Attribute::number(Entity::Figure, &words::NUMBER);
    /// The publication that it stands in.
    PUBLICATION = Attribute::one("publication", &words::PUBLICATION, Entity::Publication).required();
    /// What was measured: one of the measures that `reconcile --explain` defines.
    MEASURE = Attribute::line("measure", &words::MEASURE).required();
    /// How the published value relates to the count.
    RELATION = Attribute::choice("relation", &words::RELATION, terms::RELATION).required().or("exactly");
    /// The published value.
    VALUE = Attribute::count("value", &words::VALUE).required();
    /// The published words.
    QUOTE = Attribute::line("quote", &words::QUOTE);
    /// Where it stands.
    LOCATOR = Attribute::line("locator", &words::LOCATOR);
    /// Why it was voided.
    VOID = Attribute::line("void", &words::VOID).step().only_with_void();
}

/// The publication.
pub mod publication {
    use super::{Attribute, attributes, words};

    attributes! {
        /// The code that figures refer to.
        CODE = Attribute::code(&words::CODE);
        /// The Dutch title.
        NL = Attribute::line("nl", &words::LABEL_NL).required();
        /// The English title.
        EN = Attribute::line("en", &words::LABEL_EN).required();
        /// The first day that it speaks of.
        SINCE = Attribute::date("since", &words::PERIOD_SINCE).required();
        /// The last day that it speaks of.
        UNTIL = Attribute::date("until", &words::PERIOD_UNTIL).required();
        /// Where it can be read.
        URL = Attribute::address("url", &words::URL);
    }
}
