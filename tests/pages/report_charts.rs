//! The page of a report shows the same chart as the overview.

use crate::common::sample_pages::{LANGUAGES, save_page, varied_register};
use std::fs;

/// Returns the descriptions of the charts on a page, as screen readers read them.
fn charts(page: &str) -> Vec<&str> {
    let after = page.split(r#"role="img" aria-label=""#).skip(1);
    after.map(|rest| rest.split_once('"').unwrap().0).collect()
}

#[test]
fn the_page_of_a_report_has_the_chart_that_the_overview_has() {
    let sandbox = varied_register();
    for lang in LANGUAGES {
        for filter in ["", " --region 6"] {
            let saved = |report: &str| {
                fs::read_to_string(save_page(&sandbox, lang, format!("report {report}{filter}")).path).unwrap()
            };
            let overview = saved("overview");
            let drawn = ["growth", "ministries", "resolutions", "laws", "spread", "turnaround", "factsheets", "gaps"];
            assert_eq!(charts(&overview).len(), drawn.len());
            for (report, chart) in drawn.iter().zip(charts(&overview)) {
                assert_eq!(charts(&saved(report)), [chart], "{report}{filter}");
            }
        }
    }
}

#[test]
fn a_chart_is_above_its_table_and_a_report_without_rows_has_none() {
    let sandbox = varied_register();
    let page = fs::read_to_string(save_page(&sandbox, "nl", "report contacts").path).unwrap();
    let (above, below) = page.split_once("</figure>").unwrap();
    assert!(!above.contains("<table") && below.contains("<table"));
    // The demonstration register has contacts of all three kinds; `varied_register` adds a call.
    let rows = sandbox.rows("report contacts");
    let bars: Vec<String> = rows.iter().map(|row| format!(": contacten {}", row["contacts"])).collect();
    assert_eq!(charts(&page).len(), 1);
    for bar in &bars {
        assert!(charts(&page)[0].contains(bar), "{bar}");
    }
    let page = fs::read_to_string(save_page(&sandbox, "nl", "report growth --since 2030-01-01").path).unwrap();
    assert_eq!(charts(&page), [""; 0]);
    let totals = fs::read_to_string(save_page(&sandbox, "nl", "report totals").path).unwrap();
    assert!(totals.contains("<dt>opgehaalde belemmeringen</dt><dd>75</dd>"));
}
