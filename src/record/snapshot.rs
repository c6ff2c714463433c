//! The snapshot: a moment of the register that has a name, so that it can be asked for by that name.

use super::{attribute::Attribute, attributes};
use crate::i18n::attribute_labels as labels;

attributes! {
    CODE = Attribute::code(&labels::SNAPSHOT);
    /// The entry of the journal after which the register stood so.
    ENTRY = Attribute::count("entry", &labels::ENTRY).required();
    NOTE = Attribute::line("note", &labels::SNAPSHOT_NOTE);
}
