//! What search makes of the texts of many records, worked out beside the write that needs it: while SQLite enters some
//! records, a thread finds the words of the next.

use super::index::{Indexed, indexed};
use crate::failure::{Exit, Failure};
use crate::language::Analyser;
use crate::words::failures;
use anyhow::Result;
use std::collections::HashSet;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// So many records are handed over together: fewer would wake the thread for each.
const TOGETHER: usize = 64;
/// So many bytes of text are handed over at most, or one record that is larger.
const MOST_BYTES: usize = 256 * 1024;

type Batch<T> = Vec<T>;

/// Texts on their way to a thread, and what comes back. Two batches at most are under way, so that memory is bounded.
pub struct Ahead {
    to: Sender<Batch<(i64, String)>>,
    from: Receiver<Batch<Indexed>>,
    batch: Batch<(i64, String)>,
    bytes: usize,
    /// How many batches are with the thread.
    under_way: usize,
    /// The rows that were not given back yet.
    rows: HashSet<i64>,
}

impl Ahead {
    /// Starts the thread; none where the system has none to give.
    pub fn start() -> Option<Self> {
        let (to, texts) = channel::<Batch<(i64, String)>>();
        let (done, from) = channel();
        let work = move || {
            let mut analyser = Analyser::default();
            for batch in texts {
                let words = batch.iter().map(|(row, text)| indexed(&mut analyser, 1, *row, text)).collect();
                // Whoever waited for it went away: the write failed.
                if done.send(words).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().name("search".to_owned()).spawn(work).ok()?;
        Some(Self { to, from, batch: Vec::new(), bytes: 0, under_way: 0, rows: HashSet::new() })
    }

    /// Takes the text of a row in, and gives back what is known by now of earlier ones, in their order.
    ///
    /// # Errors
    /// When the thread is gone.
    pub fn take(&mut self, row: i64, text: String) -> Result<Batch<Indexed>> {
        self.bytes = self.bytes.saturating_add(text.len());
        self.rows.insert(row);
        self.batch.push((row, text));
        if self.batch.len() < TOGETHER && self.bytes < MOST_BYTES {
            return Ok(Vec::new());
        }
        self.hand_over()?;
        if self.under_way > 1 { self.wait() } else { Ok(Vec::new()) }
    }

    /// Gives back what was not given back yet; nothing once all was.
    ///
    /// # Errors
    /// When the thread is gone.
    pub fn rest(&mut self) -> Result<Batch<Indexed>> {
        if !self.batch.is_empty() {
            self.hand_over()?;
        }
        if self.under_way > 0 { self.wait() } else { Ok(Vec::new()) }
    }

    fn hand_over(&mut self) -> Result<()> {
        self.bytes = 0;
        self.under_way = self.under_way.saturating_add(1);
        self.to.send(std::mem::take(&mut self.batch)).map_err(|_| gone())
    }

    fn wait(&mut self) -> Result<Batch<Indexed>> {
        self.under_way = self.under_way.saturating_sub(1);
        let made = self.from.recv().map_err(|_| gone())?;
        for made in &made {
            self.rows.remove(&made.row);
        }
        Ok(made)
    }

    /// Whether a row was taken in and not given back yet.
    pub fn holds(&self, row: i64) -> bool {
        self.rows.contains(&row)
    }
}

fn gone() -> anyhow::Error {
    Failure::new(Exit::Io, failures::input_output(failures::WHY_UNKNOWN)).into()
}
