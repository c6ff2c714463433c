//! Whole commands on the built binary, as an officer types them, with their whole output.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod calendar;
mod counting;
mod errors;
mod formats;
mod hostile_input;
mod import;
mod journal;
mod laws;
mod likely_mistakes;
mod page_headings;
mod precedents;
mod publish;
mod readme;
mod reconcile;
mod spreadsheets;
mod workflow;
mod writing;
