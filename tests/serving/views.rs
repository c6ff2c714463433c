//! Saved views on the pages and in the API: who sees and changes them, and the lists that start from them.

use crate::common::Sandbox;
use crate::http_client::{Response, attribute, form_fields, tags, unescape_html};
use crate::server::{Server, page};
use serde_json::{Value, json};

const ROLES: &str = "reader Rie\nofficer Otto\nofficer Olga\nadmin Ada\n";

/// A register with three obstacles, a personal view of Otto and a view for all.
fn office() -> (Sandbox, Server) {
    Server::with_roles(
        ROLES,
        &[
            "--actor Otto log 'Eerste' --ministry OCW --received 2026-01-05",
            "--actor Otto log 'Tweede' --ministry VWS --received 2026-02-05 --handler Otto",
            "--actor Otto log 'Derde' --ministry VWS --received 2026-03-05",
            "--actor Otto view add 'Geheim plan' --handler Otto --columns number,title",
            "--actor Otto view add 'Alles & VWS' --ministry VWS --sort -received --for-all",
        ],
    )
}

/// Fills in the form at this address, as a browser would, and sends it.
fn submit(server: &Server, name: &str, path: &str, changes: &[(&str, &str)]) -> Response {
    let shown = server.proxied(name, "GET", path).send().expect_status(200).text();
    let mut fields = form_fields(&shown, "record");
    for (field, value) in changes {
        fields.retain(|(known, _)| known != field);
        if !value.is_empty() {
            fields.push(((*field).to_owned(), (*value).to_owned()));
        }
    }
    let action = tags(&shown, "form").into_iter().find(|tag| tag.contains("id=\"record\"")).unwrap();
    server.proxied(name, "POST", &attribute(action, "action").unwrap()).form(fields).send()
}

fn hrefs(page: &str) -> Vec<String> {
    tags(page, "a").into_iter().filter_map(|tag| attribute(tag, "href")).collect()
}

#[test]
fn a_list_starts_from_a_view_and_shows_its_conditions_in_the_filter() {
    let (_sandbox, server) = office();
    let list = server.proxied("Rie", "GET", "/obstacles?view=Alles%20%26%20VWS").send().expect_status(200).text();
    let (third, second) = (list.find("Derde").unwrap(), list.find("Tweede").unwrap());
    assert!(third < second && !list.contains("Eerste"), "{list}");
    let fields = form_fields(&list, "filter");
    assert!(fields.contains(&("ministry".to_owned(), "VWS".to_owned())), "{fields:?}");
    assert!(fields.contains(&("sort".to_owned(), "-received".to_owned())), "{fields:?}");
    let current: Vec<&str> = tags(&list, "a").into_iter().filter(|tag| tag.contains("aria-current=\"page\"")).collect();
    assert!(
        current.iter().any(|tag| attribute(tag, "href").is_some_and(|href| href.starts_with("/obstacles?view=Alles"))),
        "{current:?}"
    );
    // A parameter replaces the condition of the view, and a download has the rows of the page.
    let csv = |query: &str| {
        let path = format!("/obstacles?view=V-02&format=csv&columns=number{query}");
        server.proxied("Rie", "GET", &path).send().expect_status(200).text()
    };
    assert_eq!(csv("").lines().collect::<Vec<_>>(), ["number", "B-003", "B-002"]);
    assert_eq!(csv("&ministry=OCW").lines().collect::<Vec<_>>(), ["number", "B-001"]);
    assert_eq!(csv("&since=2026-03-01").lines().collect::<Vec<_>>(), ["number", "B-003"]);
    let missing = server.proxied("Otto", "GET", "/obstacles?view=Niets").send().expect_status(404).text();
    assert!(
        unescape_html(&missing).contains("There is no saved view 'Niets'; there are: Alles & VWS, Geheim plan"),
        "{missing}"
    );
}

