//! Property tests: any input is accepted or refused with one of the program's own messages, and the register agrees
//! with a plain model of it. `RUIMTE_CASES=1000000 cargo test --release --test properties` runs a million cases per
//! parser, and a thousand cases of each test that writes a register or a page. (`PROPTEST_CASES` would set the same
//! number for every test.)
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod arguments;
mod dates;
mod intake;
mod laws;
mod mails;
mod markdown;
mod model;
mod person_names;
mod personal_data;
mod receipts;
mod search;
mod terminal_output;
mod values;

use jiff::civil::Date;
use proptest::prelude::*;
use proptest::sample::{Select, select};
use ruimte::i18n::Text;
use ruimte::record::date;

/// The number of test cases is `cases`, or the number in `RUIMTE_CASES` if that variable is set.
fn cases(cases: u32) -> ProptestConfig {
    config_for(cases, 1)
}

/// Like `cases`, but runs only a thousandth of the number in `RUIMTE_CASES`, because each of these cases takes about a
/// thousand times as long.
fn costly(cases: u32) -> ProptestConfig {
    config_for(cases, 1000)
}

fn config_for(cases: u32, divisor: u32) -> ProptestConfig {
    let requested = std::env::var("RUIMTE_CASES").ok().and_then(|value| value.parse::<u32>().ok());
    ProptestConfig {
        cases: requested.map_or(cases, |requested| (requested / divisor).max(1)),
        failure_persistence: None,
        // Remove proptest's limits on rejected values. Each limit holds for a whole run, so a long run would exceed it.
        max_local_rejects: u32::MAX,
        max_global_rejects: u32::MAX,
        ..ProptestConfig::default()
    }
}

/// Picks one of the alternatives, which are separated by `|`.
fn one_of(alternatives: &'static str) -> Select<&'static str> {
    select(alternatives.split('|').collect::<Vec<_>>())
}

fn today() -> Date {
    Date::constant(2018, 5, 12)
}

fn parse_date(text: &str) -> Result<Date, Text> {
    date::parse(text, &today)
}

/// Generates a year, month and day of the month. The date need not exist: it can be 31 February.
fn day() -> impl Strategy<Value = (i16, i8, i8)> {
    (1..=9999_i16, 1..=12_i8, 1..=31_i8)
}

/// Whether an error has one of the program's own messages, in both languages. Library errors have no such message.
fn has_own_message(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<ruimte::failure::Failure>()
        .is_some_and(|failure| !failure.text.nl.is_empty() && !failure.text.en.is_empty())
}
