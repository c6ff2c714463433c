//! Suggests a mapping for a list. Reads the list as an import would, but imports nothing. Writes a file that proposes a
//! meaning for each column and for each value that was not understood.

use super::import_columns::{Column, check_mapping, find_column, is_running_number};
use super::import_record::{
    ImportOptions, RowError, default_of, has_skipped_value, is_whole_number, parse_outcome, resolve_value,
};
use super::listed::Listed;
use super::mapping_draft::{DraftColumn, DraftDefault, MappingDraft, UnknownValue, attributes};
use super::{Context, Outcome};
use crate::atomic_file;
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, choices, failures, mapping as texts, remarks};
use crate::intake::mapping::{Entry, normalize, unique_titles};
use crate::intake::{Row, TableReader};
use crate::record::{Attribute, Entity, Kind, Record, Value, obstacle};
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

/// Maximum number and length of the examples that a page shows of the values in a column.
const MAX_EXAMPLES: usize = 3;
const MAX_EXAMPLE_CHARS: usize = 40;

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
    /// For each column, the first different values, for a page.
    examples: Vec<Vec<String>>,
    is_cut: bool,
    /// The rows that lack a required attribute.
    missing: Vec<DraftDefault>,
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
    let writes_file = context.attachments.is_none();
    if writes_file && path.symlink_metadata().is_ok() {
        return Err(Failure::new(Exit::CannotCreate, failures::exists_already(target)).into());
    }
    if let Some(mapping) = options.mapping {
        check_mapping(options.entity, mapping, &unique_titles(&reader.header))?;
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
    let mut draft = survey.into_draft(reader);
    let text = draft.to_file(options.name, options.mapping, &target, context.lang);
    if !writes_file {
        draft.text = text;
        context.outcome.mapping = Some(draft);
        return Ok(context.finish(Exit::Success));
    }
    let mut file = atomic_file::create(path, &target, atomic_file::DEFAULT_FILE_MODE)?;
    let failure = |error: &std::io::Error| crate::failure::create_failure(error, &target);
    file.write_all(text.as_bytes()).map_err(|error| failure(&error))?;
    file.persist_noclobber(path).map_err(|error| failure(&error.error))?;
    context.notice(remarks::mapping_written(target, draft.count_open()));
    Ok(context.finish(Exit::Success))
}

