//! `man`: generates a manual page for each command, from the same definitions as the help.

use super::{Command, Context, Outcome};
use crate::cli::{self, Man};
use crate::failure::{self, Exit, Failure};
use crate::i18n::{failures, remarks};
use anyhow::Result;

impl Command for Man {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let shown = self.folder.display().to_string();
        let cannot = |error: &std::io::Error| {
            Failure::new(Exit::CannotCreate, failures::cannot_create(&shown, failure::io_reason(error)))
        };
        std::fs::create_dir_all(&self.folder).map_err(|error| cannot(&error))?;
        let mut command = cli::command(context.lang, 80);
        command.build();
        clap_mangen::generate_to(command, &self.folder).map_err(|error| cannot(&error))?;
        context.notice(remarks::file_written(shown));
        Ok(context.finish(Exit::Success))
    }

    fn needs_register(&self) -> bool {
        false
    }
}
