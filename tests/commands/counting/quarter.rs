//! The quarterly report: its numbers are worked out here by hand, and equal those of `count` and `list`.

use crate::common::{Sandbox, execute, rows_of};

/// Six obstacles and three contacts, around the first quarter of 2026.
const OBSTACLES: &str = "\
number,title,ministry,involved,status,resolution,received,solved,closed_as,due,duplicate_of
B-001,Een,OCW,VWS,solved,within-rules,2026-01-05,2026-02-01,,,
B-002,Twee,OCW,,collected,,2026-03-31,,,2026-04-15,
B-003,Drie,VWS,,solved,regional-approach,2025-11-01,2026-01-01,,,
B-004,Vier,SZW,,closed,,2026-01-01,,duplicate,,B-001
B-005,Vijf,OCW,,solved,within-rules,2025-10-01,2025-12-31,,,
B-006,Zes,VWS,,in-analysis,,2026-04-01,,,,
";

fn register() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", OBSTACLES);
    sandbox.run("import obstacles list.csv").ok();
    sandbox.run("contact meeting 1 --on 2026-01-10 -q").ok();
    sandbox.run("contact call 2 --on 2026-03-31 -q").ok();
    sandbox.run("contact call 1 --on 2025-12-01 -q").ok();
    sandbox
}

/// Received in the quarter: B-001, B-002 and B-004; in the quarter before: B-003 and B-005. Solved: B-001 and B-003;
/// before: B-005. Still open: B-002.
const TOTALS: &str = "\
part,figure,ministry,number,title,value,previous,change,numbers
totals,received,,,,3,2,1,
totals,duplicates,,,,1,0,1,
totals,solved,,,,2,1,1,
totals,solved-within-rules,,,,1,1,0,
totals,solved-regional-approach,,,,1,0,1,
totals,open,,,,1,0,1,
totals,meetings,,,,1,0,1,
totals,calls,,,,1,1,0,
totals,emails,,,,0,0,0,
";

/// B-001 counts for OCW and for VWS.
const MINISTRIES: &str = "\
ministries,received,OCW,,,2,,,
ministries,solved,OCW,,,1,,,
ministries,solved-within-rules,OCW,,,1,,,
ministries,solved-regional-approach,OCW,,,0,,,
ministries,open,OCW,,,1,,,
ministries,received,SZW,,,1,,,
ministries,solved,SZW,,,0,,,
ministries,solved-within-rules,SZW,,,0,,,
ministries,solved-regional-approach,SZW,,,0,,,
ministries,open,SZW,,,0,,,
ministries,received,VWS,,,1,,,
ministries,solved,VWS,,,2,,,
ministries,solved-within-rules,VWS,,,1,,,
ministries,solved-regional-approach,VWS,,,1,,,
ministries,open,VWS,,,0,,,
";

fn csv(sandbox: &Sandbox, arguments: &str) -> String {
    sandbox.run(format!("report quarter {arguments} --format csv")).ok().replace("\r\n", "\n")
}

/// Runs a command that may group obstacles by meaning, and returns its standard output.
fn run_with_meaning(sandbox: &Sandbox, line: &str) -> String {
    let mut command = sandbox.command(line);
    command.env_remove("RUIMTE_MEANING");
    execute(command).ok()
}

#[test]
fn the_quarter_counts_what_was_received_and_solved_in_it_beside_the_quarter_before() {
    let sandbox = register();
    let report = csv(&sandbox, "--period 2026-Q1");
    assert!(report.starts_with(&format!("{TOTALS}{MINISTRIES}")), "{report}");
    for period in ["'eerste kwartaal van 2026'", "2026-q1", "'1e kwartaal 2026'"] {
        assert_eq!(csv(&sandbox, &format!("--period {period}")), report);
    }
}

#[test]
fn the_quarter_without_a_period_is_the_last_whole_one() {
    let sandbox = register();
    let report = csv(&sandbox, "--reference-date 2026-05-01");
    assert!(report.starts_with(TOTALS), "{report}");
    // B-002 was promised for 15 April, after the quarter.
    assert!(!report.contains("\noverdue,"), "{report}");
    let present = csv(&sandbox, "--period this-quarter --reference-date 2026-05-01");
    assert!(present.contains("\noverdue,days-overdue,OCW,B-002,Twee,16,,,\n"), "{present}");
    assert_eq!(report, csv(&sandbox, "--period last-quarter --reference-date 2026-05-01"));
    assert_eq!(report, csv(&sandbox, "--period 2026-Q1 --reference-date 2026-05-01"));
    // On the last day of a quarter, that quarter is not whole yet.
    let report = csv(&sandbox, "--reference-date 2026-03-31");
    assert!(report.contains("\ntotals,solved,,,,1,0,1,\n"), "{report}");
}

