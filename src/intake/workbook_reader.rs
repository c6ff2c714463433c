//! Reads sheets of ods and xlsx workbooks. The value of a cell becomes the text that a user would type for it: a date
//! in ISO 8601, a number without a needless fraction. Only cells with a value are kept. Otherwise, one cell far from
//! the rest could fill memory with empty cells.
//!
//! The binary formats xls and xlsb are refused. The library trusts every offset and size in them: a single changed byte
//! can crash the program, and a few bytes can fill memory before any limit can be checked.

use super::ods_scan::OdsScan;
use super::{Location, Row};
use crate::failure::Failure;
use crate::i18n::{Text, failures};
use anyhow::Result;
use calamine::{Data, Ods, Reader as _, Sheets, Xlsx};
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;

const MAX_UNPACKED_BYTES: u64 = 2 << 30;
/// Limit on the ratio of unpacked to packed size. A workbook that exceeds it was made to exhaust memory.
const MAX_COMPRESSION_RATIO: u64 = 200;
/// Workbooks that unpack to fewer bytes are exempt from the limit on the ratio.
const RATIO_EXEMPT_BYTES: u64 = 64 << 20;
/// Limit on the cells of a sheet, because they are held in memory.
const MAX_CELLS: u64 = 20_000_000;
/// Limit on the text in a sheet, in bytes. A small file can repeat the same text in many cells.
const MAX_TEXT_BYTES: u64 = 1 << 30;

pub struct SheetReader {
    pub file: Rc<str>,
    pub name: Rc<str>,
    /// The rows that have not been returned yet, with their row index. Empty rows are left out.
    rows: std::vec::IntoIter<(u32, Cells)>,
    current: Cells,
    /// Row of the heading, and column of the first cell in the heading. Both count from 0.
    header_position: (u32, u32),
}

/// The cells of a row that are not empty, with their column index.
type Cells = Vec<(u32, SheetCell)>;

enum SheetCell {
    Value(Data),
    /// An error such as #REF!, as shown in the spreadsheet.
    Error(Box<str>),
}

impl SheetReader {
    /// Opens the sheet with the given name or number, or the first sheet if None, and returns its column names.
    pub fn open(file: File, name: &str, requested: Option<&str>) -> Result<(Self, Vec<String>)> {
        let unreadable = || Failure::data(failures::import_workbook(name));
        let (mut book, scan) = open_workbook(file, name)?;
        let sheets = book.sheet_names();
        let sheet_name = match requested {
            None => sheets.first().cloned().ok_or_else(unreadable)?,
            Some(requested) => {
                let number = requested.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                let by_name = sheets.iter().find(|sheet| sheet.eq_ignore_ascii_case(requested.trim()));
                by_name
                    .or_else(|| number.and_then(|index| sheets.get(index)))
                    .cloned()
                    .ok_or_else(|| Failure::usage(failures::import_no_such_sheet(name, requested, sheets.join(", "))))?
            }
        };
        let mut rows = read_rows(&mut book, &scan, &sheet_name, name)?.into_iter();
        let (row_index, header_position) = rows.next().ok_or_else(|| Failure::data(failures::import_empty(name)))?;
        let first = header_position.first().map_or(0, |(column, _)| *column);
        let mut header: Vec<String> = Vec::new();
        for (column, cell) in &header_position {
            let index = usize::try_from(column.saturating_sub(first)).unwrap_or(usize::MAX);
            header.resize(index, String::new());
            header.push(cell_text(cell).unwrap_or_default().trim().to_owned());
        }
        let sheet = Self {
            file: name.into(),
            name: sheet_name.into(),
            rows,
            current: Vec::new(),
            header_position: (row_index, first),
        };
        Ok((sheet, header))
    }

    pub fn header_location(&self) -> Location {
        self.location(self.header_position.0)
    }

    fn location(&self, row: u32) -> Location {
        Location {
            file: Rc::clone(&self.file),
            sheet: Some(Rc::clone(&self.name)),
            line: u64::from(row) + 1,
            first_column: self.header_position.1,
        }
    }

    /// Returns the next row that is not blank, with one cell per column. Returns a message instead if a cell holds an
    /// error or lies outside the columns of the heading.
    pub fn next_row(&mut self, header: &[String]) -> Option<Result<Row<'_>, Text>> {
        let columns = header.len();
        let (row_index, cells) = self.rows.next()?;
        self.current = cells;
        let location = self.location(row_index);
        let mut row = vec![Cow::Borrowed(""); columns];
        for (column, cell) in &self.current {
            let index = column.checked_sub(self.header_position.1).and_then(|index| usize::try_from(index).ok());
            match (index.and_then(|index| row.get_mut(index)), cell_text(cell)) {
                (Some(value), Ok(text)) => *value = text,
                (Some(_), Err(error)) => {
                    let index = index.unwrap_or_default();
                    let row_index = location.describe_cell(index, header.get(index).map_or("", String::as_str));
                    return Some(Err(failures::import_cell_error(row_index, error)));
                }
                (None, _) => {
                    let found = index.map_or(columns, |index| index.max(columns)).saturating_add(1);
                    return Some(Err(failures::import_ragged(location.describe_row(), found, columns)));
                }
            }
        }
        Some(Ok(Row { location, cells: row }))
    }
}

