//! The register as pages, in a browser, on the built binary: what an officer does with it in a day, by clicking and typing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

mod accessibility;
#[path = "../pages/browser.rs"]
#[allow(dead_code, reason = "shared with the tests of pages")]
mod browser;
#[path = "../pages/browser_pool.rs"]
mod browser_pool;
#[path = "../commands/desk.rs"]
#[allow(dead_code, reason = "shared with the tests of commands")]
mod desk;
mod edit_conflicts;
mod hostile_input;
mod languages;
mod officers_day;
#[path = "../pages/page_fixtures.rs"]
#[allow(dead_code, reason = "shared with the tests of pages")]
mod page_fixtures;
mod resubmission;
mod roles;
mod server;
mod user;
