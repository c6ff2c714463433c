//! Writes the steps that an obstacle takes, from collected to solved or closed, each with the day on which it was taken.

use super::Context;
use super::steps::{label, status};
use crate::i18n::attribute_labels as attributes;
use crate::i18n::{Text, choices};
use crate::record::{Attribute, Entity, Record, date, obstacle};
use crate::register::{JournalFilter, Key, Register};
use crate::rows::{Cell, ColumnDef, Datatype, Event, RecordPart, Shape, ValueSource, column_defs, words};
use anyhow::Result;
use jiff::Timestamp;

/// Limit on the journal entries to search for the day on which the analysis began.
const MAX_ENTRIES: u64 = 200;

column_defs! {
    STEP "status" attributes::STATUS, values = ValueSource::Choices(choices::STATUS);
    DAY "day" words("dag", "day", "op welke dag", "on which day"), datatype = Datatype::Date;
    STATE "state" words("stand", "state", "of de stap is gezet", "whether the step was taken"), values = ValueSource::Choices(choices::STEP_STATE);
    OUTCOME "outcome" words("uitkomst", "outcome", "hoe het afliep", "how it ended");
}

struct Step<'a> {
    /// The status to which the step leads.
    status: &'static str,
    day: Option<&'a str>,
    /// A code in [`choices::STEP_STATE`].
    state: &'static str,
    outcome: Option<Text>,
}

pub fn write_steps(register: &Register, number: i64, context: &mut Context<'_>) -> Result<()> {
    let record = register.load(Entity::Obstacle, &Key::Number(number))?;
    let began = match status(&record) {
        "collected" => None,
        _ => analysis_day(register, number, context)?,
    };
    context.out.emit(Event::Part(RecordPart::Steps))?;
    context.out.begin(&ColumnDef::columns(&[&STEP, &DAY, &STATE, &OUTCOME]), Shape::Table)?;
    for Step { status, day, state, outcome } in steps(&record, began.as_deref()) {
        let day = day.map_or(Cell::Null, Cell::Text);
        let outcome = outcome.as_ref().map_or(Cell::Null, Cell::Localized);
        context.out.row(&[Cell::Text(status), day, Cell::Text(state), outcome])?;
    }
    context.out.end()
}

/// Returns the steps of an obstacle. An obstacle that was solved or closed without an analysis has no step for that.
fn steps<'a>(record: &'a Record, analysis_day: Option<&'a str>) -> Vec<Step<'a>> {
    let step = |status, day, state| Step { status, day, state, outcome: None };
    let ahead = |status| step(status, None, "ahead");
    let received = record.text(&obstacle::RECEIVED);
    let last = |status, day: &Attribute, outcome: &Attribute, choices| Step {
        outcome: record.text(outcome).map(|code| label(choices, code)),
        ..step(status, record.text(day), "current")
    };
    let status = status(record);
    if status == "collected" {
        return vec![step("collected", received, "current"), ahead("in-analysis"), ahead("solved")];
    }
    let collected = step("collected", received, "done");
    if status == "in-analysis" {
        return vec![collected, step("in-analysis", analysis_day, "current"), ahead("solved")];
    }
    let analysed = analysis_day.map(|day| step("in-analysis", Some(day), "done"));
    let last = match status {
        "closed" => last("closed", &obstacle::CLOSED, &obstacle::CLOSED_AS, choices::CLOSED_AS),
        _ => last("solved", &obstacle::SOLVED, &obstacle::RESOLUTION, choices::RESOLUTION),
    };
    std::iter::once(collected).chain(analysed).chain([last]).collect()
}

/// Returns the day of the latest journal entry that changed the status to `in-analysis`. An imported obstacle may have
/// arrived with that status, and then the day is not known.
fn analysis_day(register: &Register, number: i64, context: &Context<'_>) -> Result<Option<String>> {
    let records = vec![(Entity::Obstacle, Key::Number(number))];
    let filter = JournalFilter { records: records.clone(), limit: Some(MAX_ENTRIES), ..JournalFilter::default() };
    let mut day = None;
    register.journal_entries(&filter, context.today, &mut |entry| {
        if day.is_some() {
            return Ok(());
        }
        register.for_each_change(entry.number, &records, |change| {
            let begins = |record: &Option<Record>| {
                record.as_ref().and_then(|record| record.text(&obstacle::STATUS)) == Some("in-analysis")
            };
            if change.before.is_some() && begins(&change.after) && !begins(&change.before) {
                let at: Option<Timestamp> = entry.at.parse().ok();
                day = at.map(|at| at.to_zoned(date::local_time_zone()).date().to_string());
            }
            Ok(true)
        })
    })?;
    Ok(day)
}
