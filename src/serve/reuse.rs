//! Fills in the form that classifies an obstacle with the answer of a precedent or of a factsheet.

use super::form::RecordForm;
use super::record_lookup::find_record;
use crate::record::{Entity, number};

impl RecordForm<'_> {
    /// Fills in the answer, and links the precedent and its factsheets. Keeps what the form already holds: an answer is
    /// added below it. Returns false if `number` is not the number of an obstacle or factsheet.
    pub fn reuse_answer(&mut self, text: &str) -> bool {
        let Some((entity @ (Entity::Obstacle | Entity::Factsheet), found)) = number::parse_any(text) else {
            return false;
        };
        let number = number::format(entity, found);
        let Some(record) = find_record(self.request, entity, &number) else { return false };
        let value = |name: &str| record.value(name).unwrap_or_default();
        if entity == Entity::Factsheet {
            self.add("answer", "\n\n", value("summary"));
            self.add("factsheet", "; ", &number);
            return true;
        }
        // If the precedent has no answer of its own, its answer is that of its own precedent.
        let earlier = value("precedents").split("; ").next().filter(|earlier| !earlier.is_empty());
        let answer = match (value("answer"), earlier) {
            ("", Some(earlier)) => find_record(self.request, Entity::Obstacle, earlier)
                .and_then(|earlier| earlier.value("answer").map(str::to_owned))
                .unwrap_or_default(),
            (answer, _) => answer.to_owned(),
        };
        self.add("answer", "\n\n", &answer);
        self.add("precedent", "; ", &number);
        for factsheet in value("factsheets").split("; ").filter(|number| !number.is_empty()) {
            self.add("factsheet", "; ", factsheet);
        }
        true
    }

    /// Adds a value to a field, unless the field has it already.
    fn add(&mut self, name: &str, separator: &str, added: &str) {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.option.name == name) else { return };
        if added.is_empty() || entry.value.split(separator).any(|known| known.trim() == added.trim()) {
            return;
        }
        if !entry.value.trim().is_empty() {
            entry.value.push_str(separator);
        }
        entry.value.push_str(added);
    }
}
