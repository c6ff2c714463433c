//! What reports are for, so that a page can group them.

use crate::i18n::Label;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Totals,
    Work,
    Answers,
    Sources,
}

impl Purpose {
    /// Every purpose, in the order in which pages show them.
    pub const ALL: [Self; 4] = [Self::Totals, Self::Work, Self::Answers, Self::Sources];

    pub const fn label(self) -> Label {
        match self {
            Self::Totals => Label::new("Totalen", "Totals"),
            Self::Work => Label::new("Het werk", "The work"),
            Self::Answers => Label::new("Antwoorden", "Answers"),
            Self::Sources => Label::new("Wet- en regelgeving", "Laws and regulations"),
        }
    }

    /// A name for use in addresses and element ids.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Totals => "totals",
            Self::Work => "work",
            Self::Answers => "answers",
            Self::Sources => "sources",
        }
    }
}
