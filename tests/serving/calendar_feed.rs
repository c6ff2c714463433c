//! The page with the address of a calendar, and the feed that a calendar program fetches without signing in.

use crate::common::Sandbox;
use crate::http_client::{Response, form_fields, unescape_html};
use crate::server::{Server, entry_count};
use std::path::Path;
use std::process::Command;

const ROLES: &str = "reader Rie\nofficer Otto\nofficer Bo\nadmin Ada\n";

fn office() -> (Sandbox, Server) {
    Server::with_roles(
        ROLES,
        &[
            "log 'Mag dit; of, dat? \\ én 👩🏽‍⚕️' --ministry OCW --due 2026-12-01 --handler Otto",
            "log 'Van Bo' --ministry OCW --due 2026-12-31 --handler Bo",
            "log 'Zonder dag' --ministry OCW --handler Otto",
        ],
    )
}

/// Submits a form of the page, with other values for some fields.
fn send(server: &Server, name: &str, form: &str, action: &str, changes: &[(&str, &str)]) -> Response {
    let page =
        server.proxied(name, "GET", "/calendar").header("Accept-Language", "en").send().expect_status(200).text();
    let mut fields = form_fields(&page, form);
    for (field, value) in changes {
        fields.retain(|(known, _)| known != field);
        fields.push(((*field).to_owned(), (*value).to_owned()));
    }
    let origin = format!("http://{}", server.at);
    server.proxied(name, "POST", action).header("Accept-Language", "en").header("Origin", origin).form(fields).send()
}

/// Makes a key on the page. Returns the path of the feed.
fn make(server: &Server, name: &str, scope: &str) -> String {
    let page = send(server, name, "key", "/calendar/key", &[("scope", scope)]).expect_status(200);
    assert_eq!(page.header("cache-control"), Some("no-store"));
    let text = page.text();
    let (_, rest) = text.split_once("<textarea id=\"draft\"").unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    let address = unescape_html(rest.split_once("</textarea>").unwrap().0);
    let path = address.strip_prefix(&format!("http://{}", server.at)).unwrap_or_else(|| panic!("{address}")).to_owned();
    // It is shown once.
    let again = server.proxied(name, "GET", "/calendar").send().text();
    assert!(!again.contains(&path[6..54]), "{again}");
    path
}

fn feed(server: &Server, path: &str) -> Response {
    server.request("GET", path).send()
}

#[test]
fn a_calendar_program_fetches_the_deadlines_of_the_owner() {
    let (_sandbox, server) = office();
    let path = make(&server, "Otto", "mine");
    let response = feed(&server, &path).expect_status(200);
    assert_eq!(response.header("content-type"), Some("text/calendar; charset=utf-8"));
    assert_eq!(response.header("cache-control"), Some("private, no-cache"));
    assert_eq!(response.header("set-cookie"), None);
    let text = response.text();
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "{text}");
    assert!(text.contains("SUMMARY:B-001 Mag dit\\; of\\, dat? \\\\ én"), "{text}");
    assert!(text.contains("DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261202\r\n"), "{text}");
    assert!(!text.contains("Otto"));
    let all = feed(&server, &format!("{path}?all=1")).expect_status(200).text();
    assert_eq!(all.matches("BEGIN:VEVENT").count(), 2, "{all}");
    assert!(!all.contains("Otto") && !all.contains(":Bo"), "{all}");
    // The tag tells whether anything changed.
    let tag = response.header("etag").unwrap().to_owned();
    let conditional = || server.request("GET", &path).header("If-None-Match", tag.clone()).send();
    let unchanged = conditional().expect_status(304);
    assert_eq!((unchanged.text().as_str(), unchanged.header("etag")), ("", Some(&*tag)));
    let csrf = Server::csrf(|method, target| server.proxied("Otto", method, target));
    let body = serde_json::json!({ "due": "2026-12-02" });
    let edit = server.proxied("Otto", "PATCH", "/api/v1/obstacles/B-001").header("X-CSRF-Token", csrf).json(&body);
    edit.send().expect_status(200);
    let changed = conditional().expect_status(200).text();
    assert!(changed.contains("DTSTART;VALUE=DATE:20261202"), "{changed}");
    let uid = |text: &str| text.split_once("UID:").unwrap().1.split_once('\r').unwrap().0.to_owned();
    assert_eq!(uid(&changed), uid(&text));
    assert_eq!(feed(&server, "/feed/../obstacles").status, 401);
    assert_eq!(server.request("POST", &path).send().status, 405);
}

