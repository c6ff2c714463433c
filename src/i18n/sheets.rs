//! The words in a spreadsheet and in the files of an open data set: names of sheets, and headings of what is
//! explained there.

use super::{Label, messages};

messages! {
    /// What was found is called.
    found_for(text) { "Gevonden bij '{text}'", "Found for '{text}'" }
    /// The journal of some records is called.
    history_of(records) { "Logboek van {records}", "Journal of {records}" }
}

/// The sheet with the rows.
pub const ROWS: Label = Label::new("Gegevens", "Data");
/// The sheet that explains them.
pub const NOTES: Label = Label::new("Toelichting", "Notes");
/// Before a receipt.
pub const RECEIPT: Label = Label::new("Bewijs", "Receipt");
/// Before how to make the rows again.
pub const VERIFY: Label = Label::new("Narekenen", "Checking");
/// How to make the rows again.
pub const VERIFY_HOW: Label = Label::new(
    "Geef 'ruimte receipt' het bewijs hierboven: het register bepaalt deze gegevens opnieuw, zoals het toen was, en zegt of zij gelijk zijn.",
    "Give 'ruimte receipt' the receipt above: the register makes these data again, as it was then, and says whether they are the same.",
);
/// Above the columns' titles.
pub const COLUMN: Label = Label::new("kolom", "column");
/// Above the columns' names in data.
pub const NAME: Label = Label::new("naam in CSV en JSON", "name in CSV and JSON");
/// Above what a column means.
pub const MEANING: Label = Label::new("betekenis", "meaning");
/// Above the codes of a column.
pub const CODES: Label = Label::new("codes", "codes");
/// What a count is called.
pub const COUNT: Label = Label::new("Telling van belemmeringen", "Count of obstacles");
/// What a comparison with what was published is called.
pub const RECONCILE: Label = Label::new("Gepubliceerd en geteld", "Published and counted");
/// What was found is called.
pub const FOUND: Label = Label::new("Gevonden", "Found");
/// The journal is called.
pub const HISTORY: Label = Label::new("Logboek", "Journal");
/// What a check found is called.
pub const CHECK: Label = Label::new("Bevindingen", "Findings");
