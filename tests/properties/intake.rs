//! Imports files of arbitrary bytes. An import must read or report each row, or else refuse the whole file. It must
//! read a list that follows the CSV standard (RFC 4180) exactly as written.

use super::{cases, has_own_message};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use ruimte::intake::mapping::{Mapping, MappingWriter};
use ruimte::intake::{TableReader, dataset_diff};
use ruimte::tabular::{Guard, guard, unguard};
use std::cell::RefCell;
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::sync::OnceLock;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, ZipArchive};

const COLUMNS: [&str; 4] = ["title", "ministry", "question", "received"];

/// The result of reading a list: its header and its rows. Each row is either a list of cells or an error message.
type ReadResult = anyhow::Result<(Vec<String>, Vec<Result<Vec<String>, String>>)>;

/// Writes the bytes of a test case to a temporary file, which is used again for every case.
fn temp_file(bytes: &[u8]) -> File {
    thread_local! {
        static FILE: RefCell<File> = RefCell::new(tempfile::tempfile().unwrap());
    }
    FILE.with_borrow_mut(|file| {
        file.set_len(0).unwrap();
        file.seek(SeekFrom::Start(0)).unwrap();
        file.write_all(bytes).unwrap();
        file.seek(SeekFrom::Start(0)).unwrap();
        file.try_clone().unwrap()
    })
}

fn read(bytes: &[u8]) -> ReadResult {
    let mut intake = TableReader::open(temp_file(bytes), "list", None, &|name| COLUMNS.contains(&name))?;
    let mut rows = Vec::new();
    let header = intake.header.clone();
    assert!(!intake.describe_format().en.is_empty() && !intake.header_location().describe_row().en.is_empty());
    while let Some(row) = intake.next_row()? {
        rows.push(match row {
            Ok(row) => {
                assert!(
                    !row.location.describe_row().en.is_empty() && !row.location.describe_cell(0, "title").en.is_empty()
                );
                Ok(row.cells.into_iter().map(std::borrow::Cow::into_owned).collect())
            }
            Err(message) => Err(message.en),
        });
    }
    Ok((header, rows))
}

/// Whether reading a list gave a valid result: rows as wide as the header, or errors with the program's own messages.
fn is_sound(read: &ReadResult) -> bool {
    match read {
        Err(error) => has_own_message(error),
        Ok((header, rows)) => rows.iter().all(|row| match row {
            Ok(cells) => cells.len() == header.len() && cells.iter().any(|cell| !cell.trim().is_empty()),
            Err(message) => !message.is_empty(),
        }),
    }
}

/// Generates bytes that resemble a CSV file.
fn nearly_lists() -> impl Strategy<Value = Vec<u8>> {
    let piece = select(vec![
        &b"title,ministry\n"[..],
        b"title;ministry\r\n",
        b"title\tministry\r",
        b"\"",
        b"\"\"",
        b",",
        b";",
        b"\t",
        b"\n",
        b"\r",
        b"\r\n",
        b"A",
        b"OCW",
        b"'=1+1",
        b"=1+1",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xe9",
        b"\x80",
        b"\0",
        b"t\0i\0",
        b"\0t\0i",
        b"\xc3",
        b"\xa9",
        b"\xf0\x9f",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"\xd8\x00",
        b" ",
        b"\x1a",
        b"\xe2\x80\xae",
        b"\xed\xa0\x80",
    ]);
    prop_oneof![
        3 => vec(piece, 0..24).prop_map(|pieces| pieces.concat()),
        1 => vec(any::<u8>(), 0..64),
    ]
}

