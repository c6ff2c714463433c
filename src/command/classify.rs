//! `classify`: classifies an obstacle as solved. A solved obstacle must also have a date of answer. If that date is
//! unknown, the command uses the date of the solution as the date of answer.

use super::steps::{REOPEN_FIRST, apply_step, label, labelled_codes, merged, status, status_error, text};
use super::{Command, Context, EditorField, EditorTarget, Outcome, Question, current_text, record_input};
use crate::cli::Classify;
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, choices, failures, prompts, remarks, usage};
use crate::record::{Attribute, Entity, Record, Value, obstacle};
use anyhow::Result;
use std::path::Path;

impl Command for Classify {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let missing = |option: Text| Failure::usage(failures::missing_option(option, "classify"));
        let resolution = self.resolution.as_deref().ok_or_else(|| missing(usage::placeholder::RESOLUTION.into()))?;
        let because = self.because.as_deref().ok_or_else(|| missing(Text::untranslated("--because")))?;
        let resolution = record_input::parse_required(&obstacle::RESOLUTION, resolution, context)?;
        let because = record_input::parse_required(&obstacle::REASON, because, context)?;
        let answer = record_input::parse_optional(&obstacle::ANSWER, self.answer.as_ref(), context)?;
        let date = record_input::parse_optional(&obstacle::SOLVED, self.on.as_ref(), context)?;
        let rule_change = record_input::parse_optional(&obstacle::RULE_CHANGE, self.rule_change.as_ref(), context)?;
        let today = text(&(context.today)().to_string());
        let mut links = Vec::new();
        for (attribute, numbers) in [
            (&obstacle::FACTSHEETS, &self.factsheet),
            (&obstacle::SCHEMES, &self.scheme),
            (&obstacle::PRECEDENTS, &self.precedent),
        ] {
            links.push((attribute, attribute.parse(&numbers.join(";"), context.today).map_err(Failure::usage)?));
        }
        let dry_run = self.write.dry_run;
        let outcome = label(choices::RESOLUTION, resolution.as_text().unwrap_or_default());
        let (number, changed) = apply_step(&self.number, dry_run, context, |change, number, before| {
            if status(before) == "closed" {
                return Err(status_error(number, status(before), REOPEN_FIRST));
            }
            let known = |attribute: &Attribute| before.get(attribute).filter(|value| !value.is_empty()).cloned();
            let solved = date.or_else(|| known(&obstacle::SOLVED)).unwrap_or(today);
            let mut record = Record::new(Entity::Obstacle)
                .with(&obstacle::STATUS, text("solved"))
                .with(&obstacle::RESOLUTION, resolution)
                .with(&obstacle::REASON, because)
                .with(&obstacle::SOLVED, solved.clone());
            if known(&obstacle::ANSWERED).is_none() {
                record.set(&obstacle::ANSWERED, solved);
            }
            for (attribute, value) in [(&obstacle::ANSWER, answer), (&obstacle::RULE_CHANGE, rule_change)] {
                if let Some(value) = value {
                    record.set(attribute, value);
                }
            }
            // Keep an existing link to a record that has become void. Reject a new link to a void record.
            for (attribute, added) in links {
                change.resolve_value(Entity::Obstacle, attribute, added.clone())?;
                if let Value::Numbers(added) = added {
                    record.set(attribute, merged(before.get(attribute), &added));
                }
            }
            Ok(record)
        })?;
        context.notice(if changed { remarks::classified(number, outcome) } else { remarks::unchanged(number) });
        Ok(context.finish(Exit::Success))
    }

    fn stdin_texts(&mut self) -> Vec<&mut String> {
        [&mut self.because, &mut self.answer, &mut self.rule_change].into_iter().filter_map(Option::as_mut).collect()
    }

    fn editor_target(&mut self) -> Option<EditorTarget<'_>> {
        Some(EditorTarget {
            option: self.editor.edit.clone()?,
            entity: Entity::Obstacle,
            number: Some(self.number.clone()),
            field: EditorField::Single(&mut self.answer, &obstacle::ANSWER),
        })
    }

    fn questions(&self, path: &Path) -> Result<Vec<Question>> {
        let mut questions = Vec::new();
        if self.resolution.is_none() {
            let text = prompts::resolution(labelled_codes(choices::RESOLUTION));
            questions.push(Question { attribute: &obstacle::RESOLUTION, text });
        }
        if self.because.is_none() {
            questions.push(Question { attribute: &obstacle::REASON, text: prompts::REASON.into() });
        }
        if !questions.is_empty() {
            current_text(path, Entity::Obstacle, &self.number, &obstacle::TITLE)?;
        }
        Ok(questions)
    }

    fn answer(&mut self, attribute: &'static Attribute, text: String) {
        if attribute.name == obstacle::RESOLUTION.name {
            self.resolution = Some(text);
        } else {
            self.because = Some(text);
        }
    }
}
