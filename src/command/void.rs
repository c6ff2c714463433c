//! `void`: marks a record as recorded by mistake, without deleting it.

use super::{Command, Context, Outcome, record_input};
use crate::cli::Void;
use crate::failure::{Exit, Failure};
use crate::i18n::{failures, remarks};
use crate::record::{Entity, Kind, Record, number};
use crate::register::Key;
use anyhow::Result;

impl Command for Void {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let mut records: Vec<(Entity, i64, Record)> = Vec::new();
        for text in &self.numbers {
            let Some((entity, wanted)) = number::parse_any(text) else {
                let valid = number::format(Entity::Obstacle, 12);
                return Err(Failure::usage(failures::not_a_number(text, valid)).into());
            };
            let attribute = entity
                .attribute("void")
                .filter(|attribute| matches!(attribute.kind, Kind::Line))
                .ok_or_else(|| Failure::usage(failures::cannot_void(number::format(entity, wanted))))?;
            let because = record_input::parse_required(attribute, &self.because, context)?;
            if !records.iter().any(|(earlier, number, ..)| (*earlier, *number) == (entity, wanted)) {
                records.push((entity, wanted, Record::new(entity).with(attribute, because)));
            }
        }
        let actor = context.actor_and_host().0;
        let voided = context.write(self.write.dry_run, |change| {
            let mut voided = Vec::new();
            for (entity, wanted, record) in records {
                if entity == Entity::View {
                    change.register().require_visible_view(wanted, &actor)?;
                }
                change.register().require_active(entity, wanted)?;
                change.update(&Key::Number(wanted), record)?;
                voided.push((entity, wanted));
            }
            // Look for references only after all records are void, because references from void obstacles do not count.
            let with_references = voided.into_iter().map(|(entity, wanted)| {
                Ok((number::format(entity, wanted), change.referring_obstacles(entity, wanted)?))
            });
            with_references.collect::<Result<Vec<_>>>()
        })?;
        for (shown, referring_obstacles) in voided {
            context.notice(remarks::voided(shown));
            if !referring_obstacles.is_empty() {
                context.notice(remarks::still_referenced_by(referring_obstacles.join(", ")));
            }
        }
        Ok(context.finish(Exit::Success))
    }

    fn stdin_texts(&mut self) -> Vec<&mut String> {
        vec![&mut self.because]
    }
}
