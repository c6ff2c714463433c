//! Filters: the obstacles that each filter selects, compared with a plain loop over the CSV files.

use super::{
    Plain, cell, cites, cites_article, fixture, has, is_duplicate, is_one_of, is_open, is_overdue, items, laws, listed,
    ministries, numbers, varied_register, within,
};
use crate::common::{Row, Sandbox, quote};
use jiff::civil::Date;

pub(super) type Holds = fn(&Row) -> bool;

/// Filters, each with a predicate that selects the same obstacles by their CSV rows.
const FILTERS: &[(&str, Holds)] = &[
    ("", |_| true),
    // Filters with a single option.
    ("--ministry VWS", |row| ministries(row).contains(&"VWS")),
    ("--lead VWS", |row| cell(row, "ministry") == "VWS"),
    ("--status collected", |row| cell(row, "status") == "collected"),
    ("--status in-analysis", |row| cell(row, "status") == "in-analysis"),
    ("--status solved", |row| cell(row, "status") == "solved"),
    ("--status closed", |row| cell(row, "status") == "closed"),
    ("--status open", is_open),
    ("--resolution within-rules", |row| cell(row, "resolution") == "within-rules"),
    ("--resolution regional-approach", |row| cell(row, "resolution") == "regional-approach"),
    ("--region 12", |row| cell(row, "region") == "12"),
    ("--region 1", |row| cell(row, "region") == "1"),
    ("--care-domain ggz", |row| cell(row, "care_domain") == "ggz"),
    ("--theme permanent-leren", |row| cell(row, "theme") == "permanent-leren"),
    ("--nature own-rule", |row| cell(row, "nature") == "own-rule"),
    ("--factsheet F-01", |row| has(row, "factsheets", "F-01")),
    ("--no-factsheet", |row| items(row, "factsheets").is_empty()),
    ("--without factsheet", |row| items(row, "factsheets").is_empty()),
    ("--without theme", |row| cell(row, "theme").is_empty()),
    ("--without care_domain --without region", |row| {
        cell(row, "care_domain").is_empty() && cell(row, "region").is_empty()
    }),
    ("--without care-domain,law", |row| cell(row, "care_domain").is_empty() && laws(row).is_empty()),
    ("--without solved --ministry VWS", |row| cell(row, "solved").is_empty() && ministries(row).contains(&"VWS")),
    ("--scheme S-01", |row| has(row, "schemes", "S-01")),
    ("--law BWBR0007625", |row| cites(row, "BWBR0007625")),
    ("--law 'BWBR0007625 art. 7.2.8'", |row| cites_article(row, "BWBR0007625", "7.2.8")),
    ("--law 'BWBR0007625 art. 7.2.8 lid 1'", |row| laws(row).contains(&("bwb", "BWBR0007625", "7.2.8", "1"))),
    ("--law 32016R0679", |row| cites(row, "32016R0679")),
    ("--law 'CELEX 32016R0679 art. 6'", |row| cites_article(row, "32016R0679", "6")),
    ("--law 'cao: Cao VVT'", |row| cites(row, "cao: Cao VVT")),
    ("--law 'own-rule: stagereglement'", |row| cites(row, "own-rule: stagereglement")),
    ("--since 2017-01-01", |row| within(row, "received", "2017-01-01", "9999-12-31")),
    ("--until 2016-12-31", |row| within(row, "received", "0001-01-01", "2016-12-31")),
    ("--solved-since 2018-01-01", |row| within(row, "solved", "2018-01-01", "9999-12-31")),
    ("--solved-until 2015-12-31", |row| within(row, "solved", "0001-01-01", "2015-12-31")),
    ("--due-since 2019-06-30", |row| within(row, "due", "2019-06-30", "9999-12-31")),
    ("--due-until 2019-06-30", |row| within(row, "due", "0001-01-01", "2019-06-30")),
    ("--due-period 2019", |row| cell(row, "due").starts_with("2019")),
    ("--due-period 2019-Q1 --status open", |row| is_open(row) && within(row, "due", "2019-01-01", "2019-03-31")),
    ("--handler Balie", |row| cell(row, "handler") == "Balie"),
    ("--overdue", is_overdue),
    ("--answered-within 14", |row| took(row, "answered").is_some_and(|days| days <= 14)),
    ("--answered-within 8-14,31-60", |row| took(row, "answered").is_some_and(|days| matches!(days, 8..=14 | 31..=60))),
    ("--solved-within 0-7 --solved-within 181+", |row| {
        took(row, "solved").is_some_and(|days| matches!(days, 0..=7 | 181..))
    }),
    ("--measure collected", |row| !is_duplicate(row)),
    ("--measure open", is_open),
    ("--measure closed", |row| cell(row, "status") == "closed" && !is_duplicate(row)),
    ("--measure solved-within-rules", |row| cell(row, "resolution") == "within-rules"),
    ("--measure rule-changes,collected", |row| !cell(row, "rule_change").is_empty() && !is_duplicate(row)),
    ("--measure duplicates --ministry VWS", |row| is_duplicate(row) && ministries(row).contains(&"VWS")),
    ("--logged-since 2015-01-01", |_| true),
    ("--logged-since 2999-01-01", |_| false),
    ("--provenance documented", |row| cell(row, "provenance") == "documented"),
    ("--closed-as duplicate", is_duplicate),
    ("--precedent B-005", |row| has(row, "precedents", "B-005")),
    // The first and the last day of a period are included.
    ("--since 2015-09-08 --until 2015-09-08", |row| cell(row, "received") == "2015-09-08"),
    ("--solved-since 2015-10-27 --solved-until 2015-10-27", |row| cell(row, "solved") == "2015-10-27"),
    ("--since 2017-01-01 --until 2016-12-31", |_| false),
    // Dates can be typed in several notations.
    ("--since 1-1-2017 --until 31/12/2017", |row| cell(row, "received").starts_with("2017")),
    ("--since today", |_| false),
    ("--until gisteren", |row| !cell(row, "received").is_empty()),
    // Values of one option are combined with OR, whether separated by commas or given in repeated options.
    ("--ministry VWS,SZW", |row| ministries(row).iter().any(|code| ["VWS", "SZW"].contains(code))),
    ("--ministry VWS --ministry SZW", |row| ministries(row).iter().any(|code| ["VWS", "SZW"].contains(code))),
    ("--lead OCW,SZW --lead SZW", |row| is_one_of(row, "ministry", &["OCW", "SZW"])),
    ("--region 1,2 --region 12", |row| is_one_of(row, "region", &["1", "2", "12"])),
    ("--status open,closed", |row| cell(row, "status") != "solved"),
    ("--status open --status collected", is_open),
    ("--resolution within-rules,regional-approach", |row| !cell(row, "resolution").is_empty()),
    ("--care-domain ggz,jeugdzorg", |row| is_one_of(row, "care_domain", &["ggz", "jeugdzorg"])),
    ("--theme permanent-leren --theme vmbo-zorg-en-welzijn", |row| {
        is_one_of(row, "theme", &["permanent-leren", "vmbo-zorg-en-welzijn"])
    }),
    ("--nature funding,collective-agreement", |row| is_one_of(row, "nature", &["funding", "collective-agreement"])),
    ("--factsheet F-01,F-02 --factsheet F-11", |row| {
        ["F-01", "F-02", "F-11"].iter().any(|code| has(row, "factsheets", code))
    }),
    ("--scheme S-01 --scheme S-02", |row| has(row, "schemes", "S-01") || has(row, "schemes", "S-02")),
    ("--law BWBR0006251 --law 'cao: Cao GGZ'", |row| cites(row, "BWBR0006251") || cites(row, "cao: Cao GGZ")),
    ("--law 'BWBR0006251; BWBR0002399'", |row| cites(row, "BWBR0006251") || cites(row, "BWBR0002399")),
    ("--law 'BWBR0006251, BWBR0002399'", |row| cites(row, "BWBR0006251") || cites(row, "BWBR0002399")),
    ("--precedent b16,B-003", |row| has(row, "precedents", "B-016") || has(row, "precedents", "B-003")),
    ("--handler 'Balie,Team zorg'", |row| is_one_of(row, "handler", &["Balie", "Team zorg"])),
    ("--provenance documented,logged", |row| cell(row, "provenance") != "illustrative"),
    ("--closed-as referred --closed-as withdrawn", |row| is_one_of(row, "closed_as", &["referred", "withdrawn"])),
    // Labels match in both languages and regardless of capitals.
    ("--ministry vws", |row| ministries(row).contains(&"VWS")),
    ("--status Opgelost", |row| cell(row, "status") == "solved"),
    ("--status 'IN ANALYSE,opgehaald'", is_open),
    ("--status 'In Analysis' --status Afgesloten", |row| is_one_of(row, "status", &["in-analysis", "closed"])),
    ("--status OPEN", is_open),
    ("--resolution 'Binnen de regels'", |row| cell(row, "resolution") == "within-rules"),
    ("--resolution 'within the rules'", |row| cell(row, "resolution") == "within-rules"),
    ("--resolution 'ANDERE aanpak in de regio'", |row| cell(row, "resolution") == "regional-approach"),
    ("--region rotterdam", |row| cell(row, "region") == "12"),
    ("--provenance Gedocumenteerd", |row| cell(row, "provenance") == "documented"),
    ("--closed-as Dubbel", is_duplicate),
    ("--factsheet f1", |row| has(row, "factsheets", "F-01")),
    ("--factsheet 1,f-02", |row| has(row, "factsheets", "F-01") || has(row, "factsheets", "F-02")),
    ("--scheme s001", |row| has(row, "schemes", "S-01")),
    ("--law 'bwbr0007625 artikel 7.2.8'", |row| cites_article(row, "BWBR0007625", "7.2.8")),
    ("--law 'celex 32016r0679'", |row| cites(row, "32016R0679")),
    ("--law 'eigen regel: stagereglement'", |row| cites(row, "own-rule: stagereglement")),
    // Different options are combined with AND.
    ("--ministry VWS --resolution regional-approach", |row| {
        ministries(row).contains(&"VWS") && cell(row, "resolution") == "regional-approach"
    }),
    ("--ministry VWS --lead OCW", |row| ministries(row).contains(&"VWS") && cell(row, "ministry") == "OCW"),
    ("--ministry OCW,SZW --region 12,3 --status solved", |row| {
        ministries(row).iter().any(|code| ["OCW", "SZW"].contains(code))
            && is_one_of(row, "region", &["12", "3"])
            && cell(row, "status") == "solved"
    }),
    ("--no-factsheet --resolution within-rules --solved-since 2017-01-01", |row| {
        items(row, "factsheets").is_empty()
            && cell(row, "resolution") == "within-rules"
            && within(row, "solved", "2017-01-01", "9999-12-31")
    }),
    ("--no-factsheet --factsheet F-01", |_| false),
    ("--status open --overdue --handler Balie", |row| is_overdue(row) && cell(row, "handler") == "Balie"),
    ("--overdue --status closed", |_| false),
    ("--status open --resolution within-rules", |_| false),
    ("--law BWBR0007625 --factsheet F-02,F-04 --since 2016-01-01 --until 2018-12-31", |row| {
        cites(row, "BWBR0007625")
            && (has(row, "factsheets", "F-02") || has(row, "factsheets", "F-04"))
            && within(row, "received", "2016-01-01", "2018-12-31")
    }),
    ("--scheme S-01 --care-domain welzijn,ggz --theme zorg-en-technologie --nature own-rule", |row| {
        has(row, "schemes", "S-01")
            && is_one_of(row, "care_domain", &["welzijn", "ggz"])
            && cell(row, "theme") == "zorg-en-technologie"
            && cell(row, "nature") == "own-rule"
    }),
];

