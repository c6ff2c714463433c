//! The snapshot: a named past state of the register.

use super::{attribute::Attribute, attributes};
use crate::i18n::attribute_labels as labels;

attributes! {
    CODE = Attribute::code(&labels::SNAPSHOT);
    /// The number of a journal entry. The snapshot is the state of the register right after this entry.
    ENTRY = Attribute::count("entry", &labels::ENTRY).required();
    NOTE = Attribute::line("note", &labels::SNAPSHOT_NOTE);
}
