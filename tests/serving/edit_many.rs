//! Changing several obstacles at once, on the pages as a browser without script uses them, and in the API.

use crate::api_description::{schema_errors, schema_of};
use crate::common::Sandbox;
use crate::http_client::{Response, attribute, form_fields, tags, unescape_html};
use crate::server::{Server, entry_count, page};
use serde_json::{Value, json};

const ROLES: &str = "reader Rie\nofficer Otto\nadmin Ada\n";

/// Four obstacles: handled by Merel, by Ekster and by nobody, and a void one.
fn office() -> (Sandbox, Server) {
    Server::with_roles(
        ROLES,
        &[
            "log Een --ministry OCW --handler Merel --received 2026-01-01",
            "log Twee --ministry OCW --handler Ekster --received 2026-01-02",
            "log Drie --ministry VWS --received 2026-01-03",
            "log Vier --ministry VWS --received 2026-01-04",
            "void B-004 --because Dubbel",
            "factsheet add Eerste",
            "factsheet add Tweede",
            "edit B-001 --factsheet F-01",
        ],
    )
}

/// The address of the page with these obstacles and choices, as the form sends it.
fn address(records: &str, choices: &str) -> String {
    format!("/obstacles/edit?records={}{choices}", records.replace(',', "%2C"))
}

fn save(server: &Server, name: &str, fields: &[(String, String)]) -> Response {
    server.proxied(name, "POST", "/obstacles/edit/save").form(fields.to_vec()).send()
}

