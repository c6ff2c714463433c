//! `import`: imports a delimited text file or a worksheet in one transaction. Reports up to twenty errors per run.

use super::{Command, Context, Outcome, record_input, record_list};
use crate::atomic_file;
use crate::cli::Import;
use crate::failure::{Exit, Failure, FailureKind};
use crate::i18n::{Text, failures, remarks};
use crate::intake::{self, Row, TableReader};
use crate::record::date::Today;
use crate::record::{Attribute, Entity, Record, SetBy, Value, number, obstacle, person};
use crate::register::{self, EntryMeta, PutOutcome, Register, UnknownLaw, WriteTx};
use anyhow::Result;
use std::collections::HashSet;
use std::io::Write;

const MAX_ERRORS: usize = 20;
const MAX_VALUE_CHARS: usize = 60;
/// How many cells with personal data the notice after an import names.
const MAX_PERSONAL_PLACES: usize = 3;

#[derive(Debug, Default)]
pub struct Tally {
    added: u64,
    changed: u64,
    unchanged: u64,
    without_received: u64,
    without_solved: u64,
    in_future: u64,
    long_ago: u64,
    unknown_laws: Vec<UnknownLaw>,
    /// The sources of `unknown_laws`.
    unknown_sources: HashSet<String>,
    personal: u64,
    /// The first cells with personal data, each with the masked finds.
    personal_places: Vec<Text>,
}

impl Command for Import {
    fn run(self: Box<Self>, context: &mut Context<'_>) -> Result<Outcome> {
        let entity = record_list::parse_kind(&self.kind)?;
        let (file, name) = intake::open_list(&self.file)?;
        let mut register = Register::open(&context.path)?;
        if entity == Entity::Snapshot {
            return Err(Failure::usage(failures::unknown_kind(
                &self.kind,
                record_list::kind_names(|kind| kind != entity),
            ))
            .into());
        }
        let mut reader =
            TableReader::open(file, &name, self.sheet.as_deref(), &|column| find_column(entity, column).is_some())?;
        context.notice(reader.describe_format());
        reader.hidden_notices().into_iter().for_each(|notice| context.notice(notice));
        let dry_run = self.write.dry_run;
        let today = context.today;
        let entry_meta = EntryMeta { action: format!("import {}", entity.plural()), ..context.entry_meta() };
        let progress = &mut *context.progress;
        let tally = register.write(&entry_meta, dry_run, |change| {
            import_rows(change, entity, &name, &mut reader, self.update, today, progress)
        })?;
        context.notice_network_drive();
        context.notice(if dry_run {
            remarks::would_import(tally.added, tally.changed, tally.unchanged)
        } else {
            remarks::imported(tally.added, tally.changed, tally.unchanged)
        });
        if tally.without_received > 0 {
            context.notice(remarks::without_received(tally.without_received));
        }
        if tally.without_solved > 0 {
            context.notice(remarks::without_solved(tally.without_solved));
        }
        if tally.in_future > 0 {
            context.notice(remarks::dates_in_future(tally.in_future));
        }
        if tally.long_ago > 0 {
            context.notice(remarks::dates_over_a_century_old(tally.long_ago));
        }
        if tally.personal > 0 {
            let places = Text::join(&tally.personal_places, "; ");
            context.notice(remarks::imported_personal_data(tally.personal, places));
        }
        record_input::notice_unknown_laws(&tally.unknown_laws, context);
        Ok(context.finish(Exit::Success))
    }
}

