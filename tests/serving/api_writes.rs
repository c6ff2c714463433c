//! A write through the API is recorded exactly as the same write by the command line, or not at all.

use crate::api_description::{schema_errors, schema_of};
use crate::common::Sandbox;
use crate::http_client::{Request, Response};
use crate::server::{Server, entry_count};
use serde_json::{Value, json};

/// An API client that validates its requests and the responses against the API description.
struct Program<'a> {
    server: &'a Server,
    described: Value,
}

impl<'a> Program<'a> {
    fn new(server: &'a Server) -> Self {
        Self { server, described: server.data("/openapi.json") }
    }

    fn request(&self, method: &str, path: &str, body: &Value) -> Request {
        self.server.program(method, &format!("/api/v1{path}")).json(body)
    }

    fn done(
        &self,
        method: &str,
        path: &str,
        body: &Value,
        described: &str,
        status: u16,
        more: &[(&str, &str)],
    ) -> Response {
        let operation = &self.described["paths"][described][method.to_lowercase()];
        let taken = &operation["requestBody"]["content"]["application/json"]["schema"];
        let taken = json!({ "allOf": [taken], "components": self.described["components"] });
        assert_eq!(schema_errors(&taken, body), Vec::<String>::new(), "{method} {path}: {body}");
        let request =
            more.iter().fold(self.request(method, path, body), |request, (name, value)| request.header(name, *value));
        let response = request.send().expect_status(status);
        assert_eq!(response.header("content-type"), Some("application/json"));
        assert_eq!(response.header("api-version"), Some("1.0.0"));
        let schema = schema_of(&self.described, described, &method.to_lowercase(), &status.to_string());
        assert_eq!(schema_errors(&schema, &response.json()), Vec::<String>::new(), "{method} {path}");
        response
    }
}

