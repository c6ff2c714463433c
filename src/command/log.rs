//! `log` and `edit`: recording obstacles.

use super::{Context, record_input, search};
use crate::cli::{Edit, Log};
use crate::failure::Failure;
use crate::i18n::{failures, remarks};
use crate::record::{Attribute, Entity, Record, Value, obstacle};
use crate::register::{Key, Register};
use anyhow::Result;
use std::path::Path;

/// Records an obstacle.
pub fn log(log: Log, context: &mut Context<'_>) -> Result<()> {
    let mut record = record_input::parse_record(Entity::Obstacle, &log.fields, context)?;
    if let Some(attribute) = record.missing_required().collect::<Vec<_>>().into_iter().next() {
        return Err(Failure::usage(failures::missing_option(
            record_input::input_hint(Entity::Obstacle, attribute, true),
            "log",
        ))
        .into());
    }
    if record.get(&obstacle::RECEIVED).is_none() {
        record.set(&obstacle::RECEIVED, Value::Text((context.today)().to_string()));
    }
    let title = record.text(&obstacle::TITLE).unwrap_or_default().to_owned();
    if !context.global.quiet {
        search::remark_duplicates(&record, context)?;
    }
    let key = context.write(log.write.dry_run, |change| {
        let record = change.resolve(&record)?;
        change.insert(record)
    })?;
    let number = key.show(Entity::Obstacle);
    record_input::remark_suspicious(&record, context);
    context.print_recorded(&number, title)?;
    if context.global.quiet {
        return Ok(());
    }
    let about = match key {
        Key::Number(number) if !log.write.dry_run => Some(number),
        _ => None,
    };
    // It is recorded: what goes wrong from here on is no reason to say otherwise.
    let _ = search::remark_precedents(&record, about, context);
    Ok(())
}

/// Changes what is recorded of an obstacle.
pub fn edit(edit: Edit, context: &mut Context<'_>) -> Result<()> {
    let mut record = record_input::parse_record(Entity::Obstacle, &edit.fields, context)?;
    record_input::clear_attributes(&mut record, &edit.clear)?;
    change(Entity::Obstacle, &edit.number, record, edit.write.dry_run, "edit", context)
}

/// Changes a record of any kind, and says whether that made a difference.
pub fn change(
    entity: Entity,
    number: &str,
    record: Record,
    dry_run: bool,
    command: &str,
    context: &mut Context<'_>,
) -> Result<()> {
    if record.is_blank() {
        return Err(Failure::usage(failures::nothing_to_change(command)).into());
    }
    let (key, changed) = context.write(dry_run, |change| {
        let key = record_input::parse_key(entity, number, change)?;
        let settled = change.resolve(&record)?;
        let changed = change.update(&key, settled)?;
        Ok((key, changed))
    })?;
    let shown = key.show(entity);
    record_input::remark_suspicious(&record, context);
    context.notice(if changed { remarks::changed(shown) } else { remarks::unchanged(shown) });
    Ok(())
}

/// The text that an attribute of a record holds now, for an editor to begin with.
///
/// # Errors
/// When there is no such record.
pub fn current_text(path: &Path, entity: Entity, number: &str, attribute: &Attribute) -> Result<String> {
    let wanted = record_input::record_number(entity, number)?;
    let record = Register::open(path)?.load(entity, &Key::Number(wanted))?;
    Ok(record.text(attribute).unwrap_or_default().to_owned())
}
