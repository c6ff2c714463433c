//! A mapping that still needs choices: what a list has, what each column and value most likely means, and what a person
//! must say. It becomes a file for the command line, or a form on a page.

use super::listed::Listed;
use crate::i18n::{Lang, Text, mapping as texts};
use crate::intake::mapping::{Entry, IGNORE, Mapping, MappingWriter, normalize};
use crate::record::{Attribute, Entity, SetBy};

/// A mapping that a visitor of the website can complete on a page.
#[derive(Debug)]
pub struct MappingDraft {
    pub entity: Entity,
    pub columns: Vec<DraftColumn>,
    pub defaults: Vec<DraftDefault>,
    /// What a mapping cannot settle.
    pub problems: Listed,
    /// Whether the list has more unknown values than the draft.
    pub is_cut: bool,
    /// The visible sheets of a workbook, and the one that was read.
    pub sheets: Vec<String>,
    pub sheet: Option<String>,
    /// The draft as the file that `--suggest-mapping` writes.
    pub text: String,
}

#[derive(Debug)]
pub struct DraftColumn {
    pub title: String,
    /// What the column holds; `None` if it is not imported.
    pub attribute: Option<&'static Attribute>,
    pub comment: Text,
    /// Whether the column only numbers the rows.
    pub is_running_number: bool,
    /// Whether the column was not understood, and nobody has chosen yet what it holds.
    pub is_open: bool,
    pub examples: Vec<String>,
    pub values: Vec<UnknownValue>,
}

/// A value to fill in where a row has nothing.
#[derive(Debug)]
pub struct DraftDefault {
    pub attribute: &'static Attribute,
    /// What was chosen; empty if nothing was chosen yet.
    pub choice: String,
    pub rows: Listed,
}

/// A value in the list that the import could not parse.
#[derive(Debug)]
pub struct UnknownValue {
    pub text: String,
    pub count: u64,
    pub first_place: Text,
    pub why: Text,
    /// What the value most likely means, or what the given mapping says it means; empty if unknown.
    pub proposal: String,
    /// Whether the given mapping says what the value means.
    pub is_settled: bool,
}

impl MappingDraft {
    /// Whether everything in the list was understood or is settled by the given mapping.
    pub fn is_settled(&self) -> bool {
        self.columns.iter().all(|column| !column.is_open && column.values.iter().all(|value| value.is_settled))
            && self.defaults.iter().all(|default| !default.choice.is_empty())
    }

    /// Counts the lines of the mapping that the user must complete.
    pub(super) fn count_open(&self) -> usize {
        let values = self.columns.iter().flat_map(|column| &column.values);
        let values = values.filter(|value| value.proposal.is_empty()).count();
        values.saturating_add(self.defaults.iter().filter(|default| default.choice.is_empty()).count())
    }

    /// The text of the mapping as a file. `path` is the name of that file and `list_name` that of the
    /// list, which its comments mention. Keeps what the mapping `given` says about other lists.
    pub(super) fn to_file(&self, list_name: &str, given: Option<&Mapping>, path: &str, lang: Lang) -> String {
        let entity = self.entity;
        let mut writer = MappingWriter::default();
        writer.comment(texts::intro(list_name, entity.plural(), path).get(lang));
        writer.blank_line();
        let valid = |attribute: &Attribute| match (attribute.name, attribute.i18n.label.get(lang)) {
            (name, label) if name == label => name.to_owned(),
            (name, label) => format!("{name} ({label})"),
        };
        let valid: Vec<String> = attributes(entity).map(valid).collect();
        writer.comment(texts::columns(valid.join(", ")).get(lang));
        writer.columns();
        for column in self.columns.iter().filter(|column| !column.title.is_empty()) {
            let name = column.attribute.map_or(IGNORE, |attribute| attribute.name);
            writer.entry(&column.title, name, column.comment.get(lang));
        }
        if self.columns.iter().any(|column| !column.values.is_empty()) {
            writer.blank_line();
            writer.comment(texts::VALUES.get(lang));
        }
        for DraftColumn { title, values, .. } in &self.columns {
            let others = other_values(given, title, values);
            if values.is_empty() && others.is_empty() {
                continue;
            }
            writer.blank_line();
            writer.values(title);
            for value in values {
                let place = value.first_place.clone();
                let comment = match value.count {
                    1 => texts::in_cell(place, value.why.clone()),
                    count => texts::in_cells(place, count, value.why.clone()),
                };
                writer.comment(comment.get(lang));
                writer.entry(&value.text, &value.proposal, "");
            }
            for entry in others {
                writer.entry(&entry.key, &entry.text, "");
            }
        }
        let is_missing = |entry: &&Entry| self.defaults.iter().any(|default| default.attribute.name == entry.key);
        let given = given.iter().flat_map(|mapping| mapping.defaults());
        let others: Vec<&Entry> = given.filter(|entry| !is_missing(entry)).collect();
        if !self.defaults.is_empty() || !others.is_empty() {
            writer.blank_line();
            writer.comment(texts::DEFAULTS.get(lang));
            writer.defaults();
        }
        for entry in others {
            writer.entry(&entry.key, &entry.text, "");
        }
        for DraftDefault { attribute, choice, rows } in &self.defaults {
            writer.comment(
                match attribute.name {
                    "resolution" => texts::RESOLUTION.get(lang).to_owned(),
                    "closed_as" => texts::CLOSED_AS.get(lang).to_owned(),
                    _ => texts::missing(attribute.i18n.label).get(lang).to_owned(),
                }
                .as_str(),
            );
            list(&mut writer, rows, lang);
            writer.entry(attribute.name, choice, "");
        }
        if self.problems.count > 0 {
            writer.blank_line();
            writer.comment(texts::PROBLEMS.get(lang));
            list(&mut writer, &self.problems, lang);
        }
        let is_cut = self.is_cut || writer.is_cut;
        let mut text = writer.finish();
        if is_cut {
            let mut end = MappingWriter::default();
            end.blank_line();
            end.comment(texts::CUT.get(lang));
            text.push_str(&end.finish());
        }
        text
    }
}

/// The values that the given mapping has for a column, but that the list does not have. They are for other lists.
fn other_values<'a>(mapping: Option<&'a Mapping>, title: &str, values: &[UnknownValue]) -> Vec<&'a Entry> {
    let is_listed = |entry: &Entry| values.iter().any(|value| normalize(&value.text) == normalize(&entry.key));
    let entries = mapping.into_iter().flat_map(|mapping| mapping.values_of(title));
    entries.filter(|entry| !is_listed(entry)).collect()
}

fn list(writer: &mut MappingWriter, listed: &Listed, lang: Lang) {
    for text in &listed.first {
        writer.comment(&format!("- {}", text.get(lang)));
    }
    let more = listed.count.saturating_sub(listed.first.len() as u64);
    if more > 0 {
        writer.comment(texts::and_more(more).get(lang));
    }
}

/// The attributes that a list can have.
pub(super) fn attributes(entity: Entity) -> impl Iterator<Item = &'static Attribute> {
    entity.attributes().iter().filter(|attribute| attribute.set_by != SetBy::Derived)
}