#[test]
fn every_number_of_a_quarter_equals_that_of_count_or_list() {
    let sandbox = Sandbox::demo();
    for filter in ["", "--ministry VWS", "--theme permanent-leren --region 12"] {
        let rows = rows_of(&csv(&sandbox, &format!("--period 2017-Q4 {filter}")));
        let count = |conditions: &str| {
            let counted = sandbox.rows(format!("count {conditions} {filter}"));
            counted[0]["obstacles"].clone()
        };
        let (received, solved) = ("--since 2017-10-01 --until 2017-12-31", "--solved-period 2017-Q4");
        let of = |part: &str, figure: &str, ministry: &str, column: &str| {
            let is_wanted = |row: &&crate::common::Row| {
                (row["part"].as_str(), row["figure"].as_str(), row["ministry"].as_str()) == (part, figure, ministry)
            };
            rows.iter().find(is_wanted).map_or("0".to_owned(), |row| row[column].clone())
        };
        for (figure, conditions) in [
            ("received", received.to_owned()),
            ("duplicates", format!("{received} --closed-as duplicate")),
            ("solved", solved.to_owned()),
            ("solved-within-rules", format!("{solved} --resolution within-rules")),
            ("solved-regional-approach", format!("{solved} --resolution regional-approach")),
            ("open", "--until 2017-12-31 --status open".to_owned()),
        ] {
            assert_eq!(of("totals", figure, "", "value"), count(&conditions), "{figure} {filter}");
            if figure == "duplicates" {
                continue;
            }
            for row in sandbox.rows(format!("count --by ministry {conditions} {filter}")) {
                let ministry = &row["ministry"];
                assert_eq!(
                    of("ministries", figure, ministry, "value"),
                    row["mentions"],
                    "{figure} {ministry} {filter}"
                );
            }
        }
        assert_eq!(of("totals", "received", "", "previous"), count("--period 2017-Q3"), "{filter}");
        for (figure, kind) in [("meetings", "meeting"), ("calls", "call"), ("emails", "email")] {
            let dated = "--dated-since 2017-10-01 --dated-until 2017-12-31";
            let listed = sandbox.rows(format!("contact list --kind {kind} {dated} {filter}"));
            assert_eq!(of("totals", figure, "", "value"), listed.len().to_string(), "{figure} {filter}");
        }
    }
}

#[test]
fn the_factsheets_to_write_are_the_questions_that_no_factsheet_answers() {
    let sandbox = Sandbox::demo();
    sandbox.run("unlink B-047 F-01 F-03 -q").ok();
    let report = rows_of(&run_with_meaning(&sandbox, "report quarter --period 2018-Q1 --format csv"));
    let to_write = report.iter().filter(|row| row["part"] == "factsheets-to-write");
    let to_write: Vec<[&str; 3]> =
        to_write.map(|row| ["number", "value", "numbers"].map(|name| row[name].as_str())).collect();
    let questions = rows_of(&run_with_meaning(&sandbox, "report questions --until 2018-03-31 --format csv"));
    let unanswered = questions.iter().filter(|row| row["factsheets"].is_empty());
    let expected: Vec<[&str; 3]> =
        unanswered.map(|row| ["number", "obstacles", "numbers"].map(|name| row[name].as_str())).collect();
    assert_eq!(to_write, expected);
    assert!(!expected.is_empty());
}

