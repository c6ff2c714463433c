//! Pages are in the language that the browser asks for, or else in the server's language. A language that the user
//! chooses is remembered.

use crate::common::Sandbox;
use crate::server::Server;
use crate::user::{User, user};

fn lang(user: &User) -> String {
    user.eval_string("document.documentElement.lang")
}

#[test]
fn the_language_is_that_of_the_browser_or_else_of_the_server() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    for (accepted, given, heading) in [
        ("nl", "nl", "Werk"),
        ("nl-BE, en;q=0.8", "nl", "Werk"),
        ("en", "en", "Work"),
        ("de", "en", "Work"),
        ("de, nl;q=0.5", "nl", "Werk"),
        ("nl;q=0.3, en;q=0.9", "en", "Work"),
    ] {
        let Some(reader) = user(&server, accepted) else { return };
        assert_eq!((lang(&reader).as_str(), reader.heading().as_str()), (given, heading), "{accepted}");
    }
    drop(server);
    let server = Server::start(&sandbox, "--lang nl");
    let Some(reader) = user(&server, "de") else { return };
    assert_eq!(lang(&reader), "nl", "the site was started in Dutch");
}

#[test]
fn choosing_a_language_keeps_the_page_and_is_remembered() {
    let sandbox = Sandbox::demo();
    let server = Server::start(&sandbox, "");
    let Some(reader) = user(&server, "nl") else { return };
    reader.open_at(&format!("{}/obstacles?status=solved&page=2", server.base));
    assert_eq!(lang(&reader), "nl");
    reader.click("English");
    assert_eq!((lang(&reader).as_str(), reader.heading().as_str()), ("en", "Obstacles"));
    assert_eq!(reader.address(), "/obstacles?status=solved&page=2", "it is the same page");
    for place in ["Reports", "Reconcile", "Obstacles"] {
        reader.click(place);
        assert_eq!(lang(&reader), "en", "{place}");
    }
    reader.reload();
    assert_eq!(lang(&reader), "en");
    reader.open_at("about:blank");
    reader.open_at(&format!("{}/obstacles/B-012", server.base));
    assert_eq!(lang(&reader), "en");
    assert_eq!(reader.eval_string("document.querySelector('h1').lang"), "nl", "what was typed is Dutch still");
    reader.click("Nederlands");
    assert_eq!(lang(&reader), "nl");
    reader.reload();
    assert_eq!(lang(&reader), "nl");
}
