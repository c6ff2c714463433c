//! The tables and the search index, beside what the journal adds up to.

use super::super::Register;
use super::super::search::{VOID, record_of};
use super::{Found, bytes, key_text};
use crate::record::{Attribute, Entity, Kind, number};
use crate::words::{Text, findings};
use anyhow::Result;
use rusqlite::Row;
use std::collections::BTreeSet;

/// Where a term of the search index stands: the term, the row, the column and the place in it.
type Placed = (Vec<u8>, i64, String, i64);

/// About so many words are looked up in the search index.
const SAMPLE: i64 = 1000;

impl Register {
    /// The tables of a kind, beside what the journal adds up to.
    pub(super) fn check_tables(&self, entity: Entity, found: &mut Found<'_>) -> Result<()> {
        let (table, key) = (entity.table(), entity.key().name);
        let scalars: Vec<&'static Attribute> = entity
            .attributes()
            .iter()
            .filter(|attribute| attribute.link().is_none() && attribute.name != key)
            .collect();
        let differ: Vec<String> =
            scalars.iter().map(|attribute| format!("l.{0} IS NOT m.{0}", attribute.name)).collect();
        let mut statement = self.connection.prepare(&format!(
            "SELECT l.{key}, {} FROM live.{table} AS l JOIN main.{table} AS m ON m.{key} = l.{key} WHERE {}",
            differ.join(", "),
            differ.join(" OR ")
        ))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let record = key_text(entity, row.get_ref(0)?);
            for (at, attribute) in scalars.iter().enumerate() {
                if row.get::<_, bool>(at + 1)? {
                    found.put(record.clone(), findings::attribute_differs(attribute.words.label))?;
                }
            }
        }
        for (from, other, cause) in
            [("live", "main", findings::NOT_IN_JOURNAL), ("main", "live", findings::GONE)]
        {
            let mut statement = self.connection.prepare(&format!(
                "SELECT a.{key} FROM {from}.{table} AS a
                 WHERE NOT EXISTS (SELECT 1 FROM {other}.{table} AS b WHERE b.{key} = a.{key})"
            ))?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                found.put(key_text(entity, row.get_ref(0)?), cause.into())?;
            }
        }
        for attribute in entity.attributes() {
            let Some(link) = attribute.link() else { continue };
            let columns: &[&str] = match attribute.kind {
                Kind::Laws(_) => {
                    &["position", "kind", "source", "article", "paragraph", "item", "valid_on", "text"]
                }
                _ => &[link.value],
            };
            let same: Vec<String> =
                columns.iter().map(|column| format!("b.{column} IS a.{column}")).collect();
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
                    records.insert(key_text(entity, row.get_ref(0)?).en);
                }
            }
            for record in records {
                found.put(Text::plain(record), findings::attribute_differs(attribute.words.label))?;
            }
        }
        let Some(_) = entity.prefix() else { return Ok(()) };
        let sql = "SELECT coalesce((SELECT max(key) FROM live.journal_change WHERE kind = ?1), 0),
                          coalesce((SELECT seq FROM live.sqlite_sequence WHERE name = ?1), 0)";
        let (given, last): (i64, i64) =
            self.connection.query_row(sql, [table], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if given > last {
            found.put(Text::plain(table), findings::NUMBERS_AGAIN.into())?;
        } else if last > number::LARGEST {
            found.put(Text::plain(table), findings::NUMBERS_SPENT.into())?;
        }
        Ok(())
    }

    /// The search index beside one made of what the journal adds up to.
    pub(super) fn check_search(&self, found: &mut Found<'_>) -> Result<()> {
        self.connection.execute_batch(
            "CREATE VIRTUAL TABLE temp.search_words USING fts5vocab(main, search, row);
             CREATE VIRTUAL TABLE temp.search_built USING fts5vocab(main, search, instance);
             CREATE VIRTUAL TABLE temp.search_live USING fts5vocab(live, search, instance);",
        )?;
        let mut built = self.connection.prepare("SELECT term, doc, col, offset FROM temp.search_built")?;
        let mut live = self.connection.prepare("SELECT term, doc, col, offset FROM temp.search_live")?;
        let (mut built, mut live) = (built.query([])?, live.query([])?);
        let word = |row: Option<&Row<'_>>| -> Result<Option<Placed>> {
            let Some(row) = row else { return Ok(None) };
            Ok(Some((bytes(row, 0)?.unwrap_or_default().to_vec(), row.get(1)?, row.get(2)?, row.get(3)?)))
        };
        let mut records = BTreeSet::new();
        let (mut left, mut right) = (word(built.next()?)?, word(live.next()?)?);
        loop {
            match (&left, &right) {
                (None, None) => break,
                (Some(one), Some(other)) if one == other => {
                    left = word(built.next()?)?;
                    right = word(live.next()?)?;
                }
                (Some(one), other) if other.as_ref().is_none_or(|other| one < other) => {
                    records.insert(one.1);
                    left = word(built.next()?)?;
                }
                (_, Some(other)) => {
                    records.insert(other.1);
                    right = word(live.next()?)?;
                }
                (Some(_), None) => break,
            }
        }
        // Void or not, a record is one.
        let records: BTreeSet<i64> = records.into_iter().map(|row| row & !VOID).collect();
        for row in records {
            let (entity, wanted) = record_of(row);
            found.put(Text::plain(number::show(entity, wanted)), findings::SEARCH_DIFFERS.into())?;
        }
        let lost: i64 = self.connection.query_row(
            "SELECT count(*) FROM main.search_word AS b WHERE NOT EXISTS (SELECT 1 FROM live.search_word AS l WHERE l.word = b.word)",
            [],
            |row| row.get(0),
        )?;
        if lost > 0 {
            return found.put(findings::SEARCH, findings::SEARCH_DIFFERS.into());
        }
        // The words are there; they must be found as well.
        let terms: i64 =
            self.connection.query_row("SELECT count(*) FROM temp.search_words", [], |row| row.get(0))?;
        let mut words = self.connection.prepare("SELECT term, doc FROM temp.search_words")?;
        let mut search = self.connection.prepare("SELECT count(*) FROM live.search WHERE search MATCH ?1")?;
        let every = terms / SAMPLE + 1;
        let mut rows = words.query([])?;
        let mut at = 0;
        while let Some(row) = rows.next()? {
            at += 1;
            if at % every == 0 {
                let (term, count): (String, i64) = (row.get(0)?, row.get(1)?);
                let there: i64 = search.query_row([format!("\"{term}\"")], |row| row.get(0))?;
                if there != count {
                    return found.put(findings::SEARCH, findings::SEARCH_DIFFERS.into());
                }
            }
        }
        Ok(())
    }
}
