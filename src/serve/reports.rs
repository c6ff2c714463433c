//! Pages of numbers: reports, counts, and the comparison with what was published.

use super::answer::Answer;
use super::ask::{ask, line};
use super::fields::{Command, Terms, capital};
use super::filter::asked;
use super::kept::Kept;
use super::plain::nowhere;
use super::roles::Role;
use super::step::adding;
use super::visit::{Visit, one};
use crate::record::Entity;
use crate::report::{Body, REPORTS, of_name};
use crate::view::site::{Choice, Control, Field, Link};
use crate::words::{Text, failures, overview, sheets, site as words};
use anyhow::Result;
use axum::http::StatusCode;

/// The reports that there are, and the other pages of numbers.
pub fn reports(visit: &Visit) -> Result<Answer> {
    let mut frame = visit.frame();
    let about = |text: Text| capital(&visit.say(text));
    frame.actions = REPORTS
        .iter()
        .map(|report| {
            let is_overview = matches!(report.body, Body::Overview);
            let text = if is_overview { overview::TITLE.into() } else { report.about.into() };
            Link { text: about(text), href: format!("/reports/{}", report.name), ..Link::default() }
        })
        .chain([("/count", words::COUNT), ("/reconcile", words::RECONCILE)].map(|(href, label)| Link {
            text: visit.say(label),
            href: href.to_owned(),
            ..Link::default()
        }))
        .collect();
    frame.is_index = true;
    visit.page(StatusCode::OK, frame, |out| out.title(&words::REPORTS.into()))
}

/// A report.
pub fn report(visit: &Visit) -> Result<Answer> {
    let name = visit.param(0);
    let Some(report) = of_name(name) else {
        return nowhere(visit);
    };
    let is_overview = matches!(report.body, Body::Overview);
    numbers(visit, "report", vec![report.name.to_owned()], report.name, !is_overview)
}

/// Counts.
pub fn count(visit: &Visit) -> Result<Answer> {
    numbers(visit, "count", Vec::new(), "count", true)
}

/// The published figures beside what is counted.
pub fn reconcile(visit: &Visit) -> Result<Answer> {
    let rest = one(&visit.query, "publication").map(str::to_owned);
    numbers(visit, "reconcile", rest.into_iter().collect(), "reconcile", true)
}

fn numbers(visit: &Visit, command: &str, rest: Vec<String>, name: &str, as_file: bool) -> Result<Answer> {
    if let Some(answer) = visit.unknown(command, &["format", "publication"], &[]) {
        return answer;
    }
    let words = line(command, asked(visit, command, &[]), rest);
    if let Some(answer) = visit.file(&words, name) {
        return answer;
    }
    let mut rows = Kept::default();
    let told = match ask(visit, &words, None, &mut rows) {
        Ok(told) => told,
        // A register in which nothing was published yet is no page that is not there.
        Err(trouble) if trouble.failure.text == failures::no_publications() => {
            let mut frame = visit.frame();
            frame.lines.push(visit.say(words::NOTHING_PUBLISHED));
            if visit.may(Role::Admin) {
                let link = |entity: Entity| Link {
                    text: visit.say(adding(entity)),
                    href: format!("/{}/new", entity.plural()),
                    ..Link::default()
                };
                frame.actions = [Entity::Publication, Entity::Figure].map(link).into();
            }
            return visit.page(StatusCode::OK, frame, |out| out.title(&sheets::RECONCILE.into()));
        }
        Err(trouble) => return visit.trouble(&trouble),
    };
    let mut frame = visit.frame();
    frame.lines = told.iter().map(|text| visit.say(text.clone())).collect();
    let mut terms = Terms::default();
    let mut form =
        visit.filter(&Command { entity: Entity::Obstacle, command: command.to_owned() }, &[], &mut terms);
    if command == "reconcile" {
        let chosen = one(&visit.query, "publication").unwrap_or_default();
        let all = std::iter::once((String::new(), words::ANY.into()))
            .chain(terms.of(visit, Entity::Publication).iter().cloned());
        form.fields.insert(
            0,
            Field {
                name: "publication".to_owned(),
                label: capital(&visit.say(failures::entity("publication"))),
                control: Control::Select,
                options: all
                    .map(|(code, label)| Choice { is_chosen: code == chosen, label: visit.say(label), code })
                    .collect(),
                ..Field::default()
            },
        );
        if let Some(more) = form.more.take() {
            form.fields.extend(more.fields);
        }
    }
    frame.before.push(form);
    if as_file {
        frame.downloads = visit.downloads();
    }
    visit.page(StatusCode::OK, frame, |out| rows.again(out))
}
