//! Pages and the API accept names of laws and of periods, as the command line does, and select the same obstacles.

use crate::common::Sandbox;
use crate::server::Server;
use serde_json::json;

fn asked() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .run(
            "log Vraag --question 'Mag dit volgens artikel 35 en 38 van de Wet BIG?' --ministry OCW --received 2018-02-03 \
             -q",
        )
        .ok();
    sandbox.run("log Anders --ministry OCW --received 2018-04-01 --law AVG -q").ok();
    sandbox
}

fn laws(sandbox: &Sandbox) -> String {
    sandbox.rows("list --columns laws")[0]["laws"].clone()
}

#[test]
fn a_form_offers_the_laws_that_the_question_mentions_and_adds_them_if_ticked() {
    let sandbox = asked();
    let server = Server::new(&sandbox, "");
    let page = server.page("/obstacles/B-001/edit");
    assert!(page.contains("The question mentions Wet BIG art. 35 and 38; add"), "{page}");
    let other = server.page("/obstacles/B-002/edit");
    assert!(other.contains("Add the laws that the title and the question mention"), "{other}");
    let csrf = Server::csrf(|method, path| server.browser(method, path));
    let submit = |fields: &[(&str, &str)]| {
        let hidden = [("csrf", csrf.as_str()), ("seen", "99")];
        let title = [("title", "Vraag"), ("was.title", "Vraag"), ("ministry", "OCW"), ("was.ministry", "OCW")];
        server.browser("POST", "/obstacles/B-001/edit").form([&hidden[..], &title, fields].concat()).send()
    };
    let page = submit(&[("law", "wet bgi art. 35")]).expect_status(400).text();
    assert!(page.contains("is not in the list of laws"), "{page}");
    assert_eq!(laws(&sandbox), "");
    submit(&[("law", "wet big art. 35")]).expect_status(303);
    assert_eq!(laws(&sandbox), "BWBR0006251 art. 35");
    // Submit the unchanged question too, because a missing question would clear it.
    let question = "Mag dit volgens artikel 35 en 38 van de Wet BIG?";
    submit(&[("question", question), ("was.question", question), ("laws-from-text", "1")]).expect_status(303);
    assert_eq!(laws(&sandbox), "BWBR0006251 art. 35; BWBR0006251 art. 38");
}

#[test]
fn the_api_takes_names_and_the_flag() {
    let sandbox = asked();
    let server = Server::new(&sandbox, "");
    let patch = |body: serde_json::Value| server.program("PATCH", "/api/v1/obstacles/B-001").json(&body).send();
    let stored = patch(json!({ "laws": "art. 7:610 BW" })).expect_status(200).json();
    assert_eq!(stored["laws"], "BWBR0005290 art. 610");
    patch(json!({ "laws_from_text": false, "title": "Vraag 1" })).expect_status(200);
    assert_eq!(laws(&sandbox), "BWBR0005290 art. 610");
    let stored = patch(json!({ "laws_from_text": true })).expect_status(200).json();
    assert_eq!(stored["laws"], "BWBR0005290 art. 610; BWBR0006251 art. 35; BWBR0006251 art. 38");
    patch(json!({ "laws_from_text": "yes" })).problem(400);
    let problem = patch(json!({ "laws": "wet bgi" })).problem(400);
    assert!(problem.contains("'wet bgi' is not in the list of laws"), "{problem}");
}

#[test]
fn filters_take_names_and_periods() {
    let sandbox = asked();
    let server = Server::new(&sandbox, "");
    for (query, found) in [
        ("law=de%20avg", "B-002"),
        ("period=2018-Q1", "B-001"),
        ("period=2018-04", "B-002"),
        ("period=april%202018", "B-002"),
        ("period=2018-04&period=2019", "B-002"),
        ("period=2018-04,2019", "B-002"),
        ("period=2018-04%3B%202019", "B-002"),
    ] {
        let rows = server.data(&format!("/obstacles?{query}"));
        let numbers: Vec<&str> = rows.as_array().unwrap().iter().filter_map(|row| row["number"].as_str()).collect();
        assert_eq!(numbers, [found], "{query}");
        let page = server.page(&format!("/obstacles?{query}"));
        assert!(page.contains(found), "{query}");
    }
    let problem = server.program("GET", "/api/v1/obstacles?period=kwartaal").send().problem(400);
    assert!(problem.contains("'kwartaal' is not a period"), "{problem}");
}
