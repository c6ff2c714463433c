//! The lists of records with their filters, and the journal; each also as a file.

use super::answer::Answer;
use super::ask::{ask, gather, line};
use super::fields::{Command, Terms};
use super::filter::{asked, number_of};
use super::kept::{Kept, Paged};
use super::step;
use super::visit::{Visit, one};
use crate::record::Entity;
use crate::view::site::{Control, Link};
use crate::words::{remarks, site as words};
use anyhow::Result;
use axum::http::StatusCode;

/// So many rows stand on a page.
const ROWS: u64 = 50;
/// So many entries of the journal stand on a page.
const ENTRIES: u64 = 25;
/// What an address may ask for besides what the command takes.
const OWN: &[&str] = &["page", "format"];
/// What the command takes and a page settles by itself.
const SETTLED: &[&str] = &["limit", "skip"];

/// The command that lists a kind of record.
pub fn lists(entity: Entity) -> String {
    if entity == Entity::Obstacle { "list".to_owned() } else { format!("{} list", entity.singular()) }
}

/// The list of a kind of record.
pub fn list(visit: &Visit, entity: Entity) -> Result<Answer> {
    let command = lists(entity);
    if let Some(answer) = visit.unknown(&command, OWN, SETTLED) {
        return answer;
    }
    let words = line(&command, asked(visit, &command, SETTLED), Vec::new());
    if let Some(answer) = visit.file(&words, entity.plural()) {
        return answer;
    }
    let page = match one(&visit.query, "page") {
        Some(_) => number_of(visit, "page"),
        None => 1,
    };
    if page == 0 {
        return visit.refuse(words::not_a_value("page"));
    }
    let skip = page.saturating_sub(1).saturating_mul(ROWS);
    let mut of_page = words;
    // One more than is shown tells whether there are more.
    of_page.extend([format!("--limit={}", ROWS.saturating_add(1)), format!("--skip={skip}")]);
    // The rows are read before what stands around them is known.
    let mut rows = Kept::default();
    let mut paged = Paged { to: &mut rows, most: ROWS, came: 0 };
    if let Err(trouble) = ask(visit, &of_page, None, &mut paged) {
        return visit.trouble(&trouble);
    }
    let (shown, more) = (paged.came.min(ROWS), paged.came > ROWS);
    let mut frame = visit.frame();
    frame.before.push(visit.filter(
        &Command { entity, command: command.clone() },
        &[],
        &mut Terms::default(),
    ));
    frame.actions = adding(visit, entity);
    if visit.may(step::needs(entity)) && entity.prefix().is_none() {
        frame.terms = Some(entity.plural());
    }
    frame.pages = visit.turning(page, more);
    frame.downloads = visit.downloads();
    let (from, to) = (skip.saturating_add(1), skip.saturating_add(shown));
    frame.lines.push(visit.say(match (shown, counted(visit, entity)) {
        (0, _) => words::none_found(),
        (_, Some(all)) => words::of_many(from, to, all),
        (_, None) => words::from_to(from, to),
    }));
    visit.page(StatusCode::OK, frame, |out| rows.again(out))
}

/// How many obstacles are meant.
fn counted(visit: &Visit, entity: Entity) -> Option<String> {
    if entity != Entity::Obstacle {
        return None;
    }
    let words = line("count", asked(visit, "count", &["by"]), Vec::new());
    gather(visit, &words).ok()?.value("obstacles").map(str::to_owned)
}

/// Where a record of that kind can be added.
fn adding(visit: &Visit, entity: Entity) -> Vec<Link> {
    let needs = step::needs(entity);
    let mut links = Vec::new();
    if visit.may(needs) {
        links.push(Link {
            text: visit.say(step::adding(entity)),
            href: format!("/{}/new", entity.plural()),
            ..Link::default()
        });
    }
    if entity == Entity::Obstacle {
        links.push(Link { text: visit.say(words::COUNT), href: "/count".to_owned(), ..Link::default() });
        links.push(Link { text: visit.say(words::ASK), href: "/similar".to_owned(), ..Link::default() });
    }
    links
}

/// The journal.
pub fn history(visit: &Visit) -> Result<Answer> {
    if let Some(answer) = visit.unknown("history", &["format", "records"], &[]) {
        return answer;
    }
    let records: Vec<String> = one(&visit.query, "records")
        .map(|text| text.split([',', ';', ' ']).filter(|text| !text.is_empty()).map(str::to_owned).collect())
        .unwrap_or_default();
    let mut options = asked(visit, "history", &["limit"]);
    let command = Command { entity: Entity::Person, command: "history".to_owned() };
    if let Some(answer) = visit.file(&line("history", options.clone(), records.clone()), "history") {
        return answer;
    }
    let limit = if one(&visit.query, "limit").is_some() { number_of(visit, "limit") } else { ENTRIES };
    options.push(format!("--limit={limit}"));
    let mut rows = Kept::default();
    let words = line("history", options, records);
    let told = match ask(visit, &words, None, &mut rows) {
        Ok(told) => told,
        Err(trouble) => return visit.trouble(&trouble),
    };
    let mut frame = visit.frame();
    let mut form = visit.filter(&command, &["entry"], &mut Terms::default());
    for field in form.fields.iter_mut().filter(|field| matches!(field.name.as_str(), "since" | "until")) {
        field.control = Control::Date;
        field.help = String::new();
    }
    frame.before.push(form);
    frame.downloads = visit.downloads();
    if told.contains(&remarks::more_entries(limit)) {
        let limit = limit.saturating_mul(4);
        frame.pages = vec![Link {
            text: visit.say(words::NEXT),
            href: visit.here_with("limit", &limit.to_string()),
            ..Link::default()
        }];
    }
    visit.page(StatusCode::OK, frame, |out| rows.again(out))
}
