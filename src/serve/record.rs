//! The page of a record, with its precedents, history and available actions.

use super::action::{RecordAction, required_role};
use super::answers::{self, Shown};
use super::command_runner::run_command;
use super::page::{self, link};
use super::record_lookup::{canonical_key, is_open};
use super::reply::Reply;
use super::reply_draft;
use super::request_context::RequestContext;
use super::reuse_page;
use super::sinks::{EventBuffer, SectionSink};
use super::site_command::SiteCommand;
use super::views::{ViewWords, view_address};
use crate::i18n::{page::short_date, site as messages, site_admin as admin};
use crate::record::Entity;
use crate::record::date::today;
use crate::rows::{Event, RecordPart};
use crate::view::site_page::{Link, PageLayout, UseAnswer, encode_segment, record_path};
use anyhow::Result;
use axum::http::StatusCode;
use jiff::civil::Date;

const MAX_ENTRIES: u64 = 20;

/// The newest journal entries about a record. Ignores failures: the page is useful without them.
fn newest_entries(request: &RequestContext, number: &str) -> EventBuffer {
    let mut rows = EventBuffer::default();
    let args = SiteCommand::History.args([format!("--limit={MAX_ENTRIES}")], [number.to_owned()]);
    let _ = run_command(request, &args, &mut SectionSink(&mut rows));
    rows
}

/// The page of a record. If it is an obstacle, the page has a field for another question, which it answers.
pub fn record(request: &RequestContext, entity: Entity) -> Result<Reply> {
    let key = request.param(0);
    if entity.prefix().is_none() {
        // A vocabulary term has only one page: the form that edits the term.
        return Ok(Reply::redirect(format!("/{}/{}/edit", entity.plural(), encode_segment(key))));
    }
    let Some(canonical) = canonical_key(entity, key) else { return page::not_found(request) };
    let address = record_path(&canonical).unwrap_or_default();
    if canonical != key {
        return Ok(Reply::redirect(address));
    }
    let args = SiteCommand::Show.args([], [canonical.clone()]);
    if let Some(reply) = page::download(request, &args, &canonical) {
        return reply;
    }
    let mut rows = EventBuffer::default();
    let result = match entity {
        Entity::View => run_command(request, &args, &mut ViewWords::new(request, &mut rows)),
        _ => run_command(request, &args, &mut rows),
    };
    if let Err(error) = result {
        return page::error(request, &error);
    }
    let precedents = (entity == Entity::Obstacle).then(|| {
        // The search takes most of the time of the page, and a settled obstacle rarely needs it.
        let shown = if is_open(|name| rows.value(name)) { Shown::Always } else { Shown::OnRequest };
        answers::for_obstacle(request, &canonical, shown, format!("{address}#precedents"), true)
    });
    let history = newest_entries(request, &canonical);
    let mut frame = page::frame(request);
    frame.downloads = page::data_links(request);
    if entity == Entity::Obstacle {
        frame.explanation = vec![request.localize(admin::OBSTACLE_EXPLANATION)];
        frame.lines.extend(promise(request, &rows));
    }
    frame.layout = if precedents.is_some() { PageLayout::Obstacle } else { PageLayout::Record };
    if request.is_allowed(required_role(entity)) {
        let next = next_step(entity, &rows);
        frame.next_step = next.map(|action| action_link(request, action, &address));
        frame.actions = actions(request, entity, &rows, &canonical, &address);
        frame.actions.retain(|action| frame.next_step.as_ref().is_none_or(|next| next.href != action.href));
        if let Some((found, _)) = &precedents {
            frame.suggestions = page::suggestion_links(request, &found.suggestions, &format!("{address}/edit"));
        }
        if next.is_some() {
            let label = request.localize(messages::USE_ANSWER);
            frame.use_answer = Some(UseAnswer { label, address: answers::use_address(&canonical), form: None });
        }
    }
    frame.history_links.push(link(request.localize(messages::ALL_HISTORY), format!("/history?records={canonical}")));
    if entity == Entity::Obstacle {
        let contacts = format!("/contacts?about={canonical}");
        frame.history_links.push(link(request.localize(messages::ALL_CONTACTS), contacts));
    }
    if entity == Entity::View
        && rows.value("void").is_none()
        && let Some(address) = view_address(request, &canonical)
    {
        frame.actions.insert(0, link(request.localize(messages::OPEN_VIEW), address));
    }
    frame.actions.extend(reuse_page::reuse_link(request, entity, &rows, &address));
    if let Some(draft) = reply_draft::draft_link(request, entity, &rows, &address) {
        // Once the answer is recorded and the obstacle is settled, sending the answer is what remains.
        if frame.next_step.is_none() && request.is_allowed(required_role(entity)) {
            frame.next_step = Some(draft);
        } else {
            frame.actions.push(draft);
        }
    }
    let found = precedents.map(|(found, field)| {
        frame.find = Some(field);
        found.rows
    });
    page::render(request, StatusCode::OK, frame, |out| {
        rows.replay(out)?;
        if let Some(found) = found {
            found.replay(out)?;
        }
        out.emit(Event::Part(RecordPart::History))?;
        history.replay(out)
    })
}

/// Says until when an answer was promised, if the obstacle is open.
fn promise(request: &RequestContext, record: &EventBuffer) -> Option<String> {
    let due: Date = record.value("due").filter(|_| is_open(|name| record.value(name)))?.parse().ok()?;
    let day = short_date(due, request.lang);
    Some(request.localize(if due < today() { messages::promise_passed(day) } else { messages::promised_for(day) }))
}

/// The step that most likely follows, for an obstacle that is open and not void.
fn next_step(entity: Entity, record: &EventBuffer) -> Option<RecordAction> {
    if entity != Entity::Obstacle || record.value("void").is_some() {
        return None;
    }
    match record.value("status")? {
        "collected" => Some(RecordAction::Analyse),
        "in-analysis" => Some(RecordAction::Classify),
        _ => None,
    }
}

fn action_link(request: &RequestContext, action: RecordAction, address: &str) -> Link {
    link(request.localize(action.label()), format!("{address}/{}", action.name()))
}

/// Links to the actions that the present state of a record allows.
fn actions(request: &RequestContext, entity: Entity, record: &EventBuffer, number: &str, address: &str) -> Vec<Link> {
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
    available.push(RecordAction::Redact);
    available.retain(|action| request.is_allowed(action.required_role(entity)));
    let mut links: Vec<Link> = available.into_iter().map(|action| action_link(request, action, address)).collect();
    if entity == Entity::Obstacle {
        links.insert(0, link(request.localize(messages::CONTACT), format!("/contacts/new?about={number}")));
    }
    links
}
