//! Connections: at most so many, none that asks for nothing for long, and each with an end.

use super::guard::From;
use super::routes;
use super::site::Site;
use crate::failure::{Exit, Failure, reason};
use crate::words::site as words;
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

/// So many connections are open at most; for one more, the one that has asked for nothing for longest is closed.
const MOST: usize = 512;
/// So long may the head of a request take, and a connection ask for nothing.
const TIME_FOR_HEAD: Duration = Duration::from_secs(10);
/// So long may a connection last: a reader that takes nothing in does not stay.
const LIFE: Duration = Duration::from_mins(15);
/// So long is waited for answers that are under way when the site stops.
const FAREWELL: Duration = Duration::from_secs(10);
/// So many bytes may the head of a request have, and so many fields.
const HEAD: (usize, usize) = (32 * 1024, 64);

/// Listens.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn listen(site: &Site) -> Result<TcpListener> {
    TcpListener::bind(site.listen).await.map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::AddrInUse => words::ADDRESS_IN_USE.into(),
            std::io::ErrorKind::AddrNotAvailable => words::ADDRESS_NOT_HERE.into(),
            _ => reason(&error),
        };
        Failure::new(Exit::CannotCreate, words::not_listening(site.listen.to_string(), why)).into()
    })
}

/// A connection, as the others see it.
struct Guest {
    /// When it last asked for something, in the order of all; none while an answer is under way.
    idle: Mutex<Option<u64>>,
    leave: Notify,
}

/// All connections.
#[derive(Default)]
struct Guests {
    all: Mutex<BTreeMap<u64, Arc<Guest>>>,
    moments: AtomicU64,
    gone: Notify,
}

impl Guests {
    fn now(&self) -> u64 {
        self.moments.fetch_add(1, Ordering::Relaxed)
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, BTreeMap<u64, Arc<Guest>>> {
        self.all.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Makes room for one more: closes the one that has asked for nothing for longest. False where all are at work.
    fn make_room(&self) -> bool {
        let mut all = self.locked();
        if all.len() < MOST {
            return true;
        }
        let idle = |guest: &Guest| *guest.idle.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let longest = all.iter().filter_map(|(id, guest)| Some((idle(guest)?, *id))).min();
        let Some(guest) = longest.and_then(|(_, id)| all.remove(&id)) else { return false };
        guest.leave.notify_one();
        true
    }
}

/// An answer under way: the connection is at work until it is sent.
struct Working {
    body: Body,
    _work: Work,
}

struct Work {
    guest: Arc<Guest>,
    guests: Arc<Guests>,
}

impl Work {
    fn begin(guest: &Arc<Guest>, guests: &Arc<Guests>) -> Self {
        *guest.idle.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
        Self { guest: Arc::clone(guest), guests: Arc::clone(guests) }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        let now = self.guests.now();
        *self.guest.idle.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(now);
    }
}

impl hyper::body::Body for Working {
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

/// Answers until told to stop.
pub async fn serve(listener: TcpListener, site: Arc<Site>, stop: impl Future<Output = ()>) {
    let guests = Arc::new(Guests::default());
    let router = routes::routes(site);
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let Ok((stream, from)) = accepted else {
            // Too many files are open: one that is closed makes room.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        if !guests.make_room() {
            // Dropped: who asks sees a connection that is closed, and tries again.
            continue;
        }
        let id = guests.now();
        let guest = Arc::new(Guest { idle: Mutex::new(Some(id)), leave: Notify::new() });
        guests.locked().insert(id, Arc::clone(&guest));
        let (router, guests) = (router.clone(), Arc::clone(&guests));
        tokio::spawn(async move {
            connection(stream, From(from), router, &guest, &guests).await;
            guests.locked().remove(&id);
            guests.gone.notify_one();
        });
    }
    drop(listener);
    for guest in guests.locked().values() {
        guest.leave.notify_one();
    }
    let all_gone = async {
        while !guests.locked().is_empty() {
            guests.gone.notified().await;
        }
    };
    // What is recorded is recorded; who has not read the answer by then will see it on the page.
    let _ = tokio::time::timeout(FAREWELL, all_gone).await;
}

async fn connection(
    stream: TcpStream,
    from: From,
    router: axum::Router,
    guest: &Arc<Guest>,
    guests: &Arc<Guests>,
) {
    let _ = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let service = service_fn(|mut request: Request<hyper::body::Incoming>| {
        let work = Work::begin(guest, guests);
        request.extensions_mut().insert(from);
        let answer = router.call(request.map(Body::new));
        async move {
            let response: Response<Body> = answer.await?;
            let response = response.map(|body| Body::new(Working { body, _work: work }));
            Ok::<_, std::convert::Infallible>(response)
        }
    });
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(TIME_FOR_HEAD)
        .max_buf_size(HEAD.0)
        .max_headers(HEAD.1);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        _ = connection.as_mut() => return,
        () = guest.leave.notified() => {}
        () = tokio::time::sleep(LIFE) => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = tokio::time::timeout(FAREWELL, connection).await;
}

/// Until it is told to stop: by Ctrl-C, or by the system. It is heeded from here on, not only once it is waited for.
#[cfg(unix)]
pub fn told_to_stop() -> impl Future<Output = ()> {
    use tokio::signal::unix::{Signal, SignalKind, signal};
    let heeded = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
    async move {
        let [interrupted, terminated] = heeded;
        let told = async |heeded: std::io::Result<Signal>| match heeded {
            Ok(mut signal) => drop(signal.recv().await),
            // What cannot be heeded ends the program as it does any other.
            Err(_) => std::future::pending().await,
        };
        tokio::select! {
            () = told(interrupted) => {}
            () = told(terminated) => {}
        }
    }
}

/// Until it is told to stop, by Ctrl-C.
#[cfg(not(unix))]
pub async fn told_to_stop() {
    let _ = tokio::signal::ctrl_c().await;
}
