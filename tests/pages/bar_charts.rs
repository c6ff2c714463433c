//! Bar charts of the overview. The bars, the label for screen readers, the table below the chart and the data of the
//! report must all have the same numbers.

use crate::common::browser::Browser;
use crate::common::browser_pool::pooled_browser;
use crate::common::sample_pages::{LANGUAGES, save_page, varied_register};
use crate::common::{Row, Sandbox, rows_of};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
struct Figure {
    heading: String,
    /// The number of elements in the chart with the ARIA role `img`; there must be exactly one.
    images: usize,
    label: String,
    bars: Vec<Bar>,
    keys: Vec<Key>,
    note: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Bar {
    name: String,
    sum: String,
    parts: Vec<Part>,
}

/// A segment of a bar. The position and the width are fractions of the chart's width.
#[derive(Debug, Deserialize)]
struct Part {
    from: f64,
    wide: f64,
    fill: String,
}

#[derive(Debug, Deserialize)]
struct Key {
    name: String,
    fill: String,
}

const FIGURES: &str = "
    const text = (element) => element.textContent.trim();
    const filled = (part) => getComputedStyle(part).fill;
    return [...document.querySelectorAll('figure')].map((figure) => {
        const table = figure.nextElementSibling.querySelector('table');
        const images = figure.querySelectorAll('[role=img]');
        return {
            heading: text(figure.closest('section').querySelector('h2')),
            images: images.length,
            label: images[0].getAttribute('aria-label'),
            bars: [...figure.querySelectorAll('.bar')].map((bar) => {
                const whole = bar.querySelector('svg').getBoundingClientRect().width;
                const parts = [...bar.querySelectorAll('rect')].map((part) => {
                    const { x, width } = part.getBBox();
                    return { from: x / whole, wide: width / whole, fill: filled(part) };
                });
                return { name: text(bar.querySelector('.bar-name')), sum: text(bar.querySelector('.sum')), parts };
            }),
            keys: [...figure.querySelectorAll('.key')].map((key) => {
                return { name: text(key), fill: filled(key.querySelector('rect, line')) };
            }),
            note: text(figure.querySelector('figcaption').lastElementChild),
            head: [...table.tHead.rows[0].cells].map(text),
            rows: [...table.tBodies[0].rows].map((row) => [...row.cells].map(text)),
        };
    });
";

#[track_caller]
fn figures(browser: &Browser) -> Vec<Figure> {
    serde_json::from_value(browser.run(FIGURES)).unwrap()
}

/// An expected chart. Its fields are the Dutch heading, the English heading, the name of the report, how many columns
/// of the report form the label of a bar, which columns are the segments of a bar, and which column is the sum of the
/// segments.
type Drawn = (&'static str, &'static str, &'static str, usize, &'static [&'static str], &'static str);

/// Takes the place of the sum if the segments do not add up. They are then drawn below each other.
const GROUPED: &str = "";

const ENDS: &[&str] = &["within_rules", "regional_approach", "open", "closed"];

const DRAWN: &[Drawn] = &[
    ("Per ministerie", "By ministry", "ministries", 1, ENDS, "mentions"),
    ("Naar aard", "By nature", "resolutions", 1, ENDS, "obstacles"),
    ("Naar wet en artikel", "By law and article", "laws", 1, ENDS, "obstacles"),
    ("Dagen tot een antwoord", "Days to an answer", "spread", 1, &["days_answered", "days_solved"], GROUPED),
    ("Doorlooptijd", "Turnaround", "turnaround", 1, &["median_days", "p90_days"], GROUPED),
    ("Factsheets naar gebruik", "Factsheets by use", "factsheets", 2, &["obstacles"], "obstacles"),
    ("Wat nog een factsheet mist", "What still lacks a factsheet", "gaps", 2, &["obstacles"], "obstacles"),
];

const PARTS: &[(&str, &str, &str)] = &[
    ("within_rules", "binnen de regels", "within the rules"),
    ("regional_approach", "andere aanpak in de regio", "regional approach"),
    ("open", "open", "open"),
    ("closed", "afgesloten", "closed"),
    ("obstacles", "belemmeringen", "obstacles"),
    ("days_answered", "beantwoord", "answered"),
    ("days_solved", "opgelost", "solved"),
    ("median_days", "mediaan (dagen)", "median (days)"),
    ("p90_days", "90e percentiel (dagen)", "90th percentile (days)"),
];

fn part_label(part: &str, lang: &str) -> &'static str {
    let (_, nl, en) = PARTS.iter().find(|(name, ..)| *name == part).unwrap();
    if lang == "nl" { nl } else { en }
}

/// The maximum number of bars in a chart. The table below the chart shows all rows, including those without a bar.
const MOST: usize = 15;

/// Maps the code of each nature and law to its label in the given language.
fn words(sandbox: &Sandbox, lang: &str) -> BTreeMap<String, String> {
    let lists = ["nature", "law"].map(|kind| rows_of(&sandbox.run(format!("{kind} list --format csv")).ok()));
    lists.into_iter().flatten().map(|row| (row["code"].clone(), row[lang].clone())).collect()
}

/// Returns the expected label of the bar that shows this row of the report.
fn name(row: &Row, columns: &[String], words: &BTreeMap<String, String>, lang: &str) -> Vec<String> {
    let days = if lang == "nl" { "dagen" } else { "days" };
    let or_more = if lang == "nl" { "of meer" } else { "or more" };
    if columns == ["days"] {
        let class = &row["days"];
        return vec![match class.strip_suffix('+') {
            Some(least) => format!("{least} {days} {or_more}"),
            None => format!("{} {days}", class.replace('-', "–")),
        }];
    }
    if columns == ["until_event"] {
        return vec![match (row["until_event"].as_str(), lang) {
            ("answered", "nl") => "ontvangst tot antwoord".to_owned(),
            (_, "nl") => "ontvangst tot oplossing".to_owned(),
            (event, _) => format!("received to {event}"),
        }];
    }
    let to_label = |value: &String| match words.get(value) {
        Some(label) => label.clone(),
        None if lang == "nl" => value.replace("own-rule: ", "eigen regel: "),
        None => value.replace("own-rule: ", "own rule: "),
    };
    let none = if lang == "nl" { "(geen)" } else { "(none)" };
    let named = |column: &String| match &row[column] {
        nothing if nothing.is_empty() && matches!(column.as_str(), "nature" | "law") => none.to_owned(),
        value => to_label(value),
    };
    columns.iter().map(named).collect()
}

pub fn number(text: &str) -> f64 {
    text.parse().unwrap()
}

fn columns(sandbox: &Sandbox, command: &str) -> Vec<String> {
    let text = sandbox.run(format!("{command} --format csv")).ok();
    text.lines().next().unwrap().split(',').map(str::to_owned).collect()
}

#[track_caller]
fn bars_are_the_data(browser: &Browser, sandbox: &Sandbox, lang: &str, filter: &str) {
    browser.view(1280, 900, false);
    browser.open(&save_page(sandbox, lang, format!("report overview {filter}")).path);
    let figures = figures(browser);
    let words = words(sandbox, lang);
    assert_eq!(figures.len(), DRAWN.len() + 1, "the lines and the bars");
    for (figure, (nl, en, report, named_by, parts, sum)) in figures[1..].iter().zip(DRAWN) {
        let command = format!("report {report} {filter}");
        let (rows, columns) = (sandbox.rows(&command), columns(sandbox, &command));
        let heading = if lang == "nl" { nl } else { en };
        assert_eq!((figure.heading.as_str(), figure.images), (*heading, 1));

        assert_eq!(figure.head.len(), columns.len(), "{heading}");
        assert_eq!(figure.rows.len(), rows.len(), "{heading}");
        for (cells, row) in figure.rows.iter().zip(&rows) {
            assert_eq!(cells[..*named_by], name(row, &columns[..*named_by], &words, lang), "{heading}");
            for (cell, column) in cells.iter().zip(&columns) {
                if row[column].parse::<u64>().is_ok() {
                    assert_eq!(*cell, row[column], "{heading}: {column}");
                }
            }
        }

        // Articles of a law have no bar of their own, because the row of the law already includes them.
        let rows: Vec<&Row> = rows.iter().filter(|row| row.get("article").is_none_or(String::is_empty)).collect();
        let drawn = &rows[..rows.len().min(MOST)];
        let lengths = |row: &Row| match *sum {
            GROUPED => parts.iter().map(|part| number(&row[*part])).fold(0.0, f64::max),
            sum => number(&row[sum]),
        };
        let most = drawn.iter().map(|row| lengths(row)).fold(0.0, f64::max);
        let used: Vec<&str> = parts.iter().copied().filter(|part| drawn.iter().any(|row| row[*part] != "0")).collect();
        let keys: Vec<&str> = figure.keys.iter().map(|key| key.name.as_str()).collect();
        assert_eq!(keys, used.iter().map(|part| part_label(part, lang)).collect::<Vec<_>>(), "{heading}");
        assert_eq!(figure.bars.len(), drawn.len(), "{heading}");
        let mut labels = Vec::new();
        for (bar, row) in figure.bars.iter().zip(drawn) {
            let mut name = name(row, &columns[..*named_by], &words, lang);
            name.retain(|part| !part.is_empty());
            let shown = |part: &str| if lang == "nl" { row[part].replace('.', ",") } else { row[part].clone() };
            let numbers = match *sum {
                GROUPED => used.iter().map(|part| shown(part)).collect::<Vec<_>>().join(" · "),
                sum => shown(sum),
            };
            assert_eq!((&bar.name, &bar.sum), (&name.join(" · "), &numbers), "{heading}");
            let mut from = 0.0;
            let mut pieces = bar.parts.iter();
            for (part, key) in used.iter().zip(&figure.keys).filter(|(part, _)| row[**part] != "0") {
                let piece = pieces.next().expect("a part for each number");
                let wide = number(&row[*part]) / most;
                assert!((piece.wide - wide).abs() < 0.01, "{heading}: {} is {} of {most}", row[*part], piece.wide);
                assert!((piece.from - from).abs() < 0.01, "{heading}: {part} is at {}", piece.from);
                assert_eq!(piece.fill, key.fill, "{heading}: {part}");
                if *sum != GROUPED {
                    from += wide;
                }
            }
            assert!(pieces.next().is_none(), "{heading}: {}", bar.name);
            let values = used.iter().map(|part| format!("{} {}", part_label(part, lang), shown(part)));
            labels.push(format!("{}: {}", bar.name, values.collect::<Vec<_>>().join(", ")));
        }

        // The label for screen readers lists all numbers of the chart.
        let (kind, below) = match lang {
            "nl" => ("Staafdiagram", "De getallen staan in de tabel hieronder."),
            _ => ("Bar chart", "The numbers are in the table below."),
        };
        assert_eq!(figure.label, format!("{kind}. {}.", labels.join("; ")));
        let note = match (rows.len() > MOST, lang) {
            (false, _) => below.to_owned(),
            (true, "nl") => format!("De eerste {MOST} zijn getekend; de tabel hieronder noemt ze alle."),
            (true, _) => format!("The first {MOST} are drawn; the table below has them all."),
        };
        assert_eq!(figure.note, note);
    }
    // The segments of a bar have different fills.
    for figure in &figures[1..] {
        let mut fills: Vec<&str> = figure.keys.iter().map(|key| key.fill.as_str()).collect();
        fills.sort_unstable();
        fills.dedup();
        assert_eq!(fills.len(), figure.keys.len(), "{}", figure.heading);
    }
}

#[test]
fn every_bar_is_as_wide_as_its_number_in_the_table_and_in_the_data() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    for lang in LANGUAGES {
        bars_are_the_data(&browser, &sandbox, lang, "");
        bars_are_the_data(&browser, &sandbox, lang, "--region 6");
    }
}

