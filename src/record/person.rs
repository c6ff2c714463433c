//! The person: who writes in the register, deals with an obstacle, or was spoken to. Everything else refers to
//! a person by number, so that a name can be erased from all of it at once.

use super::{Entity, attribute::Attribute, attributes};
use crate::i18n::attribute_labels as labels;

attributes! {
    /// `N-03`; what the person reads as once erased.
    NUMBER = Attribute::number(Entity::Person, &labels::NUMBER);
    /// The name, by which the person is known on the command line.
    NAME = Attribute::line("name", &labels::NAME).required().personal();
    /// The organisation.
    ORGANISATION = Attribute::line("organisation", &labels::ORGANISATION).personal();
    /// The e-mail address.
    EMAIL = Attribute::line("email", &labels::EMAIL).personal();
    /// The telephone number.
    PHONE = Attribute::line("phone", &labels::PHONE).personal();
    /// The day on which the person was erased.
    ERASED = Attribute::date("erased", &labels::ERASED).set_by_command();
}
