//! The page that erases a person: first what the erasure reaches and who has almost the same name, then the erasure.

use super::command_runner::run_command;
use super::edit_many::FOUND_ADDRESS;
use super::page::{self, link, notice, select_option};
use super::record_lookup::canonical_key;
use super::reply::Reply;
use super::request_context::{RequestContext, value_of, values_of};
use super::sinks::{EventBuffer, SectionSink};
use super::site_command::SiteCommand;
use crate::command::{Erasure, Outcome};
use crate::failure::Failure;
use crate::i18n::{site as messages, site_admin as admin};
use crate::record::Entity;
use crate::register::PersonReach;
use crate::view::site_page::{Control, Field, Form, Notice, NoticeKind};
use anyhow::Result;
use axum::http::StatusCode;

const FORM: &str = "erase";

pub fn show(request: &RequestContext) -> Result<Reply> {
    let Some(key) = canonical_key(Entity::Person, request.param(0)) else { return page::not_found(request) };
    render(request, &key, StatusCode::OK, None)
}

pub fn erase(request: &RequestContext) -> Result<Reply> {
    let Some(key) = canonical_key(Entity::Person, request.param(0)) else { return page::not_found(request) };
    let wrong = |text: String| Some(notice(NoticeKind::Wrong, text));
    if request.is_stale_form {
        return render(request, &key, StatusCode::FORBIDDEN, wrong(request.localize(messages::FORM_EXPIRED)));
    }
    if value_of(request.form(), "sure").is_none() {
        let text = request.localize(admin::ERASE_SURE_MISSING);
        let fields = vec![(format!("{FORM}-sure"), request.localize(admin::ERASE_SURE))];
        let problem = Notice { fields, ..notice(NoticeKind::Wrong, text) };
        return render(request, &key, StatusCode::BAD_REQUEST, Some(problem));
    }
    let also = chosen(request).map(|person| format!("--also={person}"));
    match run_command(request, &SiteCommand::ErasePerson.args(also, [key.clone()]), &mut EventBuffer::default()) {
        Ok(outcome) => {
            // Name the others by number, because the message travels in a cookie.
            let left: Vec<String> = similar(&outcome).map(|other| other.person.clone()).collect();
            let mut flash = page::flash_message(request, outcome);
            if !left.is_empty() {
                flash = format!("{flash}. {}", request.localize(admin::similar_left(left.join(", "))));
            }
            Ok(Reply::redirect_with(format!("/persons/{key}"), flash))
        }
        Err(failure) => {
            let problem = page::error_notice(request, &failure);
            render(request, &key, page::http_status(&failure), Some(problem))
        }
    }
}

/// The numbers of the other persons that the visitor chose to erase too.
fn chosen(request: &RequestContext) -> impl Iterator<Item = String> {
    values_of(request.form(), "also").filter_map(|person| canonical_key(Entity::Person, person))
}

fn similar(outcome: &Outcome) -> impl Iterator<Item = &Erasure> {
    outcome.erasures.iter().filter(|erasure| !erasure.is_chosen)
}

fn preview(request: &RequestContext, key: &str) -> Result<Outcome, Box<Failure>> {
    let args = SiteCommand::ErasePerson.args(["--dry-run".to_owned()], [key.to_owned()]);
    run_command(request, &args, &mut EventBuffer::default())
}

fn render(request: &RequestContext, key: &str, status: StatusCode, problem: Option<Notice>) -> Result<Reply> {
    let outcome = match preview(request, key) {
        Ok(outcome) => outcome,
        Err(failure) => return page::error(request, &failure),
    };
    let mut frame = page::frame(request);
    frame.notices.extend(problem);
    frame.about = Some(link(request.localize(admin::person_title(key)), format!("/persons/{key}")));
    frame.before.push(form(request, key, &outcome));
    let is_erased = outcome.erasures.iter().any(|erasure| erasure.is_chosen && erasure.name.is_none());
    // Directly after an erasure, the page already begins with a message about it.
    if !is_erased || request.flash.is_none() {
        let text = if is_erased { admin::ALREADY_ERASED } else { admin::ERASE_FINAL };
        frame.notices.push(notice(NoticeKind::Note, request.localize(text)));
    }
    for Erasure { person, reach, .. } in outcome.erasures.iter().filter(|erasure| erasure.is_chosen) {
        if reach.open_obstacles > 0 {
            let text = request.localize(admin::erase_handles(person, reach.open_obstacles));
            frame.notices.push(notice(NoticeKind::Note, text));
            let filter = format!("status=open&handler={person}");
            frame.actions.extend([
                link(request.localize(admin::open_obstacles_of(person)), format!("/obstacles?{filter}")),
                link(request.localize(admin::change_handler_of(person)), format!("{FOUND_ADDRESS}?{filter}")),
            ]);
        }
    }
    let mut rows = EventBuffer::default();
    let shown = run_command(request, &SiteCommand::Show.args([], [key.to_owned()]), &mut SectionSink(&mut rows));
    page::render(request, status, frame, |out| {
        out.title(&admin::erase_title(key))?;
        if shown.is_ok() { rows.replay(out) } else { Ok(()) }
    })
}

fn form(request: &RequestContext, key: &str, outcome: &Outcome) -> Form {
    let mut lines = Vec::new();
    for Erasure { person, name, reach, .. } in outcome.erasures.iter().filter(|erasure| erasure.is_chosen) {
        if let Some(name) = name {
            lines.push(request.localize(admin::erase_person(person, name)));
        }
        lines.push(request.localize(admin::erase_reach(reach.obstacles, reach.contacts, reach.entries)));
    }
    let texts = [admin::ERASE_WHAT, admin::ERASE_NOT_TEXTS];
    lines.extend(texts.map(|label| request.localize(label)));
    let ticked: Vec<String> = chosen(request).collect();
    let options: Vec<_> = similar(outcome)
        .map(|Erasure { person, name, reach, .. }| {
            let PersonReach { obstacles, contacts, entries, .. } = reach;
            let name = name.as_deref().unwrap_or_default();
            let label = request.localize(admin::erase_choice(person, name, obstacles, contacts, entries));
            select_option(person, label, ticked.contains(person))
        })
        .collect();
    let also = Field {
        name: "also".to_owned(),
        label: request.localize(admin::ERASE_ALSO),
        control: Control::Checks,
        options,
        ..Field::default()
    };
    let sure = Field {
        name: "sure".to_owned(),
        label: request.localize(admin::ERASE_SURE),
        control: Control::Flag,
        is_required: true,
        ..Field::default()
    };
    Form {
        id: FORM.to_owned(),
        heading: Some(request.localize(admin::ERASE_HEADING)),
        lines,
        action: format!("/persons/{key}/erase"),
        hidden: vec![request.csrf_field()],
        fields: Some(also).filter(|also| !also.options.is_empty()).into_iter().chain([sure]).collect(),
        send: request.localize(admin::ERASE_SEND),
        is_final: true,
        ..Form::default()
    }
}
