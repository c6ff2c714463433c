//! Hostile text in any field is shown as plain text on every page. It runs no script, requests nothing, becomes no link
//! and hides no other text.

use crate::common::Sandbox;
use crate::common::browser_pool::pooled_browser;
use crate::common::sample_pages::{LANGUAGES, SavedPage, save_page, save_publication};
use serde::Deserialize;

/// Text that attacks a page in several ways. It tries to close the HTML attribute or element that contains it, to run
/// as a script or a template, and to reverse or erase the text that follows it.
const HOSTILE: &str = "\"><img src=x onerror=alert(1)><script>alert(1)</script></style><script>alert(2)</script></title>\
    <svg onload=alert(3)>{{7*7}}{% raw %}{#&lt;b&gt;<!-- ' onmouseover='alert(4) javascript:alert(5) \
    \u{202e}gnol\u{1b}[31m\u{7}\u{9b}\u{feff}";
/// The text that a page should show for `HOSTILE`.
const SEEN: &str = "\"><img src=x onerror=alert(1)><script>alert(1)</script></style><script>alert(2)</script></title>\
    <svg onload=alert(3)>{{7*7}}{% raw %}{#&lt;b&gt;<!-- ' onmouseover='alert(4) javascript:alert(5) \
    <U+202E>gnol<U+001B>[31m<U+0007><U+009B><U+FEFF>";

/// Hostile text that begins with a made-up word, which contains `mark`. Tests search pages for that word.
fn typed(mark: &str) -> String {
    format!("zq{mark}{HOSTILE}")
}

/// Hostile text for a field that takes several values. It has no semicolon, because the text would be split there, and
/// no U+FEFF, because the program removes that character from a legal source.
fn one(mark: &str) -> String {
    typed(mark).replace([';', '\u{feff}'], "")
}

fn cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[track_caller]
fn import(sandbox: &Sandbox, kind: &str, values: &[(&str, &str)]) {
    let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
    let cells: Vec<String> = values.iter().map(|(_, text)| cell(text)).collect();
    sandbox.write("list.csv", format!("{}\n{}\n", names.join(","), cells.join(",")));
    let actor = typed("actor");
    let command = ["import", kind, "list.csv", "--actor", &actor, "--update"];
    // A new register already contains the law in this list, so importing laws needs `--update`.
    sandbox.run(&command[..if kind == "laws" { 6 } else { 5 }]).ok();
}

