//! The layout of workbooks: frozen header, filter, column widths, and the media type at the start of an ods file.

use super::{ENDINGS, Sandbox, attributes, parts, run_in_language, with_texts};
use std::fs;

/// A list and a report with a total, each as a workbook in both formats and both languages.
fn made() -> Sandbox {
    let sandbox = Sandbox::demo();
    for ending in ENDINGS {
        for language in ["nl", "en"] {
            for (line, name) in [("export obstacles", "list"), ("report ministries", "report")] {
                let name = format!("{name}-{language}.{ending}");
                let command = format!("{line} -o {name}");
                assert_eq!(run_in_language(&sandbox, language, &command).code, 0);
            }
        }
    }
    sandbox
}

/// The range of cells that the filter of each workbook covers. The list has 70 obstacles with 35 attributes; the report
/// has three ministries and a total, which is outside the filter.
const FILTERED: [(&str, &str); 2] = [("list", "A1:AI71"), ("report", "A1:H4")];

#[test]
fn the_header_of_xlsx_is_frozen_and_can_be_filtered() {
    let sandbox = made();
    for (name, range) in FILTERED {
        for language in ["nl", "en"] {
            let parts = parts(&sandbox.path(&format!("{name}-{language}.xlsx")));
            let (sheet, notes) = (&parts["xl/worksheets/sheet1.xml"], &parts["xl/worksheets/sheet2.xml"]);
            assert_eq!(sheet.matches("<pane ").count(), 1);
            assert!(sheet.contains(r#"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>"#));
            assert_eq!(sheet.matches(&format!(r#"<autoFilter ref="{range}"/>"#)).count(), 1, "{name}");
            assert!(!notes.contains("<autoFilter"));
        }
    }
}

#[test]
fn the_header_of_ods_is_frozen_and_can_be_filtered() {
    let sandbox = made();
    for (name, range) in FILTERED {
        for (language, sheet) in [("nl", "Gegevens"), ("en", "Data")] {
            let parts = parts(&sandbox.path(&format!("{name}-{language}.ods")));
            let settings = &parts["settings.xml"];
            let (_, of_sheet) =
                settings.split_once(&format!(r#"<config:config-item-map-entry config:name="{sheet}">"#)).unwrap();
            // In ods files, split mode 2 means that the rows above the split are frozen.
            for item in [
                r#"<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>"#,
                r#"<config:config-item config:name="VerticalSplitPosition" config:type="int">1</config:config-item>"#,
            ] {
                assert!(of_sheet.contains(item), "{item}");
            }
            let content = &parts["content.xml"];
            let (from, to) = range.split_once(':').unwrap();
            assert_eq!(
                attributes(content, "table:target-range-address"),
                [format!("{sheet}.{from}:{sheet}.{to}")],
                "{name}"
            );
            assert_eq!(attributes(content, "table:display-filter-buttons"), ["true"]);
        }
    }
}

#[test]
fn columns_are_wide_enough_to_read_and_no_wider_than_a_screen() {
    let sandbox = made();
    let mut compared = 0;
    for (name, columns) in [("list", 35), ("report", 8)] {
        for language in ["nl", "en"] {
            let xlsx = parts(&sandbox.path(&format!("{name}-{language}.xlsx")));
            for (sheet, columns) in [("xl/worksheets/sheet1.xml", columns), ("xl/worksheets/sheet2.xml", 4)] {
                let (_, after) = xlsx[sheet].split_once("<cols>").unwrap();
                let (cols, _) = after.split_once("</cols>").unwrap();
                let from = attributes(cols, "min").into_iter().map(|at| at.parse::<usize>().unwrap());
                let to = attributes(cols, "max").into_iter().map(|at| at.parse::<usize>().unwrap());
                let message: usize = from.zip(to).map(|(from, to)| to + 1 - from).sum();
                assert_eq!(message, columns, "{sheet}");
                for width in attributes(cols, "width") {
                    // Excel measures the width of a column in characters.
                    let width: f64 = width.parse().unwrap();
                    assert!((8.0..=65.0).contains(&width), "{width} in {sheet}");
                    compared += 1;
                }
            }
            let ods = &parts(&sandbox.path(&format!("{name}-{language}.ods")))["content.xml"];
            let widths = attributes(ods, "style:column-width");
            assert_eq!(widths.len(), columns + 4);
            for width in widths {
                let width: f64 = width.strip_suffix("mm").unwrap().parse().unwrap();
                assert!((16.0..=140.0).contains(&width), "{width}");
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn dates_are_formatted_as_the_reader_writes_them() {
    let sandbox = with_texts(&["Een"]);
    sandbox.run("edit 1 --received 2018-05-12").ok();
    for (language, shown, code) in [("nl", "12-05-2018", "dd\\-mm\\-yyyy"), ("en", "2018-05-12", "yyyy\\-mm\\-dd")] {
        for ending in ENDINGS {
            let name = format!("list.{ending}");
            let command = format!("list --columns received -o {name}");
            assert_eq!(run_in_language(&sandbox, language, &command).code, 0);
            let parts = parts(&sandbox.path(&name));
            if ending == "ods" {
                let cell = format!(r#"office:date-value="2018-05-12"><text:p>{shown}</text:p>"#);
                assert_eq!(parts["content.xml"].matches(&cell).count(), 1, "{language}");
            } else {
                assert_eq!(attributes(&parts["xl/styles.xml"], "formatCode"), [code], "{language}");
            }
        }
    }
}

/// Interprets an ods paragraph as the standard requires, and makes blanks visible: '.' for a literal blank, 's' for a
/// space element, 't' for a tab. Adjacent literal blanks collapse into one. Literal blanks at the start or end are
/// dropped. Source: OpenDocument 1.3, part 3, 6.1.2.
fn paragraph(xml: &str) -> String {
    let is_blank = |character: char| matches!(character, ' ' | '\t' | '\r' | '\n');
    let mut text = String::new();
    for piece in xml.trim_matches(is_blank).split('<') {
        let characters = match piece.split_once('>') {
            Some((tag, rest)) if tag.starts_with("text:s ") => {
                let count: usize = attributes(tag, "text:c")[0].parse().unwrap();
                text.push_str(&"s".repeat(count));
                rest
            }
            Some((tag, rest)) => {
                assert_eq!(tag, "text:tab/");
                text.push('t');
                rest
            }
            None => piece,
        };
        for character in characters.chars() {
            if !is_blank(character) {
                text.push(character);
            } else if !text.ends_with('.') {
                text.push('.');
            }
        }
    }
    text
}

#[test]
fn blanks_in_ods_survive_white_space_collapsing() {
    let cases = [
        ("A B", "A.B"),
        (" A", "sA"),
        ("A ", "As"),
        ("  A  B   C  ", "ssA.sB.ssCss"),
        ("\tA\tB\t", "tAtBt"),
        (" \t A", "st.A"),
        ("A \t B", "Ast.B"),
    ];
    let sandbox = with_texts(&cases.map(|(text, _)| text));
    sandbox.run("list --columns title -o list.ods").ok();
    let xml = &parts(&sandbox.path("list.ods"))["content.xml"];
    // Skip the first paragraph, which is the header of the table.
    let rows = xml.split("<text:p>").skip(2).map(|rest| rest.split_once("</text:p>").unwrap().0);
    for (xml, (text, written)) in rows.zip(cases) {
        assert_eq!(paragraph(xml), written, "{text:?}: {xml}");
    }
    // Checks the helper `paragraph` itself: it drops outer blanks and collapses adjacent blanks.
    assert_eq!(paragraph(" A  B "), "A.B");
}

#[test]
fn text_is_never_a_formula() {
    let sandbox = with_texts(&["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@x", "{=A1}", "of:=1+1"]);
    for ending in ENDINGS {
        let name = format!("list.{ending}");
        sandbox.run(format!("list -o {name}")).ok();
        for (part, xml) in parts(&sandbox.path(&name)) {
            assert!(!xml.contains("<f>") && !xml.contains("<f "), "{part}");
            assert!(!xml.contains("table:formula"), "{part}");
            assert!(!xml.contains("<hyperlink"), "{part}");
        }
    }
}

#[test]
fn a_workbook_is_titled_by_its_content_and_names_no_author() {
    let sandbox = made();
    for (language, title) in [("nl", "Belemmeringen"), ("en", "Obstacles")] {
        for (ending, part) in [("ods", "meta.xml"), ("xlsx", "docProps/core.xml")] {
            let about = &parts(&sandbox.path(&format!("list-{language}.{ending}")))[part];
            assert!(about.contains(&format!("<dc:title>{title}</dc:title>")), "{about}");
            for author in ["dc:creator", "cp:lastModifiedBy", "meta:initial-creator"] {
                let (_, named) = about.split_once(&format!("<{author}>")).unwrap_or_default();
                assert!(named.is_empty() || named.starts_with("</"), "{about}");
            }
        }
    }
}

#[test]
fn ods_starts_with_its_media_type() {
    const KIND: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    let sandbox = with_texts(&["Een"]);
    sandbox.run("list -o list.ods").ok();
    let bytes = fs::read(sandbox.path("list.ods")).unwrap();
    assert_eq!(&bytes[..4], b"PK\x03\x04");
    // The media type must be uncompressed and at a fixed offset. An extra field in the zip header would move the media
    // type. Source: OpenDocument 1.3, part 2, 3.3.
    assert_eq!(bytes[8..10], [0, 0]);
    assert_eq!(bytes[26..30], [8, 0, 0, 0]);
    assert_eq!(&bytes[30..38], b"mimetype");
    assert_eq!(&bytes[38..38 + KIND.len()], KIND);
    assert_eq!(&bytes[38 + KIND.len()..][..4], b"PK\x03\x04");
    let parts = parts(&sandbox.path("list.ods"));
    let mut listed = attributes(&parts["META-INF/manifest.xml"], "manifest:full-path");
    listed.retain(|path| *path != "/");
    listed.sort_unstable();
    let files: Vec<&str> =
        parts.keys().map(String::as_str).filter(|name| *name != "mimetype" && !name.starts_with("META-INF/")).collect();
    assert_eq!(listed, files);
}
