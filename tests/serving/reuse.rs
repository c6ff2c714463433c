//! Reusing an answer for an open obstacle: from a search, from the precedent in the form, and from the answered obstacle.
//! All three lead to the form that classifies the open obstacle, with the answer filled in.

use crate::common::Sandbox;
use crate::http_client::{Response, attribute, form_fields, tags, unescape_html};
use crate::server::{Server, entry_count, page};

const ROLES: &str = "reader Rie\nofficer Otto\n";

/// An answered obstacle with a factsheet, an open one with a vague question, and one without an answer.
fn office() -> (Sandbox, Server) {
    Server::with_roles(
        ROLES,
        &[
            "factsheet add Nachtdienst --summary 'Een nachtdienst duurt tot zes uur.'",
            "log 'Nachtdienst van leerlingen' --question 'Mag een leerling een nachtdienst draaien?' --ministry SZW",
            "edit B-001 --answer 'Ja, vanaf 18 jaar.' --factsheet F-01",
            "classify B-001 within-rules --because Kan",
            "log 'Een vraag' --ministry OCW",
            "log 'Zonder antwoord' --ministry OCW",
        ],
    )
}

/// Sends the form `id` of a page, with some fields changed, to `path`.
fn send(server: &Server, name: &str, page: &str, id: &str, changes: &[(&str, &str)], path: &str) -> Response {
    let mut fields = form_fields(page, id);
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    server.proxied(name, "POST", path).form(fields).send()
}

/// The addresses that use the answer of a record, in the order of the page.
fn uses(page: &str) -> Vec<String> {
    let links = tags(page, "a").into_iter().filter_map(|tag| attribute(tag, "href"));
    let buttons = tags(page, "button").into_iter().filter_map(|tag| attribute(tag, "formaction"));
    links.chain(buttons).filter(|address| address.contains("use=") && !address.contains("use=precedent")).collect()
}

#[track_caller]
fn answer_fields(page: &str) -> [String; 3] {
    let fields = form_fields(page, "record");
    let value = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).unwrap().1.trim().to_owned();
    ["answer", "precedent", "factsheet"].map(value)
}

