//! `help`: never runs, since the command line turns it into `--help`.

use super::{Command, Context};
use crate::cli::Help;
use crate::failure::Exit;
use anyhow::Result;

impl Command for Help {
    fn run(self: Box<Self>, _: &mut Context<'_>) -> Result<Exit> {
        Ok(Exit::Success)
    }

    fn needs_register(&self) -> bool {
        false
    }
}
