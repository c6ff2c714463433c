//! `close`: closes an obstacle without a solution.

use super::steps::{REOPEN_FIRST, apply_step, label, status, status_error, text};
use super::{Command, Context, Outcome, record_input};
use crate::cli::Close;
use crate::failure::{Exit, Failure};
use crate::i18n::{choices, failures, remarks};
use crate::record::{Entity, Record, Value, obstacle};
use anyhow::Result;

impl Command for Close {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let closed_as = record_input::parse_required(&obstacle::CLOSED_AS, &self.closed_as, context)?;
        let because = record_input::parse_required(&obstacle::REASON, &self.because, context)?;
        let date = record_input::parse_optional(&obstacle::CLOSED, self.on.as_ref(), context)?;
        let original = record_input::parse_optional(&obstacle::DUPLICATE_OF, self.of.as_ref(), context)?;
        let duplicate = closed_as.as_text() == Some("duplicate");
        match (&original, duplicate) {
            (None, true) => return Err(Failure::usage(failures::duplicate_needs_original()).into()),
            (Some(_), false) => return Err(Failure::usage(failures::original_without_duplicate()).into()),
            _ => {}
        }
        let today = text(&(context.today)().to_string());
        let dry_run = self.write.dry_run;
        let outcome = label(choices::CLOSED_AS, closed_as.as_text().unwrap_or_default());
        let (number, changed) = apply_step(&self.number, dry_run, context, |change, number, before| {
            if status(before) == "solved" {
                return Err(status_error(number, status(before), REOPEN_FIRST));
            }
            if let Some(Value::Integer(number)) = &original {
                change.register().require_active(Entity::Obstacle, *number)?;
            }
            let closed = date.or_else(|| before.get(&obstacle::CLOSED).filter(|value| !value.is_empty()).cloned());
            Ok(Record::new(Entity::Obstacle)
                .with(&obstacle::STATUS, text("closed"))
                .with(&obstacle::CLOSED_AS, closed_as)
                .with(&obstacle::REASON, because)
                .with(&obstacle::CLOSED, closed.unwrap_or(today))
                .with(&obstacle::DUPLICATE_OF, original.unwrap_or(Value::Null)))
        })?;
        context.notice(if changed { remarks::closed(number, outcome) } else { remarks::unchanged(number) });
        Ok(context.finish(Exit::Success))
    }

    fn stdin_texts(&mut self) -> Vec<&mut String> {
        vec![&mut self.because]
    }
}
