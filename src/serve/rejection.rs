//! Replies to requests that are denied or that fail unexpectedly. These replies reveal nothing about the register.

use super::page::{base_frame, notice};
use super::reply::Reply;
use super::request_context::RequestContext;
use super::spool::Spool;
use super::state::AppState;
use crate::i18n::{Label, Lang, site as messages};
use crate::view;
use crate::view::site_page::{Frame, NoticeKind};
use axum::http::StatusCode;

#[derive(Clone, Copy)]
pub struct Rejection {
    pub status: StatusCode,
    pub title: Label,
    /// Why the request was rejected, and what to do about it.
    pub detail: Label,
    pub lang: Lang,
    /// Whether the request was for the JSON interface. If so, the reply is JSON instead of a page.
    pub is_api: bool,
}

impl Rejection {
    pub fn of(request: &RequestContext, status: StatusCode, detail: Label) -> Self {
        let is_api = request.path.starts_with("/api/");
        Self { status, title: messages::ERROR, detail, lang: request.lang, is_api }
    }

    pub fn into_reply(self, state: &AppState) -> Reply {
        let (title, detail) = (self.title.get(self.lang), self.detail.get(self.lang));
        if self.is_api {
            return Reply::titled_problem(self.status, title, detail);
        }
        let frame = Frame {
            notices: vec![notice(NoticeKind::Wrong, detail.to_owned())],
            is_signed_out: true,
            ..base_frame(state, self.lang)
        };
        let mut file = Spool::new(&state.visitors.get(""));
        let written = {
            let mut sink = view::create_site_sink(self.lang, frame, Box::new(&mut file));
            sink.title(&self.title.into()).and_then(|()| sink.finish())
        };
        match written {
            Ok(()) => Reply::Page { status: self.status, file },
            Err(_) => Reply::titled_problem(StatusCode::INTERNAL_SERVER_ERROR, "ruimte", detail),
        }
    }
}
