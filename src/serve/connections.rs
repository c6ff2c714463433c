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
use std::collections::BTreeMap;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// Once this many connections are open, a new one replaces the connection that has been idle for longest.
const MAX_CONNECTIONS: usize = 512;
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
    /// Value of `Connections::clock` when the last response ended; `None` while a response is in progress.
    idle_since: Mutex<Option<u64>>,
    close: Notify,
}

#[derive(Default)]
struct Connections {
    by_id: Mutex<BTreeMap<u64, Arc<Connection>>>,
    clock: AtomicU64,
    closed: Notify,
}

impl Connections {
    fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::Relaxed)
    }

    fn lock_all(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, Arc<Connection>>> {
        self.by_id.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// If there are too many connections, closes the one that has been idle longest. Returns false if all are busy.
    fn ensure_capacity(&self) -> bool {
        let mut by_id = self.lock_all();
        if by_id.len() < MAX_CONNECTIONS {
            return true;
        }
        let idle_since = |conn: &Connection| *conn.idle_since.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let longest = by_id.iter().filter_map(|(id, conn)| Some((idle_since(conn)?, *id))).min();
        let Some(conn) = longest.and_then(|(_, id)| by_id.remove(&id)) else { return false };
        conn.close.notify_one();
        true
    }
}

/// A response body that marks its connection as busy until the body has been sent.
struct TrackedBody {
    body: Body,
    _guard: ActiveGuard,
}

struct ActiveGuard {
    conn: Arc<Connection>,
    connections: Arc<Connections>,
}

impl ActiveGuard {
    fn begin(conn: &Arc<Connection>, connections: &Arc<Connections>) -> Self {
        *conn.idle_since.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
        Self { conn: Arc::clone(conn), connections: Arc::clone(connections) }
    }
}

impl Drop for ActiveGuard {
    fn drop(&mut self) {
        let now = self.connections.tick();
        *self.conn.idle_since.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(now);
    }
}

impl hyper::body::Body for TrackedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
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
        if !connections.ensure_capacity() {
            // Drop the new connection: the client sees that it is closed, and can try again.
            continue;
        }
        let id = connections.tick();
        let conn = Arc::new(Connection { idle_since: Mutex::new(Some(id)), close: Notify::new() });
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
        let guard = ActiveGuard::begin(conn, connections);
        request.extensions_mut().insert(peer);
        let response = router.call(request.map(Body::new));
        async move {
            let response: Response<Body> = response.await?;
            let response = response.map(|body| Body::new(TrackedBody { body, _guard: guard }));
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
    tokio::select! {
        _ = connection.as_mut() => return,
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
