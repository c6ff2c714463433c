//! The JSON interface for programs at `/api/v1`, described at `/api/v1/openapi.json`. It runs the same commands as the
//! pages, and follows the Dutch API Design Rules as far as they apply.

use super::action::RecordAction;
use super::command_runner::{failure, run_command_on, run_to_file, run_to_file_on};
use super::filter_form::option_args;
use super::openapi::DEFAULT_LIMIT;
use super::page;
use super::query::{Allowed, MAX_LIMIT, number_param};
use super::record_lookup::{canonical_key, find_record};
use super::reply::Reply;
use super::request_context::{Payload, RequestContext, value_of};
use super::sinks::DataRows;
use super::site_command::{API_ROOT, SiteCommand};
use super::spool::Spool;
use crate::cli::{ArgInfo, SeenVersion};
use crate::command::{self, Outcome};
use crate::failure::{Failure, FailureKind};
use crate::i18n::{Text, choices, failures, site as messages};
use crate::record::Entity;
use crate::report::find_report;
use crate::view::site_page::encode_segment;
use crate::view::{Format, to_json};
use axum::http::{HeaderName, StatusCode, header};
use serde_json::{Map, Value};

/// The members of the body that changes several obstacles, besides their attributes.
pub const EDIT_MANY_MEMBERS: [&str; 3] = ["records", "link", "dry_run"];

/// Why a request failed: a problem to report to the client, or an internal error whose details stay hidden.
pub enum ApiError {
    Problem(StatusCode, Text),
    Internal(anyhow::Error),
}

pub type ApiResult<T> = Result<T, ApiError>;

impl<E: Into<anyhow::Error>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self::Internal(error.into())
    }
}

#[allow(clippy::boxed_local, reason = "commands return their failure in a box")]
fn command_failed(failure: Box<Failure>) -> ApiError {
    match failure.kind {
        FailureKind::Stale => version_conflict(),
        _ => ApiError::Problem(page::http_status(&failure), failure.text),
    }
}

fn bad_request(text: Text) -> ApiError {
    ApiError::Problem(StatusCode::BAD_REQUEST, text)
}

fn unknown_param_error(name: &str) -> ApiError {
    bad_request(messages::unknown_choice(name))
}

pub fn check_query(request: &RequestContext, allowed: Allowed<'_>) -> ApiResult<()> {
    allowed.problem(request).map_or(Ok(()), |problem| Err(bad_request(problem)))
}

fn record_not_found(key: &str) -> ApiError {
    ApiError::Problem(StatusCode::NOT_FOUND, failures::no_such_record(key))
}

fn version_conflict() -> ApiError {
    ApiError::Problem(StatusCode::PRECONDITION_FAILED, messages::VERSION_CONFLICT.into())
}

/// Reports problems as JSON. Spools every reply, because records and problems can contain long texts.
pub fn with_problems(
    handler: impl Fn(&RequestContext) -> ApiResult<Reply> + Send + Sync + 'static,
) -> impl Fn(&RequestContext) -> anyhow::Result<Reply> + Send + Sync + 'static {
    move |request| {
        let problem = |status, text| Reply::problem(status, &request.localize(text));
        let reply = match handler(request) {
            Ok(reply) => reply,
            Err(ApiError::Problem(status, text)) => problem(status, text),
            Err(ApiError::Internal(error)) => return Err(error),
        };
        Ok(reply.into_spooled(&request.visitor).unwrap_or_else(|error| {
            let failure = failure(&error.into(), request);
            problem(page::http_status(&failure), failure.text)
        }))
    }
}

fn json_rows(request: &RequestContext, args: &[String]) -> ApiResult<(Outcome, Spool)> {
    run_to_file(request, args, Format::Json).map_err(command_failed)
}

pub fn json_reply(value: &Value) -> ApiResult<Reply> {
    Ok(Reply::json(StatusCode::OK, to_json(value)?, Vec::new()))
}

