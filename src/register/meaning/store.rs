//! The tables `passage` and `passage_queue`: see `schema.sql`.

use super::super::Register;
use super::super::rowid::{record_of_rowid, rowid_of};
use super::passages::is_embedded;
use crate::record::{Entity, Record};
use anyhow::Result;
use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use text_embedding::{MODEL_ID, SMALL_VECTOR_BYTES, SmallVector};

/// The hash of the text of a passage and of the id of the model that computes its vector.
pub type PassageHash = [u8; 16];

/// The number of bytes for each passage in a file of vectors that were computed in advance. They hold the row number of
/// the record (four bytes, little-endian), the hash of the passage and its vector. The passages of a record are in
/// order.
const KNOWN_PASSAGE_BYTES: usize = 4 + size_of::<PassageHash>() + SMALL_VECTOR_BYTES;

/// The vector of a passage, as it is stored.
#[derive(Clone, Copy)]
pub struct StoredPassage {
    pub text_hash: PassageHash,
    pub vector: SmallVector,
}

impl StoredPassage {
    /// Returns a checksum over the text, the model and the vector.
    pub fn checksum(&self) -> [u8; 8] {
        first_bytes(Sha256::new().chain_update(self.text_hash).chain_update(self.vector.to_bytes()))
    }
}

pub fn hash_passage(text: &str) -> PassageHash {
    first_bytes(Sha256::new().chain_update(MODEL_ID).chain_update([0]).chain_update(text))
}

fn first_bytes<const N: usize>(hash: Sha256) -> [u8; N] {
    let hash = hash.finalize();
    let mut bytes = hash.iter().copied();
    std::array::from_fn(|_| bytes.next().unwrap_or_default())
}

impl Register {
    /// If the passages of a record depend on a changed attribute, deletes the vectors of the record and queues the
    /// record.
    pub(in crate::register) fn queue_passages(&self, number: i64, changed: &Record) -> Result<()> {
        let entity = changed.entity();
        if !self.has_search_index.get() || !entity.is_searched() {
            return Ok(());
        }
        if changed.iter_set().any(|(attribute, _)| is_embedded(entity, attribute)) {
            self.remove_passages(entity, number)?;
            self.connection
                .prepare_cached("INSERT OR IGNORE INTO passage_queue (record) VALUES (?1)")?
                .execute([rowid_of(entity, number)])?;
        }
        Ok(())
    }

    /// Deletes the vectors of a record, and takes the record from the queue.
    pub(in crate::register) fn remove_passages(&self, entity: Entity, number: i64) -> Result<()> {
        if self.has_search_index.get() && entity.is_searched() {
            let row = rowid_of(entity, number);
            self.connection.prepare_cached("DELETE FROM passage WHERE record = ?1")?.execute([row])?;
            self.connection.prepare_cached("DELETE FROM passage_queue WHERE record = ?1")?.execute([row])?;
        }
        Ok(())
    }

    /// Deletes all vectors and queues all records.
    pub(in crate::register) fn queue_all_passages(&self) -> Result<()> {
        self.connection.execute_batch("DELETE FROM passage; DELETE FROM passage_queue")?;
        for entity in Entity::SEARCHED {
            let sql = format!(
                "INSERT INTO passage_queue (record) SELECT number * 8 + {} FROM {}",
                rowid_of(*entity, 0),
                entity.table()
            );
            self.connection.execute(&sql, [])?;
        }
        self.connection.execute("UPDATE register SET meaning = ?1", [MODEL_ID])?;
        Ok(())
    }

    /// Whether the vectors in the register were computed by this program's model.
    pub fn has_current_passages(&self) -> Result<bool> {
        let model: String =
            self.connection.prepare_cached("SELECT meaning FROM register")?.query_row([], |row| row.get(0))?;
        Ok(model == MODEL_ID)
    }

    /// Whether there are records without vectors.
    pub fn has_queued_records(&self) -> Result<bool> {
        Ok(!self.has_current_passages()?
            || self.connection.prepare_cached("SELECT 1 FROM passage_queue LIMIT 1")?.exists([])?)
    }

