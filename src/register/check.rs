//! Checks a register: the file, the chain of the journal, that the tables are what the journal adds up to, the
//! search index, and the rules of the domain that no single row can keep. Every finding names a record and a cause.

mod chain;
mod tables;

use super::journal::key_bytes;
use super::{Register, copy};
use crate::failure::{Exit, Failure};
use crate::record::law::Law;
use crate::record::{Entity, number};
use crate::report;
use crate::words::{Text, findings};
use anyhow::Result;
use rusqlite::types::ValueRef;
use rusqlite::{ErrorCode, Row};

/// What is not as it should be.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The record, the entry of the journal, or the part of the file.
    pub record: Text,
    /// What is wrong with it.
    pub cause: Text,
}

/// What was checked.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Entries of the journal.
    pub entries: i64,
    /// Changed records in it.
    pub changes: u64,
    /// What was found.
    pub findings: u64,
    /// Entries that are older than the one before them: a clock was set back.
    pub clock: Vec<i64>,
}

/// The head of a chain, as a receipt keeps it.
#[derive(Clone, Debug)]
pub struct Anchor {
    /// The register's id.
    pub register: String,
    /// The entry.
    pub entry: i64,
    /// The beginning of its hash, in hexadecimal digits.
    pub head: String,
}

/// Takes findings as they come.
struct Found<'a> {
    take: &'a mut dyn FnMut(Finding) -> Result<()>,
    checked: Checked,
}

impl Found<'_> {
    fn put(&mut self, record: impl Into<Text>, cause: Text) -> Result<()> {
        self.checked.findings += 1;
        (self.take)(Finding { record: record.into(), cause })
    }
}

impl Register {
    /// Checks the register, and hands over what it finds. It is a copy that is checked, made in one go: who writes
    /// meanwhile is not held up.
    ///
    /// # Errors
    /// When the file cannot be read at all, or somebody else writes for too long. What is wrong *in* the register
    /// is a finding.
    pub fn check(
        &self,
        anchor: Option<&Anchor>,
        take: &mut dyn FnMut(Finding) -> Result<()>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Checked> {
        let mut found = Found { take, checked: Checked::default() };
        let mut built = Self::beside(None)?;
        copy::into(&self.connection, &mut built.connection, "live")?;
        let file = Text::from(findings::FILE);
        let damaged = |found: &mut Found<'_>, part: &Text, done: Result<()>| match done {
            Err(error) if is_damage(&error) => found.put(part.clone(), findings::UNREADABLE.into()),
            done => done,
        };
        built.connection.execute_batch("BEGIN")?;
        let done = built.check_file(&file, &mut found);
        damaged(&mut found, &file, done)?;
        let done = built.check_schema(&mut found);
        damaged(&mut found, &file, done)?;
        let done = built.check_chain(anchor, &mut found, progress);
        damaged(&mut found, &findings::JOURNAL.into(), done)?;
        let done = built.check_personal(&mut found);
        damaged(&mut found, &findings::JOURNAL.into(), done)?;
        let mut done = built.build_up(found.checked.entries, progress);
        if done.is_ok() {
            for entity in Entity::ALL {
                done = built.check_tables(*entity, &mut found);
                if done.is_err() {
                    break;
                }
            }
        }
        let is_built = done.is_ok();
        damaged(&mut found, &findings::JOURNAL.into(), done)?;
        // An index of other rules is made anew by who searches or writes next.
        if is_built && built.search_is_ours().unwrap_or(false) {
            let done = built.check_search(&mut found);
            damaged(&mut found, &findings::SEARCH.into(), done)?;
        }
        let done = built.check_rules(&mut found);
        damaged(&mut found, &file, done)?;
        built.connection.execute_batch("COMMIT")?;
        Ok(found.checked)
    }

