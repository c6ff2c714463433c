//! Every kind of page can be reached and read by anybody: axe-core finds nothing on it in either language, in light and dark, on a wide
//! and a narrow screen and enlarged twice; the keyboard alone does all that is done; and what goes wrong is told where it went wrong.

use crate::common::Sandbox;
use crate::common::sample_pages::varied_register;
use crate::server::Server;
use crate::user::{DOWN, ENTER, Hand, SPACE, TAB, hand, hand_of};

/// Every kind of page.
const PAGES: &str = "/obstacles /obstacles?status=solved&page=2&sort=-received /obstacles?status=nonsense \
    /obstacles?nonsense=1 /obstacles/B-012 /obstacles/B-071 /obstacles/new /obstacles/B-012/edit \
    /obstacles/B-073/analyse /obstacles/B-071/classify /obstacles/B-071/close /obstacles/B-012/reopen \
    /obstacles/B-012/link /obstacles/B-012/unlink /obstacles/B-012/void /contacts /contacts/C-001 \
    /contacts/new?about=B-012 /contacts/C-001/edit /factsheets /factsheets/F-01 /factsheets/new /schemes \
    /schemes/S-01 /schemes/new /search?q=stage /search?q=zxqzxq /similar /reports /reports/overview \
    /reports/growth /reports/laws /count?by=ministry /reconcile?explain=1 /history /history?records=B-071 \
    /history/3 /lists /ministries /ministries/new /ministries/OCW/edit /laws /synonyms /publications \
    /publications/new /figures /figures/P-01 /figures/new /accessibility /nowhere";

/// Goes over the page that is open: wide, narrow, and enlarged twice, once of these in dark colours.
#[track_caller]
fn goes_over(hand: &Hand, name: &str, lang: &str) -> Vec<String> {
    // Enlarged twice a page has the layout of a wide one: each kind of thing that stands on one is looked at once more.
    const ENLARGED: &[&str] = &[
        "/obstacles",
        "/obstacles/B-012",
        "/obstacles/new",
        "/reports/overview",
        "/reconcile?explain=1",
        "/history",
        "a conflict",
    ];
    let mut wrong = Vec::new();
    let dark = |width: u32| (width == 390) == (lang == "nl");
    for width in [1280, 390, 640] {
        hand.view(width, 900, dark(width));
        let told = format!("{name} in {lang} at {width}");
        // The two languages look the same: in English each is looked at narrow, which is where words of another length matter.
        if ENLARGED.contains(&name) || width == 390 || (width == 1280 && lang == "nl") {
            wrong.extend(hand.violations().into_iter().map(|line| format!("{told}: {line}")));
        }
        let wide: u32 = hand.word("document.documentElement.scrollWidth").parse().unwrap();
        if wide > width {
            wrong.push(format!("{told}: it is {wide} wide"));
        }
    }
    hand.view(1280, 900, false);
    if hand.word("document.documentElement.lang") != lang {
        wrong.push(format!("{name}: it says to be in {}", hand.word("document.documentElement.lang")));
    }
    let (title, heading) = (hand.title(), hand.heading());
    if !title.ends_with(&format!("{heading} – ruimte")) {
        wrong.push(format!("{name} in {lang}: its title is {title}, its heading {heading}"));
    }
    wrong
}

fn all_pages(lang: &str) {
    let sandbox = varied_register();
    sandbox.write("roles", "admin carla\nreader anna\n");
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    let Some(carla) = hand_of(&server, "carla", lang) else { return };
    let mut wrong = Vec::new();
    for page in PAGES.split(' ') {
        carla.open_at(&format!("{}{page}", server.base));
        wrong.extend(goes_over(&carla, page, lang));
    }
    // A form that was not right, one that somebody else was before, and what was found by a question.
    carla.open_at(&format!("{}/obstacles/new", server.base));
    carla.look("document.querySelector('[name=law]').value = 'geen wet'; document.querySelector('[name=ministry]').value = 'OCW'");
    carla.fill(if lang == "nl" { "Titel" } else { "Title" }, "Iets");
    carla.click(if lang == "nl" { "Vastleggen" } else { "Save" });
    assert!(carla.is("document.querySelector('.notice.wrong')"));
    wrong.extend(goes_over(&carla, "a form with an error", lang));
    carla.open_at(&format!("{}/obstacles/B-012/edit", server.base));
    sandbox.run("edit B-012 --question 'Een andere vraag?'").ok();
    carla.fill(if lang == "nl" { "Vraag" } else { "Question" }, "Mijn vraag?");
    carla.click(if lang == "nl" { "Vastleggen" } else { "Save" });
    assert!(carla.is("document.querySelector('.theirs')"));
    wrong.extend(goes_over(&carla, "a conflict", lang));
    carla.open_at(&format!("{}/similar", server.base));
    carla.look("document.querySelector('[name=text]').value = 'een stage bij twee werkgevers'");
    carla.click_button("main form button");
    assert!(carla.is("document.querySelector('main table')"));
    wrong.extend(goes_over(&carla, "what was found by a question", lang));
    drop(carla);
    let Some(anna) = hand_of(&server, "anna", lang) else { return };
    anna.open_at(&format!("{}/obstacles/new", server.base));
    wrong.extend(goes_over(&anna, "what she may not do", lang));
    drop(anna);
    drop(server);
    let server = Server::start(&sandbox, "");
    let Some(stranger) = hand(&server, lang) else { return };
    stranger.forget_cookies();
    stranger.open_at(&format!("{}/obstacles", server.base));
    assert_eq!(stranger.heading(), if lang == "nl" { "Niet aangemeld" } else { "Not signed in" });
    wrong.extend(goes_over(&stranger, "not signed in", lang));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn axe_core_finds_nothing_on_any_kind_of_page_in_dutch_and_none_is_wider_than_its_screen() {
    all_pages("nl");
}

#[test]
fn axe_core_finds_nothing_on_any_kind_of_page_in_english_and_none_is_wider_than_its_screen() {
    all_pages("en");
}

/// Presses Tab until what has the focus is what is looked for.
#[track_caller]
fn tab_to(hand: &Hand, what: &str) {
    for _ in 0..80 {
        hand.keys(TAB);
        assert!(
            hand.is(FOCUS_IS_SEEN),
            "focus is not to be seen at {}",
            hand.word("document.activeElement.outerHTML")
        );
        if hand.is(&format!("((it) => {what})(document.activeElement)")) {
            return;
        }
    }
    panic!("the keyboard never comes to {what}");
}

/// Whether it can be seen where the keyboard is: by an outline, of two pixels at least, in a colour that is seen.
const FOCUS_IS_SEEN: &str = "(() => {
    const it = document.activeElement;
    if (it === document.body) return true;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(it);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !outlineColor.endsWith(', 0)') && it.getClientRects().length > 0;
})()";

