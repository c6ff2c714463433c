//! What an ods says of its cells before they are laid out in memory: how many there are, and which hold an error. The
//! library that reads them gives an error as the text that stands in its cell, in the language of who saved it, and
//! that is no other than the same text typed by somebody.

use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::BufRead;
use std::ops::Range;

/// A tag that is no longer than this, in bytes, takes no more memory than its cell does.
const SHORT: u64 = 256;

/// What there is in an ods.
#[derive(Debug, Default)]
pub struct Survey {
    /// How many cells its sheets take in memory: a cell can be repeated many times by a few letters, and all up to the
    /// last that holds something are laid out.
    pub cells: u64,
    /// How many bytes of text they take, those of a repeated cell as often as it is; short tags are not counted.
    pub text: u64,
    /// The cells with an error, by the name of their sheet.
    errors: HashMap<String, Vec<Faulty>>,
}

/// Rows with errors in them.
#[derive(Debug)]
struct Faulty {
    /// The rows, from 0: one can be repeated.
    rows: Range<u64>,
    /// The columns, from 0, and what stands there.
    cells: Vec<(Range<u64>, String)>,
}

impl Survey {
    /// The error in a cell of a sheet, as it is shown there; row and column from 0.
    pub fn error(&self, sheet: &str, row: u64, column: u64) -> Option<&str> {
        let rows = self.errors.get(sheet)?;
        let faulty = rows.get(rows.partition_point(|faulty| faulty.rows.end <= row))?;
        let cells = faulty.rows.contains(&row).then_some(&faulty.cells)?;
        let (columns, text) = cells.get(cells.partition_point(|(columns, _)| columns.end <= column))?;
        columns.contains(&column).then_some(text)
    }

    /// Goes over the content of an ods. None where there is no end to its cells.
    pub fn of(content: impl BufRead) -> Option<Self> {
        let mut reader = quick_xml::Reader::from_reader(content);
        let mut buffer = Vec::new();
        let mut survey = Self::default();
        let mut sheet = String::new();
        let (mut rows, mut wide) = (0_u64, 0_u64);
        // The cells of the sheets before this one, how often the cell that is being read is there, and the bytes of text
        // in its row.
        let (mut before, mut times, mut text) = (0_u64, 0_u64, 0_u64);
        // The row that is being read, the next column in it, and the cell with an error that is.
        let (mut row, mut column, mut wrong) = (0..0, 0_u64, None::<(Range<u64>, String)>);
        let (mut in_paragraph, mut in_note) = (false, false);
        loop {
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(tag)) if tag.name().as_ref() == "table:table" => {
                    (rows, wide, before) = (0, 0, survey.cells);
                    sheet = value(&tag, "table:name").unwrap_or_default();
                }
                Ok(Event::Start(tag) | Event::Empty(tag)) if tag.name().as_ref() == "table:table-row" => {
                    let from = rows;
                    rows = rows.checked_add(repeats(&tag, "table:number-rows-repeated"))?;
                    (row, column, text) = (from..rows, 0, 0);
                }
                // A cell that ends where it begins holds nothing.
                Ok(Event::Empty(tag)) if is_cell(&tag) => {
                    column = column.checked_add(repeats(&tag, "table:number-columns-repeated"))?;
                }
                Ok(Event::Start(tag)) if is_cell(&tag) => {
                    let from = column;
                    times = repeats(&tag, "table:number-columns-repeated");
                    column = column.checked_add(times)?;
                    wide = wide.max(column);
                    survey.cells = before.checked_add(rows.checked_mul(wide)?)?;
                    let long = (tag.len() as u64).saturating_sub(SHORT);
                    text = text.checked_add(long.checked_mul(times)?)?;
                    if value(&tag, "calcext:value-type").is_some_and(|kind| kind == "error") {
                        wrong = Some((from..column, String::new()));
                    }
                }
                // So many blanks.
                Ok(Event::Start(tag) | Event::Empty(tag)) if tag.name().as_ref() == "text:s" => {
                    text = text.checked_add(repeats(&tag, "text:c").checked_mul(times)?)?;
                }
                Ok(Event::Start(tag)) if wrong.is_some() => match tag.name().as_ref() {
                    "text:p" => in_paragraph = true,
                    // What somebody noted at the cell does not stand in it.
                    "office:annotation" => in_note = true,
                    _ => {}
                },
                Ok(Event::Text(found)) => {
                    text = text.checked_add((found.len() as u64).checked_mul(times)?)?;
                    if let Some((_, shown)) = wrong.as_mut().filter(|_| in_paragraph && !in_note) {
                        shown.push_str(&found.xml10_content());
                    }
                }
                Ok(Event::End(tag)) => match tag.name().as_ref() {
                    "text:p" => in_paragraph = false,
                    "office:annotation" => in_note = false,
                    "table:table-row" => {
                        survey.text =
                            survey.text.checked_add(text.checked_mul(row.end.saturating_sub(row.start))?)?;
                    }
                    "table:table-cell" | "table:covered-table-cell" => {
                        times = 0;
                        if let Some(cell) = wrong.take() {
                            let faulty = survey.errors.entry(sheet.clone()).or_default();
                            match faulty.last_mut() {
                                Some(last) if last.rows == row => last.cells.push(cell),
                                _ => faulty.push(Faulty { rows: row.clone(), cells: vec![cell] }),
                            }
                        }
                    }
                    _ => {}
                },
                // What is no XML is told where it is read.
                Ok(Event::Eof) | Err(_) => return Some(survey),
                Ok(_) => {}
            }
            buffer.clear();
        }
    }
}

/// Whether it is a cell, or one that lies below another which was made to span several.
fn is_cell(tag: &BytesStart<'_>) -> bool {
    matches!(tag.name().as_ref(), "table:table-cell" | "table:covered-table-cell")
}

fn value(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}

fn repeats(tag: &BytesStart<'_>, name: &str) -> u64 {
    value(tag, name).and_then(|number| number.parse().ok()).unwrap_or(1)
}
