//! A list that a program asks for is what the command line prints, and paging reaches every record once.

use crate::common::Sandbox;
use crate::server::Served;
use std::collections::BTreeSet;

#[test]
fn a_list_is_what_the_command_line_prints() {
    let sandbox = Sandbox::demo();
    let served = Served::new(&sandbox, "");
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
        (
            "/obstacles?law=BWBR0007625&columns=number,title,laws",
            "list --law BWBR0007625 --columns number,title,laws",
        ),
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
            let ask = served.program("GET", &format!("/api/v1{target}")).header("Accept-Language", lang);
            let answer = ask.send().is(200);
            assert_eq!(answer.header("content-type"), Some("application/json"));
            assert_eq!(answer.header("api-version"), Some("1.0.0"));
            assert_eq!(answer.text(), done.stdout, "{target}");
        }
        seen.insert(done.stdout.len());
    }
    assert!(seen.len() > 20, "they are not all the same");
}

#[test]
fn paging_walks_every_record_once() {
    let served = Served::demo();
    let mut numbers = Vec::new();
    let mut pages = 0;
    let mut next = Some("/api/v1/obstacles?sort=-received&limit=9".to_owned());
    while let Some(at) = next {
        let answer = served.program("GET", &at).send().is(200);
        let rows = answer.json();
        numbers.extend(rows.as_array().unwrap().iter().map(|row| row["number"].as_str().unwrap().to_owned()));
        pages += 1;
        assert!(pages < 100, "it has no end");
        next = answer.header("link").map(|link| {
            let (to, relation) = link.split_once("; ").unwrap();
            assert_eq!(relation, "rel=\"next\"");
            to.strip_prefix('<').unwrap().strip_suffix('>').unwrap().to_owned()
        });
    }
    assert_eq!((pages, numbers.len()), (8, 70));
    let once: BTreeSet<&String> = numbers.iter().collect();
    let all: BTreeSet<String> = (1..=70).map(|number| format!("B-{number:03}")).collect();
    assert_eq!(once, all.iter().collect());
    // As many as there are, or none behind them, is no page with another behind it.
    for target in ["?limit=70", "?limit=100", "", "?skip=63&limit=7", "?skip=70", "?skip=1000"] {
        assert_eq!(
            served.program("GET", &format!("/api/v1/obstacles{target}")).send().is(200).header("link"),
            None
        );
    }
    for (limit, status) in [("1", 200), ("10000", 200), ("0", 400), ("10001", 400), ("x", 400), ("-1", 400)] {
        let answer = served.program("GET", &format!("/api/v1/obstacles?limit={limit}")).send();
        assert_eq!(answer.status, status, "{limit}");
    }
    served.program("GET", "/api/v1/obstacles?skip=x").send().problem(400);
    served.program("GET", "/api/v1/obstacles?skip=-1").send().problem(400);
}
