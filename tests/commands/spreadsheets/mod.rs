//! Spreadsheets: the content of ods and xlsx files, importing them, and opening them in LibreOffice. The shared
//! helpers read, inspect and create workbooks.

mod cell_values;
mod columns;
mod errors;
mod foreign;
mod hidden;
pub mod hostile_text;
mod layout;
pub mod libreoffice;
mod merged;
mod ministry_list;
mod notes_sheet;
mod one_line;
mod quarter;
mod round_trip;
mod sheet_choice;
mod stored_values;

use crate::common::{CommandResult, Sandbox, csv_cell, execute, on_one_line};
use calamine::{Data, Reader, open_workbook_auto};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, ZipArchive};

const ENDINGS: [&str; 2] = ["ods", "xlsx"];

/// The languages of workbooks. Each has its code, the name of the data sheet and the name of the notes sheet.
const LANGUAGES: [(&str, [&str; 2]); 2] = [("nl", ["Gegevens", "Toelichting"]), ("en", ["Data", "Notes"])];

/// A sheet that was read: its name, and its rows starting from cell A1.
type Sheet = (String, Vec<Vec<Data>>);

#[track_caller]
fn sheets(path: &Path) -> Vec<Sheet> {
    let mut book = open_workbook_auto(path).unwrap();
    let names = book.sheet_names();
    names
        .into_iter()
        .map(|name| {
            let range = book.worksheet_range(&name).unwrap();
            assert_eq!(range.start().unwrap_or_default(), (0, 0), "{name} does not begin in A1");
            let rows = range.rows().map(<[Data]>::to_vec).collect();
            (name, rows)
        })
        .collect()
}

#[track_caller]
fn first_sheet(path: &Path) -> Vec<Vec<Data>> {
    sheets(path).remove(0).1
}

fn run_in_language(sandbox: &Sandbox, language: &str, words: &str) -> CommandResult {
    let mut command = sandbox.command(words);
    command.env("RUIMTE_LANG", language);
    execute(command)
}

/// The text of a text cell, or an empty text for an empty cell. Panics for cells of other types.
#[track_caller]
fn text(cell: &Data) -> &str {
    match cell {
        Data::String(text) => text,
        Data::Empty => "",
        other => panic!("no text: {other:?}"),
    }
}

/// The date in a date cell, in ISO 8601 notation. Returns `None` for other cells.
fn day(cell: &Data) -> Option<String> {
    match cell {
        // Excel counts days as if 1900 were a leap year, so counting from 1899-12-30 gives the right date from March
        // 1900 on.
        Data::DateTime(moment) if moment.is_datetime() => {
            let days = moment.as_f64();
            let since: Date = date(1899, 12, 30);
            assert!(days.fract() == 0.0, "a time of day: {days}");
            #[allow(clippy::cast_possible_truncation)]
            let since = since.checked_add(jiff::Span::new().days(days as i64)).unwrap();
            Some(since.to_string())
        }
        Data::DateTimeIso(day) => Some(day.clone()),
        _ => None,
    }
}

/// The files in the zip archive of a workbook as text, keyed by name. Leaves out the thumbnail that LibreOffice adds.
#[track_caller]
fn parts(path: &Path) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(File::open(path).unwrap()).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut entry = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

/// All values of the given attribute in an XML document, in document order.
fn attributes<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    xml.split(&format!(" {name}=\"")).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// A register with one obstacle for each text. The question of the obstacle is the text itself. The title is the same
/// text joined into one line.
#[track_caller]
fn with_texts<T: AsRef<str>>(texts: &[T]) -> Sandbox {
    let sandbox = Sandbox::new();
    let mut list = "title,ministry,question\n".to_owned();
    for text in texts {
        let text = csv_cell(text.as_ref());
        list.push_str(&format!("{text},OCW,{text}\n"));
    }
    sandbox.write("texts.csv", list);
    sandbox.run("import obstacles texts.csv").ok();
    let stored = sandbox.rows("list --columns title,question");
    assert_eq!(stored.len(), texts.len());
    for (row, text) in stored.iter().zip(texts) {
        assert_eq!((&row["title"], row["question"].as_str()), (&on_one_line(text.as_ref()), text.as_ref()));
    }
    sandbox
}