/// A register with hostile text in every field of every kind of record, and hostile addresses. Its obstacles are
/// solved, overdue or void.
fn hostile_register() -> Sandbox {
    let sandbox = Sandbox::new();
    let code = |kind: &str| format!("zqcode{kind}\"><script>alert(1)<x onclick=alert(1)>{{{{7*7}}}}");
    for kind in ["ministries", "regions", "themes", "natures", "care-domains"] {
        let (nl, en) = (typed(&format!("nl{kind}")), typed(&format!("en{kind}")));
        import(
            &sandbox,
            kind,
            &[("code", &code(kind)), ("nl", &nl), ("en", &en), ("identifier", "javascript:alert(1)//zqidentifier")],
        );
    }
    import(
        &sandbox,
        "laws",
        &[
            ("code", "BWBR0007625"),
            ("nl", &typed("nllaw")),
            ("en", &typed("enlaw")),
            ("identifier", "https://example.nl/\"onmouseover=\"alert(1)\"zqlaw"),
        ],
    );
    let sheet = |mark: &str, url: &str| {
        let (title, summary, body) =
            (typed(&format!("{mark}title")), typed(&format!("{mark}summary")), typed(&format!("{mark}body")));
        let note = typed(&format!("{mark}note"));
        let values = [
            ("title", title.as_str()),
            ("summary", &summary),
            ("body", &body),
            ("url", url),
            ("published", "2018-01-01"),
            ("provenance", "documented"),
            ("provenance_note", &note),
        ];
        import(&sandbox, "factsheets", &values);
    };
    sheet("sheet", "javascript:alert(1)//zqsheeturl");
    sheet("othersheet", "https://example.nl/\"onmouseover=\"alert(1)\"><script>alert(1)</script>zqothersheeturl");
    import(
        &sandbox,
        "schemes",
        &[("title", &typed("scheme")), ("law", "BWBR0007625"), ("url", " JavaScript:alert(1)//zqschemeurl")],
    );
    let obstacle = |mark: &str, rest: &[(&str, &str)]| {
        let marked = |name: &str| typed(&format!("{mark}{name}"));
        let names =
            ["title", "question", "analysis", "answer", "initiative", "reason", "file_number", "provenance_note"];
        let mut texts: Vec<(&str, String)> = names.iter().map(|name| (*name, marked(name))).collect();
        // This answer has two paragraphs, each with hostile text.
        texts[3].1 = format!("{}\n\n{}", marked("answer"), marked("second"));
        texts.push(("rule_change", marked("change")));
        texts.push(("handler", one(&format!("{mark}handler"))));
        let rules = [one(&format!("{mark}rule")), one(&format!("{mark}cao"))];
        texts.push(("laws", format!("own-rule: {}; cao: {}; BWBR0007625 art. 7.2.8", rules[0], rules[1])));
        let mut texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let codes = [code("ministries"), code("regions"), code("themes"), code("natures"), code("care-domains")];
        for (name, code) in ["ministry", "region", "theme", "nature", "care_domain"].iter().zip(&codes) {
            texts.push((name, code));
        }
        texts.extend([("involved", "OCW"), ("schemes", "S-01"), ("provenance", "documented"), ("publishable", "yes")]);
        texts.extend(rest);
        import(&sandbox, "obstacles", &texts);
    };
    let (solved, to_solved) = (("status", "solved"), ("resolution", "within-rules"));
    let days = [("received", "2018-01-02"), ("answered", "2018-01-12"), ("solved", "2018-06-02")];
    obstacle("first", &[&[solved, to_solved, ("factsheets", "F-01")][..], &days].concat());
    obstacle("open", &[("status", "collected"), ("received", "2018-05-02"), ("due", "2018-06-01")]);
    obstacle("gap", &[&[solved, to_solved, ("precedents", "B-001")][..], &days].concat());
    obstacle("gone", &[("status", "collected"), ("received", "2018-05-02")]);
    import(
        &sandbox,
        "contacts",
        &[
            ("kind", "call"),
            ("date", "2018-01-03"),
            ("ministry", &code("ministries")),
            ("party", &typed("party")),
            ("note", &typed("contactnote")),
            ("obstacles", "B-001; B-002"),
            ("persons", &one("person")),
        ],
    );
    import(
        &sandbox,
        "publications",
        &[
            ("code", &code("publications")),
            ("nl", &typed("nlpublication")),
            ("en", &typed("enpublication")),
            ("since", "2018-01-01"),
            ("until", "2018-12-31"),
            ("url", "data:text/html,<script>alert(1)</script>zqpublicationurl"),
        ],
    );
    import(
        &sandbox,
        "figures",
        &[
            ("publication", &code("publications")),
            ("measure", "collected"),
            ("relation", "exactly"),
            ("value", "2"),
            ("quote", &typed("quote")),
            ("locator", &typed("locator")),
        ],
    );
    import(&sandbox, "synonyms", &[("code", "\"><script>alert(1)</script>zqsynonym"), ("means", &one("means"))]);
    for command in [
        &["void", "B-004", "--because", &typed("void")][..],
        &["void", "F-02", "--because", &typed("voidsheet")],
        &[
            "person",
            "edit",
            "N-02",
            "--email",
            &typed("mail"),
            "--phone",
            &typed("phone"),
            "--organisation",
            &typed("organisation"),
        ],
        &["snapshot", "zqsnap\"><script>alert(1)</script>", "--note", &typed("snapnote")],
    ] {
        sandbox.run(command).ok();
    }
    sandbox
}

/// The text of a page, and every element that could run a script, request something or link somewhere.
#[derive(Debug, Deserialize)]
struct Seen {
    text: String,
    title: String,
    elements: Vec<String>,
    attributes: Vec<String>,
    links: Vec<String>,
    labels: Vec<String>,
}

