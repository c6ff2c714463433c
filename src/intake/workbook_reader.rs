//! Reads a sheet of an ods or xlsx workbook as a table: a heading, and rows with one text per column. A cell without
//! a proper value, such as an error or a date that does not exist, is reported with its location.
//!
//! The binary formats xls and xlsb are refused.

use super::cell_value::{Cell, Problem};
use super::header::{HeaderSearch, is_total};
use super::ods_reader::{CONTENT_PART, OdsReader};
use super::package::Package;
use super::read_error::ReadError;
use super::row_store::{Area, Cells, RowStore, StoredRows};
use super::sheet_list::{self, Sheet};
use super::xlsx_reader::XlsxReader;
use super::{Location, Row};
use crate::failure::Failure;
use crate::i18n::{Text, failures, remarks};
use crate::tabular::column_letters;
use anyhow::Result;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::fs::File;
use std::ops::RangeInclusive;
use std::rc::Rc;

pub struct SheetReader {
    pub file: Rc<str>,
    pub name: Rc<str>,
    /// The names of the visible sheets of the workbook.
    pub sheets: Vec<String>,
    rows: StoredRows,
    /// Row of the heading, and column of the first cell in the heading. Both count from 0.
    header_position: (u32, u32),
    pub rows_above_header: usize,
    /// The last row, counted from 0, if that row was skipped because it is a total.
    pub total_row: Option<u32>,
    /// Areas in which several cells of the table are merged, from top to bottom.
    merged: VecDeque<Area>,
    hidden_rows: usize,
    hidden_columns: usize,
    /// Messages about the row that was read last, if they have not been returned yet.
    messages: VecDeque<Text>,
}

enum Book {
    Ods(OdsReader),
    Xlsx(XlsxReader),
}

impl SheetReader {
    /// Opens the sheet whose name or number is `requested` (None: the first visible sheet). Returns its column names.
    /// `is_column` recognises known column names, to find the header.
    pub fn open(
        file: File,
        name: &str,
        requested: Option<&str>,
        is_column: &dyn Fn(&str) -> bool,
    ) -> Result<(Self, Vec<String>)> {
        let size = file.metadata()?.len();
        let failure = |error| to_failure(error, failures::at_file(name), name);
        let mut book = Package::open(file).and_then(open_book).map_err(failure)?;
        let book = book.as_mut().ok_or_else(|| Failure::data(failures::import_old_workbook(name)))?;
        let (index, sheet) = choose_sheet(book.sheets(), name, requested)?;
        let visible = book.sheets().iter().filter(|sheet| !sheet.is_hidden);
        let sheets = visible.map(|sheet| sheet.name.clone()).collect();
        let mut store = RowStore::new(size);
        let read = match book {
            Book::Ods(book) => book.read_sheet(index, &mut store),
            Book::Xlsx(book) => book.read_sheet(index, &mut store),
        };
        let place = match store.position() {
            None => failures::at_sheet(name, &*sheet),
            Some((row, None)) => failures::at_row(name, &*sheet, u64::from(row).saturating_add(1)),
            Some((row, Some(column))) => failures::at_unnamed_cell(name, &*sheet, cell_name(row, column)),
        };
        read.map_err(|error| to_failure(error, place, name))?;
        let (merged, hidden_columns) = (std::mem::take(&mut store.merged), std::mem::take(&mut store.hidden_columns));
        let mut rows = store.finish().map_err(failure)?;
        let (rows_above_header, header) = find_header(&mut rows, &merged, is_column).map_err(failure)?;
        let (header_row, cells) = header.ok_or_else(|| Failure::data(failures::import_empty(name)))?;
        let first = cells.first().map_or(0, |cells| *cells.columns.start());
        let last = cells.last().map_or(0, |cells| *cells.columns.end());
        let mut header = Vec::new();
        for Cells { columns, cell } in cells {
            header.resize(column_index(*columns.start(), first), String::new());
            let text = match cell {
                Cell::Text(text) => text.trim().to_owned(),
                Cell::Problem(problem) => {
                    let place = failures::at_unnamed_cell(name, &*sheet, cell_name(header_row, *columns.start()));
                    return Err(Failure::data(describe(problem, place)).into());
                }
            };
            header.resize(column_index(*columns.end(), first).saturating_add(1), text);
        }
        let table = Area { rows: header_row..=rows.last_row(), columns: first..=rows.last_column() };
        let hidden = |column: &u32| hidden_columns.iter().any(|hidden| hidden.contains(column));
        let reader = Self {
            file: name.into(),
            name: sheet,
            sheets,
            hidden_rows: rows.count_hidden(),
            rows,
            header_position: (header_row, first),
            rows_above_header,
            total_row: None,
            merged: merged_in(merged, &table),
            hidden_columns: (first..=last).filter(hidden).count(),
            messages: VecDeque::new(),
        };
        match reader.merged.front().filter(|area| *area.rows.start() == header_row) {
            Some(area) => Err(Failure::data(reader.describe_merged(area)).into()),
            None => Ok((reader, header)),
        }
    }

