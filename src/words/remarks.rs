//! What is told beside the data: what was done, how many there are, what to do next.

use super::{Label, phrases};

/// Stands for the group of what has no value.
pub const NONE: Label = Label::new("(geen)", "(none)");
/// The row that adds up the others.
pub const TOTAL: Label = Label::new("Totaal", "Total");

phrases! {
    /// A record was made.
    recorded(number, title) { "{number} vastgelegd: {title}", "{number} recorded: {title}" }
    /// A record was changed.
    changed(number) { "{number} gewijzigd", "{number} changed" }
    /// Nothing was different.
    unchanged(number) { "{number} was al zo; er is niets gewijzigd", "{number} was so already; nothing was changed" }
    /// A record would be made or changed.
    pretended() { "Proef: er is niets vastgelegd", "Dry run: nothing was recorded" }
    /// An obstacle was taken into analysis.
    in_analysis(number) { "{number} is in analyse", "{number} is in analysis" }
    /// An obstacle was classified.
    classified(number, resolution) { "{number} is opgelost: {resolution}", "{number} is solved: {resolution}" }
    /// An obstacle was closed.
    closed(number, closed_as) { "{number} is afgesloten: {closed_as}", "{number} is closed: {closed_as}" }
    /// An obstacle was reopened.
    reopened(number) { "{number} is heropend en weer in analyse", "{number} is reopened and in analysis again" }
    /// A record was voided.
    voided(number) { "{number} is vervallen en telt nergens mee", "{number} is void and counts nowhere" }
    /// Links were made.
    linked(number, to) { "{number} is gekoppeld aan {to}", "{number} is linked to {to}" }
    /// Links were taken away.
    unlinked(number, to) { "{number} is niet meer gekoppeld aan {to}", "{number} is no longer linked to {to}" }
    /// A register was made.
    register_made(path) { "Register {path} is gemaakt", "Register {path} was made" }
    /// What to do in a new register.
    register_next() { "Verder: ruimte log 'Titel' --ministry OCW, of ruimte import obstacles BESTAND", "Next: ruimte log 'Title' --ministry OCW, or ruimte import obstacles FILE" }

    /// A day of what has happened that has not come yet.
    in_the_future(day) { "Let op: {day} ligt in de toekomst", "Note: {day} lies in the future" }
    /// What refers to a record that was voided.
    still_referring(numbers) { "Let op: hiernaar wordt nog verwezen door {numbers}", "Note: still referred to by {numbers}" }
    /// How many rows there are.
    rows(count) { "{count} rijen", "{count} rows" }
    /// One row.
    one_row() { "1 rij", "1 row" }
    /// A limit left rows out.
    more(count) { "Rijen getoond: {count}; er zijn er meer: geef een hogere --limit, of laat die weg", "Rows shown: {count}; there are more: give a higher --limit, or leave it out" }
    /// How many obstacles a count is about.
    counted(count) { "{count} belemmeringen, elk één keer geteld", "{count} obstacles, each counted once" }
    /// One obstacle.
    counted_one() { "1 belemmering", "1 obstacle" }
    /// A file was written.
    written(path) { "{path} is geschreven", "{path} was written" }
    /// What an import did.
    imported(added, changed, left) { "{added} toegevoegd, {changed} gewijzigd, {left} ongewijzigd", "{added} added, {changed} changed, {left} left as they were" }
    /// What an import would do.
    would_import(added, changed, left) { "Proef: {added} toe te voegen, {changed} te wijzigen, {left} ongewijzigd; er is niets vastgelegd", "Dry run: {added} to add, {changed} to change, {left} left as they are; nothing was recorded" }
    /// How a file was read.
    read_as(path, encoding, separator) { "{path} gelezen als {encoding}, gescheiden door {separator}", "{path} read as {encoding}, separated by {separator}" }
    /// Obstacles without a day of receipt.
    without_received(count) { "Zonder dag van ontvangst: {count}; zij tellen in geen periode mee", "Without a day of receipt: {count}; they count in no period" }
    /// Solved obstacles without a day of solution.
    without_solved(count) { "Opgelost zonder dag van oplossing: {count}; als opgelost tellen zij in geen periode mee", "Solved without a day of solution: {count}; as solved they count in no period" }
    /// A line of a heading with a number.
    nothing_found() { "Niets gevonden", "Nothing found" }

    /// All figures match.
    all_match(count) { "Alle gepubliceerde cijfers kloppen ({count})", "All published figures match ({count})" }
    /// Some figures want a look or differ.
    verdicts(matches, look, differs) { "Kloppen: {matches}; na te gaan: {look}; verschillen: {differs}", "Match: {matches}; to look at: {look}; differ: {differs}" }
    /// A measure that the program does not know.
    unknown_measure(measure) { "de maatstaf '{measure}' kent dit programma niet", "this program does not know the measure '{measure}'" }
    /// The published parts add up to the published whole, which is said to be more.
    parts_add_up(parts) { "de gepubliceerde delen zijn samen {parts}, niet meer dan {parts}", "the published parts add up to {parts}, not to more than {parts}" }
    /// Exactly the value that the count should exceed.
    exactly_not_more(count) { "geteld is precies {count}, niet meer", "the count is exactly {count}, not more" }
    /// Exactly the value that the count should stay under.
    exactly_not_less(count) { "geteld is precies {count}, niet minder", "the count is exactly {count}, not less" }
    /// The count against the published value.
    counted_against(count, published) { "geteld {count}, gepubliceerd {published}", "counted {count}, published {published}" }
}

