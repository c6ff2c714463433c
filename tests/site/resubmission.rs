//! What is done twice is recorded once; and what was typed, or confirmed, outlives the server.

use crate::common::Sandbox;
use crate::server::Server;
use crate::user::{Hand, hand};

/// How many obstacles the register has.
#[track_caller]
fn count(sandbox: &Sandbox) -> usize {
    sandbox.rows("list").len()
}

fn write_down(hand: &Hand, title: &str) {
    hand.click("Belemmeringen");
    hand.click("Belemmering vastleggen");
    hand.fill("Titel", title);
    hand.choose("Ministerie", "Ministerie van Sociale Zaken en Werkgelegenheid");
}

#[test]
fn going_back_and_saving_again_records_nothing_twice_and_says_so() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    let Some(hand) = hand(&server, "nl") else { return };
    write_down(&hand, "Eenmaal");
    let sent = hand.word("new URLSearchParams(new FormData(document.querySelector('#record')))");
    hand.click("Vastleggen");
    assert_eq!(hand.at(), "/obstacles/B-001");
    hand.reload();
    assert_eq!(
        (hand.at().as_str(), count(&sandbox)),
        ("/obstacles/B-001", 1),
        "loading again sends nothing again"
    );
    // This browser, told to keep no page, asks for the form anew.
    hand.back();
    hand.until("location.pathname === '/obstacles/new' && document.readyState === 'complete'");
    assert_eq!(hand.value("Titel"), "");
    assert_eq!(count(&sandbox), 1);
    // One that kept it sends the same once more.
    let told = hand.evaluate(&format!(
        "fetch('/obstacles/new', {{ method: 'POST', body: new URLSearchParams({}) }}).then((it) => it.text().then((text) => it.url + text))",
        serde_json::json!(sent)
    ));
    let told = told.as_str().unwrap();
    assert!(told.starts_with(&format!("{}/obstacles/B-001", server.base)), "{told}");
    assert!(told.contains("al vastgelegd als B-001"), "{told}");
    assert_eq!(count(&sandbox), 1);
    // The same of a form that is sent twice by an impatient hand.
    write_down(&hand, "Tweemaal geklikt");
    hand.evaluate(
        "(async () => {
            const form = document.querySelector('#record');
            const send = () => fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
            await Promise.all([send(), send(), send()]);
        })()",
    );
    assert_eq!(count(&sandbox), 2);
    // And of a change: who goes back and saves the same again changes nothing.
    hand.open_at(&format!("{}/obstacles/B-001/edit", server.base));
    hand.fill("Titel", "Eenmaal gewijzigd");
    hand.click("Vastleggen");
    let entries = sandbox.rows("history B-001").len();
    hand.back();
    hand.until("location.pathname === '/obstacles/B-001/edit' && document.readyState === 'complete'");
    hand.click("Vastleggen");
    assert_eq!(sandbox.rows("history B-001").len(), entries);
    sandbox.run("check").ok();
}

#[test]
fn a_form_left_open_over_a_restart_is_shown_again_with_what_was_typed_and_can_be_saved() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    let Some(hand) = hand(&server, "nl") else { return };
    write_down(&hand, "Overleeft het");
    hand.fill("Vraag", "Wat ik typte?");
    let host = server.host().to_owned();
    server.kill();
    let server = Server::start_at(&sandbox, &host, "");
    // They come in by the new address, beside the form.
    hand.evaluate(&format!("fetch('{}').then((it) => it.status)", server.way_in));
    hand.click("Vastleggen");
    assert_eq!(count(&sandbox), 0, "{}", hand.main());
    assert_eq!(hand.heading(), "Belemmering vastleggen");
    assert!(hand.notices().contains("Er is nog niets vastgelegd"), "{}", hand.notices());
    assert_eq!(
        (hand.value("Titel").as_str(), hand.value("Vraag").as_str()),
        ("Overleeft het", "Wat ik typte?")
    );
    hand.click("Vastleggen");
    assert_eq!(hand.at(), "/obstacles/B-001");
    assert_eq!(sandbox.rows("list")[0]["title"], "Overleeft het");
    assert_eq!(count(&sandbox), 1);
}

#[test]
fn what_was_confirmed_is_in_the_register_though_the_server_was_killed_right_after() {
    let sandbox = Sandbox::new();
    let mut server = Server::start(&sandbox, "");
    let Some(hand) = hand(&server, "nl") else { return };
    let host = server.host().to_owned();
    for round in 1..=3 {
        let title = format!("Bevestigd {round}");
        write_down(&hand, &title);
        hand.click("Vastleggen");
        assert!(hand.notices().starts_with("Gedaan:"), "{}", hand.notices());
        server.kill();
        server = Server::start_at(&sandbox, &host, "");
        hand.open_at(&server.way_in);
        assert!(hand.main().contains(&title), "{}", hand.main());
        let rows = sandbox.rows("list");
        assert_eq!(rows.len(), round);
        assert_eq!(rows[round - 1]["title"], title);
        sandbox.run("check").ok();
    }
}
