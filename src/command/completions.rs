//! `completions`: what a shell completes, from the same definitions as the help.

use super::{Command, Context};
use crate::cli::{self, Completions};
use crate::failure::Exit;
use crate::i18n::{Text, choices};
use crate::record::{Attribute, Entity, obstacle};
use crate::register::BUCKETS;
use crate::report::{MEASURES, REPORTS};
use anyhow::Result;

impl Command for Completions {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Exit> {
        let mut command = cli::completion_command(context.lang, &known_values);
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, &mut command, "ruimte", &mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        context.out.line(&Text::untranslated(text.trim_end()))?;
        Ok(Exit::Success)
    }

    fn needs_register(&self) -> bool {
        false
    }
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
