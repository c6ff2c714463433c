//! The interface for other programs, at `/api/v1`: the same commands, as JSON. It follows the Dutch API Design Rules where they
//! apply; the description at `/api/v1/openapi.json` says what there is.

use super::action::{RecordAction, required_role};
use super::command_runner::{CommandError, command_args, run_command, run_to_file};
use super::filter_form::{number_param, option_args, unknown_param};
use super::openapi;
use super::reply::Reply;
use super::request_context::{Payload, RequestContext, encode_segment, value_of};
use super::roles::Role;
use super::routes::{RECORD_KINDS, with_role};
use super::sinks::DataRows;
use super::state::AppState;
use super::static_pages::problem;
use crate::cli::{ArgInfo, SeenVersion};
use crate::command::{self, Outcome};
use crate::i18n::{failures, site as messages};
use crate::record::{Entity, number};
use crate::report::find_report;
use crate::view::Format;
use anyhow::Result;
use axum::Router;
use axum::http::{HeaderName, StatusCode, header};
use axum::routing::{MethodRouter, get, patch, post};
use serde_json::{Map, Value};
use std::io::{Read, Seek};
use std::sync::Arc;

/// Where it stands.
pub const BASE_PATH: &str = "/api/v1";
/// Its version, whole.
pub const VERSION: &str = "1.0.0";
/// So many records come at once where nobody says.
pub const DEFAULT_LIMIT: u64 = 100;
/// So many records come at once at most.
pub const MAX_LIMIT: u64 = 10_000;

/// What a command remarked, and its rows as JSON.
type JsonRows = (Outcome, Vec<u8>);

/// The headers of every answer.
pub fn version_headers() -> Vec<(HeaderName, String)> {
    vec![(HeaderName::from_static("api-version"), VERSION.to_owned())]
}

fn json_reply(status: StatusCode, bytes: Vec<u8>, more: Vec<(HeaderName, String)>) -> Reply {
    Reply::Data(status, "application/json", bytes, version_headers().into_iter().chain(more).collect())
}

impl RequestContext {
    /// Why something was not done, as another program is told.
    fn problem(&self, error: &CommandError) -> Reply {
        let status = if error.is_stale {
            StatusCode::PRECONDITION_FAILED
        } else {
            super::page_builder::http_status(error.failure.exit)
        };
        let text = if error.is_stale {
            self.localize(messages::VERSION_CONFLICT)
        } else {
            self.localize(error.failure.text.clone())
        };
        let title = status.canonical_reason().unwrap_or_default();
        problem(status, title, &text)
    }

    fn unknown_param_problem(&self, name: &str) -> Reply {
        problem(StatusCode::BAD_REQUEST, "Bad Request", &self.localize(messages::unknown_choice(name)))
    }

    /// The rows of a command, as JSON, and what it remarked.
    fn json_rows(&self, args: &[String]) -> Result<Result<JsonRows, Reply>> {
        match run_to_file(self, args, Format::Json) {
            Ok((outcome, mut file)) => {
                let mut bytes = Vec::new();
                file.rewind()?;
                file.read_to_end(&mut bytes)?;
                Ok(Ok((outcome, bytes)))
            }
            Err(error) => Ok(Err(self.problem(&error))),
        }
    }
}

/// Rows of a command that takes what stands behind the path.
fn read_rows(
    request: &RequestContext,
    command: &str,
    positional: Vec<String>,
    own: &[&str],
) -> Result<Reply> {
    if let Some(name) = unknown_param(request, command, own, &[]) {
        return Ok(request.unknown_param_problem(name));
    }
    let args = command_args(command, option_args(request, command, &[]), positional);
    Ok(match request.json_rows(&args)? {
        Ok((_, bytes)) => json_reply(StatusCode::OK, bytes, Vec::new()),
        Err(reply) => reply,
    })
}