/// The cells of the rows of the first table.
fn rows(page: &str) -> Vec<Vec<String>> {
    let body = page.split("<tbody").nth(1).and_then(|rest| rest.split("</tbody>").next()).unwrap_or_default();
    let cell = |cell: &str| {
        let text = cell.split_once('>').unwrap_or_default().1.split("</t").next().unwrap_or_default();
        let mut plain = String::new();
        let mut is_tag = false;
        for character in text.chars() {
            match character {
                '<' => is_tag = true,
                '>' => is_tag = false,
                _ if !is_tag => plain.push(character),
                _ => {}
            }
        }
        plain.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let cells = |row: &str| row.replace("<th ", "<td ").split("<td").skip(1).map(cell).collect();
    body.split("<tr").skip(1).map(cells).collect()
}

fn handlers(sandbox: &Sandbox) -> Vec<String> {
    sandbox.rows("list --sort number --columns number,handler").into_iter().map(|row| row["handler"].clone()).collect()
}

#[test]
fn what_takes_something_away_or_connects_it_says_what_follows() {
    let (_sandbox, server) = office();
    let page =
        |name: &str, path: &str| unescape_html(&server.proxied(name, "GET", path).send().expect_status(200).text());
    let void = page("Otto", "/obstacles/B-001/void");
    assert!(void.contains("<p>B-001 then counts nowhere and is in no list any more; the number stays."), "{void}");
    assert!(void.contains("An administrator can undo this in the journal."), "{void}");
    assert!(page("Ada", "/obstacles/B-001/void").contains("You can undo this in the journal."));
    for (path, text) in [
        ("/obstacles/B-001/link", "<p>What you choose here is then shown with B-001."),
        ("/obstacles/B-001/unlink", "<p>Only the link with B-001 goes;"),
        ("/obstacles/B-001/close", "<p>B-001 is then no longer open, but still counts."),
    ] {
        let page = page("Otto", path);
        let before = page.find("type=\"submit\">Save").unwrap();
        assert!(page.find(text).is_some_and(|at| at < before), "{path}: {page}");
    }
}

#[test]
fn ticked_obstacles_are_changed_together_in_one_journal_entry() {
    let (sandbox, server) = office();
    let list = page(&server, "Otto", "/obstacles");
    let form = tags(&list, "form").into_iter().find(|tag| tag.contains("id=\"ticks\"")).unwrap();
    assert_eq!(
        (attribute(form, "action").as_deref(), attribute(form, "method").as_deref()),
        (Some("/obstacles/edit"), Some("get"))
    );
    let boxes: Vec<String> = tags(&list, "input")
        .into_iter()
        .filter(|tag| attribute(tag, "name").as_deref() == Some("records"))
        .filter_map(|tag| attribute(tag, "value"))
        .collect();
    // The first checkbox ticks all rows of the page.
    assert_eq!(boxes, ["B-003,B-002,B-001", "B-003", "B-002", "B-001"]);
    // A browser sends each ticked box as a parameter. The answer leads to an address with each number once.
    let ticked = "/obstacles/edit?records=B-002&records=B-003%2CB-002%2CB-001";
    let tidy = server.proxied("Otto", "GET", ticked).send().expect_status(303);
    assert_eq!(tidy.header("location"), Some("/obstacles/edit?records=B-002%2CB-003%2CB-001"));
    let chosen = page(&server, "Otto", tidy.header("location").unwrap());
    assert_eq!(
        rows(&chosen),
        [["B-002", "Twee", "stays as it is"], ["B-003", "Drie", "stays as it is"], ["B-001", "Een", "stays as it is"]]
    );
    assert!(!chosen.contains("id=\"save\""), "{chosen}");
    let names: Vec<String> = form_fields(&chosen, "change").into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["records", "handler", "factsheet", "theme", "nature", "publishable"]);
    // Empty fields are left out of the address.
    let sent =
        "/obstacles/edit?records=B-001%2CB-002%2CB-003&handler=Ekster&theme=&nature=&publishable=&factsheet=F-02";
    let tidy = server.proxied("Otto", "GET", sent).send().expect_status(303);
    let preview = page(&server, "Otto", tidy.header("location").unwrap());
    assert_eq!(
        rows(&preview),
        [
            ["B-001", "Een", "changes", "Merel → Ekster", "F-01 → F-01; F-02"],
            ["B-002", "Twee", "changes", "Ekster", "(empty) → F-02"],
            ["B-003", "Drie", "changes", "(empty) → Ekster", "(empty) → F-02"],
        ]
    );
    let before = entry_count(&sandbox);
    let saved = save(&server, "Otto", &form_fields(&preview, "save")).expect_status(303);
    let entry = before + 1;
    assert_eq!(saved.header("location"), Some("/obstacles"));
    let cookies = saved.all("set-cookie");
    let done = format!("3+obstacles+changed.&{entry}");
    let cookie = cookies.iter().find(|cookie| cookie.contains(&done)).unwrap().split(';').next().unwrap();
    // The list says what was done, with links to the entry, and to undoing it for those who may.
    for (name, links) in [
        ("Otto", vec![format!("/history/{entry}")]),
        ("Ada", vec![format!("/history/{entry}/undo"), format!("/history/{entry}")]),
    ] {
        let list = server.proxied(name, "GET", "/obstacles").header("Cookie", cookie).send().expect_status(200).text();
        let (_, notice) = list.split_once("<div class=\"notice done\" role=\"status\">").unwrap();
        let (notice, _) = notice.split_once("</div>").unwrap();
        assert!(notice.contains("3 obstacles changed."), "{notice}");
        assert_eq!(tags(notice, "a").into_iter().filter_map(|tag| attribute(tag, "href")).collect::<Vec<_>>(), links);
    }
    assert_eq!(entry_count(&sandbox), entry);
    assert_eq!(handlers(&sandbox), ["Ekster"; 3]);
    let history = sandbox.rows(format!("history --entry {entry}"));
    assert!(history.iter().all(|row| row["actor"] == "Otto" && row["action"] == "edit"), "{history:?}");
    // One click takes all of it back.
    let csrf = Server::csrf(|method, target| server.proxied("Ada", method, target));
    let undo = server.proxied("Ada", "POST", &format!("/history/{entry}/undo"));
    undo.form([("csrf", csrf)]).send().expect_status(303);
    assert_eq!(handlers(&sandbox), ["Merel", "Ekster", ""]);
    sandbox.run("check").ok();
}

