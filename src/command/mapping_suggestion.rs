//! Suggests a mapping for a list. Reads the list as an import would, but imports nothing. Writes a file that proposes a
//! meaning for each column and for each value that was not understood.

use super::import_columns::{Column, find_column, is_running_number};
use super::import_record::{ImportOptions, RowError, is_whole_number, parse_outcome, resolve_value};
use super::import_rows::Listed;
use super::{Context, Outcome};
use crate::atomic_file;
use crate::failure::{Exit, Failure};
use crate::i18n::{Lang, Text, choices, failures, mapping as texts, remarks};
use crate::intake::mapping::{IGNORE, MappingWriter, normalize, unique_titles};
use crate::intake::{Row, TableReader};
use crate::record::{Attribute, Entity, Kind, Record, SetBy, Value, obstacle};
use crate::register::{self, EntryMeta, Register, WriteTx};
use crate::suggestion;
use anyhow::Result;
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

/// Maximum number of different values that are collected.
const MAX_VALUES: usize = 1_000;
/// Maximum length of a value in the mapping. A longer value is reported as an ordinary error.
const MAX_VALUE_CHARS: usize = 200;

/// A value in the list that the import could not parse.
struct UnknownValue {
    text: String,
    count: u64,
    first_place: Text,
    why: Text,
    proposal: String,
}

struct Survey<'a> {
    options: ImportOptions<'a>,
    columns: Vec<Column>,
    /// For each column, the comment to write on the line of that column in the mapping.
    comments: Vec<Text>,
    /// For each column, whether all values so far contain only digits.
    has_running_numbers: Vec<bool>,
    values: Vec<Vec<UnknownValue>>,
    /// The position in `values` of each value, by column and [`normalize`]d text.
    positions: HashMap<(usize, String), usize>,
    is_cut: bool,
    /// The rows that lack a required attribute, by the name of the attribute.
    missing: Vec<(&'static Attribute, Listed)>,
    problems: Listed,
}

pub fn suggest(
    register: &mut Register,
    entry_meta: &EntryMeta,
    options: ImportOptions<'_>,
    reader: &mut TableReader,
    path: &Path,
    context: &mut Context<'_>,
) -> Result<Outcome> {
    let target = path.display().to_string();
    if path.symlink_metadata().is_ok() {
        return Err(Failure::new(Exit::CannotCreate, failures::exists_already(target)).into());
    }
    let mut survey = Survey::new(options, &reader.header);
    let progress = &mut *context.progress;
    register.write(entry_meta, true, |change| {
        change.accepts_void = true;
        change.prepare_bulk()?;
        let mut count = 0;
        while let Some(row) = reader.next_row()? {
            count += 1;
            progress(count);
            match row {
                Err(message) => survey.problems.push(|| message),
                Ok(row) => survey.read_row(change, &row)?,
            }
        }
        Ok(())
    })?;
    reader.total_notice().into_iter().for_each(|notice| context.notice(notice));
    let open = survey.count_open();
    let text = survey.write(&target, context.lang);
    let mut file = atomic_file::create(path, &target, atomic_file::DEFAULT_FILE_MODE)?;
    let failure = |error: &std::io::Error| crate::failure::create_failure(error, &target);
    file.write_all(text.as_bytes()).map_err(|error| failure(&error))?;
    file.persist_noclobber(path).map_err(|error| failure(&error.error))?;
    context.notice(remarks::mapping_written(target, open));
    Ok(context.finish(Exit::Success))
}

impl<'a> Survey<'a> {
    fn new(options: ImportOptions<'a>, header: &[String]) -> Self {
        let entity = options.entity;
        let (mut columns, mut comments): (Vec<Column>, Vec<Text>) = (Vec::new(), Vec::new());
        for (title, heading) in unique_titles(header).into_iter().zip(header) {
            let found = find_column(entity, heading);
            let other = found.and_then(|attribute| columns.iter().find(|column| column.is(attribute)));
            let (attribute, comment) = match (found, other) {
                (Some(attribute), None) => (Some(attribute), attribute.i18n.label.into()),
                (Some(attribute), Some(other)) => {
                    (None, texts::taken_column(attribute.i18n.label, other.title.clone()))
                }
                (None, _) if entity == Entity::Obstacle && is_running_number(heading) => {
                    (None, texts::RUNNING_NUMBER.into())
                }
                (None, _) => (None, nearest_attributes(entity, heading)),
            };
            columns.push(Column { title, attribute });
            comments.push(comment);
        }
        Self {
            options,
            has_running_numbers: columns.iter().map(|column| column.may_be_running_number(entity)).collect(),
            values: columns.iter().map(|_| Vec::new()).collect(),
            columns,
            comments,
            positions: HashMap::new(),
            is_cut: false,
            missing: Vec::new(),
            problems: Listed::default(),
        }
    }

