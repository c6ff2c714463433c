//! Workbooks that LibreOffice opens and saves. If LibreOffice is not installed, these tests print a note and pass. If
//! `RUIMTE_NEEDS_OFFICE` is set, they fail instead.

use super::Put::{Day, Nothing, Number, Text};
use super::hostile_text::hostile;
use super::round_trip::full_register;
use super::{
    ENDINGS, LANGUAGES, Made, Put, Sandbox, attributes, day, first_sheet, make, parts, run_in_language, sheets, text,
    with_texts,
};
use crate::common::{guarded, on_one_line, rows_of};
use calamine::Data;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::sync::OnceLock;

/// Converts files in the sandbox with LibreOffice, into the folder `out`. Returns false if LibreOffice is not
/// installed.
#[allow(clippy::print_stderr)]
#[must_use]
pub fn saved_as(sandbox: &Sandbox, kind: &str, options: &[&str], files: &[&str]) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    if !std::env::split_paths(&path).any(|folder| folder.join("soffice").is_file()) {
        assert!(std::env::var_os("RUIMTE_NEEDS_OFFICE").is_none(), "no LibreOffice on this machine");
        eprintln!("skipped: no LibreOffice on this machine");
        return false;
    }
    // Each run has its own profile, because two running instances of LibreOffice cannot share one.
    let profile = format!("-env:UserInstallation=file://{}", sandbox.path("profile").display());
    let output = Command::new("soffice")
        .current_dir(sandbox.path("."))
        .args([&profile, "--headless", "--norestore", "--convert-to", kind, "--outdir", "out"])
        .args(options)
        .args(files)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    true
}

/// LibreOffice options that save every sheet as CSV, with the values as they are displayed.
const AS_CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";

#[track_caller]
fn rows(sandbox: &Sandbox, name: &str) -> Vec<Vec<String>> {
    let text = sandbox.read(&format!("out/{name}.csv"));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Removes all tabs. LibreOffice 7 loses the tabs of multi-line cells in every ods file, whichever program wrote the
/// file.
fn without_tabs(text: &str) -> String {
    text.replace('\t', "")
}

#[test]
fn libreoffice_shows_every_text_as_that_text() {
    let texts = hostile();
    let sandbox = with_texts(&texts);
    let mut files = Vec::new();
    for (language, _) in LANGUAGES {
        for ending in ENDINGS {
            let name = format!("{language}-{ending}.{ending}");
            let command = format!("list --columns title,question -o {name}");
            assert_eq!(run_in_language(&sandbox, language, &command).code, 0);
            files.push(name);
        }
    }
    if !saved_as(&sandbox, AS_CSV, &[], &files.iter().map(String::as_str).collect::<Vec<_>>()) {
        return;
    }
    for ((language, [data, notes]), titles) in LANGUAGES.into_iter().zip([["titel", "vraag"], ["title", "question"]]) {
        for ending in ENDINGS {
            let shown = rows(&sandbox, &format!("{language}-{ending}-{data}"));
            assert_eq!(shown.len(), 1 + texts.len(), "{language}, {ending}");
            assert_eq!(shown[0], titles);
            for (row, text) in shown[1..].iter().zip(&texts) {
                let shown = |text: &str| if ending == "ods" { without_tabs(&guarded(text)) } else { guarded(text) };
                assert_eq!(*row, [shown(&on_one_line(text)), shown(text)], "{language}, {ending}");
            }
            let book = sheets(&sandbox.path(&format!("{language}-{ending}.{ending}")));
            let noted = rows(&sandbox, &format!("{language}-{ending}-{notes}"));
            assert_eq!(noted.len(), book[1].1.len());
            for (row, cells) in noted.iter().zip(&book[1].1) {
                assert_eq!(row[..cells.len()], cells.iter().map(text).collect::<Vec<_>>(), "{language}, {ending}");
            }
        }
    }
}

/// Workbooks that LibreOffice saved as ods, keyed by name, and the obstacles of the register as CSV.
struct Saved {
    files: BTreeMap<String, Vec<u8>>,
    obstacles: String,
    ministries: usize,
}

/// Converts workbooks to ods with LibreOffice: a list and a report, each in every format and language. Also converts a
/// hand-made workbook. Returns `None` if LibreOffice is not installed.
fn saved() -> Option<&'static Saved> {
    static SAVED: OnceLock<Option<Saved>> = OnceLock::new();
    let save = || {
        let sandbox = full_register();
        make(&sandbox, "made.xlsx", &[Made("Blad 1", (2, 4), TYPED), Made("Blad 2", (0, 0), &[&[Text("x")]])]);
        let mut names = vec!["made.xlsx".to_owned()];
        for (language, _) in LANGUAGES {
            for ending in ENDINGS {
                for (line, name) in [("export obstacles", "list"), ("report ministries", "report")] {
                    let name = format!("{name}-{language}-{ending}.{ending}");
                    let command = format!("{line} -o {name}");
                    assert_eq!(run_in_language(&sandbox, language, &command).code, 0);
                    names.push(name);
                }
            }
        }
        saved_as(&sandbox, "ods", &[], &names.iter().map(String::as_str).collect::<Vec<_>>()).then(|| Saved {
            files: names
                .iter()
                .map(|name| {
                    let (stem, _) = name.split_once('.').unwrap();
                    (stem.to_owned(), fs::read(sandbox.path(&format!("out/{stem}.ods"))).unwrap())
                })
                .collect(),
            obstacles: sandbox.run("export obstacles").ok(),
            ministries: sandbox.rows("report ministries").len(),
        })
    };
    SAVED.get_or_init(save).as_ref()
}