/// Test data for creating and changing a record of one kind.
struct Kind {
    plural: &'static str,
    new: Value,
    /// The number or code of the new record, as it appears in the record's address, must begin with this text.
    key: &'static str,
    /// An attribute, its value in the new record, and its value after the test has changed the record.
    change: (&'static str, &'static str, &'static str),
    /// An optional attribute with a value. The test first sets the attribute to this value, and later clears it.
    empty: (&'static str, Value),
    /// An attribute, and a value that is invalid for that attribute.
    bad: (&'static str, Value),
    /// A number or code that no record has.
    none: &'static str,
}

fn kinds() -> Vec<Kind> {
    vec![
        Kind {
            plural: "obstacles",
            new: json!({ "title": "Mag een student alleen de wijk in?", "question": "Onze studenten\nwillen \"zelf\".", "ministry": "VWS", "involved": ["OCW", "SZW"], "region": "6", "received": "2018-05-12", "laws": "BWBR0007625 art. 7.2.8" }),
            key: "B-071",
            change: ("title", "Mag een student alleen de wijk in?", "Mag een student zelfstandig de wijk in?"),
            empty: ("region", json!("6")),
            bad: ("received", json!("31-02-2018")),
            none: "B-999",
        },
        Kind {
            plural: "contacts",
            new: json!({ "kind": "meeting", "obstacles": ["B-001", "B-002"], "ministry": "OCW", "note": "Afgesproken", "party": "Gemeente", "date": "2018-05-12" }),
            key: "C-",
            change: ("party", "Gemeente", "Provincie"),
            empty: ("note", json!("Afgesproken")),
            bad: ("ministry", json!("XYZ")),
            none: "C-999",
        },
        Kind {
            plural: "factsheets",
            new: json!({ "title": "Alleen de wijk in", "summary": "Het mag.", "published": "2018-05-12" }),
            key: "F-",
            change: ("title", "Alleen de wijk in", "Zelfstandig de wijk in"),
            empty: ("summary", json!("Het mag.")),
            bad: ("published", json!("2018-13-01")),
            none: "F-99",
        },
        Kind {
            plural: "schemes",
            new: json!({ "title": "Regeling wijk", "url": "https://example.org/wijk" }),
            key: "S-",
            change: ("title", "Regeling wijk", "Regeling zelfstandig de wijk in"),
            empty: ("url", json!("https://example.org/wijk")),
            bad: ("law", json!("BWBR")),
            none: "S-99",
        },
        Kind {
            plural: "themes",
            new: json!({ "code": "wijk / één", "nl": "in de wijk", "en": "in the district", "identifier": "https://example.org/id/wijk" }),
            key: "wijk%20%2F%20%C3%A9%C3%A9n",
            change: ("nl", "in de wijk", "in en om de wijk"),
            empty: ("identifier", json!("https://example.org/id/wijk")),
            bad: ("identifier", json!(["a", {}])),
            none: "nergens",
        },
    ]
}

#[test]
fn records_are_created_changed_and_cleared_and_bad_input_is_refused() {
    for kind in kinds() {
        let sandbox = Sandbox::demo();
        let server = Server::new(&sandbox, "");
        let program = Program::new(&server);
        let (all, one) = (format!("/{}", kind.plural), format!("/{}/{{key}}", kind.plural));
        let made = program.done("POST", &all, &kind.new, &all, 201, &[]);
        let at = made.header("location").unwrap().strip_prefix("/api/v1").unwrap().to_owned();
        assert!(at.starts_with(&format!("/{}/{}", kind.plural, kind.key)), "{at}");
        let first = made.header("etag").unwrap().to_owned();
        assert!(first.starts_with('"') && first.ends_with('"') && first.len() > 2, "{first}");
        let again = server.program("GET", &format!("/api/v1{at}")).send().expect_status(200);
        assert_eq!((again.json(), again.header("etag")), (made.json(), Some(first.as_str())));
        let (name, before, after) = kind.change;
        assert_eq!(again.json()[name], before);
        assert_eq!(entry_count(&sandbox), 2, "{at}");
        let matching = [("If-Match", first.as_str())];
        let changed = program.done("PATCH", &at, &json!({ name: after }), &one, 200, &matching);
        assert_eq!(changed.json()[name], after);
        let second = changed.header("etag").unwrap().to_owned();
        assert_ne!(first, second);
        let kept = sandbox.register_bytes();
        let unchanged = |what: &str| assert!(sandbox.register_bytes() == kept, "{at}: {what} was recorded");
        // A change with a stale or invalid ETag is refused, and nothing is recorded.
        for stale in [first.as_str(), "\"999999\"", "\"0\"", "\"-1\"", "\"x\"", "\"\"", "1 2"] {
            let request = program.request("PATCH", &at, &json!({ name: "te laat" })).header("If-Match", stale);
            let response = request.send();
            assert_eq!(response.status, 412, "{stale}");
            assert_eq!(response.problem(412), "this has changed since that version; request it again");
            unchanged(stale);
        }
        for (body, status) in [
            (json!({ "colour": "red" }), 400),
            (json!({ "colour": null }), 400),
            (json!({ kind.bad.0: kind.bad.1 }), 400),
            (json!({ name: after, kind.bad.0: kind.bad.1 }), 400),
            (json!({ name: {} }), 400),
            (json!({ name: true }), 400),
            (json!({ "clear": name }), 400),
            (json!({ "actor": "Iemand" }), 400),
            (json!({ "register": "/tmp/other" }), 400),
            (json!({ "edit": name }), 400),
            (json!({ "dry_run": "1" }), 400),
            (json!({ "dry-run": "1" }), 400),
        ] {
            let response = program.request("PATCH", &at, &body).send();
            assert_eq!(response.status, status, "{at}: {body}: {}", response.text());
            assert!(response.problem(status).len() > 10);
            unchanged(&body.to_string());
        }
        for body in [json!({}), json!({ "colour": "red" }), json!({ kind.bad.0: kind.bad.1 })] {
            let mut whole = kind.new.clone();
            whole.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
            let body = if body == json!({}) { body } else { whole };
            program.request("POST", &all, &body).send().problem(400);
            unchanged(&body.to_string());
        }
        if name != "party" {
            program.request("PATCH", &at, &json!({ name: null })).send().problem(400);
            unchanged("nothing");
        }
        // A record that does not exist can be neither read nor changed.
        let nowhere = format!("/{}/{}", kind.plural, kind.none);
        program.request("PATCH", &nowhere, &json!({ name: after })).send().problem(404);
        program
            .request("PATCH", &nowhere, &json!({ name: after }))
            .header("If-Match", second.as_str())
            .send()
            .problem(404);
        server.program("GET", &format!("/api/v1{nowhere}")).send().problem(404);
        unchanged(&nowhere);
        let (name, value) = kind.empty;
        assert_eq!(server.program("GET", &format!("/api/v1{at}")).send().json()[name], value);
        let emptied = program.done("PATCH", &at, &json!({ name: null }), &one, 200, &[("If-Match", "*")]);
        assert_eq!(emptied.json()[name], Value::Null);
        assert_eq!(entry_count(&sandbox), 4);
        sandbox.run("check").ok();
        // The edit page must open even if the record's code contains characters that are special in a URL.
        let page = server.browser("GET", &format!("{at}/edit")).send().expect_status(200).text();
        assert!(page.contains(after), "{page}");
    }
}

#[test]
fn an_obstacle_goes_through_every_step_from_logged_to_void() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let program = Program::new(&server);
    let new =
        json!({ "title": "Van begin tot eind", "question": "Mag dit?", "ministry": "OCW", "received": "2018-05-12" });
    let made = program.done("POST", "/obstacles", &new, "/obstacles", 201, &[]).json();
    assert_eq!((&made["number"], &made["status"]), (&json!("B-071"), &json!("collected")));
    let step = |name: &str, body: Value| {
        program
            .done("POST", &format!("/obstacles/B-071/_{name}"), &body, &format!("/obstacles/{{key}}/_{name}"), 200, &[])
            .json()
    };
    let one = step("analyse", json!({ "analysis": "De wet zegt niets." }));
    assert_eq!((&one["status"], &one["analysis"]), (&json!("in-analysis"), &json!("De wet zegt niets.")));
    let one = step("link", json!({ "to": ["F-01", "S-01", "B-004"] }));
    assert_eq!(
        (&one["factsheets"], &one["schemes"], &one["precedents"]),
        (&json!("F-01"), &json!("S-01"), &json!("B-004"))
    );
    let one = step("unlink", json!({ "to": ["S-01"] }));
    assert_eq!((&one["factsheets"], &one["schemes"]), (&json!("F-01"), &Value::Null));
    let one = step(
        "classify",
        json!({ "resolution": "within-rules", "because": "Het mag al.", "answer": "Ja.", "on": "2018-06-01" }),
    );
    assert_eq!(
        (&one["status"], &one["resolution"], &one["solved"]),
        (&json!("solved"), &json!("within-rules"), &json!("2018-06-01"))
    );
    let one = step("reopen", json!({ "because": "Toch niet." }));
    assert_eq!((&one["status"], &one["resolution"]), (&json!("in-analysis"), &Value::Null));
    let one = step("close", json!({ "as": "withdrawn", "because": "Niet meer nodig.", "on": "2018-07-01" }));
    assert_eq!((&one["status"], &one["closed_as"]), (&json!("closed"), &json!("withdrawn")));
    // The server refuses actions with invalid values. Such a request changes nothing.
    let before = sandbox.register_bytes();
    for (name, body) in [
        ("close", json!({ "as": "misschien", "because": "Nog eens." })),
        ("classify", json!({ "resolution": "misschien", "because": "x" })),
        ("classify", json!({})),
        ("link", json!({})),
        ("link", json!({ "to": ["F-99"] })),
        ("void", json!({})),
    ] {
        let response = program.request("POST", &format!("/obstacles/B-071/_{name}"), &body).send();
        assert!(matches!(response.status, 400 | 404), "{name} {body}: {} {}", response.status, response.text());
        let status = response.status;
        response.problem(status);
        assert!(sandbox.register_bytes() == before, "{name} {body}");
    }
    let one = step("void", json!({ "because": "Proefinvoer" }));
    assert_eq!(one["number"], "B-071");
    assert_eq!(server.data("/obstacles").as_array().unwrap().len(), 70);
    let rows = sandbox.rows("history B-071");
    let mut steps: Vec<(String, String)> =
        rows.iter().map(|row| (row["entry"].clone(), row["action"].clone())).collect();
    steps.dedup();
    let steps: Vec<&str> = steps.iter().rev().map(|(_, action)| action.as_str()).collect();
    assert_eq!(steps, ["log", "analyse", "link", "unlink", "classify", "reopen", "close", "void"]);
    // The server refuses a stale ETag for actions such as voiding, just as it does for edits.
    let response = program
        .request("POST", "/obstacles/B-001/_void", &json!({ "because": "x" }))
        .header("If-Match", "\"999\"")
        .send();
    response.problem(412);
    sandbox.run("check").ok();
}

#[test]
fn special_characters_and_multiple_values_are_recorded_as_by_the_command_line() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let program = Program::new(&server);
    let new = json!({ "title": "--help", "question": "-x; $(rm -rf /) 'a' \"b\" \\ %s\n\tregel twee", "ministry": "OCW", "involved": "SZW; VWS", "laws": ["BWBR0007625 art. 7.2.8", "cao: Cao VVT"] });
    let made = program.done("POST", "/obstacles", &new, "/obstacles", 201, &[]).json();
    assert_eq!(made["title"], "--help");
    assert_eq!(made["question"], new["question"]);
    assert_eq!(made["involved"], "SZW; VWS");
    let row = &sandbox.rows("show B-071")[0];
    assert_eq!(row["title"], "--help");
    assert_eq!(json!(row["question"]), new["question"]);
    assert_eq!(json!(row["laws"]), made["laws"]);
    // The value of a figure is a JSON number in requests and responses.
    let figure = json!({ "publication": "zorgpact-2018", "measure": "collected", "relation": "exactly", "value": 70, "quote": "70" });
    let made = program.done("POST", "/figures", &figure, "/figures", 201, &[]);
    assert_eq!(made.json()["value"], 70);
}

#[test]
fn a_question_too_long_for_an_address_is_sent_in_the_body() {
    let server = Server::demo();
    let program = Program::new(&server);
    let long = format!("Mag een student dit? {}", "x ".repeat(50_000));
    let found = program.done("POST", "/similar", &json!({ "text": long }), "/similar", 200, &[]).json();
    assert!(!found.as_array().unwrap().is_empty());
}

#[test]
fn a_new_term_is_shown_under_the_code_that_was_stored() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    for (kind, code, stored) in [
        ("themes", "e\u{301}t", "\u{e9}t"),
        ("themes", " ab c\u{200b} ", "ab c"),
        ("themes", "x\ny", "x y"),
        ("laws", "CELEX 32016R0680", "32016R0680"),
    ] {
        let body = json!({ "code": code, "nl": "Naam", "en": "Name" });
        let made = server.program("POST", &format!("/api/v1/{kind}")).json(&body).send().expect_status(201);
        assert_eq!(made.json()["code"], stored, "{code:?}");
    }
}

