//! `man`: generates a manual page for each command, from the same definitions as the help.

use super::{Command, Context, Outcome};
use crate::cli::{self, Man};
use crate::failure::{self, Exit, Failure};
use crate::i18n::{failures, remarks};
use anyhow::Result;
use std::path::Path;
use std::{fs, io};

impl Command for Man {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let shown = self.folder.display().to_string();
        let cannot = |error: &io::Error| {
            Failure::new(Exit::CannotCreate, failures::cannot_create(&shown, failure::io_reason(error)))
        };
        let is_new = !self.folder.exists();
        let mut command = cli::command(context.lang, 80);
        command.build();
        if let Err(error) = generate_pages(command, &self.folder) {
            if is_new {
                // Ignore an error: a leftover folder does no harm.
                let _ = fs::remove_dir(&self.folder);
            }
            return Err(cannot(&error).into());
        }
        context.notice(remarks::file_written(shown));
        Ok(context.finish(Exit::Success))
    }

    fn needs_register(&self) -> bool {
        false
    }
}

/// Generates the pages in a temporary folder and then moves them, so that a full disk leaves no incomplete set behind.
fn generate_pages(command: clap::Command, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let temp = tempfile::tempdir_in(folder)?;
    clap_mangen::generate_to(command, temp.path())?;
    for page in fs::read_dir(temp.path())? {
        let page = page?;
        fs::rename(page.path(), folder.join(page.file_name()))?;
    }
    Ok(())
}
