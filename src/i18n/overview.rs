//! The words of the overview and of an open data set.

use super::{Label, messages};

messages! {
    register_as_of(day) { "Stand van het register op {day}.", "The register as it stood on {day}." }
    work_as_of(reference, day) { "Stand van het werk op {reference}, volgens het register van {day}.", "The work as it stood on {reference}, by the register of {day}." }
    illustrative_count(count, of) { "Illustratief, dus verzonnen om mee te oefenen: {count} van de {of} belemmeringen.", "Illustrative, so made up to practise with: {count} of the {of} obstacles." }
    documented_count(count, of) { "Gedocumenteerd, dus door een openbare bron genoemd terwijl al het andere erover illustratief is: {count} van de {of}.", "Documented, so named by a public source while all else about them is illustrative: {count} of the {of}." }
    filter_applied(said) { "Alleen de belemmeringen waarvoor geldt: {said}.", "Only the obstacles of which this holds: {said}." }
    attribute_is(label, values) { "{label} {values}", "{label} {values}" }
    lead_ministry(values) { "ministerie {values} als trekker", "ministry {values} as lead" }
    ministry_lead_or_involved(values) { "ministerie {values} als trekker of betrokkene", "ministry {values} as lead or involved" }
    date_since(label, day) { "{label} vanaf {day}", "{label} from {day}" }
    date_until(label, day) { "{label} tot en met {day}", "{label} up to and including {day}" }
    publication_heading(title) { "Gepubliceerd en geteld: {title}", "Published and counted: {title}" }
}

pub const OR: Label = Label::new(" of ", " or ");
pub const NO_FACTSHEET: Label = Label::new("geen factsheet", "no factsheet");
pub const OVERDUE: Label = Label::new("toegezegde dag voorbij", "promised day passed");
pub const OPEN: Label = Label::new("open", "open");
pub const WITH_VOID: Label = Label::new("Ook wat is vervallen wordt getoond.", "Void records are shown too.");
pub const ILLUSTRATIVE_WARNING: Label = Label::new(
    "Let op: dit is een verzonnen voorbeeld (illustratief).",
    "Mind: this is a made-up example (illustrative).",
);
pub const DOCUMENTED_WARNING: Label = Label::new(
    "Let op: een openbare bron noemt dit, en al het andere erover is illustratief (gedocumenteerd).",
    "Mind: a public source names this, and all else about it is illustrative (documented).",
);
pub const FACTSHEETS: Label = Label::new("De factsheets", "The factsheets");
pub const FACTSHEETS_ABOUT: Label =
    Label::new("Antwoorden op vragen die vaak worden gesteld.", "Answers to questions that are often asked.");
pub const RECONCILE_ABOUT: Label = Label::new(
    "Naast elk gepubliceerd getal staat wat het register telt over dezelfde periode. De uitkomst is 'klopt', 'verschilt' of 'nagaan'; bij de laatste twee staat waarom.",
    "Beside each published figure stands what the register counts for the same period. The verdict is 'matches', 'differs' or 'look'; with the last two it says why.",
);
pub const SCHEMES: Label = Label::new("Regelingen die helpen", "Schemes that help");
pub const SCHEMES_ABOUT: Label = Label::new(
    "De (subsidie)regelingen van de overheid waarnaar belemmeringen verwijzen of die beschikbaar zijn.",
    "The government's (subsidy) schemes that obstacles refer to or that are available.",
);

pub const TITLE: Label = Label::new("Ruimte in de regels: overzicht", "Room in the rules: overview");
pub const TOTALS: Label = Label::new("Totalen", "Totals");
pub const TOTALS_ABOUT: Label =
    Label::new("Wat het register telt, per maatstaf.", "What the register counts, by measure.");
pub const PROVENANCE: Label = Label::new("Herkomst van de belemmeringen", "Where the obstacles come from");
pub const PROVENANCE_ABOUT: Label = Label::new(
    "Vastgelegd: door een beleidsmedewerker. Gedocumenteerd: een openbare bron noemt de belemmering; al het andere erover is illustratief. Illustratief: verzonnen om mee te oefenen.",
    "Logged: by a policy officer. Documented: a public source names the obstacle; all else about it is illustrative. Illustrative: made up to practise with.",
);
pub const OBSTACLES: Label =
    Label::new("De belemmeringen en hun antwoorden", "The obstacles and their answers");
pub const OBSTACLES_ABOUT: Label = Label::new(
    "Naar elke belemmering kan worden verwezen met haar nummer achter het adres van deze pagina, zoals #B-012.",
    "Each obstacle can be linked to by its number behind the address of this page, such as #B-012.",
);