#[test]
fn an_officer_saves_a_filtered_list_as_a_view_and_edits_it() {
    let (sandbox, server) = office();
    assert!(!hrefs(&page(&server, "Otto", "/obstacles")).iter().any(|href| href.starts_with("/views/new")));
    let list = server.proxied("Otto", "GET", "/obstacles?ministry=VWS&status=open&page=1&with-void=1").send().text();
    let form = hrefs(&list).into_iter().find(|href| href.starts_with("/views/new")).unwrap();
    assert_eq!(form, "/views/new?ministry=VWS&status=open&with-void=1");
    let reader = server.proxied("Rie", "GET", "/obstacles?ministry=VWS").send().text();
    assert!(!hrefs(&reader).iter().any(|href| href.starts_with("/views/new")));
    let answer = submit(&server, "Otto", &form, &[("name", "Open bij VWS")]).expect_status(303);
    // Whoever saves a list as a view sees that list again.
    assert_eq!(answer.header("location"), Some("/obstacles?view=Open%20bij%20VWS"));
    let stored = || {
        let rows = sandbox.rows("--actor Otto view list");
        let row = rows.into_iter().find(|row| row["number"] == "V-03").unwrap();
        ["name", "filter", "columns", "sort", "for_all", "owner"].map(|name| row[name].clone())
    };
    assert_eq!(stored(), ["Open bij VWS", "--ministry VWS --status open --with-void", "", "", "no", "Otto"]);
    let shown = page(&server, "Otto", "/views/V-03");
    assert!(
        shown.contains("ministry VWS; status open; void records too") || shown.contains("void records too"),
        "{shown}"
    );
    assert!(shown.contains("href=\"/obstacles?view=Open%20bij%20VWS\""), "{shown}");
    // A form that is saved as it was changes nothing.
    let same = submit(&server, "Otto", "/views/V-03/edit", &[]).expect_status(303);
    assert!(
        same.all("set-cookie").iter().any(|cookie| cookie.contains("You+changed+nothing")),
        "{:?}",
        same.all("set-cookie")
    );
    let changes = [
        ("with-void", ""),
        ("status", ""),
        ("theme", "permanent-leren"),
        ("for-all", "1"),
        ("sort", "-received"),
        ("columns", "title"),
    ];
    submit(&server, "Otto", "/views/V-03/edit", &changes).expect_status(303);
    assert_eq!(
        stored(),
        ["Open bij VWS", "--ministry VWS --theme permanent-leren", "title", "-received", "yes", "Otto"]
    );
    submit(&server, "Otto", "/views/V-03/edit", &[("for-all", "")]).expect_status(303);
    assert_eq!(stored()[4], "no");
    let wrong = submit(&server, "Otto", "/views/V-03/edit", &[("name", "alles & vws")]).expect_status(400);
    let wrong = unescape_html(&wrong.text());
    assert!(
        wrong.contains("The name 'alles & vws' is already in use for a saved view; choose another name"),
        "{wrong}"
    );
    submit(&server, "Otto", "/views/V-03/void", &[("because", "Niet nodig")]).expect_status(303);
    assert!(!page(&server, "Otto", "/views").contains("Open bij VWS"));
}

#[test]
fn the_form_of_a_view_names_the_handler_and_stores_a_number() {
    let (sandbox, server) = office();
    let form = server.proxied("Otto", "GET", "/views/V-01/edit").send().expect_status(200).text();
    let fields = form_fields(&form, "record");
    assert!(fields.contains(&("handler".to_owned(), "Otto".to_owned())), "{fields:?}");
    assert!(
        fields.iter().filter(|(name, _)| name == "columns").map(|(_, value)| value.as_str()).eq(["number", "title"])
    );
    submit(&server, "Otto", "/views/V-01/edit", &[("status", "open")]).expect_status(303);
    let filter = sandbox.rows("--actor Otto view list --columns filter");
    assert!(filter.iter().any(|row| row["filter"].starts_with("--status open --handler N-0")), "{filter:?}");
}

