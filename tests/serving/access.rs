//! Access control: the server refuses requests without the key, and requests from pages of other sites.

use crate::common::Sandbox;
use crate::http_client::{form_fields, unescape_html};
use crate::routes::all_routes;
use crate::server::{Server, assert_security_headers, entry_count};
use serde_json::json;

/// Words that occur in the demonstration register. No response to a request without the key may contain any of them.
pub const REGISTER_WORDS: [&str; 6] = ["B-0", "student", "Stagefonds", "Zorgpact", "OCW", "belemmeringen van"];

#[test]
fn no_address_reveals_anything_without_the_key() {
    let server = Server::demo();
    let other = "0".repeat(server.key.len());
    let with_wrong_key = |route: &str| {
        let sign = if route.contains('?') { '&' } else { '?' };
        format!("{route}{sign}key={other}")
    };
    for route in all_routes() {
        let plain = server.request(route.method, &route.path);
        let requests = [
            plain.clone(),
            plain.clone().header("Authorization", format!("Bearer {other}")),
            plain.clone().header("Authorization", format!("Basic {}", server.key)),
            plain.clone().header("Cookie", format!("ruimte-{}={other}", server.at.port())),
            plain.clone().header("Cookie", format!("ruimte-{}={}", server.at.port(), server.key)),
            plain.header("X-Remote-User", "admin"),
            server.request(route.method, &with_wrong_key(&route.path)),
        ];
        for request in requests {
            let what = format!("{} {}", route.method, route.path);
            let response = request.send();
            assert_eq!(response.status, 401, "{what}: {request:?}");
            assert_security_headers(&response, &what);
            assert_eq!(response.all("set-cookie"), Vec::<&str>::new(), "{what}");
            let body = response.text();
            for word in REGISTER_WORDS {
                assert!(!body.contains(word), "{what} tells {word}: {body}");
            }
            let is_problem = route.path.starts_with("/api/");
            assert_eq!(response.header("content-type") == Some("application/problem+json"), is_problem, "{what}");
        }
    }
}

#[test]
fn the_words_that_would_show_a_leak_are_in_the_pages() {
    let server = Server::demo();
    let page = server.page("/obstacles");
    for word in &REGISTER_WORDS[..2] {
        assert!(page.contains(word), "{word}");
    }
    assert!(server.page("/schemes").contains("Stagefonds"));
}

#[test]
fn the_key_sets_a_cookie_for_this_site_and_redirects_to_an_address_without_the_key() {
    let server = Server::demo();
    assert_eq!(server.key.len(), 48);
    let response =
        server.request("GET", &format!("/obstacles?status=solved&key={}&page=2", server.key)).send().expect_status(303);
    assert_eq!(response.header("location"), Some("/obstacles?status=solved&page=2"));
    let cookie = response.header("set-cookie").unwrap();
    let parts: Vec<&str> = cookie.split("; ").collect();
    let (name, value) = parts[0].split_once('=').unwrap();
    assert_eq!(name, format!("ruimte-{}", server.at.port()));
    assert_eq!((value.len(), value == server.key), (48, false), "the cookie is not the key");
    assert_eq!(parts[1..], ["HttpOnly", "SameSite=Strict", "Path=/"]);
    assert_security_headers(&response, "the way in");
    assert!(response.body.is_empty());
    let page = server.request("GET", "/obstacles").header("Cookie", parts[0]).send().expect_status(200).text();
    assert!(!page.contains(&server.key), "the key stands in no page");
    assert!(!page.contains(value), "nor does the cookie");
    // A browser also sends this server the cookies of other servers on the same computer. The server must find its own
    // cookie among them.
    server
        .request("GET", "/obstacles")
        .header("Cookie", format!("other=1; {}; more=2", parts[0]))
        .send()
        .expect_status(200);
    // The server accepts a key in the address only for GET requests.
    server.request("POST", &format!("/obstacles?key={}", server.key)).form([("title", "x")]).send().expect_status(401);
    // Another server accepts neither the key nor the cookie of this server.
    let another = Server::demo();
    another.request("GET", &format!("/?key={}", server.key)).send().expect_status(401);
    another.request("GET", "/").header("Authorization", format!("Bearer {}", server.key)).send().expect_status(401);
    another
        .request("GET", "/")
        .header("Cookie", format!("ruimte-{}={value}", another.at.port()))
        .send()
        .expect_status(401);
}

