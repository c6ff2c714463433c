//! Shows the form for an action on a record, and performs the action when the form is submitted. If the action fails,
//! shows the form again with what the user filled in.

use super::action::RecordAction;
use super::command_runner::{run_command, run_command_on};
use super::form::{CONFIRMED, FormEntry, RecordForm};
use super::form_fields::FormOption;
use super::idempotency::Creation;
use super::page;
use super::record_lookup::canonical_key;
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::reuse::Reused;
use super::sinks::{DataRows, EventBuffer, SectionSink};
use super::site_command::SiteCommand;
use super::views::view_address;
use crate::cli::SeenVersion;
use crate::command;
use crate::failure::{Failure, FailureKind};
use crate::i18n::site as messages;
use crate::record::Entity;
use crate::record::date::today;
use crate::view::site_page::{NoticeKind, record_path};
use anyhow::Result;
use axum::http::StatusCode;

impl RecordForm<'_> {
    /// Stores an error in every invalid field. Returns whether all fields are valid.
    fn validate(&mut self) -> bool {
        let request = self.request;
        for entry in &mut self.entries {
            let option = FormOption::new(self.command, &entry.option);
            let Some(attribute) = option.attribute else { continue };
            entry.error = if entry.value.is_empty() {
                option.is_required().then(|| request.localize(messages::IS_REQUIRED))
            } else if self.command.changes_view() && (option.is_filter() || !entry.option.takes_value) {
                // A condition accepts more than the attribute does, such as the status `open`. The command checks it.
                None
            } else if option.is_same(&entry.value, &entry.original) {
                // Accept an unchanged value even if it is no longer valid: an older version may have stored it.
                None
            } else {
                command::validate_value(&request.state.config.path, attribute, &entry.value, &today)
                    .map(|message| page::plain_text(request, message))
            };
        }
        self.entries.iter().all(|entry| entry.error.is_none())
    }

    /// Builds the command line for the submitted values; `None` if an edit changes nothing.
    fn args(&self) -> Option<Vec<String>> {
        let (mut options, mut positional, mut cleared) = (Vec::new(), Vec::new(), Vec::new());
        positional.extend(self.key.clone());
        for entry in &self.entries {
            let (option, value) = (&entry.option, &entry.value);
            let name = option.name.as_str();
            if self.action == RecordAction::Edit {
                let keeps_theirs = || value_of(self.request.form(), &format!("theirs.{name}")).is_some();
                if FormOption::new(self.command, option).is_same(value, &entry.original) || keeps_theirs() {
                    continue;
                }
                if value.is_empty() {
                    cleared.push(name);
                    continue;
                }
            }
            let is_unknown_date = self.is_new_obstacle() && name == "received";
            if value.is_empty() && !is_unknown_date {
                continue;
            }
            if option.is_positional && option.is_repeated {
                let values = value.split([',', ';', ' ']).filter(|text| !text.is_empty());
                positional.extend(values.map(str::to_owned));
            } else if option.is_positional {
                positional.push(value.clone());
            } else if self.command.changes_view() && option.is_repeated {
                let values = value.split(';').map(str::trim).filter(|text| !text.is_empty());
                options.extend(values.map(|value| format!("--{name}={value}")));
            } else if option.takes_value {
                options.push(format!("--{name}={value}"));
            } else {
                options.push(format!("--{name}"));
            }
        }
        if !cleared.is_empty() {
            options.push(format!("--clear={}", cleared.join(",")));
        }
        let is_unchanged = self.action == RecordAction::Edit && options.is_empty();
        (!is_unchanged).then(|| self.command.args(options, positional))
    }

    /// Shows the form again with the submitted values and their errors.
    fn redisplay(&mut self, status: StatusCode, text: String) -> Result<Reply> {
        let form = self.render();
        let mut frame = page::frame(self.request);
        frame.notices.push(self.field_notice(&form, text, |entry| entry.error.is_some()));
        self.page(status, frame, form, None)
    }

    /// Shows the form again because another user has changed the record. If only the other user has changed a field,
    /// the field gets the other user's value. If both users have changed a field, it shows both values to choose from.
    fn conflict(&mut self, seen_entry: i64) -> Result<Reply> {
        let request = self.request;
        let latest = command::last_entry(&request.state.config.path)?;
        self.load();
        let current: Vec<String> = self.entries.iter().map(|entry| self.initial_value(&entry.option)).collect();
        for (entry, current) in self.entries.iter_mut().zip(current) {
            let option = FormOption::new(self.command, &entry.option);
            let is_theirs = !option.is_same(&current, &entry.original) && !option.is_same(&current, &entry.value);
            if is_theirs && option.is_same(&entry.value, &entry.original) {
                entry.value.clone_from(&current);
            } else if is_theirs {
                entry.theirs = Some(current.clone());
            }
            entry.original = current;
        }
        self.seen_entry = Some(latest);
        let form = self.render();
        let mut changes = EventBuffer::default();
        let args = SiteCommand::History.args([], self.key.clone());
        let _ = run_command(request, &args, &mut SectionSink(&mut changes));
        changes.retain_newer_than(seen_entry);
        let mut frame = page::frame(request);
        let has_choices = self.entries.iter().any(|entry| entry.theirs.is_some());
        let text = if has_choices { messages::EDIT_CONFLICT_CHOOSE } else { messages::EDIT_CONFLICT };
        let text = request.localize(text);
        frame.notices.push(self.field_notice(&form, text, |entry| entry.theirs.is_some()));
        self.page(StatusCode::CONFLICT, frame, form, Some((messages::EDIT_CONFLICT_CHANGES, changes)))
    }

    /// Shows the form for a new obstacle again with its probable duplicates, and a button that saves it all the same.
    fn ask_to_confirm(&mut self) -> Result<Reply> {
        let request = self.request;
        let mut form = self.render();
        form.hidden.push((CONFIRMED.to_owned(), "1".to_owned()));
        form.send = request.localize(messages::LOG_ANYWAY);
        let mut frame = page::frame(request);
        frame.notices.push(page::notice(NoticeKind::Note, request.localize(messages::PROBABLY_DUPLICATE)));
        self.page(StatusCode::CONFLICT, frame, form, None)
    }

    /// Shows the form again with the failure of the command. If the failure is about one field, that field is marked.
    fn failed(&mut self, failure: &Failure) -> Result<Reply> {
        let text = page::problem_text(self.request, failure);
        if let FailureKind::InvalidValue { attribute: invalid } = failure.kind {
            let command = self.command;
            let sets_invalid = |entry: &&mut FormEntry| {
                command.attribute(&entry.option.name).is_some_and(|attribute| attribute.name == invalid)
            };
            if let Some(entry) = self.entries.iter_mut().find(sets_invalid) {
                entry.error = Some(text.clone());
            }
        }
        self.redisplay(page::http_status(failure), text)
    }
}

