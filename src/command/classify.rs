//! The steps of the work: taking into analysis, classifying, closing, reopening, and voiding what was
//! recorded by mistake.

use super::{Context, record_input};
use crate::cli::{Analyse, Classify, Close, Reopen, Void};
use crate::failure::Failure;
use crate::i18n::{Label, Text, choices, failures, remarks, usage};
use crate::record::{Attribute, Entity, Kind, Record, Value, number, obstacle};
use crate::register::{Key, WriteTx};
use anyhow::Result;

/// The words for a value of a fixed set.
fn label(choices: &[choices::Choice], code: &str) -> Text {
    choices
        .iter()
        .find(|choice| choice.code == code)
        .map_or_else(|| Text::untranslated(code), |choice| choice.label.into())
}

/// Refuses a step that the status of an obstacle does not allow.
fn status_error(number: &str, status: &str, way: Label) -> anyhow::Error {
    Failure::data(failures::wrong_status(number, label(choices::STATUS, status), way)).into()
}

const REOPEN_FIRST: Label =
    Label::new("heropen haar eerst met 'ruimte reopen'", "reopen it first with 'ruimte reopen'");
const NOTHING_TO_REOPEN: Label = Label::new(
    "alleen wat is opgelost of afgesloten kan worden heropend",
    "only what was solved or closed can be reopened",
);

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

