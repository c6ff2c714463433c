//! The search index: what stands in it follows from the rows and from the rules of `language`, and from nothing
//! else.

// Numbers come from a register that another program may have written to.
#![warn(clippy::arithmetic_side_effects)]

use super::super::{Change, Key, Register, SCHEMA};
use super::ahead::Ahead;
use crate::language::{Analyser, VERSION, each_word, parts as parts_of};
use crate::record::{Entity, Record, Value};
use anyhow::Result;
use std::fmt::Write as _;

/// The kinds of record that are searched, in the order that their rowids tell them apart by.
const KINDS: [Entity; 4] = [Entity::Obstacle, Entity::Factsheet, Entity::Scheme, Entity::Scheme];

/// What is added to the rowid of a record that is void: it is in the index, and counts nowhere.
pub const VOID: i64 = 4;

/// The rowid in the index of a record that is not void.
pub const fn row_of(entity: Entity, number: i64) -> i64 {
    let kind = match entity {
        Entity::Factsheet => 1,
        Entity::Scheme => 2,
        _ => 0,
    };
    number.saturating_mul(8) | kind
}

/// The record of a rowid in the index.
pub fn record_of(row: i64) -> (Entity, i64) {
    let kind = usize::try_from(row & 3).unwrap_or_default();
    (KINDS.get(kind).copied().unwrap_or(Entity::Obstacle), row >> 3)
}

/// What writes and reads the index remembers: words that were analysed, and terms that were entered.
pub struct Lexicon {
    /// The words.
    pub analyser: Analyser,
    /// How many writes have begun: what was entered in an earlier one may have been taken back.
    writes: u64,
    /// Whether many records are to come, for which a thread is worth its start.
    expects_many: bool,
    /// Who finds their words beside the write, once the first has come.
    ahead: Option<Ahead>,
}

impl Default for Lexicon {
    fn default() -> Self {
        Self { analyser: Analyser::default(), writes: 1, expects_many: false, ahead: None }
    }
}

impl Lexicon {
    /// Forgets which terms were entered: what was written may have been taken back.
    pub fn begin(&mut self) {
        self.writes = self.writes.saturating_add(1);
        self.end();
    }

    /// Lets the thread go.
    fn end(&mut self) {
        self.expects_many = false;
        self.ahead = None;
    }
}

/// Stands between two texts of a record: no phrase goes across it.
pub const BETWEEN: &str = "\n\u{1f}\n";

/// So many bytes of text has a usual record at most.
const USUAL: usize = 2048;

/// The texts of a record that are searched.
pub fn text_of(record: &Record) -> String {
    let mut text = String::with_capacity(USUAL);
    for (_, value) in record.given().filter(|(attribute, _)| attribute.has_words()) {
        match value {
            Value::Text(value) => text.push_str(value),
            Value::Laws(laws) => {
                for law in laws {
                    let _ = writeln!(text, "{law}");
                }
            }
            _ => continue,
        }
        text.push_str(BETWEEN);
    }
    text
}

/// What is entered in the index for a record.
pub struct Indexed {
    /// The rowid.
    pub row: i64,
    /// The stems of its words.
    stems: String,
    /// The stems of the parts of its compounds.
    parts: String,
    /// Words, and their parts, that were not entered before in this write.
    new: Vec<String>,
}

/// What search makes of a text, in the write of that number.
pub fn indexed(analyser: &mut Analyser, write: u64, row: i64, text: &str) -> Indexed {
    let mut made = Indexed {
        row,
        stems: String::with_capacity(text.len()),
        parts: String::with_capacity(text.len()),
        new: Vec::new(),
    };
    each_word(text, |_, _, folded| {
        let analysed = analyser.analyse(folded);
        if analysed.is_stop {
            return;
        }
        made.stems.push_str(&analysed.stem);
        made.stems.push(' ');
        for part in &analysed.parts {
            made.parts.push_str(part);
            made.parts.push(' ');
        }
        if analysed.entered.replace(write) != write {
            made.new.extend(std::iter::once(folded).chain(parts_of(folded)).map(str::to_owned));
        }
    });
    made
}