/// Runs a command with the options in the query, and returns its rows. The query may also contain the parameters in
/// `own_params`, which are not options of the command.
pub fn read_rows(
    request: &RequestContext,
    command: SiteCommand,
    positional: Option<&str>,
    own_params: &[&str],
) -> ApiResult<Reply> {
    check_query(request, Allowed { command: Some(command), own: own_params, ..Allowed::default() })?;
    let mut next = None;
    if command == SiteCommand::History {
        let limit = number_param(request, "limit", 0).map_err(bad_request)?;
        next = Some(next_page(request, limit)?);
    }
    let args = command.args(option_args(request, command, &[]), positional.map(str::to_owned));
    let (outcome, rows) = json_rows(request, &args)?;
    Ok(Reply::json(StatusCode::OK, rows, next.into_iter().filter(|_| outcome.more).collect()))
}

/// Returns the `Link` header with the URL of the next page. In requests for the history, `skip` and `limit` are numbers
/// of journal entries, not of rows.
fn next_page(request: &RequestContext, limit: u64) -> ApiResult<(HeaderName, String)> {
    let skip = number_param(request, "skip", 0).map_err(bad_request)?;
    let next = request.url_with_query("skip", &skip.saturating_add(limit).to_string());
    let next = request.state.base_path.url(&next);
    Ok((header::LINK, format!("<{next}>; rel=\"next\"")))
}

pub fn list(request: &RequestContext, entity: Entity) -> ApiResult<Reply> {
    let command = SiteCommand::List(entity);
    check_query(request, Allowed { command: Some(command), ..Allowed::default() })?;
    let limit = number_param(request, "limit", DEFAULT_LIMIT).ok().filter(|limit| (1..=MAX_LIMIT).contains(limit));
    let limit = limit.ok_or_else(|| bad_request(messages::limit_out_of_range(MAX_LIMIT)))?;
    let next = next_page(request, limit)?;
    let mut args = command.args(option_args(request, command, &["limit"]), []);
    args.push(format!("--limit={limit}"));
    let (outcome, rows) = json_rows(request, &args)?;
    Ok(Reply::json(StatusCode::OK, rows, if outcome.more { vec![next] } else { Vec::new() }))
}

/// Returns a record. The `ETag` of the reply is the number of the newest journal entry, which serves as the version.
pub fn show(
    request: &RequestContext,
    entity: Entity,
    key: &str,
    status: StatusCode,
    mut headers: Vec<(HeaderName, String)>,
) -> ApiResult<Reply> {
    // Read the version before the record. A change between the two reads then causes a conflict and is not overwritten.
    let entry = command::last_entry(&request.state.config.path)?;
    let is_record = |value: &Value| match entity.prefix() {
        Some(_) => true,
        None => value.get("code").and_then(Value::as_str).is_some_and(|code| code.eq_ignore_ascii_case(key)),
    };
    let args = match entity.prefix() {
        Some(_) => {
            let number = canonical_key(entity, key).ok_or_else(|| record_not_found(key))?;
            SiteCommand::Show.args([], [number])
        }
        None => SiteCommand::List(entity).args([], []),
    };
    let rows: Vec<Value> = serde_json::from_slice(&json_rows(request, &args)?.1.read_all()?)?;
    let record = rows.into_iter().find(is_record).ok_or_else(|| record_not_found(key))?;
    headers.insert(0, (header::ETAG, format!("\"{entry}\"")));
    Ok(Reply::json(status, to_json(&record)?, headers))
}

/// Converts a JSON string, a whole JSON number, or an array of these to texts. Returns `None` for any other value,
/// including a floating-point number, because JSON libraries may have rounded it.
fn string_values(value: &Value) -> Option<Vec<String>> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        _ => None,
    };
    match value {
        Value::Array(all) => all.iter().map(text).collect(),
        value => Some(vec![text(value)?]),
    }
}

/// Finds an option by its own name or by the name of its attribute. Returns the option with its index.
fn find_option<'a>(options: &'a [ArgInfo], entity: Entity, name: &str) -> Option<(usize, &'a ArgInfo)> {
    let hyphenated = name.replace('_', "-");
    let by_attribute = entity.attribute(name).map(|attribute| attribute.option);
    options.iter().enumerate().find(|(_, option)| {
        option.name == hyphenated || option.name == name || Some(option.name.as_str()) == by_attribute
    })
}

