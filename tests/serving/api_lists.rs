//! Lists from the API equal the output of the command line. Requesting a list page by page returns every record once.

use crate::common::{Sandbox, execute};
use crate::http_client::Response;
use crate::server::Server;
use std::collections::BTreeSet;

#[test]
fn a_list_equals_the_output_of_the_command_line() {
    let sandbox = Sandbox::demo();
    let server = Server::new(&sandbox, "");
    let mut seen = BTreeSet::new();
    for (target, command) in [
        ("/obstacles", "list"),
        ("/obstacles?status=solved&ministry=OCW", "list --status solved --ministry OCW"),
        (
            "/obstacles?resolution=regional-approach&sort=-received",
            "list --resolution regional-approach --sort -received",
        ),
        ("/obstacles?limit=7&skip=60", "list --limit 7 --skip 60"),
        ("/obstacles?region=2&region=3", "list --region 2 --region 3"),
        ("/obstacles?since=2016-01-01&until=2016-06-30", "list --since 2016-01-01 --until 2016-06-30"),
        ("/obstacles?law=BWBR0007625&columns=number,title,laws", "list --law BWBR0007625 --columns number,title,laws"),
        ("/obstacles?sort=title&limit=1000", "list --sort title"),
        ("/obstacles?law=BWBR0005290+art.+7%3A668a", "list --law 'BWBR0005290 art. 668a'"),
        ("/obstacles?status=closed", "list --status closed"),
        ("/contacts?limit=10", "contact list --limit 10"),
        ("/contacts?kind=email&limit=1000", "contact list --kind email"),
        ("/factsheets", "factsheet list"),
        ("/schemes", "scheme list"),
        ("/ministries", "ministry list"),
        ("/regions", "region list"),
        ("/care-domains", "care-domain list"),
        ("/themes", "theme list"),
        ("/natures", "nature list"),
        ("/laws", "law list"),
        ("/synonyms?limit=1000", "synonym list"),
        ("/publications", "publication list"),
        ("/figures", "figure list"),
        ("/counts", "count"),
        ("/counts?by=ministry&status=solved", "count --by ministry --status solved"),
        ("/reports/laws", "report laws"),
        ("/reports/totals?since=2016-01-01", "report totals --since 2016-01-01"),
        ("/search?q=student", "search student"),
        ("/search?q=student&limit=3", "search student --limit 3"),
        ("/search?q=%E2%80%9Ceen+student%E2%80%9D", "search '\"een student\"'"),
        ("/similar?text=Mag+een+student+dit%3F", "similar 'Mag een student dit?'"),
        ("/obstacles/B-004/similar", "similar B-004"),
        ("/reconciliation", "reconcile"),
        ("/reconciliation?publication=zorgpact-2018", "reconcile zorgpact-2018"),
        ("/obstacles/B-004/history", "history B-004"),
        ("/history?limit=1", "history --limit 1"),
    ] {
        let done = sandbox.run(format!("{command} --format json"));
        assert!(matches!(done.code, 0 | 1), "{command}: {}", done.stderr);
        for lang in ["en", "nl"] {
            let request = server.program("GET", &format!("/api/v1{target}")).header("Accept-Language", lang);
            let response = request.send().expect_status(200);
            assert_eq!(response.header("content-type"), Some("application/json"));
            assert_eq!(response.header("api-version"), Some("1.0.0"));
            assert_eq!(response.text(), done.stdout, "{target}");
        }
        seen.insert(done.stdout.len());
    }
    assert!(seen.len() > 20, "they are not all the same");
}

