//! Prints everything except the rows of a command: help, notices and errors.

use super::standard_output;
use crate::failure::{Exit, Failure};
use crate::i18n::{Lang, Text};
use crate::view::printable;
use anyhow::Result;
use std::io::{self, Write};

pub fn print(text: &str) -> Result<Exit> {
    let mut out = standard_output();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Exit::Success)
}

/// Prints a line to standard output.
pub fn print_line(text: &Text, lang: Lang) -> Result<()> {
    print(&format!("{}\n", printable(text.get(lang), true))).map(drop)
}

pub fn print_notices<'a>(notices: impl IntoIterator<Item = &'a Text>, lang: Lang, quiet: bool) {
    let mut out = io::stderr().lock();
    for notice in notices.into_iter().filter(|_| !quiet) {
        let _ = writeln!(out, "{}", printable(notice.get(lang), false));
    }
}

/// Prints an error, and returns its exit code. A closed pipe is no error, because `ruimte list | head` should succeed.
pub fn print_error(error: &anyhow::Error, lang: Lang) -> Exit {
    let cause = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    if cause.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
        return Exit::Success;
    }
    let failure = Failure::from_error(error);
    let mut out = io::stderr().lock();
    for text in failure.details.iter().chain([&failure.text]) {
        let _ = writeln!(out, "ruimte: {}", printable(text.get(lang), false));
    }
    failure.exit
}

/// Prints where the program panicked, on one line for the log of a server.
pub fn print_panic(location: &str) {
    let _ = writeln!(io::stderr().lock(), "ruimte: panic at {location}");
}
