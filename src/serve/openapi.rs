//! The `OpenAPI` 3.1 description of the JSON interface, derived from the same definitions as the interface itself.

use super::action::{RecordAction, record_kinds};
use super::form_fields::FormOption;
use super::query::{FLAG_VALUE, MAX_LIMIT};
use super::reply::API_VERSION;
use super::request_context::RequestContext;
use super::site_command::{API_ROOT, SiteCommand};
use super::text::capitalize;
use crate::cli;
use crate::command::MAX_RECORDS;
use crate::i18n::{change_page, choices, usage};
use crate::record::{Attribute, Entity, Kind};
use crate::report::REPORTS;
use serde_json::{Map, Value, json};

/// The maximum number of records in a reply if the request sets no limit.
pub const DEFAULT_LIMIT: u64 = 100;

fn schema_name(entity: Entity) -> String {
    entity.singular().split('-').map(capitalize).collect()
}

fn schema_type(attribute: &Attribute) -> Value {
    match attribute.kind {
        Kind::Count => json!({ "type": "integer", "minimum": 0 }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Choice(choices) => {
            json!({ "type": "string", "enum": choices.iter().map(|choice| choice.code).collect::<Vec<_>>() })
        }
        _ => json!({ "type": "string" }),
    }
}

/// Attributes with several values accept an array, or one string with the values separated by `;`.
fn input_schema(attribute: &Attribute) -> Value {
    match attribute.kind {
        Kind::References(..) | Kind::Laws(_) | Kind::LawCitations(..) => string_list(),
        _ => schema_type(attribute),
    }
}

fn string_list() -> Value {
    json!({ "type": ["array", "string"], "items": { "type": "string" } })
}

fn with_member(mut object: Value, name: &str, value: Value) -> Value {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
    object
}

fn nullable(mut kind: Value) -> Value {
    if let Some(all) = kind.get_mut("enum").and_then(Value::as_array_mut) {
        all.push(Value::Null);
    }
    let kinds = match kind.get("type").cloned() {
        Some(Value::Array(all)) => all.into_iter().chain([json!("null")]).collect(),
        Some(name) => vec![name, json!("null")],
        None => return kind,
    };
    with_member(kind, "type", json!(kinds))
}

fn record_schema(request: &RequestContext, entity: Entity) -> Value {
    let exported =
        entity.attributes().iter().filter(|attribute| !attribute.is_void_only && !attribute.identifies_person());
    let mut properties = Map::new();
    for attribute in exported.clone() {
        let kind = nullable(schema_type(attribute));
        let kind = with_member(kind, "description", json!(request.localize(attribute.i18n.help)));
        properties.insert(attribute.name.to_owned(), kind);
    }
    let required: Vec<&str> = exported.map(|attribute| attribute.name).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

fn body_schema(request: &RequestContext, entity: Entity, action: RecordAction) -> Value {
    let command = SiteCommand::change(entity, action, None);
    let mut properties = Map::new();
    let mut required = Vec::new();
    for option in request.state.options(command, request.lang).iter() {
        let form_option = FormOption::new(command, option);
        let attribute = form_option.attribute;
        let name = match attribute {
            Some(attribute) if matches!(action, RecordAction::New | RecordAction::Edit) && !form_option.is_filter() => {
                attribute.name.to_owned()
            }
            _ => option.name.replace('-', "_"),
        };
        let kind = match attribute {
            // A condition of a filter accepts more than the attribute, such as the status `open`.
            Some(attribute) if option.takes_value && !form_option.is_filter() && !form_option.is_columns() => {
                input_schema(attribute)
            }
            _ if !option.takes_value => json!({ "type": "boolean" }),
            _ if option.is_repeated => string_list(),
            _ => json!({ "type": "string" }),
        };
        // An edit leaves omitted attributes unchanged, and clears attributes that are null.
        let kind = if action == RecordAction::Edit { nullable(kind) } else { kind };
        if action != RecordAction::Edit && form_option.is_required() {
            required.push(name.clone());
        }
        properties.insert(name, with_member(kind, "description", json!(option.help)));
    }
    if entity == Entity::Contact && action == RecordAction::New {
        let kinds: Vec<&str> = choices::CONTACT_KIND.iter().map(|kind| kind.code).collect();
        properties.insert("kind".to_owned(), json!({ "type": "string", "enum": kinds }));
    }
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// Describes the options of a command as query parameters.
fn parameters(request: &RequestContext, command: SiteCommand) -> Vec<Value> {
    let options = request.state.options(command, request.lang);
    options
        .iter()
        .filter(|option| !option.is_positional)
        .map(|option| {
            let kind = match (option.name.as_str(), option.takes_value) {
                ("limit" | "skip", _) => json!({ "type": "integer", "minimum": 0, "maximum": MAX_LIMIT }),
                (_, false) => json!({ "type": "string", "enum": [FLAG_VALUE] }),
                _ if option.is_repeated => json!({ "type": "array", "items": { "type": "string" } }),
                _ => json!({ "type": "string" }),
            };
            json!({ "name": option.name, "in": "query", "description": option.help, "required": false, "schema": kind })
        })
        .collect()
}

fn path_parameter(name: &str, description: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "description": description, "schema": { "type": "string" } })
}

fn responses(status: &str, description: &str, schema: Value) -> Value {
    let mut all = Map::new();
    all.insert(
        status.to_owned(),
        json!({
            "description": description,
            "headers": { "API-Version": { "schema": { "type": "string" }, "description": "version" } },
            "content": { "application/json": { "schema": schema } },
        }),
    );
    for (status, name) in
        [("400", "invalid"), ("401", "who"), ("403", "not_allowed"), ("404", "not_there"), ("503", "busy")]
    {
        all.insert(status.to_owned(), json!({ "$ref": format!("#/components/responses/{name}") }));
    }
    Value::Object(all)
}

fn about(request: &RequestContext, command: SiteCommand) -> String {
    cli::command_help(&command.name()).map_or_else(String::new, |help| help.about.get(request.lang).to_owned())
}

fn add_record_paths(request: &RequestContext, entity: Entity, paths: &mut Map<String, Value>) {
    let name = schema_name(entity);
    let list = SiteCommand::List(entity);
    let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
    let key = path_parameter("key", &request.localize(entity.key().i18n.help));
    let tags = json!([entity.plural()]);
    let write = |action: RecordAction, id: String, status: &str| {
        json!({
            "operationId": id,
            "tags": tags,
            "summary": about(request, SiteCommand::change(entity, action, None)),
            "requestBody": { "required": true, "content": { "application/json": { "schema": body_schema(request, entity, action) } } },
            "responses": responses(status, &name, reference.clone()),
        })
    };
    let with_key = |action: RecordAction, id: String| {
        let mut operation = write(action, id, "200");
        if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
            responses.insert("412".to_owned(), json!({ "$ref": "#/components/responses/changed" }));
        }
        with_member(operation, "parameters", json!([key, { "$ref": "#/components/parameters/if_match" }]))
    };
    paths.insert(
            format!("/{}", entity.plural()),
            json!({
                "get": {
                    "operationId": format!("list_{}", entity.table()),
                    "tags": tags,
                    "summary": about(request, list),
                    "description": format!("limit: {DEFAULT_LIMIT}, {MAX_LIMIT}"),
                    "parameters": parameters(request, list),
                    "responses": responses("200", &request.localize(entity.plural_label()), json!({ "type": "array", "items": reference })),
                },
                "post": write(RecordAction::New, format!("add_{}", entity.table()), "201"),
            }),
        );
    paths.insert(
        format!("/{}/{{key}}", entity.plural()),
        json!({
            "get": {
                "operationId": format!("show_{}", entity.table()),
                "tags": tags,
                "summary": about(request, SiteCommand::Show),
                "parameters": [key],
                "responses": responses("200", &name, reference.clone()),
            },
            "patch": with_key(RecordAction::Edit, format!("edit_{}", entity.table())),
        }),
    );
    for action in RecordAction::steps_for(entity) {
        paths.insert(
            format!("/{}/{{key}}/_{}", entity.plural(), action.name()),
            json!({ "post": with_key(action, format!("{}_{}", action.name(), entity.table())) }),
        );
    }
    if entity.prefix().is_some() {
        paths.insert(
                format!("/{}/{{key}}/history", entity.plural()),
                json!({ "get": read_operation(request, SiteCommand::History, &format!("history_of_{}", entity.table()), vec![key]) }),
            );
    }
}