/// Writes rows as a CSV list according to RFC 4180, in one of several encodings.
fn written(rows: &[Vec<String>], separator: char, ends: &str, encoding: u8) -> Vec<u8> {
    let line = |cells: &Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        cells.join(&separator.to_string()) + ends
    };
    let text: String = rows.iter().map(line).collect();
    let units = |of: fn(u16) -> [u8; 2]| format!("\u{feff}{text}").encode_utf16().flat_map(of).collect::<Vec<u8>>();
    match encoding {
        0 => text.into_bytes(),
        1 => format!("\u{feff}{text}").into_bytes(),
        2 => units(u16::to_le_bytes),
        _ => units(u16::to_be_bytes),
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn any_bytes_are_a_list_or_refused_in_our_words(bytes in nearly_lists()) {
        let read = read(&bytes);
        prop_assert!(is_sound(&read), "{:?}: {:?}", bytes, read);
    }

    #[test]
    fn any_bytes_can_be_compared_with_an_earlier_data_set(bytes in nearly_lists()) {
        let rows = dataset_diff::read_rows(temp_file(&bytes));
        prop_assert!(rows.is_err() || rows.is_ok_and(|rows| rows.len() <= bytes.len()));
    }

    /// A spreadsheet program may save a table in any of several formats. Importing the saved file must return every
    /// text unchanged, except for its line ends.
    #[test]
    fn a_value_comes_back_however_a_spreadsheet_saved_the_table_that_we_wrote(
        value in prop_oneof![any::<String>(), "'{0,3}[=+@a\t\r\n-]{0,2}.{0,4}", "'{0,3}"],
        is_excel in any::<bool>(),
        separator in select(vec![',', ';', '\t']),
        encoding in 0..4_u8,
        has_line_feeds in any::<bool>(),
    ) {
        let value = value.replace(['\u{feff}', '\u{fffd}'], "");
        let plain = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
        let cell = guard(&value, if is_excel { Guard::Formulas } else { Guard::Apostrophes }).into_owned();
        prop_assert!(!is_excel || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
        let cell = if has_line_feeds { plain(&cell) } else { cell };
        prop_assert_eq!(plain(&unguard(cell.clone().into())), plain(&value));
        let rows = [COLUMNS.map(str::to_owned).to_vec(), vec!["x".to_owned(), cell, String::new(), String::new()]];
        let (_, read) = read(&written(&rows, separator, "\r\n", encoding)).unwrap();
        prop_assert_eq!(plain(&read[0].as_ref().unwrap()[1]), plain(&value));
    }

    #[test]
    fn a_list_by_the_standard_is_read_as_it_was_written(
        cells in vec(vec(prop_oneof![any::<String>(), "[a-z,;\"\t\r\n ]{0,8}"], 4), 0..5),
        separator in select(vec![',', ';', '\t']),
        ends in select(vec!["\n", "\r\n", "\r"]),
        encoding in 0..4_u8,
    ) {
        // A byte order mark would change how the whole text is decoded, so remove it from the cells.
        let cells: Vec<Vec<String>> = cells
            .into_iter()
            .map(|row| row.into_iter().map(|cell| cell.replace(['\u{feff}', '\u{fffd}'], "")).collect::<Vec<_>>())
            .filter(|row| row.iter().any(|cell| !cell.trim().is_empty()))
            .collect();
        let heading: Vec<String> = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
        let all: Vec<Vec<String>> = std::iter::once(heading.clone()).chain(cells.iter().cloned()).collect();
        let (header, rows) = read(&written(&all, separator, ends, encoding)).unwrap();
        prop_assert_eq!(header, heading);
        let rows: Vec<Vec<String>> = rows.into_iter().map(Result::unwrap).collect();
        let unguarded = |row: Vec<String>| row.into_iter().map(|cell| unguard(cell.into()).into_owned()).collect();
        prop_assert_eq!(rows, cells.into_iter().map(unguarded).collect::<Vec<Vec<String>>>());
    }
}

#[test]
fn a_file_that_grows_while_it_is_read_is_refused() {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(b"title,ministry\nA,OCW\n").unwrap();
    let mut other = file.try_clone().unwrap();
    let mut intake = TableReader::open(file, "list", None, &|name| COLUMNS.contains(&name)).unwrap();
    other.seek(SeekFrom::End(0)).unwrap();
    other.write_all(b"B,O").unwrap();
    assert_eq!(intake.next_row().unwrap().unwrap().unwrap().cells, ["A", "OCW"]);
    let Err(error) = intake.next_row() else { panic!("half a row is read") };
    assert_eq!(
        error.to_string(),
        "list: the file changed while it was read; nothing was imported, try again once it is complete"
    );
}

/// The files inside the archive of a spreadsheet that has a few cells of every kind.
fn parts(ending: &str) -> &'static [(String, Vec<u8>)] {
    static XLSX: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    static ODS: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    let place = || if ending == "xlsx" { &XLSX } else { &ODS };
    place().get_or_init(|| {
        let bytes = if ending == "xlsx" { xlsx() } else { ods() };
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        (0..archive.len())
            .map(|at| {
                let mut entry = archive.by_index(at).unwrap();
                let mut bytes = Vec::new();
                entry.read_to_end(&mut bytes).unwrap();
                (entry.name().unwrap().into_owned(), bytes)
            })
            .collect()
    })
}

fn xlsx() -> Vec<u8> {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(COLUMNS) {
        sheet.write_string(0, column, name).unwrap();
    }
    sheet.write_string(1, 0, "Eén & <twee>").unwrap();
    sheet.write_number(1, 1, 1.5).unwrap();
    sheet.write_boolean(1, 2, true).unwrap();
    let day = ExcelDateTime::from_ymd(2018, 5, 12).unwrap();
    sheet.write_datetime_with_format(1, 3, day, &Format::new().set_num_format("dd-mm-yyyy")).unwrap();
    sheet.write_formula(3, 0, Formula::new("=A1&\"x\"").set_result("x")).unwrap();
    sheet.write_formula(3, 1, Formula::new("=NA()").set_result("#N/A")).unwrap();
    book.save_to_buffer().unwrap()
}

