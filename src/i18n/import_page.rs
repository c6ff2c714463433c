//! Texts of the pages with which people import a list or a mail.

use super::{labels, messages};

labels! {
    IMPORT { "Importeren", "Import" }
    INTRO { "Lees een lijst in die u al hebt, of begin een belemmering met een e-mail. Er wordt nog niets vastgelegd: u ziet eerst wat het register ervan begrijpt.", "Read a list that you have already, or begin an obstacle with an e-mail. Nothing is recorded yet: you first see what the register understands of it." }
    FILE_HEADING { "Een bestand", "A file" }
    FILE { "Bestand", "File" }
    FILE_HELP { "Een lijst (ods, xlsx of csv) of een e-mail (eml), tot 25 MB. Een bestand dat u niet inleest, wordt na een uur verwijderd.", "A list (ods, xlsx or csv) or an e-mail (eml), up to 25 MB. A file that you do not import is deleted after an hour." }
    KIND { "Wat er in de lijst staat", "What is in the list" }
    MAPPING_FILE { "Toewijzing", "Mapping" }
    MAPPING_FILE_HELP { "Wat u eerder koos voor zo'n lijst: het bestand (.toml) dat u toen ophaalde.", "What you chose for such a list before: the file (.toml) that you downloaded then." }
    EARLIER_CHOICES { "Eerdere keuzes gebruiken", "Use earlier choices" }
    FROM_MAIL { "Overnemen uit een e-mail", "Take over from an e-mail" }
    MAIL_HEADING { "De tekst van een e-mail", "The text of an e-mail" }
    MAIL_TEXT { "Tekst", "Text" }
    MAIL_HELP { "Plak de mail, met of zonder de regels erboven (Van, Verzonden, Onderwerp). Aanhef, ondertekening en eerdere mails blijven weg.", "Paste the mail, with or without the lines above it (From, Sent, Subject). The salutation, the signature and earlier mails are left out." }
    CONTINUE { "Verder", "Continue" }
    NO_FILE { "Kies een bestand.", "Choose a file." }
    NO_TEXT { "Plak de tekst van de e-mail.", "Paste the text of the e-mail." }
    FILE_TOO_LARGE { "Dit bestand is groter dan 25 MB. Splits de lijst, of sla de mail op zonder bijlagen.", "This file is larger than 25 MB. Split the list, or save the mail without its attachments." }
    FILE_EXPIRED { "Deze pagina stond al te lang open. Kies het bestand opnieuw.", "This page has been open for too long. Choose the file again." }
    TOO_MANY { "Er wachten nu te veel lijsten op hun afzender. Probeer het over een kwartier opnieuw.", "Too many lists are waiting for their senders now. Try again in a quarter of an hour." }
    GONE { "Deze lijst is hier niet (meer)", "This list is not here (any more)" }
    GONE_HELP { "Een lijst die niet wordt ingelezen, verdwijnt na een uur, en als u vier andere stuurt. Alleen wie haar stuurde kan haar openen.", "A list that is not imported disappears after an hour, and when you send four others. Only who sent it can open it." }
    SEND_AGAIN { "Een bestand kiezen", "Choose a file" }
    KIND_NOT_ALLOWED { "Zo'n lijst mag alleen een beheerder inlezen.", "Only an administrator may import such a list." }
    UNREADABLE { "Dit bestand is niet in te lezen.", "This file cannot be imported." }
    OPEN_COLUMNS { "Kolommen die niet zijn begrepen", "Columns that were not understood" }
    KNOWN { "Wat wel is begrepen", "What was understood" }
    KNOWN_COLUMNS { "Kolommen", "Columns" }
    DEFAULTS { "Wat ontbreekt", "What is missing" }
    HOW { "Hoe de lijst wordt ingelezen", "How the list is imported" }
    RUNNING_NUMBER { "Een volgnummer; kies Zaaknummer om het te bewaren", "A running number; choose File number to keep it" }
    SKIP_COLUMN { "(overslaan)", "(skip)" }
    LEAVE_OUT { "(rijen met deze waarde weglaten)", "(leave out the rows with this value)" }
    LEAVE_OUT_WITHOUT { "(deze rijen weglaten)", "(leave out these rows)" }
    FILL_IN { "(gebruiken wat is ingevuld)", "(use what was filled in)" }
    BACK_TO_LIST { "Terug naar de lijst die u inleest", "Back to the list that you are importing" }
    ADDING_FROM_LIST { "Dit staat in een lijst die u inleest. Na het opslaan gaat u verder met die lijst.", "This is in a list that you are importing. After saving, you continue with that list." }
    LEAVE_EMPTY { "(cel leeg laten)", "(leave the cell empty)" }
    NOT_SOLVED { "toch niet opgelost: in analyse", "not solved after all: in analysis" }
    SHEET { "Blad", "Sheet" }
    SHEET_HELP { "De naam of het nummer van het blad waarvoor die keuzes zijn; leeg: het eerste. Zonder eerdere keuzes kiest u het blad op de volgende pagina.", "The name or number of the sheet for which those choices are; empty: the first. Without earlier choices, you choose the sheet on the next page." }
    CHANGE_EXISTING { "Wijzig wat er al is (gevonden op nummer of code); een lege cel maakt het gegeven leeg", "Change records that are there already (found by number or code); an empty cell clears the attribute" }
    DUPLICATES { "Rijen zonder nummer die al in het register staan", "Rows without a number that are in the register already" }
    DUPLICATES_HELP { "Zelfde titel, ministerie en dag van ontvangst.", "Same title, ministry and day of receipt." }
    SKIP_DUPLICATES { "overslaan", "skip them" }
    ALLOW_DUPLICATES { "toch toevoegen", "add them all the same" }
    SAVE_CHOICES { "Keuzes gebruiken", "Use these choices" }
    CHANGE_CHOICES { "Keuzes wijzigen", "Change choices" }
    CHOICES_NEEDED { "Kies hieronder wat de lijst bedoelt. Daarna ziet u wat er wordt vastgelegd.", "Choose below what the list means. Then you see what will be recorded." }
    CHOICES_LEFT { "Er is nog niet overal een keuze gemaakt.", "Some choices have not been made yet." }
    FIRST_ROWS { "Wat er wordt vastgelegd", "What will be recorded" }
    WRONG_ROWS { "Dit moet eerst worden verbeterd, in de lijst zelf of met de keuzes hieronder", "Correct this first, in the list itself or with the choices below" }
    PROBLEMS { "Dit kunnen keuzes niet oplossen; verbeter het in de lijst zelf", "Choices cannot settle this; correct it in the list itself" }
    CUT { "Er zijn meer onbekende waarden dan hier passen; na deze keuzes volgen de andere.", "There are more unknown values than fit here; the others follow after these choices." }
    DOWNLOAD_MAPPING { "Deze keuzes, voor een volgende lijst (.toml)", "These choices, for a next list (.toml)" }
    AS_A_FILE { "Als bestand", "As a file" }
    DISCARD { "Dit bestand verwijderen", "Delete this file" }
    DISCARDED { "Het bestand is verwijderd; er is niets ingelezen.", "The file was deleted; nothing was imported." }
    NOTHING_TO_IMPORT { "Deze lijst voegt niets toe en wijzigt niets.", "This list adds nothing and changes nothing." }
    ALREADY_IMPORTED { "Deze lijst was al ingelezen.", "This list was imported already." }
    LOG_FROM_MAIL { "Overgenomen uit de e-mail. Kijk na wat hieronder staat en leg het vast.", "Taken from the e-mail. Check what is below and save it." }
    MAIL_CONTACT { "De e-mail zelf wordt niet bewaard. Leg haar na het vastleggen als contact vast, als dat nodig is.", "The e-mail itself is not kept. After saving, record it as a contact if needed." }
    PASTED { "de geplakte tekst", "the pasted text" }
    UNNAMED { "het bestand", "the file" }
}

