//! Whole commands on the built binary, as an officer types them, with their whole output.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;

mod again;
mod clocks;
mod counting;
mod day;
mod formats;
mod horrors;
mod import;
mod laws;
mod meant;
mod precedents;
mod publish;
mod readme;
mod reconcile;
mod sheets;
mod slips;
mod trouble;
mod writing;