#[test]
fn a_bar_is_divided_by_how_its_obstacles_ended() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = Sandbox::new();
    sandbox.write(
        "list.csv",
        "title,ministry,involved,status,resolution,closed_as,received\n\
         Een,OCW,VWS,solved,within-rules,,2018-01-01\n\
         Twee,OCW,,solved,within-rules,,2018-01-01\n\
         Drie,OCW,,solved,regional-approach,,2018-01-01\n\
         Vier,OCW,,closed,,referred,2018-01-01\n\
         Vijf,OCW,,collected,,,2018-01-01\n",
    );
    sandbox.run("import obstacles list.csv").ok();
    browser.view(1280, 900, false);
    browser.open(&save_page(&sandbox, "en", "report overview").path);
    let figures = figures(&browser);
    let figure = figures.iter().find(|figure| figure.heading == "By ministry").unwrap();
    // The longest bar is that of OCW: five obstacles, in segments of 2, 1, 1 and 1. The bar of VWS has one obstacle.
    let widths: Vec<(&str, &str, Vec<i32>)> = figure
        .bars
        .iter()
        .map(|bar| {
            #[allow(clippy::cast_possible_truncation)]
            let widths = bar.parts.iter().map(|part| (part.wide * 100.0).round() as i32).collect();
            (bar.name.as_str(), bar.sum.as_str(), widths)
        })
        .collect();
    assert_eq!(widths, [("OCW", "5", vec![40, 20, 20, 20]), ("VWS", "1", vec![20])]);
    assert_eq!(
        figure.label,
        "Bar chart. OCW: within the rules 2, regional approach 1, open 1, closed 1; VWS: within the rules 1, \
         regional approach 0, open 0, closed 0."
    );
}

