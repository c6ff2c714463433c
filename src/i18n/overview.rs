//! Texts of the overview report and of published data sets.

use super::{labels, messages};

messages! {
    register_as_of(day) { "Stand van het register op {day}.", "The register as of {day}." }
    work_as_of(reference, day) { "Stand van het werk op {reference}, volgens het register van {day}.", "The work as of {reference}, according to the register of {day}." }
    illustrative_count(count, of) { "Illustratief (verzonnen om mee te oefenen): {count} van de {of} belemmeringen.", "Illustrative (made up to practise with): {count} of the {of} obstacles." }
    documented_count(count, of) { "Gedocumenteerd (een openbare bron noemt de belemmering; al het andere erover is illustratief): {count} van de {of}.", "Documented (a public source names the obstacle; everything else about it is illustrative): {count} of the {of}." }
    filter_applied(said) { "Alleen de belemmeringen waarvoor geldt: {said}.", "Only obstacles that match: {said}." }
    attribute_is(label, values) { "{label} {values}", "{label} {values}" }
    lead_ministry(values) { "ministerie {values} als trekker", "ministry {values} as lead" }
    ministry_lead_or_involved(values) { "ministerie {values} als trekker of betrokkene", "ministry {values} as lead or involved" }
    logged_since(day) { "vastgelegd vanaf {day}", "logged from {day}" }
    date_since(label, day) { "{label} vanaf {day}", "{label} from {day}" }
    date_in_period(label, first, last) { "{label} van {first} tot en met {last}", "{label} from {first} up to and including {last}" }
    date_until(label, day) { "{label} tot en met {day}", "{label} up to and including {day}" }
    between_days(first, last) { "{first} tot en met {last}", "{first} to {last}" }
    days_or_more(first) { "{first} of meer", "{first} or more" }
    days_after_receipt(label, ranges) { "{label} {ranges} dagen na ontvangst", "{label} {ranges} days after receipt" }
    counted_by(measure) { "geteld als '{measure}'", "counted as '{measure}'" }
    without(label) { "zonder {label}", "without {label}" }
    publication_heading(title) { "Gepubliceerd en geteld: {title}", "Published and counted: {title}" }
}

labels! {
    OR { " of ", " or " }
    NO_FACTSHEET { "geen factsheet", "no factsheet" }
    OVERDUE { "toegezegde dag voorbij", "promised day passed" }
    OPEN { "open", "open" }
    VOID_TOO { "ook wat is vervallen", "void records too" }
    WITH_VOID { "Ook wat is vervallen wordt getoond.", "Void records are shown too." }
    ILLUSTRATIVE_WARNING { "Let op: dit is een verzonnen voorbeeld (illustratief).", "Note: this is a made-up example (illustrative)." }
    DOCUMENTED_WARNING { "Let op: een openbare bron noemt dit; al het andere erover is illustratief (gedocumenteerd).", "Note: a public source names this; everything else about it is illustrative (documented)." }
    FACTSHEETS { "De factsheets", "The factsheets" }
    FACTSHEETS_ABOUT { "Antwoorden op vragen die vaak worden gesteld.", "Answers to frequently asked questions." }
    RECONCILE_ABOUT { "Naast elk gepubliceerd getal staat wat het register telt over dezelfde periode. De uitkomst is 'klopt', 'verschilt' of 'nagaan'; bij de laatste twee staat waarom.", "Each published figure is shown beside what the register counts for the same period. The verdict is 'matches', 'differs' or 'look'; for the last two a note says why." }
    SCHEMES { "Regelingen die helpen", "Schemes that help" }
    SCHEMES_ABOUT { "De (subsidie)regelingen van de overheid waarnaar belemmeringen verwijzen of die beschikbaar zijn.", "The government's (subsidy) schemes that obstacles refer to or that are available." }
    TITLE { "Ruimte in de regels: overzicht", "Room in the rules: overview" }
    TOTALS { "Totalen", "Totals" }
    TOTALS_ABOUT { "Wat het register telt, per maatstaf.", "What the register counts, by measure." }
    PROVENANCE { "Herkomst van de belemmeringen", "Where the obstacles come from" }
    PROVENANCE_ABOUT { "Vastgelegd: door een beleidsmedewerker. Gedocumenteerd: een openbare bron noemt de belemmering; al het andere erover is illustratief. Illustratief: verzonnen om mee te oefenen.", "Logged: by a policy officer. Documented: a public source names the obstacle; everything else about it is illustrative. Illustrative: made up to practise with." }
    OBSTACLES { "De belemmeringen en hun antwoorden", "The obstacles and their answers" }
    OBSTACLES_ABOUT { "Naar elke belemmering kan worden verwezen met haar nummer achter het adres van deze pagina, zoals #B-012.", "Each obstacle can be linked to: add its number to the address of this page, as in #B-012." }
}
