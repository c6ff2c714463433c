//! Checks a register: the file, the journal's hash chain, the tables against the journal, the search index, and
//! domain rules that no constraint on a single row can enforce. Every finding names a record and a cause.

mod chain;
mod passages;
mod tables;

use super::journal::key_bytes;
use super::{Register, copy};
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, findings};
use crate::record::law::Law;
use crate::record::{Entity, number};
use crate::report;
use anyhow::Result;
use rusqlite::types::ValueRef;
use rusqlite::{ErrorCode, Row};

#[derive(Clone, Debug)]
pub struct Finding {
    /// The record, journal entry or part of the file in which the problem was found.
    pub record: Text,
    pub cause: Text,
}

#[derive(Clone, Debug, Default)]
pub struct CheckSummary {
    pub entries: i64,
    pub changes: u64,
    pub findings: u64,
    /// Journal entries with an earlier time than the previous entry, because the computer's clock was set back.
    pub clock_set_back: Vec<i64>,
    /// The journal entries from which text was redacted.
    pub redacted: Vec<i64>,
    /// Whether the search index was not checked, because another version of the text analysis built it.
    pub is_search_outdated: bool,
}

#[derive(Clone, Debug)]
pub struct Anchor {
    pub register: String,
    pub entry: i64,
    /// The first hexadecimal digits of the hash of the journal entry.
    pub head: String,
}

struct FindingSink<'a> {
    sink: &'a mut dyn FnMut(Finding) -> Result<()>,
    checked: CheckSummary,
}

impl FindingSink<'_> {
    fn add(&mut self, record: impl Into<Text>, cause: Text) -> Result<()> {
        self.checked.findings += 1;
        (self.sink)(Finding { record: record.into(), cause })
    }

    fn note_redacted(&mut self, entry: i64) {
        if self.checked.redacted.last() != Some(&entry) {
            self.checked.redacted.push(entry);
        }
    }
}

impl Register {
    /// Checks a copy of the register, so that other processes can write meanwhile. Passes each finding to `sink`.
    pub fn check(
        &self,
        anchor: Option<&Anchor>,
        sink: &mut dyn FnMut(Finding) -> Result<()>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<CheckSummary> {
        self.require_no_views()?;
        let mut found = FindingSink { sink, checked: CheckSummary::default() };
        let mut rebuilt = Self::with_live(None)?;
        copy::copy_database(&self.connection, &mut rebuilt.connection, "live")?;
        let file = Text::from(findings::FILE);
        let damaged = |found: &mut FindingSink<'_>, part: &Text, result: Result<()>| match result {
            Err(error) if is_corruption(&error) => found.add(part.clone(), findings::FILE_UNREADABLE.into()),
            result => result,
        };
        rebuilt.connection.execute_batch("BEGIN")?;
        let result = rebuilt.check_file(&file, &mut found);
        damaged(&mut found, &file, result)?;
        let result = rebuilt.check_schema(&mut found);
        damaged(&mut found, &file, result)?;
        let result = rebuilt.check_chain(anchor, &mut found, progress);
        damaged(&mut found, &findings::JOURNAL.into(), result)?;
        let result = rebuilt.check_personal(&mut found);
        damaged(&mut found, &findings::JOURNAL.into(), result)?;
        let mut result = rebuilt.rebuild(found.checked.entries, progress);
        if result.is_ok() {
            for entity in Entity::ALL {
                result = rebuilt.check_tables(*entity, &mut found);
                if result.is_err() {
                    break;
                }
            }
        }
        let result = result.and_then(|()| rebuilt.check_sequence_names(&mut found));
        let is_rebuilt = result.is_ok();
        damaged(&mut found, &findings::JOURNAL.into(), result)?;
        // An outdated index is not an error, because the next search or write rebuilds it.
        found.checked.is_search_outdated = !rebuilt.is_search_current().unwrap_or(true);
        if is_rebuilt && !found.checked.is_search_outdated {
            let result = rebuilt.check_search(&mut found);
            damaged(&mut found, &findings::SEARCH.into(), result)?;
        }
        if is_rebuilt {
            let result = rebuilt.check_passages(&mut found);
            damaged(&mut found, &findings::SEARCH.into(), result)?;
        }
        if self.has_unfinished_erasure()? {
            found.add(file.clone(), findings::UNFINISHED_ERASURE.into())?;
        }
        let result = rebuilt.check_rules(&mut found);
        damaged(&mut found, &file, result)?;
        rebuilt.connection.execute_batch("COMMIT")?;
        Ok(found.checked)
    }

