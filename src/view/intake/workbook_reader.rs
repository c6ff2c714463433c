//! Sheets of workbooks: ods and xlsx. A cell is read as what is typed for it: a day in ISO 8601, a number without a
//! needless fraction. Only cells that hold something are kept, so that one far away does not fill memory.
//!
//! The binary kinds, xls and xlsb, are refused. The library that reads them takes every place and size in them on trust:
//! one changed byte can end the program, and a few bytes can fill memory before there is anything to count.

use super::ods::Survey;
use super::{Row, Spot};
use crate::failure::Failure;
use crate::words::{Text, failures};
use anyhow::Result;
use calamine::{Data, Ods, Reader as _, Sheets, Xlsx};
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;

/// A workbook that unpacks to more bytes than this is not read.
const LARGEST: u64 = 2 << 30;
/// Nor is one of more than so many times its own size, where that is more than a few: it was made to fill memory.
const MOST_TIMES: u64 = 200;
/// So many bytes are few.
const FEW: u64 = 64 << 20;
/// A sheet of more cells than this is not read: they are held in memory.
const MOST_CELLS: u64 = 20_000_000;
/// Nor is one whose cells hold more bytes of text than this, all together: a few bytes make many cells of one text.
const MOST_TEXT: u64 = 1 << 30;

/// A sheet that is being read.
pub struct Sheet {
    /// How the file is called in messages.
    pub file: Rc<str>,
    /// The name of the sheet.
    pub name: Rc<str>,
    /// The rows that hold something, each with its place from 0.
    rows: std::vec::IntoIter<(u32, Cells)>,
    /// The row that was given last.
    now: Cells,
    /// The places of the heading and of its first column, from 0.
    heading: (u32, u32),
}

/// The cells of a row that hold something, each with its place from 0.
type Cells = Vec<(u32, Held)>;

/// What a cell holds.
enum Held {
    /// A value.
    Value(Data),
    /// An error of the spreadsheet's, as it is shown there.
    Error(Box<str>),
}

impl Sheet {
    /// Reads a sheet, by name or number, or the first; and gives the names of its columns.
    ///
    /// # Errors
    /// When it is no workbook, has no such sheet, or the sheet is empty or too large.
    pub fn open(file: File, name: &str, wanted: Option<&str>) -> Result<(Self, Vec<String>)> {
        let unreadable = || Failure::data(failures::import_workbook(name));
        let (mut book, survey) = book(file, name)?;
        let sheets = book.sheet_names();
        let chosen = match wanted {
            None => sheets.first().cloned().ok_or_else(unreadable)?,
            Some(wanted) => {
                let number = wanted.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
                let by_name = sheets.iter().find(|sheet| sheet.eq_ignore_ascii_case(wanted.trim()));
                by_name.or_else(|| number.and_then(|at| sheets.get(at))).cloned().ok_or_else(|| {
                    Failure::usage(failures::import_no_such_sheet(name, wanted, sheets.join(", ")))
                })?
            }
        };
        let mut rows = rows(&mut book, &survey, &chosen, name)?.into_iter();
        let (place, heading) = rows.next().ok_or_else(|| Failure::data(failures::import_empty(name)))?;
        let first = heading.first().map_or(0, |(column, _)| *column);
        let mut header: Vec<String> = Vec::new();
        for (column, cell) in &heading {
            let at = usize::try_from(column.saturating_sub(first)).unwrap_or(usize::MAX);
            header.resize(at, String::new());
            header.push(said(cell).unwrap_or_default().trim().to_owned());
        }
        let sheet =
            Self { file: name.into(), name: chosen.into(), rows, now: Vec::new(), heading: (place, first) };
        Ok((sheet, header))
    }

    /// Where the names of the columns stand.
    pub fn heading(&self) -> Spot {
        self.spot(self.heading.0)
    }

    fn spot(&self, row: u32) -> Spot {
        Spot {
            file: Rc::clone(&self.file),
            sheet: Some(Rc::clone(&self.name)),
            line: u64::from(row) + 1,
            first: self.heading.1,
        }
    }