const OF_OTTO: &[&str] = &["/obstacles?view={}", "/obstacles?view={}&format=csv", "/api/v1/obstacles?view={}"];

#[test]
fn nobody_else_finds_out_about_a_personal_view() {
    let (sandbox, server) = office();
    sandbox.run("--actor Otto view edit 'Geheim plan' --since 2001-02-03").ok();
    sandbox.run("--actor Otto view void V-02 --because Weg").ok();
    let secrets = ["Geheim plan", "2001-02-03"];
    for name in ["Rie", "Olga", "Ada"] {
        for path in [
            "/views",
            "/obstacles",
            "/history",
            "/history?records=B-001",
            "/views?format=csv",
            "/api/v1/views",
            "/api/v1/history",
            "/api/v1/history?limit=100",
        ] {
            let text = page(&server, name, path);
            assert!(!secrets.iter().any(|secret| text.contains(secret)), "{name} {path}: {text}");
        }
        let entries = sandbox.rows("history V-01").iter().map(|row| row["entry"].clone()).collect::<Vec<_>>();
        for entry in entries {
            let text = page(&server, name, &format!("/history/{entry}"));
            assert!(!secrets.iter().any(|secret| text.contains(secret)), "{name} {entry}: {text}");
        }
        // Whatever is asked about the view is answered as for a view that does not exist.
        let answer = |path: &str, known: &str| {
            let response = server.proxied(name, "GET", path).send();
            (response.status, response.text().replace(known, "@"))
        };
        for path in OF_OTTO {
            for (known, unknown) in [("Geheim%20plan", "Niets"), ("V-01", "V-98")] {
                let plain = |text: &str| text.replace("%20", " ");
                let (one, other) = (path.replace("{}", known), path.replace("{}", unknown));
                let (status, text) = answer(&one, known);
                let (other_status, other_text) = answer(&other, unknown);
                assert_eq!(status, other_status, "{name} {one}");
                assert_eq!(
                    text.replace(&plain(known), "@").replace("Geheim+plan", "@"),
                    other_text.replace(unknown, "@"),
                    "{name} {one}"
                );
            }
        }
        for path in
            ["/views/{}", "/views/{}/edit", "/history?records={}", "/api/v1/views/{}", "/api/v1/views/{}/history"]
        {
            let (one, other) = (path.replace("{}", "V-01"), path.replace("{}", "V-98"));
            assert_eq!(answer(&one, "V-01"), answer(&other, "V-98"), "{name} {one}");
        }
    }
    let before = sandbox.register_bytes();
    for name in ["Olga", "Ada"] {
        let csrf = Server::csrf(|method, target| server.proxied(name, method, target));
        let post = |method: &str, path: &str, body: &Value, version: &str| {
            let request = server.proxied(name, method, path).header("X-CSRF-Token", csrf.clone());
            request.header("If-Match", version.to_owned()).json(body).send().expect_status(404).text()
        };
        let of = |view: &str, version: &str| {
            [
                post("PATCH", &format!("/api/v1/views/{view}"), &json!({ "name": "Van mij" }), version),
                post("POST", &format!("/api/v1/views/{view}/_void"), &json!({ "because": "Weg" }), version),
            ]
            .map(|text| text.replace(view, "@"))
        };
        for version in ["*", "\"1\""] {
            assert_eq!(of("V-01", version), of("V-98", version), "{name} {version}");
        }
        for (action, field) in [("edit", ("name", "Van mij")), ("void", ("because", "Weg"))] {
            let sent = |view: &str| {
                let request = server.proxied(name, "POST", &format!("/views/{view}/{action}"));
                request.form([field, ("csrf", &csrf)]).send().expect_status(404).text().replace(view, "@")
            };
            assert_eq!(sent("V-01"), sent("V-98"), "{name} {action}");
        }
    }
    let csrf = Server::csrf(|method, target| server.proxied("Ada", method, target));
    let redact = server.proxied("Ada", "POST", "/api/v1/views/V-01/_redact").header("X-CSRF-Token", csrf);
    redact.json(&json!({ "text": ["Geheim"], "because": "Weg" })).send().problem(404);
    assert!(sandbox.register_bytes() == before);
    assert!(page(&server, "Otto", "/history").contains("Geheim plan"));
}

