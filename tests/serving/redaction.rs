//! Redacting text in the browser and through the API: for administrators only.

use crate::common::Sandbox;
use crate::http_client::unescape_html;
use crate::server::Server;
use serde_json::json;

const ROLES: &str = "admin Ada\nofficer Otto\n";

fn made() -> (Sandbox, Server) {
    let sandbox = Sandbox::demo();
    sandbox.run("log 'Vraag van Zwiebertje' --ministry OCW --question 'Bel 06-12345678' -q").ok();
    sandbox.write("roles", ROLES);
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    (sandbox, server)
}

fn holds(sandbox: &Sandbox, wanted: &str) -> bool {
    sandbox.register_bytes().windows(wanted.len()).any(|window| window == wanted.as_bytes())
}

#[test]
fn an_administrator_redacts_with_a_form_and_a_link_on_the_page_of_the_record_leads_to_it() {
    let (sandbox, server) = made();
    let page = server.proxied("Ada", "GET", "/obstacles/B-071").send().text();
    let page = unescape_html(&page);
    assert!(page.contains("/obstacles/B-071/redact"), "{page}");
    let csrf = Server::csrf(|method, target| server.proxied("Ada", method, target));
    let form = [("text", "zwiebertje"), ("because", "Naam van een vrager"), ("csrf", &csrf)];
    let response = server.proxied("Ada", "POST", "/obstacles/B-071/redact").form(form).send().expect_status(303);
    assert_eq!(response.header("location"), Some("/obstacles/B-071"));
    assert!(!holds(&sandbox, "Zwiebertje"));
    let page = server.proxied("Ada", "GET", "/obstacles/B-071").send().text();
    let page = unescape_html(&page);
    assert!(page.contains("Vraag van [verwijderd]"), "{page}");
    let page = server.proxied("Ada", "GET", "/history?records=B-071").send().text();
    assert!(page.contains("text redacted") && page.contains("removed from entry"), "{page}");
}

#[test]
fn an_administrator_redacts_what_looks_like_personal_data_through_the_api() {
    let (sandbox, server) = made();
    let csrf = Server::csrf(|method, target| server.proxied("Ada", method, target));
    let body = json!({ "found": true, "because": "Telefoonnummer" });
    let request = server.proxied("Ada", "POST", "/api/v1/obstacles/B-071/_redact").header("X-CSRF-Token", csrf);
    let record = request.json(&body).send().expect_status(200).json();
    assert_eq!(record["question"], "Bel [verwijderd]");
    assert!(!holds(&sandbox, "06-12345678"));
    let changes = server.proxied("Ada", "GET", "/api/v1/obstacles/B-071/history").send().expect_status(200).json();
    assert_eq!((&changes[0]["change"], &changes[0]["attribute"]), (&json!("redacted"), &json!("question")));
}

#[test]
fn an_officer_cannot_redact() {
    let (sandbox, server) = made();
    let before = sandbox.register_bytes();
    let page = server.proxied("Otto", "GET", "/obstacles/B-071").send().text();
    let page = unescape_html(&page);
    assert!(page.contains("/obstacles/B-071/edit") && !page.contains("/obstacles/B-071/redact"), "{page}");
    server.proxied("Otto", "GET", "/obstacles/B-071/redact").send().expect_status(403);
    let csrf = Server::csrf(|method, target| server.proxied("Otto", method, target));
    let form = [("found", "1"), ("because", "x"), ("csrf", &csrf)];
    server.proxied("Otto", "POST", "/obstacles/B-071/redact").form(form).send().expect_status(403);
    assert!(sandbox.register_bytes() == before);
}
