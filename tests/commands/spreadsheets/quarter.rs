//! The spreadsheet of the quarterly report has words in place of codes.

use super::{ENDINGS, first_sheet, run_in_language, text};
use crate::common::Sandbox;
use calamine::Data;

#[test]
fn the_quarter_as_a_spreadsheet_has_words_and_numbers() {
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW --received 2026-02-01 --due 2026-02-02 -q").ok();
    for ending in ENDINGS {
        let file = format!("quarter.{ending}");
        run_in_language(&sandbox, "nl", &format!("report quarter --period 2026-Q1 -o {file}")).ok();
        let rows = first_sheet(&sandbox.path(&file));
        let headings: Vec<&str> = rows[0].iter().map(text).collect();
        assert_eq!(
            headings,
            [
                "onderdeel",
                "gegeven",
                "ministerie",
                "nummer",
                "titel",
                "dit kwartaal",
                "vorig kwartaal",
                "verschil",
                "nummers"
            ]
        );
        let words = |row: &[Data]| [0, 1, 2].map(|at: usize| text(&row[at]).to_owned());
        assert_eq!(words(&rows[1]), ["totalen", "ontvangen", ""]);
        assert_eq!(rows[1][5..8], [Data::Float(1.0), Data::Float(0.0), Data::Float(1.0)]);
        // Nine totals and five numbers of a ministry come before what is overdue.
        assert_eq!(words(&rows[10]), ["per ministerie", "ontvangen", "OCW"]);
        assert_eq!(words(&rows[15]), ["te laat", "dagen te laat", "OCW"]);
        assert_eq!(text(&rows[15][3]), "B-001");
    }
}