const ALL: &str = "
    const all = [...document.querySelectorAll('*')];
    const sorted = (names) => [...new Set(names)].sort();
    return {
        text: document.body.textContent,
        title: document.title,
        elements: sorted(all.map((element) => element.tagName.toLowerCase())),
        attributes: sorted(all.flatMap((element) => [...element.attributes].map(({ name }) => name))),
        links: [...document.querySelectorAll('[href]')].map((link) => link.getAttribute('href')),
        labels: [...document.querySelectorAll('[aria-label]')].map((element) => element.getAttribute('aria-label')),
    };
";

/// All HTML elements and attributes that the program's own pages use. None of them can run a script or request
/// anything.
const ELEMENTS: &str = "a article body caption circle code dd defs div dl dt figcaption figure footer h1 h2 h3 head header \
    html li line link main meta nav p pattern rect section span style svg table tbody td text tfoot th thead title tr ul wbr";
const ATTRIBUTES: &str = "aria-hidden aria-label aria-labelledby charset class content cx cy data-label focusable height href \
    http-equiv id lang name patternTransform patternUnits r rel role scope tabindex width x x1 x2 y y1 y2";

/// Saves every page. Returns each page with the marks of the hostile texts that the page must show.
fn pages(sandbox: &Sandbox, lang: &str) -> Vec<(SavedPage, Vec<String>)> {
    let vocabulary = |kind: &str| format!("{lang}{kind}");
    let of = |obstacle: &str| -> Vec<String> {
        let names = "title question analysis answer second initiative reason provenance_note change rule cao";
        names.split(' ').map(|name| format!("{obstacle}{name}")).collect()
    };
    let lists = ["regions", "themes", "natures", "care-domains"].map(vocabulary);
    let words = |marks: &str| -> Vec<String> { marks.split_whitespace().map(str::to_owned).collect() };
    let obstacle = |mark: &str, rest: &str| [of(mark), lists.to_vec(), words(rest)].concat();
    let label = |rest: &str| [vec![vocabulary("law")], words(rest)].concat();
    let overview = [
        of("first"),
        of("open"),
        of("gap"),
        lists.to_vec(),
        label("sheettitle quote"),
        vec![vocabulary("publication")],
    ]
    .concat();
    let wanted: Vec<(&str, Vec<String>)> = vec![
        ("report overview", overview.clone()),
        ("report laws", label("firstrule firstcao openrule")),
        ("report gaps", label("gaprule gapcao").into_iter().chain([vocabulary("natures")]).collect()),
        ("report resolutions", vec![vocabulary("natures")]),
        ("report factsheets", words("sheettitle")),
        ("report citations", label("firstrule firstcao")),
        ("report overdue", words("opentitle")),
        ("report unused --status open", words("sheettitle")),
        ("report ministries", Vec::new()),
        ("list", words("firsttitle opentitle gaptitle")),
        ("list --with-void", words("gonetitle void")),
        (
            "show B-001 B-003",
            [obstacle("first", "firstfile_number sheettitle scheme party contactnote"), of("gap")].concat(),
        ),
        ("show B-001 --with-persons", words("firsthandler person")),
        ("show B-004", words("gonetitle void")),
        ("show F-01", words("sheettitle sheetsummary sheetbody sheetnote firsttitle")),
        ("show F-02", words("othersheettitle othersheetsummary othersheetbody voidsheet")),
        ("show S-01", words("scheme")),
        ("show C-001 --with-persons", words("party contactnote person")),
        ("count --by nature,region,theme", ["natures", "regions", "themes"].map(vocabulary).to_vec()),
        ("count --by handler", Vec::new()),
        ("count --by law", label("firstrule firstcao")),
        ("reconcile", [vec![vocabulary("publication")], words("quote")].concat()),
        ("reconcile --explain", [vec![vocabulary("publication")], words("quote")].concat()),
        ("search alert", words("firsttitle opentitle")),
        ("similar 'alert img gnol'", words("firsttitle")),
        ("history --limit 40", words("firsttitle actor")),
        ("history F-01", words("sheettitle sheetsummary sheetbody")),
        ("history B-001 --with-persons", words("firsttitle firstanswer")),
        ("history B-004", words("void")),
        ("contact list --with-persons --columns number,persons,party,note", words("party contactnote person")),
        ("contact list", words("party")),
        ("factsheet list", words("sheettitle")),
        ("scheme list", words("scheme")),
        ("ministry list", words("nlministries enministries")),
        ("region list", words("nlregions enregions")),
        ("law list", words("nllaw enlaw")),
        ("publication list", words("nlpublication enpublication")),
        ("figure list", words("quote locator")),
        ("person list", words("actor firsthandler person mail phone organisation")),
        ("snapshot list", words("snapnote")),
        ("synonym list", words("means")),
        ("export obstacles", of("first")),
        ("check", Vec::new()),
    ];
    // The heading of a filtered page shows the filter, which may contain hostile text.
    let law = format!("own-rule: {}", one("firstrule"));
    let filtered = save_page(sandbox, lang, ["report", "overview", "--law", &law]);
    let mut pages: Vec<(SavedPage, Vec<String>)> =
        wanted.into_iter().map(|(command, marks)| (save_page(sandbox, lang, command), marks)).collect();
    pages.push((filtered, words("firstrule firstanswer")));
    pages.push((save_publication(sandbox, lang, ""), overview));
    pages
}

