//! The one write path: one IMMEDIATE transaction per write, in which records are added and changed and the
//! search index is kept in step. Nothing else writes.

use super::vocabulary::no_such;
use super::{Key, Register};
use crate::failure::{Exit, Failure};
use crate::record::{Attribute, Entity, Kind, Record, Value, number, obstacle};
use crate::words::failures;
use anyhow::Result;
use rusqlite::types::{Null, ToSql, ToSqlOutput};
use rusqlite::{Transaction, TransactionBehavior};

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
    register: &'a Register,
    /// Whether a duplicate was pointed at its original.
    points_at_original: bool,
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
        dry_run: bool,
        action: impl FnOnce(&mut Change<'_>) -> Result<T>,
    ) -> Result<T> {
        let done = {
            let register = &*self;
            let transaction =
                Transaction::new_unchecked(&register.connection, TransactionBehavior::Immediate)?;
            let mut change = Change { register, points_at_original: false, takes_void: false };
            let done = action(&mut change)?;
            // SQLite ends a transaction by itself when the disk is full: what was written since stands alone.
            if register.connection.is_autocommit() {
                return Err(Failure::new(Exit::Io, failures::disk_full()).into());
            }
            change.check_originals()?;
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
}

impl Change<'_> {
    /// The register as this write has it so far.
    pub const fn register(&self) -> &Register {
        self.register
    }

    fn must_exist(&self, entity: Entity, wanted: i64) -> Result<()> {
        if self.takes_void {
            self.register.must_be_there(entity, wanted)
        } else {
            self.register.must_exist(entity, wanted)
        }
    }

    /// A value with its codes as the vocabulary writes them, and its references made sure of.
    ///
    /// # Errors
    /// When a code is unknown, or a record does not exist or is void.
    pub fn settle(&mut self, attribute: &Attribute, value: Value) -> Result<Value> {
        Ok(match (attribute.kind, value) {
            (Kind::One(entity), Value::Text(text)) => Value::Text(self.register.code(entity, &text)?),
            (Kind::One(Entity::Obstacle), Value::Integer(original)) => {
                self.points_at_original = true;
                Value::Integer(original)
            }
            (Kind::One(entity), Value::Integer(wanted)) => {
                self.must_exist(entity, wanted)?;
                Value::Integer(wanted)
            }
            (Kind::Many(entity, _), Value::Codes(texts)) => {
                let mut codes =
                    texts.iter().map(|text| self.register.code(entity, text)).collect::<Result<Vec<_>>>()?;
                codes.sort();
                codes.dedup();
                Value::Codes(codes)
            }
            (Kind::Many(entity, _), Value::Numbers(numbers)) => {
                for number in &numbers {
                    self.must_exist(entity, *number)?;
                }
                Value::Numbers(numbers)
            }
            (_, value) => value,
        })
    }

    /// A record with all its values settled.
    ///
    /// # Errors
    /// As [`Change::settle`], for the first that cannot be.
    pub fn settle_all(&mut self, record: &Record) -> Result<Record> {
        let mut settled = Record::new(record.entity());
        for (attribute, value) in record.given() {
            let value = self.settle(attribute, value.clone())?;
            settled.set(attribute, value);
        }
        Ok(settled)
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
        // Codes that differ in case only could not be told apart when they are typed.
        if let Some(code) = record.text(entity.key())
            && let Some((known, _)) =
                self.register.terms(entity)?.iter().find(|(known, _)| known.eq_ignore_ascii_case(code))
        {
            return Err(Failure::data(failures::added_already(known)).into());
        }
        // What is empty is written as such: with fewer different statements each is prepared once.
        let is_key = |attribute: &Attribute| attribute.name == entity.key().name;
        let scalars: Vec<(&Attribute, &Value)> = record
            .given()
            .filter(|(attribute, value)| {
                attribute.link().is_none() && !(is_key(attribute) && value.is_empty())
            })
            .collect();
        let names: Vec<&str> = scalars.iter().map(|(attribute, _)| attribute.name).collect();
        let marks = vec!["?"; names.len()].join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES ({marks})", entity.table(), names.join(", "));
        let mut statement = self.register.connection.prepare_cached(&sql)?;
        statement.execute(rusqlite::params_from_iter(scalars.iter().map(|(_, value)| Scalar(value))))?;
        let key = match record.text(entity.key()) {
            Some(code) => Key::Code(code.to_owned()),
            None => Key::Number(self.register.connection.last_insert_rowid()),
        };
        if entity.prefix().is_none() {
            self.register.vocabularies.forget(entity);
        }
        for (attribute, value) in record.given().filter(|(_, value)| !value.is_empty()) {
            self.write_links(attribute, value, &key)?;
        }
        if let (Entity::Obstacle, Key::Number(number)) = (entity, &key) {
            self.index(*number, &record, false)?;
        }
        Ok(key)
    }

    /// Sets the attributes that are given, of a record that exists, and tells whether that changed anything.
    ///
    /// # Errors
    /// When there is no such record, something required would be emptied, or the schema refuses it.
    pub fn update(&mut self, key: &Key, mut record: Record) -> Result<bool> {
        let entity = record.entity();
        let before = self.register.load(entity, key)?;
        leave_lead_out(&mut record, Some(&before));
        let changed: Vec<(&'static Attribute, &Value)> = record
            .given()
            .filter(|(attribute, value)| {
                attribute.name != entity.key().name && before.get(attribute).unwrap_or(&Value::Null) != *value
            })
            .collect();
        if changed.is_empty() {
            return Ok(false);
        }
        if let Some((attribute, _)) =
            changed.iter().find(|(attribute, value)| attribute.required && value.is_empty())
        {
            return Err(Failure::data(failures::missing(attribute.words.label)).into());
        }
        let scalars: Vec<_> = changed.iter().filter(|(attribute, _)| attribute.link().is_none()).collect();
        if !scalars.is_empty() {
            let sets: Vec<String> =
                scalars.iter().map(|(attribute, _)| format!("{} = ?", attribute.name)).collect();
            let sql =
                format!("UPDATE {} SET {} WHERE {} = ?", entity.table(), sets.join(", "), entity.key().name);
            let mut statement = self.register.connection.prepare_cached(&sql)?;
            let mut at = 1;
            for (_, value) in &scalars {
                statement.raw_bind_parameter(at, Scalar(value))?;
                at += 1;
            }
            statement.raw_bind_parameter(at, key)?;
            statement.raw_execute()?;
        }
        for (attribute, value) in &changed {
            if let Some(link) = attribute.link() {
                let sql = format!("DELETE FROM {} WHERE {} = ?1", link.table, link.owner);
                self.register.connection.prepare_cached(&sql)?.execute([key])?;
                self.write_links(attribute, value, key)?;
            }
        }
        if entity.prefix().is_none() {
            self.register.vocabularies.forget(entity);
        }
        if let (Entity::Obstacle, Key::Number(number)) = (entity, key)
            && changed.iter().any(|(attribute, _)| attribute.has_words())
        {
            self.index(*number, &self.register.load(entity, key)?, true)?;
        }
        Ok(true)
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

    /// What a record refers to and is void by now is not in a list of what counts: it stays all the same.
    fn keep_void_references(&self, record: &mut Record, key: &Key) -> Result<()> {
        let entity = record.entity();
        let numbered = |attribute: &Attribute| match attribute.kind {
            Kind::Many(other, _) if other.prefix().is_some() => Some(other),
            _ => None,
        };
        let given: Vec<(&'static Attribute, Entity, Vec<i64>)> = record
            .given()
            .filter_map(|(attribute, value)| {
                let other = numbered(attribute)?;
                match value {
                    Value::Numbers(numbers) => Some((attribute, other, numbers.clone())),
                    Value::Null => Some((attribute, other, Vec::new())),
                    _ => None,
                }
            })
            .collect();
        if given.is_empty() {
            return Ok(());
        }
        let before = self.register.load(entity, key)?;
        for (attribute, other, mut numbers) in given {
            let Some(Value::Numbers(known)) = before.get(attribute) else { continue };
            for number in known {
                if !numbers.contains(number) && self.register.must_exist(other, *number).is_err() {
                    numbers.push(*number);
                }
            }
            numbers.sort_unstable();
            record.set(attribute, Value::Numbers(numbers));
        }
        Ok(())
    }

    fn exists(&self, entity: Entity, key: &Key) -> Result<bool> {
        let sql = format!("SELECT 1 FROM {} WHERE {} = ?1", entity.table(), entity.key().name);
        Ok(self.register.connection.prepare_cached(&sql)?.exists([key])?)
    }

    fn write_links(&self, attribute: &Attribute, value: &Value, key: &Key) -> Result<()> {
        let Some(link) = attribute.link() else { return Ok(()) };
        let plain = format!("INSERT INTO {} ({}, {}) VALUES (?1, ?2)", link.table, link.owner, link.value);
        match value {
            Value::Codes(codes) => {
                let mut statement = self.register.connection.prepare_cached(&plain)?;
                for code in codes {
                    statement.execute((key, code))?;
                }
            }
            Value::Numbers(numbers) => {
                let mut statement = self.register.connection.prepare_cached(&plain)?;
                for number in numbers {
                    statement.execute((key, number))?;
                }
            }
            Value::Laws(laws) => {
                let sql = format!(
                    "INSERT INTO {} ({}, position, kind, source, article, paragraph, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    link.table, link.owner
                );
                let mut statement = self.register.connection.prepare_cached(&sql)?;
                for (at, law) in laws.iter().enumerate() {
                    let position = i64::try_from(at + 1).unwrap_or(i64::MAX);
                    statement.execute((
                        key,
                        position,
                        law.kind.code(),
                        &law.source,
                        &law.article,
                        &law.paragraph,
                        law.to_string(),
                    ))?;
                }
            }
            Value::Null | Value::Text(_) | Value::Integer(_) => {}
        }
        Ok(())
    }

    /// Brings the search index in step with an obstacle.
    fn index(&self, number: i64, record: &Record, known: bool) -> Result<()> {
        let mut words = String::new();
        for (_, value) in record.given().filter(|(attribute, _)| attribute.has_words()) {
            match value {
                Value::Text(text) => words.push_str(text),
                Value::Laws(laws) => words.extend(laws.iter().map(|law| format!("{law}\n"))),
                _ => {}
            }
            words.push('\n');
        }
        if known {
            self.register
                .connection
                .prepare_cached("DELETE FROM obstacle_search WHERE rowid = ?1")?
                .execute([number])?;
        }
        self.register
            .connection
            .prepare_cached("INSERT INTO obstacle_search (rowid, words) VALUES (?1, ?2)")?
            .execute((number, words))?;
        Ok(())
    }

    /// Makes sure that every duplicate has its original, and that none are duplicates of each other: none of
    /// them would count. An original may come later in the same write, so this is done at its end.
    fn check_originals(&self) -> Result<()> {
        if !self.points_at_original {
            return Ok(());
        }
        let mut statement = self.register.connection.prepare_cached(
            "SELECT o.duplicate_of FROM obstacle AS o WHERE o.duplicate_of IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM obstacle AS t WHERE t.number = o.duplicate_of) LIMIT 1",
        )?;
        let missing = statement.query_map([], |row| row.get::<_, i64>(0))?.next().transpose()?;
        if let Some(original) = missing {
            return Err(no_such(Entity::Obstacle, &number::show(Entity::Obstacle, original)).into());
        }
        let mut statement = self.register.connection.prepare_cached(
            "WITH RECURSIVE line (first, last) AS (
                 SELECT number, duplicate_of FROM obstacle WHERE duplicate_of IS NOT NULL
                 UNION
                 SELECT line.first, o.duplicate_of FROM line JOIN obstacle AS o ON o.number = line.last
                 WHERE o.duplicate_of IS NOT NULL
             )
             SELECT first FROM line WHERE first = last ORDER BY first",
        )?;
        let circle =
            statement.query_map([], |row| row.get::<_, i64>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        if circle.is_empty() {
            return Ok(());
        }
        let shown: Vec<String> =
            circle.iter().map(|wanted| number::show(Entity::Obstacle, *wanted)).collect();
        Err(Failure::data(failures::duplicates_in_a_circle(shown.join(", "))).into())
    }

    /// What refers to a record: the obstacles that it answers, or the duplicates of it.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn referring(&self, entity: Entity, wanted: i64) -> Result<Vec<String>> {
        let sql = match entity {
            Entity::Obstacle => {
                "SELECT code FROM obstacle WHERE duplicate_of = ?1 AND void IS NULL ORDER BY number"
            }
            Entity::Factsheet => {
                "SELECT o.code FROM obstacle AS o JOIN obstacle_factsheet AS l ON l.obstacle = o.number
                                  WHERE l.factsheet = ?1 AND o.void IS NULL ORDER BY o.number"
            }
            Entity::Scheme => {
                "SELECT o.code FROM obstacle AS o JOIN obstacle_scheme AS l ON l.obstacle = o.number
                               WHERE l.scheme = ?1 AND o.void IS NULL ORDER BY o.number"
            }
            _ => return Ok(Vec::new()),
        };
        let mut statement = self.register.connection.prepare_cached(sql)?;
        Ok(statement.query_map([wanted], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }
}

/// The lead ministry is not named among those involved: it would count twice.
fn leave_lead_out(record: &mut Record, before: Option<&Record>) {
    if record.entity() != Entity::Obstacle {
        return;
    }
    if record.get(&obstacle::MINISTRY).is_none() && record.get(&obstacle::INVOLVED).is_none() {
        return;
    }
    let either = |attribute: &Attribute| {
        record.get(attribute).or_else(|| before.and_then(|before| before.get(attribute)))
    };
    let (Some(lead), Some(Value::Codes(involved))) =
        (either(&obstacle::MINISTRY).and_then(Value::as_text), either(&obstacle::INVOLVED))
    else {
        return;
    };
    let others: Vec<String> = involved.iter().filter(|code| *code != lead).cloned().collect();
    record.set(&obstacle::INVOLVED, Value::Codes(others));
}

/// A value that stands in a column of its own.
struct Scalar<'a>(&'a Value);

impl ToSql for Scalar<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self.0 {
            Value::Text(text) => text.to_sql(),
            Value::Integer(number) => number.to_sql(),
            _ => Null.to_sql(),
        }
    }
}
