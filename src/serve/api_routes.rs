//! The routes of the JSON interface; the handlers are in `api`.

use super::action::{RecordAction, record_kinds};
use super::api::{
    ApiResult, check_query, edit_many, json_reply, list, read_rows, report, session, show, similar, with_problems,
    write,
};
use super::handler::{reader_get, with_role};
use super::openapi;
use super::query::Allowed;
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::roles::Role;
use super::site_command::{API_ROOT, SiteCommand};
use super::state::AppState;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{MethodRouter, patch, post};
use std::sync::Arc;

pub fn routes() -> Router<Arc<AppState>> {
    type Routes = MethodRouter<Arc<AppState>>;
    fn read(handler: impl Fn(&RequestContext) -> ApiResult<Reply> + Send + Sync + 'static) -> Routes {
        reader_get(with_problems(handler))
    }
    fn read_without_query(handler: impl Fn(&RequestContext) -> ApiResult<Reply> + Send + Sync + 'static) -> Routes {
        read(move |request| {
            check_query(request, Allowed::default())?;
            handler(request)
        })
    }
    // Do not use `Router::nest`: it would remove the prefix from the path that handlers see.
    let at = |path: &str| format!("{API_ROOT}{path}");
    let mut router = Router::new()
        .route(&at("/openapi.json"), read_without_query(|request| json_reply(&openapi::description(request))))
        .route(&at("/session"), read_without_query(session))
        .route(
            &at("/search"),
            read(|request| {
                let text = value_of(&request.query, "q").unwrap_or_default();
                read_rows(request, SiteCommand::Search, Some(text), &["q"])
            }),
        )
        .route(&at("/similar"), read(similar).merge(with_role(Role::Reader, post, with_problems(similar))))
        .route(&at("/counts"), read(|request| read_rows(request, SiteCommand::Count, None, &[])))
        .route(&at("/reports/{name}"), read(report))
        .route(
            &at("/reconciliation"),
            read(|request| {
                let publication = value_of(&request.query, "publication");
                read_rows(request, SiteCommand::Reconcile, publication, &["publication"])
            }),
        )
        .route(&at("/history"), read(|request| read_rows(request, SiteCommand::History, None, &[])))
        .route(&at("/obstacles/_edit"), with_role(Role::Officer, post, with_problems(edit_many)))
        .route(
            &at("/obstacles/{key}/similar"),
            read(|request| read_rows(request, SiteCommand::Similar, Some(request.param(0)), &[])),
        )
        .route(
            &at("/obstacles/{key}/reply"),
            read(|request| read_rows(request, SiteCommand::Reply, Some(request.param(0)), &[])),
        );
    for entity in record_kinds() {
        let kind = format!("{API_ROOT}/{}", entity.plural());
        let record = format!("{kind}/{{key}}");
        let change = |method, action| {
            let handler = with_problems(move |request| write(request, entity, action));
            with_role(action.required_role(entity), method, handler)
        };
        let show =
            read_without_query(move |request| show(request, entity, request.param(0), StatusCode::OK, Vec::new()));
        router = router
            .route(&kind, read(move |request| list(request, entity)).merge(change(post, RecordAction::New)))
            .route(&record, show.merge(change(patch, RecordAction::Edit)));
        if entity.prefix().is_some() {
            let history = read(|request| read_rows(request, SiteCommand::History, Some(request.param(0)), &[]));
            router = router.route(&format!("{record}/history"), history);
        }
        for action in RecordAction::steps_for(entity) {
            router = router.route(&format!("{record}/_{}", action.name()), change(post, action));
        }
    }
    router
}
