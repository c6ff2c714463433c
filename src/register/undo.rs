//! Undoes a write by restoring the earlier values in a new write. The journal keeps both entries.

use super::journal::{apply_json, key_from_sql, personal_value};
use super::normalize::keep_acceptance;
use super::rebuild::empty_record;
use super::redaction::REDACT;
use super::{Key, Register, WriteTx};
use crate::failure::Failure;
use crate::i18n::{Text, failures};
use crate::record::{Entity, Kind, Record, Value};
use anyhow::Result;
use rusqlite::types::ValueRef;
use rusqlite::{ErrorCode, OptionalExtension};
use std::collections::HashSet;

#[derive(Clone, Debug)]
pub struct UndoSummary {
    pub entry: i64,
    pub action: String,
    pub at: String,
    pub records: Vec<String>,
    pub persons: Vec<String>,
}

struct ChangedRecord {
    entity: Entity,
    key: Key,
    before: Option<Record>,
    after: Option<Record>,
}

impl Register {
    /// Returns the number of the journal entry to undo. Fails if the requested entry cannot be undone. If `requested`
    /// is `None`, returns the newest entry that has changes, is not itself an undo, and is not undone already.
    fn entry_to_undo(&self, requested: Option<i64>) -> Result<i64> {
        let mut statement =
            self.connection.prepare_cached("SELECT number, undoes, changes FROM journal ORDER BY number DESC")?;
        let mut rows = statement.query([])?;
        // The entries that are undone at present. Leaves out an entry if its undo was itself undone.
        let mut reverted: HashSet<i64> = HashSet::new();
        while let Some(row) = rows.next()? {
            let (number, undoes, changes): (i64, Option<i64>, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let is_reverted = reverted.contains(&number);
            if requested == Some(number) {
                return if is_reverted {
                    Err(Failure::data(failures::already_undone(number)).into())
                } else if changes == 0 {
                    Err(Failure::data(failures::entry_without_changes(number)).into())
                } else {
                    Ok(number)
                };
            }
            match undoes {
                _ if is_reverted => {}
                Some(undone) => {
                    reverted.insert(undone);
                }
                None if changes > 0 && requested.is_none() => return Ok(number),
                None => {}
            }
        }
        Err(match requested {
            Some(entry) => Failure::no_input(failures::no_such_entry(entry, self.head()?.1)),
            None => Failure::no_input(failures::nothing_to_undo()),
        }
        .into())
    }

    /// The newest entry before `entry` that can be undone.
    fn previous_undoable(&self, entry: i64) -> Result<Option<i64>> {
        let mut statement = self.connection.prepare(
            "SELECT j.number FROM journal AS j WHERE j.number < ?1 AND j.number > 1 AND j.undoes IS NULL
             AND j.action NOT IN ('upgrade', 'erase person')
             AND EXISTS (SELECT 1 FROM journal_change AS c WHERE c.entry = j.number AND c.kind <> 'person')
             ORDER BY j.number DESC",
        )?;
        let mut rows = statement.query([entry])?;
        while let Some(row) = rows.next()? {
            let number = row.get(0)?;
            if self.entry_to_undo(Some(number)).is_ok() {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    fn lead_is_involved(&self, obstacle: i64) -> Result<bool> {
        let sql = "SELECT 1 FROM obstacle AS o JOIN obstacle_ministry AS l ON l.obstacle = o.number
                   AND l.ministry = o.ministry WHERE o.number = ?1";
        Ok(self.connection.prepare_cached(sql)?.exists([obstacle])?)
    }

    /// Returns the codes of records that refer to the given record, at most four for each referring attribute.
    pub(super) fn referrers(&self, entity: Entity, key: &Key) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for other in Entity::ALL {
            let own = other.key().name;
            for attribute in other.attributes() {
                let sql = match attribute.kind {
                    Kind::Reference(kind) if kind == entity => {
                        format!("SELECT {own} FROM {} WHERE {} = ?1", other.table(), attribute.name)
                    }
                    Kind::References(kind, link) if kind == entity => {
                        format!("SELECT {} FROM {} WHERE {} = ?1", link.owner, link.table, link.value)
                    }
                    _ => continue,
                };
                let mut statement = self.connection.prepare(&format!("{sql} LIMIT 4"))?;
                let mut rows = statement.query([key])?;
                while let Some(row) = rows.next()? {
                    found.push(key_from_sql(row.get_ref(0)?)?.show(*other));
                }
            }
        }
        Ok(found)
    }
}

impl WriteTx<'_> {
    pub fn undo(&mut self, requested: Option<i64>) -> Result<UndoSummary> {
        let entry = self.register().entry_to_undo(requested)?;
        let (action, at): (String, String) = self
            .register()
            .connection
            .prepare_cached("SELECT action, at FROM journal WHERE number = ?1")?
            .query_row([entry], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let refused = |why: Text| Err(Failure::data(why).into());
        if entry == 1 {
            return refused(failures::cannot_undo_first_entry(entry));
        }
        if action == "erase person" {
            return refused(match self.register.previous_undoable(entry)? {
                Some(other) => failures::cannot_undo_erasure_suggest(entry, other),
                None => failures::cannot_undo_erasure(entry),
            });
        }
        if action == REDACT {
            return refused(match self.register.previous_undoable(entry)? {
                Some(other) => failures::cannot_undo_redaction_suggest(entry, other),
                None => failures::cannot_undo_redaction(entry),
            });
        }
        self.entry.undoes = Some(entry);
        self.accepts_void = true;
        let (mut records, mut persons) = (Vec::new(), Vec::new());
        for number in self.change_numbers(entry)? {
            let Some(changed) = self.load_change(entry, number, &mut persons)? else { continue };
            self.needs_original_check |= changed.entity == Entity::Obstacle;
            records.push(changed.key.show(changed.entity));
            self.revert(entry, &changed)?;
        }
        if records.is_empty() {
            return refused(match self.register.previous_undoable(entry)? {
                Some(other) => failures::undo_only_adds_person_suggest(entry, other),
                None => failures::undo_only_adds_person(entry),
            });
        }
        self.check_orphans(entry)?;
        // The summary reports the persons whom the entry added, because undo does not delete persons. Leave out the
        // author of the entry: an author always stays in the register, because the journal names the author.
        let actor: i64 = self
            .register
            .connection
            .prepare_cached("SELECT person FROM journal WHERE number = ?1")?
            .query_row([entry], |row| row.get(0))?;
        persons.retain(|person| *person != crate::record::number::format(Entity::Person, actor));
        records.reverse();
        persons.reverse();
        Ok(UndoSummary { entry, action, at, records, persons })
    }

    fn change_numbers(&self, entry: i64) -> Result<Vec<i64>> {
        let mut statement = self
            .register()
            .connection
            .prepare_cached("SELECT number FROM journal_change WHERE entry = ?1 ORDER BY number DESC")?;
        Ok(statement.query_map([entry], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Loads one change of an entry. Returns `None` if the change added a person: undo does not delete persons, because
    /// other records or the journal may refer to them.
    fn load_change(&self, entry: i64, number: i64, persons: &mut Vec<String>) -> Result<Option<ChangedRecord>> {
        let connection = &self.register().connection;
        let mut statement =
            connection.prepare_cached("SELECT kind, key, before, after FROM journal_change WHERE number = ?1")?;
        let mut rows = statement.query([number])?;
        let row = rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        let kind: String = row.get(0)?;
        let entity = Entity::from_table(&kind).ok_or_else(|| Failure::data(failures::entry_unreadable(entry)))?;
        let key = key_from_sql(row.get_ref(1)?)?;
        if entity == Entity::Person && row.get_ref(2)? == ValueRef::Null {
            persons.push(key.show(entity));
            return Ok(None);
        }
        let is_erased = std::cell::Cell::new(false);
        let resolve_personal = |hash: &str| {
            let value = personal_value(connection, hash)?;
            is_erased.set(is_erased.get() || value.is_none());
            Ok(value)
        };
        let read = |column: usize, whole: bool| -> Result<Option<Record>> {
            let ValueRef::Text(json) = row.get_ref(column)? else { return Ok(None) };
            let mut record = if whole { empty_record(entity, &key) } else { Record::new(entity) };
            apply_json(&mut record, json, entry, &resolve_personal)?;
            Ok(Some(record))
        };
        let whole = row.get_ref(2)? == ValueRef::Null || row.get_ref(3)? == ValueRef::Null;
        let (before, after) = (read(2, whole)?, read(3, whole)?);
        if is_erased.get() {
            return Err(Failure::data(failures::undo_record_erased(entry, key.show(entity))).into());
        }
        Ok(Some(ChangedRecord { entity, key, before, after }))
    }

    fn revert(&mut self, entry: i64, changed: &ChangedRecord) -> Result<()> {
        let ChangedRecord { entity, key, before, after } = changed;
        let is_there = self.exists(*entity, key)?;
        let current = if is_there { Some(self.register().load(*entity, key)?) } else { None };
        let is_current = match (after, &current) {
            (None, None) => true,
            (Some(after), Some(current)) => {
                after.iter_set().all(|(attribute, value)| current.get(attribute).unwrap_or(&Value::Null) == value)
            }
            _ => false,
        };
        if !is_current {
            return Err(self.later_write_failure(entry, changed)?.into());
        }
        if let (Some(before), None) = (before, &current)
            && let Some(code) = before.text(entity.key())
            && let Some(known) = self.register.find_code_ignoring_case(*entity, code)?
        {
            return Err(Failure::data(failures::code_exists(known)).into());
        }
        let set = match (before, &current) {
            (Some(before), Some(current)) => {
                let mut restored = before.clone();
                keep_acceptance(current, &mut restored);
                self.update_unchecked(key, current, &restored).map(|_| ())
            }
            (Some(before), None) => self.insert_unchecked(before).map(|_| ()),
            (None, _) => Ok(()),
        };
        if let Err(error) = set {
            // Storing the old values fails if they refer to a deleted record, or repeat the name of another record.
            return Err(match super::broken_rule(&error) {
                Some(rule) => Failure::data(failures::undo_violates_rule(entry, key.show(*entity), rule.text)).into(),
                None => error,
            });
        }
        if let (Entity::Obstacle, Key::Number(number)) = (entity, key)
            && self.register.lead_is_involved(*number)?
        {
            return Err(self.later_write_failure(entry, changed)?.into());
        }
        let (None, Some(current)) = (before, current) else { return Ok(()) };
        if let Err(error) = self.remove(key, &current) {
            let referred = error
                .downcast_ref::<rusqlite::Error>()
                .is_some_and(|error| error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation));
            if !referred {
                return Err(error);
            }
            let referrers = self.register().referrers(*entity, key)?.join(", ");
            return Err(Failure::data(failures::undo_record_referenced(entry, key.show(*entity), referrers)).into());
        }
        Ok(())
    }

    /// The failure if a record no longer has the values that an entry wrote. Names the last write that changed them.
    fn later_write_failure(&self, entry: i64, changed: &ChangedRecord) -> Result<Failure> {
        let ChangedRecord { entity, key, after, .. } = changed;
        let shown = key.show(*entity);
        let mut statement = self.register.connection.prepare(
            "SELECT c.number, c.entry FROM journal_change AS c
             WHERE c.kind = ?1 AND c.key = ?2 AND c.entry > ?3 ORDER BY c.number DESC",
        )?;
        let mut rows = statement.query((entity.table(), key, entry))?;
        while let Some(row) = rows.next()? {
            let later: i64 = row.get(1)?;
            let Some(other) = self.load_change(later, row.get(0)?, &mut Vec::new())? else { continue };
            let touches = match (after, &other.after) {
                (Some(mine), Some(theirs)) if other.before.is_some() => {
                    mine.iter_set().any(|(attribute, _)| theirs.get(attribute).is_some())
                }
                _ => true,
            };
            if touches {
                return Ok(Failure::data(failures::undo_conflicts_with_later(entry, shown, later)));
            }
        }
        Ok(Failure::data(failures::undo_journal_mismatch(entry, shown)))
    }

    /// Fails if the undo deleted an obstacle that has duplicates.
    fn check_orphans(&self, entry: i64) -> Result<()> {
        let orphan: Option<(String, i64)> = self
            .register()
            .connection
            .prepare_cached(
                "SELECT o.code, o.duplicate_of FROM obstacle AS o WHERE o.duplicate_of IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM obstacle AS t WHERE t.number = o.duplicate_of) LIMIT 1",
            )?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match orphan {
            None => Ok(()),
            Some((code, original)) => {
                let original = Key::Number(original).show(Entity::Obstacle);
                Err(Failure::data(failures::undo_record_referenced(entry, original, code)).into())
            }
        }
    }
}
