//! `history`, `undo` and `snapshot`: what the journal says, taking a write back, and giving a moment a name.

use super::list::{self, Wanted as Listing};
use super::{Context, enter};
use crate::cli::{History, Rows, Snapshot, Undo};
use crate::failure::Failure;
use crate::record::{Entity, Filter, Record, Value, date, number, snapshot};
use crate::register::{Listed, Wanted};
use crate::words::{Text, failures, remarks};
use anyhow::Result;

/// So many records are named when a write is taken back.
const NAMED: usize = 8;

/// Who changed what, from what to what, and when.
pub fn history(asked: History, context: &mut Context<'_>) -> Result<()> {
    let register = context.register()?;
    let mut wanted = Wanted {
        entries: asked.entry,
        since: asked.since,
        until: asked.until,
        actor: asked.actor,
        limit: asked.limit,
        ..Wanted::default()
    };
    let pieces = asked.records.iter().flat_map(|text| text.split([',', ';'])).map(str::trim);
    for text in pieces.filter(|text| !text.is_empty()) {
        let found = register.in_journal(text, number::parse_any(text))?;
        if found.is_empty() {
            return Err(Failure::no_input(failures::not_in_the_journal(text)).into());
        }
        wanted.records.extend(found);
    }
    if !wanted.entries.is_empty() {
        let (_, last, _) = register.head()?;
        if let Some(entry) = wanted.entries.iter().find(|entry| !(1..=last).contains(*entry)) {
            return Err(Failure::no_input(failures::no_such_entry(*entry, last)).into());
        }
    }
    let persons = context.persons(&asked.output);
    let listed = register.history(&wanted, persons, context.today, context.out, context.progress)?;
    context.leave(register);
    context.remark(match listed {
        Listed { rows, more: true } => remarks::more_entries(rows),
        Listed { rows: 0, .. } => remarks::nothing_found(),
        Listed { rows: 1, .. } => remarks::one_entry(),
        Listed { rows, .. } => remarks::entries(rows),
    });
    Ok(())
}

/// Takes a write back.
pub fn undo(undo: &Undo, context: &mut Context<'_>) -> Result<()> {
    let undone = context.write(undo.writing.dry_run, |change| change.undo(undo.entry))?;
    let named = undone.records.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let named = match undone.records.len().checked_sub(NAMED) {
        None | Some(0) => Text::plain(named),
        Some(rest) => remarks::and_more(named, rest),
    };
    context.remark(remarks::undone(undone.entry, undone.action, named));
    if !undone.persons.is_empty() {
        context.remark(remarks::persons_stay(undone.persons.join(", ")));
    }
    Ok(())
}

/// Gives a moment a name, or lists those that have one.
pub fn snapshot(asked: Snapshot, context: &mut Context<'_>) -> Result<()> {
    let entity = Entity::Snapshot;
    let name = asked.name.filter(|name| !matches!(name.trim(), "list" | "ls"));
    let Some(name) = name else {
        let filter = Filter::default();
        let rows = Rows { sort: Some("entry".to_owned()), ..Rows::default() };
        let wanted = Listing {
            entity,
            columns: &[],
            own: Vec::new(),
            filter: &filter,
            rows: &rows,
            output: &asked.output,
            names_persons: false,
            with_derived: false,
        };
        return list::rows(&wanted, context);
    };
    let code = enter::required(&snapshot::CODE, &name, context)?;
    let like_a_moment =
        name.trim().bytes().all(|byte| byte.is_ascii_digit()) || date::parse(&name, context.today).is_ok();
    if like_a_moment {
        return Err(Failure::usage(failures::not_a_snapshot(name)).into());
    }
    let note = enter::value(&snapshot::NOTE, asked.note.as_ref(), context)?;
    let entry = context.write(asked.writing.dry_run, |change| {
        let (_, entry, _) = change.register().head()?;
        let named = code.as_text().unwrap_or_default();
        if let Some(known) = change.register().same_code(entity, named)? {
            return Err(Failure::data(failures::snapshot_there(known)).into());
        }
        let record = Record::new(entity)
            .with(&snapshot::CODE, code.clone())
            .with(&snapshot::ENTRY, Value::Integer(entry))
            .with(&snapshot::NOTE, note.unwrap_or(Value::Null));
        change.insert(record)?;
        Ok(entry)
    })?;
    context.remark(remarks::snapshot_made(code.as_text().unwrap_or_default(), entry));
    Ok(())
}