fn list(request: &RequestContext, entity: Entity) -> Result<Reply> {
    let command = super::list::list_command(entity);
    if let Some(name) = unknown_param(request, &command, &[], &[]) {
        return Ok(request.unknown_param_problem(name));
    }
    let limit = if value_of(&request.query, "limit").is_some() {
        number_param(request, "limit")
    } else {
        DEFAULT_LIMIT
    };
    if limit == 0 || limit > MAX_LIMIT {
        return Ok(problem(
            StatusCode::BAD_REQUEST,
            "Bad Request",
            &request.localize(messages::limit_out_of_range(MAX_LIMIT)),
        ));
    }
    let mut args = command_args(&command, option_args(request, &command, &["limit"]), Vec::new());
    args.push(format!("--limit={limit}"));
    let (outcome, bytes) = match request.json_rows(&args)? {
        Ok(done) => done,
        Err(reply) => return Ok(reply),
    };
    // What stands on the next page, where there is one.
    let more = outcome.more;
    let skip = number_param(request, "skip").saturating_add(limit);
    let next = more.then(|| {
        (header::LINK, format!("<{}>; rel=\"next\"", request.url_with_query("skip", &skip.to_string())))
    });
    Ok(json_reply(StatusCode::OK, bytes, next.into_iter().collect()))
}

/// The one record in what a list of one says.
fn single_record(bytes: &[u8]) -> Option<Value> {
    if let Ok(Value::Array(mut all)) = serde_json::from_slice(bytes) { all.pop() } else { None }
}

/// The record, as it is in the register, with the entry by which its version is known.
fn show(
    request: &RequestContext,
    entity: Entity,
    key: &str,
    status: StatusCode,
    more: Vec<(HeaderName, String)>,
) -> Result<Reply> {
    // The version is read first: what comes between makes it an older one, and is told when somebody changes it.
    let entry = command::last_entry(&request.state.path)?;
    let record = if entity.prefix().is_some() {
        let Some(found) = number::parse(entity, key) else { return Ok(record_not_found(request, key)) };
        match request.json_rows(&command_args("show", Vec::new(), vec![number::format(entity, found)]))? {
            Ok((_, bytes)) => single_record(&bytes),
            Err(reply) => return Ok(reply),
        }
    } else {
        match request.json_rows(&command_args(&super::list::list_command(entity), Vec::new(), Vec::new()))? {
            Ok((_, bytes)) => {
                let all: Vec<Value> = serde_json::from_slice(&bytes)?;
                all.into_iter().find(|one| {
                    one.get("code").and_then(Value::as_str).is_some_and(|code| code.eq_ignore_ascii_case(key))
                })
            }
            Err(reply) => return Ok(reply),
        }
    };
    let Some(record) = record else { return Ok(record_not_found(request, key)) };
    let tag = (header::ETAG, format!("\"{entry}\""));
    Ok(json_reply(status, serde_json::to_vec(&record)?, std::iter::once(tag).chain(more).collect()))
}

/// What stands in a body for an option: text, a number, or several of them.
fn string_values(value: &Value) -> Option<Vec<String>> {
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
fn option_of<'a>(options: &'a [ArgInfo], entity: Entity, name: &str) -> Option<&'a ArgInfo> {
    let hyphenated = name.replace('_', "-");
    let by_attribute = entity.attribute(name).map(|attribute| attribute.option);
    options.iter().find(|option| {
        option.name == hyphenated || option.name == name || Some(option.name.as_str()) == by_attribute
    })
}

/// The command line of a body.
fn args_from_body(
    request: &RequestContext,
    entity: Entity,
    command: &str,
    key: Option<&str>,
    body: &Map<String, Value>,
) -> Result<Vec<String>, Reply> {
    let known = request.state.options(command, request.lang);
    let (mut options, mut cleared) = (Vec::new(), Vec::new());
    let mut positional: Vec<(usize, Vec<String>)> = Vec::new();
    for (name, value) in body {
        if entity == Entity::Contact && command.starts_with("contact ") && name == "kind" {
            continue;
        }
        let Some(option) = option_of(&known, entity, name) else {
            return Err(request.unknown_param_problem(name));
        };
        if value.is_null() {
            cleared.push(option.name.clone());
            continue;
        }
        let Some(values) = string_values(value) else {
            return Err(problem(
                StatusCode::BAD_REQUEST,
                "Bad Request",
                &request.localize(messages::invalid_value(name)),
            ));
        };
        if option.is_positional {
            let at = known.iter().position(|known| known.name == option.name).unwrap_or_default();
            positional.push((at, values));
        } else {
            options.push(format!("--{}={}", option.name, values.join("; ")));
        }
    }
    if !cleared.is_empty() && command.ends_with("edit") {
        options.push(format!("--clear={}", cleared.join(",")));
    }
    positional.sort_by_key(|(at, _)| *at);
    let positional = key
        .map(str::to_owned)
        .into_iter()
        .chain(positional.into_iter().flat_map(|(_, values)| values))
        .collect();
    Ok(command_args(command, options, positional))
}

