//! The register of regulatory obstacles: what is asked for on the command line goes through a command to the
//! register, comes back as rows, and leaves through a view as bytes.
//!
//! argv → `cli` → `command` → `register` → `rows` → `view` → bytes, which `main` writes.

// What comes from outside must not make it stop: a place that may not be there is asked for and not taken.
#![warn(clippy::indexing_slicing, clippy::string_slice, clippy::unreachable)]

pub mod aside;
pub mod cli;
pub mod command;
pub mod failure;
pub mod language;
pub mod receipt;
pub mod record;
pub mod register;
pub mod report;
pub mod rows;
pub mod terminal;
pub mod view;
pub mod words;