fn ods() -> Vec<u8> {
    let content = concat!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content "#,
        r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" "#,
        r#"xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" "#,
        r#"xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" "#,
        r#"xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" office:version="1.3">"#,
        r#"<office:body><office:spreadsheet><table:table table:name="Blad"><table:table-row>"#,
        r#"<table:table-cell office:value-type="string"><text:p>title</text:p></table:table-cell>"#,
        r#"<table:table-cell office:value-type="string"><text:p>ministry</text:p></table:table-cell></table:table-row>"#,
        r#"<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string" "#,
        r#"table:number-columns-repeated="2"><text:p>A<text:s text:c="3"/>b &amp; c</text:p><text:p>d</text:p>"#,
        r#"<office:annotation><text:p>noot</text:p></office:annotation></table:table-cell></table:table-row>"#,
        r#"<table:table-row><table:table-cell office:value-type="float" office:value="1.5"><text:p>1,5</text:p>"#,
        r#"</table:table-cell><table:table-cell office:value-type="date" office:date-value="2018-05-12"><text:p>x</text:p>"#,
        r#"</table:table-cell><table:covered-table-cell/><table:table-cell table:formula="of:=NA()" "#,
        r#"office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p>"#,
        r#"</table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1000000">"#,
        r#"<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>"#,
        r#"</office:spreadsheet></office:body></office:document-content>"#
    );
    let manifest = concat!(
        r#"<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">"#,
        r#"<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#
    );
    zipped([
        ("mimetype", &b"application/vnd.oasis.opendocument.spreadsheet"[..]),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ])
}

fn zipped<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(name, stored).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Generates a change to a spreadsheet: which file in its archive, the position, how many bytes to remove there, and
/// the bytes to insert.
fn put() -> impl Strategy<Value = (Index, Index, usize, Vec<u8>)> {
    let piece = select(vec![
        &b""[..],
        b"<",
        b">",
        b"/>",
        b"\"",
        b"&",
        b"&#0;",
        b"&x;",
        b"0",
        b"-1",
        b"99999999999999999999",
        b"1e308",
        b"NaN",
        b"A0",
        b"XFD1048576",
        b"ZZZZZZZ1",
        b"t=\"s\"",
        b"t=\"e\"",
        b"<c r=\"B2\" t=\"s\"><v>9</v></c>",
        b"<v/>",
        b"<row r=\"0\">",
        b"]]>",
        b"<![CDATA[",
        b"<!--",
        b"<?x",
        b"\xff",
        b"\0",
        b"table:number-columns-repeated=\"9\"",
        b"table:number-rows-repeated=\"0\"",
        b"office:value-type=\"date\" office:date-value=\"x\"",
        b"office:value-type=\"time\" office:time-value=\"PT\"",
        b"<table:table-row/>",
        b"<table:table-cell/>",
        b"<table:table>",
        b"</table:table>",
    ]);
    let bytes = prop_oneof![4 => piece.prop_map(<[u8]>::to_vec), 1 => vec(any::<u8>(), 0..4)];
    (any::<Index>(), any::<Index>(), prop_oneof![3 => 0..4_usize, 1 => 0..200_usize], bytes)
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_workbook_with_any_changed_part_is_read_or_refused_in_our_words(
        ending in select(vec!["xlsx", "ods"]),
        puts in vec(put(), 1..4),
    ) {
        let mut parts: Vec<(String, Vec<u8>)> = parts(ending).to_vec();
        for (part, at, taken, bytes) in puts {
            let part = part.index(parts.len());
            let text = &mut parts[part].1;
            let at = at.index(text.len() + 1);
            let end = (at + taken).min(text.len());
            text.splice(at..end, bytes);
        }
        let bytes = zipped(parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
        let read = read(&bytes);
        prop_assert!(is_sound(&read), "{:?}", read);
    }

    #[test]
    fn a_workbook_with_any_changed_bytes_is_read_or_refused_in_our_words(
        ending in select(vec!["xlsx", "ods"]),
        puts in vec(put(), 1..4),
    ) {
        let parts = parts(ending);
        let mut file = zipped(parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
        for (_, at, taken, bytes) in puts {
            let at = at.index(file.len() + 1);
            let end = (at + taken).min(file.len());
            file.splice(at..end, bytes);
        }
        let read = read(&file);
        prop_assert!(is_sound(&read), "{:?}", read);
    }

    #[test]
    fn any_bytes_that_begin_as_a_workbook_are_refused_in_our_words(
        begin in select(vec![&b"PK\x03\x04"[..], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
        bytes in prop_oneof![vec(any::<u8>(), 0..200), vec(select(vec![0, 1, 0xff, 0xfe, b'P', b'K', 5, 6]), 0..200)],
    ) {
        let read = read(&[begin, &bytes].concat());
        prop_assert!(is_sound(&read) && read.is_err(), "{:?}", read);
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_mapping_is_read_as_it_was_written(title in ".{1,20}", value in "(.|\\n){1,40}", text in "[^\\s](.|\\n){0,40}[^\\s]") {
        let mut writer = MappingWriter::default();
        writer.comment(&value);
        writer.columns();
        writer.entry(&title, &text, &text);
        writer.blank_line();
        writer.values(&title);
        writer.entry(&value, &text, &value);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.toml");
        std::fs::write(&path, writer.finish()).unwrap();
        let mapping = Mapping::read(&path).unwrap();
        prop_assert_eq!(mapping.column(&title).map(|entry| (&*entry.text, &*entry.key)), Some((&*text, &*title)));
        prop_assert_eq!(mapping.value(&title, &value).map(|entry| (&*entry.text, &*entry.key)), Some((&*text, &*value)));
    }
}
