//! The page of a record: what it is, what was answered before, what became of it, and what can be done with it.

use super::answer::Answer;
use super::ask::{ask, line};
use super::kept::{Gathered, Kept, Part};
use super::plain::nowhere;
use super::roles::Role;
use super::step::{Step, needs};
use super::visit::{Visit, piece};
use crate::record::{Entity, number};
use crate::view::site::{Link, Notice, Tone, address_of};
use crate::words::{sheets, site as words};
use anyhow::Result;
use axum::http::StatusCode;

/// So many answers that were given before stand with an obstacle.
const PRECEDENTS: u64 = 5;
/// So many entries of the journal stand with a record.
const ENTRIES: u64 = 5;

/// The page of a record.
pub fn record(visit: &Visit, entity: Entity) -> Result<Answer> {
    let key = visit.param(0).to_owned();
    if entity.prefix().is_none() {
        // What a list holds is changed where it is looked at.
        return Ok(Answer::See(format!("/{}/{}/edit", entity.plural(), piece(&key)), None));
    }
    let Some(found) = number::parse(entity, &key) else { return nowhere(visit) };
    let shown = number::show(entity, found);
    let address = address_of(&shown).unwrap_or_default();
    // Each record has one address.
    if shown != key {
        return Ok(Answer::See(address, None));
    }
    let mut rows = Kept::default();
    if let Err(trouble) = ask(visit, &line("show", Vec::new(), vec![shown.clone()]), None, &mut rows) {
        return visit.trouble(&trouble);
    }
    let mut answered = Kept::default();
    if entity == Entity::Obstacle {
        let words = line("similar", vec![format!("--limit={PRECEDENTS}")], vec![shown.clone()]);
        // What was answered before is beside the matter: where it cannot be found, the record is shown all the same.
        let _ = ask(visit, &words, None, &mut Part(&mut answered));
    }
    let mut history = Kept::default();
    let words = line("history", vec![format!("--limit={ENTRIES}")], vec![shown.clone()]);
    let _ = ask(visit, &words, None, &mut Part(&mut history));
    let mut frame = visit.frame();
    if visit.may(needs(entity)) {
        frame.actions = actions(visit, entity, &rows, &shown, &address);
    }
    frame.pages.push(Link {
        text: visit.say(words::ALL_HISTORY),
        href: format!("/history?records={shown}"),
        ..Link::default()
    });
    visit.page(StatusCode::OK, frame, |out| {
        rows.again(out)?;
        if entity == Entity::Obstacle {
            out.group(&words::PRECEDENTS.into())?;
            if answered.is_empty() {
                out.line(&words::none_found())?;
            }
            answered.again(out)?;
        }
        out.group(&sheets::HISTORY.into())?;
        history.again(out)
    })
}

/// What can be done with a record as it is now.
fn actions(visit: &Visit, entity: Entity, now: &Kept, number: &str, address: &str) -> Vec<Link> {
    let value = |name: &str| now.value(name).unwrap_or_default();
    let mut steps = vec![Step::Edit];
    if entity == Entity::Obstacle {
        match value("status") {
            "solved" | "closed" => steps.push(Step::Reopen),
            status => {
                if status == "collected" {
                    steps.push(Step::Analyse);
                }
                steps.extend([Step::Classify, Step::Close]);
            }
        }
        steps.push(Step::Link);
        if ["factsheets", "schemes", "precedents"].iter().any(|name| !value(name).is_empty()) {
            steps.push(Step::Unlink);
        }
    }
    if entity.can_be_void() && value("void").is_empty() {
        steps.push(Step::Void);
    }
    let mut links: Vec<Link> = steps
        .into_iter()
        .map(|step| Link {
            text: visit.say(step.label()),
            href: format!("{address}/{}", step.name()),
            ..Link::default()
        })
        .collect();
    if entity == Entity::Obstacle {
        links.push(Link {
            text: visit.say(words::CONTACT),
            href: format!("/contacts/new?about={number}"),
            ..Link::default()
        });
    }
    links
}

/// An entry of the journal, whole.
pub fn entry(visit: &Visit) -> Result<Answer> {
    entry_with(visit, StatusCode::OK, None)
}

fn entry_with(visit: &Visit, status: StatusCode, notice: Option<Notice>) -> Result<Answer> {
    let entry = visit.param(0);
    if entry.parse::<i64>().is_err() {
        return nowhere(visit);
    }
    let mut rows = Kept::default();
    let words = line("history", vec![format!("--entry={entry}")], Vec::new());
    let mut frame = visit.frame();
    frame.notices.extend(notice);
    match ask(visit, &words, None, &mut rows) {
        Ok(told) if rows.is_empty() => {
            frame.lines = told.iter().map(|text| visit.say(text.clone())).collect();
        }
        Ok(_) => {}
        Err(trouble) => return visit.trouble(&trouble),
    }
    if visit.may(Role::Admin) && !rows.is_empty() {
        frame.after.push(crate::view::site::Form {
            id: "undo".to_owned(),
            action: format!("/history/{entry}/undo"),
            hidden: vec![("csrf".to_owned(), visit.site.csrf(&visit.name))],
            send: visit.say(words::UNDO),
            ..Default::default()
        });
    }
    visit.page(status, frame, |out| rows.again(out))
}

/// Takes an entry back.
pub fn undo(visit: &Visit) -> Result<Answer> {
    let entry = visit.param(0).to_owned();
    if entry.parse::<i64>().is_err() {
        return nowhere(visit);
    }
    if visit.is_old {
        let text = visit.say(words::FORM_WAS_OLD);
        let notice = Notice { tone: Tone::Wrong, text, fields: Vec::new() };
        return entry_with(visit, StatusCode::FORBIDDEN, Some(notice));
    }
    let mut rows = Gathered::default();
    match ask(visit, &line("undo", Vec::new(), vec![entry]), None, &mut rows) {
        Ok(told) => Ok(Answer::See("/history".to_owned(), Some(super::save::done(visit, &told)))),
        Err(trouble) => visit.trouble(&trouble),
    }
}
