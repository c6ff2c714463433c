//! The contact: a meeting, phone call or e-mail with which obstacles were looked into. One contact can be
//! about many obstacles and counts once.

use super::attribute::{Attribute, JoinTable};
use super::{Entity, attributes};
use crate::i18n::{attribute_labels as labels, choices};

attributes! {
    /// `C-012`.
    NUMBER = Attribute::number(Entity::Contact, &labels::NUMBER);
    /// Meeting, call or e-mail.
    KIND = Attribute::choice("kind", &labels::CONTACT_KIND, choices::CONTACT_KIND).required().facet();
    /// The day.
    DATE = Attribute::date("date", &labels::CONTACT_DATE).option("on").required();
    /// The ministry that was asked.
    MINISTRY = Attribute::reference("ministry", &labels::CONTACT_MINISTRY, Entity::Ministry);
    /// With which organisation or role; never a person.
    PARTY = Attribute::line("party", &labels::PARTY).option("with");
    /// What came of it.
    NOTE = Attribute::text("note", &labels::NOTE);
    /// What it was about.
    OBSTACLES = Attribute::references(
        "obstacles",
        &labels::ABOUT,
        Entity::Obstacle,
        JoinTable { table: "contact_obstacle", owner: "contact", value: "obstacle" },
    ).option("about").required();
    /// Who was spoken to, where that is recorded.
    PERSONS = Attribute::references(
        "persons",
        &labels::PERSONS,
        Entity::Person,
        JoinTable { table: "contact_person", owner: "contact", value: "person" },
    ).option("person");
    /// Where it comes from.
    PROVENANCE = Attribute::choice("provenance", &labels::PROVENANCE, choices::PROVENANCE).required().default("logged").set_by_command();
    /// Why it was voided.
    VOID = Attribute::line("void", &labels::VOID).set_by_command().void_only();
}
