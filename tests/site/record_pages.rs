//! The page of a record as a page to read, and the forms of its steps with what they are about beside them.

use crate::common::Sandbox;
use crate::server::Server;
use crate::user::{User, named_user, user};

const QUESTION: &str = "Mag een leerling van 16 jaar in de avonddienst werken, en hoe zit het met nachtdiensten?";
const OWN_WORDS: &str = "Nog na te gaan bij SZW.";

/// The examples, with one more obstacle that is in analysis, about which somebody called.
fn in_analysis() -> Sandbox {
    let sandbox = Sandbox::demo();
    sandbox
        .run(["log", "Avonddienst", "--question", QUESTION, "--ministry", "SZW", "--received", "2018-03-01", "-q"])
        .ok();
    sandbox.run("analyse B-071 --analysis 'De Arbeidstijdenwet kent grenzen.' -q").ok();
    sandbox.run("contact call B-071 --with 'een zorginstelling' --note 'Graag voor de zomer.' --on 2018-03-05 -q").ok();
    sandbox
}

#[track_caller]
fn texts(user: &User, selector: &str) -> String {
    user.eval_string(&format!(
        "[...document.querySelectorAll('{selector}')].map((it) => it.innerText.replace(/\\s+/g, ' ').trim()).join(' | ')"
    ))
}

#[test]
fn the_page_of_an_obstacle_shows_its_steps_texts_facts_and_timeline() {
    let sandbox = in_analysis();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    user.open_at(&format!("{}/obstacles/B-012", server.base));
    assert_eq!(
        texts(&user, ".steps li"),
        "Opgehaald (gedaan) 09-02-2016 | Opgelost (nu) 16-06-2016 andere aanpak in de regio"
    );
    assert_eq!(texts(&user, ".reading .read h2"), "Vraag | Analyse | Antwoord | Reden");
    assert!(
        texts(&user, ".facts li").starts_with("F-02 Ruimte in het onderwijsprogramma"),
        "{}",
        texts(&user, ".facts li")
    );
    assert_eq!(texts(&user, ".button"), "Antwoordbrief opstellen", "the next step of a solved obstacle is the reply");
    user.open_at(&format!("{}/obstacles/B-071", server.base));
    let today = user.eval_string("document.querySelector('.steps .current .day').innerText");
    assert_eq!(
        texts(&user, ".steps li"),
        format!("Opgehaald (gedaan) 01-03-2018 | In analyse (nu) {today} | Opgelost (nog niet)")
    );
    assert_eq!(texts(&user, ".toolbar .button"), "Antwoord vastleggen");
    let titles = "In analyse genomen | Belemmering vastgelegd | Telefoontje C-530";
    assert_eq!(texts(&user, ".timeline .what a"), titles);
    assert_eq!(
        texts(&user, ".timeline .contact p"),
        "05-03-2018 | Telefoontje C-530 een zorginstelling | Graag voor de zomer."
    );
    // The facts are beside the texts on a wide screen, and below them on a telephone. Lines are short enough to read.
    let place = |name: &str, side: &str| -> f64 {
        let rect = format!("document.querySelector('{name}').getBoundingClientRect().{side}");
        user.eval_string(&rect).parse().unwrap()
    };
    assert!(place(".site .facts", "left") > place(".reading", "right"));
    let measure: f64 = user
        .eval_string("(() => { const it = document.querySelector('.read p'); const style = getComputedStyle(it); const ruler = document.createElement('canvas').getContext('2d'); ruler.font = style.font; return parseFloat(style.maxWidth) / ruler.measureText('0').width; })()")
        .parse()
        .unwrap();
    assert!((60.0..=75.0).contains(&measure), "{measure} characters fit on a line");
    user.view(390, 900, false);
    assert!(place(".site .facts", "top") >= place(".reading", "bottom"));
    user.view(1280, 900, false);
}

#[test]
fn the_answer_of_a_precedent_is_used_in_two_clicks() {
    let sandbox = in_analysis();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    for with_script in [true, false] {
        user.script(with_script);
        user.open_at(&format!("{}/obstacles/B-071", server.base));
        assert!(texts(&user, ".precedent .answer").contains("onder de 18 kan een nachtdienst niet"));
        user.click("Dit antwoord gebruiken (B-013)");
        assert_eq!(user.address(), "/obstacles/B-071/classify?use=B-013");
        assert!(user.notices().contains("Het antwoord van B-013 is ingevuld."), "{}", user.notices());
        assert!(
            user.value("Antwoord").starts_with("Nee, onder de 18 kan een nachtdienst niet."),
            "{}",
            user.value("Antwoord")
        );
        assert_eq!((user.value("Precedenten").as_str(), user.value("Factsheets").as_str()), ("B-013", "F-08"));
    }
    let asked = texts(&user, ".asked > :not(h2)");
    assert_eq!(asked, format!("Vraag | {QUESTION} | Analyse | De Arbeidstijdenwet kent grenzen."));
    user.choose("Oplossing", "binnen de regels");
    user.fill("Waarom", "De wet geeft grenzen.");
    user.click("Vastleggen");
    assert_eq!(user.address(), "/obstacles/B-071");
    let row = sandbox.rows("show B-071").remove(0);
    assert_eq!(
        (row["status"].as_str(), row["precedents"].as_str(), row["factsheets"].as_str()),
        ("solved", "B-013", "F-08")
    );
    assert!(row["answer"].starts_with("Nee, onder de 18"), "{row:?}");
}

