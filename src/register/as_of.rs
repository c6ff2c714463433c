//! Other times than the present. Two of them are not one: what the *register* said at a moment (as-of), which is
//! built up again from the journal alone; and where the *work* stood on a day as the register knows it now (the
//! reference date), which is the same tables seen through views. Both lie under the names of the tables, so all
//! that reads stays as it is. They combine.

use super::journal::{apply_json, key_from_sql, personal_value};
use super::list_query::bind_params;
use super::{Key, Register, sqlite_error};
use crate::failure::Failure;
use crate::i18n::failures;
use crate::record::date::{self, Today};
use crate::record::{Entity, Filter, Record, Value};
use anyhow::Result;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::path::{Path, PathBuf};

/// A moment of the register: after an entry of its journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The entry.
    pub entry: i64,
    /// The day that it was.
    pub day: Date,
}

impl Register {
    /// The moment that somebody means: an entry's number, the end of a day, or the name of a snapshot.
    ///
    /// # Errors
    /// When there is no such entry or snapshot, or the register did not exist yet.
    pub fn find_moment(&self, text: &str, today: Today<'_>) -> Result<Moment> {
        let text = text.trim();
        let (_, last, _) = self.head()?;
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let entry = text.parse().ok().filter(|entry| (1..=last).contains(entry));
            return self.moment_after_entry(
                entry.ok_or_else(|| Failure::no_input(failures::no_such_entry(text, last)))?,
            );
        }
        let snapshot_entry: Option<i64> = self
            .connection
            .prepare_cached("SELECT entry FROM snapshot WHERE code = ?1 COLLATE NOCASE")?
            .query_row([text], |row| row.get(0))
            .optional()?;
        if let Some(entry) = snapshot_entry {
            return self.moment_after_entry(entry);
        }
        let day = date::parse(text, today).map_err(|_| Failure::no_input(failures::no_such_moment(text)))?;
        let end = day.checked_add(1.day()).ok().and_then(|next| next.to_zoned(date::local_time_zone()).ok());
        let end = end.map_or(Timestamp::MAX, |next| next.timestamp());
        // By number, not by time: a clock that was set back does not move an entry.
        let entry: Option<i64> = self
            .connection
            .prepare_cached("SELECT number FROM journal WHERE at < ?1 ORDER BY number DESC LIMIT 1")?
            .query_row([super::journal::format_timestamp(end)], |row| row.get(0))
            .optional()?;
        if let Some(entry) = entry {
            // What will be is not known: a day to come is today.
            return Ok(Moment { entry, day: day.min(today()) });
        }
        let first = self.moment_after_entry(1)?;
        Err(Failure::no_input(failures::before_first_entry(text, first.day.to_string())).into())
    }

    fn moment_after_entry(&self, entry: i64) -> Result<Moment> {
        let at: String = self
            .connection
            .prepare_cached("SELECT at FROM journal WHERE number = ?1")?
            .query_row([entry], |row| row.get(0))?;
        let at: Timestamp = at.parse().map_err(|_| Failure::data(failures::entry_unreadable(entry)))?;
        Ok(Moment { entry, day: at.to_zoned(date::local_time_zone()).date() })
    }

    /// The register as it stood after an entry, built up again from the journal, to read in as [`Register::open_read_locked`] does.
    ///
    /// # Errors
    /// When the register cannot be read, or there is no room for what it was.
    pub fn as_of(path: &Path, entry: i64, progress: &mut dyn FnMut(u64)) -> Result<Self> {
        // First as always, so that what is no register is told as such.
        drop(Self::open(path)?);
        let mut register = Self::with_live(Some(path))?;
        register.has_search_index.set(false);
        let mut build = |register: &mut Self| -> Result<()> {
            register.connection.execute_batch("BEGIN")?;
            register.rebuild(entry, progress)?;
            Ok(register.connection.execute_batch("COMMIT")?)
        };
        build(&mut register).map_err(sqlite_error::map_temp_folder_error)?;
        register.begin_read()?;
        Ok(register)
    }

    /// An empty register in a file of its own that is gone with the program, with another database beside it as
    /// `live`: the file at that path, or an empty one where none is named.
    pub(super) fn with_live(path: Option<&Path>) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut register = Self::configure(Connection::open_with_flags("", flags)?)?;
        register.apply_schema()?;
        // What is built up here is true to the journal, whatever that says: nothing is refused.
        register.connection.execute_batch(
            "PRAGMA main.journal_mode = OFF; PRAGMA main.synchronous = OFF; PRAGMA main.cache_size = -65536;
             PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;",
        )?;
        let live = path.map_or_else(|| Ok(PathBuf::new()), std::path::absolute)?;
        let not_utf8 = || Failure::usage(failures::path_not_utf8(live.display().to_string()));
        register.connection.execute("ATTACH ?1 AS live", [live.to_str().ok_or_else(not_utf8)?])?;
        Ok(register)
    }

    /// Fills the tables with what the journal beside it adds up to after an entry.
    pub(super) fn rebuild(&mut self, entry: i64, progress: &mut dyn FnMut(u64)) -> Result<()> {
        let last: i64 = self
            .connection
            .query_row(
                "SELECT number FROM live.journal_change WHERE entry <= ?1 ORDER BY entry DESC, number DESC LIMIT 1",
                [entry],
                |row| row.get(0),
            )
            .optional()?
            .unwrap_or(0);
        self.connection.execute_batch(&format!(
            "CREATE TEMP VIEW register AS SELECT * FROM live.register;
             CREATE TEMP VIEW personal AS SELECT * FROM live.personal;
             CREATE TEMP VIEW journal AS SELECT * FROM live.journal WHERE number <= {entry};
             CREATE TEMP VIEW journal_change AS SELECT * FROM live.journal_change WHERE number <= {last};"
        ))?;
        let mut done = 0;
        for entity in Entity::ALL {
            self.rebuild_kind(*entity, last, &mut done, progress)?;
        }
        Ok(())
    }

    fn rebuild_kind(
        &self,
        entity: Entity,
        last: i64,
        done: &mut u64,
        progress: &mut dyn FnMut(u64),
    ) -> Result<()> {
        let mut statement = self.connection.prepare(
            "SELECT key, before IS NULL, after, entry FROM live.journal_change WHERE kind = ?1 AND number <= ?2
             ORDER BY key, number",
        )?;
        let mut rows = statement.query((entity.table(), last))?;
        let resolve_personal = |hash: &str| personal_value(&self.connection, hash);
        let mut current: Option<(Key, Record)> = None;
        while let Some(row) = rows.next()? {
            let key = key_from_sql(row.get_ref(0)?)?;
            let is_new: bool = row.get(1)?;
            *done += 1;
            progress(*done);
            if current.as_ref().is_some_and(|(other, _)| *other != key)
                && let Some((_, record)) = current.take()
            {
                self.insert_record(&record)?;
            }
            let ValueRef::Text(after) = row.get_ref(2)? else {
                current = None;
                continue;
            };
            if is_new {
                current = Some((key.clone(), empty_record(entity, &key)));
            }
            if let Some((_, record)) = current.as_mut() {
                let applied = std::str::from_utf8(after).map_err(Into::into);
                if applied.and_then(|after| apply_json(record, after, &resolve_personal)).is_err() {
                    let entry: i64 = row.get(3)?;
                    return Err(Failure::data(failures::entry_unreadable(entry)).into());
                }
            }
        }
        if let Some((_, record)) = current {
            self.insert_record(&record)?;
        }
        Ok(())
    }

    /// Shows where the work stood at the end of a day, as the register knows it: what was received by then. What
    /// was solved or closed later is open; the answer and the links that came with it are not there yet. Contacts
    /// and factsheets of a later day are left out. Gives how many obstacles cannot be placed, since the day of
    /// their receipt, or of their solution, is not known: the first are left out, the second stay solved.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn set_reference_date(&mut self, day: Date) -> Result<(u64, u64)> {
        self.reference_date = Some(day);
        self.has_search_index.set(false);
        self.create_views(day)?;
        let count = |clause: &str| -> Result<u64> {
            let sql = format!("SELECT count(*) FROM main.obstacle WHERE void IS NULL AND {clause}");
            let count: i64 = self.connection.query_row(&sql, [], |row| row.get(0))?;
            Ok(u64::try_from(count).unwrap_or_default())
        };
        let undated = count("received IS NULL")?;
        let solved = format!("status = 'solved' AND solved IS NULL AND received <= '{day}'");
        Ok((undated, count(&solved)?))
    }

    /// Shows from here on only what may leave the register as open data: of the obstacles that are meant those marked
    /// publishable, and the factsheets that were published by that day. What these refer to is shown as far as it
    /// may leave too.
    ///
    /// # Errors
    /// When the filter cannot be used, or the register cannot be read.
    pub fn restrict_to_public(&mut self, filter: &Filter, today: Today<'_>) -> Result<()> {
        let filtered = self.filtered_cte(filter, today)?;
        self.connection.execute_batch("CREATE TEMP TABLE public_obstacle (number INTEGER PRIMARY KEY)")?;
        {
            let sql = format!(
                "WITH {} INSERT INTO temp.public_obstacle SELECT number FROM filtered WHERE void IS NULL AND publishable = 'yes'",
                filtered.text
            );
            let mut statement = self.connection.prepare(&sql)?;
            bind_params(&mut statement, &filtered.binds)?;
            statement.raw_execute()?;
        }
        self.is_public = true;
        self.has_search_index.set(false);
        self.create_views(today())
    }

    /// Lays views under the names of the tables, through which all that reads sees another day of the work, or what is
    /// public only, or both.
    fn create_views(&self, today: Date) -> Result<()> {
        let later = |day: Date| {
            format!(
                "((o.status = 'solved' AND o.solved > '{day}') OR (o.status = 'closed' AND o.closed > '{day}'))"
            )
        };
        let cleared =
            ["resolution", "reason", "rule_change", "duplicate_of", "solved", "closed", "closed_as"];
        let mut columns: Vec<String> = vec!["o.code".to_owned()];
        for attribute in Entity::Obstacle.attributes().iter().filter(|attribute| attribute.link().is_none()) {
            let name = attribute.name;
            let Some(day) = self.reference_date else {
                columns.push(format!("o.{name}"));
                continue;
            };
            let later = later(day);
            columns.push(match name {
                "status" => format!("CASE WHEN {later} THEN 'collected' ELSE o.status END AS status"),
                "answered" => format!("CASE WHEN o.answered > '{day}' THEN NULL ELSE o.answered END AS answered"),
                "answer" => format!(
                    "CASE WHEN o.answered > '{day}' OR (o.answered IS NULL AND {later}) THEN NULL ELSE o.answer END AS answer"
                ),
                _ if cleared.contains(&name) => format!("CASE WHEN {later} THEN NULL ELSE o.{name} END AS {name}"),
                _ => format!("o.{name}"),
            });
        }
        let (mut obstacles, mut factsheets, mut contacts) = (Vec::new(), Vec::new(), "1".to_owned());
        if let Some(day) = self.reference_date {
            obstacles.push(format!("o.received <= '{day}'"));
            factsheets.push(format!("(published IS NULL OR published <= '{day}')"));
            contacts = format!("date <= '{day}'");
        }
        if self.is_public {
            obstacles.push("o.number IN (SELECT number FROM temp.public_obstacle)".to_owned());
            factsheets.push(format!("void IS NULL AND published <= '{today}'"));
        }
        let mut views = format!(
            "DROP VIEW IF EXISTS temp.obstacle; DROP VIEW IF EXISTS temp.contact; DROP VIEW IF EXISTS temp.factsheet;
             CREATE TEMP VIEW obstacle AS SELECT {} FROM main.obstacle AS o WHERE {};
             CREATE TEMP VIEW contact AS SELECT * FROM main.contact WHERE {contacts};
             CREATE TEMP VIEW factsheet AS SELECT * FROM main.factsheet WHERE {};",
            columns.join(", "),
            obstacles.join(" AND "),
            factsheets.join(" AND ")
        );
        for (table, other) in [
            ("obstacle_factsheet", "factsheet"),
            ("obstacle_scheme", "scheme"),
            ("obstacle_precedent", "precedent"),
        ] {
            let Some(day) = self.reference_date else { continue };
            let later = later(day);
            views.push_str(&format!(
                "DROP VIEW IF EXISTS temp.{table};
                 CREATE TEMP VIEW {table} AS SELECT l.obstacle, l.{other} FROM main.{table} AS l \
                 JOIN main.obstacle AS o ON o.number = l.obstacle WHERE NOT coalesce({later}, 0);"
            ));
        }
        Ok(self.connection.execute_batch(&views)?)
    }
}

/// A record of which nothing is known but what identifies it: each attribute is set to nothing, so that all
/// records of a kind are written by the same statement; or to what it is when nobody says, as it is for a record
/// that is older than the attribute.
pub(super) fn empty_record(entity: Entity, key: &Key) -> Record {
    let mut record = Record::new(entity);
    for attribute in entity.attributes() {
        let value = attribute.default.map_or(Value::Null, |default| Value::Text(default.to_owned()));
        record.set(attribute, value);
    }
    record.set(
        entity.key(),
        match key {
            Key::Number(number) => Value::Integer(*number),
            Key::Code(code) => Value::Text(code.clone()),
        },
    );
    record
}
