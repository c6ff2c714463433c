//! The interface for other programs: its description is a good one and true, a list is what the command line prints, and what
//! is recorded through it is recorded as by the command line, or not at all.

use crate::common::Sandbox;
use crate::http::{Answer, Ask};
use crate::places::KINDS;
use crate::served::{Served, entries};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The official schema of descriptions, as it was in `openapi-3.1/README.md`.
const OFFICIAL: &str = include_str!("openapi-3.1/schema.json");

/// What is wrong with a value, by a schema.
#[track_caller]
fn wrong(schema: &Value, value: &Value) -> Vec<String> {
    let options = jsonschema::options().should_validate_formats(true);
    let validator: Validator = options.build(schema).unwrap_or_else(|error| panic!("{error}: {schema}"));
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_description_is_a_valid_one_in_both_languages() {
    let served = Served::demo();
    let official: Value = serde_json::from_str(OFFICIAL).unwrap();
    let in_language = |lang: &str| {
        let ask = served.program("GET", "/api/v1/openapi.json").header("Accept-Language", lang);
        let described = ask.send().is(200).json();
        assert_eq!(wrong(&official, &described), Vec::<String>::new());
        described
    };
    let (english, dutch) = (in_language("en"), in_language("nl-NL,nl;q=0.9,en;q=0.8"));
    assert_eq!(english["openapi"], "3.1.0");
    assert_ne!(english["info"]["description"], dutch["info"]["description"]);
    // The official schema does find what is wrong.
    let mut bad = english.clone();
    bad["paths"]["/obstacles"]["get"]["responses"] = json!([]);
    assert_ne!(wrong(&official, &bad), Vec::<String>::new());
    // Every reference leads to something, and every schema is one.
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
    // Each operation has a name of its own, says what it is, and what comes of it: an answer, or a problem.
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

/// The schema of what an operation gives, able to stand alone.
fn schema_of(described: &Value, path: &str, method: &str, status: &str) -> Value {
    let answer = &described["paths"][path][method]["responses"][status];
    let schema = &answer["content"]["application/json"]["schema"];
    assert!(schema.is_object(), "{method} {path}: {answer}");
    json!({ "allOf": [schema], "components": described["components"] })
}

#[test]
fn every_answer_is_as_its_description_says() {
    let served = Served::demo();
    let described = served.data("/openapi.json");
    let mut asked = 0;
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
        let answer = served.data(&format!("{target}{query}"));
        let schema = schema_of(&described, path, "get", "200");
        assert_eq!(wrong(&schema, &answer), Vec::<String>::new(), "GET {path}");
        if let Some(all) = answer.as_array() {
            assert!(
                !all.is_empty() || path == "/figures/{key}/history" || path.ends_with("/history"),
                "{path} gave nothing to look at"
            );
        }
        asked += 1;
    }
    assert!(asked > 35, "{asked}");
}

#[test]
fn a_record_has_the_attributes_that_its_description_names_and_no_other() {
    let served = Served::demo();
    let described = served.data("/openapi.json");
    for (kind, key, _) in KINDS {
        let at = format!("/{kind}/{{key}}");
        let schema =
            &described["paths"][&at]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let pointer = schema["$ref"].as_str().unwrap().trim_start_matches('#');
        let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
        let known = names(&described.pointer(pointer).unwrap()["properties"]);
        let one = served.data(&format!("/{kind}/{key}"));
        assert_eq!(names(&one), known, "{kind}");
        let list = served.data(&format!("/{kind}"));
        let in_list = list
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row.as_object().unwrap().values().any(|value| value == key));
        assert_eq!(in_list, Some(&one), "{kind}: in the list as by itself");
    }
}