fn read_rows(book: &mut Sheets<BufReader<File>>, scan: &OdsScan, sheet: &str, name: &str) -> Result<Vec<(u32, Cells)>> {
    let unreadable = || Failure::data(failures::import_workbook(name));
    let mut rows: Vec<(u32, Cells)> = Vec::new();
    let (mut count, mut text) = (0_u64, 0_u64);
    let mut push_cell = |row: u32, column: u32, cell: SheetCell| -> Result<()> {
        if cell_text(&cell).is_ok_and(|text| text.trim().is_empty()) {
            return Ok(());
        }
        count = count.saturating_add(1);
        if let SheetCell::Value(Data::String(value)) = &cell {
            text = text.saturating_add(value.len() as u64);
        }
        if count > MAX_CELLS || text > MAX_TEXT_BYTES {
            return Err(Failure::data(failures::import_workbook_too_large(name)).into());
        }
        match rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push((column, cell)),
            _ => rows.push((row, vec![(column, cell)])),
        }
        Ok(())
    };
    if let Sheets::Xlsx(book) = book {
        // Read cell by cell, because the size that the sheet declares cannot be trusted.
        let mut cells = book.worksheet_cells_reader(sheet).map_err(|_| unreadable())?;
        while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
            let (row, column) = cell.get_position();
            push_cell(row, column, SheetCell::Value(cell.get_value().clone().into()))?;
        }
    } else {
        let range = book.worksheet_range(sheet).map_err(|_| unreadable())?;
        let (top, remaining) = range.start().unwrap_or_default();
        for (row, column, cell) in range.used_cells() {
            let row = top.saturating_add(u32::try_from(row)?);
            let column = remaining.saturating_add(u32::try_from(column)?);
            let error = scan.error(sheet, row.into(), column.into()).map(|error| SheetCell::Error(error.into()));
            push_cell(row, column, error.unwrap_or_else(|| SheetCell::Value(cell.clone())))?;
        }
    }
    // Sort the cells, because a file may contain them in any order.
    for (_, cells) in &mut rows {
        cells.sort_by_key(|(column, _)| *column);
        cells.dedup_by_key(|(column, _)| *column);
    }
    rows.sort_by_key(|(row, _)| *row);
    Ok(rows)
}

/// Opens a workbook, detecting its format from its content, and scans the cells of an ods.
fn open_workbook(mut file: File, name: &str) -> Result<(Sheets<BufReader<File>>, OdsScan)> {
    let too_large = || Failure::data(failures::import_workbook_too_large(name));
    let (mut has, mut scan) = (Vec::new(), OdsScan::default());
    if let Ok(mut archive) = zip::ZipArchive::new(&file) {
        let sizes = (0..archive.len()).map(|index| archive.by_index_raw(index).map_or(0, |entry| entry.size()));
        if sizes.fold(0_u64, u64::saturating_add) > MAX_UNPACKED_BYTES {
            return Err(too_large().into());
        }
        // The declared sizes cannot be trusted, so unpack every file in the workbook and count its bytes.
        let mut remaining = MAX_UNPACKED_BYTES
            .min(file.metadata()?.len().saturating_mul(MAX_COMPRESSION_RATIO).max(RATIO_EXEMPT_BYTES));
        for index in 0..archive.len() {
            let Ok(part) = archive.by_index(index) else { continue };
            remaining = unpack_within(part, remaining).ok_or_else(too_large)?;
        }
        for index in 0..archive.len() {
            let Ok(part) = archive.by_index(index) else { continue };
            // Do not check legacy drawings (VML): they are not always well-formed XML, and nothing reads them.
            let has_extension = |extensions: &[&str]| {
                part.name().is_ok_and(|name| extensions.iter().any(|extension| name.ends_with(extension)))
            };
            let (is_drawing, is_xml) = (has_extension(&[".vml"]), has_extension(&[".xml", ".rels"]));
            if !is_drawing && !is_complete_xml(BufReader::new(part), is_xml) {
                return Err(Failure::data(failures::import_workbook(name)).into());
            }
        }
        has = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
        if let Ok(content) = archive.by_name("content.xml") {
            scan = OdsScan::parse(BufReader::new(content)).ok_or_else(too_large)?;
            if scan.cells > MAX_CELLS || scan.text > MAX_TEXT_BYTES {
                return Err(too_large().into());
            }
        }
    }
    file.seek(SeekFrom::Start(0))?;
    let (file, has) = (BufReader::new(file), |part: &str| has.iter().any(|name| name == part));
    let book = if has("xl/workbook.xml") {
        Xlsx::new(file).ok().map(Sheets::Xlsx)
    } else if has("xl/workbook.bin") {
        return Err(Failure::data(failures::import_old_workbook(name)).into());
    } else if has("content.xml") {
        Ods::new(file).ok().map(Sheets::Ods)
    } else {
        None
    };
    let book = book.ok_or_else(|| Failure::data(failures::import_workbook(name)))?;
    Ok((book, scan))
}