    fn check_file(&self, file: &Text, found: &mut FindingSink<'_>) -> Result<()> {
        self.connection.execute_batch("PRAGMA ignore_check_constraints = OFF")?;
        let problems = {
            let mut statement = self.connection.prepare("PRAGMA live.integrity_check(100)")?;
            let mut rows = statement.query([])?;
            let mut problems = 0_u64;
            while let Some(row) = rows.next()? {
                problems += u64::from(text_lossy(row, 0)? != "ok");
            }
            problems
        };
        self.connection.execute_batch("PRAGMA ignore_check_constraints = ON")?;
        if problems > 0 {
            found.add(file.clone(), findings::sqlite_damage(problems))?;
        }
        let mut statement = self.connection.prepare("PRAGMA live.foreign_key_check")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (table, parent) = (text_lossy(row, 0)?, text_lossy(row, 2)?);
            let record = match (Entity::from_table(&table), row.get_ref(1)?) {
                (Some(entity), ValueRef::Integer(rowid)) if entity.prefix().is_some() => number::format(entity, rowid),
                _ => table,
            };
            found.add(Text::untranslated(record), findings::dangling_reference(parent))?;
        }
        Ok(())
    }

    /// Compares the tables, indexes and triggers with `schema.sql`, because the constraints depend on them.
    fn check_schema(&self, found: &mut FindingSink<'_>) -> Result<()> {
        let mut statement = self.connection.prepare(
            "SELECT coalesce(l.name, m.name) FROM live.sqlite_master AS l
             FULL JOIN main.sqlite_master AS m ON m.type = l.type AND m.name = l.name
             WHERE l.sql IS NOT m.sql OR l.tbl_name IS NOT m.tbl_name",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            found.add(Text::untranslated(text_lossy(row, 0)?), findings::SCHEMA_DIFFERS.into())?;
        }
        Ok(())
    }

    fn check_rules(&self, found: &mut FindingSink<'_>) -> Result<()> {
        let mut report_rows = |sql: &str, cause: Text| -> Result<()> {
            let mut statement = self.connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                found.add(Text::untranslated(text_lossy(row, 0)?), cause.clone())?;
            }
            Ok(())
        };
        report_rows(
            "SELECT code FROM live.contact WHERE NOT EXISTS (SELECT 1 FROM live.contact_obstacle AS l WHERE l.contact = number)",
            findings::CONTACT_WITHOUT_OBSTACLE.into(),
        )?;
        report_rows(
            "SELECT o.code FROM live.obstacle AS o JOIN live.obstacle_ministry AS l ON l.obstacle = o.number
             WHERE l.ministry = o.ministry",
            findings::LEAD_INVOLVED.into(),
        )?;
        for obstacle in self.duplicate_cycles("live.obstacle")? {
            let code = number::format(Entity::Obstacle, obstacle);
            found.add(Text::untranslated(code), findings::CIRCULAR_DUPLICATE.into())?;
        }
        let mut statement = self.connection.prepare("SELECT code, measure FROM live.published_figure")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if report::find_measure(&text_lossy(row, 1)?).is_none() {
                found.add(Text::untranslated(text_lossy(row, 0)?), findings::UNKNOWN_MEASURE.into())?;
            }
        }
        let mut statement = self
            .connection
            .prepare("SELECT obstacle, text, kind, source, article, paragraph FROM live.obstacle_law")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let is_consistent = Law::from_stored(&text_lossy(row, 1)?).is_some_and(|law| {
                let column_is =
                    |at: usize, part: Option<&str>| bytes(row, at).is_ok_and(|found| found == part.map(str::as_bytes));
                column_is(2, Some(law.kind.code()))
                    && column_is(3, Some(&law.source))
                    && column_is(4, law.article.as_deref())
                    && column_is(5, law.paragraph.as_deref())
            });
            if !is_consistent {
                found.add(key_label(Entity::Obstacle, row.get_ref(0)?), findings::LAW_UNREADABLE.into())?;
            }
        }
        Ok(())
    }
}

fn is_corruption(error: &anyhow::Error) -> bool {
    if error.downcast_ref::<Failure>().is_some_and(|failure| failure.exit == Exit::Data) {
        return true;
    }
    if error.downcast_ref::<serde_json::Error>().is_some() || error.downcast_ref::<std::str::Utf8Error>().is_some() {
        return true;
    }
    error.downcast_ref::<rusqlite::Error>().is_some_and(|error| {
        !matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull | ErrorCode::OutOfMemory)
        )
    })
}

fn text_lossy(row: &Row<'_>, at: usize) -> Result<String> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    })
}

fn bytes<'a>(row: &'a Row<'_>, at: usize) -> Result<Option<&'a [u8]>> {
    Ok(match row.get_ref(at)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(bytes),
        _ => None,
    })
}

/// Formats the key of a record for display, even if the column holds a value of the wrong type.
fn key_label(entity: Entity, key: ValueRef<'_>) -> Text {
    Text::untranslated(match key {
        ValueRef::Integer(wanted) => number::format(entity, wanted),
        key => String::from_utf8_lossy(&key_bytes(key)).into_owned(),
    })
}