#[test]
fn a_preview_shows_what_stays_and_what_cannot_be_changed_and_saving_skips_it() {
    let (sandbox, server) = office();
    let shown = page(&server, "Otto", &address("B-001,B-002,B-004,B-099", "&handler=Ekster"));
    assert_eq!(
        rows(&shown),
        [
            vec!["B-001", "Een", "changes", "Merel → Ekster"],
            vec!["B-002", "Twee", "stays as it is", "Ekster"],
            vec!["B-004", "Vier", "cannot be changed: voided", ""],
            vec!["B-099", "", "cannot be changed: does not exist", ""],
        ]
    );
    assert!(shown.contains("To change: 1. Stay as they are: 1. Cannot be changed: 2."), "{shown}");
    // The page gives the same as data.
    let data = address("B-001,B-002,B-004,B-099", "&handler=Ekster&format=csv");
    assert_eq!(
        server.proxied("Otto", "GET", &data).send().expect_status(200).text(),
        "number,title,fate,why,attribute,before,after\r\n\
         B-001,Een,changed,,handler,Merel,Ekster\r\n\
         B-002,Twee,unchanged,,,,\r\n\
         B-004,Vier,refused,voided,,,\r\n\
         B-099,,refused,does not exist,,,\r\n"
    );
    save(&server, "Otto", &form_fields(&shown, "save")).expect_status(303);
    assert_eq!(handlers(&sandbox), ["Ekster", "Ekster", ""]);
    // If nothing changes, there is nothing to save.
    let same = page(&server, "Otto", &address("B-001,B-002", "&handler=Ekster"));
    assert!(same.contains("This changes nothing.") && !same.contains("id=\"save\""), "{same}");
    let before = sandbox.register_bytes();
    let wrong = server.proxied("Otto", "GET", &address("B-001", "&factsheet=F-99")).send().expect_status(404).text();
    assert!(wrong.contains("There is no F-99 in this register"), "{wrong}");
    assert_eq!(form_fields(&wrong, "change")[0], ("records".to_owned(), "B-001".to_owned()));
    for (path, status) in [
        ("/obstacles/edit".to_owned(), 200),
        (address("B-001", "&title=Anders"), 400),
        (address("B-001", "&theme=kleur"), 400),
        (address("nonsense", ""), 200),
    ] {
        server.proxied("Otto", "GET", &path).send().expect_status(status);
    }
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn an_obstacle_that_changed_after_the_preview_is_shown_again_and_nothing_is_overwritten() {
    let (sandbox, server) = office();
    let preview = page(&server, "Otto", &address("B-001,B-002,B-003", "&handler=Putter"));
    // B-002 was to change too, and B-003 was changed by somebody else.
    sandbox.run("--actor Olga edit B-003 --handler Olga").ok();
    let before = sandbox.register_bytes();
    let conflict = unescape_html(&save(&server, "Otto", &form_fields(&preview, "save")).expect_status(409).text());
    assert!(sandbox.register_bytes() == before);
    assert!(conflict.contains("Somebody else has changed one or more of these obstacles meanwhile."), "{conflict}");
    assert_eq!(
        rows(&conflict),
        [
            ["B-001", "Een", "changes", "Merel → Putter"],
            ["B-002", "Twee", "changes", "Ekster → Putter"],
            ["B-003", "Drie", "changes: changed by somebody else meanwhile", "Olga → Putter"],
        ]
    );
    // What was chosen is still in the form. Whoever saves now has seen the change.
    assert!(form_fields(&conflict, "change").contains(&("handler".to_owned(), "Putter".to_owned())));
    save(&server, "Otto", &form_fields(&conflict, "save")).expect_status(303);
    assert_eq!(handlers(&sandbox), ["Putter"; 3]);
    // An obstacle that was void meanwhile is shown as such.
    let preview = page(&server, "Otto", &address("B-001,B-002", "&handler=Merel"));
    sandbox.run("void B-002 --because Dubbel").ok();
    let refused = unescape_html(&save(&server, "Otto", &form_fields(&preview, "save")).expect_status(400).text());
    assert_eq!(
        rows(&refused),
        [vec!["B-001", "Een", "changes", "Putter → Merel"], vec!["B-002", "Twee", "cannot be changed: voided", ""]]
    );
    save(&server, "Otto", &form_fields(&refused, "save")).expect_status(303);
    assert_eq!(handlers(&sandbox), ["Merel", "Putter"]);
}

#[test]
fn a_change_is_saved_once_however_often_it_is_sent() {
    let (sandbox, server) = office();
    let fields = form_fields(&page(&server, "Otto", &address("B-001,B-002,B-003", "&publishable=yes")), "save");
    let before = entry_count(&sandbox);
    let locations: Vec<String> = std::thread::scope(|scope| {
        let send = || save(&server, "Otto", &fields).expect_status(303).header("location").unwrap().to_owned();
        let sent: Vec<_> = (0..3).map(|_| scope.spawn(send)).collect();
        sent.into_iter().map(|sent| sent.join().unwrap()).collect()
    });
    assert_eq!(locations, ["/obstacles"; 3]);
    assert_eq!(entry_count(&sandbox), before + 1);
    // A form of an earlier run of the server saves nothing, and keeps what was chosen.
    let stale: Vec<(String, String)> = fields
        .iter()
        .map(|(name, value)| match name.as_str() {
            "csrf" => (name.clone(), "0".repeat(64)),
            "publishable" => (name.clone(), "no".to_owned()),
            _ => (name.clone(), value.clone()),
        })
        .collect();
    let expired = unescape_html(&save(&server, "Otto", &stale).expect_status(403).text());
    assert!(expired.contains("This page has been open for too long."), "{expired}");
    assert_eq!(rows(&expired)[0], ["B-001", "Een", "changes", "yes → no"]);
    assert_eq!(entry_count(&sandbox), before + 1);
}

#[test]
fn a_change_leads_back_to_the_list_or_search_in_which_the_obstacles_were_ticked() {
    let (sandbox, server) = office();
    sandbox.run("--actor Otto view add 'Bij OCW' --ministry OCW --for-all").ok();
    let ticks = |path: &str| {
        let list = page(&server, "Otto", path);
        let boxes = tags(&list, "input").into_iter().filter(|tag| tag.contains("form=\"ticks\""));
        (boxes.filter_map(|tag| attribute(tag, "value")).collect::<Vec<_>>(), form_fields(&list, "ticks"))
    };
    let from = |path: &str| ticks(path).1.into_iter().find(|(name, _)| name == "from").map(|(_, from)| from);
    assert_eq!(from("/obstacles"), None);
    for (path, handler, ticked) in [
        ("/obstacles?ministry=OCW&sort=title", "Putter", &["B-001", "B-002"][..]),
        ("/obstacles?view=Bij+OCW", "Sijs", &["B-002", "B-001"]),
        ("/search?q=twee", "Vink", &["B-002"]),
    ] {
        assert_eq!(ticks(path).0, ticked, "{path}");
        assert_eq!(from(path).as_deref(), Some(path));
        let chosen: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("records", "B-002"), ("from", path), ("handler", handler)])
            .finish();
        let sent = server.proxied("Otto", "GET", &format!("/obstacles/edit?{chosen}")).send();
        let preview = match sent.header("location") {
            Some(tidy) => page(&server, "Otto", tidy),
            None => unescape_html(&sent.text()),
        };
        let fields = form_fields(&preview, "save");
        let saved = save(&server, "Otto", &fields).expect_status(303);
        assert_eq!(saved.header("location"), Some(path));
        // Once more, as after a double click or the back button.
        assert_eq!(save(&server, "Otto", &fields).expect_status(303).header("location"), Some(path));
    }
    // An address elsewhere is not followed.
    for (from, handler) in [("https://example.org/", "Mees"), ("//example.org", "Kauw"), ("/obstacles/B-001", "Roek")] {
        let chosen: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("records", "B-001"), ("handler", handler), ("from", from)])
            .finish();
        let preview = page(&server, "Otto", &format!("/obstacles/edit?{chosen}"));
        let saved = save(&server, "Otto", &form_fields(&preview, "save")).expect_status(303);
        assert_eq!(saved.header("location"), Some("/obstacles"), "{from}");
    }
    // Only obstacles can be ticked among the results of a search, and readers tick nothing.
    sandbox.run("factsheet add 'Twee werkgevers'").ok();
    assert_eq!(ticks("/search?q=twee").0, ["B-002"]);
    assert!(!page(&server, "Rie", "/search?q=twee").contains("ticks"));
}

