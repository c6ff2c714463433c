//! Reads the record in a row of a list: applies the mapping, parses and resolves each cell, and fills in defaults.

use super::import_columns::{Column, NOT_SOLVED};
use crate::failure::{Exit, Failure};
use crate::i18n::{Text, failures};
use crate::intake::Row;
use crate::intake::mapping::{Entry, Mapping, SKIP_ROW};
use crate::record::date::Today;
use crate::record::{Attribute, Entity, Kind, Record, SetBy, Value, number, obstacle, person};
use crate::register::WriteTx;
use anyhow::Result;

/// What to do if a row without a number describes an obstacle that is already in the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplicates {
    Refuse,
    Skip,
    Allow,
}

#[derive(Clone, Copy)]
pub struct ImportOptions<'a> {
    pub entity: Entity,
    /// The file name as shown in messages.
    pub name: &'a str,
    pub update: bool,
    pub duplicates: Duplicates,
    pub mapping: Option<&'a Mapping>,
    /// Whether an error names the line of the mapping that settles it. On the website, people choose on a page instead.
    pub names_mapping: bool,
    pub today: Today<'a>,
}

pub enum RowError {
    /// The column whose value is invalid, and the reason.
    Value(&'static str, Text),
    Row(Text),
    /// A message that already includes the location.
    Located(Text),
    /// An error that the data did not cause, such as a full disk. It ends the import.
    Fatal(anyhow::Error),
}

/// Decides whether the mapping leaves out a row: because of a value in it, or because it lacks an attribute. Returns what
/// the preview shows of such a row. Resolves no references, because that could add a person.
pub fn read_left_out(
    change: &mut WriteTx<'_>,
    options: ImportOptions<'_>,
    columns: &[Column],
    row: &Row<'_>,
) -> Result<Option<Record>> {
    let Some(mapping) = options.mapping else { return Ok(None) };
    if has_skipped_value(mapping, columns, row) {
        return Ok(Some(read_plain_values(options, columns, row)));
    }
    let mut needed = mapping.defaults().iter().filter(|entry| entry.skips_row()).peekable();
    if needed.peek().is_none() {
        return Ok(None);
    }
    let record = read_plain_values(options, columns, row);
    let stored = change.stored(&record)?;
    let lacks = |attribute: &Attribute| {
        let cells = columns.iter().zip(&row.cells).filter(|(column, _)| column.is(attribute));
        let has_cell = cells.into_iter().any(|(column, cell)| !text_of(Some(mapping), column, cell).trim().is_empty());
        let is_stored = stored.as_ref().is_some_and(|stored| is_filled(stored, attribute));
        applies_to(options.entity, attribute, &record) && !has_cell && !is_filled(&record, attribute) && !is_stored
    };
    let is_left_out = needed.filter_map(|entry| options.entity.attribute(&entry.key)).any(lacks);
    Ok(is_left_out.then_some(record))
}

/// Whether a row has a value that the mapping leaves out.
pub fn has_skipped_value(mapping: &Mapping, columns: &[Column], row: &Row<'_>) -> bool {
    let mut cells = columns.iter().zip(&row.cells).filter(|(column, _)| column.attribute.is_some());
    cells.any(|(column, cell)| mapping.value(&column.title, cell).is_some_and(Entry::skips_row))
}

/// Reads the values of a row that refer to no other record, as far as they are valid.
fn read_plain_values(options: ImportOptions<'_>, columns: &[Column], row: &Row<'_>) -> Record {
    let ImportOptions { entity, today, .. } = options;
    let mut record = Record::new(entity);
    for (column, cell) in columns.iter().zip(&row.cells) {
        let is_plain = |attribute: &&Attribute| !matches!(attribute.kind, Kind::Reference(_) | Kind::References(..));
        let Some(attribute) = column.attribute.filter(is_plain) else { continue };
        let text = text_of(options.mapping, column, cell);
        if attribute.name == obstacle::STATUS.name
            && entity == Entity::Obstacle
            && let Some((status, outcome, value)) = parse_outcome(text, today)
        {
            record.set(attribute, status);
            record.set(&outcome, value);
        } else if let Ok(value) = attribute.parse(text, today)
            && !value.is_empty()
        {
            record.set(attribute, value);
        }
    }
    record
}

/// What a cell says according to the mapping.
fn text_of<'a>(mapping: Option<&'a Mapping>, column: &Column, cell: &'a str) -> &'a str {
    match mapping.and_then(|mapping| mapping.value(&column.title, cell)) {
        Some(entry) if entry.is_ignored() => "",
        Some(entry) => &entry.text,
        None => cell,
    }
}

fn is_filled(record: &Record, attribute: &Attribute) -> bool {
    record.get(attribute).is_some_and(|value| !value.is_empty())
}

/// Whether a default applies to a record: defaults for solving only to solved obstacles, and defaults for closing only
/// to closed ones.
fn applies_to(entity: Entity, attribute: &Attribute, record: &Record) -> bool {
    let status = record.text(&obstacle::STATUS).unwrap_or_default();
    match attribute.name {
        _ if entity != Entity::Obstacle => true,
        "resolution" | "solved" => status == "solved",
        "closed_as" | "closed" => status == "closed",
        _ => true,
    }
}

/// Reads the record in a row. Also returns all errors in the row.
pub fn read_record(
    change: &mut WriteTx<'_>,
    options: ImportOptions<'_>,
    columns: &[Column],
    row: &Row<'_>,
) -> (Record, Vec<RowError>) {
    let ImportOptions { entity, mapping, today, .. } = options;
    let (mut record, mut errors) = (Record::new(entity), Vec::new());
    let mut implied = None;
    for (index, (column, cell)) in columns.iter().zip(&row.cells).enumerate() {
        let Some(attribute) = column.attribute else {
            if column.title.is_empty() && !cell.trim().is_empty() {
                let place = row.location.describe_row();
                errors.push(RowError::Located(failures::import_unnamed_column(place, index.saturating_add(1))));
            }
            continue;
        };
        let text = text_of(mapping, column, cell);
        if text.trim().is_empty() && default_of(options, attribute).is_some() {
            continue;
        }
        if attribute.name == obstacle::STATUS.name
            && entity == Entity::Obstacle
            && let Some((status, outcome, value)) = parse_outcome(text, today)
        {
            record.set(attribute, status);
            implied = Some((outcome, value));
            continue;
        }
        let is_mapped = mapping.is_some_and(|mapping| mapping.column(&column.title).is_some());
        if column.may_be_running_number(entity) && !options.update && !is_mapped && is_whole_number(text) {
            let example = number::format(entity, 12);
            errors.push(RowError::Value(attribute.name, failures::import_running_number(text.trim(), example)));
            continue;
        }
        match resolve_value(change, entity, attribute, text, today) {
            Ok(Some(value)) => record.set(attribute, value),
            Ok(None) => {}
            Err(row_error) => errors.push(row_error),
        }
    }
    if let Some((outcome, value)) = implied
        && record.get(&outcome).is_none_or(Value::is_empty)
    {
        record.set(&outcome, value);
    }
    errors.extend(fill_in_defaults(change, options, &mut record));
    (record, errors)
}

/// Whether a text contains digits only. Such a text is not a record number, because a record number also has a letter.
pub fn is_whole_number(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads a status such as "doorverwezen" (referred), which says how an obstacle was solved or closed. Returns the
/// status, the attribute for the outcome, and the value of that attribute.
pub fn parse_outcome(text: &str, today: Today<'_>) -> Option<(Value, Attribute, Value)> {
    if obstacle::STATUS.parse(text, today).is_ok() {
        return None;
    }
    [("solved", obstacle::RESOLUTION), ("closed", obstacle::CLOSED_AS)].into_iter().find_map(|(status, outcome)| {
        let value = outcome.parse(text, today).ok()?;
        Some((Value::Text(status.to_owned()), outcome, value))
    })
}

pub fn default_of<'a>(options: ImportOptions<'a>, attribute: &Attribute) -> Option<&'a str> {
    let defaults = options.mapping?.defaults();
    defaults.iter().find(|entry| entry.key == attribute.name).map(|entry| &*entry.text)
}

