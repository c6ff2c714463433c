//! Publications and the figures in them. `reconcile` compares the figures with the register.

use super::{Entity, attribute::Attribute, attributes};
use crate::i18n::{attribute_labels as labels, choices};

attributes! {
    NUMBER = Attribute::number(Entity::Figure, &labels::NUMBER);
    PUBLICATION = Attribute::reference("publication", &labels::PUBLICATION, Entity::Publication).required();
    /// The code of the measure, which defines what the figure counts. `reconcile --explain` explains all measures.
    MEASURE = Attribute::line("measure", &labels::MEASURE).required();
    RELATION = Attribute::choice("relation", &labels::RELATION, choices::RELATION).required().default("exactly");
    VALUE = Attribute::count("value", &labels::VALUE).required();
    QUOTE = Attribute::line("quote", &labels::QUOTE);
    /// Where the figure is in the publication, such as the page.
    LOCATOR = Attribute::line("locator", &labels::LOCATOR);
    VOID = Attribute::line("void", &labels::VOID).set_by_command().void_only();
}

pub mod publication {
    use super::{Attribute, attributes, labels};

    attributes! {
        CODE = Attribute::code(&labels::CODE);
        NL = Attribute::line("nl", &labels::LABEL_NL).required();
        EN = Attribute::line("en", &labels::LABEL_EN).required();
        SINCE = Attribute::date("since", &labels::PERIOD_SINCE).required();
        UNTIL = Attribute::date("until", &labels::PERIOD_UNTIL).required();
        URL = Attribute::address("url", &labels::URL);
    }
}
