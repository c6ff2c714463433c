//! Messages about problems that `check` can find.

use super::{labels, messages};

labels! {
    RECEIPT { "het bewijs", "the receipt" }
    FILE { "het bestand", "the file" }
    JOURNAL { "het logboek", "the journal" }
    SEARCH { "de zoekindex", "the search index" }
    UNFINISHED_ERASURE { "een wissing of verwijdering is afgebroken: er kunnen nog sporen van staan; de volgende opdracht die vastlegt maakt haar af", "an erasure or redaction was interrupted: traces may be left; the next command that records something finishes it" }
    SCHEMA_DIFFERS { "is niet zoals schema.sql het voorschrijft", "differs from schema.sql" }
    PERSONAL_MISSING { "een gegeven is weg zonder dat de persoon is gewist", "an attribute is missing although the person was not erased" }
    NUMBERS_EXHAUSTED { "er zijn geen nummers meer om uit te geven", "there are no numbers left to give out" }
    FILE_UNREADABLE { "is beschadigd en niet verder te lezen", "is damaged and cannot be read any further" }
    CONTENTS_DIFFER { "wat is gewijzigd klopt niet met wat het logboek erover zegt", "its changes are not the ones that it recorded" }
    CHAIN_BROKEN { "de keten is hier verbroken: deze wijziging of een eerdere is veranderd", "the chain is broken here: this entry or an earlier one was altered" }
    ACTOR_DIFFERS { "de naam bij deze wijziging klopt niet met de keten", "the name at this entry does not match the chain" }
    PERSONAL_RESTORED { "een gegeven van een gewiste persoon is teruggezet", "an attribute of an erased person was put back" }
    PERSONAL_DIFFERS { "een gegeven klopt niet met zijn hash", "an attribute does not match its hash" }
    PERSONAL_UNKNOWN { "er staat een gegeven bij dat niet in het logboek voorkomt", "an attribute is stored that is not in the journal" }
    NOT_IN_JOURNAL { "staat in het register, maar niet in het logboek", "is in the register, but not in the journal" }
    RECORD_MISSING { "staat in het logboek, maar niet meer in het register", "is in the journal, but no longer in the register" }
    NUMBERS_REUSED { "nummers die al zijn uitgegeven zouden nog eens worden uitgegeven", "numbers given out already would be given out again" }
    NUMBERS_SKIPPED { "nummers zouden worden overgeslagen: het hoogste nummer is niet wat het logboek zegt", "numbers would be skipped: the highest number is not what the journal says" }
    UNKNOWN_NUMBERING { "telt nummers van een tabel die geen nummers heeft, of telt ze dubbel", "counts the numbers of a table that has none, or counts them twice" }
    SEARCH_DIFFERS { "de zoekindex klopt niet; herstel hem met 'ruimte check --repair-search'", "the search index does not match the register; repair it with 'ruimte check --repair-search'" }
    VECTORS_DIFFER { "wat nodig is om op betekenis te vinden klopt niet; herstel het met 'ruimte check --repair-search'", "what is needed to find it by meaning is wrong; repair it with 'ruimte check --repair-search'" }
    CONTACT_WITHOUT_OBSTACLE { "gaat over geen enkele belemmering", "is about no obstacle" }
    LEAD_INVOLVED { "het ministerie dat trekt staat ook bij de betrokkenen", "the lead ministry is among those involved too" }
    CIRCULAR_DUPLICATE { "is via andere een dubbele van zichzelf", "is a duplicate of itself by way of others" }
    UNKNOWN_MEASURE { "heeft een maatstaf die dit programma niet kent", "has a measure that this program does not know" }
    LAW_UNREADABLE { "een bron in wet of regel is niet te lezen", "a legal source cannot be read" }
}

messages! {
    entry(number) { "wijziging {number}", "entry {number}" }
    sqlite_damage(count) { "is beschadigd (plaatsen: {count}); zet een kopie terug met 'ruimte restore'", "is damaged (places: {count}); restore a copy with 'ruimte restore'" }
    dangling_reference(table) { "verwijst naar iets in '{table}' dat niet bestaat", "refers to something in '{table}' that does not exist" }
    other_register(id) { "hoort bij een ander register dan dit: {id}", "belongs to another register than this one: {id}" }
    head_differs(entry) { "de keten heeft bij wijziging {entry} niet de controlewaarde uit het bewijs", "at entry {entry} the chain does not have the head named in the receipt" }
    entry_beyond_journal(entry) { "het logboek heeft geen wijziging {entry}", "the journal has no entry {entry}" }
    personal_moved(person) { "een gegeven staat bij een andere persoon: {person}", "an attribute is stored for another person: {person}" }
    entry_missing(expected) { "wijziging {expected} ontbreekt ervoor", "entry {expected} is missing before it" }
    change_differs(entry) { "wat wijziging {entry} ervan zegt is veranderd", "what entry {entry} says about it was altered" }
    orphan_change(entry) { "hoort bij wijziging {entry}, die niet bestaat", "belongs to entry {entry}, which does not exist" }
    attribute_differs(attribute) { "'{attribute}' is niet wat het logboek zegt", "'{attribute}' is not what the journal says" }
}
