//! Every number of a report, of a count and of the quarterly report leads to a list with as many rows.

use crate::common::Sandbox;
use crate::http_client::unescape_html;
use crate::server::Server;
use std::collections::{BTreeMap, BTreeSet};

/// The pages with numbers that are no reports.
const MORE_PAGES: &[&str] = &[
    "/count",
    "/count?by=ministry",
    "/count?by=law",
    "/count?by=solved-quarter",
    "/count?by=factsheet&by=ministry",
    "/count?by=nature&by=status",
    "/reports/quarter?period=2016-Q2",
    "/reports/quarter?period=2018-Q1",
];

const FILTERS: &[&str] = &[
    "",
    "ministry=OCW",
    "lead=VWS&ministry=OCW",
    "status=open",
    "status=collected,in-analysis",
    "status=open&status=solved",
    "resolution=within-rules",
    "without=nature",
    "without=law&without=solved",
    "nature=funding&theme=permanent-leren",
    "measure=collected",
    "measure=collected&measure=open",
    "answered-within=0-14",
    "solved-within=181%2B",
    "with-void=1",
    "with-void=1&without=factsheet",
    "law=BWBR0007625",
    "factsheet=F-01",
    "no-factsheet=1",
    "since=2016-05-01&until=2018-02-01",
    "since=1%20mei%202016",
    "solved-period=2018",
    "overdue=1",
    "reference-date=2018-01-01",
    "as-of=1",
];

const DEMO_FILTERS: &[&str] =
    &["", "ministry=OCW", "theme=permanent-leren&status=open,solved", "measure=collected", "reference-date=2017-06-30"];

/// Obstacles that are easily counted twice or left out: duplicates, articles whose number is the beginning of another,
/// names of rules with commas and capitals, and obstacles without a nature, a law or a day.
const OBSTACLES: &str = "\
number,title,ministry,involved,nature,theme,handler,status,resolution,closed_as,duplicate_of,rule_change,received,due,answered,solved,closed,laws,factsheets
B-001,Een,OCW,VWS; SZW,funding,permanent-leren,,solved,within-rules,,,Ja,2018-01-01,,2018-01-08,2018-01-09,,BWBR0007625 art. 7; BWBR0007625 art. 7.2,F-01
B-002,Twee,OCW,,,,,solved,regional-approach,,,,2018-01-01,,2018-01-09,2018-03-31,,BWBR0007625 art. 7.2 lid 1; BWBR0007625 art. 7.2 lid 2; BWBR0007625,
B-003,Drie,VWS,OCW,funding,,Balie,closed,,duplicate,B-001,Ja,2018-02-01,,,,2018-02-02,BWBR0005290 art. 7:610; CELEX 32016R0679 art. 6,F-02
B-004,Vier,VWS,,own-rule,,,closed,,referred,,,2016-04-02,,2016-04-02,,2016-05-01,\"own-rule: Stages, vakantie en verlof\",
B-005,Vijf,SZW,,own-rule,,,solved,within-rules,,,,,,,2018-02-03,,own-rule: REGEL één; own-rule: Stages,
B-006,Zes,SZW,VWS,,,,solved,within-rules,,,,2016-06-30,,,,,own-rule: regel ÉÉN; own-rule: regel één; own-rule: stages; cao: Cao Zorg & Welzijn,F-01; F-02
B-007,Zeven,OCW,,,,Balie,collected,,,,,1016-05-01,2018-01-01,,,,BWBR0007625 art. 7.2.8,
B-008,Acht,OCW,VWS,funding,,Balie,in-analysis,,,,,2018-03-31,2018-05-01,2018-04-01,,,,F-02
B-009,Negen,VWS,,,,,collected,,,,,,,,,,,
B-010,Tien,OCW,,funding,,,collected,,,,,2018-01-02,,,,,BWBR0007625 art. 7,F-01
B-011,Elf,OCW,SZW,unclear-rule,zorg-en-technologie,,solved,within-rules,,,,2017-01-01,,2017-01-01,2017-07-01,,,
";

fn nasty_register() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run("factsheet add Een -q").ok();
    sandbox.run("factsheet add Twee --published 2018-02-01 -q").ok();
    sandbox.run("factsheet add Drie -q").ok();
    sandbox.write("list.csv", OBSTACLES);
    sandbox.run("import obstacles list.csv").ok();
    for line in [
        "contact meeting 1 2 --on 2016-04-10 -q",
        "contact call 1 3 --on 2018-01-10 -q",
        "contact call 9 --on 2018-01-11 -q",
        "contact email 10 --on 2018-03-31 -q",
        "link B-009 --precedent B-011 -q",
        "void B-010 --because Proef",
        "void F-02 --because Proef",
        "void C-03 --because Proef",
    ] {
        sandbox.run(line).ok();
    }
    sandbox
}

/// A number that leads to a list.
struct Linked {
    number: usize,
    href: String,
}