/// Filters for tests of counts and reports. Each filter selects at least one obstacle.
pub(super) const SOME: &[&str] = &[
    "",
    "--ministry VWS",
    "--status open",
    "--no-factsheet",
    "--law BWBR0007625",
    "--since 2017-01-01",
    "--ministry VWS --resolution regional-approach",
];

/// The number of days from receipt to another event; `None` if one of the days is not known.
fn took(row: &Row, until: &str) -> Option<i32> {
    let day = |name: &str| cell(row, name).parse::<Date>().ok();
    Some(day("received")?.until(day(until)?).unwrap().get_days())
}

pub(super) fn predicate_of(filter: &str) -> Holds {
    FILTERS.iter().find(|(known, _)| *known == filter).unwrap().1
}

pub(super) fn some_filters() -> impl Iterator<Item = (&'static str, Holds)> {
    SOME.iter().map(|filter| (*filter, predicate_of(filter)))
}

#[test]
fn every_filter_selects_what_a_plain_scan_of_the_fixtures_selects() {
    let (sandbox, plain) = (Sandbox::demo(), Plain::demo());
    assert_eq!(plain.obstacles.len(), 70);
    for (filter, holds) in FILTERS {
        assert_eq!(listed(&sandbox, filter), numbers(&plain.chosen(holds)), "{filter:?}");
    }
}

