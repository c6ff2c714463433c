//! Scans an ods workbook before the library loads it. The scan counts the cells and the text that would be loaded, and
//! finds cells that hold an error. The library returns an error as ordinary text, in the language of the user who saved
//! the file. Without the scan, the import would treat an error as text that somebody typed.

use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::BufRead;
use std::ops::Range;

/// Tags up to this length do not count as text, because a short tag takes no more memory than its cell.
const FREE_TAG_BYTES: u64 = 256;

#[derive(Debug, Default)]
pub struct OdsScan {
    /// Number of cells in memory after loading. The library allocates all cells up to the last one with content. A
    /// small file can contain very many cells, because one tag can repeat a cell.
    pub cells: u64,
    /// Bytes of text in memory after loading. A repeated cell counts each time; short tags do not count.
    pub text: u64,
    /// Rows that contain cells with an error, by sheet name.
    errors: HashMap<String, Vec<ErrorRows>>,
}

#[derive(Debug)]
struct ErrorRows {
    /// Range of row indexes, counted from 0. One row element in the file can stand for several equal rows.
    rows: Range<u64>,
    /// Ranges of column indexes, counted from 0, each with the error that these cells show.
    cells: Vec<(Range<u64>, String)>,
}

impl OdsScan {
    /// Returns the error shown in a cell; `row` and `column` count from 0.
    pub fn error(&self, sheet: &str, row: u64, column: u64) -> Option<&str> {
        let rows = self.errors.get(sheet)?;
        let error_rows = rows.get(rows.partition_point(|error_rows| error_rows.rows.end <= row))?;
        let cells = error_rows.rows.contains(&row).then_some(&error_rows.cells)?;
        let (columns, text) = cells.get(cells.partition_point(|(columns, _)| columns.end <= column))?;
        columns.contains(&column).then_some(text)
    }

    /// Scans the `content.xml` of an ods. Returns None if the number of cells or bytes overflows.
    pub fn parse(content: impl BufRead) -> Option<Self> {
        let mut reader = quick_xml::Reader::from_reader(content);
        let mut buffer = Vec::new();
        let mut scan = Self::default();
        let mut sheet = String::new();
        let (mut rows, mut width) = (0_u64, 0_u64);
        // `cells_before` counts the cells in earlier sheets. `repeat` is how often the current cell occurs. `text`
        // counts the bytes of text in the current row.
        let (mut cells_before, mut repeat, mut text) = (0_u64, 0_u64, 0_u64);
        // `row` is the current row, `column` the next column, and `error_cell` the current cell if it is an error.
        let (mut row, mut column, mut error_cell) = (0..0, 0_u64, None::<(Range<u64>, String)>);
        let (mut in_paragraph, mut in_note) = (false, false);
        loop {
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(tag)) if tag.name().as_ref() == "table:table" => {
                    (rows, width, cells_before) = (0, 0, scan.cells);
                    sheet = attribute(&tag, "table:name").unwrap_or_default();
                }
                Ok(Event::Start(tag) | Event::Empty(tag)) if tag.name().as_ref() == "table:table-row" => {
                    let from = rows;
                    rows = rows.checked_add(repeat_count(&tag, "table:number-rows-repeated"))?;
                    (row, column, text) = (from..rows, 0, 0);
                }
                // A cell with a self-closing tag is empty.
                Ok(Event::Empty(tag)) if is_cell(&tag) => {
                    column = column.checked_add(repeat_count(&tag, "table:number-columns-repeated"))?;
                }
                Ok(Event::Start(tag)) if is_cell(&tag) => {
                    let from = column;
                    repeat = repeat_count(&tag, "table:number-columns-repeated");
                    column = column.checked_add(repeat)?;
                    width = width.max(column);
                    scan.cells = cells_before.checked_add(rows.checked_mul(width)?)?;
                    let long = (tag.len() as u64).saturating_sub(FREE_TAG_BYTES);
                    text = text.checked_add(long.checked_mul(repeat)?)?;
                    if attribute(&tag, "calcext:value-type").is_some_and(|value_type| value_type == "error") {
                        error_cell = Some((from..column, String::new()));
                    }
                }
                // A `text:s` element stands for several spaces.
                Ok(Event::Start(tag) | Event::Empty(tag)) if tag.name().as_ref() == "text:s" => {
                    text = text.checked_add(repeat_count(&tag, "text:c").checked_mul(repeat)?)?;
                }
                Ok(Event::Start(tag)) if error_cell.is_some() => match tag.name().as_ref() {
                    "text:p" => in_paragraph = true,
                    // A comment on a cell is not part of its text.
                    "office:annotation" => in_note = true,
                    _ => {}
                },
                Ok(Event::Text(text_event)) => {
                    text = text.checked_add((text_event.len() as u64).checked_mul(repeat)?)?;
                    if let Some((_, error_text)) = error_cell.as_mut().filter(|_| in_paragraph && !in_note) {
                        error_text.push_str(&text_event.xml10_content());
                    }
                }
                Ok(Event::End(tag)) => match tag.name().as_ref() {
                    "text:p" => in_paragraph = false,
                    "office:annotation" => in_note = false,
                    "table:table-row" => {
                        scan.text = scan.text.checked_add(text.checked_mul(row.end.saturating_sub(row.start))?)?;
                    }
                    "table:table-cell" | "table:covered-table-cell" => {
                        repeat = 0;
                        if let Some(cell) = error_cell.take() {
                            let error_rows = scan.errors.entry(sheet.clone()).or_default();
                            match error_rows.last_mut() {
                                Some(last) if last.rows == row => last.cells.push(cell),
                                _ => error_rows.push(ErrorRows { rows: row.clone(), cells: vec![cell] }),
                            }
                        }
                    }
                    _ => {}
                },
                // Ignore malformed XML here: it is reported when the workbook is opened.
                Ok(Event::Eof) | Err(_) => return Some(scan),
                Ok(_) => {}
            }
            buffer.clear();
        }
    }
}

/// Whether the tag is a cell, including a cell that is covered by a merged one.
fn is_cell(tag: &BytesStart<'_>) -> bool {
    matches!(tag.name().as_ref(), "table:table-cell" | "table:covered-table-cell")
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

fn repeat_count(tag: &BytesStart<'_>, name: &str) -> u64 {
    attribute(tag, name).and_then(|number| number.parse().ok()).unwrap_or(1)
}
