//! What holds for every value, not only for those that somebody thought of: whatever is typed, pasted or in a file is
//! taken or refused in words; and the register against a plain model of it.
//!
//! `RUIMTE_CASES=1000000 cargo test --release --test properties` tries a million of each parser; of what writes a register
//! anew or makes a whole page in each case, a thousandth of that. (proptest's own variable would go before what is said here.)
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod arguments;
mod dates;
mod intake;
mod laws;
mod markdown;
mod model;
mod receipts;
mod search;
mod terminal;
mod values;

use jiff::civil::Date;
use proptest::prelude::*;
use ruimte::i18n::Text;
use ruimte::record::date;

/// So many cases, or as many as the environment asks for.
fn cases(cases: u32) -> ProptestConfig {
    asked(cases, 1)
}

/// The same for what takes a thousand times as long.
fn costly(cases: u32) -> ProptestConfig {
    asked(cases, 1000)
}

fn asked(cases: u32, by: u32) -> ProptestConfig {
    let asked = std::env::var("RUIMTE_CASES").ok().and_then(|asked| asked.parse::<u32>().ok());
    ProptestConfig {
        cases: asked.map_or(cases, |asked| (asked / by).max(1)),
        failure_persistence: None,
        // What a strategy turns down counts over the whole run, however long it is.
        max_local_rejects: u32::MAX,
        max_global_rejects: u32::MAX,
        ..ProptestConfig::default()
    }
}

fn today() -> Date {
    Date::constant(2018, 5, 12)
}

fn parse_date(text: &str) -> Result<Date, Text> {
    date::parse(text, &today)
}

/// A day, real or not: year, month, day of the month.
fn day() -> impl Strategy<Value = (i16, i8, i8)> {
    (1..=9999_i16, 1..=12_i8, 1..=31_i8)
}

/// Whether an error is told in words of ours, in both languages: a failure of a library below would be told as one of the
/// disk.
fn is_told(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<ruimte::failure::Failure>()
        .is_some_and(|failure| !failure.text.nl.is_empty() && !failure.text.en.is_empty())
}
