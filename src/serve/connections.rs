//! Accepts connections, and limits their number, idle time and age.

use super::auth::PeerAddr;
use super::routes;
use super::state::AppState;
use crate::failure::{Exit, Failure, io_reason};
use crate::i18n::site as messages;
use anyhow::Result;
use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::{Bytes, Frame, SizeHint};
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::collections::{BTreeMap, HashMap};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// Once this many connections are open, each new connection replaces another.
const MAX_CONNECTIONS: usize = 512;
/// Limit on the connections of one visitor that have a request or response in progress.
const MAX_VISITOR_CONNECTIONS: usize = MAX_CONNECTIONS / 2;
/// A connection is closed if a request or response makes no progress for this long, including the wait for its turn.
const STALL_TIMEOUT: Duration = Duration::from_mins(2);
/// Maximum time to receive the headers of a request. An idle connection is closed after the same time.
const HEADER_READ_TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum age of a connection. Without a limit, a client that reads no response could stay connected forever.
const MAX_CONNECTION_AGE: Duration = Duration::from_mins(15);
/// Maximum time to finish a response in progress when its connection is closed or the server stops.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(10);
const MAX_HEADER_BYTES: usize = 32 * 1024;
const MAX_HEADER_COUNT: usize = 64;

pub async fn listen(state: &AppState) -> Result<TcpListener> {
    TcpListener::bind(state.listen).await.map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::AddrInUse => messages::ADDRESS_IN_USE.into(),
            std::io::ErrorKind::AddrNotAvailable => messages::ADDRESS_NOT_LOCAL.into(),
            _ => io_reason(&error),
        };
        Failure::new(Exit::CannotCreate, messages::cannot_listen(state.listen.to_string(), why)).into()
    })
}

struct Connection {
    activity: Mutex<Activity>,
    /// Closes the connection after the response in progress.
    close: Notify,
    /// Closes the connection at once.
    abort: Notify,
}

struct Activity {
    is_idle: bool,
    /// The visitor who sent the last request; empty until a visitor signs in.
    visitor: Arc<str>,
    /// When the connection last became idle, or last made progress with a request or response.
    since: Instant,
}

impl Connection {
    fn activity(&self) -> MutexGuard<'_, Activity> {
        self.activity.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the connection has made progress within this time. Always true for an idle connection, because it has its
    /// own time limit.
    fn is_active_within(&self, time: Duration) -> bool {
        let activity = self.activity();
        activity.is_idle || activity.since.elapsed() < time
    }

    fn touch(&self, is_idle: bool) {
        let mut activity = self.activity();
        (activity.is_idle, activity.since) = (is_idle, Instant::now());
    }
}

#[derive(Default)]
struct Connections {
    by_id: Mutex<BTreeMap<u64, Arc<Connection>>>,
    next_id: AtomicU64,
    closed: Notify,
}