fn by_keyboard(with_script: bool) {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    let Some(hand) = hand(&server, "nl") else { return };
    hand.script(with_script);
    hand.reload();
    tab_to(&hand, "it.textContent === 'Belemmering vastleggen'");
    hand.leave();
    hand.keys(ENTER);
    hand.until_gone();
    tab_to(&hand, "it.name === 'title'");
    hand.keys("Zonder muis");
    tab_to(&hand, "it.name === 'question'");
    hand.keys("Kan dit?");
    tab_to(&hand, "it.name === 'ministry'");
    hand.keys(DOWN);
    tab_to(&hand, "it.name === 'involved' && it.value === 'VWS'");
    hand.keys(SPACE);
    tab_to(&hand, "it.type === 'submit' && it.textContent === 'Vastleggen'");
    hand.leave();
    hand.keys(ENTER);
    hand.until_gone();
    assert_eq!(hand.at(), "/obstacles/B-001", "{}", hand.main());
    let row = &sandbox.rows("list --columns title,question,ministry,involved")[0];
    let row: Vec<&str> =
        ["title", "question", "ministry", "involved"].map(|name| row[name].as_str()).to_vec();
    assert_eq!(row, ["Zonder muis", "Kan dit?", "OCW", "VWS"]);
}

#[test]
fn an_obstacle_is_logged_by_the_keyboard_alone_and_one_sees_where_it_is() {
    by_keyboard(true);
    by_keyboard(false);
}

#[test]
fn all_that_can_have_the_focus_shows_that_it_has() {
    let sandbox = varied_register();
    let server = Server::start(&sandbox, "");
    let Some(hand) = hand(&server, "nl") else { return };
    for page in
        "/obstacles/B-071 /obstacles/B-012/edit /obstacles?nature=funding&ministry=SZW /reports/totals \
        /history/3"
            .split(' ')
    {
        hand.open_at(&format!("{}{page}", server.base));
        let all: usize = hand
            .word("[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex=\"0\"]')].filter((it) => it.checkVisibility({ contentVisibilityAuto: true }) && it.tabIndex >= 0).length")
            .parse()
            .unwrap();
        let mut been = std::collections::HashSet::new();
        // A field of a day has several places for the keyboard.
        for _ in 0..all * 3 {
            hand.keys(TAB);
            if hand.is("document.activeElement === document.body") {
                break;
            }
            assert!(hand.is(FOCUS_IS_SEEN), "{page}: {}", hand.word("document.activeElement.outerHTML"));
            been.insert(hand.word("[...document.querySelectorAll('*')].indexOf(document.activeElement)"));
        }
        assert!(been.len() >= all, "{page}: the keyboard comes to {} of {all}", been.len());
    }
}

#[test]
fn after_an_error_it_is_announced_leads_to_each_field_and_each_says_what_is_wrong_with_it() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    let Some(hand) = hand(&server, "nl") else { return };
    for with_script in [true, false] {
        hand.script(with_script);
        hand.open_at(&format!("{}/obstacles/new", server.base));
        // A browser that does not look after its fields itself, as older ones do not.
        hand.look("document.querySelector('#record').noValidate = true; document.querySelector('main details').open = true");
        hand.fill("Vraag", "Wat er al stond");
        hand.fill("Wet- en regelgeving", "geen wet");
        hand.click("Vastleggen");
        assert_eq!(sandbox.rows("list").len(), 0);
        assert_eq!(hand.value("Vraag"), "Wat er al stond");
        assert_eq!(hand.word("document.querySelector('.notice').getAttribute('role')"), "alert");
        assert_eq!(hand.title(), "Fout: Titel – Belemmering vastleggen – ruimte");
        assert_eq!(
            hand.word("[...document.querySelectorAll('.notice a')].map((it) => it.textContent)"),
            "Titel,Ministerie,Wet- en regelgeving",
            "in the order of the page"
        );
        for name in ["title", "ministry", "law"] {
            let field = format!("document.querySelector('main [name={name}]')");
            assert_eq!(hand.word(&format!("{field}.getAttribute('aria-invalid')")), "true", "{name}");
            let told = hand.word(&format!(
                "{field}.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent).join(' ')"
            ));
            assert!(told.contains("Fout:"), "{name}: {told}");
            hand.look(&format!("document.querySelector('.notice a[href=\"#record-{name}\"]').focus()"));
            hand.keys(ENTER);
            hand.until(&format!("document.activeElement === {field}"));
        }
        assert_eq!(hand.word("document.querySelectorAll('[aria-invalid]').length"), "3", "and no other");
        assert!(
            !hand.word("document.querySelectorAll('.error')[0].textContent").contains("--"),
            "no option of a command line"
        );
    }
}
