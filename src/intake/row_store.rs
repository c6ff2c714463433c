//! Stores the rows of a sheet in a temporary file until the whole sheet has been read. A workbook may list rows in any
//! order, and lists merged cells after the rows. A short table stays in memory.

use super::cell_value::{Cell, Problem};
use super::read_error::{ReadError, Result};
use crate::atomic_file;
use crate::i18n::failures;
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::RangeInclusive;
use tempfile::SpooledTempFile;

/// The maximum numbers of rows and columns of a sheet in Excel and LibreOffice.
const MAX_ROWS: u32 = 1 << 20;
pub const MAX_COLUMNS: u32 = 1 << 14;
/// Limit on the text of a cell: 32 times what Excel allows. LibreOffice has no limit of its own.
const MAX_CELL_BYTES: usize = 1 << 20;
/// Limit on the text of a row, because one row at a time is in memory.
const MAX_ROW_BYTES: u64 = 8 << 20;
/// Limit on the text of a sheet, as a multiple of the file size. It rejects a small file that repeats one text in many
/// cells. The resulting limit is at least `TEXT_EXEMPT_BYTES` and at most `MAX_TEXT_BYTES`.
const MAX_TEXT_RATIO: u64 = 100;
const TEXT_EXEMPT_BYTES: u64 = 128 << 20;
const MAX_TEXT_BYTES: u64 = 1 << 30;
/// Limit on the number of non-empty cells in a sheet.
const MAX_CELLS: u64 = 20_000_000;
/// A table of more bytes than this moves from memory to a temporary file.
const MAX_BYTES_IN_MEMORY: usize = 4 << 20;

/// A temporary file whose content stays in memory while it is small.
pub type SpooledWriter = BufWriter<SpooledTempFile>;

pub fn new_spool() -> SpooledWriter {
    BufWriter::new(tempfile::spooled_tempfile(MAX_BYTES_IN_MEMORY))
}

/// Finishes writing a temporary file, and returns a reader at its start.
pub fn into_reader(spool: SpooledWriter) -> Result<BufReader<SpooledTempFile>> {
    let mut file = spool.into_inner().map_err(|_| temp_file_error())?;
    file.rewind().map_err(|_| temp_file_error())?;
    Ok(BufReader::new(file))
}

pub fn temp_file_error() -> ReadError {
    ReadError::Other(atomic_file::temp_dir_error().into())
}

/// Appends to the text of a cell, and fails if the text becomes too long.
pub fn push_text(text: &mut String, more: &str) -> Result<()> {
    if text.len().saturating_add(more.len()) > MAX_CELL_BYTES {
        return Err(ReadError::TooLarge(failures::limit_cell(MAX_CELL_BYTES >> 20)));
    }
    text.push_str(more);
    Ok(())
}

pub fn push_spaces(text: &mut String, count: u64) -> Result<()> {
    // One space more than the limit already makes the text too long, so never allocate more spaces than that.
    let longest = MAX_CELL_BYTES.saturating_add(1);
    push_text(text, &" ".repeat(usize::try_from(count).map_or(longest, |count| count.min(longest))))
}

/// Adjacent cells of one row that have the same value. Columns count from 0.
pub struct Cells {
    pub columns: RangeInclusive<u32>,
    pub cell: Cell,
}

impl Cells {
    /// Returns each cell separately, with its column.
    pub fn split(self) -> impl Iterator<Item = (u32, Cell)> {
        self.columns.map(move |column| (column, self.cell.clone()))
    }
}

/// A rectangle of cells. Rows and columns count from 0.
#[derive(Clone, Debug)]
pub struct Area {
    pub rows: RangeInclusive<u32>,
    pub columns: RangeInclusive<u32>,
}

struct StoredRow {
    row: u32,
    is_hidden: bool,
    offset: u64,
}

struct OpenRow {
    row: u32,
    repeat: u64,
    is_hidden: bool,
    bytes: u64,
    cells: Vec<Cells>,
}

/// Stores the rows that the reader of a workbook passes to it.
pub struct RowStore {
    spool: SpooledWriter,
    offset: u64,
    index: Vec<StoredRow>,
    last_column: u32,
    open_row: Option<OpenRow>,
    text_remaining: u64,
    cells_remaining: u64,
    /// The row that is being read. Also the column of the current cell, if a cell of this row has begun.
    position: Option<(u32, Option<u32>)>,
    pub merged: Vec<Area>,
    pub hidden_columns: Vec<RangeInclusive<u32>>,
}

