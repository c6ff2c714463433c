//! The page with help: the most common tasks, and what each page is for.

use super::manage;
use super::page::{self, link};
use super::reply::Reply;
use super::request_context::RequestContext;
use super::roles::Role;
use super::text::capitalize;
use crate::i18n::{Label, site_admin as admin};
use crate::view::site_page::{Link, Topic};
use anyhow::Result;
use axum::http::StatusCode;

/// Links to the pages for everyday work, each with what it is for.
fn pages(request: &RequestContext) -> impl Iterator<Item = Link> {
    let text = |label: Label| request.localize(label);
    admin::PAGES.iter().map(move |(href, name, note)| Link { note: text(*note), ..link(text(*name), *href) })
}

/// What the requested page is for, if it has an entry in the help. A page with more to explain has a text of its own.
pub fn explanation(request: &RequestContext) -> Vec<String> {
    let mut topics = pages(request).chain(manage::topics(request).into_iter().flat_map(|topic| topic.links));
    let page = topics.find(|link| link.href == request.path && !link.note.is_empty());
    page.map(|link| format!("{}.", capitalize(&link.note))).into_iter().collect()
}

pub fn show(request: &RequestContext) -> Result<Reply> {
    let mut frame = page::frame(request);
    let may_write = request.is_allowed(Role::Officer);
    let text = |label: Label| request.localize(label);
    let role = match request.role {
        _ if request.state.read_only => admin::HELP_READ_ONLY,
        Role::Reader => admin::HELP_READER,
        Role::Officer => admin::HELP_OFFICER,
        Role::Admin => admin::HELP_ADMIN,
    };
    frame.lines.push(text(role));
    let tasks = admin::TASKS.iter().filter(|task| may_write || !task.is_write);
    let tasks = tasks.map(|task| Topic {
        heading: text(task.name),
        is_minor: true,
        steps: task.steps.iter().map(|step| text(*step)).collect(),
        ..Topic::default()
    });
    frame.topics.push(Topic { heading: text(admin::HELP_TASKS), ..Topic::default() });
    frame.topics.extend(tasks);
    if may_write {
        frame.topics.push(Topic {
            heading: text(admin::HELP_FORMS_HEADING),
            lines: vec![text(admin::HELP_FORMS)],
            ..Topic::default()
        });
    }
    frame.topics.push(Topic { heading: text(admin::HELP_PAGES), links: pages(request).collect(), ..Topic::default() });
    frame.topics.extend(manage::topics(request));
    page::render_status(request, StatusCode::OK, frame, admin::HELP)
}
