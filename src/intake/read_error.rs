//! Reasons why a workbook cannot be read. The caller adds the location in the workbook.

use crate::i18n::Text;

#[derive(Debug)]
pub enum ReadError {
    /// The file is damaged, or is not a workbook.
    Unreadable,
    /// The workbook exceeds a limit, which the text describes.
    TooLarge(Text),
    /// An error that the workbook did not cause, such as a full disk.
    Other(anyhow::Error),
}

pub type Result<T> = std::result::Result<T, ReadError>;
