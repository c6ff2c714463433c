//! Helpers for table files: names of spreadsheet columns, dates that result from empty cells, and protection of texts
//! that would run as formulas.

use jiff::civil::{Date, date};
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// LibreOffice shows these days for the numbers -1 and 0 in a date cell. Such a number results from a calculation with
/// an empty cell, so nobody meant that day. In a text cell, the same day is meant, because somebody wrote it.
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

/// Which texts get an apostrophe in front when a table is written. If a text has apostrophes in front of something like
/// a formula, an import removes one of them. The import need not know which program saved the table last, or in which
/// format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Texts that look like a formula, and such texts with apostrophes in front. Used for formats such as CSV, in
    /// which cells have no type.
    Formulas,
    /// Only texts with an apostrophe in front of what looks like a formula: an import would remove that apostrophe.
    Apostrophes,
}

/// Whether a spreadsheet could run a text as a formula. Source: OWASP, CSV injection. A line feed is included, because
/// spreadsheets write it in place of a carriage return.
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