#[test]
fn only_those_who_may_edit_can_tick_obstacles() {
    let (sandbox, server) = office();
    let before = sandbox.register_bytes();
    let list = page(&server, "Rie", "/obstacles");
    assert!(!list.contains("type=\"checkbox\" form=\"ticks\"") && !list.contains("id=\"ticks\""), "{list}");
    for path in [address("B-001", "&handler=Rie"), "/obstacles/edit/found?status=open".to_owned()] {
        server.proxied("Rie", "GET", &path).send().expect_status(403);
    }
    let csrf = Server::csrf(|method, target| server.proxied("Rie", method, target));
    let fields = [("csrf", csrf.as_str()), ("records", "B-001"), ("handler", "Rie"), ("seen", "99")];
    server.proxied("Rie", "POST", "/obstacles/edit/save").form(fields).send().expect_status(403);
    assert!(sandbox.register_bytes() == before);
    // The past cannot be changed.
    assert!(!page(&server, "Otto", "/obstacles?as-of=2099-01-01").contains("id=\"ticks\""));
}

#[test]
fn all_obstacles_that_a_filter_finds_can_be_changed_up_to_a_limit() {
    let sandbox = Sandbox::new();
    sandbox.write("roles", ROLES);
    let row = |number: usize| format!("Vraag {number};{}\n", if number <= 60 { "OCW" } else { "VWS" });
    sandbox.write("list.csv", format!("title;ministry\n{}", (1..=561).map(row).collect::<String>()));
    sandbox.run("import obstacles list.csv --no-index").ok();
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    let list = page(&server, "Otto", "/obstacles?ministry=OCW&sort=number");
    let found = tags(&list, "a").into_iter().filter_map(|tag| attribute(tag, "href"));
    let found: Vec<String> = found.filter(|href| href.starts_with("/obstacles/edit/found")).collect();
    assert_eq!(found, ["/obstacles/edit/found?ministry=OCW&sort=number"]);
    assert!(list.contains("Change all obstacles found (60)"));
    let answer = server.proxied("Otto", "GET", &found[0]).send().expect_status(303);
    let numbers: Vec<String> = (1..=60).map(|number| format!("B-{number:03}")).collect();
    let location = answer.header("location").unwrap();
    assert_eq!(
        location,
        format!("/obstacles/edit?records={}&from=%2Fobstacles%3Fministry%3DOCW%26sort%3Dnumber", numbers.join("%2C"))
    );
    let preview = page(&server, "Otto", &format!("{location}&handler=Otto"));
    assert_eq!(rows(&preview).len(), 60);
    save(&server, "Otto", &form_fields(&preview, "save")).expect_status(303);
    assert_eq!(sandbox.rows("list --handler Otto").len(), 60);
    // 501 obstacles are too many, and the page says so.
    assert!(!page(&server, "Otto", "/obstacles?ministry=VWS").contains("/obstacles/edit/found"));
    let message = "These are 501 obstacles, and at most 500 can be changed together; do it in parts";
    for path in ["/obstacles/edit/found?ministry=VWS".to_owned(), address(&"B-1,".repeat(3), "")] {
        let response = server.proxied("Otto", "GET", &path).send();
        if path.contains("found") {
            assert!(unescape_html(&response.expect_status(400).text()).contains(message));
        } else {
            response.expect_status(303);
        }
    }
    let most = (1..=500).map(|number| format!("B-{number:03}")).collect::<Vec<_>>().join(",");
    let preview = page(&server, "Otto", &address(&most, "&publishable=yes"));
    assert_eq!(rows(&preview).len(), 500);
    save(&server, "Otto", &form_fields(&preview, "save")).expect_status(303);
    assert_eq!(sandbox.rows("list --publishable yes").len(), 500);
}

