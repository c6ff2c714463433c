//! Tests how pages work for the people who read them. Each obstacle is shown with its own answer, links within a page
//! lead to the right record, the skip link works, and long words fit a small screen.

use crate::common::browser_pool::pooled_browser;
use crate::common::sample_pages::{LANGUAGES, save_page, varied_register};
use crate::common::{Row, Sandbox};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;

#[derive(Debug, Deserialize)]
struct Article {
    id: String,
    heading: String,
    values: BTreeMap<String, String>,
}

const ARTICLES: &str = "
    const value = (dd) => dd.children.length && dd.querySelector('p')
        ? [...dd.children].map((paragraph) => paragraph.textContent).join('\\n')
        : dd.textContent;
    return [...document.querySelectorAll('article')].map((article) => ({
        id: article.id,
        heading: (article.closest('details') ?? article).querySelector('h2, h3').textContent,
        values: Object.fromEntries([...article.querySelectorAll('dl > div')].map((pair) => {
            return [pair.querySelector('dt').textContent, value(pair.querySelector('dd'))];
        })),
    }));
";

/// The attributes that a page shows for an obstacle. Each has its name, its Dutch label, its English label, and whether
/// the page shows the value as stored. (Pages show codes as labels, and format dates.)
const SHOWN: &[(&str, &str, &str, bool)] = &[
    ("question", "vraag", "question", true),
    ("analysis", "analyse", "analysis", true),
    ("answer", "antwoord", "answer", true),
    ("ministry", "ministerie", "ministry", true),
    ("involved", "betrokken", "involved", true),
    ("region", "regio", "region", false),
    ("initiative", "initiatief", "initiative", true),
    ("care_domain", "zorgdomein", "care domain", false),
    ("theme", "thema", "theme", false),
    ("nature", "aard", "nature", false),
    ("status", "status", "status", false),
    ("resolution", "oplossing", "resolution", false),
    ("reason", "reden", "reason", true),
    ("rule_change", "regelwijziging", "rule change", true),
    ("duplicate_of", "dubbel van", "duplicate of", true),
    ("received", "ontvangen", "received", false),
    ("answered", "beantwoord", "answered", false),
    ("solved", "opgelost", "solved", false),
    ("closed", "afgesloten", "closed", false),
    ("laws", "wet- en regelgeving", "laws", false),
    ("factsheets", "factsheets", "factsheets", true),
    ("schemes", "regelingen", "schemes", true),
    ("provenance", "herkomst", "provenance", false),
    ("provenance_note", "toelichting herkomst", "provenance note", true),
    ("closed_as", "afgesloten als", "closed as", false),
    ("precedents", "precedenten", "precedents", true),
];

/// Maps each label that a page should show for an obstacle to the value, or to `None` if the page converts the value.
fn expected(row: &Row, lang: &str) -> BTreeMap<String, Option<String>> {
    let given = SHOWN.iter().filter(|(column, ..)| !row[*column].is_empty());
    given
        .map(|(column, nl, en, as_it_is)| {
            let lines: Vec<&str> = row[*column].lines().filter(|line| !line.trim().is_empty()).collect();
            ((if lang == "nl" { *nl } else { *en }).to_owned(), as_it_is.then(|| lines.join("\n")))
        })
        .collect()
}

#[test]
fn the_overview_has_every_obstacle_with_its_answer_and_all_public_values() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    let rows = sandbox.rows("export obstacles");
    // The register has 76 obstacles that are not void: 70 from the demonstration and 6 others.
    assert_eq!(rows.len(), 76);
    for lang in LANGUAGES {
        browser.open(&save_page(&sandbox, lang, "report overview").path);
        let mut articles: Vec<Article> = serde_json::from_value(browser.run(ARTICLES)).unwrap();
        articles.retain(|article| article.id.starts_with("B-"));
        assert_eq!(articles.len(), rows.len());
        for (article, row) in articles.iter().zip(&rows) {
            assert_eq!(article.id, row["number"]);
            assert_eq!(article.heading, format!("{} {}", row["number"], row["title"]));
            let expected = expected(row, lang);
            let labels: Vec<&String> = article.values.keys().collect();
            assert_eq!(labels, expected.keys().collect::<Vec<_>>(), "{}", article.id);
            for (label, value) in expected {
                if let Some(value) = value {
                    assert_eq!(article.values[&label], value, "{}: {label}", article.id);
                }
            }
        }
        let first = &articles[0].values;
        let (label, day) = if lang == "nl" { ("ontvangen", "08-09-2015") } else { ("received", "8 September 2015") };
        assert_eq!((rows[0]["received"].as_str(), first[label].as_str()), ("2015-09-08", day));
    }
}

