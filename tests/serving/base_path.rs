//! A proxy offers the site below a path, and either removes that path from requests or passes it on.

use crate::common::Sandbox;
use crate::http_client::{Request, attribute, form_fields, tags};
use crate::routes::{all_routes, pages};
use crate::server::{Server, assert_security_headers, demo_with_template, entry_count, run_refused_server};
use serde_json::json;
use std::collections::BTreeSet;

const BASE: &str = "/intern/ruimte";

fn office() -> (Sandbox, Server) {
    let sandbox = demo_with_template();
    sandbox.write("roles", "admin Ada\nreader Rie\n");
    let server = Server::behind_proxy(&sandbox, &format!("--roles roles --base-path {BASE}"));
    (sandbox, server)
}

/// Returns the addresses within the site that occur in a page, in any attribute that the browser or the script uses.
fn addresses(page: &str) -> Vec<String> {
    let names = ["href", "src", "action", "formaction", "data-preview"];
    let elements = ["a", "link", "script", "form", "button", "img"].into_iter().flat_map(|element| tags(page, element));
    let found = elements.flat_map(|tag| names.into_iter().filter_map(move |name| attribute(tag, name)));
    found.filter(|address| address.starts_with('/')).collect()
}

#[test]
fn every_address_on_every_page_begins_with_the_base_path_and_works() {
    let (_sandbox, server) = office();
    let get = |path: &str| server.proxied("Ada", "GET", path);
    let mut found = BTreeSet::new();
    let paths = pages().into_iter().filter(|route| route.method == "GET").map(|route| route.path);
    for path in
        paths.chain(["/obstacles/new?look=1", "/obstacles?page=2", "/factsheets/F-01", "/history/2"].map(str::to_owned))
    {
        let response = get(&format!("{BASE}{path}")).send();
        assert_security_headers(&response, &path);
        if let Some(to) = response.header("location") {
            found.insert(to.to_owned());
        }
        if response.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            found.extend(addresses(&response.text()));
        }
    }
    assert!(found.len() > 100, "{found:?}");
    for address in found {
        assert!(address.starts_with(&format!("{BASE}/")), "{address}");
        // Some of the addresses are the targets of forms. Such an address accepts only POST, and returns 405 for GET.
        let status = get(&address).send().status;
        assert!(matches!(status, 200 | 303 | 405), "{address}: {status}");
    }
}

#[test]
fn a_request_means_the_same_with_and_without_the_base_path() {
    let (_sandbox, server) = office();
    for route in all_routes().into_iter().filter(|route| route.method == "GET") {
        let answer = |base: &str| {
            let response = server.proxied("Rie", "GET", &format!("{base}{}", route.path)).send();
            (response.status, response.header("location").map(str::to_owned), response.body)
        };
        assert_eq!(answer(BASE), answer(""), "{}", route.path);
    }
    let status = |path: &str| server.proxied("Rie", "GET", path).send().status;
    assert_eq!(status(BASE), 200);
    assert_eq!(status(&format!("{BASE}?status=solved")), 303);
    assert_eq!(status(&format!("{BASE}/")), 200);
    // A path is not below the base path if it only begins with the same letters.
    assert_eq!(status(&format!("{BASE}-test/obstacles")), 404);
    assert_eq!(status("/intern/obstacles"), 404);
    assert_eq!(status(&format!("{BASE}{BASE}/obstacles")), 404);
    let problem = server.proxied("Rie", "GET", &format!("{BASE}/api/v1/nowhere")).send();
    assert_eq!(problem.problem(404), "This page does not exist");
}

#[test]
fn forms_redirects_and_messages_work_below_the_base_path() {
    for prefix in [BASE, ""] {
        let (sandbox, server) = office();
        let ada = |method: &str, path: &str| server.proxied("Ada", method, &format!("{prefix}{path}"));
        let page = ada("GET", "/obstacles/new").send().expect_status(200).text();
        let filled = form_fields(&page, "record").into_iter().map(|(name, value)| match name.as_str() {
            "title" => (name, "Van onder een pad".to_owned()),
            "question" => (name, "Mag dit?".to_owned()),
            "ministry" => (name, "OCW".to_owned()),
            _ => (name, value),
        });
        let filled: Vec<_> = filled.collect();
        for _ in 0..2 {
            let response = ada("POST", "/obstacles/new").form(filled.clone()).send().expect_status(303);
            assert_eq!(response.header("location"), Some("/intern/ruimte/obstacles/B-071"));
            let cookie = response.header("set-cookie").unwrap();
            assert!(cookie.starts_with("ruimte-done="), "{cookie}");
            assert!(cookie.ends_with("; HttpOnly; SameSite=Strict; Max-Age=60; Path=/intern/ruimte"), "{cookie}");
            let shown = ada("GET", "/obstacles/B-071").header("Cookie", cookie.split(';').next().unwrap()).send();
            let [done, visit] = shown.all("set-cookie")[..] else { panic!("{:?}", shown.all("set-cookie")) };
            assert!(done.ends_with("Max-Age=0; Path=/intern/ruimte"), "{done}");
            assert!(visit.ends_with("; HttpOnly; SameSite=Lax; Max-Age=31536000; Path=/intern/ruimte"), "{visit}");
            assert!(shown.text().contains("B-071"));
        }
        assert_eq!(entry_count(&sandbox), 3);
        let refused = ada("POST", "/obstacles").form([("title", "x")]).send().expect_status(403).text();
        assert!(addresses(&refused).iter().all(|address| address.starts_with(BASE)), "{refused}");
        let csrf = Server::csrf(|method, path| ada(method, path));
        let undone = ada("POST", "/history/3/undo").form([("csrf", csrf)]).send().expect_status(303);
        assert_eq!(undone.header("location"), Some("/intern/ruimte/history"));
        for (from, to) in [
            ("/obstacles?lang=nl", "/intern/ruimte/obstacles"),
            ("/?status=open", "/intern/ruimte/obstacles?status=open"),
            ("/obstacles/b1", "/intern/ruimte/obstacles/B-001"),
            ("/search?q=B-001", "/intern/ruimte/obstacles/B-001"),
            ("/themes/permanent-leren", "/intern/ruimte/themes/permanent-leren/edit"),
        ] {
            assert_eq!(ada("GET", from).send().expect_status(303).header("location"), Some(to), "{from}");
        }
    }
}