#[test]
fn an_answer_found_from_the_page_of_an_open_obstacle_is_used_for_it() {
    let (sandbox, server) = office();
    let before = sandbox.register_bytes();
    let open = page(&server, "Otto", "/obstacles/B-002");
    assert!(uses(&open).is_empty(), "its own question finds nothing: {open}");
    for question in ["nachtdienst", "Mag een scholier 's nachts een nachtdienst draaien?", "B-001", "b1"] {
        let sent = send(&server, "Otto", &open, "find", &[("find", question)], "/obstacles/B-002").expect_status(200);
        let found = unescape_html(&sent.text());
        assert!(uses(&found).iter().any(|address| address == "/obstacles/B-002/classify?use=B-001"), "{question}");
        assert_eq!(form_fields(&found, "find").last().unwrap().1.trim(), question, "the field keeps what was typed");
    }
    let filled = page(&server, "Otto", "/obstacles/B-002/classify?use=B-001");
    assert_eq!(answer_fields(&filled), ["Ja, vanaf 18 jaar.", "B-001", "F-01"]);
    // The number of a record without an answer says so, and the obstacle itself is never found.
    let sent = send(&server, "Otto", &open, "find", &[("find", "B-003")], "/obstacles/B-002").text();
    assert!(unescape_html(&sent).contains("B-003 has no answer."), "{sent}");
    let sent = send(&server, "Otto", &open, "find", &[("find", "B-002")], "/obstacles/B-002").expect_status(200).text();
    assert!(!unescape_html(&sent).contains("href=\"/obstacles/B-002\">"), "{sent}");
    // A reader finds the answer too, but does not get to use it.
    let sent = send(
        &server,
        "Rie",
        &page(&server, "Rie", "/obstacles/B-002"),
        "find",
        &[("find", "B-001")],
        "/obstacles/B-002",
    );
    let found = unescape_html(&sent.expect_status(200).text());
    assert!(found.contains("Ja, vanaf 18 jaar.") && uses(&found).is_empty(), "{found}");
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn a_search_beside_the_form_keeps_what_was_typed_and_saves_nothing() {
    let (sandbox, server) = office();
    let before = sandbox.register_bytes();
    let form = page(&server, "Otto", "/obstacles/B-002/classify");
    let typed = [("because", "Dat kan zo"), ("find", "nachtdienst van een leerling")];
    let look = "/obstacles/B-002/classify?look=1";
    assert!(tags(&form, "button").iter().any(|tag| attribute(tag, "formaction").as_deref() == Some(look)), "{form}");
    let found = unescape_html(&send(&server, "Otto", &form, "record", &typed, look).expect_status(200).text());
    assert_eq!(uses(&found)[0], "/obstacles/B-002/classify?use=B-001");
    assert!(form_fields(&found, "record").contains(&("because".to_owned(), "Dat kan zo".to_owned())), "{found}");
    let used = "/obstacles/B-002/classify?use=B-001";
    let used = unescape_html(&send(&server, "Otto", &found, "record", &[], used).expect_status(200).text());
    assert_eq!(answer_fields(&used), ["Ja, vanaf 18 jaar.", "B-001", "F-01"]);
    assert!(form_fields(&used, "record").contains(&("because".to_owned(), "Dat kan zo".to_owned())), "{used}");
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn a_precedent_that_was_chosen_in_the_form_gives_its_answer() {
    let (sandbox, server) = office();
    let entries = entry_count(&sandbox);
    let form = page(&server, "Otto", "/obstacles/B-002/classify");
    let take = "/obstacles/B-002/classify?use=precedent";
    assert!(tags(&form, "button").iter().any(|tag| attribute(tag, "formaction").as_deref() == Some(take)), "{form}");
    let press = |page: &str, precedent: &str, status: u16| {
        let sent = send(&server, "Otto", page, "record", &[("precedent", precedent)], take).expect_status(status);
        unescape_html(&sent.text())
    };
    let filled = press(&form, "b1", 200);
    assert_eq!(answer_fields(&filled), ["Ja, vanaf 18 jaar.", "B-001", "F-01"]);
    assert!(filled.contains("The answer of B-001 is filled in."), "{filled}");
    // Once more changes nothing, and what was typed is kept.
    let again = press(&filled, "B-001", 200);
    assert_eq!(answer_fields(&again), ["Ja, vanaf 18 jaar.", "B-001", "F-01"]);
    assert!(again.contains("The answer of B-001 was there already."), "{again}");
    for (precedent, problem) in [
        ("", "First fill in the number of an obstacle that has an answer."),
        ("B-099", "There is no obstacle 'B-099'."),
        ("F-01", "There is no obstacle 'F-01'."),
        ("B-003", "B-003 has no answer."),
    ] {
        let wrong = press(&form, precedent, 400);
        assert!(wrong.contains(problem) && wrong.contains("href=\"#record-precedent\""), "{precedent}: {wrong}");
        assert_eq!(answer_fields(&wrong)[..2], [String::new(), precedent.to_owned()]);
    }
    let save = [("resolution", "within-rules"), ("because", "Zo")];
    send(&server, "Otto", &filled, "record", &save, "/obstacles/B-002/classify").expect_status(303);
    let row = &sandbox.rows("list --columns answer,precedents,factsheets --status solved --sort number")[1];
    assert_eq!((&*row["answer"], &*row["precedents"], &*row["factsheets"]), ("Ja, vanaf 18 jaar.", "B-001", "F-01"));
    assert_eq!(entry_count(&sandbox), entries + 1);
}

#[test]
fn the_answer_of_an_answered_obstacle_is_used_for_an_open_one() {
    let (sandbox, server) = office();
    sandbox.run("log Nachtdienst --question 'Mag een leerling een nachtdienst draaien?' --ministry SZW").ok();
    let link = "href=\"/obstacles/B-001/reuse\"";
    assert!(page(&server, "Otto", "/obstacles/B-001").contains(link));
    assert!(!page(&server, "Otto", "/obstacles/B-002").contains(link), "it has no answer");
    assert!(!page(&server, "Rie", "/obstacles/B-001").contains(link), "a reader records nothing");
    let chooser = page(&server, "Otto", "/obstacles/B-001/reuse");
    assert_eq!(uses(&chooser), ["/obstacles/B-004/classify?use=B-001"], "an open obstacle that asks the same");
    let chosen = server.proxied("Otto", "GET", "/obstacles/B-001/reuse?for=b2").send().expect_status(303);
    assert_eq!(chosen.header("location"), Some("/obstacles/B-002/classify?use=B-001"));
    sandbox.run("void B-003 --because Dubbel").ok();
    for (number, problem) in [
        ("B-001", "B-001 is not open."),
        ("B-003", "B-003 is not open."),
        ("B-099", "There is no obstacle 'B-099'."),
        ("iets", "There is no obstacle 'iets'."),
    ] {
        let path = format!("/obstacles/B-001/reuse?for={number}");
        let wrong = unescape_html(&server.proxied("Otto", "GET", &path).send().expect_status(400).text());
        assert!(wrong.contains(problem) && wrong.contains("href=\"#reuse-for\""), "{wrong}");
    }
    server.proxied("Otto", "GET", "/obstacles/B-099/reuse").send().expect_status(404);
    server.proxied("Rie", "GET", "/obstacles/B-001/reuse").send().expect_status(403);
}

#[test]
fn what_resembles_a_settled_obstacle_is_shown_on_request() {
    let (sandbox, server) = office();
    sandbox.run("log 'Nachtdienst in het weekend' --question 'Mag een leerling een nachtdienst draaien in het weekend?' --answer 'Ook dan.' --ministry SZW").ok();
    sandbox.run("classify B-004 within-rules --because Kan").ok();
    let precedents = |page: &str| tags(page, "li").iter().filter(|tag| tag.contains("class=\"precedent\"")).count();
    let settled = page(&server, "Rie", "/obstacles/B-001");
    assert_eq!(precedents(&settled), 0);
    let mut links = tags(&settled, "a").into_iter().filter_map(|tag| attribute(tag, "href"));
    let show = links.find(|href| href.starts_with("/obstacles/B-001?find=")).unwrap();
    assert!(settled.contains("Show what resembles this question"), "{settled}");
    let shown = page(&server, "Rie", &show);
    assert!(precedents(&shown) > 0 && shown.contains("Ook dan.") && !shown.contains("Show what resembles"), "{shown}");
    sandbox.run("reopen B-004 --because 'Nieuwe feiten'").ok();
    assert!(precedents(&page(&server, "Rie", "/obstacles/B-004")) > 0);
}
