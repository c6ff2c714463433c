//! Why a cell of a workbook has no readable value.

/// Maximum number of characters that an error message quotes from the stored value of a cell.
const MAX_QUOTED_CHARS: usize = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// An error such as #REF!, as shown in the spreadsheet.
    Error(String),
    /// The cell contains a formula whose result was never calculated.
    NoResult,
    /// The stored number, date or time is invalid. The string contains the first characters of the stored value.
    Impossible(String),
    /// The program cannot render the cell's number format. The string contains the first characters of the stored
    /// number.
    Format(String),
}

impl Problem {
    pub fn impossible(stored: &str) -> Self {
        Self::Impossible(shorten(stored))
    }

    pub fn format(stored: &str) -> Self {
        Self::Format(shorten(stored))
    }
}

fn shorten(stored: &str) -> String {
    stored.chars().take(MAX_QUOTED_CHARS).collect()
}
