//! The one write path: one IMMEDIATE transaction per write, in which records are added, changed and taken out,
//! the journal is kept, and the search index stays in step. Nothing else writes.

use super::journal::{Deed, Draft};
use super::settle::{check_name, in_capitals, leave_lead_out};
use super::{Key, Register};
use crate::failure::{Exit, Failure};
use crate::record::{Entity, Record, Value, number};
use crate::words::failures;
use anyhow::Result;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior};

/// So long at most does a write wait for another, with some to spare.
const WAIT: jiff::SignedDuration = jiff::SignedDuration::from_secs(10);

/// What became of a record that was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrote {
    /// It is new.
    Added,
    /// It was there and is different now.
    Changed,
    /// It was there, just so.
    Left,
}

/// A write in progress.
pub struct Change<'a> {
    pub(super) register: &'a Register,
    /// The journal's entry of this write.
    pub(super) draft: Draft,
    /// Whether a duplicate was pointed at its original.
    pub(super) points_at_original: bool,
    /// Whether references to void records are taken: those of a register that is brought in whole.
    pub takes_void: bool,
}

impl Register {
    /// Writes: all that `action` does, or nothing. With `dry_run` it is all done, and then nothing of it.
    ///
    /// # Errors
    /// When somebody else writes for too long, the file cannot be written, or `action` fails.
    pub fn write<T>(
        &mut self,
        deed: &Deed,
        dry_run: bool,
        action: impl FnOnce(&mut Change<'_>) -> Result<T>,
    ) -> Result<T> {
        let done = {
            let register = &*self;
            let transaction =
                Transaction::new_unchecked(&register.connection, TransactionBehavior::Immediate)?;
            // Somebody may have brought it to another version since it was opened.
            register.check_version()?;
            register.lexicon.borrow_mut().begin();
            if !register.search_is_ours()? {
                register.make_search(&mut |_| {})?;
            }
            let deed = &Deed { at: register.not_before_the_last(deed.at)?, ..deed.clone() };
            let draft = Draft::begin(&register.connection, deed)?;
            let mut change = Change { register, draft, points_at_original: false, takes_void: false };
            let done = action(&mut change)?;
            // SQLite ends a transaction by itself when the disk is full: what was written since stands alone.
            if register.connection.is_autocommit() {
                return Err(Failure::new(Exit::Io, failures::disk_full()).into());
            }
            register.end_index()?;
            change.check_originals()?;
            change.enter(deed)?;
            if dry_run {
                transaction.rollback()?;
            } else {
                transaction.commit()?;
            }
            done
        };
        for entity in Entity::ALL {
            self.vocabularies.forget(*entity);
        }
        Ok(done)
    }

    /// The time of a write that begins now. Who looked at the clock and then waited for another comes after that one;
    /// a clock that was really set back shows.
    fn not_before_the_last(&self, at: jiff::Timestamp) -> Result<jiff::Timestamp> {
        let last: Option<String> = self
            .connection
            .prepare_cached("SELECT at FROM journal ORDER BY number DESC LIMIT 1")?
            .query_row([], |row| row.get(0))
            .optional()?;
        let last: Option<jiff::Timestamp> = last.and_then(|last| last.parse().ok());
        Ok(last.filter(|last| *last > at && last.duration_since(at) < WAIT).unwrap_or(at))
    }

    /// Enters in the journal that something was done which changes no record.
    ///
    /// # Errors
    /// As [`Register::write`].
    pub fn note(&mut self, deed: &Deed) -> Result<()> {
        self.write(deed, false, |change| {
            change.draft.is_note = true;
            Ok(())
        })
    }
}

/// So much of the file, in kibibytes, is kept at hand by a write of many records: what SQLite keeps otherwise, 2 MiB, it
/// would write out and read again all the time.
const AT_HAND: i64 = 32 * 1024;

impl<'a> Change<'a> {
    /// Makes ready for many records.
    ///
    /// # Errors
    /// When memory is lacking.
    pub fn expect_many(&self) -> Result<()> {
        self.register.connection.pragma_update(None, "cache_size", -AT_HAND)?;
        self.register.index_ahead();
        Ok(())
    }

    /// The register as this write has it so far.
    pub const fn register(&self) -> &'a Register {
        self.register
    }
}

