//! Excel workbooks (Office Open XML). Rows are written to a temporary file as they arrive, so that memory use does not
//! grow with the number of rows.

use super::{
    MAX_COLUMN_WIDTH, NOTES_WIDTHS, RowStyle, SheetLayout, Value, WorkbookWriter, explain_io_error, wrapped_line_count,
};
use crate::atomic_file;
use crate::failure::is_file_size_limit_hit;
use crate::i18n::Lang;
use crate::panics;
use anyhow::Result;
use rust_xlsxwriter::{Color, DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use std::fs::File;
use std::io::{self, Write};

const MAX_CELL_CHARS: usize = 32_767;
/// Height of a line of text, and Excel's limit on the height of a row, in points.
const LINE_HEIGHT_PT: f64 = 15.0;
const MAX_ROW_HEIGHT_PT: f64 = 409.0;
/// The library keeps each row height in memory. We therefore set heights only in the first rows, up to this number.
const MAX_ROWS_WITH_HEIGHT: u32 = 10_000;
/// The first year in Excel's calendar; earlier dates are written as text.
const MIN_YEAR: i16 = 1900;

pub struct Xlsx {
    book: Workbook,
    heading: Format,
    plain: Format,
    date: Format,
    total: Format,
    row: u32,
}

fn unwrap_io_error(error: XlsxError) -> anyhow::Error {
    match error {
        XlsxError::IoError(error) => error.into(),
        XlsxError::ZipError(error) => error.into(),
        other => other.into(),
    }
}

impl Xlsx {
    pub fn new(lang: Lang) -> Result<Self> {
        without_panic(|| Self::create(lang)).map_err(explain_io_error)
    }

    fn create(lang: Lang) -> Result<Self> {
        let mut book = Workbook::new();
        book.add_worksheet_with_constant_memory().map_err(unwrap_io_error)?;
        let plain = Format::new().set_align(FormatAlign::Top).set_text_wrap();
        let date_format = match lang {
            Lang::Nl => "dd\\-mm\\-yyyy",
            Lang::En => "yyyy\\-mm\\-dd",
        };
        let heading = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00E3_ECF5))
            .set_border_bottom(FormatBorder::Thin)
            .set_align(FormatAlign::Top);
        Ok(Self {
            book,
            heading,
            date: Format::new().set_align(FormatAlign::Top).set_align(FormatAlign::Left).set_num_format(date_format),
            total: plain.clone().set_bold().set_border_top(FormatBorder::Thin),
            plain,
            row: 0,
        })
    }

    /// Makes a row as high as its text, because not every program does this when it opens the file.
    fn set_height(sheet: &mut Worksheet, row: u32, lines: usize) -> std::result::Result<(), XlsxError> {
        if lines > 1 && row < MAX_ROWS_WITH_HEIGHT {
            let height = f64::from(u32::try_from(lines).unwrap_or(u32::MAX)) * LINE_HEIGHT_PT;
            sheet.set_row_height(row, height.min(MAX_ROW_HEIGHT_PT))?;
        }
        Ok(())
    }

    fn write(
        sheet: &mut Worksheet,
        position: (u32, u16),
        value: &Value<'_>,
        plain: &Format,
        date: &Format,
    ) -> std::result::Result<(), XlsxError> {
        let (row, column) = position;
        match value {
            Value::Empty => Ok(()),
            Value::Text(text) => sheet.write_string_with_format(row, column, text.as_ref(), plain).map(drop),
            Value::Date(day) if day.year() >= MIN_YEAR => {
                sheet.write_datetime_with_format(row, column, *day, date).map(drop)
            }
            Value::Date(day) => sheet.write_string_with_format(row, column, day.to_string(), plain).map(drop),
            #[allow(clippy::cast_precision_loss, reason = "those that are too large come as text")]
            Value::Integer(number) => sheet.write_number_with_format(row, column, *number as f64, plain).map(drop),
            Value::Decimal(number) => sheet.write_number_with_format(row, column, *number, plain).map(drop),
        }
    }
}

/// Runs `write` and converts a panic to an error. The library panics if it cannot write its temporary file.
fn without_panic<T>(write: impl FnOnce() -> Result<T>) -> Result<T> {
    let reason = || if is_file_size_limit_hit() { io::ErrorKind::FileTooLarge } else { io::ErrorKind::StorageFull };
    panics::catch(write).unwrap_or_else(|_| Err(io::Error::from(reason()).into()))
}

