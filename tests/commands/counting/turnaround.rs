//! The report of turnaround times, compared with an independent count and with values computed by hand.

use super::filters::some_filters;
use super::{Plain, cell, table, varied_register};
use crate::common::{Row, Sandbox};
use jiff::civil::Date;

/// For each obstacle with both dates, returns the number of days from receipt to another event, such as the answer. The
/// result is sorted.
fn days_until(rows: &[&Row], until: &str) -> Vec<i32> {
    let day = |row: &Row, name: &str| cell(row, name).parse::<Date>().ok();
    let mut days: Vec<i32> = rows
        .iter()
        .filter_map(|row| Some((day(row, "received")?, day(row, until)?)))
        .map(|(received, until)| received.until(until).unwrap().get_days())
        .collect();
    days.sort_unstable();
    days
}

#[test]
fn the_report_of_turnaround_gives_the_median_and_the_nearest_rank_90th_percentile() {
    let (sandbox, plain) = (varied_register(), Plain::varied());
    for (filter, holds) in some_filters() {
        let chosen = plain.chosen(holds);
        let wanted: Vec<Vec<String>> = ["answered", "solved"]
            .iter()
            .filter_map(|until| {
                let days = days_until(&chosen, until);
                let n = days.len();
                let middle = f64::from(days.get(n / 2)? + days.get((n - 1) / 2)?) / 2.0;
                // Nearest-rank percentile: the smallest number of days within which at least 90% of the obstacles were
                // handled.
                let p90 = days.iter().find(|day| 10 * days.iter().filter(|other| other <= day).count() >= 9 * n)?;
                Some(vec![(*until).to_owned(), n.to_string(), middle.to_string(), p90.to_string()])
            })
            .collect();
        let (header, rows) = table(&sandbox, &format!("report turnaround {filter}"));
        assert_eq!(header.join(","), "until_event,obstacles,median_days,p90_days");
        assert_eq!(rows, wanted, "{filter:?}");
    }
}

/// A register with one obstacle for each given number of days between receipt (1 January 2020) and solution.
fn solved_after(days: &[i64]) -> Sandbox {
    let received: Date = "2020-01-01".parse().unwrap();
    let mut file = "title,ministry,status,resolution,received,solved\n".to_owned();
    for days in days {
        let solved = received.checked_add(jiff::Span::new().days(*days)).unwrap();
        file.push_str(&format!("Na {days},OCW,solved,within-rules,{received},{solved}\n"));
    }
    let sandbox = Sandbox::new();
    sandbox.write("solved.csv", file);
    sandbox.run("import obstacles solved.csv").ok();
    sandbox
}

#[test]
fn the_turnaround_of_a_few_obstacles_matches_a_hand_calculation() {
    for (days, row) in [
        (&[7][..], "solved,1,7,7"),
        (&[0, 0], "solved,2,0,0"),
        (&[10, 2], "solved,2,6,10"),
        (&[1, 100, 4], "solved,3,4,100"),
        (&[9, 8, 7, 6, 5, 4, 3, 2, 1], "solved,9,5,9"),
        (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "solved,10,5.5,9"),
        (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], "solved,11,6,10"),
        (&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20], "solved,20,10.5,18"),
        (&[59, 60, 366], "solved,3,60,366"),
    ] {
        assert_eq!(
            solved_after(days).run("report turnaround --format csv").ok(),
            format!("until_event,obstacles,median_days,p90_days\r\n{row}\r\n"),
            "{days:?}"
        );
    }
}
