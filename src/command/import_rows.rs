//! Imports the rows of a list in one transaction. Reports up to twenty errors, each with its location.

use super::import_columns::{Column, match_columns};
use super::import_record::{Duplicates, ImportOptions, RowError, read_left_out, read_record, row_error};
use super::listed::Listed;
use super::record_input;
use crate::failure::{Failure, FailureKind};
use crate::i18n::{Text, failures, remarks};
use crate::intake::mapping::{Entry, Mapping};
use crate::intake::{Location, Row, TableReader};
use crate::record::{Attribute, Entity, Kind, Record, Value, number, obstacle, person};
use crate::register::{self, PutOutcome, SameObstacles, UnknownLaw, WriteTx};
use anyhow::Result;
use std::collections::HashSet;

const MAX_ERRORS: usize = 20;
const MAX_VALUE_CHARS: usize = 60;
/// Maximum number of rows in the preview of an import.
const MAX_PREVIEWED: usize = 20;

#[derive(Debug, Default)]
pub struct Tally {
    pub added: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub without_received: u64,
    pub without_solved: u64,
    pub in_future: u64,
    pub long_ago: u64,
    pub unknown_laws: Vec<UnknownLaw>,
    /// The sources of the laws in `unknown_laws`, for listing each law only once.
    unknown_sources: HashSet<String>,
    /// The cells with personal data, and the personal data in each, masked.
    pub personal: Listed,
    pub skipped_persons: u64,
    /// The titles of the columns that were not imported.
    pub ignored_columns: Vec<String>,
    /// Obstacles in the list that the register already contains.
    pub in_register: Listed,
    /// The rows that repeat an obstacle of an earlier row.
    pub repeated: Listed,
    /// The rows that the mapping leaves out.
    pub left_out: Listed,
    /// The columns with cells that the mapping leaves empty, and the number of these cells.
    pub emptied: Vec<(String, u64)>,
    /// The attributes that the list has, in the order of its columns.
    pub attributes: Vec<&'static Attribute>,
    /// The first rows that add or change a record, or that are skipped because the register already has it.
    pub first_rows: Vec<ImportedRow>,
}

/// A row of the list, and what becomes of it.
#[derive(Debug)]
pub struct ImportedRow {
    pub place: Text,
    pub fate: RowFate,
    /// The record as the row has it; attributes that the row lacks are not set.
    pub record: Record,
    /// The cells that name persons. The record has their numbers instead, which only this write knows.
    pub persons: Vec<(&'static str, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowFate {
    Added,
    Changed,
    /// The register already has this obstacle, under this number.
    Skipped(String),
    /// The mapping leaves out the row.
    LeftOut,
}

impl Tally {
    /// Counts the cells of a row that the mapping leaves empty.
    fn count_emptied(&mut self, mapping: &Mapping, columns: &[Column], row: &Row<'_>) {
        for (column, cell) in columns.iter().zip(&row.cells).filter(|(column, _)| column.attribute.is_some()) {
            if !mapping.value(&column.title, cell).is_some_and(Entry::is_ignored) {
                continue;
            }
            match self.emptied.iter_mut().find(|(title, _)| *title == column.title) {
                Some((_, count)) => *count = count.saturating_add(1),
                None => self.emptied.push((column.title.clone(), 1)),
            }
        }
    }

