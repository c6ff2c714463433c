//! `import`: a delimited file or a sheet of a workbook in, all or nothing. Bad rows are told up to twenty at once.

use super::{Context, enter, list};
use crate::aside;
use crate::cli::Import;
use crate::failure::{self, Exit, Failure};
use crate::record::date::Today;
use crate::record::{Attribute, Entity, Record, Set, Value, number, obstacle, person};
use crate::register::{self, Change, Deed, Register, UnknownLaw, Wrote};
use crate::view::{Intake, Row};
use crate::words::{Text, failures, remarks};
use anyhow::Result;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Seek, SeekFrom};
use std::path::Path;

/// So many bad rows are told at once.
const MOST: usize = 20;
/// So many characters of a bad value are told.
const SHOWN: usize = 60;

/// What an import did.
#[derive(Debug, Default)]
pub struct Tally {
    added: u64,
    changed: u64,
    left: u64,
    without_received: u64,
    without_solved: u64,
    long_ago: u64,
    unknown_laws: Vec<UnknownLaw>,
}

/// Brings a file in.
pub fn import(import: &Import, context: &mut Context<'_>) -> Result<()> {
    let entity = list::kind(&import.kind)?;
    let (file, name) = source(&import.file)?;
    let mut register = Register::open(&context.path)?;
    if entity == Entity::Snapshot {
        return Err(
            Failure::usage(failures::unknown_kind(&import.kind, list::kinds(|kind| kind != entity))).into()
        );
    }
    let mut intake =
        Intake::open(file, &name, import.sheet.as_deref(), &|column| by_heading(entity, column).is_some())?;
    context.remark(intake.read_as());
    let dry_run = import.writing.dry_run;
    let today = context.today;
    let deed = Deed { action: format!("import {}", entity.plural()), ..context.deed() };
    let progress = &mut *context.progress;
    let tally = register.write(&deed, dry_run, |change| {
        bring_in(change, entity, &name, &mut intake, import.update, today, progress)
    })?;
    context.remark_if_shared();
    context.remark(if dry_run {
        remarks::would_import(tally.added, tally.changed, tally.left)
    } else {
        remarks::imported(tally.added, tally.changed, tally.left)
    });
    if tally.without_received > 0 {
        context.remark(remarks::without_received(tally.without_received));
    }
    if tally.without_solved > 0 {
        context.remark(remarks::without_solved(tally.without_solved));
    }
    if tally.long_ago > 0 {
        context.remark(remarks::long_ago_in_list(tally.long_ago));
    }
    enter::remark_on_laws(&tally.unknown_laws, context);
    Ok(())
}

/// The file, or what standard input holds.
fn source(path: &Path) -> Result<(File, String)> {
    if path.as_os_str() == "-" {
        let mut kept = aside::scratch()?;
        io::copy(&mut io::stdin().lock(), &mut kept)?;
        kept.seek(SeekFrom::Start(0))?;
        return Ok((kept, "-".to_owned()));
    }
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| failure::of_file(&error, &name))?;
    if file.metadata()?.is_dir() {
        return Err(Failure::new(Exit::NoInput, failures::file(name, failures::WHY_FOLDER)).into());
    }
    Ok((file, name))
}

/// Brings the rows of a file into a register.
pub fn bring_in(
    change: &mut Change<'_>,
    entity: Entity,
    name: &str,
    intake: &mut Intake,
    update: bool,
    today: Today<'_>,
    progress: &mut dyn FnMut(u64),
) -> Result<Tally> {
    let columns = columns(entity, intake, update)?;
    change.takes_void = true;
    change.expect_many()?;
    let mut rows = Rows { entity, columns, update, today, tally: Tally::default(), seen: HashSet::new() };
    let mut others: Vec<(Text, i64)> = Vec::new();
    let mut bad: Vec<Text> = Vec::new();
    let mut done = 0;
    while let Some(row) = intake.next_row()? {
        done += 1;
        progress(done);
        let told = match row {
            Err(told) => Err(vec![told]),
            Ok(row) => match take(&mut rows, change, &row.cells) {
                Ok(named) => {
                    let places = named.into_iter().map(|(column, other)| {
                        let at = rows.columns.iter().position(|attribute| attribute.name == column);
                        (row.spot.value(at.unwrap_or_default(), column), other)
                    });
                    others.extend(places);
                    Ok(())
                }
                Err(refused) => refused
                    .into_iter()
                    .map(|refused| refused.told(&row, &rows.columns))
                    .collect::<Result<Vec<_>>>()
                    .map(Err)?,
            },
        };
        for told in told.err().into_iter().flatten() {
            if bad.len() == MOST {
                let more = failures::import_refused_more(name, MOST);
                return Err(Failure::data(more).after(bad).into());
            }
            bad.push(told);
        }
    }
    // An original may stand below its duplicate: whether it is there is known at the end.
    for (place, other) in others {
        if let Err(error) = change.register().must_be_there(Entity::Obstacle, other) {
            let failure = error.downcast::<Failure>()?;
            let value = number::show(Entity::Obstacle, other);
            bad.push(failures::import_value(place, value, failure.text));
            bad.truncate(MOST);
        }
    }
    match bad.len() {
        0 => Ok(rows.tally),
        1 => Err(Failure::data(failures::import_refused_one(name)).after(bad).into()),
        count => Err(Failure::data(failures::import_refused(name, count)).after(bad).into()),
    }
}

