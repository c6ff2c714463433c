//! What is found: by words, and what was answered before.

use super::answer::Answer;
use super::ask::{ask, line};
use super::fields::{Command, Terms};
use super::filter::asked;
use super::kept::{Kept, Part};
use super::visit::{Visit, one};
use crate::record::{Entity, number};
use crate::view::site::{Control, Field, Form, address_of};
use crate::words::{Text, remarks, site as words};
use anyhow::Result;
use axum::http::StatusCode;

/// What was found by words.
pub fn search(visit: &Visit) -> Result<Answer> {
    if let Some(answer) = visit.unknown("search", &["q", "format"], &[]) {
        return answer;
    }
    let text = one(&visit.query, "q").unwrap_or_default();
    let mut frame = visit.frame();
    if text.trim().is_empty() {
        frame.lines.push(visit.say(words::NOTHING_ASKED));
        return visit.page(StatusCode::OK, frame, |out| out.title(&words::SEARCH.into()));
    }
    // The number of a record leads to it.
    if let Some((entity, found)) = number::parse_any(text.trim())
        && text.trim().starts_with(char::is_alphabetic)
        && let Some(to) = address_of(&number::show(entity, found))
        && visit.record(entity, text.trim()).is_some()
    {
        return Ok(Answer::See(to, None));
    }
    let mut options = asked(visit, "search", &[]);
    if one(&visit.query, "limit").is_none() {
        options.push("--limit=25".to_owned());
    }
    let words = line("search", options, vec![text.to_owned()]);
    if let Some(answer) = visit.file(&words, "search") {
        return answer;
    }
    let mut rows = Kept::default();
    match ask(visit, &words, None, &mut rows) {
        Ok(told) => frame.lines = kept_remarks(visit, &told),
        Err(trouble) => return visit.trouble(&trouble),
    }
    let mut form = visit.filter(
        &Command { entity: Entity::Obstacle, command: "list".to_owned() },
        &["sort"],
        &mut Terms::default(),
    );
    form.hidden.push(("q".to_owned(), text.to_owned()));
    frame.before.push(form);
    frame.downloads = visit.downloads();
    visit.page(StatusCode::OK, frame, |out| rows.again(out))
}

/// What was answered before: of a question in somebody's own words.
pub fn similar(visit: &Visit) -> Result<Answer> {
    let text = one(visit.form(), "text").or_else(|| one(&visit.query, "text")).unwrap_or_default().to_owned();
    let mut frame = visit.frame();
    frame.before.push(Form {
        id: "ask".to_owned(),
        action: "/similar".to_owned(),
        hidden: vec![("csrf".to_owned(), visit.site.csrf(&visit.name))],
        fields: vec![Field {
            name: "text".to_owned(),
            label: visit.say(words::ASK),
            control: Control::Text,
            value: text.clone(),
            is_required: true,
            ..Field::default()
        }],
        send: visit.say(words::SEARCH),
        ..Form::default()
    });
    if text.trim().is_empty() {
        return visit.page(StatusCode::OK, frame, |out| out.title(&words::ASK.into()));
    }
    let mut rows = Kept::default();
    // While a question is typed a few will do.
    let limit = one(visit.form(), "limit").and_then(|limit| limit.parse::<u8>().ok());
    let options = limit.map(|limit| format!("--limit={limit}")).into_iter().collect();
    match ask(visit, &line("similar", options, vec![text]), None, &mut Part(&mut rows)) {
        Ok(told) => frame.lines = kept_remarks(visit, &told),
        Err(trouble) => frame.notices.push(visit.wrong(&trouble)),
    }
    visit.page(StatusCode::OK, frame, |out| {
        out.title(&words::PRECEDENTS.into())?;
        rows.again(out)
    })
}

/// What is remarked of a search, but for what is about options of a command line.
fn kept_remarks(visit: &Visit, remarks: &[Text]) -> Vec<String> {
    let kept = [remarks::nothing_found(), remarks::says_too_little()];
    remarks.iter().filter(|text| kept.contains(text)).map(|text| visit.say((*text).clone())).collect()
}