    fn read_row(&mut self, change: &mut WriteTx<'_>, row: &Row<'_>) -> Result<()> {
        let ImportOptions { entity, today, update, .. } = self.options;
        let mut record = Record::new(entity);
        let mut is_understood = true;
        for index in 0..self.columns.len() {
            let Some(Column { attribute: Some(attribute), .. }) = self.columns.get(index) else { continue };
            let attribute = *attribute;
            let cell = row.cells.get(index).map_or("", AsRef::as_ref);
            if cell.trim().is_empty() {
                continue;
            }
            if let Some(has_running_numbers) = self.has_running_numbers.get_mut(index)
                && *has_running_numbers
            {
                *has_running_numbers = is_whole_number(cell);
                if is_whole_number(cell) {
                    continue;
                }
            }
            if attribute.name == obstacle::STATUS.name
                && entity == Entity::Obstacle
                && let Some((status, outcome, value)) = parse_outcome(cell, today)
            {
                record.set(attribute, status);
                record.set(&outcome, value);
                continue;
            }
            match resolve_value(change, entity, attribute, cell, today) {
                Ok(Some(value)) => record.set(attribute, value),
                Ok(None) => {}
                Err(RowError::Fatal(error)) => return Err(error),
                Err(RowError::Value(_, why) | RowError::Row(why) | RowError::Located(why)) => {
                    is_understood = false;
                    let proposal = self.add_value(change, row, index, attribute, cell, why)?;
                    // Treat the attribute as present, because the mapping will contain the proposed value.
                    match parse_outcome(&proposal, today).filter(|_| attribute.name == obstacle::STATUS.name) {
                        Some((status, outcome, value)) => {
                            record.set(attribute, status);
                            record.set(&outcome, value);
                        }
                        None => record.set(attribute, Value::Text(proposal)),
                    }
                }
            }
        }
        is_understood &= !self.find_missing(&record, row);
        if is_understood && let Err(error) = change.put(record, update) {
            let why = match register::broken_rule(&error) {
                Some(rule) => rule.text,
                None => error.downcast::<Failure>()?.text,
            };
            self.problems.push(|| failures::import_row_error(row.location.describe_row_in_file(), why));
        }
        Ok(())
    }

    /// Stores a value that was not understood. Returns the value proposed for it, or the text of the cell if there is
    /// no proposal.
    fn add_value(
        &mut self,
        change: &WriteTx<'_>,
        row: &Row<'_>,
        index: usize,
        attribute: &'static Attribute,
        cell: &str,
        why: Text,
    ) -> Result<String> {
        let key = (index, normalize(cell));
        let place = row.location.describe_cell_in_file(index);
        let proposed = |proposal: &str| if proposal.is_empty() { cell.to_owned() } else { proposal.to_owned() };
        let Some(values) = self.values.get_mut(index) else { return Ok(proposed("")) };
        if let Some(known) = self.positions.get(&key).and_then(|position| values.get_mut(*position)) {
            known.count = known.count.saturating_add(1);
            return Ok(proposed(&known.proposal));
        }
        if cell.chars().nth(MAX_VALUE_CHARS).is_some() {
            self.problems.push(|| failures::import_row_error(place, why));
        } else if self.positions.len() == MAX_VALUES {
            self.is_cut = true;
        } else {
            self.positions.insert(key, values.len());
            let proposal = propose(change, attribute, cell)?;
            let text = proposed(&proposal);
            values.push(UnknownValue { text: cell.trim().to_owned(), count: 1, first_place: place, why, proposal });
            return Ok(text);
        }
        Ok(proposed(""))
    }

    /// Lists the required attributes that a row lacks. Returns whether it lacks any.
    fn find_missing(&mut self, record: &Record, row: &Row<'_>) -> bool {
        let status = record.text(&obstacle::STATUS).unwrap_or_default();
        let entity = self.options.entity;
        let mut is_missing = false;
        for attribute in entity.attributes() {
            let is_required = match attribute.name {
                "resolution" if entity == Entity::Obstacle => status == "solved",
                "closed_as" if entity == Entity::Obstacle => status == "closed",
                _ => attribute.is_required && attribute.default.is_none() && !self.options.update,
            };
            if !is_required || record.get(attribute).is_some_and(|value| !value.is_empty()) {
                continue;
            }
            is_missing = true;
            let known = self.missing.iter().position(|(known, _)| known.name == attribute.name);
            let position = known.unwrap_or_else(|| {
                self.missing.push((attribute, Listed::default()));
                self.missing.len().saturating_sub(1)
            });
            if let Some((_, rows)) = self.missing.get_mut(position) {
                let title = record.text(&obstacle::TITLE).unwrap_or_default().to_owned();
                rows.push(|| failures::import_row_error(row.location.describe_row_in_file(), title));
            }
        }
        is_missing
    }