fn body(request: &RequestContext) -> Result<&Map<String, Value>, Reply> {
    match &request.payload {
        Payload::Json(body) => Ok(body),
        _ => Err(problem(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Unsupported Media Type",
            &request.localize(messages::UNREADABLE_REQUEST),
        )),
    }
}

fn record_not_found(request: &RequestContext, key: &str) -> Reply {
    problem(StatusCode::NOT_FOUND, "Not Found", &request.localize(failures::no_such_record(key)))
}

/// The number or code that an address names, as it is written; none where it names no record of that kind.
fn canonical_key(request: &RequestContext, entity: Entity) -> Option<String> {
    let key = request.param(0);
    match entity.prefix() {
        Some(_) => number::parse(entity, key).map(|found| number::format(entity, found)),
        None => request.find_record(entity, key).map(|_| key.to_owned()),
    }
}

/// Does what a body says, and gives the record as it is then.
fn write(request: &RequestContext, entity: Entity, action: RecordAction) -> Result<Reply> {
    let payload = match body(request) {
        Ok(payload) => payload,
        Err(reply) => return Ok(reply),
    };
    let kind = payload.get("kind").and_then(Value::as_str).unwrap_or("call");
    if entity == Entity::Contact
        && action == RecordAction::New
        && !crate::i18n::choices::CONTACT_KIND.iter().any(|known| known.code == kind)
    {
        return Ok(problem(
            StatusCode::BAD_REQUEST,
            "Bad Request",
            &request.localize(messages::invalid_value("kind")),
        ));
    }
    let command = action.command(entity, kind);
    let mut key = None;
    if action != RecordAction::New {
        // A step finds its record by the number alone: one of another kind may be another's to change.
        let Some(found) = canonical_key(request, entity) else {
            return Ok(record_not_found(request, request.param(0)));
        };
        key = Some(found);
    }
    let args = match args_from_body(request, entity, &command, key.as_deref(), payload) {
        Ok(args) => args,
        Err(reply) => return Ok(reply),
    };
    let entry = request.if_match.as_deref().map(|text| text.trim_start_matches("W/").trim_matches('"'));
    let base_version = match (entry, &key) {
        (Some(text), Some(key)) if text != "*" => {
            // A version that there is not yet has not been seen.
            let latest = command::last_entry(&request.state.path)?;
            let Some(entry) = text.parse().ok().filter(|entry| *entry <= latest) else {
                return Ok(problem(
                    StatusCode::PRECONDITION_FAILED,
                    "Precondition Failed",
                    &request.localize(messages::VERSION_CONFLICT),
                ));
            };
            Some(SeenVersion { entity, key: key.clone(), entry })
        }
        _ => None,
    };
    let mut rows = DataRows::default();
    match run_command(request, &args, base_version, &mut rows) {
        Ok(_) => {}
        Err(error) => return Ok(request.problem(&error)),
    }
    let is_new = key.is_none();
    let code = payload.get("code").and_then(Value::as_str).map(str::to_owned);
    let key = key
        .or_else(|| code.filter(|_| entity.prefix().is_none()))
        .or_else(|| rows.lines.first().cloned())
        .unwrap_or_default();
    let at = (header::LOCATION, format!("{BASE_PATH}/{}/{}", entity.plural(), encode_segment(&key)));
    let (status, more) = if is_new { (StatusCode::CREATED, vec![at]) } else { (StatusCode::OK, Vec::new()) };
    show(request, entity, &key, status, more)
}

/// Who asks, and what a request that changes something carries where it comes with a cookie.
fn session(request: &RequestContext) -> Result<Reply> {
    let body = serde_json::json!({
        "name": request.name,
        "role": request.role.code(),
        "read_only": request.state.read_only,
        "csrf": request.state.csrf_token(&request.name),
    });
    Ok(json_reply(StatusCode::OK, serde_json::to_vec(&body)?, Vec::new()))
}

