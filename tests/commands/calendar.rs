//! Edge cases of dates: daylight saving transitions, leap days, the first and last year of a four-digit calendar, and
//! time zones of every kind, including invalid ones.

use crate::common::{NETHERLANDS, Sandbox};
use rusqlite::Connection;
use std::ffi::OsString;

/// A register with one journal entry for each given moment. The first entry creates the register; each later entry logs
/// an obstacle.
fn register_made_at(moments: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    for moment in &moments[1..] {
        sandbox.run(format!("log '{moment}' --ministry OCW --received 2018-01-01")).ok();
    }
    let connection = Connection::open(sandbox.path("register.db")).unwrap();
    connection.execute_batch("DROP TRIGGER journal_is_never_changed").unwrap();
    for (entry, moment) in (1_i64..).zip(moments) {
        connection.execute("UPDATE journal SET at = ?1 WHERE number = ?2", (moment, entry)).unwrap();
    }
    connection.close().unwrap();
    sandbox
}

/// The number of obstacles that the register contained at the end of a day in a time zone.
#[track_caller]
fn obstacles_at_end_of(day: &str, zone: &str, sandbox: &Sandbox) -> usize {
    let message = sandbox.run_in_zone(zone, format!("list --as-of {day} --columns number --format csv")).ok();
    message.lines().count() - 1
}