#[test]
fn the_api_changes_several_obstacles_and_shows_before_what_it_would_change() {
    let (sandbox, server) = office();
    let csrf = Server::csrf(|method, target| server.proxied("Otto", method, target));
    let request = |body: &Value| {
        let request = server.proxied("Otto", "POST", "/api/v1/obstacles/_edit").header("X-CSRF-Token", csrf.clone());
        request.json(body)
    };
    let before = sandbox.register_bytes();
    let body = json!({ "records": ["B-001", "2", "B-004"], "handler": "Ekster", "link": ["F-02"], "dry_run": true });
    let row = |number: &str, title: &str, fate: &str, why: Value, change: [Value; 3]| {
        let [attribute, before, after] = change;
        json!({ "number": number, "title": title, "fate": fate, "why": why, "attribute": attribute, "before": before, "after": after })
    };
    let preview = request(&body).send().expect_status(200);
    assert_eq!(
        preview.json(),
        json!([
            row("B-001", "Een", "changed", json!(null), [json!("handler"), json!("Merel"), json!("Ekster")]),
            row("B-001", "Een", "changed", json!(null), [json!("factsheets"), json!("F-01"), json!("F-01; F-02")]),
            row("B-002", "Twee", "changed", json!(null), [json!("factsheets"), json!(null), json!("F-02")]),
            row("B-004", "Vier", "refused", json!("voided"), [json!(null), json!(null), json!(null)]),
        ])
    );
    let described = server.proxied("Otto", "GET", "/api/v1/openapi.json").send().json();
    let schema = schema_of(&described, "/obstacles/_edit", "post", "200");
    assert_eq!(schema_errors(&schema, &preview.json()), Vec::<String>::new());
    let etag = preview.header("etag").unwrap().to_owned();
    assert!(sandbox.register_bytes() == before);
    // All or nothing: one obstacle cannot be changed.
    assert!(
        request(&json!({ "records": ["B-001", "B-004"], "handler": "Ekster" })).send().problem(400).contains("B-004")
    );
    for (body, status) in [
        (json!({ "handler": "Ekster" }), 400),
        (json!({ "records": [], "handler": "Ekster" }), 400),
        (json!({ "records": ["B-001"] }), 400),
        (json!({ "records": ["B-001"], "colour": "red" }), 400),
        (json!({ "records": ["B-001"], "theme": "kleur" }), 400),
        (json!({ "records": ["B-099"], "handler": "Ekster" }), 404),
        (json!({ "records": ["B-001"], "link": ["F-99"] }), 404),
        (json!({ "records": ["B-001"], "handler": "Ekster", "dry_run": "yes" }), 400),
    ] {
        request(&body).send().problem(status);
    }
    assert!(sandbox.register_bytes() == before);
    sandbox.run("edit B-002 --due 2026-12-01").ok();
    let body = json!({ "records": ["B-001", "B-002"], "handler": "Putter", "theme": null });
    request(&body).header("If-Match", etag).send().problem(412);
    let entries = entry_count(&sandbox);
    let done = request(&body).header("If-Match", format!("\"{entries}\"")).send().expect_status(200);
    assert_eq!(schema_errors(&schema, &done.json()), Vec::<String>::new());
    assert_eq!(done.header("etag"), Some(format!("\"{}\"", entries + 1).as_str()));
    assert_eq!(handlers(&sandbox), ["Putter", "Putter", ""]);
    assert_eq!(entry_count(&sandbox), entries + 1);
    let reader = server.proxied("Rie", "POST", "/api/v1/obstacles/_edit");
    let csrf = Server::csrf(|method, target| server.proxied("Rie", method, target));
    reader.header("X-CSRF-Token", csrf).json(&body).send().problem(403);
}