/// A question in somebody's own words: behind the path, or in the body.
fn similar(request: &RequestContext) -> Result<Reply> {
    let payload = if let Payload::Json(body) = &request.payload {
        body.get("text").and_then(Value::as_str)
    } else {
        None
    };
    let text = payload.or_else(|| value_of(&request.query, "text")).unwrap_or_default().to_owned();
    read_rows(request, "similar", vec![text], &["text"])
}

/// An address behind whose path nothing stands.
fn without_query(
    handler: impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static,
) -> MethodRouter<Arc<AppState>> {
    with_role(Role::Reader, get, move |request| match request.query.first() {
        Some((name, _)) => Ok(request.unknown_param_problem(name)),
        None => handler(request),
    })
}

/// All addresses of the interface.
pub fn routes() -> Router<Arc<AppState>> {
    let reader_get = |handler: fn(&RequestContext) -> Result<Reply>| with_role(Role::Reader, get, handler);
    let mut router = Router::new()
        .route(
            &format!("{BASE_PATH}/openapi.json"),
            without_query(|request| {
                Ok(json_reply(
                    StatusCode::OK,
                    serde_json::to_vec(&openapi::description(request))?,
                    Vec::new(),
                ))
            }),
        )
        .route(&format!("{BASE_PATH}/session"), without_query(session))
        .route(
            &format!("{BASE_PATH}/search"),
            reader_get(|request| {
                read_rows(
                    request,
                    "search",
                    vec![value_of(&request.query, "q").unwrap_or_default().to_owned()],
                    &["q"],
                )
            }),
        )
        .route(
            &format!("{BASE_PATH}/similar"),
            reader_get(similar).merge(with_role(Role::Reader, post, similar)),
        )
        .route(
            &format!("{BASE_PATH}/counts"),
            reader_get(|request| read_rows(request, "count", Vec::new(), &[])),
        )
        .route(
            &format!("{BASE_PATH}/reports/{{name}}"),
            reader_get(|request| match find_report(request.param(0)) {
                Some(report) => read_rows(request, "report", vec![report.name.to_owned()], &[]),
                None => Ok(problem(
                    StatusCode::NOT_FOUND,
                    "Not Found",
                    &request.localize(messages::PAGE_NOT_FOUND),
                )),
            }),
        )
        .route(
            &format!("{BASE_PATH}/reconciliation"),
            reader_get(|request| {
                let positional =
                    value_of(&request.query, "publication").map(str::to_owned).into_iter().collect();
                read_rows(request, "reconcile", positional, &["publication"])
            }),
        )
        .route(
            &format!("{BASE_PATH}/history"),
            reader_get(|request| read_rows(request, "history", Vec::new(), &[])),
        );
    for entity in RECORD_KINDS {
        let (at, required_role) = (format!("{BASE_PATH}/{}", entity.plural()), required_role(entity));
        router = router
            .route(
                &at,
                with_role(Role::Reader, get, move |request| list(request, entity)).merge(with_role(
                    required_role,
                    post,
                    move |request| write(request, entity, RecordAction::New),
                )),
            )
            .route(
                &format!("{at}/{{key}}"),
                without_query(move |request| {
                    show(request, entity, request.param(0), StatusCode::OK, Vec::new())
                })
                .merge(with_role(required_role, patch, move |request| {
                    write(request, entity, RecordAction::Edit)
                })),
            );
        if entity.prefix().is_some() {
            router = router.route(
                &format!("{at}/{{key}}/history"),
                with_role(Role::Reader, get, move |request| {
                    read_rows(request, "history", vec![request.param(0).to_owned()], &[])
                }),
            );
        }
        for action in RecordAction::ALL.into_iter().filter(|action| {
            action.applies_to(entity) && !matches!(action, RecordAction::New | RecordAction::Edit)
        }) {
            router = router.route(
                &format!("{at}/{{key}}/_{}", action.name()),
                with_role(required_role, post, move |request| write(request, entity, action)),
            );
        }
    }
    router.route(
        &format!("{BASE_PATH}/obstacles/{{key}}/similar"),
        reader_get(|request| read_rows(request, "similar", vec![request.param(0).to_owned()], &[])),
    )
}
