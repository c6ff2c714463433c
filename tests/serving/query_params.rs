//! Pages and the API refuse a query parameter that is repeated or meaningless. The message says what is allowed.

use crate::common::Sandbox;
use crate::http_client::unescape_html;
use crate::server::{Server, entry_count};
use serde_json::{Value, json};

/// An address of a page or of the API, and a parameter that accepts only the value 1.
const FLAGS: &[(&str, &str)] = &[
    ("/api/v1/counts", "no-factsheet"),
    ("/api/v1/counts", "overdue"),
    ("/api/v1/obstacles", "with-void"),
    ("/api/v1/reports/totals", "no-factsheet"),
    ("/api/v1/search?q=student", "with-void"),
    ("/api/v1/reconciliation", "explain"),
    ("/count", "no-factsheet"),
    ("/obstacles", "overdue"),
    ("/reports/totals", "with-void"),
    ("/search?q=student", "with-void"),
];

/// An address of a page or of the API, a parameter that may occur only once, and a value of that parameter.
const SINGLE: &[(&str, &str, &str)] = &[
    ("/api/v1/counts", "since", "2018-01-01"),
    ("/api/v1/counts", "no-factsheet", "1"),
    ("/api/v1/obstacles", "sort", "received"),
    ("/api/v1/obstacles", "limit", "3"),
    ("/api/v1/obstacles", "skip", "3"),
    ("/api/v1/search", "q", "student"),
    ("/api/v1/similar", "text", "student"),
    ("/api/v1/reconciliation", "publication", "zorgpact-2018"),
    ("/api/v1/history", "limit", "3"),
    ("/api/v1/obstacles/B-001/history", "since", "2018-01-01"),
    ("/count", "until", "2018-01-01"),
    ("/count", "format", "csv"),
    ("/obstacles", "page", "1"),
    ("/obstacles", "overdue", "1"),
    ("/search", "q", "student"),
    ("/similar", "text", "student"),
    ("/history", "limit", "3"),
    ("/reconcile", "publication", "zorgpact-2018"),
    ("/obstacles/new", "title", "Vraag"),
    ("/obstacles/new", "look", "1"),
    ("/contacts/new", "kind", "call"),
];

/// Sends a request that must be refused, and returns the response, which contains the reason.
#[track_caller]
fn refusal(server: &Server, target: &str) -> String {
    let response = server.browser("GET", target).send();
    if target.starts_with("/api/") {
        return response.problem(400);
    }
    unescape_html(&response.expect_status(400).text())
}

fn with(path: &str, query: &str) -> String {
    format!("{path}{}{query}", if path.contains('?') { '&' } else { '?' })
}

#[test]
fn a_flag_can_only_be_1() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "--lang en");
    for (path, name) in FLAGS {
        for value in ["false", "true", "0", "", "yes", "2", "1%20"] {
            let text = refusal(&server, &with(path, &format!("{name}={value}")));
            let message = format!("'{name}' can only be 1; otherwise leave it out");
            assert!(text.contains(&message), "{path} {name}={value}: {text}");
        }
        server.browser("GET", &with(path, &format!("{name}=1"))).send().expect_status(200);
    }
    let counted = server.data("/counts?no-factsheet=1");
    let command: Value = serde_json::from_str(&sandbox.run("count --no-factsheet --format json").stdout).unwrap();
    assert_eq!(counted, command);
    let dutch = server.program("GET", "/api/v1/counts?overdue=false").header("Accept-Language", "nl").send();
    assert_eq!(dutch.problem(400), "'overdue' kan alleen 1 zijn; laat het anders weg");
}

#[test]
fn a_parameter_with_one_value_cannot_be_repeated() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "--lang en");
    for (path, name, value) in SINGLE {
        let once = format!("{name}={value}");
        server.browser("GET", &with(path, &once)).send().expect_status(200);
        for twice in [format!("{once}&{once}"), format!("{once}&{name}=")] {
            let text = refusal(&server, &with(path, &twice));
            let message = format!("'{name}' can be given only once");
            assert!(text.contains(&message), "{path} {twice}: {text}");
        }
    }
    // A parameter that accepts several values can be repeated.
    assert_eq!(server.data("/obstacles?region=2&region=3"), server.data("/obstacles?region=3&region=2"));
}

#[test]
fn the_api_description_says_which_parameters_are_flags() {
    let server = Server::demo();
    let described = server.data("/openapi.json");
    let mut flags = 0;
    for (path, methods) in described["paths"].as_object().unwrap() {
        let parameters = methods["get"]["parameters"].as_array().cloned().unwrap_or_default();
        let name = parameters.iter().filter(|parameter| parameter["schema"]["enum"] == json!(["1"]));
        for name in name.map(|parameter| parameter["name"].as_str().unwrap()) {
            let path = path.replace("{key}", "B-001").replace("{name}", "totals");
            let response = server.program("GET", &format!("/api/v1{path}?{name}=false")).send();
            assert_eq!(response.problem(400), format!("'{name}' can only be 1; otherwise leave it out"), "{path}");
            flags += 1;
        }
    }
    assert!(flags > 10, "{flags}");
}

