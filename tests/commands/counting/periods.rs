//! Filtering by period, and counting by attributes under their Dutch names.

use crate::common::{Sandbox, receipt_fields};

/// Obstacles received or solved on the first and last days of quarters and years.
const DATED: &str = "\
title,ministry,status,resolution,reason,received,solved
Een,OCW,,,,2025-12-31,
Twee,OCW,,,,2026-01-01,
Drie,OCW,solved,within-rules,Zo,2026-02-28,2026-04-01
Vier,VWS,solved,within-rules,Zo,2026-03-31,2026-06-30
Vijf,VWS,,,,2026-04-01,
Zes,VWS,,,,2026-12-31,
Zeven,VWS,,,,,
";

fn dated() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", DATED);
    sandbox.run("import obstacles list.csv").ok();
    sandbox
}

#[test]
fn a_period_selects_its_days_and_no_other() {
    let sandbox = dated();
    for (option, found) in [
        ("--period 2026", &["B-002", "B-003", "B-004", "B-005", "B-006"][..]),
        ("--period 2025", &["B-001"]),
        ("--period 2026-Q1", &["B-002", "B-003", "B-004"]),
        ("--period 2026q1", &["B-002", "B-003", "B-004"]),
        ("--period 'Q1 2026'", &["B-002", "B-003", "B-004"]),
        ("--period 2026-k4", &["B-006"]),
        ("--period 'eerste kwartaal van 2026'", &["B-002", "B-003", "B-004"]),
        ("--period 'first quarter of 2026'", &["B-002", "B-003", "B-004"]),
        ("--period '2026 kwartaal 4'", &["B-006"]),
        ("--period 'het 4e kwartaal 2026'", &["B-006"]),
        ("--period 2026-03", &["B-004"]),
        ("--period 2026-02", &["B-003"]),
        ("--period 'maart 2026'", &["B-004"]),
        ("--solved-period 2026-Q2", &["B-003", "B-004"]),
        ("--solved-period 2026-06 --period 2026-Q1", &["B-004"]),
        ("--period 2024", &[]),
        ("--period 2025,2026-Q4", &["B-001", "B-006"]),
        ("--period 2026-Q4 --period 2025", &["B-001", "B-006"]),
        ("--period '2025; 2026-Q4'", &["B-001", "B-006"]),
        ("--period 2026-Q1,2026-04 --solved-period 2026-06 --solved-period 2026-04", &["B-003", "B-004"]),
    ] {
        let rows = sandbox.rows(format!("list --columns number {option}"));
        let numbers: Vec<&str> = rows.iter().map(|row| row["number"].as_str()).collect();
        assert_eq!(numbers, found, "{option}");
    }
    let page = sandbox.run("list --period 2026-Q1 --format html").ok();
    assert!(page.contains("received from 1 January 2026 up to and including 31 March 2026"), "{page}");
    let page = sandbox.run_in_dutch("list --solved-period 2026-06 --format html").ok();
    assert!(page.contains("opgelost van 1 juni 2026 tot en met 30 juni 2026"), "{page}");
    let page = sandbox.run_in_dutch("list --period 2026-01 --period 2026-03 --format html").ok();
    let both = "ontvangen van 1 januari 2026 tot en met 31 januari 2026 of ontvangen van 1 maart 2026 tot en met 31 maart 2026";
    assert!(page.contains(both), "{page}");
    // `--reference-date` sets the current day for relative periods.
    for (day, period, found) in [
        ("2026-05-15", "this-quarter", &["B-005"][..]),
        ("2026-05-15", "dit-kwartaal", &["B-005"]),
        ("2026-05-15", "dit kwartaal", &["B-005"]),
        ("2026-05-15", "this quarter", &["B-005"]),
        ("2026-05-15", "huidige kwartaal", &["B-005"]),
        ("2026-05-15", "vorig kwartaal", &["B-002", "B-003", "B-004"]),
        ("2026-05-15", "het vorige kwartaal", &["B-002", "B-003", "B-004"]),
        ("2026-05-15", "previous quarter", &["B-002", "B-003", "B-004"]),
        ("2026-05-15", "afgelopen jaar", &["B-001"]),
        ("2026-05-15", "last-quarter", &["B-002", "B-003", "B-004"]),
        ("2026-05-15", "Vorig kwartaal", &["B-002", "B-003", "B-004"]),
        ("2026-01-31", "vorig-kwartaal", &["B-001"]),
        ("2026-12-31", "this-year", &["B-002", "B-003", "B-004", "B-005", "B-006"]),
        ("2026-12-31", "dit-jaar", &["B-002", "B-003", "B-004", "B-005", "B-006"]),
        ("2026-05-15", "last-year", &["B-001"]),
        ("2026-05-15", "vorig-jaar", &["B-001"]),
        ("2026-04-30", "vorige maand", &["B-004"]),
    ] {
        let rows = sandbox.rows(format!("list --columns number --reference-date {day} --period '{period}'"));
        let numbers: Vec<&str> = rows.iter().map(|row| row["number"].as_str()).collect();
        assert_eq!(numbers, found, "{day} {period}");
    }
}

