//! The page with which people send a list or a mail. A list waits on a page of its own; a mail leads to the form for a new
//! obstacle.

use super::action::{is_importable, record_kinds, required_role};
use super::command_runner::failure;
use super::import_list::read_mapping;
use super::mail_form;
use super::page::{self, notice, select_option};
use super::query::Allowed;
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::roles::Role;
use super::state::AppState;
use super::text::capitalize;
use super::uploads::Choices;
use crate::command;
use crate::failure::Failure;
use crate::i18n::{Text, import_page as messages, site};
use crate::record::Entity;
use crate::record::date::today;
use crate::view::site_page::{Control, Field, Form, More, NoticeKind};
use anyhow::Result;
use axum::http::StatusCode;
use std::sync::Arc;

/// The kinds of file that a browser offers first.
const ACCEPTED: &str = ".csv,.tsv,.txt,.ods,.xlsx,.eml";
const MAPPING_ACCEPTED: &str = ".toml";
const MAIL_EXTENSIONS: &[&str] = &[".eml", ".msg"];

/// The page with which people send a list or a mail.
pub fn start(request: &RequestContext) -> Result<Reply> {
    if let Some(reply) = (Allowed { own: &["kind"], ..Allowed::default() }).reject(request) {
        return reply;
    }
    start_with(request, StatusCode::OK, None)
}

/// The kinds of record that this visitor may import.
fn kinds(request: &RequestContext) -> impl Iterator<Item = Entity> {
    let mut kinds: Vec<Entity> =
        record_kinds().filter(|entity| is_importable(*entity) && request.is_allowed(required_role(*entity))).collect();
    // What is imported most comes first.
    kinds.sort_by_key(|entity| (*entity != Entity::Obstacle, required_role(*entity)));
    kinds.into_iter()
}

fn kind_named(name: &str) -> Option<Entity> {
    record_kinds().find(|entity| is_importable(*entity) && entity.plural() == name)
}

/// An error of the start page: the form and the field that it is about, and what is wrong.
struct StartError {
    form: &'static str,
    field: &'static str,
    text: String,
}

fn start_with(request: &RequestContext, status: StatusCode, error: Option<StartError>) -> Result<Reply> {
    let chosen = value_of(request.form(), "kind").or_else(|| value_of(&request.query, "kind"));
    let chosen = chosen.and_then(kind_named).unwrap_or(Entity::Obstacle);
    let kind_options = kinds(request).map(|entity| {
        let label = capitalize(&request.localize(entity.plural_label()));
        select_option(entity.plural(), label, entity == chosen)
    });
    let is_about = |form: &str, field: &str| error.as_ref().filter(|error| error.form == form && error.field == field);
    let text_of = |form: &str, field: &str| is_about(form, field).map(|error| error.text.clone());
    let file = Form {
        id: "file".to_owned(),
        heading: Some(request.localize(messages::FILE_HEADING)),
        action: "/import".to_owned(),
        hidden: vec![request.csrf_field()],
        has_files: true,
        fields: vec![
            Field {
                name: "file".to_owned(),
                label: request.localize(messages::FILE),
                help: request.localize(messages::FILE_HELP),
                control: Control::File,
                accept: Some(ACCEPTED),
                is_required: true,
                error: text_of("file", "file"),
                ..Field::default()
            },
            Field {
                name: "kind".to_owned(),
                label: request.localize(messages::KIND),
                control: Control::Select,
                options: kind_options.collect(),
                ..Field::default()
            },
        ],
        more: Some(More {
            name: request.localize(messages::EARLIER_CHOICES),
            is_open: is_about("file", "mapping").is_some(),
            fields: vec![
                Field {
                    name: "mapping".to_owned(),
                    label: request.localize(messages::MAPPING_FILE),
                    help: request.localize(messages::MAPPING_FILE_HELP),
                    control: Control::File,
                    accept: Some(MAPPING_ACCEPTED),
                    error: text_of("file", "mapping"),
                    ..Field::default()
                },
                Field {
                    name: "sheet".to_owned(),
                    label: request.localize(messages::SHEET),
                    help: request.localize(messages::SHEET_HELP),
                    value: value_of(request.form(), "sheet").unwrap_or_default().to_owned(),
                    ..Field::default()
                },
            ],
            ..More::default()
        }),
        send: request.localize(messages::CONTINUE),
        ..Form::default()
    };
    let mail = Form {
        id: "mail".to_owned(),
        heading: Some(request.localize(messages::MAIL_HEADING)),
        action: "/import".to_owned(),
        hidden: vec![request.csrf_field()],
        fields: vec![Field {
            name: "text".to_owned(),
            label: request.localize(messages::MAIL_TEXT),
            help: request.localize(messages::MAIL_HELP),
            control: Control::Text,
            value: value_of(request.form(), "text").unwrap_or_default().to_owned(),
            is_required: true,
            error: text_of("mail", "text"),
            ..Field::default()
        }],
        send: request.localize(messages::CONTINUE),
        ..Form::default()
    };
    let mut frame = page::frame(request);
    if let Some(error) = &error {
        let form = if error.form == "file" { &file } else { &mail };
        let mut fields = form.fields.iter().chain(form.more.iter().flat_map(|more| &more.fields));
        let label = fields.find(|field| field.name == error.field).map(|field| field.label.clone());
        let mut shown = notice(NoticeKind::Wrong, error.text.clone());
        shown.fields.push((format!("{}-{}", error.form, error.field), label.unwrap_or_default()));
        frame.notices.push(shown);
    }
    frame.lines.push(request.localize(messages::INTRO));
    frame.before = vec![file, mail];
    page::render(request, status, frame, |out| out.title(&messages::IMPORT.into()))
}