pub fn import_rows(
    change: &mut WriteTx<'_>,
    entity: Entity,
    name: &str,
    reader: &mut TableReader,
    update: bool,
    today: Today<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<Tally> {
    let columns = match_columns(entity, reader, update)?;
    change.accepts_void = true;
    change.prepare_bulk()?;
    let mut rows = ImportState { entity, columns, update, today, tally: Tally::default(), seen: HashSet::new() };
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
                    let located = references_of_row.into_iter().map(|(column, number)| {
                        let index = rows.columns.iter().position(|attribute| attribute.name == column);
                        (row.location.describe_cell(index.unwrap_or_default(), column), number)
                    });
                    references.extend(located);
                    Ok(())
                }
                Err(row_error) => row_error
                    .into_iter()
                    .map(|row_error| row_error.message(&row, &rows.columns))
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

/// Finds an attribute by its name, or by its label in either language. Exports contain derived attributes, so this
/// function accepts those too. The import ignores their values.
fn find_column(entity: Entity, heading: &str) -> Option<&'static Attribute> {
    let heading = heading.trim();
    let all = || entity.attributes().iter().chain(entity.derived());
    let same = |label: &str| label.to_lowercase() == heading.to_lowercase();
    all()
        .find(|attribute| attribute.name == heading)
        .or_else(|| all().find(|attribute| same(attribute.i18n.label.nl) || same(attribute.i18n.label.en)))
}

fn match_columns(entity: Entity, reader: &TableReader, update: bool) -> Result<Vec<&'static Attribute>> {
    let place = || reader.header_location().describe_row();
    let mut columns: Vec<&'static Attribute> = Vec::new();
    let mut unknown = Vec::new();
    for (index, heading) in reader.header.iter().enumerate() {
        if heading.is_empty() {
            return Err(Failure::data(failures::import_unnamed_column(place(), index + 1)).into());
        }
        let Some(attribute) = find_column(entity, heading) else {
            // A file with records of another kind may have many unknown columns, so list only the first ones.
            if unknown.len() == MAX_ERRORS {
                unknown.push("…".to_owned());
                break;
            }
            unknown.push(format!("'{}'", shorten(heading)));
            continue;
        };
        if columns.iter().any(|column| column.name == attribute.name) {
            return Err(Failure::data(failures::import_duplicate_column(place(), heading)).into());
        }
        columns.push(attribute);
    }
    if !unknown.is_empty() {
        let valid: Vec<&str> = entity.attributes().iter().map(|attribute| attribute.name).collect();
        let message = failures::import_unknown_column(place(), unknown.join(", "), valid.join(", "));
        return Err(Failure::data(message).into());
    }
    let has = |attribute: &Attribute| columns.iter().any(|column| column.name == attribute.name);
    if update && !has(entity.key()) {
        return Err(Failure::data(failures::import_update_without_key(place(), entity.key().name)).into());
    }
    let changes_only = update;
    let missing: Vec<&str> = entity
        .attributes()
        .iter()
        .filter(|attribute| attribute.is_required && attribute.default.is_none() && !has(attribute))
        .map(|attribute| attribute.name)
        .collect();
    if !changes_only && !missing.is_empty() {
        return Err(Failure::data(failures::import_missing_column(place(), missing.join(", "))).into());
    }
    Ok(columns)
}

enum RowError {
    /// The column whose value is invalid, and the reason.
    Value(&'static str, Text),
    Row(Text),
    /// An error that the data did not cause, such as a full disk. It ends the import.
    Fatal(anyhow::Error),
}

impl RowError {
    /// Returns the error message, including the location in the file. Returns `Err` if the error is fatal.
    fn message(self, row: &Row<'_>, columns: &[&'static Attribute]) -> Result<Text> {
        match self {
            Self::Fatal(error) => Err(error),
            Self::Row(why) => Ok(failures::import_row_error(row.location.describe_row(), why)),
            Self::Value(column, why) => {
                let index = columns.iter().position(|attribute| attribute.name == column).unwrap_or_default();
                let cell = row.cells.get(index).map_or("", AsRef::as_ref);
                Ok(failures::import_value_error(
                    row.location.describe_cell(index, column),
                    shorten(cell),
                    shorten_reason(why, cell),
                ))
            }
        }
    }
}

