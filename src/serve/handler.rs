//! Adapts handlers to `axum`: authorises the request, runs the handler on a blocking thread, and sends its reply.

use super::auth::{Denial, RequiredRole, authorize};
use super::connection_registry::ConnectionHandle;
use super::page;
use super::rejection::Rejection;
use super::reply::{FLASH_COOKIE, Reply, cookie};
use super::request_body::receive;
use super::request_context::RequestContext;
use super::roles::Role;
use super::scheduler::Lane;
use super::state::AppState;
use crate::i18n::{Label, site as messages};
use crate::register::{Interrupt, interruptible};
use anyhow::Result;
use axum::body::Body;
use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::http::{HeaderValue, Method, Response, StatusCode, header};
use axum::routing::{MethodRouter, get, post};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;

/// Query parameters that make a request slow, because they ask for a download or for a past state.
const SLOW_PARAMS: &[&str] = &["format", "as-of", "reference-date"];

/// How often the connection of a slow handler that is at work is marked as making progress.
const PROGRESS_INTERVAL: Duration = Duration::from_secs(30);

type JoinResult<T> = Result<T, tokio::task::JoinError>;

type Handler = Arc<dyn Fn(&RequestContext) -> Result<Reply> + Send + Sync>;

#[derive(Clone)]
pub struct RoleHandler {
    required_role: Role,
    handler: Handler,
    /// Whether the request may be a form with files.
    takes_files: bool,
    /// Why people with a lower role do not get the page; `None` for pages that record something.
    denial: Option<Label>,
    /// The lane in which a handler that takes long begins; `None` if that depends on the request. The handler can be a
    /// `POST` that is no write, such as a check: unlike a write, it stops when the client disconnects.
    lane: Option<Lane>,
    /// Whether the handler itself finds out who sent the request.
    has_own_key: bool,
}

impl RoleHandler {
    pub fn new(
        required_role: Role,
        handler: impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static,
    ) -> Self {
        Self {
            required_role,
            handler: Arc::new(handler),
            denial: None,
            takes_files: false,
            lane: None,
            has_own_key: false,
        }
    }

    /// Lets requests in without signing in, because the handler finds out who sent the request by a key in its address.
    pub fn with_own_key(self) -> Self {
        Self { has_own_key: true, ..self }
    }

    pub fn taking_files(self) -> Self {
        Self { takes_files: true, ..self }
    }

    /// Makes the handler begin in this lane.
    pub fn in_lane(self, lane: Lane) -> Self {
        Self { lane: Some(lane), ..self }
    }

    /// Sets the text for people with a lower role, for a page that is not a form.
    pub fn denied_because(self, denial: Label) -> Self {
        Self { denial: Some(denial), ..self }
    }
}

pub fn with_role(
    required_role: Role,
    method: fn(RoleHandler) -> MethodRouter<Arc<AppState>>,
    handler: impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static,
) -> MethodRouter<Arc<AppState>> {
    method(RoleHandler::new(required_role, handler))
}

/// A request that takes long and is no write, sent as a form, so that no other site can start it. If it records something
/// in passing, `lane` must be one in which it is not stopped and started again.
pub fn slow_post(
    required_role: Role,
    lane: Lane,
    handler: impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static,
) -> MethodRouter<Arc<AppState>> {
    post(RoleHandler::new(required_role, handler).in_lane(lane))
}

/// A page that only people with a role may see.
pub fn private_get(
    required_role: Role,
    denial: Label,
    handler: impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static,
) -> MethodRouter<Arc<AppState>> {
    get(RoleHandler::new(required_role, handler).denied_because(denial))
}

pub fn reader_get(
    handler: impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static,
) -> MethodRouter<Arc<AppState>> {
    with_role(Role::Reader, get, handler)
}

impl axum::handler::Handler<(), Arc<AppState>> for RoleHandler {
    type Future = std::pin::Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

    fn call(self, request: Request, state: Arc<AppState>) -> Self::Future {
        Box::pin(async move {
            let (mut head, body) = request.into_parts();
            let params = RawPathParams::from_request_parts(&mut head, &state).await;
            let request = Request::from_parts(head, body);
            match params {
                Ok(params) => {
                    let params = params.iter().map(|(_, value)| value.to_owned()).collect();
                    self.respond(state, params, request).await
                }
                // If the path is not valid UTF-8, it is not the path of any page.
                Err(_) => Self::new(Role::Reader, page::not_found).respond(state, Vec::new(), request).await,
            }
        })
    }
}

