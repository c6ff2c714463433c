//! The URL routes of the pages; the routes of the JSON interface are in `api_routes`.

use super::action::{RecordAction, record_kinds, required_role};
use super::handler::{RoleHandler, private_get, reader_get, slow_post, with_role};
use super::query::{with_format, with_params, without_query};
use super::rejection::Rejection;
use super::reply::{Content, Reply};
use super::request_context::RequestContext;
use super::roles::Role;
use super::scheduler::Lane;
use super::state::AppState;
use super::{
    answers, api_routes, backup, calendar, edit_many, erasure, help, home, import, import_list, journal_entry, list,
    manage, page, persons, publishing, receipts, record, reply_draft, report_cards, reports, reuse_page, save, search,
    snapshots, static_pages,
};
use crate::i18n::site as messages;
use crate::record::Entity;
use anyhow::Result;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{RawPathParams, Request, State};
use axum::http::{Response, StatusCode, header};
use axum::routing::{any, get, post};
use hyper::service::Service as _;
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;

/// Serves the style sheet and the script. Their names change with their content, so browsers may cache them forever.
async fn asset(State(state): State<Arc<AppState>>, params: RawPathParams) -> Response<Body> {
    let requested = params.iter().next().map(|(_, value)| value.to_owned()).unwrap_or_default();
    let assets = [&state.assets.style, &state.assets.script];
    let Some(asset) = assets.into_iter().find(|asset| asset.name == requested) else {
        return Reply::titled_problem(StatusCode::NOT_FOUND, "ruimte", "").into_response([]);
    };
    Reply::Data {
        status: StatusCode::OK,
        content_type: asset.content_type,
        content: Content::Bytes(Bytes::from_static(asset.content.as_bytes())),
        headers: vec![(header::CACHE_CONTROL, "public, max-age=31536000, immutable".to_owned())],
    }
    .into_response([])
}

/// The pages for what is not an everyday task.
fn maintenance_routes() -> Router<Arc<AppState>> {
    let (officers, admins) = (messages::OFFICERS_ONLY, messages::ADMINS_ONLY);
    let erasure = with_role(Role::Admin, get, without_query(erasure::show));
    let receipts = reader_get(without_query(receipts::show));
    Router::new()
        .route("/calendar", private_get(Role::Officer, officers, without_query(calendar::show)))
        .route("/calendar/key", with_role(Role::Officer, post, without_query(calendar::make)))
        .route("/calendar/revoke", with_role(Role::Officer, post, without_query(calendar::revoke)))
        .route("/feed/{file}", get(RoleHandler::new(Role::Reader, calendar::feed).with_own_key()))
        .route("/persons", private_get(Role::Officer, officers, persons::list))
        .route("/persons/{key}", private_get(Role::Officer, officers, with_format(persons::person)))
        .route("/persons/{key}/erase", erasure.merge(with_role(Role::Admin, post, without_query(erasure::erase))))
        .route("/backup", private_get(Role::Admin, admins, without_query(backup::show)))
        .route("/backup/download", slow_post(Role::Admin, Lane::Long, without_query(backup::download)))
        .route("/backup/check", slow_post(Role::Admin, Lane::Long, without_query(backup::check)))
        .route("/publish", private_get(Role::Admin, admins, without_query(publishing::show)))
        .route("/publish/preview", slow_post(Role::Admin, Lane::Long, without_query(publishing::preview)))
        .route("/publish/download", slow_post(Role::Admin, Lane::Long, without_query(publishing::download)))
        .route(
            "/snapshots",
            reader_get(with_format(snapshots::list)).merge(with_role(
                Role::Admin,
                post,
                without_query(snapshots::make),
            )),
        )
        .route("/receipts", receipts.merge(slow_post(Role::Reader, Lane::Slow, without_query(receipts::check))))
}

