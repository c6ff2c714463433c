//! The form for an action on a record: the state of its fields, and the page that shows it.

use super::action::{RecordAction, add_label};
use super::answers::{self, Found};
use super::beside::{self, OfStep, Typed};
use super::form_fields::FormOption;
use super::page::{self, link, select_option};
use super::query::Allowed;
use super::record_lookup::{TermCache, find_record};
use super::reply::Reply;
use super::request_context::{RequestContext, joined_values, value_of};
use super::roles::Role;
use super::sinks::{DataRows, EventBuffer};
use super::site_command::SiteCommand;
use super::state::AppState;
use super::text::{capitalize, uncapitalize};
use super::views;
use crate::cli::ArgInfo;
use crate::command;
use crate::i18n::{Label, Lang, Text, choices, import_page, reply as reply_messages, site as messages};
use crate::record::Entity;
use crate::record::date::today;
use crate::view::site_page::{
    Control, Field, Form, Frame, Link, More, Notice, NoticeKind, encode_segment, record_path,
};
use anyhow::Result;
use axum::http::StatusCode;

/// The hidden field of a form whose user has seen the probable duplicates.
pub const CONFIRMED: &str = "anyway";
/// The hidden field, and the query parameter, with the list that waits to be imported until a term has been added.
const IMPORT: &str = "import";

/// A form field, which sets an option of a command.
pub struct FormEntry {
    pub option: ArgInfo,
    pub value: String,
    /// The value when the form was first shown. It differs from `value` if the user changed the field.
    pub original: String,
    pub error: Option<String>,
    /// The value that somebody else has saved since the form was first shown.
    pub theirs: Option<String>,
}

pub struct RecordForm<'a> {
    pub request: &'a RequestContext,
    pub command: SiteCommand,
    pub action: RecordAction,
    pub entity: Entity,
    /// The number or code of the record; `None` for a new record.
    pub key: Option<String>,
    pub entries: Vec<FormEntry>,
    /// Number of the newest journal entry when the form was shown, to detect changes that others made after that.
    pub seen_entry: Option<i64>,
    /// What resembles the question in the form; None if it was not looked for yet.
    pub found: Option<Found>,
    current: Option<DataRows>,
    terms: TermCache,
}

impl<'a> RecordForm<'a> {
    pub fn new(request: &'a RequestContext, entity: Entity, action: RecordAction, key: Option<String>) -> Self {
        let kind = value_of(request.form(), "kind").or_else(|| value_of(&request.query, "kind"));
        let command = SiteCommand::change(entity, action, kind);
        let entry = |option: &ArgInfo| FormEntry {
            option: option.clone(),
            value: String::new(),
            original: String::new(),
            error: None,
            theirs: None,
        };
        let entries = request.state.options(command, request.lang).iter().map(entry).collect();
        Self {
            request,
            command,
            action,
            entity,
            key,
            entries,
            seen_entry: None,
            found: None,
            current: None,
            terms: TermCache::default(),
        }
    }

    /// Loads the record that the form changes. Returns false if it does not exist, and true for a new record.
    pub fn load(&mut self) -> bool {
        if let Some(key) = self.key.as_ref().filter(|_| self.current.is_none()) {
            self.current = find_record(self.request, self.entity, key);
        }
        self.current.is_some() || self.key.is_none()
    }

    pub fn is_new_obstacle(&self) -> bool {
        self.entity == Entity::Obstacle && self.action == RecordAction::New
    }

