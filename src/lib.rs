//! The library behind `ruimte`, a register of regulatory obstacles in one SQLite file. A command line is parsed into a
//! command, which reads or changes the register and emits rows; a view renders the rows as bytes.
//!
//! argv → `cli` → `command` → `register` → `rows` → `view` → bytes, which `main` writes.

// Input must never cause a panic, so use `get` instead of indexing.
#![warn(clippy::indexing_slicing, clippy::string_slice, clippy::unreachable)]
// Input must not cause an arithmetic overflow either. The lint `clippy::arithmetic_side_effects` is enabled in modules
// that take numbers from untrusted input: `record`, `receipt`, `intake`, `register::journal` and
// `register::search::index`. All other modules only add up rows or positions in memory, which cannot overflow 64 bits.
// There, `saturating_add` in place of `+= 1` would only make the code harder to read.

pub mod atomic_file;
pub mod cli;
pub mod command;
pub mod cpu_clock;
pub mod ctrl_c;
pub mod digest;
pub mod failure;
pub mod hex;
pub mod i18n;
pub mod intake;
pub mod language;
pub mod os_user;
pub mod output;
pub mod output_file;
pub mod panics;
pub mod personal_data;
pub mod receipt;
pub mod record;
pub mod register;
pub mod report;
pub mod rows;
#[cfg(feature = "server")]
pub mod serve;
pub mod spooling_writer;
pub mod suggestion;
pub mod tabular;
pub mod terminal;
pub mod view;
