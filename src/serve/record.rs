//! The page of a record: what it is, what was answered before, what became of it, and what can be done with it.

use super::action::{RecordAction, required_role};
use super::command_runner::{command_args, run_command};
use super::reply::Reply;
use super::request_context::{RequestContext, encode_segment};
use super::roles::Role;
use super::sinks::{DataRows, EventBuffer, SectionSink};
use super::static_pages::not_found;
use crate::i18n::{sheets, site as messages};
use crate::record::{Entity, number};
use crate::view::site_page::{Link, Notice, NoticeKind, record_path};
use anyhow::Result;
use axum::http::StatusCode;

/// So many answers that were given before stand with an obstacle.
const MAX_PRECEDENTS: u64 = 5;
/// So many entries of the journal stand with a record.
const MAX_ENTRIES: u64 = 5;

/// The page of a record.
pub fn record(request: &RequestContext, entity: Entity) -> Result<Reply> {
    let key = request.param(0).to_owned();
    if entity.prefix().is_none() {
        // What a list holds is changed where it is looked at.
        return Ok(Reply::Redirect(format!("/{}/{}/edit", entity.plural(), encode_segment(&key)), None));
    }
    let Some(found) = number::parse(entity, &key) else { return not_found(request) };
    let canonical = number::format(entity, found);
    let address = record_path(&canonical).unwrap_or_default();
    // Each record has one address.
    if canonical != key {
        return Ok(Reply::Redirect(address, None));
    }
    let mut rows = EventBuffer::default();
    if let Err(error) =
        run_command(request, &command_args("show", Vec::new(), vec![canonical.clone()]), None, &mut rows)
    {
        return request.error_page(&error);
    }
    let mut precedents = EventBuffer::default();
    if entity == Entity::Obstacle {
        let args =
            command_args("similar", vec![format!("--limit={MAX_PRECEDENTS}")], vec![canonical.clone()]);
        // What was answered before is beside the matter: where it cannot be found, the record is shown all the same.
        let _ = run_command(request, &args, None, &mut SectionSink(&mut precedents));
    }
    let mut history = EventBuffer::default();
    let args = command_args("history", vec![format!("--limit={MAX_ENTRIES}")], vec![canonical.clone()]);
    let _ = run_command(request, &args, None, &mut SectionSink(&mut history));
    let mut frame = request.frame();
    if request.is_allowed(required_role(entity)) {
        frame.actions = actions(request, entity, &rows, &canonical, &address);
    }
    frame.pages.push(Link {
        text: request.localize(messages::ALL_HISTORY),
        href: format!("/history?records={canonical}"),
        ..Link::default()
    });
    request.page(StatusCode::OK, frame, |out| {
        rows.replay(out)?;
        if entity == Entity::Obstacle {
            out.group(&messages::PRECEDENTS.into())?;
            if precedents.is_empty() {
                out.line(&messages::nothing_found())?;
            }
            precedents.replay(out)?;
        }
        out.group(&sheets::HISTORY.into())?;
        history.replay(out)
    })
}

/// What can be done with a record as it is now.
fn actions(
    request: &RequestContext,
    entity: Entity,
    record: &EventBuffer,
    number: &str,
    address: &str,
) -> Vec<Link> {
    let value = |name: &str| record.value(name).unwrap_or_default();
    let mut available = vec![RecordAction::Edit];
    if entity == Entity::Obstacle {
        match value("status") {
            "solved" | "closed" => available.push(RecordAction::Reopen),
            status => {
                if status == "collected" {
                    available.push(RecordAction::Analyse);
                }
                available.extend([RecordAction::Classify, RecordAction::Close]);
            }
        }
        available.push(RecordAction::Link);
        if ["factsheets", "schemes", "precedents"].iter().any(|name| !value(name).is_empty()) {
            available.push(RecordAction::Unlink);
        }
    }
    if entity.is_voidable() && value("void").is_empty() {
        available.push(RecordAction::Void);
    }
    let mut links: Vec<Link> = available
        .into_iter()
        .map(|action| Link {
            text: request.localize(action.label()),
            href: format!("{address}/{}", action.name()),
            ..Link::default()
        })
        .collect();
    if entity == Entity::Obstacle {
        links.push(Link {
            text: request.localize(messages::CONTACT),
            href: format!("/contacts/new?about={number}"),
            ..Link::default()
        });
    }
    links
}

/// An entry of the journal, whole.
pub fn entry(request: &RequestContext) -> Result<Reply> {
    entry_with(request, StatusCode::OK, None)
}

fn entry_with(request: &RequestContext, status: StatusCode, notice: Option<Notice>) -> Result<Reply> {
    let entry = request.param(0);
    if entry.parse::<i64>().is_err() {
        return not_found(request);
    }
    let mut rows = EventBuffer::default();
    let args = command_args("history", vec![format!("--entry={entry}")], Vec::new());
    let mut frame = request.frame();
    frame.notices.extend(notice);
    match run_command(request, &args, None, &mut rows) {
        Ok(outcome) if rows.is_empty() => {
            frame.lines = outcome.notices.into_iter().map(|notice| request.localize(notice.text)).collect();
        }
        Ok(_) => {}
        Err(error) => return request.error_page(&error),
    }
    if request.is_allowed(Role::Admin) && !rows.is_empty() {
        frame.after.push(crate::view::site_page::Form {
            id: "undo".to_owned(),
            action: format!("/history/{entry}/undo"),
            hidden: vec![("csrf".to_owned(), request.state.csrf_token(&request.name))],
            send: request.localize(messages::UNDO),
            ..Default::default()
        });
    }
    request.page(status, frame, |out| rows.replay(out))
}

/// Takes an entry back.
pub fn undo(request: &RequestContext) -> Result<Reply> {
    let entry = request.param(0).to_owned();
    if entry.parse::<i64>().is_err() {
        return not_found(request);
    }
    if request.is_stale_form {
        let text = request.localize(messages::FORM_EXPIRED);
        let notice = Notice { tone: NoticeKind::Wrong, text, fields: Vec::new() };
        return entry_with(request, StatusCode::FORBIDDEN, Some(notice));
    }
    let mut rows = DataRows::default();
    match run_command(request, &command_args("undo", Vec::new(), vec![entry]), None, &mut rows) {
        Ok(outcome) => {
            Ok(Reply::Redirect("/history".to_owned(), Some(super::save::flash_message(request, outcome))))
        }
        Err(error) => request.error_page(&error),
    }
}