impl WorkbookWriter for Xlsx {
    fn row(&mut self, row: RowStyle, cells: &[Value<'_>]) -> Result<()> {
        without_panic(|| self.write_row(row, cells))
    }

    fn finish(&mut self, layout: &SheetLayout) -> Result<File> {
        without_panic(|| self.write_book(layout))
    }

    fn max_cell_chars(&self) -> Option<(usize, &'static str)> {
        Some((MAX_CELL_CHARS, "ods"))
    }
}

impl Xlsx {
    fn write_row(&mut self, row: RowStyle, cells: &[Value<'_>]) -> Result<()> {
        let format = match row {
            RowStyle::Heading => &self.heading,
            RowStyle::Plain => &self.plain,
            RowStyle::Total => &self.total,
        };
        let sheet = self.book.worksheet_from_index(0).map_err(unwrap_io_error)?;
        // Count the lines at the maximum column width. A column that needs wrapping always has that width.
        let line_count = cells
            .iter()
            .map(|value| if let Value::Text(text) = value { wrapped_line_count(text, MAX_COLUMN_WIDTH) } else { 1 });
        Self::set_height(sheet, self.row, line_count.max().unwrap_or(1)).map_err(unwrap_io_error)?;
        for (index, value) in cells.iter().enumerate() {
            let position = (self.row, u16::try_from(index)?);
            // Also write the empty cells of a totals row, so that the border above the row has no gaps.
            if let (Value::Empty, RowStyle::Total) = (value, row) {
                sheet.write_blank(position.0, position.1, format).map_err(unwrap_io_error)?;
            }
            Self::write(sheet, position, value, format, &self.date).map_err(unwrap_io_error)?;
        }
        self.row += 1;
        Ok(())
    }

    fn write_book(&mut self, layout: &SheetLayout) -> Result<File> {
        let columns = u16::try_from(layout.widths.len())?.saturating_sub(1);
        let sheet = self.book.worksheet_from_index(0).map_err(unwrap_io_error)?;
        sheet.set_name(layout.names[0]).map_err(unwrap_io_error)?;
        for (index, width) in layout.widths.iter().enumerate() {
            let width = f64::from(u32::try_from(*width)?) + 1.0;
            sheet.set_column_width(u16::try_from(index)?, width).map_err(unwrap_io_error)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(unwrap_io_error)?;
        if !layout.widths.is_empty() {
            sheet.autofilter(0, 0, u32::try_from(layout.rows)?, columns).map_err(unwrap_io_error)?;
        }
        sheet.set_landscape().set_paper_size(9);
        if layout.fits_a_page() {
            sheet.set_print_fit_to_pages(1, 0);
        }
        sheet.set_repeat_rows(0, 0).map_err(unwrap_io_error)?;
        let notes = self.book.add_worksheet();
        notes.set_name(layout.names[1]).map_err(unwrap_io_error)?;
        notes.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        for (index, width) in NOTES_WIDTHS.into_iter().enumerate() {
            let width = f64::from(u32::try_from(width)?) + 1.0;
            notes.set_column_width(u16::try_from(index)?, width).map_err(unwrap_io_error)?;
        }
        for (row, (is_heading, texts)) in layout.notes.rows.iter().enumerate() {
            let format = if *is_heading { &self.heading } else { &self.plain };
            let line_count =
                texts.iter().zip(NOTES_WIDTHS).map(|(text, width)| wrapped_line_count(text, width)).max().unwrap_or(1);
            Self::set_height(notes, u32::try_from(row)?, line_count).map_err(unwrap_io_error)?;
            for (column, text) in texts.iter().enumerate() {
                let position = (u32::try_from(row)?, u16::try_from(column)?);
                notes.write_string_with_format(position.0, position.1, text, format).map_err(unwrap_io_error)?;
            }
        }
        self.book.set_properties(&DocProperties::new().set_title(&layout.title));
        let file = atomic_file::temp_file()?;
        // The same type as for the open data set: each type of writer adds 200 kB to the program.
        let out: Box<dyn Write + Send> = Box::new(file.try_clone()?);
        self.book.save_to_writer(out).map_err(unwrap_io_error)?;
        Ok(file)
    }
}
