//! Upgrades an older register to the current schema in one transaction, after making a backup. The tables are recreated
//! from `schema.sql`, so that an upgraded register has the same schema as a new one.

use super::copy::{backup_path_for, copy_to_temp_file, persist_new};
use super::journal::{EntryBuilder, EntryMeta};
use super::{APPLICATION_ID, Key, Register, SCHEMA, SCHEMA_VERSION, open_existing, sqlite_error};
use crate::failure::{Exit, Failure};
use crate::i18n::failures;
use crate::record::{Entity, Record, Value, person};
use anyhow::Result;
use rusqlite::{Transaction, TransactionBehavior};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The first schema version with a journal.
const JOURNAL_SINCE: i32 = 2;
/// The first schema version with vectors of the present form. An upgrade keeps those, because computing them takes long.
const VECTORS_SINCE: i32 = 8;
/// The tables with vectors, which are derived from the others.
const VECTOR_TABLES: &[&str] = &["passage", "passage_queue"];

#[derive(Clone, Debug)]
pub struct UpgradeSummary {
    pub from: i32,
    pub to: i32,
    pub journal_begins: bool,
    pub records: u64,
    pub backup_path: Option<PathBuf>,
}

impl Register {
    /// Upgrades the register at `path`; returns `None` if its schema is already current. If the register had no
    /// journal, its new journal starts with all existing records.
    pub fn upgrade(
        path: &Path,
        meta: &EntryMeta,
        dry_run: bool,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Option<UpgradeSummary>> {
        let display_path = path.display().to_string();
        std::fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Failure::no_input(failures::no_register(&display_path)),
            _ => crate::failure::file_failure(&error, &display_path),
        })?;
        let register = Self::connect(path, &display_path)?;
        let (application, from) = register.header().map_err(|error| sqlite_error::open_error(&error, &display_path))?;
        if application != APPLICATION_ID || from < 1 {
            return Err(Failure::data(failures::not_a_register(display_path)).into());
        }
        if from > SCHEMA_VERSION {
            return Err(Failure::new(Exit::NewerVersion, failures::newer_register(display_path)).into());
        }
        if from == SCHEMA_VERSION {
            return Ok(None);
        }
        let intact: String = register.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if intact != "ok" {
            return Err(Failure::new(Exit::Io, failures::register_damaged(display_path)).into());
        }
        register.connection.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON")?;
        let transaction = Transaction::new_unchecked(&register.connection, TransactionBehavior::Immediate)?;
        // Check the version again: another process may have upgraded the register while this one waited for the lock.
        if register.header()?.1 != from {
            return Ok(None);
        }
        // Make the backup through a second connection, because this one holds the write lock.
        let second_connection = open_existing(path)?;
        let backup_path = backup_path_for(path, &format!("version-{from}"), meta.at);
        let copy = if dry_run {
            None
        } else {
            Some(copy_to_temp_file(&second_connection, &backup_path, &backup_path.display().to_string())?)
        };
        drop(second_connection);
        register.migrate_tables(from, &display_path)?;
        let records = if from < JOURNAL_SINCE {
            register.start_journal(meta, progress)?
        } else {
            register.record_upgrade(meta)?
        };
        register.rebuild_search(progress)?;
        if from < VECTORS_SINCE {
            register.queue_all_passages()?;
        }
        let broken: bool = register.connection.prepare("PRAGMA foreign_key_check")?.exists([])?;
        if broken {
            return Err(Failure::data(failures::register_damaged(&display_path)).into());
        }
        let backup_path = match copy {
            None => {
                transaction.rollback()?;
                None
            }
            Some(copy) => {
                persist_new(copy, &backup_path)?;
                if let Err(error) = transaction.commit() {
                    let _ = std::fs::remove_file(&backup_path);
                    return Err(error.into());
                }
                Some(backup_path)
            }
        };
        Ok(Some(UpgradeSummary {
            from,
            to: SCHEMA_VERSION,
            journal_begins: from < JOURNAL_SINCE,
            records,
            backup_path,
        }))
    }

    /// Whether the register was upgraded and has never contained a synonym.
    pub fn lacks_synonyms_since_upgrade(&self) -> Result<bool> {
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM synonym) AND NOT EXISTS (SELECT 1 FROM journal_change WHERE kind = 'synonym')
                      AND EXISTS (SELECT 1 FROM journal WHERE action = 'upgrade')";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }

    /// Returns the codes of the laws whose abbreviations were never recorded. Returns no codes if the register was not
    /// upgraded: a new register starts with the abbreviations, and a law that a user added may have none.
    pub fn laws_that_never_had_short_names(&self) -> Result<HashSet<String>> {
        let sql = "SELECT code FROM law
                   WHERE short IS NULL AND EXISTS (SELECT 1 FROM journal WHERE action = 'upgrade')
                     AND NOT EXISTS (SELECT 1 FROM journal_change WHERE kind = 'law' AND key = code
                                     AND json_valid(after) AND after ->> 'short' IS NOT NULL)";
        let mut statement = self.connection.prepare(sql)?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Recreates the tables from the current schema and copies their rows.
    fn migrate_tables(&self, from: i32, display_path: &str) -> Result<()> {
        let connection = &self.connection;
        let names = |sql: &str| -> rusqlite::Result<Vec<String>> {
            connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
        };
        let virtual_tables =
            names("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'")?;
        for name in &virtual_tables {
            connection.execute_batch(&format!("DROP TABLE \"{name}\""))?;
        }
        for kind in ["trigger", "view", "index"] {
            for name in names(&format!("SELECT name FROM sqlite_master WHERE type = '{kind}' AND sql IS NOT NULL"))? {
                connection.execute_batch(&format!("DROP {kind} \"{name}\""))?;
            }
        }
        let tables =
            names("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid")?;
        let numbers: Vec<(String, i64)> = connection
            .prepare("SELECT name, seq FROM sqlite_sequence")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for table in &tables {
            connection.execute_batch(&format!("ALTER TABLE \"{table}\" RENAME TO \"old_{table}\""))?;
        }
        connection.execute_batch(SCHEMA)?;
        if !tables.iter().any(|table| table == "register") {
            connection.execute("INSERT INTO register (only_row, id) VALUES (1, lower(hex(randomblob(16))))", [])?;
        }
        let columns = |table: &str| -> rusqlite::Result<HashSet<String>> {
            connection
                .prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")?
                .query_map([table], |row| row.get(0))?
                .collect()
        };
        let is_copied = |table: &&String| from >= VECTORS_SINCE || !VECTOR_TABLES.contains(&table.as_str());
        for table in tables.iter().filter(is_copied) {
            let (old, new) = (columns(&format!("old_{table}"))?, columns(table)?);
            if !old.is_subset(&new) {
                return Err(Failure::data(failures::upgrade_would_lose_data(display_path, table)).into());
            }
            // Do not copy the handlers of version 1 here, because they are names. Since version 2, a handler refers to
            // a person.
            let is_person = |column: &String| from < JOURNAL_SINCE && table == "obstacle" && column == "handler";
            let mut columns: Vec<String> = old.into_iter().filter(|column| !is_person(column)).collect();
            columns.sort();
            // Copy journal entries in the order of their numbers, because a trigger rejects any other order.
            let order = if columns.iter().any(|column| column == "number") { " ORDER BY number" } else { "" };
            let columns = columns.join(", ");
            connection.execute_batch(&format!(
                "INSERT INTO \"{table}\" ({columns}) SELECT {columns} FROM \"old_{table}\"{order}"
            ))?;
        }
        if from < JOURNAL_SINCE {
            self.add_persons_for_handlers()?;
        }
        for table in &tables {
            connection.execute_batch(&format!("DROP TABLE \"old_{table}\""))?;
        }
        for (name, last) in numbers {
            connection.execute("DELETE FROM sqlite_sequence WHERE name = ?1", [&name])?;
            connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", (&name, last))?;
        }
        Ok(())
    }

    fn add_persons_for_handlers(&self) -> Result<()> {
        self.connection.execute_batch(
            "UPDATE old_obstacle SET handler = '(' || trim(handler) || ')' WHERE trim(handler) GLOB '[Nn]-[0-9]*';
             INSERT INTO person (name) SELECT DISTINCT trim(handler) FROM old_obstacle WHERE trim(handler) <> '' ORDER BY number;
             UPDATE obstacle SET handler = (SELECT p.number FROM old_obstacle AS o JOIN person AS p ON p.name = trim(o.handler)
                                            WHERE o.number = obstacle.number);",
        )?;
        Ok(())
    }

    /// Adds an entry for the upgrade to an existing journal. Returns the number of records in the register.
    fn record_upgrade(&self, meta: &EntryMeta) -> Result<u64> {
        let mut records = 0;
        for entity in Entity::ALL {
            let sql = format!("SELECT count(*) FROM {}", entity.table());
            let count: i64 = self.connection.query_row(&sql, [], |row| row.get(0))?;
            records += u64::try_from(count).unwrap_or_default();
        }
        let meta = EntryMeta { note: None, ..meta.clone() };
        let mut entry = EntryBuilder::begin(&self.connection, self.find_person_by_name(&meta.actor)?)?;
        entry.keep_if_empty = true;
        let actor = self.find_or_add_actor(&mut entry, &meta)?;
        entry.finish(&self.connection, &meta, actor)?;
        Ok(records)
    }

    fn find_or_add_actor(&self, entry: &mut EntryBuilder, meta: &EntryMeta) -> Result<i64> {
        if let Some(person) = entry.actor() {
            return Ok(person);
        }
        let record = Record::new(Entity::Person).with(&person::NAME, Value::Text(meta.actor.clone()));
        let key = self.insert_record(&record)?;
        entry.add_change(&self.connection, Entity::Person, &key, None, Some(&record))?;
        Ok(match key {
            Key::Number(number) => number,
            Key::Code(_) => 0,
        })
    }

    fn start_journal(&self, meta: &EntryMeta, progress: &mut dyn FnMut(u64)) -> Result<u64> {
        let connection = &self.connection;
        let mut entry = EntryBuilder::begin(connection, self.find_person_by_name(&meta.actor)?)?;
        let mut records = 0;
        for entity in Entity::ALL {
            let sql = format!("SELECT {} FROM {} ORDER BY rowid", entity.key().name, entity.table());
            let mut statement = connection.prepare(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let key = super::journal::key_from_sql(row.get_ref(0)?)?;
                let record = self.load(*entity, &key)?;
                entry.add_change(connection, *entity, &key, None, Some(&record))?;
                records += 1;
                progress(records);
            }
        }
        let actor = self.find_or_add_actor(&mut entry, meta)?;
        entry.finish(connection, meta, actor)?;
        Ok(records)
    }
}
