//! Computes the vectors of queued records. Several processes may do so at once: each result is stored only if the
//! record is still in the queue with the same text.

use super::super::rowid::rowid_of;
use super::super::{Key, Register};
use super::parallel::{map_shares, thread_count};
use super::passages::passages_of;
use super::store::{PassageHash, StoredPassage, hash_passage};
use crate::record::Entity;
use anyhow::Result;
use rusqlite::{Transaction, TransactionBehavior};
use std::collections::HashMap;
use std::sync::OnceLock;
use text_embedding::{Embedder, Role, SmallVector};

/// Maximum number of records in a batch. The vectors of a batch are stored together. If the process is killed, the
/// current batch is lost.
const BATCH_RECORDS: usize = 16;
/// When a batch has at least this many passages, no more records are added to it.
const BATCH_PASSAGES: usize = 32;
/// The number of passages that a thread embeds at a time, which limits its memory.
const CHUNK_PASSAGES: usize = 4;

/// How many queued records to work on, and on how many threads.
#[derive(Clone, Copy, Debug)]
pub struct EmbedLimit {
    pub records: usize,
    pub threads: usize,
}

impl EmbedLimit {
    /// The whole queue, with a thread for each processor.
    pub fn all() -> Self {
        Self { records: usize::MAX, threads: thread_count() }
    }

    pub const fn is_all(self) -> bool {
        self.records == usize::MAX
    }

    /// A few records, whose vectors can be computed while the user waits.
    pub const fn few() -> Self {
        Self { records: 4, threads: 1 }
    }
}

/// Called for each record, after its batch is stored, with the number of records done so far. Returns whether to
/// continue.
pub type EmbedProgress<'a> = dyn FnMut(u64) -> bool + 'a;

/// A record whose vectors must be computed: its passages, and the hash of each passage.
struct Job {
    row: i64,
    entity: Entity,
    number: i64,
    passages: Vec<(PassageHash, String)>,
}

/// The environment variable that turns search by meaning off if its value is `no`.
const SWITCH: &str = "RUIMTE_MEANING";

/// Returns the model. Returns `None` if the program was built without it, or if the user turned it off.
pub fn embedder() -> Option<&'static Embedder> {
    static EMBEDDER: OnceLock<Option<Embedder>> = OnceLock::new();
    let is_off = || std::env::var_os(SWITCH).is_some_and(|value| value == "no");
    EMBEDDER.get_or_init(|| if is_off() { None } else { Embedder::load() }).as_ref()
}

/// Whether the program was built with a model, and the user did not turn it off.
pub fn can_embed() -> bool {
    embedder().is_some()
}

/// Computes the vector of a passage. Returns `None` if there is no model.
pub fn embed_passage(text: &str) -> Option<SmallVector> {
    embedder().map(|embedder| SmallVector::from(&embedder.embed(Role::Passage, text)))
}

impl Register {
    /// Computes and stores the vectors of queued records. Returns the number of these records, or 0 if the program has
    /// no model. Fails if the register cannot be written.
    pub fn embed_queued(&self, limit: EmbedLimit, progress: &mut EmbedProgress<'_>) -> Result<u64> {
        let Some(embedder) = embedder() else { return Ok(0) };
        if !self.has_current_passages()? {
            self.in_write_transaction(|| self.queue_all_passages())?;
        }
        let (mut done, mut after) = (0, i64::MIN);
        while done < limit.records as u64 {
            let rest = limit.records - usize::try_from(done).unwrap_or(usize::MAX);
            let records = self.queued_records(after, rest.min(BATCH_RECORDS))?;
            let mut jobs: Vec<Job> = Vec::new();
            for (entity, number) in &records {
                let passages: usize = jobs.iter().map(|job| job.passages.len()).sum();
                if passages < BATCH_PASSAGES {
                    jobs.push(self.job(*entity, *number)?);
                }
            }
            let Some(last) = jobs.last() else { break };
            after = last.row;
            let vectors = self.vectors(embedder, &jobs, limit.threads)?;
            self.in_write_transaction(|| jobs.iter().try_for_each(|job| self.store_job(job, &vectors)))?;
            if !(0..jobs.len()).all(|_| {
                done += 1;
                progress(done)
            }) {
                break;
            }
        }
        Ok(done)
    }

    fn job(&self, entity: Entity, number: i64) -> Result<Job> {
        let record = self.load(entity, &Key::Number(number))?;
        let texts = passages_of(&record).into_iter().map(|passage| passage.embedded_text());
        let passages = texts.map(|text| (hash_passage(&text), text)).collect();
        Ok(Job { row: rowid_of(entity, number), entity, number, passages })
    }

    /// Returns the vector of each passage of the jobs. Equal texts are embedded once.
    fn vectors(&self, embedder: &Embedder, jobs: &[Job], threads: usize) -> Result<HashMap<PassageHash, SmallVector>> {
        let mut vectors = HashMap::new();
        let mut missing: Vec<(PassageHash, &str)> = Vec::new();
        for (text_hash, text) in jobs.iter().flat_map(|job| &job.passages) {
            if let Some(vector) = self.vector_of_equal_text(text_hash)? {
                vectors.insert(*text_hash, vector);
            } else if !missing.iter().any(|(known, _)| known == text_hash) {
                missing.push((*text_hash, text));
            }
        }
        vectors.extend(map_shares(&missing, threads, |share| {
            let embed_chunk = |chunk: &[(PassageHash, &str)]| {
                let texts: Vec<&str> = chunk.iter().map(|(_, text)| *text).collect();
                let hashes = chunk.iter().map(|(text_hash, _)| *text_hash);
                let vectors = embedder.embed_all(Role::Passage, &texts);
                hashes.zip(vectors.iter().map(SmallVector::from)).collect::<Vec<_>>()
            };
            share.chunks(CHUNK_PASSAGES).flat_map(embed_chunk).collect()
        }));
        Ok(vectors)
    }

    fn store_job(&self, job: &Job, vectors: &HashMap<PassageHash, SmallVector>) -> Result<()> {
        // Store nothing if another process has embedded, changed or deleted the record meanwhile.
        if !self.is_queued(job.row)? {
            return Ok(());
        }
        let current = self.job(job.entity, job.number)?;
        let is_same = current
            .passages
            .iter()
            .map(|(text_hash, _)| text_hash)
            .eq(job.passages.iter().map(|(text_hash, _)| text_hash));
        if !is_same {
            return Ok(());
        }
        let stored = job.passages.iter().filter_map(|(text_hash, _)| {
            Some(StoredPassage { text_hash: *text_hash, vector: *vectors.get(text_hash)? })
        });
        self.store_passages(job.row, &stored.collect::<Vec<_>>())
    }

    /// Runs a transaction that changes only data derived from the records, and therefore adds no journal entry.
    fn in_write_transaction(&self, action: impl FnOnce() -> Result<()>) -> Result<()> {
        self.require_no_views()?;
        let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        self.check_version()?;
        action()?;
        Ok(transaction.commit()?)
    }
}
