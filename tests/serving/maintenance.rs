//! Backup, check, publishing and snapshots in the browser.

use crate::common::Sandbox;
use crate::http_client::{Response, form_fields};
use crate::server::{Server, page};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};

const ROLES: &str = "reader Rie\nofficer Otto\nadmin Ada\n";

fn office(sandbox: &Sandbox) -> Server {
    sandbox.write("roles", ROLES);
    Server::behind_proxy(sandbox, "--roles roles")
}

/// Fills in and sends a form on a page, as Ada. `path` is the address of the button.
fn send(server: &Server, shown_at: &str, form: &str, path: &str, values: &[(&str, &str)]) -> Response {
    let shown = server.proxied("Ada", "GET", shown_at).send().expect_status(200).text();
    let mut fields = form_fields(&shown, form);
    fields.retain(|(name, _)| !values.iter().any(|(filled, _)| filled == name));
    fields.extend(values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    server.proxied("Ada", "POST", path).form(fields).send()
}

/// The files beside the register, apart from those that the tests made.
fn left_over(sandbox: &Sandbox) -> Vec<String> {
    let entries = std::fs::read_dir(sandbox.path("")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !["register.db", "roles", "copy.db"].contains(&name.as_str())).collect()
}

fn unzip(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

#[test]
fn a_downloaded_backup_opens_as_the_same_register_and_the_journal_says_who_took_it() {
    let sandbox = Sandbox::demo();
    let server = office(&sandbox);
    let response = send(&server, "/backup", "backup", "/backup/download", &[]).expect_status(200);
    assert_eq!(response.header("content-type"), Some("application/vnd.sqlite3"));
    let name = response.header("content-disposition").unwrap();
    assert!(name.starts_with("attachment; filename=\"ruimte-20") && name.ends_with(".db\""), "{name}");
    assert_eq!(response.header("cache-control"), Some("no-store"));
    sandbox.write("copy.db", &response.body);
    sandbox.run("--register copy.db check").ok();
    for line in ["list --columns number,title,answer", "history --limit 1", "report totals"] {
        let of = |register: &str| sandbox.rows(format!("--register {register} {line}").as_str());
        assert_eq!(of("copy.db"), of("register.db"), "{line}");
    }
    let entry = &sandbox.rows("history --limit 1")[0];
    assert_eq!((entry["actor"].as_str(), entry["action"].as_str()), ("Ada", "backup"));
    assert!(page(&server, "Ada", "/history").contains("backup downloaded"));
    assert_eq!(left_over(&sandbox), Vec::<String>::new());
}

#[test]
fn only_an_administrator_gets_a_backup() {
    let sandbox = Sandbox::demo();
    let server = office(&sandbox);
    let before = sandbox.register_bytes();
    for name in ["Rie", "Otto"] {
        let csrf = Server::csrf(|method, target| server.proxied(name, method, target));
        for (method, path) in [
            ("GET", "/backup"),
            ("POST", "/backup/download"),
            ("POST", "/backup/check"),
            ("GET", "/publish"),
            ("POST", "/publish/preview"),
            ("POST", "/publish/download"),
            ("POST", "/snapshots"),
        ] {
            let form = [("csrf", csrf.as_str()), ("name", "nieuw")];
            let response = server.proxied(name, method, path).form(form).send().expect_status(403);
            assert!(!response.body.starts_with(b"SQLite"), "{name} {path}");
        }
        let denied = server.proxied(name, "GET", "/backup").send().text();
        assert!(denied.contains("Only an administrator may do that."), "{denied}");
    }
    // A form of another site, or of an earlier run of the server, gets no backup either.
    let response = server.proxied("Ada", "POST", "/backup/download").form([("csrf", "old")]).send().expect_status(403);
    assert!(response.text().contains("This page has been open for too long."));
    assert!(sandbox.register_bytes() == before);
    // A read-only server offers no copies, because its visitors are readers.
    let server = Server::behind_proxy(&sandbox, "--roles roles --read-only");
    let denied = server.proxied("Ada", "GET", "/backup").send().expect_status(403).text();
    assert!(denied.contains("This register can only be read here."), "{denied}");
}

#[test]
fn the_check_reports_that_all_is_well_or_what_is_not() {
    let sandbox = Sandbox::demo();
    let server = office(&sandbox);
    let well = send(&server, "/backup", "check", "/backup/check", &[]).expect_status(200).text();
    assert!(well.contains("<strong>Done:</strong> In order: entries 1, "), "{well}");
    sandbox.run("log 'Bel mij' --question 'Bel 06-12345678' --ministry OCW -q").ok();
    let personal = send(&server, "/backup", "personal", "/backup/check", &[]).expect_status(200).text();
    assert!(personal.contains("B-071") && !personal.contains("12345678"), "{personal}");
    let database = rusqlite::Connection::open(sandbox.path("register.db")).unwrap();
    database.execute("UPDATE obstacle SET title = 'Anders' WHERE number = 4", []).unwrap();
    drop(database);
    let wrong = send(&server, "/backup", "check", "/backup/check", &[]).expect_status(200).text();
    assert!(wrong.contains("<strong>Error:</strong> Findings: "), "{wrong}");
    assert!(wrong.contains("Result of the check") && wrong.contains("B-004"), "{wrong}");
    // Such a register cannot be backed up, and the page says so.
    let refused = send(&server, "/backup", "backup", "/backup/download", &[]).expect_status(500).text();
    assert!(refused.contains("No copy was made: the register is not in order"), "{refused}");
    assert_eq!(left_over(&sandbox), Vec::<String>::new());
}

#[test]
fn a_published_set_is_the_one_that_the_command_writes() {
    let sandbox = Sandbox::demo();
    let server = office(&sandbox);
    let options = [("publisher", "VWS"), ("contact", "loket@example.nl"), ("address", "https://example.nl/set")];
    let response = send(&server, "/publish", "publish", "/publish/download", &options).expect_status(200);
    assert_eq!(response.header("content-type"), Some("application/zip"));
    let files = unzip(&response.body);
    sandbox.run("publish set --publisher VWS --contact loket@example.nl --address https://example.nl/set").ok();
    let written: BTreeSet<String> = std::fs::read_dir(sandbox.path("set"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(files.iter().map(|(name, _)| name.clone()).collect::<BTreeSet<_>>(), written);
    for (name, text) in files.iter().filter(|(name, _)| name != "overview.html") {
        assert_eq!(*text, sandbox.read(&format!("set/{name}")), "{name}");
    }
    std::fs::remove_dir_all(sandbox.path("set")).unwrap();
    assert_eq!(left_over(&sandbox), Vec::<String>::new());
}

#[test]
fn a_preview_tells_what_has_changed_since_a_snapshot() {
    let sandbox = Sandbox::demo();
    let server = office(&sandbox);
    assert!(!page(&server, "Ada", "/publish").contains("Compare with"), "there is nothing to compare with yet");
    let made =
        send(&server, "/snapshots", "snapshot", "/snapshots", &[("name", "publicatie-1"), ("note", "Geplaatst")]);
    assert_eq!(made.expect_status(303).header("location"), Some("/snapshots"));
    let before = sandbox.register_bytes();
    let same = send(&server, "/publish", "publish", "/publish/preview", &[("since", "publicatie-1")]);
    let same = same.expect_status(200).text();
    assert!(same.contains("Nothing changes in the obstacles of the earlier publication"), "{same}");
    assert!(sandbox.register_bytes() == before, "a preview records nothing");
    sandbox.run("edit B-004 --title 'Een andere titel'").ok();
    sandbox.run("edit B-012 --publishable no").ok();
    let preview = send(&server, "/publish", "publish", "/publish/preview", &[("since", "publicatie-1")]);
    let preview = preview.expect_status(200).text();
    assert!(preview.contains("Withdrawn: 1 (B-012)") && preview.contains("Changed: 1 (B-004)"), "{preview}");
    assert!(!preview.contains("Added:") && preview.contains("Obstacles in the set: 63 of 70;"), "{preview}");
    assert!(preview.contains("value=\"publicatie-1\" selected"), "the choice stays: {preview}");
    assert_eq!(left_over(&sandbox), Vec::<String>::new());
}

#[test]
fn what_looks_like_personal_data_is_published_only_after_it_is_accepted() {
    let sandbox = Sandbox::demo();
    sandbox.run("edit B-004 --question 'Bel 06-12345678'").ok();
    let server = office(&sandbox);
    for path in ["/publish/preview", "/publish/download"] {
        let refused = send(&server, "/publish", "publish", path, &[]).expect_status(400).text();
        assert!(refused.contains("This cannot be published"), "{path}: {refused}");
        assert!(refused.contains("B-004") && !refused.contains("12345678"), "{path}: {refused}");
        assert!(!refused.contains("--accept"), "{path}: {refused}");
    }
    let accepted = send(&server, "/publish", "publish", "/publish/download", &[("accept", "B-004")]);
    assert!(accepted.expect_status(200).body.starts_with(b"PK"));
    let entry = &sandbox.rows("history --limit 1")[0];
    assert_eq!((entry["actor"].as_str(), entry["action"].as_str()), ("Ada", "publish"));
}

#[test]
fn everybody_sees_snapshots_and_an_administrator_makes_one() {
    let sandbox = Sandbox::demo();
    let server = office(&sandbox);
    let form = form_fields(&server.proxied("Ada", "GET", "/snapshots").send().text(), "snapshot");
    let fill = |name: &str| {
        let mut form = form.clone();
        form.iter_mut().filter(|(field, _)| field == "name").for_each(|(_, value)| name.clone_into(value));
        server.proxied("Ada", "POST", "/snapshots").form(form).send()
    };
    fill("kamerbrief").expect_status(303);
    let entry = &sandbox.rows("history --limit 1")[0];
    assert_eq!((entry["actor"].as_str(), entry["action"].as_str()), ("Ada", "snapshot"));
    // A double click sends the same form twice.
    let again = fill("kamerbrief").expect_status(303);
    assert!(again.header("set-cookie").unwrap().contains("made+already"));
    for (name, status, message) in [
        ("", 400, "This field is required."),
        ("list", 400, "a snapshot cannot have that name"),
        ("2018-01-01", 400, "2018-01-01"),
        ("KAMERBRIEF", 400, "kamerbrief"),
    ] {
        let refused = fill(name).expect_status(status).text().to_lowercase();
        assert!(refused.contains(&message.to_lowercase()), "{name}: {refused}");
    }
    for name in ["Rie", "Otto", "Ada"] {
        let shown = page(&server, name, "/snapshots");
        assert!(shown.contains("href=\"/obstacles?as-of=kamerbrief\""), "{name}: {shown}");
        assert_eq!(shown.contains("<form id=\"snapshot\""), name == "Ada", "{name}: {shown}");
        assert!(page(&server, name, "/obstacles?as-of=kamerbrief&sort=number").contains("B-001"));
    }
}

#[test]
fn the_page_of_administration_leads_only_where_the_role_may_go() {
    let sandbox = Sandbox::demo();
    let server = office(&sandbox);
    for (name, heading, links) in [
        ("Rie", "More", &["/receipts", "/snapshots", "/reconcile", "/history"][..]),
        ("Otto", "More", &["/calendar", "/persons", "/receipts", "/snapshots", "/reconcile", "/history"]),
        (
            "Ada",
            "Administration",
            &["/calendar", "/persons", "/backup", "/publish", "/receipts", "/snapshots", "/synonyms"],
        ),
    ] {
        let shown = page(&server, name, "/lists");
        assert!(shown.contains(&format!("<h1>{heading}</h1>")), "{shown}");
        for path in ["/calendar", "/persons", "/backup", "/publish", "/receipts", "/snapshots", "/synonyms"] {
            let is_linked = shown.contains(&format!("<li><a href=\"{path}\">"));
            assert_eq!(is_linked, links.contains(&path), "{name} {path}: {shown}");
        }
        let help = page(&server, name, "/help");
        assert_eq!(help.contains("Log a question"), name != "Rie", "{help}");
        assert!(help.contains("Find an earlier answer"), "{help}");
        assert_eq!(help.contains("href=\"/backup\""), name == "Ada", "{help}");
    }
}
