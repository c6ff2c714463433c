//! `reopen`: reopens an obstacle. Keeps the analysis and the answer; clears how and when the obstacle was solved or
//! closed.

use super::steps::{apply_step, status, status_error, text};
use super::{Command, Context, Outcome, record_input};
use crate::cli::Reopen;
use crate::failure::Exit;
use crate::i18n::{Label, remarks};
use crate::record::{Entity, Record, Value, obstacle};
use anyhow::Result;

const NOTHING_TO_REOPEN: Label = Label::new(
    "alleen wat is opgelost of afgesloten kan worden heropend",
    "only what was solved or closed can be reopened",
);

impl Command for Reopen {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let because = record_input::parse_required(&obstacle::REASON, &self.because, context)?;
        let dry_run = self.write.dry_run;
        let (number, _) = apply_step(&self.number, dry_run, context, |_, number, before| {
            if !matches!(status(before), "solved" | "closed") {
                return Err(status_error(number, status(before), NOTHING_TO_REOPEN));
            }
            let mut record = Record::new(Entity::Obstacle)
                .with(&obstacle::STATUS, text("in-analysis"))
                .with(&obstacle::REASON, because);
            for attribute in [
                &obstacle::RESOLUTION,
                &obstacle::SOLVED,
                &obstacle::CLOSED,
                &obstacle::CLOSED_AS,
                &obstacle::DUPLICATE_OF,
            ] {
                record.set(attribute, Value::Null);
            }
            Ok(record)
        })?;
        context.notice(remarks::reopened(number));
        Ok(context.finish(Exit::Success))
    }

    fn stdin_texts(&mut self) -> Vec<&mut String> {
        vec![&mut self.because]
    }
}
