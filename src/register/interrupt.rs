//! Stops the queries of a thread while they run. The server uses this for requests whose client has disconnected, and
//! for requests that take longer than expected.

use crate::cpu_clock::thread_time;
use crate::failure::{Exit, Failure};
use crate::i18n::site;
use rusqlite::Connection;
use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The number of SQLite instructions between two checks, which together take well under a millisecond.
const CHECK_INTERVAL: i32 = 4_000;

thread_local! {
    static CURRENT: RefCell<Option<Arc<Interrupt>>> = const { RefCell::new(None) };
}

/// A request to stop queries, shared between the thread that runs them and the thread that may stop them.
#[derive(Debug, Default)]
pub struct Interrupt {
    is_cancelled: AtomicBool,
    is_over_limit: AtomicBool,
    /// Limit on the processor time of the thread. `None` means no limit.
    limit: Option<Duration>,
}

impl Interrupt {
    pub fn with_limit(limit: Option<Duration>) -> Self {
        Self { limit, ..Self::default() }
    }

    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the queries were stopped because they reached the limit.
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

/// Runs `work`, whose queries stop with an error as soon as `interrupt` asks for it.
pub fn interruptible<T>(interrupt: Arc<Interrupt>, work: impl FnOnce() -> T) -> T {
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            CURRENT.set(None);
        }
    }
    CURRENT.set(Some(interrupt));
    let _reset = Reset;
    work()
}

/// Makes the queries of a connection obey the interrupt of the current thread.
pub(super) fn watch(connection: &mut Connection) -> rusqlite::Result<()> {
    let current = CURRENT.with_borrow(Clone::clone);
    let handler = current.map(|interrupt| {
        let started = thread_time();
        move || interrupt.is_due(started)
    });
    connection.progress_handler(CHECK_INTERVAL, handler)
}

/// Fails if the interrupt of the current thread asks to stop. For loops that wait without a query.
pub(super) fn check() -> Result<(), Failure> {
    let is_cancelled = CURRENT.with_borrow(|current| {
        current.as_ref().is_some_and(|interrupt| interrupt.is_cancelled.load(Ordering::Relaxed))
    });
    if is_cancelled { Err(Failure::new(Exit::Busy, site::TOO_BUSY.into())) } else { Ok(()) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::*;

    /// A query that never ends by itself.
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
        // A later query of the same thread has no limit.
        let mut connection = Connection::open_in_memory().unwrap();
        watch(&mut connection).unwrap();
        assert_eq!(connection.query_row("SELECT 1", [], |row| row.get(0)), Ok(1));
    }
}
