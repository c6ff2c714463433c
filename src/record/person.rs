//! A person who writes in the register, handles an obstacle or was spoken to. Other records refer to persons by number,
//! so that erasing a name in the person's record removes it everywhere.

use super::{Entity, attribute::Attribute, attributes};
use crate::i18n::attribute_labels as labels;

attributes! {
    /// The number, formatted as `N-03`. It is shown in place of the name once the person is erased.
    NUMBER = Attribute::number(Entity::Person, &labels::NUMBER);
    NAME = Attribute::line("name", &labels::NAME).required().personal();
    ORGANISATION = Attribute::line("organisation", &labels::ORGANISATION).personal();
    EMAIL = Attribute::line("email", &labels::EMAIL).personal();
    PHONE = Attribute::line("phone", &labels::PHONE).personal();
    ERASED = Attribute::date("erased", &labels::ERASED).set_by_command();
}
