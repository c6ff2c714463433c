//! `completions`: generates a completion script for a shell, from the same definitions as the help.

use super::{Command, Context, Outcome};
use crate::cli::{self, Completions, ValueSet};
use crate::failure::Exit;
use crate::i18n::Text;
use crate::record::{Entity, obstacle};
use crate::register::BUCKETS;
use crate::report::{MEASURES, REPORTS};
use anyhow::Result;

impl Command for Completions {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let mut command = cli::completion_command(context.lang, &known_values);
        let mut bytes = Vec::new();
        clap_complete::generate(self.shell, &mut command, "ruimte", &mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        context.out.line(&Text::untranslated(text.trim_end()))?;
        Ok(context.finish(Exit::Success))
    }

    fn needs_register(&self) -> bool {
        false
    }
}

fn known_values(values: ValueSet) -> Vec<&'static str> {
    match values {
        ValueSet::Attributes(entity) => entity.attributes().iter().map(|attribute| attribute.name).collect(),
        ValueSet::Choices(choices) => choices.iter().map(|choice| choice.code).collect(),
        ValueSet::Commands => cli::command_names().collect(),
        ValueSet::GroupKeys => obstacle::ATTRIBUTES
            .iter()
            .filter(|attribute| attribute.is_facet)
            .map(|attribute| attribute.name)
            .chain(BUCKETS.iter().flat_map(|bucket| bucket.names.iter().copied()))
            .collect(),
        ValueSet::Kinds => Entity::ALL.iter().map(|entity| entity.plural()).collect(),
        ValueSet::Languages => vec!["nl", "en"],
        ValueSet::Measures => MEASURES.iter().map(|measure| measure.code).collect(),
        ValueSet::Reports => REPORTS.iter().map(|report| report.name).collect(),
    }
}
