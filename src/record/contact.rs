//! A contact: a meeting, phone call or e-mail. It counts as one contact, even if it is about several obstacles.

use super::attribute::{Attribute, JoinTable};
use super::{Entity, attributes};
use crate::i18n::{attribute_labels as labels, choices};

attributes! {
    NUMBER = Attribute::number(Entity::Contact, &labels::NUMBER);
    KIND = Attribute::choice("kind", &labels::CONTACT_KIND, choices::CONTACT_KIND).required().facet();
    DATE = Attribute::date("date", &labels::CONTACT_DATE).option("on").required();
    MINISTRY = Attribute::reference("ministry", &labels::CONTACT_MINISTRY, Entity::Ministry);
    /// The organisation or role that was spoken to; never a person.
    PARTY = Attribute::line("party", &labels::PARTY).option("with");
    NOTE = Attribute::text("note", &labels::NOTE);
    OBSTACLES = Attribute::references(
        "obstacles",
        &labels::ABOUT,
        Entity::Obstacle,
        JoinTable { table: "contact_obstacle", owner: "contact", value: "obstacle" },
    ).option("about").required();
    PERSONS = Attribute::references(
        "persons",
        &labels::PERSONS,
        Entity::Person,
        JoinTable { table: "contact_person", owner: "contact", value: "person" },
    ).option("person");
    PROVENANCE = Attribute::choice("provenance", &labels::PROVENANCE, choices::PROVENANCE).required().default("logged").set_by_command();
    VOID = Attribute::line("void", &labels::VOID).set_by_command().void_only();
}