fn linked_numbers(page: &str) -> Vec<Linked> {
    let (_, main) = page.split_once("<main").unwrap();
    let link = |rest: &str| {
        let (href, rest) = rest.split_once('"')?;
        let (shown, _) = rest.split_once('>')?.1.split_once("</a>")?;
        Some(Linked { number: shown.parse().ok()?, href: unescape_html(href) })
    };
    main.split("<a href=\"").skip(1).filter_map(link).filter(|linked| !linked.href.contains("page=")).collect()
}

fn with_query(path: &str, query: &str) -> String {
    let separator = if path.contains('?') { '&' } else { '?' };
    if query.is_empty() { path.to_owned() } else { format!("{path}{separator}{query}") }
}

/// The pages of all reports, from the page that lists them.
fn report_pages(server: &Server) -> Vec<String> {
    let page = server.page("/reports").replace("&#x2f;", "/");
    let cards = page.split("<h3><a href=\"").skip(1).map(|card| card.split('"').next().unwrap().to_owned());
    cards.filter(|href| href.starts_with("/reports/")).collect()
}

/// Follows every number of the pages with each filter, and returns how many numbers there were.
fn follow_all(sandbox: &Sandbox, filters: &[&str]) -> usize {
    let server = Server::new(sandbox, "--lang en");
    let mut lengths: BTreeMap<String, usize> = BTreeMap::new();
    let mut pages = report_pages(&server);
    assert!(pages.len() > 15, "{pages:?}");
    pages.extend(MORE_PAGES.iter().map(|page| (*page).to_owned()));
    let mut wrong = Vec::new();
    let mut checked = 0;
    for page in &pages {
        for filter in filters {
            let path = with_query(page, filter);
            let response = server.browser("GET", &path).send();
            assert_eq!(response.status, 200, "{path}: {}", response.text());
            for Linked { number, href } in linked_numbers(&response.text()) {
                let length = *lengths.entry(href.clone()).or_insert_with(|| {
                    let list = server.browser("GET", &with_query(&href, "format=json")).send();
                    assert_eq!(list.status, 200, "{path} leads to {href}: {}", list.text());
                    let list: serde_json::Value = serde_json::from_str(&list.text()).unwrap();
                    list.as_array().unwrap().len()
                });
                if length != number {
                    wrong.push(format!("{path}: {number} leads to {length} at {href}"));
                }
                checked += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    checked
}

#[test]
fn every_number_of_the_demonstration_leads_to_as_many_rows() {
    let sandbox = Sandbox::demo();
    sandbox.run("log Een --ministry VWS --involved SZW --received 2018-02-11 --due 2018-03-01 -q").ok();
    let checked = follow_all(&sandbox, DEMO_FILTERS);
    assert!(checked > 2_000, "{checked}");
}

#[test]
fn every_number_of_an_awkward_register_leads_to_as_many_rows() {
    let checked = follow_all(&nasty_register(), FILTERS);
    assert!(checked > 2_000, "{checked}");
}

/// The columns with a number that leads nowhere, of the tables on a page.
fn plain_columns(page: &str) -> BTreeSet<String> {
    let mut plain = BTreeSet::new();
    for table in page.split("<table").skip(1) {
        let (table, _) = table.split_once("</table>").unwrap();
        let (head, body) = table.split_once("</thead>").unwrap();
        let label = |cell: &str| cell.split_once('>').unwrap().1.split("</th>").next().unwrap().to_owned();
        let labels: Vec<String> = head.split("<th ").skip(1).map(label).collect();
        for row in body.split("<tr").skip(1) {
            if !row.contains("</td>") {
                continue;
            }
            let cells: Vec<&str> =
                row.split("<t").filter(|cell| cell.starts_with("h ") || cell.starts_with('d')).collect();
            let is_total = cells[0].contains(">Total<");
            for (label, cell) in labels.iter().zip(&cells) {
                let shown = cell.split_once('>').unwrap().1.split("</td>").next().unwrap();
                // An article can look like a number.
                if label != "article" && shown.parse::<u64>().is_ok_and(|number| number > 0) {
                    plain.insert(format!("{label}{}", if is_total { " (total)" } else { "" }));
                }
            }
        }
    }
    plain
}

#[test]
fn only_numbers_that_no_filter_selects_lead_nowhere() {
    let sandbox = nasty_register();
    let server = Server::new(&sandbox, "--lang en");
    let expected: &[(&str, &[&str])] = &[
        ("totals", &["value"]),
        ("ministries", &["as involved", "as involved (total)", "mentions (total)"]),
        ("resolutions", &[]),
        ("factsheets", &[]),
        ("contacts", &["mentions", "mentions (total)", "obstacles", "obstacles (total)"]),
        ("turnaround", &["90th percentile (days)", "median (days)"]),
        ("growth", &[]),
        ("spread", &[]),
        ("laws", &[]),
        ("gaps", &["of which reused", "of which reused (total)", "times reused", "times reused (total)"]),
    ];
    for (report, expected) in expected {
        let plain = plain_columns(&server.page(&format!("/reports/{report}")));
        let expected: BTreeSet<String> = expected.iter().map(|column| (*column).to_owned()).collect();
        assert_eq!(plain, expected, "{report}");
    }
}
