//! When printed on A4, pages are complete and break at suitable places.

use crate::common::Sandbox;
use crate::common::browser::Browser;
use crate::common::browser_pool::pooled_browser;
use crate::common::sample_pages::{save_page, varied_register};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

const MM: f64 = 72.0 / 25.4;
/// Margins of a printed sheet of paper: `SIDE` at the left and right, `END` at the top and bottom.
const SIDE: f64 = 15.0 * MM;
const END: f64 = 18.0 * MM;

/// A line of text on a printed sheet of paper. The edges are in points.
#[derive(Debug)]
struct Line {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    text: String,
    /// The words of the line, each with its left and top edge.
    words: Vec<(f64, f64, String)>,
}

fn sizes(path: &Path) -> Vec<[f64; 2]> {
    let bytes = fs::read(path).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let boxes = text.split("/MediaBox [").skip(1);
    boxes
        .map(|rest| {
            let (numbers, _) = rest.split_once(']').unwrap();
            let numbers: Vec<f64> = numbers.split_whitespace().map(|number| number.parse().unwrap()).collect();
            assert_eq!(numbers[..2], [0.0, 0.0]);
            [numbers[2], numbers[3]]
        })
        .collect()
}

/// Reads the lines of text on each page of a PDF file, using poppler's `pdftotext`. If that program is missing, the
/// test is skipped. It fails instead if `RUIMTE_NEEDS_BROWSER` is set.
#[allow(clippy::print_stderr)]
fn lines(path: &Path) -> Option<Vec<Vec<Line>>> {
    let done = match Command::new("pdftotext").arg("-bbox-layout").arg(path).arg("-").output() {
        Ok(done) => done,
        Err(error) => {
            let message = format!("no pdftotext on this machine: {error}; tests/tools installs it");
            assert!(std::env::var_os("RUIMTE_NEEDS_BROWSER").is_none(), "{message}");
            eprintln!("skipped: {message}");
            return None;
        }
    };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let text = String::from_utf8(done.stdout).unwrap();
    let mut sheets: Vec<Vec<Line>> = Vec::new();
    for row in text.lines().map(str::trim) {
        let number = |name: &str| -> f64 {
            let (_, rest) = row.split_once(&format!("{name}=\"")).unwrap();
            rest.split_once('"').unwrap().0.parse().unwrap()
        };
        if row.starts_with("<page ") {
            sheets.push(Vec::new());
        } else if row.starts_with("<line ") {
            let line = Line {
                left: number("xMin"),
                top: number("yMin"),
                right: number("xMax"),
                bottom: number("yMax"),
                text: String::new(),
                words: Vec::new(),
            };
            sheets.last_mut().unwrap().push(line);
        } else if row.starts_with("<word ") {
            let word = row.split_once('>').unwrap().1.strip_suffix("</word>").unwrap();
            let word = word.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            let word = word.replace("&#39;", "'").replace("&apos;", "'").replace("&amp;", "&");
            let word = word.replace('\u{fb01}', "fi").replace('\u{fb02}', "fl").replace('\u{fb00}', "ff");
            let line = sheets.last_mut().unwrap().last_mut().unwrap();
            if !line.text.is_empty() {
                line.text.push(' ');
            }
            line.text.push_str(&word);
            line.words.push((number("xMin"), number("yMin"), word));
        }
    }
    Some(sheets)
}

/// Minimum length of a long word, such as a web address. When printed, a long word may be broken anywhere.
const LONG: usize = 24;

/// Counts how often each word occurs, except long words. Words are split after a hyphen or slash, because a line may
/// break there.
fn words<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for text in texts {
        for word in text.replace(';', " ").split_whitespace().filter(|word| word.len() < LONG) {
            for part in word.split_inclusive(['-', '/']) {
                *words.entry(part.to_owned()).or_default() += 1;
            }
        }
    }
    words
}