/// Finds the mark of a hostile text and compares what follows with the expected text. Returns up to 30 characters from
/// the first difference on, or `None` if the mark is missing.
fn first_difference(text: &str, mark: &str, expected: &str) -> Option<String> {
    let (_, behind) = text.split_once(mark)?;
    let expected = &expected[mark.len()..];
    let same = behind.chars().zip(expected.chars()).take_while(|(one, other)| one == other).count();
    Some(behind.chars().skip(same).take(30).collect())
}

#[test]
fn hostile_text_is_shown_as_typed_and_harmless() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = hostile_register();
    let whole = SEEN.to_owned();
    // The function `one` removes semicolons and U+FEFF from texts for fields with several values.
    let parted = SEEN.replace(';', "").replace("<U+FEFF>", "");
    // The program removes invisible characters from the name of a person.
    let named = SEEN.replace("<U+202E>", "").replace("<U+FEFF>", "");
    let named_and_parted = named.replace(';', "");
    // Markdown decodes character references such as `&lt;`.
    let marked = SEEN.replace("&lt;", "<").replace("&gt;", ">");
    let (elements, attributes): (Vec<&str>, Vec<&str>) =
        (ELEMENTS.split_whitespace().collect(), ATTRIBUTES.split_whitespace().collect());
    let mut faults = Vec::new();
    for lang in LANGUAGES {
        for (page, marks) in pages(&sandbox, lang) {
            browser.open(&page.path);
            let mut fault = |text: String| faults.push(format!("{lang}: {:?}: {text}", page.name));
            if browser.alerts() {
                fault("a dialog is open".to_owned());
                continue;
            }
            let seen: Seen = serde_json::from_value(browser.run(ALL)).unwrap();
            browser.requests().into_iter().for_each(|url| fault(format!("asked for {url}")));
            browser.complaints().into_iter().for_each(|line| fault(format!("the console has {line}")));
            for name in seen.elements.iter().filter(|name| !elements.contains(&name.as_str())) {
                fault(format!("an element {name}"));
            }
            for name in seen.attributes.iter().filter(|name| !attributes.contains(&name.as_str())) {
                fault(format!("an attribute {name}"));
            }
            for link in &seen.links {
                let is_page = ["https://", "#"].iter().any(|begin| link.starts_with(begin));
                if link != "data:," && !is_page {
                    fault(format!("leads to {link}"));
                }
            }
            for mark in &marks {
                let expected =
                    [&whole, &parted, &named, &named_and_parted, &marked].map(|rest| format!("zq{mark}{rest}"));
                if !expected.iter().any(|text| seen.text.contains(text)) {
                    fault(format!(
                        "zq{mark} is there as {:?}",
                        first_difference(&seen.text, &format!("zq{mark}"), &expected[0])
                    ));
                }
            }
            for text in seen.labels.iter().chain([&seen.text, &seen.title]) {
                let acts = |letter: char| {
                    matches!(letter, '\u{202e}' | '\u{1b}' | '\u{7}' | '\u{9b}' | '\u{feff}') || letter == '\0'
                };
                if text.contains(acts) {
                    fault(format!("a character that acts in {:?}", text.chars().take(60).collect::<String>()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
