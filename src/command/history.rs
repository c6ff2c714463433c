//! `history`, `undo` and `snapshot`: what the journal says, taking a write back, and giving a moment a name.

use super::journal_rows::write_journal;
use super::list::{self, ListSpec};
use super::{Context, record_input};
use crate::cli::{History, RowArgs, Snapshot, Undo};
use crate::failure::Failure;
use crate::i18n::{Text, failures, remarks};
use crate::record::{Entity, Filter, Record, Value, date, number, snapshot};
use crate::register::{JournalFilter, ListSummary};
use anyhow::Result;

/// So many records are named when a write is taken back.
const MAX_RECORDS_NAMED: usize = 8;

/// Who changed what, from what to what, and when.
pub fn history(args: History, context: &mut Context<'_>) -> Result<()> {
    let register = context.register()?;
    let mut wanted = JournalFilter {
        entries: args.entry,
        since: args.since,
        until: args.until,
        actor: args.actor,
        limit: args.limit,
        ..JournalFilter::default()
    };
    let pieces = args.records.iter().flat_map(|text| text.split([',', ';'])).map(str::trim);
    for text in pieces.filter(|text| !text.is_empty()) {
        let found = register.find_in_journal(text, number::parse_any(text))?;
        if found.is_empty() {
            return Err(Failure::no_input(failures::not_in_journal(text)).into());
        }
        wanted.records.extend(found);
    }
    if !wanted.entries.is_empty() {
        let (_, last, _) = register.head()?;
        if let Some(entry) = wanted.entries.iter().find(|entry| !(1..=last).contains(*entry)) {
            return Err(Failure::no_input(failures::no_such_entry(*entry, last)).into());
        }
    }
    let persons = context.shows_persons(&args.output);
    let listed = write_journal(&register, &wanted, persons, context.today, context.out, context.progress)?;
    context.close_fast(register);
    context.outcome.more = listed.has_more;
    context.notice(match listed {
        ListSummary { rows, has_more: true } => remarks::more_entries(rows),
        ListSummary { rows: 0, .. } => {
            context.notice_nothing_found();
            return Ok(());
        }
        ListSummary { rows: 1, .. } => remarks::one_entry(),
        ListSummary { rows, .. } => remarks::entry_count(rows),
    });
    Ok(())
}

/// Takes a write back.
pub fn undo(undo: &Undo, context: &mut Context<'_>) -> Result<()> {
    let undone = context.write(undo.write.dry_run, |change| change.undo(undo.entry))?;
    let names = undone.records.iter().take(MAX_RECORDS_NAMED).cloned().collect::<Vec<_>>().join(", ");
    let names = match undone.records.len().checked_sub(MAX_RECORDS_NAMED) {
        None | Some(0) => Text::untranslated(names),
        Some(rest) => remarks::and_more(names, rest),
    };
    context.notice(remarks::entry_undone(undone.entry, undone.action, names));
    if !undone.persons.is_empty() {
        context.notice(remarks::undo_keeps_persons(undone.persons.join(", ")));
    }
    Ok(())
}

/// Gives a moment a name, or lists those that have one.
pub fn snapshot(args: Snapshot, context: &mut Context<'_>) -> Result<()> {
    let entity = Entity::Snapshot;
    let name = args.name.filter(|name| !matches!(name.trim(), "list" | "ls"));
    let Some(name) = name else {
        let filter = Filter::default();
        let rows = RowArgs { sort: Some("entry".to_owned()), ..RowArgs::default() };
        let spec = ListSpec {
            entity,
            columns: &[],
            conditions: Vec::new(),
            filter: &filter,
            rows: &rows,
            output: &args.output,
            lists_persons: false,
            with_derived: false,
        };
        return list::list_records(&spec, context);
    };
    let code = record_input::parse_required(&snapshot::CODE, &name, context)?;
    let looks_like_moment =
        name.trim().bytes().all(|byte| byte.is_ascii_digit()) || date::parse(&name, context.today).is_ok();
    if looks_like_moment {
        return Err(Failure::usage(failures::not_a_snapshot(name)).into());
    }
    let note = record_input::parse_optional(&snapshot::NOTE, args.note.as_ref(), context)?;
    let entry = context.write(args.write.dry_run, |change| {
        let (_, entry, _) = change.register().head()?;
        let name = code.as_text().unwrap_or_default();
        if let Some(known) = change.register().find_code_ignoring_case(entity, name)? {
            return Err(Failure::data(failures::snapshot_exists(known)).into());
        }
        let record = Record::new(entity)
            .with(&snapshot::CODE, code.clone())
            .with(&snapshot::ENTRY, Value::Integer(entry))
            .with(&snapshot::NOTE, note.unwrap_or(Value::Null));
        change.insert(record)?;
        Ok(entry)
    })?;
    context.notice(remarks::snapshot_created(code.as_text().unwrap_or_default(), entry));
    Ok(())
}
