//! Reads a sheet of an ods workbook. Source of the format: OpenDocument 1.3 part 3, chapters 9 and 19.

use super::cell_value::{Cell, Problem};
use super::package::{Package, Xml, attribute, check_item, count_attribute};
use super::read_error::Result;
use super::row_store::{Area, RowStore, push_spaces, push_text};
use super::sheet_list::Sheet;
use quick_xml::events::BytesStart;
use std::collections::HashSet;
use std::ops::RangeInclusive;

pub const CONTENT_PART: &str = "content.xml";
/// Depth of a sheet in the XML: document, body, spreadsheet, sheet. A table at a greater depth is part of a drawing.
const SHEET_DEPTH: usize = 4;

pub struct OdsReader {
    package: Package,
    pub sheets: Vec<Sheet>,
}

impl OdsReader {
    pub fn open(mut package: Package) -> Result<Self> {
        let mut sheets = Vec::new();
        let (mut style, mut hidden_styles) = (String::new(), HashSet::new());
        let mut depth = 0_usize;
        let mut part = package.part(CONTENT_PART)?;
        while let Some(event) = part.next()? {
            let tag = match event {
                Xml::Start(tag) => tag,
                Xml::End(_) => {
                    depth = depth.saturating_sub(1);
                    continue;
                }
                Xml::Text(_) | Xml::Other => continue,
            };
            depth = depth.saturating_add(1);
            match tag.name().as_ref() {
                "style:style" => style = attribute(&tag, "style:name").unwrap_or_default(),
                "style:table-properties" if attribute(&tag, "table:display").is_some_and(|shown| shown == "false") => {
                    check_item(hidden_styles.len(), &style)?;
                    hidden_styles.insert(std::mem::take(&mut style));
                }
                "table:table" if depth == SHEET_DEPTH => {
                    let name = attribute(&tag, "table:name").unwrap_or_default();
                    let style = attribute(&tag, "table:style-name");
                    check_item(sheets.len(), &name)?;
                    sheets.push(Sheet { name, is_hidden: style.is_some_and(|style| hidden_styles.contains(&style)) });
                }
                _ => {}
            }
        }
        drop(part);
        Ok(Self { package, sheets })
    }

    pub fn read_sheet(&mut self, sheet: usize, rows: &mut RowStore) -> Result<()> {
        let (mut depth, mut tables, mut is_in_sheet) = (0_usize, 0_usize, false);
        // The depth of the element that is being skipped, such as a comment or a drawing; `None` if nothing is skipped.
        let mut skipped: Option<usize> = None;
        // Positions, counted from 0, of the next column definition, the next row, and the next cell in the current row.
        let (mut defined_column, mut row, mut column) = (0_u64, 0_u64, 0_u64);
        let mut cell: Option<OpenCell> = None;
        let mut part = self.package.part(CONTENT_PART)?;
        while let Some(event) = part.next()? {
            match event {
                Xml::Start(tag) => {
                    depth = depth.saturating_add(1);
                    match tag.name().as_ref() {
                        "table:table" if depth == SHEET_DEPTH => {
                            is_in_sheet = tables == sheet;
                            tables = tables.saturating_add(1);
                        }
                        _ if !is_in_sheet || skipped.is_some() => {}
                        "table:table" | "table:shapes" | "office:annotation" | "office:forms" | "text:ruby-text"
                        | "text:note" => skipped = Some(depth),
                        name if name.starts_with("draw:") => skipped = Some(depth),
                        "table:table-column" => {
                            let repeat = count_attribute(&tag, "table:number-columns-repeated").unwrap_or(1);
                            if is_hidden(&tag) {
                                check_item(rows.hidden_columns.len(), "")?;
                                rows.hidden_columns.push(span(defined_column, repeat));
                            }
                            defined_column = defined_column.saturating_add(repeat);
                        }
                        "table:table-row" => {
                            let repeat = count_attribute(&tag, "table:number-rows-repeated").unwrap_or(1);
                            rows.begin_row(row, repeat, is_hidden(&tag))?;
                            (row, column) = (row.saturating_add(repeat), 0);
                        }
                        "table:table-cell" | "table:covered-table-cell" => {
                            rows.begin_cell(column);
                            let open = OpenCell::new(&tag, column);
                            column = column.saturating_add(open.repeat);
                            let spanned = |name| count_attribute(&tag, name).unwrap_or(1);
                            let height = spanned("table:number-rows-spanned");
                            let width = spanned("table:number-columns-spanned");
                            if height > 1 || width > 1 {
                                check_item(rows.merged.len(), "")?;
                                let top = row.saturating_sub(1);
                                rows.merged.push(Area { rows: span(top, height), columns: span(open.column, width) });
                            }
                            cell = Some(open);
                        }
                        _ => {
                            if let Some(cell) = &mut cell {
                                cell.start_element(&tag)?;
                            }
                        }
                    }
                }
                Xml::Text(text) => {
                    if let Some(cell) =
                        cell.as_mut().filter(|cell| cell.paragraph == Paragraph::Open && skipped.is_none())
                    {
                        cell.push_collapsed(&text)?;
                    }
                }
                Xml::End(tag) => {
                    match tag.name().as_ref() {
                        _ if skipped == Some(depth) => skipped = None,
                        _ if skipped.is_some() => {}
                        "text:p" => {
                            if let Some(cell) = &mut cell {
                                cell.paragraph = Paragraph::Closed;
                            }
                        }
                        "table:table-cell" | "table:covered-table-cell" => {
                            if let Some(cell) = cell.take() {
                                rows.push(cell.column, cell.repeat, cell.value())?;
                            }
                        }
                        "table:table-row" if is_in_sheet => rows.end_row()?,
                        "table:table" if depth == SHEET_DEPTH => is_in_sheet = false,
                        _ => {}
                    }
                    depth = depth.saturating_sub(1);
                }
                Xml::Other => {}
            }
        }
        Ok(())
    }
}

