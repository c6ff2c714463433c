//! The comments in a suggested mapping, which an officer reads in a text editor.

use super::{labels, messages};

labels! {
    VALUES { "Waarden die niet zijn begrepen. Zet rechts wat er moet staan, \"ignore\" om de cel leeg te laten, of \"skip-row\" om de rijen met die waarde weg te laten.", "Values that were not understood. Write on the right what they should be, \"ignore\" to leave the cell empty, or \"skip-row\" to leave out the rows with that value." }
    DEFAULTS { "Wat in te vullen waar een rij niets heeft, of \"skip-row\" om zulke rijen weg te laten.", "What to fill in where a row has nothing, or \"skip-row\" to leave out such rows." }
    RESOLUTION { "Opgelost, maar niet gezegd hoe. Kies voor al deze rijen: \"within-rules\" (binnen de regels), \"regional-approach\" (andere aanpak in de regio) of \"not-solved\" (toch niet opgelost: de rij krijgt de status in analyse, zonder dag van oplossing).", "Solved, but it is not said how. Choose for all these rows: \"within-rules\", \"regional-approach\" or \"not-solved\" (not solved after all: the row gets the status in analysis, without a day on which it was solved)." }
    CLOSED_AS { "Afgesloten, maar niet gezegd waarom. Kies voor al deze rijen: \"referred\" (doorverwezen) of \"withdrawn\" (ingetrokken).", "Closed, but it is not said why. Choose for all these rows: \"referred\" or \"withdrawn\"." }
    PROBLEMS { "Dit kan een toewijzing niet oplossen; verbeter het in de lijst zelf:", "A mapping cannot settle the following; correct it in the list itself:" }
    CUT { "Er zijn meer waarden dan hier passen. Lees in met deze toewijzing; de rest wordt dan gemeld.", "There are more values than fit here. Import with this mapping; the others are then reported." }
    IGNORED { "wordt overgeslagen", "is skipped" }
    CHOSEN { "zo gekozen", "chosen" }
    UNKNOWN_COLUMN { "onbekende kolom", "unknown column" }
    RUNNING_NUMBER { "een volgnummer; \"file_number\" bewaart het als zaaknummer", "a running number; \"file_number\" keeps it as file number" }
}

messages! {
    intro(file, kind, path) { "Toewijzing voor {file}: links staat wat in de lijst staat, rechts wat het register ervan maakt. Verander alleen wat rechts tussen de aanhalingstekens staat. Bij elke lege \"\" is een keuze nodig. Bewaar het bestand, en lees de lijst dan in met:\nruimte import {kind} {file} --mapping {path}", "Mapping for {file}: on the left what the list has, on the right what the register makes of it. Change only what is between the quotation marks on the right. Every empty \"\" needs a choice. Save the file, and then import the list with:\nruimte import {kind} {file} --mapping {path}" }
    columns(valid) { "De kolommen. \"ignore\" slaat een kolom over. Kies uit: {valid}", "The columns. \"ignore\" skips a column. Choose from: {valid}" }
    similar_column(near) { "onbekende kolom; het meest lijkt erop: {near}", "unknown column; most similar: {near}" }
    taken_column(attribute, other) { "ook {attribute}, net als de kolom '{other}'", "{attribute} too, like the column '{other}'" }
    in_cell(place, why) { "{place}: {why}", "{place}: {why}" }
    in_cells(place, count, why) { "{place}, in totaal {count} keer: {why}", "{place}, {count} times in all: {why}" }
    missing(attribute) { "Zonder {attribute}:", "Without {attribute}:" }
    and_more(count) { "… en nog {count}", "… and {count} more" }
}