/// Applies a step to an obstacle: `apply_step` gets what is recorded and says what changes.
fn apply_step(
    number: &str,
    dry_run: bool,
    context: &mut Context<'_>,
    action: impl FnOnce(&mut WriteTx<'_>, &str, &Record) -> Result<Record>,
) -> Result<(String, bool)> {
    let wanted = record_input::record_number(Entity::Obstacle, number)?;
    let shown = number::format(Entity::Obstacle, wanted);
    let key = Key::Number(wanted);
    let (changed, record) = context.write(dry_run, |change| {
        change.register().require_active(Entity::Obstacle, wanted)?;
        let before = change.register().load(Entity::Obstacle, &key)?;
        let record = action(change, &shown, &before)?;
        change.accepts_void = true;
        let settled = change.resolve(&record)?;
        Ok((change.update(&key, settled)?, record))
    })?;
    record_input::remark_suspicious(&record, context);
    Ok((shown, changed))
}

fn status(record: &Record) -> &str {
    record.text(&obstacle::STATUS).unwrap_or_default()
}

/// Takes an obstacle into analysis.
pub fn analyse(analyse: Analyse, context: &mut Context<'_>) -> Result<()> {
    let analysis = record_input::parse_optional(&obstacle::ANALYSIS, analyse.analysis.as_ref(), context)?;
    let dry_run = analyse.write.dry_run;
    let (number, changed) = apply_step(&analyse.number, dry_run, context, |_, number, before| {
        if !matches!(status(before), "collected" | "in-analysis") {
            return Err(status_error(number, status(before), REOPEN_FIRST));
        }
        let mut record = Record::new(Entity::Obstacle).with(&obstacle::STATUS, text("in-analysis"));
        if let Some(analysis) = analysis {
            record.set(&obstacle::ANALYSIS, analysis);
        }
        Ok(record)
    })?;
    context.notice(if changed { remarks::taken_into_analysis(number) } else { remarks::unchanged(number) });
    Ok(())
}

/// Classifies an obstacle as solved. Solved means that clarity was given: where no day of the answer is
/// known, it is that of the solution.
pub fn classify(classify: Classify, context: &mut Context<'_>) -> Result<()> {
    let missing = |option: Text| Failure::usage(failures::missing_option(option, "classify"));
    let resolution =
        classify.resolution.as_deref().ok_or_else(|| missing(usage::placeholder("RESOLUTION").into()))?;
    let because = classify.because.as_deref().ok_or_else(|| missing(Text::untranslated("--because")))?;
    let resolution = record_input::parse_required(&obstacle::RESOLUTION, resolution, context)?;
    let because = record_input::parse_required(&obstacle::REASON, because, context)?;
    let answer = record_input::parse_optional(&obstacle::ANSWER, classify.answer.as_ref(), context)?;
    let date = record_input::parse_optional(&obstacle::SOLVED, classify.on.as_ref(), context)?;
    let rule_change =
        record_input::parse_optional(&obstacle::RULE_CHANGE, classify.rule_change.as_ref(), context)?;
    let today = text(&(context.today)().to_string());
    let mut links = Vec::new();
    for (attribute, numbers) in [
        (&obstacle::FACTSHEETS, &classify.factsheet),
        (&obstacle::SCHEMES, &classify.scheme),
        (&obstacle::PRECEDENTS, &classify.precedent),
    ] {
        links.push((attribute, attribute.parse(&numbers.join(";"), context.today).map_err(Failure::usage)?));
    }
    let dry_run = classify.write.dry_run;
    let outcome = label(choices::RESOLUTION, resolution.as_text().unwrap_or_default());
    let (number, changed) = apply_step(&classify.number, dry_run, context, |change, number, before| {
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
        // What is linked already may be void by now, and stays; what is added may not be.
        for (attribute, added) in links {
            change.resolve_value(attribute, added.clone())?;
            if let Value::Numbers(added) = added {
                record.set(attribute, merged(before.get(attribute), &added));
            }
        }
        Ok(record)
    })?;
    context.notice(if changed { remarks::classified(number, outcome) } else { remarks::unchanged(number) });
    Ok(())
}

/// The numbers that there are, and these.
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

/// Closes an obstacle without a solution.
pub fn close(close: Close, context: &mut Context<'_>) -> Result<()> {
    let closed_as = record_input::parse_required(&obstacle::CLOSED_AS, &close.closed_as, context)?;
    let because = record_input::parse_required(&obstacle::REASON, &close.because, context)?;
    let date = record_input::parse_optional(&obstacle::CLOSED, close.on.as_ref(), context)?;
    let original = record_input::parse_optional(&obstacle::DUPLICATE_OF, close.of.as_ref(), context)?;
    let duplicate = closed_as.as_text() == Some("duplicate");
    match (&original, duplicate) {
        (None, true) => return Err(Failure::usage(failures::duplicate_needs_original()).into()),
        (Some(_), false) => return Err(Failure::usage(failures::original_without_duplicate()).into()),
        _ => {}
    }
    let today = text(&(context.today)().to_string());
    let dry_run = close.write.dry_run;
    let outcome = label(choices::CLOSED_AS, closed_as.as_text().unwrap_or_default());
    let (number, changed) = apply_step(&close.number, dry_run, context, |change, number, before| {
        if status(before) == "solved" {
            return Err(status_error(number, status(before), REOPEN_FIRST));
        }
        if let Some(Value::Integer(number)) = &original {
            change.register().require_active(Entity::Obstacle, *number)?;
        }
        let closed =
            date.or_else(|| before.get(&obstacle::CLOSED).filter(|value| !value.is_empty()).cloned());
        Ok(Record::new(Entity::Obstacle)
            .with(&obstacle::STATUS, text("closed"))
            .with(&obstacle::CLOSED_AS, closed_as)
            .with(&obstacle::REASON, because)
            .with(&obstacle::CLOSED, closed.unwrap_or(today))
            .with(&obstacle::DUPLICATE_OF, original.unwrap_or(Value::Null)))
    })?;
    context.notice(if changed { remarks::closed(number, outcome) } else { remarks::unchanged(number) });
    Ok(())
}

/// Reopens an obstacle. What was analysed and answered stays; how and when it was solved or closed goes.
pub fn reopen(reopen: Reopen, context: &mut Context<'_>) -> Result<()> {
    let because = record_input::parse_required(&obstacle::REASON, &reopen.because, context)?;
    let dry_run = reopen.write.dry_run;
    let (number, _) = apply_step(&reopen.number, dry_run, context, |_, number, before| {
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
    Ok(())
}

/// Marks a record as recorded by mistake.
pub fn void(void: Void, context: &mut Context<'_>) -> Result<()> {
    let Some((entity, wanted)) = number::parse_any(&void.number) else {
        let valid = number::format(Entity::Obstacle, 12);
        return Err(Failure::usage(failures::not_a_number(void.number, valid)).into());
    };
    let shown = number::format(entity, wanted);
    let attribute = entity
        .attribute("void")
        .filter(|attribute| matches!(attribute.kind, Kind::Line))
        .ok_or_else(|| Failure::usage(failures::cannot_void(&shown)))?;
    let because = record_input::parse_required(attribute, &void.because, context)?;
    let referring_obstacles = context.write(void.write.dry_run, |change| {
        change.register().require_active(entity, wanted)?;
        change.update(&Key::Number(wanted), Record::new(entity).with(attribute, because))?;
        change.referring_obstacles(entity, wanted)
    })?;
    context.notice(remarks::voided(shown));
    if !referring_obstacles.is_empty() {
        context.notice(remarks::still_referenced_by(referring_obstacles.join(", ")));
    }
    Ok(())
}