/// Whether a row or column is hidden, either by the user or by a filter.
fn is_hidden(tag: &BytesStart<'_>) -> bool {
    attribute(tag, "table:visibility").is_some_and(|visibility| matches!(visibility.as_str(), "collapse" | "filter"))
}

/// Returns the range of `length` rows or columns that begins at `first`. Limits both ends of the range to `u32::MAX`.
fn span(first: u64, length: u64) -> RangeInclusive<u32> {
    let last = first.saturating_add(length.saturating_sub(1));
    u32::try_from(first).unwrap_or(u32::MAX)..=u32::try_from(last).unwrap_or(u32::MAX)
}

struct OpenCell {
    column: u64,
    repeat: u64,
    kind: Option<String>,
    /// The stored value, read from the attribute for this type of cell, such as `office:date-value`.
    value: Option<String>,
    has_formula: bool,
    is_error: bool,
    /// The text that the spreadsheet shows in the cell.
    text: String,
    paragraph: Paragraph,
    /// Whether spaces are skipped, because they follow a line break or tab in the XML.
    follows_break: bool,
    paragraph_start: usize,
    /// Byte offset in `text` just after the last word, tab element or space element.
    word_end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Paragraph {
    /// No paragraph of the cell has begun yet.
    Before,
    Open,
    Closed,
}

impl OpenCell {
    fn new(tag: &BytesStart<'_>, column: u64) -> Self {
        let kind = attribute(tag, "office:value-type");
        let value = match kind.as_deref() {
            Some("boolean") => attribute(tag, "office:boolean-value"),
            Some("date") => attribute(tag, "office:date-value"),
            Some("time") => attribute(tag, "office:time-value"),
            Some("string") => attribute(tag, "office:string-value"),
            _ => attribute(tag, "office:value"),
        };
        Self {
            column,
            repeat: count_attribute(tag, "table:number-columns-repeated").unwrap_or(1),
            kind,
            value,
            has_formula: attribute(tag, "table:formula").is_some(),
            is_error: attribute(tag, "calcext:value-type").is_some_and(|kind| kind == "error"),
            text: String::new(),
            paragraph: Paragraph::Before,
            follows_break: false,
            paragraph_start: 0,
            word_end: 0,
        }
    }

    fn start_element(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        match tag.name().as_ref() {
            "text:p" => {
                if self.paragraph != Paragraph::Before {
                    push_text(&mut self.text, "\n")?;
                }
                self.paragraph = Paragraph::Open;
                self.paragraph_start = self.text.len();
            }
            "text:s" => push_spaces(&mut self.text, count_attribute(tag, "text:c").unwrap_or(1))?,
            "text:tab" => push_text(&mut self.text, "\t")?,
            "text:line-break" => push_text(&mut self.text, "\n")?,
            _ => return Ok(()),
        }
        (self.follows_break, self.word_end) = (false, self.text.len());
        Ok(())
    }

    /// Adds text of a paragraph. Replaces white space that contains a line break or tab by one space, or drops it at
    /// the start of the paragraph. Keeps other runs of spaces, because LibreOffice writes the spaces in a cell as they
    /// are. (OpenDocument 1.3 part 3, 6.1.2, collapses them.)
    fn push_collapsed(&mut self, text: &str) -> Result<()> {
        let is_break = |character| matches!(character, '\t' | '\r' | '\n');
        for piece in text.split_inclusive(is_break) {
            let shown = piece.trim_end_matches(is_break);
            let shown = if self.follows_break { shown.trim_start_matches(' ') } else { shown };
            push_text(&mut self.text, shown)?;
            let word = shown.trim_end_matches(' ');
            if !word.is_empty() {
                self.word_end = self.text.len().saturating_sub(shown.len().saturating_sub(word.len()));
            }
            self.follows_break &= shown.is_empty();
            if piece.ends_with(is_break) && !self.follows_break {
                self.text.truncate(self.word_end);
                if self.word_end > self.paragraph_start {
                    push_text(&mut self.text, " ")?;
                }
                self.follows_break = true;
            }
        }
        Ok(())
    }

    fn value(self) -> Cell {
        // Programs other than LibreOffice do not mark a cell as an error, so recognise the error text in the cell.
        if self.is_error || (self.has_formula && is_error_text(&self.text)) {
            return Cell::Problem(Problem::Error(self.text));
        }
        match (self.kind.as_deref(), self.value) {
            (Some(kind @ ("float" | "percentage" | "currency")), Some(value)) => {
                let shown = (self.paragraph != Paragraph::Before).then_some(&*self.text);
                Cell::from_shown_number(&value, shown, kind == "percentage")
            }
            (Some("boolean"), Some(value)) => Cell::from_bool(value.eq_ignore_ascii_case("true")),
            (Some("date"), Some(value)) => Cell::from_iso_date(&value),
            (Some("time"), Some(value)) => Cell::from_iso_duration(&value),
            (Some("string"), Some(value)) => Cell::Text(value),
            (kind, None) if self.has_formula && self.text.is_empty() && kind != Some("string") => {
                Cell::Problem(Problem::NoResult)
            }
            _ => Cell::Text(self.text),
        }
    }
}

fn is_error_text(text: &str) -> bool {
    let known = ["#N/A", "#DIV/0!", "#REF!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"];
    let code = text.strip_prefix("Err:").is_some_and(|code| code.bytes().all(|digit| digit.is_ascii_digit()));
    code || known.contains(&text)
}