/// Receives a file or the text of a mail. A list waits for its visitor; a mail leads to the form for a new obstacle.
pub fn send(request: &RequestContext) -> Result<Reply> {
    let is_mail_text = request.form().iter().any(|(name, _)| name == "text");
    let (form, field) = if is_mail_text { ("mail", "text") } else { ("file", "file") };
    let refuse = |status: StatusCode, field: &'static str, text: Text| {
        start_with(
            request,
            status,
            Some(StartError { form, field, text: capitalize(&page::plain_text(request, text)) }),
        )
    };
    if request.files.is_too_large {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, field, messages::FILE_TOO_LARGE.into());
    }
    if request.is_stale_form {
        let text = if is_mail_text { site::FORM_EXPIRED } else { messages::FILE_EXPIRED };
        return refuse(StatusCode::FORBIDDEN, field, text.into());
    }
    let of_failure = |error: Box<Failure>| refuse(page::http_status(&error), field, error.text);
    if let Some(text) = value_of(request.form(), "text") {
        let name = request.localize(messages::PASTED);
        return mail_form::show(request, command::draft_of_pasted(text, &name, &today)).or_else(of_failure);
    }
    let Some(file) = request.file("file") else {
        let text = if is_mail_text { messages::NO_TEXT } else { messages::NO_FILE };
        return refuse(StatusCode::BAD_REQUEST, field, text.into());
    };
    let name = file.name.to_lowercase();
    if MAIL_EXTENSIONS.iter().any(|extension| name.ends_with(extension)) {
        let draft = file.read_all().map_err(Into::into).and_then(|bytes| command::draft_of_mail(bytes, &file.name));
        return mail_form::show(request, draft).or_else(of_failure);
    }
    let Some(entity) = kind_named(value_of(request.form(), "kind").unwrap_or("obstacles")) else {
        return page::bad_request(request, site::invalid_value("kind"));
    };
    if !request.is_allowed(required_role(entity)) {
        return refuse(StatusCode::FORBIDDEN, "file", messages::KIND_NOT_ALLOWED.into());
    }
    let mapping = request.file("mapping").cloned();
    if let Some(Err(error)) = mapping.as_deref().map(read_mapping) {
        let failure = failure(&error, request);
        let text = failure.details.first().cloned().unwrap_or(failure.text);
        return refuse(StatusCode::BAD_REQUEST, "mapping", text);
    }
    let sheet = value_of(request.form(), "sheet").map(str::to_owned);
    let choices = Choices { entity, sheet, updates: false, allows_duplicates: false, mapping, additions: Vec::new() };
    let token = AppState::new_form_token();
    if !request.state.uploads.add(token.clone(), Arc::clone(file), choices) {
        return refuse(StatusCode::INSUFFICIENT_STORAGE, "file", messages::TOO_MANY.into());
    }
    Ok(Reply::redirect(format!("/import/{token}")))
}

/// The lowest role that may import anything.
pub const LOWEST_ROLE: Role = Role::Officer;