#[test]
fn every_filter_selects_what_a_plain_scan_of_varied_obstacles_selects() {
    let (sandbox, plain) = (varied_register(), Plain::varied());
    assert_eq!(plain.obstacles.len(), 80);
    let mut nothing: Vec<&str> = Vec::new();
    for (filter, holds) in FILTERS {
        let wanted = numbers(&plain.chosen(holds));
        assert_eq!(listed(&sandbox, filter), wanted, "{filter:?}");
        if wanted.is_empty() {
            nothing.push(filter);
        }
    }
    // Comparing two empty lists proves little, so only these filters may select nothing.
    assert_eq!(
        nothing,
        [
            "--logged-since 2999-01-01",
            "--since 2017-01-01 --until 2016-12-31",
            "--since today",
            "--no-factsheet --factsheet F-01",
            "--overdue --status closed",
            "--status open --resolution within-rules",
        ]
    );
    assert!(some_filters().all(|(_, holds)| !plain.chosen(holds).is_empty()));
}

/// Vocabularies as (fixture file, filter option, column of the obstacles).
const VOCABULARIES: &[(&str, &str, &str)] = &[
    ("ministries.csv", "--lead", "ministry"),
    ("regions.csv", "--region", "region"),
    ("care-domains.csv", "--care-domain", "care_domain"),
    ("themes.csv", "--theme", "theme"),
    ("natures.csv", "--nature", "nature"),
];

