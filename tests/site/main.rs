//! Uses the pages of `ruimte serve` in a browser by clicking and typing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

#[path = "../common/mod.rs"]
mod common;

mod accessibility;
mod contrast;
mod edit_conflicts;
mod edit_many;
mod home;
mod hostile_input;
mod languages;
mod logging;
mod officers_day;
mod pickers;
mod record_pages;
mod resubmission;
mod roles;
mod server;
mod suggestions;
mod user;

use common::Sandbox;

#[track_caller]
fn json_of(sandbox: &Sandbox, line: &str) -> serde_json::Value {
    serde_json::from_str(&sandbox.run(format!("{line} --format json")).ok()).unwrap()
}
