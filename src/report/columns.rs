//! Defines the columns of the output of reports, counts, search results and reconciliations.

use crate::i18n::attribute_labels as attributes;
use crate::i18n::{choices, remarks};
use crate::rows::{Datatype, ValueSource, column_defs, words};

column_defs! {
    NUMBER "number" attributes::NUMBER;
    TITLE "title" attributes::TITLE, is_dutch = true;
    MINISTRY "ministry" attributes::LEAD_MINISTRY;
    HANDLER "handler" attributes::HANDLER, values = ValueSource::Persons;
    RECEIVED "received" attributes::RECEIVED, datatype = Datatype::Date;
    DUE "due" attributes::DUE, datatype = Datatype::Date;
    PUBLISHED "published" attributes::PUBLISHED, datatype = Datatype::Date;
    PROVENANCE "provenance" attributes::PROVENANCE, values = ValueSource::Choices(choices::PROVENANCE);
    NATURE "nature" attributes::NATURE, values = ValueSource::Vocabulary("nature"), null_label = Some(remarks::NONE);
    LAW "law" words("wet of regel", "law", "de wet of de regel", "the law or the rule"), values = ValueSource::Laws, null_label = Some(remarks::NONE);
    ARTICLE "article" words(
        "artikel", "article",
        "het artikel; leeg: de wet of regel als geheel", "the article; empty: the law or rule as a whole"
    );
    SOURCE_KIND "source_kind" words("soort bron", "kind of source", "wat voor bron het is", "what kind of source it is"), values = ValueSource::Choices(choices::LAW_KIND);
    TEXT_OF "text_of" words(
        "tekst van", "text of", "de dag waarvan de tekst wordt bedoeld", "the day of the version that is meant"
    ), datatype = Datatype::Date;
    PARAGRAPH "paragraph" words("lid", "paragraph", "het lid", "the paragraph");
    ITEM "item" words("onderdeel", "item", "het onderdeel", "the item");
    JURICONNECT "juriconnect" words(
        "Juriconnect", "Juriconnect", "de verwijzing volgens Juriconnect 1.3.1", "the reference according to Juriconnect 1.3.1"
    );
    LINK "link" words(
        "wettekst", "text of the law", "het adres van de officiële tekst", "the address of the official text"
    ), datatype = Datatype::Uri;
    THING "thing" words("soort", "kind", "wat het is", "what it is"), values = ValueSource::Choices(choices::THING);
    KIND "kind" attributes::CONTACT_KIND, values = ValueSource::Choices(choices::CONTACT_KIND);
    OBSTACLES "obstacles" words("belemmeringen", "obstacles", "hoeveel belemmeringen", "how many obstacles"), datatype = Datatype::Integer;
    LEAD "lead" words(
        "als trekker", "as lead",
        "belemmeringen waarbij dit ministerie trekt, elk één keer", "obstacles that this ministry leads, each once"
    );
    INVOLVED "involved" words(
        "als betrokkene", "as involved",
        "belemmeringen waarbij dit ministerie betrokken is zonder te trekken",
        "obstacles in which this ministry is involved without leading"
    );
    MENTIONS "mentions" words(
        "vermeldingen", "mentions",
        "belemmeringen in deze groep; een belemmering kan in meerdere groepen staan",
        "obstacles in this group; an obstacle can be in several groups"
    );
    WITHIN_RULES "within_rules" words(
        "binnen de regels", "within the rules",
        "hoeveel er binnen de regels zijn opgelost", "how many were solved within the rules"
    );
    REGIONAL_APPROACH "regional_approach" words(
        "andere aanpak in de regio", "regional approach",
        "hoeveel er door een andere aanpak in de regio zijn weggenomen",
        "how many were taken away by another approach in the region"
    );
    OPEN "open" words(
        "open", "open", "hoeveel er niet zijn opgelost en niet afgesloten", "how many are not solved and not closed"
    );
    CLOSED "closed" words(
        "afgesloten", "closed",
        "hoeveel er zonder oplossing zijn afgesloten", "how many were closed without being solved"
    );
    CONTACTS "contacts" words(
        "contacten", "contacts", "hoeveel contacten, elk één keer", "how many contacts, each once"
    );
    MEASURE "measure" attributes::MEASURE, values = ValueSource::Measures;
    DEFINITION "definition" words("omschrijving", "definition", "wat er wordt geteld", "what is counted");
    VALUE "value" words("aantal", "value", "hoeveel", "how many"), datatype = Datatype::Integer;
    UNTIL_EVENT "until_event" words(
        "doorlooptijd", "turnaround", "van welke dag tot welke dag", "from which day to which day"
    ), values = ValueSource::Choices(choices::TURNAROUND);
    MEDIAN_DAYS "median_days" words(
        "mediaan (dagen)", "median (days)", "het middelste aantal dagen", "the middle number of days"
    );
    P90_DAYS "p90_days" words(
        "90e percentiel (dagen)", "90th percentile (days)",
        "binnen zoveel dagen waren negen van de tien klaar", "nine in ten were done within this number of days"
    );
    DAYS "days" words("duur", "time taken", "hoeveel dagen het duurde", "how many days it took"), values = ValueSource::Choices(choices::DAYS);
    DAYS_ANSWERED "days_answered" words(
        "beantwoord", "answered",
        "hoeveel er in die tijd zijn beantwoord", "how many were answered in that time"
    );
    DAYS_SOLVED "days_solved" words(
        "opgelost", "solved", "hoeveel er in die tijd zijn opgelost", "how many were solved in that time"
    );
    QUARTER "quarter" words(
        "kwartaal", "quarter",
        "het kwartaal, of het eerste en het laatste van meer dan twintig waarin niets gebeurde",
        "the quarter, or the first and the last of more than twenty in which nothing happened"
    );
    COLLECTED "collected" words(
        "opgehaald", "collected",
        "hoeveel er in dit kwartaal zijn ontvangen, dubbele niet meegeteld",
        "how many were received in this quarter, duplicates left out"
    );
    SOLVED_THEN "solved_then" words(
        "opgelost", "solved", "hoeveel er in dit kwartaal zijn opgelost", "how many were solved in this quarter"
    );
    COLLECTED_SO_FAR "collected_so_far" words(
        "totaal opgehaald", "collected so far",
        "hoeveel er tot en met dit kwartaal zijn ontvangen", "how many were received up to and including this quarter"
    );
    SOLVED_SO_FAR "solved_so_far" words(
        "totaal opgelost", "solved so far",
        "hoeveel er tot en met dit kwartaal zijn opgelost", "how many were solved up to and including this quarter"
    );
    REGIONS "regions" words(
        "regio's", "regions", "in welke regio's dit is gevraagd", "in which regions this was asked"
    ), is_multi_valued = true;
    ANSWERED_BY "factsheets" words(
        "factsheets", "factsheets", "de factsheets die hierop antwoord geven", "the factsheets that answer this"
    );
    WRITE_FROM "write_from" words(
        "begin met", "start from",
        "de opgeloste belemmering met het beste begin voor een factsheet; leeg als er een factsheet of nog geen antwoord is",
        "the solved obstacle with the best start for a factsheet; empty if there is a factsheet, or no answer yet"
    );
    NUMBERS "numbers" words("nummers", "numbers", "welke belemmeringen", "which obstacles");
    REUSED "reused" words(
        "waarvan hergebruikt", "of which reused",
        "hoeveel ervan een antwoord hebben dat is hergebruikt", "how many of them have an answer that was reused"
    );
    REUSES "reuses" words(
        "keer hergebruikt", "times reused",
        "hoe vaak die antwoorden zijn hergebruikt", "how often those answers were reused"
    );
    DAYS_OVERDUE "days_overdue" words(
        "dagen te laat", "days overdue",
        "hoeveel dagen de toegezegde dag voorbij is", "how many days ago the promised day was"
    );
    PART "part" words("onderdeel", "part", "welk deel van het rapport", "which part of the report"), values = ValueSource::Choices(choices::QUARTER_PART);
    FIGURE "figure" words("gegeven", "figure", "wat het getal telt", "what the number counts"), values = ValueSource::Choices(choices::QUARTER_FIGURE);
    THIS_QUARTER "value" words(
        "dit kwartaal", "this quarter", "het aantal in dit kwartaal", "the number in this quarter"
    ), datatype = Datatype::Integer;
    PREVIOUS_QUARTER "previous" words(
        "vorig kwartaal", "quarter before", "het aantal in het kwartaal ervoor", "the number in the quarter before"
    ), datatype = Datatype::Integer;
    QUARTER_CHANGE "change" words(
        "verschil", "change", "dit kwartaal min het kwartaal ervoor", "this quarter minus the quarter before"
    ), datatype = Datatype::Integer;
    QUARTER_RECEIVED "received" words(
        "ontvangen", "received", "hoeveel er in dit kwartaal zijn ontvangen", "how many were received in this quarter"
    );
    QUARTER_SOLVED "solved" words(
        "opgelost", "solved", "hoeveel er in dit kwartaal zijn opgelost", "how many were solved in this quarter"
    );
    QUARTER_OPEN "open" words(
        "nog open", "still open",
        "hoeveel er tot en met dit kwartaal zijn ontvangen en nog open zijn",
        "how many were received up to and including this quarter, and are still open"
    );
    PUBLICATION "publication" attributes::PUBLICATION;
    QUOTE "quote" attributes::QUOTE, is_dutch = true;
    RELATION "relation" attributes::RELATION, values = ValueSource::Choices(choices::RELATION);
    PUBLISHED_VALUE "published_value" words(
        "gepubliceerd", "published", "het gepubliceerde getal", "the published value"
    );
    COUNTED_VALUE "counted_value" words("geteld", "counted", "wat het register telt", "what the register counts");
    VERDICT "verdict" words(
        "uitkomst", "verdict", "of de telling is wat er is gepubliceerd", "whether the count is what was published"
    ), values = ValueSource::Choices(choices::VERDICT);
    DIFFERENCE "difference" words("verschil", "difference", "geteld min gepubliceerd", "counted minus published");
    NOTE "note" words("toelichting", "note", "waarom, waar dat nodig is", "why, if that needs explaining");
    COUNTED "counted" words("geteld", "counted", "welke nummers zijn geteld", "which numbers were counted");
}
