//! The description of the interface for other programs, as `OpenAPI` 3.1: made of the same definitions as the interface itself.

use super::api::{BASE, MOST, ROWS, VERSION};
use super::fields::Command;
use super::routes::KINDS;
use super::step::Step;
use super::visit::Visit;
use crate::record::{Attribute, Entity, Kind};
use crate::report::REPORTS;
use crate::words::{Text, commands, failures};
use serde_json::{Map, Value, json};

/// The name of the schema of a kind of record.
fn schema_name(entity: Entity) -> String {
    let capital = |piece: &str| super::fields::capital(piece);
    entity.singular().split('-').map(capital).collect()
}

/// What the values of an attribute are.
fn kind_of(attribute: &Attribute) -> Value {
    match attribute.kind {
        Kind::Count => json!({ "type": "integer", "minimum": 0 }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Choice(choices) => {
            json!({ "type": "string", "enum": choices.iter().map(|choice| choice.code).collect::<Vec<_>>() })
        }
        _ => json!({ "type": "string" }),
    }
}

/// What can be said for an attribute: several values as a list, or as the text of a record, parted by `;`.
fn said(attribute: &Attribute) -> Value {
    match attribute.kind {
        Kind::Many(..) | Kind::Laws(_) | Kind::LawsAs(..) => several(),
        _ => kind_of(attribute),
    }
}

fn several() -> Value {
    json!({ "type": ["array", "string"], "items": { "type": "string" } })
}

/// An object with one member more.
fn with(mut object: Value, name: &str, value: Value) -> Value {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
    object
}

/// The same, or nothing.
fn or_null(mut kind: Value) -> Value {
    if let Some(all) = kind.get_mut("enum").and_then(Value::as_array_mut) {
        all.push(Value::Null);
    }
    let kinds = match kind.get("type").cloned() {
        Some(Value::Array(all)) => all.into_iter().chain([json!("null")]).collect(),
        Some(name) => vec![name, json!("null")],
        None => return kind,
    };
    with(kind, "type", json!(kinds))
}

fn described(visit: &Visit, attribute: &Attribute, kind: Value) -> Value {
    with(kind, "description", json!(visit.say(attribute.words.help)))
}

/// A record as it is given.
fn record(visit: &Visit, entity: Entity) -> Value {
    let given =
        entity.attributes().iter().filter(|attribute| !attribute.only_with_void && !attribute.tells_who());
    let mut properties = Map::new();
    for attribute in given.clone() {
        let kind = described(visit, attribute, or_null(kind_of(attribute)));
        properties.insert(attribute.name.to_owned(), kind);
    }
    let required: Vec<&str> = given.map(|attribute| attribute.name).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

/// A body of what a command takes.
fn body(visit: &Visit, entity: Entity, step: Step) -> Value {
    let command = step.command(entity, "call");
    let mut properties = Map::new();
    let mut required = Vec::new();
    for option in visit.site.options(&command, visit.lang).iter() {
        let attribute = super::fields::attribute_of(entity, &command, &option.name);
        let name = if matches!(step, Step::New | Step::Edit) {
            attribute.map_or_else(|| option.name.replace('-', "_"), |attribute| attribute.name.to_owned())
        } else {
            option.name.replace('-', "_")
        };
        let kind = match attribute {
            Some(attribute) => said(attribute),
            None if option.is_repeated => several(),
            None => json!({ "type": "string" }),
        };
        let kind = if step == Step::Edit { or_null(kind) } else { kind };
        let kind = with(kind, "description", json!(option.help));
        let of = Command { entity, command: command.clone() };
        // What a record has stays where a change does not name it.
        if step != Step::Edit && of.needs(option, attribute) {
            required.push(name.clone());
        }
        properties.insert(name, kind);
    }
    if entity == Entity::Contact && step == Step::New {
        let kinds: Vec<&str> = crate::words::terms::CONTACT_KIND.iter().map(|kind| kind.code).collect();
        properties.insert("kind".to_owned(), json!({ "type": "string", "enum": kinds }));
    }
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// What stands behind the path for a command.
fn parameters(visit: &Visit, command: &str) -> Vec<Value> {
    let options = visit.site.options(command, visit.lang);
    options
        .iter()
        .filter(|option| !option.is_positional)
        .map(|option| {
            let kind = match (option.name.as_str(), option.takes_value) {
                ("limit" | "skip", _) => json!({ "type": "integer", "minimum": 0, "maximum": MOST }),
                (_, false) => json!({ "type": "string", "enum": ["1"] }),
                _ if option.is_repeated => json!({ "type": "array", "items": { "type": "string" } }),
                _ => json!({ "type": "string" }),
            };
            json!({ "name": option.name, "in": "query", "description": option.help, "required": false, "schema": kind })
        })
        .collect()
}

fn in_path(name: &str, description: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "description": description, "schema": { "type": "string" } })
}

fn answers(status: &str, description: &str, schema: Value) -> Value {
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

fn rows() -> Value {
    json!({ "type": "array", "items": { "type": "object" } })
}

/// The description, in the language of who asks.
pub fn description(visit: &Visit) -> Value {
    let say = |text: Text| visit.say(text);
    let about = |command: &str| say(commands::about(command).unwrap_or_default());
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    for entity in KINDS {
        let name = schema_name(entity);
        let list = super::list::lists(entity);
        schemas.insert(name.clone(), record(visit, entity));
        let reference = json!({ "$ref": format!("#/components/schemas/{name}") });
        let key = in_path("key", &visit.say(entity.key().words.help));
        let tags = json!([entity.plural()]);
        let write = |step: Step, id: String, status: &str| {
            json!({
                "operationId": id,
                "tags": tags,
                "summary": about(&step.command(entity, "call")),
                "requestBody": { "required": true, "content": { "application/json": { "schema": body(visit, entity, step) } } },
                "responses": answers(status, &name, reference.clone()),
            })
        };
        let with_key = |step: Step, id: String| {
            let mut operation = write(step, id, "200");
            if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
                responses.insert("412".to_owned(), json!({ "$ref": "#/components/responses/changed" }));
            }
            with(operation, "parameters", json!([key, { "$ref": "#/components/parameters/if_match" }]))
        };
        paths.insert(
            format!("/{}", entity.plural()),
            json!({
                "get": {
                    "operationId": format!("list_{}", entity.table()),
                    "tags": tags,
                    "summary": about(&list),
                    "description": format!("limit: {ROWS}, {MOST}"),
                    "parameters": parameters(visit, &list),
                    "responses": answers("200", &say(failures::entities(entity.singular()).into()), json!({ "type": "array", "items": reference })),
                },
                "post": write(Step::New, format!("add_{}", entity.table()), "201"),
            }),
        );
        paths.insert(
            format!("/{}/{{key}}", entity.plural()),
            json!({
                "get": {
                    "operationId": format!("show_{}", entity.table()),
                    "tags": tags,
                    "summary": about("show"),
                    "parameters": [key],
                    "responses": answers("200", &name, reference.clone()),
                },
                "patch": with_key(Step::Edit, format!("edit_{}", entity.table())),
            }),
        );
        for step in
            Step::ALL.into_iter().filter(|step| step.suits(entity) && !matches!(step, Step::New | Step::Edit))
        {
            paths.insert(
                format!("/{}/{{key}}/_{}", entity.plural(), step.name()),
                json!({ "post": with_key(step, format!("{}_{}", step.name(), entity.table())) }),
            );
        }
        if entity.prefix().is_some() {
            paths.insert(
                format!("/{}/{{key}}/history", entity.plural()),
                json!({ "get": reading(visit, "history", &format!("history_of_{}", entity.table()), vec![key]) }),
            );
        }
    }
    let question = |name: &str, required: bool| json!({ "name": name, "in": "query", "required": required, "schema": { "type": "string" } });
    let reports: Vec<&str> = REPORTS.iter().map(|report| report.name).collect();
    let report = json!({ "name": "name", "in": "path", "required": true, "schema": { "type": "string", "enum": reports } });
    let key = in_path("key", &visit.say(Entity::Obstacle.key().words.help));
    for (path, command, id, more) in [
        ("/search", "search", "search", vec![question("q", true)]),
        ("/similar", "similar", "similar", vec![question("text", true)]),
        ("/obstacles/{key}/similar", "similar", "similar_to_obstacle", vec![key]),
        ("/counts", "count", "count", Vec::new()),
        ("/reports/{name}", "report", "report", vec![report]),
        ("/reconciliation", "reconcile", "reconcile", vec![question("publication", false)]),
        ("/history", "history", "history", Vec::new()),
    ] {
        paths.insert(path.to_owned(), json!({ "get": reading(visit, command, id, more) }));
    }
    // A question that is longer than an address can be.
    let asked = reading(visit, "similar", "similar_to_text", Vec::new());
    let text =
        json!({ "type": "object", "properties": { "text": { "type": "string" } }, "required": ["text"] });
    let taken = json!({ "required": true, "content": { "application/json": { "schema": text } } });
    if let Some(Value::Object(operations)) = paths.get_mut("/similar") {
        operations.insert("post".to_owned(), with(asked, "requestBody", taken));
    }
    let session = json!({
        "type": "object",
        "properties": { "name": { "type": "string" }, "role": { "type": "string", "enum": ["reader", "officer", "admin"] }, "read_only": { "type": "boolean" }, "csrf": { "type": "string" } },
        "required": ["name", "role", "read_only", "csrf"],
    });
    paths.insert(
        "/session".to_owned(),
        json!({ "get": { "operationId": "session", "summary": "session", "responses": answers("200", "session", session) } }),
    );
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
            "version": VERSION,
            "description": say(commands::PROGRAM.into()),
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": BASE }],
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
                "cookie": { "type": "apiKey", "in": "cookie", "name": visit.site.cookie() },
                "key": { "type": "http", "scheme": "bearer" },
            },
        },
    })
}

fn reading(visit: &Visit, command: &str, id: &str, more: Vec<Value>) -> Value {
    let parameters: Vec<Value> = more.into_iter().chain(parameters(visit, command)).collect();
    json!({
        "operationId": id,
        "summary": visit.say(commands::about(command).unwrap_or_default()),
        "parameters": parameters,
        "responses": answers("200", command, rows()),
    })
}
