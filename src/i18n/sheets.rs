//! Texts of spreadsheets and of the files in open data sets: headings, names of worksheets and the like.

use super::{labels, messages};

messages! {
    found_for(text) { "Gevonden bij '{text}'", "Found for '{text}'" }
    history_of(records) { "Logboek van {records}", "Journal of {records}" }
}

labels! {
    ROWS { "Gegevens", "Data" }
    NOTES { "Toelichting", "Notes" }
    RECEIPT { "Bewijs", "Receipt" }
    VERIFY { "Narekenen", "Checking" }
    VERIFY_HOW { "Geef 'ruimte receipt' het bewijs hierboven: het register bepaalt deze gegevens opnieuw, zoals het toen was, en zegt of zij gelijk zijn.", "Give 'ruimte receipt' the receipt above: it recomputes these data, with the register as it was then, and says whether they are the same." }
    COLUMN { "kolom", "column" }
    NAME { "naam in CSV en JSON", "name in CSV and JSON" }
    MEANING { "betekenis", "meaning" }
    CODES { "codes", "codes" }
    COUNT { "Telling van belemmeringen", "Count of obstacles" }
    RECONCILE { "Gepubliceerd en geteld", "Published and counted" }
    FOUND { "Gevonden", "Found" }
    HISTORY { "Logboek", "Journal" }
    CHECK { "Bevindingen", "Findings" }
}
