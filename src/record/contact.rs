//! The contact: a meeting, phone call or e-mail with which obstacles were looked into. One contact can be
//! about many obstacles and counts once.

use super::attribute::{Attribute, Link};
use super::{Entity, attributes};
use crate::words::{attribute_words as words, terms};

attributes! {
    /// `C-012`.
    NUMBER = Attribute::number(Entity::Contact, &words::NUMBER);
    /// Meeting, call or e-mail.
    KIND = Attribute::choice("kind", &words::CONTACT_KIND, terms::CONTACT_KIND).required().classifies();
    /// The day.
    DATE = Attribute::date("date", &words::CONTACT_DATE).option("on").required();
    /// The ministry that was asked.
    MINISTRY = Attribute::one("ministry", &words::CONTACT_MINISTRY, Entity::Ministry);
    /// With which organisation or role; never a person.
    PARTY = Attribute::line("party", &words::PARTY).option("with");
    /// What came of it.
    NOTE = Attribute::text("note", &words::NOTE);
    /// What it was about.
    OBSTACLES = Attribute::many(
        "obstacles",
        &words::ABOUT,
        Entity::Obstacle,
        Link { table: "contact_obstacle", owner: "contact", value: "obstacle" },
    ).option("about").required();
    /// Who was spoken to, where that is recorded.
    PERSONS = Attribute::many(
        "persons",
        &words::PERSONS,
        Entity::Person,
        Link { table: "contact_person", owner: "contact", value: "person" },
    ).option("person");
    /// Where it comes from.
    PROVENANCE = Attribute::choice("provenance", &words::PROVENANCE, terms::PROVENANCE).required().or("logged").step();
    /// Why it was voided.
    VOID = Attribute::line("void", &words::VOID).step().only_with_void();
}
