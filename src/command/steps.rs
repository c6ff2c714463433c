//! Helpers for the commands that change the status of an obstacle, such as `analyse`, `classify` and `close`.

use super::{Context, record_input, record_key};
use crate::failure::Failure;
use crate::i18n::{Label, Text, choices, failures};
use crate::record::{Entity, Record, Value, number, obstacle};
use crate::register::{Key, WriteTx};
use anyhow::Result;

pub const REOPEN_FIRST: Label =
    Label::new("heropen de belemmering eerst; zie: ruimte reopen", "reopen it first; see: ruimte reopen");

pub fn label(choices: &[choices::Choice], code: &str) -> Text {
    choices
        .iter()
        .find(|choice| choice.code == code)
        .map_or_else(|| Text::untranslated(code), |choice| choice.label.into())
}

/// Lists codes with their labels, for a question.
pub fn labelled_codes(choices: &[choices::Choice]) -> Text {
    let texts: Vec<Text> = choices
        .iter()
        .map(|choice| Text {
            nl: format!("{} ({})", choice.code, choice.label.nl),
            en: format!("{} ({})", choice.code, choice.label.en),
        })
        .collect();
    Text::join(&texts, ", ")
}

pub fn status_error(number: &str, status: &str, way: Label) -> anyhow::Error {
    Failure::data(failures::wrong_status(number, label(choices::STATUS, status), way)).into()
}

pub fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

/// Updates an obstacle. `action` receives the current record and returns the attributes to change. Returns the
/// formatted number of the obstacle, and whether anything changed.
pub fn apply_step(
    number: &str,
    dry_run: bool,
    context: &mut Context<'_>,
    action: impl FnOnce(&mut WriteTx<'_>, &str, &Record) -> Result<Record>,
) -> Result<(String, bool)> {
    let (shown, changed, record) = context.write(dry_run, |change| step(number, change, action))?;
    record_input::notice_suspicious(&record, context);
    Ok((shown, changed))
}

/// Updates several obstacles in the same way, in one journal entry.
pub fn apply_steps(
    numbers: &[String],
    dry_run: bool,
    context: &mut Context<'_>,
    action: impl Fn(&mut WriteTx<'_>, &str, &Record) -> Result<Record>,
) -> Result<Vec<(String, bool)>> {
    let steps: Vec<_> = context
        .write(dry_run, |change| numbers.iter().map(|number| step(number, change, &action)).collect::<Result<_>>())?;
    if let Some((.., record)) = steps.first() {
        record_input::notice_suspicious(record, context);
    }
    Ok(steps.into_iter().map(|(shown, changed, _)| (shown, changed)).collect())
}

fn step(
    number: &str,
    change: &mut WriteTx<'_>,
    action: impl FnOnce(&mut WriteTx<'_>, &str, &Record) -> Result<Record>,
) -> Result<(String, bool, Record)> {
    let wanted = record_key::record_number(Entity::Obstacle, number)?;
    let shown = number::format(Entity::Obstacle, wanted);
    let key = Key::Number(wanted);
    change.register().require_active(Entity::Obstacle, wanted)?;
    let before = change.register().load(Entity::Obstacle, &key)?;
    let record = action(change, &shown, &before)?;
    change.accepts_void = true;
    let settled = change.resolve(&record)?;
    Ok((shown, change.update(&key, settled)?, record))
}

pub fn status(record: &Record) -> &str {
    record.text(&obstacle::STATUS).unwrap_or_default()
}

pub fn merged(known: Option<&Value>, added: &[i64]) -> Value {
    let mut numbers = match known {
        Some(Value::Numbers(numbers)) => numbers.clone(),
        _ => Vec::new(),
    };
    numbers.extend(added);
    numbers.sort_unstable();
    numbers.dedup();
    Value::Numbers(numbers)
}
