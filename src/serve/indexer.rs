//! Computes the embeddings (search vectors) of queued records in the background, while no request runs.

use super::scheduler::Scheduler;
use crate::register::{EmbedLimit, Register, can_embed};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// How long the thread sleeps if nothing is queued, or if the register is locked.
const IDLE_INTERVAL: Duration = Duration::from_secs(5);
/// How long the thread sleeps while requests run.
const BUSY_INTERVAL: Duration = Duration::from_millis(200);
/// The thread embeds one record at a time, so that a request waits for at most one record.
const ONE_RECORD: EmbedLimit = EmbedLimit { records: 1, threads: 1 };

/// The background thread. It ends soon after this value is dropped.
pub struct Indexer {
    is_stopped: Arc<AtomicBool>,
}

impl Indexer {
    /// Starts the thread. No embeddings are computed if the system cannot start the thread, or if the program was built
    /// without a model.
    pub fn start(path: PathBuf, scheduler: Scheduler) -> Self {
        let is_stopped = Arc::new(AtomicBool::new(false));
        if can_embed() {
            let stop = Arc::clone(&is_stopped);
            let _ = thread::Builder::new().name("indexer".to_owned()).spawn(move || run(&path, &scheduler, &stop));
        }
        Self { is_stopped }
    }
}

impl Drop for Indexer {
    fn drop(&mut self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }
}

fn run(path: &std::path::Path, scheduler: &Scheduler, is_stopped: &AtomicBool) {
    lower_priority();
    while !is_stopped.load(Ordering::Relaxed) {
        let pause = if scheduler.is_busy() {
            BUSY_INTERVAL
        } else {
            match Register::open(path).and_then(|register| register.embed_queued(ONE_RECORD, &mut |_| true)) {
                Ok(1..) => continue,
                // An error is not reported here: requests report what is wrong with the register.
                Ok(0) | Err(_) => IDLE_INTERVAL,
            }
        };
        // Sleep in short pieces, so that the thread soon notices `is_stopped`.
        let mut slept = Duration::ZERO;
        while slept < pause && !is_stopped.load(Ordering::Relaxed) {
            thread::sleep(BUSY_INTERVAL);
            slept += BUSY_INTERVAL;
        }
    }
}

/// Gives the thread the lowest priority, so that requests and other programs go first.
fn lower_priority() {
    #[cfg(target_os = "linux")]
    {
        // On Linux, each thread has a priority of its own. `None` stands for the calling thread.
        let _ = rustix::process::setpriority_process(None, 19);
    }
}
