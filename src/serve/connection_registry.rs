//! Keeps track of the open connections: which visitor uses each one, and which one to close if there are too many.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

pub struct Connection {
    activity: Mutex<Activity>,
    /// When notified, the connection closes after the response in progress.
    pub close: Notify,
    /// When notified, the connection closes at once.
    pub abort: Notify,
}

struct Activity {
    is_idle: bool,
    /// The visitor who sent the last request; empty until a visitor signs in.
    visitor: Arc<str>,
    /// When the connection last became idle, or last made progress with a request or response.
    since: Instant,
}

impl Connection {
    fn new() -> Self {
        let activity = Activity { is_idle: true, visitor: Arc::from(""), since: Instant::now() };
        Self { activity: Mutex::new(activity), close: Notify::new(), abort: Notify::new() }
    }

    fn activity(&self) -> MutexGuard<'_, Activity> {
        self.activity.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns false if a busy connection has made no progress within `time`. Always returns true for an idle
    /// connection, because idle connections have a time limit of their own.
    pub fn is_active_within(&self, time: Duration) -> bool {
        let activity = self.activity();
        activity.is_idle || activity.since.elapsed() < time
    }

    pub fn is_idle(&self) -> bool {
        self.activity().is_idle
    }

    fn touch(&self, is_idle: bool) {
        let mut activity = self.activity();
        (activity.is_idle, activity.since) = (is_idle, Instant::now());
    }
}

pub struct Connections {
    /// Limit on the number of open connections.
    most: usize,
    by_id: Mutex<BTreeMap<u64, Arc<Connection>>>,
    next_id: AtomicU64,
    closed: Notify,
}

impl Connections {
    pub fn new(most: usize) -> Self {
        Self { most, by_id: Mutex::default(), next_id: AtomicU64::default(), closed: Notify::default() }
    }

    /// Registers a new connection. If too many are open, first closes another one.
    pub fn add(&self) -> (u64, Arc<Connection>) {
        self.ensure_capacity();
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let conn = Arc::new(Connection::new());
        self.lock_all().insert(id, Arc::clone(&conn));
        (id, conn)
    }

    pub fn remove(&self, id: u64) {
        self.lock_all().remove(&id);
        self.closed.notify_one();
    }

    /// Closes all connections, and waits until the last response in progress has been sent.
    pub async fn close_all(&self) {
        for conn in self.lock_all().values() {
            conn.close.notify_one();
        }
        while !self.lock_all().is_empty() {
            self.closed.notified().await;
        }
    }

    fn lock_all(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Connection>>> {
        self.by_id.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// If the maximum number of connections is open, closes the connection that has been idle for longest. If none is
    /// idle, closes a connection of the visitor who has the most connections.
    fn ensure_capacity(&self) {
        let mut by_id = self.lock_all();
        if by_id.len() < self.most {
            return;
        }
        let idle = by_id.iter().filter(|(_, conn)| conn.activity().is_idle);
        let victim = idle.min_by_key(|(_, conn)| conn.activity().since).map(|(id, _)| *id).or_else(|| {
            let mut counts: HashMap<Arc<str>, usize> = HashMap::new();
            for conn in by_id.values() {
                *counts.entry(Arc::clone(&conn.activity().visitor)).or_default() += 1;
            }
            let (visitor, _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
            stalled_longest(&by_id, &visitor)
        });
        let Some(conn) = victim.and_then(|id| by_id.remove(&id)) else { return };
        // A visitor may just be sending a request on an idle connection, so let that request finish. Abort all other
        // connections: a client that never signs in could send its first header forever.
        let activity = conn.activity();
        let has_visitor = !activity.visitor.is_empty();
        if activity.is_idle && has_visitor { conn.close.notify_one() } else { conn.abort.notify_one() }
    }

    /// If `visitor` has too many busy connections, closes the connection that has gone longest without progress.
    fn limit_visitor(&self, visitor: &str) {
        let mut by_id = self.lock_all();
        if busy_connections(&by_id, visitor).count() > self.most / 2
            && let Some(conn) = stalled_longest(&by_id, visitor).and_then(|id| by_id.remove(&id))
        {
            conn.abort.notify_one();
        }
    }
}

/// Returns the busy connections of `visitor`, each with the time of its last progress.
fn busy_connections(by_id: &BTreeMap<u64, Arc<Connection>>, visitor: &str) -> impl Iterator<Item = (Instant, u64)> {
    by_id.iter().filter_map(move |(id, conn)| {
        let activity = conn.activity();
        (!activity.is_idle && &*activity.visitor == visitor).then_some((activity.since, *id))
    })
}

/// Returns the busy connection of `visitor` that has gone longest without progress.
fn stalled_longest(by_id: &BTreeMap<u64, Arc<Connection>>, visitor: &str) -> Option<u64> {
    busy_connections(by_id, visitor).min().map(|(_, id)| id)
}

/// Lets a handler record which visitor uses the connection.
#[derive(Clone)]
pub struct ConnectionHandle {
    conn: Arc<Connection>,
    connections: Arc<Connections>,
}

impl ConnectionHandle {
    pub fn new(conn: &Arc<Connection>, connections: &Arc<Connections>) -> Self {
        Self { conn: Arc::clone(conn), connections: Arc::clone(connections) }
    }

    pub fn set_visitor(&self, visitor: &Arc<str>) {
        self.conn.activity().visitor = Arc::clone(visitor);
        self.connections.limit_visitor(visitor);
    }

    /// Records that the request of the connection has made progress.
    pub fn touch(&self) {
        self.conn.touch(false);
    }
}

/// Marks a connection as busy until the guard is dropped.
pub struct ActiveGuard(Arc<Connection>);

impl ActiveGuard {
    pub fn begin(conn: &Arc<Connection>) -> Self {
        conn.touch(false);
        Self(Arc::clone(conn))
    }

    /// Records that the request or response has made progress.
    pub fn touch(&self) {
        self.0.touch(false);
    }
}

impl Drop for ActiveGuard {
    fn drop(&mut self) {
        self.0.touch(true);
    }
}
