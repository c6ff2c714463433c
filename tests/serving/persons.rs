//! The pages about persons: who may see them, searching, and the whole way of erasing a person.

use crate::common::Sandbox;
use crate::http_client::{Response, form_fields};
use crate::server::{Server, page};

const ROLES: &str = "reader Rie\nofficer Otto\nadmin Ada\n";

/// A register in which Loket-Één (N-02) handles an obstacle and took part in a contact, and Loket Één (N-04), who has
/// almost the same name, took part in another.
fn office() -> (Sandbox, Server) {
    Server::with_roles(
        ROLES,
        &[
            "--actor Otto log 'Mag dit?' --question 'Mag een student dit?' --ministry OCW --handler Loket-Één",
            "--actor Otto contact meeting 1 --on 2018-02-03 --person Loket-Één",
            "--actor Otto contact call 1 --on 2018-02-04 --person 'Loket Één'",
            "--actor Otto person add 'Zoë Vos' --organisation 'ROC Zuid' --email zoe@example.org --phone 06-11223344",
        ],
    )
}

/// Sends the form with which a person is erased, with the given boxes ticked.
fn erase(server: &Server, number: &str, ticked: &[(&str, &str)]) -> Response {
    let path = format!("/persons/{number}/erase");
    let shown = server.proxied("Ada", "GET", &path).send().expect_status(200).text();
    let mut form = form_fields(&shown, "erase");
    form.extend(ticked.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    server.proxied("Ada", "POST", &path).form(form).send()
}

fn holds(sandbox: &Sandbox, wanted: &str) -> bool {
    sandbox.register_bytes().windows(wanted.len()).any(|window| window == wanted.as_bytes())
}

#[test]
fn officers_and_administrators_see_persons_and_readers_do_not() {
    let (_sandbox, server) = office();
    for path in ["/persons", "/persons?q=Zo", "/persons/N-02", "/persons/N-99"] {
        let response = server.proxied("Rie", "GET", path).send().expect_status(403);
        let text = response.text();
        assert!(text.contains("Only officers and administrators can see that."), "{path}: {text}");
        assert!(!text.contains("Loket") && !text.contains("Zoë"), "{path}: {text}");
    }
    for name in ["Otto", "Ada"] {
        let list = page(&server, name, "/persons");
        for text in ["Loket-Één", "Zoë Vos", "ROC Zuid", "zoe@example.org", "href=\"/persons/N-02\""] {
            assert!(list.contains(text), "{name}, {text}: {list}");
        }
        let person = page(&server, name, "/persons/N-02");
        for text in ["<h1>N-02 (person)</h1>", "Loket-Één", "Handler of", "B-001", "C-001", "/history?actor=N-02"] {
            assert!(person.contains(text), "{name}, {text}: {person}");
        }
        assert!(!person.contains("C-002"), "{person}");
        assert_eq!(person.contains("/persons/N-02/erase"), name == "Ada", "{person}");
    }
    server.proxied("Otto", "GET", "/persons/N-02/erase").send().expect_status(403);
    server.proxied("Ada", "GET", "/persons/N-99").send().expect_status(404);
    server.proxied("Ada", "GET", "/persons/N-99/erase").send().expect_status(404);
    let moved = server.proxied("Ada", "GET", "/persons/n-2").send().expect_status(303);
    assert_eq!(moved.header("location"), Some("/persons/N-02"));
}

#[test]
fn persons_are_found_by_a_part_of_the_name_the_organisation_or_the_address() {
    let (sandbox, server) = office();
    for (wanted, found) in [
        ("zoe", &["Zoë Vos"][..]),
        ("roc zuid", &["Zoë Vos"]),
        ("example.org", &["Zoë Vos"]),
        ("loket een", &["Loket-Één", "Loket Één"]),
        ("06-11", &[]),
        ("niemand", &[]),
        ("N-02", &["Loket-Één"]),
        ("n-4", &["Loket Één"]),
    ] {
        let address = format!("/persons?q={}", wanted.replace(' ', "+"));
        let text = page(&server, "Otto", &address);
        for name in ["Loket-Één", "Loket Één", "Zoë Vos", "Otto</"] {
            assert_eq!(text.contains(&format!(">{name}")), found.contains(&name), "{wanted}, {name}: {text}");
        }
        let rows = sandbox.rows(["person", "list", "--search", wanted]);
        let names: Vec<&str> = rows.iter().map(|row| row["name"].as_str()).collect();
        assert_eq!(names, found, "{wanted}");
    }
    assert!(page(&server, "Otto", "/persons?q=niemand").contains("Nothing found."));
    // The field for the persons of a contact asks for a few at a time.
    let contact = page(&server, "Otto", "/contacts/new");
    assert!(contact.contains("data-search=\"/persons?format=json&limit=12&q=\""), "{contact}");
    let few = server.proxied("Otto", "GET", "/persons?format=json&limit=1&q=loket").send().expect_status(200);
    assert_eq!(few.json().as_array().unwrap().len(), 1);
    server.proxied("Otto", "GET", "/persons?format=json&limit=0&q=loket").send().expect_status(400);
}

#[test]
fn an_administrator_sees_what_an_erasure_reaches_and_erases_a_person_with_a_look_alike() {
    let (sandbox, server) = office();
    let count = || sandbox.rows("count")[0]["obstacles"].clone();
    let before = (sandbox.register_bytes(), count());
    let shown = page(&server, "Ada", "/persons/N-02/erase");
    for text in [
        "<h1>Erase N-02</h1>",
        "N-02, Loket-Één",
        "handler of obstacles: 1; in contacts: 1; in entries of the journal: 0.",
        "N-04, Loket Één (obstacles: 0; contacts: 1; entries: 0)",
        "This cannot be undone.",
        "Open obstacles with N-02 as handler: 1. Preferably give them another handler first;",
        "href=\"/obstacles?status=open&handler=N-02\"",
        "href=\"/obstacles/edit/found?status=open&handler=N-02\"",
        "B-001",
        "C-001",
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    // Neither looking nor sending the form without its tick erases anybody.
    let refused = erase(&server, "N-02", &[("also", "N-04")]).expect_status(400).text();
    assert!(refused.contains("Nothing has been erased yet."), "{refused}");
    assert!(refused.contains("value=\"N-04\" checked"), "what was ticked stays: {refused}");
    assert!(sandbox.register_bytes() == before.0);

    let done = erase(&server, "N-02", &[("also", "N-04"), ("sure", "1")]).expect_status(303);
    assert_eq!(done.header("location"), Some("/persons/N-02"));
    let flash = done.header("set-cookie").unwrap();
    assert!(flash.contains("N-02") && flash.contains("N-04") && !flash.contains("Loket"), "{flash}");
    assert!(!holds(&sandbox, "Loket"), "no trace is left in the file");
    assert_eq!(count(), before.1);
    let entry = &sandbox.rows("history --limit 1")[0];
    assert_eq!((entry["actor"].as_str(), entry["action"].as_str()), ("Ada", "erase person"));
    sandbox.run("check").ok();
    let person = page(&server, "Ada", "/persons/N-02");
    assert!(person.contains("This person was erased already.") && !person.contains("/erase\""), "{person}");
    // Sending the form again, as a double click does, changes nothing.
    let again = erase(&server, "N-02", &[("sure", "1")]).expect_status(303);
    assert!(again.header("set-cookie").unwrap().contains("already"), "{again:?}");
    assert_eq!(sandbox.rows("history --limit 1")[0]["entry"], entry["entry"]);
}

#[test]
fn who_has_almost_the_same_name_and_was_not_chosen_is_named_by_number_only() {
    let (sandbox, server) = office();
    let done = erase(&server, "N-02", &[("sure", "1")]).expect_status(303);
    let flash = done.header("set-cookie").unwrap();
    assert!(flash.contains("Not+erased") && flash.contains("N-04"), "{flash}");
    assert!(!flash.contains("Loket") && !flash.contains("--also"), "{flash}");
    let persons = sandbox.rows("person list");
    let name = |number: &str| persons.iter().find(|row| row["number"] == number).unwrap()["name"].as_str();
    assert_eq!(["N-02", "N-04"].map(name), ["", "Loket Één"]);
}

#[test]
fn open_obstacles_of_an_erased_person_get_another_handler() {
    let (sandbox, server) = office();
    for line in [
        "log Tweede --ministry OCW --handler Loket-Één",
        "log Derde --ministry OCW --handler Loket-Één",
        "close 3 --as withdrawn --because x",
        "log Vierde --ministry OCW --handler Loket-Één",
        "void 4 --because vergissing",
    ] {
        sandbox.run(line).ok();
    }
    let done = erase(&server, "N-02", &[("sure", "1")]).expect_status(303);
    let flash = done.header("set-cookie").unwrap();
    assert!(flash.contains("handler%3A+2") && !flash.contains("ruimte+"), "{flash}");
    // Both links work after the erasure too.
    let list = page(&server, "Ada", "/obstacles?status=open&handler=N-02");
    assert!(list.contains("B-001") && list.contains("B-002") && !list.contains(">B-003"), "{list}");
    let found = server.proxied("Ada", "GET", "/obstacles/edit/found?status=open&handler=N-02").send();
    let found = found.expect_status(303).header("location").unwrap().to_owned();
    assert!(found.contains("B-001") && found.contains("B-002") && !found.contains("B-003"), "{found}");
}

#[test]
fn a_form_of_an_earlier_run_of_the_server_erases_nobody() {
    let (sandbox, server) = office();
    let before = sandbox.register_bytes();
    let form = [("csrf", "old"), ("sure", "1")];
    let page = server.proxied("Ada", "POST", "/persons/N-02/erase").form(form).send().expect_status(403).text();
    assert!(page.contains("This page has been open for too long."), "{page}");
    let csrf = Server::csrf(|method, target| server.proxied("Otto", method, target));
    let form = [("csrf", csrf.as_str()), ("sure", "1")];
    server.proxied("Otto", "POST", "/persons/N-02/erase").form(form).send().expect_status(403);
    assert!(sandbox.register_bytes() == before);
}

#[test]
fn the_dry_run_of_the_command_says_what_the_erasure_reaches() {
    let (sandbox, _server) = office();
    assert_eq!(
        sandbox.run("erase person Loket-Één --dry-run").notices(),
        "Dry run: nothing was recorded. This would have been reported:\n\
         The person is erased and appears as N-02 from now on; the journal and the counts remain correct\n\
         N-02 now appears as the handler of obstacles: 1; in contacts: 1; in entries of the journal: 0\n\
         Open obstacles with N-02 as handler: 1; see 'ruimte list --status open --handler N-02', and give them another with \
         'ruimte edit NUMBERS --handler NAME'\n\
         Note: N-04 (Loket Één) has almost the same name and was not erased; if it is the same person, give --also N-04 as well\n"
    );
}