    fn add_row(&mut self, row: &Row<'_>, columns: &[Column], fate: RowFate, record: Record) {
        if self.first_rows.len() < MAX_PREVIEWED {
            let pairs = columns.iter().zip(&row.cells).filter_map(|(column, cell)| Some((column.attribute?, cell)));
            let of_person = |attribute: &Attribute| {
                matches!(attribute.kind, Kind::Reference(Entity::Person) | Kind::References(Entity::Person, _))
            };
            let persons = pairs.filter(|(attribute, _)| of_person(attribute));
            let persons = persons.map(|(attribute, cell)| (attribute.name, cell.trim().to_owned())).collect();
            self.first_rows.push(ImportedRow { place: row.location.describe_row_in_file(), fate, record, persons });
        }
    }
}

pub fn import_rows(
    change: &mut WriteTx<'_>,
    options: ImportOptions<'_>,
    reader: &mut TableReader,
    progress: &mut dyn FnMut(u64),
) -> Result<Tally> {
    let ImportOptions { entity, name, .. } = options;
    let columns = match_columns(entity, reader, options.mapping, options.update)?;
    change.accepts_void = true;
    // A list that updates records is an edited export of this register, so its numbers are those of this register.
    change.has_own_numbers = options.update;
    change.prepare_bulk()?;
    let ignored_columns = columns.iter().filter(|column| column.is_ignored()).map(|column| column.title.clone());
    let tally = Tally {
        ignored_columns: ignored_columns.collect(),
        attributes: columns.iter().filter_map(|column| column.attribute).collect(),
        ..Tally::default()
    };
    let mut rows = ImportState { options, columns, tally, seen: HashSet::new(), same: None };
    let mut references: Vec<(Text, i64)> = Vec::new();
    let mut errors: Vec<Text> = Vec::new();
    let mut row_count = 0;
    while let Some(row) = reader.next_row()? {
        row_count += 1;
        progress(row_count);
        let message = match row {
            Err(message) => Err(vec![message]),
            Ok(row) => match import_row(&mut rows, change, &row) {
                Ok(references_of_row) => {
                    let located = references_of_row
                        .into_iter()
                        .map(|(column, number)| (rows.place_of(&row.location, column), number));
                    references.extend(located);
                    Ok(())
                }
                Err(row_error) => row_error
                    .into_iter()
                    .map(|row_error| row_error.message(&row, &rows))
                    .collect::<Result<Vec<_>>>()
                    .map(Err)?,
            },
        };
        for message in message.err().into_iter().flatten() {
            if errors.len() == MAX_ERRORS {
                let more = failures::import_failed_more(name, MAX_ERRORS);
                return Err(Failure::data(more).with_details(errors).into());
            }
            errors.push(message);
        }
    }
    // In the file, a duplicate may come before its original, so check references after all rows have been imported.
    for (place, number) in references {
        if let Err(error) = change.register().require_exists(Entity::Obstacle, number) {
            let failure = error.downcast::<Failure>()?;
            let value = number::format(Entity::Obstacle, number);
            errors.push(failures::import_value_error(place, value, failure.text));
            errors.truncate(MAX_ERRORS);
        }
    }
    rows.tally.skipped_persons = change.skipped_persons;
    match errors.len() {
        0 => Ok(rows.tally),
        1 => Err(Failure::data(failures::import_failed_one(name)).with_details(errors).into()),
        count => Err(Failure::data(failures::import_failed(name, count)).with_details(errors).into()),
    }
}

fn shorten(value: &str) -> String {
    let more = if value.chars().nth(MAX_VALUE_CHARS).is_some() { "…" } else { "" };
    value.chars().take(MAX_VALUE_CHARS).chain(more.chars()).collect()
}

/// Shortens a long quotation in an error message. The quotation is a whole cell, or one value from a list in a cell.
fn shorten_reason(mut why: Text, cell: &str) -> Text {
    let pieces = std::iter::once(cell).chain(cell.split([',', ';'])).map(str::trim);
    for long in pieces.filter(|piece| piece.chars().nth(MAX_VALUE_CHARS).is_some()) {
        for text in [&mut why.nl, &mut why.en] {
            *text = text.replace(long, &shorten(long));
        }
    }
    why
}

impl RowError {
    /// Returns the error message, including the location in the file. Returns `Err` if the error is fatal.
    fn message(self, row: &Row<'_>, state: &ImportState<'_>) -> Result<Text> {
        let mapping = state.options.mapping.filter(|_| state.options.names_mapping);
        Ok(match self {
            Self::Fatal(error) => return Err(error),
            Self::Row(why) => failures::import_row_error(row.location.describe_row(), why),
            Self::Located(message) => message,
            Self::Value(name, why) => {
                let Some((index, column)) = state.column(name) else {
                    let why = mapping
                        .map_or(why.clone(), |mapping| failures::mapping_settles(&why, mapping.place_of_default(name)));
                    return Ok(failures::import_row_error(row.location.describe_row(), why));
                };
                let cell = row.cells.get(index).map_or("", AsRef::as_ref);
                let why = shorten_reason(why, cell);
                let why = match mapping {
                    None => why,
                    Some(mapping) if cell.trim().is_empty() => {
                        failures::mapping_settles(why, mapping.place_of_default(name))
                    }
                    Some(mapping) => failures::mapping_settles(why, mapping.place_of_value(&column.title, cell)),
                };
                failures::import_value_error(row.location.describe_cell(index, &column.title), shorten(cell), why)
            }
        })
    }
}

struct ImportState<'a> {
    options: ImportOptions<'a>,
    columns: Vec<Column>,
    tally: Tally,
    seen: HashSet<Value>,
    /// The obstacles that were in the register before the import. Read when the first row without a number is imported.
    same: Option<SameObstacles>,
}