#[test]
fn no_address_redirects_or_links_to_another_site() {
    let server = Server::demo();
    let cookie = server.cookie();
    for path in ["//evil.example", "///evil.example", "/\\evil.example", "//evil.example/%2e%2e", "/\\/evil.example"] {
        for query in ["?lang=nl".to_owned(), format!("?key={}", server.key)] {
            let response = server.request("GET", &format!("{path}{query}")).header("Cookie", cookie.clone()).send();
            let to = response.header("location").unwrap_or("/");
            assert!(to.starts_with('/') && !to[1..].starts_with(['/', '\\']), "{path}{query} leads to {to}");
        }
        let page = server.request("GET", path).header("Cookie", cookie.clone()).send();
        let text = unescape_html(&page.text());
        for away in ["\"//", "\"/\\"] {
            assert!(!text.contains(away), "{path}: {text}");
        }
    }
}

#[test]
fn a_record_key_with_unsafe_characters_is_refused() {
    let server = Server::demo();
    for key in ["x%0d%0aSet-Cookie:a=b", "%00", "%C3%A9%C3%A9n", "..%2f..%2fx", "%20", "a%3Fb%23c", "%ff"] {
        for kind in ["themes", "synonyms", "obstacles", "publications", "figures"] {
            let response = server.program("GET", &format!("/{kind}/{key}")).send();
            assert!(matches!(response.status, 303 | 400 | 404), "/{kind}/{key}: {}", response.status);
            assert_eq!(response.all("set-cookie"), Vec::<&str>::new());
            assert_security_headers(&response, key);
            if let Some(to) = response.header("location") {
                assert!(to.is_ascii() && !to.contains(' '), "/{kind}/{key} leads to {to}");
                let response = server.program("GET", to).send();
                assert_eq!(response.status, 404, "{to}");
            }
            let response = server.program("GET", &format!("/api/v1/{kind}/{key}")).send();
            assert!(matches!(response.status, 400 | 404), "/api/v1/{kind}/{key}: {}", response.status);
            let status = response.status;
            response.problem(status);
        }
    }
}

#[test]
fn another_host_name_is_refused() {
    let server = Server::demo();
    let (cookie, port) = (server.cookie(), server.at.port());
    let request = |hosts: &[&str]| {
        let request = server.request("GET", "/obstacles").header("Cookie", cookie.clone()).without("Host");
        let response = hosts.iter().fold(request, |request, host| request.header("Host", *host)).send();
        if response.status != 200 {
            assert_security_headers(&response, &format!("{hosts:?}"));
            let body = response.text();
            assert!(!REGISTER_WORDS.iter().any(|word| body.contains(word)), "{hosts:?}: {body}");
        }
        response.status
    };
    let own = format!("127.0.0.1:{port}");
    for host in [own.clone(), format!("localhost:{port}"), format!("LOCALHOST:{port}"), format!("[::1]:{port}")] {
        assert_eq!(request(&[&host]), 200, "{host}");
    }
    let others = [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("evil.example#127.0.0.1:{port}"),
        format!("127.0.0.2:{port}"),
        "127.0.0.1".to_owned(),
        "127.0.0.1:1".to_owned(),
        String::new(),
    ];
    for host in &others {
        assert_eq!(request(&[host]), 403, "{host}");
    }
    assert_eq!(request(&[]), 403);
    assert_eq!(request(&[&own, "evil.example"]), 403);
    assert_eq!(request(&["evil.example", &own]), 403);
    // An absolute URL in the request line must not bypass the check of the Host header.
    let target = format!("http://evil.example:{port}/obstacles");
    let response =
        server.request("GET", &target).instead("Host", "evil.example").header("Cookie", cookie.clone()).send();
    assert_eq!(response.status, 403);
    // The key does not make a wrong Host header acceptable.
    let response = server.request("GET", &format!("/?key={}", server.key)).instead("Host", "evil.example").send();
    assert_eq!((response.status, response.all("set-cookie")), (403, Vec::new()));
}

const NEW: [(&str, &str); 3] = [("title", "Van elders"), ("question", "Mag dit?"), ("ministry", "OCW")];

#[test]
fn cross_site_requests_are_refused_and_not_recorded() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let own = format!("http://{}", server.at);
    let csrf = Server::csrf(|method, target| server.browser(method, target));
    let pairs: Vec<(&str, &str)> = NEW.into_iter().chain([("csrf", csrf.as_str())]).collect();
    let send = |headers: &[(&str, &str)]| {
        let plain = server.browser("POST", "/obstacles").form(pairs.clone());
        let response = headers.iter().fold(plain, |request, (name, value)| request.header(name, *value)).send();
        assert_security_headers(&response, &format!("{headers:?}"));
        response.status
    };
    let before = sandbox.register_bytes();
    for headers in [
        &[("Origin", "http://evil.example")][..],
        &[("Origin", "null")],
        &[("Origin", "http://127.0.0.1:1")],
        &[("Origin", "")],
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Sec-Fetch-Site", "same-site")],
        &[("Origin", &own), ("Sec-Fetch-Site", "cross-site")],
    ] {
        assert_eq!(send(headers), 403, "{headers:?}");
        assert!(sandbox.register_bytes() == before, "{headers:?}");
    }
    assert_eq!(send(&[("Origin", &own), ("Sec-Fetch-Site", "same-origin")]), 303);
    assert_eq!(entry_count(&sandbox), 2);
    // The API also refuses forged requests from a page of another site.
    let program = server
        .browser("POST", "/api/v1/obstacles")
        .header("X-CSRF-Token", csrf.clone())
        .json(&json!({ "title": "x", "question": "y", "ministry": "OCW" }));
    program.clone().header("Origin", "http://evil.example").send().problem(403);
    program.header("Sec-Fetch-Site", "cross-site").send().problem(403);
    assert_eq!(entry_count(&sandbox), 2);
}