    /// The next row that is not blank, with a cell for each name in the heading; none at the end. A row with a cell that
    /// holds an error, or with one beside the columns, is given as the words that say so.
    pub fn next_row(&mut self, header: &[String]) -> Option<Result<Row<'_>, Text>> {
        let columns = header.len();
        let (place, cells) = self.rows.next()?;
        self.now = cells;
        let spot = self.spot(place);
        let mut row = vec![Cow::Borrowed(""); columns];
        for (column, cell) in &self.now {
            let at = column.checked_sub(self.heading.1).and_then(|at| usize::try_from(at).ok());
            match (at.and_then(|at| row.get_mut(at)), said(cell)) {
                (Some(value), Ok(text)) => *value = text,
                (Some(_), Err(error)) => {
                    let at = at.unwrap_or_default();
                    let place = spot.value(at, header.get(at).map_or("", String::as_str));
                    return Some(Err(failures::import_cell_error(place, error)));
                }
                (None, _) => {
                    let found = at.map_or(columns, |at| at.max(columns)).saturating_add(1);
                    return Some(Err(failures::import_ragged(spot.row(), found, columns)));
                }
            }
        }
        Some(Ok(Row { spot, cells: row }))
    }
}

/// The rows of a sheet that hold something.
fn rows(
    book: &mut Sheets<BufReader<File>>,
    survey: &Survey,
    sheet: &str,
    name: &str,
) -> Result<Vec<(u32, Cells)>> {
    let unreadable = || Failure::data(failures::import_workbook(name));
    let mut rows: Vec<(u32, Cells)> = Vec::new();
    let (mut count, mut text) = (0_u64, 0_u64);
    let mut keep = |row: u32, column: u32, cell: Held| -> Result<()> {
        if said(&cell).is_ok_and(|text| text.trim().is_empty()) {
            return Ok(());
        }
        count = count.saturating_add(1);
        if let Held::Value(Data::String(held)) = &cell {
            text = text.saturating_add(held.len() as u64);
        }
        if count > MOST_CELLS || text > MOST_TEXT {
            return Err(Failure::data(failures::import_workbook_too_large(name)).into());
        }
        match rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push((column, cell)),
            _ => rows.push((row, vec![(column, cell)])),
        }
        Ok(())
    };
    if let Sheets::Xlsx(book) = book {
        // One by one: what the sheet says of its own size is not believed.
        let mut cells = book.worksheet_cells_reader(sheet).map_err(|_| unreadable())?;
        while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
            let (row, column) = cell.get_position();
            keep(row, column, Held::Value(cell.get_value().clone().into()))?;
        }
    } else {
        let range = book.worksheet_range(sheet).map_err(|_| unreadable())?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, cell) in range.used_cells() {
            let row = top.saturating_add(u32::try_from(row)?);
            let column = left.saturating_add(u32::try_from(column)?);
            let error = survey.error(sheet, row.into(), column.into()).map(|error| Held::Error(error.into()));
            keep(row, column, error.unwrap_or_else(|| Held::Value(cell.clone())))?;
        }
    }
    // A file may give its cells in any order.
    for (_, cells) in &mut rows {
        cells.sort_by_key(|(column, _)| *column);
        cells.dedup_by_key(|(column, _)| *column);
    }
    rows.sort_by_key(|(row, _)| *row);
    Ok(rows)
}

