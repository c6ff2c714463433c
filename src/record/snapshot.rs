//! The snapshot: a moment of the register that has a name, so that it can be asked for by that name.

use super::{attribute::Attribute, attributes};
use crate::i18n::attribute_labels as labels;

attributes! {
    /// The name.
    CODE = Attribute::code(&labels::SNAPSHOT);
    /// The entry of the journal after which the register stood so.
    ENTRY = Attribute::count("entry", &labels::ENTRY).required();
    /// What it was for.
    NOTE = Attribute::line("note", &labels::SNAPSHOT_NOTE);
}
