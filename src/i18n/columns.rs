//! The words for the columns of reports, counts and comparisons: a label above the column, and what it tells.
//! Columns that are attributes of records have those attributes' words.

use super::attribute_labels::{self as attributes, AttributeText};
use super::{Label, choices};

/// Stands for a column that has no words. A test makes sure that none is shown.
pub const UNNAMED: AttributeText = AttributeText { label: Label::new("", ""), help: Label::new("", "") };

const fn entry(
    label_nl: &'static str,
    label_en: &'static str,
    nl: &'static str,
    en: &'static str,
) -> AttributeText {
    AttributeText { label: Label::new(label_nl, label_en), help: Label::new(nl, en) }
}

/// Known by the label of a term, with what it tells.
const fn choice_entry(label: Label, nl: &'static str, en: &'static str) -> AttributeText {
    AttributeText { label, help: Label::new(nl, en) }
}

/// The words for a column by its name in SQL. A test walks all reports.
#[allow(clippy::too_many_lines, reason = "a table")]
pub fn describe(name: &str) -> Option<AttributeText> {
    Some(match name {
        "number" => attributes::NUMBER,
        "code" => attributes::CODE,
        "title" => attributes::TITLE,
        "name" => attributes::NAME,
        "ministry" => attributes::LEAD_MINISTRY,
        "region" => attributes::REGION,
        "initiative" => attributes::INITIATIVE,
        "care_domain" => attributes::CARE_DOMAIN,
        "theme" => attributes::THEME,
        "nature" => attributes::NATURE,
        "status" => attributes::STATUS,
        "resolution" => attributes::RESOLUTION,
        "closed_as" => attributes::CLOSED_AS,
        "publishable" => attributes::PUBLISHABLE,
        "provenance" => attributes::PROVENANCE,
        "handler" => attributes::HANDLER,
        "laws" | "law" => entry("wet of regel", "law", "de wet of de regel", "the law or the rule"),
        "article" => entry(
            "artikel",
            "article",
            "het artikel; leeg: de wet of de regel, waar dan ook",
            "the article; empty: the law or the rule, wherever in it",
        ),
        "source_kind" => {
            entry("soort bron", "kind of source", "wat voor bron het is", "what kind of source it is")
        }
        "text_of" => entry(
            "tekst van",
            "text of",
            "de dag waarvan de tekst wordt bedoeld",
            "the day whose text is meant",
        ),
        "paragraph" => entry("lid", "paragraph", "het lid", "the paragraph"),
        "item" => entry("onderdeel", "item", "het onderdeel", "the item"),
        "juriconnect" => entry(
            "Juriconnect",
            "Juriconnect",
            "de verwijzing volgens Juriconnect 1.3.1",
            "the reference by Juriconnect 1.3.1",
        ),
        "link" => entry(
            "wettekst",
            "text of the law",
            "het adres van de officiële tekst",
            "the address of the official text",
        ),
        "factsheets" | "factsheet" => {
            entry("factsheet", "factsheet", "de factsheet die antwoord geeft", "the factsheet that answers")
        }
        "schemes" | "scheme" => entry("regeling", "scheme", "de regeling die helpt", "the scheme that helps"),
        "published" => attributes::PUBLISHED,
        "thing" => entry("soort", "kind", "wat het is", "what it is"),
        "kind" => attributes::CONTACT_KIND,
        "received" => attributes::RECEIVED,
        "due" => attributes::DUE,
        "obstacles" => entry("belemmeringen", "obstacles", "hoeveel belemmeringen", "how many obstacles"),
        "lead" => entry(
            "als trekker",
            "as lead",
            "belemmeringen waarbij dit ministerie trekt, elk één keer",
            "obstacles that this ministry leads, each once",
        ),
        "involved" => entry(
            "als betrokkene",
            "as involved",
            "belemmeringen waarbij dit ministerie betrokken is zonder te trekken",
            "obstacles in which this ministry is involved without leading",
        ),
        "mentions" => entry(
            "vermeldingen",
            "mentions",
            "belemmeringen in deze groep; een belemmering kan in meer groepen staan",
            "obstacles in this group; an obstacle can stand in several groups",
        ),
        "within_rules" => choice_entry(
            choices::label(choices::RESOLUTION, "within-rules"),
            "hoeveel er binnen de regels zijn opgelost",
            "how many were solved within the rules",
        ),
        "regional_approach" => choice_entry(
            choices::label(choices::RESOLUTION, "regional-approach"),
            "hoeveel er door een andere aanpak in de regio zijn weggenomen",
            "how many were taken away by another approach in the region",
        ),
        "open" => entry(
            "open",
            "open",
            "hoeveel er niet zijn opgelost en niet afgesloten",
            "how many are not solved and not closed",
        ),
        "closed" => choice_entry(
            choices::label(choices::STATUS, "closed"),
            "hoeveel er zonder oplossing zijn afgesloten",
            "how many were closed without being solved",
        ),
        "contacts" => {
            entry("contacten", "contacts", "hoeveel contacten, elk één keer", "how many contacts, each once")
        }
        "measure" => attributes::MEASURE,
        "definition" => entry("omschrijving", "definition", "wat er wordt geteld", "what is counted"),
        "value" => entry("aantal", "value", "hoeveel", "how many"),
        "until_event" => {
            entry("doorlooptijd", "turnaround", "van welke dag tot welke dag", "from which day to which day")
        }
        "median_days" => entry(
            "mediaan (dagen)",
            "median (days)",
            "het middelste aantal dagen",
            "the middle number of days",
        ),
        "p90_days" => entry(
            "90e percentiel (dagen)",
            "90th percentile (days)",
            "binnen zoveel dagen waren negen van de tien klaar",
            "within so many days nine in ten were done",
        ),
        "days" => entry("duur", "time taken", "hoeveel dagen het duurde", "how many days it took"),
        "days_answered" => entry(
            "beantwoord",
            "answered",
            "hoeveel er in zoveel dagen zijn beantwoord",
            "how many were answered in so many days",
        ),
        "days_solved" => entry(
            "opgelost",
            "solved",
            "hoeveel er in zoveel dagen zijn opgelost",
            "how many were solved in so many days",
        ),
        "quarter" => entry(
            "kwartaal",
            "quarter",
            "het kwartaal, of het eerste en het laatste van meer dan twintig waarin niets gebeurde",
            "the quarter, or the first and the last of more than twenty in which nothing happened",
        ),
        "collected" => entry(
            "opgehaald",
            "collected",
            "hoeveel er in dit kwartaal zijn ontvangen, dubbele niet meegeteld",
            "how many were received in this quarter, duplicates left out",
        ),
        "solved_then" => entry(
            "opgelost",
            "solved",
            "hoeveel er in dit kwartaal zijn opgelost",
            "how many were solved in this quarter",
        ),
        "collected_so_far" => entry(
            "totaal opgehaald",
            "collected so far",
            "hoeveel er tot en met dit kwartaal zijn ontvangen",
            "how many were received up to and including this quarter",
        ),
        "solved_so_far" => entry(
            "totaal opgelost",
            "solved so far",
            "hoeveel er tot en met dit kwartaal zijn opgelost",
            "how many were solved up to and including this quarter",
        ),
        "numbers" => entry("nummers", "numbers", "welke belemmeringen", "which obstacles"),
        "reused" => entry(
            "waarvan hergebruikt",
            "of which reused",
            "hoeveel ervan een antwoord hebben dat is hergebruikt",
            "how many of them have an answer that was reused",
        ),
        "reuses" => entry(
            "keer hergebruikt",
            "times reused",
            "hoe vaak die antwoorden zijn hergebruikt",
            "how often those answers were reused",
        ),
        "precedents" => attributes::PRECEDENTS,
        "days_overdue" => entry(
            "dagen te laat",
            "days overdue",
            "hoeveel dagen de toegezegde dag voorbij is",
            "how many days ago the promised day was",
        ),
        "publication" => attributes::PUBLICATION,
        "quote" => attributes::QUOTE,
        "relation" => attributes::RELATION,
        "published_value" => {
            entry("gepubliceerd", "published", "het gepubliceerde getal", "the published value")
        }
        "counted_value" => entry("geteld", "counted", "wat het register telt", "what the register counts"),
        "verdict" => entry(
            "uitkomst",
            "verdict",
            "of de telling is wat er is gepubliceerd",
            "whether the count is what was published",
        ),
        "difference" => entry("verschil", "difference", "geteld min gepubliceerd", "counted less published"),
        "note" => entry("toelichting", "note", "waarom, waar dat nodig is", "why, where that needs saying"),
        "counted" => entry("geteld", "counted", "welke nummers zijn geteld", "which numbers were counted"),
        "entry" => attributes::ENTRY,
        "at" => entry("wanneer", "when", "het moment van de mutatie", "the moment of the entry"),
        "actor" => entry("wie", "who", "wie het deed", "who did it"),
        "origin" => entry("waarvandaan", "from where", "vanaf welke computer", "from which computer"),
        "action" => entry("opdracht", "command", "met welke opdracht", "with which command"),
        "undoes" => entry(
            "neemt terug",
            "takes back",
            "welke mutatie hiermee is teruggenomen",
            "which entry was taken back by it",
        ),
        "record" => entry("record", "record", "welk record", "which record"),
        "change" => entry("wat", "what", "wat er met het record gebeurde", "what became of the record"),
        "attribute" => entry("gegeven", "attribute", "welk gegeven", "which attribute"),
        "before" => entry("was", "was", "wat het was", "what it was"),
        "after" => entry("is", "is", "wat het is geworden", "what it became"),
        "score" => entry("score", "score", "hoe goed het past, van 0 tot 1", "how well it fits, from 0 to 1"),
        "why" => entry("Waarom", "Why", "waarom het is gevonden", "why it was found"),
        "passage" => {
            entry("Passage", "Passage", "de plaats in de tekst die past", "the place in the text that fits")
        }
        "answer" => entry("Antwoord", "Answer", "het antwoord", "the answer"),
        "standing" => entry(
            "stand",
            "standing",
            "waar het staat in het werk, of wat het is",
            "where it stands in the work, or what it is",
        ),
        "finding" => entry("bevinding", "finding", "wat niet in orde is", "what is not in order"),
        "vocabulary" => {
            entry("lijst", "list", "in welke lijst de code staat", "in which list the code stands")
        }
        "received_year" => {
            entry("jaar van ontvangst", "year received", "het jaar van ontvangst", "the year of receipt")
        }
        "received_quarter" => entry(
            "kwartaal van ontvangst",
            "quarter received",
            "het kwartaal van ontvangst",
            "the quarter of receipt",
        ),
        "received_month" => {
            entry("maand van ontvangst", "month received", "de maand van ontvangst", "the month of receipt")
        }
        "solved_year" => {
            entry("jaar van oplossing", "year solved", "het jaar van oplossing", "the year of solution")
        }
        "solved_quarter" => entry(
            "kwartaal van oplossing",
            "quarter solved",
            "het kwartaal van oplossing",
            "the quarter of solution",
        ),
        "solved_month" => {
            entry("maand van oplossing", "month solved", "de maand van oplossing", "the month of solution")
        }
        _ => return None,
    })
}
