//! The page with help: the most common tasks, and what each page is for.

use super::page;
use super::reply::Reply;
use super::request_context::RequestContext;
use super::roles::Role;
use super::site_map;
use crate::i18n::{Label, site_admin as admin};
use crate::view::site_page::Topic;
use anyhow::Result;
use axum::http::StatusCode;

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
    frame.topics.push(Topic {
        heading: text(admin::HELP_PAGES),
        links: site_map::pages(request).collect(),
        ..Topic::default()
    });
    frame.topics.extend(site_map::topics(request));
    page::render_status(request, StatusCode::OK, frame, admin::HELP)
}