/// Headings of what `show` adds.
pub const SHOW_FACTSHEETS: Label = Label::new("Factsheets", "Factsheets");
/// Headings of what `show` adds.
pub const SHOW_SCHEMES: Label = Label::new("Regelingen", "Schemes");
/// Headings of what `show` adds.
pub const SHOW_CONTACTS: Label = Label::new("Contacten", "Contacts");
/// Headings of what `show` adds.
pub const SHOW_OBSTACLES: Label = Label::new("Belemmeringen", "Obstacles");
/// Headings of what `reconcile` adds.
pub const EXPLAINED: Label = Label::new("Wat elke maatstaf telt", "What each measure counts");

/// Headings of the demonstration.
pub const DEMO_ABOUT: Label = Label::new(
    "Een register van voorbeelden. De cijfers zijn die van het Zorgpact (december\n2018); de meeste gevallen zijn bedacht om mee te oefenen. Elk geval zegt zelf of\nhet gedocumenteerd of illustratief is.",
    "A register of examples. The figures are the Zorgpact's (December 2018); most of\nthe cases were made up to practise with. Each case says itself whether it is\ndocumented or illustrative.",
);
/// Headings of the demonstration.
pub const DEMO_TOTALS: Label = Label::new("Geteld in dit register", "Counted in this register");
/// Headings of the demonstration.
pub const DEMO_RECONCILE: Label = Label::new("Gepubliceerd naast geteld", "Published beside counted");
/// Headings of the demonstration.
pub const DEMO_MINISTRIES: Label = Label::new(
    "Per ministerie (een belemmering met twee ministeries is één belemmering en twee vermeldingen)",
    "By ministry (an obstacle with two ministries is one obstacle and two mentions)",
);
/// Headings of the demonstration.
pub const DEMO_PROVENANCE: Label = Label::new("Herkomst van de voorbeelden", "Where the examples come from");
/// Headings of the demonstration.
pub const DEMO_NEXT: Label = Label::new("Probeer nu", "Try next");

/// What to try after the demonstration, with the file in place of `{}`.
pub const DEMO_STEPS: &[&str] = &[
    "ruimte --register {} search stage contract",
    "ruimte --register {} show B-001",
    "ruimte --register {} list --ministry VWS --resolution regional-approach",
    "ruimte --register {} log 'Mag een student zelfstandig medicatie delen?' --ministry VWS --region 6",
    "ruimte --register {} reconcile zorgpact-2018 --explain",
    "ruimte --register {} report laws",
];
