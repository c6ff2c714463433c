//! Suggestions beside a question that is being typed, and on the page of a record.

use crate::common::Sandbox;
use crate::server::Server;
use crate::user::user;

const QUESTION: &str = "Mag een leerling van 16 jaar in de avonddienst werken, en hoe zit het met nachtdiensten?";

#[test]
fn a_click_on_a_suggestion_fills_in_its_field_and_keeps_what_was_typed() {
    let sandbox = Sandbox::demo();
    let server = Server::start(&sandbox, "");
    let Some(officer) = user(&server, "nl") else { return };
    officer.click("Belemmeringen");
    officer.click("Belemmering vastleggen");
    officer.fill("Vraag", QUESTION);
    officer.wait_until("document.querySelector('[data-answered] .suggestions')");
    let theme = "document.querySelector('[name=theme]').value";
    assert_eq!(officer.eval_string(theme), "", "nothing is set unasked");
    officer.eval("document.querySelector('[data-answered] button[data-field=theme]').click()");
    assert_eq!(officer.eval_string(theme), "leren-in-de-praktijk");
    assert_eq!(officer.value("Vraag"), QUESTION);
    assert_eq!(officer.address(), "/obstacles/new");
}

#[test]
fn the_page_of_a_record_links_to_the_form_with_the_suggested_value() {
    let sandbox = Sandbox::demo();
    sandbox.run(["log", QUESTION, "--ministry", "SZW", "-q"]).ok();
    let server = Server::start(&sandbox, "");
    let Some(officer) = user(&server, "en") else { return };
    officer.eval("location.assign(\"/obstacles/B-071\")");
    officer.wait_until("document.querySelector('.suggestions')");
    officer.eval("document.querySelector('.suggestions a[href*=\"factsheet=\"]').click()");
    officer.wait_until("location.pathname == '/obstacles/B-071/edit'");
    assert_eq!(officer.eval_string("document.querySelector('[name=factsheet]').value"), "F-08");
    officer.click("Save");
    assert_eq!(officer.address(), "/obstacles/B-071");
    assert_eq!(sandbox.rows("show B-071")[0]["factsheets"], "F-08");
}