messages! {
    mapping_title(file) { "Importeren: {file}", "Import: {file}" }
    open_values(column) { "Waarden in de kolom '{column}'", "Values in the column '{column}'" }
    known_values(column) { "Gekozen voor '{column}'", "Chosen for '{column}'" }
    add_to(kind) { "(toevoegen aan de lijst van {kind})", "(add to the list of {kind})" }
    or_else(label) { "Of, in plaats van iets in te vullen bij '{label}'", "Or, instead of filling in something for '{label}'" }
    examples(first) { "Zoals: {first}", "Such as: {first}" }
    in_cells(place, count) { "{place}, in totaal {count} keer", "{place}, {count} times in all" }
    chosen_twice(one, other, attribute) { "De kolommen '{one}' en '{other}' zijn allebei {attribute}. Sla er een over; er is niets gewijzigd.", "The columns '{one}' and '{other}' are both {attribute}. Skip one of them; nothing was changed." }
    missing(attribute) { "Zonder {attribute}", "Without {attribute}" }
    missing_in(rows) { "Vul in voor: {rows}", "Fill in for: {rows}" }
    counts(added, changed, unchanged) { "Toe te voegen: {added}. Te wijzigen: {changed}. Ongewijzigd: {unchanged}.", "To add: {added}. To change: {changed}. Unchanged: {unchanged}." }
    import_button(count) { "Lees in ({count})", "Import ({count})" }
    done(added, changed, unchanged) { "Ingelezen: {added} toegevoegd, {changed} gewijzigd, {unchanged} ongewijzigd", "Imported: {added} added, {changed} changed, {unchanged} unchanged" }
    done_skipping(done, skipped) { "{done}, {skipped} overgeslagen omdat het register ze al had", "{done}, {skipped} skipped because the register had them already" }
    done_leaving_out(done, left_out) { "{done}, {left_out} weggelaten zoals gekozen", "{done}, {left_out} left out as chosen" }
}
