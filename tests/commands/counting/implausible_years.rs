//! Mistyped years: the obstacle is recorded with a warning, and reports do not list hundreds of empty quarters.

use crate::common::{Row, Sandbox};

fn growth(sandbox: &Sandbox) -> Vec<[String; 5]> {
    let columns = ["quarter", "collected", "solved_then", "collected_so_far", "solved_so_far"];
    let row = |row: Row| columns.map(|column| row[column].clone());
    sandbox.rows("report growth").into_iter().map(row).collect()
}

fn log(sandbox: &Sandbox, day: &str) -> String {
    sandbox.run(format!("log Een --ministry OCW --received {day}")).notices()
}

#[test]
fn a_date_more_than_a_century_ago_is_recorded_with_a_warning() {
    let sandbox = Sandbox::new();
    let message = "Note: 0001-05-12 is more than a hundred years ago";
    assert!(log(&sandbox, "0001-05-12").contains(message));
    assert!(!log(&sandbox, "1950-01-01").contains("ago"));
    assert!(sandbox.run("edit 2 --received 0001-05-12").notices().contains(message));
    sandbox.write("list.csv", "title,ministry,received\nA,OCW,0018-05-12\nB,OCW,2018-05-12\nC,OCW,1018-05-12\n");
    let message = sandbox.run("import obstacles list.csv").notices();
    assert!(message.contains("Note: days more than a hundred years ago: 2"), "{message}");
    let message = sandbox.run_in_dutch("edit 2 --received 0002-05-12").notices();
    assert!(message.contains("Let op: 0002-05-12 is meer dan honderd jaar geleden"), "{message}");
    assert_eq!(sandbox.rows("list --until 1100-01-01").len(), 4);
}

#[test]
fn a_long_run_of_empty_quarters_is_one_row_and_a_short_one_is_not() {
    let sandbox = Sandbox::new();
    log(&sandbox, "0001-02-01");
    log(&sandbox, "2012-12-31");
    // Twenty empty quarters come before this obstacle. Each of them still has a row of its own.
    log(&sandbox, "2018-01-01");
    // Twenty-one empty quarters come before this obstacle. They are merged into one row.
    log(&sandbox, "2023-07-01");
    let rows = growth(&sandbox);
    assert_eq!(rows[0], ["0001-Q1", "1", "0", "1", "0"]);
    assert_eq!(rows[1], ["0001-Q2/2012-Q3", "0", "0", "1", "0"]);
    assert_eq!(rows[2], ["2012-Q4", "1", "0", "2", "0"]);
    assert_eq!(rows[3], ["2013-Q1", "0", "0", "2", "0"]);
    assert_eq!(rows[22], ["2017-Q4", "0", "0", "2", "0"]);
    assert_eq!(rows[23], ["2018-Q1", "1", "0", "3", "0"]);
    assert_eq!(rows[24], ["2018-Q2/2023-Q2", "0", "0", "3", "0"]);
    assert_eq!(rows[25], ["2023-Q3", "1", "0", "4", "0"]);
    assert_eq!(rows.len(), 26);
}

#[test]
fn a_wrong_year_adds_only_a_few_lines_to_growth_and_the_overview() {
    let sandbox = Sandbox::new();
    log(&sandbox, "2018-05-12");
    let size = |words: &str| sandbox.run(words).ok().len();
    let mut commands =
        ["table", "csv", "json", "html"].map(|format| format!("report growth --format {format}")).to_vec();
    commands.push("report overview --format html".to_owned());
    let before: Vec<usize> = commands.iter().map(|command| size(command)).collect();
    log(&sandbox, "0001-05-12");
    for (words, before) in commands.iter().zip(before) {
        let held = sandbox.run(words).ok().replace("&#x2f;", "/");
        assert!(held.contains("0001-Q3/2018-Q1"), "{words:?}");
        assert!(held.len() < before + 10_000, "{words:?}: {} after {before}", held.len());
    }
}