impl RowStore {
    pub fn new(file_size: u64) -> Self {
        let text = file_size.saturating_mul(MAX_TEXT_RATIO).clamp(TEXT_EXEMPT_BYTES, MAX_TEXT_BYTES);
        Self {
            spool: new_spool(),
            offset: 0,
            index: Vec::new(),
            last_column: 0,
            open_row: None,
            text_remaining: text,
            cells_remaining: MAX_CELLS,
            position: None,
            merged: Vec::new(),
            hidden_columns: Vec::new(),
        }
    }

    /// Returns the row at which reading stopped. Also returns the column of the cell, if reading stopped within a cell.
    pub const fn position(&self) -> Option<(u32, Option<u32>)> {
        self.position
    }

    /// Begins a row of the file, which represents `repeat` equal rows of the sheet.
    pub fn begin_row(&mut self, row: u64, repeat: u64, is_hidden: bool) -> Result<()> {
        if self.open_row.is_some() {
            // A row cannot contain another row.
            return Err(ReadError::Unreadable);
        }
        // A row beyond the limit is an error only if it has a value: LibreOffice ends a sheet with many empty rows.
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        self.position = Some((row, None));
        self.open_row = Some(OpenRow { row, repeat, is_hidden, bytes: 0, cells: Vec::new() });
        Ok(())
    }

    /// Sets the column of the cell that is about to be read, so that error messages can name it.
    pub fn begin_cell(&mut self, column: u64) {
        if let Some((_, last_column)) = &mut self.position {
            *last_column = u32::try_from(column).ok();
        }
    }

    /// Adds `repeat` equal cells to the current row. Ignores blank cells.
    pub fn push(&mut self, column: u64, repeat: u64, cell: Cell) -> Result<()> {
        let row = self.open_row.as_mut().ok_or(ReadError::Unreadable)?;
        let length = match &cell {
            Cell::Text(text) if text.trim().is_empty() => return Ok(()),
            Cell::Text(text)
            | Cell::Problem(Problem::Error(text) | Problem::Impossible(text) | Problem::Format(text)) => text.len(),
            Cell::Problem(Problem::NoResult) => 0,
        };
        let too_large = |limit| Err(ReadError::TooLarge(limit));
        let last = column.saturating_add(repeat.saturating_sub(1));
        let (Ok(first), Ok(last)) = (u32::try_from(column), u32::try_from(last)) else {
            return too_large(failures::limit_sheet(MAX_ROWS, MAX_COLUMNS));
        };
        if last >= MAX_COLUMNS || u64::from(row.row).saturating_add(row.repeat) > u64::from(MAX_ROWS) {
            return too_large(failures::limit_sheet(MAX_ROWS, MAX_COLUMNS));
        }
        let bytes = (length as u64).saturating_mul(repeat);
        row.bytes = row.bytes.saturating_add(bytes);
        if row.bytes > MAX_ROW_BYTES {
            return too_large(failures::limit_row(MAX_ROW_BYTES >> 20));
        }
        let text_remaining = self.text_remaining.checked_sub(bytes.saturating_mul(row.repeat));
        let Some(text_remaining) = text_remaining else { return too_large(failures::LIMIT_SHEET_TEXT.into()) };
        let cells_remaining = self.cells_remaining.checked_sub(repeat.saturating_mul(row.repeat));
        let Some(cells_remaining) = cells_remaining else { return too_large(failures::limit_cells(MAX_CELLS)) };
        (self.text_remaining, self.cells_remaining) = (text_remaining, cells_remaining);
        // `end_row` rejects overlapping cells, but too late to stop them from filling the memory. Limit the cells here.
        if row.cells.len() >= MAX_COLUMNS as usize {
            return Err(ReadError::Unreadable);
        }
        self.last_column = self.last_column.max(last);
        row.cells.push(Cells { columns: first..=last, cell });
        Ok(())
    }

