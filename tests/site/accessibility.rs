//! Accessibility: axe-core finds no errors on any kind of page, in both languages, both colour schemes and several
//! screen sizes. Every task can be done with the keyboard alone, and each error is announced at its form field.

use crate::common::Sandbox;
use crate::common::sample_pages::varied_register;
use crate::server::Server;
use crate::user::{DOWN, ENTER, SPACE, TAB, User, named_user, user};
use std::path::PathBuf;

const PAGES: &str = "/ /obstacles /obstacles?status=solved&page=2&sort=-received /obstacles?status=nonsense \
    /obstacles?nonsense=1 /obstacles/B-012 /obstacles/B-071 /obstacles/new /obstacles/B-012/edit \
    /obstacles/B-073/analyse /obstacles/B-071/classify /obstacles/B-071/classify?use=B-004 /obstacles/B-071/close /obstacles/B-012/reopen \
    /obstacles/B-012/link /obstacles/B-012/unlink /obstacles/B-012/void /contacts /contacts/C-001 \
    /contacts/new?about=B-012 /contacts/C-001/edit /factsheets /factsheets/F-01 /factsheets/new /schemes \
    /schemes/S-01 /schemes/new /search?q=stage /search?q=zxqzxq /similar /reports /reports/overview \
    /reports/growth /reports/quarter?period=2018-Q1 /reports/totals /reports/laws /count?by=ministry /count?by=theme&by=quarter /reconcile?explain=1 /history \
    /history?records=B-071 \
    /history/3 /import /lists /ministries /ministries/new /ministries/OCW/edit /laws /synonyms /publications \
    /publications/new /figures /figures/P-01 /figures/new /persons /persons?q=zxqzxq /persons/N-02 /persons/N-02/erase /backup /publish \
    /snapshots /receipts /calendar /help /obstacles/B-012/reply /obstacles/B-073/reply /obstacles/B-012/reuse /obstacles/B-012/reuse?for=B-012 /history/3/undo /history/1/undo /reply-templates /reply-templates/T-01 \
    /reply-templates/new /accessibility /nowhere \
    /obstacles?view=Open%20bij%20VWS /views /views/V-01 /views/V-01/edit /views/V-01/void /views/new?ministry=VWS&status=open \
    /obstacles/edit /obstacles/edit?records=B-012,B-071,B-073 \
    /obstacles/edit?records=B-012,B-071,B-073,B-099&handler=Otto&factsheet=F-01 \
    /obstacles/edit?records=B-012,B-071&clear=handler,theme";

/// Saves pictures of the open page in the folder that `RUIMTE_PICTURES` names, if any: on a wide and a narrow screen, in
/// light and dark colours.
fn save_pictures(user: &User, name: &str, lang: &str) {
    let Some(folder) = std::env::var_os("RUIMTE_PICTURES").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    let name: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let name = if name == "-" { "home" } else { name.trim_matches('-') };
    for (width, height) in [(1280, 900), (390, 844)] {
        for (scheme, is_dark) in [("light", false), ("dark", true)] {
            user.view(width, height, is_dark);
            user.screenshot(&folder.join(format!("{name}-{lang}-{width}-{scheme}.png")));
        }
    }
}

/// Checks the open page on a wide, a narrow and a zoomed screen. Some of these checks use dark colours. Returns all
/// errors.
#[track_caller]
fn page_errors(user: &User, name: &str, lang: &str) -> Vec<String> {
    // A width of 640 pixels is that of a wide screen at a zoom of 200 %. The layout should be the same as on a wide
    // screen, so check only one page per kind of content at that width.
    const ENLARGED: &[&str] = &[
        "/obstacles",
        "/obstacles/B-012",
        "/obstacles/new",
        "/reports/overview",
        "/reconcile?explain=1",
        "/history",
        "a conflict",
    ];
    save_pictures(user, name, lang);
    let mut wrong = Vec::new();
    let dark = |width: u32| (width == 390) == (lang == "nl");
    for width in [1280, 390, 640] {
        user.view(width, 900, dark(width));
        let context = format!("{name} in {lang} at {width}");
        // On a wide screen, check most pages in Dutch only. The languages differ only in the length of words, which
        // matters most on a narrow screen.
        if ENLARGED.contains(&name) || width == 390 || (width == 1280 && lang == "nl") {
            wrong.extend(user.violations().into_iter().map(|line| format!("{context}: {line}")));
        }
        let wide: u32 = user.eval_string("document.documentElement.scrollWidth").parse().unwrap();
        if wide > width {
            wrong.push(format!("{context}: it is {wide} wide"));
        }
    }
    user.view(1280, 900, false);
    if user.eval_string("document.documentElement.lang") != lang {
        wrong.push(format!("{name}: it says to be in {}", user.eval_string("document.documentElement.lang")));
    }
    let (title, heading) = (user.title(), user.heading());
    if !title.ends_with(&format!("{heading} – ruimte")) {
        wrong.push(format!("{name} in {lang}: its title is {title}, its heading {heading}"));
    }
    wrong
}

