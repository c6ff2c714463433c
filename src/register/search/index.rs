//! The full-text index (FTS5). Its contents depend only on the records and on the text analysis in `language`, so it
//! can always be rebuilt.

// Warn about arithmetic that can overflow, because another program may have stored huge record numbers in the file.
#![warn(clippy::arithmetic_side_effects)]

use super::super::rowid::{VOID_FLAG, rowid_of};
use super::super::{Key, Register, SCHEMA, WriteTx};
use super::index_row::{IndexRow, build_index_row, searchable_text};
use super::index_worker::IndexWorker;
use crate::language::{ANALYSIS_VERSION, Analyser};
use crate::record::{Entity, Record};
use anyhow::Result;

/// State that is reused between index updates and searches: a cache of analysed words, and the bulk-indexing thread.
pub struct Lexicon {
    pub analyser: Analyser,
    /// The number of the current write. For each word, the cache holds the number of the write that last stored it. A
    /// word from an earlier write is stored again, because that write may have been rolled back.
    generation: u64,
    /// Whether the current write will probably index many records, so that starting a thread is worthwhile.
    is_bulk: bool,
    /// The thread that analyses texts during a bulk write. It starts at the first record of the write.
    worker: Option<IndexWorker>,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self { analyser: Analyser::default(), generation: 1, is_bulk: false, worker: None }
    }
}

impl Lexicon {
    /// Ensures that the new write stores all its words, because the previous write may have been rolled back.
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
        // Start at most one worker per write, even if the write imports several files.
        if std::mem::take(&mut lexicon.is_bulk) && lexicon.worker.is_none() {
            lexicon.worker = IndexWorker::spawn();
        }
        match &mut lexicon.worker {
            Some(worker) => self.write_index_rows(&worker.push(row, text)?),
            None => self.write_index_rows(&[build_index_row(&mut lexicon.analyser, lexicon.generation, row, &text)]),
        }
    }

    /// From now on, analyses records on a worker thread, until [`Register::finish_index`] is called.
    pub(in crate::register) fn start_bulk_index(&self) {
        self.lexicon.borrow_mut().is_bulk = true;
    }

    /// Waits for the worker thread and writes its remaining rows to the index.
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

    /// Builds the index if there is none, for example because the register is viewed as of a past date.
    pub(in crate::register) fn ensure_search(&self) -> Result<()> {
        if self.has_search_index.replace(true) {
            return Ok(());
        }
        // If a reference date is set, create a temporary index, because the index in the file describes today's
        // records.
        if self.reference_date.is_some() {
            for statement in search_tables() {
                self.connection.execute_batch(&statement.replacen("TABLE search", "TABLE temp.search", 1))?;
            }
        }
        self.fill_search(&mut |_| {})?;
        if self.reference_date.is_none() {
            // Commit the index of a past state, so that the next user of that state need not build it again.
            self.connection.execute_batch("COMMIT; BEGIN")?;
        }
        Ok(())
    }

    /// Whether the index was built with this version of the text analysis.
    pub fn is_search_current(&self) -> Result<bool> {
        let version: String =
            self.connection.prepare_cached("SELECT search FROM register")?.query_row([], |row| row.get(0))?;
        Ok(version == ANALYSIS_VERSION)
    }

    /// The SQLite database that holds the index. If a reference date is set, this is `temp`, because queries then read
    /// temporary views.
    pub(super) const fn search_schema(&self) -> &'static str {
        if self.reference_date.is_some() { "temp" } else { "main" }
    }
}

impl WriteTx<'_> {
    /// Rebuilds the index and records in the journal that this was done.
    pub fn repair_search(&mut self, progress: &mut dyn FnMut(u64)) -> Result<()> {
        self.register().rebuild_search(progress)?;
        self.register().queue_all_passages()?;
        self.entry.keep_if_empty = true;
        Ok(())
    }
}

/// The `CREATE` statements of the index tables, extracted from the SQL schema of the register.
pub fn search_tables() -> impl Iterator<Item = &'static str> {
    ["CREATE VIRTUAL TABLE search ", "CREATE TABLE search_word "].into_iter().filter_map(|beginning| {
        let text = SCHEMA.get(SCHEMA.find(beginning)?..)?;
        text.split_inclusive(';').next()
    })
}