/// Joins the words with the same left edge, from top to bottom. This restores long words that span several lines.
fn columns(sheet: &[Line]) -> Vec<String> {
    let mut words: Vec<&(f64, f64, String)> = sheet.iter().flat_map(|line| &line.words).collect();
    words.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut columns: Vec<Vec<&(f64, f64, String)>> = Vec::new();
    for word in words {
        match columns.last_mut() {
            Some(column) if word.0 - column[0].0 < 0.5 => column.push(word),
            _ => columns.push(vec![word]),
        }
    }
    let text = |mut column: Vec<&(f64, f64, String)>| {
        column.sort_by(|one, other| one.1.total_cmp(&other.1));
        column.into_iter().map(|(.., text)| text.as_str()).collect()
    };
    columns.into_iter().map(text).collect()
}

/// JavaScript that finds the texts that must appear on paper. It skips navigation, texts for screen readers, and the
/// receipt, which is a line for checking the page later.
const ON_PAPER: &str = "
    const blocks = 'h1, h2, h3, p, dt, dd, th, td, caption, figcaption > span, .name, .sum, svg text';
    const texts = [...document.querySelectorAll(blocks)].filter((block) => {
        return !block.querySelector(blocks) && !block.closest('nav, .skip, .unseen, .receipt');
    });
    // CSS prints a colon after each label, so add it here.
    return texts.map((block) => block.textContent + (block.matches('article dt') ? ':' : ''));
";

struct Printed {
    name: String,
    sizes: Vec<[f64; 2]>,
    sheets: Vec<Vec<Line>>,
    texts: Vec<String>,
}

fn print(browser: &Browser, sandbox: &Sandbox, command: &str) -> Option<Printed> {
    let page = save_page(sandbox, "nl", command);
    browser.open(&page.path);
    let texts = serde_json::from_value(browser.run(ON_PAPER)).unwrap();
    let path = page.path.with_extension("pdf");
    browser.pdf(&path);
    Some(Printed { name: page.name, sizes: sizes(&path), sheets: lines(&path)?, texts })
}

fn overview() -> Option<&'static Printed> {
    static PRINTED: OnceLock<Option<Printed>> = OnceLock::new();
    PRINTED.get_or_init(|| print(&*pooled_browser()?, &varied_register(), "report overview")).as_ref()
}

fn faults(printed: &Printed) -> Vec<String> {
    let mut faults = Vec::new();
    assert_eq!(printed.sizes.len(), printed.sheets.len());
    for (at, ([wide, high], lines)) in printed.sizes.iter().zip(&printed.sheets).enumerate() {
        if (wide - 210.0 * MM).abs() > 1.0 || (high - 297.0 * MM).abs() > 1.0 {
            faults.push(format!("sheet {} is {wide} by {high}", at + 1));
        }
        // The margins of the paper contain nothing but the page number.
        let which = format!("{} / {}", at + 1, printed.sheets.len());
        let (numbers, lines): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|line| line.text == which);
        if numbers.len() != 1 || lines.len() < 2 {
            faults.push(format!("sheet {} has {numbers:?} and {lines:?}", at + 1));
        }
        for line in lines {
            let fits = line.left >= SIDE - 1.0
                && line.right <= wide - SIDE + 1.0
                && line.top >= END - 1.0
                && line.bottom <= high - END + 1.0;
            if !fits {
                faults.push(format!("sheet {} has in its margin {line:?}", at + 1));
            }
        }
    }
    // The header row of a table repeats on every sheet of paper, so a word may be printed more often than it is on the
    // screen.
    let there = words(printed.sheets.iter().flatten().map(|line| line.text.as_str()));
    let expected = words(printed.texts.iter().map(String::as_str));
    for (word, times) in &expected {
        let found = there.get(word).copied().unwrap_or_default();
        if found < *times {
            faults.push(format!("'{word}' is there {found} times and not {times}"));
        }
    }
    // A long word may be broken over several lines, but stays within one column.
    let columns: Vec<String> = printed.sheets.iter().flat_map(|sheet| columns(sheet)).collect();
    let texts = printed.texts.iter().flat_map(|text| text.split_whitespace());
    for word in texts.filter(|word| word.len() >= LONG) {
        let word = word.trim_matches([';', '.', ',', ':', '(', ')']);
        if !columns.iter().any(|column| column.contains(word)) {
            faults.push(format!("'{word}' is not there as a whole"));
        }
    }
    faults.into_iter().map(|fault| format!("{}: {fault}", printed.name)).collect()
}