/// The workbook in a file, of the kind that it is by what is in it; and what an ods says of its cells.
fn book(mut file: File, name: &str) -> Result<(Sheets<BufReader<File>>, Survey)> {
    let too_large = || Failure::data(failures::import_workbook_too_large(name));
    let (mut has, mut survey) = (Vec::new(), Survey::default());
    if let Ok(mut archive) = zip::ZipArchive::new(&file) {
        let sizes = (0..archive.len()).map(|at| archive.by_index_raw(at).map_or(0, |entry| entry.size()));
        if sizes.fold(0_u64, u64::saturating_add) > LARGEST {
            return Err(too_large().into());
        }
        // What a file says of its own size is not believed.
        let mut left = LARGEST.min(file.metadata()?.len().saturating_mul(MOST_TIMES).max(FEW));
        for at in 0..archive.len() {
            let Ok(part) = archive.by_index(at) else { continue };
            left = unpacked(part, left).ok_or_else(too_large)?;
        }
        for at in 0..archive.len() {
            let Ok(part) = archive.by_index(at) else { continue };
            // Drawings of old are no XML by the book, and are not read.
            let ends = |endings: &[&str]| {
                part.name().is_ok_and(|name| endings.iter().any(|ending| name.ends_with(ending)))
            };
            let (is_drawing, is_xml) = (ends(&[".vml"]), ends(&[".xml", ".rels"]));
            if !is_drawing && !is_whole(BufReader::new(part), is_xml) {
                return Err(Failure::data(failures::import_workbook(name)).into());
            }
        }
        has = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
        if let Ok(content) = archive.by_name("content.xml") {
            survey = Survey::of(BufReader::new(content)).ok_or_else(too_large)?;
            if survey.cells > MOST_CELLS || survey.text > MOST_TEXT {
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
    Ok((book, survey))
}

/// Unpacks a part of a workbook and keeps nothing of it: gives how many bytes are left of those that it may take, or
/// none where it takes more. What is damaged is told where it is read.
fn unpacked(mut part: impl Read, mut left: u64) -> Option<u64> {
    let mut block = vec![0; 1 << 16];
    while let Ok(read @ 1..) = part.read(&mut block) {
        left = left.checked_sub(read as u64)?;
    }
    Some(left)
}

/// Whether a place in xlsx is in a column and a row that a sheet can have, and a range begins before it ends: the library
/// that reads them counts on that.
fn is_on_a_sheet(tag: &BytesStart<'_>) -> bool {
    if !matches!(tag.local_name().as_ref(), "c" | "row" | "dimension") {
        return true;
    }
    let corner = |place: &str| {
        let row = place.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        let column = place.strip_suffix(row).filter(|column| column.len() <= 3 && row.len() <= 7)?;
        // What is no number is told where it is read.
        Some((row.parse().unwrap_or(0_u32), column.len(), column.to_ascii_uppercase()))
    };
    let mut places = tag.attributes().flatten().filter(|found| matches!(found.key.as_ref(), "r" | "ref"));
    places.all(|found| {
        let corners: Option<Vec<_>> = found.value.split(':').map(corner).collect();
        corners.is_some_and(|corners| {
            corners.is_sorted_by(|(top, wide, left), (bottom, wider, right)| {
                top <= bottom && (wide, left) <= (wider, right)
            })
        })
    })
}

/// Whether XML ends as it should: the library that reads it looks for the end of what was cut off for ever. What is not
/// called XML and does not begin as such, as a picture, is not looked into.
fn is_whole(mut part: impl BufRead, is_xml: bool) -> bool {
    let begins =
        part.fill_buf().map_or(&b""[..], |bytes| bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    if !is_xml && !begins.trim_ascii_start().starts_with(b"<") {
        return true;
    }
    let mut reader = quick_xml::Reader::from_reader(part);
    let (mut buffer, mut open) = (Vec::new(), 0_u64);
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if !is_on_a_sheet(&tag) => return false,
            Ok(Event::Start(_)) => open = open.saturating_add(1),
            Ok(Event::End(_)) => open = open.saturating_sub(1),
            Ok(Event::Eof) => return open == 0,
            Ok(_) => {}
            Err(_) => return false,
        }
        buffer.clear();
    }
}

/// What a cell says; an error of the spreadsheet's is given as such.
fn said(cell: &Held) -> Result<Cow<'_, str>, String> {
    let cell = match cell {
        Held::Value(cell) => cell,
        Held::Error(error) => return Err(error.to_string()),
    };
    Ok(match cell {
        Data::Empty => Cow::Borrowed(""),
        Data::String(text) => Cow::Borrowed(text),
        Data::Int(number) => Cow::Owned(number.to_string()),
        // `Display` writes a whole number without a fraction.
        Data::Float(number) => Cow::Owned(number.to_string()),
        Data::Bool(is_so) => Cow::Borrowed(if *is_so { "yes" } else { "no" }),
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
            Some((date, time)) if time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.')) => {
                Cow::Borrowed(date)
            }
            _ => Cow::Owned(moment.replace('T', " ")),
        },
        Data::DurationIso(length) => Cow::Borrowed(length),
        Data::Error(error) => return Err(error.to_string()),
        #[allow(unreachable_patterns, reason = "a later version of the library may know more kinds of cell")]
        _ => Cow::Borrowed(""),
    })
}
