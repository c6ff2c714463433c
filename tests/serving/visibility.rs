//! Information that must stay hidden. A reader cannot find out who took part in contacts. No visitor can find out where
//! files are on the server.

use crate::common::Sandbox;
use crate::http_client::{Response, unescape_html};
use crate::server::{Server, entry_count};
use serde_json::{Value, json};

const ROLES: &str = "reader Rie\nofficer Otto\nadmin Ada\n";

/// A register that Otto filled, with one obstacle and two contacts about it. Three persons took part in contacts:
/// Spreker, Eerste and Behandelaar (N-02). Only Behandelaar also handles the obstacle.
fn office() -> (Sandbox, Server) {
    Server::with_roles(
        ROLES,
        &[
            "--actor Otto log 'Mag dit?' --question 'Mag een student dit?' --ministry OCW --handler Behandelaar",
            "--actor Otto contact meeting 1 --on 2018-02-03 --person Spreker",
            "--actor Otto contact call 1 --on 2018-02-04 --person Eerste --person Behandelaar",
            "--actor Otto person add Los",
        ],
    )
}

fn person_number(sandbox: &Sandbox, name: &str) -> String {
    let persons = sandbox.rows("person list");
    persons.iter().find(|row| row["name"] == name).unwrap()["number"].clone()
}

/// Returns the status and body of a response. Replaces `guess` by `@`, so that responses can be compared.
fn without_guess(response: &Response, guess: &str) -> (u16, String) {
    (response.status, String::from_utf8_lossy(&response.body).replace(guess, "@"))
}

const ADDRESSES_WITH_A_PERSON: &[&str] = &[
    "/history?actor={}",
    "/history?records={}",
    "/history?actor={}&format=csv",
    "/history?actor={}&format=xlsx",
    "/obstacles?handler={}",
    "/?handler={}",
    "/contacts?handler={}",
    "/contacts?handler={}&format=json",
    "/obstacles?handler={}&format=csv",
    "/obstacles?handler={}&format=ods",
    "/count?handler={}",
    "/count?handler={}&by=status",
    "/count?handler={}&by=status&format=ods",
    "/reports/totals?handler={}",
    "/reports/overview?handler={}",
    "/reconcile?handler={}",
    "/search?q={}",
    "/search?q=student&handler={}",
    "/similar?text={}",
    "/obstacles/{}",
    "/api/v1/history?actor={}",
    "/api/v1/history?actor={}&as-of=4",
    "/api/v1/obstacles?handler={}",
    "/api/v1/contacts?handler={}",
    "/api/v1/counts?handler={}",
    "/api/v1/reports/totals?handler={}",
    "/api/v1/search?q={}",
    "/api/v1/similar?text={}",
    "/api/v1/obstacles/{}",
    "/api/v1/obstacles/{}/similar",
    "/api/v1/contacts/{}/history",
];

#[test]
fn a_reader_cannot_find_out_by_guessing_who_is_in_the_register() {
    let (sandbox, server) = office();
    let spreker = person_number(&sandbox, "Spreker");
    let answer = |name: &str, address: &str, guess: &str| {
        without_guess(&server.proxied(name, "GET", &address.replace("{}", guess)).send(), guess)
    };
    let mut differs_for_an_officer = 0;
    for address in ADDRESSES_WITH_A_PERSON {
        for (known, unknown) in [("Spreker", "Nergens"), ("SPREKER", "NERGENS"), (spreker.as_str(), "N-98")] {
            assert_eq!(answer("Rie", address, known), answer("Rie", address, unknown), "{address} {known}");
            differs_for_an_officer += usize::from(answer("Otto", address, known) != answer("Otto", address, unknown));
        }
    }
    assert!(differs_for_an_officer > 5, "the addresses would not show a leak: {differs_for_an_officer}");
}

#[test]
fn a_reader_finds_authors_and_handlers_by_name() {
    let (_sandbox, server) = office();
    let count = |address: &str| {
        server.proxied("Rie", "GET", address).send().expect_status(200).json().as_array().unwrap().len()
    };
    assert_eq!(count("/api/v1/obstacles?handler=behandelaar"), 1);
    assert_eq!(count("/api/v1/obstacles?handler=Spreker"), 0);
    assert!(count("/api/v1/history?actor=otto") > 3);
    assert_eq!(count("/api/v1/history?actor=Behandelaar"), 0);
}

#[test]
fn a_failed_search_for_a_person_suggests_names_only_to_those_who_may_see_them() {
    let (_sandbox, server) = office();
    let detail = |name: &str, lang: &str| {
        let request = server.proxied(name, "GET", "/api/v1/history?actor=Sprekr").header("Accept-Language", lang);
        request.send().problem(404)
    };
    assert_eq!(detail("Rie", "en"), "nobody called 'Sprekr' has recorded anything or handles an obstacle");
    assert_eq!(detail("Rie", "nl"), "niemand met de naam 'Sprekr' heeft iets vastgelegd of behandelt een belemmering");
    for name in ["Otto", "Ada"] {
        assert!(detail(name, "en").contains("Spreker"), "{name}");
    }
    let page = server.proxied("Rie", "GET", "/history?actor=Sprekr").send().expect_status(404).text();
    let shown = unescape_html(&page);
    assert!(shown.contains("Nobody called 'Sprekr' has recorded anything or handles an obstacle"), "{shown}");
}

