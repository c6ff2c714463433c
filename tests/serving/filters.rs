//! Lists on pages: their order, the filter with its active conditions, and the choice of columns.

use crate::http_client::{attribute, tags, unescape_html};
use crate::server::Server;

/// The texts and addresses of the active conditions on a page.
fn conditions(page: &str) -> Vec<(String, String)> {
    let Some((_, list)) = page.split_once("<ul class=\"conditions\"") else { return Vec::new() };
    let (list, _) = list.split_once("</ul>").unwrap();
    let condition = |item: &str| {
        let (_, text) = item.split_once("<span>").unwrap_or((item, item));
        let text = text.split_once("</span>").map_or("", |(text, _)| text);
        let href = tags(item, "a").first().and_then(|tag| attribute(tag, "href")).unwrap_or_default();
        (unescape_html(text), href)
    };
    list.split("<li").skip(1).map(condition).collect()
}

fn numbers(page: &str) -> Vec<&str> {
    page.split("<tr id=\"").skip(1).map(|row| row.split('"').next().unwrap()).collect()
}

fn headers(page: &str) -> Vec<String> {
    let (_, head) = page.split_once("<thead").unwrap();
    let (head, _) = head.split_once("</thead>").unwrap();
    let text = |cell: &str| {
        let (_, text) = cell.split_once('>').unwrap();
        let text = text.split("</th>").next().unwrap();
        text.split_once("\">").map_or(text, |(_, text)| text).replace("</a>", "").replace("</span>", "")
    };
    head.split("<th ").skip(1).map(text).collect()
}

#[test]
fn a_list_shows_what_an_officer_works_with_and_the_law_is_in_the_first_row_of_its_filter() {
    let server = Server::demo();
    let page = server.page("/obstacles");
    let expected =
        ["", "number", "title", "ministry", "status", "resolution", "handler", "received", "due"].map(str::to_owned);
    assert_eq!(headers(&page)[1..], expected[1..]);
    let (row, _) = page.split_once("<div class=\"groups\">").unwrap();
    assert!(row.contains("<label for=\"filter-law\">Law or article</label>"), "{row}");
    assert!(page.len() <= 60_000, "the list is {} bytes", page.len());
    // A long text is no column, also not of a saved view.
    for page in [page, server.page("/views/new")] {
        assert!(!page.contains("name=\"columns\" value=\"answer\""), "{page}");
        assert!(page.contains("name=\"columns\" value=\"answered\""), "{page}");
    }
}

#[test]
fn a_list_begins_with_the_newest_and_its_headers_change_the_order() {
    let server = Server::demo();
    let page = server.page("/obstacles");
    let newest = server.data("/obstacles?sort=-received&limit=50&columns=number");
    let newest: Vec<&str> = newest.as_array().unwrap().iter().map(|row| row["number"].as_str().unwrap()).collect();
    assert_eq!(numbers(&page), newest);
    let sorted: Vec<String> = tags(&page, "th").into_iter().filter_map(|tag| attribute(tag, "aria-sort")).collect();
    assert_eq!(sorted, ["descending"]);
    let links: Vec<String> = tags(&page, "a").into_iter().filter_map(|tag| attribute(tag, "href")).collect();
    for wanted in
        ["/obstacles?sort=number", "/obstacles?sort=title", "/obstacles?sort=received", "/obstacles?format=csv"]
    {
        assert!(links.iter().any(|href| href == wanted), "{wanted}: {links:#?}");
    }
    let page = server.page("/obstacles?status=solved&sort=number&page=1");
    assert!(unescape_html(&page).contains("href=\"/obstacles?status=solved&sort=-number\""), "{page}");
    // A file has the order of the page.
    let data = server.browser("GET", "/obstacles?format=json&columns=number").send().expect_status(200).json();
    let in_file = data.as_array().unwrap().iter().map(|row| row["number"].as_str().unwrap());
    assert_eq!(in_file.take(newest.len()).collect::<Vec<_>>(), newest);
}

