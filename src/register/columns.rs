//! The columns of the journal, of search results and of a check.

use crate::i18n::attribute_labels as attributes;
use crate::i18n::choices;
use crate::rows::{column_defs, words};

column_defs! {
    ENTRY "entry" attributes::ENTRY;
    AT "at" words("wanneer", "when", "het moment van de mutatie", "the moment of the entry");
    ACTOR "actor" words("wie", "who", "wie het deed", "who did it");
    ORIGIN "origin" words("waarvandaan", "from where", "vanaf welke computer", "from which computer");
    ACTION "action" words("opdracht", "command", "met welke opdracht", "with which command");
    UNDOES "undoes" words(
        "neemt terug", "takes back", "welke mutatie hiermee is teruggenomen", "which entry was taken back by it"
    );
    RECORD "record" words("record", "record", "welk record", "which record");
    CHANGE "change" words("wat", "what", "wat er met het record gebeurde", "what became of the record"),
        .choices(choices::CHANGE);
    ATTRIBUTE "attribute" words("gegeven", "attribute", "welk gegeven", "which attribute");
    BEFORE "before" words("was", "was", "wat het was", "what it was"), .dutch();
    AFTER "after" words("is", "is", "wat het is geworden", "what it became"), .dutch();
    SCORE "score" words("score", "score", "hoe goed het past, van 0 tot 1", "how well it fits, from 0 to 1");
    WHY "why" words("Waarom", "Why", "waarom het is gevonden", "why it was found");
    PASSAGE "passage" words(
        "Passage", "Passage", "de plaats in de tekst die past", "the place in the text that fits"
    ), .dutch();
    ANSWER "answer" words("Antwoord", "Answer", "het antwoord", "the answer"), .dutch();
    STANDING "standing" words(
        "stand", "standing", "waar het staat in het werk, of wat het is", "where it stands in the work, or what it is"
    ), .choices(choices::STANDING);
    FINDING "finding" words("bevinding", "finding", "wat niet in orde is", "what is not in order");
}