#[test]
fn a_week_begins_on_monday_and_can_be_yet_to_come() {
    let sandbox = Sandbox::new();
    // 30 November 2026 is a Monday.
    for day in ["2026-11-29", "2026-11-30", "2026-12-03", "2026-12-06", "2026-12-07", "2026-12-31", "2027-01-01"] {
        sandbox.run(format!("log 'Voor {day}' --ministry OCW --received 2026-11-01 --due {day}")).ok();
    }
    for (day, period, found) in [
        ("2026-11-30", "this-week", &["2026-11-30", "2026-12-03", "2026-12-06"][..]),
        ("2026-12-06", "deze week", &["2026-11-30", "2026-12-03", "2026-12-06"]),
        ("2026-12-03", "next-week", &["2026-12-07"]),
        ("2026-12-03", "komende week", &["2026-12-07"]),
        ("2026-12-03", "vorige-week", &["2026-11-29"]),
        ("2027-01-03", "this-week", &["2026-12-31", "2027-01-01"]),
        ("2026-11-30", "volgende-maand", &["2026-12-03", "2026-12-06", "2026-12-07", "2026-12-31"]),
        ("2026-11-30", "next-year", &["2027-01-01"]),
        ("2026-12-03", "next-quarter", &["2027-01-01"]),
    ] {
        let rows =
            sandbox.rows(format!("list --columns due --sort due --reference-date {day} --due-period '{period}'"));
        let days: Vec<&str> = rows.iter().map(|row| row["due"].as_str()).collect();
        assert_eq!(days, found, "{day} {period}");
    }
    let page = sandbox.run_in_dutch("list --due-period 2026-12 --format html").ok();
    assert!(page.contains("antwoord uiterlijk van 1 december 2026 tot en met 31 december 2026"), "{page}");
    assert_eq!(sandbox.rows("list --due-since 2026-12-07 --due-until 2026-12-31").len(), 2);
}

#[test]
fn what_is_not_a_period_is_refused() {
    let sandbox = dated();
    for typed in ["2026-Q5", "2026-13", "26", "Q1", "kwartaal", "week", "0000", "2026-Q1-2", "2026-00", "12026"] {
        assert_eq!(
            sandbox.run(format!("list --period '{typed}'")).fails(2),
            format!(
                "ruimte: '{typed}' is not a period; write for instance 2026, 2026-Q1, 2026-03, this-quarter, last-year or this-week\n"
            )
        );
        assert_eq!(
            sandbox.run_in_dutch(format!("count --solved-period '{typed}'")).fails(2),
            format!(
                "ruimte: '{typed}' is geen periode; schrijf bijvoorbeeld 2026, 2026-Q1, 2026-03, dit-kwartaal, vorig-jaar of deze-week\n"
            )
        );
    }
}

#[test]
fn every_one_of_several_periods_must_be_valid() {
    let sandbox = dated();
    for typed in ["--period 2026,2026-Q5", "--period 2026-Q5 --period 2026"] {
        assert_eq!(
            sandbox.run(format!("list {typed}")).fails(2),
            "ruimte: '2026-Q5' is not a period; write for instance 2026, 2026-Q1, 2026-03, this-quarter, last-year or this-week\n"
        );
    }
}

#[test]
fn a_receipt_contains_all_periods() {
    let sandbox = dated();
    let counted = sandbox.run("count --period 2025 --period 2026-Q4");
    assert_eq!(counted.stdout, "obstacles\n        2\n");
    let receipt = counted.receipt.unwrap();
    assert_eq!(receipt_fields(&receipt)["command"], "count --period 2025,2026-Q4");
    sandbox.run(["receipt", &receipt]).ok();
}

#[test]
fn counts_are_grouped_by_dutch_names_too() {
    let sandbox = dated();
    for (dutch, english) in [
        ("ministerie,kwartaal", "ministry,quarter"),
        ("Jaar", "year"),
        ("maand van ontvangst", "month"),
        ("kwartaal-van-oplossing", "solved-quarter"),
        ("zorgdomein", "care_domain"),
        ("care-domain", "care_domain"),
        ("wet,thema", "laws,theme"),
        ("afgesloten-als", "closed_as"),
    ] {
        let by = |names: &str| sandbox.run(format!("count --by '{names}' --format csv")).ok();
        assert_eq!(by(dutch), by(english), "{dutch}");
    }
    assert_eq!(
        sandbox.run("count --by ministerie,kwartaal --period 2026 --format csv").ok().replace("\r\n", "\n"),
        "ministry,received_quarter,lead,mentions\n\
         OCW,2026-Q1,2,2\nVWS,2026-Q1,1,1\nVWS,2026-Q2,1,1\nVWS,2026-Q4,1,1\n"
    );
}