    /// Returns the query parameters that a link may contain to fill in fields of the form.
    pub fn allowed_query(&self) -> Allowed<'static> {
        let own: &[&str] = match (self.entity, self.action) {
            (Entity::Contact, RecordAction::New) => &["kind"],
            (Entity::Obstacle, RecordAction::New) => &["look"],
            (Entity::Obstacle, RecordAction::Classify) => &["use", "look"],
            (entity, RecordAction::New) if entity.is_vocabulary() => &[IMPORT],
            _ => &[],
        };
        Allowed { command: Some(self.command), own, positional: true, ..Allowed::default() }
    }

    pub fn fill_initial(&mut self) {
        let values: Vec<_> = self.entries.iter().map(|entry| self.initial_value(&entry.option)).collect();
        let stored: Vec<_> = self.entries.iter().map(|entry| self.stored_value(&entry.option)).collect();
        for ((entry, value), stored) in self.entries.iter_mut().zip(values).zip(stored) {
            // A value from the query is not in the record yet, so saving the form must record it.
            entry.original = if self.key.is_some() { stored.unwrap_or_default() } else { value.clone() };
            entry.value = value;
        }
    }

    /// The initial value of a field: from the record if it has one, otherwise from the query.
    pub fn initial_value(&self, option: &ArgInfo) -> String {
        let from_query = joined_values(&self.request.query, &option.name);
        if self.key.is_none() {
            // The date of receipt defaults to today, as on the command line. An empty field means an unknown date.
            let is_today = self.is_new_obstacle() && option.name == "received" && from_query.is_empty();
            // A new reply template starts as the built-in one, because a blank page shows nothing of how it works.
            let is_template = self.entity == Entity::ReplyTemplate && option.name == "text" && from_query.is_empty();
            return match (is_today, is_template) {
                (true, _) => today().to_string(),
                (_, true) => self.request.localize(reply_messages::TEMPLATE),
                _ => from_query,
            };
        }
        self.stored_value(option).unwrap_or(from_query)
    }

    /// The value that the record has for a field that is prefilled; `None` if it has none.
    fn stored_value(&self, option: &ArgInfo) -> Option<String> {
        // Editing prefills all fields. Other actions prefill only the answer and the analysis, which users may extend.
        let is_prefilled = self.action == RecordAction::Edit || matches!(option.name.as_str(), "answer" | "analysis");
        if self.command.changes_view() {
            return views::stored_value(self.request, self.current.as_ref()?, &option.name);
        }
        let attribute = self.command.attribute(&option.name).filter(|_| is_prefilled)?;
        let value = self.current.as_ref()?.value(attribute.name)?;
        (!value.is_empty()).then(|| value.to_owned())
    }

    pub fn fill_submitted(&mut self) {
        let form = self.request.form();
        for entry in &mut self.entries {
            entry.value = joined_values(form, &entry.option.name);
            entry.original = joined_values(form, &format!("was.{}", entry.option.name));
        }
        self.seen_entry = value_of(form, "seen").and_then(|text| text.parse().ok());
    }

    pub fn render(&mut self) -> Form {
        /// The fields of an obstacle that are always visible, in this order. An expandable section has all others.
        const MAIN_FIELDS: &[&str] =
            &["title", "question", "ministry", "involved", "region", "law", "laws-from-text", "received"];
        /// The first fields of a new obstacle: the question comes first, because it is what somebody asks.
        const FIRST_FIELDS: &[&str] = &["question", "title"];
        /// The fields of a saved view that are always visible: its name, and the conditions that are used most.
        const MAIN_VIEW_FIELDS: &[&str] =
            &["name", "for-all", "status", "ministry", "theme", "handler", "period", "sort", "columns"];
        let request = self.request;
        let (mut fields, mut more) = (Vec::new(), More { name: request.localize(messages::MORE), ..More::default() });
        let changes_view = self.command.changes_view();
        let main = if changes_view { MAIN_VIEW_FIELDS } else { MAIN_FIELDS };
        let is_sectioned = changes_view
            || (self.entity == Entity::Obstacle && matches!(self.action, RecordAction::New | RecordAction::Edit));
        if changes_view {
            more.name = request.localize(messages::MORE_CONDITIONS);
        }
        if self.entity == Entity::Contact && self.action == RecordAction::New {
            fields.push(self.kind_field());
        }
        for entry in &self.entries {
            let name = entry.option.name.as_str();
            let option = FormOption::new(self.command, &entry.option);
            let mut field = Field {
                error: entry.error.clone(),
                theirs: entry.theirs.clone(),
                ..option.field(request, &entry.value, &mut self.terms)
            };
            if name == "to" {
                field.help = capitalize(&request.localize(messages::TO_HELP));
            }
            if let (RecordAction::Classify, "precedent", Some(key)) = (self.action, name, &self.key) {
                field.button = Some((
                    request.localize(messages::TAKE_ANSWER_OVER),
                    format!("{}{}", answers::use_address(key), answers::CHOSEN),
                ));
            }
            if name == "laws-from-text"
                && let Some(laws) = self.mentioned_laws()
            {
                field.label = request.localize(messages::laws_mentioned(laws));
            }
            if !is_sectioned || main.contains(&name) {
                fields.push(field);
            } else {
                let is_filled = (self.action == RecordAction::Edit || changes_view) && !entry.value.is_empty();
                more.is_open |= is_filled || entry.error.is_some() || entry.theirs.is_some();
                more.fields.push(field);
            }
        }
        let is_new_obstacle = self.is_new_obstacle();
        if is_sectioned {
            fields.sort_by_key(|field| main.iter().position(|name| *name == field.name));
        }
        if is_new_obstacle {
            let is_later = |name: &str| FIRST_FIELDS.iter().position(|first| *first == name).unwrap_or(usize::MAX);
            fields.sort_by_key(|field| is_later(&field.name));
        }
        let mut hidden = vec![request.csrf_field()];
        hidden.extend(self.seen_entry.map(|entry| ("seen".to_owned(), entry.to_string())));
        if self.action == RecordAction::New {
            let token = value_of(request.form(), "once").map_or_else(AppState::new_form_token, str::to_owned);
            hidden.push(("once".to_owned(), token));
        } else {
            let original = |entry: &FormEntry| (format!("was.{}", entry.option.name), entry.original.clone());
            hidden.extend(self.entries.iter().map(original));
        }
        hidden.extend(self.waiting_list().map(|token| (IMPORT.to_owned(), token.to_owned())));
        hidden.extend(self.is_confirmed().then(|| (CONFIRMED.to_owned(), "1".to_owned())));
        let kind = self.entity.plural();
        Form {
            id: "record".to_owned(),
            action: match &self.key {
                None => format!("/{kind}/new"),
                Some(key) => format!("/{kind}/{}/{}", encode_segment(key), self.action.name()),
            },
            lines: self.consequence().map(|text| request.localize(text)).into_iter().collect(),
            hidden,
            fields,
            more: (!more.fields.is_empty()).then_some(more),
            // A button that takes something away says so.
            send: request.localize(match self.action {
                RecordAction::Void => messages::VOID,
                RecordAction::Redact => messages::REDACT_FOR_GOOD,
                _ => messages::SAVE,
            }),
            alternative: is_new_obstacle
                .then(|| (request.localize(messages::FIND_PRECEDENTS), beside::PREVIEW.to_owned())),
            preview: is_new_obstacle.then(|| beside::PREVIEW.to_owned()),
            ..Form::default()
        }
    }

    /// What happens to the record, and how it can be undone, for actions that take something away or connect records.
    fn consequence(&self) -> Option<Text> {
        let key = self.key.as_deref()?;
        match self.action {
            RecordAction::Void if self.request.is_allowed(Role::Admin) => Some(messages::void_consequence(key)),
            RecordAction::Void => Some(messages::void_consequence_for_officers(key)),
            RecordAction::Link => Some(messages::link_consequence(key)),
            RecordAction::Unlink => Some(messages::unlink_consequence(key)),
            RecordAction::Close => Some(messages::close_consequence(key)),
            _ => None,
        }
    }

    /// Reports laws that are named in the title or the question but are missing from the laws of the obstacle. Returns
    /// `None` if there are no such laws.
    fn mentioned_laws(&self) -> Option<Text> {
        let value = |name: &str| self.entries.iter().find(|entry| entry.option.name == name).map(|entry| &*entry.value);
        command::mentioned_laws(&self.request.state.config.path, value("title")?, value("question")?, value("law")?)
    }

    /// The field for the kind of contact. Each kind has its own subcommand.
    fn kind_field(&self) -> Field {
        let name = self.command.name();
        let kinds = choices::CONTACT_KIND.iter();
        Field {
            name: "kind".to_owned(),
            label: self.request.localize(messages::KIND),
            control: Control::Select,
            is_required: true,
            options: kinds
                .map(|kind| {
                    let is_selected = name.split(' ').nth(1) == Some(kind.code);
                    select_option(kind.code, self.request.localize(kind.label), is_selected)
                })
                .collect(),
            ..Field::default()
        }
    }

    fn title(&self) -> Text {
        match &self.key {
            Some(key) => {
                let Label { nl, en } = self.action.label();
                messages::form_title(Text { nl: uncapitalize(nl), en: en.to_owned() }, key)
            }
            None => add_label(self.entity),
        }
    }

    fn record_link(&self) -> Option<Link> {
        let key = self.key.as_ref()?;
        let title = if self.entity == Entity::View { "name" } else { "title" };
        let title = self.current.as_ref()?.value(title).unwrap_or_default();
        Some(Link {
            lang: (self.request.lang != Lang::Nl && !title.is_empty()).then_some("nl"),
            ..link(format!("{key} {title}"), record_path(key)?)
        })
    }

    /// The list that waits until this term has been added; `None` if there is none.
    fn waiting_list(&self) -> Option<&str> {
        let request = self.request;
        let is_term = self.action == RecordAction::New && self.entity.is_vocabulary();
        let token =
            value_of(request.form(), IMPORT).or_else(|| value_of(&request.query, IMPORT)).filter(|_| is_term)?;
        request.state.uploads.find(token, &request.visitor).is_some().then_some(token)
    }

    /// The address of the list that waits until this term has been added.
    pub fn waiting_list_address(&self) -> Option<String> {
        self.waiting_list().map(|token| format!("/import/{token}"))
    }

    /// Renders the page with the form, and optionally a section below it.
    pub fn page(
        &mut self,
        status: StatusCode,
        mut frame: Frame,
        form: Form,
        below: Option<(Label, EventBuffer)>,
    ) -> Result<Reply> {
        frame.before.push(form);
        self.load();
        frame.about = self.record_link();
        if let Some(address) = self.waiting_list_address() {
            frame.lines.push(self.request.localize(import_page::ADDING_FROM_LIST));
            frame.actions.push(link(self.request.localize(import_page::BACK_TO_LIST), address));
        }
        let mut parts = Vec::new();
        if self.is_new_obstacle() {
            frame.actions.push(link(self.request.localize(import_page::FROM_MAIL), "/import#mail"));
            let found = self.found.take().unwrap_or_else(|| self.find_resembling());
            frame.beside = Some(beside::of_question(self.request, &self.typed(), &found));
            parts.push(found.rows);
        } else if let Some(key) = self.key.as_deref().filter(|_| self.entity == Entity::Obstacle)
            && let Some(OfStep { beside, rows, use_answer, find }) = beside::of_step(self.request, self.action, key)
        {
            (frame.beside, frame.use_answer, frame.find) = (Some(beside), use_answer, find);
            parts.extend(rows);
        }
        page::render(self.request, status, frame, |out| {
            out.title(&self.title())?;
            if let Some((heading, rows)) = below {
                out.group(&heading.into())?;
                rows.replay(out)?;
            }
            parts.iter().try_for_each(|rows| rows.replay(out))
        })
    }

    fn typed(&self) -> Vec<Typed<'_>> {
        let mut typed = Vec::new();
        for entry in &self.entries {
            let option = entry.option.name.as_str();
            typed.push(Typed { option, value: &entry.value, attribute: self.command.attribute(option) });
        }
        typed
    }

    /// Searches for what resembles the question of a new obstacle.
    pub fn find_resembling(&self) -> Found {
        beside::resembling(self.request, &self.typed())
    }

    /// Whether the user has seen the probable duplicates of a new obstacle, and saves it all the same.
    pub fn is_confirmed(&self) -> bool {
        value_of(self.request.form(), CONFIRMED).is_some()
    }

    /// Fills in empty fields with the values in the query, as the button of a suggestion submits them.
    pub fn fill_from_query(&mut self) {
        for entry in self.entries.iter_mut().filter(|entry| entry.value.is_empty()) {
            entry.value = joined_values(&self.request.query, &entry.option.name);
        }
    }

    /// A notice that links to the fields for which `is_affected` returns true.
    pub fn field_notice(&self, form: &Form, text: String, is_affected: impl Fn(&FormEntry) -> bool) -> Notice {
        let more = form.more.iter().flat_map(|more| &more.fields);
        let rendered: Vec<&Field> = form.fields.iter().chain(more).collect();
        let affected = self.entries.iter().filter(|entry| is_affected(entry));
        let fields = affected.map(|FormEntry { option, .. }| {
            let label = rendered.iter().find(|field| field.name == option.name).map(|field| &field.label);
            (format!("{}-{}", form.id, option.name), label.cloned().unwrap_or_default())
        });
        Notice { fields: fields.collect(), ..page::notice(NoticeKind::Wrong, text) }
    }
}
