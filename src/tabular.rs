//! Helpers for table files: names of spreadsheet columns, dates that result from empty cells, and apostrophes that keep
//! spreadsheets from running texts as formulas.

use jiff::civil::{Date, date};
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// The days that LibreOffice shows for -1 and 0 in a date cell. These numbers result from a calculation with an empty
/// cell, so a date cell with such a day is invalid. A text cell may contain such a day, because somebody typed it.
pub const ZERO_DAYS: RangeInclusive<Date> = date(1899, 12, 29)..=date(1899, 12, 30);

/// The name of a column in a spreadsheet: `A` for index 0, `AA` for index 26.
pub fn column_letters(mut index: u64) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A'.saturating_add(u8::try_from(index % 26).unwrap_or_default())));
        if index < 26 {
            return letters.iter().rev().collect();
        }
        index = (index / 26).saturating_sub(1);
    }
}

/// Selects the texts that get an apostrophe in front when a table is written. An import removes the first apostrophe
/// from a text such as `'=1+1`. To keep such a text intact, both variants write it with one more apostrophe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Texts that look like a formula, with or without apostrophes in front. Used for `csv-excel`, because a
    /// spreadsheet would run such texts.
    Formulas,
    /// Only texts that consist of an apostrophe and a formula, such as `'=1+1`.
    Apostrophes,
}

/// Whether a spreadsheet could run a text as a formula. Source: OWASP, CSV injection. A text that starts with a line
/// feed counts too, because spreadsheets replace a carriage return by a line feed.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// Puts an apostrophe in front of a text if `guard` requires it.
pub fn guard(text: &str, guard: Guard) -> Cow<'_, str> {
    let unquoted = text.trim_start_matches('\'');
    let is_guarded = is_formula(unquoted) && (guard == Guard::Formulas || unquoted.len() < text.len());
    if is_guarded { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Removes the apostrophe that [`guard`] put in front of a text.
pub fn unguard(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.starts_with('\'') || !is_formula(text.trim_start_matches('\'')) {
        return text;
    }
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix('\'').unwrap_or(text)),
        Cow::Owned(mut text) => {
            text.remove(0);
            Cow::Owned(text)
        }
    }
}

/// Extracts the I/O error from a CSV error, because callers recognise a broken pipe by the kind of the I/O error.
pub fn unwrap_io_error(error: csv::Error) -> anyhow::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => anyhow::anyhow!("{other:?}"),
    }
}
