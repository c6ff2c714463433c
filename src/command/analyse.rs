//! `analyse`: records that an obstacle is under analysis.

use super::record_key::only;
use super::steps::{REOPEN_FIRST, apply_steps, status, status_error, text};
use super::{Command, Context, EditorField, EditorTarget, Outcome, record_input};
use crate::cli::Analyse;
use crate::failure::Exit;
use crate::i18n::remarks;
use crate::record::{Entity, Record, obstacle};
use anyhow::Result;

impl Command for Analyse {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let analysis = record_input::parse_optional(&obstacle::ANALYSIS, self.analysis.as_ref(), context)?;
        let dry_run = self.write.dry_run;
        let steps = apply_steps(&self.numbers, dry_run, context, |_, number, before| {
            if !matches!(status(before), "collected" | "in-analysis") {
                return Err(status_error(number, status(before), REOPEN_FIRST));
            }
            let mut record = Record::new(Entity::Obstacle).with(&obstacle::STATUS, text("in-analysis"));
            if let Some(analysis) = &analysis {
                record.set(&obstacle::ANALYSIS, analysis.clone());
            }
            Ok(record)
        })?;
        for (number, changed) in steps {
            context.notice(if changed { remarks::taken_into_analysis(number) } else { remarks::unchanged(number) });
        }
        Ok(context.finish(Exit::Success))
    }

    fn stdin_texts(&mut self) -> Vec<&mut String> {
        self.analysis.iter_mut().collect()
    }

    fn editor_target(&mut self) -> Option<EditorTarget<'_>> {
        Some(EditorTarget {
            option: self.editor.edit.clone()?,
            entity: Entity::Obstacle,
            number: only(&self.numbers),
            field: EditorField::Single(&mut self.analysis, &obstacle::ANALYSIS),
        })
    }
}
