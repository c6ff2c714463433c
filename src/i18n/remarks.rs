//! Messages printed in addition to the data: what was done, counts, and next steps.

use super::{Label, Text, labels, messages};

labels! {
    NO_VALUE { "(leeg)", "(empty)" }
    NONE { "(geen)", "(none)" }
    TOTAL { "Totaal", "Total" }
    COUNTED_IN_SEVERAL { "een belemmering kan in meer rijen of kolommen staan; elk totaal telt haar één keer", "an obstacle can be in several rows or columns; each total counts it once" }
    ROW_LEFT_OUT { "weglaten, zoals gekozen", "leave out, as chosen" }
    ROW_ADDED { "toevoegen", "add" }
    ROW_CHANGED { "wijzigen", "change" }
    IS_VOID { "vervallen", "voided" }
    IS_MISSING { "bestaat niet", "does not exist" }
    CHANGED_MEANWHILE { "intussen door iemand anders gewijzigd", "changed by somebody else meanwhile" }
}

/// Translates the note of a journal entry if the program wrote that note. A note by a user is returned unchanged.
pub fn journal_note(note: &str) -> Text {
    match note {
        JOURNAL_BEGINS => Label::new("het logboek begint hier", JOURNAL_BEGINS).into(),
        note => Text::untranslated(note),
    }
}

/// The note of the first journal entry in a register that had no journal until it was upgraded.
pub const JOURNAL_BEGINS: &str = "journal begins here";

