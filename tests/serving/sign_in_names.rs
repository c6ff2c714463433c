//! The names under which a proxy signs people in: one person has one name, however the proxy spells it.

use crate::common::Sandbox;
use crate::http_client::{TIMEOUT, exchange, unescape_html};
use crate::server::{Server, entry_count, run_refused_server};
use serde_json::json;
use std::net::TcpStream;

fn session(server: &Server, name: &str) -> (String, String) {
    let session = server.proxied(name, "GET", "/api/v1/session").send().expect_status(200).json();
    (session["name"].as_str().unwrap().to_owned(), session["role"].as_str().unwrap().to_owned())
}

/// Logs an obstacle as the user `name`, with a CSRF token that the server gave to the user `token_of`. Returns the HTTP
/// status.
fn log(server: &Server, name: &str, token_of: &str) -> u16 {
    let csrf = Server::csrf(|method, target| server.proxied(token_of, method, target));
    let request = server.proxied(name, "POST", "/api/v1/obstacles").header("X-CSRF-Token", csrf);
    request.json(&json!({ "title": format!("Van {name}"), "question": "Mag dit?", "ministry": "OCW" })).send().status
}

/// The authors of the entries that logged an obstacle, oldest first.
fn authors(sandbox: &Sandbox) -> Vec<String> {
    let rows = sandbox.rows("history");
    let logged = rows.iter().rev().filter(|row| row["action"] == "log" && row["attribute"] == "title");
    logged.map(|row| row["actor"].clone()).collect()
}

fn names_of_persons(sandbox: &Sandbox) -> Vec<String> {
    let mut names: Vec<String> = sandbox.rows("person list").iter().map(|row| row["name"].clone()).collect();
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn every_spelling_of_a_listed_name_is_the_person_in_the_roles_file() {
    let sandbox = Sandbox::new();
    sandbox.write("roles", "officer loket.ocw\nofficer Zoë  de Wit\nreader *\n");
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    for (header, name) in [
        ("loket.ocw", "loket.ocw"),
        ("Loket.OCW", "loket.ocw"),
        ("LOKET.OCW", "loket.ocw"),
        ("ＬＯＫＥＴ.ocw", "loket.ocw"),
        ("zoë de wit", "Zoë de Wit"),
        ("Zoe\u{308} De\u{a0}Wit", "Zoë de Wit"),
    ] {
        assert_eq!(session(&server, header), (name.to_owned(), "officer".to_owned()), "{header}");
        assert_eq!(log(&server, header, header), 201, "{header}");
    }
    assert_eq!(authors(&sandbox), ["loket.ocw", "loket.ocw", "loket.ocw", "loket.ocw", "Zoë de Wit", "Zoë de Wit"]);
    assert_eq!(names_of_persons(&sandbox).iter().filter(|name| name.to_lowercase().contains("loket")).count(), 1);
    // A user can open a form under one spelling of a name and save it under another spelling. Another person cannot
    // save that form.
    assert_eq!(log(&server, "LOKET.OCW", "loket.ocw"), 201);
    assert_eq!(log(&server, "loket.ocw", "Zoë de Wit"), 403);
    // Names that differ in an accent belong to different persons.
    assert_eq!(session(&server, "Zoe de Wit"), ("Zoe de Wit".to_owned(), "reader".to_owned()));
}

#[test]
fn a_name_that_is_not_listed_keeps_its_first_recorded_spelling() {
    let sandbox = Sandbox::new();
    let server = Server::behind_proxy(&sandbox, "");
    for name in ["Noor", "NOOR", "noor"] {
        assert_eq!(log(&server, name, name), 201);
    }
    assert_eq!(log(&server, "NOOR", "noor"), 201, "with a token that was given to another spelling");
    assert_eq!(authors(&sandbox), ["Noor", "Noor", "Noor", "Noor"]);
    // If the command line is used with another spelling, the person keeps the first spelling.
    sandbox.run("--actor noor log 'Van de opdrachtregel' --question 'Mag dit?' --ministry OCW").ok();
    assert_eq!(log(&server, "NOOR", "noor"), 201);
    assert_eq!(authors(&sandbox)[5], "Noor");
}

#[test]
fn the_spelling_in_the_register_holds_for_a_listed_name_too() {
    let sandbox = Sandbox::new();
    sandbox.run("--actor Loket.OCW log 'Van de opdrachtregel' --question 'Mag dit?' --ministry OCW").ok();
    sandbox.write("roles", "officer loket.ocw\n");
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    assert_eq!(log(&server, "LOKET.ocw", "loket.ocw"), 201);
    assert_eq!(authors(&sandbox), ["Loket.OCW", "Loket.OCW"], "one person has one name in the journal");
}

#[test]
fn a_name_that_looks_like_a_number_or_another_name_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.run("--actor Ander log 'Van een ander' --question 'Mag dit?' --ministry OCW").ok();
    let before = sandbox.register_bytes();
    sandbox.write("roles", "officer *\nadmin noor\n");
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    let long = "x".repeat(201);
    for name in [
        "N-02",
        "n-02",
        "N-2",
        "N-0002",
        "Ｎ-02",
        "no\u{200b}or",
        "noor\u{ad}",
        "no\u{202e}or",
        "\u{feff}noor",
        "no\u{85}or",
        "noor\u{a0}",
        "\u{2003}noor",
        "no\tor",
        long.as_str(),
    ] {
        for (method, path) in [("GET", "/obstacles"), ("POST", "/obstacles"), ("GET", "/history?actor=N-02")] {
            let response = server.proxied(name, method, path).header("Accept-Language", "nl").send().expect_status(403);
            let shown = unescape_html(&response.text());
            let message = "De naam waarmee u bent aangemeld is hier niet te gebruiken: hij is te lang, bevat onzichtbare tekens of lijkt op het nummer van een persoon.";
            assert!(shown.contains(message) && !shown.contains("Ander"), "{name:?}: {shown}");
        }
        assert_eq!(
            server.proxied(name, "GET", "/api/v1/session").send().problem(403),
            "The name under which you are signed in cannot be used here: it is too long, contains invisible characters, or looks like the number of a person.",
            "{name:?}"
        );
    }
    for blank in ["\u{a0}", "\u{2003}\u{2003}"] {
        server.proxied(blank, "GET", "/api/v1/session").send().problem(401);
    }
    assert!(sandbox.register_bytes() == before);
    let longest = "x".repeat(200);
    assert_eq!(session(&server, &longest).0, longest);
    assert_eq!(session(&server, "N. Jansen").0, "N. Jansen");
}