/// The command line compares a question with many records on two threads, and the server on one.
#[test]
fn precedents_among_many_records_equal_those_of_the_command_line() {
    let sandbox = Sandbox::demo();
    // Equal texts share one vector, so most of these are quick.
    let rows: String = (0..5_000).map(|_| "Ruimte,OCW,Kan de huur van een lokaal worden gedeeld?\n").collect();
    sandbox.write("many.csv", format!("title,ministry,question\n{rows}").as_bytes());
    sandbox.run("import obstacles many.csv -q").ok();
    // Most tests run without search by meaning.
    let with_meaning = |line: &str| {
        let mut command = sandbox.command(line);
        command.env_remove("RUIMTE_MEANING");
        command
    };
    execute(with_meaning("index")).ok();
    let server = Server::spawn(with_meaning("serve --listen 127.0.0.1:0"));
    let done = execute(with_meaning("similar 'mag een student in de nacht werken' --format json")).ok();
    assert!(done.contains("\"meaning\""), "{done}");
    let asked = server.program("GET", "/api/v1/similar?text=mag+een+student+in+de+nacht+werken");
    assert_eq!(asked.send().expect_status(200).text(), done);
}

/// The address in the header that leads to the next page.
fn next_page(response: &Response) -> Option<String> {
    response.header("link").map(|link| {
        let (to, relation) = link.split_once("; ").unwrap();
        assert_eq!(relation, "rel=\"next\"");
        to.strip_prefix('<').unwrap().strip_suffix('>').unwrap().to_owned()
    })
}

#[test]
fn the_history_is_paged_by_entry() {
    let sandbox = Sandbox::demo();
    sandbox.run("edit 1 2 --region 12 --theme permanent-leren -q").ok();
    sandbox.run("edit 1 --region 13 -q").ok();
    let server = Server::new(&sandbox, "");
    for path in ["/api/v1/history", "/api/v1/obstacles/B-001/history"] {
        let whole = server.program("GET", path).send().expect_status(200);
        assert_eq!(whole.header("link"), None);
        let whole = whole.json();
        let whole = whole.as_array().unwrap();
        let entries: BTreeSet<String> = whole.iter().map(|row| row["entry"].to_string()).collect();
        assert!(entries.len() > 2 && whole.len() > entries.len(), "{path}");
        let mut rows = Vec::new();
        let mut pages = 0;
        let mut next = Some(format!("{path}?limit=1"));
        while let Some(at) = next {
            let response = server.program("GET", &at).send().expect_status(200);
            rows.extend(response.json().as_array().unwrap().clone());
            pages += 1;
            assert!(pages < 100, "it has no end");
            next = next_page(&response);
        }
        assert_eq!(pages, entries.len(), "{path}");
        assert!(rows == *whole, "{path}");
    }
}

#[test]
fn paging_returns_every_record_once() {
    let server = Server::demo();
    let mut numbers = Vec::new();
    let mut pages = 0;
    let mut next = Some("/api/v1/obstacles?sort=-received&limit=9".to_owned());
    while let Some(at) = next {
        let response = server.program("GET", &at).send().expect_status(200);
        let rows = response.json();
        numbers.extend(rows.as_array().unwrap().iter().map(|row| row["number"].as_str().unwrap().to_owned()));
        pages += 1;
        assert!(pages < 100, "it has no end");
        next = next_page(&response);
    }
    assert_eq!((pages, numbers.len()), (8, 70));
    let once: BTreeSet<&String> = numbers.iter().collect();
    let all: BTreeSet<String> = (1..=70).map(|number| format!("B-{number:03}")).collect();
    assert_eq!(once, all.iter().collect());
    // The response with the last page of a list has no link to a next page.
    for target in ["?limit=70", "?limit=100", "", "?skip=63&limit=7", "?skip=70", "?skip=1000"] {
        assert_eq!(
            server.program("GET", &format!("/api/v1/obstacles{target}")).send().expect_status(200).header("link"),
            None
        );
    }
    for (limit, status) in [("1", 200), ("10000", 200), ("0", 400), ("10001", 400), ("x", 400), ("-1", 400)] {
        let response = server.program("GET", &format!("/api/v1/obstacles?limit={limit}")).send();
        assert_eq!(response.status, status, "{limit}");
    }
    server.program("GET", "/api/v1/obstacles?skip=x").send().problem(400);
    server.program("GET", "/api/v1/obstacles?skip=-1").send().problem(400);
}
