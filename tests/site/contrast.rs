//! High contrast, where the browser replaces the colours of pages; pages without motion; and what is unfolded in print.

use crate::common::Sandbox;
use crate::server::Server;
use crate::user::user;

/// JavaScript that computes a style of the first match of a selector, and what a system colour is.
const STYLES: &str = "
    const style = (selector, name, part) => getComputedStyle(document.querySelector(selector), part)[name];
    const system = (name) => {
        const probe = document.createElement('i');
        probe.style.cssText = `forced-color-adjust:none;color:${name}`;
        document.body.append(probe);
        const color = getComputedStyle(probe).color;
        probe.remove();
        return color;
    };";

#[test]
fn high_contrast_keeps_what_colours_say() {
    let sandbox = Sandbox::demo();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    user.force_colors();
    let holds = |page: &str, script: &str| {
        user.open_at(&format!("{}{page}", server.base));
        let value = user.eval_string(&format!("(() => {{ {STYLES} return `${{{script}}}`; }})()"));
        assert_eq!(value, "true", "{page}: {script}");
    };
    for page in ["/", "/obstacles", "/obstacles/B-012", "/obstacles/B-012/edit"] {
        holds(page, "matchMedia('(forced-colors: active)').matches");
        // The text of a button has a background of its own, which must be that of the button.
        holds(page, "style('button[type=submit]', 'backgroundColor') === system('ButtonFace')");
        holds(page, "style('.places [aria-current]', 'textDecorationLine') === 'underline'");
    }
    holds("/obstacles", "style('.rows .status.solved', 'backgroundColor', '::before') === system('CanvasText')");
    holds("/obstacles/B-012", "style('.steps li', 'backgroundColor', '::after') === system('CanvasText')");
    holds("/obstacles", "style('.filter button', 'color') === system('ButtonText')");
    holds("/obstacles", "(document.querySelector('.rows a').focus(), true)");
    holds("/reports/ministries", "style('.part-1', 'fill') === system('CanvasText')");
    let widths = "['heat-1', 'heat-5'].map((it) => document.querySelector('.' + it)).filter(Boolean)\
        .every((it) => parseFloat(getComputedStyle(it).borderLeftWidth) === (it.className.includes('5') ? 9 : 1))";
    holds("/count?by=theme&by=ministry", widths);
    assert_eq!(user.complaints(), [""; 0]);
}

#[test]
fn nothing_on_a_page_moves() {
    let sandbox = Sandbox::demo();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    // A page without motion needs no setting for readers whom motion makes ill.
    for page in ["/", "/obstacles", "/obstacles/B-012", "/reports", "/obstacles/new"] {
        user.open_at(&format!("{}{page}", server.base));
        let moving = "[...document.querySelectorAll('*')].filter((it) => {
            const style = getComputedStyle(it);
            return parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none' || style.scrollBehavior === 'smooth';
        }).length === 0";
        assert!(user.eval_bool(moving), "{page}");
    }
}

#[test]
fn a_printed_record_has_what_is_folded_on_the_screen() {
    let sandbox = Sandbox::demo();
    sandbox.run("edit B-012 --handler 'J. de Vries' -q").ok();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    user.open_at(&format!("{}/obstacles/B-012", server.base));
    let hidden =
        "[...document.querySelectorAll('.timeline details > :not(summary), .precedent details > :not(summary)')]
        .filter((it) => !it.checkVisibility({ contentVisibilityAuto: true })).length";
    let folded: u32 = user.eval_string(&format!("`${{{hidden}}}`")).parse().unwrap();
    assert!(folded > 0, "the record has folded parts");
    user.show_printed();
    // The browser lays the page out anew with its next frame, after it has answered.
    user.wait_until(&format!("{hidden} === 0"));
}
