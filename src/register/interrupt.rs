//! Stops the running queries of a thread. The server uses this if a client has disconnected, or if a request uses too
//! much processor time.

use crate::cpu_clock::thread_time;
use crate::failure::{Exit, Failure};
use crate::i18n::site;
use rusqlite::Connection;
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The number of SQLite instructions between two checks. This many instructions take well under a millisecond.
const CHECK_INTERVAL: i32 = 4_000;

thread_local! {
    /// The interrupt that can stop the work of this thread. The duration is the processor time that the thread had used
    /// when the work began.
    static CURRENT: RefCell<Option<(Arc<Interrupt>, Duration)>> = const { RefCell::new(None) };
}

/// A request to stop queries, shared by the thread that runs the queries and the threads that may stop them.
#[derive(Debug, Default)]
pub struct Interrupt {
    is_cancelled: AtomicBool,
    is_over_limit: AtomicBool,
    /// Limit on the processor time that the thread uses after the call to `interruptible`. `None` means no limit.
    limit: Option<Duration>,
}

impl Interrupt {
    pub fn with_limit(limit: Option<Duration>) -> Self {
        Self { limit, ..Self::default() }
    }

    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the thread exceeded its limit on processor time.
    pub fn is_over_limit(&self) -> bool {
        self.is_over_limit.load(Ordering::Relaxed)
    }

    fn is_due(&self, started: Duration) -> bool {
        if self.limit.is_some_and(|limit| thread_time().saturating_sub(started) > limit) {
            self.is_over_limit.store(true, Ordering::Relaxed);
        }
        self.is_cancelled.load(Ordering::Relaxed) || self.is_over_limit()
    }
}

/// Runs `work`. Meanwhile, `interrupt` can stop the queries of this thread; a stopped query fails.
pub fn interruptible<T>(interrupt: Arc<Interrupt>, work: impl FnOnce() -> T) -> T {
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            CURRENT.set(None);
        }
    }
    CURRENT.set(Some((interrupt, thread_time())));
    let _reset = Reset;
    work()
}

/// Lets the [`Interrupt`] of the current thread stop the queries of a connection.
pub(super) fn watch(connection: &mut Connection) -> rusqlite::Result<()> {
    let current = CURRENT.with_borrow(Clone::clone);
    let handler = current.map(|(interrupt, started)| move || interrupt.is_due(started));
    connection.progress_handler(CHECK_INTERVAL, handler)
}

/// Whether the work of the current thread can be stopped.
pub(super) fn is_watched() -> bool {
    CURRENT.with_borrow(Option::is_some)
}

/// Fails if the current thread was asked to stop or exceeded its limit. Call this in a loop that waits or computes
/// without running a query.
pub(super) fn check() -> Result<(), Failure> {
    let is_due =
        CURRENT.with_borrow(|current| current.as_ref().is_some_and(|(interrupt, started)| interrupt.is_due(*started)));
    if is_due { Err(Failure::new(Exit::Busy, site::TOO_BUSY.into())) } else { Ok(()) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::*;

    fn run_endless_query() -> rusqlite::Result<i64> {
        let mut connection = Connection::open_in_memory()?;
        watch(&mut connection)?;
        let sql = "WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count) SELECT max(n) FROM count";
        connection.query_row(sql, [], |row| row.get(0))
    }

    #[test]
    fn a_query_stops_when_it_is_cancelled() {
        let interrupt = Arc::new(Interrupt::default());
        let shared = Arc::clone(&interrupt);
        let query = std::thread::spawn(move || interruptible(shared, run_endless_query));
        interrupt.cancel();
        assert!(query.join().unwrap().is_err());
        assert!(!interrupt.is_over_limit());
    }

    #[test]
    fn a_query_stops_when_it_reaches_its_limit() {
        let interrupt = Arc::new(Interrupt::with_limit(Some(Duration::from_millis(20))));
        assert!(interruptible(Arc::clone(&interrupt), run_endless_query).is_err());
        assert!(interrupt.is_over_limit());
        // The limit applied only to that work: a later query of the same thread succeeds.
        let mut connection = Connection::open_in_memory().unwrap();
        watch(&mut connection).unwrap();
        assert_eq!(connection.query_row("SELECT 1", [], |row| row.get(0)), Ok(1));
    }
}
