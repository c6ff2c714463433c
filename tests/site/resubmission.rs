//! A form that is sent twice is recorded once. If the server restarts, confirmed writes are kept and forms that are
//! still open can be sent.

use crate::common::Sandbox;
use crate::server::Server;
use crate::user::{User, user};

#[track_caller]
fn count(sandbox: &Sandbox) -> usize {
    sandbox.rows("list").len()
}

fn fill_in_new_obstacle(user: &User, title: &str) {
    user.click("Belemmeringen");
    user.click("Belemmering vastleggen");
    user.fill("Titel", title);
    user.choose("Ministerie", "Ministerie van Sociale Zaken en Werkgelegenheid");
}

#[test]
fn going_back_and_saving_again_records_nothing_twice_and_reports_it() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    fill_in_new_obstacle(&user, "Eenmaal");
    let sent = user.eval_string("new URLSearchParams(new FormData(document.querySelector('#record')))");
    user.click("Vastleggen");
    assert_eq!(user.address(), "/obstacles/B-001");
    user.reload();
    assert_eq!(
        (user.address().as_str(), count(&sandbox)),
        ("/obstacles/B-001", 1),
        "loading again sends nothing again"
    );
    // The server forbids the browser to cache pages, so going back loads an empty form.
    user.back();
    user.wait_until("location.pathname === '/obstacles/new' && document.readyState === 'complete'");
    assert_eq!(user.value("Titel"), "");
    assert_eq!(count(&sandbox), 1);
    // Simulate a browser that cached the filled-in form nevertheless, and sends it again.
    let response = user.evaluate(&format!(
        "fetch('/obstacles/new', {{ method: 'POST', body: new URLSearchParams({}) }}).then((it) => it.text().then((text) => it.url + text))",
        serde_json::json!(sent)
    ));
    let response = response.as_str().unwrap();
    assert!(response.starts_with(&format!("{}/obstacles/B-001", server.base)), "{response}");
    assert!(response.contains("al vastgelegd als B-001"), "{response}");
    assert_eq!(count(&sandbox), 1);
    // Simulate several clicks on the button by sending the form three times concurrently.
    fill_in_new_obstacle(&user, "Tweemaal geklikt");
    user.evaluate(
        "(async () => {
            const form = document.querySelector('#record');
            const send = () => fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
            await Promise.all([send(), send(), send()]);
        })()",
    );
    assert_eq!(count(&sandbox), 2);
    user.open_at(&format!("{}/obstacles/B-001/edit", server.base));
    user.fill("Titel", "Eenmaal gewijzigd");
    user.click("Vastleggen");
    let entries = sandbox.rows("history B-001").len();
    user.back();
    user.wait_until("location.pathname === '/obstacles/B-001/edit' && document.readyState === 'complete'");
    user.click("Vastleggen");
    assert_eq!(sandbox.rows("history B-001").len(), entries);
    sandbox.run("check").ok();
}

#[test]
fn a_form_left_open_during_a_restart_is_shown_again_as_filled_in_and_can_be_saved() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    fill_in_new_obstacle(&user, "Overleeft het");
    user.fill("Vraag", "Wat ik typte?");
    let host = server.host().to_owned();
    server.kill();
    let server = Server::start_at(&sandbox, &host, "");
    // The restarted server has a new key. The user opens the address with that key in another tab.
    user.evaluate(&format!("fetch('{}').then((it) => it.status)", server.way_in));
    user.click("Vastleggen");
    assert_eq!(count(&sandbox), 0, "{}", user.main_text());
    assert_eq!(user.heading(), "Belemmering vastleggen");
    assert!(user.notices().contains("Er is nog niets vastgelegd"), "{}", user.notices());
    assert_eq!((user.value("Titel").as_str(), user.value("Vraag").as_str()), ("Overleeft het", "Wat ik typte?"));
    user.click("Vastleggen");
    assert_eq!(user.address(), "/obstacles/B-001");
    assert_eq!(sandbox.rows("list")[0]["title"], "Overleeft het");
    assert_eq!(count(&sandbox), 1);
}

#[test]
fn a_confirmed_write_survives_a_kill_of_the_server() {
    let sandbox = Sandbox::new();
    let mut server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    let host = server.host().to_owned();
    for round in 1..=3 {
        let title = format!("Bevestigd {round}");
        fill_in_new_obstacle(&user, &title);
        user.click("Vastleggen");
        assert!(user.notices().starts_with("Gedaan:"), "{}", user.notices());
        server.kill();
        server = Server::start_at(&sandbox, &host, "");
        user.open_at(&server.way_in);
        assert!(user.main_text().contains(&title), "{}", user.main_text());
        let rows = sandbox.rows("list");
        assert_eq!(rows.len(), round);
        assert_eq!(rows[round - 1]["title"], title);
        sandbox.run("check").ok();
    }
}