pub fn routes(state: Arc<AppState>) -> Router {
    let undo = with_role(Role::Admin, get, journal_entry::show_undo);
    let mut router = Router::new()
        .route("/", reader_get(home::home))
        .route("/search", reader_get(search::search))
        .route("/similar", reader_get(search::similar).merge(with_role(Role::Reader, post, search::similar)))
        .route("/count", reader_get(reports::count))
        .route("/reports", reader_get(without_query(report_cards::reports)))
        .route("/reports/{name}", reader_get(reports::report))
        .route("/reconcile", reader_get(reports::reconcile))
        .route("/obstacles/{key}/reply", reader_get(reply_draft::reply_draft))
        .route("/obstacles/{key}/reuse", with_role(Role::Officer, get, reuse_page::show))
        .route("/history", reader_get(list::history))
        .route("/history/{entry}", reader_get(journal_entry::entry))
        .route("/history/{entry}/undo", undo.merge(with_role(Role::Admin, post, without_query(journal_entry::undo))))
        .merge(import_routes())
        .merge(edit_routes())
        .route("/lists", reader_get(without_query(manage::show)))
        .route("/help", reader_get(without_query(help::show)))
        .merge(maintenance_routes())
        .route("/accessibility", reader_get(without_query(static_pages::accessibility)))
        .route("/assets/{name}", get(asset));
    for entity in record_kinds() {
        let (kind, role) = (entity.plural(), required_role(entity));
        let list = reader_get(move |request| list::list(request, entity));
        let add = with_role(role, post, move |request| save::save(request, entity, RecordAction::New));
        let own: &[&str] = if entity == Entity::Obstacle { &["format", answers::FIELD] } else { &["format"] };
        let mut page = reader_get(with_params(own, move |request| record::record(request, entity)));
        if entity == Entity::Obstacle {
            // The field for another question, which records nothing.
            let find = without_query(move |request: &RequestContext| record::record(request, entity));
            page = page.merge(with_role(Role::Reader, post, find));
        }
        router = router.route(&format!("/{kind}"), list.merge(add)).route(&format!("/{kind}/{{key}}"), page);
        for action in RecordAction::all_for(entity) {
            let path = match action {
                RecordAction::New => format!("/{kind}/new"),
                action => format!("/{kind}/{{key}}/{}", action.name()),
            };
            let role = action.required_role(entity);
            let show = with_role(role, get, move |request| save::show(request, entity, action));
            let save = with_role(role, post, move |request| save::save(request, entity, action));
            router = router.route(&path, show.merge(save));
        }
    }
    let not_found = any(RoleHandler::new(Role::Reader, page::not_found));
    let router = router
        .merge(api_routes::routes())
        .fallback_service(not_found.with_state(Arc::clone(&state)))
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(Arc::clone(&state));
    below_base_path(router, state)
}

/// The pages that import a list. Only the last step writes to the register. What the others do may take long, so it runs
/// among the slow requests.
fn import_routes() -> Router<Arc<AppState>> {
    let role = import::LOWEST_ROLE;
    let slow = |handler: fn(&RequestContext) -> Result<Reply>| {
        RoleHandler::new(role, without_query(handler)).in_lane(Lane::Slow)
    };
    Router::new()
        .route("/import", with_role(role, get, import::start).merge(post(slow(import::send).taking_files())))
        .route("/import/{token}", get(slow(import_list::show)).merge(post(slow(import_list::choose))))
        .route("/import/{token}/mapping", get(slow(import_list::mapping)))
        .route("/import/{token}/run", with_role(role, post, without_query(import_list::run)))
        .route("/import/{token}/discard", post(slow(import_list::discard)))
}

/// The page that changes several obstacles.
fn edit_routes() -> Router<Arc<AppState>> {
    let role = required_role(Entity::Obstacle);
    Router::new()
        .route(edit_many::ADDRESS, with_role(role, get, edit_many::show))
        .route(edit_many::FOUND_ADDRESS, with_role(role, get, edit_many::found))
        .route(edit_many::SAVE_ADDRESS, with_role(role, post, without_query(edit_many::save)))
}

/// Removes the base path from requests and adds it to response headers, so that `router` need not know the base path.
fn below_base_path(router: Router, state: Arc<AppState>) -> Router {
    let router = TowerToHyperService::new(router);
    Router::new().fallback(move |mut request: Request| {
        state.base_path.strip(request.uri_mut());
        let (response, state) = (router.call(request), Arc::clone(&state));
        async move {
            let Ok(mut response) = response.await;
            state.base_path.apply(response.headers_mut());
            response
        }
    })
}

async fn method_not_allowed(State(state): State<Arc<AppState>>, request: Request) -> Response<Body> {
    let rejection = Rejection {
        status: StatusCode::METHOD_NOT_ALLOWED,
        title: messages::NOT_ALLOWED,
        detail: messages::METHOD_NOT_ALLOWED,
        lang: state.config.lang,
        is_api: request.uri().path().starts_with("/api/"),
    };
    rejection.into_reply(&state).into_response([])
}