/// Fills in the defaults of the mapping for attributes that neither the row nor the register has.
fn fill_in_defaults(change: &mut WriteTx<'_>, options: ImportOptions<'_>, record: &mut Record) -> Vec<RowError> {
    let ImportOptions { entity, today, .. } = options;
    let mut errors = Vec::new();
    if options.mapping.is_none_or(|mapping| mapping.defaults().is_empty()) {
        return errors;
    }
    let stored = match change.stored(record) {
        Ok(stored) => stored,
        Err(error) => return vec![RowError::Fatal(error)],
    };
    for attribute in entity.attributes() {
        let Some(text) = default_of(options, attribute).filter(|text| *text != SKIP_ROW) else { continue };
        let is_stored = stored.as_ref().is_some_and(|stored| is_filled(stored, attribute));
        if !applies_to(entity, attribute, record) || is_stored || is_filled(record, attribute) {
            continue;
        }
        if text == NOT_SOLVED && attribute.name == obstacle::RESOLUTION.name {
            record.set(&obstacle::STATUS, Value::Text("in-analysis".to_owned()));
            record.set(&obstacle::SOLVED, Value::Null);
            continue;
        }
        match resolve_value(change, entity, attribute, text, today) {
            Ok(Some(value)) => record.set(attribute, value),
            Ok(None) => {}
            Err(row_error) => errors.push(row_error),
        }
    }
    errors
}

/// Parses and resolves a cell. Returns `None` if the import must leave the attribute unchanged.
pub fn resolve_value(
    change: &mut WriteTx<'_>,
    entity: Entity,
    attribute: &'static Attribute,
    cell: &str,
    today: Today<'_>,
) -> Result<Option<Value>, RowError> {
    if attribute.set_by == SetBy::Derived {
        return Ok(None);
    }
    let to_value_error = |why| RowError::Value(attribute.name, why);
    let value = attribute.parse(cell, today).map_err(to_value_error)?;
    if value.is_empty() && attribute.is_required && attribute.default.is_none() {
        return Err(to_value_error(failures::MISSING_VALUE.into()));
    }
    // Exports omit personal data by default, so an empty cell in an import must not clear personal data.
    let is_omitted =
        (attribute.identifies_person() && entity != Entity::Person) || attribute.name == person::ERASED.name;
    if value.is_empty() && (attribute.default.is_some() || attribute.name == entity.key().name || is_omitted) {
        return Ok(None);
    }
    change.resolve_value(entity, attribute, value).map(Some).map_err(|error| row_error(error, to_value_error))
}

/// Turns an error into a row error if the data caused it. Other errors, such as a full disk, are fatal.
pub fn row_error(error: anyhow::Error, to_row_error: impl FnOnce(Text) -> RowError) -> RowError {
    match error.downcast::<Failure>() {
        Ok(failure) if failure.exit != Exit::Io => to_row_error(failure.text),
        Ok(failure) => RowError::Fatal(failure.into()),
        Err(error) => RowError::Fatal(error),
    }
}
