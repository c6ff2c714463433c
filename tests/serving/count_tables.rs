//! Counts by two attributes as a table with two headings. Each number leads to a list with as many rows.

use crate::common::Sandbox;
use crate::http_client::{attribute, tags, unescape_html};
use crate::server::Server;

/// A number of a table, with the class of its cell and the address to which it leads.
type Number = (i64, String, Option<String>);

#[derive(Debug)]
struct Table {
    columns: Vec<String>,
    /// Each row with its label. The last number of each is its total, and the last row has the totals of the columns.
    rows: Vec<(String, Vec<Number>)>,
}

fn text(html: &str) -> String {
    let pieces: Vec<&str> = html.split('<').map(|piece| piece.split_once('>').map_or("", |(_, text)| text)).collect();
    let first = html.split('<').next().unwrap_or_default();
    unescape_html(&format!("{first}{}", pieces.join(""))).trim().to_owned()
}

fn table(page: &str) -> Table {
    let (_, table) = page.split_once("<table class=\"cross\">").unwrap();
    let (table, _) = table.split_once("</table>").unwrap();
    let (head, body) = table.split_once("</thead>").unwrap();
    let cells = |row: &str, tag: &str| -> Vec<String> {
        let end = format!("</{tag}>");
        let start = format!("<{tag}");
        row.split(&*start).skip(1).map(|cell| format!("{start}{}", cell.split(&*end).next().unwrap())).collect()
    };
    let columns = cells(head.rsplit_once("<tr>").unwrap().1, "th").iter().map(|cell| text(cell)).collect();
    let number = |cell: &String| {
        let class = attribute(tags(cell, "td")[0], "class").unwrap();
        let href = tags(cell, "a").first().and_then(|tag| attribute(tag, "href"));
        (text(cell).parse().unwrap(), class, href)
    };
    let rows = body.split("<tr>").skip(1).map(|row| {
        let label = text(&cells(row, "th")[0]);
        (label, cells(row, "td").iter().map(number).collect())
    });
    Table { columns, rows: rows.collect() }
}

fn numbers(table: &Table) -> Vec<(&str, Vec<i64>)> {
    let row = |(_, numbers): &(String, Vec<Number>)| numbers.iter().map(|(number, ..)| *number).collect::<Vec<_>>();
    table.rows.iter().map(|one| (one.0.as_str(), row(one))).collect()
}

fn register() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "list.csv",
        "title,ministry,involved,theme,status,resolution,received\n\
         Een,OCW,VWS,permanent-leren,solved,within-rules,2018-01-01\n\
         Twee,OCW,,permanent-leren,collected,,2018-02-01\n\
         Drie,VWS,OCW,,solved,within-rules,2018-02-01\n\
         Vier,VWS,,zorg-en-technologie,collected,,2019-01-01\n",
    );
    sandbox.run("import obstacles list.csv").ok();
    sandbox
}

#[test]
fn the_totals_of_rows_and_columns_count_each_obstacle_once() {
    let sandbox = register();
    let server = Server::new(&sandbox, "--lang en");
    let page = server.page("/count?by=ministry&by=status");
    let found = table(&page);
    assert_eq!(found.columns, ["collected", "solved"]);
    // One and Three belong to both ministries, so the numbers of a column add up to more than its total.
    let expected = [("OCW", vec![1, 2, 3]), ("VWS", vec![1, 2, 3]), ("Total", vec![2, 2, 4])];
    assert_eq!(numbers(&found), expected);
    assert!(page.contains("An obstacle can be in several rows or columns; each total counts it once"));
    // The colour depends on the share of the highest number, which is 2.
    let classes: Vec<&str> = found.rows[0].1.iter().map(|(_, class, _)| class.as_str()).collect();
    assert_eq!(classes, ["n heat-3", "n heat-5", "n sum"]);
    let page = server.page("/count?by=theme&by=status");
    let found = table(&page);
    let labels: Vec<&str> = found.rows.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(labels[2..], ["(none)", "Total"]);
    let expected = [vec![1, 1, 2], vec![1, 0, 1], vec![0, 1, 1], vec![2, 2, 4]];
    assert_eq!(numbers(&found).into_iter().map(|(_, row)| row).collect::<Vec<_>>(), expected);
    assert!(!page.contains("several rows or columns"));
    assert_eq!(found.rows[1].1[1], (0, "n heat-0".to_owned(), None));
    assert_eq!(found.rows[2].1[1].2.as_deref(), Some("/obstacles?without=theme&status=solved"));
}