    /// Returns two counts: the records without vectors, and all records that can be searched.
    pub fn count_queued(&self) -> Result<(u64, u64)> {
        let mut all = 0;
        for entity in Entity::SEARCHED {
            let sql = format!("SELECT count(*) FROM {}", entity.table());
            let count: i64 = self.connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
            all += u64::try_from(count).unwrap_or_default();
        }
        if !self.has_current_passages()? {
            return Ok((all, all));
        }
        let queued: i64 =
            self.connection.prepare_cached("SELECT count(*) FROM passage_queue")?.query_row([], |row| row.get(0))?;
        Ok((u64::try_from(queued).unwrap_or_default(), all))
    }

    /// Returns at most `limit` queued records whose row in the index is above `after`, sorted by row.
    pub(super) fn queued_records(&self, after: i64, limit: usize) -> Result<Vec<(Entity, i64)>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT record FROM passage_queue WHERE record > ?1 ORDER BY record LIMIT ?2")?;
        let rows = statement.query_map(params![after, i64::try_from(limit).unwrap_or(i64::MAX)], |row| row.get(0))?;
        let rows = rows.collect::<rusqlite::Result<Vec<i64>>>()?;
        Ok(rows.into_iter().filter_map(record_of_rowid).collect())
    }

    pub(super) fn is_queued(&self, row: i64) -> Result<bool> {
        Ok(self.connection.prepare_cached("SELECT 1 FROM passage_queue WHERE record = ?1")?.exists([row])?)
    }

    /// Returns the vector of the same text in any record, or `None` if no record has it. A past state of the register
    /// has no vectors, so it uses those of the present register, which is attached as `live`.
    pub(in crate::register) fn vector_of_equal_text(&self, text_hash: &PassageHash) -> Result<Option<SmallVector>> {
        let schema = if self.is_past() { "live" } else { "main" };
        let vector: Option<Vec<u8>> = self
            .connection
            .prepare_cached(&format!("SELECT vector FROM {schema}.passage WHERE text_hash = ?1 LIMIT 1"))?
            .query_row([text_hash], |row| row.get(0))
            .optional()?;
        Ok(vector.and_then(|bytes| SmallVector::from_bytes(&bytes)))
    }

    /// Whether this is a past state of a register, with the present register attached as `live`.
    pub(in crate::register) fn is_past(&self) -> bool {
        self.connection.db_name(2).is_ok()
    }

    /// Stores vectors that were computed in advance for these records, and takes the records from the queue.
    pub fn store_known_passages(&self, file: &[u8]) -> Result<()> {
        let (entries, _) = file.as_chunks::<KNOWN_PASSAGE_BYTES>();
        let transaction = self.connection.unchecked_transaction()?;
        let mut records: BTreeMap<i64, Vec<StoredPassage>> = BTreeMap::new();
        for entry in entries {
            let (row, rest) = entry.split_at(4);
            let (text_hash, vector) = rest.split_at(size_of::<PassageHash>());
            let (Ok(row), Ok(text_hash), Some(vector)) =
                (row.try_into(), text_hash.try_into(), SmallVector::from_bytes(vector))
            else {
                continue;
            };
            records.entry(u32::from_le_bytes(row).into()).or_default().push(StoredPassage { text_hash, vector });
        }
        for (row, passages) in &records {
            self.store_passages(*row, passages)?;
        }
        Ok(transaction.commit()?)
    }

    /// Replaces the stored vectors of a record, and takes the record from the queue.
    pub(super) fn store_passages(&self, row: i64, passages: &[StoredPassage]) -> Result<()> {
        self.connection.prepare_cached("DELETE FROM passage WHERE record = ?1")?.execute([row])?;
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO passage (record, position, text_hash, vector, checksum) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (position, passage) in passages.iter().enumerate() {
            let position = i64::try_from(position).unwrap_or(i64::MAX);
            let vector = passage.vector.to_bytes();
            insert.execute(params![row, position, passage.text_hash, vector, passage.checksum()])?;
        }
        self.connection.prepare_cached("DELETE FROM passage_queue WHERE record = ?1")?.execute([row])?;
        Ok(())
    }
}