    /// Counts the lines of the mapping that the user must complete.
    fn count_open(&self) -> usize {
        let values = self.values.iter().flatten().filter(|value| value.proposal.is_empty()).count();
        values.saturating_add(self.missing.len())
    }

    fn write(&self, path: &str, lang: Lang) -> String {
        let entity = self.options.entity;
        let mut writer = MappingWriter::default();
        writer.comment(texts::intro(self.options.name, entity.plural(), path).get(lang));
        writer.blank_line();
        let valid = |attribute: &Attribute| match (attribute.name, attribute.i18n.label.get(lang)) {
            (name, label) if name == label => name.to_owned(),
            (name, label) => format!("{name} ({label})"),
        };
        let valid: Vec<String> = attributes(entity).map(valid).collect();
        writer.comment(texts::columns(valid.join(", ")).get(lang));
        writer.columns();
        for (index, (column, comment)) in self.columns.iter().zip(&self.comments).enumerate() {
            if column.title.is_empty() {
                continue;
            }
            let is_running = self.has_running_numbers.get(index) == Some(&true);
            match column.attribute.filter(|_| !is_running) {
                None if is_running => writer.entry(&column.title, IGNORE, texts::RUNNING_NUMBER.get(lang)),
                None => writer.entry(&column.title, IGNORE, comment.get(lang)),
                Some(attribute) => writer.entry(&column.title, attribute.name, comment.get(lang)),
            }
        }
        if self.values.iter().any(|values| !values.is_empty()) {
            writer.blank_line();
            writer.comment(texts::VALUES.get(lang));
        }
        for (column, values) in self.columns.iter().zip(&self.values).filter(|(_, values)| !values.is_empty()) {
            writer.blank_line();
            writer.values(&column.title);
            for value in values {
                let place = value.first_place.clone();
                let comment = match value.count {
                    1 => texts::in_cell(place, value.why.clone()),
                    count => texts::in_cells(place, count, value.why.clone()),
                };
                writer.comment(comment.get(lang));
                writer.entry(&value.text, &value.proposal, "");
            }
        }
        if !self.missing.is_empty() {
            writer.blank_line();
            writer.comment(texts::DEFAULTS.get(lang));
            writer.defaults();
        }
        for (attribute, rows) in &self.missing {
            writer.comment(
                match attribute.name {
                    "resolution" => texts::RESOLUTION.get(lang).to_owned(),
                    "closed_as" => texts::CLOSED_AS.get(lang).to_owned(),
                    _ => texts::missing(attribute.i18n.label).get(lang).to_owned(),
                }
                .as_str(),
            );
            list(&mut writer, rows, lang);
            writer.entry(attribute.name, "", "");
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
fn attributes(entity: Entity) -> impl Iterator<Item = &'static Attribute> {
    entity.attributes().iter().filter(|attribute| attribute.set_by != SetBy::Derived)
}

/// Describes an unknown column, and names the attributes whose name, label or synonym resembles its title.
fn nearest_attributes(entity: Entity, heading: &str) -> Text {
    let known: Vec<(String, Text)> =
        attributes(entity).map(|attribute| (attribute.name.to_owned(), attribute.i18n.label.into())).collect();
    let names = attributes(entity).enumerate().flat_map(|(index, attribute)| {
        let label = attribute.i18n.label;
        [attribute.name, label.nl, label.en]
            .into_iter()
            .chain(attribute.i18n.also.iter().copied())
            .map(move |name| (name, index))
    });
    match suggestion::similar_by_name(&normalize(heading), names, &known) {
        Some(near) => texts::similar_column(near),
        None => texts::UNKNOWN_COLUMN.into(),
    }
}

/// Returns the valid value that a text most likely means; an empty text if there is none.
fn propose(change: &WriteTx<'_>, attribute: &Attribute, text: &str) -> Result<String> {
    let labelled = |sets: &[&'static [choices::Choice]]| -> Vec<(String, Text)> {
        sets.iter().copied().flatten().map(|choice| (choice.code.to_owned(), choice.label.into())).collect()
    };
    let is_status = attribute.name == obstacle::STATUS.name;
    let key = normalize(text);
    if let Some((_, code)) = choices::PROPOSED_STATUS.iter().find(|(word, _)| is_status && *word == key) {
        return Ok((*code).to_owned());
    }
    let terms = match attribute.kind {
        Kind::Choice(_) if is_status => labelled(&[choices::STATUS, choices::RESOLUTION, choices::CLOSED_AS]),
        Kind::Choice(known) => labelled(&[known]),
        Kind::Reference(entity) | Kind::References(entity, _) if entity.is_vocabulary() => {
            change.register().terms(entity)?.to_vec()
        }
        _ => Vec::new(),
    };
    Ok(suggestion::best_term(text.trim(), &terms).unwrap_or_default().to_owned())
}
