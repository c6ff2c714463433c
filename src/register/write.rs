//! All writes to the register: one transaction changes records, adds a journal entry and updates the search index.

use super::journal::{EntryBuilder, EntryMeta};
use super::normalize::{normalize_law_id, normalize_person_name, normalize_texts, separate_lead, withdraw_acceptance};
use super::{Key, Register};
use crate::failure::{Exit, Failure, FailureKind};
use crate::i18n::failures;
use crate::record::law::Law;
use crate::record::{Entity, Record, Value, number, on_one_line, person};
use anyhow::Result;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior};
use std::collections::HashMap;

/// The longest time that a write can wait for another write, plus a margin.
const MAX_LOCK_WAIT: jiff::SignedDuration = jiff::SignedDuration::from_secs(10);

/// How far the number of an imported record may be above the highest number in use.
const MAX_NUMBER_STEP: i64 = 10_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutOutcome {
    Added,
    Changed,
    Unchanged,
}

pub struct WriteTx<'a> {
    pub(super) register: &'a Register,
    pub(super) entry: EntryBuilder,
    /// Whether to check, at the end of the write, that precedents and the originals of duplicates exist.
    pub(super) needs_original_check: bool,
    /// Whether to accept references to void records (made by mistake), as in an import of a whole register.
    pub accepts_void: bool,
    /// Whether the person numbers in an imported list are those of this register.
    pub has_own_numbers: bool,
    /// How many persons were left out of an import, because their numbers are from another register.
    pub skipped_persons: u64,
    /// The names of the collective agreements (cao) and institutions' own rules that obstacles cite, as these obstacles
    /// spell them. The map is loaded on first use. Its keys are in the form that [`Law::key`] returns.
    pub(super) law_names: Option<HashMap<Law, String>>,
}

impl Register {
    /// Runs `action` in one transaction: all its changes are written, or none. A dry run discards them at the end.
    pub fn write<T>(
        &mut self,
        meta: &EntryMeta,
        dry_run: bool,
        action: impl FnOnce(&mut WriteTx<'_>) -> Result<T>,
    ) -> Result<T> {
        self.require_no_views()?;
        let has_unfinished_erasure = self.has_unfinished_erasure()?;
        let done = {
            let register = &*self;
            let transaction = Transaction::new_unchecked(&register.connection, TransactionBehavior::Immediate)?;
            // Check the schema version: another process may have upgraded the register since this one opened it.
            register.check_version()?;
            register.persons.invalidate();
            register.lexicon.borrow_mut().begin_write();
            if !register.is_search_current()? {
                register.rebuild_search(&mut |_| {})?;
            }
            let meta = &EntryMeta { at: register.at_least_last_entry(meta.at)?, ..meta.clone() };
            let author = register.find_person_by_name(&meta.actor)?;
            let entry = EntryBuilder::begin(&register.connection, author)?;
            let mut tx = WriteTx {
                register,
                entry,
                needs_original_check: false,
                accepts_void: false,
                has_own_numbers: false,
                skipped_persons: 0,
                law_names: None,
            };
            let done = action(&mut tx)?;
            // SQLite ends the transaction if the disk is full. Fail, so that nothing is written outside a transaction.
            if register.connection.is_autocommit() {
                return Err(Failure::new(Exit::Io, failures::disk_full()).into());
            }
            register.finish_index()?;
            tx.check_originals()?;
            tx.finish_entry(meta)?;
            if dry_run {
                transaction.rollback()?;
            } else {
                transaction.commit()?;
            }
            done
        };
        for entity in Entity::ALL {
            self.vocabularies.invalidate(*entity);
        }
        self.persons.invalidate();
        if has_unfinished_erasure && !dry_run {
            // Ignore a failure, for example if another process uses the file, because a later write tries again.
            let _ = self.enable_secure_delete().and_then(|()| self.vacuum());
        }
        Ok(done)
    }

    /// Returns the time for a new entry, which is normally `at`. If this write waited for another one, the last entry
    /// may be slightly later. In that case, returns the time of the last entry. If the last entry is much later, a
    /// clock was set back. The entry then gets `at`, so that the journal shows this.
    fn at_least_last_entry(&self, at: jiff::Timestamp) -> Result<jiff::Timestamp> {
        let last: Option<String> = self
            .connection
            .prepare_cached("SELECT at FROM journal ORDER BY number DESC LIMIT 1")?
            .query_row([], |row| row.get(0))
            .optional()?;
        let last: Option<jiff::Timestamp> = last.and_then(|last| last.parse().ok());
        Ok(last.filter(|last| *last > at && last.duration_since(at) < MAX_LOCK_WAIT).unwrap_or(at))
    }

    /// Adds a journal entry for an action that changes no record.
    pub fn write_note(&mut self, meta: &EntryMeta) -> Result<()> {
        self.write(meta, false, |tx| {
            tx.entry.keep_if_empty = true;
            Ok(())
        })
    }
}

/// The page cache for large writes. With SQLite's default of 2 MiB, pages would constantly be written and read again.
const BULK_CACHE_KIB: i64 = 32 * 1024;

impl<'a> WriteTx<'a> {
    pub fn prepare_bulk(&self) -> Result<()> {
        self.register.connection.pragma_update(None, "cache_size", -BULK_CACHE_KIB)?;
        self.register.start_bulk_index();
        Ok(())
    }

