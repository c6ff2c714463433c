//! `edit`: changes attributes of one or more obstacles.

use super::link::LinkTargets;
use super::record_change::{RecordChange, change_record};
use super::record_key::only;
use super::{Command, Context, EditorField, EditorTarget, Outcome, long_texts, record_input};
use crate::cli::Edit;
use crate::record::Entity;
use anyhow::Result;

impl Command for Edit {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let mut record = record_input::parse_record(Entity::Obstacle, &self.fields.0, false, context)?;
        record_input::clear_attributes(&mut record, &self.clear)?;
        let change = RecordChange {
            entity: Entity::Obstacle,
            numbers: &self.numbers,
            record,
            links: LinkTargets::parse(&self.link)?,
            adds_mentioned_laws: self.laws_from_text,
            dry_run: self.write.dry_run,
            command: "edit",
        };
        change_record(change, context)
    }

    fn stdin_texts(&mut self) -> Vec<&mut String> {
        long_texts(&mut self.fields.0)
    }

    fn editor_target(&mut self) -> Option<EditorTarget<'_>> {
        Some(EditorTarget {
            option: self.editor.edit.clone()?,
            entity: Entity::Obstacle,
            number: only(&self.numbers),
            field: EditorField::Attributes(&mut self.fields.0),
        })
    }
}