messages! {
    recorded(number, title) { "{number} vastgelegd: {title}", "{number} recorded: {title}" }
    mail_recorded_as_contact(number) { "{number} vastgelegd: de e-mail als contact", "{number} recorded: the e-mail as a contact" }
    mail_without_subject() { "Let op: de e-mail heeft geen onderwerp", "Note: the e-mail has no subject" }
    mail_without_day() { "Let op: de e-mail vermeldt geen dag", "Note: the e-mail does not give a day" }
    mail_without_text() { "Let op: in de e-mail staat geen tekst, of alleen een verwijzing naar een bijlage", "Note: the e-mail contains no text, or only refers to an attachment" }
    mail_attachments(names) { "Bijlagen worden niet bewaard: {names}", "Attachments are not kept: {names}" }
    changed(number) { "{number} gewijzigd", "{number} changed" }
    old_and_new(attribute, old, new) { "  {attribute}: {old} → {new}", "  {attribute}: {old} → {new}" }
    from_to(old, new) { "{old} → {new}", "{old} → {new}" }
    fate_because(fate, why) { "{fate}: {why}", "{fate}: {why}" }
    would_change(changed, left, refused) { "Te wijzigen: {changed}; blijven zoals ze zijn: {left}; kunnen niet: {refused}", "To change: {changed}; stay as they are: {left}; cannot be changed: {refused}" }
    unchanged(number) { "{number} was al zo; er is niets gewijzigd", "{number} was already like that; nothing was changed" }
    dry_run() { "Proef: er is niets vastgelegd. Dit zou zijn gemeld:", "Dry run: nothing was recorded. This would have been reported:" }
    search_index_renewed() { "De zoekindex was van een andere versie en is vernieuwd", "The search index was of another version and has been rebuilt" }
    search_index_outdated() { "De zoekindex is van een andere versie en dit bestand mag niet worden gewijzigd; mogelijk wordt niet alles gevonden", "The search index is of another version and this file may not be changed; some results may be missing" }
    index_status(done, queued) { "Op betekenis te vinden: {done}; nog te doen: {queued}", "Findable by meaning: {done}; still to do: {queued}" }
    indexed(done) { "Op betekenis vindbaar gemaakt: {done}", "Made findable by meaning: {done}" }
    index_unfinished(queued) { "Nog niet op betekenis te vinden: {queued}; maak het af met 'ruimte index'", "Not findable by meaning yet: {queued}; finish with 'ruimte index'" }
    records_without_meaning(queued) { "Nog alleen op woorden te vinden: {queued}; 'ruimte index' maakt ze ook op betekenis vindbaar", "Searched by words only: {queued} records; 'ruimte index' makes them findable by meaning too" }
    past_without_meaning() { "Een eerdere stand wordt alleen op woorden doorzocht, niet op betekenis", "An earlier state is searched by words only, not by meaning" }
    questions_left_out(count) { "Niet gegroepeerd, want nog niet op betekenis te vinden: {count} belemmeringen; er komt geen bewijs bij. Maak het af met 'ruimte index'", "Not grouped, because not findable by meaning yet: {count} obstacles; no receipt is given. Finish with 'ruimte index'" }
    found_by_meaning() { "Deze woorden zijn niet gevonden; dit komt in betekenis het dichtst in de buurt:", "No record has these words; these are nearest in meaning:" }
    same_finished_obstacle(number) { "Mogelijk dubbel: {number} heeft dezelfde titel, hetzelfde ministerie en dezelfde dag van ontvangst", "Possible duplicate: {number} has the same title, ministry and day of receipt" }
    possible_duplicate(number, title) { "Mogelijk dubbel: {number} is open en vraagt bijna hetzelfde: {title}", "Possible duplicate: {number} is open and asks almost the same: {title}" }
    probable_duplicate(number, title, standing) { "Vraagt misschien hetzelfde: {number} {title} ({standing})", "May ask the same: {number} {title} ({standing})" }
    suggestion(attribute, value, shared, nearest) { "Voorstel: {attribute} {value}, zoals bij {shared} van de {nearest} die er het meest op lijken", "Suggestion: {attribute} {value}, as in {shared} of the {nearest} nearest" }
    suggestion_link(attribute, value, shared, nearest) { "{attribute}: {value} ({shared} van de {nearest})", "{attribute}: {value} ({shared} of {nearest})" }
    apply_suggestions(command) { "  Neem over met: {command}", "  Apply with: {command}" }
    open_duplicates_heading() { "Nog open, met bijna dezelfde vraag", "Still open, asking nearly the same" }
    precedents_heading() { "Eerder beantwoord:", "Answered before:" }
    precedent(number, title, standing) { "  {number} {title} ({standing})", "  {number} {title} ({standing})" }
    precedent_answer(answer) { "    Antwoord: {answer}", "    Answer: {answer}" }
    precedent_reason(why) { "    Waarom: {why}", "    Why: {why}" }
    search_words_too_common() { "Niets gevonden: op zulke algemene woorden wordt niet gezocht; noem het onderwerp", "Nothing found: words this common are not searched for; name the subject" }
    query_is_record_number(number) { "Niets gevonden met die woorden; {number} zelf zien: ruimte show {number}", "Nothing found for those words; to see {number} itself: ruimte show {number}" }
    more_hits(shown) { "Dit zijn de beste {shown}; een hogere --limit toont meer", "These are the best {shown}; a higher --limit shows more" }
    taken_into_analysis(number) { "{number} is in analyse", "{number} is in analysis" }
    classified(number, resolution) { "{number} is opgelost: {resolution}", "{number} is solved: {resolution}" }
    closed(number, closed_as) { "{number} is afgesloten: {closed_as}", "{number} is closed: {closed_as}" }
    reopened(number) { "{number} is heropend en weer in analyse", "{number} is reopened and in analysis again" }
    voided(number) { "{number} is vervallen en telt nergens mee", "{number} is void and counted nowhere" }
    linked(number, to) { "{number} is gekoppeld aan {to}", "{number} is linked to {to}" }
    unlinked(number, to) { "{number} is niet meer gekoppeld aan {to}", "{number} is no longer linked to {to}" }
    register_created(path) { "Register {path} is gemaakt", "Register {path} was created" }
    next_steps() { "Verder: ruimte log 'Titel' --ministry OCW, of ruimte import obstacles BESTAND", "Next: ruimte log 'Title' --ministry OCW, or ruimte import obstacles FILE" }

    date_in_future(day) { "Let op: {day} ligt in de toekomst", "Note: {day} is in the future" }
    dates_listed_in_future(days) { "Let op: {days} liggen in de toekomst", "Note: {days} are in the future" }
    dates_in_future(count) { "Let op: dagen in de toekomst: {count}", "Note: days in the future: {count}" }
    date_over_a_century_old(day) { "Let op: {day} is meer dan honderd jaar geleden", "Note: {day} is more than a hundred years ago" }
    dates_over_a_century_old(count) { "Let op: dagen van meer dan honderd jaar geleden: {count}", "Note: days more than a hundred years ago: {count}" }
    laws_mentioned(laws, number) { "Genoemd in de vraag, maar niet bij de wetten: {laws}; neem over met: ruimte edit {number} --laws-from-text", "Mentioned in the question, but not among the laws: {laws}; add with: ruimte edit {number} --laws-from-text" }
    laws_mentioned_in_dry_run(laws) { "Genoemd in de vraag, maar niet bij de wetten: {laws}; neem over met: --laws-from-text", "Mentioned in the question, but not among the laws: {laws}; add with: --laws-from-text" }
    unknown_law(source, near) { "Let op: {source} staat niet in de lijst van wetten; bedoelt u {near}? Als het wel klopt, voeg de wet dan toe: ruimte law add {source} --nl NAAM --en NAAM", "Note: {source} is not in the list of laws; do you mean {near}? If it is correct, add it: ruimte law add {source} --nl NAME --en NAME" }
    unknown_law_without_suggestion(source) { "Let op: {source} staat niet in de lijst van wetten; voeg de wet toe: ruimte law add {source} --nl NAAM --en NAAM", "Note: {source} is not in the list of laws; add it: ruimte law add {source} --nl NAME --en NAME" }
    more_unknown_laws(count) { "Let op: nog {count} wetten staan niet in de lijst van wetten", "Note: {count} more laws are not in the list of laws" }
    personal_data(attribute, finds) { "Let op: {attribute}: {finds}; haal het nu weg, of verwijder het later met 'ruimte redact'", "Note: {attribute}: {finds}; remove it now, or later with 'ruimte redact'" }
    find(kind, masked) { "{kind} {masked}", "{kind} {masked}" }
    personal_data_in_form(attribute, finds) { "Let op: {attribute}: {finds}; haal weg wat niet nodig is voordat u het vastlegt", "Note: {attribute}: {finds}; remove what is not needed before you save it" }
    calendar_keys_revoked(count) { "Ingetrokken agendasleutels: {count}; maak nieuwe met 'ruimte calendar key'", "Calendar keys revoked: {count}; make new ones with 'ruimte calendar key'" }
    calendar_key_made(person) { "{person} heeft een nieuwe agendasleutel; zet het adres van de site ervoor. De sleutel is niet opnieuw te tonen, en een eerdere werkt niet meer", "{person} has a new calendar key; put the address of the site before it. The key cannot be shown again, and an earlier one no longer works" }
    calendar_key_revoked(person) { "De agendasleutel van {person} is ingetrokken", "The calendar key of {person} was revoked" }
    more_deadlines(limit) { "Er zijn er meer dan {limit}; hier staan de eerste", "There are more than {limit}; these are the first" }
    personal_data_in_reply(attribute, finds) { "Let op: {attribute}: {finds}; haal weg wat de ontvanger niet mag zien", "Note: {attribute}: {finds}; remove what the recipient may not see" }
    personal_data_in_code(attribute, finds) { "Let op: {attribute}: {finds}; een code is later niet te wijzigen of te verwijderen, dus maak dit ongedaan met 'ruimte undo' als het niet gepubliceerd mag worden", "Note: {attribute}: {finds}; a code cannot be changed or removed later, so undo this with 'ruimte undo' if it may not be published" }
    imported_personal_data(count, places) { "Let op: cellen die persoonsgegevens lijken te bevatten: {count}. {places}", "Note: cells that seem to contain personal data: {count}. {places}" }
    personal_data_at(place, finds) { "{place}: {finds}", "{place}: {finds}" }
    still_referenced_by(numbers) { "Let op: hiernaar wordt nog verwezen door {numbers}", "Note: still referred to by {numbers}" }
    row_count(count) { "{count} rijen", "{count} rows" }
    one_row() { "1 rij", "1 row" }
    more_rows(count) { "Rijen getoond: {count}; er zijn er meer: geef een hogere --limit, of laat die weg", "Rows shown: {count}; there are more: give a higher --limit, or leave it out" }
    obstacles_counted(count) { "{count} belemmeringen, elk één keer geteld", "{count} obstacles, each counted once" }
    one_obstacle_counted() { "1 belemmering", "1 obstacle" }
    published(path, public, meant) { "{path}: belemmeringen gepubliceerd: {public} van {meant}; de totalen tellen ze alle", "{path}: obstacles published: {public} of {meant}; the totals count them all" }
    would_publish(public, meant) { "Proef: belemmeringen te publiceren: {public} van {meant}; er is niets geschreven", "Dry run: obstacles to publish: {public} of {meant}; nothing was written" }
    would_publish_on_site(public, meant) { "Belemmeringen in de set: {public} van {meant}; de totalen tellen ze alle", "Obstacles in the set: {public} of {meant}; the totals count them all" }
    publish_missing_options(options) { "Een catalogus vraagt ook wie publiceert, bij wie men terechtkan en waar de set staat; nog niet opgegeven: {options}", "A catalogue also asks who publishes the set, whom to contact and where the set is; not given yet: {options}" }
    register_on_network_drive(path) { "Let op: {path} staat op een netwerkschijf. Die houdt twee computers die tegelijk schrijven niet altijd uit elkaar; laat er één tegelijk schrijven", "Note: {path} is on a network drive, which does not always keep apart two computers that write at the same time; let only one write at a time" }
    previous_publish_incomplete(path, file) { "In {path} ontbreekt {file}: een eerdere publicatie is onderbroken, zodat de bestanden misschien niet bij elkaar horen", "{path} has no {file}: an earlier publication was interrupted, so that its files may not belong together" }
    publish_unchanged() { "Aan de belemmeringen van de eerdere publicatie verandert niets", "Nothing changes in the obstacles of the earlier publication" }
    publish_added(count, numbers) { "Toegevoegd: {count} ({numbers})", "Added: {count} ({numbers})" }
    publish_withdrawn(count, numbers) { "Ingetrokken: {count} ({numbers})", "Withdrawn: {count} ({numbers})" }
    publish_changed(count, numbers) { "Gewijzigd: {count} ({numbers})", "Changed: {count} ({numbers})" }
    file_written(path) { "{path} is geschreven", "{path} was written" }
    row_skipped(number) { "overslaan: {number} is hetzelfde", "skip: same as {number}" }
    imported(added, changed, left) { "{added} toegevoegd, {changed} gewijzigd, {left} ongewijzigd", "{added} added, {changed} changed, {left} unchanged" }
    would_import(added, changed, left) { "Proef: {added} toe te voegen, {changed} te wijzigen, {left} ongewijzigd; er is niets vastgelegd", "Dry run: {added} to add, {changed} to change, {left} unchanged; nothing was recorded" }
    file_read_as(path, encoding, separator) { "{path} gelezen als {encoding}, gescheiden door {separator}", "{path} read as {encoding}, separated by {separator}" }
    sheet_read(path, sheet) { "{path}: blad '{sheet}' gelezen", "{path}: sheet '{sheet}' read" }
    rows_above_header(place, count) { "{place}: dit is de kop; rijen die daarboven zijn overgeslagen: {count}", "{place}: this is the header; rows skipped above it: {count}" }
    total_skipped(place) { "{place}: overgeslagen, want het is een totaal", "{place}: skipped, because it is a total" }
    mapping_written(path, count) { "{path} is geschreven en er is niets ingelezen; regels waarbij nog een keuze nodig is: {count}", "{path} was written and nothing was imported; lines that still need a choice: {count}" }
    rows_left_out(count, rows) { "Weggelaten rijen, zoals gekozen: {count} ({rows})", "Rows left out, as chosen: {count} ({rows})" }
    cells_left_empty(columns) { "Leeg gelaten, zoals gekozen: {columns}", "Left empty, as chosen: {columns}" }
    cells_of_column(title, count) { "'{title}' in {count} rijen", "'{title}' in {count} rows" }
    cell_of_column(title) { "'{title}' in 1 rij", "'{title}' in 1 row" }
    columns_ignored(titles) { "Overgeslagen kolommen: {titles}", "Columns skipped: {titles}" }
    duplicates_skipped(count, numbers) { "Overgeslagen, want al in het register: {count} ({numbers})", "Skipped, because they are in the register already: {count} ({numbers})" }
    duplicates_allowed(count, numbers) { "Let op: toegevoegd terwijl het register er al een heeft met dezelfde titel, hetzelfde ministerie en dezelfde dag van ontvangst: {count} ({numbers})", "Note: added although the register has one with the same title, ministry and day of receipt: {count} ({numbers})" }
    rows_repeated(count, rows) { "Let op: rijen met dezelfde titel, hetzelfde ministerie en dezelfde dag van ontvangst als een eerdere rij: {count} ({rows})", "Note: rows with the same title, ministry and day of receipt as an earlier row: {count} ({rows})" }
    hidden_rows_read(count) { "Verborgen rijen zijn ook ingelezen: {count}", "Hidden rows were read as well: {count}" }
    hidden_columns_read(count) { "Verborgen kolommen zijn ook ingelezen: {count}", "Hidden columns were read as well: {count}" }
    without_received(count) { "Zonder dag van ontvangst: {count}; zij tellen in geen periode mee", "Without a day of receipt: {count}; they are not counted in any period" }
    without_solved(count) { "Opgelost zonder dag van oplossing: {count}; als opgelost tellen zij in geen periode mee", "Solved on an unknown day: {count}; they are not counted as solved in any period" }
    nothing_found() { "Niets gevonden", "Nothing found" }

    entry_heading(number, at, actor, origin, action) { "{number} · {at} · {actor} ({origin}) · {action}", "{number} · {at} · {actor} ({origin}) · {action}" }
    entry_undoes(heading, entry) { "{heading}: neemt wijziging {entry} terug", "{heading}: undoes entry {entry}" }
    entry_note(heading, note) { "{heading}: {note}", "{heading}: {note}" }
    more_in_entry(count, entry) { "… en nog {count}: ruimte history --entry {entry}", "… and {count} more records: ruimte history --entry {entry}" }
    entry_count(count) { "{count} wijzigingen", "{count} entries" }
    one_entry() { "1 wijziging", "1 entry" }
    more_entries(count) { "Wijzigingen getoond: {count}; er zijn er meer: geef een hogere --limit, of laat die weg", "Entries shown: {count}; there are more: give a higher --limit, or leave it out" }
    entry_undone(entry, action, records) { "Wijziging {entry} ({action}) is teruggenomen: {records}", "Entry {entry} ({action}) was undone: {records}" }
    undo_keeps_persons(persons) { "Wie daarbij voor het eerst werd genoemd blijft bekend: {persons}; wissen kan met 'ruimte erase person'", "Persons first named in it are kept: {persons}; they can be erased with 'ruimte erase person'" }
    and_more(shown, count) { "{shown} en nog {count}", "{shown} and {count} more" }
    snapshot_created(name, entry) { "{name} is het register na wijziging {entry}", "{name} is the register after entry {entry}" }
    person_erased(code) { "De persoon is gewist en staat er voortaan als {code}; het logboek en de tellingen blijven kloppen", "The person is erased and appears as {code} from now on; the journal and the counts remain correct" }
    person_reach(code, obstacles, contacts, entries) { "{code} komt nu voor als behandelaar van belemmeringen: {obstacles}; in contacten: {contacts}; in wijzigingen van het logboek: {entries}", "{code} now appears as the handler of obstacles: {obstacles}; in contacts: {contacts}; in entries of the journal: {entries}" }
    person_handles(code, count) { "Open belemmeringen met {code} als behandelaar: {count}; geef ze een andere behandelaar", "Open obstacles with {code} as handler: {count}; give them another handler" }
    person_handles_command(code, count) { "Open belemmeringen met {code} als behandelaar: {count}; zie 'ruimte list --status open --handler {code}' en geef ze een andere met 'ruimte edit NUMMERS --handler NAAM'", "Open obstacles with {code} as handler: {count}; see 'ruimte list --status open --handler {code}', and give them another with 'ruimte edit NUMBERS --handler NAME'" }
    person_already_erased(code) { "{code} was al gewist; het bestand is opnieuw geschreven", "{code} was already erased; the file was rewritten" }
    person_resembles(code, name) { "Let op: {code} ({name}) heeft bijna dezelfde naam en is niet gewist; is het dezelfde persoon, geef dan ook --also {code}", "Note: {code} ({name}) has almost the same name and was not erased; if it is the same person, give --also {code} as well" }
    redacted(record, texts, entries) { "Uit {record} is tekst verwijderd (gegevens: {texts}; wijzigingen in het logboek: {entries}); de keten en de tellingen blijven kloppen", "Text was removed from {record} (attributes: {texts}; entries of the journal: {entries}); the chain and the counts remain correct" }
    personal_data_left(record, finds) { "Let op: in {record} staat nog wat op persoonsgegevens lijkt: {finds}; met --found verwijdert u het", "Note: {record} still contains what looks like personal data: {finds}; --found removes it" }
    redacted_from(entries) { "verwijderd uit wijziging {entries}", "removed from entry {entries}" }
    redacted_without_salt(entries) { "Let op: wijziging {entries} is van voor versie 6 en heeft een controlewaarde zonder toevoeging; wie de verwijderde tekst vermoedt en kort is, kan dat daarmee nagaan", "Note: entry {entries} is from before version 6 and its digest has no salt; a guess of the removed text can be tested against it if the text is short" }
    copies_not_reached() { "Kopieën van het register, exports en eerdere publicaties kunnen het nog bevatten; vernieuw of verwijder ze", "Copies of the register, exports and earlier publications may still contain it; renew or delete them" }
    copies_beside_not_reached(files) { "Kopieën van het register, zoals {files} in dezelfde map, en exports en eerdere publicaties kunnen het nog bevatten; vernieuw of verwijder ze", "Copies of the register, such as {files} in the same folder, exports and earlier publications may still contain it; renew or delete them" }
    entries_redacted(entries) { "Uit het logboek is tekst verwijderd met 'ruimte redact'; wijzigingen: {entries}", "Text was removed from the journal with 'ruimte redact'; entries: {entries}" }
    receipt_redacted(entries) { "Reden: na dit bewijs is tekst verwijderd die in de rijen stond, met wijziging {entries}; zie ruimte history --entry", "Reason: after this receipt, text that was in the rows was redacted, by entry {entries}; see ruimte history --entry" }
    no_personal_data() { "Niets gevonden dat lijkt op een e-mailadres, telefoonnummer, BSN, rekeningnummer of een naam in aanhef of ondertekening; andere namen herkent het programma niet", "Found nothing that looks like an e-mail address, telephone number, BSN, bank account number, or a name in a salutation or signature; the program does not recognise other names" }
    personal_data_count(count, accepted) { "Gevonden: {count}, waarvan geaccepteerd voor publicatie: {accepted}", "Found: {count}, of which accepted for publication: {accepted}" }
    with_redact_command(found) { "{found}; verwijder tekst met 'ruimte redact'", "{found}; remove text with 'ruimte redact'" }
    persons_skipped(count) { "Personen met een nummer in plaats van een naam zijn weggelaten: {count}; zo'n nummer geldt alleen in het register waar het vandaan komt", "Persons with a number in place of a name were left out: {count}; such a number is valid only in the register that it comes from" }
    persons_left_out() { "Persoonsgegevens blijven binnen het register; --with-persons geeft ze mee", "Personal data stay within the register; --with-persons includes them" }
    reference_date_exclusions(received, solved) { "Peildatum: zonder dag van ontvangst weggelaten: {received}; opgelost op een onbekende dag, dus opgelost gebleven: {solved}", "Reference date: left out because the day of receipt is unknown: {received}; solved on an unknown day, so left as solved: {solved}" }
    check_passed(entries, changes) { "In orde: wijzigingen {entries}, daarin gewijzigde gegevens {changes}, en het register is wat zij samen zeggen", "In order: entries {entries}, changes {changes}, and the register is what they add up to" }
    finding_count(count) { "Bevindingen: {count}", "Findings: {count}" }
    clock_set_back(entries) { "Let op: de klok is teruggezet voor wijziging {entries}; de volgorde is die van de nummers", "Note: the clock was set back before entry {entries}; the order is that of the numbers" }
    chain_contains_receipt(entry) { "De keten bevat de controlewaarde uit het bewijs (wijziging {entry})", "The chain contains the head named in the receipt (entry {entry})" }
    search_index_not_checked() { "De zoekindex is van een andere versie en is niet gecontroleerd; de volgende opdracht die zoekt of vastlegt maakt hem opnieuw", "The search index is of another version and was not checked; the next command that searches or records rebuilds it" }
    search_index_repaired() { "De zoekindex is opnieuw gemaakt", "The search index was rebuilt" }
    backed_up(path) { "{path} is een nagekeken kopie van het register", "{path} is a checked copy of the register" }
    restored(path, from) { "{path} is teruggezet uit {from}", "{path} was restored from {from}" }
    replaced_file_kept(path) { "Wat er stond is bewaard als {path}", "The file that was there is kept as {path}" }
    restored_other_register() { "Let op: dit is een kopie van een ander register dan er stond", "Note: this is a copy of a different register from the one that was there" }
    up_to_date(path) { "{path} is al van deze versie", "{path} already has this version" }
    upgraded_with_journal(path, from, to, records) { "{path} is van versie {from} naar {to} gebracht, met alles wat erin stond ({records})", "{path} was upgraded from version {from} to {to}, with {records} records" }
    short_names_added(count) { "Wetten die afkortingen kregen: {count}; zie: ruimte law list", "Laws given abbreviations: {count}; see: ruimte law list" }
    synonyms_added(count) { "{count} synoniemen en afkortingen toegevoegd; zie: ruimte synonym list", "{count} synonyms and abbreviations added; see: ruimte synonym list" }
    upgraded_journal_begins(path, from, to, records) { "{path} is van versie {from} naar {to} gebracht; het logboek begint hier, met alles wat er stond ({records})", "{path} was upgraded from version {from} to {to}; the journal begins here, with {records} records" }
    receipt(text) { "Bewijs: {text}", "Receipt: {text}" }
    receipt_matches(entry, at) { "Gelijk: na wijziging {entry} ({at}) geeft deze opdracht dit resultaat", "Same: after entry {entry} ({at}) this command gives this result" }
    receipt_differs(entry, at) { "Verschillend: na wijziging {entry} ({at}) geeft deze opdracht een ander resultaat", "Different: after entry {entry} ({at}) this command gives another result" }
    receipt_text_ignored() { "Let op: de tekst om het bewijs heen is niet gelezen", "Note: the text around the receipt was not read" }
    receipt_only_first() { "Let op: er staan meer bewijzen in; alleen het eerste is gebruikt", "Note: there are more receipts in it; only the first was used" }
    receipt_fields_ignored(names) { "Let op: dit zegt een bewijs niet, of dit staat er twee keer, en het is niet gebruikt: {names}", "Note: a receipt does not say this, or says it twice, and it was not used: {names}" }
    receipt_rule_differs() { "Let op: dit programma telt volgens een andere regel dan het bewijs", "Note: this program counts by another rule than the receipt" }
    receipt_head_mismatch(entry) { "Verschillend: bij wijziging {entry} heeft de keten niet de controlewaarde uit het bewijs; zie: ruimte check", "Different: at entry {entry} the chain does not have the head named in the receipt; see: ruimte check" }

    all_match(count) { "Alle gepubliceerde cijfers kloppen ({count})", "All published figures match ({count})" }
    verdict_counts(matches, look, differs) { "Kloppen: {matches}; na te gaan: {look}; verschillen: {differs}", "Match: {matches}; to look at: {look}; differ: {differs}" }
    unknown_measure(measure) { "de maatstaf '{measure}' kent dit programma niet", "this program does not know the measure '{measure}'" }
    parts_add_up(parts) { "de gepubliceerde delen zijn samen {parts}, niet meer dan {parts}", "the published parts add up to {parts}, not to more than {parts}" }
    exactly_not_more(count) { "geteld is precies {count}, niet meer", "the count is exactly {count}, not more" }
    exactly_not_less(count) { "geteld is precies {count}, niet minder", "the count is exactly {count}, not less" }
    counted_vs_published(count, published) { "geteld {count}, gepubliceerd {published}", "counted {count}, published {published}" }
}

