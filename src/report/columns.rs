//! The columns of reports, counts and comparisons.

use crate::i18n::attribute_labels as attributes;
use crate::i18n::{choices, remarks};
use crate::rows::{column_defs, words};

column_defs! {
    NUMBER "number" attributes::NUMBER;
    TITLE "title" attributes::TITLE, .dutch();
    MINISTRY "ministry" attributes::LEAD_MINISTRY;
    HANDLER "handler" attributes::HANDLER, .persons();
    RECEIVED "received" attributes::RECEIVED, .date();
    DUE "due" attributes::DUE, .date();
    PUBLISHED "published" attributes::PUBLISHED, .date();
    PROVENANCE "provenance" attributes::PROVENANCE, .choices(choices::PROVENANCE);
    NATURE "nature" attributes::NATURE, .vocabulary("nature").null_label(remarks::NONE);
    LAW "law" words("wet of regel", "law", "de wet of de regel", "the law or the rule"), .laws().null_label(remarks::NONE);
    ARTICLE "article" words(
        "artikel", "article",
        "het artikel; leeg: de wet of de regel, waar dan ook", "the article; empty: the law or the rule, wherever in it"
    );
    SOURCE_KIND "source_kind" words("soort bron", "kind of source", "wat voor bron het is", "what kind of source it is"),
        .choices(choices::LAW_KIND);
    TEXT_OF "text_of" words(
        "tekst van", "text of", "de dag waarvan de tekst wordt bedoeld", "the day whose text is meant"
    ), .date();
    PARAGRAPH "paragraph" words("lid", "paragraph", "het lid", "the paragraph");
    ITEM "item" words("onderdeel", "item", "het onderdeel", "the item");
    JURICONNECT "juriconnect" words(
        "Juriconnect", "Juriconnect", "de verwijzing volgens Juriconnect 1.3.1", "the reference by Juriconnect 1.3.1"
    );
    LINK "link" words(
        "wettekst", "text of the law", "het adres van de officiële tekst", "the address of the official text"
    ), .uri();
    THING "thing" words("soort", "kind", "wat het is", "what it is"), .choices(choices::THING);
    KIND "kind" attributes::CONTACT_KIND, .choices(choices::CONTACT_KIND);
    OBSTACLES "obstacles" words("belemmeringen", "obstacles", "hoeveel belemmeringen", "how many obstacles"), .integer();
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
        "belemmeringen in deze groep; een belemmering kan in meer groepen staan",
        "obstacles in this group; an obstacle can stand in several groups"
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
    MEASURE "measure" attributes::MEASURE, .measures();
    DEFINITION "definition" words("omschrijving", "definition", "wat er wordt geteld", "what is counted");
    VALUE "value" words("aantal", "value", "hoeveel", "how many"), .integer();
    UNTIL_EVENT "until_event" words(
        "doorlooptijd", "turnaround", "van welke dag tot welke dag", "from which day to which day"
    ), .choices(choices::TURNAROUND);
    MEDIAN_DAYS "median_days" words(
        "mediaan (dagen)", "median (days)", "het middelste aantal dagen", "the middle number of days"
    );
    P90_DAYS "p90_days" words(
        "90e percentiel (dagen)", "90th percentile (days)",
        "binnen zoveel dagen waren negen van de tien klaar", "within so many days nine in ten were done"
    );
    DAYS "days" words("duur", "time taken", "hoeveel dagen het duurde", "how many days it took"), .choices(choices::DAYS);
    DAYS_ANSWERED "days_answered" words(
        "beantwoord", "answered",
        "hoeveel er in zoveel dagen zijn beantwoord", "how many were answered in so many days"
    );
    DAYS_SOLVED "days_solved" words(
        "opgelost", "solved", "hoeveel er in zoveel dagen zijn opgelost", "how many were solved in so many days"
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
    PUBLICATION "publication" attributes::PUBLICATION;
    QUOTE "quote" attributes::QUOTE, .dutch();
    RELATION "relation" attributes::RELATION, .choices(choices::RELATION);
    PUBLISHED_VALUE "published_value" words(
        "gepubliceerd", "published", "het gepubliceerde getal", "the published value"
    );
    COUNTED_VALUE "counted_value" words("geteld", "counted", "wat het register telt", "what the register counts");
    VERDICT "verdict" words(
        "uitkomst", "verdict", "of de telling is wat er is gepubliceerd", "whether the count is what was published"
    ), .choices(choices::VERDICT);
    DIFFERENCE "difference" words("verschil", "difference", "geteld min gepubliceerd", "counted less published");
    NOTE "note" words("toelichting", "note", "waarom, waar dat nodig is", "why, where that needs saying");
    COUNTED "counted" words("geteld", "counted", "welke nummers zijn geteld", "which numbers were counted");
}
