//! The API description is valid OpenAPI, and every response conforms to it.

use crate::common::Sandbox;
use crate::routes::KINDS;
use crate::server::{Server, demo_with_template};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The official JSON schema of OpenAPI 3.1; see `openapi-3.1/README.md`.
const OFFICIAL: &str = include_str!("openapi-3.1/schema.json");

#[track_caller]
pub fn schema_errors(schema: &Value, value: &Value) -> Vec<String> {
    let options = jsonschema::options().should_validate_formats(true);
    let validator: Validator = options.build(schema).unwrap_or_else(|error| panic!("{error}: {schema}"));
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_description_is_valid_in_both_languages() {
    let server = Server::demo();
    let official: Value = serde_json::from_str(OFFICIAL).unwrap();
    let in_language = |lang: &str| {
        let request = server.program("GET", "/api/v1/openapi.json").header("Accept-Language", lang);
        let described = request.send().expect_status(200).json();
        assert_eq!(schema_errors(&official, &described), Vec::<String>::new());
        described
    };
    let (english, dutch) = (in_language("en"), in_language("nl-NL,nl;q=0.9,en;q=0.8"));
    assert_eq!(english["openapi"], "3.1.0");
    assert_ne!(english["info"]["description"], dutch["info"]["description"]);
    // The official schema must reject an invalid description; otherwise this test would prove nothing.
    let mut bad = english.clone();
    bad["paths"]["/obstacles"]["get"]["responses"] = json!([]);
    assert_ne!(schema_errors(&official, &bad), Vec::<String>::new());
    // Checks that every `$ref` points to something, and that every schema is valid.
    let mut references = BTreeSet::new();
    walk(&english, &mut |at, value| {
        if let Some(to) = value.get("$ref").and_then(Value::as_str) {
            references.insert(to.to_owned());
        }
        if at == "schema" {
            jsonschema::meta::validate(value).unwrap_or_else(|error| panic!("{error}: {value}"));
        }
    });
    assert!(references.len() > 15, "{references:?}");
    for to in &references {
        let pointer = to.strip_prefix('#').unwrap();
        assert!(english.pointer(pointer).is_some(), "{to} leads nowhere");
    }
    for schema in english["components"]["schemas"].as_object().unwrap().values() {
        jsonschema::meta::validate(schema).unwrap();
    }
    // Checks that each operation has a unique id, a summary, one success response and the error responses.
    let mut names = BTreeSet::new();
    for (path, operations) in english["paths"].as_object().unwrap() {
        assert!(!path.ends_with('/'), "{path}");
        for (method, operation) in operations.as_object().unwrap() {
            let what = format!("{method} {path}");
            assert!(names.insert(operation["operationId"].as_str().unwrap().to_owned()), "{what}");
            assert!(!operation["summary"].as_str().unwrap().is_empty(), "{what}");
            let responses = operation["responses"].as_object().unwrap();
            for status in ["400", "401", "403", "404", "503"] {
                assert!(responses.contains_key(status), "{what}: {status}");
            }
            let ways = responses.keys().filter(|status| status.starts_with('2')).count();
            assert_eq!(ways, 1, "{what}");
            let in_path = path.matches('{').count();
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let described = parameters.iter().filter(|parameter| parameter["in"] == "path").count();
            assert_eq!(described, in_path, "{what}");
        }
    }
}

fn walk(value: &Value, each: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(all) => {
            for (name, value) in all {
                each(name, value);
                walk(value, each);
            }
        }
        Value::Array(all) => all.iter().for_each(|value| walk(value, each)),
        _ => {}
    }
}

/// The schema of an operation's response. Includes all components, so that references in the schema resolve.
pub fn schema_of(described: &Value, path: &str, method: &str, status: &str) -> Value {
    let response = &described["paths"][path][method]["responses"][status];
    let schema = &response["content"]["application/json"]["schema"];
    assert!(schema.is_object(), "{method} {path}: {response}");
    json!({ "allOf": [schema], "components": described["components"] })
}

/// The demonstration register has no saved views and no reply templates, so this server has one more of each.
fn demo_with_a_view() -> (Sandbox, Server) {
    let sandbox = demo_with_template();
    sandbox.run("view add Open --status open --columns number,title --for-all").ok();
    let server = Server::new(&sandbox, "");
    (sandbox, server)
}

#[test]
fn every_response_conforms_to_the_description() {
    let (_sandbox, server) = demo_with_a_view();
    let described = server.data("/openapi.json");
    let mut requests = 0;
    for (path, operations) in described["paths"].as_object().unwrap() {
        if operations.get("get").is_none() {
            continue;
        }
        let first = path.split('/').nth(1).unwrap();
        let key = KINDS.iter().find(|(kind, ..)| *kind == first).map_or("", |(_, key, _)| key);
        let target = path.replace("{key}", key).replace("{name}", "laws");
        let query = match first {
            "search" => "?q=student",
            "similar" => "?text=Mag%20een%20student%20dit%3F",
            _ => "",
        };
        let response = server.data(&format!("{target}{query}"));
        let schema = schema_of(&described, path, "get", "200");
        assert_eq!(schema_errors(&schema, &response), Vec::<String>::new(), "GET {path}");
        if let Some(all) = response.as_array() {
            assert!(
                !all.is_empty() || path == "/figures/{key}/history" || path.ends_with("/history"),
                "{path} gave nothing to look at"
            );
        }
        requests += 1;
    }
    assert!(requests > 35, "{requests}");
}

#[test]
fn a_record_has_exactly_the_attributes_in_the_description() {
    let (_sandbox, server) = demo_with_a_view();
    let described = server.data("/openapi.json");
    for (kind, key, _) in KINDS {
        let at = format!("/{kind}/{{key}}");
        let schema = &described["paths"][&at]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let pointer = schema["$ref"].as_str().unwrap().trim_start_matches('#');
        let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
        let known = names(&described.pointer(pointer).unwrap()["properties"]);
        let one = server.data(&format!("/{kind}/{key}"));
        assert_eq!(names(&one), known, "{kind}");
        let list = server.data(&format!("/{kind}"));
        let in_list =
            list.as_array().unwrap().iter().find(|row| row.as_object().unwrap().values().any(|value| value == key));
        assert_eq!(in_list, Some(&one), "{kind}: in the list as by itself");
    }
}
