//! The page with which officers put promised answers in their own calendar, and the feed that a calendar program
//! fetches. The address of the feed has a key, because a calendar program cannot sign in.

use super::command_runner::{run_command, run_to_rows};
use super::page::{self, notice, select_option};
use super::reply::{Content, Reply};
use super::request_context::{RequestContext, value_of};
use super::roles::Role;
use super::sinks::{DataRows, EventBuffer};
use super::site_command::SiteCommand;
use crate::failure::Failure;
use crate::hex;
use crate::i18n::{Text, calendar as messages, page as page_texts, reply as reply_messages, site};
use crate::record::person_name;
use crate::register::Register;
use crate::view::calendar::{AllDayEvent, write_calendar};
use crate::view::site_page::{Control, Draft, Field, Form, Frame, NoticeKind};
use anyhow::Result;
use axum::http::{StatusCode, header};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

const PAGE: &str = "/calendar";

pub fn show(request: &RequestContext) -> Result<Reply> {
    render(request, StatusCode::OK, page::frame(request))
}

/// Makes a key, and shows the address once. A second click makes another key, and the page shows the one that works.
pub fn make(request: &RequestContext) -> Result<Reply> {
    if request.is_stale_form {
        return expired(request);
    }
    let mut rows = DataRows::default();
    if let Err(failure) = run_command(request, &SiteCommand::CalendarKey.args([], []), &mut rows) {
        return failed(request, &failure);
    }
    let path = request.state.base_path.url(rows.lines.first().map_or("", String::as_str));
    let scope = if value_of(request.form(), "scope") == Some("all") { "?all=1" } else { "" };
    let origin = request.origin.as_deref();
    let help = if origin.is_some() { messages::ADDRESS_HELP } else { messages::ADDRESS_HELP_PATH };
    let mut frame = page::frame(request);
    frame.draft = Some(Draft {
        label: request.localize(messages::ADDRESS),
        help: request.localize(help),
        text: format!("{}{path}{scope}", origin.unwrap_or_default()),
        rows: 3,
        is_fixed: true,
        copy: request.localize(reply_messages::COPY),
        copied: request.localize(reply_messages::COPIED),
    });
    render(request, StatusCode::OK, frame)
}

pub fn revoke(request: &RequestContext) -> Result<Reply> {
    if request.is_stale_form {
        return expired(request);
    }
    let person = value_of(request.form(), "person").map(str::to_owned);
    if person.is_some() && !request.is_allowed(Role::Admin) {
        let mut frame = page::frame(request);
        frame.notices.push(notice(NoticeKind::Wrong, request.localize(site::ADMINS_ONLY)));
        return render(request, StatusCode::FORBIDDEN, frame);
    }
    match run_command(request, &SiteCommand::CalendarRevoke.args([], person), &mut EventBuffer::default()) {
        Ok(outcome) => Ok(Reply::redirect_with(PAGE, page::flash_message(request, outcome))),
        Err(failure) => failed(request, &failure),
    }
}

fn expired(request: &RequestContext) -> Result<Reply> {
    let mut frame = page::frame(request);
    frame.notices.push(notice(NoticeKind::Wrong, request.localize(site::FORM_EXPIRED)));
    render(request, StatusCode::FORBIDDEN, frame)
}

fn failed(request: &RequestContext, failure: &Failure) -> Result<Reply> {
    let mut frame = page::frame(request);
    frame.notices.push(page::error_notice(request, failure));
    render(request, page::http_status(failure), frame)
}

fn render(request: &RequestContext, status: StatusCode, mut frame: Frame) -> Result<Reply> {
    let keys = match run_to_rows(request, &SiteCommand::CalendarKeys.args([], [])) {
        Ok(keys) => keys,
        Err(failure) => return page::error(request, &failure),
    };
    let own = person_name::key(&request.name);
    let is_own = |row: &&Vec<String>| keys.get(row, "name").is_some_and(|name| person_name::key(name) == own);
    let made = keys.rows.iter().find(is_own).and_then(|row| keys.get(row, "made"));
    let mut lines: Vec<Text> = vec![messages::SECRET.into()];
    if frame.draft.is_some() {
        lines.extend([messages::OUTLOOK.into(), messages::OUTLOOK_REACH.into()]);
    } else {
        lines.insert(0, messages::WHAT.into());
        lines.extend(made.map(|made| messages::has_address(shown_day(made))));
    }
    frame.lines = lines.into_iter().map(|line| request.localize(line)).collect();
    frame.explanation =
        [messages::OUTLOOK, messages::OUTLOOK_REACH, messages::OUTLOOK_OFTEN].map(|line| request.localize(line)).into();
    frame.after.push(make_form(request, made.is_some()));
    if made.is_some() {
        frame.after.push(Form {
            id: "revoke".to_owned(),
            heading: Some(request.localize(messages::REVOKE_HEADING)),
            lines: vec![request.localize(messages::REVOKE_WHAT)],
            action: format!("{PAGE}/revoke"),
            hidden: vec![request.csrf_field()],
            send: request.localize(messages::REVOKE),
            is_final: true,
            ..Form::default()
        });
    }
    let others: Vec<&Vec<String>> = keys.rows.iter().filter(|row| !is_own(row)).collect();
    if request.is_allowed(Role::Admin) && !others.is_empty() {
        frame.after.push(others_form(request, &keys, &others));
    }
    page::render_status(request, status, frame, messages::CALENDAR)
}

