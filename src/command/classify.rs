//! The steps of the work: taking into analysis, classifying, closing, reopening, and voiding what was
//! recorded by mistake.

use super::{Context, enter};
use crate::cli::{Analyse, Classify, Close, Reopen, Void};
use crate::failure::Failure;
use crate::record::{Attribute, Entity, Kind, Record, Value, number, obstacle};
use crate::register::{Change, Key};
use crate::words::{Label, Text, failures, remarks, terms, usage};
use anyhow::Result;

/// The words for a value of a fixed set.
fn label(choices: &[terms::Choice], code: &str) -> Text {
    choices
        .iter()
        .find(|choice| choice.code == code)
        .map_or_else(|| Text::plain(code), |choice| choice.label.into())
}

/// Refuses a step that the status of an obstacle does not allow.
fn refuse_status(number: &str, status: &str, way: Label) -> anyhow::Error {
    Failure::data(failures::wrong_status(number, label(terms::STATUS, status), way)).into()
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

/// Applies a step to an obstacle: `step` gets what is recorded and says what changes.
fn step(
    given: &str,
    dry_run: bool,
    context: &mut Context<'_>,
    action: impl FnOnce(&mut Change<'_>, &str, &Record) -> Result<Record>,
) -> Result<(String, bool)> {
    let wanted = enter::number(Entity::Obstacle, given)?;
    let shown = number::show(Entity::Obstacle, wanted);
    let key = Key::Number(wanted);
    let (changed, record) = context.write(dry_run, |change| {
        change.register().must_exist(Entity::Obstacle, wanted)?;
        let before = change.register().load(Entity::Obstacle, &key)?;
        let record = action(change, &shown, &before)?;
        change.takes_void = true;
        let settled = change.settle_all(&record)?;
        Ok((change.update(&key, settled)?, record))
    })?;
    enter::remark_on_slips(&record, context);
    Ok((shown, changed))
}

fn status(record: &Record) -> &str {
    record.text(&obstacle::STATUS).unwrap_or_default()
}

/// Takes an obstacle into analysis.
pub fn analyse(analyse: Analyse, context: &mut Context<'_>) -> Result<()> {
    let analysis = enter::value(&obstacle::ANALYSIS, analyse.analysis.as_ref(), context)?;
    let dry_run = analyse.writing.dry_run;
    let (number, changed) = step(&analyse.number, dry_run, context, |_, number, before| {
        if !matches!(status(before), "collected" | "in-analysis") {
            return Err(refuse_status(number, status(before), REOPEN_FIRST));
        }
        let mut record = Record::new(Entity::Obstacle).with(&obstacle::STATUS, text("in-analysis"));
        if let Some(analysis) = analysis {
            record.set(&obstacle::ANALYSIS, analysis);
        }
        Ok(record)
    })?;
    context.remark(if changed { remarks::in_analysis(number) } else { remarks::unchanged(number) });
    Ok(())
}

/// Classifies an obstacle as solved. Solved means that clarity was given: where no day of the answer is
/// known, it is that of the solution.
pub fn classify(classify: Classify, context: &mut Context<'_>) -> Result<()> {
    let missing = |option: Text| Failure::usage(failures::missing_option(option, "classify"));
    let resolution =
        classify.resolution.as_deref().ok_or_else(|| missing(usage::placeholder("RESOLUTION").into()))?;
    let because = classify.because.as_deref().ok_or_else(|| missing(Text::plain("--because")))?;
    let resolution = enter::required(&obstacle::RESOLUTION, resolution, context)?;
    let because = enter::required(&obstacle::REASON, because, context)?;
    let answer = enter::value(&obstacle::ANSWER, classify.answer.as_ref(), context)?;
    let on = enter::value(&obstacle::SOLVED, classify.on.as_ref(), context)?;
    let rule_change = enter::value(&obstacle::RULE_CHANGE, classify.rule_change.as_ref(), context)?;
    let today = text(&(context.today)().to_string());
    let mut links = Vec::new();
    for (attribute, given) in [
        (&obstacle::FACTSHEETS, &classify.factsheet),
        (&obstacle::SCHEMES, &classify.scheme),
        (&obstacle::PRECEDENTS, &classify.precedent),
    ] {
        links.push((attribute, attribute.parse(&given.join(";"), context.today).map_err(Failure::usage)?));
    }
    let dry_run = classify.writing.dry_run;
    let told = label(terms::RESOLUTION, resolution.as_text().unwrap_or_default());
    let (number, changed) = step(&classify.number, dry_run, context, |change, number, before| {
        if status(before) == "closed" {
            return Err(refuse_status(number, status(before), REOPEN_FIRST));
        }
        let known = |attribute: &Attribute| before.get(attribute).filter(|value| !value.is_empty()).cloned();
        let solved = on.or_else(|| known(&obstacle::SOLVED)).unwrap_or(today);
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
            change.settle(attribute, added.clone())?;
            if let Value::Numbers(added) = added {
                record.set(attribute, joined(before.get(attribute), &added));
            }
        }
        Ok(record)
    })?;
    context.remark(if changed { remarks::classified(number, told) } else { remarks::unchanged(number) });
    Ok(())
}

/// The numbers that there are, and these.
pub fn joined(known: Option<&Value>, added: &[i64]) -> Value {
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
    let closed_as = enter::required(&obstacle::CLOSED_AS, &close.closed_as, context)?;
    let because = enter::required(&obstacle::REASON, &close.because, context)?;
    let on = enter::value(&obstacle::CLOSED, close.on.as_ref(), context)?;
    let of = enter::value(&obstacle::DUPLICATE_OF, close.of.as_ref(), context)?;
    let duplicate = closed_as.as_text() == Some("duplicate");
    match (&of, duplicate) {
        (None, true) => return Err(Failure::usage(failures::duplicate_of_what()).into()),
        (Some(_), false) => return Err(Failure::usage(failures::of_without_duplicate()).into()),
        _ => {}
    }
    let today = text(&(context.today)().to_string());
    let dry_run = close.writing.dry_run;
    let told = label(terms::CLOSED_AS, closed_as.as_text().unwrap_or_default());
    let (number, changed) = step(&close.number, dry_run, context, |change, number, before| {
        if status(before) == "solved" {
            return Err(refuse_status(number, status(before), REOPEN_FIRST));
        }
        if let Some(Value::Integer(original)) = &of {
            change.register().must_exist(Entity::Obstacle, *original)?;
        }
        let closed = on.or_else(|| before.get(&obstacle::CLOSED).filter(|value| !value.is_empty()).cloned());
        Ok(Record::new(Entity::Obstacle)
            .with(&obstacle::STATUS, text("closed"))
            .with(&obstacle::CLOSED_AS, closed_as)
            .with(&obstacle::REASON, because)
            .with(&obstacle::CLOSED, closed.unwrap_or(today))
            .with(&obstacle::DUPLICATE_OF, of.unwrap_or(Value::Null)))
    })?;
    context.remark(if changed { remarks::closed(number, told) } else { remarks::unchanged(number) });
    Ok(())
}

/// Reopens an obstacle. What was analysed and answered stays; how and when it was solved or closed goes.
pub fn reopen(reopen: Reopen, context: &mut Context<'_>) -> Result<()> {
    let because = enter::required(&obstacle::REASON, &reopen.because, context)?;
    let dry_run = reopen.writing.dry_run;
    let (number, _) = step(&reopen.number, dry_run, context, |_, number, before| {
        if !matches!(status(before), "solved" | "closed") {
            return Err(refuse_status(number, status(before), NOTHING_TO_REOPEN));
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
    context.remark(remarks::reopened(number));
    Ok(())
}

/// Marks a record as recorded by mistake.
pub fn void(void: Void, context: &mut Context<'_>) -> Result<()> {
    let Some((entity, wanted)) = number::parse_any(&void.number) else {
        let valid = number::show(Entity::Obstacle, 12);
        return Err(Failure::usage(failures::not_a_number(void.number, valid)).into());
    };
    let shown = number::show(entity, wanted);
    let attribute = entity
        .attribute("void")
        .filter(|attribute| matches!(attribute.kind, Kind::Line))
        .ok_or_else(|| Failure::usage(failures::cannot_void(&shown)))?;
    let because = enter::required(attribute, &void.because, context)?;
    let referring = context.write(void.writing.dry_run, |change| {
        change.register().must_exist(entity, wanted)?;
        change.update(&Key::Number(wanted), Record::new(entity).with(attribute, because))?;
        change.referring(entity, wanted)
    })?;
    context.remark(remarks::voided(shown));
    if !referring.is_empty() {
        context.remark(remarks::still_referring(referring.join(", ")));
    }
    Ok(())
}