#[test]
fn only_the_configured_header_names_the_user() {
    let sandbox = Sandbox::new();
    let server = Server::behind_proxy(&sandbox, "");
    let request = server.request("GET", "/api/v1/session");
    for other in ["X_Remote_User", "X-Remote_User", "X-Remote-User-Id", "Remote-User", "X-Forwarded-User", "From"] {
        let both = request.clone().header(other, "piet").header("X-Remote-User", "noor").header(other, "piet");
        assert_eq!(both.send().expect_status(200).json()["name"], "noor", "{other}");
        request.clone().header(other, "piet").send().problem(401);
    }
    // A blank between the name of a header and its colon would hide the header from some proxies.
    let bytes = request.header("X-Remote-User", "noor").bytes();
    let text = String::from_utf8(bytes).unwrap().replace("X-Remote-User:", "X-Remote-User :");
    let stream = TcpStream::connect_timeout(&server.at, TIMEOUT).unwrap();
    assert_eq!(exchange(stream, text.as_bytes(), "a blank before the colon").status, 400);
}

#[test]
fn a_cookie_of_another_site_on_the_same_host_does_not_hide_the_own_cookie() {
    let server = Server::demo();
    let (own, name) = (server.cookie(), format!("ruimte-{}", server.at.port()));
    let status = |cookies: &str| server.request("GET", "/obstacles").header("Cookie", cookies).send().status;
    assert_eq!(status(&format!("{name}=of-another-site; {own}")), 200);
    assert_eq!(status(&format!("{own}; {name}=of-another-site")), 200);
    assert_eq!(status(&format!("{name}=of-another-site; {name}=")), 401);
    let page =
        server.request("GET", "/obstacles").header("Cookie", format!("ruimte-lang=xx; {own}; ruimte-lang=nl")).send();
    assert!(page.expect_status(200).text().contains("<html lang=\"nl\">"));
}

#[test]
fn a_roles_file_with_one_name_in_two_spellings_or_an_unusable_name_is_refused() {
    let sandbox = Sandbox::new();
    let before = entry_count(&sandbox);
    let unusable = |name: &str| {
        (
            format!(
                "ruimte: roles, line 1: '{name}' cannot be a name: a name has at most 200 characters, none of them invisible, and does not look like a number such as N-03\n"
            ),
            format!(
                "ruimte: roles, regel 1: '{name}' kan geen naam zijn: een naam telt hooguit 200 tekens, bevat geen onzichtbare tekens en lijkt niet op een nummer zoals N-03\n"
            ),
        )
    };
    let similar = |name: &str, known: &str| {
        (
            format!(
                "ruimte: roles, line 2: '{name}' is the same name as '{known}', because case does not matter; leave one out\n"
            ),
            format!(
                "ruimte: roles, regel 2: '{name}' is dezelfde naam als '{known}', want hoofdletters tellen niet; laat er een weg\n"
            ),
        )
    };
    let long = "x".repeat(201);
    for (text, (english, dutch)) in [
        ("admin Ada\nreader ADA\n".to_owned(), similar("ADA", "Ada")),
        ("admin zoë\nreader ZOE\u{308}\n".to_owned(), similar("ZOE\u{308}", "zoë")),
        ("admin loket.ocw\nadmin Loket.OCW\n".to_owned(), similar("Loket.OCW", "loket.ocw")),
        ("admin N-02\n".to_owned(), unusable("N-02")),
        ("admin no\u{200b}or\n".to_owned(), unusable("no<U+200B>or")),
        (format!("admin {long}\n"), unusable(&long)),
    ] {
        sandbox.write("roles", &text);
        for (lang, message) in [("en", english), ("nl", dutch)] {
            let done = run_refused_server(&sandbox, lang, "--listen 127.0.0.1:0 --roles roles");
            assert_eq!(done.fails(65), message, "{text:?}");
        }
    }
    assert_eq!(entry_count(&sandbox), before);
}
