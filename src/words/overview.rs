//! The words of the overview and of an open data set.

use super::{Label, phrases};

phrases! {
    /// At which moment the register stood so.
    stands(day) { "Stand van het register op {day}.", "The register as it stood on {day}." }
    /// Which obstacles are meant.
    of_filter(words) { "Alleen de belemmeringen die voldoen aan: {words}.", "Only the obstacles that fit: {words}." }
}

/// What the overview is called.
pub const TITLE: Label = Label::new("Ruimte in de regels: overzicht", "Room in the rules: overview");
/// Above the totals.
pub const TOTALS: Label = Label::new("Totalen", "Totals");
/// What the totals are.
pub const TOTALS_ABOUT: Label =
    Label::new("Wat het register telt, per maatstaf.", "What the register counts, by measure.");
/// Above how many are real.
pub const PROVENANCE: Label = Label::new("Herkomst van de belemmeringen", "Where the obstacles come from");
/// What the kinds of provenance mean.
pub const PROVENANCE_ABOUT: Label = Label::new(
    "Vastgelegd: door een beleidsmedewerker. Gedocumenteerd: een openbare bron noemt de belemmering; al het andere erover is illustratief. Illustratief: verzonnen om mee te oefenen.",
    "Logged: by a policy officer. Documented: a public source names the obstacle; all else about it is illustrative. Illustrative: made up to practise with.",
);
/// Above the obstacles.
pub const OBSTACLES: Label =
    Label::new("De belemmeringen en hun antwoorden", "The obstacles and their answers");
/// How they are linked to.
pub const OBSTACLES_ABOUT: Label = Label::new(
    "Naar elke belemmering kan worden verwezen met haar nummer achter het adres van deze pagina, zoals #B-012.",
    "Each obstacle can be linked to by its number behind the address of this page, such as #B-012.",
);