#[test]
fn the_overview_prints_completely_on_a4_without_an_empty_sheet() {
    let Some(printed) = overview() else { return };
    assert!(printed.texts.len() > 2000, "{}", printed.texts.len());
    let found = faults(printed);
    assert!(found.is_empty(), "{}", found.join("\n"));
    // The last two sheets of paper show the last obstacle and then the receipt, which is a line for checking the page
    // later.
    let last = &printed.sheets[printed.sheets.len() - 2..];
    let end = last.iter().flatten().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    for text in ["B-076 Hergebruikt", "Op dezelfde wijze.", "B-012; B-019", "gegevensbescherming", "Bewijs"] {
        assert!(end.contains(text), "{text} in {end}");
    }
}

#[test]
fn other_pages_print_completely_too() {
    let Some(browser) = pooled_browser() else { return };
    let sandbox = varied_register();
    let mut found = Vec::new();
    for command in [
        "report citations --ministry SZW",
        "report quarter --period 2018-Q1",
        "list --ministry SZW",
        "list --region 12 --columns number,title,ministry,region,theme,nature,status,laws,factsheets,schemes",
        "show B-012",
        "show F-01",
        "reconcile --explain",
        "history B-071",
        "search stage",
        "contact list --limit 40",
        "law list",
    ] {
        let Some(printed) = print(&browser, &sandbox, command) else { return };
        found.extend(faults(&printed));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_totals_of_a_table_are_printed_at_its_end_only() {
    let Some(printed) = overview() else { return };
    let on_page = printed.texts.iter().filter(|text| text.trim() == "Totaal").count();
    // Four tables have a row with totals: provenance, ministries, natures, and obstacles without a factsheet.
    assert_eq!(on_page, 4);
    let lines = printed.sheets.iter().flatten();
    assert_eq!(lines.filter(|line| line.text.starts_with("Totaal")).count(), on_page);
}

#[test]
fn a_label_or_heading_is_on_the_same_sheet_as_its_content() {
    let Some(printed) = overview() else { return };
    let mut found = Vec::new();
    for (at, lines) in printed.sheets.iter().enumerate() {
        let lowest = lines.iter().map(|line| line.bottom).fold(0.0, f64::max);
        for line in lines.iter().filter(|line| line.bottom > lowest - 2.0) {
            if line.text.ends_with(':') || line.text.starts_with("B-0") && line.left < SIDE + 20.0 {
                found.push(format!("sheet {} ends with '{}'", at + 1, line.text));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_key_figures_are_printed_above_their_labels() {
    let Some(printed) = overview() else { return };
    // The demonstration register has 60 obstacles solved within the rules, 10 solved by a regional approach, and 11
    // factsheets. `varied_register` adds a factsheet and six obstacles, including a duplicate, three open obstacles,
    // and one solved by a regional approach.
    let foremost = [
        ("75", "opgehaalde belemmeringen"),
        ("3", "nog open"),
        ("60", "opgelost binnen de regels"),
        ("11", "opgelost door een andere"),
        ("12", "openbare factsheets"),
        ("26", "beschikbare"),
    ];
    let mut tops = Vec::new();
    for (number, name) in foremost {
        let is_above = |large: &&Line, line: &Line| {
            let below = line.top - large.bottom;
            line.text.starts_with(name) && (line.left - large.left).abs() < 2.0 && below.abs() < 12.0
        };
        let large = printed.sheets[0]
            .iter()
            .filter(|line| line.text == number && line.bottom - line.top > 16.0)
            .find(|large| printed.sheets[0].iter().any(|line| is_above(large, line)));
        tops.push(large.unwrap_or_else(|| panic!("{number} above {name}")).top);
    }
    let (first, second) = tops.split_at(3);
    assert!(first.iter().all(|top| (top - first[0]).abs() < 1.0), "{tops:?}");
    assert!(second.iter().all(|top| (top - second[0]).abs() < 1.0 && *top > first[0] + 30.0), "{tops:?}");
}
