//! What a form says is looked over and done; what was filled in is kept, whatever comes of it.

use super::action::RecordAction;
use super::command_runner::{CommandError, command_args, run_command};
use super::form::{FormBuilder, error_links};
use super::form_fields::{attribute_for_option, capitalize};
use super::reply::Reply;
use super::request_context::{RequestContext, value_of, values_of};
use super::sinks::{DataRows, EventBuffer, SectionSink};
use super::static_pages::not_found;
use crate::cli::{ArgInfo, SeenVersion};
use crate::command::{self, Outcome};
use crate::i18n::site as messages;
use crate::record::date::today;
use crate::record::{Entity, number};
use crate::view::site_page::{Notice, NoticeKind, record_path};
use anyhow::Result;
use axum::http::StatusCode;

/// What was done, in a line.
pub fn flash_message(request: &RequestContext, outcome: Outcome) -> String {
    let notices = outcome.notices.into_iter().map(|notice| request.localize(notice.text));
    notices.collect::<Vec<_>>().join(". ")
}

impl FormBuilder<'_> {
    /// What is wrong with what was filled in, by field.
    fn validate(&self, submitted: &[(String, String)]) -> Vec<(String, String)> {
        let request = self.request;
        let mut errors = Vec::new();
        for option in &self.options {
            let Some(attribute) = attribute_for_option(self.entity, &self.form_command.command, &option.name)
            else {
                continue;
            };
            let value = value_of(submitted, &option.name).unwrap_or_default();
            if value.is_empty() {
                if self.form_command.requires(option, Some(attribute)) {
                    errors.push((option.name.clone(), request.localize(messages::IS_REQUIRED)));
                }
            } else if let Some(message) =
                command::validate_value(&request.state.path, attribute, value, &today)
            {
                errors.push((option.name.clone(), request.localize(message)));
            }
        }
        errors
    }

    /// The command line of what was filled in.
    fn args(&self, submitted: &[(String, String)], original: &[(String, String)]) -> Option<Vec<String>> {
        let (mut options, mut rest, mut cleared) = (Vec::new(), Vec::new(), Vec::new());
        rest.extend(self.key.clone());
        let form = self.request.form();
        for option in &self.options {
            let value = value_of(submitted, &option.name).unwrap_or_default();
            if self.action == RecordAction::Edit {
                let before = value_of(original, &option.name).unwrap_or_default();
                if value == before || values_of(form, "theirs").any(|name| name == option.name) {
                    continue;
                }
                if value.is_empty() {
                    cleared.push(option.name.clone());
                    continue;
                }
            }
            let is_unknown_day = self.is_new_obstacle() && option.name == "received";
            if value.is_empty() && !is_unknown_day {
                continue;
            }
            if option.is_positional {
                let split_values =
                    option.is_repeated.then(|| value.split([',', ';', ' ']).filter(|text| !text.is_empty()));
                match split_values {
                    Some(values) => rest.extend(values.map(str::to_owned)),
                    None => rest.push(value.to_owned()),
                }
            } else if option.takes_value {
                options.push(format!("--{}={value}", option.name));
            } else {
                options.push(format!("--{}", option.name));
            }
        }
        if !cleared.is_empty() {
            options.push(format!("--clear={}", cleared.join(",")));
        }
        if self.action == RecordAction::Edit && options.is_empty() {
            return None;
        }
        Some(command_args(&self.form_command.command, options, rest))
    }

    /// The form again, with what is wrong.
    fn redisplay(&mut self, status: StatusCode, text: String, errors: &[(String, String)]) -> Result<Reply> {
        let (submitted, original) = (self.submitted(), self.original());
        let base_version = value_of(self.request.form(), "seen").and_then(|text| text.parse().ok());
        let form = self.build(&submitted, &original, base_version, errors, &[]);
        let fields = error_links(&form, errors.iter().map(|(name, _)| name));
        let mut frame = self.request.frame();
        frame.notices.push(Notice { tone: NoticeKind::Wrong, text, fields });
        self.page(status, frame, form, None)
    }

    /// The form again after somebody else changed the record: with what they changed, and a choice where both did.
    fn conflict(&mut self, entry: i64) -> Result<Reply> {
        let request = self.request;
        let key = self.key.clone().unwrap_or_default();
        let latest = command::last_entry(&request.state.path)?;
        self.load();
        let (mut submitted, original) = (self.submitted(), self.original());
        let current_values = self.initial_values();
        let mut theirs = Vec::new();
        for (name, value) in &mut submitted {
            let (before, current) = (
                value_of(&original, name).unwrap_or_default(),
                value_of(&current_values, name).unwrap_or_default(),
            );
            if current == before || current == value.as_str() {
                continue;
            }
            if value.as_str() == before {
                current.clone_into(value);
            } else {
                theirs.push((name.clone(), current.to_owned()));
            }
        }
        let form = self.build(&submitted, &current_values, Some(latest), &[], &theirs);
        // What became of it since, and nothing older.
        let mut history = EventBuffer::default();
        let _ = run_command(
            request,
            &command_args("history", Vec::new(), vec![key]),
            None,
            &mut SectionSink(&mut history),
        );
        history.retain_newer_than(entry);
        let mut frame = request.frame();
        let fields = error_links(&form, theirs.iter().map(|(name, _)| name));
        frame.notices.push(Notice {
            tone: NoticeKind::Wrong,
            text: request.localize(messages::EDIT_CONFLICT),
            fields,
        });
        self.page(StatusCode::CONFLICT, frame, form, Some((messages::EDIT_CONFLICT_CHANGES, history)))
    }
}

