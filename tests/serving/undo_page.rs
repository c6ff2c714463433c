//! Undoing a journal entry on the pages: they first show what will be undone, and then undo it once.

use crate::common::Sandbox;
use crate::http_client::{form_fields, unescape_html};
use crate::server::{Server, entry_count};

const ROLES: &str = "officer Otto\nadmin Ada\n";

fn office() -> (Sandbox, Server) {
    Server::with_roles(
        ROLES,
        &[
            "log Een --ministry OCW --handler Merel",
            "log Twee --ministry OCW",
            "edit B-001 B-002 --handler Ekster",
            "edit B-002 --handler Putter",
        ],
    )
}

fn handlers(sandbox: &Sandbox) -> Vec<String> {
    sandbox.rows("list --sort number --columns number,handler").into_iter().map(|row| row["handler"].clone()).collect()
}

#[test]
fn a_page_shows_what_will_be_undone_and_undoes_it_once() {
    let (sandbox, server) = office();
    let get = |name: &str, path: &str| server.proxied(name, "GET", path).send();
    let entry = unescape_html(&get("Ada", "/history/5").expect_status(200).text());
    assert!(
        entry.contains("href=\"/history/5/undo\">Undo this entry<") && !entry.contains("<form id=\"undo\""),
        "{entry}"
    );
    assert!(!unescape_html(&get("Otto", "/history/5").text()).contains("/history/5/undo"));
    get("Otto", "/history/5/undo").expect_status(403);
    let before = entry_count(&sandbox);
    let shown = unescape_html(&get("Ada", "/history/5/undo").expect_status(200).text());
    assert!(shown.contains("This restores what was there before this entry: B-002."), "{shown}");
    assert!(shown.contains("Putter"), "the changes of the entry: {shown}");
    assert_eq!((entry_count(&sandbox), &*handlers(&sandbox)[1]), (before, "Putter"), "nothing is undone yet");
    let fields = form_fields(&shown, "undo");
    let undo = || server.proxied("Ada", "POST", "/history/5/undo").form(fields.clone()).send().expect_status(303);
    let done = undo();
    assert_eq!(done.header("location"), Some("/history"));
    let cookie = done.all("set-cookie").join(" ");
    assert!(cookie.contains("Entry+5+%28edited%29+was+undone%3A+B-002"), "{cookie}");
    assert_eq!(handlers(&sandbox), ["Ekster", "Ekster"]);
    // Once more, as after a double click or the back button.
    assert!(undo().all("set-cookie").join(" ").contains("Entry+5+was+undone+already."));
    assert_eq!(entry_count(&sandbox), before + 1);
}

#[test]
fn an_entry_that_cannot_be_undone_says_why_and_has_no_button() {
    let (sandbox, server) = office();
    sandbox.run("undo 5").ok();
    sandbox.run("edit B-002 --handler Sijs").ok();
    for (entry, lang, status, why) in [
        (4, "en", 200, "Entry 4 cannot be undone: B-002 was changed later, in entry 7; undo that first"),
        (
            4,
            "nl",
            200,
            "Wijziging 4 kan niet worden teruggenomen: B-002 is later gewijzigd, in wijziging 7; neem die eerst terug",
        ),
        (5, "nl", 200, "Wijziging 5 is al teruggenomen</p>"),
        (99, "nl", 404, "Wijziging 99 bestaat niet; de laatste is 7</p>"),
    ] {
        let get = server.proxied("Ada", "GET", &format!("/history/{entry}/undo")).header("Accept-Language", lang);
        let page = unescape_html(&get.send().expect_status(status).text());
        assert!(page.contains(why) && !page.contains("<form id=\"undo\""), "{entry}: {page}");
    }
    server.proxied("Ada", "GET", "/history/x/undo").send().expect_status(404);
    server.proxied("Ada", "GET", "/history/5/undo?dry-run=1").send().expect_status(400);
}
