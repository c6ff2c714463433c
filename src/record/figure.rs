//! Publications with their period, and the figures that they published: what `reconcile` compares with.

use super::{Entity, attribute::Attribute, attributes};
use crate::i18n::{attribute_labels as labels, choices};

attributes! {
    /// `P-01`.
    NUMBER = Attribute::number(Entity::Figure, &labels::NUMBER);
    /// The publication that it stands in.
    PUBLICATION = Attribute::reference("publication", &labels::PUBLICATION, Entity::Publication).required();
    /// What was measured: one of the measures that `reconcile --explain` defines.
    MEASURE = Attribute::line("measure", &labels::MEASURE).required();
    /// How the published value relates to the count.
    RELATION = Attribute::choice("relation", &labels::RELATION, choices::RELATION).required().default("exactly");
    /// The published value.
    VALUE = Attribute::count("value", &labels::VALUE).required();
    /// The published words.
    QUOTE = Attribute::line("quote", &labels::QUOTE);
    /// Where it stands.
    LOCATOR = Attribute::line("locator", &labels::LOCATOR);
    /// Why it was voided.
    VOID = Attribute::line("void", &labels::VOID).set_by_command().void_only();
}

/// The publication.
pub mod publication {
    use super::{Attribute, attributes, labels};

    attributes! {
        /// The code that figures refer to.
        CODE = Attribute::code(&labels::CODE);
        /// The Dutch title.
        NL = Attribute::line("nl", &labels::LABEL_NL).required();
        /// The English title.
        EN = Attribute::line("en", &labels::LABEL_EN).required();
        /// The first day that it speaks of.
        SINCE = Attribute::date("since", &labels::PERIOD_SINCE).required();
        /// The last day that it speaks of.
        UNTIL = Attribute::date("until", &labels::PERIOD_UNTIL).required();
        /// Where it can be read.
        URL = Attribute::address("url", &labels::URL);
    }
}