/// A value, no longer than a message can hold.
fn shortened(value: &str) -> String {
    let more = if value.chars().nth(SHOWN).is_some() { "…" } else { "" };
    value.chars().take(SHOWN).chain(more.chars()).collect()
}

/// Why a value is refused, with the value and what it lists no longer than a message can hold.
fn brief(mut why: Text, cell: &str) -> Text {
    let pieces = std::iter::once(cell).chain(cell.split([',', ';'])).map(str::trim);
    for long in pieces.filter(|piece| piece.chars().nth(SHOWN).is_some()) {
        for text in [&mut why.nl, &mut why.en] {
            *text = text.replace(long, &shortened(long));
        }
    }
    why
}

/// The attribute that a heading names: by its name, or as a reader of either language sees it. What follows from
/// another is known too, and left where it is.
fn by_heading(entity: Entity, heading: &str) -> Option<&'static Attribute> {
    let heading = heading.trim();
    let all = || entity.attributes().iter().chain(entity.derived());
    let same = |label: &str| label.to_lowercase() == heading.to_lowercase();
    all()
        .find(|attribute| attribute.name == heading)
        .or_else(|| all().find(|attribute| same(attribute.words.label.nl) || same(attribute.words.label.en)))
}

/// The attributes that the columns of a file are.
fn columns(entity: Entity, intake: &Intake, update: bool) -> Result<Vec<&'static Attribute>> {
    let place = || intake.heading().row();
    let mut columns: Vec<&'static Attribute> = Vec::new();
    let mut unknown = Vec::new();
    for (at, heading) in intake.header.iter().enumerate() {
        if heading.is_empty() {
            return Err(Failure::data(failures::import_nameless_column(place(), at + 1)).into());
        }
        let Some(attribute) = by_heading(entity, heading) else {
            // A list of another kind can have any number of others.
            if unknown.len() == MOST {
                unknown.push("…".to_owned());
                break;
            }
            unknown.push(format!("'{}'", shortened(heading)));
            continue;
        };
        if columns.iter().any(|column| column.name == attribute.name) {
            return Err(Failure::data(failures::import_double_column(place(), heading)).into());
        }
        columns.push(attribute);
    }
    if !unknown.is_empty() {
        let valid: Vec<&str> = entity.attributes().iter().map(|attribute| attribute.name).collect();
        let told = failures::import_unknown_column(place(), unknown.join(", "), valid.join(", "));
        return Err(Failure::data(told).into());
    }
    let has = |attribute: &Attribute| columns.iter().any(|column| column.name == attribute.name);
    if update && !has(entity.key()) {
        return Err(Failure::data(failures::import_update_without_key(place(), entity.key().name)).into());
    }
    let changes_only = update;
    let lacking: Vec<&str> = entity
        .attributes()
        .iter()
        .filter(|attribute| attribute.required && attribute.default.is_none() && !has(attribute))
        .map(|attribute| attribute.name)
        .collect();
    if !changes_only && !lacking.is_empty() {
        return Err(Failure::data(failures::import_missing_column(place(), lacking.join(", "))).into());
    }
    Ok(columns)
}

/// Why a row is refused.
enum Refused {
    /// Because of a value, in the column of that name.
    Value(&'static str, Text),
    /// As a whole.
    Row(Text),
    /// Not for anything in it: the import cannot go on.
    Stop(anyhow::Error),
}

impl Refused {
    /// The words for it, with the place in the file. What stops the import is an error.
    fn told(self, row: &Row<'_>, columns: &[&'static Attribute]) -> Result<Text> {
        match self {
            Self::Stop(error) => Err(error),
            Self::Row(why) => Ok(failures::import_row(row.spot.row(), why)),
            Self::Value(column, why) => {
                let at = columns.iter().position(|attribute| attribute.name == column).unwrap_or_default();
                let cell = row.cells.get(at).map_or("", AsRef::as_ref);
                Ok(failures::import_value(row.spot.value(at, column), shortened(cell), brief(why, cell)))
            }
        }
    }
}

/// An import under way: what its columns are, and what came of its rows so far.
struct Rows<'a> {
    entity: Entity,
    columns: Vec<&'static Attribute>,
    update: bool,
    today: Today<'a>,
    tally: Tally,
    seen: HashSet<Value>,
}

