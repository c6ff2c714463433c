//! Every page is accessible, runs no script, requests nothing from the network and fits a small screen.

use crate::common::Sandbox;
use crate::common::browser::Browser;
use crate::common::browser_pool::pooled_browser;
use crate::common::sample_pages::{SavedPage, save_all_pages, save_page, save_publication, varied_register};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;

/// JavaScript that finds errors in the HTML structure of a page.
const STRUCTURE_ERRORS: &str = r##"
    const faults = [];
    const excerpt = (element) => element.outerHTML.slice(0, 120);
    for (const element of document.querySelectorAll('*')) {
        if (['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'FORM', 'BASE', 'IMG', 'VIDEO', 'AUDIO'].includes(element.tagName)) {
            faults.push(`it must not be there: ${excerpt(element)}`);
        }
        for (const { name, value } of element.attributes) {
            const loads = ['src', 'srcset', 'data', 'action', 'formaction', 'ping', 'poster', 'background', 'xlink:href'];
            if (name === 'style' || name.startsWith('on') || loads.includes(name)) {
                faults.push(`${name} must not be there: ${excerpt(element)}`);
            }
            const icon = element.matches('link[rel=icon]') && value === 'data:,';
            if (name === 'href' && !icon && !/^(https?:\/\/[^\s"<>]+|#[^\s"<>]+)$/.test(value)) {
                faults.push(`it leads elsewhere: ${excerpt(element)}`);
            }
        }
    }
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    for (const id of ids.filter((id, at) => ids.indexOf(id) !== at)) faults.push(`two are called ${id}`);
    for (const link of document.querySelectorAll('a[href^="#"]')) {
        if (!document.getElementById(decodeURIComponent(link.hash.slice(1)))) faults.push(`it leads nowhere: ${excerpt(link)}`);
    }
    let level = 0;
    for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
        const own = Number(heading.tagName[1]);
        if (own > level + 1 || (own === 1 && level > 0)) faults.push(`level ${own} follows ${level}: ${excerpt(heading)}`);
        level = own;
    }
    const h1 = document.querySelector('h1');
    if (!h1 || !h1.textContent.trim() || document.title !== h1.textContent) faults.push(`it is called ${document.title}`);
    const first = document.querySelector('a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]');
    if (first.getAttribute('href') !== '#content') faults.push(`the keyboard comes to this first: ${excerpt(first)}`);
    if (document.getElementById('content').tagName !== 'MAIN') faults.push('the skip link does not lead to the content');
    const led = [...document.querySelectorAll('nav a')].map((link) => document.querySelector(link.hash).textContent);
    const headings = [...document.querySelectorAll('main h2[id]')].map((heading) => heading.textContent);
    if (headings.length > 1 && led.join() !== headings.join()) faults.push(`the contents are ${led}`);
    return faults;
"##;

/// JavaScript that finds visible elements that do not fit the screen. It skips tables, because they scroll. In tables,
/// lists of values and the table of contents, it also finds links that are too small to touch.
const LAYOUT_ERRORS: &str = r"
    const faults = [];
    const excerpt = (element) => element.outerHTML.slice(0, 120);
    if (document.documentElement.scrollWidth > innerWidth) faults.push(`it is ${document.documentElement.scrollWidth} wide`);
    for (const element of document.querySelectorAll('body *')) {
        if (element.closest('.skip, .unseen, defs') || element.parentElement.closest('.scroll')) continue;
        const { left, right, width } = element.getBoundingClientRect();
        if (width > 0 && (left < -0.5 || right > innerWidth + 0.5)) {
            faults.push(`it is from ${left} to ${right}: ${excerpt(element)}`);
        }
    }
    for (const link of document.querySelectorAll('td a, th a, dd a, nav a')) {
        const { width, height } = link.getBoundingClientRect();
        if (width < 24 || height < 24) faults.push(`it is ${width} by ${height}: ${excerpt(link)}`);
    }
    return faults;
";

