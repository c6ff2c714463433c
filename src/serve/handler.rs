//! Adapts handlers to `axum`: authorises the request, runs the handler on a blocking thread, and sends its reply.

use super::auth::{Denial, authorize};
use super::page;
use super::rejection::Rejection;
use super::reply::Reply;
use super::request_context::RequestContext;
use super::roles::Role;
use super::state::AppState;
use crate::i18n::site as messages;
use anyhow::Result;
use axum::body::Body;
use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::routing::{MethodRouter, get};
use std::sync::Arc;

type Handler = Arc<dyn Fn(&RequestContext) -> Result<Reply> + Send + Sync>;

#[derive(Clone)]
pub struct RoleHandler {
    required_role: Role,
    handler: Handler,
}

impl RoleHandler {
    pub fn new(
        required_role: Role,
        handler: impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static,
    ) -> Self {
        Self { required_role, handler: Arc::new(handler) }
    }
}

pub fn with_role(
    required_role: Role,
    method: fn(RoleHandler) -> MethodRouter<Arc<AppState>>,
    handler: impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static,
) -> MethodRouter<Arc<AppState>> {
    method(RoleHandler::new(required_role, handler))
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

impl RoleHandler {
    async fn respond(self, state: Arc<AppState>, params: Vec<String>, request: Request) -> Response<Body> {
        match authorize(Arc::clone(&state), params, request, self.required_role).await {
            Ok(request) => {
                let clears_flash = request.flash.is_some();
                let rejection = Rejection {
                    status: StatusCode::INTERNAL_SERVER_ERROR,
                    title: messages::ERROR,
                    detail: messages::TOO_BUSY,
                    lang: request.lang,
                    is_api: request.path.starts_with("/api/"),
                };
                let result = tokio::task::spawn_blocking(move || (self.handler)(&request)).await;
                let reply = match result {
                    Ok(Ok(reply)) => reply,
                    _ => rejection.into_reply(&state),
                };
                reply.into_response(clears_flash)
            }
            Err(Denial::Rejected(rejection)) => {
                let asks_for_key = rejection.status == StatusCode::UNAUTHORIZED && !state.is_behind_proxy();
                let mut response = rejection.into_reply(&state).into_response(false);
                if asks_for_key {
                    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                }
                response
            }
            Err(Denial::RedirectWithCookie { location, cookie }) => {
                let mut response = Reply::redirect(location).into_response(false);
                if let Ok(cookie) = HeaderValue::try_from(cookie) {
                    response.headers_mut().append(header::SET_COOKIE, cookie);
                }
                response
            }
        }
    }
}