#[test]
fn each_active_condition_can_be_removed() {
    let server = Server::demo();
    let page =
        server.page("/obstacles?status=open,solved&ministry=VWS&no-factsheet=1&since=2016-03-01&sort=title&page=1");
    assert_eq!(
        conditions(&page),
        [
            (
                "Status: open, solved".to_owned(),
                "/obstacles?ministry=VWS&no-factsheet=1&since=2016-03-01&sort=title".to_owned()
            ),
            (
                "Ministry: VWS".to_owned(),
                "/obstacles?status=open%2Csolved&no-factsheet=1&since=2016-03-01&sort=title".to_owned()
            ),
            (
                "Without a factsheet".to_owned(),
                "/obstacles?status=open%2Csolved&ministry=VWS&since=2016-03-01&sort=title".to_owned()
            ),
            (
                "Received from: 1 March 2016".to_owned(),
                "/obstacles?status=open%2Csolved&ministry=VWS&no-factsheet=1&sort=title".to_owned()
            ),
            (String::new(), "/obstacles?sort=title".to_owned()),
        ]
    );
    assert_eq!(conditions(&server.page("/obstacles?sort=title&columns=number,theme")), []);
    // However long the filter, few of its conditions are shown.
    let many: Vec<String> = (1..=150).map(|number| format!("law=BWBR{number:07}")).collect();
    let page = server.page(&format!("/obstacles?{}", many.join("&")));
    assert!(page.contains("and 138 more") && page.len() < 200_000, "{}", page.len());
}

#[test]
fn a_filter_with_words_is_a_search_and_one_without_is_a_list() {
    let server = Server::demo();
    let cookie = server.cookie();
    let location = |path: &str| {
        let response = server.request("GET", path).header("Cookie", cookie.clone()).send().expect_status(303);
        response.header("location").unwrap().to_owned()
    };
    assert_eq!(location("/obstacles?q=stage&status=solved&sort=title"), "/search?q=stage&status=solved");
    assert_eq!(location("/search?q=&status=solved"), "/obstacles?status=solved");
    // A form also sends its empty fields; the address is without them.
    assert_eq!(location("/obstacles?q=&status=solved&theme="), "/obstacles?status=solved");
    let page = server.page("/search?q=stage&status=solved");
    assert_eq!(conditions(&page)[0], ("Words: stage".to_owned(), "/search?status=solved".to_owned()));
}

#[test]
fn columns_can_be_chosen_and_reset() {
    let server = Server::demo();
    let page = unescape_html(&server.page("/obstacles?columns=number&columns=theme&columns=due&status=solved"));
    // The first column has the checkboxes that tick rows.
    assert_eq!(headers(&page), ["Tick", "number", "theme", "due"]);
    let (_, form) = page.split_once("<form id=\"columns\"").unwrap();
    let (form, _) = form.split_once("</form>").unwrap();
    let checked: Vec<String> = tags(form, "input")
        .into_iter()
        .filter(|tag| tag.contains(" checked"))
        .filter_map(|tag| attribute(tag, "value"))
        .collect();
    assert_eq!(checked, ["theme", "due"]);
    assert!(form.contains("<input type=\"hidden\" name=\"status\" value=\"solved\">"), "{form}");
    assert!(form.contains("href=\"/obstacles?status=solved\""), "{form}");
    // The other conditions keep the columns.
    assert!(page.contains("/obstacles?columns=number&columns=theme&columns=due"), "{page}");
}

#[test]
fn a_list_page_is_at_most_60_kilobytes() {
    let server = Server::demo();
    for path in ["/obstacles", "/obstacles?status=solved&ministry=VWS&sort=title", "/contacts", "/"] {
        for lang in ["nl", "en"] {
            let page = server.browser("GET", path).header("Accept-Language", lang).send().expect_status(200).text();
            assert!(page.len() <= 60_000, "{path} in {lang}: {}", page.len());
        }
    }
}

#[test]
fn a_filter_that_is_not_understood_can_be_mended_on_the_page() {
    let (_sandbox, server) = Server::with_roles("reader Rie\n", &["log 'Stage in de nacht' --ministry OCW"]);
    for (path, problem, field) in [
        ("/obstacles?law=7.2.8&status=open", "'7.2.8' is not a law or rule", "law"),
        ("/obstacles?ministry=XYZ&status=open", "'XYZ' is not in the list of ministries", "status"),
        ("/contacts?since=gisteren-ofzo", "'gisteren-ofzo' is not a date", "since"),
        ("/search?q=stage&law=7.2.8", "'7.2.8' is not a law or rule", "q"),
        ("/count?by=status&law=7.2.8", "'7.2.8' is not a law or rule", "theme"),
        ("/reports/laws?law=7.2.8", "'7.2.8' is not a law or rule", "law"),
        ("/reports/quarter?period=2026-Q9", "'2026-Q9' is not a period", "period"),
        ("/history?since=gisteren-ofzo", "'gisteren-ofzo' is not a date", "since"),
    ] {
        let response = server.proxied("Rie", "GET", path).send();
        let page = unescape_html(&response.text());
        assert_eq!(response.status, 400, "{path}: {page}");
        assert!(page.contains(problem), "{path}: {page}");
        assert!(page.contains(&format!("id=\"filter-{field}\"")), "{path}: {page}");
    }
}
