//! An officer's working day in Dutch, by clicking and typing only. At the end of the day, the journal must contain all
//! of the work.

use crate::common::Sandbox;
use crate::json_of;
use crate::server::Server;
use crate::user::{ENTER, User, user};
use serde_json::json;

/// The first question of the officer's day, and the answer to that question.
const SCHEDULE: &str =
    "Mag een student van de opleiding verpleegkunde in één week nachtdiensten lopen bij twee instellingen?";
const ANSWER: &str = "Ja, als de rusttijden uit de Arbeidstijdenwet over beide instellingen samen worden nageleefd.";
/// The first question again, in different words.
const LATER: &str =
    "Een leerling wil nachtdiensten draaien bij twee instellingen in dezelfde week. Kan dat met de rusttijden?";

#[track_caller]
fn count(sandbox: &Sandbox) -> usize {
    json_of(sandbox, "list").as_array().unwrap().len()
}

/// Fills in the form for a new obstacle, without saving it.
#[track_caller]
fn fill_in_new_obstacle(officer: &User, title: &str, question: &str) {
    officer.click("Belemmeringen");
    officer.click("Belemmering vastleggen");
    assert_eq!(officer.heading(), "Belemmering vastleggen");
    officer.fill("Titel", title);
    officer.fill("Vraag", question);
    officer.choose("Ministerie", "Ministerie van Sociale Zaken en Werkgelegenheid");
}

#[track_caller]
fn search(officer: &User, words: &str) {
    officer.eval("document.querySelector('#seek').value = ''; document.querySelector('#seek').focus()");
    officer.keys(words);
    officer.mark_page();
    officer.forget();
    officer.keys(ENTER);
    officer.wait_for_next_page();
}

