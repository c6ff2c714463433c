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
        let Some((entity, wanted)) = number::parse_any(&self.number) else {
            let valid = number::format(Entity::Obstacle, 12);
            return Err(Failure::usage(failures::not_a_number(self.number, valid)).into());
        };
        let shown = number::format(entity, wanted);
        let attribute = entity
            .attribute("void")
            .filter(|attribute| matches!(attribute.kind, Kind::Line))
            .ok_or_else(|| Failure::usage(failures::cannot_void(&shown)))?;
        let because = record_input::parse_required(attribute, &self.because, context)?;
        let referring_obstacles = context.write(self.write.dry_run, |change| {
            change.register().require_active(entity, wanted)?;
            change.update(&Key::Number(wanted), Record::new(entity).with(attribute, because))?;
            change.referring_obstacles(entity, wanted)
        })?;
        context.notice(remarks::voided(shown));
        if !referring_obstacles.is_empty() {
            context.notice(remarks::still_referenced_by(referring_obstacles.join(", ")));
        }
        Ok(context.finish(Exit::Success))
    }

    fn stdin_texts(&mut self) -> Vec<&mut String> {
        vec![&mut self.because]
    }
}