fn all_pages(lang: &str) {
    let sandbox = varied_register();
    sandbox.write("roles", "admin carla\nreader anna\n");
    sandbox.run("view add 'Open bij VWS' --ministry VWS --status open --sort -received --for-all").ok();
    sandbox.run(["reply-template", "add", "Brief", "--text", "Beste lezer,\n\n{{ answer }}"]).ok();
    sandbox.run(["reply-template", "add", "Kort", "--text", "{{ answer }}"]).ok();
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    let Some(carla) = named_user(&server, "carla", lang) else { return };
    let mut wrong = Vec::new();
    for page in PAGES.split(' ') {
        carla.open_at(&format!("{}{page}", server.base));
        wrong.extend(page_errors(&carla, page, lang));
    }
    // Check pages that appear only after a form is sent: a form with errors, an edit conflict, and the answers found
    // for a question.
    carla.open_at(&format!("{}/obstacles/new", server.base));
    carla.eval("document.querySelector('[name=law]').value = 'geen wet'; document.querySelector('[name=ministry]').value = 'OCW'");
    carla.fill(if lang == "nl" { "Titel" } else { "Title" }, "Iets");
    carla.click(if lang == "nl" { "Vastleggen" } else { "Save" });
    assert!(carla.eval_bool("document.querySelector('.notice.wrong')"));
    wrong.extend(page_errors(&carla, "a form with an error", lang));
    carla.open_at(&format!("{}/obstacles/B-012/edit", server.base));
    sandbox.run("edit B-012 --question 'Een andere vraag?'").ok();
    carla.fill(if lang == "nl" { "Vraag" } else { "Question" }, "Mijn vraag?");
    carla.click(if lang == "nl" { "Vastleggen" } else { "Save" });
    assert!(carla.eval_bool("document.querySelector('.theirs')"));
    wrong.extend(page_errors(&carla, "a conflict", lang));
    // A list that is not understood, one that can be imported, and one with errors.
    for (name, list, shown) in [
        ("a list to understand", "Onderwerp;Departement;Status\\nStage;OCW;vervallen\\n", "#mapping .group"),
        ("a list to import", "title;ministry\\nStage;OCW\\n", "#import"),
        ("a list with errors", "title;ministry;received;solved\\nA;OCW;2018-01-10;2017-01-10\\n", ".notice.wrong"),
    ] {
        carla.open_at(&format!("{}/import", server.base));
        carla.eval(&format!(
            "const all = new DataTransfer(); all.items.add(new File([\"{list}\"], 'lijst.csv')); \
             document.querySelector('#file-file').files = all.files"
        ));
        carla.click_button("#file .send button");
        assert!(carla.eval_bool(&format!("document.querySelector('{shown}')")), "{name}: {}", carla.main_text());
        wrong.extend(page_errors(&carla, name, lang));
    }
    carla.open_at(&format!("{}/similar", server.base));
    carla.eval("document.querySelector('[name=text]').value = 'een stage bij twee werkgevers'");
    carla.click_button("main form button");
    assert!(carla.eval_bool("document.querySelector('main .precedent')"));
    wrong.extend(page_errors(&carla, "what was found by a question", lang));
    for page in ["/obstacles/B-071", "/obstacles/B-071/classify"] {
        carla.open_at(&format!("{}{page}", server.base));
        carla.eval("document.querySelector('#find-text').value = 'stage'");
        carla.click_button(".find-answer button");
        wrong.extend(page_errors(&carla, &format!("what was found at {page}"), lang));
    }
    carla.open_at(&format!("{}/obstacles/edit?records=B-071&handler=Otto", server.base));
    carla.click_button("#save button");
    assert!(carla.eval_bool("document.querySelector('.notice.done .then a')"));
    wrong.extend(page_errors(&carla, "the list after a change", lang));
    drop(carla);
    let Some(anna) = named_user(&server, "anna", lang) else { return };
    anna.open_at(&format!("{}/obstacles/new", server.base));
    wrong.extend(page_errors(&anna, "what she may not do", lang));
    drop(anna);
    drop(server);
    let server = Server::start(&sandbox, "");
    let Some(stranger) = user(&server, lang) else { return };
    stranger.forget_cookies();
    stranger.open_at(&format!("{}/obstacles", server.base));
    assert_eq!(stranger.heading(), if lang == "nl" { "Niet aangemeld" } else { "Not signed in" });
    wrong.extend(page_errors(&stranger, "not signed in", lang));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn dutch_pages_are_accessible_and_fit_the_screen() {
    all_pages("nl");
}

#[test]
fn english_pages_are_accessible_and_fit_the_screen() {
    all_pages("en");
}

/// Presses Tab until the focus is on the element that matches the JavaScript expression `what`. Panics if any focus on
/// the way is not visible.
#[track_caller]
fn tab_to(user: &User, what: &str) {
    for _ in 0..80 {
        user.keys(TAB);
        assert!(
            user.eval_bool(FOCUS_IS_SEEN),
            "focus is not to be seen at {}",
            user.eval_string("document.activeElement.outerHTML")
        );
        if user.eval_bool(&format!("((it) => {what})(document.activeElement)")) {
            return;
        }
    }
    panic!("the keyboard never comes to {what}");
}

/// Whether the focused element has a visible outline of at least two pixels.
const FOCUS_IS_SEEN: &str = "(() => {
    const it = document.activeElement;
    if (it === document.body) return true;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(it);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !outlineColor.endsWith(', 0)') && it.getClientRects().length > 0;
})()";

