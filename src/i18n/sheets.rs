//! The words in a spreadsheet and in the files of an open data set: names of sheets, and headings of what is
//! explained there.

use super::{Label, messages};

messages! {
    found_for(text) { "Gevonden bij '{text}'", "Found for '{text}'" }
    history_of(records) { "Logboek van {records}", "Journal of {records}" }
}

pub const ROWS: Label = Label::new("Gegevens", "Data");
pub const NOTES: Label = Label::new("Toelichting", "Notes");
pub const RECEIPT: Label = Label::new("Bewijs", "Receipt");
pub const VERIFY: Label = Label::new("Narekenen", "Checking");
pub const VERIFY_HOW: Label = Label::new(
    "Geef 'ruimte receipt' het bewijs hierboven: het register bepaalt deze gegevens opnieuw, zoals het toen was, en zegt of zij gelijk zijn.",
    "Give 'ruimte receipt' the receipt above: the register makes these data again, as it was then, and says whether they are the same.",
);
pub const COLUMN: Label = Label::new("kolom", "column");
pub const NAME: Label = Label::new("naam in CSV en JSON", "name in CSV and JSON");
pub const MEANING: Label = Label::new("betekenis", "meaning");
pub const CODES: Label = Label::new("codes", "codes");
pub const COUNT: Label = Label::new("Telling van belemmeringen", "Count of obstacles");
pub const RECONCILE: Label = Label::new("Gepubliceerd en geteld", "Published and counted");
pub const FOUND: Label = Label::new("Gevonden", "Found");
pub const HISTORY: Label = Label::new("Logboek", "Journal");
pub const CHECK: Label = Label::new("Bevindingen", "Findings");
