//! The page of reports: a card for each report, with the question that it answers, a small picture and downloads.

use crate::common::Sandbox;
use crate::http_client::{attribute, tags};
use crate::server::Server;

const QUESTIONS: [(&str, &str); 18] = [
    ("/reports/totals", "How much was collected and solved?"),
    ("/reports/ministries", "With which ministries do the obstacles lie?"),
    ("/reports/resolutions", "What kind of obstacles are they, and how were they solved?"),
    ("/reports/growth", "How does the number of obstacles grow?"),
    ("/reports/overview", "What is in the register, all together?"),
    ("/reports/quarter", "What was done in the quarter?"),
    ("/count", "How many obstacles are there by attribute?"),
    ("/reconcile", "Does the register agree with the published figures?"),
    ("/reports/contacts", "How often were there meetings, calls and e-mails?"),
    ("/reports/turnaround", "How long does it take until there is an answer?"),
    ("/reports/spread", "Within how many days did an answer or solution come?"),
    ("/reports/overdue", "Which open obstacles are past their promised day?"),
    ("/reports/factsheets", "Which factsheets answer most often?"),
    ("/reports/gaps", "Which answers still lack a factsheet?"),
    ("/reports/questions", "What is asked most?"),
    ("/reports/unused", "Which factsheets and schemes are not used?"),
    ("/reports/laws", "Which laws and articles are named most often?"),
    ("/reports/citations", "Which provisions does each obstacle cite?"),
];

/// Returns the descriptions of the charts on a page, as screen readers read them.
fn charts(page: &str) -> Vec<&str> {
    let after = page.split(r#"role="img" aria-label=""#).skip(1);
    after.map(|rest| rest.split_once('"').unwrap().0).collect()
}

#[test]
fn every_report_has_a_card_with_its_question_grouped_by_purpose() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "--lang en");
    let page = server.page("/reports");
    let page = page.replace("&#x2f;", "/");
    let cards: Vec<(&str, &str)> = page
        .split("<h3><a href=\"")
        .skip(1)
        .map(|card| card.split_once("</a>").unwrap().0.split_once("\">").unwrap())
        .collect();
    assert_eq!(cards, QUESTIONS);
    // A page has no options.
    assert!(!page.contains("--"), "{page}");
    let (_, main) = page.split_once("<main").unwrap();
    let headings: Vec<&str> = main
        .split("<h2 id=\"")
        .skip(1)
        .map(|heading| heading.split_once("</h2>").unwrap().0.split_once("\">").unwrap().1)
        .collect();
    assert_eq!(headings, ["Totals", "The work", "Answers", "Laws and regulations"]);
}

#[test]
fn a_card_has_the_downloads_of_its_report() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "--lang en");
    let page = server.page("/reports");
    let links: Vec<String> = tags(&page, "a").into_iter().filter_map(|tag| attribute(tag, "href")).collect();
    let downloads: Vec<&String> = links.iter().filter(|link| link.contains("?format=")).collect();
    // There are fifteen reports other than the overview, each in five formats.
    assert_eq!(downloads.len(), 15 * 5, "{downloads:?}");
    for link in downloads.into_iter().filter(|link| link.ends_with("=csv")) {
        let report = link.strip_prefix("/reports/").unwrap().strip_suffix("?format=csv").unwrap();
        assert_eq!(server.page(link), sandbox.run(format!("report {report} --format csv")).ok(), "{link}");
    }
}

#[test]
fn a_card_has_a_small_picture_with_the_numbers_of_its_report() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "--lang en");
    let page = server.page("/reports");
    let pictures = charts(&page);
    // In the order of the cards. The totals are shown as numbers.
    let drawn =
        ["ministries", "resolutions", "growth", "contacts", "turnaround", "spread", "factsheets", "gaps", "laws"];
    assert_eq!(pictures.len(), drawn.len());
    for (report, picture) in drawn.iter().zip(pictures) {
        let page = server.page(&format!("/reports/{report}"));
        let [chart] = charts(&page)[..] else { panic!("{report} has one chart") };
        // A small picture has the first four bars only.
        let bars: Vec<&str> = chart.trim_end_matches('.').split("; ").collect();
        let expected =
            if *report == "growth" { chart.to_owned() } else { format!("{}.", bars[..bars.len().min(4)].join("; ")) };
        assert_eq!(picture, expected, "{report}");
    }
    assert!(page.contains("<dt>obstacles collected</dt><dd>70</dd>"));
    // A picture says how many of its rows it has. That of the ministries has all three.
    let (_, card) = page.split_once("Which factsheets answer most often?").unwrap();
    assert!(card.split_once("</figure>").unwrap().0.contains("<span>The first 4 of 11.</span>"));
    let (_, card) = page.split_once("With which ministries do the obstacles lie?").unwrap();
    assert!(!card.split_once("</figure>").unwrap().0.contains("The first"));
}

#[test]
fn the_cards_of_an_empty_register_have_no_chart() {
    let sandbox = Sandbox::new();
    let server = Server::new(&sandbox, "--lang en");
    let page = server.page("/reports");
    assert_eq!(charts(&page), [""; 0]);
    assert_eq!(page.matches("<h3><a href=").count(), QUESTIONS.len());
}

#[test]
fn only_the_overview_begins_with_a_table_of_contents() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "--lang en");
    let overview = server.page("/reports/overview");
    let (_, contents) = overview.split_once("<nav class=\"contents\" aria-label=\"Parts of this page\">").unwrap();
    let (contents, rest) = contents.split_once("</nav>").unwrap();
    assert!(contents.matches("<li>").count() > 10, "{contents}");
    for link in tags(contents, "a").into_iter().filter_map(|tag| attribute(tag, "href")) {
        assert!(rest.contains(&format!("id=\"{}\"", link.strip_prefix('#').unwrap())), "{link}");
    }
    for path in ["/reports/growth", "/history", "/reconcile"] {
        assert!(!server.page(path).contains("class=\"contents\""), "{path}");
    }
}

#[test]
fn the_page_of_a_report_has_its_question_below_its_name() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "--lang en");
    for (path, question) in QUESTIONS.iter().filter(|(path, _)| path.starts_with("/reports/")) {
        let page = server.page(path);
        let (_, after) = page.split_once("</h1>").unwrap();
        assert!(after.trim_start().starts_with(&format!("<p>{question}</p>")), "{path}");
    }
    // A file has no question.
    assert!(!sandbox.run("report totals --format html").ok().contains("How much was collected and solved?"));
}

#[test]
fn what_is_overdue_has_a_bar_for_each_obstacle() {
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW --received 2026-01-01 --due 2026-02-01 -q").ok();
    sandbox.run("log Twee --ministry OCW --received 2026-01-01 --due 2026-02-11 -q").ok();
    let server = Server::new(&sandbox, "--lang en");
    let page = server.page("/reports/overdue?reference-date=2026-02-21");
    let expected = "Bar chart. B-001 · Een: days overdue 20; B-002 · Twee: days overdue 10.";
    assert_eq!(charts(&page), [expected]);
}
