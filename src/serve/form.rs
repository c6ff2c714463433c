//! The form of what is done with a record: its fields, and what stands in them.

use super::action::{RecordAction, add_label};
use super::form_fields::{FormCommand, TermCache, attribute_for_option, capitalize, uncapitalize};
use super::reply::Reply;
use super::request_context::{RequestContext, encode_segment, value_of};
use super::sinks::{DataRows, EventBuffer};
use super::state::AppState;
use crate::cli::ArgInfo;
use crate::i18n::{Label, Lang, Text, choices, site as messages};
use crate::record::Entity;
use crate::record::date::today;
use crate::view::site_page::{Control, Field, Form, Frame, Link, More, SelectOption, record_path};
use anyhow::Result;
use axum::http::StatusCode;

/// A form under way: what it does with what.
pub struct FormBuilder<'a> {
    /// Who fills it in.
    pub request: &'a RequestContext,
    /// The command that it becomes.
    pub form_command: FormCommand,
    /// What is done.
    pub action: RecordAction,
    /// The kind of record.
    pub entity: Entity,
    /// The number or code of the record.
    pub key: Option<String>,
    /// What is filled in.
    pub options: Vec<ArgInfo>,
    /// The record as it is now, once it was looked up.
    pub current: Option<DataRows>,
    terms: TermCache,
}

impl<'a> FormBuilder<'a> {
    /// A form that nothing was looked up for yet.
    pub fn new(
        request: &'a RequestContext,
        entity: Entity,
        action: RecordAction,
        key: Option<String>,
    ) -> Self {
        let kinds = choices::CONTACT_KIND;
        let from_query = value_of(request.form(), "kind").or_else(|| value_of(&request.query, "kind"));
        let kind = kinds.iter().find(|kind| Some(kind.code) == from_query).map_or("call", |kind| kind.code);
        let command = action.command(entity, kind);
        let all = request.state.options(&command, request.lang);
        let options = all.to_vec();
        Self {
            request,
            form_command: FormCommand { entity, command },
            action,
            entity,
            key,
            options,
            current: None,
            terms: TermCache::default(),
        }
    }

    /// Looks the record up, and tells whether it is there; a new one need not be.
    pub fn load(&mut self) -> bool {
        if let Some(key) = self.key.as_ref().filter(|_| self.current.is_none()) {
            self.current = self.request.find_record(self.entity, key);
        }
        self.current.is_some() || self.key.is_none()
    }

    /// Whether it logs an obstacle.
    pub fn is_new_obstacle(&self) -> bool {
        self.entity == Entity::Obstacle && self.action == RecordAction::New
    }

    fn address(&self) -> String {
        match &self.key {
            None => format!("/{}/new", self.entity.plural()),
            Some(key) => format!("/{}/{}/{}", self.entity.plural(), encode_segment(key), self.action.name()),
        }
    }

    /// What stands in the fields of a new form: what the record has, or what the address says.
    pub fn initial_values(&self) -> Vec<(String, String)> {
        let request = self.request;
        let value = |option: &ArgInfo| {
            let from_query = RequestContext::joined_values(&request.query, &option.name);
            if self.key.is_none() {
                // A day that is not known is left empty; else it came in today, as for who types the command.
                let is_today = self.is_new_obstacle() && option.name == "received" && from_query.is_empty();
                return if is_today { today().to_string() } else { from_query };
            }
            // What a step says anew is not what was said before: of the texts only what it adds to is shown.
            let is_prefilled =
                self.action == RecordAction::Edit || matches!(option.name.as_str(), "answer" | "analysis");
            let attribute = attribute_for_option(self.entity, &self.form_command.command, &option.name);
            let known = attribute
                .filter(|_| is_prefilled)
                .and_then(|attribute| self.current.as_ref()?.value(attribute.name));
            known.map_or(from_query, str::to_owned)
        };
        self.options.iter().map(|option| (option.name.clone(), value(option))).collect()
    }

    /// What was filled in.
    pub fn submitted(&self) -> Vec<(String, String)> {
        let form = self.request.form();
        self.options
            .iter()
            .map(|option| (option.name.clone(), RequestContext::joined_values(form, &option.name)))
            .collect()
    }