/// Adds the records that obstacles refer to, such as ministries, to a new register. Then imports a workbook of
/// obstacles into that register, and returns the obstacles as the register exports them.
#[track_caller]
fn brought_in(book: &[u8], sheet: &str) -> String {
    let (from, to) = (full_register(), Sandbox::new());
    for kind in ["ministries", "regions", "factsheets", "schemes"] {
        to.write("list.csv", from.run(format!("export {kind}")).ok());
        to.run(format!("import {kind} list.csv")).ok();
    }
    to.write("list", book);
    let message = to.run("import obstacles list").notices();
    assert!(message.starts_with(&format!("list: sheet '{sheet}' read\n72 added")), "{message}");
    to.run("export obstacles").ok()
}

#[test]
fn a_workbook_saved_by_libreoffice_imports_unchanged() {
    let Some(saved) = saved() else { return };
    for (language, [sheet, _]) in LANGUAGES {
        for ending in ENDINGS {
            let back = brought_in(&saved.files[&format!("list-{language}-{ending}")], sheet);
            assert_eq!(back, without_tabs(&saved.obstacles), "{language}, {ending}");
        }
    }
}

#[test]
fn libreoffice_shows_dates_as_the_reader_writes_them() {
    let Some(saved) = saved() else { return };
    let is_day = |text: &&str| text.len() == 10 && text.parse::<Date>().is_ok();
    let rows = rows_of(&saved.obstacles);
    let mut days: Vec<&str> = rows.iter().flat_map(|row| row.values().map(String::as_str)).filter(is_day).collect();
    days.sort_unstable();
    assert!(days.len() > 3 * 70, "{}", days.len());
    for (language, _) in LANGUAGES {
        for ending in ENDINGS {
            let sandbox = Sandbox::empty();
            let path = sandbox.write("list.ods", &saved.files[&format!("list-{language}-{ending}")]);
            let xml = &parts(&path)["content.xml"];
            let mut found = Vec::new();
            for cell in xml.split(r#" office:date-value=""#).skip(1) {
                let (day, rest) = cell.split_once('"').unwrap();
                let (_, rest) = rest.split_once("<text:p>").unwrap();
                let (shown, _) = rest.split_once("</text:p>").unwrap();
                let wanted = if language == "nl" {
                    format!("{}-{}-{}", &day[8..], &day[5..7], &day[..4])
                } else {
                    day.to_owned()
                };
                assert_eq!(shown, wanted, "{language}, {ending}");
                found.push(day);
            }
            found.sort_unstable();
            // LibreOffice stores equal adjacent dates as one date with a repeat count.
            found.dedup();
            let mut wanted = days.clone();
            wanted.dedup();
            assert_eq!(found, wanted, "{language}, {ending}");
        }
    }
}

#[test]
fn libreoffice_filters_the_rows_below_the_header() {
    let Some(saved) = saved() else { return };
    // The list has 72 obstacles with 34 attributes. The report has a row for each ministry, and a total that is outside
    // the filter.
    for (name, last) in [("list", "AI73".to_owned()), ("report", format!("H{}", saved.ministries + 1))] {
        for (language, [sheet, _]) in LANGUAGES {
            for ending in ENDINGS {
                let sandbox = Sandbox::empty();
                let path = sandbox.write("list.ods", &saved.files[&format!("{name}-{language}-{ending}")]);
                let xml = &parts(&path)["content.xml"];
                let ranges = attributes(xml, "table:target-range-address");
                assert_eq!(ranges, [format!("{sheet}.A1:{sheet}.{last}")], "{name}, {ending}");
                assert_eq!(attributes(xml, "table:display-filter-buttons"), ["true"]);
                assert!(!xml.contains("table:formula"));
            }
        }
    }
}

