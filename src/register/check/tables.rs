//! Compares the tables and the search index with the state rebuilt from the journal.

use super::super::Register;
use super::super::search::{VOID_FLAG, record_of_rowid};
use super::super::store::LAW_COLUMNS;
use super::{FindingSink, bytes, key_label};
use crate::i18n::{Text, findings};
use crate::record::{Attribute, Entity, Kind, number};
use anyhow::Result;
use rusqlite::Row;
use std::collections::BTreeSet;

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
        let Some(_) = entity.prefix() else { return Ok(()) };
        let sql = "SELECT coalesce((SELECT max(key) FROM live.journal_change WHERE kind = ?1), 0),
                          coalesce((SELECT seq FROM live.sqlite_sequence WHERE name = ?1), 0)";
        let (highest_used, last): (i64, i64) =
            self.connection.query_row(sql, [table], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if highest_used > last {
            found.add(Text::untranslated(table), findings::NUMBERS_REUSED.into())?;
        } else if last > number::MAX {
            found.add(Text::untranslated(table), findings::NUMBERS_EXHAUSTED.into())?;
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
        // The row ids of void records contain a flag. Remove the flag, so that each record is reported only once.
        let records: BTreeSet<i64> = records.into_iter().map(|row| row & !VOID_FLAG).collect();
        for row in records {
            let record = record_of_rowid(row).map_or_else(
                || findings::SEARCH.into(),
                |(entity, number)| Text::untranslated(number::format(entity, number)),
            );
            found.add(record, findings::SEARCH_DIFFERS.into())?;
        }
        let missing_words: i64 = self.connection.query_row(
            "SELECT count(*) FROM main.search_word AS b WHERE NOT EXISTS (SELECT 1 FROM live.search_word AS l WHERE l.word = b.word)",
            [],
            |row| row.get(0),
        )?;
        if missing_words > 0 {
            return found.add(findings::SEARCH, findings::SEARCH_DIFFERS.into());
        }
        // The words have been checked by now. For a sample of them, check that a search finds the right number of rows.
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
}
