//! Reads a sheet of an xlsx workbook. Source of the format: ECMA-376 part 1, chapter 18.

use super::cell_value::{Cell, Problem};
use super::format_code;
use super::number_format::NumberFormat;
use super::package::{Package, Part, Xml, attribute, check_item, count_attribute, is_true};
use super::read_error::{ReadError, Result};
use super::row_store::{Area, MAX_COLUMNS, RowStore, push_text};
use super::shared_strings::{RichText, SharedStrings, unescape};
use super::sheet_list::Sheet;
use quick_xml::events::BytesStart;
use std::collections::HashMap;

/// The usual name of the file in the package that lists the sheets.
const WORKBOOK_PART: &str = "xl/workbook.xml";

pub struct XlsxReader {
    package: Package,
    pub sheets: Vec<Sheet>,
    /// For each sheet, the name of its XML file in the package.
    parts: Vec<String>,
    formats: Vec<NumberFormat>,
    strings: SharedStrings,
    counts_from_1904: bool,
}

/// A link from one file (part) of the package to another.
struct Relationship {
    id: String,
    kind: String,
    target: String,
}

impl XlsxReader {
    pub fn open(mut package: Package) -> Result<Self> {
        let is_book = |relationship: &Relationship| relationship.kind == "officeDocument";
        let book = match package.find("_rels/.rels") {
            Some(name) => relationships(package.part(&name)?, "")?.into_iter().find(is_book),
            None => None,
        };
        let book = book.map_or(WORKBOOK_PART.to_owned(), |relationship| relationship.target);
        let (folder, file) = book.rsplit_once('/').unwrap_or(("", &book));
        let related = relationships(package.part(&format!("{folder}/_rels/{file}.rels"))?, folder)?;
        let by_id: HashMap<&str, &Relationship> = related.iter().rev().map(|found| (&*found.id, found)).collect();
        let (mut sheets, mut parts, mut counts_from_1904) = (Vec::new(), Vec::new(), false);
        let mut part = package.part(&book)?;
        while let Some(event) = part.next()? {
            let Xml::Start(tag) = event else { continue };
            match tag.local_name().as_ref() {
                // Stop at the list of extensions, because Excel reuses some element names in it with another meaning.
                "extLst" => break,
                "workbookPr" => counts_from_1904 = is_true(&tag, "date1904"),
                "sheet" => {
                    let name = attribute(&tag, "name").ok_or(ReadError::Unreadable)?;
                    check_item(sheets.len(), &name)?;
                    let id = tag
                        .attributes()
                        .with_checks(false)
                        .flatten()
                        .find(|found| found.key.local_name().as_ref() == "id" && found.key.as_ref() != "id");
                    let target = id.and_then(|id| by_id.get(&*id.value));
                    // Skip sheets without cells, such as charts.
                    if let Some(target) = target.filter(|found| found.kind == "worksheet") {
                        let is_hidden = attribute(&tag, "state").is_some_and(|state| state != "visible");
                        sheets.push(Sheet { name, is_hidden });
                        parts.push(target.target.clone());
                    }
                }
                _ => {}
            }
        }
        drop(part);
        // Some programs omit the link to a part of the package. If so, look for the part under its usual name.
        let find = |package: &Package, kind: &str| {
            let target = related.iter().find(|found| found.kind == kind).map(|found| found.target.clone());
            package.find(&target.unwrap_or_else(|| format!("{folder}/{kind}.xml")))
        };
        let formats = match find(&package, "styles") {
            Some(name) => read_formats(package.part(&name)?)?,
            None => Vec::new(),
        };
        let strings = match find(&package, "sharedStrings") {
            Some(name) => SharedStrings::read(Some(package.part(&name)?))?,
            None => SharedStrings::read(None)?,
        };
        Ok(Self { package, sheets, parts, formats, strings, counts_from_1904 })
    }