/// A hand-made table with equal adjacent rows and cells, which LibreOffice stores as one row or cell with a repeat
/// count.
const TYPED: &[&[Put]] = &[
    &[
        Text("titel"),
        Text("ministerie"),
        Text("regio"),
        Text("ontvangen"),
        Text("vraag"),
        Text("antwoord"),
        Text("publiceerbaar"),
    ],
    SAME,
    SAME,
    &[],
    &[],
    SAME,
    &[Number(-5.0), Text("VWS"), Nothing, Day("1900-03-01"), Nothing, Number(1.5), Text("no")],
    SAME,
];
const SAME: &[Put] = &[Text("A"), Text("OCW"), Number(12.0), Day("2018-05-12"), Text("x"), Text("x"), Text("ja")];

#[test]
fn a_hand_made_table_saved_by_libreoffice_is_read_by_type() {
    let Some(saved) = saved() else { return };
    let sandbox = Sandbox::new();
    let path = sandbox.write("made.ods", &saved.files["made"]);
    assert!(parts(&path)["content.xml"].contains("table:number-rows-repeated=\"2\""), "no row is repeated");
    assert_eq!(
        sandbox.run("import obstacles made.ods").notices(),
        "made.ods: sheet 'Blad 1' read\n5 added, 0 changed, 0 unchanged\n\
         Note: rows with the same title, ministry and day of receipt as an earlier row: 3 (row 7; row 10; row 12)\n\
         Note: days more than a hundred years ago: 1\n"
    );
    let columns = "title,ministry,region,received,question,answer,publishable";
    let row = "A,OCW,12,2018-05-12,x,x,yes\r\n";
    assert_eq!(
        sandbox.run(format!("list --columns {columns} --format csv")).ok(),
        format!("{columns}\r\n{row}{row}{row}-5,VWS,,1900-03-01,,1.5,no\r\n{row}")
    );
}

#[test]
fn an_old_excel_file_saved_by_libreoffice_is_rejected_with_a_solution() {
    let sandbox = full_register();
    assert_eq!(run_in_language(&sandbox, "nl", "export obstacles -o list.xlsx").code, 0);
    if !saved_as(&sandbox, "xls", &[], &["list.xlsx"]) {
        return;
    }
    let message = sandbox.run("import obstacles out/list.xls").fails(65);
    assert!(message.ends_with("save it without a password as ods or xlsx, or as CSV\n"), "{message}");
}

#[test]
fn libreoffice_in_dutch_opens_csv_for_excel_with_guarded_cells_as_text() {
    let guarded = ["=1+1", "+31 70", "-5", "@som", "=cmd|' /C calc'!A0", "'=1"];
    let plain = ["'s-Hertogenbosch – €", "a;b", "een\ntwee", "\"ja\"", "  x  "];
    let sandbox = with_texts(&[&guarded[..], &plain[..]].concat());
    sandbox.run("edit 1 --received 2018-05-12").ok();
    sandbox.write(
        "two.csv",
        "title,ministry,received,answered\nA,SZW,2018-05-01,2018-05-02\nB,SZW,2018-05-01,2018-05-03\n",
    );
    sandbox.run("import obstacles two.csv").ok();
    for (line, name) in [
        ("list --ministry OCW --columns title,question,received --format csv-excel -o list.csv", "list.csv"),
        ("report turnaround --format csv-excel -o report.csv", "report.csv"),
    ] {
        assert_eq!(sandbox.run(line).code, 0, "{name}");
    }
    // LibreOffice options for reading a Dutch CSV file in UTF-8 with `;` as the separator.
    if !saved_as(&sandbox, "ods", &["--infilter=CSV:59,34,76,1,,1043"], &["list.csv", "report.csv"]) {
        return;
    }
    let rows = first_sheet(&sandbox.path("out/list.ods"));
    let texts = guarded.iter().map(|text| format!("'{text}")).chain(plain.map(str::to_owned));
    assert_eq!(rows.len(), 1 + guarded.len() + plain.len());
    for (at, (row, text)) in rows[1..].iter().zip(texts).enumerate() {
        assert_eq!(row[..2], [Data::String(on_one_line(&text)), Data::String(text)]);
        assert_eq!(day(&row[2]).as_deref(), (at == 0).then_some("2018-05-12"));
    }
    let texts = |row: &[Data]| row.iter().map(|cell| text(cell).to_owned()).collect::<Vec<_>>();
    assert_eq!(texts(&rows[0]), ["title", "question", "received"]);
    let rows = first_sheet(&sandbox.path("out/report.ods"));
    assert_eq!(texts(&rows[0]), ["until_event", "obstacles", "median_days", "p90_days"]);
    assert_eq!(text(&rows[1][0]), "answered");
    assert_eq!(rows[1][1..], [Data::Float(2.0), Data::Float(1.5), Data::Float(2.0)]);
    assert!(parts(&sandbox.path("out/list.ods")).values().all(|xml| !xml.contains("table:formula")));
}
