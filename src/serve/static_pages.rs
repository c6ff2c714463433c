//! Pages without rows: the lists that there are, the statement about accessibility, what is told where there is no page, and to
//! who does not come in.

use super::answer::Answer;
use super::ask::spool;
use super::guard::Refused;
use super::roles::Role;
use super::routes::KINDS;
use super::step::needs;
use super::visit::Visit;
use crate::view::site::{self, Frame, Link, Notice, Tone};
use crate::words::{failures, site as words};
use anyhow::Result;
use axum::http::StatusCode;

/// The statement about accessibility.
pub fn accessibility(visit: &Visit) -> Result<Answer> {
    let mut frame = visit.frame();
    frame.lines = words::STATEMENT.iter().map(|label| visit.say(*label)).collect();
    visit.page(StatusCode::OK, frame, |out| out.title(&words::ACCESSIBILITY_TITLE.into()))
}

/// The lists that an administrator keeps.
pub fn lists(visit: &Visit) -> Result<Answer> {
    let kept = KINDS.into_iter().filter(|entity| needs(*entity) == Role::Admin);
    let mut frame = visit.frame();
    frame.actions = kept
        .map(|entity| Link {
            text: super::fields::capital(&visit.say(failures::entities(entity.singular()))),
            href: format!("/{}", entity.plural()),
            ..Link::default()
        })
        .collect();
    frame.is_index = true;
    visit.page(StatusCode::OK, frame, |out| out.title(&words::LISTS.into()))
}

/// There is no such page.
pub fn nowhere(visit: &Visit) -> Result<Answer> {
    if visit.path.starts_with("/api/") {
        return Ok(problem(StatusCode::NOT_FOUND, "Not Found", &visit.say(words::NO_PAGE)));
    }
    let mut frame = visit.frame();
    frame.lines.push(visit.say(words::NO_PAGE_HOW));
    visit.page(StatusCode::NOT_FOUND, frame, |out| out.title(&words::NO_PAGE.into()))
}

/// A problem, as other programs are told it (RFC 9457).
pub fn problem(status: StatusCode, title: &str, detail: &str) -> Answer {
    let body = serde_json::json!({
        "type": "about:blank",
        "title": title,
        "status": status.as_u16(),
        "detail": detail,
    });
    Answer::Data(status, "application/problem+json", body.to_string().into_bytes(), super::api::versions())
}

/// What is told to who does not come in: nothing of the register.
pub fn refused(refused: &Refused, style: &str, script: &str) -> Answer {
    let said = |label: crate::words::Label| label.get(refused.lang).to_owned();
    if refused.is_program {
        return problem(refused.status, &said(refused.title), &said(refused.why));
    }
    let frame = Frame {
        style: format!("/assets/{style}"),
        script: format!("/assets/{script}"),
        words: [
            ("main_nav", words::MAIN_NAV),
            ("search", words::SEARCH),
            ("register", words::REGISTER),
            ("wrong", words::WRONG),
            ("accessibility", words::ACCESSIBILITY),
        ]
        .map(|(name, label)| (name, said(label)))
        .into(),
        notices: vec![Notice { tone: Tone::Wrong, text: said(refused.why), fields: Vec::new() }],
        is_closed: true,
        ..Frame::default()
    };
    let mut file = spool();
    let written = {
        let mut sink = site::sink(refused.lang, frame, Box::new(&mut file));
        sink.title(&refused.title.into()).and_then(|()| sink.finish())
    };
    match written {
        Ok(()) => Answer::Page(refused.status, file),
        Err(_) => problem(StatusCode::INTERNAL_SERVER_ERROR, "ruimte", &said(refused.why)),
    }
}