fn every_label_selects_its_code(fits: impl Fn(&str) -> bool) -> usize {
    let (sandbox, plain) = (Sandbox::demo(), Plain::demo());
    let mut checked = 0;
    for (file, option, column) in VOCABULARIES {
        for term in fixture(file) {
            let wanted = numbers(&plain.chosen(|row| cell(row, column) == cell(&term, "code")));
            for label in ["code", "nl", "en"].map(|name| cell(&term, name)).into_iter().filter(|label| fits(label)) {
                for text in [label.to_owned(), label.to_lowercase(), label.to_uppercase()] {
                    assert_eq!(listed(&sandbox, &format!("{option} {}", quote(&text))), wanted, "{option} {text}");
                    checked += 1;
                }
            }
        }
    }
    checked
}

#[test]
fn a_value_is_named_by_its_code_or_its_dutch_or_english_label_in_any_case() {
    assert!(every_label_selects_its_code(|label| !label.contains(',')) > 200);
}

#[test]
fn a_label_with_a_comma_is_one_value_of_a_filter() {
    assert!(every_label_selects_its_code(|label| label.contains(',')) > 10);
}

#[test]
fn a_filter_on_an_own_rule_excludes_an_agreement_of_the_same_name() {
    let sandbox = Sandbox::new();
    sandbox.run("log 'Eigen regel' --ministry OCW --law 'own-rule: Functieboek'").ok();
    sandbox.run("log Cao --ministry OCW --law 'cao: Functieboek'").ok();
    assert_eq!(listed(&sandbox, "--law 'own-rule: Functieboek'"), ["B-001"]);
    assert_eq!(listed(&sandbox, "--law 'cao: Functieboek'"), ["B-002"]);
}