/// Creates the form for the record in the path; `None` if the key in the path is not valid for this kind of record.
fn record_form(request: &RequestContext, entity: Entity, action: RecordAction) -> Option<RecordForm<'_>> {
    let key = match action {
        RecordAction::New => None,
        _ => Some(canonical_key(entity, request.param(0))?),
    };
    Some(RecordForm::new(request, entity, action, key))
}

/// Whether the user asked to look something up or to fill something in, instead of saving the form.
fn is_preview(request: &RequestContext) -> bool {
    ["look", "use"].iter().any(|name| value_of(&request.query, name).is_some())
}

pub fn show(request: &RequestContext, entity: Entity, action: RecordAction) -> Result<Reply> {
    let Some(mut form) = record_form(request, entity, action) else { return page::not_found(request) };
    if let Some(reply) = form.allowed_query().reject(request) {
        return reply;
    }
    // First read the number of the last journal entry, then load the record. If somebody changes the record in between,
    // saving the form reports a conflict and overwrites nothing.
    let seen_entry = match &form.key {
        Some(_) => Some(command::last_entry(&request.state.config.path)?),
        None => None,
    };
    if !form.load() {
        return page::not_found(request);
    }
    let mut frame = page::frame(request);
    if request.form().is_empty() {
        form.fill_initial();
    } else {
        form.fill_submitted();
        form.fill_from_query();
    }
    // A form that was submitted has seen an earlier version of the record. Others may have changed it since.
    form.seen_entry = form.seen_entry.or(seen_entry);
    if let Some(wanted) = value_of(&request.query, "use") {
        let Some(reused) = form.reuse(wanted) else {
            return page::bad_request(request, messages::invalid_value("use"));
        };
        let Reused::Done(text) = reused else {
            let status = if request.form().is_empty() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
            return form.redisplay(status, request.localize(messages::FIX_FIELDS));
        };
        frame.notices.push(page::notice(NoticeKind::Note, text));
    }
    let rendered = form.render();
    form.page(StatusCode::OK, frame, rendered, None)
}

