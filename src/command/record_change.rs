//! Changes one or more records in the same way, in one journal entry: all of them, or none.

use super::change_rows::{self, Fate, RecordEdit};
use super::link::LinkTargets;
use super::outcome::Edited;
use super::record_input::{self, short_value};
use super::{Context, Outcome, record_key};
use crate::cli::SeenVersion;
use crate::failure::{Exit, Failure, FailureKind};
use crate::i18n::{failures, remarks};
use crate::record::{Entity, Kind, Record, Value, number, obstacle};
use crate::register::{Key, WriteTx};
use anyhow::Result;

/// Maximum number of records in one change, so that nobody else waits long to write, and a page can show all of them.
pub const MAX_RECORDS: usize = 500;

/// A change that is the same for one or more records.
pub struct RecordChange<'a> {
    pub entity: Entity,
    pub numbers: &'a [String],
    pub record: Record,
    /// What to link obstacles to, besides what they are linked to already.
    pub links: LinkTargets,
    pub adds_mentioned_laws: bool,
    pub dry_run: bool,
    /// The name of the command, for the message of the error if there is nothing to change.
    pub command: &'a str,
}

impl RecordChange<'_> {
    fn is_blank(&self) -> bool {
        self.record.is_blank() && self.links.is_empty() && !self.adds_mentioned_laws
    }
}

pub fn change_record(request: RecordChange<'_>, context: &mut Context<'_>) -> Result<Outcome> {
    let RecordChange { entity, numbers, dry_run, .. } = request;
    let is_on_site = !context.clearance.is_command_line();
    // A page shows the chosen obstacles before anybody chooses what to change.
    if request.is_blank() && !(is_on_site && dry_run) {
        return Err(Failure::usage(failures::nothing_to_change(request.command)).into());
    }
    if numbers.len() > MAX_RECORDS {
        return Err(Failure::usage(failures::too_many_records(numbers.len(), MAX_RECORDS)).into());
    }
    let has_rows = entity == Entity::Obstacle && (is_on_site || (dry_run && numbers.len() > 1));
    let is_preview = has_rows && dry_run;
    // A preview reports each record that has changed, instead of failing.
    let seen = if is_preview { context.global.seen_version.take() } else { None };
    let mut batch = Batch { request, is_preview, has_rows, seen, for_readers: context.out.audience().is_for_readers() };
    let (edits, entry) = context.write(dry_run, |change| Ok((batch.apply(change)?, change.entry_number())))?;
    notice_edits(&batch, &edits, context);
    if has_rows {
        change_rows::write_rows(&edits, context.out)?;
    }
    let shown = |is_wanted: fn(&Fate) -> bool| {
        edits.iter().filter(|edit| is_wanted(&edit.fate)).map(|edit| edit.shown.clone()).collect::<Vec<_>>()
    };
    let changed = shown(|fate| matches!(fate, Fate::Changed));
    let unchanged = shown(|fate| matches!(fate, Fate::Unchanged));
    let refused = shown(|fate| matches!(fate, Fate::Refused(_))).len();
    if is_preview && !is_on_site {
        context.notice(remarks::would_change(changed.len(), unchanged.len(), refused));
    }
    let entry = (!dry_run && !changed.is_empty()).then_some(entry);
    context.outcome.edited = Some(Edited { changed, unchanged, refused, entry });
    // The change itself would fail for all records.
    Ok(context.finish(if refused > 0 && !is_on_site { Exit::Data } else { Exit::Success }))
}

struct Batch<'a> {
    request: RecordChange<'a>,
    /// Whether to report a record that cannot be changed, instead of failing.
    is_preview: bool,
    has_rows: bool,
    seen: Option<SeenVersion>,
    for_readers: bool,
}