    pub fn header_location(&self) -> Location {
        self.location(self.header_position.0)
    }

    pub fn location(&self, row: u32) -> Location {
        Location {
            file: Rc::clone(&self.file),
            sheet: Some(Rc::clone(&self.name)),
            line: u64::from(row).saturating_add(1),
            first_column: self.header_position.1,
        }
    }

    /// Returns notices about rows and columns that are imported although the spreadsheet hides them.
    pub fn hidden_notices(&self) -> Vec<Text> {
        let rows = (self.hidden_rows > 0).then(|| remarks::hidden_rows_read(self.hidden_rows));
        let columns = (self.hidden_columns > 0).then(|| remarks::hidden_columns_read(self.hidden_columns));
        rows.into_iter().chain(columns).collect()
    }

    /// Returns the next row that is not blank, with one cell per column. If the row has problems, returns messages
    /// instead: about cells without a proper value, merged cells, or a cell outside the columns of the heading.
    pub fn next_row(&mut self, header: &[String]) -> Result<Option<Result<Row<'_>, Text>>> {
        if let Some(message) = self.messages.pop_front() {
            return Ok(Some(Err(message)));
        }
        let read =
            self.rows.next_row().map_err(|error| to_failure(error, failures::at_file(&*self.file), &self.file))?;
        let next = read.as_ref().map(|(row_index, _)| *row_index);
        if let Some((row_index, cells)) = &read
            && self.rows.is_at_end()
            && is_total(texts(cells))
        {
            self.total_row = Some(*row_index);
            return Ok(None);
        }
        // If a merged area begins in a blank row, report it with the next row that is not blank.
        let is_due = |area: &&Area| next.is_none_or(|row_index| *area.rows.start() <= row_index);
        while let Some(area) = self.merged.front().filter(is_due) {
            let message = self.describe_merged(area);
            self.messages.push_back(message);
            self.merged.pop_front();
        }
        let mut row = vec![Cow::Borrowed(""); header.len()];
        let location = self.location(next.unwrap_or_default());
        let first_column = self.header_position.1;
        for (column, cell) in read.into_iter().flat_map(|(_, cells)| cells).flat_map(Cells::split) {
            let index = column.checked_sub(first_column).map(|_| column_index(column, first_column));
            match (index.and_then(|index| Some((index, row.get_mut(index)?))), cell) {
                (Some((_, value)), Cell::Text(text)) => *value = Cow::Owned(text),
                (Some((index, _)), Cell::Problem(problem)) => {
                    let place = location.describe_cell(index, header.get(index).map_or("", String::as_str));
                    self.messages.push_back(describe(problem, place));
                }
                (None, _) => {
                    let found = index.map_or(header.len(), |index| index.max(header.len())).saturating_add(1);
                    self.messages.push_back(failures::import_ragged(location.describe_row(), found, header.len()));
                    break;
                }
            }
        }
        match self.messages.pop_front() {
            Some(message) => Ok(Some(Err(message))),
            None => Ok(next.map(|_| Ok(Row { location, cells: row }))),
        }
    }

    fn describe_merged(&self, area: &Area) -> Text {
        let first = cell_name(*area.rows.start(), *area.columns.start());
        let last = cell_name(*area.rows.end(), *area.columns.end());
        failures::import_merged(failures::at_unnamed_cell(&*self.file, &*self.name, &first), first.clone(), last)
    }
}

impl Book {
    fn sheets(&self) -> &[Sheet] {
        match self {
            Self::Ods(book) => &book.sheets,
            Self::Xlsx(book) => &book.sheets,
        }
    }
}

/// Opens a workbook, detecting its format from its content. Returns None for a binary format.
fn open_book(package: Package) -> super::read_error::Result<Option<Book>> {
    if package.find("xl/workbook.bin").is_some() {
        return Ok(None);
    }
    Ok(Some(match package.find(CONTENT_PART) {
        Some(_) => Book::Ods(OdsReader::open(package)?),
        None => Book::Xlsx(XlsxReader::open(package)?),
    }))
}