/// Stops the database queries of a request when this guard is dropped, for example because the client disconnects.
struct CancelOnDrop(Arc<Interrupt>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// The result of one attempt to run a handler.
enum Attempt {
    Done(Reply),
    Denied(Denial),
    Failed,
    /// The attempt exceeded the time limit of its lane, and was stopped.
    TooSlow(Box<RequestContext>),
}

impl RoleHandler {
    async fn respond(self, state: Arc<AppState>, params: Vec<String>, request: Request) -> Response<Body> {
        match self.reply(&state, params, request).await {
            Ok((reply, cookies)) => reply.into_response(cookies),
            Err(Denial::Rejected(rejection)) => {
                let asks_for_key = rejection.status == StatusCode::UNAUTHORIZED && !state.is_behind_proxy();
                let mut response = rejection.into_reply(&state).into_response([]);
                if asks_for_key {
                    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                }
                response
            }
            Err(Denial::RedirectWithCookie { location, cookie }) => Reply::redirect(location).into_response([cookie]),
        }
    }

    /// Receives the body, waits until the scheduler lets the request start, and runs the handler. Also returns the cookies
    /// to set.
    async fn reply(
        &self,
        state: &Arc<AppState>,
        params: Vec<String>,
        request: Request,
    ) -> Result<(Reply, Vec<String>), Denial> {
        let (mut head, body) = request.into_parts();
        let connection = head.extensions.remove::<ConnectionHandle>();
        // The URL by which a slow request is remembered. `None` for a request with a body: all questions in a body have
        // the same URL, and one slow question must not slow down all others.
        let address = matches!(head.method, Method::GET | Method::HEAD).then(|| head.uri.to_string());
        let required = RequiredRole { role: self.required_role, denial: self.denial, has_own_key: self.has_own_key };
        let (mut request, check) = authorize(Arc::clone(state), params, head, required)?;
        if let Some(connection) = &connection {
            connection.set_visitor(&request.visitor.name);
        }
        // The page shows the flash message, so the response removes its cookie.
        let clear_flash = request.flash.is_some().then(|| cookie(FLASH_COOKIE, "", Some(0)));
        // A program that sends the key visits nothing.
        let visit_cookie = request.visit.to_cookie(&state.visit_cookie_name()).filter(|_| !check.is_bearer);
        let mut lane = self.lane(&request, check.is_write);
        let mut body =
            if check.is_write { Some((receive(&request, &check, self.takes_files, body).await?, check)) } else { None };
        loop {
            let rejection = Rejection::of(&request, StatusCode::INTERNAL_SERVER_ERROR, messages::INTERNAL_ERROR);
            let mut permit = state.scheduler.acquire(lane, Arc::clone(&request.visitor.name)).await;
            // Check this after the wait, because another request for the same URL may have become slow meanwhile.
            if let Some(known) = address.as_deref().and_then(|address| state.slow_requests.lane(address))
                && known > lane
            {
                lane = known;
                continue;
            }
            let interrupt = Arc::new(Interrupt::with_limit(lane.limit()));
            let _cancel = (lane != Lane::Write).then(|| CancelOnDrop(Arc::clone(&interrupt)));
            let (handler, body) = (Arc::clone(&self.handler), body.take());
            let attempt = tokio::task::spawn_blocking(move || {
                permit.start();
                let _permit = permit;
                if let Some((body, check)) = body
                    && let Err(denial) = check.accept(body, &mut request)
                {
                    return Attempt::Denied(denial);
                }
                match interruptible(Arc::clone(&interrupt), || handler(&request)) {
                    _ if interrupt.is_over_limit() => Attempt::TooSlow(request),
                    Ok(reply) => Attempt::Done(reply),
                    Err(_) => Attempt::Failed,
                }
            });
            match self.finished(attempt, connection.as_ref()).await {
                Ok(Attempt::Done(reply)) => {
                    let visit_cookie = visit_cookie.filter(|_| reply.is_page());
                    return Ok((reply, clear_flash.into_iter().chain(visit_cookie).collect()));
                }
                Ok(Attempt::Denied(denial)) => return Err(denial),
                Ok(Attempt::TooSlow(same)) => {
                    (request, lane) = (same, lane.next());
                    if let Some(address) = &address {
                        state.slow_requests.add(address, lane);
                    }
                }
                // The handler failed or panicked. The details may concern somebody else's data, so do not show them.
                Ok(Attempt::Failed) | Err(_) => return Err(Denial::Rejected(rejection)),
            }
        }
    }

    /// Waits for an attempt. A slow handler that is at work counts as progress of its connection, which would otherwise
    /// be closed as stalled.
    async fn finished<T>(&self, mut attempt: JoinHandle<T>, connection: Option<&ConnectionHandle>) -> JoinResult<T> {
        loop {
            match tokio::time::timeout(PROGRESS_INTERVAL, &mut attempt).await {
                Ok(result) => return result,
                Err(_) if self.lane.is_some() => connection.iter().for_each(|connection| connection.touch()),
                Err(_) => {}
            }
        }
    }

    fn lane(&self, request: &RequestContext, is_write: bool) -> Lane {
        if let Some(lane) = self.lane {
            lane
        } else if is_write && self.required_role > Role::Reader {
            Lane::Write
        } else if request.query.iter().any(|(name, _)| SLOW_PARAMS.contains(&name.as_str())) {
            Lane::Slow
        } else {
            request.state.scheduler.lane_for(&request.visitor.name)
        }
    }
}
