//! Imports rows without a number that repeat an obstacle in the register or another row of the list.

use super::{READ, column, import_error_of, import_text};
use crate::common::Sandbox;

const LIST: &str = "title,ministry,received\nA,OCW,2018-05-12\nB,VWS,\n";

fn same(line: u64, number: &str) -> String {
    format!(
        "ruimte: list.csv, line {line}: is in the register already as {number}, with the same title, ministry and day of \
         receipt; --skip-duplicates skips such rows, --allow-duplicates adds them anyway\n"
    )
}

#[test]
fn rows_that_are_in_the_register_stop_the_import() {
    let sandbox = Sandbox::new();
    import_text(&sandbox, "obstacles", LIST, "").ok();
    assert_eq!(
        import_error_of(&sandbox, "obstacles", format!("{LIST}C,SZW,\n"), ""),
        format!("{READ}{}{}ruimte: list.csv: 2 errors; nothing was imported\n", same(2, "B-001"), same(3, "B-002"))
    );
    assert_eq!(
        sandbox.run_in_dutch("import obstacles list.csv").fails(65).lines().nth(1),
        Some(
            "ruimte: list.csv, regel 2: staat al in het register als B-001, met dezelfde titel, hetzelfde ministerie en \
             dezelfde dag van ontvangst; --skip-duplicates slaat zulke rijen over, --allow-duplicates voegt ze toch toe"
        )
    );
}

#[test]
fn rows_that_are_in_the_register_can_be_skipped_or_added() {
    let sandbox = Sandbox::new();
    import_text(&sandbox, "obstacles", LIST, "").ok();
    assert_eq!(
        import_text(&sandbox, "obstacles", format!("{LIST}C,SZW,2018-05-12\n"), "--skip-duplicates").notices(),
        format!(
            "{READ}1 added, 0 changed, 0 unchanged\n\
             Skipped, because they are in the register already: 2 (B-001; B-002)\n"
        )
    );
    assert_eq!(column(&sandbox, "title"), ["A", "B", "C"]);
    assert_eq!(
        import_text(&sandbox, "obstacles", "title,ministry,received\nA,OCW,2018-05-12\n", "--allow-duplicates")
            .notices(),
        format!(
            "{READ}1 added, 0 changed, 0 unchanged\n\
             Note: added although the register has one with the same title, ministry and day of receipt: 1 (B-001)\n"
        )
    );
    assert_eq!(column(&sandbox, "title"), ["A", "B", "C", "A"]);
}

#[test]
fn only_title_ministry_and_day_make_a_duplicate() {
    let sandbox = Sandbox::new();
    import_text(&sandbox, "obstacles", LIST, "").ok();
    // None of these rows is a duplicate. The first three differ from obstacle A in day, ministry or title. The last row
    // has a day, but obstacle B has none.
    import_text(
        &sandbox,
        "obstacles",
        "title,ministry,received\nA,OCW,2018-05-13\nA,VWS,2018-05-12\na,OCW,2018-05-12\nB,VWS,2018-05-12\n",
        "",
    )
    .ok();
    // If a row names several ministries, only the first is compared, because it is the lead ministry.
    import_error_of(&sandbox, "obstacles", "title,ministry,received\nA,OCW/VWS,2018-05-12\n", "");
    // A row is not a duplicate if the obstacle that it repeats is void.
    sandbox.run("void 1 --because 'Vergissing'").ok();
    import_text(&sandbox, "obstacles", "title,ministry,received\nA,OCW,2018-05-12\n", "").ok();
    assert_eq!(column(&sandbox, "title").len(), 6);
}

#[test]
fn rows_of_one_list_that_equal_each_other_get_a_notice() {
    let sandbox = Sandbox::new();
    assert_eq!(
        import_text(
            &sandbox,
            "obstacles",
            "title,ministry,received\nA,OCW,1-1-2018\nB,OCW,1-1-2018\nA,OCW,1-1-2018\n",
            ""
        )
        .notices(),
        format!(
            "{READ}3 added, 0 changed, 0 unchanged\n\
             Note: rows with the same title, ministry and day of receipt as an earlier row: 1 (line 4)\n"
        )
    );
    // A row with a number is identified by that number, so it is not reported as a duplicate.
    assert_eq!(
        import_text(&sandbox, "obstacles", "number,title,ministry,received\nB-009,A,OCW,1-1-2018\n", "").notices(),
        format!("{READ}1 added, 0 changed, 0 unchanged\n")
    );
}
