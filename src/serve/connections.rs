//! Accepts connections, and limits their number, idle time and age.

use super::auth::PeerAddr;
use super::connection_registry::{ActiveGuard, Connection, ConnectionHandle, Connections};
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
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};

/// A connection is closed if its request or response makes no progress for this long. Waiting in the scheduler's queue
/// is not progress.
const STALL_TIMEOUT: Duration = Duration::from_mins(2);
/// Maximum time to receive the headers of a request. An idle connection is closed after the same time.
const HEADER_READ_TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum age of a connection. Without a limit, a client that reads no response could stay connected forever.
const MAX_CONNECTION_AGE: Duration = Duration::from_mins(15);
/// Maximum time to finish a response in progress when its connection is closed or the server stops.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(10);
/// Maximum time to finish a request that is arriving when the server closes an idle connection.
pub const IDLE_DRAIN_TIMEOUT: Duration = Duration::from_millis(500);
const MAX_HEADER_BYTES: usize = 32 * 1024;
const MAX_HEADER_COUNT: usize = 64;

pub async fn listen(state: &AppState) -> Result<TcpListener> {
    TcpListener::bind(state.listen).await.map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::AddrInUse => messages::ADDRESS_IN_USE.into(),
            std::io::ErrorKind::AddrNotAvailable => messages::ADDRESS_NOT_LOCAL.into(),
            std::io::ErrorKind::PermissionDenied => io_reason(&error),
            // The system has no file descriptors left.
            _ => return Failure::new(Exit::Io, messages::CANNOT_START.into()).into(),
        };
        Failure::new(Exit::CannotCreate, messages::cannot_listen(state.listen.to_string(), why)).into()
    })
}

/// A response body that marks its connection as busy until the body has been sent.
struct TrackedBody {
    body: Body,
    guard: ActiveGuard,
}

impl hyper::body::Body for TrackedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.guard.touch();
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
pub async fn serve(
    listener: TcpListener,
    state: Arc<AppState>,
    max_connections: usize,
    shutdown: impl Future<Output = ()>,
) {
    let connections = Arc::new(Connections::new(max_connections));
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
        let (id, conn) = connections.add();
        let (router, connections) = (router.clone(), Arc::clone(&connections));
        tokio::spawn(async move {
            handle_connection(stream, PeerAddr(peer), router, &conn, &connections).await;
            connections.remove(id);
        });
    }
    drop(listener);
    // A timeout only means that a client has not read its response. No recorded data is lost, so ignore the timeout.
    let _ = tokio::time::timeout(DRAIN_TIMEOUT, connections.close_all()).await;
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
    let drain_time = if conn.is_idle() { IDLE_DRAIN_TIMEOUT } else { DRAIN_TIMEOUT };
    let _ = tokio::time::timeout(drain_time, connection).await;
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
            // If the handler could not be installed, the signal ends the whole process, so this future never completes.
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
