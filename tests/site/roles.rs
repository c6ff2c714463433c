//! Who may only read: no page has a form that records, and the address of one is refused in words.

use crate::common::Sandbox;
use crate::common::sample_pages::varied_register;
use crate::server::Server;
use crate::user::{Hand, hand_of};

const ROLES: &str = "reader anna\nofficer bert\nadmin carla\n";

/// The pages that a reader may see.
const PAGES: &str = "/obstacles /obstacles/B-012 /obstacles/B-071 /contacts /contacts/C-001 /factsheets /factsheets/F-01 \
    /schemes /schemes/S-01 /ministries /publications /figures /figures/P-01 /reports /reports/overview \
    /count /reconcile /history /history/3 /search?q=stage /similar /lists /accessibility /nowhere";

/// The addresses of forms that record, with the role that each needs.
const FORMS: &[(&str, bool)] = &[
    ("/obstacles/new", false),
    ("/obstacles/B-012/edit", false),
    ("/obstacles/B-012/reopen", false),
    ("/obstacles/B-012/void", false),
    ("/obstacles/B-012/link", false),
    ("/obstacles/B-012/unlink", false),
    ("/obstacles/B-071/analyse", false),
    ("/obstacles/B-071/classify", false),
    ("/obstacles/B-071/close", false),
    ("/contacts/new", false),
    ("/contacts/C-001/edit", false),
    ("/factsheets/new", false),
    ("/schemes/S-01/edit", false),
    ("/ministries/new", true),
    ("/ministries/OCW/edit", true),
    ("/publications/new", true),
    ("/figures/P-01/edit", true),
];

fn office() -> (Sandbox, Server) {
    let sandbox = varied_register();
    sandbox.write("roles", ROLES);
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    (sandbox, server)
}

fn opens(hand: &Hand, server: &Server, path: &str) {
    hand.open_at(&format!("{}{path}", server.base));
}

/// The forms and links of a page that lead to recording something.
fn ways_to_record(hand: &Hand) -> String {
    hand.word(
        "[...document.querySelectorAll('form')].filter((it) => it.method === 'post').map((it) => it.getAttribute('action'))
            .concat([...document.querySelectorAll('a')].map((it) => it.getAttribute('href')))
            .filter((it) => it !== '/similar' && /\\/(new|edit|analyse|classify|close|reopen|link|unlink|void|undo)(\\?|$)/.test(it))",
    )
}

#[test]
fn a_reader_sees_no_form_that_records_and_the_address_of_one_is_refused_in_words() {
    let (sandbox, server) = office();
    let before = sandbox.register_bytes();
    let Some(anna) = hand_of(&server, "anna", "nl") else { return };
    assert!(anna.seen().contains("anna (lezer)"), "{}", anna.seen());
    for page in PAGES.split(' ') {
        opens(&anna, &server, page);
        assert_eq!(ways_to_record(&anna), "", "{page}");
    }
    for (form, _) in FORMS {
        opens(&anna, &server, form);
        assert_eq!(anna.heading(), "Dat mag u niet", "{form}");
        assert!(
            anna.notices().contains("U mag hier lezen, maar niets vastleggen."),
            "{form}: {}",
            anna.notices()
        );
        assert!(!anna.is("document.querySelector('form[method=post]')"), "{form}");
        // Sending one all the same is refused too.
        let sent = anna.evaluate(&format!(
            "fetch('{form}', {{ method: 'POST', body: new URLSearchParams({{ title: 'Toch', ministry: 'OCW', because: 'x' }}) }}).then((it) => it.status)"
        ));
        assert_eq!(sent, 403, "{form}");
    }
    drop(server);
    assert!(sandbox.register_bytes() == before, "a reader changes nothing");
}

#[test]
fn an_officer_records_and_the_lists_are_for_an_administrator() {
    let (_desk, server) = office();
    let Some(bert) = hand_of(&server, "bert", "nl") else { return };
    let Some(carla) = hand_of(&server, "carla", "nl") else { return };
    opens(&bert, &server, "/obstacles/B-071");
    assert!(ways_to_record(&bert).contains("/obstacles/B-071/classify"), "{}", ways_to_record(&bert));
    for (form, is_for_admins) in FORMS {
        opens(&carla, &server, form);
        assert!(carla.is("document.querySelector('form.record')"), "{form}: {}", carla.main());
        opens(&bert, &server, form);
        if *is_for_admins {
            assert!(bert.notices().contains("Dat doet een beheerder."), "{form}: {}", bert.notices());
        } else {
            assert!(bert.is("document.querySelector('form.record')"), "{form}: {}", bert.main());
        }
    }
    assert!(!bert.has("Lijsten") && carla.has("Lijsten"));
    opens(&carla, &server, "/ministries");
    carla.click("OCW");
    assert_eq!(carla.at(), "/ministries/OCW/edit", "a term leads to where it is changed");
    opens(&carla, &server, "/history");
    assert!(ways_to_record(&carla).is_empty());
    assert!(carla.is("document.querySelector('h2 a[href=\"/history/3\"]')"), "an entry leads to its page");
    let stranger = hand_of(&server, "nobody", "nl").unwrap();
    assert!(stranger.notices().contains("Uw naam staat niet in de lijst"), "{}", stranger.notices());
    assert!(!stranger.seen().contains("B-0"), "who has no role sees nothing of the register");
}