pub fn save(request: &RequestContext, entity: Entity, action: RecordAction) -> Result<Reply> {
    let Some(mut form) = record_form(request, entity, action) else { return page::not_found(request) };
    if let Some(reply) = form.allowed_query().reject(request) {
        return reply;
    }
    if is_preview(request) {
        return show(request, entity, action);
    }
    form.fill_submitted();
    if request.is_stale_form {
        return form.redisplay(StatusCode::FORBIDDEN, request.localize(messages::FORM_EXPIRED));
    }
    let token = value_of(request.form(), "once").filter(|_| action == RecordAction::New);
    let begin = || {
        let fields = request.form().iter().filter(|(name, _)| name != "csrf");
        token.map(|_| request.state.created.begin(&request.path, fields))
    };
    let record_url = |key: &str| record_path(key).unwrap_or_else(|| format!("/{}", entity.plural()));
    let waiting_list = form.waiting_list_address();
    // Whoever adds a term for an import goes back to it, and whoever saved a list as a view wants to see that list.
    let landing = |key: &str| {
        let is_new_view = entity == Entity::View && action == RecordAction::New;
        let view = is_new_view.then(|| view_address(request, key)).flatten();
        waiting_list.clone().or(view).unwrap_or_else(|| record_url(key))
    };
    let already_created = |creation: &Option<Creation<'_>>| {
        let url = creation.as_ref()?.existing_url()?;
        let key = url.rsplit('/').next().unwrap_or_default();
        Some(Reply::redirect_with(landing(key), request.localize(messages::already_submitted(key))))
    };
    if let Some(reply) = already_created(&begin()) {
        return Ok(reply);
    }
    if !form.validate() {
        return form.redisplay(StatusCode::BAD_REQUEST, request.localize(messages::FIX_FIELDS));
    }
    let Some(args) = form.args() else {
        let location = record_url(form.key.as_deref().unwrap_or_default());
        return Ok(Reply::redirect_with(location, request.localize(messages::NOTHING_CHANGED)));
    };
    if form.is_new_obstacle() && !form.is_confirmed() {
        // Search before taking the lock, because a search takes longer than a write.
        form.found = Some(form.find_resembling());
    }
    let creation = begin();
    // If the button was clicked twice, the other click may have created the record during the search.
    if let Some(reply) = already_created(&creation) {
        return Ok(reply);
    }
    if form.found.as_ref().is_some_and(|found| !found.duplicates.is_empty()) {
        drop(creation);
        return form.ask_to_confirm();
    }
    let entry = form.seen_entry.unwrap_or_default();
    let seen = form.key.clone().map(|key| SeenVersion { entity, keys: vec![key], entry });
    let mut rows = DataRows::default();
    match run_command_on(request, &args, seen, &mut rows) {
        Ok(outcome) => {
            let key = form.key.or_else(|| rows.lines.first().cloned()).unwrap_or_default();
            if let Some(creation) = creation {
                creation.finish(record_url(&key));
            }
            Ok(Reply::redirect_with(landing(&key), page::flash_message(request, outcome)))
        }
        Err(failure) if failure.kind == FailureKind::Stale => form.conflict(entry),
        Err(failure) => form.failed(&failure),
    }
}
