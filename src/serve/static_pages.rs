//! Pages without rows: the lists that there are, the statement about accessibility, what is told where there is no page, and to
//! who does not come in.

use super::action::required_role;
use super::auth::Rejection;
use super::command_runner::spool_file;
use super::reply::Reply;
use super::request_context::RequestContext;
use super::roles::Role;
use super::routes::RECORD_KINDS;
use crate::i18n::{failures, site as messages};
use crate::view;
use crate::view::site_page::{Frame, Link, Notice, NoticeKind};
use anyhow::Result;
use axum::http::StatusCode;

/// The statement about accessibility.
pub fn accessibility(request: &RequestContext) -> Result<Reply> {
    let mut frame = request.frame();
    frame.lines = messages::STATEMENT.iter().map(|label| request.localize(*label)).collect();
    request.page(StatusCode::OK, frame, |out| out.title(&messages::ACCESSIBILITY_TITLE.into()))
}

/// The lists that an administrator keeps.
pub fn lists(request: &RequestContext) -> Result<Reply> {
    let admin_kinds = RECORD_KINDS.into_iter().filter(|entity| required_role(*entity) == Role::Admin);
    let mut frame = request.frame();
    frame.actions = admin_kinds
        .map(|entity| Link {
            text: super::form_fields::capitalize(
                &request.localize(failures::entity_plural(entity.singular())),
            ),
            href: format!("/{}", entity.plural()),
            ..Link::default()
        })
        .collect();
    frame.is_index = true;
    request.page(StatusCode::OK, frame, |out| out.title(&messages::LISTS.into()))
}

/// There is no such page.
pub fn not_found(request: &RequestContext) -> Result<Reply> {
    if request.path.starts_with("/api/") {
        return Ok(problem(StatusCode::NOT_FOUND, "Not Found", &request.localize(messages::PAGE_NOT_FOUND)));
    }
    let mut frame = request.frame();
    frame.lines.push(request.localize(messages::PAGE_NOT_FOUND_HELP));
    request.page(StatusCode::NOT_FOUND, frame, |out| out.title(&messages::PAGE_NOT_FOUND.into()))
}

/// A problem, as other programs are told it (RFC 9457).
pub fn problem(status: StatusCode, title: &str, detail: &str) -> Reply {
    let body = serde_json::json!({
        "type": "about:blank",
        "title": title,
        "status": status.as_u16(),
        "detail": detail,
    });
    Reply::Data(
        status,
        "application/problem+json",
        body.to_string().into_bytes(),
        super::api::version_headers(),
    )
}

/// What is told to who does not come in: nothing of the register.
pub fn rejection_page(rejection: &Rejection, style: &str, script: &str) -> Reply {
    let localized = |label: crate::i18n::Label| label.get(rejection.lang).to_owned();
    if rejection.is_api {
        return problem(rejection.status, &localized(rejection.title), &localized(rejection.detail));
    }
    let frame = Frame {
        style: format!("/assets/{style}"),
        script: format!("/assets/{script}"),
        words: [
            ("main_nav", messages::MAIN_NAV),
            ("search", messages::SEARCH),
            ("register", messages::SITE_NAME),
            ("wrong", messages::ERROR),
            ("accessibility", messages::ACCESSIBILITY),
        ]
        .map(|(name, label)| (name, localized(label)))
        .into(),
        notices: vec![Notice {
            tone: NoticeKind::Wrong,
            text: localized(rejection.detail),
            fields: Vec::new(),
        }],
        is_signed_out: true,
        ..Frame::default()
    };
    let mut file = spool_file();
    let written = {
        let mut sink = view::create_site_sink(rejection.lang, frame, Box::new(&mut file));
        sink.title(&rejection.title.into()).and_then(|()| sink.finish())
    };
    match written {
        Ok(()) => Reply::Page(rejection.status, file),
        Err(_) => problem(StatusCode::INTERNAL_SERVER_ERROR, "ruimte", &localized(rejection.detail)),
    }
}
