//! `completions` and `man`: what a shell and a manual need, made from the same definitions as the help.

use super::Context;
use crate::cli::{self, Completions, Man};
use crate::failure::{self, Exit, Failure};
use crate::i18n::{Text, choices, failures, remarks};
use crate::record::{Attribute, Entity, obstacle};
use crate::register::BUCKETS;
use crate::report::{MEASURES, REPORTS};
use anyhow::Result;

/// Writes completions for a shell.
pub fn completions(completions: &Completions, context: &mut Context<'_>) -> Result<()> {
    let mut command = cli::completion_command(context.lang, &known_values);
    let mut bytes = Vec::new();
    clap_complete::generate(completions.shell, &mut command, "ruimte", &mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    context.out.line(&Text::untranslated(text.trim_end()))
}

/// What can stand for an argument of a command, where the program knows it without a register.
fn known_values(command: &str, argument: &str) -> Vec<&'static str> {
    let names =
        |attributes: &'static [Attribute]| attributes.iter().map(|attribute| attribute.name).collect();
    let codes = |choices: &'static [choices::Choice]| choices.iter().map(|choice| choice.code).collect();
    match (command, argument) {
        ("report", "report") => REPORTS.iter().map(|report| report.name).collect(),
        ("import" | "export", "kind") => Entity::ALL.iter().map(|entity| entity.plural()).collect(),
        ("classify", "resolution") => codes(choices::RESOLUTION),
        ("close", "closed_as") => codes(choices::CLOSED_AS),
        (_, "kind") => codes(choices::CONTACT_KIND),
        ("count", "by") => obstacle::ATTRIBUTES
            .iter()
            .filter(|attribute| attribute.is_facet)
            .map(|attribute| attribute.name)
            .chain(BUCKETS.iter().flat_map(|bucket| bucket.names.iter().copied()))
            .collect(),
        ("list", "sort" | "columns") => names(obstacle::ATTRIBUTES),
        ("help", "command") => cli::command_names().collect(),
        (_, "measure") => MEASURES.iter().map(|measure| measure.code).collect(),
        (_, "lang") => vec!["nl", "en"],
        _ => Vec::new(),
    }
}

/// Writes a manual page for each command into a folder.
pub fn man(man: &Man, context: &mut Context<'_>) -> Result<()> {
    let shown = man.folder.display().to_string();
    let cannot = |error: &std::io::Error| {
        Failure::new(Exit::CannotCreate, failures::cannot_create(&shown, failure::io_reason(error)))
    };
    std::fs::create_dir_all(&man.folder).map_err(|error| cannot(&error))?;
    let mut command = cli::command(context.lang, 80);
    command.build();
    clap_mangen::generate_to(command, &man.folder).map_err(|error| cannot(&error))?;
    context.notice(remarks::file_written(shown));
    Ok(())
}