    /// The number of the journal entry that this write adds if it changes anything.
    pub const fn entry_number(&self) -> i64 {
        self.entry.number
    }

    pub const fn register(&self) -> &'a Register {
        self.register
    }
}

impl WriteTx<'_> {
    /// Writes the journal entry of the transaction, unless there is nothing to record.
    fn finish_entry(mut self, meta: &EntryMeta) -> Result<()> {
        if self.entry.is_blank() {
            return Ok(());
        }
        // Accept the author's number, because it is from this register. Numbers in an import may be from elsewhere.
        self.accepts_void = false;
        let person = match self.entry.actor() {
            Some(person) => person,
            None => match self.find_or_add_person(&meta.actor)? {
                Some(person) => person,
                None => return Err(Failure::data(failures::not_a_name(&meta.actor)).into()),
            },
        };
        self.entry.finish(&self.register.connection, meta, person)
    }

    pub(super) fn add_to_journal(
        &mut self,
        entity: Entity,
        key: &Key,
        before: Option<&Record>,
        after: Option<&Record>,
    ) -> Result<()> {
        self.entry.add_change(&self.register.connection, entity, key, before, after)
    }

    /// Adds a record that `resolve` has checked, and returns its number or code.
    pub fn insert(&mut self, mut record: Record) -> Result<Key> {
        normalize_texts(&mut record, None)?;
        normalize_person_name(&mut record, None)?;
        if let Some(attribute) = record.missing_required().next() {
            return Err(Failure::data(failures::missing_attribute(attribute.i18n.label)).into());
        }
        let entity = record.entity();
        for attribute in entity.attributes() {
            if let (Some(default), true) = (attribute.default, record.get(attribute).is_none_or(Value::is_empty)) {
                record.set(attribute, Value::Text(default.to_owned()));
            }
        }
        separate_lead(&mut record, None);
        normalize_law_id(&mut record);
        // Check only persons without a number. A person with a number comes from an export, which may contain names
        // that look alike.
        if record.get(&person::NUMBER).is_none_or(Value::is_empty) {
            self.require_unused_name(&record, None)?;
        }
        self.require_unused_view_name(&record, None)?;
        // Commands ignore upper and lower case, so reject a code that differs from an existing code only in case.
        if let Some(code) = record.text(entity.key())
            && let Some(known) = self.register.find_code_ignoring_case(entity, code)?
        {
            return Err(Failure::data(failures::code_exists(known)).into());
        }
        self.require_near_number(&record)?;
        let key = self.insert_unchecked(&record)?;
        if matches!(key, Key::Number(number) if number > number::MAX) {
            return Err(Failure::data(failures::numbers_exhausted(number::format(entity, number::MAX))).into());
        }
        Ok(key)
    }

    /// Fails if a number is so far above the highest number in use that it must be a typing error. After such a number,
    /// hardly any numbers would be left.
    fn require_near_number(&self, record: &Record) -> Result<()> {
        let entity = record.entity();
        let Some(Value::Integer(number)) = record.get(entity.key()) else { return Ok(()) };
        if *number <= MAX_NUMBER_STEP {
            return Ok(());
        }
        let sql = format!("SELECT coalesce(max(number), 0) FROM {}", entity.table());
        let highest: i64 = self.register.connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
        if number.saturating_sub(highest) <= MAX_NUMBER_STEP {
            return Ok(());
        }
        let (shown, highest) = (number::format(entity, *number), number::format(entity, highest));
        let failure = Failure::data(failures::number_too_far(shown, highest));
        Err(failure.with_kind(FailureKind::InvalidValue { attribute: entity.key().name }).into())
    }

    /// Fails if the name of this person looks the same as that of another person. `own` is the key of this person, if
    /// the register already has this person.
    fn require_unused_name(&self, record: &Record, own: Option<&Key>) -> Result<()> {
        let Some(name) = record.text(&person::NAME).filter(|_| record.entity() == Entity::Person) else {
            return Ok(());
        };
        let is_own = |other: i64| own == Some(&Key::Number(other));
        match self.register.persons_with_key(name)?.into_iter().find(|(other, _)| !is_own(*other)) {
            Some((other, name)) => {
                let code = number::format(Entity::Person, other);
                Err(Failure::data(failures::name_in_use(code, name)).into())
            }
            None => Ok(()),
        }
    }

    pub(super) fn insert_unchecked(&mut self, record: &Record) -> Result<Key> {
        let key = self.register.insert_record(record)?;
        self.add_to_journal(record.entity(), &key, None, Some(record))?;
        Ok(key)
    }

    /// Changes the attributes that `record` contains; returns whether any value has changed.
    pub fn update(&mut self, key: &Key, mut record: Record) -> Result<bool> {
        let before = self.register.load(record.entity(), key)?;
        normalize_texts(&mut record, Some(&before))?;
        separate_lead(&mut record, Some(&before));
        normalize_person_name(&mut record, Some(&before))?;
        if record.get(&person::NAME) != before.get(&person::NAME) {
            self.require_unused_name(&record, Some(key))?;
        }
        if record.entity() == Entity::View {
            let mut after = before.clone();
            record.iter_set().for_each(|(attribute, value)| after.set(attribute, value.clone()));
            self.require_unused_view_name(&after, Some(key))?;
        }
        let emptied = record.iter_set().find(|(attribute, value)| {
            attribute.is_required
                && value.is_empty()
                && before.get(attribute).is_some_and(|current| !current.is_empty())
        });
        if let Some((attribute, _)) = emptied {
            return Err(Failure::data(failures::missing_attribute(attribute.i18n.label)).into());
        }
        self.update_unchecked(key, &before, &record)
    }

    /// Changes the attributes that `record` contains, without checking or correcting the values.
    pub(super) fn update_unchecked(&mut self, key: &Key, before: &Record, record: &Record) -> Result<bool> {
        let entity = record.entity();
        let (mut old, mut new) = (Record::new(entity), Record::new(entity));
        for (attribute, value) in record.iter_set().filter(|(attribute, _)| attribute.name != entity.key().name) {
            let current = before.get(attribute).unwrap_or(&Value::Null);
            if !current.is_same(value) {
                old.set(attribute, current.clone());
                new.set(attribute, value.clone());
            }
        }
        if new.is_blank() {
            return Ok(false);
        }
        withdraw_acceptance(before, &mut old, &mut new);
        self.register.update_record(key, &new)?;
        self.add_to_journal(entity, key, Some(&old), Some(&new))?;
        Ok(true)
    }

    pub(super) fn remove(&mut self, key: &Key, before: &Record) -> Result<()> {
        self.register.delete_record(before.entity(), key)?;
        self.add_to_journal(before.entity(), key, Some(before), None)
    }

    /// Adds a record that `resolve` has checked, or changes the existing record with the same number or code. Without
    /// `update`, fails if the existing record differs.
    pub fn put(&mut self, record: Record, update: bool) -> Result<(Key, PutOutcome)> {
        let entity = record.entity();
        let key = self.given_key(&record)?;
        match key {
            Some(key) if self.exists(entity, &key)? => {
                let mut record = record;
                self.keep_void_references(&mut record, &key)?;
                let before = if update { None } else { Some(self.register.load(entity, &key)?) };
                if let Some(before) = before {
                    normalize_texts(&mut record, Some(&before))?;
                    separate_lead(&mut record, Some(&before));
                    normalize_person_name(&mut record, Some(&before))?;
                    let same = record
                        .iter_set()
                        .all(|(attribute, value)| before.get(attribute).unwrap_or(&Value::Null).is_same(value));
                    if !same {
                        return Err(Failure::data(failures::record_exists_and_differs(key.show(entity))).into());
                    }
                    return Ok((key, PutOutcome::Unchanged));
                }
                let changed = self.update(&key, record)?;
                Ok((key, if changed { PutOutcome::Changed } else { PutOutcome::Unchanged }))
            }
            _ => Ok((self.insert(record)?, PutOutcome::Added)),
        }
    }

    /// The number or code that the record contains; `None` if the record has neither yet.
    fn given_key(&self, record: &Record) -> Result<Option<Key>> {
        let entity = record.entity();
        Ok(match record.get(entity.key()) {
            Some(Value::Integer(number)) => Some(Key::Number(*number)),
            // Older versions stored codes with line breaks. So first try the code unchanged, and then on one line.
            Some(Value::Text(code)) if self.exists(entity, &Key::Code(code.clone()))? => Some(Key::Code(code.clone())),
            Some(Value::Text(code)) => Some(Key::Code(on_one_line(code).into_owned())),
            _ => None,
        })
    }

    /// The record in the register that has the key of `record`; `None` if there is none.
    pub fn stored(&self, record: &Record) -> Result<Option<Record>> {
        let entity = record.entity();
        match self.given_key(record)? {
            Some(key) if self.exists(entity, &key)? => Ok(Some(self.register.load(entity, &key)?)),
            _ => Ok(None),
        }
    }

    pub(super) fn exists(&self, entity: Entity, key: &Key) -> Result<bool> {
        let sql = format!("SELECT 1 FROM {} WHERE {} = ?1", entity.table(), entity.key().name);
        Ok(self.register.connection.prepare_cached(&sql)?.exists([key])?)
    }
}