#[test]
fn an_invalid_time_zone_shifts_today_by_at_most_a_day() {
    let sandbox = Sandbox::new();
    let around: Vec<String> = [-1, 0, 1]
        .map(|days| jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * days))
        .map(|moment| moment.to_string()[..10].to_owned())
        .to_vec();
    let long = "A".repeat(100_000);
    for zone in [
        "",
        ":",
        " ",
        "UTC",
        "UTC0",
        NETHERLANDS,
        "Europe/Amsterdam",
        ":Europe/Amsterdam",
        "Nergens/Dorp",
        "UTC+99",
        "<X>167",
        "<X>-167:59:59",
        "<NOON>25",
        "CET-1CEST",
        "CET-1CEST,M3.5.0,M10.5.0/3,",
        "CET-1CEST,J0,J400",
        "é",
        "A",
        "..",
        "/",
        "../../etc/passwd",
        "/etc/passwd",
        "/nergens",
        "/dev/null",
        "/dev/zero",
        "%s%n",
        "\n",
        "\u{202e}",
        &long,
    ] {
        let result = sandbox.run_in_zone(zone, "log Titel --ministry OCW --quiet");
        assert_eq!((result.code, result.stderr.as_str()), (0, ""), "{zone:?}");
        let rows = sandbox.rows("list --sort=-number --limit 1 --columns received");
        assert!(around.contains(&rows[0]["received"]), "{zone:?}: {rows:?}");
        assert_eq!(sandbox.run_in_zone(zone, "count --as-of today").code, 0, "{zone:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_time_zone_that_is_not_text_is_ignored() {
    use std::os::unix::ffi::OsStringExt;
    let sandbox = Sandbox::new();
    let zone = OsString::from_vec(vec![0xff, b'/', 0xfe]);
    assert_eq!(sandbox.run_in_zone(zone, "log Titel --ministry OCW --quiet").ok(), "B-001\n");
}

#[test]
fn a_day_with_a_clock_change_ends_at_midnight() {
    // In the Netherlands, 25 March 2018 has 23 hours and ends at 22:00 UTC; 28 October 2018 has 25 hours and ends at
    // 23:00 UTC.
    let sandbox = register_made_at(&[
        "2018-03-24T22:59:59.000Z",
        "2018-03-24T23:00:00.000Z",
        "2018-03-25T21:59:59.999Z",
        "2018-03-25T22:00:00.000Z",
        "2018-10-27T21:59:59.999Z",
        "2018-10-27T22:00:00.000Z",
        "2018-10-28T00:30:00.000Z",
        "2018-10-28T01:30:00.000Z",
        "2018-10-28T22:59:59.999Z",
        "2018-10-28T23:00:00.000Z",
    ]);
    for (day, count) in [
        ("2018-03-24", 0),
        ("2018-03-25", 2),
        ("2018-03-26", 3),
        ("2018-10-27", 4),
        ("2018-10-28", 8),
        ("2018-10-29", 9),
    ] {
        assert_eq!(obstacles_at_end_of(day, NETHERLANDS, &sandbox), count, "{day}");
    }
}

#[test]
fn a_day_without_midnight_ends_too() {
    // In Brazil, clocks went forward from midnight to 01:00 on 4 November 2018, so that day began at 03:00 UTC.
    const BRAZIL: &str = "<-03>3<-02>,M11.1.0/0,M2.3.0/0";
    let sandbox = register_made_at(&[
        "2018-11-03T00:00:00.000Z",
        "2018-11-04T02:59:59.999Z",
        "2018-11-04T03:00:00.000Z",
        "2018-11-05T01:59:59.999Z",
        "2018-11-05T02:00:00.000Z",
    ]);
    for (day, count) in [("2018-11-03", 1), ("2018-11-04", 3), ("2018-11-05", 4)] {
        assert_eq!(obstacles_at_end_of(day, BRAZIL, &sandbox), count, "{day}");
    }
}

#[test]
fn an_entry_with_a_future_time_does_not_block_later_writes() {
    // When the second entry was made, the clock was far in the future. It was corrected before the third entry.
    let sandbox = register_made_at(&["2018-01-01T12:00:00.000Z", "2999-12-31T23:59:59.999Z"]);
    sandbox.run("log Daarna --ministry OCW").ok();
    let entries = sandbox.rows("history --limit 3");
    assert_eq!(entries.first().map(|entry| entry["entry"].as_str()), Some("3"));
    assert_eq!(sandbox.run("list --as-of 2 --columns number --format csv").ok(), "number\r\nB-001\r\n");
    let message = sandbox.run("check").stderr;
    assert!(
        message.starts_with("Note: the clock was set back before entry 3; the order is that of the numbers\n"),
        "{message}"
    );
}

#[test]
fn a_leap_day_exists_in_leap_years_only() {
    let sandbox = Sandbox::new();
    for (day, stored) in [("29-02-2016", "2016-02-29"), ("29/2/2000", "2000-02-29"), ("2400-02-29", "2400-02-29")] {
        sandbox.run(format!("log {day} --ministry OCW --received {day}")).ok();
        let rows = sandbox.rows(format!("list --since {day} --until {day} --columns received"));
        assert_eq!(rows.iter().map(|row| row["received"].as_str()).collect::<Vec<_>>(), [stored]);
    }
    for day in ["29-02-2015", "29-02-2100", "29-02-1900", "1900-02-29", "30-02-2016"] {
        for option in ["--received", "--due"] {
            assert_eq!(
                sandbox.run(format!("log Titel --ministry OCW {option} {day}")).fails(2),
                format!("ruimte: there is no date {day}; write for instance 2018-05-12 or 12-5-2018\n")
            );
        }
        assert_eq!(
            sandbox.run(format!("count --as-of {day}")).fails(66),
            format!("ruimte: '{day}' is not a day, an entry or a snapshot; see: ruimte snapshot list\n")
        );
    }
    // A turnaround time includes a leap day like any other day.
    sandbox.run("edit 1 --answered 2016-03-01").ok();
    let message = sandbox.run("report turnaround").ok();
    let line = message.lines().find(|line| line.starts_with("received to answered")).unwrap();
    // With one obstacle, the median and the 90th percentile both equal the turnaround time of that obstacle: one day.
    assert_eq!(line.split_whitespace().skip(3).collect::<Vec<_>>(), ["1", "1", "1"], "{message}");
}

#[test]
fn the_first_and_the_last_year_are_valid_and_years_beyond_are_not() {
    let sandbox = Sandbox::new();
    let step = |arguments: &str| drop(sandbox.run(arguments).ok());
    step("log Eerste --ministry OCW --received 1-1-0001 --due 9999-12-31");
    step("log Laatste --ministry OCW --received 31-12-9999 --due 0001-01-01");
    step("contact call 1 --on 0001-01-01");
    step("contact call 2 --on 9999-12-31");
    step("classify 1 within-rules --because Mag --on 9999-12-31");
    step("publication add p --nl P --en P --since 0001-01-01 --until 9999-12-31");
    assert_eq!(
        sandbox.run("list --columns number,received,due,solved --format csv").ok(),
        "number,received,due,solved\r\nB-001,0001-01-01,9999-12-31,9999-12-31\r\nB-002,9999-12-31,0001-01-01,\r\n"
    );
    for (day, message) in [
        (
            "10000-01-01",
            "'10000-01-01' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today",
        ),
        (
            "31-12-10000",
            "'31-12-10000' is not a date; write the year in four digits, as in 2018-05-12 or 12-5-2018, or today",
        ),
        ("0000-12-31", "there is no date 0000-12-31; write for instance 2018-05-12 or 12-5-2018"),
        ("31-12-0000", "there is no date 31-12-0000; write for instance 2018-05-12 or 12-5-2018"),
    ] {
        for option in ["--since", "--until", "--solved-since", "--reference-date"] {
            assert_eq!(
                sandbox.run(format!("count {option} {day}")).fails(2),
                format!("ruimte: {message}\n"),
                "{option}"
            );
        }
        assert_eq!(
            sandbox.run(format!("log T --ministry OCW --received {day}")).fails(2),
            format!("ruimte: {message}\n")
        );
    }
    for zone in ["<X>-167", "<X>167", NETHERLANDS] {
        for words in [
            "count --by status --as-of 9999-12-31",
            "count --by status --reference-date 9999-12-31",
            "count --by status --reference-date 0001-01-01",
            "list --as-of 9999-12-31 --overdue",
            "report turnaround",
            "report overdue",
            "report totals --since 0001-01-01 --until 9999-12-31",
            "report growth --until 0002-01-01",
            "history --since 0001-01-01 --until 9999-12-31 --limit 1",
            "reconcile p",
            "list -o list.xlsx",
            "list -o list.ods",
            "show B-001 C-002",
        ] {
            let result = sandbox.run_in_zone(zone, words);
            assert!(
                result.code == 0 || (words.starts_with("reconcile") && result.code == 66),
                "{zone} {words:?}: {result:?}"
            );
        }
        assert_eq!(sandbox.run_in_zone(zone, "list --as-of 0001-01-01").code, 66, "{zone}");
    }
}
