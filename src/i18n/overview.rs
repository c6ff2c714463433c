//! The words of the overview and of an open data set.

use super::{Label, messages};

messages! {
    /// At which moment the register stood so.
    register_as_of(day) { "Stand van het register op {day}.", "The register as it stood on {day}." }
    /// At which moment the work stood so, by what the register knew at another.
    work_as_of(reference, day) { "Stand van het werk op {reference}, volgens het register van {day}.", "The work as it stood on {reference}, by the register of {day}." }
    /// How many obstacles are made up.
    illustrative_count(count, of) { "Illustratief, dus verzonnen om mee te oefenen: {count} van de {of} belemmeringen.", "Illustrative, so made up to practise with: {count} of the {of} obstacles." }
    /// How many obstacles a public source names.
    documented_count(count, of) { "Gedocumenteerd, dus door een openbare bron genoemd terwijl al het andere erover illustratief is: {count} van de {of}.", "Documented, so named by a public source while all else about them is illustrative: {count} of the {of}." }
    /// Which obstacles are meant.
    filter_applied(said) { "Alleen de belemmeringen waarvoor geldt: {said}.", "Only the obstacles of which this holds: {said}." }
    /// An attribute has one of some values.
    attribute_is(label, values) { "{label} {values}", "{label} {values}" }
    /// The lead ministry is one of some.
    lead_ministry(values) { "ministerie {values} als trekker", "ministry {values} as lead" }
    /// The lead ministry or one that is involved is one of some.
    ministry_lead_or_involved(values) { "ministerie {values} als trekker of betrokkene", "ministry {values} as lead or involved" }
    /// A day is that one or later.
    date_since(label, day) { "{label} vanaf {day}", "{label} from {day}" }
    /// A day is that one or earlier.
    date_until(label, day) { "{label} tot en met {day}", "{label} up to and including {day}" }
    /// A publication and its title.
    publication_heading(title) { "Gepubliceerd en geteld: {title}", "Published and counted: {title}" }
}

/// Between values of which one holds.
pub const OR: Label = Label::new(" of ", " or ");
/// No factsheet answers it.
pub const NO_FACTSHEET: Label = Label::new("geen factsheet", "no factsheet");
/// It should have been answered by now.
pub const OVERDUE: Label = Label::new("toegezegde dag voorbij", "promised day passed");
/// Not solved and not closed.
pub const OPEN: Label = Label::new("open", "open");
/// Void records are shown too.
pub const WITH_VOID: Label = Label::new("Ook wat is vervallen wordt getoond.", "Void records are shown too.");
/// Of a record that is made up.
pub const ILLUSTRATIVE_WARNING: Label = Label::new(
    "Let op: dit is een verzonnen voorbeeld (illustratief).",
    "Mind: this is a made-up example (illustrative).",
);
/// Of a record that a public source names.
pub const DOCUMENTED_WARNING: Label = Label::new(
    "Let op: een openbare bron noemt dit, en al het andere erover is illustratief (gedocumenteerd).",
    "Mind: a public source names this, and all else about it is illustrative (documented).",
);
/// Above the factsheets.
pub const FACTSHEETS: Label = Label::new("De factsheets", "The factsheets");
/// What the factsheets are.
pub const FACTSHEETS_ABOUT: Label =
    Label::new("Antwoorden op vragen die vaak worden gesteld.", "Answers to questions that are often asked.");
/// What stands beside each published figure.
pub const RECONCILE_ABOUT: Label = Label::new(
    "Naast elk gepubliceerd getal staat wat het register telt over dezelfde periode. De uitkomst is 'klopt', 'verschilt' of 'nagaan'; bij de laatste twee staat waarom.",
    "Beside each published figure stands what the register counts for the same period. The verdict is 'matches', 'differs' or 'look'; with the last two it says why.",
);
/// Above the schemes.
pub const SCHEMES: Label = Label::new("Regelingen die helpen", "Schemes that help");
/// What the schemes are.
pub const SCHEMES_ABOUT: Label = Label::new(
    "De (subsidie)regelingen van de overheid waarnaar belemmeringen verwijzen of die beschikbaar zijn.",
    "The government's (subsidy) schemes that obstacles refer to or that are available.",
);

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