    /// Ends the current row, and stores it unless it is blank.
    pub fn end_row(&mut self) -> Result<()> {
        self.position = self.position.map(|(row, _)| (row, None));
        let Some(mut row) = self.open_row.take().filter(|row| !row.cells.is_empty()) else { return Ok(()) };
        row.cells.sort_by_key(|cells| *cells.columns.start());
        let is_overlapping = |pair: &[Cells]| matches!(pair, [a, b] if a.columns.end() >= b.columns.start());
        if row.cells.windows(2).any(is_overlapping) {
            return Err(ReadError::Unreadable);
        }
        let mut bytes = u32::try_from(row.cells.len()).unwrap_or(u32::MAX).to_le_bytes().to_vec();
        for Cells { columns, cell } in &row.cells {
            let (kind, text) = match cell {
                Cell::Text(text) => (0, text.as_str()),
                Cell::Problem(Problem::Error(text)) => (1, text.as_str()),
                Cell::Problem(Problem::NoResult) => (2, ""),
                Cell::Problem(Problem::Impossible(text)) => (3, text.as_str()),
                Cell::Problem(Problem::Format(text)) => (4, text.as_str()),
            };
            for number in [*columns.start(), *columns.end(), kind, u32::try_from(text.len()).unwrap_or(u32::MAX)] {
                bytes.extend(number.to_le_bytes());
            }
            bytes.extend(text.as_bytes());
        }
        self.spool.write_all(&bytes).map_err(|_| temp_file_error())?;
        for row_index in (row.row..).take(usize::try_from(row.repeat).unwrap_or(usize::MAX)) {
            self.index.push(StoredRow { row: row_index, is_hidden: row.is_hidden, offset: self.offset });
        }
        self.offset = self.offset.saturating_add(bytes.len() as u64);
        Ok(())
    }

    pub fn finish(mut self) -> Result<StoredRows> {
        self.index.sort_by_key(|row| row.row);
        if self.index.windows(2).any(|pair| matches!(pair, [a, b] if a.row == b.row)) {
            return Err(ReadError::Unreadable);
        }
        let (index, last_column) = (self.index, self.last_column);
        Ok(StoredRows { spool: into_reader(self.spool)?, offset: 0, index, last_column, next: 0 })
    }
}

/// The stored rows of a sheet, ordered by row number. Blank rows are left out.
pub struct StoredRows {
    spool: BufReader<SpooledTempFile>,
    offset: u64,
    index: Vec<StoredRow>,
    last_column: u32,
    next: usize,
}

impl StoredRows {
    pub fn last_row(&self) -> u32 {
        self.index.last().map_or(0, |stored| stored.row)
    }

    /// The last column in which any row has a value.
    pub const fn last_column(&self) -> u32 {
        self.last_column
    }

    /// Makes the row at this position, counted from 0, the next to be returned.
    pub const fn rewind_to(&mut self, position: usize) {
        self.next = position;
    }

    pub const fn is_at_end(&self) -> bool {
        self.next >= self.index.len()
    }

    /// Counts the hidden rows among those that have not been returned yet.
    pub fn count_hidden(&self) -> usize {
        self.index.iter().skip(self.next).filter(|stored| stored.is_hidden).count()
    }

    /// Returns the next row: its index (counted from 0) and its cells, except blank cells.
    pub fn next_row(&mut self) -> Result<Option<(u32, Vec<Cells>)>> {
        let Some(stored) = self.index.get(self.next) else { return Ok(None) };
        let (row, offset) = (stored.row, stored.offset);
        self.next = self.next.saturating_add(1);
        if offset != self.offset {
            self.spool.seek(SeekFrom::Start(offset)).map_err(|_| temp_file_error())?;
            self.offset = offset;
        }
        let count = self.read_number()?;
        let mut cells = Vec::new();
        for _ in 0..count {
            let columns = self.read_number()?..=self.read_number()?;
            let (kind, length) = (self.read_number()?, self.read_number()?);
            let mut text = vec![0; length as usize];
            self.read(&mut text)?;
            let text = String::from_utf8(text).map_err(|_| temp_file_error())?;
            let cell = match kind {
                0 => Cell::Text(text),
                1 => Cell::Problem(Problem::Error(text)),
                2 => Cell::Problem(Problem::NoResult),
                3 => Cell::Problem(Problem::Impossible(text)),
                _ => Cell::Problem(Problem::Format(text)),
            };
            cells.push(Cells { columns, cell });
        }
        Ok(Some((row, cells)))
    }

    fn read_number(&mut self) -> Result<u32> {
        let mut bytes = [0; 4];
        self.read(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<()> {
        self.spool.read_exact(bytes).map_err(|_| temp_file_error())?;
        self.offset = self.offset.saturating_add(bytes.len() as u64);
        Ok(())
    }
}
