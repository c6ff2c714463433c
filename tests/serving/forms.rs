//! Forms as a browser submits them. A field that the user did not touch keeps its value, even if the browser changed
//! the text of the field.

use crate::common::Sandbox;
use crate::server::Server;
use rusqlite::Connection;

/// Values that contain characters which a browser changes. Older versions could store a line break in a title.
const TITLE: &str = "Stage bij\r\ntwee";
const QUESTION: &str = " een\r\ntwee\rdrie\n";

fn older() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run("log A --ministry OCW --involved VWS --involved SZW --received 2018-01-10 --publishable no").ok();
    sandbox.run("ministry add ZZ --nl Zz --en Zz").ok();
    sandbox.run("ministry add AAAA --nl Aaaa --en Aaaa").ok();
    sandbox.run("edit 1 --involved 'AAAA; ZZ'").ok();
    let connection = Connection::open(sandbox.path("register.db")).unwrap();
    let long = "x".repeat(2_000);
    let values = [TITLE, QUESTION, &long, "  met spaties "];
    connection
        .execute("UPDATE obstacle SET title = ?1, question = ?2, initiative = ?3, file_number = ?4", values)
        .unwrap();
    sandbox
}

#[track_caller]
fn values(sandbox: &Sandbox) -> [String; 5] {
    let row = sandbox.rows("list --columns title,question,initiative,file_number,involved").remove(0);
    ["title", "question", "initiative", "file_number", "involved"].map(|name| row[name].clone())
}

/// Returns the text between `start` and `end` in a page, with the character references of HTML decoded.
fn between(page: &str, start: &str, end: &str) -> String {
    let (_, rest) = page.split_once(start).unwrap_or_else(|| panic!("no {start} in {page}"));
    decoded(rest.split_once(end).unwrap().0)
}

fn decoded(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'");
    text.replace("&#x2f;", "/").replace("&amp;", "&")
}

