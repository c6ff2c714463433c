//! The interface for other programs, at `/api/v1`: the same commands, as JSON. It follows the Dutch API Design Rules where they
//! apply; the description at `/api/v1/openapi.json` says what there is.

use super::answer::Answer;
use super::ask::{Trouble, ask, data, line};
use super::filter::{asked, number_of, unknown};
use super::kept::Gathered;
use super::openapi;
use super::plain::problem;
use super::roles::Role;
use super::routes::{KINDS, on};
use super::site::Site;
use super::step::{Step, needs};
use super::visit::{Sent, Visit, one, piece};
use crate::cli::{OptionOf, Seen};
use crate::command;
use crate::record::{Entity, number};
use crate::report::of_name;
use crate::view::Format;
use crate::words::{Text, failures, remarks, site as words};
use anyhow::Result;
use axum::Router;
use axum::http::{HeaderName, StatusCode, header};
use axum::routing::{MethodRouter, get, patch, post};
use serde_json::{Map, Value};
use std::io::{Read, Seek};
use std::sync::Arc;

/// Where it stands.
pub const BASE: &str = "/api/v1";
/// Its version, whole.
pub const VERSION: &str = "1.0.0";
/// So many records come at once where nobody says.
pub const ROWS: u64 = 100;
/// So many records come at once at most.
pub const MOST: u64 = 10_000;

/// What a command remarked, and its rows as JSON.
type Rows = (Vec<Text>, Vec<u8>);

/// The headers of every answer.
pub fn versions() -> Vec<(HeaderName, String)> {
    vec![(HeaderName::from_static("api-version"), VERSION.to_owned())]
}

fn json(status: StatusCode, bytes: Vec<u8>, more: Vec<(HeaderName, String)>) -> Answer {
    Answer::Data(status, "application/json", bytes, versions().into_iter().chain(more).collect())
}

impl Visit {
    /// Why something was not done, as another program is told.
    fn problem(&self, trouble: &Trouble) -> Answer {
        let status = if trouble.is_stale {
            StatusCode::PRECONDITION_FAILED
        } else {
            super::page::status(trouble.failure.exit)
        };
        let text = if trouble.is_stale {
            self.say(words::CHANGED_SINCE)
        } else {
            self.say(trouble.failure.text.clone())
        };
        let title = status.canonical_reason().unwrap_or_default();
        problem(status, title, &text)
    }

    fn not_known(&self, name: &str) -> Answer {
        problem(StatusCode::BAD_REQUEST, "Bad Request", &self.say(words::unknown_choice(name)))
    }

    /// The rows of a command, as JSON, and what it remarked.
    fn rows(&self, words: &[String]) -> Result<Result<Rows, Answer>> {
        match data(self, words, Format::Json) {
            Ok((told, mut file)) => {
                let mut bytes = Vec::new();
                file.rewind()?;
                file.read_to_end(&mut bytes)?;
                Ok(Ok((told, bytes)))
            }
            Err(trouble) => Ok(Err(self.problem(&trouble))),
        }
    }
}

/// Rows of a command that takes what stands behind the path.
fn read(visit: &Visit, command: &str, rest: Vec<String>, own: &[&str]) -> Result<Answer> {
    if let Some(name) = unknown(visit, command, own, &[]) {
        return Ok(visit.not_known(name));
    }
    let words = line(command, asked(visit, command, &[]), rest);
    Ok(match visit.rows(&words)? {
        Ok((_, bytes)) => json(StatusCode::OK, bytes, Vec::new()),
        Err(answer) => answer,
    })
}