impl Register {
    /// Brings the index in step with a record.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub(in crate::register) fn index(&self, number: i64, record: &Record, known: bool) -> Result<()> {
        if !self.has_search.get() || !record.entity().is_searched() {
            return Ok(());
        }
        if known {
            self.unindex(record.entity(), number)?;
        }
        let is_void = record.entity().attribute("void").is_some_and(|void| record.text(void).is_some());
        let row = row_of(record.entity(), number) | if is_void { VOID } else { 0 };
        let text = text_of(record);
        let lexicon = &mut *self.lexicon.borrow_mut();
        // Several lists can come in one write.
        if std::mem::take(&mut lexicon.expects_many) && lexicon.ahead.is_none() {
            lexicon.ahead = Ahead::start();
        }
        match &mut lexicon.ahead {
            Some(ahead) => self.enter_in_index(&ahead.take(row, text)?),
            None => self.enter_in_index(&[indexed(&mut lexicon.analyser, lexicon.writes, row, &text)]),
        }
    }

    /// Has a thread find the words of the records that follow, until [`Register::end_index`].
    pub(in crate::register) fn index_ahead(&self) {
        self.lexicon.borrow_mut().expects_many = true;
    }

    /// Enters what the thread has not handed over yet.
    ///
    /// # Errors
    /// When the register cannot be written.
    fn catch_up_index(&self) -> Result<()> {
        let lexicon = &mut *self.lexicon.borrow_mut();
        let Some(ahead) = &mut lexicon.ahead else { return Ok(()) };
        loop {
            let rest = ahead.rest()?;
            if rest.is_empty() {
                return Ok(());
            }
            self.enter_in_index(&rest)?;
        }
    }

    /// The same, and lets the thread go.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub(in crate::register) fn end_index(&self) -> Result<()> {
        self.catch_up_index()?;
        self.lexicon.borrow_mut().end();
        Ok(())
    }

    fn enter_in_index(&self, all: &[Indexed]) -> Result<()> {
        let mut word =
            self.connection.prepare_cached("INSERT OR IGNORE INTO search_word (word) VALUES (?1)")?;
        let mut row =
            self.connection.prepare_cached("INSERT INTO search (rowid, words, parts) VALUES (?1, ?2, ?3)")?;
        for made in all {
            for new in &made.new {
                word.execute([new])?;
            }
            row.execute((made.row, &made.stems, &made.parts))?;
        }
        Ok(())
    }

    /// Takes a record out of the index.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub(in crate::register) fn unindex(&self, entity: Entity, number: i64) -> Result<()> {
        if self.has_search.get() && entity.is_searched() {
            let row = row_of(entity, number);
            let is_under_way = |ahead: &Ahead| ahead.holds(row) || ahead.holds(row | VOID);
            if self.lexicon.borrow().ahead.as_ref().is_some_and(is_under_way) {
                self.catch_up_index()?;
            }
            self.connection
                .prepare_cached("DELETE FROM search WHERE rowid IN (?1, ?1 + ?2)")?
                .execute([row, VOID])?;
        }
        Ok(())
    }

    /// Makes the index anew from the rows.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub(in crate::register) fn make_search(&self, progress: &mut dyn FnMut(u64)) -> Result<()> {
        self.connection
            .execute_batch("DROP TABLE IF EXISTS main.search; DROP TABLE IF EXISTS main.search_word")?;
        for made in search_tables() {
            self.connection.execute_batch(made)?;
        }
        self.fill_search(progress)?;
        self.connection.execute("UPDATE register SET search = ?1", [VERSION])?;
        Ok(())
    }

    fn fill_search(&self, progress: &mut dyn FnMut(u64)) -> Result<()> {
        let mut done = 0;
        self.lexicon.borrow_mut().begin();
        self.index_ahead();
        for entity in [Entity::Obstacle, Entity::Factsheet, Entity::Scheme] {
            let sql = format!("SELECT number FROM {}", entity.table());
            let mut statement = self.connection.prepare(&sql)?;
            let numbers =
                statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
            for number in numbers {
                let record = self.load(entity, &Key::Number(number))?;
                self.index(number, &record, false)?;
                done = u64::saturating_add(done, 1);
                progress(done);
            }
        }
        self.end_index()
    }

    /// Makes the index, in a past that has none.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub(in crate::register) fn need_search(&self) -> Result<()> {
        if self.has_search.replace(true) {
            return Ok(());
        }
        // Of another day of the work beside the tables, since those are of today.
        if self.reference_date.is_some() {
            for made in search_tables() {
                self.connection.execute_batch(&made.replacen("TABLE search", "TABLE temp.search", 1))?;
            }
        }
        self.fill_search(&mut |_| {})
    }

    /// Whether the index was made by the rules of this program.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn search_is_ours(&self) -> Result<bool> {
        let version: String =
            self.connection.prepare_cached("SELECT search FROM register")?.query_row([], |row| row.get(0))?;
        Ok(version == VERSION)
    }

    /// The database in which the index stands: beside the tables where those are seen through views.
    pub(super) const fn search_schema(&self) -> &'static str {
        if self.reference_date.is_some() { "temp" } else { "main" }
    }
}

impl Change<'_> {
    /// Makes the search index anew from the rows, and enters that in the journal.
    ///
    /// # Errors
    /// When the rows cannot be read.
    pub fn repair_search(&mut self, progress: &mut dyn FnMut(u64)) -> Result<()> {
        self.register().make_search(progress)?;
        self.draft.is_note = true;
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