#[test]
fn a_list_is_what_the_command_line_prints() {
    let sandbox = Sandbox::demo();
    let served = Served::new(&sandbox, &[]);
    let mut seen = BTreeSet::new();
    for (target, command) in [
        ("/obstacles", "list"),
        ("/obstacles?status=solved&ministry=OCW", "list --status solved --ministry OCW"),
        (
            "/obstacles?resolution=regional-approach&sort=-received",
            "list --resolution regional-approach --sort -received",
        ),
        ("/obstacles?limit=7&skip=60", "list --limit 7 --skip 60"),
        ("/obstacles?region=2&region=3", "list --region 2 --region 3"),
        ("/obstacles?since=2016-01-01&until=2016-06-30", "list --since 2016-01-01 --until 2016-06-30"),
        (
            "/obstacles?law=BWBR0007625&columns=number,title,laws",
            "list --law BWBR0007625 --columns number,title,laws",
        ),
        ("/obstacles?status=closed", "list --status closed"),
        ("/contacts?limit=10", "contact list --limit 10"),
        ("/contacts?kind=email&limit=1000", "contact list --kind email"),
        ("/factsheets", "factsheet list"),
        ("/schemes", "scheme list"),
        ("/ministries", "ministry list"),
        ("/regions", "region list"),
        ("/care-domains", "care-domain list"),
        ("/themes", "theme list"),
        ("/natures", "nature list"),
        ("/laws", "law list"),
        ("/synonyms?limit=1000", "synonym list"),
        ("/publications", "publication list"),
        ("/figures", "figure list"),
        ("/counts", "count"),
        ("/counts?by=ministry&status=solved", "count --by ministry --status solved"),
        ("/reports/laws", "report laws"),
        ("/reports/totals?since=2016-01-01", "report totals --since 2016-01-01"),
        ("/search?q=student", "search student"),
        ("/search?q=student&limit=3", "search student --limit 3"),
        ("/similar?text=Mag+een+student+dit%3F", "similar|Mag een student dit?"),
        ("/obstacles/B-004/similar", "similar B-004"),
        ("/reconciliation", "reconcile"),
        ("/reconciliation?publication=zorgpact-2018", "reconcile zorgpact-2018"),
        ("/obstacles/B-004/history", "history B-004"),
        ("/history?limit=1", "history --limit 1"),
    ] {
        let (before, rest) =
            command.split_once('|').map_or((command, None), |(before, rest)| (before, Some(rest)));
        let words: Vec<&str> = before.split(' ').chain(rest).chain(["--format", "json"]).collect();
        let done = sandbox.run(words);
        assert!(matches!(done.code, 0 | 1), "{command}: {}", done.stderr);
        for lang in ["en", "nl"] {
            let ask = served.program("GET", &format!("/api/v1{target}")).header("Accept-Language", lang);
            let answer = ask.send().is(200);
            assert_eq!(answer.header("content-type"), Some("application/json"));
            assert_eq!(answer.header("api-version"), Some("1.0.0"));
            assert_eq!(answer.text(), done.stdout, "{target}");
        }
        seen.insert(done.stdout.len());
    }
    assert!(seen.len() > 20, "they are not all the same");
}

