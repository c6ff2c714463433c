//! What is told beside the data: what was done, how many there are, what to do next.

use super::{Label, Text, messages};

/// Stands for the group of what has no value.
pub const NONE: Label = Label::new("(geen)", "(none)");
/// The row that adds up the others.
pub const TOTAL: Label = Label::new("Totaal", "Total");

/// The note of an entry that the program made itself, in the reader's words.
pub fn journal_note(note: &str) -> Text {
    match note {
        JOURNAL_BEGINS => Label::new("het logboek begint hier", JOURNAL_BEGINS).into(),
        note => Text::untranslated(note),
    }
}

/// The note of the first entry of a register that had no journal before.
pub const JOURNAL_BEGINS: &str = "journal begins here";

messages! {
    /// A record was made.
    recorded(number, title) { "{number} vastgelegd: {title}", "{number} recorded: {title}" }
    /// A record was changed.
    changed(number) { "{number} gewijzigd", "{number} changed" }
    /// Nothing was different.
    unchanged(number) { "{number} was al zo; er is niets gewijzigd", "{number} was so already; nothing was changed" }
    /// A record would be made or changed.
    dry_run() { "Proef: er is niets vastgelegd. Dit zou zijn gemeld:", "Dry run: nothing was recorded. This would have been told:" }
    /// The search index was made anew.
    search_index_renewed() { "De zoekindex was van een andere versie en is vernieuwd", "The search index was of another version and has been renewed" }
    /// The search index is of other rules, and cannot be made anew.
    search_index_outdated() { "De zoekindex is van een andere versie en dit bestand mag niet worden gewijzigd; mogelijk wordt niet alles gevonden", "The search index is of another version and this file may not be changed; not everything may be found" }
    /// Almost the same obstacle is open already.
    possible_duplicate(number, title) { "Mogelijk dubbel: {number} is open en vraagt bijna hetzelfde: {title}", "Possible duplicate: {number} is open and asks almost the same: {title}" }
    /// What was answered before follows.
    precedents_heading() { "Eerder beantwoord:", "Answered before:" }
    /// A precedent.
    precedent(number, title, standing) { "  {number} {title} ({standing})", "  {number} {title} ({standing})" }
    /// Its answer.
    precedent_answer(answer) { "    Antwoord: {answer}", "    Answer: {answer}" }
    /// Why it is one.
    precedent_reason(why) { "    Waarom: {why}", "    Why: {why}" }
    /// Only words that say nothing were asked for.
    search_words_too_common() { "Niets gevonden: op zulke algemene woorden wordt niet gezocht; noem het onderwerp", "Nothing found: words this common are not searched for; name the subject" }
    /// What was searched for is the number of a record.
    query_is_record_number(number) { "Niets gevonden met die woorden; {number} zelf zien: ruimte show {number}", "Nothing found by those words; to see {number} itself: ruimte show {number}" }
    /// More comes near than is shown.
    more_hits(shown) { "Dit zijn de beste {shown}; een hogere --limit toont meer", "These are the best {shown}; a higher --limit shows more" }
    /// An obstacle was taken into analysis.
    taken_into_analysis(number) { "{number} is in analyse", "{number} is in analysis" }
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
    register_created(path) { "Register {path} is gemaakt", "Register {path} was made" }
    /// What to do in a new register.
    next_steps() { "Verder: ruimte log 'Titel' --ministry OCW, of ruimte import obstacles BESTAND", "Next: ruimte log 'Title' --ministry OCW, or ruimte import obstacles FILE" }

    /// A day of what has happened that has not come yet.
    date_in_future(day) { "Let op: {day} ligt in de toekomst", "Note: {day} lies in the future" }
    /// A day of so long ago that a year was most likely typed wrong.
    date_over_a_century_old(day) { "Let op: {day} is meer dan honderd jaar geleden", "Note: {day} is more than a hundred years ago" }
    /// The same of days in a list.
    dates_over_a_century_old(count) { "Let op: dagen van meer dan honderd jaar geleden: {count}", "Note: days of more than a hundred years ago: {count}" }
    /// A law that no list names.
    unknown_law(source, near) { "Let op: {source} staat niet in de lijst van wetten; bedoelt u {near}? Klopt het, voeg haar dan toe: ruimte law add {source} --nl NAAM --en NAAM", "Note: {source} is not in the list of laws; do you mean {near}? If it is right, add it: ruimte law add {source} --nl NAME --en NAME" }
    /// A law that no list names, and there is no list.
    unknown_law_without_suggestion(source) { "Let op: {source} staat niet in de lijst van wetten; voeg haar toe: ruimte law add {source} --nl NAAM --en NAAM", "Note: {source} is not in the list of laws; add it: ruimte law add {source} --nl NAME --en NAME" }
    /// More laws that no list names.
    more_unknown_laws(count) { "Let op: nog {count} wetten staan niet in de lijst van wetten", "Note: {count} more laws are not in the list of laws" }
    /// What refers to a record that was voided.
    still_referenced_by(numbers) { "Let op: hiernaar wordt nog verwezen door {numbers}", "Note: still referred to by {numbers}" }
    /// How many rows there are.
    row_count(count) { "{count} rijen", "{count} rows" }
    /// One row.
    one_row() { "1 rij", "1 row" }
    /// A limit left rows out.
    more_rows(count) { "Rijen getoond: {count}; er zijn er meer: geef een hogere --limit, of laat die weg", "Rows shown: {count}; there are more: give a higher --limit, or leave it out" }
    /// How many obstacles a count is about.
    obstacles_counted(count) { "{count} belemmeringen, elk één keer geteld", "{count} obstacles, each counted once" }
    /// One obstacle.
    one_obstacle_counted() { "1 belemmering", "1 obstacle" }
    /// A set was published.
    published(path, public, meant) { "{path}: belemmeringen gepubliceerd: {public} van {meant}; de totalen tellen ze alle", "{path}: obstacles published: {public} of {meant}; the totals count them all" }
    /// A set would be published.
    would_publish(public, meant) { "Proef: belemmeringen te publiceren: {public} van {meant}; er is niets geschreven", "Dry run: obstacles to publish: {public} of {meant}; nothing was written" }
    /// What a catalogue wants to know too.
    publish_missing_options(options) { "Een catalogus vraagt ook wie publiceert, bij wie men terechtkan en waar de set staat; nog niet gegeven: {options}", "A catalogue also asks who publishes, whom to ask and where the set stands; not given yet: {options}" }
    /// The register lies on another computer's drive.
    register_on_network_drive(path) { "Let op: {path} staat op een netwerkschijf. Die houdt twee computers die tegelijk schrijven niet altijd uit elkaar; laat er één tegelijk schrijven", "Mind: {path} is on a network drive. That does not always keep apart two computers that write at the same time; let one write at a time" }
    /// An earlier publication was broken off, or somebody took its README away.
    previous_publish_incomplete(path, file) { "In {path} ontbreekt {file}: een eerdere publicatie is onderbroken, zodat de bestanden misschien niet bij elkaar horen", "{path} has no {file}: an earlier publication was interrupted, so that its files may not belong together" }
    /// Nothing changes in an earlier publication.
    publish_unchanged() { "Aan de belemmeringen van de eerdere publicatie verandert niets", "Nothing changes in the obstacles of the earlier publication" }
    /// What is new in a publication.
    publish_added(count, numbers) { "Toegevoegd: {count} ({numbers})", "Added: {count} ({numbers})" }
    /// What is no longer in a publication.
    publish_withdrawn(count, numbers) { "Ingetrokken: {count} ({numbers})", "Withdrawn: {count} ({numbers})" }
    /// What is other in a publication.
    publish_changed(count, numbers) { "Gewijzigd: {count} ({numbers})", "Changed: {count} ({numbers})" }
    /// A file was written.
    file_written(path) { "{path} is geschreven", "{path} was written" }
    /// What an import did.
    imported(added, changed, left) { "{added} toegevoegd, {changed} gewijzigd, {left} ongewijzigd", "{added} added, {changed} changed, {left} left as they were" }
    /// What an import would do.
    would_import(added, changed, left) { "Proef: {added} toe te voegen, {changed} te wijzigen, {left} ongewijzigd; er is niets vastgelegd", "Dry run: {added} to add, {changed} to change, {left} left as they are; nothing was recorded" }
    /// How a file was read.
    file_read_as(path, encoding, separator) { "{path} gelezen als {encoding}, gescheiden door {separator}", "{path} read as {encoding}, separated by {separator}" }
    /// How a workbook was read.
    sheet_read(path, sheet) { "{path}: blad '{sheet}' gelezen", "{path}: sheet '{sheet}' read" }
    /// Obstacles without a day of receipt.
    without_received(count) { "Zonder dag van ontvangst: {count}; zij tellen in geen periode mee", "Without a day of receipt: {count}; they count in no period" }
    /// Solved obstacles without a day of solution.
    without_solved(count) { "Opgelost zonder dag van oplossing: {count}; als opgelost tellen zij in geen periode mee", "Solved without a day of solution: {count}; as solved they count in no period" }
    /// A line of a heading with a number.
    nothing_found() { "Niets gevonden", "Nothing found" }

    /// Above an entry of the journal.
    entry_heading(number, at, actor, origin, action) { "{number} · {at} · {actor} ({origin}) · {action}", "{number} · {at} · {actor} ({origin}) · {action}" }
    /// An entry that takes another back.
    entry_undoes(heading, entry) { "{heading}: neemt mutatie {entry} terug", "{heading}: takes entry {entry} back" }
    /// An entry with a note.
    entry_note(heading, note) { "{heading}: {note}", "{heading}: {note}" }
    /// More changed records in an entry.
    more_in_entry(count, entry) { "… en nog {count} records: ruimte history --entry {entry}", "… and {count} more records: ruimte history --entry {entry}" }
    /// How many entries there are.
    entry_count(count) { "{count} mutaties", "{count} entries" }
    /// One entry.
    one_entry() { "1 mutatie", "1 entry" }
    /// A limit left entries out.
    more_entries(count) { "Mutaties getoond: {count}; er zijn er meer: geef een hogere --limit, of laat die weg", "Entries shown: {count}; there are more: give a higher --limit, or leave it out" }
    /// A write was taken back.
    entry_undone(entry, action, records) { "Mutatie {entry} ({action}) is teruggenomen: {records}", "Entry {entry} ({action}) was taken back: {records}" }
    /// Persons stay when a write is taken back.
    undo_keeps_persons(persons) { "Wie daarbij voor het eerst werd genoemd blijft bekend: {persons}; wissen kan met 'ruimte erase person'", "Who was first named in it stays known: {persons}; they can be erased with 'ruimte erase person'" }
    /// So many more.
    and_more(shown, count) { "{shown} en nog {count}", "{shown} and {count} more" }
    /// A moment was given a name.
    snapshot_created(name, entry) { "{name} is het register na mutatie {entry}", "{name} is the register after entry {entry}" }
    /// A person was erased.
    person_erased(code) { "De persoon is gewist en staat er voortaan als {code}; het logboek en de tellingen blijven kloppen", "The person is erased and reads as {code} from now on; journal and counts still hold" }
    /// A person was erased before.
    person_already_erased(code) { "{code} was al gewist; het bestand is opnieuw geschreven", "{code} was erased already; the file was written anew" }
    /// What leaves without persons.
    persons_left_out() { "Wie het is blijft binnen het register; --with-persons geeft het mee", "Who it is stays within the register; --with-persons gives it out" }
    /// What the reference date cannot place.
    reference_date_exclusions(received, solved) { "Peildatum: zonder dag van ontvangst weggelaten: {received}; opgelost op een onbekende dag, dus opgelost gebleven: {solved}", "Reference date: left out for want of a day of receipt: {received}; solved on an unknown day, so left as solved: {solved}" }
    /// All is in order.
    check_passed(entries, changes) { "In orde: mutaties {entries}, wijzigingen {changes}, en het register is wat zij samen zeggen", "In order: entries {entries}, changes {changes}, and the register is what they add up to" }
    /// Something is not.
    finding_count(count) { "Bevindingen: {count}", "Findings: {count}" }
    /// A clock was set back.
    clock_set_back(entries) { "Let op: de klok is teruggezet voor mutatie {entries}; de volgorde is die van de nummers", "Note: the clock was set back before entry {entries}; the order is that of the numbers" }
    /// The chain passes through the head of a receipt.
    chain_contains_receipt(entry) { "De keten bevat de controlewaarde uit het bewijs (mutatie {entry})", "The chain passes through the head that the receipt names (entry {entry})" }
    /// The search index was made anew.
    search_index_repaired() { "De zoekindex is opnieuw gemaakt", "The search index was made anew" }
    /// A copy was made.
    backed_up(path) { "{path} is een nagekeken kopie van het register", "{path} is a checked copy of the register" }
    /// A copy was brought back.
    restored(path, from) { "{path} is teruggezet uit {from}", "{path} was restored from {from}" }
    /// What was replaced is kept.
    replaced_file_kept(path) { "Wat er stond is bewaard als {path}", "What was there is kept as {path}" }
    /// A copy of another register was brought back.
    restored_other_register() { "Let op: dit is een kopie van een ander register dan er stond", "Note: this is a copy of another register than the one that was there" }
    /// A register is up to date.
    up_to_date(path) { "{path} is al van deze versie", "{path} is of this version already" }
    /// A register that has a journal was brought up to date.
    upgraded_with_journal(path, from, to, records) { "{path} is van versie {from} naar {to} gebracht, met {records} records", "{path} was brought from version {from} to {to}, with {records} records" }
    /// Synonyms came with it.
    synonyms_added(count) { "{count} synoniemen en afkortingen toegevoegd; zie: ruimte synonym list", "{count} synonyms and abbreviations added; see: ruimte synonym list" }
    /// A register was brought up to date, and its journal begins.
    upgraded_journal_begins(path, from, to, records) { "{path} is van versie {from} naar {to} gebracht; het logboek begint hier, met {records} records", "{path} was brought from version {from} to {to}; the journal begins here, with {records} records" }
    /// A receipt, behind its label.
    receipt(text) { "Bewijs: {text}", "Receipt: {text}" }
    /// A number is made again and is the same.
    receipt_matches(entry, at) { "Gelijk: na mutatie {entry} ({at}) geeft deze opdracht dit resultaat", "Same: after entry {entry} ({at}) this command gives this result" }
    /// A number is made again and is different.
    receipt_differs(entry, at) { "Verschillend: na mutatie {entry} ({at}) geeft deze opdracht een ander resultaat", "Different: after entry {entry} ({at}) this command gives another result" }
    /// The counting rule is another one by now.
    receipt_rule_differs() { "Let op: dit programma telt volgens een andere regel dan het bewijs", "Note: this program counts by another rule than the receipt" }
    /// The chain does not pass through the receipt's head.
    receipt_head_mismatch(entry) { "Verschillend: bij mutatie {entry} heeft de keten niet de controlewaarde uit het bewijs; zie: ruimte check", "Different: at entry {entry} the chain does not pass through the head that the receipt names; see: ruimte check" }

    /// All figures match.
    all_match(count) { "Alle gepubliceerde cijfers kloppen ({count})", "All published figures match ({count})" }
    /// Some figures want a look or differ.
    verdict_counts(matches, look, differs) { "Kloppen: {matches}; na te gaan: {look}; verschillen: {differs}", "Match: {matches}; to look at: {look}; differ: {differs}" }
    /// A measure that the program does not know.
    unknown_measure(measure) { "de maatstaf '{measure}' kent dit programma niet", "this program does not know the measure '{measure}'" }
    /// The published parts add up to the published whole, which is said to be more.
    parts_add_up(parts) { "de gepubliceerde delen zijn samen {parts}, niet meer dan {parts}", "the published parts add up to {parts}, not to more than {parts}" }
    /// Exactly the value that the count should exceed.
    exactly_not_more(count) { "geteld is precies {count}, niet meer", "the count is exactly {count}, not more" }
    /// Exactly the value that the count should stay under.
    exactly_not_less(count) { "geteld is precies {count}, niet minder", "the count is exactly {count}, not less" }
    /// The count against the published value.
    counted_vs_published(count, published) { "geteld {count}, gepubliceerd {published}", "counted {count}, published {published}" }
}

/// The heading of the obstacles whose answer was reused for one.
pub const SHOW_PRECEDENTS: Label = Label::new("Antwoord overgenomen van", "Answer taken from");
/// The heading of the obstacles for which the answer of one was reused.
pub const SHOW_REUSED_FOR: Label = Label::new("Antwoord ook gegeven bij", "Answer also given to");
/// Headings of what `show` adds.
pub const SHOW_FACTSHEETS: Label = Label::new("Factsheets", "Factsheets");
/// Headings of what `show` adds.
pub const SHOW_SCHEMES: Label = Label::new("Regelingen", "Schemes");
/// Headings of what `show` adds.
pub const SHOW_CONTACTS: Label = Label::new("Contacten", "Contacts");
/// Headings of what `show` adds.
pub const SHOW_OBSTACLES: Label = Label::new("Belemmeringen", "Obstacles");
/// Headings of what `reconcile` adds.
pub const MEASURE_DEFINITIONS: Label = Label::new("Wat elke maatstaf telt", "What each measure counts");

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