labels! {
    SHOW_PRECEDENTS { "Antwoord overgenomen van", "Answer taken from" }
    SHOW_REUSED_FOR { "Antwoord ook gegeven bij", "Answer also given to" }
    SHOW_FACTSHEETS { "Factsheets", "Factsheets" }
    SHOW_SCHEMES { "Regelingen", "Schemes" }
    SHOW_HANDLES { "Behandelaar van", "Handler of" }
    SHOW_TOOK_PART { "Contacten met deze persoon", "Contacts with this person" }
    SHOW_CONTACTS { "Contacten", "Contacts" }
    SHOW_OBSTACLES { "Belemmeringen", "Obstacles" }
    MEASURE_DEFINITIONS { "Wat elke maatstaf telt", "What each measure counts" }
    DEMO_ABOUT { "Een register van voorbeelden. De cijfers zijn die van het Zorgpact (december\n2018); de meeste gevallen zijn bedacht om mee te oefenen. Bij elk geval staat of\nhet gedocumenteerd of illustratief is.", "A register of examples. The figures are the Zorgpact's (December 2018); most of\nthe cases were made up to practise with. Each case says whether it is\ndocumented or illustrative." }
    DEMO_TOTALS { "Geteld in dit register", "Counted in this register" }
    DEMO_RECONCILE { "Gepubliceerd naast geteld", "Published beside counted" }
    DEMO_MINISTRIES { "Per ministerie (een belemmering met twee ministeries is één belemmering en twee vermeldingen)", "By ministry (an obstacle with two ministries is one obstacle and two mentions)" }
    DEMO_PROVENANCE { "Herkomst van de voorbeelden", "Where the examples come from" }
    DEMO_NEXT { "Probeer nu", "Try next" }
}

/// Commands that `demo` suggests to try next. The user's register file takes the place of `{}`.
pub const DEMO_STEPS: &[&str] = &[
    "ruimte --register {} search stage contract",
    "ruimte --register {} show B-001",
    "ruimte --register {} list --ministry VWS --resolution regional-approach",
    "ruimte --register {} log 'Mag een student zelfstandig medicatie delen?' --ministry VWS --region 6",
    "ruimte --register {} reconcile zorgpact-2018 --explain",
    "ruimte --register {} report laws",
];