struct ImportState<'a> {
    entity: Entity,
    columns: Vec<&'static Attribute>,
    update: bool,
    today: Today<'a>,
    tally: Tally,
    seen: HashSet<Value>,
}

/// Imports a row. Returns the column and the number of each reference to an obstacle, which the caller checks later.
fn import_row(
    rows: &mut ImportState<'_>,
    change: &mut WriteTx<'_>,
    row: &Row<'_>,
) -> Result<Vec<(&'static str, i64)>, Vec<RowError>> {
    let cells = &row.cells;
    let ImportState { entity, columns, update, today, tally, seen } = rows;
    let entity = *entity;
    // Skip erased persons, because their exported rows hold no personal data.
    let mut pairs = columns.iter().zip(cells);
    if pairs.any(|(attribute, cell)| attribute.name == person::ERASED.name && !cell.trim().is_empty()) {
        tally.unchanged += 1;
        return Ok(Vec::new());
    }
    let mut record = Record::new(entity);
    let mut errors = Vec::new();
    for (attribute, cell) in columns.iter().zip(cells) {
        match resolve_value(change, entity, attribute, cell, today) {
            Ok(Some(value)) => record.set(attribute, value),
            Ok(None) => {}
            Err(row_error) => errors.push(row_error),
        }
    }
    if let Err(error) = record_input::check_measure(&record) {
        errors.push(row_error(error, |why| RowError::Value("measure", why)));
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
    let in_future = record_input::dates_in_future(&record, today()).count() as u64;
    let long_ago = record_input::dates_over_a_century_old(&record, today()).count() as u64;
    for unknown in change.register().unknown_laws_of(&record).map_err(|error| vec![RowError::Fatal(error)])? {
        if tally.unknown_sources.insert(unknown.source.clone()) {
            tally.unknown_laws.push(unknown);
        }
    }
    let (key, wrote) = change.put(record, *update).map_err(|error| match register::broken_rule(&error) {
        Some(register::BrokenRule { attribute: Some(attribute), text })
            if columns.iter().any(|column| column.name == attribute) =>
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
    // Also remember the number that the register gave to a row without one, because a later row may have the same
    // number.
    if columns.iter().any(|column| column.name == entity.key().name) {
        seen.insert(match key {
            register::Key::Number(number) => Value::Integer(number),
            register::Key::Code(code) => Value::Text(code),
        });
    }
    if wrote != PutOutcome::Unchanged {
        tally.in_future = tally.in_future.saturating_add(in_future);
        tally.long_ago = tally.long_ago.saturating_add(long_ago);
        tally.personal = tally.personal.saturating_add(personal.len() as u64);
        for (attribute, finds) in personal {
            if tally.personal_places.len() < MAX_PERSONAL_PLACES {
                let index = columns.iter().position(|column| column.name == attribute.name).unwrap_or_default();
                let place = row.location.describe_cell(index, attribute.name);
                tally.personal_places.push(remarks::personal_data_at(place, finds));
            }
        }
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

/// Parses and resolves a cell. Returns `None` if the import must leave the attribute unchanged.
fn resolve_value(
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
fn row_error(error: anyhow::Error, to_row_error: impl FnOnce(Text) -> RowError) -> RowError {
    match error.downcast::<Failure>() {
        Ok(failure) if failure.exit != Exit::Io => to_row_error(failure.text),
        Ok(failure) => RowError::Fatal(failure.into()),
        Err(error) => RowError::Fatal(error),
    }
}

pub fn import_text(change: &mut WriteTx<'_>, entity: Entity, text: &str, today: Today<'_>) -> Result<u64> {
    let mut file = atomic_file::temp_file()?;
    file.write_all(text.as_bytes())?;
    let name = entity.plural();
    let mut reader = TableReader::open(file, name, None, &|column| entity.attribute(column).is_some())?;
    Ok(import_rows(change, entity, name, &mut reader, false, today, &mut |_| {})?.added)
}
