//! `close`: closes an obstacle without a solution.

use super::steps::{REOPEN_FIRST, apply_step, label, labelled_codes, status, status_error, text};
use super::{Command, Context, Outcome, Question, current_text, record_input};
use crate::cli::Close;
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, choices, failures, prompts, remarks};
use crate::record::date::today;
use crate::record::{Attribute, Entity, Record, Value, obstacle};
use anyhow::Result;
use std::path::Path;

impl Command for Close {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let missing = |option| Failure::usage(failures::missing_option(Text::untranslated(option), "close"));
        let closed_as = self.outcome().ok_or_else(|| missing("--as"))?;
        let closed_as = record_input::parse_required(&obstacle::CLOSED_AS, closed_as, context)?;
        let because = self.because.as_deref().ok_or_else(|| missing("--because"))?;
        let because = record_input::parse_required(&obstacle::REASON, because, context)?;
        let date = record_input::parse_optional(&obstacle::CLOSED, self.on.as_ref(), context)?;
        let original = record_input::parse_optional(
            &obstacle::DUPLICATE_OF,
            self.of.as_ref().or(self.original.as_ref()),
            context,
        )?;
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
        self.because.iter_mut().collect()
    }

    fn questions(&self, path: &Path) -> Result<Vec<Question>> {
        let mut questions = Vec::new();
        if self.outcome().is_none() {
            let text = prompts::closed_as(labelled_codes(choices::CLOSED_AS));
            questions.push(Question { attribute: &obstacle::CLOSED_AS, text });
        }
        if self.because.is_none() {
            questions.push(Question { attribute: &obstacle::REASON, text: prompts::REASON_TO_CLOSE.into() });
        }
        let parsed = self.outcome().and_then(|outcome| obstacle::CLOSED_AS.parse(outcome, &today).ok());
        let is_duplicate = parsed.is_some_and(|value| value.as_text() == Some("duplicate"));
        if is_duplicate && self.of.is_none() && self.original.is_none() {
            questions
                .push(Question { attribute: &obstacle::DUPLICATE_OF, text: obstacle::DUPLICATE_OF.i18n.help.into() });
        }
        if !questions.is_empty() {
            current_text(path, Entity::Obstacle, &self.number, &obstacle::TITLE)?;
        }
        Ok(questions)
    }

    fn answer(&mut self, attribute: &'static Attribute, text: String) {
        let answered = match attribute.name {
            name if name == obstacle::CLOSED_AS.name => &mut self.closed_as,
            name if name == obstacle::DUPLICATE_OF.name => &mut self.of,
            _ => &mut self.because,
        };
        *answered = Some(text);
    }
}

impl Close {
    fn outcome(&self) -> Option<&str> {
        self.closed_as.as_deref().or(self.outcome.as_deref())
    }
}
