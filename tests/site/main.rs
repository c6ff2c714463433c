//! The register as pages, in a browser, on the built binary: what an officer does with it in a day, by clicking and typing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

mod back;
#[path = "../pages/browser.rs"]
#[allow(dead_code, reason = "shared with the tests of pages")]
mod browser;
mod day;
#[path = "../commands/desk.rs"]
#[allow(dead_code, reason = "shared with the tests of commands")]
mod desk;
mod hand;
mod hostile;
#[path = "../pages/kinds.rs"]
#[allow(dead_code, reason = "shared with the tests of pages")]
mod kinds;
mod languages;
#[path = "../pages/lent.rs"]
mod lent;
mod reach;
mod reader;
mod server;
mod two;
