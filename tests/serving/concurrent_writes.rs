//! Several clients write at the same time. No write may be lost, and a form that is sent twice is recorded once.

use crate::common::Sandbox;
use crate::http_client::{form_fields, unescape_html};
use crate::server::{Server, entry_count};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The number of writes that each writer makes.
const EACH: usize = 8;

#[test]
fn concurrent_writes_by_command_line_api_and_forms_are_all_in_the_journal() {
    let sandbox = Sandbox::new();
    let server = Server::new(&sandbox, "");
    let cookie = server.cookie();
    let new = server.request("GET", "/obstacles/new").header("Cookie", cookie.clone()).send().expect_status(200).text();
    let csrf = form_fields(&new, "record").into_iter().find(|(name, _)| name == "csrf").unwrap().1;
    std::thread::scope(|scope| {
        for writer in 0..2 {
            let sandbox = &sandbox;
            scope.spawn(move || {
                for at in 0..EACH {
                    let title = format!("regel {writer} {at}");
                    sandbox.run(format!("log '{title}' --ministry OCW --question '?' --actor balie")).ok();
                }
            });
        }
        for writer in 0..2 {
            let server = &server;
            scope.spawn(move || {
                for at in 0..EACH {
                    let body =
                        json!({ "title": format!("programma {writer} {at}"), "question": "?", "ministry": "VWS" });
                    server.program("POST", "/api/v1/obstacles").json(&body).send().expect_status(201);
                }
            });
        }
        for writer in 0..2 {
            let (server, cookie, csrf) = (&server, &cookie, &csrf);
            scope.spawn(move || {
                for at in 0..EACH {
                    let pairs = [
                        ("title", format!("formulier {writer} {at}")),
                        ("question", "?".to_owned()),
                        ("ministry", "SZW".to_owned()),
                        ("csrf", csrf.clone()),
                        ("anyway", "1".to_owned()),
                    ];
                    let request = server.request("POST", "/obstacles/new").header("Cookie", cookie.clone());
                    request.form(pairs).send().expect_status(303);
                }
            });
        }
    });
    let count = 6 * EACH;
    let rows = sandbox.rows("list --sort number");
    let numbers: Vec<String> = (1..=count).map(|number| format!("B-{number:03}")).collect();
    assert_eq!(rows.iter().map(|row| row["number"].clone()).collect::<Vec<_>>(), numbers);
    let titles: BTreeSet<String> = rows.iter().map(|row| row["title"].clone()).collect();
    let all = ["regel", "programma", "formulier"]
        .into_iter()
        .flat_map(|kind| (0..2).flat_map(move |writer| (0..EACH).map(move |at| format!("{kind} {writer} {at}"))));
    assert_eq!(titles, all.collect());
    let journal = sandbox.rows("history --limit 100000");
    let mut seen: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for row in &journal {
        seen.entry(row["entry"].parse().unwrap()).or_default().insert(row["record"].clone());
    }
    // Journal entries are numbered without gaps. The first entry is that of `init`.
    assert_eq!(seen.keys().copied().collect::<Vec<_>>(), (1..=count + 1).collect::<Vec<_>>());
    // Each later entry adds one obstacle. The first entry by the actor `balie` also adds `balie` as a person.
    let obstacles = |records: &BTreeSet<String>| records.iter().filter(|record| record.starts_with("B-")).count();
    assert!(seen.values().skip(1).all(|records| obstacles(records) == 1), "{seen:?}");
    let by_hand: BTreeSet<&str> =
        journal.iter().filter(|row| row["actor"] == "balie").map(|row| row["entry"].as_str()).collect();
    assert_eq!(by_hand.len(), 2 * EACH);
    sandbox.run("check").ok();
}