/// Unpacks a part of a workbook only to measure it. Returns how many of the `remaining` bytes are left, or None if the
/// part is larger. Ignores damage, which is reported when the workbook is read.
fn unpack_within(mut part: impl Read, mut remaining: u64) -> Option<u64> {
    let mut block = vec![0; 1 << 16];
    while let Ok(read @ 1..) = part.read(&mut block) {
        remaining = remaining.checked_sub(read as u64)?;
    }
    Some(remaining)
}

/// Whether each cell reference in an xlsx tag is within the limits of a sheet, and each range begins before it ends.
/// The library does not check this.
fn has_valid_references(tag: &BytesStart<'_>) -> bool {
    if !matches!(tag.local_name().as_ref(), "c" | "row" | "dimension") {
        return true;
    }
    let corner = |row_index: &str| {
        let row = row_index.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        let column = row_index.strip_suffix(row).filter(|column| column.len() <= 3 && row.len() <= 7)?;
        // Accept an invalid number here, because it is reported when the cell is read.
        Some((row.parse().unwrap_or(0_u32), column.len(), column.to_ascii_uppercase()))
    };
    let mut places = tag.attributes().flatten().filter(|found| matches!(found.key.as_ref(), "r" | "ref"));
    places.all(|found| {
        let corners: Option<Vec<_>> = found.value.split(':').map(corner).collect();
        corners.is_some_and(|corners| {
            corners.is_sorted_by(|(top, column_len, remaining), (bottom, end_column_len, right)| {
                top <= bottom && (column_len, remaining) <= (end_column_len, right)
            })
        })
    })
}

/// Whether a part of a workbook is complete XML. The library would search forever for the end of truncated XML. Parts
/// that are not XML, such as pictures, are accepted without reading them.
fn is_complete_xml(mut part: impl BufRead, is_xml: bool) -> bool {
    let head = part.fill_buf().map_or(&b""[..], |bytes| bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    if !is_xml && !head.trim_ascii_start().starts_with(b"<") {
        return true;
    }
    let mut reader = quick_xml::Reader::from_reader(part);
    let (mut buffer, mut open_tags) = (Vec::new(), 0_u64);
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if !has_valid_references(&tag) => return false,
            Ok(Event::Start(_)) => open_tags = open_tags.saturating_add(1),
            Ok(Event::End(_)) => open_tags = open_tags.saturating_sub(1),
            Ok(Event::Eof) => return open_tags == 0,
            Ok(_) => {}
            Err(_) => return false,
        }
        buffer.clear();
    }
}

fn cell_text(cell: &SheetCell) -> Result<Cow<'_, str>, String> {
    let cell = match cell {
        SheetCell::Value(cell) => cell,
        SheetCell::Error(error) => return Err(error.to_string()),
    };
    Ok(match cell {
        Data::Empty => Cow::Borrowed(""),
        Data::String(text) => Cow::Borrowed(text),
        Data::Int(number) => Cow::Owned(number.to_string()),
        // `Display` for `f64` writes a whole number without a fraction.
        Data::Float(number) => Cow::Owned(number.to_string()),
        Data::Bool(is_true) => Cow::Borrowed(if *is_true { "yes" } else { "no" }),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            Cow::Owned(match (hour, minute, second) {
                (0, 0, 0) => date,
                _ => format!("{date} {hour:02}:{minute:02}:{second:02}"),
            })
        }
        Data::DateTime(length) => Cow::Owned(length.as_f64().to_string()),
        Data::DateTimeIso(moment) => match moment.split_once('T') {
            Some((date, time)) if time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.')) => Cow::Borrowed(date),
            _ => Cow::Owned(moment.replace('T', " ")),
        },
        Data::DurationIso(length) => Cow::Borrowed(length),
        Data::Error(error) => return Err(error.to_string()),
        #[allow(unreachable_patterns, reason = "a later version of the library may know more kinds of cell")]
        _ => Cow::Borrowed(""),
    })
}
