//! The page on which people choose for which open obstacle they use the answer of another one. It leads to the form that
//! classifies that obstacle, with the answer filled in.

use super::action::required_role;
use super::answers;
use super::lookup::open_obstacles;
use super::page::{self, link, notice};
use super::query::Allowed;
use super::record_lookup::{canonical_key, find_record, is_open};
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::sinks::EventBuffer;
use crate::i18n::{Lang, Text, site as messages};
use crate::record::Entity;
use crate::view::site_page::{Field, Form, Link, NoticeKind, Topic, record_path};
use anyhow::Result;
use axum::http::StatusCode;

/// The parameter with the number of the open obstacle.
const FOR: &str = "for";

/// A link to the page, if the record is an obstacle whose answer can be used.
pub fn reuse_link(request: &RequestContext, entity: Entity, record: &EventBuffer, address: &str) -> Option<Link> {
    let is_answered = record.value("answer").is_some() && record.value("void").is_none();
    (entity == Entity::Obstacle && is_answered && request.is_allowed(required_role(entity)))
        .then(|| link(request.localize(messages::USE_ANSWER_FOR), format!("{address}/reuse")))
}

pub fn show(request: &RequestContext) -> Result<Reply> {
    if let Some(reply) = (Allowed { own: &[FOR], ..Allowed::default() }).reject(request) {
        return reply;
    }
    let Some(number) = canonical_key(Entity::Obstacle, request.param(0)) else { return page::not_found(request) };
    let Some(record) = find_record(request, Entity::Obstacle, &number) else { return page::not_found(request) };
    let chosen = value_of(&request.query, FOR).map(str::trim);
    let problem = match chosen.map(|chosen| open_obstacle(request, &number, chosen)) {
        Some(Ok(open)) => return Ok(Reply::redirect(format!("{}{number}", answers::use_address(&open)))),
        Some(Err(problem)) => Some(request.localize(problem)),
        None => None,
    };
    let mut frame = page::frame(request);
    let title = record.value("title").unwrap_or_default();
    frame.about = Some(Link {
        lang: (request.lang != Lang::Nl && !title.is_empty()).then_some("nl"),
        ..link(format!("{number} {title}"), record_path(&number).unwrap_or_default())
    });
    let label = request.localize(messages::OPEN_OBSTACLE);
    let status = if problem.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    if let Some(problem) = &problem {
        let mut wrong = notice(NoticeKind::Wrong, problem.clone());
        wrong.fields.push((format!("reuse-{FOR}"), label.clone()));
        frame.notices.push(wrong);
    }
    frame.before.push(Form {
        id: "reuse".to_owned(),
        action: format!("/obstacles/{number}/reuse"),
        is_query: true,
        fields: vec![Field {
            name: FOR.to_owned(),
            label,
            help: request.localize(messages::OPEN_OBSTACLE_HELP),
            value: chosen.unwrap_or_default().to_owned(),
            is_required: true,
            error: problem,
            lookup: Some(open_obstacles(request)),
            ..Field::default()
        }],
        send: request.localize(messages::USE_ANSWER),
        ..Form::default()
    });
    let alike = alike(request, &number);
    if !alike.is_empty() {
        let heading = request.localize(messages::PROBABLE_DUPLICATES);
        frame.topics.push(Topic { heading, links: alike, ..Topic::default() });
    }
    page::render_status(request, status, frame, messages::use_answer_for(&number))
}

/// Checks that the answer of `number` can be used for the obstacle with the number `typed`, and returns that number.
fn open_obstacle(request: &RequestContext, number: &str, typed: &str) -> Result<String, Text> {
    let open = canonical_key(Entity::Obstacle, typed);
    let found = open.and_then(|open| Some((find_record(request, Entity::Obstacle, &open)?, open)));
    let Some((record, open)) = found else { return Err(messages::no_such_obstacle(typed)) };
    if is_open(|name| record.value(name)) && open != number {
        return Ok(open);
    }
    Err(messages::obstacle_is_not_open(open))
}

/// Links that use the answer for the open obstacles that ask nearly the same.
fn alike(request: &RequestContext, number: &str) -> Vec<Link> {
    let found = answers::resembling(request, number.to_owned());
    let to_link = |code: &str, title: &str| {
        let open = open_obstacle(request, number, code).ok()?;
        let lang = (request.lang != Lang::Nl).then_some("nl");
        Some(Link { lang, ..link(format!("{open} {title}"), format!("{}{number}", answers::use_address(&open))) })
    };
    found.duplicates.iter().filter_map(|found| to_link(&found.code, &found.title)).collect()
}