#[test]
fn an_unknown_value_of_a_filter_is_rejected_with_the_known_ones() {
    let sandbox = Sandbox::demo();
    let refused: &[(&str, i32, &str)] = &[
        (
            "--ministry BZK",
            2,
            "'BZK' is not in the list of ministries; choose from: OCW, SZW, VWS; or add one with: ruimte ministry add CODE --nl NAME --en NAME",
        ),
        (
            "--nature own-rule,onzin",
            2,
            "'onzin' is not in the list of natures; choose from: collective-agreement, funding, own-rule, statutory-barrier, unclear-rule; or add one with: ruimte nature add CODE --nl NAME --en NAME",
        ),
        (
            "--status opn",
            2,
            "'opn' is not a valid value for --status; choose from: collected, in-analysis, solved, closed, open",
        ),
        ("--since 31-02-2018", 2, "there is no date 31-02-2018; write for instance 2018-05-12 or 12-5-2018"),
        ("--factsheet F-99", 66, "there is no F-99 in this register; see: ruimte factsheet list"),
    ];
    for (filter, code, message) in refused {
        for command in ["list", "count --by status", "report totals"] {
            assert_eq!(
                sandbox.run(format!("{command} {filter}")).fails(*code),
                format!("ruimte: {message}\n"),
                "{command:?} {filter:?}"
            );
        }
    }
}

#[test]
fn what_was_logged_since_a_moment_is_found_by_the_journal() {
    let sandbox = Sandbox::new();
    for title in ["Eerste", "Tweede", "Derde"] {
        std::thread::sleep(std::time::Duration::from_millis(20));
        sandbox.run(format!("log {title} --ministry OCW --received 2016-01-01")).ok();
    }
    // Editing an obstacle does not make it new.
    sandbox.run("edit B-001 --title 'Eerste keer'").ok();
    let history = sandbox.rows("history");
    // Each of these entries has one row about the title.
    let at = |action: &str, place: usize| {
        let is_wanted = |row: &&Row| row["action"] == action && row["attribute"] == "title";
        history.iter().rev().filter(is_wanted).nth(place).unwrap()["at"].clone()
    };
    let listed = |since: &str| -> Vec<String> {
        let rows = sandbox.rows(format!("list --logged-since {since}"));
        rows.into_iter().map(|row| row["number"].clone()).collect()
    };
    assert_eq!(listed(&at("log", 0)), ["B-001", "B-002", "B-003"]);
    assert_eq!(listed(&at("log", 1)), ["B-002", "B-003"], "the moment itself is included");
    assert_eq!(listed(&at("log", 2)), ["B-003"]);
    assert_eq!(listed(&at("edit", 0)), [""; 0]);
    assert_eq!(listed("today"), ["B-001", "B-002", "B-003"]);
    assert_eq!(listed("2999-12-31T23:59"), [""; 0]);
    // In a past state, only what had been logged by then is found.
    let past = sandbox.rows("list --as-of 3 --logged-since today");
    assert_eq!(past.iter().map(|row| row["number"].as_str()).collect::<Vec<_>>(), ["B-001", "B-002"]);
    // Taking back an entry also takes back what it logged.
    sandbox.run("undo 4").ok();
    assert_eq!(listed("today"), ["B-001", "B-002"]);
    let counted = sandbox.rows("count --logged-since today");
    assert_eq!(counted[0]["obstacles"], "2");
    sandbox.run("list --logged-since soon").fails(2);
}

#[test]
fn a_filter_on_days_and_on_a_measure_is_described_and_refuses_what_is_neither() {
    let sandbox = Sandbox::demo();
    let page = sandbox.run("list --answered-within 8-14,181+ --measure collected --format html").ok();
    assert!(page.contains("answered 8 to 14 or 181 or more days after receipt"), "{page}");
    assert!(page.contains("counted as &#x27;obstacles collected&#x27;"), "{page}");
    let page = sandbox.run_in_dutch("list --solved-within 14 --format html").ok();
    assert!(page.contains("opgelost 0 tot en met 14 dagen na ontvangst"), "{page}");
    let refused = "ruimte: 'soon' is no number of days; write for instance 14 (at most 14), 8-14 or 181+\n";
    assert_eq!(sandbox.run("list --answered-within soon").fails(2), refused);
    let refused = sandbox.run("list --measure meetings").fails(2);
    assert!(refused.contains("'meetings'") && refused.contains("collected"), "{refused}");
}
