//! The form of what is done with a record: its fields, and what stands in them.

use super::answer::Answer;
use super::fields::{Command, Terms, attribute_of, capital, small};
use super::kept::{Gathered, Kept};
use super::site::Site;
use super::step::{Step, adding};
use super::visit::{Visit, one, piece};
use crate::cli::OptionOf;
use crate::record::Entity;
use crate::record::date::today;
use crate::view::site::{Choice, Control, Field, Form, Frame, Link, More, address_of};
use crate::words::{Label, Lang, Text, site as words, terms};
use anyhow::Result;
use axum::http::StatusCode;

/// A form under way: what it does with what.
pub struct Work<'a> {
    /// Who fills it in.
    pub visit: &'a Visit,
    /// The command that it becomes.
    pub of: Command,
    /// What is done.
    pub step: Step,
    /// The kind of record.
    pub entity: Entity,
    /// The number or code of the record.
    pub key: Option<String>,
    /// What is filled in.
    pub options: Vec<OptionOf>,
    /// The record as it is now, once it was looked up.
    pub now: Option<Gathered>,
    terms: Terms,
}

impl<'a> Work<'a> {
    /// A form that nothing was looked up for yet.
    pub fn new(visit: &'a Visit, entity: Entity, step: Step, key: Option<String>) -> Self {
        let kinds = terms::CONTACT_KIND;
        let asked = one(visit.form(), "kind").or_else(|| one(&visit.query, "kind"));
        let kind = kinds.iter().find(|kind| Some(kind.code) == asked).map_or("call", |kind| kind.code);
        let command = step.command(entity, kind);
        let all = visit.site.options(&command, visit.lang);
        let options = all.to_vec();
        Self {
            visit,
            of: Command { entity, command },
            step,
            entity,
            key,
            options,
            now: None,
            terms: Terms::default(),
        }
    }

    /// Looks the record up, and tells whether it is there; a new one need not be.
    pub fn look(&mut self) -> bool {
        if let Some(key) = self.key.as_ref().filter(|_| self.now.is_none()) {
            self.now = self.visit.record(self.entity, key);
        }
        self.now.is_some() || self.key.is_none()
    }

    /// Whether it logs an obstacle.
    pub fn is_log(&self) -> bool {
        self.entity == Entity::Obstacle && self.step == Step::New
    }

    fn address(&self) -> String {
        match &self.key {
            None => format!("/{}/new", self.entity.plural()),
            Some(key) => format!("/{}/{}/{}", self.entity.plural(), piece(key), self.step.name()),
        }
    }

    /// What stands in the fields of a new form: what the record has, or what the address says.
    pub fn before(&self) -> Vec<(String, String)> {
        let visit = self.visit;
        let value = |option: &OptionOf| {
            let asked = Visit::filled(&visit.query, &option.name);
            if self.key.is_none() {
                // A day that is not known is left empty; else it came in today, as for who types the command.
                let is_today = self.is_log() && option.name == "received" && asked.is_empty();
                return if is_today { today().to_string() } else { asked };
            }
            // What a step says anew is not what was said before: of the texts only what it adds to is shown.
            let keeps = self.step == Step::Edit || matches!(option.name.as_str(), "answer" | "analysis");
            let attribute = attribute_of(self.entity, &self.of.command, &option.name);
            let known =
                attribute.filter(|_| keeps).and_then(|attribute| self.now.as_ref()?.value(attribute.name));
            known.map_or(asked, str::to_owned)
        };
        self.options.iter().map(|option| (option.name.clone(), value(option))).collect()
    }

    /// What was filled in.
    pub fn filled(&self) -> Vec<(String, String)> {
        let form = self.visit.form();
        self.options.iter().map(|option| (option.name.clone(), Visit::filled(form, &option.name))).collect()
    }