#[test]
fn a_handler_is_cleared_for_several_obstacles_at_once() {
    let (sandbox, server) = office();
    let empty = page(&server, "Otto", &address("B-001,B-002", ""));
    let boxes = tags(&empty, "input").into_iter().filter(|tag| attribute(tag, "name").as_deref() == Some("clear"));
    let offered: Vec<String> = boxes.filter_map(|tag| attribute(tag, "value")).collect();
    assert_eq!(offered, ["handler", "theme", "nature"]);
    // A browser sends each checked box as a parameter.
    let both = address("B-001,B-002,B-003", "&clear=handler&clear=theme");
    let tidy = server.proxied("Otto", "GET", &both).send().expect_status(303);
    assert_eq!(tidy.header("location"), Some(&*address("B-001,B-002,B-003", "&clear=handler%2Ctheme")));
    let preview = page(&server, "Otto", &address("B-001,B-002,B-003", "&clear=handler"));
    assert_eq!(
        rows(&preview),
        [
            ["B-001", "Een", "changes", "Merel → (empty)"],
            ["B-002", "Twee", "changes", "Ekster → (empty)"],
            ["B-003", "Drie", "stays as it is", "(empty)"],
        ]
    );
    assert!(form_fields(&preview, "change").contains(&("clear".to_owned(), "handler".to_owned())), "it stays checked");
    save(&server, "Otto", &form_fields(&preview, "save")).expect_status(303);
    assert_eq!(handlers(&sandbox), ["", "", ""]);
    let before = sandbox.register_bytes();
    for (choices, problem) in [
        ("&clear=handler&handler=Merel", "You filled in something for handler, and also chose to clear it."),
        ("&clear=title", "'title' is not a choice that this page knows"),
    ] {
        let wrong = server.proxied("Otto", "GET", &address("B-001", choices)).send().expect_status(400).text();
        assert!(unescape_html(&wrong).contains(problem), "{wrong}");
        assert!(!wrong.contains("id=\"save\""));
        let mut fields = form_fields(&preview, "save");
        fields.retain(|(name, _)| name != "clear");
        fields.extend(form_urlencoded::parse(choices.as_bytes()).into_owned().filter(|(name, _)| !name.is_empty()));
        save(&server, "Otto", &fields).expect_status(400);
    }
    assert!(sandbox.register_bytes() == before);
}
