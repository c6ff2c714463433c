//! Counts findings, and describes the first ones.

use crate::i18n::Text;

/// Maximum number of findings that are described.
const MAX_LISTED: usize = 10;

/// The total number of findings, and a description of only the first ones.
#[derive(Debug, Default)]
pub struct Listed {
    pub count: u64,
    pub first: Vec<Text>,
}

impl Listed {
    pub fn push(&mut self, text: impl FnOnce() -> Text) {
        self.count = self.count.saturating_add(1);
        if self.first.len() < MAX_LISTED {
            self.first.push(text());
        }
    }
}
