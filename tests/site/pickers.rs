//! Choosing records by a part of their title, with the keyboard and with the mouse.

use crate::common::Sandbox;
use crate::server::Server;
use crate::user::{DOWN, ENTER, User, user};

const ESCAPE: &str = "\u{e00c}";

/// Types into a field as a user does, and waits for the options.
#[track_caller]
fn type_into(user: &User, name: &str, text: &str) {
    user.eval(&format!(
        "const it = document.querySelector('main [name={name}]'); it.focus(); it.setSelectionRange(9e3, 9e3)"
    ));
    user.keys(text);
    user.wait_until(&format!("document.querySelector('main [name={name}]').getAttribute('aria-expanded') === 'true'"));
}

#[track_caller]
fn value(user: &User, name: &str) -> String {
    user.eval_string(&format!("document.querySelector('main [name={name}]').value"))
}

#[track_caller]
fn options(user: &User, name: &str) -> Vec<String> {
    let list =
        format!("[...document.querySelectorAll('#record-{name}-options li')].map((it) => it.textContent).join('|')");
    user.eval_string(&list).split('|').map(str::to_owned).collect()
}

#[test]
fn factsheets_schemes_and_precedents_are_chosen_by_title() {
    let sandbox = Sandbox::demo();
    sandbox.run("log Vraag --ministry OCW -q").ok();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    user.open_at(&format!("{}/obstacles/B-071/classify", server.base));
    type_into(&user, "factsheet", "arbeidst");
    assert_eq!(
        options(&user, "factsheet"),
        [
            "F-06 Werken voor twee instellingen: detachering, cao en btw",
            "F-08 Arbeidstijden van leerlingen en stagiairs"
        ]
        .map(str::to_owned)[1..]
    );
    user.keys(DOWN);
    let active = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))";
    assert_eq!(user.eval_string(&format!("{active}.getAttribute('aria-selected')")), "true");
    user.keys(ENTER);
    assert_eq!(value(&user, "factsheet"), "F-08");
    assert_eq!(user.address(), "/obstacles/B-071/classify", "Enter chose an option and sent nothing");
    let chosen = "document.querySelector('#record-factsheet-chosen').innerText";
    assert_eq!(user.eval_string(chosen), "F-08 – Arbeidstijden van leerlingen en stagiairs");
    // A second value is added behind the first, which is not offered again.
    type_into(&user, "factsheet", "; a");
    assert!(options(&user, "factsheet").iter().all(|option| !option.starts_with("F-08")));
    user.keys(ESCAPE);
    assert_eq!(user.eval_string("document.querySelector('[name=factsheet]').getAttribute('aria-expanded')"), "false");
    user.eval("document.querySelector('[name=factsheet]').value = 'F-08'");
    // With the mouse.
    type_into(&user, "precedent", "ketenstage");
    assert_eq!(options(&user, "precedent")[0], "B-009 Standaardcontract past niet bij de Ketenstage");
    user.eval("document.querySelector('#record-precedent-options li').click()");
    assert_eq!(value(&user, "precedent"), "B-009");
    user.choose("Oplossing", "binnen de regels");
    user.fill("Waarom", "Zoals eerder.");
    user.click("Vastleggen");
    let row = sandbox.rows("show B-071").remove(0);
    assert_eq!((row["factsheets"].as_str(), row["precedents"].as_str()), ("F-08", "B-009"));
    assert_eq!(user.complaints(), [""; 0]);
}

#[test]
fn a_law_is_chosen_by_a_part_of_its_name_and_keeps_its_article() {
    let sandbox = Sandbox::demo();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    user.open_at(&format!("{}/obstacles/B-012/edit", server.base));
    user.eval("document.querySelector('[name=law]').value = ''");
    type_into(&user, "law", "educatie 7.2.8");
    assert_eq!(options(&user, "law")[0], "WEB Wet educatie en beroepsonderwijs (WEB)");
    user.keys(DOWN);
    user.keys(ENTER);
    assert_eq!(value(&user, "law"), "WEB 7.2.8");
    user.click("Vastleggen");
    assert_eq!(sandbox.rows("show B-012")[0]["laws"], "BWBR0007625 art. 7.2.8");
}

#[test]
fn handlers_are_offered_and_every_lookup_answers() {
    let sandbox = Sandbox::demo();
    sandbox.run("edit B-001 --handler 'J. de Vries' -q").ok();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    user.open_at(&format!("{}/obstacles/B-002/edit", server.base));
    type_into(&user, "handler", "vries");
    user.keys(DOWN);
    user.keys(ENTER);
    assert_eq!(value(&user, "handler"), "J. de Vries");
    for page in ["/obstacles/B-002/edit", "/obstacles/B-002/link", "/contacts/new"] {
        user.open_at(&format!("{}{page}", server.base));
        let answers = user.evaluate(
            "(async () => {
                const inputs = [...document.querySelectorAll('input[data-lists]')];
                const urls = inputs.flatMap((it) => [...it.dataset.lists.trim().split(' '), it.dataset.search && it.dataset.search + 'stage'])
                    .filter(Boolean);
                const answers = await Promise.all(urls.map((url) => fetch(url)));
                return `${urls.length > 0} ${[...new Set(answers.map((it) => it.status))]}`;
            })()",
        );
        assert_eq!(answers.as_str(), Some("true 200"), "{page}");
    }
}

#[test]
fn the_persons_of_a_contact_are_chosen_by_name() {
    let sandbox = Sandbox::demo();
    sandbox.run("person add 'Ada de Vries' -q").ok();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    let before = sandbox.rows("contact list").len();
    user.open_at(&format!("{}/contacts/new?about=B-002&kind=call&on=2026-03-04", server.base));
    type_into(&user, "person", "vries");
    assert_eq!(options(&user, "person"), ["N-02 Ada de Vries"]);
    user.keys(DOWN);
    user.keys(ENTER);
    assert_eq!(value(&user, "person"), "N-02");
    user.click("Vastleggen");
    let contacts = sandbox.rows("contact list --with-persons");
    assert_eq!(contacts.len(), before + 1);
    assert_eq!(contacts.last().unwrap()["persons"], "Ada de Vries");
}
