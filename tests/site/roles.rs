//! Users with the role of reader see no forms that record something. Officers see no forms that change the lists, which
//! only administrators may change.

use crate::common::Sandbox;
use crate::common::sample_pages::varied_register;
use crate::server::Server;
use crate::user::{User, named_user};

const ROLES: &str = "reader anna\nofficer bert\nadmin carla\n";

const PAGES: &str = "/ /obstacles /obstacles/B-012 /obstacles/B-071 /contacts /contacts/C-001 /factsheets /factsheets/F-01 \
    /schemes /schemes/S-01 /ministries /publications /figures /figures/P-01 /reports /reports/overview \
    /count /reconcile /history /history/3 /search?q=stage /similar /lists /help /snapshots /accessibility /nowhere";

/// Pages with a form that records something. The value is `true` if only an administrator may use the form.
const FORMS: &[(&str, bool)] = &[
    ("/obstacles/new", false),
    ("/import", false),
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

fn open(user: &User, server: &Server, path: &str) {
    user.open_at(&format!("{}{path}", server.base));
}

/// Returns, as one text, the addresses of the page's forms that record something, and of the page's links to such
/// forms.
fn links_to_forms(user: &User) -> String {
    user.eval_string(
        "[...document.querySelectorAll('form')].filter((it) => it.method === 'post').map((it) => it.getAttribute('action'))
            .concat([...document.querySelectorAll('a')].map((it) => it.getAttribute('href')))
            .filter((it) => it !== '/similar' && /\\/(new|edit|analyse|classify|close|reopen|link|unlink|void|undo)(\\?|$)/.test(it))",
    )
}

#[test]
fn a_reader_sees_no_form_that_records_and_is_refused_at_the_address_of_one() {
    let (sandbox, server) = office();
    let before = sandbox.register_bytes();
    let Some(anna) = named_user(&server, "anna", "nl") else { return };
    assert!(anna.visible_text().contains("anna (lezer)"), "{}", anna.visible_text());
    for page in PAGES.split(' ') {
        open(&anna, &server, page);
        assert_eq!(links_to_forms(&anna), "", "{page}");
    }
    for (form, _) in FORMS {
        open(&anna, &server, form);
        assert_eq!(anna.heading(), "Dat mag u niet", "{form}");
        assert!(anna.notices().contains("U mag hier lezen, maar niets vastleggen."), "{form}: {}", anna.notices());
        assert!(!anna.eval_bool("document.querySelector('form[method=post]')"), "{form}");
        // The server must also refuse data that a script sends directly to the address of the form.
        let sent = anna.evaluate(&format!(
            "fetch('{form}', {{ method: 'POST', body: new URLSearchParams({{ title: 'Toch', ministry: 'OCW', because: 'x' }}) }}).then((it) => it.status)"
        ));
        assert_eq!(sent, 403, "{form}");
    }
    drop(server);
    assert!(sandbox.register_bytes() == before, "a reader changes nothing");
}

#[test]
fn an_officer_records_and_an_administrator_changes_the_lists() {
    let (_desk, server) = office();
    let Some(bert) = named_user(&server, "bert", "nl") else { return };
    let Some(carla) = named_user(&server, "carla", "nl") else { return };
    open(&bert, &server, "/obstacles/B-071");
    assert!(links_to_forms(&bert).contains("/obstacles/B-071/classify"), "{}", links_to_forms(&bert));
    for (form, is_for_admins) in FORMS {
        open(&carla, &server, form);
        assert!(carla.eval_bool("document.querySelector('form.record')"), "{form}: {}", carla.main_text());
        open(&bert, &server, form);
        if *is_for_admins {
            assert!(bert.notices().contains("Dat mag alleen een beheerder."), "{form}: {}", bert.notices());
        } else {
            assert!(bert.eval_bool("document.querySelector('form.record')"), "{form}: {}", bert.main_text());
        }
    }
    assert!(!bert.has("Beheer") && carla.has("Beheer"));
    open(&carla, &server, "/ministries");
    carla.click("OCW");
    assert_eq!(carla.address(), "/ministries/OCW/edit", "a term leads to where it is changed");
    open(&carla, &server, "/history");
    assert!(links_to_forms(&carla).is_empty());
    assert!(carla.eval_bool("document.querySelector('h2 a[href=\"/history/3\"]')"), "an entry leads to its page");
    let stranger = named_user(&server, "nobody", "nl").unwrap();
    assert!(stranger.notices().contains("Uw naam staat niet op de lijst"), "{}", stranger.notices());
    assert!(!stranger.visible_text().contains("B-0"), "who has no role sees nothing of the register");
}
