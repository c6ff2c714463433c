//! The search index: what stands in it follows from the rows and from the rules of `language`, and from nothing
//! else.

// Numbers come from a register that another program may have written to.
#![warn(clippy::arithmetic_side_effects)]

use super::super::{Key, Register, SCHEMA, WriteTx};
use super::index_row::{IndexRow, build_index_row, searchable_text};
use super::index_worker::IndexWorker;
use crate::language::{ANALYSIS_VERSION, Analyser};
use crate::record::{Entity, Record};
use anyhow::Result;

/// Added to the rowid of a void record: it is in the index, and counts nowhere.
pub const VOID_FLAG: i64 = 4;

/// The rowid in the index of a record that is not void: its number, and in the lowest two bits its kind.
pub fn rowid_of(entity: Entity, number: i64) -> i64 {
    let kind = Entity::SEARCHED.iter().position(|searched| *searched == entity).unwrap_or_default();
    number.saturating_mul(8) | i64::try_from(kind).unwrap_or_default()
}

/// The record of a rowid in the index; none if no kind has that rowid.
pub fn record_of_rowid(row: i64) -> Option<(Entity, i64)> {
    let kind = usize::try_from(row & 3).ok()?;
    Some((*Entity::SEARCHED.get(kind)?, row >> 3))
}

/// What writes and reads the index remembers: words that were analysed, and terms that were entered.
pub struct Lexicon {
    pub analyser: Analyser,
    /// How many writes have begun: what was entered in an earlier one may have been taken back.
    generation: u64,
    /// Whether many records are to come, for which a thread is worth its start.
    is_bulk: bool,
    /// Who finds their words beside the write, once the first has come.
    worker: Option<IndexWorker>,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self { analyser: Analyser::default(), generation: 1, is_bulk: false, worker: None }
    }
}

impl Lexicon {
    /// Forgets which terms were entered: what was written may have been taken back.
    pub fn begin_write(&mut self) {
        self.generation = self.generation.saturating_add(1);
        self.stop_worker();
    }

    fn stop_worker(&mut self) {
        self.is_bulk = false;
        self.worker = None;
    }
}

impl Register {
    pub(in crate::register) fn index_record(&self, number: i64, record: &Record, is_indexed: bool) -> Result<()> {
        if !self.has_search_index.get() || !record.entity().is_searched() {
            return Ok(());
        }
        if is_indexed {
            self.remove_from_index(record.entity(), number)?;
        }
        let is_void = record.entity().attribute("void").is_some_and(|void| record.text(void).is_some());
        let row = rowid_of(record.entity(), number) | if is_void { VOID_FLAG } else { 0 };
        let text = searchable_text(record);
        let lexicon = &mut *self.lexicon.borrow_mut();
        // Several lists can come in one write.
        if std::mem::take(&mut lexicon.is_bulk) && lexicon.worker.is_none() {
            lexicon.worker = IndexWorker::spawn();
        }
        match &mut lexicon.worker {
            Some(worker) => self.write_index_rows(&worker.push(row, text)?),
            None => self.write_index_rows(&[build_index_row(&mut lexicon.analyser, lexicon.generation, row, &text)]),
        }
    }

    /// Has a thread find the words of the records that follow, until [`Register::finish_index`].
    pub(in crate::register) fn start_bulk_index(&self) {
        self.lexicon.borrow_mut().is_bulk = true;
    }

    /// Enters what the thread has not handed over yet.
    fn flush_index(&self) -> Result<()> {
        let lexicon = &mut *self.lexicon.borrow_mut();
        let Some(worker) = &mut lexicon.worker else { return Ok(()) };
        loop {
            let rest = worker.drain()?;
            if rest.is_empty() {
                return Ok(());
            }
            self.write_index_rows(&rest)?;
        }
    }

    pub(in crate::register) fn finish_index(&self) -> Result<()> {
        self.flush_index()?;
        self.lexicon.borrow_mut().stop_worker();
        Ok(())
    }