#[test]
fn paging_walks_every_record_once() {
    let served = Served::demo();
    let mut numbers = Vec::new();
    let mut pages = 0;
    let mut next = Some("/api/v1/obstacles?sort=-received&limit=9".to_owned());
    while let Some(at) = next {
        let answer = served.program("GET", &at).send().is(200);
        let rows = answer.json();
        numbers.extend(rows.as_array().unwrap().iter().map(|row| row["number"].as_str().unwrap().to_owned()));
        pages += 1;
        assert!(pages < 100, "it has no end");
        next = answer.header("link").map(|link| {
            let (to, relation) = link.split_once("; ").unwrap();
            assert_eq!(relation, "rel=\"next\"");
            to.strip_prefix('<').unwrap().strip_suffix('>').unwrap().to_owned()
        });
    }
    assert_eq!((pages, numbers.len()), (8, 70));
    let once: BTreeSet<&String> = numbers.iter().collect();
    let all: BTreeSet<String> = (1..=70).map(|number| format!("B-{number:03}")).collect();
    assert_eq!(once, all.iter().collect());
    // As many as there are, or none behind them, is no page with another behind it.
    for target in ["?limit=70", "?limit=100", "", "?skip=63&limit=7", "?skip=70", "?skip=1000"] {
        assert_eq!(
            served.program("GET", &format!("/api/v1/obstacles{target}")).send().is(200).header("link"),
            None
        );
    }
    for (limit, status) in [("1", 200), ("10000", 200), ("0", 400), ("10001", 400), ("x", 400), ("-1", 400)] {
        let answer = served.program("GET", &format!("/api/v1/obstacles?limit={limit}")).send();
        assert_eq!(answer.status, status, "{limit}");
    }
    served.program("GET", "/api/v1/obstacles?skip=x").send().problem(400);
    served.program("GET", "/api/v1/obstacles?skip=-1").send().problem(400);
}

/// A program at work with one kind of record.
struct Program<'a> {
    served: &'a Served,
    described: Value,
}

impl<'a> Program<'a> {
    fn new(served: &'a Served) -> Self {
        Self { served, described: served.data("/openapi.json") }
    }

    fn ask(&self, method: &str, path: &str, body: &Value) -> Ask {
        self.served.program(method, &format!("/api/v1{path}")).json(body)
    }

    /// What it gives is what its description says, and so was what was sent.
    fn done(
        &self,
        method: &str,
        path: &str,
        body: &Value,
        described: &str,
        status: u16,
        more: &[(&str, &str)],
    ) -> Answer {
        let operation = &self.described["paths"][described][method.to_lowercase()];
        let taken = &operation["requestBody"]["content"]["application/json"]["schema"];
        let taken = json!({ "allOf": [taken], "components": self.described["components"] });
        assert_eq!(wrong(&taken, body), Vec::<String>::new(), "{method} {path}: {body}");
        let ask =
            more.iter().fold(self.ask(method, path, body), |ask, (name, value)| ask.header(name, *value));
        let answer = ask.send().is(status);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("api-version"), Some("1.0.0"));
        let schema = schema_of(&self.described, described, &method.to_lowercase(), &status.to_string());
        assert_eq!(wrong(&schema, &answer.json()), Vec::<String>::new(), "{method} {path}");
        answer
    }
}

