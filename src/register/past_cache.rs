//! Keeps rebuilt past states of the register, so that all requests for the same moment share one rebuild.

use super::interrupt;
use anyhow::Result;
use rusqlite::Connection;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Limit on the number of cached states. Each takes about as much disk space as the register without its journal.
const MAX_STATES: usize = 3;
/// A state that has not been used for this long is dropped from the cache.
const MAX_IDLE: Duration = Duration::from_mins(5);
/// A thread that waits for a state checks this often whether its client has disconnected.
const WAIT_STEP: Duration = Duration::from_millis(100);

/// Identifies the content of a past state.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PastKey {
    /// The number and hash of the last journal entry that the state includes.
    pub entry: i64,
    pub hash: Vec<u8>,
    /// The number of erasures and redactions so far. It is part of the key, because these change past states too.
    pub erased: i64,
}

struct Slot {
    key: PastKey,
    state: Mutex<SlotState>,
    changed: Condvar,
}

struct SlotState {
    /// `None` while the state is in use or has not been built yet.
    connection: Option<Connection>,
    is_in_use: bool,
    used: Instant,
}

#[derive(Default)]
pub struct PastCache(Mutex<Vec<Arc<Slot>>>);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Slot {
    /// Returns when the state was last used, or `None` if it is in use now.
    fn idle_since(&self) -> Option<Instant> {
        let state = lock(&self.state);
        (!state.is_in_use).then_some(state.used)
    }
}

impl PastCache {
    /// Returns a connection to the past state `key`. If that state is not in the cache, calls `build`. If another
    /// thread builds or uses the state, waits for that thread.
    pub(super) fn lease(&self, key: PastKey, build: impl FnOnce() -> Result<Connection>) -> Result<Lease> {
        let Some(slot) = self.slot(key) else { return Ok(Lease::new(build()?)) };
        let mut state = lock(&slot.state);
        while state.is_in_use {
            interrupt::check()?;
            (state, _) = slot.changed.wait_timeout(state, WAIT_STEP).unwrap_or_else(PoisonError::into_inner);
        }
        state.is_in_use = true;
        let kept = state.connection.take();
        drop(state);
        // Claim the slot before building. If building fails, dropping the claim lets the next thread build the state.
        let claim = Claim(slot);
        let mut connection = kept.map_or_else(build, Ok)?;
        interrupt::watch(&mut connection)?;
        Ok(Lease { connection, claim: Some(claim) })
    }

    /// Finds or adds the slot for `key`. If the cache is full, first drops the slot that has been idle longest, or
    /// returns `None` if all slots are in use.
    fn slot(&self, key: PastKey) -> Option<Arc<Slot>> {
        self.drop_idle();
        let mut slots = lock(&self.0);
        if let Some(slot) = slots.iter().find(|slot| slot.key == key) {
            return Some(Arc::clone(slot));
        }
        if slots.len() >= MAX_STATES {
            let idle = slots.iter().enumerate().filter_map(|(at, slot)| Some((slot.idle_since()?, at)));
            let (_, oldest) = idle.min()?;
            slots.remove(oldest);
        }
        let state = SlotState { connection: None, is_in_use: false, used: Instant::now() };
        let slot = Arc::new(Slot { key, state: Mutex::new(state), changed: Condvar::new() });
        slots.push(Arc::clone(&slot));
        Some(slot)
    }

    /// Drops the states that have not been used for `MAX_IDLE`.
    pub fn drop_idle(&self) {
        lock(&self.0).retain(|slot| slot.idle_since().is_none_or(|since| since.elapsed() < MAX_IDLE));
    }
}

/// The exclusive right to use a slot.
struct Claim(Arc<Slot>);

impl Drop for Claim {
    fn drop(&mut self) {
        let mut state = lock(&self.0.state);
        state.is_in_use = false;
        state.used = Instant::now();
        self.0.changed.notify_one();
    }
}

/// A connection to a register. A connection from the cache goes back to the cache when the lease is dropped.
pub struct Lease {
    connection: Connection,
    claim: Option<Claim>,
}

impl Lease {
    pub(super) const fn new(connection: Connection) -> Self {
        Self { connection, claim: None }
    }

    /// Takes the connection out, and puts an empty in-memory database in its place.
    fn take(&mut self) -> rusqlite::Result<Connection> {
        Ok(std::mem::replace(&mut self.connection, Connection::open_in_memory()?))
    }

    pub(super) fn into_inner(mut self) -> rusqlite::Result<Connection> {
        self.take()
    }

    /// Rolls back what the last request changed, such as temporary views, and returns the connection to the cache.
    fn give_back(&mut self) -> rusqlite::Result<()> {
        let Some(Claim(slot)) = &self.claim else { return Ok(()) };
        let slot = Arc::clone(slot);
        let mut connection = self.take()?;
        connection.progress_handler(0, None::<fn() -> bool>)?;
        if !connection.is_autocommit() {
            connection.execute_batch("ROLLBACK")?;
        }
        lock(&slot.state).connection = Some(connection);
        Ok(())
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // Ignore a failure. The connection is then closed, and the next request for this state rebuilds it.
        let _ = self.give_back();
    }
}

impl Deref for Lease {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Lease {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}
