//! The person: who writes in the register, deals with an obstacle, or was spoken to. Everything else refers to
//! a person by number, so that a name can be erased from all of it at once.

use super::{Entity, attribute::Attribute, attributes};
use crate::words::attribute_words as words;

attributes! {
    /// `N-03`; what the person reads as once erased.
    NUMBER = Attribute::number(Entity::Person, &words::NUMBER);
    /// The name, by which the person is known on the command line.
    NAME = Attribute::line("name", &words::NAME).required().personal();
    /// The organisation.
    ORGANISATION = Attribute::line("organisation", &words::ORGANISATION).personal();
    /// The e-mail address.
    EMAIL = Attribute::line("email", &words::EMAIL).personal();
    /// The telephone number.
    PHONE = Attribute::line("phone", &words::PHONE).personal();
    /// The day on which the person was erased.
    ERASED = Attribute::date("erased", &words::ERASED).step();
}
