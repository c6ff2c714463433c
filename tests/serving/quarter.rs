//! The page of the quarterly report: each number leads to as many rows, and a button downloads the spreadsheet.

use crate::common::Sandbox;
use crate::http_client::{attribute, tags, unescape_html};
use crate::server::Server;

fn links(page: &str) -> Vec<String> {
    let (_, main) = page.split_once("<main").unwrap();
    tags(main, "a").into_iter().filter_map(|tag| attribute(tag, "href")).collect()
}

/// The number of rows of the list at an address.
fn length(server: &Server, href: &str) -> usize {
    let list: serde_json::Value = serde_json::from_str(&server.page(&format!("{href}&format=json"))).unwrap();
    list.as_array().unwrap().len()
}

#[test]
fn every_number_of_a_quarter_leads_to_as_many_rows() {
    let sandbox = Sandbox::demo();
    sandbox.run("log Een --ministry VWS --involved SZW --received 2017-11-11 -q").ok();
    let server = Server::new(&sandbox, "--lang en");
    let mut checked = 0;
    for query in [
        "period=2017-Q4",
        "period=2018-Q1&theme=permanent-leren",
        "period=2017-Q4&ministry=OCW",
        "period=2017-Q4&status=collected,in-analysis",
        "period=2017-Q4&without=handler&until=2017-12-01",
    ] {
        let page = server.page(&format!("/reports/quarter?{query}"));
        for cell in page.split("<a href=\"").skip(1) {
            let href = unescape_html(cell.split('"').next().unwrap());
            let shown = cell.split_once('>').unwrap().1.split("</a>").next().unwrap();
            let Ok(number) = shown.parse::<usize>() else { continue };
            assert_eq!(length(&server, &href), number, "{query}: {href}");
            checked += 1;
        }
    }
    assert!(checked > 80, "{checked}");
}

#[test]
fn the_page_of_a_quarter_has_its_choice_and_its_spreadsheet() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "--lang en");
    let page = server.page("/reports/quarter?period=2018-Q1&ministry=OCW");
    let chosen = |page: &str| {
        let (_, field) = page.split_once("<select id=\"filter-period\"").unwrap();
        let (field, _) = field.split_once("</select>").unwrap();
        let option = tags(field, "option").into_iter().find(|tag| tag.contains("selected")).unwrap();
        attribute(option, "value").unwrap()
    };
    assert_eq!(chosen(&page), "2018-Q1");
    assert!(page.contains("2018-Q1: 1 January 2018 up to and including 31 March 2018, compared with 2017-Q4."));
    let button = "/reports/quarter?period=2018-Q1&ministry=OCW&format=ods";
    assert!(links(&page).iter().any(|href| href == button), "{:?}", links(&page));
    let file = server.browser("GET", button).send().expect_status(200);
    assert_eq!(file.header("content-type"), Some("application/vnd.oasis.opendocument.spreadsheet"));
    let name = file.header("content-disposition").unwrap();
    assert!(name.contains("quarter-2018-Q1.ods"), "{name}");
    // Without a period, the page is about the last whole quarter, like the command.
    let page = server.page("/reports/quarter");
    let (_, quarter) = page.split_once("<h1").unwrap();
    assert!(quarter.contains(&format!("{}: ", chosen(&page))), "{}", chosen(&page));
    let command = sandbox.run("report quarter").ok();
    assert!(command.starts_with(&format!("{}: ", chosen(&page))), "{command}");
    // A program gets the same rows as from the command.
    let data = server.data("/reports/quarter?period=2018-Q1");
    let rows: serde_json::Value =
        serde_json::from_str(&sandbox.run("report quarter --period 2018-Q1 --format json").ok()).unwrap();
    assert_eq!(data, rows);
    let page = server.browser("GET", "/reports/quarter?period=2018").send().expect_status(400).text();
    assert!(unescape_html(&page).contains("'2018' is not a quarter"), "{page}");
}

/// The quarters that the page offers.
fn offered(page: &str) -> Vec<String> {
    let (_, field) = page.split_once("<select id=\"filter-period\"").unwrap();
    let (field, _) = field.split_once("</select>").unwrap();
    tags(field, "option").into_iter().map(|tag| attribute(tag, "value").unwrap()).collect()
}

#[test]
fn the_page_offers_each_quarter_from_the_first_event_to_the_present_one() {
    let sandbox = Sandbox::new();
    let server = Server::new(&sandbox, "");
    let present = |page: &str| offered(page)[0].clone();
    // An empty register has no quarter with an event. The page is about the last whole quarter.
    let page = server.page("/reports/quarter");
    let now = present(&page);
    assert_eq!(offered(&page).len(), 2, "{:?}", offered(&page));
    sandbox.run("log Een --ministry OCW --received 2019-04-01 -q").ok();
    let quarters = offered(&server.page("/reports/quarter"));
    assert_eq!((quarters[0].as_str(), quarters.last().unwrap().as_str()), (now.as_str(), "2019-Q2"));
    let mut sorted = quarters.clone();
    sorted.sort_by(|one, other| other.cmp(one));
    assert_eq!(quarters, sorted);
    // A contact is an event, as is a solution.
    sandbox.run("contact call 1 --on 2019-03-31 -q").ok();
    assert_eq!(offered(&server.page("/reports/quarter")).last().unwrap(), "2019-Q1");
    sandbox.write("list.csv", "title,ministry,status,resolution,solved\nTwee,OCW,solved,within-rules,2018-12-31\n");
    sandbox.run("import obstacles list.csv").ok();
    assert_eq!(offered(&server.page("/reports/quarter")).last().unwrap(), "2018-Q4");
    // A mistyped year does not make a list of thousands. The address takes any quarter.
    sandbox.run("log Oud --ministry OCW --received 1018-01-01 -q").ok();
    assert_eq!(offered(&server.page("/reports/quarter")).len(), 60);
    let quarters = offered(&server.page("/reports/quarter?period=1018-Q1"));
    assert_eq!((quarters.len(), quarters.last().unwrap().as_str()), (61, "1018-Q1"));
    assert_eq!(offered(&server.page("/reports/quarter?period=2999-Q1"))[..2], ["2999-Q1".to_owned(), now]);
}
