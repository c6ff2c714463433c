//! The obstacle (belemmering) and its attributes. A new attribute needs one line here and a column in `schema.sql`.

use super::attribute::{Attribute, Citation, JoinTable, Kind};
use super::{Entity, attributes};
use crate::i18n::{attribute_labels as labels, choices};

const fn link(table: &'static str, value: &'static str) -> JoinTable {
    JoinTable { table, owner: "obstacle", value }
}

attributes! {
    /// The number, formatted as `B-012`; never reused.
    NUMBER = Attribute::number(Entity::Obstacle, &labels::NUMBER).public();
    TITLE = Attribute::line("title", &labels::TITLE).required().public();
    QUESTION = Attribute::text("question", &labels::QUESTION).public();
    ANALYSIS = Attribute::text("analysis", &labels::ANALYSIS).public();
    ANSWER = Attribute::text("answer", &labels::ANSWER).public();
    MINISTRY = Attribute::reference("ministry", &labels::LEAD_MINISTRY, Entity::Ministry).required().facet().public();
    INVOLVED = Attribute::references("involved", &labels::INVOLVED, Entity::Ministry, link("obstacle_ministry", "ministry")).public();
    REGION = Attribute::reference("region", &labels::REGION, Entity::Region).facet().public();
    INITIATIVE = Attribute::line("initiative", &labels::INITIATIVE).public();
    CARE_DOMAIN = Attribute::reference("care_domain", &labels::CARE_DOMAIN, Entity::CareDomain).option("care-domain").facet().public();
    THEME = Attribute::reference("theme", &labels::THEME, Entity::Theme).facet().public();
    /// Why it is an obstacle: an unclear rule, a statutory barrier, an institution's own rule, …
    NATURE = Attribute::reference("nature", &labels::NATURE, Entity::Nature).facet().public();
    STATUS = Attribute::choice("status", &labels::STATUS, choices::STATUS).required().default("collected").facet().set_by_command().public();
    /// How the obstacle was solved; set if and only if the obstacle is solved.
    RESOLUTION = Attribute::choice("resolution", &labels::RESOLUTION, choices::RESOLUTION).facet().set_by_command().public();
    REASON = Attribute::text("reason", &labels::REASON).set_by_command().public();
    RULE_CHANGE = Attribute::line("rule_change", &labels::RULE_CHANGE).option("rule-change").public();
    DUPLICATE_OF = Attribute::reference("duplicate_of", &labels::DUPLICATE_OF, Entity::Obstacle).option("duplicate-of").set_by_command().public();
    /// The file number in the ministry's own records system.
    FILE_NUMBER = Attribute::line("file_number", &labels::FILE_NUMBER).option("file-number");
    HANDLER = Attribute::reference("handler", &labels::HANDLER, Entity::Person).facet();
    RECEIVED = Attribute::date("received", &labels::RECEIVED).public();
    DUE = Attribute::date("due", &labels::DUE);
    ANSWERED = Attribute::date("answered", &labels::ANSWERED).public();
    SOLVED = Attribute::date("solved", &labels::SOLVED).set_by_command().public();
    CLOSED = Attribute::date("closed", &labels::CLOSED).set_by_command().public();
    LAWS = Attribute::laws("laws", &labels::LAWS, link("obstacle_law", "text")).option("law").facet().public();
    FACTSHEETS = Attribute::references("factsheets", &labels::FACTSHEETS, Entity::Factsheet, link("obstacle_factsheet", "factsheet")).option("factsheet").facet().public();
    SCHEMES = Attribute::references("schemes", &labels::SCHEMES, Entity::Scheme, link("obstacle_scheme", "scheme")).option("scheme").facet().public();
    /// Where the obstacle comes from: an officer logged it, a source documents it, or it is an invented example.
    PROVENANCE = Attribute::choice("provenance", &labels::PROVENANCE, choices::PROVENANCE).required().default("logged").facet().set_by_command().public();
    PROVENANCE_NOTE = Attribute::text("provenance_note", &labels::PROVENANCE_NOTE).option("provenance-note").set_by_command().public();
    /// Why the obstacle was closed without being solved; set if and only if the obstacle is closed.
    CLOSED_AS = Attribute::choice("closed_as", &labels::CLOSED_AS, choices::CLOSED_AS).option("closed-as").facet().set_by_command().public();
    /// Earlier obstacles whose answers were reused in the answer to this obstacle.
    PRECEDENTS = Attribute::references("precedents", &labels::PRECEDENTS, Entity::Obstacle, link("obstacle_precedent", "precedent")).option("precedent").facet().public();
    PUBLISHABLE = Attribute::choice("publishable", &labels::PUBLISHABLE, choices::YES_NO).required().default("no").facet();
    ACCEPTED = Attribute::date("accepted", &labels::ACCEPTED).set_by_command();
    VOID = Attribute::line("void", &labels::VOID).set_by_command().void_only();
}

/// Returns the table that links obstacles to records of kind `entity`. Returns `None` if obstacles do not refer to such
/// records, or if these records have codes instead of numbers.
pub fn link_to(entity: Entity) -> Option<JoinTable> {
    ATTRIBUTES.iter().find_map(|attribute| match attribute.kind {
        Kind::References(other, link) if other == entity && entity.prefix().is_some() => Some(link),
        _ => None,
    })
}

/// Attributes that are computed from the legal sources. They are exported, but never imported.
pub static DERIVED: &[Attribute] = &[
    Attribute::law_citations(
        "laws_juriconnect",
        &labels::LAWS_JURICONNECT,
        link("obstacle_law", "text"),
        Citation::Juriconnect,
    ),
    Attribute::law_citations("laws_link", &labels::LAWS_LINK, link("obstacle_law", "text"), Citation::Address),
];
