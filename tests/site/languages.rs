//! The language: as the browser asks, else that of who started the site; and a choice stays.

use crate::common::Sandbox;
use crate::server::Server;
use crate::user::{Hand, hand};

fn lang(hand: &Hand) -> String {
    hand.word("document.documentElement.lang")
}

#[test]
fn a_reader_gets_the_language_that_the_browser_asks_for_else_that_of_the_site() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    // The site was started in English.
    for (asked, given, heading) in [
        ("nl", "nl", "Belemmeringen"),
        ("nl-BE, en;q=0.8", "nl", "Belemmeringen"),
        ("en", "en", "Obstacles"),
        ("de", "en", "Obstacles"),
        ("de, nl;q=0.5", "nl", "Belemmeringen"),
        ("nl;q=0.3, en;q=0.9", "en", "Obstacles"),
    ] {
        let Some(reader) = hand(&server, asked) else { return };
        assert_eq!((lang(&reader).as_str(), reader.heading().as_str()), (given, heading), "{asked}");
    }
    drop(server);
    let server = Server::start(&sandbox, "--lang nl");
    let Some(reader) = hand(&server, "de") else { return };
    assert_eq!(lang(&reader), "nl", "the site was started in Dutch");
}

#[test]
fn who_chooses_the_other_language_keeps_it_and_stays_on_the_page() {
    let sandbox = Sandbox::demo();
    let server = Server::start(&sandbox, "");
    let Some(reader) = hand(&server, "nl") else { return };
    reader.open_at(&format!("{}/obstacles?status=solved&page=2", server.base));
    assert_eq!(lang(&reader), "nl");
    reader.click("English");
    assert_eq!((lang(&reader).as_str(), reader.heading().as_str()), ("en", "Obstacles"));
    assert_eq!(reader.at(), "/obstacles?status=solved&page=2", "it is the same page");
    for place in ["Reports", "Reconcile", "Obstacles"] {
        reader.click(place);
        assert_eq!(lang(&reader), "en", "{place}");
    }
    reader.reload();
    assert_eq!(lang(&reader), "en");
    reader.open_at("about:blank");
    reader.open_at(&format!("{}/obstacles/B-012", server.base));
    assert_eq!(lang(&reader), "en");
    assert_eq!(reader.word("document.querySelector('h1').lang"), "nl", "what was typed is Dutch still");
    reader.click("Nederlands");
    assert_eq!(lang(&reader), "nl");
    reader.reload();
    assert_eq!(lang(&reader), "nl");
}