    /// The form, with what stands in it, what stood in it, what the register was when it was made, what is wrong, and what
    /// somebody else made of it.
    pub fn build(
        &mut self,
        values: &[(String, String)],
        original: &[(String, String)],
        base_version: Option<i64>,
        errors: &[(String, String)],
        theirs: &[(String, String)],
    ) -> Form {
        /// What is filled in of a new obstacle by most.
        const MAIN_FIELDS: &[&str] =
            &["title", "question", "ministry", "involved", "region", "law", "received"];
        let request = self.request;
        let (mut fields, mut more) =
            (Vec::new(), More { name: request.localize(messages::MORE), ..More::default() });
        let is_sectioned =
            self.entity == Entity::Obstacle && matches!(self.action, RecordAction::New | RecordAction::Edit);
        if self.entity == Entity::Contact && self.action == RecordAction::New {
            fields.push(self.kind_field());
        }
        let options = std::mem::take(&mut self.options);
        for option in &options {
            let value = value_of(values, &option.name).unwrap_or_default();
            let mut field = request.field(&self.form_command, option, value, &mut self.terms);
            field.error = value_of(errors, &option.name).map(str::to_owned);
            field.theirs =
                theirs.iter().find(|(name, _)| *name == option.name).map(|(_, value)| value.clone());
            if option.name == "to" {
                field.help = capitalize(&request.localize(messages::TO_HELP));
            }
            let is_main = !is_sectioned || MAIN_FIELDS.contains(&option.name.as_str());
            more.is_open |= !is_main
                && (field.error.is_some()
                    || field.theirs.is_some()
                    || (self.action == RecordAction::Edit && !value.is_empty()));
            if is_main { fields.push(field) } else { more.fields.push(field) }
        }
        if is_sectioned {
            fields.sort_by_key(|field| MAIN_FIELDS.iter().position(|name| *name == field.name));
        }
        self.options = options;
        let mut hidden = vec![("csrf".to_owned(), request.state.csrf_token(&request.name))];
        hidden.extend(base_version.map(|entry| ("seen".to_owned(), entry.to_string())));
        if self.action == RecordAction::New {
            let token = value_of(request.form(), "once").map_or_else(AppState::new_form_token, str::to_owned);
            hidden.push(("once".to_owned(), token));
        } else {
            hidden.extend(original.iter().map(|(name, value)| (format!("was.{name}"), value.clone())));
        }
        let is_new_obstacle = self.is_new_obstacle();
        Form {
            id: "record".to_owned(),
            action: self.address(),
            hidden,
            fields,
            more: (!more.fields.is_empty()).then_some(more),
            send: request.localize(messages::SAVE),
            alternative: is_new_obstacle
                .then(|| (request.localize(messages::FIND_PRECEDENTS), "/obstacles/new?look=1".to_owned())),
            precedents: is_new_obstacle.then(|| "/similar".to_owned()),
            ..Form::default()
        }
    }

    /// The kind of a contact is its command.
    fn kind_field(&self) -> Field {
        let chosen = self.form_command.command.split(' ').nth(1).unwrap_or_default();
        Field {
            name: "kind".to_owned(),
            label: self.request.localize(messages::KIND),
            control: Control::Select,
            is_required: true,
            options: choices::CONTACT_KIND
                .iter()
                .map(|kind| SelectOption {
                    code: kind.code.to_owned(),
                    label: self.request.localize(kind.label),
                    is_selected: kind.code == chosen,
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

    /// The record that the form changes, by its title.
    fn record_link(&self) -> Option<Link> {
        let key = self.key.as_ref()?;
        let title = self.current.as_ref()?.value("title").unwrap_or_default();
        Some(Link {
            text: format!("{key} {title}"),
            href: record_path(key)?,
            is_here: false,
            lang: (self.request.lang != Lang::Nl && !title.is_empty()).then_some("nl"),
        })
    }

    /// The page with the form, and what stands below it.
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
        let title = self.title();
        self.request.page(status, frame, |out| {
            out.title(&title)?;
            if let Some((heading, rows)) = below {
                out.group(&heading.into())?;
                rows.replay(out)?;
            }
            Ok(())
        })
    }

    /// What was there when the form was made.
    pub fn original(&self) -> Vec<(String, String)> {
        let form = self.request.form();
        let pair = |option: &ArgInfo| {
            (option.name.clone(), RequestContext::joined_values(form, &format!("was.{}", option.name)))
        };
        self.options.iter().map(pair).collect()
    }
}

/// The names of fields with what a reader calls them, as a notice leads to them.
pub fn error_links<'a>(form: &Form, names: impl Iterator<Item = &'a String>) -> Vec<(String, String)> {
    let more = form.more.iter().flat_map(|more| more.fields.iter());
    let fields: Vec<&Field> = form.fields.iter().chain(more).collect();
    let label = |name: &str| fields.iter().find(|field| field.name == name).map(|field| field.label.clone());
    names.map(|name| (format!("{}-{name}", form.id), label(name).unwrap_or_default())).collect()
}
