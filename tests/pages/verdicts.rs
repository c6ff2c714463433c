//! The command `reconcile` compares published figures with the register. The overview shows its verdict on each figure
//! in words, with a different mark for each kind of verdict.

use crate::common::browser_pool::pooled_browser;
use crate::common::rows_of;
use crate::common::sample_pages::{LANGUAGES, save_page, varied_register};
use std::collections::BTreeMap;

/// JavaScript that reads each comparison of figures on the page: heading, rows, and the marks next to the verdicts.
const COMPARED: &str = "
    return [...document.querySelectorAll('section')].filter((section) => section.querySelector('.verdict')).map((section) => [
        section.querySelector('h2').textContent,
        [...section.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent)),
        [...section.querySelectorAll('.verdict')].map((cell) => getComputedStyle(cell, '::before').content),
    ]);
";

fn verdict(code: &str, lang: &str) -> &'static str {
    match (code, lang) {
        ("matches", "nl") => "klopt",
        ("look", "nl") => "nagaan",
        ("differs", "nl") => "verschilt",
        ("matches", _) => "matches",
        ("look", _) => "look",
        ("differs", _) => "differs",
        _ => panic!("{code}"),
    }
}

#[test]
fn the_verdicts_of_the_overview_are_those_of_reconcile_in_words() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    let done = sandbox.run("reconcile --format csv");
    assert_eq!(done.code, 1);
    let data = rows_of(&done.stdout);
    for code in ["matches", "look", "differs"] {
        assert!(data.iter().any(|row| row["verdict"] == code), "{code}");
    }
    let titles = rows_of(&sandbox.run("publication list --format csv").ok());
    for lang in LANGUAGES {
        browser.open(&save_page(&sandbox, lang, "report overview").path);
        let sections: Vec<(String, Vec<Vec<String>>, Vec<String>)> =
            serde_json::from_value(browser.run(COMPARED)).unwrap();
        let values: Vec<(String, Vec<[String; 4]>)> = sections
            .iter()
            .map(|(heading, rows, _)| {
                let own = |row: &Vec<String>| [3, 4, 5, 6].map(|at| row[at].clone());
                (heading.clone(), rows.iter().map(own).collect())
            })
            .collect();
        let mut expected: Vec<(String, Vec<[String; 4]>)> = Vec::new();
        for row in &data {
            let title = titles.iter().find(|title| title["code"] == row["publication"]).unwrap();
            let compared = if lang == "nl" { "Gepubliceerd en geteld" } else { "Published and counted" };
            let heading = format!("{compared}: {}", title[lang]);
            let own = [
                row["published_value"].clone(),
                row["counted_value"].clone(),
                verdict(&row["verdict"], lang).to_owned(),
                row["difference"].clone(),
            ];
            match expected.last_mut() {
                Some((last, rows)) if *last == heading => rows.push(own),
                _ => expected.push((heading, vec![own])),
            }
        }
        assert_eq!(values, expected);
        // Each kind of verdict has its own mark, so that the user can tell verdicts apart without seeing colours.
        let mut marks: BTreeMap<&str, &str> = BTreeMap::new();
        for (_, rows, own) in &sections {
            for (row, mark) in rows.iter().zip(own) {
                assert_eq!(*marks.entry(row[5].as_str()).or_insert(mark), mark);
            }
        }
        let mut different: Vec<&str> = marks.values().copied().collect();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), 3, "{marks:?}");
    }
}
