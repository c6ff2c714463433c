//! Sheets of workbooks: ods and xlsx, and what Excel made before 2007. A cell is read as what is typed for it: a day
//! in ISO 8601, a number without a needless fraction.

use super::{Row, Spot};
use crate::failure::Failure;
use crate::words::{Text, failures};
use anyhow::Result;
use calamine::{Data, Ods, Range, Reader, Sheets, Xls, Xlsb, Xlsx};
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::rc::Rc;

/// A workbook that unpacks to more bytes than this is not read: the whole sheet is held in memory.
const LARGEST: u64 = 2 << 30;

/// A sheet that is being read.
pub struct Sheet {
    /// How the file is called in messages.
    pub file: Rc<str>,
    /// The name of the sheet.
    pub name: Rc<str>,
    cells: Range<Data>,
    /// The place of the heading, from the first row of the cells.
    heading: usize,
    /// How many rows were read, the heading among them.
    read: usize,
}

impl Sheet {
    /// Reads a sheet, by name or number, or the first; and gives the names of its columns.
    ///
    /// # Errors
    /// When it is no workbook, has no such sheet, or the sheet is empty.
    pub fn open(file: File, name: &str, wanted: Option<&str>) -> Result<(Self, Vec<String>)> {
        let unreadable = || Failure::data(failures::import_workbook(name));
        let mut book = book(file, name)?;
        let sheets = book.sheet_names();
        let chosen = match wanted {
            None => sheets.first().cloned().ok_or_else(unreadable)?,
            Some(wanted) => {
                let by_number = || {
                    wanted.trim().parse::<usize>().ok().and_then(|number| sheets.get(number.checked_sub(1)?))
                };
                let by_name = sheets.iter().find(|sheet| sheet.eq_ignore_ascii_case(wanted.trim()));
                by_name.or_else(by_number).cloned().ok_or_else(|| {
                    Failure::usage(failures::import_no_such_sheet(name, wanted, sheets.join(", ")))
                })?
            }
        };
        let cells = book.worksheet_range(&chosen).map_err(|_| unreadable())?;
        let is_blank =
            |row: &[Data]| row.iter().all(|cell| said(cell).is_ok_and(|text| text.trim().is_empty()));
        let heading = cells.rows().position(|row| !is_blank(row));
        let heading = heading.ok_or_else(|| Failure::data(failures::import_empty(name)))?;
        let mut header: Vec<String> = cells
            .rows()
            .nth(heading)
            .unwrap_or_default()
            .iter()
            .map(|cell| said(cell).unwrap_or_default().trim().to_owned())
            .collect();
        // A column in which nothing stands is none.
        while header.last().is_some_and(String::is_empty)
            && cells
                .rows()
                .all(|row| row.get(header.len() - 1).is_none_or(|cell| is_blank(std::slice::from_ref(cell))))
        {
            header.pop();
        }
        let sheet = Self { file: name.into(), name: chosen.into(), cells, heading, read: heading + 1 };
        Ok((sheet, header))
    }

    /// Where the names of the columns stand.
    pub fn heading(&self) -> Spot {
        self.spot(self.heading)
    }

    fn spot(&self, at: usize) -> Spot {
        let (row, first) = self.cells.start().unwrap_or_default();
        Spot {
            file: Rc::clone(&self.file),
            sheet: Some(Rc::clone(&self.name)),
            line: u64::from(row) + at as u64 + 1,
            first,
        }
    }

    /// The next row that is not blank, with so many cells; none at the end. A row with a cell that holds an error is
    /// given as the words that say so.
    pub fn next_row(&mut self, columns: usize) -> Option<Result<Row<'_>, Text>> {
        let (_, width) = self.cells.get_size();
        loop {
            let at = self.read;
            if at >= self.cells.height() {
                return None;
            }
            self.read += 1;
            let mut cells = Vec::with_capacity(columns);
            let mut wrong = None;
            for column in 0..width.max(columns) {
                match self.cells.get((at, column)).map_or(Ok(Cow::Borrowed("")), said) {
                    Ok(text) if column < columns => cells.push(text),
                    Ok(text) if text.trim().is_empty() => {}
                    Ok(_) => wrong = Some(failures::import_ragged(self.spot(at).row(), column + 1, columns)),
                    Err(error) => {
                        let place = self.spot(at).value(column, "");
                        wrong = Some(failures::import_cell_error(place, error));
                        cells.push(Cow::Borrowed(""));
                    }
                }
            }
            if let Some(wrong) = wrong {
                return Some(Err(wrong));
            }
            if cells.iter().any(|text| !text.trim().is_empty()) {
                return Some(Ok(Row { spot: self.spot(at), cells }));
            }
        }
    }
}

/// The workbook in a file, of the kind that it is by what is in it.
fn book(mut file: File, name: &str) -> Result<Sheets<BufReader<File>>> {
    let mut has = Vec::new();
    if let Ok(mut archive) = zip::ZipArchive::new(&file) {
        let sizes = (0..archive.len()).map(|at| archive.by_index_raw(at).map_or(0, |entry| entry.size()));
        if sizes.fold(0_u64, u64::saturating_add) > LARGEST {
            return Err(Failure::data(failures::import_workbook_too_large(name)).into());
        }
        has = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
    }
    file.seek(SeekFrom::Start(0))?;
    let (file, has) = (BufReader::new(file), |part: &str| has.iter().any(|name| name == part));
    let book = if has("xl/workbook.xml") {
        Xlsx::new(file).ok().map(Sheets::Xlsx)
    } else if has("xl/workbook.bin") {
        Xlsb::new(file).ok().map(Sheets::Xlsb)
    } else if has("content.xml") {
        Ods::new(file).ok().map(Sheets::Ods)
    } else {
        Xls::new(file).ok().map(Sheets::Xls)
    };
    Ok(book.ok_or_else(|| Failure::data(failures::import_workbook(name)))?)
}

/// What a cell says; an error of the spreadsheet's is given as such.
fn said(cell: &Data) -> Result<Cow<'_, str>, String> {
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
            _ => Cow::Borrowed(moment),
        },
        Data::DurationIso(length) => Cow::Borrowed(length),
        Data::Error(error) => return Err(error.to_string()),
        #[allow(unreachable_patterns, reason = "a later version of the library may know more kinds of cell")]
        _ => Cow::Borrowed(""),
    })
}
