//! Analyses the texts of many records on a separate thread, in batches, while the main thread writes earlier ones to
//! `SQLite`.

use super::index_row::{IndexRow, build_index_row};
use crate::failure::{Exit, Failure};
use crate::i18n::failures;
use crate::language::Analyser;
use anyhow::Result;
use std::collections::HashSet;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// Records per batch; with smaller batches, waking the thread would dominate.
const RECORDS_PER_BATCH: usize = 64;
/// A batch with fewer records is sent once its texts reach this size.
const MAX_BATCH_BYTES: usize = 256 * 1024;

type Batch<T> = Vec<T>;

/// Handle to the analysis thread. At most two batches are in flight, so memory use is bounded.
pub struct IndexWorker {
    work_tx: Sender<Batch<(i64, String)>>,
    done_rx: Receiver<Batch<IndexRow>>,
    batch: Batch<(i64, String)>,
    bytes: usize,
    in_flight: usize,
    /// Rows that were pushed but not returned yet.
    pending_rows: HashSet<i64>,
}

impl IndexWorker {
    /// Starts the thread. None if the operating system cannot start a thread.
    pub fn spawn() -> Option<Self> {
        let (work_tx, work_rx) = channel::<Batch<(i64, String)>>();
        let (done_tx, done_rx) = channel();
        let run = move || {
            let mut analyser = Analyser::default();
            for batch in work_rx {
                let words = batch.iter().map(|(row, text)| build_index_row(&mut analyser, 1, *row, text)).collect();
                // The receiver is gone because the write failed: stop.
                if done_tx.send(words).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().name("search".to_owned()).spawn(run).ok()?;
        Some(Self { work_tx, done_rx, batch: Vec::new(), bytes: 0, in_flight: 0, pending_rows: HashSet::new() })
    }

    /// Queues the text of a row. Returns finished earlier rows in order, if a batch is complete.
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

    /// Returns the next remaining batch; empty when all rows were returned.
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