/// Describes the request that changes several obstacles: the attributes of an edit, and what only this request has.
fn edit_many_path(request: &RequestContext) -> Value {
    let command = SiteCommand::change(Entity::Obstacle, RecordAction::Edit, None);
    let mut schema = body_schema(request, Entity::Obstacle, RecordAction::Edit);
    let own = [
        (
            "records",
            with_member(string_list(), "description", json!(request.localize(change_page::numbers_help(MAX_RECORDS)))),
        ),
        ("link", with_member(string_list(), "description", json!(request.localize(change_page::LINK_HELP)))),
        ("dry_run", json!({ "type": "boolean", "description": request.localize(change_page::DRY_RUN_HELP) })),
    ];
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.extend(own.map(|(name, kind)| (name.to_owned(), kind)));
    }
    let schema = with_member(schema, "required", json!(["records"]));
    let nullable_text = || json!({ "type": ["string", "null"] });
    let fates: Vec<&str> = choices::FATE.iter().map(|fate| fate.code).collect();
    let row = json!({
        "type": "object",
        "properties": {
            "number": { "type": "string" },
            "title": nullable_text(),
            "fate": { "type": "string", "enum": fates },
            "why": nullable_text(),
            "attribute": nullable_text(),
            "before": nullable_text(),
            "after": nullable_text(),
        },
        "required": ["number", "title", "fate", "why", "attribute", "before", "after"],
    });
    let mut responses = responses("200", &command.name(), json!({ "type": "array", "items": row }));
    if let Some(responses) = responses.as_object_mut() {
        responses.insert("412".to_owned(), json!({ "$ref": "#/components/responses/changed" }));
    }
    json!({ "post": {
        "operationId": "edit_obstacles",
        "tags": [Entity::Obstacle.plural()],
        "summary": about(request, command),
        "parameters": [{ "$ref": "#/components/parameters/if_match" }],
        "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
        "responses": responses,
    } })
}