fn list(visit: &Visit, entity: Entity) -> Result<Answer> {
    let command = super::list::lists(entity);
    if let Some(name) = unknown(visit, &command, &[], &[]) {
        return Ok(visit.not_known(name));
    }
    let limit = if one(&visit.query, "limit").is_some() { number_of(visit, "limit") } else { ROWS };
    if limit == 0 || limit > MOST {
        return Ok(problem(StatusCode::BAD_REQUEST, "Bad Request", &visit.say(words::limit_within(MOST))));
    }
    let mut words = line(&command, asked(visit, &command, &["limit"]), Vec::new());
    words.push(format!("--limit={limit}"));
    let (told, bytes) = match visit.rows(&words)? {
        Ok(done) => done,
        Err(answer) => return Ok(answer),
    };
    // What stands on the next page, where there is one.
    let more = told.contains(&remarks::more(limit));
    let skip = number_of(visit, "skip").saturating_add(limit);
    let next = more
        .then(|| (header::LINK, format!("<{}>; rel=\"next\"", visit.here_with("skip", &skip.to_string()))));
    Ok(json(StatusCode::OK, bytes, next.into_iter().collect()))
}

/// The one record in what a list of one says.
fn only(bytes: &[u8]) -> Option<Value> {
    if let Ok(Value::Array(mut all)) = serde_json::from_slice(bytes) { all.pop() } else { None }
}

/// The record, as it is in the register, with the entry by which its version is known.
fn show(
    visit: &Visit,
    entity: Entity,
    key: &str,
    status: StatusCode,
    more: Vec<(HeaderName, String)>,
) -> Result<Answer> {
    // The version is read first: what comes between makes it an older one, and is told when somebody changes it.
    let entry = command::last_entry(&visit.site.path)?;
    let record = if entity.prefix().is_some() {
        let Some(found) = number::parse(entity, key) else { return Ok(nowhere(visit, key)) };
        match visit.rows(&line("show", Vec::new(), vec![number::show(entity, found)]))? {
            Ok((_, bytes)) => only(&bytes),
            Err(answer) => return Ok(answer),
        }
    } else {
        match visit.rows(&line(&super::list::lists(entity), Vec::new(), Vec::new()))? {
            Ok((_, bytes)) => {
                let all: Vec<Value> = serde_json::from_slice(&bytes)?;
                all.into_iter().find(|one| {
                    one.get("code").and_then(Value::as_str).is_some_and(|code| code.eq_ignore_ascii_case(key))
                })
            }
            Err(answer) => return Ok(answer),
        }
    };
    let Some(record) = record else { return Ok(nowhere(visit, key)) };
    let tag = (header::ETAG, format!("\"{entry}\""));
    Ok(json(status, serde_json::to_vec(&record)?, std::iter::once(tag).chain(more).collect()))
}

/// What stands in a body for an option: text, a number, or several of them.
fn texts(value: &Value) -> Option<Vec<String>> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match value {
        Value::Array(all) => all.iter().map(text).collect(),
        value => Some(vec![text(value)?]),
    }
}

/// The option that a name of a body sets: by its own name, or by that of the attribute.
fn option_of<'a>(options: &'a [OptionOf], entity: Entity, name: &str) -> Option<&'a OptionOf> {
    let plain = name.replace('_', "-");
    let by_attribute = entity.attribute(name).map(|attribute| attribute.option);
    options.iter().find(|option| {
        option.name == plain || option.name == name || Some(option.name.as_str()) == by_attribute
    })
}

/// The command line of a body.
fn words_of(
    visit: &Visit,
    entity: Entity,
    command: &str,
    key: Option<&str>,
    body: &Map<String, Value>,
) -> Result<Vec<String>, Answer> {
    let known = visit.site.options(command, visit.lang);
    let (mut options, mut cleared) = (Vec::new(), Vec::new());
    let mut rest: Vec<(usize, Vec<String>)> = Vec::new();
    for (name, value) in body {
        if entity == Entity::Contact && command.starts_with("contact ") && name == "kind" {
            continue;
        }
        let Some(option) = option_of(&known, entity, name) else { return Err(visit.not_known(name)) };
        if value.is_null() {
            cleared.push(option.name.clone());
            continue;
        }
        let Some(values) = texts(value) else {
            return Err(problem(
                StatusCode::BAD_REQUEST,
                "Bad Request",
                &visit.say(words::not_a_value(name)),
            ));
        };
        if option.is_positional {
            let at = known.iter().position(|known| known.name == option.name).unwrap_or_default();
            rest.push((at, values));
        } else {
            options.push(format!("--{}={}", option.name, values.join("; ")));
        }
    }
    if !cleared.is_empty() && command.ends_with("edit") {
        options.push(format!("--clear={}", cleared.join(",")));
    }
    rest.sort_by_key(|(at, _)| *at);
    let rest =
        key.map(str::to_owned).into_iter().chain(rest.into_iter().flat_map(|(_, values)| values)).collect();
    Ok(line(command, options, rest))
}