fn a_day(with_script: bool) {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    let Some(officer) = user(&server, "nl") else { return };
    officer.script(with_script);
    officer.reload();
    assert_eq!(officer.heading(), "Werk");
    assert!(officer.main_text().contains("Dit register is nog leeg."), "{}", officer.main_text());

    fill_in_new_obstacle(&officer, "Nachtdiensten bij twee instellingen", SCHEDULE);
    officer.tick("Ministerie van Volksgezondheid, Welzijn en Sport");
    officer.click("Vastleggen");
    assert_eq!(officer.address(), "/obstacles/B-001");
    assert!(officer.notices().contains("B-001"), "{}", officer.notices());
    assert!(officer.notices().starts_with("Gedaan:"), "{}", officer.notices());
    officer.click("Antwoord vastleggen");
    assert_eq!(officer.heading(), "B-001 antwoord vastleggen");
    assert!(officer.has("B-001 Nachtdiensten bij twee instellingen"), "the form names its record");
    officer.choose("Oplossing", "binnen de regels");
    officer.fill("Waarom", "De wet telt de diensten bij elkaar op.");
    officer.fill("Antwoord", ANSWER);
    officer.click("Vastleggen");
    assert_eq!(officer.address(), "/obstacles/B-001");
    assert!(officer.main_text().contains(ANSWER), "{}", officer.main_text());
    officer.reload();
    assert_eq!(officer.notices(), "");

    // If the new question resembles an earlier one, the page shows the earlier answer before the new question is
    // recorded.
    fill_in_new_obstacle(&officer, "Rusttijden van een leerling", LATER);
    if with_script {
        officer.wait_until("document.querySelector('[data-answered]').innerText.includes('B-001')");
        assert_eq!(officer.eval_string("document.querySelectorAll('h1').length"), "1");
        assert!(
            !officer.eval_bool("document.querySelector('[data-answered] :is(form, input, textarea)')"),
            "it asks nothing"
        );
        let beside = "document.querySelector('[data-answered]').getBoundingClientRect().left - \
             document.querySelector('[name=question]').getBoundingClientRect().right";
        let beside: f64 = officer.eval_string(beside).parse().unwrap();
        assert!((0.0..100.0).contains(&beside), "it stands {beside} pixels to the right of the question");
    } else {
        officer.click("Eerst eerdere antwoorden zoeken");
        assert_eq!(officer.heading(), "Belemmering vastleggen");
        assert!(officer.main_text().contains("Eerder beantwoord"), "{}", officer.main_text());
        assert_eq!(officer.value("Vraag"), LATER, "what was typed is still there");
        assert_eq!(
            officer.eval_string("document.querySelector('[name=ministry]').value"),
            "SZW",
            "what was chosen is still there"
        );
    }
    assert!(officer.main_text().contains("B-001 Nachtdiensten"), "{}", officer.main_text());
    assert!(officer.main_text().contains("rusttijden uit de Arbeidstijdenwet"), "{}", officer.main_text());
    assert_eq!(count(&sandbox), 1, "looking records nothing");
    officer.click("Vastleggen");
    assert_eq!(officer.address(), "/obstacles/B-002");

    officer.click("Contact vastleggen");
    assert_eq!(officer.heading(), "Contact vastleggen");
    assert_eq!(officer.value("Over welke belemmeringen"), "B-002");
    officer.choose("Soort contact", "telefoontje");
    officer.fill("Met", "een zorginstelling");
    officer.fill("Notitie", "Zij roosteren per kwartaal.");
    officer.click("Vastleggen");
    assert_eq!(officer.address(), "/contacts/C-001");
    officer.click("B-002");
    assert_eq!(officer.address(), "/obstacles/B-002");
    assert!(officer.main_text().contains("Zij roosteren per kwartaal."), "{}", officer.main_text());

    officer.click("In analyse nemen");
    officer.fill("Analyse", "Arbeidstijdenwet, artikel 5:3: de rust telt over alle werkgevers.");
    officer.click("Vastleggen");
    assert!(officer.main_text().contains("in analyse"), "{}", officer.main_text());
    assert!(!officer.has("In analyse nemen"), "it is in analysis already");

    officer.click("Factsheets");
    officer.click("Factsheet toevoegen");
    officer.fill("Titel", "Werken bij twee instellingen");
    officer.fill("Samenvatting", "Rusttijden gelden over alle werkgevers samen.");
    officer.click("Vastleggen");
    assert_eq!(officer.address(), "/factsheets/F-01");

    // Solve the second question, naming the first as its precedent and adding the factsheet.
    search(&officer, "B-002");
    assert_eq!(officer.address(), "/obstacles/B-002", "the number of a record leads to it");
    officer.click("Antwoord vastleggen");
    officer.choose("Oplossing", "andere aanpak in de regio");
    officer.fill("Waarom", "De instellingen stemmen hun roosters af.");
    officer.fill("Antwoord", "Eén rooster voor beide instellingen.");
    officer.fill("Factsheets", "F-01");
    officer.fill("Precedenten", "B-001");
    officer.click("Vastleggen");
    assert_eq!(officer.address(), "/obstacles/B-002");
    for link in ["F-01 Werken bij twee instellingen", "B-001 Nachtdiensten bij twee instellingen", "telefoontje C-001"]
    {
        assert!(officer.has(link), "{link}: {}", officer.main_text());
    }

    // Searching for a word from an answer finds the obstacle.
    search(&officer, "roosters");
    assert!(officer.address().starts_with("/search?"), "{}", officer.address());
    assert!(officer.has("B-002 Rusttijden van een leerling"), "{}", officer.main_text());
    assert!(!officer.main_text().contains("B-001"), "it has no such word: {}", officer.main_text());

    // A filtered list has its own address, so it can be bookmarked.
    officer.click("Belemmeringen");
    officer.choose("Status", "opgelost");
    officer.eval("for (const group of document.querySelectorAll('main details')) group.open = true");
    officer.choose("Oplossing", "binnen de regels");
    officer.click("Tonen");
    let chosen = officer.address();
    let seen = officer.main_text();
    assert!(officer.has("B-001") && !officer.has("B-002"), "{seen}");
    assert!(seen.contains("1 belemmering"), "{seen}");
    officer.open_at("about:blank");
    officer.open_at(&format!("{}{chosen}", server.base));
    assert_eq!(officer.main_text(), seen);

    officer.click("Rapporten");
    officer.click("Hoe vaak is er overlegd, gebeld en gemaild?");
    assert!(officer.main_text().contains("telefoontje"), "{}", officer.main_text());
    officer.click("Rapporten");
    officer.click("Wat staat er allemaal in het register?");
    let tile = |name: &str| {
        officer.eval_string(&format!(
            "[...document.querySelectorAll('.tiles div')].find((it) => it.querySelector('dt').textContent === '{name}').querySelector('dd').innerText"
        ))
    };
    assert_eq!(tile("opgehaalde belemmeringen"), "2");
    assert_eq!(tile("opgelost binnen de regels"), "1");
    assert_eq!(tile("opgelost door een andere aanpak in de regio"), "1");
    assert_eq!(tile("openbare factsheets"), "1");

    officer.click("Beheer");
    officer.click("Publicaties");
    officer.click("Publicatie toevoegen");
    officer.fill("Code", "kwartaalbrief");
    officer.fill("Nederlands", "Kwartaalbrief");
    officer.fill("Engels", "Quarterly letter");
    officer.fill("Van", "2000-01-01");
    officer.fill("Tot en met", "2999-12-31");
    officer.click("Vastleggen");
    assert!(officer.notices().contains("kwartaalbrief"), "{}", officer.notices());
    officer.click("Beheer");
    officer.click("Gepubliceerde cijfers");
    officer.click("Gepubliceerd cijfer toevoegen");
    officer.choose("Publicatie", "Kwartaalbrief");
    officer.choose("Maatstaf", "opgehaalde belemmeringen");
    officer.fill("Gepubliceerd", "2");
    officer.click("Vastleggen");
    officer.click("Cijfers vergelijken");
    officer.tick("Toon ook wat elke maatstaf telt, en welke nummers zijn geteld");
    officer.click("Tonen");
    let compared = officer.main_text();
    assert!(compared.contains("klopt"), "{compared}");
    assert!(compared.contains("B-001") && compared.contains("B-002"), "what was counted is named: {compared}");
    assert_eq!(officer.complaints(), [""; 0]);
    drop(server);

    // The register has the result of the day's work, and the journal has all of that work in the officer's name.
    let second = &json_of(&sandbox, "show B-002")[0];
    for (name, value) in [
        ("title", "Rusttijden van een leerling"),
        ("question", LATER),
        ("analysis", "Arbeidstijdenwet, artikel 5:3: de rust telt over alle werkgevers."),
        ("answer", "Eén rooster voor beide instellingen."),
        ("ministry", "SZW"),
        ("status", "solved"),
        ("resolution", "regional-approach"),
        ("reason", "De instellingen stemmen hun roosters af."),
        ("provenance", "logged"),
    ] {
        assert_eq!(second[name], value, "{name}");
    }
    assert_eq!(second["factsheets"], "F-01", "{second}");
    assert_eq!(second["precedents"], "B-001", "{second}");
    let first = &json_of(&sandbox, "show B-001")[0];
    assert_eq!(first["involved"], "VWS", "{first}");
    assert_eq!(first["answer"], ANSWER);
    let call = &json_of(&sandbox, "show C-001")[0];
    assert_eq!(
        (&call["kind"], &call["party"], &call["note"], &call["obstacles"]),
        (&json!("call"), &json!("een zorginstelling"), &json!("Zij roosteren per kwartaal."), &json!("B-002")),
        "{call}"
    );
    assert_eq!(count(&sandbox), 2);
    let done = sandbox.rows("history");
    let by_hand: Vec<(&str, &str)> = done
        .iter()
        .filter(|row| row["action"] != "init")
        .map(|row| (row["actor"].as_str(), row["action"].as_str()))
        .collect();
    let mut actions: Vec<&str> = by_hand.iter().map(|(_, action)| *action).collect();
    actions.dedup();
    actions.sort_unstable();
    assert_eq!(
        actions,
        [
            "analyse",
            "classify",
            "classify",
            "contact call",
            "factsheet add",
            "figure add",
            "log",
            "log",
            "publication add"
        ]
    );
    assert!(by_hand.iter().all(|(actor, _)| *actor == "m.jansen"), "{by_hand:?}");
    sandbox.run("check").ok();
    sandbox.run("reconcile").ok();
}

#[test]
fn an_officer_does_a_day_of_work_by_clicking_and_typing() {
    a_day(true);
}

#[test]
fn the_same_day_works_without_javascript() {
    a_day(false);
}
