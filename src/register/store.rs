//! Stores a record: its row, its links and its words in the search index. Used to write a record, and to rebuild an
//! earlier state from the journal.

use super::{Key, Register};
use crate::record::{Attribute, Entity, Record, Value, person};
use anyhow::Result;
use rusqlite::types::{Null, ToSql, ToSqlOutput};

/// The columns that all tables of legal sources share. Each table also has a column for the key of the citing record.
pub const LAW_COLUMNS: &[&str] = &["position", "kind", "source", "article", "paragraph", "item", "valid_on", "text"];

impl Register {
    pub(super) fn insert_record(&self, record: &Record) -> Result<Key> {
        let entity = record.entity();
        // Write empty values as NULL instead of omitting them, so that fewer different statements are prepared.
        let is_key = |attribute: &Attribute| attribute.name == entity.key().name;
        let scalars: Vec<(&Attribute, &Value)> = record
            .iter_set()
            .filter(|(attribute, value)| attribute.link().is_none() && !(is_key(attribute) && value.is_empty()))
            .collect();
        let names: Vec<&str> = scalars.iter().map(|(attribute, _)| attribute.name).collect();
        let placeholders = vec!["?"; names.len()].join(", ");
        let sql = format!("INSERT INTO {} ({}) VALUES ({placeholders})", entity.table(), names.join(", "));
        let mut statement = self.connection.prepare_cached(&sql)?;
        statement.execute(rusqlite::params_from_iter(scalars.iter().map(|(_, value)| Scalar(value))))?;
        let key = match record.text(entity.key()) {
            Some(code) => Key::Code(code.to_owned()),
            None => Key::Number(self.connection.last_insert_rowid()),
        };
        if entity.prefix().is_none() {
            self.vocabularies.invalidate(entity);
        }
        for (attribute, value) in record.iter_set().filter(|(_, value)| !value.is_empty()) {
            self.write_links(attribute, value, &key)?;
        }
        if let Key::Number(number) = &key {
            self.index_record(*number, record, false)?;
            self.queue_passages(*number, record)?;
            if let Some(name) = record.text(&person::NAME).filter(|_| entity == Entity::Person) {
                self.persons.add(*number, name);
            }
        }
        Ok(key)
    }

    pub(super) fn update_record(&self, key: &Key, changed: &Record) -> Result<()> {
        let entity = changed.entity();
        let scalars: Vec<_> = changed.iter_set().filter(|(attribute, _)| attribute.link().is_none()).collect();
        if !scalars.is_empty() {
            let assignments: Vec<String> =
                scalars.iter().map(|(attribute, _)| format!("{} = ?", attribute.name)).collect();
            let sql =
                format!("UPDATE {} SET {} WHERE {} = ?", entity.table(), assignments.join(", "), entity.key().name);
            let mut statement = self.connection.prepare_cached(&sql)?;
            let mut at = 1;
            for (_, value) in &scalars {
                statement.raw_bind_parameter(at, Scalar(value))?;
                at += 1;
            }
            statement.raw_bind_parameter(at, key)?;
            statement.raw_execute()?;
        }
        for (attribute, value) in changed.iter_set() {
            if attribute.link().is_some() {
                self.clear_links(attribute, key)?;
                self.write_links(attribute, value, key)?;
            }
        }
        if entity.prefix().is_none() {
            self.vocabularies.invalidate(entity);
        }
        if entity == Entity::Person {
            self.persons.invalidate();
        }
        if let Key::Number(number) = key
            && entity.is_searched()
            && changed.iter_set().any(|(attribute, _)| attribute.is_searchable())
        {
            self.index_record(*number, &self.load(entity, key)?, true)?;
            self.queue_passages(*number, changed)?;
        }
        Ok(())
    }

    /// Deletes a record. Its number is never reused.
    pub(super) fn delete_record(&self, entity: Entity, key: &Key) -> Result<()> {
        for attribute in entity.attributes() {
            self.clear_links(attribute, key)?;
        }
        let sql = format!("DELETE FROM {} WHERE {} = ?1", entity.table(), entity.key().name);
        self.connection.prepare_cached(&sql)?.execute([key])?;
        if entity.prefix().is_none() {
            self.vocabularies.invalidate(entity);
        }
        if entity == Entity::Person {
            self.persons.invalidate();
        }
        if let Key::Number(number) = key {
            self.remove_from_index(entity, *number)?;
            self.remove_passages(entity, *number)?;
        }
        Ok(())
    }

    fn clear_links(&self, attribute: &Attribute, key: &Key) -> Result<()> {
        let Some(link) = attribute.link() else { return Ok(()) };
        let sql = format!("DELETE FROM {} WHERE {} = ?1", link.table, link.owner);
        self.connection.prepare_cached(&sql)?.execute([key])?;
        Ok(())
    }

    fn write_links(&self, attribute: &Attribute, value: &Value, key: &Key) -> Result<()> {
        let Some(link) = attribute.link() else { return Ok(()) };
        let insert_sql = format!("INSERT INTO {} ({}, {}) VALUES (?1, ?2)", link.table, link.owner, link.value);
        match value {
            Value::Codes(codes) => {
                let mut statement = self.connection.prepare_cached(&insert_sql)?;
                for code in codes {
                    statement.execute((key, code))?;
                }
            }
            Value::Numbers(numbers) => {
                let mut statement = self.connection.prepare_cached(&insert_sql)?;
                for number in numbers {
                    statement.execute((key, number))?;
                }
            }
            Value::Laws(laws) => {
                let sql = format!(
                    "INSERT INTO {} ({}, {}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                    link.table,
                    link.owner,
                    LAW_COLUMNS.join(", ")
                );
                let mut statement = self.connection.prepare_cached(&sql)?;
                for (at, law) in laws.iter().enumerate() {
                    let position = i64::try_from(at + 1).unwrap_or(i64::MAX);
                    statement.execute((
                        key,
                        position,
                        law.kind.code(),
                        &law.source,
                        &law.article,
                        &law.paragraph,
                        &law.item,
                        &law.valid_on,
                        law.to_string(),
                    ))?;
                }
            }
            Value::Null | Value::Text(_) | Value::Integer(_) => {}
        }
        Ok(())
    }
}

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