#[test]
fn every_number_leads_to_a_list_with_as_many_rows() {
    let sandbox = Sandbox::demo();
    sandbox.run("log 'Zonder veel gegevens' --ministry VWS --involved SZW -q").ok();
    sandbox.write("list.csv", "title,ministry,handler\nEen vraag van de balie,OCW,Balie\n");
    sandbox.run("import obstacles list.csv").ok();
    let server = Server::new(&sandbox, "--lang en");
    let mut checked = 0;
    for query in [
        "by=ministry&by=status",
        "by=theme&by=resolution&since=2016-05-01",
        "by=year&by=solved-year",
        "by=quarter&by=month&until=2016-02-10",
        "by=handler&by=ministry&status=open",
        "by=factsheet&by=nature&ministry=OCW",
        "by=status&by=closed-as&status=open,solved",
        "by=ministry&by=region&without=handler&theme=permanent-leren",
        // One attribute, and none.
        "by=law&since=2018-01-01",
        "by=ministry&lead=OCW",
        "status=open",
    ] {
        let page = server.page(&format!("/count?{query}"));
        let (_, main) = page.split_once("<section").unwrap();
        let (_, rows) = main.split_once("<tbody").unwrap();
        let (rows, _) = rows.split_once("</table>").unwrap();
        for link in rows.split("<a href=\"").skip(1) {
            let href = unescape_html(link.split('"').next().unwrap());
            if !href.starts_with("/obstacles") {
                continue;
            }
            let number: usize = text(link.split_once('>').unwrap().1.split("</a>").next().unwrap()).parse().unwrap();
            let separator = if href.contains('?') { '&' } else { '?' };
            let list: serde_json::Value =
                serde_json::from_str(&server.page(&format!("{href}{separator}format=json"))).unwrap();
            assert_eq!(list.as_array().unwrap().len(), number, "{query}: {href}");
            checked += 1;
        }
    }
    assert!(checked > 150, "{checked}");
}

#[test]
fn a_number_that_no_list_can_show_has_no_link() {
    let sandbox = register();
    let server = Server::new(&sandbox, "--lang en");
    // Among the obstacles of OCW, two are of VWS too. A list has those of OCW or of VWS.
    let found = table(&server.page("/count?by=ministry&by=status&ministry=OCW"));
    assert_eq!(numbers(&found), [("OCW", vec![1, 2, 3]), ("VWS", vec![0, 2, 2]), ("Total", vec![1, 2, 3])]);
    let links = |row: usize| found.rows[row].1.iter().filter(|(.., href)| href.is_some()).count();
    assert_eq!([links(0), links(1), links(2)], [3, 0, 3]);
}

#[test]
fn files_have_one_row_for_each_pair_of_values() {
    let sandbox = register();
    let server = Server::new(&sandbox, "--lang en");
    let page = server.page("/count?by=ministry&by=status&format=csv");
    assert_eq!(page, sandbox.run("count --by ministry,status --format csv").ok());
    assert_eq!(page.lines().next(), Some("ministry,status,lead,mentions"));
    // The table of a receipt and that of the command line are the same rows.
    let receipt = |text: &str| text.split("result=").nth(1).unwrap().split(['<', ' ', '\n']).next().unwrap().to_owned();
    let page = server.page("/count?by=ministry&by=status");
    assert_eq!(receipt(&page), receipt(&sandbox.run("count --by ministry,status").receipt.unwrap()));
}

#[test]
fn the_form_has_a_field_for_rows_and_one_for_columns() {
    let sandbox = register();
    let server = Server::new(&sandbox, "--lang en");
    let page = server.page("/count?by=law,status&ministry=OCW");
    let selected = |id: &str| {
        let (_, field) = page.split_once(&format!("<select id=\"{id}\"")).unwrap();
        let (field, _) = field.split_once("</select>").unwrap();
        let option = tags(field, "option").into_iter().find(|tag| tag.contains("selected")).unwrap();
        attribute(option, "value").unwrap()
    };
    assert_eq!([selected("filter-by-rows"), selected("filter-by-columns")], ["laws", "status"]);
    let swap = tags(&page, "a").into_iter().filter_map(|tag| attribute(tag, "href"));
    assert!(swap.into_iter().any(|href| href == "/count?by=status&by=law&ministry=OCW"));
}
