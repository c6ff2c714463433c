//! Compares the tables and the search index with the state rebuilt from the journal.

use super::super::Register;
use super::super::journal::apply_json;
use super::super::rowid::{VOID_FLAG, record_of_rowid};
use super::super::search::searched_words;
use super::super::store::LAW_COLUMNS;
use super::{FindingSink, bytes, key_label, text_lossy};
use crate::i18n::remarks::JOURNAL_BEGINS;
use crate::i18n::{Text, findings};
use crate::language::Analyser;
use crate::record::{Attribute, Entity, Kind, Record, number};
use anyhow::Result;
use rusqlite::Row;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashSet};

/// One occurrence of a term in the search index: the term, its row, its column and its offset in the text.
type Posting = (Vec<u8>, i64, String, i64);

/// Approximate number of words from the search index that the check looks up, as a sample.
const SAMPLED_WORDS: i64 = 1000;

impl Register {
    pub(super) fn check_tables(&self, entity: Entity, found: &mut FindingSink<'_>) -> Result<()> {
        let (table, key) = (entity.table(), entity.key().name);
        let scalars: Vec<&'static Attribute> = entity
            .attributes()
            .iter()
            .filter(|attribute| attribute.link().is_none() && attribute.name != key)
            .collect();
        let comparisons: Vec<String> =
            scalars.iter().map(|attribute| format!("l.{0} IS NOT m.{0}", attribute.name)).collect();
        let mut statement = self.connection.prepare(&format!(
            "SELECT l.{key}, {} FROM live.{table} AS l JOIN main.{table} AS m ON m.{key} = l.{key} WHERE {}",
            comparisons.join(", "),
            comparisons.join(" OR ")
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let record = key_label(entity, row.get_ref(0)?);
            for (at, attribute) in scalars.iter().enumerate() {
                if row.get::<_, bool>(at + 1)? {
                    found.add(record.clone(), findings::attribute_differs(attribute.i18n.label))?;
                }
            }
        }
        for (from, other, cause) in
            [("live", "main", findings::NOT_IN_JOURNAL), ("main", "live", findings::RECORD_MISSING)]
        {
            let mut statement = self.connection.prepare(&format!(
                "SELECT a.{key} FROM {from}.{table} AS a
                 WHERE NOT EXISTS (SELECT 1 FROM {other}.{table} AS b WHERE b.{key} = a.{key})"
            ))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                found.add(key_label(entity, row.get_ref(0)?), cause.into())?;
            }
        }
        for attribute in entity.attributes() {
            let Some(link) = attribute.link() else { continue };
            let columns: &[&str] = match attribute.kind {
                Kind::Laws(_) => LAW_COLUMNS,
                _ => &[link.value],
            };
            let same: Vec<String> = columns.iter().map(|column| format!("b.{column} IS a.{column}")).collect();
            let mut records: BTreeSet<String> = BTreeSet::new();
            for (from, other) in [("live", "main"), ("main", "live")] {
                let mut statement = self.connection.prepare(&format!(
                    "SELECT a.{0} FROM {from}.{1} AS a WHERE NOT EXISTS
                     (SELECT 1 FROM {other}.{1} AS b WHERE b.{0} = a.{0} AND {2})",
                    link.owner,
                    link.table,
                    same.join(" AND ")
                ))?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    records.insert(key_label(entity, row.get_ref(0)?).en);
                }
            }
            for record in records {
                found.add(Text::untranslated(record), findings::attribute_differs(attribute.i18n.label))?;
            }
        }
        if entity.prefix().is_some() { self.check_sequence(table, found) } else { Ok(()) }
    }

    /// Checks that the next number to be assigned follows the highest number that was ever assigned.
    fn check_sequence(&self, table: &str, found: &mut FindingSink<'_>) -> Result<()> {
        // In an upgraded register, records may have been removed before the journal began. Only `sqlite_sequence` knows
        // their numbers. It may therefore exceed the highest known number until the next record is added.
        let sql = format!(
            "SELECT max(coalesce(max(key), 0), coalesce((SELECT max(number) FROM live.{table}), 0)),
                    coalesce((SELECT max(seq) FROM live.sqlite_sequence WHERE name = ?1), 0),
                    coalesce(max(entry), 1) > 1
                        OR NOT EXISTS (SELECT 1 FROM live.journal WHERE number = 1 AND note = ?2)
             FROM (SELECT key, min(entry) AS entry FROM live.journal_change WHERE kind = ?1 GROUP BY key)"
        );
        let (highest_used, last, is_known): (i64, i64, bool) =
            self.connection
                .query_row(&sql, [table, JOURNAL_BEGINS], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let finding = match last.cmp(&highest_used) {
            Ordering::Less => findings::NUMBERS_REUSED,
            _ if last > number::MAX => findings::NUMBERS_EXHAUSTED,
            Ordering::Greater if is_known => findings::NUMBERS_SKIPPED,
            _ => return Ok(()),
        };
        found.add(Text::untranslated(table), finding.into())
    }

    /// Reports superfluous rows of `sqlite_sequence`, which may have at most one row for each numbered table.
    pub(super) fn check_sequence_names(&self, found: &mut FindingSink<'_>) -> Result<()> {
        let mut statement =
            self.connection.prepare("SELECT name, count(*) FROM live.sqlite_sequence GROUP BY name ORDER BY name")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let name = text_lossy(row, 0)?;
            let is_numbered = Entity::from_table(&name).is_some_and(|entity| entity.prefix().is_some());
            if !is_numbered || row.get::<_, i64>(1)? > 1 {
                found.add(Text::untranslated("sqlite_sequence"), findings::UNKNOWN_NUMBERING.into())?;
            }
        }
        Ok(())
    }

    pub(super) fn check_search(&self, found: &mut FindingSink<'_>) -> Result<()> {
        self.connection.execute_batch(
            "CREATE VIRTUAL TABLE temp.search_words USING fts5vocab(main, search, row);
             CREATE VIRTUAL TABLE temp.search_built USING fts5vocab(main, search, instance);
             CREATE VIRTUAL TABLE temp.search_live USING fts5vocab(live, search, instance);",
        )?;
        let mut built = self.connection.prepare("SELECT term, doc, col, offset FROM temp.search_built")?;
        let mut live = self.connection.prepare("SELECT term, doc, col, offset FROM temp.search_live")?;
        let (mut built, mut live) = (built.query([])?, live.query([])?);
        let posting_of = |row: Option<&Row<'_>>| -> Result<Option<Posting>> {
            let Some(row) = row else { return Ok(None) };
            Ok(Some((bytes(row, 0)?.unwrap_or_default().to_vec(), row.get(1)?, row.get(2)?, row.get(3)?)))
        };
        let mut records = BTreeSet::new();
        let (mut left, mut right) = (posting_of(built.next()?)?, posting_of(live.next()?)?);
        loop {
            match (&left, &right) {
                (None, None) => break,
                (Some(one), Some(other)) if one == other => {
                    left = posting_of(built.next()?)?;
                    right = posting_of(live.next()?)?;
                }
                (Some(one), other) if other.as_ref().is_none_or(|other| one < other) => {
                    records.insert(one.1);
                    left = posting_of(built.next()?)?;
                }
                (_, Some(other)) => {
                    records.insert(other.1);
                    right = posting_of(live.next()?)?;
                }
                (Some(_), None) => break,
            }
        }
        let has_right_postings = records.is_empty();
        // The row ids of void records contain a flag. Remove the flag, so that each record is reported only once.
        let records: BTreeSet<i64> = records.into_iter().map(|row| row & !VOID_FLAG).collect();
        for row in records {
            let record = record_of_rowid(row).map_or_else(
                || findings::SEARCH.into(),
                |(entity, number)| Text::untranslated(number::format(entity, number)),
            );
            found.add(record, findings::SEARCH_DIFFERS.into())?;
        }
        // Look for foreign words and wrong text lengths only if the indexed texts are right, because wrong texts cause
        // these two problems as well.
        let is_right =
            self.has_all_words()? && (!has_right_postings || (!self.has_foreign_words()? && self.has_right_sizes()?));
        if !is_right {
            return found.add(findings::SEARCH, findings::SEARCH_DIFFERS.into());
        }
        // All words in the index are right. For a sample of them, check that a search finds the right number of rows.
        let terms: i64 = self.connection.query_row("SELECT count(*) FROM temp.search_words", [], |row| row.get(0))?;
        let mut words = self.connection.prepare("SELECT term, doc FROM temp.search_words")?;
        let mut search = self.connection.prepare("SELECT count(*) FROM live.search WHERE search MATCH ?1")?;
        let step = terms / SAMPLED_WORDS + 1;
        let mut rows = words.query([])?;
        let mut at = 0;
        while let Some(row) = rows.next()? {
            at += 1;
            if at % step == 0 {
                let (term, count): (String, i64) = (row.get(0)?, row.get(1)?);
                let hits: i64 = search.query_row([format!("\"{term}\"")], |row| row.get(0))?;
                if hits != count {
                    return found.add(findings::SEARCH, findings::SEARCH_DIFFERS.into());
                }
            }
        }
        Ok(())
    }

    /// Whether `search_word` has every word of the current texts.
    fn has_all_words(&self) -> Result<bool> {
        let is_missing = "SELECT 1 FROM main.search_word AS b
                          WHERE NOT EXISTS (SELECT 1 FROM live.search_word AS l WHERE l.word = b.word)";
        Ok(!self.connection.prepare(is_missing)?.exists([])?)
    }

    /// Whether `search_word` has words that never occurred in any text of the register.
    fn has_foreign_words(&self) -> Result<bool> {
        let mut statement = self.connection.prepare(
            "SELECT word FROM live.search_word AS l
             WHERE NOT EXISTS (SELECT 1 FROM main.search_word AS b WHERE b.word = l.word)",
        )?;
        let mut unexplained: HashSet<String> = HashSet::new();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            unexplained.insert(text_lossy(row, 0)?);
        }
        if unexplained.is_empty() {
            return Ok(false);
        }
        let mut analyser = Analyser::default();
        // The unexplained words may come from earlier versions of the texts, so look them up in the journal.
        let mut statement = self
            .connection
            .prepare("SELECT entry, after FROM live.journal_change WHERE kind = ?1 AND after IS NOT NULL")?;
        for entity in Entity::SEARCHED {
            let mut rows = statement.query([entity.table()])?;
            while let Some(row) = rows.next()? {
                let mut record = Record::new(*entity);
                apply_json(&mut record, bytes(row, 1)?.unwrap_or_default(), row.get(0)?, &|_| Ok(None))?;
                for word in searched_words(&mut analyser, &record) {
                    unexplained.remove(&word);
                }
                if unexplained.is_empty() {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Whether the index and the rebuilt index have the same settings and the same text lengths (in words). The ranking
    /// of search results depends on the settings and lengths.
    fn has_right_sizes(&self) -> Result<bool> {
        for (table, columns) in [("search_docsize", "id, sz"), ("search_config", "k, v")] {
            for (one, other) in [("main", "live"), ("live", "main")] {
                let sql =
                    format!("SELECT {columns} FROM {one}.{table} EXCEPT SELECT {columns} FROM {other}.{table} LIMIT 1");
                if self.connection.prepare(&sql)?.exists([])? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}
