//! The snapshot: a moment of the register that has a name, so that it can be asked for by that name.

use super::{attribute::Attribute, attributes};
use crate::words::attribute_words as words;

attributes! {
    /// The name.
    CODE = Attribute::code(&words::SNAPSHOT);
    /// The entry of the journal after which the register stood so.
    ENTRY = Attribute::count("entry", &words::ENTRY).required();
    /// What it was for.
    NOTE = Attribute::line("note", &words::SNAPSHOT_NOTE);
}