fn body(visit: &Visit) -> Result<&Map<String, Value>, Answer> {
    match &visit.sent {
        Sent::Json(body) => Ok(body),
        _ => Err(problem(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Unsupported Media Type",
            &visit.say(words::NOT_A_FORM),
        )),
    }
}

fn nowhere(visit: &Visit, key: &str) -> Answer {
    problem(StatusCode::NOT_FOUND, "Not Found", &visit.say(failures::no_such_record(key)))
}

/// The number or code that an address names, as it is written; none where it names no record of that kind.
fn key_of(visit: &Visit, entity: Entity) -> Option<String> {
    let key = visit.param(0);
    match entity.prefix() {
        Some(_) => number::parse(entity, key).map(|found| number::show(entity, found)),
        None => visit.record(entity, key).map(|_| key.to_owned()),
    }
}

/// Does what a body says, and gives the record as it is then.
fn write(visit: &Visit, entity: Entity, step: Step) -> Result<Answer> {
    let sent = match body(visit) {
        Ok(sent) => sent,
        Err(answer) => return Ok(answer),
    };
    let kind = sent.get("kind").and_then(Value::as_str).unwrap_or("call");
    if entity == Entity::Contact
        && step == Step::New
        && !crate::words::terms::CONTACT_KIND.iter().any(|known| known.code == kind)
    {
        return Ok(problem(StatusCode::BAD_REQUEST, "Bad Request", &visit.say(words::not_a_value("kind"))));
    }
    let command = step.command(entity, kind);
    let mut key = None;
    if step != Step::New {
        // A step finds its record by the number alone: one of another kind may be another's to change.
        let Some(found) = key_of(visit, entity) else {
            return Ok(nowhere(visit, visit.param(0)));
        };
        key = Some(found);
    }
    let words = match words_of(visit, entity, &command, key.as_deref(), sent) {
        Ok(words) => words,
        Err(answer) => return Ok(answer),
    };
    let entry = visit.if_match.as_deref().map(|text| text.trim_start_matches("W/").trim_matches('"'));
    let seen = match (entry, &key) {
        (Some(text), Some(key)) if text != "*" => {
            // A version that there is not yet has not been seen.
            let latest = command::last_entry(&visit.site.path)?;
            let Some(entry) = text.parse().ok().filter(|entry| *entry <= latest) else {
                return Ok(problem(
                    StatusCode::PRECONDITION_FAILED,
                    "Precondition Failed",
                    &visit.say(words::CHANGED_SINCE),
                ));
            };
            Some(Seen { entity, key: key.clone(), entry })
        }
        _ => None,
    };
    let mut rows = Gathered::default();
    match ask(visit, &words, seen, &mut rows) {
        Ok(_) => {}
        Err(trouble) => return Ok(visit.problem(&trouble)),
    }
    let is_new = key.is_none();
    let code = sent.get("code").and_then(Value::as_str).map(str::to_owned);
    let key = key
        .or_else(|| code.filter(|_| entity.prefix().is_none()))
        .or_else(|| rows.lines.first().cloned())
        .unwrap_or_default();
    let at = (header::LOCATION, format!("{BASE}/{}/{}", entity.plural(), piece(&key)));
    let (status, more) = if is_new { (StatusCode::CREATED, vec![at]) } else { (StatusCode::OK, Vec::new()) };
    show(visit, entity, &key, status, more)
}

