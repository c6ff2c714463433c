//! Hostile workbooks. Some unpack to far more than their own size, some have a false zip directory, and some contain
//! malicious XML.

use super::{LITTLE, import_error, import_within};
use crate::common::Sandbox;
use std::io::{Cursor, Write};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

const UNREADABLE: &str = "is not a workbook that can be read; save it again as ods or xlsx, or as CSV";

/// The error message for a workbook that exceeds a limit. It names the cell if the cell is known.
fn too_large(name: &str, cell: Option<&str>, limit: &str) -> String {
    let place = cell.map_or(name.to_owned(), |cell| format!("{name}, sheet 'Blad1', cell {cell}"));
    format!("ruimte: {place}: too large to read: {limit}; shorten it, or save the sheet as CSV\n")
}

const UNPACKED: &str = "the workbook unpacks to more than 2 GB, or to far more than the file itself";
const SHEET_TEXT: &str = "the sheet has more than 1 GB of text, or far more than the size of the file";
const ELEMENT: &str = "an element of more than 2 MB";
const CELL_TEXT: &str = "a cell with more than 1 MB of text";
const ROW_TEXT: &str = "a row with more than 8 MB of text";
const SHEET_SIZE: &str = "a sheet with more than 1048576 rows or 16384 columns";

/// A file in the zip archive of a workbook. The fields are its name, the start of its content, a text to repeat with
/// the number of repeats, and the end of its content.
#[derive(Clone, Copy)]
struct Part<'a>(&'a str, &'a str, (&'a str, usize), &'a str);

