//! What a form says is looked over and done; what was filled in is kept, whatever comes of it.

use super::answer::Answer;
use super::ask::{Trouble, ask, line};
use super::fields::{attribute_of, capital};
use super::form::{Work, named};
use super::kept::{Gathered, Kept, Part};
use super::plain::nowhere;
use super::step::Step;
use super::visit::{Visit, all, one};
use crate::cli::{OptionOf, Seen};
use crate::command;
use crate::record::date::today;
use crate::record::{Entity, number};
use crate::view::site::{Notice, Tone, address_of};
use crate::words::{Text, site as words};
use anyhow::Result;
use axum::http::StatusCode;

/// What was done, in a line.
pub fn done(visit: &Visit, remarks: &[Text]) -> String {
    remarks.iter().map(|text| visit.say(text.clone())).collect::<Vec<_>>().join(". ")
}

impl Work<'_> {
    /// What is wrong with what was filled in, by field.
    fn errors(&self, filled: &[(String, String)]) -> Vec<(String, String)> {
        let visit = self.visit;
        let mut errors = Vec::new();
        for option in &self.options {
            let Some(attribute) = attribute_of(self.entity, &self.of.command, &option.name) else { continue };
            let value = one(filled, &option.name).unwrap_or_default();
            if value.is_empty() {
                if self.of.needs(option, Some(attribute)) {
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

    /// The form again, with what is wrong.
    fn again(&mut self, status: StatusCode, text: String, errors: &[(String, String)]) -> Result<Answer> {
        let (filled, was) = (self.filled(), self.was());
        let seen = one(self.visit.form(), "seen").and_then(|text| text.parse().ok());
        let form = self.form(&filled, &was, seen, errors, &[]);
        let fields = named(&form, errors.iter().map(|(name, _)| name));
        let mut frame = self.visit.frame();
        frame.notices.push(Notice { tone: Tone::Wrong, text, fields });
        self.page(status, frame, form, None)
    }

    /// The form again after somebody else changed the record: with what they changed, and a choice where both did.
    fn changed(&mut self, entry: i64) -> Result<Answer> {
        let visit = self.visit;
        let key = self.key.clone().unwrap_or_default();
        let latest = command::last_entry(&visit.site.path)?;
        self.look();
        let (mut filled, was) = (self.filled(), self.was());
        let present = self.before();
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
        let mut history = Kept::default();
        let _ = ask(visit, &line("history", Vec::new(), vec![key]), None, &mut Part(&mut history));
        history.keep_after(entry);
        let mut frame = visit.frame();
        let fields = named(&form, theirs.iter().map(|(name, _)| name));
        frame.notices.push(Notice { tone: Tone::Wrong, text: visit.say(words::CHANGED_MEANWHILE), fields });
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
    let Ok(key) = key_of(visit, entity, step) else { return nowhere(visit) };
    let mut work = Work::new(visit, entity, step, key.clone());
    // The entry is read first: what comes between is told when the form comes back.
    let seen = match &key {
        Some(_) => Some(command::last_entry(&visit.site.path)?),
        None => None,
    };
    if !work.look() {
        return nowhere(visit);
    }
    let was = work.before();
    // The same form is shown with what was answered before.
    let looks = visit.is_looking();
    let values = if looks { work.filled() } else { was.clone() };
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
    let Ok(key) = key_of(visit, entity, step) else { return nowhere(visit) };
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
            Ok(Answer::See(to(&key), Some(done(visit, &told))))
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
    let status = super::page::status(trouble.failure.exit);
    work.again(status, text, &errors)
}

impl Visit {
    /// Whether a form asks for what was answered before, and is not to be recorded yet.
    fn is_looking(&self) -> bool {
        one(&self.query, "look").is_some()
    }
}