    /// The form, with what stands in it, what stood in it, what the register was when it was made, what is wrong, and what
    /// somebody else made of it.
    pub fn form(
        &mut self,
        values: &[(String, String)],
        was: &[(String, String)],
        seen: Option<i64>,
        errors: &[(String, String)],
        theirs: &[(String, String)],
    ) -> Form {
        /// What is filled in of a new obstacle by most.
        const FIRST: &[&str] = &["title", "question", "ministry", "involved", "region", "law", "received"];
        let visit = self.visit;
        let (mut fields, mut more) = (Vec::new(), More { name: visit.say(words::MORE), ..More::default() });
        let is_parted = self.entity == Entity::Obstacle && matches!(self.step, Step::New | Step::Edit);
        if self.entity == Entity::Contact && self.step == Step::New {
            fields.push(self.kind());
        }
        let options = std::mem::take(&mut self.options);
        for option in &options {
            let value = one(values, &option.name).unwrap_or_default();
            let mut field = visit.field(&self.of, option, value, &mut self.terms);
            field.error = one(errors, &option.name).map(str::to_owned);
            field.theirs =
                theirs.iter().find(|(name, _)| *name == option.name).map(|(_, value)| value.clone());
            if option.name == "to" {
                field.help = capital(&visit.say(words::TO_HELP));
            }
            let is_first = !is_parted || FIRST.contains(&option.name.as_str());
            more.is_open |= !is_first
                && (field.error.is_some()
                    || field.theirs.is_some()
                    || (self.step == Step::Edit && !value.is_empty()));
            if is_first { fields.push(field) } else { more.fields.push(field) }
        }
        if is_parted {
            fields.sort_by_key(|field| FIRST.iter().position(|name| *name == field.name));
        }
        self.options = options;
        let mut hidden = vec![("csrf".to_owned(), visit.site.csrf(&visit.name))];
        hidden.extend(seen.map(|entry| ("seen".to_owned(), entry.to_string())));
        if self.step == Step::New {
            let again = one(visit.form(), "once").map_or_else(Site::once, str::to_owned);
            hidden.push(("once".to_owned(), again));
        } else {
            hidden.extend(was.iter().map(|(name, value)| (format!("was.{name}"), value.clone())));
        }
        let is_log = self.is_log();
        Form {
            id: "record".to_owned(),
            action: self.address(),
            hidden,
            fields,
            more: (!more.fields.is_empty()).then_some(more),
            send: visit.say(words::SAVE),
            instead: is_log.then(|| (visit.say(words::FIND_PRECEDENTS), "/obstacles/new?look=1".to_owned())),
            precedents: is_log.then(|| "/similar".to_owned()),
            ..Form::default()
        }
    }

    /// The kind of a contact is its command.
    fn kind(&self) -> Field {
        let chosen = self.of.command.split(' ').nth(1).unwrap_or_default();
        Field {
            name: "kind".to_owned(),
            label: self.visit.say(words::KIND),
            control: Control::Select,
            is_required: true,
            options: terms::CONTACT_KIND
                .iter()
                .map(|kind| Choice {
                    code: kind.code.to_owned(),
                    label: self.visit.say(kind.label),
                    is_chosen: kind.code == chosen,
                })
                .collect(),
            ..Field::default()
        }
    }

    fn title(&self) -> Text {
        match &self.key {
            Some(key) => {
                let Label { nl, en } = self.step.label();
                words::form_of(Text { nl: small(nl), en: en.to_owned() }, key)
            }
            None => adding(self.entity),
        }
    }

    /// The record that the form changes, by its title.
    fn about(&self) -> Option<Link> {
        let key = self.key.as_ref()?;
        let title = self.now.as_ref()?.value("title").unwrap_or_default();
        Some(Link {
            text: format!("{key} {title}"),
            href: address_of(key)?,
            is_here: false,
            lang: (self.visit.lang != Lang::Nl && !title.is_empty()).then_some("nl"),
        })
    }

    /// The page with the form, and what stands below it.
    pub fn page(
        &mut self,
        status: StatusCode,
        mut frame: Frame,
        form: Form,
        below: Option<(Label, Kept)>,
    ) -> Result<Answer> {
        frame.before.push(form);
        self.look();
        frame.about = self.about();
        let title = self.title();
        self.visit.page(status, frame, |out| {
            out.title(&title)?;
            if let Some((heading, rows)) = below {
                out.group(&heading.into())?;
                rows.again(out)?;
            }
            Ok(())
        })
    }

    /// What was there when the form was made.
    pub fn was(&self) -> Vec<(String, String)> {
        let form = self.visit.form();
        let of =
            |option: &OptionOf| (option.name.clone(), Visit::filled(form, &format!("was.{}", option.name)));
        self.options.iter().map(of).collect()
    }
}

/// The names of fields with what a reader calls them, as a notice leads to them.
pub fn named<'a>(form: &Form, names: impl Iterator<Item = &'a String>) -> Vec<(String, String)> {
    let more = form.more.iter().flat_map(|more| more.fields.iter());
    let fields: Vec<&Field> = form.fields.iter().chain(more).collect();
    let label = |name: &str| fields.iter().find(|field| field.name == name).map(|field| field.label.clone());
    names.map(|name| (format!("{}-{name}", form.id), label(name).unwrap_or_default())).collect()
}
