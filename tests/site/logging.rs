//! Logging a question: what the register already knows about it appears beside the form, and a probable duplicate is
//! saved only after a second look.

use crate::common::Sandbox;
use crate::server::Server;
use crate::user::{User, user};

const TITLE: &str = "Stagevergoeding bij twee werkgevers";
const QUESTION: &str = "Hoe wordt de stagevergoeding verdeeld als een student bij twee werkgevers stage loopt?";

/// A register that has the question once, still open.
fn asked_before() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run(["log", TITLE, "--question", QUESTION, "--ministry", "OCW", "-q"]).ok();
    sandbox
}

#[track_caller]
fn fill_in(user: &User, server: &Server, title: &str, question: &str) {
    user.open_at(&format!("{}/obstacles/new", server.base));
    user.fill("Vraag", question);
    user.fill("Titel", title);
    user.choose("Ministerie", "Ministerie van Sociale Zaken en Werkgelegenheid");
}

fn count(sandbox: &Sandbox) -> usize {
    sandbox.rows("list").len()
}

fn duplicate_is_saved_after_a_second_look(with_script: bool) {
    let sandbox = asked_before();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    user.script(with_script);
    fill_in(&user, &server, TITLE, QUESTION);
    user.click("Vastleggen");
    assert_eq!((user.address().as_str(), count(&sandbox)), ("/obstacles/new", 1));
    assert!(user.notices().starts_with("Let op: Er is nog niets vastgelegd"), "{}", user.notices());
    assert!(user.has("B-001 Stagevergoeding bij twee werkgevers (opent in een nieuw tabblad)"), "{}", user.main_text());
    assert_eq!((user.value("Vraag").as_str(), user.value("Titel").as_str()), (QUESTION, TITLE));
    assert!(!user.has("Vastleggen"), "the button says what it does");
    user.click("Toch vastleggen");
    assert_eq!((user.address().as_str(), count(&sandbox)), ("/obstacles/B-002", 2));
    assert!(user.notices().starts_with("Gedaan:"), "{}", user.notices());
    // Another question is saved at once.
    fill_in(&user, &server, "Inenting", "Wie betaalt de inenting tegen hepatitis B?");
    user.click("Vastleggen");
    assert_eq!((user.address().as_str(), count(&sandbox)), ("/obstacles/B-003", 3));
    sandbox.run("check").ok();
}

#[test]
fn a_probable_duplicate_is_saved_after_a_second_look() {
    duplicate_is_saved_after_a_second_look(true);
}

#[test]
fn a_probable_duplicate_is_saved_after_a_second_look_without_javascript() {
    duplicate_is_saved_after_a_second_look(false);
}

#[test]
fn a_double_click_records_once_and_is_no_duplicate_of_itself() {
    let sandbox = asked_before();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    fill_in(&user, &server, "Inenting", "Wie betaalt de inenting tegen hepatitis B?");
    let send_thrice = "(async () => {
        const form = document.querySelector('#record');
        const send = () => fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
        return (await Promise.all([send(), send(), send()])).map((it) => new URL(it.url).pathname).join(' ');
    })()";
    assert_eq!(user.evaluate(send_thrice).as_str(), Some("/obstacles/B-002 /obstacles/B-002 /obstacles/B-002"));
    fill_in(&user, &server, TITLE, QUESTION);
    user.click("Vastleggen");
    assert_eq!(user.evaluate(send_thrice).as_str(), Some("/obstacles/B-003 /obstacles/B-003 /obstacles/B-003"));
    assert_eq!(count(&sandbox), 3);
}

#[test]
fn a_confirmed_duplicate_left_open_during_a_restart_can_still_be_saved() {
    let sandbox = asked_before();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    fill_in(&user, &server, TITLE, QUESTION);
    user.click("Vastleggen");
    let host = server.host().to_owned();
    server.kill();
    let server = Server::start_at(&sandbox, &host, "");
    user.evaluate(&format!("fetch('{}').then((it) => it.status)", server.way_in));
    user.click("Toch vastleggen");
    assert!(user.notices().contains("Er is nog niets vastgelegd"), "{}", user.notices());
    assert_eq!(user.value("Vraag"), QUESTION);
    user.click("Vastleggen");
    assert_eq!((user.address().as_str(), count(&sandbox)), ("/obstacles/B-002", 2));
}

#[test]
fn duplicates_and_personal_data_appear_while_the_question_is_typed() {
    let sandbox = asked_before();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    user.open_at(&format!("{}/obstacles/new", server.base));
    user.fill("Vraag", &format!("{QUESTION} Bel 06-12345678 voor meer."));
    user.wait_until("document.querySelector('[data-answered] mark')");
    assert_eq!(
        user.eval_string("document.querySelector('[data-answered] .warns li').textContent"),
        "Vraag, telefoonnummer: … werkgevers stage loopt? Bel 06-12345678 voor meer."
    );
    assert!(user.has("B-001 Stagevergoeding bij twee werkgevers (opent in een nieuw tabblad)"), "{}", user.main_text());
    assert_eq!(
        user.eval_string("document.querySelector('[role=status][data-summary]').textContent"),
        "1 misschien dubbele vraag, 1 plek die op persoonsgegevens lijkt."
    );
    assert_eq!(count(&sandbox), 1, "looking records nothing");
    // On a telephone, all of this is below the question and above the other fields.
    user.view(390, 800, false);
    let top = |selector: &str| -> f64 {
        user.eval_string(&format!("document.querySelector('{selector}').getBoundingClientRect().top")).parse().unwrap()
    };
    let tops = ["[name=question]", "[name=title]", "[data-answered]", "[name=ministry]"].map(top);
    assert!(tops.is_sorted(), "{tops:?}");
    user.view(1280, 900, false);
}

#[test]
fn a_suggestion_is_filled_in_without_javascript_and_nothing_typed_is_lost() {
    let sandbox = Sandbox::demo();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    user.script(false);
    let question = "Mag een leerling van 16 jaar in de avonddienst werken, en hoe zit het met nachtdiensten?";
    fill_in(&user, &server, "Avonddienst", question);
    user.click("Eerst eerdere antwoorden zoeken");
    user.click_button("button[data-field=theme]");
    assert_eq!(user.eval_string("document.querySelector('[name=theme]').value"), "leren-in-de-praktijk");
    assert_eq!((user.value("Vraag").as_str(), user.value("Titel").as_str()), (question, "Avonddienst"));
    assert_eq!(count(&sandbox), 70);
}
