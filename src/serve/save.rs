//! Forms that record: shown, looked over, and done; with what was filled in kept, whatever comes of it.

use super::answer::Answer;
use super::ask::{Gathered, Part, Trouble, ask, line, today};
use super::fields::{Command, Terms, attribute_of, capital, small};
use super::other::Kept;
use super::roles::Role;
use super::site::Site;
use super::visit::{Visit, all, one, piece};
use crate::cli::{OptionOf, Seen};
use crate::command;
use crate::record::{Entity, number};
use crate::view::site::{Choice, Control, Field, Form, Frame, Link, More, Notice, Tone, address_of};
use crate::words::{Label, Lang, Text, failures, site as words, terms};
use anyhow::Result;
use axum::http::StatusCode;

/// What is done with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A new one.
    New,
    /// Attributes change.
    Edit,
    /// It is taken into analysis.
    Analyse,
    /// It is solved.
    Classify,
    /// It is closed without.
    Close,
    /// It is opened again.
    Reopen,
    /// It is linked.
    Link,
    /// Links are taken away.
    Unlink,
    /// It was a mistake.
    Void,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::New,
        Self::Edit,
        Self::Analyse,
        Self::Classify,
        Self::Close,
        Self::Reopen,
        Self::Link,
        Self::Unlink,
        Self::Void,
    ];

    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Edit => "edit",
            Self::Analyse => "analyse",
            Self::Classify => "classify",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Link => "link",
            Self::Unlink => "unlink",
            Self::Void => "void",
        }
    }

    /// What leads to it.
    pub const fn label(self) -> Label {
        match self {
            Self::New => words::ADD,
            Self::Edit => words::EDIT,
            Self::Analyse => words::ANALYSE,
            Self::Classify => words::CLASSIFY,
            Self::Close => words::CLOSE,
            Self::Reopen => words::REOPEN,
            Self::Link => words::LINK,
            Self::Unlink => words::UNLINK,
            Self::Void => words::VOID,
        }
    }

    /// Whether it can be done with a kind of record.
    pub fn suits(self, entity: Entity) -> bool {
        match self {
            Self::New | Self::Edit => true,
            Self::Void => entity.can_be_void(),
            _ => entity == Entity::Obstacle,
        }
    }

    /// The command that does it.
    pub fn command(self, entity: Entity, kind: &str) -> String {
        match (self, entity) {
            (Self::New, Entity::Obstacle) => "log".to_owned(),
            (Self::New, Entity::Contact) => format!("contact {kind}"),
            (Self::New, _) => format!("{} add", entity.singular()),
            (Self::Edit, Entity::Obstacle) => "edit".to_owned(),
            (Self::Edit, _) => format!("{} edit", entity.singular()),
            (step, _) => step.name().to_owned(),
        }
    }
}

/// The role without which a kind of record is not changed.
pub const fn needs(entity: Entity) -> Role {
    match entity {
        Entity::Obstacle | Entity::Contact | Entity::Factsheet | Entity::Scheme => Role::Officer,
        _ => Role::Admin,
    }
}

/// What leads to the form of a new record.
pub fn adding(entity: Entity) -> Text {
    match entity {
        Entity::Obstacle => words::LOG.into(),
        Entity::Contact => words::CONTACT.into(),
        _ => {
            let Text { nl, en } = words::adding(failures::entity(entity.singular()));
            Text { nl: capital(&nl), en }
        }
    }
}

/// What was done, in a line.
pub fn done(visit: &Visit, remarks: &[Text]) -> String {
    remarks.iter().map(|text| visit.say(text.clone())).collect::<Vec<_>>().join(". ")
}

/// A form under way: what it does with what.
struct Work<'a> {
    visit: &'a Visit,
    of: Command,
    step: Step,
    entity: Entity,
    /// The number or code of the record.
    key: Option<String>,
    options: Vec<OptionOf>,
    terms: Terms,
}

