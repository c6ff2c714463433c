//! Tests of whole commands. They run the built binary with the arguments that an officer types, and check the complete
//! output.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod calendar;
mod counting;
mod deadlines;
mod errors;
mod formats;
mod hostile_input;
mod import;
mod journal;
mod laws;
mod likely_mistakes;
mod meaning;
mod page_headings;
mod personal_data;
mod precedents;
mod publish;
mod readme;
mod reconcile;
mod reply;
mod spreadsheets;
mod views;
mod workflow;
mod writing;