#[derive(Clone, Copy, Debug)]
enum Put {
    Nothing,
    Text(&'static str),
    Number(f64),
    /// A cell with a date, or a date and time, in ISO 8601 notation.
    Day(&'static str),
    Truth(bool),
    /// A cell with a formula, stored with this text as its result.
    Formula(&'static str),
    /// A cell with a formula, stored with this error as its result.
    Wrong(&'static str),
}

/// A sheet that a test writes: its name, the column and row (from 0) where its table starts, and the rows of the table.
struct Made<'a>(&'a str, (u16, u32), &'a [&'a [Put]]);

fn make(sandbox: &Sandbox, name: &str, sheets: &[Made<'_>]) {
    let path = sandbox.path(name);
    match path.extension().unwrap().to_str().unwrap() {
        "xlsx" => make_xlsx(&path, sheets),
        _ => make_ods(&path, sheets),
    }
}

fn make_xlsx(path: &Path, sheets: &[Made<'_>]) {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
    let mut book = Workbook::new();
    for Made(name, (left, top), rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (*top..).zip(rows.iter()) {
            for (column, cell) in (*left..).zip(cells.iter()) {
                match cell {
                    Put::Nothing => {}
                    Put::Text(text) => drop(sheet.write_string(row, column, *text).unwrap()),
                    Put::Number(number) => drop(sheet.write_number(row, column, *number).unwrap()),
                    Put::Day(day) => {
                        let moment = ExcelDateTime::parse_from_str(day).unwrap();
                        let format = Format::new().set_num_format("dd-mm-yyyy");
                        sheet.write_datetime_with_format(row, column, moment, &format).unwrap();
                    }
                    Put::Truth(truth) => drop(sheet.write_boolean(row, column, *truth).unwrap()),
                    Put::Formula(text) => {
                        let formula = Formula::new("=A1&\"\"").set_result(*text);
                        sheet.write_formula(row, column, formula).unwrap();
                    }
                    Put::Wrong(error) => {
                        let formula = Formula::new("=NA()").set_result(*error);
                        sheet.write_formula(row, column, formula).unwrap();
                    }
                }
            }
        }
    }
    book.save(path).unwrap();
}

/// Writes an ods file as LibreOffice does: the empty cells before the table are stored as one cell with a repeat count.
fn make_ods(path: &Path, sheets: &[Made<'_>]) {
    let mut xml = String::new();
    for Made(name, (left, top), rows) in sheets {
        xml.push_str(&format!(r#"<table:table table:name="{name}">"#));
        if *top > 0 {
            xml.push_str(&format!(
                r#"<table:table-row table:number-rows-repeated="{top}"><table:table-cell/></table:table-row>"#
            ));
        }
        for cells in *rows {
            xml.push_str("<table:table-row>");
            if *left > 0 {
                xml.push_str(&format!(r#"<table:table-cell table:number-columns-repeated="{left}"/>"#));
            }
            for cell in *cells {
                let (kind, shown) = match cell {
                    Put::Nothing => (String::new(), ""),
                    Put::Text(text) => (r#" office:value-type="string""#.to_owned(), *text),
                    Put::Number(number) => (format!(r#" office:value-type="float" office:value="{number}""#), "#"),
                    Put::Day(day) => (format!(r#" office:value-type="date" office:date-value="{day}""#), "#"),
                    Put::Truth(truth) => {
                        (format!(r#" office:value-type="boolean" office:boolean-value="{truth}""#), "#")
                    }
                    Put::Formula(text) => {
                        (r#" table:formula="of:=[.A1]&amp;&quot;&quot;" office:value-type="string""#.to_owned(), *text)
                    }
                    Put::Wrong(error) => (
                        concat!(
                            r#" table:formula="of:=NA()" office:value-type="string" office:string-value="""#,
                            r#" calcext:value-type="error""#
                        )
                        .to_owned(),
                        *error,
                    ),
                };
                xml.push_str(&format!("<table:table-cell{kind}>"));
                if !shown.is_empty() {
                    xml.push_str(&format!("<text:p>{shown}</text:p>"));
                }
                xml.push_str("</table:table-cell>");
            }
            // Fills the rest of the row with empty cells, as LibreOffice does.
            xml.push_str(r#"<table:table-cell table:number-columns-repeated="16000"/></table:table-row>"#);
        }
        xml.push_str(concat!(
            r#"<table:table-row table:number-rows-repeated="1000000">"#,
            r#"<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>"#
        ));
    }
    write_ods(path, "", &xml);
}

/// Writes an ods file with the given XML for its styles and its tables.
fn write_ods(path: &Path, styles: &str, tables: &str) {
    let content = format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content "#,
            r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" "#,
            r#"xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" "#,
            r#"xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" "#,
            r#"xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" "#,
            r#"xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" "#,
            r#"office:version="1.3"><office:automatic-styles>{}</office:automatic-styles>"#,
            r#"<office:body><office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"#
        ),
        styles, tables
    );
    let manifest = concat!(
        r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">"#,
        r#"<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>"#,
        r#"</manifest:manifest>"#
    );
    write_zip(
        path,
        &[
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", &content),
            ("META-INF/manifest.xml", manifest),
        ],
    );
}

/// The cell styles that [`write_xlsx`] defines: style 1 is a day, 2 a time, 3 a number of hours, 4 a percentage, 5 six
/// digits, 6 a whole number, 7 an amount of euros, 8 a fraction, 9 "ja" or "nee", 10 a number with a hyphen, 11 a
/// number without zero and 12 a number with a condition.
const XLSX_STYLES: &str = concat!(
    r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\-mm\-yyyy"/>"#,
    r#"<numFmt numFmtId="165" formatCode="[$-413]h:mm;@"/><numFmt numFmtId="166" formatCode="[h]:mm"/>"#,
    r#"<numFmt numFmtId="167" formatCode="000000"/><numFmt numFmtId="168" formatCode="&quot;€&quot;\ #,##0.00"/>"#,
    r#"<numFmt numFmtId="169" formatCode="&quot;ja&quot;;&quot;ja&quot;;&quot;nee&quot;"/>"#,
    r#"<numFmt numFmtId="170" formatCode="0000&quot;-&quot;0000"/><numFmt numFmtId="171" formatCode="0;-0;;@"/>"#,
    r#"<numFmt numFmtId="172" formatCode="[&gt;9]0;00"/></numFmts>"#,
    r#"<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/>"#,
    r#"<xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="9"/>"#,
    r#"<xf numFmtId="167"/><xf numFmtId="1"/><xf numFmtId="168"/><xf numFmtId="12"/>"#,
    r#"<xf numFmtId="169"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/></cellXfs></styleSheet>"#
);

/// Writes an xlsx file. `properties` are XML attributes of `workbookPr`. A sheet is its name, visibility and XML.
fn write_xlsx(path: &Path, properties: &str, sheets: &[(&str, &str, &str)]) {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relationship = |id: &str, kind: &str, target: &str| {
        format!(r#"<Relationship Id="{id}" Type="{office}/{kind}" Target="{target}"/>"#)
    };
    let package =
        format!("<Relationships>{}</Relationships>", relationship("rId1", "officeDocument", "xl/workbook.xml"));
    let (mut book, mut related) = (String::new(), relationship("rIdS", "styles", "styles.xml"));
    let mut parts = Vec::new();
    for (at, (name, state, xml)) in sheets.iter().enumerate() {
        book.push_str(&format!(r#"<sheet name="{name}" sheetId="{}" state="{state}" r:id="rId{at}"/>"#, at + 1));
        related.push_str(&relationship(&format!("rId{at}"), "worksheet", &format!("worksheets/sheet{at}.xml")));
        parts.push((format!("xl/worksheets/sheet{at}.xml"), format!("<worksheet>{xml}</worksheet>")));
    }
    // Excel writes these extensions in nearly every workbook.
    let extensions = r#"<extLst><ext xmlns:x15="x15"><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>"#;
    parts.extend([
        ("_rels/.rels".to_owned(), package),
        (
            "xl/workbook.xml".to_owned(),
            format!(r#"<workbook xmlns:r="{office}"><workbookPr {properties}/><sheets>{book}</sheets>{extensions}</workbook>"#),
        ),
        ("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{related}</Relationships>")),
        ("xl/styles.xml".to_owned(), XLSX_STYLES.to_owned()),
    ]);
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    write_zip(path, &parts);
}

fn write_zip(path: &Path, parts: &[(&str, &str)]) {
    let mut zip = ZipWriter::new(File::create(path).unwrap());
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, text) in parts {
        zip.start_file(*name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
}

/// The XML of a cell that contains a text, for [`write_xlsx`] and [`write_ods`].
fn text_cell(ending: &str, text: &str) -> String {
    match ending {
        "xlsx" => format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#),
        _ => format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#),
    }
}

/// Writes a workbook with the sheet `Lijst`. Each row consists of its XML attributes and the XML of its cells.
fn write_rows(sandbox: &Sandbox, name: &str, columns: &str, rows: &[(&str, &[&str])], after: &str) {
    let path = sandbox.path(name);
    let tag = if name.ends_with("xlsx") { "row" } else { "table:table-row" };
    let rows: Vec<String> =
        rows.iter().map(|(attributes, cells)| format!("<{tag} {attributes}>{}</{tag}>", cells.concat())).collect();
    let rows = rows.concat();
    match tag {
        "row" => {
            write_xlsx(&path, "", &[("Lijst", "visible", &format!("{columns}<sheetData>{rows}</sheetData>{after}"))]);
        }
        _ => write_ods(&path, "", &format!(r#"<table:table table:name="Lijst">{columns}{rows}</table:table>"#)),
    }
}

#[track_caller]
fn column(sandbox: &Sandbox, name: &str) -> Vec<String> {
    sandbox.rows(format!("list --columns {name}")).into_iter().map(|mut row| row.remove(name).unwrap()).collect()
}

/// Runs an import that must fail and must not change the register. Returns the error message.
#[track_caller]
fn import_error(sandbox: &Sandbox, words: &str, code: i32) -> String {
    let before = sandbox.register_bytes();
    let message = sandbox.run(format!("import {words}")).fails(code);
    assert!(sandbox.register_bytes() == before, "the register changed, though it told: {message}");
    message
}