impl<'a> Survey<'a> {
    fn new(options: ImportOptions<'a>, header: &[String]) -> Self {
        let entity = options.entity;
        let (mut columns, mut comments): (Vec<Column>, Vec<Text>) = (Vec::new(), Vec::new());
        for (title, heading) in unique_titles(header).into_iter().zip(header) {
            let entry = options.mapping.and_then(|mapping| mapping.column(&title));
            if entry.is_some_and(Entry::is_ignored) {
                columns.push(Column { title, attribute: None });
                comments.push(texts::IGNORED.into());
                continue;
            }
            let found = find_column(entity, entry.map_or(heading, |entry| &entry.text));
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
            has_running_numbers: columns
                .iter()
                .map(|column| column.may_be_running_number(entity) && !is_mapped(options, column))
                .collect(),
            values: columns.iter().map(|_| Vec::new()).collect(),
            examples: columns.iter().map(|_| Vec::new()).collect(),
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
        if self.options.mapping.is_some_and(|mapping| has_skipped_value(mapping, &self.columns, row)) {
            self.add_skipped_row(row);
            return Ok(());
        }
        for index in 0..self.columns.len() {
            let typed = row.cells.get(index).map_or("", AsRef::as_ref);
            if typed.trim().is_empty() {
                continue;
            }
            self.add_example(index, typed);
            let Some(Column { attribute: Some(attribute), title }) = self.columns.get(index) else { continue };
            let attribute = *attribute;
            let settled = self.options.mapping.and_then(|mapping| mapping.value(title, typed)).cloned();
            let cell = match &settled {
                Some(entry) => {
                    self.add_settled(row, index, typed, &entry.text);
                    if entry.is_ignored() {
                        continue;
                    }
                    &entry.text
                }
                None => typed,
            };
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
                    let proposal = self.add_value(change, row, index, attribute, typed, why)?;
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

    /// Stores what the given mapping says about the values of a row that it leaves out.
    fn add_skipped_row(&mut self, row: &Row<'_>) {
        for index in 0..self.columns.len() {
            let typed = row.cells.get(index).map_or("", AsRef::as_ref);
            let Some(Column { attribute: Some(_), title }) = self.columns.get(index) else { continue };
            if let Some(entry) = self.options.mapping.and_then(|mapping| mapping.value(title, typed)).cloned() {
                self.add_settled(row, index, typed, &entry.text);
            }
            if !typed.trim().is_empty() {
                self.add_example(index, typed);
            }
        }
    }

    fn add_example(&mut self, index: usize, cell: &str) {
        let Some(examples) = self.examples.get_mut(index).filter(|examples| examples.len() < MAX_EXAMPLES) else {
            return;
        };
        let on_one_line = cell.split_whitespace().collect::<Vec<_>>().join(" ");
        let more = if on_one_line.chars().nth(MAX_EXAMPLE_CHARS).is_some() { "…" } else { "" };
        let example: String = on_one_line.chars().take(MAX_EXAMPLE_CHARS).chain(more.chars()).collect();
        if !examples.contains(&example) {
            examples.push(example);
        }
    }

    /// Stores a value whose meaning the given mapping says.
    fn add_settled(&mut self, row: &Row<'_>, index: usize, cell: &str, meaning: &str) {
        let key = (index, normalize(cell));
        let Some(values) = self.values.get_mut(index) else { return };
        if let Some(known) = self.positions.get(&key).and_then(|position| values.get_mut(*position)) {
            known.count = known.count.saturating_add(1);
        } else if self.positions.len() < MAX_VALUES {
            self.positions.insert(key, values.len());
            values.push(UnknownValue {
                text: cell.trim().to_owned(),
                count: 1,
                first_place: row.location.describe_cell_in_file(index),
                why: texts::CHOSEN.into(),
                proposal: meaning.to_owned(),
                is_settled: true,
            });
        }
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
            if known.is_settled {
                // The mapping gives a meaning that is not valid.
                (known.is_settled, known.why) = (false, why);
            } else {
                known.count = known.count.saturating_add(1);
            }
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
            values.push(UnknownValue {
                text: cell.trim().to_owned(),
                count: 1,
                first_place: place,
                why,
                proposal,
                is_settled: false,
            });
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
            let known = self.missing.iter().position(|known| known.attribute.name == attribute.name);
            let position = known.unwrap_or_else(|| {
                let default = default_of(self.options, attribute).unwrap_or_default();
                self.missing.push(DraftDefault { attribute, choice: default.to_owned(), rows: Listed::default() });
                self.missing.len().saturating_sub(1)
            });
            if let Some(DraftDefault { rows, .. }) = self.missing.get_mut(position) {
                let title = record.text(&obstacle::TITLE).unwrap_or_default().to_owned();
                let place = row.location.describe_row_in_file();
                rows.push(|| if title.is_empty() { place } else { failures::import_row_error(place, title) });
            }
        }
        is_missing
    }

    fn into_draft(self, reader: &TableReader) -> MappingDraft {
        let Self {
            options,
            columns,
            comments,
            has_running_numbers,
            values,
            examples,
            is_cut,
            missing: defaults,
            problems,
            ..
        } = self;
        let entity = options.entity;
        let rest = comments.into_iter().zip(has_running_numbers).zip(values.into_iter().zip(examples));
        let columns = columns.into_iter().zip(rest).map(|(column, ((comment, is_running), (values, examples)))| {
            let is_titled_so = entity == Entity::Obstacle && is_running_number(&column.title);
            let attribute = column.attribute.filter(|_| !is_running);
            let needs_choice = attribute.is_none() && !(is_running && examples.is_empty());
            DraftColumn {
                is_open: needs_choice && !is_mapped(options, &column) && !column.title.is_empty(),
                is_running_number: is_running || (attribute.is_none() && is_titled_so),
                comment: if is_running { texts::RUNNING_NUMBER.into() } else { comment },
                title: column.title,
                attribute,
                examples,
                values,
            }
        });
        let columns = columns.collect();
        let (sheets, sheet) = reader.sheets();
        MappingDraft { entity, columns, defaults, problems, is_cut, sheets, sheet, text: String::new() }
    }
}

/// Whether the given mapping says what a column holds.
fn is_mapped(options: ImportOptions<'_>, column: &Column) -> bool {
    options.mapping.is_some_and(|mapping| mapping.column(&column.title).is_some())
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