/// Converts text as a browser does when it parses a page: every line break becomes a line feed.
fn parsed(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Returns the fields of the form to edit B-001, as a browser submits them if the user changes nothing.
fn untouched(server: &Server) -> Vec<(String, String)> {
    let page = server.page("/obstacles/B-001/edit");
    let mut fields = Vec::new();
    let submitted = |text: &str| parsed(text).replace('\n', "\r\n");
    let form = page.split_once("<form id=\"record\"").unwrap().1.split_once("</form>").unwrap().0;
    for hidden in form.split("<input type=\"hidden\" name=\"").skip(1) {
        let (name, rest) = hidden.split_once("\" value=\"").unwrap();
        fields.push((name.to_owned(), submitted(&decoded(rest.split_once("\">").unwrap().0))));
    }
    for kind in ["text", "date", "number"] {
        for input in form.split(&format!("<input type=\"{kind}\"")).skip(1) {
            let (name, value) = (between(input, " name=\"", "\""), between(input, " value=\"", "\""));
            // A browser removes line breaks from the value of an `<input>`.
            fields.push((name, parsed(&value).replace('\n', "")));
        }
    }
    for area in form.split("<textarea").skip(1) {
        let (name, rest) = (between(area, " name=\"", "\""), area.split_once(">\n").unwrap().1);
        fields.push((name, submitted(&decoded(rest.split_once("</textarea>").unwrap().0))));
    }
    for select in form.split("<select").skip(1) {
        let options = select.split_once("</select>").unwrap().0;
        let chosen = options.split("<option").find(|option| option.contains(" selected"));
        let chosen = chosen.or_else(|| options.split("<option").nth(1)).unwrap();
        fields.push((between(select, " name=\"", "\""), between(chosen, " value=\"", "\"")));
    }
    for check in form.split("<input type=\"checkbox\"").skip(1) {
        if check.split_once('>').unwrap().0.contains(" checked") {
            fields.push((between(check, " name=\"", "\""), between(check, " value=\"", "\"")));
        }
    }
    fields
}

#[test]
fn a_form_that_nobody_touched_changes_nothing() {
    let sandbox = older();
    let server = Server::new(&sandbox, "");
    let before = (values(&sandbox), sandbox.register_bytes());
    let fields = untouched(&server);
    server.browser("POST", "/obstacles/B-001/edit").form(fields).send().expect_status(303);
    assert_eq!(values(&sandbox), before.0);
    assert!(sandbox.register_bytes() == before.1, "the register changed");
}

#[test]
fn only_the_field_that_was_touched_changes() {
    let sandbox = older();
    let server = Server::new(&sandbox, "");
    let before = values(&sandbox);
    let mut fields = untouched(&server);
    fields.iter_mut().find(|(name, _)| name == "region").unwrap().1 = "12".to_owned();
    server.browser("POST", "/obstacles/B-001/edit").form(fields).send().expect_status(303);
    assert_eq!(values(&sandbox), before);
    assert_eq!(sandbox.rows("list --columns region")[0]["region"], "12");
}

#[test]
fn a_title_of_two_lines_is_shown_with_a_space_between_them() {
    let sandbox = older();
    let server = Server::new(&sandbox, "");
    assert!(server.page("/obstacles/B-001/edit").contains("name=\"title\" value=\"Stage bij twee\""));
    let mut fields = untouched(&server);
    fields.iter_mut().find(|(name, _)| name == "title").unwrap().1.push_str(" instellingen");
    server.browser("POST", "/obstacles/B-001/edit").form(fields).send().expect_status(303);
    assert_eq!(values(&sandbox)[0], "Stage bij twee instellingen");
}

#[test]
fn a_value_that_is_too_long_is_refused_at_its_field() {
    let sandbox = older();
    let server = Server::new(&sandbox, "");
    let before = sandbox.register_bytes();
    let mut fields = untouched(&server);
    fields.iter_mut().find(|(name, _)| name == "title").unwrap().1 = "x".repeat(1_001);
    let page = server.browser("POST", "/obstacles/B-001/edit").form(fields).send().expect_status(400).text();
    assert!(page.contains("title: 1001 characters, and at most 1000 fit; shorten the text"), "{page}");
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_request_to_the_api() {
    let sandbox = older();
    let server = Server::new(&sandbox, "");
    let body = "\u{feff}{\"title\": \"Anders\"}";
    server.program("PATCH", "/api/v1/obstacles/B-001").body("application/json", body).send().expect_status(200);
    assert_eq!(values(&sandbox)[0], "Anders");
}

#[test]
fn the_api_stores_values_on_one_line_and_refuses_those_that_are_too_long() {
    let sandbox = older();
    let server = Server::new(&sandbox, "");
    let patch = |body: serde_json::Value| server.program("PATCH", "/api/v1/obstacles/B-001").json(&body).send();
    // If a program sends back the values that it read, nothing changes.
    let record = server.data("/obstacles/B-001");
    patch(serde_json::json!({ "title": record["title"], "initiative": record["initiative"] })).expect_status(200);
    assert_eq!(values(&sandbox)[0], TITLE);
    patch(serde_json::json!({ "title": "een\u{2028}twee" })).expect_status(200);
    assert_eq!(values(&sandbox)[0], "een twee");
    assert_eq!(
        patch(serde_json::json!({ "title": "x".repeat(1_001) })).problem(400),
        "title: 1001 characters, and at most 1000 fit; shorten the text"
    );
}

#[test]
fn personal_data_in_a_form_is_reported_on_the_next_page_and_masked() {
    let sandbox = older();
    let server = Server::new(&sandbox, "");
    let mut fields = untouched(&server);
    fields.iter_mut().find(|(name, _)| name == "question").unwrap().1 = "Bel 06-12345678".to_owned();
    let cookie = server.cookie();
    let saved = server.request("POST", "/obstacles/B-001/edit").header("Cookie", cookie.clone()).form(fields).send();
    let saved = saved.expect_status(303);
    let done = saved.header("set-cookie").unwrap().split(';').next().unwrap();
    let next = server.request("GET", "/obstacles/B-001").header("Cookie", format!("{cookie}; {done}")).send();
    let page = decoded(&next.expect_status(200).text());
    let notice = "Note: question: telephone number 06-…; remove it now";
    assert!(page.contains(notice), "{page}");
    assert!(!done.contains("12345678"), "{done}");
}
