//! Lists the sheets of a workbook, and finds the one to read.

/// A sheet that contains cells, not a chart.
pub struct Sheet {
    pub name: String,
    pub is_hidden: bool,
}

/// Finds a sheet by its name, or else by its number. Numbers count the visible sheets only, from 1.
pub fn find(sheets: &[Sheet], requested: &str) -> Option<usize> {
    let requested = requested.trim();
    let by_name = sheets.iter().position(|sheet| sheet.name.to_lowercase() == requested.to_lowercase());
    by_name.or_else(|| {
        let number = requested.parse::<usize>().ok()?.checked_sub(1)?;
        visible(sheets).nth(number)
    })
}

/// Returns the index of the first visible sheet.
pub fn first(sheets: &[Sheet]) -> Option<usize> {
    visible(sheets).next()
}

fn visible(sheets: &[Sheet]) -> impl Iterator<Item = usize> {
    sheets.iter().enumerate().filter(|(_, sheet)| !sheet.is_hidden).map(|(index, _)| index)
}
