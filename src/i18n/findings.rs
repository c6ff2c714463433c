//! What `check` can find.

use super::{Label, messages};

const fn label(nl: &'static str, en: &'static str) -> Label {
    Label::new(nl, en)
}

/// Stands for the receipt that a chain is held against.
pub const RECEIPT: Label = label("het bewijs", "the receipt");
/// Stands for the register's file.
pub const FILE: Label = label("het bestand", "the file");
/// Stands for the journal.
pub const JOURNAL: Label = label("het logboek", "the journal");
/// Stands for the search index.
pub const SEARCH: Label = label("de zoekindex", "the search index");
/// Something that is not as `schema.sql` has it.
pub const SCHEMA_DIFFERS: Label =
    label("is niet zoals schema.sql het voorschrijft", "is not as schema.sql has it");
/// What is told of a person is gone, though nobody erased it.
pub const PERSONAL_MISSING: Label = label(
    "een gegeven is weg zonder dat de persoon is gewist",
    "an attribute is gone though the person was not erased",
);
/// Numbers have run out.
pub const NUMBERS_EXHAUSTED: Label =
    label("er zijn geen nummers meer om uit te geven", "there are no numbers left to give out");
/// The file cannot be read to its end.
pub const FILE_UNREADABLE: Label =
    label("is beschadigd en niet verder te lezen", "is damaged and cannot be read any further");
/// An entry's changes are not what it says.
pub const CONTENTS_DIFFER: Label =
    label("haar wijzigingen kloppen niet met wat zij erover zegt", "its changes are not those that it says");
/// An entry does not fit the one before it.
pub const CHAIN_BROKEN: Label = label(
    "de keten is hier verbroken: deze mutatie of een eerdere is veranderd",
    "the chain is broken here: this entry or an earlier one was altered",
);
/// An entry's actor is not the one it was made by.
pub const ACTOR_DIFFERS: Label = label(
    "de naam bij deze mutatie klopt niet met de keten",
    "the name at this entry is not the one that the chain has",
);
/// What is told of a person was altered.
pub const PERSONAL_DIFFERS: Label =
    label("een gegeven is niet wat zijn hash zegt", "an attribute is not what its hash says");
/// A record that the journal does not know.
pub const NOT_IN_JOURNAL: Label =
    label("staat in het register, maar niet in het logboek", "is in the register, but not in the journal");
/// A record that is gone.
pub const RECORD_MISSING: Label = label(
    "staat in het logboek, maar niet meer in het register",
    "is in the journal, but no longer in the register",
);
/// Numbers would be given out again.
pub const NUMBERS_REUSED: Label = label(
    "nummers die al zijn uitgegeven zouden nog eens worden uitgegeven",
    "numbers given out already would be given out again",
);
/// The search index is not in step.
pub const SEARCH_DIFFERS: Label = label(
    "de zoekindex klopt niet; herstel hem met 'ruimte check --repair-search'",
    "the search index is not in step; repair it with 'ruimte check --repair-search'",
);
/// A contact about no obstacle.
pub const CONTACT_WITHOUT_OBSTACLE: Label =
    label("gaat over geen enkele belemmering", "is about no obstacle");
/// The lead ministry is among those involved.
pub const LEAD_INVOLVED: Label = label(
    "het ministerie dat trekt staat ook bij de betrokkenen",
    "the lead ministry is among those involved too",
);
/// Duplicates of each other.
pub const CIRCULAR_DUPLICATE: Label =
    label("is via andere een dubbele van zichzelf", "is by way of others a duplicate of itself");
/// A figure of an unknown measure.
pub const UNKNOWN_MEASURE: Label =
    label("heeft een maatstaf die dit programma niet kent", "has a measure that this program does not know");
/// A legal source that cannot be read.
pub const LAW_UNREADABLE: Label =
    label("een bron in wet of regel is niet te lezen", "a legal source cannot be read");

messages! {
    /// Names an entry of the journal.
    entry(number) { "mutatie {number}", "entry {number}" }
    /// What `SQLite` itself found.
    sqlite_damage(count) { "is beschadigd (plaatsen: {count}); zet een kopie terug met 'ruimte restore'", "is damaged (places: {count}); bring a copy back with 'ruimte restore'" }
    /// A reference to nothing.
    dangling_reference(table) { "verwijst naar iets in '{table}' dat niet bestaat", "refers to something in '{table}' that does not exist" }
    /// A receipt of another register.
    other_register(id) { "hoort bij een ander register dan dit: {id}", "belongs to another register than this: {id}" }
    /// The chain has another head there.
    head_differs(entry) { "de keten heeft bij mutatie {entry} niet de controlewaarde uit het bewijs", "at entry {entry} the chain does not pass through the head that the receipt names" }
    /// The journal ends before the receipt.
    entry_beyond_journal(entry) { "het logboek heeft geen mutatie {entry}", "the journal has no entry {entry}" }
    /// A gap in the journal.
    entry_missing(expected) { "mutatie {expected} ontbreekt ervoor", "entry {expected} is missing before it" }
    /// A change that was altered.
    change_differs(entry) { "wat mutatie {entry} ervan zegt is veranderd", "what entry {entry} says of it was altered" }
    /// A change of no entry.
    orphan_change(entry) { "hoort bij mutatie {entry}, die niet bestaat", "belongs to entry {entry}, which does not exist" }
    /// An attribute that is not what the journal adds up to.
    attribute_differs(attribute) { "'{attribute}' is niet wat het logboek zegt", "'{attribute}' is not what the journal says" }
}
