//! What LibreOffice makes of the workbooks, and what comes back from it. Where it is not installed these tests tell so
//! and do nothing, unless RUIMTE_NEEDS_OFFICE is set.

use super::back::full;
use super::texts::hostile;
use super::{Desk, LANGUAGES, attributes, day, first_sheet, parts, sheets, text, told_in, with_texts};
use calamine::Data;
use std::process::Command;

/// Opens files of a desk with LibreOffice, and saves them as something else in its folder `out`. False where there is
/// no LibreOffice.
#[allow(clippy::print_stderr)]
#[must_use]
fn saved_as(desk: &Desk, kind: &str, options: &[&str], files: &[&str]) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    if !std::env::split_paths(&path).any(|folder| folder.join("soffice").is_file()) {
        assert!(std::env::var_os("RUIMTE_NEEDS_OFFICE").is_none(), "no LibreOffice on this machine");
        eprintln!("skipped: no LibreOffice on this machine");
        return false;
    }
    // A profile of its own, so that several can run at once.
    let profile = format!("-env:UserInstallation=file://{}", desk.path("profile").display());
    let output = Command::new("soffice")
        .current_dir(desk.path("."))
        .args([&profile, "--headless", "--norestore", "--convert-to", kind, "--outdir", "out"])
        .args(options)
        .args(files)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    true
}

/// Every sheet as CSV: the values as they are shown.
const AS_CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";