impl Connections {
    fn lock_all(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Connection>>> {
        self.by_id.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// At the maximum number of connections, closes one: the connection that was idle for longest, or else a connection
    /// of the visitor who has most.
    fn ensure_capacity(&self) {
        let mut by_id = self.lock_all();
        if by_id.len() < MAX_CONNECTIONS {
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
        // A request may just be arriving on an idle connection, so let that connection finish it.
        if conn.activity().is_idle { conn.close.notify_one() } else { conn.abort.notify_one() }
    }

    /// Closes a connection of `visitor` if the visitor has more than one visitor may have.
    fn limit_visitor(&self, visitor: &str) {
        let mut by_id = self.lock_all();
        let busy = by_id.values().filter(|conn| {
            let activity = conn.activity();
            !activity.is_idle && &*activity.visitor == visitor
        });
        if busy.count() > MAX_VISITOR_CONNECTIONS
            && let Some(conn) = stalled_longest(&by_id, visitor).and_then(|id| by_id.remove(&id))
        {
            conn.abort.notify_one();
        }
    }
}

/// The busy connection of a visitor that has made no progress for longest.
fn stalled_longest(by_id: &BTreeMap<u64, Arc<Connection>>, visitor: &str) -> Option<u64> {
    let own = by_id.iter().filter(|(_, conn)| {
        let activity = conn.activity();
        !activity.is_idle && &*activity.visitor == visitor
    });
    own.min_by_key(|(_, conn)| conn.activity().since).map(|(id, _)| *id)
}

/// Lets a request tell its connection who sent it.
#[derive(Clone)]
pub struct ConnectionHandle {
    conn: Arc<Connection>,
    connections: Arc<Connections>,
}

impl ConnectionHandle {
    fn new(conn: &Arc<Connection>, connections: &Arc<Connections>) -> Self {
        Self { conn: Arc::clone(conn), connections: Arc::clone(connections) }
    }

    pub fn set_visitor(&self, visitor: &Arc<str>) {
        self.conn.activity().visitor = Arc::clone(visitor);
        self.connections.limit_visitor(visitor);
    }
}

/// A response body that marks its connection as busy until the body has been sent.
struct TrackedBody {
    body: Body,
    guard: ActiveGuard,
}

struct ActiveGuard(Arc<Connection>);

impl ActiveGuard {
    fn begin(conn: &Arc<Connection>) -> Self {
        conn.touch(false);
        Self(Arc::clone(conn))
    }
}

impl Drop for ActiveGuard {
    fn drop(&mut self) {
        self.0.touch(true);
    }
}

impl hyper::body::Body for TrackedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.guard.0.touch(false);
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Serves until `shutdown` completes, then waits at most `DRAIN_TIMEOUT` for the responses in progress.
pub async fn serve(listener: TcpListener, state: Arc<AppState>, shutdown: impl Future<Output = ()>) {
    let connections = Arc::new(Connections::default());
    let router = routes::routes(state);
    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut shutdown => break,
        };
        let Ok((stream, peer)) = accepted else {
            // Accepting a connection fails if the process has too many open files: wait a moment for one to be closed.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        connections.ensure_capacity();
        let id = connections.next_id.fetch_add(1, Ordering::Relaxed);
        let activity = Activity { is_idle: true, visitor: Arc::from(""), since: Instant::now() };
        let conn = Arc::new(Connection { activity: Mutex::new(activity), close: Notify::new(), abort: Notify::new() });
        connections.lock_all().insert(id, Arc::clone(&conn));
        let (router, connections) = (router.clone(), Arc::clone(&connections));
        tokio::spawn(async move {
            handle_connection(stream, PeerAddr(peer), router, &conn, &connections).await;
            connections.lock_all().remove(&id);
            connections.closed.notify_one();
        });
    }
    drop(listener);
    for conn in connections.lock_all().values() {
        conn.close.notify_one();
    }
    let drained = async {
        while !connections.lock_all().is_empty() {
            connections.closed.notified().await;
        }
    };
    // Ignore a timeout: it only means that a client has not read its response, and no recorded data is lost.
    let _ = tokio::time::timeout(DRAIN_TIMEOUT, drained).await;
}

async fn handle_connection(
    stream: TcpStream,
    peer: PeerAddr,
    router: axum::Router,
    conn: &Arc<Connection>,
    connections: &Arc<Connections>,
) {
    let _ = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let service = service_fn(|mut request: Request<hyper::body::Incoming>| {
        let guard = ActiveGuard::begin(conn);
        request.extensions_mut().insert(peer);
        request.extensions_mut().insert(ConnectionHandle::new(conn, connections));
        let response = router.call(request.map(Body::new));
        async move {
            let response: Response<Body> = response.await?;
            let response = response.map(|body| Body::new(TrackedBody { body, guard }));
            Ok::<_, std::convert::Infallible>(response)
        }
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_READ_TIMEOUT)
        .max_buf_size(MAX_HEADER_BYTES)
        .max_headers(MAX_HEADER_COUNT);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    let stalled = async {
        while conn.is_active_within(STALL_TIMEOUT) {
            tokio::time::sleep(STALL_TIMEOUT / 4).await;
        }
    };
    tokio::select! {
        _ = connection.as_mut() => return,
        () = conn.abort.notified() => return,
        () = stalled => return,
        () = conn.close.notified() => {}
        () = tokio::time::sleep(MAX_CONNECTION_AGE) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = tokio::time::timeout(DRAIN_TIMEOUT, connection).await;
}

/// Installs handlers for Ctrl-C and SIGTERM before returning. The returned future completes on either signal.
#[cfg(unix)]
pub fn shutdown_signal() -> impl Future<Output = ()> {
    use tokio::signal::unix::{Signal, SignalKind, signal};
    let handlers = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
    async move {
        let [interrupted, terminated] = handlers;
        let received = async |handler: std::io::Result<Signal>| match handler {
            Ok(mut signal) => drop(signal.recv().await),
            // If no handler could be installed, the signal ends the process, so there is nothing to wait for.
            Err(_) => std::future::pending().await,
        };
        tokio::select! {
            () = received(interrupted) => {}
            () = received(terminated) => {}
        }
    }
}

#[cfg(not(unix))]
pub async fn shutdown_signal() {
    let _ = tokio::signal::ctrl_c().await;
}