    pub fn read_sheet(&mut self, sheet: usize, rows: &mut RowStore) -> Result<()> {
        let part = self.parts.get(sheet).ok_or(ReadError::Unreadable)?;
        let mut part = self.package.part(part)?;
        let mut section = Section::Other;
        // The positions of the next row and cell. A row or cell that states its own position overrides them.
        let (mut row, mut column) = (0_u64, 0_u64);
        let mut cell: Option<OpenCell> = None;
        let mut has_data = false;
        while let Some(event) = part.next()? {
            if let Some(open) = &mut cell
                && open.read(&event)?
            {
                let value = open.value(&mut self.strings, &self.formats, self.counts_from_1904)?;
                rows.push(open.column, 1, value)?;
                cell = None;
                continue;
            }
            match &event {
                Xml::Start(tag) if cell.is_none() => match (section, tag.local_name().as_ref()) {
                    // Drawings and extensions elsewhere in a worksheet use the same element names, so ignore them.
                    (Section::Other, "extLst") => break,
                    (Section::Other, "cols") => section = Section::Columns,
                    (Section::Other, "sheetData") => (section, has_data) = (Section::Data, true),
                    (Section::Other, "mergeCells") => section = Section::Merged,
                    (Section::Columns, "col") if is_true(tag, "hidden") => {
                        let limit = |name| count_attribute(tag, name).and_then(|column| u32::try_from(column).ok());
                        let (Some(first), Some(last)) = (limit("min"), limit("max")) else {
                            return Err(ReadError::Unreadable);
                        };
                        check_item(rows.hidden_columns.len(), "")?;
                        rows.hidden_columns.push(first.saturating_sub(1)..=last.saturating_sub(1));
                    }
                    (Section::Data, "row") => {
                        if let Some(number) = attribute(tag, "r") {
                            let number: u64 = number.trim().parse().map_err(|_| ReadError::Unreadable)?;
                            row = number.checked_sub(1).ok_or(ReadError::Unreadable)?;
                        }
                        rows.begin_row(row, 1, is_true(tag, "hidden"))?;
                        (row, column) = (row.saturating_add(1), 0);
                    }
                    (Section::Data, "c") => {
                        if let Some(reference) = attribute(tag, "r") {
                            let (cell_row, cell_column) = parse_reference(&reference).ok_or(ReadError::Unreadable)?;
                            if u64::from(cell_row).saturating_add(1) != row {
                                return Err(ReadError::Unreadable);
                            }
                            column = cell_column.into();
                        }
                        rows.begin_cell(column);
                        cell = Some(OpenCell::new(tag, column));
                        column = column.saturating_add(1);
                    }
                    (Section::Merged, "mergeCell") => {
                        let area = attribute(tag, "ref").and_then(|area| parse_area(&area));
                        check_item(rows.merged.len(), "")?;
                        rows.merged.push(area.ok_or(ReadError::Unreadable)?);
                    }
                    _ => {}
                },
                Xml::End(tag) if cell.is_none() => match tag.local_name().as_ref() {
                    "cols" | "sheetData" | "mergeCells" => section = Section::Other,
                    "row" if section == Section::Data => rows.end_row()?,
                    _ => {}
                },
                _ => {}
            }
        }
        if has_data { Ok(()) } else { Err(ReadError::Unreadable) }
    }
}

/// The section of a worksheet that is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Columns,
    Data,
    Merged,
    Other,
}

struct OpenCell {
    column: u64,
    kind: String,
    style: Option<usize>,
    has_formula: bool,
    inside: CellPart,
    /// None if the cell has no `v` (value) element.
    value: Option<String>,
    text: RichText,
}

/// The element of a cell that is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CellPart {
    Value,
    Text,
    Other,
}

impl OpenCell {
    fn new(tag: &BytesStart<'_>, column: u64) -> Self {
        Self {
            column,
            kind: attribute(tag, "t").unwrap_or_default(),
            style: attribute(tag, "s").and_then(|style| style.trim().parse().ok()),
            has_formula: false,
            inside: CellPart::Other,
            value: None,
            text: RichText::default(),
        }
    }

    /// Reads an XML event within the cell. Returns whether the event ends the cell.
    fn read(&mut self, event: &Xml<'_>) -> Result<bool> {
        match event {
            Xml::Start(tag) => match tag.local_name().as_ref() {
                "f" => self.has_formula = true,
                // Reject a second value, because it would silently replace the first.
                "v" if self.value.is_some() => return Err(ReadError::Unreadable),
                "v" => (self.inside, self.value) = (CellPart::Value, Some(String::new())),
                "is" => self.inside = CellPart::Text,
                _ => {}
            },
            Xml::Text(text) if self.inside == CellPart::Value => push_text(self.value.get_or_insert_default(), text)?,
            Xml::End(tag) => match tag.local_name().as_ref() {
                "v" | "is" => self.inside = CellPart::Other,
                "c" => return Ok(true),
                _ => {}
            },
            _ => {}
        }
        if self.inside == CellPart::Text {
            self.text.read(event)?;
        }
        Ok(false)
    }

