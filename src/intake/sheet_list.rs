//! The sheets of a workbook, and choosing one.

/// A sheet with cells.
pub struct Sheet {
    pub name: String,
    pub is_hidden: bool,
}

/// Finds the sheet with the given name or number. A number counts the sheets that a person sees.
pub fn find(sheets: &[Sheet], requested: &str) -> Option<usize> {
    let requested = requested.trim();
    let by_name = sheets.iter().position(|sheet| sheet.name.to_lowercase() == requested.to_lowercase());
    by_name.or_else(|| {
        let number = requested.parse::<usize>().ok()?.checked_sub(1)?;
        visible(sheets).nth(number)
    })
}

/// The first sheet that a person sees.
pub fn first(sheets: &[Sheet]) -> Option<usize> {
    visible(sheets).next()
}

fn visible(sheets: &[Sheet]) -> impl Iterator<Item = usize> {
    sheets.iter().enumerate().filter(|(_, sheet)| !sheet.is_hidden).map(|(index, _)| index)
}