fn zip_parts(parts: &[Part<'_>]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for Part(name, begin, (middle, times), end) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, options).unwrap();
        zip.write_all(begin.as_bytes()).unwrap();
        let at_once = (1 << 20) / middle.len().max(1) + 1;
        let block = middle.repeat(at_once.min(*times));
        for _ in 0..times / at_once {
            zip.write_all(block.as_bytes()).unwrap();
        }
        zip.write_all(middle.repeat(times % at_once).as_bytes()).unwrap();
        zip.write_all(end.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const fn plain<'a>(name: &'a str, text: &'a str) -> Part<'a> {
    Part(name, text, ("", 0), "")
}

const XLSX: [Part<'static>; 3] = [
    plain(
        "_rels/.rels",
        concat!(
            r#"<Relationships><Relationship Id="rId1" Target="xl/workbook.xml" "#,
            r#"Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"#
        ),
    ),
    plain(
        "xl/workbook.xml",
        r#"<workbook xmlns:r="r"><sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
    ),
    plain(
        "xl/_rels/workbook.xml.rels",
        concat!(
            r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml" "#,
            r#"Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>"#
        ),
    ),
];
const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";
const HEADING: &str = concat!(
    r#"<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c>"#,
    r#"<c r="B1" t="inlineStr"><is><t>ministry</t></is></c></row>"#
);
const END: &str = "</sheetData></worksheet>";
/// A row whose title cell refers to the first shared string of the workbook.
const SHARED: &str = r#"<row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>OCW</t></is></c></row>"#;

/// Builds an xlsx workbook: a header, repeated rows below it, and optional extra files in the archive.
fn xlsx<const N: usize>(rows: (&str, usize), more: [Part<'_>; N]) -> Vec<u8> {
    let [package, book, relations] = XLSX;
    let mut parts = vec![package, book, relations, Part(SHEET, HEADING, rows, END)];
    parts.extend(more);
    zip_parts(&parts)
}

const CONTENT: &str = concat!(
    r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>"#,
    r#"<table:table table:name="Blad1"><table:table-row>"#,
    r#"<table:table-cell office:value-type="string"><text:p>title</text:p></table:table-cell>"#,
    r#"<table:table-cell office:value-type="string"><text:p>ministry</text:p></table:table-cell></table:table-row>"#
);
const CONTENT_END: &str = "</table:table></office:spreadsheet></office:body></office:document-content>";
const CELL: &str = r#"<table:table-cell office:value-type="string"><text:p>A</text:p></table:table-cell>"#;

fn ods(begin: &str, middle: (&str, usize), end: &str) -> Vec<u8> {
    zip_parts(&[
        plain("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        plain(
            "META-INF/manifest.xml",
            r#"<manifest:manifest><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#,
        ),
        Part("content.xml", &format!("{CONTENT}{begin}"), middle, &format!("{end}{CONTENT_END}")),
    ])
}

/// Makes a zip archive claim that every file in it unpacks to the given number of bytes.
fn with_declared_size(mut book: Vec<u8>, size: u32) -> Vec<u8> {
    for (mark, place) in [(&b"PK\x01\x02"[..], 24), (b"PK\x03\x04", 22)] {
        let found: Vec<usize> =
            book.windows(4).enumerate().filter(|(_, four)| *four == mark).map(|(at, _)| at + place).collect();
        for at in found {
            book[at..at + 4].copy_from_slice(&size.to_le_bytes());
        }
    }
    book
}

#[track_caller]
fn assert_rejected(name: &str, book: &[u8], why: &str) {
    assert_eq!(import_error(name, book, LITTLE), format!("ruimte: {name} {why}\n"));
}

#[track_caller]
fn assert_too_large(name: &str, book: &[u8], cell: Option<&str>, limit: &str) {
    assert_eq!(import_error(name, book, LITTLE), too_large(name, cell, limit));
}

#[test]
fn an_ordinary_workbook_from_these_helpers_is_imported() {
    let strings = || plain(STRINGS, "<sst><si><t>Eén &amp; twee</t></si></sst>");
    let row = format!("<table:table-row>{CELL}{}</table:table-row>", CELL.replace(">A<", ">OCW<"));
    for (name, book) in [("list.xlsx", xlsx((SHARED, 3), [strings()])), ("list.ods", ods("", (&row, 3), ""))] {
        let sandbox = Sandbox::new();
        assert!(import_within(&sandbox, name, &book, LITTLE).notices().contains("3 added"), "{name}");
    }
}

#[test]
fn a_workbook_that_declares_gigabytes_is_not_unpacked() {
    let book = with_declared_size(xlsx((SHARED, 3), [plain(STRINGS, "<sst><si><t>A</t></si></sst>")]), 0x7000_0000);
    assert_too_large("list.xlsx", &book, None, UNPACKED);
    assert_too_large("list.ods", &with_declared_size(ods("", (CELL, 3), ""), 0x7000_0000), None, UNPACKED);
}

#[test]
fn a_text_of_hundreds_of_megabytes_in_a_small_workbook_is_not_kept_in_memory() {
    let million = "x".repeat(1 << 20);
    let xlsx = xlsx((SHARED, 1), [Part(STRINGS, "<sst><si><t>", (&million, 400), "</t></si></sst>")]);
    let cell = r#"<table:table-row><table:table-cell office:value-type="string"><text:p>"#;
    let ods = ods(cell, (&million, 400), "</text:p></table:table-cell></table:table-row>");
    for (name, book) in [("list.xlsx", xlsx), ("list.ods", ods)] {
        assert!(book.len() < 2 << 20, "{}", book.len());
        assert_too_large(name, &book, None, ELEMENT);
        // If the directory declares a size that is too small, unpacking stops at that size and the file is incomplete.
        assert_rejected(name, &with_declared_size(book, 1000), UNREADABLE);
    }
}

#[test]
fn an_attribute_of_megabytes_is_not_kept_in_memory() {
    let begin = r#"<row r="1" spans=""#;
    assert_too_large(
        "list.xlsx",
        &xlsx(("x", 0), [Part(STRINGS, "<sst><si x=\"", ("x", 3 << 20), "\"/></sst>")]),
        None,
        ELEMENT,
    );
    let book = zip_parts(&[
        XLSX[0],
        XLSX[1],
        XLSX[2],
        Part(SHEET, &format!("{HEADING}{begin}"), ("x", 3 << 20), "\"/></sheetData></worksheet>"),
    ]);
    let row = format!(
        "ruimte: list.xlsx, sheet 'Blad1', row 1: too large to read: {ELEMENT}; shorten it, or save the sheet as CSV\n"
    );
    assert_eq!(import_error("list.xlsx", &book, LITTLE), row);
    assert_too_large("list.ods", &ods("<table:table-row x=\"", ("x", 3 << 20), "\"/>"), None, ELEMENT);
}

#[test]
fn a_long_text_shared_by_many_cells_is_not_kept_many_times() {
    let text = Part(STRINGS, "<sst><si><t>", ("x", 1 << 20), "</t></si></sst>");
    let book = xlsx((SHARED, 20_000), [text]);
    assert!(book.len() < 20_000, "{}", book.len());
    // A small file may unpack to 128 MB of text. The heading (13 bytes) and 127 rows of 1,048,579 bytes stay below that
    // limit. The row after them, row 129, exceeds it.
    assert_too_large("list.xlsx", &book, Some("A129"), SHEET_TEXT);
}

#[test]
fn a_long_text_that_is_repeated_is_not_kept_many_times() {
    for repeats in ["table:number-columns-repeated", "table:number-rows-repeated"] {
        let (of_row, of_cell) = if repeats.contains("rows") { (repeats, "x") } else { ("x", repeats) };
        let begin = format!(
            r#"<table:table-row {of_row}="16000"><table:table-cell office:value-type="string" {of_cell}="16000"><text:p>"#
        );
        let book = ods(&begin, ("x", 1 << 20), "</text:p></table:table-cell></table:table-row>");
        assert!(book.len() < 20_000, "{}", book.len());
        assert_too_large("list.ods", &book, Some("A2"), if of_row == repeats { SHEET_TEXT } else { ROW_TEXT });
    }
}

#[test]
fn nested_repeats_are_counted_before_they_are_expanded() {
    let nested = concat!(
        r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" "#,
        r#"office:value-type="string"><text:p>A</text:p></table:table-cell></table:table-row>"#
    );
    assert_too_large("list.ods", &ods("", (nested, 1), ""), Some("A2"), SHEET_SIZE);
    assert_too_large("list.ods", &ods("", (nested, 1000), ""), Some("A2"), SHEET_SIZE);
    let beyond = nested.replace("1048576", "18446744073709551615");
    assert_too_large("list.ods", &ods("", (&beyond, 2), ""), Some("A2"), SHEET_SIZE);
    // 20 columns in 1,048,575 rows are 20,971,500 cells, which is over the limit.
    let full = nested.replace("1048576", "1048575").replace("16384", "20");
    let cells = "a sheet with more than 20000000 cells that hold a value";
    assert_too_large("list.ods", &ods("", (&full, 1), ""), Some("A2"), cells);
}

#[test]
fn recursive_and_external_entities_are_not_expanded() {
    let mut doubling = "<!DOCTYPE sst [<!ENTITY a0 \"haha\">".to_owned();
    for at in 1..40 {
        doubling.push_str(&format!("<!ENTITY a{at} \"&a{0};&a{0};\">", at - 1));
    }
    doubling.push_str("]><sst><si><t>x&a39;</t></si></sst>");
    let outside = "<!DOCTYPE sst [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><sst><si><t>x&x;</t></si></sst>";
    for strings in [doubling.as_str(), outside] {
        assert_rejected("list.xlsx", &xlsx((SHARED, 1), [plain(STRINGS, strings)]), UNREADABLE);
    }
}

#[test]
fn endlessly_nested_tags_are_read_or_rejected() {
    assert_rejected("list.xlsx", &xlsx(("<row>", 300_000), []), UNREADABLE);
    assert_rejected("list.ods", &ods("", ("<table:table-row>", 300_000), ""), UNREADABLE);
}

#[test]
fn truncated_xml_in_a_workbook_is_rejected_without_an_endless_loop() {
    let row = format!("<table:table-row>{CELL}</table:table-row>");
    let content = format!("{CONTENT}{row}");
    for end in (0..content.len()).step_by(17).chain([content.len()]) {
        let book = zip_parts(&[
            plain("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            plain("META-INF/manifest.xml", "<manifest:manifest></manifest:manifest>"),
            plain("content.xml", &content[..end]),
        ]);
        assert_rejected("list.ods", &book, UNREADABLE);
    }
    let [package, book, relations] = XLSX;
    let sheet = format!("{HEADING}{SHARED}");
    for end in (1..sheet.len()).step_by(17) {
        let book = zip_parts(&[
            plain(package.0, package.1),
            plain(book.0, book.1),
            plain(relations.0, relations.1),
            plain(STRINGS, "<sst><si><t>A</t></si></sst>"),
            plain(SHEET, &sheet[..end]),
        ]);
        assert_rejected("list.xlsx", &book, UNREADABLE);
    }
}

#[test]
fn a_damaged_note_in_a_workbook_does_not_cause_an_endless_loop() {
    let row =
        "<table:table-row><table:table-cell office:value-type=\"string\"><office:annotation><text:p>noot</text:p>";
    for (before, after) in
        [("t=\"s\"ml version=\"1.0\"?>", ""), ("", "</office:btype=\"date\">"), ("x", "</office:btype>")]
    {
        let content = format!("{before}{CONTENT}{row}{after}</table:table-cell></table:table-row>");
        let book = zip_parts(&[
            plain("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            plain("META-INF/manifest.xml", "<manifest:manifest></manifest:manifest>"),
            plain("content.xml", &content),
        ]);
        assert_rejected("list.ods", &book, UNREADABLE);
    }
}

#[test]
fn the_dimensions_that_a_sheet_declares_do_not_matter() {
    for range in ["B2:A1", "A1:XFD1048576", "ZZZZZZZ1", "A1:A99999999"] {
        let heading = HEADING.replace("<sheetData>", &format!("<dimension ref=\"{range}\"/><sheetData>"));
        let strings = plain(STRINGS, "<sst><si><t>A</t></si></sst>");
        let book = zip_parts(&[XLSX[0], XLSX[1], XLSX[2], Part(SHEET, &heading, (SHARED, 1), END), strings]);
        let sandbox = Sandbox::new();
        assert!(import_within(&sandbox, "list.xlsx", &book, LITTLE).notices().contains("1 added"), "{range}");
    }
}

#[test]
fn an_impossible_reference_is_rejected() {
    for reference in ["B2:A1", "A0", "A", "7", "ZZZZZZZ1", "XFE3", "A1048577", "A99999999999", "A9"] {
        let cell = format!(r#"<row r="3"><c r="{reference}"><v>1</v></c></row>"#);
        assert_rejected("list.xlsx", &xlsx((&cell, 1), []), UNREADABLE);
    }
    for reference in ["B2:A1", "A1:", "A1:B2:C3", "A0:A1"] {
        let merged = format!(r#"</sheetData><mergeCells><mergeCell ref="{reference}"/></mergeCells><sheetData>"#);
        assert_rejected("list.xlsx", &xlsx((&merged, 1), []), UNREADABLE);
    }
}

#[test]
fn rows_and_cells_out_of_order_are_sorted_and_duplicates_are_rejected() {
    let row = |row: u8, title: char| {
        format!(
            r#"<row r="{row}"><c r="B{row}" t="inlineStr"><is><t>OCW</t></is></c><c r="A{row}" t="inlineStr"><is><t>{title}</t></is></c></row>"#
        )
    };
    let sandbox = Sandbox::new();
    let rows = row(4, 'C') + &row(2, 'A') + &row(3, 'B');
    import_within(&sandbox, "list.xlsx", &xlsx((&rows, 1), []), LITTLE).ok();
    let titles: Vec<_> = sandbox.rows("list --columns title").into_iter().map(|mut row| row.remove("title")).collect();
    assert_eq!(titles, ["A", "B", "C"].map(|title| Some(title.to_owned())));
    assert_rejected("list.xlsx", &xlsx((&row(2, 'A'), 2), []), UNREADABLE);
    assert_rejected("list.xlsx", &xlsx((&row(2, 'A').replace("B2", "A2"), 1), []), UNREADABLE);
}

#[test]
fn a_workbook_truncated_anywhere_is_rejected() {
    let whole = xlsx((SHARED, 3), [plain(STRINGS, "<sst><si><t>A</t></si></sst>")]);
    for length in (4..whole.len()).step_by(whole.len() / 40) {
        assert_rejected("list.xlsx", &whole[..length], UNREADABLE);
    }
}

#[test]
fn a_false_zip_directory_is_rejected_or_ignored() {
    let whole = xlsx((SHARED, 3), [plain(STRINGS, "<sst><si><t>A</t></si></sst>")]);
    let end = whole.windows(4).rposition(|four| four == b"PK\x05\x06").unwrap();
    let first = whole.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    // Each case overwrites one field of the zip directory: the number of files, the size or the offset of the
    // directory, or a field in the entry of the first file.
    for (at, bytes) in [
        (end + 8, &b"\xff\xff\xff\xff"[..]),
        (end + 12, b"\xff\xff\xff\x7f"),
        (end + 16, b"\xff\xff\xff\x7f"),
        (first + 42, b"\xff\xff\xff\x7f"),
        (first + 20, b"\xff\xff\xff\x7f"),
        (first + 10, b"\x63\x00"),
        (first + 28, b"\xff\xff"),
    ] {
        let mut book = whole.clone();
        book[at..at + bytes.len()].copy_from_slice(bytes);
        let sandbox = Sandbox::new();
        let before = sandbox.register_bytes();
        let result = import_within(&sandbox, "list.xlsx", &book, LITTLE);
        // The files themselves are intact, so the import succeeds if the damaged directory can still be located.
        if result.code == 0 {
            assert!(result.stderr.contains("3 added"), "{at}: {result:?}");
        } else {
            assert_eq!(result.fails(65), format!("ruimte: list.xlsx {UNREADABLE}\n"), "{at}");
            assert!(sandbox.register_bytes() == before, "{at}");
        }
    }
}

#[test]
fn repeated_blanks_are_counted_before_they_are_expanded() {
    let repeated = "table:number-columns-repeated=\"16384\"";
    for (cell, count, limit) in
        [("", "1000000000", CELL_TEXT), ("", "18446744073709551615", CELL_TEXT), (repeated, "100000", ROW_TEXT)]
    {
        let row = format!(
            r#"<table:table-row><table:table-cell office:value-type="string" {cell}><text:p>A<text:s text:c="{count}"/></text:p></table:table-cell></table:table-row>"#
        );
        assert_too_large("list.ods", &ods("", (&row, 1), ""), Some("A2"), limit);
    }
}

#[test]
fn sheets_that_are_not_read_are_not_kept() {
    let sheet = concat!(
        r#"</table:table><table:table table:name="x"><table:table-row table:number-rows-repeated="1000000">"#,
        r#"<table:table-cell table:number-columns-repeated="19" office:value-type="string"><text:p>A</text:p></table:table-cell>"#,
        r#"</table:table-row>"#
    );
    let sandbox = Sandbox::new();
    let book = ods("", (sheet, 50), "");
    assert!(import_within(&sandbox, "list.ods", &book, LITTLE).notices().contains("0 added"));
    let many = r"</table:table><table:table>";
    let items = "more than 100000 sheets, cell formats, merged cells or shared texts";
    assert_too_large("list.ods", &ods("", (many, 100_001), ""), None, items);
}

#[test]
fn a_formula_that_is_repeated_is_not_kept_many_times() {
    let begin = r#"<table:table-row><table:table-cell table:number-columns-repeated="16000" office:value-type="string" table:formula=""#;
    let book = ods(begin, ("x", 1 << 20), "\"><text:p>A</text:p></table:table-cell></table:table-row>");
    assert_eq!(
        import_error("list.ods", &book, LITTLE),
        "list.ods: sheet 'Blad1' read\n\
         ruimte: list.ods, sheet 'Blad1', row 2: 2 values expected, found: 3\n\
         ruimte: list.ods: 1 error; nothing was imported\n"
    );
}
