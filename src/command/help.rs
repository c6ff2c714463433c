//! `help`: this command never runs, because `ruimte help log` is rewritten to `ruimte log --help` before parsing.

use super::{Command, Context, Outcome};
use crate::cli::Help;
use crate::failure::Exit;
use anyhow::Result;

impl Command for Help {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        Ok(context.finish(Exit::Success))
    }

    fn needs_register(&self) -> bool {
        false
    }
}