#[test]
fn the_bar_of_a_factsheet_counts_every_obstacle_that_it_answers() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = Sandbox::new();
    sandbox.run("factsheet add 'Een blad'").ok();
    sandbox.write(
        "list.csv",
        "title,ministry,status,resolution,received,factsheets\n\
         Een,OCW,solved,within-rules,2018-01-01,F-01\n\
         Twee,OCW,in-analysis,,2018-01-01,F-01\n",
    );
    sandbox.run("import obstacles list.csv").ok();
    browser.open(&save_page(&sandbox, "en", "report overview").path);
    let figures = figures(&browser);
    let figure = figures.iter().find(|figure| figure.heading == "Factsheets by use").unwrap();
    assert_eq!(sandbox.rows("report factsheets")[0]["obstacles"], "2");
    assert_eq!(figure.bars[0].sum, "2");
}

#[test]
fn a_bar_of_rows_without_a_value_is_labelled_as_in_the_counts() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = Sandbox::new();
    sandbox.run("log Een --ministry OCW -q").ok();
    browser.open(&save_page(&sandbox, "nl", "report overview").path);
    let figures = figures(&browser);
    let figure = figures.iter().find(|figure| figure.heading == "Naar aard").unwrap();
    let counted = sandbox.run_in_dutch("count --by nature").ok();
    let name = counted.lines().nth(1).unwrap().split("  ").next().unwrap();
    assert!(!name.is_empty(), "{counted}");
    assert_eq!((figure.bars[0].name.as_str(), figure.rows[0][0].as_str()), (name, name));
}