#[test]
fn a_reader_uses_views_for_all_and_changes_none() {
    let (_sandbox, server) = office();
    let views = page(&server, "Rie", "/views");
    assert!(views.contains("Alles & VWS") && !views.contains("/views/new"), "{views}");
    let view = page(&server, "Rie", "/views/V-02");
    assert!(view.contains("/obstacles?view=Alles%20%26%20VWS") && !view.contains("/views/V-02/edit"), "{view}");
    server.proxied("Rie", "GET", "/views/new").send().expect_status(403);
    server.proxied("Rie", "GET", "/views/V-02/edit").send().expect_status(403);
}

#[test]
fn pages_import_no_views_because_a_list_could_change_those_of_others() {
    let (_sandbox, server) = office();
    for name in ["Otto", "Ada"] {
        assert!(!page(&server, name, "/import").contains("value=\"views\""), "{name}");
        assert!(!page(&server, name, "/views").contains("/import?kind=views"), "{name}");
    }
    assert!(page(&server, "Otto", "/import").contains("value=\"obstacles\""));
}

#[test]
fn the_api_adds_reads_changes_and_voids_views() {
    let (sandbox, server) = office();
    let csrf = Server::csrf(|method, target| server.proxied("Olga", method, target));
    let send = |method: &str, path: &str, body: &Value| {
        server.proxied("Olga", method, &format!("/api/v1{path}")).header("X-CSRF-Token", csrf.clone()).json(body).send()
    };
    let new = json!({ "name": "Open", "status": ["open", "closed"], "ministry": "VWS", "columns": ["number", "title"], "sort": "-received", "for_all": true, "overdue": false });
    let added = send("POST", "/views", &new).expect_status(201);
    assert_eq!(added.header("location"), Some("/api/v1/views/V-03"));
    assert_eq!(
        added.json(),
        json!({ "number": "V-03", "name": "Open", "filter": "--ministry VWS --status 'open,closed'", "columns": "number,title", "sort": "-received", "for_all": "yes", "owner": "Olga" })
    );
    let changed =
        send("PATCH", "/views/V-03", &json!({ "status": null, "overdue": true, "columns": null, "for_all": false }))
            .expect_status(200);
    assert_eq!(
        changed.json(),
        json!({ "number": "V-03", "name": "Open", "filter": "--ministry VWS --overdue", "columns": null, "sort": "-received", "for_all": "no", "owner": "Olga" })
    );
    let listed = server.proxied("Otto", "GET", "/api/v1/views").send().expect_status(200).json();
    let names: Vec<&Value> = listed.as_array().unwrap().iter().map(|view| &view["name"]).collect();
    assert_eq!(names, ["Geheim plan", "Alles & VWS"]);
    let long = json!({ "name": "Fout", "law": "woord ".repeat(100_000) });
    assert!(send("POST", "/views", &long).problem(400).starts_with("filter: 600"), "it is too long");
    assert!(send("POST", "/views", &json!({ "name": "Fout", "kleur": "rood" })).problem(400).contains("kleur"));
    assert!(send("POST", "/views", &json!({ "name": "Fout", "ministry": "VSW" })).problem(400).contains("VSW"));
    send("POST", "/views/V-03/_void", &json!({ "because": "Klaar" })).expect_status(200);
    let obstacles =
        server.proxied("Olga", "GET", "/api/v1/obstacles?view=V-02&columns=number").send().expect_status(200).json();
    assert_eq!(obstacles, json!([{ "number": "B-003" }, { "number": "B-002" }]));
    sandbox.run("check").ok();
}