fn by_keyboard(with_script: bool) {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    user.script(with_script);
    user.reload();
    tab_to(&user, "it.textContent === 'De eerste belemmering vastleggen'");
    user.mark_page();
    user.keys(ENTER);
    user.wait_for_next_page();
    tab_to(&user, "it.name === 'question'");
    user.keys("Kan dit?");
    tab_to(&user, "it.name === 'title'");
    user.keys("Zonder muis");
    tab_to(&user, "it.name === 'ministry'");
    user.keys(DOWN);
    tab_to(&user, "it.name === 'involved' && it.value === 'VWS'");
    user.keys(SPACE);
    tab_to(&user, "it.type === 'submit' && it.textContent === 'Vastleggen'");
    user.mark_page();
    user.keys(ENTER);
    user.wait_for_next_page();
    assert_eq!(user.address(), "/obstacles/B-001", "{}", user.main_text());
    let row = &sandbox.rows("list --columns title,question,ministry,involved")[0];
    let row: Vec<&str> = ["title", "question", "ministry", "involved"].map(|name| row[name].as_str()).to_vec();
    assert_eq!(row, ["Zonder muis", "Kan dit?", "OCW", "VWS"]);
}

#[test]
fn an_obstacle_can_be_logged_with_the_keyboard_and_the_focus_is_visible() {
    by_keyboard(true);
    by_keyboard(false);
}

#[test]
fn every_focusable_element_shows_its_focus() {
    let sandbox = varied_register();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    for page in "/ /obstacles/B-071 /obstacles/B-012/edit /obstacles?nature=funding&ministry=SZW /reports/totals \
        /history/3"
        .split(' ')
    {
        user.open_at(&format!("{}{page}", server.base));
        let all: usize = user
            .eval_string("[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex=\"0\"]')].filter((it) => it.checkVisibility({ contentVisibilityAuto: true }) && it.tabIndex >= 0).length")
            .parse()
            .unwrap();
        let mut been = std::collections::HashSet::new();
        // Date fields have several tab stops, so allow more key presses than there are fields.
        for _ in 0..all * 3 {
            user.keys(TAB);
            if user.eval_bool("document.activeElement === document.body") {
                break;
            }
            assert!(user.eval_bool(FOCUS_IS_SEEN), "{page}: {}", user.eval_string("document.activeElement.outerHTML"));
            been.insert(user.eval_string("[...document.querySelectorAll('*')].indexOf(document.activeElement)"));
        }
        assert!(been.len() >= all, "{page}: the keyboard comes to {} of {all}", been.len());
    }
}

#[test]
fn an_error_is_announced_links_to_its_field_and_describes_it() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    for with_script in [true, false] {
        user.script(with_script);
        user.open_at(&format!("{}/obstacles/new", server.base));
        // Turn off the browser's own form validation, so that the server has to report the errors.
        user.eval(
            "document.querySelector('#record').noValidate = true; document.querySelector('main details').open = true",
        );
        user.fill("Vraag", "Wat er al stond");
        user.fill("Wet- en regelgeving", "geen wet");
        user.click("Vastleggen");
        assert_eq!(sandbox.rows("list").len(), 0);
        assert_eq!(user.value("Vraag"), "Wat er al stond");
        assert_eq!(user.eval_string("document.querySelector('.notice').getAttribute('role')"), "alert");
        assert_eq!(user.title(), "Fout: Titel – Belemmering vastleggen – ruimte");
        assert_eq!(
            user.eval_string("[...document.querySelectorAll('.notice a')].map((it) => it.textContent)"),
            "Titel,Ministerie,Wet- en regelgeving",
            "in the order of the page"
        );
        for name in ["title", "ministry", "law"] {
            let field = format!("document.querySelector('main [name={name}]')");
            assert_eq!(user.eval_string(&format!("{field}.getAttribute('aria-invalid')")), "true", "{name}");
            let description = user.eval_string(&format!(
                "{field}.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent).join(' ')"
            ));
            assert!(description.contains("Fout:"), "{name}: {description}");
            user.eval(&format!("document.querySelector('.notice a[href=\"#record-{name}\"]').focus()"));
            user.keys(ENTER);
            user.wait_until(&format!("document.activeElement === {field}"));
        }
        assert_eq!(user.eval_string("document.querySelectorAll('[aria-invalid]').length"), "3", "and no other");
        assert!(
            !user.eval_string("document.querySelectorAll('.error')[0].textContent").contains("--"),
            "no option of a command line"
        );
    }
}