/// Returns the index and the name of the sheet to read.
fn choose_sheet(sheets: &[Sheet], name: &str, requested: Option<&str>) -> Result<(usize, Rc<str>)> {
    if sheets.is_empty() {
        return Err(Failure::data(failures::import_workbook(name)).into());
    }
    let names = || sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>().join(", ");
    let chosen = match requested {
        None => {
            sheet_list::first(sheets).ok_or_else(|| Failure::data(failures::import_all_sheets_hidden(name, names())))?
        }
        Some(requested) => sheet_list::find(sheets, requested)
            .ok_or_else(|| Failure::usage(failures::import_no_such_sheet(name, requested, names())))?,
    };
    Ok((chosen, sheets.get(chosen).map_or("", |sheet| &sheet.name).into()))
}

type SheetRow = (u32, Vec<Cells>);

/// Returns the number of non-blank rows above the header, and the header. Leaves `rows` at the row below the header.
fn find_header(
    rows: &mut StoredRows,
    merged: &[Area],
    is_column: &dyn Fn(&str) -> bool,
) -> super::read_error::Result<(usize, Option<SheetRow>)> {
    let mut search = HeaderSearch::new(is_column);
    let mut read: Vec<SheetRow> = Vec::new();
    while let Some((row, mut cells)) = rows.next_row()? {
        add_merged_names(row, &mut cells, &read, merged);
        let has_ended = search.consider(texts(&cells));
        read.push((row, cells));
        if has_ended {
            break;
        }
    }
    let found = search.found();
    rows.rewind_to(found.saturating_add(1));
    Ok((found, read.into_iter().nth(found)))
}

/// Copies names into `row` from merged cells that begin in a row above it. In a header of two rows, a column that is
/// not subdivided has its name in such a cell.
fn add_merged_names(row: u32, cells: &mut Vec<Cells>, above: &[SheetRow], merged: &[Area]) {
    for area in merged.iter().filter(|area| *area.rows.start() < row && area.rows.contains(&row)) {
        let column = *area.columns.start();
        let names = above.iter().filter(|(above, _)| above == area.rows.start()).flat_map(|(_, cells)| cells);
        if *area.columns.end() == column
            && !cells.iter().any(|cells| cells.columns.contains(&column))
            && let Some(name) = names.into_iter().find(|cells| cells.columns.contains(&column))
        {
            cells.push(Cells { columns: column..=column, cell: name.cell.clone() });
        }
    }
    cells.sort_by_key(|cells| *cells.columns.start());
}

/// Returns the texts of the cells of a row.
fn texts(cells: &[Cells]) -> impl Iterator<Item = &str> {
    cells.iter().filter_map(|cells| match &cells.cell {
        Cell::Text(text) => Some(text.as_str()),
        Cell::Problem(_) => None,
    })
}

/// Returns the areas in which several cells of the table are merged, clipped to the table and sorted.
fn merged_in(merged: Vec<Area>, table: &Area) -> VecDeque<Area> {
    let both = |a: &RangeInclusive<u32>, b: &RangeInclusive<u32>| *a.start().max(b.start())..=*a.end().min(b.end());
    let within = merged
        .iter()
        .map(|area| Area { rows: both(&area.rows, &table.rows), columns: both(&area.columns, &table.columns) });
    let is_empty = |area: &Area| area.rows.is_empty() || area.columns.is_empty();
    let is_one_cell = |area: &Area| area.rows.start() == area.rows.end() && area.columns.start() == area.columns.end();
    let mut within: Vec<Area> = within.filter(|area| !is_empty(area) && !is_one_cell(area)).collect();
    within.sort_by_key(|area| (*area.rows.start(), *area.columns.start()));
    within.into()
}

fn column_index(column: u32, first: u32) -> usize {
    usize::try_from(column.saturating_sub(first)).unwrap_or(usize::MAX)
}

fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_letters(column.into()), u64::from(row).saturating_add(1))
}

fn describe(problem: Problem, place: Text) -> Text {
    match problem {
        Problem::Error(error) => failures::import_cell_error(place, error),
        Problem::NoResult => failures::import_no_result(place),
        Problem::Impossible(value) => failures::import_impossible_value(place, value),
        Problem::Format(value) => failures::import_unreadable_format(place, value),
    }
}

fn to_failure(error: ReadError, place: Text, name: &str) -> anyhow::Error {
    match error {
        ReadError::Unreadable => Failure::data(failures::import_workbook(name)).into(),
        ReadError::TooLarge(limit) => Failure::data(failures::import_workbook_too_large(place, limit)).into(),
        ReadError::Other(error) => error,
    }
}
