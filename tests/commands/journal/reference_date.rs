//! `--reference-date`, with and without `--as-of`: obstacles as they were on a given day, compared with an independent
//! computation from the CSV files.

use super::as_of::READING;
use super::{listed, run_all};
use crate::common::{Row, Sandbox, fixture, rows_of};
use std::collections::BTreeMap;
use std::sync::OnceLock;

fn cell<'a>(row: &'a Row, name: &str) -> &'a str {
    row.get(name).map_or("", String::as_str)
}

fn is_by(row: &Row, name: &str, day: &str) -> bool {
    !cell(row, name).is_empty() && cell(row, name) <= day
}

/// Obstacles of kinds that the fixtures lack: open, closed, or with some dates missing.
const MORE: &str = "\
number,title,ministry,status,resolution,reason,rule_change,received,solved,closed,closed_as,duplicate_of
B-101,Open,OCW,collected,,,,2016-06-01,,,,
B-102,In analyse,VWS,in-analysis,,,,2016-12-31,,,,
B-103,Doorverwezen,SZW,closed,,Elders,,2016-07-01,,2017-01-01,referred,
B-104,Ingetrokken,OCW,closed,,Niet nodig,,2016-07-01,,2016-12-31,withdrawn,
B-105,Dubbel,VWS,closed,,Zelfde,,2016-08-01,,2017-03-01,duplicate,B-101
B-106,Zonder dag van ontvangst,OCW,collected,,,,,,,,
B-107,Zonder dag van oplossing,SZW,solved,within-rules,Mag,,2016-09-01,,,,
B-108,Geleid tot een wijziging,SZW,solved,regional-approach,Mag,Een regel is gewijzigd.,2016-10-01,2017-02-01,,,
";

fn varied_register() -> Sandbox {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = BYTES.get_or_init(|| {
        let sandbox = Sandbox::demo();
        sandbox.write("more.csv", MORE);
        sandbox.run("import obstacles more.csv").ok();
        sandbox.register_bytes()
    });
    let sandbox = Sandbox::empty();
    sandbox.write("register.db", bytes);
    sandbox
}

fn obstacles() -> Vec<Row> {
    fixture("obstacles.csv").into_iter().chain(rows_of(MORE)).collect()
}

/// The status of an obstacle on a day; `None` if the obstacle was received after that day.
fn status_on<'a>(row: &'a Row, day: &str) -> Option<&'a str> {
    if !is_by(row, "received", day) {
        return None;
    }
    let ended = match cell(row, "status") {
        "solved" => cell(row, "solved"),
        "closed" => cell(row, "closed"),
        status => return Some(status),
    };
    // If the day on which an obstacle ended is unknown, its current status is used for every day.
    Some(if ended.is_empty() || ended <= day { cell(row, "status") } else { "collected" })
}

/// Days on which something changed, the days before and after each of them, and the last days of years.
const DAYS: &[&str] = &[
    "2015-09-07",
    "2015-09-08",
    "2015-12-31",
    "2016-08-31",
    "2016-09-01",
    "2016-12-30",
    "2016-12-31",
    "2017-01-01",
    "2017-02-28",
    "2017-03-01",
    "2017-12-31",
    "2018-11-21",
    "2018-12-31",
    "2026-01-01",
];

#[test]
fn counts_of_a_reference_date_are_those_of_a_plain_scan() {
    let (sandbox, obstacles) = (varied_register(), obstacles());
    for day in DAYS {
        let mut expected: BTreeMap<String, String> = BTreeMap::new();
        for status in ["collected", "in-analysis", "solved", "closed"] {
            let count = obstacles.iter().filter(|row| status_on(row, day) == Some(status)).count();
            if count > 0 {
                expected.insert(status.to_owned(), count.to_string());
            }
        }
        let counted = sandbox.run(format!("--reference-date {day} count --by status --format csv"));
        let total = obstacles.iter().filter(|row| status_on(row, day).is_some()).count();
        let undated = obstacles.iter().filter(|row| cell(row, "received").is_empty()).count();
        let unsolved = obstacles.iter().filter(|row| {
            cell(row, "status") == "solved" && cell(row, "solved").is_empty() && is_by(row, "received", day)
        });
        assert_eq!(
            counted.stderr,
            format!(
                "Reference date: left out because the day of receipt is unknown: {undated}; solved on an unknown day, so left \
                 as solved: {}\n{}\n",
                unsolved.count(),
                if total == 1 { "1 obstacle".to_owned() } else { format!("{total} obstacles, each counted once") }
            ),
            "{day}"
        );
        let counted: BTreeMap<String, String> =
            rows_of(&counted.ok()).into_iter().map(|row| (row["status"].clone(), row["obstacles"].clone())).collect();
        assert_eq!(counted, expected, "{day}");
        let numbers: Vec<&str> =
            obstacles.iter().filter(|row| status_on(row, day).is_some()).map(|row| cell(row, "number")).collect();
        assert_eq!(listed(&sandbox, &format!("list --reference-date {day}")), numbers, "{day}");
        let open: Vec<&str> = obstacles
            .iter()
            .filter(|row| matches!(status_on(row, day), Some("collected" | "in-analysis")))
            .map(|row| cell(row, "number"))
            .collect();
        assert_eq!(listed(&sandbox, &format!("list --status open --reference-date {day}")), open, "{day}");
        let contacts = fixture("contacts.csv").iter().filter(|row| is_by(row, "date", day)).count();
        assert_eq!(listed(&sandbox, &format!("contact list --reference-date {day}")).len(), contacts, "{day}");
    }
}