#[test]
fn null_leaves_a_new_value_unknown_and_a_rounded_number_is_refused() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let add = |body: Value| server.program("POST", "/api/v1/obstacles").json(&body).send();
    let made = add(json!({ "title": "Zonder dag", "ministry": "OCW", "received": null, "region": null, "law": null }));
    assert_eq!(made.expect_status(201).json()["received"], Value::Null);
    let body = r#"{"title":"a","ministry":"OCW","file_number":12345678901234567890123}"#;
    let program = server.program("POST", "/api/v1/obstacles").body("application/json", body).send();
    assert_eq!(program.problem(400), "'file_number' does not have a valid value");
    assert_eq!(
        add(json!({ "title": "a", "ministry": "OCW", "file_number": 2018 })).expect_status(201).json()["file_number"],
        "2018"
    );
}

#[test]
fn a_value_that_is_far_too_long_is_refused_before_it_is_looked_up() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let before = sandbox.register_bytes();
    for (name, value, message) in [
        (
            "law",
            "a ".to_owned() + &". ".repeat(450_000),
            "laws: 900002 characters, and at most 400000 fit; shorten the text",
        ),
        ("law", "woord ".repeat(150_000), "laws: 900000 characters, and at most 400000 fit; shorten the text"),
        (
            "involved",
            "ministerie van ".repeat(60_000),
            "involved: 900000 characters, and at most 100000 fit; shorten the text",
        ),
        ("theme", "a".repeat(900_000), "theme: 900000 characters, and at most 1000 fit; shorten the text"),
    ] {
        let response = server.program("PATCH", "/api/v1/obstacles/B-001").json(&json!({ name: value })).send();
        assert_eq!(response.problem(400), message);
    }
    for law in ["woord ".repeat(60_000), "a".repeat(390_000), "a ".to_owned() + &". ".repeat(190_000)] {
        let start = std::time::Instant::now();
        server.program("PATCH", "/api/v1/obstacles/B-001").json(&json!({ "law": law })).send().problem(400);
        assert!(start.elapsed() < std::time::Duration::from_secs(8), "{:?}", start.elapsed());
    }
    assert!(sandbox.register_bytes() == before);
}