const DECLARED: &str = "
    const metas = [...document.querySelectorAll('meta[http-equiv]')].map((meta) => `${meta.httpEquiv}: ${meta.content}`);
    const style = [...document.querySelectorAll('style')].map((style) => style.textContent).join('');
    return [document.documentElement.lang, metas.join(), style, getComputedStyle(document.body).maxWidth];
";

fn lines(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
}

fn faults(browser: &Browser, page: &SavedPage, lang: &str, views: &[(u32, bool)]) -> Vec<String> {
    let (width, dark) = views[0];
    browser.view(width, 900, dark);
    browser.open(&page.path);
    let mut faults = lines(&browser.run(STRUCTURE_ERRORS));
    let declared = lines(&browser.run(DECLARED));
    let hash = BASE64_STANDARD.encode(Sha256::digest(&declared[2]));
    let policy = format!(
        "Content-Security-Policy: default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; \
         form-action 'none'"
    );
    if declared[0] != lang || declared[1] != policy || declared[3] == "none" {
        faults.push(format!("it says {declared:?}"));
    }
    // Check what is in folded records too.
    browser.run("for (const folded of document.querySelectorAll('details')) folded.open = true;");
    for (width, dark) in views {
        browser.view(*width, 900, *dark);
        let found = browser.violations().into_iter().chain(lines(&browser.run(LAYOUT_ERRORS)));
        faults.extend(found.map(|line| format!("{width} wide, dark {dark}: {line}")));
    }
    browser.view(320, 900, false);
    faults.extend(lines(&browser.run(LAYOUT_ERRORS)).into_iter().map(|line| format!("320 wide: {line}")));
    faults.extend(browser.requests().into_iter().map(|url| format!("asked for {url}")));
    faults.extend(browser.complaints().into_iter().map(|line| format!("the console has {line}")));
    if browser.alerts() {
        faults.push("a dialog is open".to_owned());
    }
    faults.into_iter().map(|fault| format!("{}: {fault}", page.name)).collect()
}

/// Pages that together contain every kind of element. They are checked with every combination in `VIEWS`; all other
/// pages are checked with one combination.
const FOREMOST: &[&str] = &["report overview --nature funding", "show B-012", "reconcile", "publish"];

/// Combinations of a screen width in pixels and a colour scheme, which is dark if the value is `true`.
const VIEWS: [(u32, bool); 4] = [(1280, false), (1280, true), (390, false), (390, true)];

/// Checks all pages in one language, at one screen width and in one colour scheme. The Dutch test uses the wide screen
/// and the light scheme; the English test uses the narrow screen and the dark scheme.
#[track_caller]
fn sweep(lang: &str, view: (u32, bool)) {
    let Some(browser) = pooled_browser() else { return };
    let (sandbox, empty) = (varied_register(), Sandbox::new());
    let mut pages = save_all_pages(&sandbox, lang);
    // In each language, two pages have no row of data: the report on questions, because these obstacles have no
    // vectors, and one more. In Dutch, that is the list of obstacles for a law that no obstacle refers to. In English,
    // it is the output of `check` for a register without errors.
    let is_bare = |page: &&SavedPage| !fs::read_to_string(&page.path).unwrap().contains("</th><td");
    let without: Vec<&str> = pages.iter().filter(is_bare).map(|page| page.name.as_str()).collect();
    let other = if lang == "nl" { "list --law BWBR0099999" } else { "check" };
    assert_eq!(without, ["report questions --since 2018-06-01", other]);
    pages.push(save_page(&empty, lang, "report overview"));
    pages.push(save_page(&empty, lang, "list"));
    pages.push(save_publication(&empty, lang, ""));
    for name in FOREMOST {
        assert!(pages.iter().any(|page| page.name == *name), "{name}");
    }
    let own = [view];
    let seen = |page: &SavedPage| if FOREMOST.contains(&page.name.as_str()) { &VIEWS[..] } else { &own[..] };
    let found: Vec<String> = pages.iter().flat_map(|page| faults(&browser, page, lang, seen(page))).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn dutch_pages_are_accessible_fit_the_screen_and_request_nothing() {
    sweep("nl", (1280, false));
}

#[test]
fn english_pages_are_accessible_fit_the_screen_and_request_nothing() {
    sweep("en", (390, true));
}
