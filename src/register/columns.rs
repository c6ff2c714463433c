//! The output columns of the journal, of search results and of a check.

use crate::i18n::attribute_labels as attributes;
use crate::i18n::choices;
use crate::rows::{Datatype, ValueSource, column_defs, words};

column_defs! {
    ENTRY "entry" attributes::ENTRY;
    AT "at" words("wanneer", "when", "het moment van de wijziging", "the moment of the entry");
    ACTOR "actor" words("wie", "who", "wie het deed", "who did it");
    ORIGIN "origin" words("waarvandaan", "from where", "vanaf welke computer", "from which computer");
    ACTION "action" words("opdracht", "command", "met welke opdracht", "with which command");
    UNDOES "undoes" words(
        "neemt terug", "undoes", "welke wijziging hiermee is teruggenomen", "which entry it undid"
    );
    RECORD "record" words("nummer", "record", "waarvan dit een wijziging is", "which record");
    CHANGE "change" words("wat", "what", "wat ermee gebeurde", "what happened to the record"), values = ValueSource::Choices(choices::CHANGE);
    ATTRIBUTE "attribute" words("gegeven", "attribute", "welk gegeven", "which attribute");
    BEFORE "before" words("was", "was", "wat het was", "what it was"), is_dutch = true;
    AFTER "after" words("is", "is", "wat het is geworden", "what it became"), is_dutch = true;
    SCORE "score" words("score", "score", "hoe goed het past, van 0 tot 1", "how well it matches, from 0 to 1");
    WHY "why" words("Waarom", "Why", "waarom het is gevonden", "why it was found");
    PASSAGE "passage" words(
        "Passage", "Passage", "het deel van de tekst dat past", "the part of the text that matches"
    ), is_dutch = true;
    ANSWER "answer" words("Antwoord", "Answer", "het antwoord", "the answer"), is_dutch = true;
    OPEN "open" words(
        "open", "open", "of het een open belemmering met bijna dezelfde vraag is, geen antwoord", "whether it is an open obstacle that asks nearly the same, not an answer"
    ), values = ValueSource::Choices(choices::YES_NO);
    STANDING "standing" words(
        "stand", "standing", "hoe ver het werk eraan is, of wat het is", "how far the work on it has got, or what it is"
    ), values = ValueSource::Choices(choices::STANDING);
    PERSONAL_DATA "kind" words("soort", "kind", "waar het op lijkt", "what it looks like"), values = ValueSource::Choices(choices::PERSONAL_DATA);
    FOUND "found" words("gevonden", "found", "wat er staat, gemaskeerd", "what is there, masked");
    ACCEPTED_ON "accepted" attributes::ACCEPTED, datatype = Datatype::Date;
    FINDING "finding" words("bevinding", "finding", "wat niet in orde is", "what is not in order");
}
