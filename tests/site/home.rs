//! The home page in a browser: a question leads to earlier answers and to the form, and a row leads to its record.

use crate::common::Sandbox;
use crate::server::Server;
use crate::user::user;

const QUESTION: &str = "Mag een leerling van 16 jaar in de avonddienst werken, en hoe zit het met nachtdiensten?";

#[test]
fn a_question_on_the_home_page_shows_earlier_answers_and_becomes_a_form_in_one_click() {
    let sandbox = Sandbox::demo();
    let server = Server::start(&sandbox, "");
    let Some(officer) = user(&server, "nl") else { return };
    for with_script in [true, false] {
        officer.script(with_script);
        officer.open_at(&server.base);
        officer.fill("Wat is de vraag?", QUESTION);
        if with_script {
            officer.wait_until("document.querySelector('[data-answered] .precedents')");
            assert!(officer.main_text().contains("B-013"), "{}", officer.main_text());
        }
        officer.click("Deze vraag vastleggen");
        assert_eq!(officer.address(), "/import", "the question is not in the address");
        assert_eq!(officer.value("Vraag"), QUESTION);
        // Without the script, a button shows the answers, from which the question can be logged.
        officer.open_at(&server.base);
        officer.fill("Wat is de vraag?", QUESTION);
        officer.click("Eerdere antwoorden zoeken");
        assert_eq!(officer.heading(), "Eerder beantwoord");
        officer.click("Deze vraag vastleggen");
        assert_eq!(officer.value("Vraag"), QUESTION);
    }
    assert_eq!(sandbox.rows("list").len(), 70, "looking records nothing");
}

#[test]
fn a_click_anywhere_in_a_row_leads_to_the_record() {
    let sandbox = Sandbox::demo();
    let server = Server::start(&sandbox, "");
    let Some(officer) = user(&server, "nl") else { return };
    officer.open_at(&format!("{}/obstacles?sort=number", server.base));
    let found = "const cell = document.querySelector('table.rows tbody td:last-child');
        cell.scrollIntoView({ block: 'center' });
        const { left, top, width, height } = cell.getBoundingClientRect();
        return document.elementFromPoint(left + width / 2, top + height / 2).closest('a').getAttribute('href');";
    assert_eq!(officer.eval(found), "/obstacles/B-001");
    officer.click("titel");
    assert_eq!(officer.address(), "/obstacles?sort=title");
    officer.click("titel");
    assert_eq!(officer.address(), "/obstacles?sort=-title");
}