#[test]
fn a_key_that_is_unknown_or_revoked_and_an_owner_without_access_get_the_same_answer() {
    let (sandbox, server) = office();
    let unknown = feed(&server, &format!("/feed/{}.ics", "0".repeat(48))).expect_status(404);
    let is_unknown = |path: &str| {
        let response = feed(&server, path).expect_status(404);
        assert_eq!(response.text(), unknown.text());
        assert_eq!(response.header("content-type"), unknown.header("content-type"));
    };
    is_unknown("/feed/.ics");
    is_unknown("/feed/x");
    let first = make(&server, "Otto", "all");
    assert!(first.ends_with(".ics?all=1"));
    feed(&server, &first).expect_status(200);
    let second = make(&server, "Otto", "mine");
    is_unknown(&first);
    feed(&server, &second).expect_status(200);
    let revoked = send(&server, "Otto", "revoke", "/calendar/revoke", &[]).expect_status(303);
    assert_eq!(revoked.header("location"), Some("/calendar"));
    is_unknown(&second);
    // An admin revokes the key of anybody, and an officer only their own.
    let third = make(&server, "Otto", "mine");
    let own = make(&server, "Bo", "mine");
    let otto = sandbox.rows("calendar keys").into_iter().find(|row| row["name"] == "Otto").unwrap()["number"].clone();
    assert_eq!(send(&server, "Bo", "revoke", "/calendar/revoke", &[("person", &otto)]).status, 403);
    feed(&server, &third).expect_status(200);
    send(&server, "Ada", "others", "/calendar/revoke", &[("person", &otto)]).expect_status(303);
    is_unknown(&third);
    feed(&server, &own).expect_status(200);
    // Somebody who has no role any more has no calendar either.
    drop(server);
    sandbox.write("roles", "admin Ada\n");
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    assert_eq!(feed(&server, &own).expect_status(404).text(), unknown.text());
}

#[test]
fn a_reader_makes_no_key_and_a_key_opens_nothing_else() {
    let (sandbox, server) = office();
    for (method, path) in [("GET", "/calendar"), ("POST", "/calendar/key"), ("POST", "/calendar/revoke")] {
        let entries = entry_count(&sandbox);
        let csrf = Server::csrf(|method, target| server.proxied("Rie", method, target));
        assert_eq!(server.proxied("Rie", method, path).form([("csrf", csrf)]).send().status, 403, "{path}");
        assert_eq!(entry_count(&sandbox), entries);
    }
    let path = make(&server, "Otto", "mine");
    let key = path.trim_start_matches("/feed/").trim_end_matches(".ics");
    for target in ["/", "/obstacles", "/api/v1/obstacles"] {
        assert_eq!(server.request("GET", &format!("{target}?key={key}")).send().status, 401);
        let bearer = server.request("GET", target).header("Authorization", format!("Bearer {key}")).send();
        assert_eq!(bearer.status, 401);
    }
    // With --read-only, a key that exists still works, and no key is made.
    drop(server);
    let server = Server::behind_proxy(&sandbox, "--roles roles --read-only");
    feed(&server, &path).expect_status(200);
    assert_eq!(server.proxied("Otto", "GET", "/calendar").send().status, 403);
}

#[test]
fn the_key_is_in_no_log_and_not_in_the_register() {
    let (sandbox, mut server) = office();
    let path = make(&server, "Otto", "mine");
    let key = path.trim_start_matches("/feed/").trim_end_matches(".ics").to_owned();
    feed(&server, &path).expect_status(200);
    feed(&server, &path.replace(&key[..4], "zzzz")).expect_status(404);
    let history = server.proxied("Ada", "GET", "/history").header("Accept-Language", "en").send().text();
    assert!(history.contains("calendar key") && !history.contains(&key), "{history}");
    assert!(!String::from_utf8_lossy(&sandbox.register_bytes()).contains(&key));
    let printed = server.stop();
    assert!(!printed.contains(&key) && !printed.contains("zzzz"), "{printed}");
}

/// Python's icalendar reads the feed as we meant it.
#[test]
#[allow(clippy::print_stderr)]
fn another_program_reads_the_feed() {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/venv/bin/python");
    let has_icalendar = || Command::new(&python).args(["-c", "import icalendar"]).status().is_ok_and(|it| it.success());
    if !has_icalendar() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "no icalendar on this machine; tests/tools installs it");
        eprintln!("skipped: no icalendar on this machine; tests/tools installs it");
        return;
    }
    let (sandbox, server) = office();
    sandbox.run(["log", &"Een lange titel, met €; ".repeat(20), "--ministry", "OCW", "--due", "2027-02-28"]).ok();
    let path = make(&server, "Otto", "all");
    sandbox.write("feed.ics", feed(&server, &path).expect_status(200).text());
    let script = "import icalendar, sys\n\
        calendar = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())\n\
        assert not calendar.errors, calendar.errors\n\
        for event in calendar.walk('VEVENT'):\n    \
            assert not event.errors and event['DTSTAMP'].dt.tzinfo, event\n    \
            print(event['DTSTART'].dt, event['DTEND'].dt, event['UID'].split('@')[0], event['SUMMARY'])\n";
    let mut command = Command::new(&python);
    let output =
        command.args(["-c", script]).arg(sandbox.path("feed.ics")).env("PYTHONIOENCODING", "utf-8").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let title = "Een lange titel, met €; ".repeat(20);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        format!(
            "2026-12-01 2026-12-02 B-001 B-001 Mag dit; of, dat? \\ én 👩🏽‍⚕️\n\
             2026-12-31 2027-01-01 B-002 B-002 Van Bo\n\
             2027-02-28 2027-03-01 B-004 B-004 {title}\n"
        )
    );
}

#[test]
fn a_calendar_has_at_most_a_thousand_events() {
    let sandbox = Sandbox::new();
    let rows: Vec<String> = (0..1_100).map(|number| format!("Nummer {number},OCW,2026-12-01\n")).collect();
    sandbox.write("list.csv", format!("title,ministry,due\n{}", rows.concat()));
    sandbox.run("import obstacles list.csv").ok();
    let server = Server::behind_proxy(&sandbox, "");
    let path = make(&server, "Otto", "all");
    let text = feed(&server, &path).expect_status(200).text();
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1_000);
}