    /// `SQLite`'s own checks.
    fn check_file(&self, file: &Text, found: &mut Found<'_>) -> Result<()> {
        self.connection.execute_batch("PRAGMA ignore_check_constraints = OFF")?;
        let wrong = {
            let mut statement = self.connection.prepare("PRAGMA live.integrity_check(100)")?;
            let mut rows = statement.query([])?;
            let mut wrong = 0_u64;
            while let Some(row) = rows.next()? {
                wrong += u64::from(lossy(row, 0)? != "ok");
            }
            wrong
        };
        self.connection.execute_batch("PRAGMA ignore_check_constraints = ON")?;
        if wrong > 0 {
            found.put(file.clone(), findings::integrity(wrong))?;
        }
        let mut statement = self.connection.prepare("PRAGMA live.foreign_key_check")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (table, parent) = (lossy(row, 0)?, lossy(row, 2)?);
            let record = match (Entity::of_table(&table), row.get_ref(1)?) {
                (Some(entity), ValueRef::Integer(rowid)) if entity.prefix().is_some() => {
                    number::show(entity, rowid)
                }
                _ => table,
            };
            found.put(Text::plain(record), findings::no_parent(parent))?;
        }
        Ok(())
    }

    /// The tables, indexes and triggers are those of `schema.sql`: what they generate and refuse belongs to it.
    fn check_schema(&self, found: &mut Found<'_>) -> Result<()> {
        let mut statement = self.connection.prepare(
            "SELECT coalesce(l.name, m.name) FROM live.sqlite_master AS l
             FULL JOIN main.sqlite_master AS m ON m.type = l.type AND m.name = l.name
             WHERE l.sql IS NOT m.sql OR l.tbl_name IS NOT m.tbl_name",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            found.put(Text::plain(lossy(row, 0)?), findings::NOT_THE_SCHEMA.into())?;
        }
        Ok(())
    }

    /// The rules that no single row can keep.
    fn check_rules(&self, found: &mut Found<'_>) -> Result<()> {
        let mut each = |sql: &str, cause: Text| -> Result<()> {
            let mut statement = self.connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                found.put(Text::plain(lossy(row, 0)?), cause.clone())?;
            }
            Ok(())
        };
        each(
            "SELECT code FROM live.contact WHERE NOT EXISTS (SELECT 1 FROM live.contact_obstacle AS l WHERE l.contact = number)",
            findings::ABOUT_NOTHING.into(),
        )?;
        each(
            "SELECT o.code FROM live.obstacle AS o JOIN live.obstacle_ministry AS l ON l.obstacle = o.number
             WHERE l.ministry = o.ministry",
            findings::LEAD_INVOLVED.into(),
        )?;
        each(
            "WITH RECURSIVE line (first, last) AS (
                 SELECT number, duplicate_of FROM live.obstacle WHERE duplicate_of IS NOT NULL
                 UNION
                 SELECT line.first, o.duplicate_of FROM line JOIN live.obstacle AS o ON o.number = line.last
                 WHERE o.duplicate_of IS NOT NULL
             )
             SELECT o.code FROM line JOIN live.obstacle AS o ON o.number = first WHERE first = last",
            findings::CIRCLE.into(),
        )?;
        let mut statement = self.connection.prepare("SELECT code, measure FROM live.published_figure")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if report::of_code(&lossy(row, 1)?).is_none() {
                found.put(Text::plain(lossy(row, 0)?), findings::UNKNOWN_MEASURE.into())?;
            }
        }
        let mut statement = self
            .connection
            .prepare("SELECT obstacle, text, kind, source, article, paragraph FROM live.obstacle_law")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let same = Law::parse(&lossy(row, 1)?).is_ok_and(|law| {
                let is = |at: usize, part: Option<&str>| {
                    bytes(row, at).is_ok_and(|found| found == part.map(str::as_bytes))
                };
                is(2, Some(law.kind.code()))
                    && is(3, Some(&law.source))
                    && is(4, law.article.as_deref())
                    && is(5, law.paragraph.as_deref())
            });
            if !same {
                found.put(key_text(Entity::Obstacle, row.get_ref(0)?), findings::LAW_UNREADABLE.into())?;
            }
        }
        Ok(())
    }
}

/// Whether an error says that what is in the file cannot be read.
fn is_damage(error: &anyhow::Error) -> bool {
    if error.downcast_ref::<Failure>().is_some_and(|failure| failure.exit == Exit::Data) {
        return true;
    }
    if error.downcast_ref::<serde_json::Error>().is_some()
        || error.downcast_ref::<std::str::Utf8Error>().is_some()
    {
        return true;
    }
    error.downcast_ref::<rusqlite::Error>().is_some_and(|error| {
        !matches!(
            error.sqlite_error_code(),
            Some(
                ErrorCode::DatabaseBusy
                    | ErrorCode::DatabaseLocked
                    | ErrorCode::DiskFull
                    | ErrorCode::OutOfMemory
            )
        )
    })
}

/// The text of a column, whatever stands in it.
fn lossy(row: &Row<'_>, at: usize) -> Result<String> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    })
}

/// The bytes of a column that holds text or bytes.
fn bytes<'a>(row: &'a Row<'_>, at: usize) -> Result<Option<&'a [u8]>> {
    Ok(match row.get_ref(at)? {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(bytes),
        _ => None,
    })
}

/// What identifies a record, as it is shown, whatever stands in the column.
fn key_text(entity: Entity, key: ValueRef<'_>) -> Text {
    Text::plain(match key {
        ValueRef::Integer(wanted) => number::show(entity, wanted),
        key => String::from_utf8_lossy(&key_bytes(key)).into_owned(),
    })
}