    fn write_index_rows(&self, all: &[IndexRow]) -> Result<()> {
        let mut word = self.connection.prepare_cached("INSERT OR IGNORE INTO search_word (word) VALUES (?1)")?;
        let mut row = self.connection.prepare_cached("INSERT INTO search (rowid, words, parts) VALUES (?1, ?2, ?3)")?;
        for index_row in all {
            for word_form in &index_row.new_words {
                word.execute([word_form])?;
            }
            row.execute((index_row.row, &index_row.stems, &index_row.parts))?;
        }
        Ok(())
    }

    pub(in crate::register) fn remove_from_index(&self, entity: Entity, number: i64) -> Result<()> {
        if self.has_search_index.get() && entity.is_searched() {
            let row = rowid_of(entity, number);
            let is_pending = |worker: &IndexWorker| worker.is_pending(row) || worker.is_pending(row | VOID_FLAG);
            if self.lexicon.borrow().worker.as_ref().is_some_and(is_pending) {
                self.flush_index()?;
            }
            self.connection
                .prepare_cached("DELETE FROM search WHERE rowid IN (?1, ?1 + ?2)")?
                .execute([row, VOID_FLAG])?;
        }
        Ok(())
    }

    pub(in crate::register) fn rebuild_search(&self, progress: &mut dyn FnMut(u64)) -> Result<()> {
        self.connection.execute_batch("DROP TABLE IF EXISTS main.search; DROP TABLE IF EXISTS main.search_word")?;
        for statement in search_tables() {
            self.connection.execute_batch(statement)?;
        }
        self.fill_search(progress)?;
        self.connection.execute("UPDATE register SET search = ?1", [ANALYSIS_VERSION])?;
        Ok(())
    }

    fn fill_search(&self, progress: &mut dyn FnMut(u64)) -> Result<()> {
        let mut done = 0;
        self.lexicon.borrow_mut().begin_write();
        self.start_bulk_index();
        for entity in Entity::SEARCHED {
            let sql = format!("SELECT number FROM {}", entity.table());
            let mut statement = self.connection.prepare(&sql)?;
            let numbers = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
            for number in numbers {
                let record = self.load(*entity, &Key::Number(number))?;
                self.index_record(number, &record, false)?;
                done = u64::saturating_add(done, 1);
                progress(done);
            }
        }
        self.finish_index()
    }

    /// Makes the index, in a past that has none.
    pub(in crate::register) fn ensure_search(&self) -> Result<()> {
        if self.has_search_index.replace(true) {
            return Ok(());
        }
        // Of another day of the work beside the tables, since those are of today.
        if self.reference_date.is_some() {
            for statement in search_tables() {
                self.connection.execute_batch(&statement.replacen("TABLE search", "TABLE temp.search", 1))?;
            }
        }
        self.fill_search(&mut |_| {})
    }

    /// Whether the index was made by the rules of this program.
    pub fn is_search_current(&self) -> Result<bool> {
        let version: String =
            self.connection.prepare_cached("SELECT search FROM register")?.query_row([], |row| row.get(0))?;
        Ok(version == ANALYSIS_VERSION)
    }

    /// The database in which the index stands: beside the tables where those are seen through views.
    pub(super) const fn search_schema(&self) -> &'static str {
        if self.reference_date.is_some() { "temp" } else { "main" }
    }
}

impl WriteTx<'_> {
    /// Makes the search index anew from the rows, and enters that in the journal.
    pub fn repair_search(&mut self, progress: &mut dyn FnMut(u64)) -> Result<()> {
        self.register().rebuild_search(progress)?;
        self.entry.keep_if_empty = true;
        Ok(())
    }
}

/// What makes the tables of the index, from the schema.
pub fn search_tables() -> impl Iterator<Item = &'static str> {
    ["CREATE VIRTUAL TABLE search ", "CREATE TABLE search_word "].into_iter().filter_map(|beginning| {
        let text = SCHEMA.get(SCHEMA.find(beginning)?..)?;
        text.split_inclusive(';').next()
    })
}
