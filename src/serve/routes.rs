//! Which address leads to which page.

use super::answer::Answer;
use super::guard::{Let, Refused, let_in};
use super::roles::Role;
use super::site::Site;
use super::step::{Step, needs};
use super::visit::Visit;
use super::{api, list, numbers, plain, record, save, search};
use crate::record::Entity;
use crate::words::site as words;
use anyhow::Result;
use axum::Router;
use axum::body::Body;
use axum::extract::{RawPathParams, Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::routing::{MethodRouter, any, get, post};
use std::sync::Arc;

/// What makes the answer.
pub type Handler = Arc<dyn Fn(&Visit) -> Result<Answer> + Send + Sync>;

async fn answer(
    site: Arc<Site>,
    params: Vec<String>,
    request: Request,
    needs: Role,
    handler: Handler,
) -> Response<Body> {
    match let_in(Arc::clone(&site), params, request, needs).await {
        Let::In(visit) => {
            let clears = visit.done.is_some();
            let is_program = visit.path.starts_with("/api/");
            // The register is a file: who reads it waits for it, in a thread of its own.
            let lang = visit.lang;
            let made = tokio::task::spawn_blocking(move || handler(&visit)).await;
            let answer = match made {
                Ok(Ok(answer)) => answer,
                _ => refuse(
                    &site,
                    &Refused {
                        status: StatusCode::INTERNAL_SERVER_ERROR,
                        title: words::WRONG,
                        why: words::TOO_BUSY,
                        lang,
                        is_program,
                    },
                ),
            };
            answer.into_response(clears)
        }
        Let::Refused(refused) => {
            let mut response = refuse(&site, &refused).into_response(false);
            if refused.status == StatusCode::UNAUTHORIZED && !site.is_behind_proxy() {
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            response
        }
        Let::WithCookie(to, cookie) => {
            let mut response = Answer::See(to, None).into_response(false);
            if let Ok(cookie) = HeaderValue::try_from(cookie) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
    }
}

fn refuse(site: &Site, refused: &Refused) -> Answer {
    let [(style, ..), (script, ..)] = &site.assets;
    plain::refused(refused, style, script)
}

/// How an address is read by who has a role, and how it is answered.
pub fn on(
    needs: Role,
    method: fn(AxumHandler) -> MethodRouter<Arc<Site>>,
    handler: impl Fn(&Visit) -> Result<Answer> + Send + Sync + 'static,
) -> MethodRouter<Arc<Site>> {
    method(AxumHandler { needs, handler: Arc::new(handler) })
}

/// A handler with the role that it needs.
#[derive(Clone)]
pub struct AxumHandler {
    needs: Role,
    handler: Handler,
}

impl axum::handler::Handler<(), Arc<Site>> for AxumHandler {
    type Future = std::pin::Pin<Box<dyn Future<Output = Response<Body>> + Send>>;

    fn call(self, request: Request, site: Arc<Site>) -> Self::Future {
        Box::pin(async move {
            use axum::extract::FromRequestParts;
            let (mut head, body) = request.into_parts();
            let params = RawPathParams::from_request_parts(&mut head, &site).await;
            let request = Request::from_parts(head, body);
            match params {
                Ok(params) => {
                    let params = params.iter().map(|(_, value)| value.to_owned()).collect();
                    answer(site, params, request, self.needs, self.handler).await
                }
                // What is no text is the name of nothing.
                Err(_) => answer(site, Vec::new(), request, self.needs, Arc::new(plain::nowhere)).await,
            }
        })
    }
}

fn read(handler: impl Fn(&Visit) -> Result<Answer> + Send + Sync + 'static) -> MethodRouter<Arc<Site>> {
    on(Role::Reader, get, handler)
}

/// The style and the script: the same for everybody, and kept by the browser.
async fn asset(State(site): State<Arc<Site>>, params: RawPathParams) -> Response<Body> {
    let wanted = params.iter().next().map(|(_, value)| value.to_owned()).unwrap_or_default();
    let Some((_, kind, text)) = site.assets.iter().find(|(name, ..)| *name == wanted) else {
        return plain::problem(StatusCode::NOT_FOUND, "ruimte", "").into_response(false);
    };
    let kept = vec![(header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned())];
    Answer::Data(StatusCode::OK, kind, text.as_bytes().to_vec(), kept).into_response(false)
}

/// The kinds of record that have pages.
pub const KINDS: [Entity; 13] = [
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
pub fn routes(site: Arc<Site>) -> Router {
    let mut router = Router::new()
        .route("/", read(|visit| list::list(visit, Entity::Obstacle)))
        .route("/search", read(search::search))
        .route("/similar", read(search::similar).merge(on(Role::Reader, post, search::similar)))
        .route("/count", read(numbers::count))
        .route("/reports", read(numbers::reports))
        .route("/reports/{name}", read(numbers::report))
        .route("/reconcile", read(numbers::reconcile))
        .route("/history", read(list::history))
        .route("/history/{entry}", read(record::entry))
        .route("/history/{entry}/undo", on(Role::Admin, post, record::undo))
        .route("/lists", read(plain::lists))
        .route("/accessibility", read(plain::accessibility))
        .route("/assets/{name}", get(asset));
    for entity in KINDS {
        let (kind, needs) = (entity.plural(), needs(entity));
        router = router
            .route(
                &format!("/{kind}"),
                read(move |visit| list::list(visit, entity))
                    .merge(on(needs, post, move |visit| save::save(visit, entity, Step::New))),
            )
            .route(&format!("/{kind}/{{key}}"), read(move |visit| record::record(visit, entity)));
        for step in Step::ALL.into_iter().filter(|step| step.suits(entity)) {
            let path = match step {
                Step::New => format!("/{kind}/new"),
                step => format!("/{kind}/{{key}}/{}", step.name()),
            };
            let shown = on(needs, get, move |visit| save::show(visit, entity, step));
            router = router
                .route(&path, shown.merge(on(needs, post, move |visit| save::save(visit, entity, step))));
        }
    }
    let nowhere = AxumHandler { needs: Role::Reader, handler: Arc::new(plain::nowhere) };
    router
        .merge(api::routes())
        .fallback_service(any(nowhere).with_state(Arc::clone(&site)))
        .method_not_allowed_fallback(wrong_method)
        .with_state(site)
}

/// Not in that way.
async fn wrong_method(State(site): State<Arc<Site>>, request: Request) -> Response<Body> {
    let is_program = request.uri().path().starts_with("/api/");
    let refused = Refused {
        status: StatusCode::METHOD_NOT_ALLOWED,
        title: words::NOT_ALLOWED,
        why: words::NO_SUCH_METHOD,
        lang: site.lang,
        is_program,
    };
    refuse(&site, &refused).into_response(false)
}
