//! `completions` and `man`: what a shell and a manual need, made from the same definitions as the help.

use super::Context;
use crate::cli::{self, Completions, Man};
use crate::failure::{self, Exit, Failure};
use crate::words::{Text, failures, remarks};
use anyhow::Result;

/// Writes completions for a shell.
pub fn completions(completions: &Completions, context: &mut Context<'_>) -> Result<()> {
    let mut command = cli::command(context.lang, 80);
    let mut bytes = Vec::new();
    clap_complete::generate(completions.shell, &mut command, "ruimte", &mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    context.out.line(&Text::plain(text.trim_end()))
}

/// Writes a manual page for each command into a folder.
pub fn man(man: &Man, context: &mut Context<'_>) -> Result<()> {
    let shown = man.folder.display().to_string();
    let cannot = |error: &std::io::Error| {
        Failure::new(Exit::CannotCreate, failures::cannot_create(&shown, failure::reason(error)))
    };
    std::fs::create_dir_all(&man.folder).map_err(|error| cannot(&error))?;
    let mut command = cli::command(context.lang, 80);
    command.build();
    clap_mangen::generate_to(command, &man.folder).map_err(|error| cannot(&error))?;
    context.remark(remarks::written(shown));
    Ok(())
}