impl ImportState<'_> {
    /// Finds the column that holds an attribute. Returns the index of the column and the column itself.
    fn column(&self, attribute: &str) -> Option<(usize, &Column)> {
        let is_attribute = |column: &Column| column.attribute.is_some_and(|own| own.name == attribute);
        self.columns.iter().enumerate().find(|(_, column)| is_attribute(column))
    }

    fn place_of(&self, location: &Location, attribute: &str) -> Text {
        match self.column(attribute) {
            Some((index, column)) => location.describe_cell(index, &column.title),
            None => location.describe_row(),
        }
    }
}

/// Imports a row. Returns the column and the number of each reference to an obstacle, which the caller checks later.
fn import_row(
    rows: &mut ImportState<'_>,
    change: &mut WriteTx<'_>,
    row: &Row<'_>,
) -> Result<Vec<(&'static str, i64)>, Vec<RowError>> {
    let ImportState { options, columns, tally, seen, same } = rows;
    let ImportOptions { entity, today, .. } = *options;
    // Skip erased persons, because their exported rows hold no personal data.
    let mut pairs = columns.iter().zip(&row.cells);
    if pairs.any(|(column, cell)| column.is(&person::ERASED) && !cell.trim().is_empty()) {
        tally.unchanged += 1;
        return Ok(Vec::new());
    }
    if let Some(record) = read_left_out(change, *options, columns, row).map_err(fatal)? {
        tally.left_out.push(|| row.location.describe_row_in_file());
        tally.add_row(row, columns, RowFate::LeftOut, record);
        return Ok(Vec::new());
    }
    if let Some(mapping) = options.mapping {
        tally.count_emptied(mapping, columns, row);
    }
    let (record, mut errors) = read_record(change, *options, columns, row);
    if let Err(error) = record_input::check_measure(&record) {
        errors.push(row_error(error, |why| RowError::Value("measure", why)));
    }
    if let Err(error) = record_input::check_reply_template(&record) {
        errors.push(row_error(error, |why| RowError::Value("text", why)));
    }
    if let Some(key) = record.get(entity.key())
        && !seen.insert(key.clone())
    {
        let code = match key {
            Value::Integer(wanted) => number::format(entity, *wanted),
            key => key.as_text().unwrap_or_default().to_owned(),
        };
        errors.push(RowError::Value(entity.key().name, failures::import_duplicate_key(code)));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let (received, solved) = (record.text(&obstacle::RECEIVED).is_some(), record.text(&obstacle::SOLVED).is_some());
    let mut references = Vec::new();
    if entity == Entity::Obstacle {
        if let Some(Value::Integer(original)) = record.get(&obstacle::DUPLICATE_OF) {
            references.push((obstacle::DUPLICATE_OF.name, *original));
        }
        if let Some(Value::Numbers(precedents)) = record.get(&obstacle::PRECEDENTS) {
            references.extend(precedents.iter().map(|precedent| (obstacle::PRECEDENTS.name, *precedent)));
        }
    }
    let personal: Vec<(&Attribute, Text)> = record_input::personal_data_in(&record).collect();
    let is_solved = record.text(&obstacle::STATUS) == Some("solved");
    if entity == Entity::Obstacle && record.get(entity.key()).is_none() {
        let same = match same {
            Some(same) => same,
            None => same.insert(change.same_obstacles().map_err(fatal)?),
        };
        let known = same.find(change.register(), &record).map_err(fatal)?;
        if let Some(known) = known.filter(|known| !seen.contains(&Value::Integer(*known))) {
            let known = number::format(entity, known);
            match options.duplicates {
                Duplicates::Refuse => return Err(vec![RowError::Row(failures::import_in_register(known))]),
                Duplicates::Skip => {
                    tally.in_register.push(|| Text::untranslated(known.clone()));
                    tally.add_row(row, columns, RowFate::Skipped(known), record);
                    return Ok(Vec::new());
                }
                Duplicates::Allow => tally.in_register.push(|| Text::untranslated(known)),
            }
        }
        if same.is_repeated(&record) {
            tally.repeated.push(|| row.location.describe_row_in_file());
        }
    }
    let in_future = record_input::dates_in_future(&record, today()).count() as u64;
    let long_ago = record_input::dates_over_a_century_old(&record, today()).count() as u64;
    for unknown in change.register().unknown_laws_of(&record).map_err(fatal)? {
        if tally.unknown_sources.insert(unknown.source.clone()) {
            tally.unknown_laws.push(unknown);
        }
    }
    let shown = (tally.first_rows.len() < MAX_PREVIEWED).then(|| record.clone());
    let (key, wrote) = change.put(record, options.update).map_err(|error| match register::broken_rule(&error) {
        Some(register::BrokenRule { attribute: Some(attribute), text })
            if options.mapping.is_some()
                || columns.iter().any(|column| column.attribute.is_some_and(|own| own.name == attribute)) =>
        {
            vec![RowError::Value(attribute, text)]
        }
        Some(rule) => vec![RowError::Row(rule.text)],
        None => {
            let invalid = match error.downcast_ref::<Failure>().map(|failure| failure.kind) {
                Some(FailureKind::InvalidValue { attribute }) => Some(attribute),
                _ => None,
            };
            vec![row_error(error, |why| invalid.map_or(RowError::Row(why.clone()), |name| RowError::Value(name, why)))]
        }
    })?;
    // The register has just numbered a row that had no number. Remember this number too, because a later row may have
    // it.
    if columns.iter().any(|column| column.is(entity.key())) {
        seen.insert(match key {
            register::Key::Number(number) => Value::Integer(number),
            register::Key::Code(code) => Value::Text(code),
        });
    }
    if wrote != PutOutcome::Unchanged {
        tally.in_future = tally.in_future.saturating_add(in_future);
        tally.long_ago = tally.long_ago.saturating_add(long_ago);
        for (attribute, finds) in personal {
            let place = || match columns.iter().position(|column| column.is(attribute)) {
                Some(index) => row.location.describe_cell(index, columns.get(index).map_or("", |column| &column.title)),
                None => row.location.describe_row(),
            };
            tally.personal.push(|| remarks::personal_data_at(place(), finds));
        }
    }
    let fate = match wrote {
        PutOutcome::Added => Some(RowFate::Added),
        PutOutcome::Changed => Some(RowFate::Changed),
        PutOutcome::Unchanged => None,
    };
    if let (Some(fate), Some(record)) = (fate, shown) {
        tally.add_row(row, columns, fate, record);
    }
    match wrote {
        PutOutcome::Added => {
            tally.added += 1;
            if entity == Entity::Obstacle {
                tally.without_received += u64::from(!received);
                tally.without_solved += u64::from(is_solved && !solved);
            }
        }
        PutOutcome::Changed => tally.changed += 1,
        PutOutcome::Unchanged => tally.unchanged += 1,
    }
    Ok(references)
}

fn fatal(error: anyhow::Error) -> Vec<RowError> {
    vec![RowError::Fatal(error)]
}