#[test]
fn a_reader_can_neither_list_nor_sort_by_the_persons_of_contacts() {
    let (_sandbox, server) = office();
    for query in ["sort=persons", "sort=-persons", "sort=person", "columns=number,persons"] {
        let request = server.proxied("Rie", "GET", &format!("/api/v1/contacts?{query}"));
        assert_eq!(request.clone().send().problem(400), "who was spoken to is not shown here; leave 'persons' out");
        assert_eq!(
            request.header("Accept-Language", "nl").send().problem(400),
            "met wie is gesproken, wordt hier niet getoond; laat 'persons' weg"
        );
        for format in ["", "&format=csv", "&format=xlsx"] {
            let page = server.proxied("Rie", "GET", &format!("/contacts?{query}{format}")).send().expect_status(400);
            let shown = unescape_html(&page.text());
            assert!(shown.contains("Who was spoken to is not shown here; leave 'persons' out"), "{shown}");
        }
        server.proxied("Otto", "GET", &format!("/contacts?{query}")).send().expect_status(200);
    }
}

#[test]
fn the_journal_shows_a_reader_neither_contact_persons_nor_their_numbers() {
    let (sandbox, server) = office();
    let page = |name: &str, path: &str| server.proxied(name, "GET", path).send().expect_status(200).text();
    for path in [
        "/history",
        "/history/3",
        "/history/4",
        "/history/5",
        "/history?records=C-001",
        "/history?format=csv",
        "/contacts",
        "/contacts/C-001",
        "/obstacles/B-001",
        "/api/v1/history",
        "/api/v1/contacts/C-001/history",
        "/api/v1/contacts/C-001",
    ] {
        let shown = page("Rie", path);
        for word in ["Spreker", "Eerste", "Los", "N-0"] {
            assert!(!shown.contains(word), "{path} shows {word}: {shown}");
        }
    }
    // Officers do see who took part, which shows that the checks above look at the right pages.
    for path in ["/history/3", "/contacts/C-001", "/obstacles/B-001"] {
        assert!(page("Otto", path).contains("Spreker"), "{path}");
    }
    // This entry changed only a person. A reader sees that the entry exists, but not what it changed.
    assert!(page("Rie", "/history").contains("Otto"), "the author");
    let rows: Value = serde_json::from_str(&page("Rie", "/api/v1/history?entry=5")).unwrap();
    let entry = rows.as_array().unwrap();
    assert_eq!(entry.len(), 1, "{rows}");
    assert_eq!((&entry[0]["actor"], &entry[0]["action"]), (&json!("Otto"), &json!("person add")));
    assert_eq!([&entry[0]["record"], &entry[0]["after"]], [&Value::Null, &Value::Null]);
    let problem = server.proxied("Rie", "GET", "/history?records=N-02").send().expect_status(404);
    assert!(unescape_html(&problem.text()).contains("The journal has no 'N-02'"));
    assert_eq!(entry_count(&sandbox), 5);
}

#[test]
fn an_unusable_register_is_reported_without_its_folder() {
    let sandbox = Sandbox::demo();
    let register = sandbox.path("register.db");
    let folder = sandbox.path("").display().to_string();
    let whole = sandbox.register_bytes();
    let server = Server::new(&sandbox, &format!("--register {}", register.display()));
    let cookie = server.cookie();
    let cut_off = whole[..whole.len() / 2].to_vec();
    let newer = {
        // The schema version is stored at offset 60 of a SQLite file.
        let mut bytes = whole.clone();
        bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
        bytes
    };
    let older = {
        let mut bytes = whole.clone();
        bytes[60..64].copy_from_slice(&1_u32.to_be_bytes());
        bytes
    };
    for (what, bytes) in [
        ("missing", None),
        ("other file", Some(b"geen register, maar een brief".repeat(100))),
        ("cut off", Some(cut_off)),
        ("newer", Some(newer)),
        ("older", Some(older)),
    ] {
        std::fs::remove_file(&register).unwrap();
        if let Some(bytes) = bytes {
            sandbox.write("register.db", bytes);
        }
        for path in ["/obstacles", "/obstacles/B-001", "/history", "/count", "/obstacles?format=csv"] {
            let response = server.request("GET", path).header("Cookie", cookie.clone()).send();
            assert_eq!(response.status, 500, "{what} {path}");
            let shown = unescape_html(&response.text());
            assert!(!shown.contains(&folder) && !shown.contains("register.db"), "{what} {path}: {shown}");
        }
        let problem = |lang: &str| {
            let request = server.program("GET", "/api/v1/obstacles").header("Accept-Language", lang);
            request.send().problem(500)
        };
        assert_eq!(
            problem("en"),
            "a file of the register cannot be used now; report this to whoever offers these pages",
            "{what}"
        );
        assert_eq!(
            problem("nl"),
            "een bestand van het register is nu niet te gebruiken; meld dit bij wie deze pagina's aanbiedt",
            "{what}"
        );
        // Unlike the server, the command line names the file.
        let error = sandbox.run(format!("list --register {}", register.display())).stderr;
        assert!(error.contains(&register.display().to_string()), "{what}: {error}");
        sandbox.write("register.db", &whole);
    }
    server.request("GET", "/obstacles").header("Cookie", cookie).send().expect_status(200);
}

#[test]
fn the_data_of_a_page_hide_from_a_reader_what_the_page_hides() {
    let (_sandbox, server) = office();
    let data = |page: &str| server.proxied("Rie", "GET", page).send();
    for page in
        ["/contacts?format=json", "/contacts/C-001?format=json", "/obstacles/B-001?format=json", "/history?format=json"]
    {
        let text = data(page).expect_status(200).text();
        assert!(text.contains("B-001"), "{page}: {text}");
        assert!(!text.contains("Spreker") && !text.contains("Eerste"), "{page}: {text}");
    }
    for page in ["/persons?format=json", "/persons/N-02?format=json"] {
        data(page).expect_status(403);
    }
    assert!(server.proxied("Otto", "GET", "/persons?format=json").send().expect_status(200).text().contains("Spreker"));
}