fn add_other_paths(request: &RequestContext, paths: &mut Map<String, Value>) {
    let query_parameter = |name: &str, required: bool| json!({ "name": name, "in": "query", "required": required, "schema": { "type": "string" } });
    let reports: Vec<&str> = REPORTS.iter().map(|report| report.name).collect();
    let report =
        json!({ "name": "name", "in": "path", "required": true, "schema": { "type": "string", "enum": reports } });
    let key = path_parameter("key", &request.localize(Entity::Obstacle.key().i18n.help));
    for (path, command, id, more) in [
        ("/search", SiteCommand::Search, "search", vec![query_parameter("q", true)]),
        ("/similar", SiteCommand::Similar, "similar", vec![query_parameter("text", true)]),
        ("/obstacles/{key}/similar", SiteCommand::Similar, "similar_to_obstacle", vec![key.clone()]),
        ("/obstacles/{key}/reply", SiteCommand::Reply, "reply_to_obstacle", vec![key]),
        ("/counts", SiteCommand::Count, "count", Vec::new()),
        ("/reports/{name}", SiteCommand::Report, "report", vec![report]),
        ("/reconciliation", SiteCommand::Reconcile, "reconcile", vec![query_parameter("publication", false)]),
        ("/history", SiteCommand::History, "history", Vec::new()),
    ] {
        paths.insert(path.to_owned(), json!({ "get": read_operation(request, command, id, more) }));
    }
    // Describe POST as well as GET, because a question may be too long for a URL.
    let operation = read_operation(request, SiteCommand::Similar, "similar_to_text", Vec::new());
    let text = json!({ "type": "object", "properties": { "text": { "type": "string" } }, "required": ["text"], "additionalProperties": false });
    let request_body = json!({ "required": true, "content": { "application/json": { "schema": text } } });
    if let Some(Value::Object(operations)) = paths.get_mut("/similar") {
        operations.insert("post".to_owned(), with_member(operation, "requestBody", request_body));
    }
    let session = json!({
        "type": "object",
        "properties": { "name": { "type": "string" }, "role": { "type": "string", "enum": ["reader", "officer", "admin"] }, "read_only": { "type": "boolean" }, "csrf": { "type": "string" } },
        "required": ["name", "role", "read_only", "csrf"],
    });
    paths.insert(
        "/session".to_owned(),
        json!({ "get": { "operationId": "session", "summary": "session", "responses": responses("200", "session", session) } }),
    );
}

/// Builds the whole `OpenAPI` document, with descriptions in the language of the request.
pub fn description(request: &RequestContext) -> Value {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for entity in record_kinds() {
        schemas.insert(schema_name(entity), record_schema(request, entity));
        add_record_paths(request, entity, &mut paths);
    }
    add_other_paths(request, &mut paths);
    paths.insert("/obstacles/_edit".to_owned(), edit_many_path(request));
    schemas.insert(
        "Problem".to_owned(),
        json!({
            "type": "object",
            "properties": { "type": { "type": "string" }, "title": { "type": "string" }, "status": { "type": "integer" }, "detail": { "type": "string" } },
            "required": ["type", "title", "status", "detail"],
        }),
    );
    let problem = |description: &str| {
        json!({
            "description": description,
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        })
    };
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "ruimte",
            "version": API_VERSION,
            "description": request.localize(usage::PROGRAM),
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": request.state.base_path.url(API_ROOT) }],
        "security": [{ "cookie": [] }, { "key": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": {
                "if_match": { "name": "If-Match", "in": "header", "required": false, "schema": { "type": "string" }, "description": "ETag" },
            },
            "responses": {
                "invalid": problem("400"),
                "who": problem("401"),
                "not_allowed": problem("403"),
                "not_there": problem("404"),
                "changed": problem("412"),
                "busy": problem("503"),
            },
            "securitySchemes": {
                "cookie": { "type": "apiKey", "in": "cookie", "name": request.state.cookie_name() },
                "key": { "type": "http", "scheme": "bearer" },
            },
        },
    })
}

fn read_operation(request: &RequestContext, command: SiteCommand, id: &str, more: Vec<Value>) -> Value {
    let parameters: Vec<Value> = more.into_iter().chain(parameters(request, command)).collect();
    json!({
        "operationId": id,
        "summary": about(request, command),
        "parameters": parameters,
        "responses": responses("200", &command.name(), json!({ "type": "array", "items": { "type": "object" } })),
    })
}
