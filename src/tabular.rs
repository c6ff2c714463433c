//! Helpers for table files: names of spreadsheet columns, and protection of texts that would run as formulas.

use std::borrow::Cow;

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

/// Whether [`guard`] must add an apostrophe: a spreadsheet could run the text as a formula, or the text already looks
/// as if an apostrophe was added. Source: OWASP, CSV injection.
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

/// Extracts the I/O error from a CSV error, because callers recognise a broken pipe by the kind of the I/O error.
pub fn unwrap_io_error(error: csv::Error) -> anyhow::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => anyhow::anyhow!("{other:?}"),
    }
}
