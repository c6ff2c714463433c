//! Fills in the form that classifies an obstacle with the answer of a precedent or of a factsheet.

use super::answers::CHOSEN;
use super::form::RecordForm;
use super::record_lookup::{canonical_key, find_record};
use crate::i18n::site as messages;
use crate::record::{Entity, number};

/// What came of filling in an answer.
pub enum Reused {
    /// What to report.
    Done(String),
    /// A chosen precedent is wrong. Its field has an error.
    WrongPrecedent,
}

impl RecordForm<'_> {
    /// Fills in what the parameter `use` asks for: the answer of a record, or the answers of the precedents chosen in the
    /// form. Returns `None` if the parameter is not valid.
    pub fn reuse(&mut self, wanted: &str) -> Option<Reused> {
        let request = self.request;
        if wanted != CHOSEN {
            return self
                .reuse_answer(wanted)
                .then(|| Reused::Done(request.localize(messages::answer_filled_in(wanted))));
        }
        let entry = self.entries.iter_mut().find(|entry| entry.option.name == "precedent")?;
        let chosen: Vec<String> = entry
            .value
            .split([';', ','])
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(|text| canonical_key(Entity::Obstacle, text).unwrap_or_else(|| text.to_owned()))
            .collect();
        entry.value = chosen.join("; ");
        let before = self.answer();
        let is_obstacle = |number: &str| canonical_key(Entity::Obstacle, number).is_some();
        let unknown = chosen.iter().find(|number| !is_obstacle(number) || !self.reuse_answer(number));
        let wrong = match unknown {
            Some(number) => Some(request.localize(messages::no_such_obstacle(number))),
            None if chosen.is_empty() => Some(request.localize(messages::CHOOSE_PRECEDENT)),
            None if self.answer().is_empty() => Some(request.localize(messages::has_no_answer(chosen.join(", ")))),
            None => None,
        };
        if wrong.is_some() {
            let entry = self.entries.iter_mut().find(|entry| entry.option.name == "precedent")?;
            entry.error = wrong;
            return Some(Reused::WrongPrecedent);
        }
        let is_same = before == self.answer();
        let text = if is_same { messages::answer_there_already } else { messages::answer_filled_in };
        Some(Reused::Done(request.localize(text(chosen.join(", ")))))
    }

    fn answer(&self) -> String {
        let entry = self.entries.iter().find(|entry| entry.option.name == "answer");
        entry.map(|entry| entry.value.clone()).unwrap_or_default()
    }

    /// Fills in the answer, and links the precedent and its factsheets. Keeps what the form already holds: an answer is
    /// added below it. Returns false if `number` is not the number of an obstacle or factsheet.
    fn reuse_answer(&mut self, text: &str) -> bool {
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
