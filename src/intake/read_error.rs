//! Why a workbook cannot be read. The caller adds the location.

use crate::i18n::Text;

#[derive(Debug)]
pub enum ReadError {
    /// The file is damaged, or is not a workbook.
    Unreadable,
    /// The workbook exceeds a limit; the text describes the limit.
    TooLarge(Text),
    /// An error that the workbook did not cause, such as a full disk.
    Other(anyhow::Error),
}

pub type Result<T> = std::result::Result<T, ReadError>;