/// Takes a row into the register, and gives the other obstacles that it names, with the column.
fn take(
    rows: &mut Rows<'_>,
    change: &mut Change<'_>,
    cells: &[Cow<'_, str>],
) -> Result<Vec<(&'static str, i64)>, Vec<Refused>> {
    let Rows { entity, columns, update, today, tally, seen } = rows;
    let entity = *entity;
    // Of who was erased there is nothing to bring in.
    let mut pairs = columns.iter().zip(cells);
    if pairs.any(|(attribute, cell)| attribute.name == person::ERASED.name && !cell.trim().is_empty()) {
        tally.left += 1;
        return Ok(Vec::new());
    }
    let mut record = Record::new(entity);
    let mut bad = Vec::new();
    for (attribute, cell) in columns.iter().zip(cells) {
        match value(change, entity, attribute, cell, today) {
            Ok(Some(value)) => record.set(attribute, value),
            Ok(None) => {}
            Err(refused) => bad.push(refused),
        }
    }
    if let Err(error) = enter::check_measure(&record) {
        bad.push(refused(error, |why| Refused::Value("measure", why)));
    }
    if let Some(key) = record.get(entity.key())
        && !seen.insert(key.clone())
    {
        let shown = match key {
            Value::Integer(wanted) => number::show(entity, *wanted),
            key => key.as_text().unwrap_or_default().to_owned(),
        };
        bad.push(Refused::Value(entity.key().name, failures::import_twice(shown)));
    }
    if !bad.is_empty() {
        return Err(bad);
    }
    let (received, solved) =
        (record.text(&obstacle::RECEIVED).is_some(), record.text(&obstacle::SOLVED).is_some());
    let mut others = Vec::new();
    if entity == Entity::Obstacle {
        if let Some(Value::Integer(original)) = record.get(&obstacle::DUPLICATE_OF) {
            others.push((obstacle::DUPLICATE_OF.name, *original));
        }
        if let Some(Value::Numbers(precedents)) = record.get(&obstacle::PRECEDENTS) {
            others.extend(precedents.iter().map(|precedent| (obstacle::PRECEDENTS.name, *precedent)));
        }
    }
    let is_solved = record.text(&obstacle::STATUS) == Some("solved");
    let long_ago = enter::long_ago(&record, today()).count() as u64;
    for unknown in change.register().unknown_laws_of(&record).map_err(|error| vec![Refused::Stop(error)])? {
        if !tally.unknown_laws.contains(&unknown) {
            tally.unknown_laws.push(unknown);
        }
    }
    let (key, wrote) = change.put(record, *update).map_err(|error| match register::rule(&error) {
        Some(register::Rule { attribute: Some(attribute), text })
            if columns.iter().any(|column| column.name == attribute) =>
        {
            vec![Refused::Value(attribute, text)]
        }
        Some(rule) => vec![Refused::Row(rule.text)],
        None => vec![refused(error, Refused::Row)],
    })?;
    // A number that was given out here cannot be that of a row below.
    if columns.iter().any(|column| column.name == entity.key().name) {
        seen.insert(match key {
            register::Key::Number(number) => Value::Integer(number),
            register::Key::Code(code) => Value::Text(code),
        });
    }
    if wrote != Wrote::Left {
        tally.long_ago = tally.long_ago.saturating_add(long_ago);
    }
    match wrote {
        Wrote::Added => {
            tally.added += 1;
            if entity == Entity::Obstacle {
                tally.without_received += u64::from(!received);
                tally.without_solved += u64::from(is_solved && !solved);
            }
        }
        Wrote::Changed => tally.changed += 1,
        Wrote::Left => tally.left += 1,
    }
    Ok(others)
}

/// The value of a cell, settled; none where the cell says nothing.
fn value(
    change: &mut Change<'_>,
    entity: Entity,
    attribute: &'static Attribute,
    cell: &str,
    today: Today<'_>,
) -> Result<Option<Value>, Refused> {
    if attribute.set == Set::Never {
        return Ok(None);
    }
    let of_value = |why| Refused::Value(attribute.name, why);
    let value = attribute.parse(cell, today).map_err(of_value)?;
    if value.is_empty() && attribute.required && attribute.default.is_none() {
        return Err(of_value(failures::MISSING_VALUE.into()));
    }
    // Who it is does not leave the register unasked: what comes back without it changes nothing.
    let left_out =
        (attribute.tells_who() && entity != Entity::Person) || attribute.name == person::ERASED.name;
    if value.is_empty() && (attribute.default.is_some() || attribute.name == entity.key().name || left_out) {
        return Ok(None);
    }
    change.settle(attribute, value).map(Some).map_err(|error| refused(error, of_value))
}

/// What an error says of a row: only what the register refuses is the row's fault. A full disk is not.
fn refused(error: anyhow::Error, of_row: impl FnOnce(Text) -> Refused) -> Refused {
    match error.downcast::<Failure>() {
        Ok(failure) if failure.exit != Exit::Io => of_row(failure.text),
        Ok(failure) => Refused::Stop(failure.into()),
        Err(error) => Refused::Stop(error),
    }
}

/// Brings in text that the program carries itself, and counts what is new.
pub fn bring_in_text(change: &mut Change<'_>, entity: Entity, text: &str, today: Today<'_>) -> Result<u64> {
    let mut file = aside::scratch()?;
    io::Write::write_all(&mut file, text.as_bytes())?;
    let name = entity.plural();
    let mut intake = Intake::open(file, name, None, &|column| entity.attribute(column).is_some())?;
    Ok(bring_in(change, entity, name, &mut intake, false, today, &mut |_| {})?.added)
}
