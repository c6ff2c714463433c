//! Rules for reading and writing table files: spreadsheet column letters, days that are mistakes, and guards against
//! formulas.

use jiff::civil::{Date, date};
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// What LibreOffice shows for the numbers -1 and 0 in a date cell. They result from a calculation with an empty cell, so
/// nobody meant these days, unless they are written as text.
pub const ZERO_DAYS: RangeInclusive<Date> = date(1899, 12, 29)..=date(1899, 12, 30);

/// The name of a column in a spreadsheet: A for index 0.
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

/// Whether a text must be guarded: a spreadsheet could run it as a formula, or it already looks like a guarded text.
/// Source: OWASP, CSV injection.
fn needs_guard(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Guards a text that a spreadsheet could run as a formula, by putting an apostrophe in front of it.
pub fn guard(text: &str) -> Cow<'_, str> {
    if needs_guard(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Removes the apostrophe that [`guard`] put in front of a text.
pub fn unguard(text: &str) -> Cow<'_, str> {
    match text.strip_prefix('\'') {
        Some(rest) if needs_guard(rest) => Cow::Borrowed(rest),
        _ => Cow::Borrowed(text),
    }
}

/// Extracts the I/O error that caused `error`, because callers recognise a broken pipe by its error kind.
pub fn unwrap_io_error(error: csv::Error) -> anyhow::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => anyhow::anyhow!("{other:?}"),
    }
}