/// The record that an address names, as it is written; none where it names none of that kind.
fn canonical_key(
    request: &RequestContext,
    entity: Entity,
    action: RecordAction,
) -> Result<Option<String>, ()> {
    if action == RecordAction::New {
        return Ok(None);
    }
    let key = request.param(0);
    if entity.prefix().is_none() {
        return Ok(Some(key.to_owned()));
    }
    number::parse(entity, key).map(|found| Some(number::format(entity, found))).ok_or(())
}

/// The form.
pub fn show(request: &RequestContext, entity: Entity, action: RecordAction) -> Result<Reply> {
    let Ok(key) = canonical_key(request, entity, action) else { return not_found(request) };
    let mut builder = FormBuilder::new(request, entity, action, key.clone());
    // The entry is read first: what comes between is told when the form comes back.
    let base_version = match &key {
        Some(_) => Some(command::last_entry(&request.state.path)?),
        None => None,
    };
    if !builder.load() {
        return not_found(request);
    }
    let original = builder.initial_values();
    // The same form is shown with what was answered before.
    let is_lookup = request.wants_precedents();
    let values = if is_lookup { builder.submitted() } else { original.clone() };
    let form = builder.build(&values, &original, base_version, &[], &[]);
    let below = is_lookup.then(|| {
        let mut rows = EventBuffer::default();
        let text = ["title", "question"]
            .iter()
            .filter_map(|name| value_of(&values, name))
            .collect::<Vec<_>>()
            .join(" ");
        if !text.trim().is_empty() {
            let _ = run_command(
                request,
                &command_args("similar", vec!["--limit=5".to_owned()], vec![text]),
                None,
                &mut SectionSink(&mut rows),
            );
        }
        (messages::PRECEDENTS, rows)
    });
    let mut frame = request.frame();
    if let Some((_, rows)) = &below
        && rows.is_empty()
    {
        frame.notices.push(Notice {
            tone: NoticeKind::Note,
            text: request.localize(messages::nothing_found()),
            fields: Vec::new(),
        });
    }
    builder.page(StatusCode::OK, frame, form, below)
}

/// Does what a form says.
pub fn save(request: &RequestContext, entity: Entity, action: RecordAction) -> Result<Reply> {
    let Ok(key) = canonical_key(request, entity, action) else { return not_found(request) };
    if request.wants_precedents() {
        return show(request, entity, action);
    }
    let mut builder = FormBuilder::new(request, entity, action, key.clone());
    if request.is_stale_form {
        return builder.redisplay(StatusCode::FORBIDDEN, request.localize(messages::FORM_EXPIRED), &[]);
    }
    let token = value_of(request.form(), "once").filter(|_| action == RecordAction::New).map(str::to_owned);
    // Sent twice at the same moment, the second waits until it is known what the first has made.
    let _guard = token.is_some().then(|| request.state.lock_creation());
    if let Some(created_url) = token.as_deref().and_then(|token| request.state.created_by(token)) {
        return Ok(Reply::Redirect(
            created_url.clone(),
            Some(
                request.localize(messages::already_submitted(
                    created_url.rsplit('/').next().unwrap_or_default(),
                )),
            ),
        ));
    }
    let (submitted, original) = (builder.submitted(), builder.original());
    let errors = builder.validate(&submitted);
    if !errors.is_empty() {
        return builder.redisplay(StatusCode::BAD_REQUEST, request.localize(messages::FIX_FIELDS), &errors);
    }
    let record_url = |key: &str| record_path(key).unwrap_or_else(|| format!("/{}", entity.plural()));
    let Some(args) = builder.args(&submitted, &original) else {
        return Ok(Reply::Redirect(
            record_url(key.as_deref().unwrap_or_default()),
            Some(request.localize(messages::NOTHING_CHANGED)),
        ));
    };
    let entry = value_of(request.form(), "seen").and_then(|text| text.parse().ok()).unwrap_or_default();
    let base_version = key.as_ref().map(|key| SeenVersion { entity, key: key.clone(), entry });
    let mut rows = DataRows::default();
    match run_command(request, &args, base_version, &mut rows) {
        Ok(outcome) => {
            let key = key.or_else(|| rows.lines.first().cloned()).unwrap_or_default();
            if let Some(token) = token {
                request.state.remember_created(token, record_url(&key));
            }
            Ok(Reply::Redirect(record_url(&key), Some(flash_message(request, outcome))))
        }
        Err(error) if error.is_stale => builder.conflict(entry),
        Err(error) => rejected(&mut builder, &error),
    }
}

/// The form again after the command refused it.
fn rejected(builder: &mut FormBuilder<'_>, error: &CommandError) -> Result<Reply> {
    let text = capitalize(&builder.request.localize(error.failure.text.clone()));
    let invalid_option = error.attribute.and_then(|name| {
        let sets_attribute = |option: &&ArgInfo| {
            attribute_for_option(builder.entity, &builder.form_command.command, &option.name)
                .is_some_and(|attribute| attribute.name == name)
        };
        builder.options.iter().find(sets_attribute).map(|option| option.name.clone())
    });
    let errors: Vec<(String, String)> = invalid_option.into_iter().map(|name| (name, text.clone())).collect();
    let status = super::page_builder::http_status(error.failure.exit);
    builder.redisplay(status, text, &errors)
}

impl RequestContext {
    /// Whether a form asks for what was answered before, and is not to be recorded yet.
    fn wants_precedents(&self) -> bool {
        value_of(&self.query, "look").is_some()
    }
}
