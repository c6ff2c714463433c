//! The page with the draft of a reply, its documents, and the same draft in the API.

use crate::common::Sandbox;
use crate::http_client::unescape_html;
use crate::server::Server;

const ROLES: &str = "reader Rie\nofficer Otto\nadmin Ada\n";

fn office() -> (Sandbox, Server) {
    Server::with_roles(
        ROLES,
        &[
            "log 'Mag dit?' --question 'Mag een student dit?' --ministry OCW --handler Behandelaar",
            "edit 1 --answer 'Ja, </textarea> mag.' --law BWBR0006251",
            "log 'Nog open' --ministry OCW",
        ],
    )
}

#[test]
fn a_reader_opens_the_draft_from_the_record_and_downloads_it() {
    let (_sandbox, server) = office();
    let get = |target: &str| server.proxied("Rie", "GET", target).header("Accept-Language", "en").send();
    assert!(
        unescape_html(&get("/obstacles/B-001").text()).contains(r#"href="/obstacles/B-001/reply">Draft the reply<"#)
    );
    assert!(!unescape_html(&get("/obstacles/B-002").text()).contains("/obstacles/B-002/reply"));
    let response = get("/obstacles/B-001/reply?lang=nl");
    assert!(matches!(response.status, 200 | 303));
    let page = get("/obstacles/b1/reply").text();
    let (_, rest) = page.split_once("<textarea id=\"draft\"").unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    let (draft, _) = rest.split_once("</textarea>").unwrap();
    let draft = unescape_html(draft);
    assert!(draft.contains("Ja, </textarea> mag.\n"), "{draft}");
    // The draft can be changed on the page, and a script shows the button that copies it.
    assert!(
        !page.contains("readonly") && page.contains("data-copy=\"draft\"") && page.contains(" hidden>Copy</button>"),
        "{page}"
    );
    assert!(draft.contains("<https://wetten.overheid.nl/BWBR0006251>"), "{draft}");
    assert!(!page.contains("Behandelaar"));
    for (format, kind, name) in [
        ("table", "text/plain; charset=utf-8", "B-001.txt"),
        ("markdown", "text/markdown; charset=utf-8", "B-001.md"),
        ("odt", "application/vnd.oasis.opendocument.text", "B-001.odt"),
        ("json", "application/json", "B-001.json"),
    ] {
        let response = get(&format!("/obstacles/B-001/reply?format={format}"));
        assert_eq!((response.status, response.header("content-type")), (200, Some(kind)));
        assert!(response.header("content-disposition").unwrap().contains(name), "{format}");
        if format == "table" {
            assert_eq!(response.text().trim_end(), draft.trim_end());
        }
    }
    assert_eq!(get("/obstacles/B-001/reply?format=ods").status, 400);
    assert_eq!(get("/obstacles/B-009/reply").status, 404);
    let rows = server.proxied("Rie", "GET", "/api/v1/obstacles/B-001/reply").send();
    let rows: serde_json::Value = serde_json::from_str(&rows.text()).unwrap();
    assert_eq!(rows[0]["subject"], "Mag dit?");
    assert!(rows[0]["reply"].as_str().unwrap().contains("Ja, </textarea> mag."));
    server.proxied("Rie", "GET", "/api/v1/obstacles/B-002/reply").send().problem(400);
}

#[test]
fn an_unanswered_obstacle_leads_those_who_may_to_the_form() {
    let (_sandbox, server) = office();
    let page = |name: &str| {
        let response = server.proxied(name, "GET", "/obstacles/B-002/reply").send();
        assert_eq!(response.status, 404);
        unescape_html(&response.text())
    };
    assert!(page("Otto").contains(r#"href="/obstacles/B-002/edit""#));
    assert!(!page("Rie").contains("/edit"));
}

#[test]
fn once_an_obstacle_is_solved_the_reply_is_the_next_step() {
    let (sandbox, server) = office();
    let main_step = |name: &str| {
        let page = server.proxied(name, "GET", "/obstacles/B-001").header("Accept-Language", "en").send().text();
        let button = unescape_html(&page).split_once(r#"<a class="button" href=""#)?.1.to_owned();
        Some(button.split_once("</a>").unwrap().0.to_owned())
    };
    assert!(main_step("Otto").unwrap().starts_with("/obstacles/B-001/analyse"));
    sandbox.run("classify 1 within-rules --because Zo").ok();
    assert_eq!(main_step("Otto").unwrap(), r#"/obstacles/B-001/reply">Draft the reply"#);
    assert_eq!(main_step("Rie"), None);
    let draft = |name: &str| unescape_html(&server.proxied(name, "GET", "/obstacles/B-001/reply").send().text());
    let record = r#"href="/contacts/new?kind=email&about=B-001""#;
    assert!(draft("Otto").contains(record));
    assert!(!draft("Rie").contains(record));
}

#[test]
fn an_admin_adds_templates_and_anybody_chooses_one() {
    let (_sandbox, server) = office();
    let csrf = Server::csrf(|method, target| server.proxied("Ada", method, target));
    // The form starts with the built-in template.
    let form = server.proxied("Ada", "GET", "/reply-templates/new").header("Accept-Language", "nl").send();
    assert!(unescape_html(&form.text()).contains("\nGeachte heer/mevrouw,\n"));
    let add = |title: &str, text: &str| {
        let body = serde_json::json!({ "title": title, "text": text });
        server.proxied("Ada", "POST", "/api/v1/reply-templates").header("X-CSRF-Token", csrf.clone()).json(&body).send()
    };
    assert_eq!(add("Brief", "Brief: {{ answer }}").status, 201);
    let draft = |target: &str| server.proxied("Rie", "GET", target).send().text();
    assert!(draft("/obstacles/B-001/reply").contains("\nBrief: Ja,"));
    assert!(!draft("/obstacles/B-001/reply").contains("<select"));
    assert_eq!(add("Kort", "Kort: {{ answer }}").status, 201);
    let page = draft("/obstacles/B-001/reply?template=T-02");
    assert!(page.contains("\nKort: Ja,"));
    assert!(page.contains(r#"<option value="T-02" selected>T-02 Kort</option>"#));
    let problem = add("Fout", "a\n{{ b }}").problem(400);
    assert!(problem.contains(" 2: "), "{problem}");
    assert_eq!(server.proxied("Otto", "GET", "/reply-templates/new").send().status, 403);
}