#[test]
fn using_an_answer_on_the_form_keeps_what_was_typed_and_notices_other_changes() {
    let sandbox = in_analysis();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    for with_script in [true, false] {
        user.script(with_script);
        user.open_at(&format!("{}/obstacles/B-071/classify", server.base));
        user.fill("Waarom", "De wet geeft grenzen.");
        user.fill("Antwoord", OWN_WORDS);
        user.click("Dit antwoord gebruiken (F-08)");
        assert_eq!(user.value("Waarom"), "De wet geeft grenzen.");
        assert!(user.value("Antwoord").starts_with(&format!("{OWN_WORDS}\n\nDe Arbeidstijdenwet geldt ook")));
        assert_eq!((user.value("Precedenten").as_str(), user.value("Factsheets").as_str()), ("", "F-08"));
    }
    // Somebody else changes the record before the form is saved.
    sandbox.run("edit B-071 --analysis 'Door een ander gewijzigd.'").ok();
    user.choose("Oplossing", "binnen de regels");
    user.click("Dit antwoord gebruiken (B-013)");
    user.click("Vastleggen");
    assert!(user.notices().contains("Een ander heeft dit gewijzigd"), "{}", user.notices());
    assert_eq!(sandbox.rows("show B-071")[0]["status"], "in-analysis");
    user.click("Vastleggen");
    assert_eq!(sandbox.rows("show B-071")[0]["status"], "solved");
}

#[test]
fn an_answer_that_is_searched_for_beside_the_form_is_used_with_and_without_script() {
    let sandbox = in_analysis();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    for with_script in [true, false] {
        user.script(with_script);
        user.open_at(&format!("{}/obstacles/B-071/classify", server.base));
        user.fill("Waarom", "Wat er al stond.");
        user.fill("Zoek een antwoord", "B-012");
        if with_script {
            user.wait_until("document.querySelector('.precedent button[formaction$=\"use=B-012\"]')");
        } else {
            user.click_button(".find-answer button");
        }
        user.click("Dit antwoord gebruiken (B-012)");
        assert!(
            user.value("Antwoord").starts_with("De regio heeft het anders aangepakt."),
            "{}",
            user.value("Antwoord")
        );
        assert_eq!((user.value("Precedenten").as_str(), user.value("Waarom").as_str()), ("B-012", "Wat er al stond."));
        // The precedent in the form gives the same.
        user.fill("Antwoord", "");
        user.click("Antwoord hiervan overnemen");
        assert!(
            user.value("Antwoord").starts_with("De regio heeft het anders aangepakt."),
            "{}",
            user.value("Antwoord")
        );
        assert_eq!(sandbox.rows("show B-071")[0]["status"], "in-analysis", "nothing is recorded");
    }
}

#[test]
fn a_draft_is_changed_and_copied_on_its_page() {
    let sandbox = Sandbox::demo();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    user.open_at(&format!("{}/obstacles/B-012/reply", server.base));
    user.fill("Concept", "Aangepast");
    user.eval("document.querySelector('[data-copy]').click()");
    user.wait_until("document.querySelector('.draft [role=status]').textContent === 'Gekopieerd.'");
    assert_eq!(user.value("Concept"), "Aangepast");
    user.script(false);
    user.reload();
    assert!(!user.eval_bool("document.querySelector('[data-copy]').checkVisibility()"), "only a script can copy");
}

#[test]
fn a_reader_sees_precedents_without_a_way_to_use_them() {
    let sandbox = in_analysis();
    sandbox.write("roles", "officer carla\nreader anna\n");
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    let Some(anna) = named_user(&server, "anna", "en") else { return };
    anna.open_at(&format!("{}/obstacles/B-071", server.base));
    assert!(texts(&anna, ".precedent .answer").contains("onder de 18 kan een nachtdienst niet"));
    assert_eq!(texts(&anna, ".button, main button, .toolbar"), "Search", "the field for another question");
    drop(anna);
    let Some(carla) = named_user(&server, "carla", "en") else { return };
    carla.open_at(&format!("{}/obstacles/B-071/classify?use=B-999", server.base));
    assert!(carla.notices().contains("'use' does not have a valid value"), "{}", carla.notices());
}