/// The rows of a file that LibreOffice saved as CSV.
#[track_caller]
fn rows(desk: &Desk, name: &str) -> Vec<Vec<String>> {
    let text = desk.text(&format!("out/{name}.csv"));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Without tabs: LibreOffice 7 drops those of ods, its own too.
fn without_tabs(text: &str) -> String {
    text.replace('\t', "")
}

#[test]
fn libreoffice_shows_texts_as_they_are_and_days_as_the_reader_writes_them() {
    let texts = hostile();
    let desk = with_texts(&texts);
    desk.run(["edit", "1", "--received", "2018-05-12"]).ok();
    let mut files = Vec::new();
    for (language, _) in LANGUAGES {
        for ending in ["ods", "xlsx"] {
            let name = format!("{language}-{ending}.{ending}");
            let words = ["list", "--columns", "title,question,received", "-o", &name];
            assert_eq!(told_in(&desk, language, &words).code, 0);
            files.push(name);
        }
    }
    if !saved_as(&desk, AS_CSV, &[], &files.iter().map(String::as_str).collect::<Vec<_>>()) {
        return;
    }
    for ((language, [data, notes]), (titles, day)) in LANGUAGES.into_iter().zip([
        (["titel", "vraag", "ontvangen"], "12-05-2018"),
        (["title", "question", "received"], "2018-05-12"),
    ]) {
        for ending in ["ods", "xlsx"] {
            let shown = rows(&desk, &format!("{language}-{ending}-{data}"));
            assert_eq!(shown.len(), 1 + texts.len(), "{language}, {ending}");
            assert_eq!(shown[0], titles);
            for (at, (row, text)) in shown[1..].iter().zip(&texts).enumerate() {
                let text = if ending == "ods" { without_tabs(text) } else { (*text).to_owned() };
                let day = if at == 0 { day } else { "" };
                assert_eq!(*row, [text.as_str(), text.as_str(), day], "{language}, {ending}");
            }
            let book = sheets(&desk.path(&format!("{language}-{ending}.{ending}")));
            let noted = rows(&desk, &format!("{language}-{ending}-{notes}"));
            assert_eq!(noted.len(), book[1].1.len());
            for (row, cells) in noted.iter().zip(&book[1].1) {
                let cells: Vec<&str> = cells.iter().map(text_of).collect();
                assert_eq!(row[..cells.len()], cells, "{language}, {ending}");
            }
        }
    }
}

fn text_of(cell: &Data) -> &str {
    text(cell)
}

/// Takes a workbook of obstacles into a register that has the rest, and tells what it holds.
#[track_caller]
fn brought_in(desk: &Desk, file: &str, sheet: &str) -> String {
    let other = Desk::new();
    for kind in ["ministries", "regions", "factsheets", "schemes"] {
        other.file("list.csv", desk.run(["export", kind]).ok());
        other.run(["import", kind, "list.csv"]).ok();
    }
    std::fs::copy(desk.path(file), other.path("list")).unwrap();
    let told = other.run(["import", "obstacles", "list"]).remarks();
    assert!(told.starts_with(&format!("list: sheet '{sheet}' read\n72 added")), "{told}");
    other.run(["export", "obstacles"]).ok()
}

#[test]
fn what_libreoffice_saved_comes_back_as_it_was() {
    let desk = full();
    for (name, language) in [("of-xlsx.xlsx", "nl"), ("of-ods.ods", "en")] {
        assert_eq!(told_in(&desk, language, &["export", "obstacles", "-o", name]).code, 0);
    }
    if !saved_as(&desk, "ods", &[], &["of-xlsx.xlsx", "of-ods.ods"]) {
        return;
    }
    let before = desk.run(["export", "obstacles"]).ok();
    assert_eq!(brought_in(&desk, "out/of-xlsx.ods", "Gegevens"), before);
    assert!(before.contains('\t'));
    assert_eq!(brought_in(&desk, "out/of-ods.ods", "Data"), without_tabs(&before));
}

#[test]
fn what_libreoffice_saved_for_excel_of_before_2007_comes_back_as_it_was() {
    let desk = full();
    assert_eq!(told_in(&desk, "nl", &["export", "obstacles", "-o", "list.xlsx"]).code, 0);
    if !saved_as(&desk, "xls", &[], &["list.xlsx"]) {
        return;
    }
    assert_eq!(brought_in(&desk, "out/list.xls", "Gegevens"), desk.run(["export", "obstacles"]).ok());
}

#[test]
fn libreoffice_keeps_the_heading_of_ods_in_sight_and_filters_it() {
    let desk = Desk::demo();
    desk.in_dutch(["export", "obstacles", "-o", "list.ods"]).ok();
    desk.in_dutch(["report", "ministries", "-o", "report.ods"]).ok();
    if !saved_as(&desk, "xlsx", &[], &["list.ods", "report.ods"]) {
        return;
    }
    for (name, range) in [("list", "A1:AH71"), ("report", "A1:H4")] {
        let sheet = &parts(&desk.path(&format!("out/{name}.xlsx")))["xl/worksheets/sheet1.xml"];
        let (_, pane) = sheet.split_once("<pane").unwrap();
        assert_eq!(attributes(pane, "ySplit")[0], "1");
        assert_eq!(attributes(pane, "topLeftCell")[0], "A2");
        assert_eq!(attributes(pane, "state")[0], "frozen");
        let (_, filter) = sheet.split_once("<autoFilter").unwrap();
        assert_eq!(attributes(filter, "ref")[0], range, "{name}");
        assert!(!sheet.contains("<f>") && !sheet.contains("<f "));
    }
}

#[test]
fn a_dutch_spreadsheet_opens_csv_for_excel_with_its_guarded_cells_as_text() {
    let guarded = ["=1+1", "+31 70", "-5", "@som", "=cmd|' /C calc'!A0", "'=1"];
    let plain = ["'s-Hertogenbosch – €", "a;b", "een\ntwee", "\"ja\"", "  x  "];
    let desk = with_texts(&[&guarded[..], &plain[..]].concat());
    desk.run(["edit", "1", "--received", "2018-05-12"]).ok();
    desk.file(
        "two.csv",
        "title,ministry,received,answered\nA,SZW,2018-05-01,2018-05-02\nB,SZW,2018-05-01,2018-05-03\n",
    );
    desk.run(["import", "obstacles", "two.csv"]).ok();
    for (line, name) in [
        ("list --ministry OCW --columns title,question,received --format csv-excel -o list.csv", "list.csv"),
        ("report turnaround --format csv-excel -o report.csv", "report.csv"),
    ] {
        assert_eq!(desk.run(line.split(' ')).code, 0, "{name}");
    }
    // Separated by ';', UTF-8, Dutch.
    if !saved_as(&desk, "ods", &["--infilter=CSV:59,34,76,1,,1043"], &["list.csv", "report.csv"]) {
        return;
    }
    let rows = first_sheet(&desk.path("out/list.ods"));
    let texts = guarded.iter().map(|text| format!("'{text}")).chain(plain.map(str::to_owned));
    assert_eq!(rows.len(), 1 + guarded.len() + plain.len());
    for (at, (row, text)) in rows[1..].iter().zip(texts).enumerate() {
        assert_eq!(row[..2], [Data::String(text.clone()), Data::String(text)]);
        assert_eq!(day(&row[2]).as_deref(), (at == 0).then_some("2018-05-12"));
    }
    let texts = |row: &[Data]| row.iter().map(|cell| text(cell).to_owned()).collect::<Vec<_>>();
    assert_eq!(texts(&rows[0]), ["title", "question", "received"]);
    let rows = first_sheet(&desk.path("out/report.ods"));
    assert_eq!(texts(&rows[0]), ["until_event", "obstacles", "median_days", "p90_days"]);
    assert_eq!(text(&rows[1][0]), "answered");
    assert_eq!(rows[1][1..], [Data::Float(2.0), Data::Float(1.5), Data::Float(2.0)]);
    assert!(parts(&desk.path("out/list.ods")).values().all(|xml| !xml.contains("table:formula")));
}