impl<'a> Work<'a> {
    fn new(visit: &'a Visit, entity: Entity, step: Step, key: Option<String>) -> Self {
        let kinds = terms::CONTACT_KIND;
        let asked = one(visit.form(), "kind").or_else(|| one(&visit.query, "kind"));
        let kind = kinds.iter().find(|kind| Some(kind.code) == asked).map_or("call", |kind| kind.code);
        let command = step.command(entity, kind);
        let all = visit.site.options(&command, visit.lang);
        let own =
            |option: &&OptionOf| option.name != "clear" && (option.name != "number" || !option.is_positional);
        let options = all.iter().filter(own).cloned().collect();
        Self { visit, of: Command { entity, command }, step, entity, key, options, terms: Terms::default() }
    }

    /// Whether it logs an obstacle.
    fn is_log(&self) -> bool {
        self.entity == Entity::Obstacle && self.step == Step::New
    }

    fn address(&self) -> String {
        match &self.key {
            None => format!("/{}/new", self.entity.plural()),
            Some(key) => format!("/{}/{}/{}", self.entity.plural(), piece(key), self.step.name()),
        }
    }

    /// What stands in the fields of a new form: what the record has, or what the address says.
    fn before(&self, now: Option<&Gathered>) -> Vec<(String, String)> {
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
            let known = attribute.filter(|_| keeps).and_then(|attribute| now?.value(attribute.name));
            known.map_or(asked, str::to_owned)
        };
        self.options.iter().map(|option| (option.name.clone(), value(option))).collect()
    }

    /// What was filled in.
    fn filled(&self) -> Vec<(String, String)> {
        let form = self.visit.form();
        self.options.iter().map(|option| (option.name.clone(), Visit::filled(form, &option.name))).collect()
    }

    fn form(
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
        let record = self.visit.record(self.entity, key)?;
        let title = record.value("title").unwrap_or_default();
        Some(Link {
            text: format!("{key} {title}"),
            href: address_of(key)?,
            is_here: false,
            lang: (self.visit.lang != Lang::Nl && !title.is_empty()).then_some("nl"),
        })
    }

    /// The page with the form, and what stands below it.
    fn page(
        &self,
        status: StatusCode,
        mut frame: Frame,
        form: Form,
        below: Option<(Label, Kept)>,
    ) -> Result<Answer> {
        frame.before.push(form);
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

    /// What is wrong with what was filled in, by field.
    fn errors(&self, filled: &[(String, String)]) -> Vec<(String, String)> {
        let visit = self.visit;
        let mut errors = Vec::new();
        for option in &self.options {
            let Some(attribute) = attribute_of(self.entity, &self.of.command, &option.name) else { continue };
            let value = one(filled, &option.name).unwrap_or_default();
            if value.is_empty() {
                let mut terms = Terms::default();
                let is_needed = visit.field(&self.of, option, "", &mut terms).is_required;
                if is_needed {
                    errors.push((option.name.clone(), visit.say(words::IS_REQUIRED)));
                }
            } else if let Some(told) = command::trouble(&visit.site.path, attribute, value, &today) {
                errors.push((option.name.clone(), visit.say(told)));
            }
        }
        errors
    }

    /// The command line of what was filled in.
    fn line(&self, filled: &[(String, String)], was: &[(String, String)]) -> Option<Vec<String>> {
        let (mut options, mut rest, mut cleared) = (Vec::new(), Vec::new(), Vec::new());
        rest.extend(self.key.clone());
        let form = self.visit.form();
        for option in &self.options {
            let value = one(filled, &option.name).unwrap_or_default();
            if self.step == Step::Edit {
                let before = one(was, &option.name).unwrap_or_default();
                if value == before || all(form, "theirs").any(|name| name == option.name) {
                    continue;
                }
                if value.is_empty() {
                    cleared.push(option.name.clone());
                    continue;
                }
            }
            let is_unknown_day = self.is_log() && option.name == "received";
            if value.is_empty() && !is_unknown_day {
                continue;
            }
            if option.is_positional {
                let parted =
                    option.is_repeated.then(|| value.split([',', ';', ' ']).filter(|text| !text.is_empty()));
                match parted {
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
        if self.step == Step::Edit && options.is_empty() {
            return None;
        }
        Some(line(&self.of.command, options, rest))
    }

    /// What was there when the form was made.
    fn was(&self) -> Vec<(String, String)> {
        let form = self.visit.form();
        let of =
            |option: &OptionOf| (option.name.clone(), Visit::filled(form, &format!("was.{}", option.name)));
        self.options.iter().map(of).collect()
    }

    /// The form again, with what is wrong.
    fn again(&mut self, status: StatusCode, text: String, errors: &[(String, String)]) -> Result<Answer> {
        let (filled, was) = (self.filled(), self.was());
        let seen = one(self.visit.form(), "seen").and_then(|text| text.parse().ok());
        let form = self.form(&filled, &was, seen, errors, &[]);
        let label = |name: &str| {
            let more = form.more.iter().flat_map(|more| more.fields.iter());
            form.fields
                .iter()
                .chain(more)
                .find(|field| field.name == name)
                .map_or_else(String::new, |field| field.label.clone())
        };
        let fields = errors.iter().map(|(name, _)| (format!("record-{name}"), label(name))).collect();
        let mut frame = self.visit.frame();
        frame.notices.push(Notice { tone: Tone::Wrong, text, fields });
        self.page(status, frame, form, None)
    }

    /// The form again after somebody else changed the record: with what they changed, and a choice where both did.
    fn changed(&mut self, entry: i64) -> Result<Answer> {
        let visit = self.visit;
        let key = self.key.clone().unwrap_or_default();
        let latest = command::last_entry(&visit.site.path)?;
        let now = visit.record(self.entity, &key);
        let (mut filled, was) = (self.filled(), self.was());
        let present = self.before(now.as_ref());
        let mut theirs = Vec::new();
        for (name, value) in &mut filled {
            let (before, current) =
                (one(&was, name).unwrap_or_default(), one(&present, name).unwrap_or_default());
            if current == before || current == value.as_str() {
                continue;
            }
            if value.as_str() == before {
                current.clone_into(value);
            } else {
                theirs.push((name.clone(), current.to_owned()));
            }
        }
        let form = self.form(&filled, &present, Some(latest), &[], &theirs);
        // What became of it since, and nothing older.
        let rows = super::ask::gather(visit, &line("history", Vec::new(), vec![key.clone()]));
        let mut entries: Vec<i64> = rows
            .iter()
            .flat_map(|rows| rows.rows.iter().filter_map(|row| rows.of(row, "entry")?.parse().ok()))
            .filter(|number| *number > entry)
            .collect();
        entries.dedup();
        let mut history = Kept::default();
        let words = line("history", vec![format!("--limit={}", entries.len().max(1))], vec![key]);
        let _ = ask(visit, &words, None, &mut Part(&mut history));
        let mut frame = visit.frame();
        let fields = theirs.iter().map(|(name, _)| (format!("record-{name}"), name.clone()));
        let labelled = fields.map(|(id, name)| {
            let field = form.fields.iter().chain(form.more.iter().flat_map(|more| more.fields.iter()));
            let label = field
                .clone()
                .find(|field| field.name == name)
                .map_or_else(String::new, |field| field.label.clone());
            (id, label)
        });
        frame.notices.push(Notice {
            tone: Tone::Wrong,
            text: visit.say(words::CHANGED_MEANWHILE),
            fields: labelled.collect(),
        });
        self.page(StatusCode::CONFLICT, frame, form, Some((words::MEANWHILE, history)))
    }
}

/// The record that an address names, as it is written; none where it names none of that kind.
fn key_of(visit: &Visit, entity: Entity, step: Step) -> Result<Option<String>, ()> {
    if step == Step::New {
        return Ok(None);
    }
    let key = visit.param(0);
    if entity.prefix().is_none() {
        return Ok(Some(key.to_owned()));
    }
    number::parse(entity, key).map(|found| Some(number::show(entity, found))).ok_or(())
}

/// The form.
pub fn show(visit: &Visit, entity: Entity, step: Step) -> Result<Answer> {
    let Ok(key) = key_of(visit, entity, step) else { return super::other::nowhere(visit) };
    let mut work = Work::new(visit, entity, step, key.clone());
    // The entry is read first: what comes between is told when the form comes back.
    let seen = match &key {
        Some(_) => Some(command::last_entry(&visit.site.path)?),
        None => None,
    };
    let now = match &key {
        Some(key) => match visit.record(entity, key) {
            Some(now) => Some(now),
            None => return super::other::nowhere(visit),
        },
        None => None,
    };
    let mut values = work.before(now.as_ref());
    // The same form is shown with what was answered before.
    let looks = visit.is_looking();
    if looks {
        values = work.filled();
    }
    let was = work.before(now.as_ref());
    let form = work.form(&values, &was, seen, &[], &[]);
    let below = looks.then(|| {
        let mut rows = Kept::default();
        let text =
            ["title", "question"].iter().filter_map(|name| one(&values, name)).collect::<Vec<_>>().join(" ");
        if !text.trim().is_empty() {
            let _ = ask(
                visit,
                &line("similar", vec!["--limit=5".to_owned()], vec![text]),
                None,
                &mut Part(&mut rows),
            );
        }
        (words::PRECEDENTS, rows)
    });
    let mut frame = visit.frame();
    if let Some((_, rows)) = &below
        && rows.is_empty()
    {
        frame.notices.push(Notice {
            tone: Tone::Note,
            text: visit.say(words::none_found()),
            fields: Vec::new(),
        });
    }
    work.page(StatusCode::OK, frame, form, below)
}

/// Does what a form says.
pub fn save(visit: &Visit, entity: Entity, step: Step) -> Result<Answer> {
    let Ok(key) = key_of(visit, entity, step) else { return super::other::nowhere(visit) };
    if visit.is_looking() {
        return show(visit, entity, step);
    }
    let mut work = Work::new(visit, entity, step, key.clone());
    if visit.is_old {
        return work.again(StatusCode::FORBIDDEN, visit.say(words::FORM_WAS_OLD), &[]);
    }
    let once = one(visit.form(), "once").filter(|_| step == Step::New).map(str::to_owned);
    // Sent twice at the same moment, the second waits until it is known what the first has made.
    let _turn = once.is_some().then(|| visit.site.makes());
    if let Some(made) = once.as_deref().and_then(|once| visit.site.made_by(once)) {
        return Ok(Answer::See(
            made.clone(),
            Some(visit.say(words::made_already(made.rsplit('/').next().unwrap_or_default()))),
        ));
    }
    let (filled, was) = (work.filled(), work.was());
    let errors = work.errors(&filled);
    if !errors.is_empty() {
        return work.again(StatusCode::BAD_REQUEST, visit.say(words::LOOK_AT), &errors);
    }
    let to = |key: &str| address_of(key).unwrap_or_else(|| format!("/{}", entity.plural()));
    let Some(words) = work.line(&filled, &was) else {
        return Ok(Answer::See(
            to(key.as_deref().unwrap_or_default()),
            Some(visit.say(words::NOTHING_CHANGED)),
        ));
    };
    let entry = one(visit.form(), "seen").and_then(|text| text.parse().ok()).unwrap_or_default();
    let seen = key.as_ref().map(|key| Seen { entity, key: key.clone(), entry });
    let mut rows = Gathered::default();
    match ask(visit, &words, seen, &mut rows) {
        Ok(told) => {
            let key = key.or_else(|| rows.lines.first().cloned()).unwrap_or_default();
            if let Some(once) = once {
                visit.site.made(once, to(&key));
            }
            Ok(Answer::See(to(&key), Some(done(visit, &told.remarks))))
        }
        Err(trouble) if trouble.is_stale => work.changed(entry),
        Err(trouble) => refused(&mut work, &trouble),
    }
}

/// The form again after the command refused it.
fn refused(work: &mut Work<'_>, trouble: &Trouble) -> Result<Answer> {
    let text = capital(&work.visit.say(trouble.failure.text.clone()));
    let at_fault = trouble.attribute.and_then(|name| {
        let is_it = |option: &&OptionOf| {
            attribute_of(work.entity, &work.of.command, &option.name)
                .is_some_and(|attribute| attribute.name == name)
        };
        work.options.iter().find(is_it).map(|option| option.name.clone())
    });
    let errors: Vec<(String, String)> = at_fault.into_iter().map(|name| (name, text.clone())).collect();
    let status = super::list::status(trouble.failure.exit);
    work.again(status, text, &errors)
}

impl Visit {
    /// Whether a form asks for what was answered before, and is not to be recorded yet.
    fn is_looking(&self) -> bool {
        one(&self.query, "look").is_some()
    }
}