/// What one kind of record is made of, changed in, and refused with.
struct Kind {
    plural: &'static str,
    /// A new one.
    new: Value,
    /// The number or code that it gets.
    key: &'static str,
    /// An attribute that can be changed, its value before and after.
    change: (&'static str, &'static str, &'static str),
    /// An attribute that can be emptied.
    empty: (&'static str, Value),
    /// An attribute with a value that it cannot have.
    bad: (&'static str, Value),
    /// The number or code of none.
    none: &'static str,
}

fn kinds() -> Vec<Kind> {
    vec![
        Kind {
            plural: "obstacles",
            new: json!({ "title": "Mag een student alleen de wijk in?", "question": "Onze studenten\nwillen \"zelf\".", "ministry": "VWS", "involved": ["OCW", "SZW"], "region": "6", "received": "2018-05-12", "laws": "BWBR0007625 art. 7.2.8" }),
            key: "B-071",
            change: (
                "title",
                "Mag een student alleen de wijk in?",
                "Mag een student zelfstandig de wijk in?",
            ),
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
fn a_record_is_made_changed_emptied_and_refused() {
    for kind in kinds() {
        let sandbox = Sandbox::demo();
        let served = Served::new(&sandbox, &[]);
        let program = Program::new(&served);
        let (all, one) = (format!("/{}", kind.plural), format!("/{}/{{key}}", kind.plural));
        // Made.
        let made = program.done("POST", &all, &kind.new, &all, 201, &[]);
        let at = made.header("location").unwrap().strip_prefix("/api/v1").unwrap().to_owned();
        assert!(at.starts_with(&format!("/{}/{}", kind.plural, kind.key)), "{at}");
        let first = made.header("etag").unwrap().to_owned();
        assert!(first.starts_with('"') && first.ends_with('"') && first.len() > 2, "{first}");
        let again = served.program("GET", &format!("/api/v1{at}")).send().is(200);
        assert_eq!((again.json(), again.header("etag")), (made.json(), Some(first.as_str())));
        let (name, before, after) = kind.change;
        assert_eq!(again.json()[name], before);
        assert_eq!(entries(&sandbox), 2, "{at}");
        // Changed, by who has seen the last version.
        let matching = [("If-Match", first.as_str())];
        let changed = program.done("PATCH", &at, &json!({ name: after }), &one, 200, &matching);
        assert_eq!(changed.json()[name], after);
        let second = changed.header("etag").unwrap().to_owned();
        assert_ne!(first, second);
        let kept = sandbox.register_bytes();
        let unchanged = |what: &str| assert!(sandbox.register_bytes() == kept, "{at}: {what} was recorded");
        // Not by who has seen an earlier one, or one that never was.
        for stale in [first.as_str(), "\"999999\"", "\"0\"", "\"-1\"", "\"x\"", "\"\"", "1 2"] {
            let ask = program.ask("PATCH", &at, &json!({ name: "te laat" })).header("If-Match", stale);
            let told = ask.send();
            assert_eq!(told.status, 412, "{stale}");
            assert_eq!(told.problem(412), "this was changed since that version; ask for it again");
            unchanged(stale);
        }
        // Not with an attribute that there is not, or a value that cannot be.
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
            let answer = program.ask("PATCH", &at, &body).send();
            assert_eq!(answer.status, status, "{at}: {body}: {}", answer.text());
            assert!(answer.problem(status).len() > 10);
            unchanged(&body.to_string());
        }
        for body in [json!({}), json!({ "colour": "red" }), json!({ kind.bad.0: kind.bad.1 })] {
            let mut whole = kind.new.clone();
            whole.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
            let body = if body == json!({}) { body } else { whole };
            program.ask("POST", &all, &body).send().problem(400);
            unchanged(&body.to_string());
        }
        if name != "party" {
            // What every record of its kind has cannot be emptied.
            program.ask("PATCH", &at, &json!({ name: null })).send().problem(400);
            unchanged("nothing");
        }
        // Not what is not there.
        let nowhere = format!("/{}/{}", kind.plural, kind.none);
        program.ask("PATCH", &nowhere, &json!({ name: after })).send().problem(404);
        program
            .ask("PATCH", &nowhere, &json!({ name: after }))
            .header("If-Match", second.as_str())
            .send()
            .problem(404);
        served.program("GET", &format!("/api/v1{nowhere}")).send().problem(404);
        unchanged(&nowhere);
        // Emptied.
        let (name, value) = kind.empty;
        assert_eq!(served.program("GET", &format!("/api/v1{at}")).send().json()[name], value);
        let emptied = program.done("PATCH", &at, &json!({ name: null }), &one, 200, &[("If-Match", "*")]);
        assert_eq!(emptied.json()[name], Value::Null);
        assert_eq!(entries(&sandbox), 4);
        // All of it stands in the journal as of who has the key, and is whole.
        sandbox.run(["check"]).ok();
        // Its page can be opened, whatever its code is.
        let page = served.browser("GET", &format!("{at}/edit")).send().is(200).text();
        assert!(page.contains(after), "{page}");
    }
}

#[test]
fn an_obstacle_goes_the_way_of_an_obstacle() {
    let sandbox = Sandbox::demo();
    let served = Served::new(&sandbox, &[]);
    let program = Program::new(&served);
    let new = json!({ "title": "Van begin tot eind", "question": "Mag dit?", "ministry": "OCW", "received": "2018-05-12" });
    let made = program.done("POST", "/obstacles", &new, "/obstacles", 201, &[]).json();
    assert_eq!((&made["number"], &made["status"]), (&json!("B-071"), &json!("collected")));
    let step = |name: &str, body: Value| {
        program
            .done(
                "POST",
                &format!("/obstacles/B-071/_{name}"),
                &body,
                &format!("/obstacles/{{key}}/_{name}"),
                200,
                &[],
            )
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
    // A step that does not fit is refused, and leaves it as it was.
    let before = sandbox.register_bytes();
    for (name, body) in [
        ("close", json!({ "as": "misschien", "because": "Nog eens." })),
        ("classify", json!({ "resolution": "misschien", "because": "x" })),
        ("classify", json!({})),
        ("link", json!({})),
        ("link", json!({ "to": ["F-99"] })),
        ("void", json!({})),
    ] {
        let answer = program.ask("POST", &format!("/obstacles/B-071/_{name}"), &body).send();
        assert!(matches!(answer.status, 400 | 404), "{name} {body}: {} {}", answer.status, answer.text());
        let status = answer.status;
        answer.problem(status);
        assert!(sandbox.register_bytes() == before, "{name} {body}");
    }
    let one = step("void", json!({ "because": "Proefinvoer" }));
    assert_eq!(one["number"], "B-071");
    assert_eq!(served.data("/obstacles").as_array().unwrap().len(), 70);
    let rows = sandbox.rows(["history", "B-071"]);
    let mut steps: Vec<(String, String)> =
        rows.iter().map(|row| (row["entry"].clone(), row["action"].clone())).collect();
    steps.dedup();
    let steps: Vec<&str> = steps.iter().rev().map(|(_, action)| action.as_str()).collect();
    assert_eq!(steps, ["log", "analyse", "link", "unlink", "classify", "reopen", "close", "void"]);
    // Of a step too it is told which version was seen.
    let answer = program
        .ask("POST", "/obstacles/B-001/_void", &json!({ "because": "x" }))
        .header("If-Match", "\"999\"")
        .send();
    answer.problem(412);
    sandbox.run(["check"]).ok();
}

#[test]
fn what_is_said_in_several_values_is_recorded_as_by_the_command_line() {
    let sandbox = Sandbox::demo();
    let served = Served::new(&sandbox, &[]);
    let program = Program::new(&served);
    let new = json!({ "title": "--help", "question": "-x; $(rm -rf /) 'a' \"b\" \\ %s\n\tregel twee", "ministry": "OCW", "involved": "SZW; VWS", "laws": ["BWBR0007625 art. 7.2.8", "cao: Cao VVT"] });
    let made = program.done("POST", "/obstacles", &new, "/obstacles", 201, &[]).json();
    assert_eq!(made["title"], "--help");
    assert_eq!(made["question"], new["question"]);
    assert_eq!(made["involved"], "SZW; VWS");
    let row = &sandbox.rows(["show", "B-071"])[0];
    assert_eq!(row["title"], "--help");
    assert_eq!(json!(row["question"]), new["question"]);
    assert_eq!(json!(row["laws"]), made["laws"]);
    // A figure has a number for a value, and may be told one.
    let figure = json!({ "publication": "zorgpact-2018", "measure": "collected", "relation": "exactly", "value": 70, "quote": "70" });
    let made = program.done("POST", "/figures", &figure, "/figures", 201, &[]);
    assert_eq!(made.json()["value"], 70);
}

#[test]
fn a_question_longer_than_an_address_can_be_is_sent_in_a_body() {
    let served = Served::demo();
    let program = Program::new(&served);
    let long = format!("Mag een student dit? {}", "x ".repeat(50_000));
    let found = program.done("POST", "/similar", &json!({ "text": long }), "/similar", 200, &[]).json();
    assert!(!found.as_array().unwrap().is_empty());
}
