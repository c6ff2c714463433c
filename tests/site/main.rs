//! The register as pages, in a browser, on the built binary: what an officer does with it in a day, by clicking and typing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

#[path = "../common/mod.rs"]
mod common;

mod back;
mod day;
mod hand;
mod hostile;
mod languages;
mod reach;
mod reader;
mod server;
mod two;
