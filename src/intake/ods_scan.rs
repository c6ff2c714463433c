//! What an ods says of its cells before they are laid out in memory: how many there are, and which hold an error. The
//! library that reads them gives an error as the text that stands in its cell, in the language of who saved it, and
//! that is no other than the same text typed by somebody.

use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::BufRead;
use std::ops::Range;

/// A tag up to this length takes no more memory than its cell does.
const FREE_TAG_BYTES: u64 = 256;

#[derive(Debug, Default)]
pub struct OdsScan {
    /// The cells of its sheets in memory: a few bytes can repeat a cell many times, and all cells up to the last non-empty
    /// one are allocated.
    pub cells: u64,
    /// The bytes of text in memory, repeated cells included; short tags are not counted.
    pub text: u64,
    /// The cells with an error, by sheet.
    errors: HashMap<String, Vec<ErrorRows>>,
}

#[derive(Debug)]
struct ErrorRows {
    /// From 0; a row can be repeated.
    rows: Range<u64>,
    /// The columns, from 0, and their errors.
    cells: Vec<(Range<u64>, String)>,
}

impl OdsScan {
    /// The error in a cell; row and column from 0.
    pub fn error(&self, sheet: &str, row: u64, column: u64) -> Option<&str> {
        let rows = self.errors.get(sheet)?;
        let error_rows = rows.get(rows.partition_point(|error_rows| error_rows.rows.end <= row))?;
        let cells = error_rows.rows.contains(&row).then_some(&error_rows.cells)?;
        let (columns, text) = cells.get(cells.partition_point(|(columns, _)| columns.end <= column))?;
        columns.contains(&column).then_some(text)
    }

    /// Scans the content of an ods. None if its cells are unbounded.
    pub fn parse(content: impl BufRead) -> Option<Self> {
        let mut reader = quick_xml::Reader::from_reader(content);
        let mut buffer = Vec::new();
        let mut scan = Self::default();
        let mut sheet = String::new();
        let (mut rows, mut width) = (0_u64, 0_u64);
        // The cells of the sheets before this one, how often the cell that is being read is there, and the bytes of text
        // in its row.
        let (mut cells_before, mut repeat, mut text) = (0_u64, 0_u64, 0_u64);
        // The row that is being read, the next column in it, and the cell with an error that is.
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
                // A cell that ends where it begins holds nothing.
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
                // So many blanks.
                Ok(Event::Start(tag) | Event::Empty(tag)) if tag.name().as_ref() == "text:s" => {
                    text = text.checked_add(repeat_count(&tag, "text:c").checked_mul(repeat)?)?;
                }
                Ok(Event::Start(tag)) if error_cell.is_some() => match tag.name().as_ref() {
                    "text:p" => in_paragraph = true,
                    // What somebody noted at the cell does not stand in it.
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
                // What is no XML is told where it is read.
                Ok(Event::Eof) | Err(_) => return Some(scan),
                Ok(_) => {}
            }
            buffer.clear();
        }
    }
}

/// Whether it is a cell, or one that a spanning cell covers.
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