/// Builds the command line for a JSON body. In the body, `null` clears an attribute.
fn args_from_body(
    request: &RequestContext,
    entity: Entity,
    action: RecordAction,
    key: Option<&str>,
    body: &Map<String, Value>,
) -> ApiResult<Vec<String>> {
    let contact_kind = body.get("kind").and_then(Value::as_str);
    let is_contact = entity == Entity::Contact && matches!(action, RecordAction::New | RecordAction::Edit);
    if is_contact
        && action == RecordAction::New
        && contact_kind.is_some_and(|kind| !choices::CONTACT_KIND.iter().any(|known| known.code == kind))
    {
        return Err(bad_request(messages::invalid_value("kind")));
    }
    let command = SiteCommand::change(entity, action, contact_kind);
    let known = request.state.options(command, request.lang);
    let (mut options, mut cleared, mut positional) = (Vec::new(), Vec::new(), Vec::new());
    for (name, value) in body.iter().filter(|(name, _)| !(is_contact && *name == "kind")) {
        let (index, option) = find_option(&known, entity, name).ok_or_else(|| unknown_param_error(name))?;
        if value.is_null() {
            // Pass `null` as an empty value for a new record, because an omitted option may get a default. A saved view
            // has no such options.
            if action == RecordAction::New && option.takes_value && !option.is_positional && !command.changes_view() {
                options.push(format!("--{}=", option.name));
            }
            cleared.push(option.name.as_str());
            continue;
        }
        if !option.takes_value {
            if value.as_bool().ok_or_else(|| bad_request(messages::invalid_value(name)))? {
                options.push(format!("--{}", option.name));
            } else if command.changes_view() {
                cleared.push(option.name.as_str());
            }
            continue;
        }
        let values = string_values(value).ok_or_else(|| bad_request(messages::invalid_value(name)))?;
        if option.is_positional {
            positional.push((index, values));
        } else if command.changes_view() && option.is_repeated {
            options.extend(values.iter().map(|value| format!("--{}={value}", option.name)));
        } else {
            options.push(format!("--{}={}", option.name, values.join("; ")));
        }
    }
    if !cleared.is_empty() && action == RecordAction::Edit {
        options.push(format!("--clear={}", cleared.join(",")));
    }
    positional.sort_by_key(|(index, _)| *index);
    let positional = positional.into_iter().flat_map(|(_, values)| values);
    Ok(command.args(options, key.map(str::to_owned).into_iter().chain(positional)))
}

/// The version that the client has seen, from the `If-Match` header; `None` if the client accepts any version.
fn seen_version(request: &RequestContext, entity: Entity, keys: Vec<String>) -> ApiResult<Option<SeenVersion>> {
    let tag = request.if_match.as_deref().map(|text| text.trim_start_matches("W/").trim_matches('"'));
    let Some(tag) = tag.filter(|tag| *tag != "*") else { return Ok(None) };
    let latest = command::last_entry(&request.state.config.path)?;
    // Report a conflict if the version does not exist yet, because the client cannot have seen it.
    let entry = tag.parse().ok().filter(|entry| *entry <= latest).ok_or_else(version_conflict)?;
    Ok(Some(SeenVersion { entity, keys, entry }))
}

fn json_body(request: &RequestContext) -> ApiResult<&Map<String, Value>> {
    let Payload::Json(body) = &request.payload else {
        return Err(ApiError::Problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, messages::UNREADABLE_REQUEST.into()));
    };
    Ok(body)
}