/// Who asks, and what a request that changes something carries where it comes with a cookie.
fn session(visit: &Visit) -> Result<Answer> {
    let body = serde_json::json!({
        "name": visit.name,
        "role": visit.role.code(),
        "read_only": visit.site.read_only,
        "csrf": visit.site.csrf(&visit.name),
    });
    Ok(json(StatusCode::OK, serde_json::to_vec(&body)?, Vec::new()))
}

/// A question in somebody's own words: behind the path, or in the body.
fn similar(visit: &Visit) -> Result<Answer> {
    let sent =
        if let Sent::Json(body) = &visit.sent { body.get("text").and_then(Value::as_str) } else { None };
    let text = sent.or_else(|| one(&visit.query, "text")).unwrap_or_default().to_owned();
    read(visit, "similar", vec![text], &["text"])
}

/// An address behind whose path nothing stands.
fn plain(handler: impl Fn(&Visit) -> Result<Answer> + Send + Sync + 'static) -> MethodRouter<Arc<Site>> {
    on(Role::Reader, get, move |visit| match visit.query.first() {
        Some((name, _)) => Ok(visit.not_known(name)),
        None => handler(visit),
    })
}

/// All addresses of the interface.
pub fn routes() -> Router<Arc<Site>> {
    let get_ = |handler: fn(&Visit) -> Result<Answer>| on(Role::Reader, get, handler);
    let mut router = Router::new()
        .route(
            &format!("{BASE}/openapi.json"),
            plain(|visit| {
                Ok(json(StatusCode::OK, serde_json::to_vec(&openapi::description(visit))?, Vec::new()))
            }),
        )
        .route(&format!("{BASE}/session"), plain(session))
        .route(
            &format!("{BASE}/search"),
            get_(|visit| {
                read(visit, "search", vec![one(&visit.query, "q").unwrap_or_default().to_owned()], &["q"])
            }),
        )
        .route(&format!("{BASE}/similar"), get_(similar).merge(on(Role::Reader, post, similar)))
        .route(&format!("{BASE}/counts"), get_(|visit| read(visit, "count", Vec::new(), &[])))
        .route(
            &format!("{BASE}/reports/{{name}}"),
            get_(|visit| match of_name(visit.param(0)) {
                Some(report) => read(visit, "report", vec![report.name.to_owned()], &[]),
                None => Ok(problem(StatusCode::NOT_FOUND, "Not Found", &visit.say(words::NO_PAGE))),
            }),
        )
        .route(
            &format!("{BASE}/reconciliation"),
            get_(|visit| {
                let rest = one(&visit.query, "publication").map(str::to_owned).into_iter().collect();
                read(visit, "reconcile", rest, &["publication"])
            }),
        )
        .route(&format!("{BASE}/history"), get_(|visit| read(visit, "history", Vec::new(), &[])));
    for entity in KINDS {
        let (at, needs) = (format!("{BASE}/{}", entity.plural()), needs(entity));
        router = router
            .route(
                &at,
                on(Role::Reader, get, move |visit| list(visit, entity)).merge(on(
                    needs,
                    post,
                    move |visit| write(visit, entity, Step::New),
                )),
            )
            .route(
                &format!("{at}/{{key}}"),
                plain(move |visit| show(visit, entity, visit.param(0), StatusCode::OK, Vec::new()))
                    .merge(on(needs, patch, move |visit| write(visit, entity, Step::Edit))),
            );
        if entity.prefix().is_some() {
            router = router.route(
                &format!("{at}/{{key}}/history"),
                on(Role::Reader, get, move |visit| {
                    read(visit, "history", vec![visit.param(0).to_owned()], &[])
                }),
            );
        }
        for step in
            Step::ALL.into_iter().filter(|step| step.suits(entity) && !matches!(step, Step::New | Step::Edit))
        {
            router = router.route(
                &format!("{at}/{{key}}/_{}", step.name()),
                on(needs, post, move |visit| write(visit, entity, step)),
            );
        }
    }
    router.route(
        &format!("{BASE}/obstacles/{{key}}/similar"),
        get_(|visit| read(visit, "similar", vec![visit.param(0).to_owned()], &[])),
    )
}
