//! Checks the vectors for search by meaning against the texts of the records and the stored checksums. Does not
//! recompute vectors, because that would take hours for a large register.

use super::super::meaning::{StoredPassage, hash_passage, passages_of};
use super::super::rowid::{record_of_rowid, rowid_of};
use super::super::{Key, Register};
use super::{FindingSink, bytes};
use crate::i18n::{Text, findings};
use crate::record::{Entity, number};
use anyhow::Result;
use rusqlite::Row;
use text_embedding::{MODEL_ID, SmallVector};

impl Register {
    /// Checks the passages: pieces of a record's text, each with a vector. Each record must be in the queue or have the
    /// right passages. Also reports passages that belong to no record. Skips vectors of another model, because they are
    /// not used.
    pub(super) fn check_passages(&self, found: &mut FindingSink<'_>) -> Result<()> {
        let model: String = self.connection.query_row("SELECT meaning FROM live.register", [], |row| row.get(0))?;
        if model != MODEL_ID {
            return Ok(());
        }
        let mut queued = self.connection.prepare("SELECT 1 FROM live.passage_queue WHERE record = ?1")?;
        let mut stored = self
            .connection
            .prepare("SELECT text_hash, vector, checksum FROM live.passage WHERE record = ?1 ORDER BY position")?;
        for entity in Entity::SEARCHED {
            let sql = format!("SELECT number FROM {} ORDER BY number", entity.table());
            let mut numbers = self.connection.prepare(&sql)?;
            let mut rows = numbers.query([])?;
            while let Some(row) = rows.next()? {
                let number: i64 = row.get(0)?;
                let record_row = rowid_of(*entity, number);
                let mut passages = stored.query([record_row])?;
                let is_right = if queued.exists([record_row])? {
                    passages.next()?.is_none()
                } else {
                    let texts = passages_of(&self.load(*entity, &Key::Number(number))?);
                    let mut is_right = true;
                    for text in &texts {
                        let passage = passages.next()?;
                        is_right &= passage.is_some_and(|row| is_intact(row, &text.embedded_text()));
                    }
                    is_right && passages.next()?.is_none()
                };
                if !is_right {
                    found.add(Text::untranslated(number::format(*entity, number)), findings::VECTORS_DIFFER.into())?;
                }
            }
        }
        self.check_foreign_passages(found)
    }

    /// Reports vectors and rows of the queue whose record does not exist.
    fn check_foreign_passages(&self, found: &mut FindingSink<'_>) -> Result<()> {
        let mut statement = self
            .connection
            .prepare("SELECT record FROM live.passage UNION SELECT record FROM live.passage_queue ORDER BY record")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let row: i64 = row.get(0)?;
            let exists = match record_of_rowid(row) {
                Some((entity, number)) if rowid_of(entity, number) == row => {
                    let sql = format!("SELECT 1 FROM {} WHERE number = ?1", entity.table());
                    self.connection.prepare_cached(&sql)?.exists([number])?
                }
                _ => false,
            };
            if !exists {
                return found.add(findings::SEARCH, findings::VECTORS_DIFFER.into());
            }
        }
        Ok(())
    }
}

/// Whether a row of the table `passage` stores the hash of this text and a correct checksum.
fn is_intact(row: &Row<'_>, text: &str) -> bool {
    let column = |at| bytes(row, at).ok().flatten().unwrap_or_default();
    let text_hash = hash_passage(text);
    let Some(vector) = SmallVector::from_bytes(column(1)) else { return false };
    column(0) == text_hash && column(2) == StoredPassage { text_hash, vector }.checksum()
}