#[test]
fn the_address_of_an_obstacle_scrolls_to_it_and_highlights_it() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    let path = save_page(&sandbox, "nl", "report overview --nature funding").path;
    for dark in [false, true] {
        browser.view(390, 800, dark);
        browser.open_at(&format!("file://{}#B-072", path.display()));
        browser.open_at(&format!("file://{}#B-071", path.display()));
        let place = browser.run(
            "const target = document.querySelector(':target');
             const other = document.querySelector('article:not(:target)');
             const ground = (element) => getComputedStyle(element).backgroundColor;
             const { top } = target.closest('details').getBoundingClientRect();
             return [target.id, top >= 0 && top < innerHeight / 2, ground(target) !== ground(other)];",
        );
        assert_eq!(place, serde_json::json!(["B-071", true, true]));
        // Following a link opens the record and leaves the other records folded.
        let open = browser
            .run("return [...document.querySelectorAll('details[open]')].map((it) => it.querySelector('article').id);");
        assert_eq!(open, serde_json::json!(["B-071"]));
        assert_eq!(browser.violations(), [""; 0]);
    }
}

#[test]
fn the_overview_shows_only_the_names_of_records_until_they_are_opened() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    browser.view(1280, 900, false);
    browser.open(&save_page(&sandbox, "nl", "report overview").path);
    let state = "
        const [record] = [...document.querySelectorAll('details')].filter((it) => it.querySelector('#B-012'));
        return [record.querySelector('summary').innerText, record.open, record.querySelector('dl').checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })];";
    let folded = browser.run(state);
    assert_eq!((&folded[1], &folded[2]), (&false.into(), &false.into()), "{folded}");
    assert!(folded[0].as_str().unwrap().starts_with("B-012 "), "{folded}");
    // All records together would make this page several times as long.
    let height = browser.run("return document.documentElement.scrollHeight").as_f64().unwrap();
    assert!(height < 24_000.0, "{height}");
    browser.run("document.querySelector('details:has(#B-012) summary').click();");
    let opened = browser.run(state);
    assert_eq!((&opened[1], &opened[2]), (&true.into(), &true.into()), "{opened}");
}

#[test]
fn a_link_within_a_page_leads_to_the_record_that_it_names() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    browser.open(&save_page(&sandbox, "en", "report overview").path);
    // For each link, read its text, its target and the record that contains the link. No record may contain a link to
    // itself.
    let links = browser.run(
        r##"return [...document.querySelectorAll('main a[href^="#"]')].map((link) => {
            const target = document.querySelector(link.hash);
            const { tagName } = target;
            const { textContent } = target.closest('details') ?? target;
            return [link.textContent, link.hash.slice(1), tagName, textContent.trim().startsWith(link.textContent),
                link.closest('[id]').id];
        });"##,
    );
    let links: Vec<(String, String, String, bool, String)> = serde_json::from_value(links).unwrap();
    assert!(links.len() > 100, "{}", links.len());
    for (text, hash, element, begins, within) in &links {
        let expected = if text.starts_with("S-") { "TR" } else { "ARTICLE" };
        assert_eq!((text, element.as_str(), *begins), (hash, expected, true));
        assert_ne!(within, hash);
    }
    for (text, within) in [("F-01", "B-009"), ("B-012", "B-076"), ("B-019", "B-076"), ("B-012", "B-075")] {
        assert!(links.iter().any(|link| link.0 == text && link.4 == within), "{text} in {within}");
    }
}

#[test]
fn the_first_tab_stop_skips_the_contents() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    for (lang, words) in [("nl", "Naar de inhoud"), ("en", "Skip to the content")] {
        browser.view(390, 800, false);
        browser.open(&save_page(&sandbox, lang, "report overview").path);
        let before = browser.run(
            "const skip = document.querySelector('a[href], button, [tabindex]');
             const { right } = skip.getBoundingClientRect();
             return [skip.textContent, right < 0, location.hash, scrollY];",
        );
        assert_eq!(before, serde_json::json!([words, true, "", 0]));
        // The skip link becomes visible on focus, and activating it skips the table of contents.
        let after = browser.run(
            "const skip = document.querySelector('a[href]');
             skip.focus();
             const { left, right, top, bottom } = skip.getBoundingClientRect();
             const seen = left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight && bottom - top >= 16;
             const outline = getComputedStyle(skip).outlineStyle;
             skip.click();
             const { top: from } = document.getElementById('content').getBoundingClientRect();
             return [seen, outline, location.hash, Math.abs(from) < 2, scrollY > 0];",
        );
        assert_eq!(after, serde_json::json!([true, "solid", "#content", true, true]));
    }
}

