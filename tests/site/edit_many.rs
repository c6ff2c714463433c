//! Changing the handler of several obstacles, with the mouse, with the keyboard, and without script.

use crate::common::Sandbox;
use crate::server::Server;
use crate::user::{DOWN, ENTER, SPACE, TAB, User, user};

fn office() -> (Sandbox, Server) {
    let sandbox = Sandbox::new();
    for number in 1..=12 {
        let line = format!("log 'Vraag {number}' --ministry OCW --handler Merel --received 2026-03-{number:02} -q");
        sandbox.run(line).ok();
    }
    let server = Server::start(&sandbox, "");
    (sandbox, server)
}

fn handled_by(sandbox: &Sandbox, handler: &str) -> Vec<String> {
    let rows = sandbox.rows(format!("list --handler {handler} --sort number"));
    rows.into_iter().map(|row| row["number"].clone()).collect()
}

fn numbers(range: std::ops::RangeInclusive<usize>) -> Vec<String> {
    range.map(|number| format!("B-{number:03}")).collect()
}

/// Ticks eight obstacles in the list, chooses a handler, and saves.
fn change_the_handler_of_eight(user: &User) {
    user.click("Belemmeringen");
    for number in numbers(1..=8) {
        user.tick(&format!("Aanvinken {number}"));
    }
    user.click("Aangevinkte wijzigen");
    assert_eq!(user.heading(), "Belemmeringen wijzigen (8)");
    user.fill("Behandelaar", "Ekster");
    user.click("Laten zien wat er verandert");
    assert!(user.main_text().contains("Te wijzigen: 8. Blijven zoals ze zijn: 0. Kunnen niet: 0."));
    assert_eq!(user.main_text().matches("Merel → Ekster").count(), 8, "{}", user.main_text());
    user.click("Vastleggen (8)");
    assert!(user.notices().contains("8 belemmeringen gewijzigd."), "{}", user.notices());
}

#[test]
fn the_handler_of_eight_obstacles_is_changed_with_the_mouse() {
    let (sandbox, server) = office();
    let Some(user) = user(&server, "nl") else { return };
    change_the_handler_of_eight(&user);
    assert_eq!(handled_by(&sandbox, "Ekster"), numbers(1..=8));
    assert_eq!(handled_by(&sandbox, "Merel"), numbers(9..=12));
    // The page before the last click shows what it takes back.
    assert_eq!(user.address(), "/obstacles");
    user.click("Terugnemen");
    assert!(
        user.main_text().contains("Dit zet terug zoals het vóór deze wijziging was: B-008, B-007"),
        "{}",
        user.main_text()
    );
    user.click("Deze wijziging terugnemen");
    assert!(user.notices().contains("(gewijzigd) is teruggenomen"), "{}", user.notices());
    assert_eq!(handled_by(&sandbox, "Merel"), numbers(1..=12));
}

#[test]
fn the_handler_of_eight_obstacles_is_changed_without_script() {
    let (sandbox, server) = office();
    let Some(user) = user(&server, "nl") else { return };
    user.script(false);
    change_the_handler_of_eight(&user);
    assert_eq!(handled_by(&sandbox, "Ekster"), numbers(1..=8));
    // One checkbox stands for the whole page.
    user.click("Belemmeringen");
    user.tick("Alles op deze pagina (12)");
    user.click("Aangevinkte wijzigen");
    assert_eq!(user.heading(), "Belemmeringen wijzigen (12)");
}

/// Presses the tab key until this element has the focus.
#[track_caller]
fn tab_to(user: &User, selector: &str) {
    for _ in 0..200 {
        user.keys(TAB);
        if user.eval_bool(&format!("document.activeElement.matches('{selector}')")) {
            return;
        }
    }
    panic!("the tab key never comes to {selector}");
}

#[track_caller]
fn press_enter(user: &User) {
    user.mark_page();
    user.keys(ENTER);
    user.wait_for_next_page();
}

#[test]
fn the_handler_of_eight_obstacles_is_changed_with_the_keyboard_alone() {
    let (sandbox, server) = office();
    let Some(user) = user(&server, "nl") else { return };
    user.view(1280, 900, false);
    user.click("Belemmeringen");
    // The newest come first.
    for number in (5..=12).rev() {
        tab_to(&user, &format!(".tick input[value=\"B-{number:03}\"]"));
        // The bar at the top of the window does not hide what has the focus.
        let is_visible = "(() => {
            const box = document.activeElement.getBoundingClientRect();
            return box.top >= document.querySelector('.ticks').getBoundingClientRect().bottom;
        })()";
        assert!(user.eval_bool(is_visible), "{number}");
        user.keys(SPACE);
    }
    assert_eq!(user.eval_string("document.querySelector('.ticked').innerText"), "Aangevinkt: 8");
    tab_to(&user, ".ticks-end button");
    press_enter(&user);
    assert_eq!(user.heading(), "Belemmeringen wijzigen (8)");
    tab_to(&user, "#change-handler");
    user.keys("Ekster");
    tab_to(&user, "#change-publishable");
    user.keys(DOWN);
    tab_to(&user, "#change button");
    press_enter(&user);
    tab_to(&user, "#save button");
    press_enter(&user);
    assert_eq!(handled_by(&sandbox, "Ekster"), numbers(5..=12));
    assert!(user.notices().contains("8 belemmeringen gewijzigd."), "{}", user.notices());
}

#[test]
fn the_script_ticks_a_page_and_a_range_and_counts_them() {
    let (_sandbox, server) = office();
    let Some(user) = user(&server, "nl") else { return };
    user.click("Belemmeringen");
    let count = || user.eval_string("document.querySelector('.ticked').innerText");
    let all = "Alles op deze pagina (12)";
    user.tick(all);
    assert_eq!(count(), "Aangevinkt: 12");
    user.tick("Aanvinken B-003");
    assert_eq!(count(), "Aangevinkt: 11");
    assert!(user.eval_bool("document.querySelector('[data-all]').indeterminate"));
    user.tick(all);
    user.tick(all);
    assert_eq!(count(), "");
    user.tick("Aanvinken B-010");
    user.eval(
        "document.querySelector('.tick input[value=\"B-007\"]')
            .dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true }))",
    );
    assert_eq!(count(), "Aangevinkt: 4");
    user.click("Aangevinkte wijzigen");
    assert_eq!(user.address(), "/obstacles/edit?records=B-010%2CB-009%2CB-008%2CB-007");
    // Going back keeps what was ticked, or ticks nothing: the count says which.
    user.back();
    user.wait_until("location.pathname === '/obstacles' && document.readyState === 'complete'");
    let ticked = user.eval_string("document.querySelectorAll('.tick input:checked').length");
    assert_eq!(count(), if ticked == "0" { String::new() } else { format!("Aangevinkt: {ticked}") });
}
