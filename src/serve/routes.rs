//! Which address leads to which page.

use super::action::{RecordAction, required_role};
use super::auth::{Access, Rejection, authorize};
use super::reply::Reply;
use super::request_context::RequestContext;
use super::roles::Role;
use super::state::AppState;
use super::{api, list, record, reports, save, search, static_pages};
use crate::i18n::site as messages;
use crate::record::Entity;
use anyhow::Result;
use axum::Router;
use axum::body::Body;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::routing::{MethodRouter, any, get, post};
use std::sync::Arc;

/// What makes the answer.
pub type Handler = Arc<dyn Fn(&RequestContext) -> Result<Reply> + Send + Sync>;

async fn respond(
    state: Arc<AppState>,
    params: Vec<String>,
    request: Request,
    required_role: Role,
    handler: Handler,
) -> Response<Body> {
    match authorize(Arc::clone(&state), params, request, required_role).await {
        Access::Granted(request) => {
            let clears_flash = request.flash.is_some();
            let is_api = request.path.starts_with("/api/");
            // The register is a file: who reads it waits for it, in a thread of its own.
            let lang = request.lang;
            let result = tokio::task::spawn_blocking(move || handler(&request)).await;
            let reply = match result {
                Ok(Ok(reply)) => reply,
                _ => rejection_reply(
                    &state,
                    &Rejection {
                        status: StatusCode::INTERNAL_SERVER_ERROR,
                        title: messages::ERROR,
                        detail: messages::TOO_BUSY,
                        lang,
                        is_api,
                    },
                ),
            };
            reply.into_response(clears_flash)
        }
        Access::Denied(rejection) => {
            let mut response = rejection_reply(&state, &rejection).into_response(false);
            if rejection.status == StatusCode::UNAUTHORIZED && !state.is_behind_proxy() {
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            response
        }
        Access::RedirectWithCookie(location, cookie) => {
            let mut response = Reply::Redirect(location, None).into_response(false);
            if let Ok(cookie) = HeaderValue::try_from(cookie) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
    }
}

fn rejection_reply(state: &AppState, rejection: &Rejection) -> Reply {
    let [(style, ..), (script, ..)] = &state.assets;
    static_pages::rejection_page(rejection, style, script)
}

/// How an address is read by who has a role, and how it is answered.
pub fn with_role(
    required_role: Role,
    method: fn(RoleHandler) -> MethodRouter<Arc<AppState>>,
    handler: impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static,
) -> MethodRouter<Arc<AppState>> {
    method(RoleHandler { required_role, handler: Arc::new(handler) })
}

/// A handler with the role that it needs.
#[derive(Clone)]
pub struct RoleHandler {
    required_role: Role,
    handler: Handler,
}

impl axum::handler::Handler<(), Arc<AppState>> for RoleHandler {
    type Future = std::pin::Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

    fn call(self, request: Request, state: Arc<AppState>) -> Self::Future {
        Box::pin(async move {
            use axum::extract::FromRequestParts;
            let (mut head, body) = request.into_parts();
            let params = RawPathParams::from_request_parts(&mut head, &state).await;
            let request = Request::from_parts(head, body);
            match params {
                Ok(params) => {
                    let params = params.iter().map(|(_, value)| value.to_owned()).collect();
                    respond(state, params, request, self.required_role, self.handler).await
                }
                // What is no text is the name of nothing.
                Err(_) => {
                    respond(state, Vec::new(), request, self.required_role, Arc::new(static_pages::not_found))
                        .await
                }
            }
        })
    }
}

fn reader_get(
    handler: impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static,
) -> MethodRouter<Arc<AppState>> {
    with_role(Role::Reader, get, handler)
}

/// The style and the script: the same for everybody, and kept by the browser.
async fn asset(State(state): State<Arc<AppState>>, params: RawPathParams) -> Response<Body> {
    let requested = params.iter().next().map(|(_, value)| value.to_owned()).unwrap_or_default();
    let Some((_, kind, text)) = state.assets.iter().find(|(name, ..)| *name == requested) else {
        return static_pages::problem(StatusCode::NOT_FOUND, "ruimte", "").into_response(false);
    };
    let cache_headers = vec![(header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned())];
    Reply::Data(StatusCode::OK, kind, text.as_bytes().to_vec(), cache_headers).into_response(false)
}

/// The kinds of record that have pages.
pub const RECORD_KINDS: [Entity; 13] = [
    Entity::Obstacle,
    Entity::Contact,
    Entity::Factsheet,
    Entity::Scheme,
    Entity::Ministry,
    Entity::Region,
    Entity::CareDomain,
    Entity::Theme,
    Entity::Nature,
    Entity::Law,
    Entity::Synonym,
    Entity::Publication,
    Entity::Figure,
];

/// All addresses.
pub fn routes(state: Arc<AppState>) -> Router {
    let mut router = Router::new()
        .route("/", reader_get(|request| list::list(request, Entity::Obstacle)))
        .route("/search", reader_get(search::search))
        .route("/similar", reader_get(search::similar).merge(with_role(Role::Reader, post, search::similar)))
        .route("/count", reader_get(reports::count))
        .route("/reports", reader_get(reports::reports))
        .route("/reports/{name}", reader_get(reports::report))
        .route("/reconcile", reader_get(reports::reconcile))
        .route("/history", reader_get(list::history))
        .route("/history/{entry}", reader_get(record::entry))
        .route("/history/{entry}/undo", with_role(Role::Admin, post, record::undo))
        .route("/lists", reader_get(static_pages::lists))
        .route("/accessibility", reader_get(static_pages::accessibility))
        .route("/assets/{name}", get(asset));
    for entity in RECORD_KINDS {
        let (kind, required_role) = (entity.plural(), required_role(entity));
        router = router
            .route(
                &format!("/{kind}"),
                reader_get(move |request| list::list(request, entity)).merge(with_role(
                    required_role,
                    post,
                    move |request| save::save(request, entity, RecordAction::New),
                )),
            )
            .route(&format!("/{kind}/{{key}}"), reader_get(move |request| record::record(request, entity)));
        for action in RecordAction::ALL.into_iter().filter(|action| action.applies_to(entity)) {
            let path = match action {
                RecordAction::New => format!("/{kind}/new"),
                action => format!("/{kind}/{{key}}/{}", action.name()),
            };
            let show_route =
                with_role(required_role, get, move |request| save::show(request, entity, action));
            router = router.route(
                &path,
                show_route.merge(with_role(required_role, post, move |request| {
                    save::save(request, entity, action)
                })),
            );
        }
    }
    let not_found = RoleHandler { required_role: Role::Reader, handler: Arc::new(static_pages::not_found) };
    router
        .merge(api::routes())
        .fallback_service(any(not_found).with_state(Arc::clone(&state)))
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(state)
}

/// Not in that way.
async fn method_not_allowed(State(state): State<Arc<AppState>>, request: Request) -> Response<Body> {
    let is_api = request.uri().path().starts_with("/api/");
    let rejection = Rejection {
        status: StatusCode::METHOD_NOT_ALLOWED,
        title: messages::NOT_ALLOWED,
        detail: messages::METHOD_NOT_ALLOWED,
        lang: state.lang,
        is_api,
    };
    rejection_reply(&state, &rejection).into_response(false)
}
