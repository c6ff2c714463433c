//! The obstacle (belemmering): THE definition of its attributes. A new attribute is a line here and a
//! column in `schema.sql`.

use super::attribute::{Attribute, Citation, Link};
use super::{Entity, attributes};
use crate::words::{attribute_words as words, terms};

const fn link(table: &'static str, value: &'static str) -> Link {
    Link { table, owner: "obstacle", value }
}

attributes! {
    /// `B-012`; given out once, never reused.
    NUMBER = Attribute::number(Entity::Obstacle, &words::NUMBER).public();
    /// What holds the co-operation back, in a line.
    TITLE = Attribute::line("title", &words::TITLE).required().public();
    /// What the co-operation asks.
    QUESTION = Attribute::text("question", &words::QUESTION).public();
    /// What the rules say.
    ANALYSIS = Attribute::text("analysis", &words::ANALYSIS).public();
    /// Which room there is.
    ANSWER = Attribute::text("answer", &words::ANSWER).public();
    /// The lead ministry.
    MINISTRY = Attribute::one("ministry", &words::LEAD_MINISTRY, Entity::Ministry).required().classifies().public();
    /// The other ministries involved.
    INVOLVED = Attribute::many("involved", &words::INVOLVED, Entity::Ministry, link("obstacle_ministry", "ministry")).public();
    /// The region that asked.
    REGION = Attribute::one("region", &words::REGION, Entity::Region).classifies().public();
    /// The co-operation that asked.
    INITIATIVE = Attribute::line("initiative", &words::INITIATIVE).public();
    /// The care domain.
    CARE_DOMAIN = Attribute::one("care_domain", &words::CARE_DOMAIN, Entity::CareDomain).option("care-domain").classifies().public();
    /// The theme.
    THEME = Attribute::one("theme", &words::THEME, Entity::Theme).classifies().public();
    /// The nature: an unclear rule, a statutory barrier, an institution's own rule, …
    NATURE = Attribute::one("nature", &words::NATURE, Entity::Nature).classifies().public();
    /// Where it is in the work.
    STATUS = Attribute::choice("status", &words::STATUS, terms::STATUS).required().or("collected").classifies().step().public();
    /// How it was solved; present exactly when it is.
    RESOLUTION = Attribute::choice("resolution", &words::RESOLUTION, terms::RESOLUTION).classifies().step().public();
    /// Why it was classified, closed or reopened.
    REASON = Attribute::text("reason", &words::REASON).step().public();
    /// The change of a rule that it led to.
    RULE_CHANGE = Attribute::line("rule_change", &words::RULE_CHANGE).option("rule-change").public();
    /// The obstacle that it is a duplicate of.
    DUPLICATE_OF = Attribute::one("duplicate_of", &words::DUPLICATE_OF, Entity::Obstacle).option("duplicate-of").step().public();
    /// The number of the file in the ministry's own records system.
    FILE_NUMBER = Attribute::line("file_number", &words::FILE_NUMBER).option("file-number");
    /// Who deals with it.
    HANDLER = Attribute::one("handler", &words::HANDLER, Entity::Person).classifies();
    /// The day on which it came in.
    RECEIVED = Attribute::date("received", &words::RECEIVED).public();
    /// The day by which an answer was promised.
    DUE = Attribute::date("due", &words::DUE);
    /// The day on which clarity was given.
    ANSWERED = Attribute::date("answered", &words::ANSWERED).public();
    /// The day on which it was solved.
    SOLVED = Attribute::date("solved", &words::SOLVED).step().public();
    /// The day on which it was closed without being solved.
    CLOSED = Attribute::date("closed", &words::CLOSED).step().public();
    /// The legal sources.
    LAWS = Attribute::laws("laws", &words::LAWS, link("obstacle_law", "text")).option("law").classifies().public();
    /// The factsheets that answer it.
    FACTSHEETS = Attribute::many("factsheets", &words::FACTSHEETS, Entity::Factsheet, link("obstacle_factsheet", "factsheet")).option("factsheet").classifies().public();
    /// The schemes that help.
    SCHEMES = Attribute::many("schemes", &words::SCHEMES, Entity::Scheme, link("obstacle_scheme", "scheme")).option("scheme").classifies().public();
    /// Logged by an officer, documented in a source, or illustrative.
    PROVENANCE = Attribute::choice("provenance", &words::PROVENANCE, terms::PROVENANCE).required().or("logged").classifies().step().public();
    /// Which attributes the source gives.
    PROVENANCE_NOTE = Attribute::text("provenance_note", &words::PROVENANCE_NOTE).option("provenance-note").step().public();
    /// Why it was closed without being solved; present exactly when it was.
    CLOSED_AS = Attribute::choice("closed_as", &words::CLOSED_AS, terms::CLOSED_AS).option("closed-as").classifies().step().public();
    /// The earlier obstacles whose answer it rests on.
    PRECEDENTS = Attribute::many("precedents", &words::PRECEDENTS, Entity::Obstacle, link("obstacle_precedent", "precedent")).option("precedent").classifies().public();
    /// Whether it may leave the register as open data, with its texts.
    PUBLISHABLE = Attribute::choice("publishable", &words::PUBLISHABLE, terms::YES_NO).required().or("no").classifies();
    /// Why it was voided.
    VOID = Attribute::line("void", &words::VOID).step().only_with_void();
}

/// What follows from the legal sources: exported beside them, and never brought in.
pub static DERIVED: &[Attribute] = &[
    Attribute::laws_as(
        "laws_juriconnect",
        &words::LAWS_JURICONNECT,
        link("obstacle_law", "text"),
        Citation::Juriconnect,
    ),
    Attribute::laws_as("laws_link", &words::LAWS_LINK, link("obstacle_law", "text"), Citation::Address),
];