/// The expected count of each measure, such as `meetings` or `factsheets`, in the period of the published figures (2015
/// to 2018). Ignores everything after `day`.
fn count_measures(obstacles: &[Row], day: &str) -> BTreeMap<&'static str, usize> {
    let (since, until) = ("2015-07-01", "2018-12-31");
    let within = |row: &Row, name: &str| is_by(row, name, until.min(day)) && cell(row, name) >= since;
    let received: Vec<&Row> = obstacles.iter().filter(|row| within(row, "received")).collect();
    // An obstacle that was closed as a duplicate after `day` was still open on `day`, so it counts.
    let collected: Vec<&&Row> = received
        .iter()
        .filter(|row| cell(row, "closed_as") != "duplicate" || status_on(row, day) != Some("closed"))
        .collect();
    let solved = |resolution: &str| {
        received.iter().filter(|row| cell(row, "resolution") == resolution && within(row, "solved")).count()
    };
    let mut ministries: Vec<&str> = collected
        .iter()
        .flat_map(|row| [cell(row, "ministry")].into_iter().chain(cell(row, "involved").split("; ")))
        .filter(|code| !code.is_empty())
        .collect();
    ministries.sort_unstable();
    ministries.dedup();
    let ended = |row: &Row| !matches!(status_on(row, day), Some("collected" | "in-analysis"));
    let contacts = fixture("contacts.csv");
    let met = |kind: &str| contacts.iter().filter(|row| cell(row, "kind") == kind && within(row, "date")).count();
    let factsheets = fixture("factsheets.csv");
    let factsheets = factsheets.iter().filter(|row| cell(row, "published").is_empty() || within(row, "published"));
    BTreeMap::from([
        ("collected", collected.len()),
        ("solved-within-rules", solved("within-rules")),
        ("solved-regional-approach", solved("regional-approach")),
        ("factsheets", factsheets.count()),
        ("schemes", fixture("schemes.csv").len()),
        ("meetings", met("meeting")),
        ("calls", met("call")),
        ("emails", met("email")),
        ("ministries", ministries.len()),
        ("rule-changes", collected.iter().filter(|row| !cell(row, "rule_change").is_empty() && ended(row)).count()),
        ("pacts", fixture("regions.csv").len()),
    ])
}

#[test]
fn on_a_reference_date_the_published_figures_differ_by_the_reported_amount() {
    let figures = fixture("figures.csv");
    for (sandbox, obstacles) in [(Sandbox::demo(), fixture("obstacles.csv")), (varied_register(), obstacles())] {
        for day in ["2015-12-31", "2016-12-31", "2017-06-30", "2018-12-31"] {
            let counts = count_measures(&obstacles, day);
            let result = sandbox.run(format!("--reference-date {day} reconcile --format csv"));
            let rows = rows_of(&result.stdout);
            assert_eq!(rows.len(), figures.len());
            let (mut matches, mut look, mut differs) = (0, 0, 0);
            for (row, figure) in rows.iter().zip(&figures) {
                let published: i64 = figure["value"].parse().unwrap();
                let counted = i64::try_from(counts[figure["measure"].as_str()]).unwrap();
                let holds = match figure["relation"].as_str() {
                    "exactly" => counted == published,
                    "more-than" => counted > published,
                    "at-least" => counted >= published,
                    other => panic!("{other}"),
                };
                let verdict = if holds {
                    matches += 1;
                    "matches"
                } else if figure["relation"] == "more-than" && counted == published {
                    look += 1;
                    "look"
                } else {
                    differs += 1;
                    "differs"
                };
                let message: Vec<&str> =
                    ["publication", "measure", "published_value", "counted_value", "difference", "verdict"]
                        .iter()
                        .map(|name| row[*name].as_str())
                        .collect();
                let (published, counted, difference) =
                    (published.to_string(), counted.to_string(), (counted - published).to_string());
                assert_eq!(
                    message,
                    [&figure["publication"], &figure["measure"], &published, &counted, &difference, verdict],
                    "{day}"
                );
                if verdict == "differs" {
                    assert_eq!(row["note"], format!("counted {counted}, published {published}"));
                }
            }
            assert_eq!(result.code, i32::from(differs > 0), "{day}");
            let message = format!("Match: {matches}; to look at: {look}; differ: {differs}\n");
            assert!(result.stderr.ends_with(&message), "{day}: {}", result.stderr);
        }
    }
    // The expected figures for the end of 2016 were computed by hand from the fixtures.
    let result = Sandbox::demo().run("--reference-date 2016-12-31 reconcile zorgpact-web --format csv");
    assert_eq!(result.code, 1);
    let message: Vec<String> = rows_of(&result.stdout)
        .iter()
        .map(|row| format!("{} {} {}", row["measure"], row["counted_value"], row["difference"]))
        .collect();
    assert_eq!(
        message,
        ["collected 32 -38", "solved-within-rules 23 -37", "solved-regional-approach 4 -6", "pacts 17 0"]
    );
}