impl Batch<'_> {
    fn apply(&mut self, change: &mut WriteTx<'_>) -> Result<Vec<RecordEdit>> {
        let entity = self.request.entity;
        let mut found: Vec<std::result::Result<Key, RecordEdit>> = Vec::new();
        for text in self.request.numbers {
            match record_key::parse_key(entity, text, change) {
                Ok(key) if found.iter().flatten().any(|earlier| *earlier == key) => {}
                Ok(key) => found.push(Ok(key)),
                Err(error) if self.is_preview => found.push(Err(refused_edit(entity, text, change, error)?)),
                Err(error) => return Err(error),
            }
        }
        self.request.links.require_linkable(change)?;
        let resolved = change.resolve(&self.request.record)?;
        found.into_iter().map(|key| key.map_or_else(Ok, |key| self.edit(key, &resolved, change))).collect()
    }

    fn edit(&self, key: Key, resolved: &Record, change: &mut WriteTx<'_>) -> Result<RecordEdit> {
        let entity = self.request.entity;
        let before = change.register().load(entity, &key)?;
        let mut record = resolved.clone();
        let shown = key.show(entity);
        if let Err(failure) = self.request.links.add_to(&mut record, &before, &key) {
            if !self.is_preview {
                return Err(failure.into());
            }
            return Ok(RecordEdit::refused(shown, &before, failure.text));
        }
        if self.request.adds_mentioned_laws {
            record_input::add_mentioned_laws(change.register(), &mut record, Some(&before))?;
        }
        // Look before the update, which is a change too.
        let is_stale = match &self.seen {
            Some(seen) => is_stale(change, entity, &key, seen.entry)?,
            None => false,
        };
        let is_changed = change.update(&key, record.clone())?;
        let after = change.register().load(entity, &key)?;
        let mut edit = RecordEdit::new(shown, before, record, after, is_changed);
        if self.has_rows {
            // Persons and codes have their names here, also those that a dry run takes back afterwards.
            edit.describe(change.register(), self.for_readers)?;
            edit.is_stale = is_stale;
            // Together, many records could have more text than a request may hold.
            if self.request.numbers.len() > 1 {
                edit.forget_records();
            }
        }
        Ok(edit)
    }
}

fn is_stale(change: &WriteTx<'_>, entity: Entity, key: &Key, entry: i64) -> Result<bool> {
    match change.register().require_unchanged_since(entity, key, entry) {
        Ok(()) => Ok(false),
        Err(error) if Failure::from_error(&error).kind == FailureKind::Stale => Ok(true),
        Err(error) => Err(error),
    }
}

/// Describes a record that cannot be changed, and why.
fn refused_edit(entity: Entity, text: &str, change: &WriteTx<'_>, error: anyhow::Error) -> Result<RecordEdit> {
    let failure = error.downcast::<Failure>()?;
    let number = record_key::record_number(entity, text).ok();
    let stored = number.and_then(|number| change.register().load(entity, &Key::Number(number)).ok());
    let why = match (number, &stored) {
        (None, _) => failure.text,
        (Some(_), Some(_)) => remarks::IS_VOID.into(),
        (Some(_), None) => remarks::IS_MISSING.into(),
    };
    let shown = number.map_or_else(|| text.to_owned(), |number| number::format(entity, number));
    Ok(RecordEdit::refused(shown, &stored.unwrap_or_else(|| Record::new(entity)), why))
}

fn notice_edits(batch: &Batch<'_>, edits: &[RecordEdit], context: &mut Context<'_>) {
    let RecordChange { entity, record, dry_run, adds_mentioned_laws, .. } = &batch.request;
    let has_question = [&obstacle::TITLE, &obstacle::QUESTION].into_iter().any(|text| record.get(text).is_some());
    let proposes_laws = *entity == Entity::Obstacle && has_question && !adds_mentioned_laws;
    if let Some(edit) = edits.iter().find(|edit| !matches!(edit.fate, Fate::Refused(_))) {
        record_input::notice_suspicious(&edit.record, context);
    }
    for edit in edits {
        let is_changed = match edit.fate {
            Fate::Refused(_) => continue,
            Fate::Changed => true,
            Fate::Unchanged => false,
        };
        if proposes_laws {
            let number = (!dry_run).then_some(edit.shown.as_str());
            record_input::notice_mentioned_laws(&edit.after, number, context);
        }
        // The rows of a preview say the same.
        if batch.is_preview {
            continue;
        }
        context.notice(if is_changed { remarks::changed(&edit.shown) } else { remarks::unchanged(&edit.shown) });
        // Show values only on the user's screen: they may be long, and a program can read the record itself.
        if is_changed && context.is_on_terminal {
            notice_old_and_new(&edit.before, &edit.record, context);
        }
    }
}

fn notice_old_and_new(before: &Record, record: &Record, context: &mut Context<'_>) {
    for (attribute, new) in record.iter_set() {
        let old = before.get(attribute).unwrap_or(&Value::Null);
        if !old.is_same(new)
            && !attribute.identifies_person()
            && !matches!(attribute.kind, Kind::Reference(Entity::Person))
        {
            context.notice(remarks::old_and_new(
                attribute.i18n.label,
                short_value(attribute, old),
                short_value(attribute, new),
            ));
        }
    }
}