impl Change<'_> {
    /// Makes the journal's entry, where there is anything to enter.
    fn enter(mut self, deed: &Deed) -> Result<()> {
        if self.draft.is_blank() {
            return Ok(());
        }
        // In a list a number is somebody else's; here it says who writes.
        self.takes_void = false;
        let person = match self.draft.actor() {
            Some(person) => person,
            None => match self.person(&deed.actor)? {
                Some(person) => person,
                None => return Err(Failure::data(failures::not_a_name(&deed.actor)).into()),
            },
        };
        self.draft.finish(&self.register.connection, deed, person)
    }

    fn journal(
        &mut self,
        entity: Entity,
        key: &Key,
        before: Option<&Record>,
        after: Option<&Record>,
    ) -> Result<()> {
        self.draft.change(&self.register.connection, entity, key, before, after)
    }

    /// Adds a record whose values are settled, and gives its number or code.
    ///
    /// # Errors
    /// When something required is missing, or the schema refuses it.
    pub fn insert(&mut self, mut record: Record) -> Result<Key> {
        if let Some(attribute) = record.missing().next() {
            return Err(Failure::data(failures::missing(attribute.words.label)).into());
        }
        let entity = record.entity();
        for attribute in entity.attributes() {
            if let (Some(default), true) =
                (attribute.default, record.get(attribute).is_none_or(Value::is_empty))
            {
                record.set(attribute, Value::Text(default.to_owned()));
            }
        }
        leave_lead_out(&mut record, None);
        check_name(&record)?;
        in_capitals(&mut record);
        // Codes that differ in case only could not be told apart when they are typed.
        if let Some(code) = record.text(entity.key())
            && let Some(known) = self.register.same_code(entity, code)?
        {
            return Err(Failure::data(failures::added_already(known)).into());
        }
        let key = self.insert_as_is(&record)?;
        if matches!(key, Key::Number(given) if given > number::LARGEST) {
            return Err(Failure::data(failures::numbers_spent(number::show(entity, number::LARGEST))).into());
        }
        Ok(key)
    }

    /// Adds a record just so.
    ///
    /// # Errors
    /// When the schema refuses it.
    pub(super) fn insert_as_is(&mut self, record: &Record) -> Result<Key> {
        let key = self.register.store_new(record)?;
        self.journal(record.entity(), &key, None, Some(record))?;
        Ok(key)
    }

    /// Sets the attributes that are given, of a record that exists, and tells whether that changed anything.
    ///
    /// # Errors
    /// When there is no such record, something required would be emptied, or the schema refuses it.
    pub fn update(&mut self, key: &Key, mut record: Record) -> Result<bool> {
        let before = self.register.load(record.entity(), key)?;
        leave_lead_out(&mut record, Some(&before));
        check_name(&record)?;
        let emptied = record.given().find(|(attribute, value)| {
            attribute.required
                && value.is_empty()
                && before.get(attribute).is_some_and(|known| !known.is_empty())
        });
        if let Some((attribute, _)) = emptied {
            return Err(Failure::data(failures::missing(attribute.words.label)).into());
        }
        self.update_as_is(key, &before, &record)
    }

    /// Sets the attributes that are given and differ, just so.
    ///
    /// # Errors
    /// When the schema refuses it.
    pub(super) fn update_as_is(&mut self, key: &Key, before: &Record, record: &Record) -> Result<bool> {
        let entity = record.entity();
        let (mut was, mut is) = (Record::new(entity), Record::new(entity));
        for (attribute, value) in record.given().filter(|(attribute, _)| attribute.name != entity.key().name)
        {
            let known = before.get(attribute).unwrap_or(&Value::Null);
            if known != value {
                was.set(attribute, known.clone());
                is.set(attribute, value.clone());
            }
        }
        if is.is_blank() {
            return Ok(false);
        }
        self.register.store_changed(key, &is)?;
        self.journal(entity, key, Some(&was), Some(&is))?;
        Ok(true)
    }

    /// Takes a record out.
    ///
    /// # Errors
    /// When something refers to it.
    pub(super) fn remove(&mut self, key: &Key, before: &Record) -> Result<()> {
        self.register.store_removed(before.entity(), key)?;
        self.journal(before.entity(), key, Some(before), None)
    }

    /// Adds a record, or changes the one that has its number or code. Without `update` one that is there may
    /// not differ. Values must be settled.
    ///
    /// # Errors
    /// As [`Change::insert`] and [`Change::update`].
    pub fn put(&mut self, record: Record, update: bool) -> Result<(Key, Wrote)> {
        let entity = record.entity();
        let key = match record.get(entity.key()) {
            Some(Value::Integer(number)) => Some(Key::Number(*number)),
            Some(Value::Text(code)) => Some(Key::Code(code.clone())),
            _ => None,
        };
        match key {
            Some(key) if self.exists(entity, &key)? => {
                let mut record = record;
                self.keep_void_references(&mut record, &key)?;
                let before = if update { None } else { Some(self.register.load(entity, &key)?) };
                if let Some(before) = before {
                    leave_lead_out(&mut record, Some(&before));
                    let same = record
                        .given()
                        .all(|(attribute, value)| before.get(attribute).unwrap_or(&Value::Null) == value);
                    if !same {
                        return Err(Failure::data(failures::there_already(key.show(entity))).into());
                    }
                    return Ok((key, Wrote::Left));
                }
                let changed = self.update(&key, record)?;
                Ok((key, if changed { Wrote::Changed } else { Wrote::Left }))
            }
            _ => Ok((self.insert(record)?, Wrote::Added)),
        }
    }

    pub(super) fn exists(&self, entity: Entity, key: &Key) -> Result<bool> {
        let sql = format!("SELECT 1 FROM {} WHERE {} = ?1", entity.table(), entity.key().name);
        Ok(self.register.connection.prepare_cached(&sql)?.exists([key])?)
    }
}