#[test]
fn the_api_names_addresses_below_the_base_path() {
    let (_sandbox, server) = office();
    let ada = |method: &str, path: &str| server.proxied("Ada", method, &format!("{BASE}/api/v1{path}"));
    let described = ada("GET", "/openapi.json").send().expect_status(200).json();
    assert_eq!(described["servers"], json!([{ "url": "/intern/ruimte/api/v1" }]));
    let list = ada("GET", "/obstacles?limit=2").send().expect_status(200);
    assert_eq!(list.header("link"), Some("</intern/ruimte/api/v1/obstacles?limit=2&skip=2>; rel=\"next\""));
    let csrf = Server::csrf(|method, path| server.proxied("Ada", method, &format!("{BASE}{path}")));
    let made = ada("POST", "/obstacles").header("X-CSRF-Token", csrf);
    let made = made.json(&json!({ "title": "x", "question": "y", "ministry": "OCW" })).send().expect_status(201);
    assert_eq!(made.header("location"), Some("/intern/ruimte/api/v1/obstacles/B-071"));
}

#[test]
fn the_key_signs_in_below_the_base_path_only() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, &format!("--base-path {BASE}/"));
    let signed_in = server.request("GET", &format!("{BASE}/?key={}", server.key)).send().expect_status(303);
    assert_eq!(signed_in.header("location"), Some("/intern/ruimte/"));
    let cookie = signed_in.header("set-cookie").unwrap();
    assert!(cookie.ends_with("; HttpOnly; SameSite=Strict; Path=/intern/ruimte"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let request = |path: &str| -> Request { server.request("GET", path).header("Cookie", cookie.clone()) };
    request(&format!("{BASE}/obstacles")).send().expect_status(200);
    let signed_out = server.request("GET", &format!("{BASE}/obstacles")).send().expect_status(401).text();
    assert!(addresses(&signed_out).iter().all(|address| address.starts_with(BASE)), "{signed_out}");
    for path in ["//evil.example", "/\\evil.example", "///evil.example/x"] {
        let response = request(&format!("{BASE}{path}?lang=nl")).send();
        assert_eq!(response.header("location").unwrap_or("/intern/ruimte/"), "/intern/ruimte/", "{path}");
    }
}

#[test]
fn a_saved_page_and_a_download_have_no_base_path() {
    let (_sandbox, server) = office();
    let text = server.proxied("Rie", "GET", &format!("{BASE}/obstacles?format=csv")).send().expect_status(200).text();
    assert!(!text.contains(BASE));
}

#[test]
fn an_unusable_base_path_is_refused() {
    let sandbox = Sandbox::new();
    for text in [
        "",
        "ruimte",
        "ruimte/",
        "//",
        "/a//b",
        "/../a",
        "/a/..",
        "/./a",
        "/a?b",
        "/a#b",
        "/a b",
        "/a%2fb",
        "/é",
        "/{a}",
        "/a;b",
        "/a\\b",
        "https://ruimte.example/a",
    ] {
        let options = format!("--listen 127.0.0.1:0 '--base-path={text}'");
        assert_eq!(
            run_refused_server(&sandbox, "en", &options).fails(2),
            format!(
                "ruimte: '{text}' cannot be the path below which the pages are found; give something like /ruimte, with only letters, digits and - . _ ~\n"
            )
        );
        assert_eq!(
            run_refused_server(&sandbox, "nl", &options).fails(2),
            format!(
                "ruimte: '{text}' kan niet het pad zijn waaronder de pagina's staan; geef iets als /ruimte, met alleen letters, cijfers en - . _ ~\n"
            )
        );
    }
    // A base path that begins like the path of a page is refused, because it is ambiguous.
    let first = |path: &str| path.split(['/', '?']).nth(1).unwrap().to_owned();
    let firsts: BTreeSet<String> = all_routes().iter().map(|route| first(&route.path)).collect();
    let firsts = firsts.into_iter().filter(|first| !first.is_empty() && first != "nowhere");
    for first in firsts.chain(["assets".to_owned()]) {
        let options = format!("--listen 127.0.0.1:0 --base-path /{first}/x");
        assert_eq!(
            run_refused_server(&sandbox, "en", &options).fails(2),
            format!(
                "ruimte: '/{first}/x' begins like the address of one of the pages themselves; choose another path, such as /ruimte\n"
            )
        );
        let dutch = run_refused_server(&sandbox, "nl", &format!("--listen 127.0.0.1:0 --base-path /{first}")).fails(2);
        assert_eq!(
            dutch,
            format!(
                "ruimte: '/{first}' begint als het adres van een van de pagina's zelf; kies een ander pad, zoals /ruimte\n"
            )
        );
    }
}
