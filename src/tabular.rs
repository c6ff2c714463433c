//! Conventions for table files that reading and writing share: column letters, and guards against formulas.

use std::borrow::Cow;

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

/// Whether a spreadsheet could run the text as a formula, or the text looks as if it has already been guarded. Source:
/// OWASP, CSV injection.
fn needs_guard(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Prefixes text that a spreadsheet could run as a formula with an apostrophe.
pub fn guard(text: &str) -> Cow<'_, str> {
    if needs_guard(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Removes the apostrophe that [`guard`] added.
pub fn unguard(text: &str) -> Cow<'_, str> {
    match text.strip_prefix('\'') {
        Some(rest) if needs_guard(rest) => Cow::Borrowed(rest),
        _ => Cow::Borrowed(text),
    }
}

/// Extracts the underlying I/O error, because callers recognise a broken pipe by its kind.
pub fn unwrap_io_error(error: csv::Error) -> anyhow::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => anyhow::anyhow!("{other:?}"),
    }
}