#[test]
fn a_page_or_write_that_takes_no_parameters_refuses_them() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "--lang en");
    let before = entry_count(&sandbox);
    let message = "'dry-run' is not a choice that this page knows";
    for path in
        "/reports /lists /import /help /receipts /calendar /persons /backup /publish /snapshots /accessibility /obstacles/B-001 /history/1 /similar /obstacles/new /obstacles/B-001/edit \
        /contacts/new /reports/totals"
            .split(' ')
    {
        assert!(refusal(&server, &format!("{path}?dry-run=1")).contains(message), "{path}");
    }
    // Only the page that compares published figures accepts the parameter `publication`.
    assert!(refusal(&server, "/count?publication=zorgpact-2018").contains("'publication' is not a choice"));
    let record = json!({ "title": "Vraag", "ministry": "OCW" });
    for (method, path) in [("POST", "/obstacles"), ("PATCH", "/obstacles/B-001"), ("POST", "/obstacles/B-001/_void")] {
        let response = server.program(method, &format!("/api/v1{path}?dry-run=1")).json(&record).send();
        assert_eq!(response.problem(400), message, "{method} {path}");
    }
    let csrf = Server::csrf(|method, target| server.browser(method, target));
    let form = [("title", "Vraag"), ("ministry", "OCW"), ("csrf", csrf.as_str())];
    for path in ["/obstacles/new?dry-run=1", "/history/1/undo?dry-run=1"] {
        server.browser("POST", path).form(form).send().expect_status(400);
    }
    for body in [json!({ "text": "student", "limit": 3 }), json!({ "question": "student" }), json!({ "text": 1 })] {
        server.program("POST", "/api/v1/similar").json(&body).send().problem(400);
    }
    assert_eq!(entry_count(&sandbox), before);
}

#[test]
fn a_number_in_a_query_must_be_a_number() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "--lang en");
    for (path, name) in [("/history", "limit"), ("/obstacles", "page"), ("/api/v1/obstacles", "skip")] {
        for value in ["x", "-1", "1.5"] {
            let text = refusal(&server, &format!("{path}?{name}={value}"));
            assert!(text.contains(&format!("'{name}' must be a whole number")), "{path} {value}: {text}");
        }
    }
}

#[test]
fn a_name_is_one_person_in_forms_and_in_the_api() {
    let sandbox = Sandbox::new();
    let server = Server::new(&sandbox, "");
    let csrf = Server::csrf(|method, target| server.browser(method, target));
    for name in ["Loket Één", "Loket E\u{301}e\u{301}n", "Loket\u{a0}Één", "Loket  Één", "LOKET ÉÉN"] {
        let record = json!({ "title": "Vraag", "ministry": "OCW", "handler": name });
        let made = server.program("POST", "/api/v1/obstacles").json(&record).send().expect_status(201);
        let number = made.json()["number"].as_str().unwrap().to_owned();
        let contact = json!({ "kind": "call", "obstacles": [number], "persons": [name] });
        server.program("POST", "/api/v1/contacts").json(&contact).send().expect_status(201);
        let form = [("title", "Vraag"), ("ministry", "OCW"), ("handler", name), ("csrf", csrf.as_str())];
        server.browser("POST", "/obstacles/new").form(form).send().expect_status(303);
    }
    let persons = sandbox.rows("person list").into_iter().filter(|row| row["name"].contains("oket"));
    assert_eq!(persons.map(|row| row["name"].clone()).collect::<Vec<_>>(), ["Loket Één"]);
    assert_eq!(sandbox.rows("list --handler 'Loket Één'").len(), 10);
    sandbox.run("check").ok();
}

#[test]
fn control_characters_in_markdown_are_shown_as_codes() {
    let sandbox = Sandbox::new();
    let body = "Tekst&#x202E;omgekeerd `code\u{202e}` [naam&#x200b;](https://example.nl/&#x202E;x \"titel&#7;\")";
    sandbox.run(["factsheet", "add", "Titel", "--body", body]).ok();
    let server = Server::new(&sandbox, "");
    let page = server.page("/factsheets/F-01");
    assert!(!page.contains(['\u{202e}', '\u{200b}', '\u{7}']), "{page}");
    assert!(
        page.contains("<p>Tekst&lt;U+202E&gt;omgekeerd <code>code&lt;U+202E&gt;</code> naam&lt;U+200B&gt;</p>"),
        "{page}"
    );
    let text = server.program("GET", "/api/v1/factsheets/F-01").send().expect_status(200);
    assert!(!text.text().contains('\u{202e}') && text.text().contains(r"`code\u202e`"), "{}", text.text());
    assert_eq!(text.json()["body"], body);
}

#[test]
fn invisible_characters_in_a_query_make_no_difference() {
    let server = Server::demo();
    let found = |target: &str| server.data(target);
    for (plain, pasted) in [
        ("/search?q=praktijkleren", "/search?q=praktijk%E2%80%8Bleren"),
        ("/counts?law=BWBR0007625", "/counts?law=BWBR0007625%E2%80%8E%EF%BB%BF"),
    ] {
        assert_eq!(found(plain), found(pasted), "{pasted}");
    }
}
