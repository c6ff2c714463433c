//! The register of regulatory obstacles: what is asked for on the command line goes through a command to the
//! register, comes back as rows, and leaves through a view as bytes.
//!
//! argv → `cli` → `command` → `register` → `rows` → `view` → bytes, which `main` writes.

// What comes from outside must not make it stop: a place that may not be there is asked for and not taken.
#![warn(clippy::indexing_slicing, clippy::string_slice, clippy::unreachable)]
// Neither must a sum that is too large. `clippy::arithmetic_side_effects` is on where numbers are read from what others
// wrote: in `record`, `receipt`, `intake`, and of the register in `journal` and `search::index`. Elsewhere some
// hundred sums are left that count rows and records one by one, or places in a word or a line that is in memory:
// they cannot reach the end of 64 bits, and `saturating_add` in place of `+= 1` would hide what they say.

pub mod atomic_file;
pub mod cli;
pub mod command;
pub mod digest;
pub mod failure;
pub mod hex;
pub mod i18n;
pub mod intake;
pub mod language;
pub mod os_user;
pub mod output;
pub mod output_file;
pub mod receipt;
pub mod record;
pub mod register;
pub mod report;
pub mod rows;
#[cfg(feature = "server")]
pub mod serve;
pub mod spooling_writer;
pub mod tabular;
pub mod terminal;
pub mod view;