#[test]
fn later_events_are_hidden_on_a_reference_date() {
    let sandbox = Sandbox::demo();
    let answered_later = fixture("obstacles.csv")
        .into_iter()
        .find(|row| cell(row, "solved") > cell(row, "answered") && !cell(row, "factsheets").is_empty())
        .unwrap();
    let number = cell(&answered_later, "number");
    let shown = |day: &str| {
        let text = sandbox.run(format!("show {number} --format csv --reference-date {day}")).ok();
        rows_of(&text).remove(0)
    };
    let ends = ["resolution", "reason", "solved"];
    // On the day of receipt, `show` outputs the question, but not yet the answer and the solution.
    let early = shown(cell(&answered_later, "received"));
    for name in ["title", "question", "ministry", "region", "laws", "received"] {
        assert_eq!(cell(&early, name), cell(&answered_later, name), "{name}");
    }
    assert_eq!(early["status"], "collected");
    for name in ends.iter().chain(&["answer", "answered", "factsheets", "schemes"]) {
        assert_eq!(cell(&early, name), "", "{name}");
    }
    // From the day of the answer, `show` also outputs the answer.
    let answered = shown(cell(&answered_later, "answered"));
    assert_eq!(answered["answer"], answered_later["answer"]);
    assert_eq!(answered["status"], "collected");
    assert_eq!(answered["factsheets"], "");
    // From the day of the solution, `show` also outputs the solution.
    let solved = shown(cell(&answered_later, "solved"));
    for name in ends.iter().chain(&["answer", "answered", "status", "schemes"]) {
        assert_eq!(cell(&solved, name), cell(&answered_later, name), "{name}");
    }
    let day_before: jiff::civil::Date = cell(&answered_later, "received").parse().unwrap();
    let before = sandbox.run(["show", number, "--reference-date", &day_before.yesterday().unwrap().to_string()]);
    let message = before.fails(66);
    assert!(message.starts_with(&format!("ruimte: {number} did not exist yet on 20")), "{message}");
}

#[test]
fn late_knowledge_changes_the_reference_date_but_not_as_of() {
    let sandbox = Sandbox::demo();
    let count = |times: &str| {
        let rows = rows_of(&sandbox.run(format!("{times} count --by status --format csv")).ok());
        rows.iter().map(|row| format!("{} {}", row["status"], row["obstacles"])).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(count("--reference-date 2016-12-31"), "collected 5, solved 27");
    run_all(
        &sandbox,
        &[
            "log 'Vergeten in 2016' --ministry OCW --received 2016-05-05",
            // Correct the day on which B-001 was solved: reopen B-001, and classify it again on a day in 2017.
            "reopen 1 --because 'De dag klopte niet'",
            "classify 1 within-rules --because 'Zoals het was' --on 2017-05-05",
        ],
    );
    assert_eq!(count("--reference-date 2016-12-31"), "collected 7, solved 26");
    assert_eq!(count("--as-of 1 --reference-date 2016-12-31"), "collected 5, solved 27");
    assert_eq!(count("--as-of 2 --reference-date 2016-12-31"), "collected 6, solved 27");
    assert_eq!(count("--as-of 1"), "solved 70");
    assert_eq!(count(""), "collected 1, solved 70");
    assert_eq!(count("--reference-date 2016-12-31 --as-of today"), "collected 7, solved 26");
}

#[test]
fn every_reading_command_accepts_a_reference_date_together_with_as_of() {
    let sandbox = varied_register();
    sandbox.run("snapshot nu").ok();
    for command in
        READING.iter().filter(|command| !command.split(' ').any(|word| word == "p") && !command.contains("--handler"))
    {
        let result = sandbox.run(format!("--as-of nu --reference-date 2017-06-30 {command}"));
        let expected = i32::from(command.starts_with("reconcile"));
        assert_eq!(result.code, expected, "{command:?}: {}", result.stderr);
    }
}

#[test]
fn a_search_on_a_reference_date_does_not_find_later_answers() {
    let sandbox = Sandbox::new();
    sandbox.run("log 'Een vraag over tuinen' --ministry OCW --received 2018-01-01").ok();
    sandbox.run("classify 1 within-rules --because Kruiwagen --answer Zonnebloem --on 2018-06-01").ok();
    let found = |day: &str, word: &str| {
        sandbox
            .rows(format!("--reference-date {day} search '{word}'"))
            .iter()
            .map(|row| row["number"].clone())
            .collect::<Vec<_>>()
    };
    for (day, word, expected) in [
        ("2018-03-01", "zonnebloem", &[][..]),
        ("2018-03-01", "kruiwagen", &[]),
        ("2018-03-01", "tuinen", &["B-001"]),
        ("2018-06-01", "zonnebloem", &["B-001"]),
        ("2017-12-31", "tuinen", &[]),
    ] {
        assert_eq!(found(day, word), expected, "{day} {word}");
    }
}