/// Performs an action with the values in the JSON body, and returns the new or changed record.
pub fn write(request: &RequestContext, entity: Entity, action: RecordAction) -> ApiResult<Reply> {
    check_query(request, Allowed::default())?;
    let body = json_body(request)?;
    let key = if action == RecordAction::New {
        None
    } else {
        // Check that the record is of kind `entity`: the role was checked for this kind only, but a command accepts a
        // record of any kind.
        let key = canonical_key(entity, request.param(0))
            .filter(|key| entity.prefix().is_some() || find_record(request, entity, key).is_some());
        Some(key.ok_or_else(|| record_not_found(request.param(0)))?)
    };
    let args = args_from_body(request, entity, action, key.as_deref(), body)?;
    let seen = match &key {
        Some(key) => seen_version(request, entity, vec![key.clone()])?,
        None => None,
    };
    let mut rows = DataRows::default();
    run_command_on(request, &args, seen, &mut rows).map_err(command_failed)?;
    if let Some(key) = key {
        return show(request, entity, &key, StatusCode::OK, Vec::new());
    }
    // The command prints the key as it was stored. The body may spell the same code differently.
    let key = rows.lines.first().map(String::as_str).unwrap_or_default();
    let location = format!("{API_ROOT}/{}/{}", entity.plural(), encode_segment(key));
    show(request, entity, key, StatusCode::CREATED, vec![(header::LOCATION, location)])
}

/// Changes several obstacles in the same way, in one journal entry. Returns a row for each attribute that changes. With
/// `dry_run`, changes nothing, and also returns a row for each obstacle that cannot be changed.
pub fn edit_many(request: &RequestContext) -> ApiResult<Reply> {
    check_query(request, Allowed::default())?;
    let (own, attributes): (Map<_, _>, Map<_, _>) =
        json_body(request)?.clone().into_iter().partition(|(name, _)| EDIT_MANY_MEMBERS.contains(&name.as_str()));
    let invalid = |name: &str| bad_request(messages::invalid_value(name));
    let list = |name: &str| own.get(name).map(|value| string_values(value).ok_or_else(|| invalid(name))).transpose();
    let records = list("records")?.filter(|records| !records.is_empty()).ok_or_else(|| invalid("records"))?;
    let mut args = args_from_body(request, Entity::Obstacle, RecordAction::Edit, None, &attributes)?;
    args.extend(list("link")?.iter().flatten().map(|target| format!("--link={target}")));
    let is_dry_run = own.get("dry_run").map(|value| value.as_bool().ok_or_else(|| invalid("dry_run"))).transpose()?;
    args.extend(is_dry_run.unwrap_or_default().then(|| "--dry-run".to_owned()));
    args.push("--".to_owned());
    args.extend(records.iter().cloned());
    let seen = seen_version(request, Entity::Obstacle, records)?;
    let (_, rows) = run_to_file_on(request, &args, seen, Format::Json).map_err(command_failed)?;
    let entry = command::last_entry(&request.state.config.path)?;
    Ok(Reply::json(StatusCode::OK, rows, vec![(header::ETAG, format!("\"{entry}\""))]))
}

/// Returns who is signed in, and the CSRF token. A client that signed in with a cookie needs the token for writes.
pub fn session(request: &RequestContext) -> ApiResult<Reply> {
    json_reply(&serde_json::json!({
        "name": request.name,
        "role": request.role.code(),
        "read_only": request.state.read_only,
        "csrf": request.state.csrf_token(&request.name),
    }))
}

/// Finds precedents for a question. The question is in the URL or, if it is too long for a URL, in the body.
pub fn similar(request: &RequestContext) -> ApiResult<Reply> {
    let from_body = match &request.payload {
        Payload::Json(body) => {
            if let Some(name) = body.keys().find(|name| *name != "text") {
                return Err(unknown_param_error(name));
            }
            let text = body.get("text").and_then(Value::as_str);
            Some(text.ok_or_else(|| bad_request(messages::invalid_value("text")))?)
        }
        _ => None,
    };
    let text = from_body.or_else(|| value_of(&request.query, "text")).unwrap_or_default();
    read_rows(request, SiteCommand::Similar, Some(text), &["text"])
}

pub fn report(request: &RequestContext) -> ApiResult<Reply> {
    let report = find_report(request.param(0))
        .ok_or_else(|| ApiError::Problem(StatusCode::NOT_FOUND, messages::PAGE_NOT_FOUND.into()))?;
    read_rows(request, SiteCommand::Report, Some(report.name), &[])
}