    fn value(&mut self, strings: &mut SharedStrings, formats: &[NumberFormat], counts_from_1904: bool) -> Result<Cell> {
        let value = self.value.as_deref().unwrap_or_default();
        Ok(match self.kind.as_str() {
            "inlineStr" => Cell::Text(self.text.take()),
            // If the result of a formula is an empty text, the value is present but empty.
            "str" if self.value.is_some() => Cell::Text(unescape(value).into_owned()),
            _ if value.is_empty() && self.has_formula => Cell::Problem(Problem::NoResult),
            _ if value.is_empty() => Cell::Text(String::new()),
            "s" => Cell::Text(strings.get(value.trim().parse().map_err(|_| ReadError::Unreadable)?)?),
            "b" => match value.trim() {
                "1" | "true" => Cell::from_bool(true),
                "0" | "false" => Cell::from_bool(false),
                _ => return Err(ReadError::Unreadable),
            },
            "d" => Cell::from_iso_date(value),
            "e" => Cell::Problem(Problem::Error(value.to_owned())),
            "n" | "" => {
                let format = self.style.and_then(|style| formats.get(style));
                Cell::from_serial(value, format.unwrap_or(&NumberFormat::default()), counts_from_1904)
            }
            _ => return Err(ReadError::Unreadable),
        })
    }
}

/// Reads the links in a `.rels` file. Relative names in it are resolved from `folder`.
fn relationships(mut part: Part<'_>, folder: &str) -> Result<Vec<Relationship>> {
    let mut found = Vec::new();
    while let Some(event) = part.next()? {
        let Xml::Start(tag) = event else { continue };
        if tag.local_name().as_ref() != "Relationship" {
            continue;
        }
        let value = |name| attribute(&tag, name).unwrap_or_default();
        let (id, kind, target) = (value("Id"), value("Type"), value("Target").replace('\\', "/"));
        // Compare only the text after the last `/`. The text before it differs between the two editions of the format.
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        if !matches!(kind.as_str(), "officeDocument" | "worksheet" | "styles" | "sharedStrings") {
            continue;
        }
        for name in [&id, &target] {
            check_item(found.len(), name)?;
        }
        let target = target.strip_prefix('/').map_or_else(|| resolve(folder, &target), str::to_owned);
        found.push(Relationship { id, kind, target });
    }
    Ok(found)
}

/// Resolves the name of a part relative to a folder, as in `../styles.xml`.
fn resolve(folder: &str, target: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in folder.split('/').chain(target.split('/')) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            segment => segments.push(segment),
        }
    }
    segments.join("/")
}

/// Reads, for each cell style, what a number in such a cell represents, for example a date.
fn read_formats(mut part: Part<'_>) -> Result<Vec<NumberFormat>> {
    let mut custom: HashMap<u32, NumberFormat> = HashMap::new();
    let (mut formats, mut is_in_cell_formats) = (Vec::new(), false);
    while let Some(event) = part.next()? {
        match event {
            Xml::Start(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    if let Some(id) = format_id(&tag) {
                        check_item(custom.len(), "")?;
                        custom.insert(id, format_code::parse(&attribute(&tag, "formatCode").unwrap_or_default()));
                    }
                }
                "cellXfs" => is_in_cell_formats = true,
                "xf" if is_in_cell_formats => {
                    let id = format_id(&tag).unwrap_or_default();
                    check_item(formats.len(), "")?;
                    formats.push(custom.get(&id).cloned().unwrap_or_else(|| format_code::built_in(id)));
                }
                _ => {}
            },
            Xml::End(tag) if tag.local_name().as_ref() == "cellXfs" => is_in_cell_formats = false,
            _ => {}
        }
    }
    Ok(formats)
}

fn format_id(tag: &BytesStart<'_>) -> Option<u32> {
    attribute(tag, "numFmtId")?.trim().parse().ok()
}

/// Parses a cell reference such as `B7`. Returns the row and the column, counted from 0.
fn parse_reference(reference: &str) -> Option<(u32, u32)> {
    let row = reference.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let letters = reference.strip_suffix(row).filter(|letters| !letters.is_empty())?;
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let digit = u32::from(letter.to_ascii_uppercase().saturating_sub(b'A')).saturating_add(1);
        column.checked_mul(26)?.checked_add(digit).filter(|column| *column <= MAX_COLUMNS)
    })?;
    let row: u32 = row.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// Parses a cell range such as `B7:C8`.
fn parse_area(area: &str) -> Option<Area> {
    let (first, last) = area.split_once(':').unwrap_or((area, area));
    let ((top, left), (bottom, right)) = (parse_reference(first)?, parse_reference(last)?);
    (top <= bottom && left <= right).then_some(Area { rows: top..=bottom, columns: left..=right })
}