fn make_form(request: &RequestContext, has_key: bool) -> Form {
    let heading = if has_key { messages::MAKE_ANEW_HEADING } else { messages::MAKE_HEADING };
    let scope = |code: &str, label| select_option(code, request.localize(label), false);
    Form {
        id: "key".to_owned(),
        heading: Some(request.localize(heading)),
        lines: has_key.then(|| request.localize(messages::ANEW)).into_iter().collect(),
        action: format!("{PAGE}/key"),
        hidden: vec![request.csrf_field()],
        fields: vec![Field {
            name: "scope".to_owned(),
            label: request.localize(messages::SCOPE),
            control: Control::Select,
            options: vec![scope("mine", messages::MINE), scope("all", messages::EVERYBODY)],
            ..Field::default()
        }],
        send: request.localize(messages::MAKE),
        ..Form::default()
    }
}

/// The form with which an admin revokes the address of anybody.
fn others_form(request: &RequestContext, keys: &DataRows, others: &[&Vec<String>]) -> Form {
    let option = |row: &&Vec<String>| {
        let value = |name: &str| keys.get(row, name).unwrap_or_default();
        let day = request.localize(shown_day(value("made")));
        select_option(value("number"), format!("{} {}, {day}", value("number"), value("name")), false)
    };
    Form {
        id: "others".to_owned(),
        heading: Some(request.localize(messages::OTHERS)),
        lines: vec![request.localize(messages::OTHERS_WHAT)],
        action: format!("{PAGE}/revoke"),
        hidden: vec![request.csrf_field()],
        fields: vec![Field {
            name: "person".to_owned(),
            label: request.localize(messages::WHOSE),
            control: Control::Select,
            options: others.iter().map(option).collect(),
            ..Field::default()
        }],
        send: request.localize(messages::REVOKE),
        is_final: true,
        ..Form::default()
    }
}

fn shown_day(moment: &str) -> Text {
    let day = moment.get(..10).and_then(|day| day.parse().ok());
    day.map_or_else(|| Text::untranslated(moment), page_texts::long_date)
}

/// Answers a calendar program. A key that is unknown, revoked, or of somebody without access gets the same answer.
pub fn feed(request: &RequestContext) -> Result<Reply> {
    let file = request.param(0);
    let key = file.strip_suffix(".ics").unwrap_or(file);
    let owner = Register::open(&request.state.config.path)?.calendar_owner(key)?;
    let Some((name, role)) = owner.and_then(|owner| request.state.roles.find(&owner)) else {
        return Ok(not_found());
    };
    let all = value_of(&request.query, "all").is_some();
    let request = RequestContext { name, role, ..request.clone() };
    let args = SiteCommand::CalendarDeadlines.args(all.then(|| "--all".to_owned()), []);
    let Ok(rows) = run_to_rows(&request, &args) else {
        return Ok(plain(StatusCode::SERVICE_UNAVAILABLE, "busy\n"));
    };
    let event = |row: &Vec<String>| {
        let value = |name: &str| rows.get(row, name).unwrap_or_default();
        Some(AllDayEvent {
            uid: value("uid").to_owned(),
            summary: format!("{} {}", value("number"), value("title")),
            day: value("due").parse().ok()?,
            changed: value("changed").parse().unwrap_or(Timestamp::UNIX_EPOCH),
        })
    };
    let events: Vec<AllDayEvent> = rows.rows.iter().filter_map(event).collect();
    let calendar = write_calendar(&request.localize(messages::name(all)), &events);
    let digest: [u8; 32] = Sha256::digest(&calendar).into();
    let tag = format!("\"{}\"", hex::encode(digest.get(..16).unwrap_or_default()));
    let is_known = request.if_none_match.as_deref().is_some_and(|known| {
        known.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
    });
    let (status, content) =
        if is_known { (StatusCode::NOT_MODIFIED, Vec::new()) } else { (StatusCode::OK, calendar.into_bytes()) };
    let reply = Reply::Data {
        status,
        content_type: "text/calendar; charset=utf-8",
        content: Content::from(content),
        headers: vec![(header::ETAG, tag), (header::CACHE_CONTROL, "private, no-cache".to_owned())],
    };
    Ok(reply.into_spooled(&request.visitor)?)
}

fn not_found() -> Reply {
    plain(StatusCode::NOT_FOUND, "not found\n")
}

fn plain(status: StatusCode, text: &'static str) -> Reply {
    Reply::Data {
        status,
        content_type: "text/plain; charset=utf-8",
        content: Content::Bytes(text.as_bytes().into()),
        headers: Vec::new(),
    }
}