#[test]
fn what_is_overdue_and_to_write_is_of_the_last_day_of_an_earlier_quarter() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "list.csv",
        "number,title,question,ministry,status,resolution,received,due,solved\n\
         B-001,Te laat en later opgelost,,OCW,solved,within-rules,2026-01-05,2026-03-01,2026-04-02\n\
         B-002,Op tijd opgelost,,OCW,solved,within-rules,2026-01-05,2026-03-01,2026-03-31\n\
         B-003,Toegezegd voor de laatste dag,,VWS,collected,,2026-01-05,2026-03-31,\n\
         B-004,Later ontvangen,,VWS,collected,,2026-04-01,2026-03-30,\n\
         B-005,Zonder dag van ontvangst,,VWS,collected,,,2026-02-01,\n\
         B-006,Mag een student in de wijk stage lopen?,,OCW,collected,,2026-03-31,,\n\
         B-007,Mag een student in de wijk stage lopen?,,OCW,collected,,2026-04-01,,\n\
         B-008,Mag een student in de wijk stage lopen?,,OCW,collected,,2026-04-02,,\n",
    );
    sandbox.run("import obstacles list.csv").ok();
    run_with_meaning(&sandbox, "index -q");
    let overdue = |arguments: &str| -> Vec<(String, String)> {
        let rows = rows_of(&csv(&sandbox, arguments)).into_iter().filter(|row| row["part"] == "overdue");
        rows.map(|row| (row["number"].clone(), row["value"].clone())).collect()
    };
    let rows = |known: &[(&str, &str)]| -> Vec<(String, String)> {
        known.iter().map(|(number, days)| ((*number).to_owned(), (*days).to_owned())).collect()
    };
    // On 31 March, B-001 was thirty days overdue. B-003 was promised for that day.
    assert_eq!(overdue("--period 2026-Q1"), rows(&[("B-001", "30")]));
    let listed = sandbox.rows("report overdue --reference-date 2026-03-31");
    assert_eq!(listed.iter().map(|row| row["number"].as_str()).collect::<Vec<_>>(), ["B-001"]);
    // A quarter that is not over is about the present.
    let now = rows(&[("B-005", "78"), ("B-004", "21"), ("B-003", "20")]);
    assert_eq!(overdue("--period 2026-Q2 --reference-date 2026-04-20")[..], now[1..]);
    let to_write = |period: &str| -> Vec<String> {
        let report = format!("report quarter --period {period} --format csv");
        let rows = rows_of(&run_with_meaning(&sandbox, &report)).into_iter();
        let is_asked =
            |row: &crate::common::Row| row["part"] == "factsheets-to-write" && row["numbers"].contains("B-006");
        rows.filter(is_asked).map(|row| row["numbers"].clone()).collect()
    };
    // In the first quarter, the question was asked once.
    assert_eq!(to_write("2026-Q1"), [""; 0]);
    assert_eq!(to_write("2026-Q2"), ["B-006; B-007; B-008"]);
    let report = sandbox.run("report quarter --period 2026-Q1").ok();
    assert!(
        report.contains("\nOverdue on 31 March 2026\nObstacles that were open then and whose promised day"),
        "{report}"
    );
    let report = run_with_meaning(&sandbox, "report quarter --period 2026-Q2 --lang nl");
    let heading =
        "\nFactsheets te schrijven, uit de vragen tot en met 30 juni 2026\nWat tot en met die dag vaker is gevraagd";
    assert!(report.contains(heading), "{report}");
    // The totals are not those of the reference date.
    let totals = csv(&sandbox, "--period 2026-Q1");
    assert!(totals.contains("\ntotals,open,,,,2,0,2,\n"), "{totals}");
    let notices = sandbox.run("report quarter --period 2025-Q4").notices();
    assert!(notices.contains("o open obstacle was overdue on 31 December 2025\n"), "{notices}");
}

#[test]
fn a_reader_gets_a_table_for_each_part() {
    let sandbox = register();
    let report = sandbox.run("report quarter --period 2026-Q1").ok();
    let (totals, rest) = report.split_once("\nBy ministry\n").unwrap();
    assert_eq!(
        totals,
        "2026-Q1: 1 January 2026 up to and including 31 March 2026, compared with 2025-Q4.\n\
         \n\
         Totals, and what changed\n\
         What was done in this quarter, beside the quarter before. Still open is what is not solved or closed now.\n\
         figure                                                     this quarter  quarter before  change\n\
         received                                                              3               2       1\n\
         duplicates among those received                                       1               0       1\n\
         solved                                                                2               1       1\n\
         solved within the rules                                               1               1       0\n\
         solved by a regional approach                                         1               0       1\n\
         received up to and including this quarter, and still open             1               0       1\n\
         meetings                                                              1               0       1\n\
         phone calls                                                           1               1       0\n\
         e-mails                                                               0               0       0\n"
    );
    // The total counts B-001 once.
    let table: Vec<Vec<&str>> = rest.lines().skip(2).take(4).map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(table[0], ["OCW", "2", "1", "1", "0", "1"]);
    assert_eq!(table[2], ["VWS", "1", "2", "1", "1", "0"]);
    assert_eq!(table[3], ["Total", "3", "2", "1", "1", "1"]);
}

#[test]
fn what_is_not_one_quarter_is_refused() {
    let sandbox = Sandbox::new();
    for (period, words) in [
        ("--period 2026", "'2026' is not a quarter; write for instance 2026-Q1, this-quarter or last-quarter"),
        ("--period 2026-02", "'2026-02' is not a quarter; write for instance 2026-Q1, this-quarter or last-quarter"),
        ("--period 2026-Q1,2026-Q2", "the quarterly report is about one quarter; give --period once"),
        ("--period 2026-Q1 --period 2026-Q2", "the quarterly report is about one quarter; give --period once"),
    ] {
        assert_eq!(sandbox.run(format!("report quarter {period}")).fails(2), format!("ruimte: {words}\n"));
    }
}

#[test]
fn the_receipt_of_a_quarter_is_the_same_in_every_format_and_can_be_checked() {
    let sandbox = register();
    let result = |arguments: &str| sandbox.run(format!("report quarter {arguments}")).receipt.unwrap();
    let receipt = result("--period 2026-Q1");
    assert_eq!(receipt, result("--period 2026-Q1 --format json"));
    sandbox.run(format!("receipt '{receipt}'")).ok();
    sandbox.run("log Nieuw --ministry OCW --received 2026-02-02 -q").ok();
    // The register can still tell what it was.
    sandbox.run(format!("receipt '{receipt}'")).ok();
    assert_ne!(receipt, result("--period 2026-Q1"));
}