#[test]
fn a_form_without_a_valid_csrf_token_is_shown_again_as_filled_in_and_records_nothing() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let before = sandbox.register_bytes();
    let filled = [("title", "Mag \"dit\" <b>wel</b>?"), ("question", "Eén\r\ntwee & drie"), ("ministry", "VWS")];
    for (path, csrf) in [
        ("/obstacles", None),
        ("/obstacles/new", Some("")),
        ("/obstacles", Some("0000")),
        ("/obstacles", Some(server.key.as_str())),
    ] {
        let pairs: Vec<(&str, &str)> = filled.into_iter().chain(csrf.map(|text| ("csrf", text))).collect();
        let response = server.browser("POST", path).form(pairs).send().expect_status(403);
        assert_security_headers(&response, path);
        let page = response.text();
        let shown = form_fields(&page, "record");
        let value = |name: &str| shown.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        assert_eq!(value("title"), Some("Mag \"dit\" <b>wel</b>?"));
        assert_eq!(value("question"), Some("Eén\ntwee & drie"));
        assert_eq!(value("ministry"), Some("VWS"));
        let message = "This page has been open for too long. Nothing has been recorded yet: check what you filled in and save again.";
        assert!(page.contains(message), "{page}");
        assert!(!page.contains("<b>wel"), "{page}");
        assert!(sandbox.register_bytes() == before);
    }
    // The server refuses every form that lacks a valid token, even a form that has only a button.
    for path in ["/history/1/undo", "/obstacles/B-001/void", "/obstacles/B-001/edit", "/themes"] {
        let response = server.browser("POST", path).form([("because", "zomaar"), ("title", "x")]).send();
        assert_eq!(response.status, 403, "{path}");
        assert!(response.text().contains("Nothing has been recorded yet"), "{path}");
        assert!(sandbox.register_bytes() == before, "{path}");
    }
    // The response to a refused form contains the same form with a valid token, so the user can send it again.
    let page = server.browser("POST", "/obstacles").form(filled).send().expect_status(403).text();
    let response =
        server.browser("POST", "/obstacles/new").form(form_fields(&page, "record")).send().expect_status(303);
    assert_eq!(response.header("location"), Some("/obstacles/B-071"));
    let row = &sandbox.rows("show B-071")[0];
    assert_eq!((row["title"].as_str(), row["ministry"].as_str()), ("Mag \"dit\" <b>wel</b>?", "VWS"));
    assert_eq!(row["question"], "Eén\ntwee & drie");
}

#[test]
fn an_api_request_with_a_cookie_needs_the_csrf_token_and_one_with_the_key_does_not() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let body = json!({ "title": "Van een programma", "question": "Mag dit?", "ministry": "OCW" });
    let before = sandbox.register_bytes();
    let by_cookie = server.browser("POST", "/api/v1/obstacles").json(&body);
    by_cookie.clone().send().problem(403);
    by_cookie.clone().header("X-CSRF-Token", "0").send().problem(403);
    // Another site's form could send JSON as text/plain without a preflight request, so the server must refuse it.
    let text = server.browser("POST", "/api/v1/obstacles").body("text/plain", body.to_string());
    assert!(matches!(text.send().status, 403 | 415));
    server.browser("PATCH", "/api/v1/obstacles/B-001").json(&json!({ "title": "x" })).send().problem(403);
    server.browser("POST", "/api/v1/obstacles/B-001/_void").json(&json!({ "because": "x" })).send().problem(403);
    assert!(sandbox.register_bytes() == before);
    let csrf = Server::csrf(|method, target| server.browser(method, target));
    let made = by_cookie.header("X-CSRF-Token", csrf).send().expect_status(201);
    assert_eq!(made.header("location"), Some("/api/v1/obstacles/B-071"));
    let made = server.program("POST", "/api/v1/obstacles").json(&body).send().expect_status(201);
    assert_eq!(made.header("location"), Some("/api/v1/obstacles/B-072"));
    assert_eq!(entry_count(&sandbox), 3);
}