#[test]
fn a_form_that_is_sent_twice_is_recorded_once() {
    let sandbox = Sandbox::new();
    let server = Server::new(&sandbox, "");
    let cookie = server.cookie();
    let filled = |path: &str, own: &[(&str, &str)]| {
        let page = server.request("GET", path).header("Cookie", cookie.clone()).send().expect_status(200).text();
        let kept =
            form_fields(&page, "record").into_iter().filter(|(name, _)| !own.iter().any(|(known, _)| known == name));
        kept.chain(own.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect::<Vec<_>>()
    };
    let send = |pairs: &[(String, String)]| {
        let request = server.request("POST", "/obstacles/new").header("Cookie", cookie.clone());
        let response = request.form(pairs.to_vec()).send().expect_status(303);
        (response.header("location").unwrap().to_owned(), response.header("set-cookie").unwrap().to_owned())
    };
    // With `anyway`, the server does not ask whether the question was recorded before.
    let own = [("title", "Twee keer"), ("question", "Mag dit?"), ("ministry", "OCW"), ("anyway", "1")];
    let pairs = filled("/obstacles/new", &own);
    assert!(pairs.iter().any(|(name, value)| name == "once" && !value.is_empty()), "{pairs:?}");
    let (first, cookies) = send(&pairs);
    let (again, cookies_again) = send(&pairs);
    assert_eq!((first.as_str(), again.as_str()), ("/obstacles/B-001", "/obstacles/B-001"));
    assert_ne!(cookies, cookies_again);
    assert_eq!(entry_count(&sandbox), 2);
    // The next page that the user opens says that the form was already recorded. Later pages do not say so.
    let done = cookies_again.split(';').next().unwrap();
    let request = server.request("GET", "/obstacles/B-001").header("Cookie", format!("{cookie}; {done}"));
    let response = request.send().expect_status(200);
    let page = unescape_html(&response.text());
    assert!(page.contains("This form was already recorded as B-001; change it there"), "{page}");
    assert!(response.all("set-cookie")[0].starts_with("ruimte-done=; "), "it is told once");
    // Send the same form several times concurrently, as a double click does.
    for round in 0..3 {
        let pairs = filled("/obstacles/new", &own);
        let places: BTreeSet<String> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..6).map(|_| scope.spawn(|| send(&pairs).0)).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(places.len(), 1, "{places:?}");
        assert_eq!(entry_count(&sandbox), 3 + round);
    }
    // A new form with the same content creates a new record.
    let (other, _) = send(&filled("/obstacles/new", &own));
    assert_eq!(other, "/obstacles/B-005");
    // A form that was refused can be corrected and sent again.
    let mut pairs = filled("/obstacles/new", &[("title", "Toch"), ("question", "?"), ("ministry", "nergens")]);
    server
        .request("POST", "/obstacles/new")
        .header("Cookie", cookie.clone())
        .form(pairs.clone())
        .send()
        .expect_status(400);
    pairs.iter_mut().find(|(name, _)| name == "ministry").unwrap().1 = "SZW".to_owned();
    assert_eq!(send(&pairs).0, "/obstacles/B-006");
}

#[test]
fn a_change_by_the_command_line_while_a_form_is_open_is_shown_and_not_overwritten() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let cookie = server.cookie();
    let page = server.page("/obstacles/B-001/edit");
    let with = |page: &str, own: &[(&str, &str)]| {
        let kept =
            form_fields(page, "record").into_iter().filter(|(name, _)| !own.iter().any(|(known, _)| known == name));
        kept.chain(own.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect::<Vec<_>>()
    };
    let send = |pairs: Vec<(String, String)>| {
        server.request("POST", "/obstacles/B-001/edit").header("Cookie", cookie.clone()).form(pairs).send()
    };
    let pairs = with(&page, &[("title", "Van de pagina")]);
    sandbox.run("edit B-001 --title 'Van de regel' --actor balie").ok();
    let before = sandbox.register_bytes();
    let response = send(pairs).expect_status(409);
    assert!(sandbox.register_bytes() == before);
    let shown = unescape_html(&response.text());
    assert!(shown.contains("<blockquote>Van de regel</blockquote>"), "{shown}");
    assert!(shown.contains("balie"), "{shown}");
    let value = form_fields(&response.text(), "record").into_iter().find(|(name, _)| name == "title").unwrap().1;
    assert_eq!(value, "Van de pagina");
    // The page that reports the conflict contains the form again. Sending that form records the change.
    send(with(&response.text(), &[])).expect_status(303);
    assert_eq!(sandbox.rows("show B-001")[0]["title"], "Van de pagina");
    assert_eq!(entry_count(&sandbox), 3);
}

#[test]
fn the_journal_can_be_filtered_by_actor() {
    let sandbox = Sandbox::new();
    for (title, who) in [("Eerste vraag", "anna"), ("Tweede vraag", "bert"), ("Derde vraag", "anna")] {
        sandbox.run(format!("log '{title}' --ministry OCW --actor '{who}'")).ok();
    }
    let server = Server::new(&sandbox, "");
    let page = server.page("/history?actor=anna");
    assert!(page.contains("Eerste vraag") && page.contains("Derde vraag"), "{page}");
    assert!(!page.contains("Tweede vraag"), "{page}");
    let rows = server.data("/history?actor=bert");
    let actors: BTreeSet<&str> = rows.as_array().unwrap().iter().filter_map(|row| row["actor"].as_str()).collect();
    assert_eq!(actors, BTreeSet::from(["bert"]));
    // If the journal has more entries than the limit, the page links to the next page.
    let limited = unescape_html(&server.page("/history?limit=2"));
    assert!(limited.contains("/history?limit=2&page=2"), "{limited}");
}
