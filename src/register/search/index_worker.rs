//! Analyses the texts of many records on a separate thread, in batches. Meanwhile, the main thread writes the records
//! of earlier batches to `SQLite`.

use super::index_row::{IndexRow, build_index_row};
use crate::failure::{Exit, Failure};
use crate::i18n::failures;
use crate::language::Analyser;
use anyhow::Result;
use std::collections::HashSet;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// Number of records per batch. With smaller batches, waking the thread would take most of the time.
const RECORDS_PER_BATCH: usize = 64;
/// A batch is sent before it is full if its texts reach this size.
const MAX_BATCH_BYTES: usize = 256 * 1024;

type Batch<T> = Vec<T>;

/// Handle to the analysis thread. At most two batches are queued or being analysed, so memory use is limited.
pub struct IndexWorker {
    work_tx: Sender<Batch<(i64, String)>>,
    done_rx: Receiver<Batch<IndexRow>>,
    batch: Batch<(i64, String)>,
    bytes: usize,
    in_flight: usize,
    /// The rowids of the texts that were queued and whose rows have not been returned yet.
    pending_rows: HashSet<i64>,
}

impl IndexWorker {
    /// Starts the thread. Returns None if the operating system cannot start one.
    pub fn spawn() -> Option<Self> {
        let (work_tx, work_rx) = channel::<Batch<(i64, String)>>();
        let (done_tx, done_rx) = channel();
        let run = move || {
            let mut analyser = Analyser::default();
            for batch in work_rx {
                let words = batch.iter().map(|(row, text)| build_index_row(&mut analyser, 1, *row, text)).collect();
                // Stop if the receiver has been dropped: the write has failed, so no more results are needed.
                if done_tx.send(words).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().name("search".to_owned()).spawn(run).ok()?;
        Some(Self { work_tx, done_rx, batch: Vec::new(), bytes: 0, in_flight: 0, pending_rows: HashSet::new() })
    }

    /// Queues the text of a row. If this completes a batch, may return the rows of an earlier batch.
    pub fn push(&mut self, row: i64, text: String) -> Result<Batch<IndexRow>> {
        self.bytes = self.bytes.saturating_add(text.len());
        self.pending_rows.insert(row);
        self.batch.push((row, text));
        if self.batch.len() < RECORDS_PER_BATCH && self.bytes < MAX_BATCH_BYTES {
            return Ok(Vec::new());
        }
        self.send_batch()?;
        if self.in_flight > 1 { self.receive_batch() } else { Ok(Vec::new()) }
    }

    /// Returns the next remaining batch of rows. The batch is empty when all rows have been returned.
    pub fn drain(&mut self) -> Result<Batch<IndexRow>> {
        if !self.batch.is_empty() {
            self.send_batch()?;
        }
        if self.in_flight > 0 { self.receive_batch() } else { Ok(Vec::new()) }
    }

    fn send_batch(&mut self) -> Result<()> {
        self.bytes = 0;
        self.in_flight = self.in_flight.saturating_add(1);
        self.work_tx.send(std::mem::take(&mut self.batch)).map_err(|_| worker_gone())
    }

    fn receive_batch(&mut self) -> Result<Batch<IndexRow>> {
        self.in_flight = self.in_flight.saturating_sub(1);
        let batch = self.done_rx.recv().map_err(|_| worker_gone())?;
        for row in &batch {
            self.pending_rows.remove(&row.row);
        }
        Ok(batch)
    }

    pub fn is_pending(&self, row: i64) -> bool {
        self.pending_rows.contains(&row)
    }
}

fn worker_gone() -> anyhow::Error {
    Failure::new(Exit::Io, failures::io_error(failures::REASON_UNKNOWN)).into()
}