#[test]
fn long_words_do_not_make_a_page_wider_than_the_screen() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = Sandbox::new();
    // `word` is wider than the screen. `address` has no place where a browser would normally break a line.
    let word = "Meervoudigebeperkingenwetgevingsuitvoeringsregelingsbesluitwijzigingsvoorstelbijlage";
    let address = format!("https://example.nl/{}", "abcdefgh".repeat(20));
    sandbox.write("themes.csv", format!("code,nl,en\nlang,{word},{word}\n"));
    sandbox.write(
        "obstacles.csv",
        format!(
            "title,question,answer,initiative,ministry,theme,nature,status,resolution,reason,rule_change,laws,received,solved\n\
             {word},Zie {address},{address},{word},OCW,lang,funding,solved,within-rules,{word},{word},own-rule: {word},2018-01-02,2018-06-02\n"
        ),
    );
    for command in [
        "import themes themes.csv",
        "import obstacles obstacles.csv",
        &format!("factsheet add '{word}' --summary '{word}' --url '{address}'"),
        "edit 1 --factsheet F-01",
        &format!("contact call 1 --with '{word}' --note '{address}'"),
        &format!("publication add '{word}' --nl '{word}' --en '{word}' --since 2018-01-01 --until 2018-12-31"),
        &format!("figure add --publication '{word}' --measure collected --value 1 --quote '{word}'"),
    ] {
        sandbox.run(command).ok();
    }
    let mut found = Vec::new();
    for command in [
        "report overview",
        &format!("report overview --theme lang --law 'own-rule: {word}'"),
        "show 1",
        "show F-01",
        "reconcile --explain",
        &format!("search '{word}'"),
        "history",
        "history 1",
    ] {
        let page = save_page(&sandbox, "nl", command);
        browser.open(&page.path);
        for width in [390, 320] {
            browser.view(width, 800, false);
            let wide = browser.run("return document.documentElement.scrollWidth");
            if wide != width {
                found.push(format!("{}: {wide} on {width}", page.name));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Finds lines of text on a page that begin with the separator between two values.
const LINES_WITH_SEPARATOR: &str = "
    const found = [];
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    let parts = 0;
    while (walker.nextNode()) {
        const text = walker.currentNode;
        const before = text.previousSibling;
        if (!text.data.startsWith(';') || before?.nodeName !== 'A') continue;
        parts += 1;
        const range = document.createRange();
        range.setStart(text, 0);
        range.setEnd(text, 1);
        if (range.getBoundingClientRect().left < [...before.getClientRects()].at(-1).right - 1) {
            found.push(`${before.textContent} in ${before.parentElement.textContent}`);
        }
    }
    // Each long value is on a line of its own, so it needs no separators.
    const own = document.querySelectorAll('.line').length;
    return parts > 5 && own > 50 ? found : [`${parts} are parted and ${own} have a line`];
";

#[test]
fn no_line_begins_with_a_separator() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    browser.open(&save_page(&sandbox, "nl", "report overview").path);
    let mut found = Vec::new();
    for width in [1280, 390, 320] {
        browser.view(width, 800, false);
        let lines: Vec<String> = serde_json::from_value(browser.run(LINES_WITH_SEPARATOR)).unwrap();
        found.extend(lines.iter().map(|line| format!("{width} wide: {line}")));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_page_is_rendered_completely_on_a_small_screen() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    let image = sandbox.path("list.png");
    for dark in [false, true] {
        browser.view(390, 800, dark);
        browser.open(&save_page(&sandbox, "nl", "list").path);
        browser.screenshot(&image);
        // A PNG file stores its width and height at offset 16.
        let bytes = fs::read(&image).unwrap();
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        let high = browser.run("return document.documentElement.scrollHeight").as_u64().unwrap();
        assert_eq!((&bytes[1..4], number(16), u64::from(number(20))), (&b"PNG"[..], 390, high));
        // The page has 76 rows, and each is at least 24 pixels high.
        assert!(high > 76 * 24, "{high}");
        let ground = browser.run("return getComputedStyle(document.documentElement).backgroundColor");
        assert_eq!(ground, if dark { "rgb(18, 22, 27)" } else { "rgb(255, 255, 255)" });
    }
}

#[test]
fn records_separated_by_commas_have_one_page_with_their_numbers_in_the_heading() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    for command in ["show B-071,B-076", "show b71 76", "show '71;B-76'"] {
        browser.open(&save_page(&sandbox, "nl", command).path);
        let called = browser.run("return [document.title, document.querySelector('h1').textContent]");
        assert_eq!(called, serde_json::json!(["B-071, B-076", "B-071, B-076"]), "{command:?}");
        assert_eq!(browser.violations(), [""; 0]);
    }
}

#[test]
fn records_of_several_kinds_are_shown_on_one_page() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    browser.open(&save_page(&sandbox, "nl", "show B-071 S-01").path);
    let ids = browser.run("return [...document.querySelectorAll('article')].map(({ id }) => id)");
    assert_eq!(ids, serde_json::json!(["B-071", "S-01"]));
}
