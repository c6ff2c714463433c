//! What was entered on the command line as the attributes of a record.

use super::Context;
use crate::cli::{Entered, Subject};
use crate::failure::Failure;
use crate::record::date::Today;
use crate::record::{Attribute, Entity, Kind, Record, Set, Value, parse_number};
use crate::register::{Change, Key, Register, UnknownLaw};
use crate::report;
use crate::words::{Text, failures, remarks, usage};
use anyhow::Result;
use jiff::ToSpan;
use jiff::civil::Date;
use std::path::Path;

/// So many laws that no list names are told.
const UNKNOWN_LAWS: usize = 5;

/// The attributes that were entered.
pub fn record<S: Subject>(entity: Entity, entered: &Entered<S>, context: &Context<'_>) -> Result<Record> {
    let is_new = !S::positionals().is_empty();
    let mut record = Record::new(entity);
    for (attribute, texts) in &entered.values {
        let text = match attribute.kind {
            Kind::Many(..) | Kind::Laws(_) => texts.join("; "),
            _ => texts.last().cloned().unwrap_or_default(),
        };
        let value = attribute.parse(&text, context.today).map_err(Failure::usage)?;
        // An empty title of a new record is one that is missing, and told as such.
        if attribute.required && value.is_empty() && attribute.set == Set::Entry && !is_new {
            return Err(Failure::usage(failures::missing(attribute.words.label)).into());
        }
        record.set(attribute, value);
    }
    check_measure(&record)?;
    Ok(record)
}

/// A value as it was typed for an attribute; nothing where it was not given.
pub fn value(attribute: &Attribute, text: Option<&String>, context: &Context<'_>) -> Result<Option<Value>> {
    text.map(|text| attribute.parse(text, context.today).map_err(|text| Failure::usage(text).into()))
        .transpose()
}

/// A value that is required and was typed.
pub fn required(attribute: &Attribute, text: &str, context: &Context<'_>) -> Result<Value> {
    let value = attribute.parse(text, context.today).map_err(Failure::usage)?;
    if value.is_empty() {
        return Err(Failure::usage(failures::missing(attribute.words.label)).into());
    }
    Ok(value)
}

/// Tells what is most likely a slip, and is recorded all the same: days of what has happened that lie in the
/// future or more than a century back, and laws that the list of laws does not name.
pub fn remark_on_slips(record: &Record, context: &mut Context<'_>) {
    remark_on_days(record, context);
    // It is recorded: what goes wrong from here on is no reason to say otherwise.
    if record.given().any(|(attribute, value)| attribute.is_law() && !value.is_empty())
        && let Ok(unknown) = context.register().and_then(|register| register.unknown_laws_of(record))
    {
        remark_on_laws(&unknown, context);
    }
}

/// Tells of laws that the list of laws does not name.
pub fn remark_on_laws(unknown: &[UnknownLaw], context: &mut Context<'_>) {
    for law in unknown.iter().take(UNKNOWN_LAWS) {
        context.remark(if law.near.nl.is_empty() {
            remarks::unknown_law_alone(&law.source)
        } else {
            remarks::unknown_law(&law.source, &law.near)
        });
    }
    if unknown.len() > UNKNOWN_LAWS {
        context.remark(remarks::unknown_laws_more(unknown.len().saturating_sub(UNKNOWN_LAWS)));
    }
}

fn remark_on_days(record: &Record, context: &mut Context<'_>) {
    let today = (context.today)();
    let future = today.to_string();
    for day in happened(record).filter(|day| *day > future.as_str()) {
        context.remark(remarks::in_the_future(day));
    }
    for day in long_ago(record, today) {
        context.remark(remarks::long_ago(day));
    }
}

/// The days of what has happened, in a record.
fn happened(record: &Record) -> impl Iterator<Item = &str> {
    let happened = ["received", "answered", "solved", "closed", "date"];
    let days = record.given().filter(move |(attribute, _)| happened.contains(&attribute.name));
    days.filter_map(|(_, value)| value.as_text())
}

/// Those of them that lie more than a century back: most likely the year is a slip.
pub fn long_ago(record: &Record, today: Date) -> impl Iterator<Item = &str> {
    let century = today.checked_sub(100.years()).map_or_else(|_| String::new(), |day| day.to_string());
    happened(record).filter(move |day| *day < century.as_str())
}

/// Empties the attributes that are named.
pub fn clear(record: &mut Record, names: &[String]) -> Result<()> {
    let entity = record.entity();
    for name in names {
        let attribute = by_name(entity, name, |attribute| attribute.set == Set::Entry)?;
        if attribute.required {
            return Err(Failure::usage(failures::cannot_clear(attribute.option)).into());
        }
        record.set(attribute, Value::Null);
    }
    Ok(())
}

/// The attribute of that name, by column or by option.
pub fn by_name(entity: Entity, name: &str, fits: impl Fn(&Attribute) -> bool) -> Result<&'static Attribute> {
    let wanted = name.trim().to_lowercase();
    let fitting = || entity.attributes().iter().chain(entity.derived()).filter(|attribute| fits(attribute));
    fitting()
        .find(|attribute| {
            let label = attribute.words.label;
            [attribute.name, attribute.option, label.nl, label.en].contains(&wanted.as_str())
                || attribute.name == wanted.replace('-', "_")
        })
        .ok_or_else(|| {
            let valid: Vec<&str> = fitting().map(|attribute| attribute.name).collect();
            Failure::usage(failures::unknown_attribute(name, valid.join(", "))).into()
        })
}

/// The number of a record of that kind.
pub fn number(entity: Entity, text: &str) -> Result<i64> {
    Ok(parse_number(entity, text).map_err(Failure::usage)?)
}

/// The key of a record of that kind: its number, or the code of the vocabulary.
pub fn key(entity: Entity, text: &str, change: &Change<'_>) -> Result<Key> {
    if entity.prefix().is_some() {
        let number = number(entity, text)?;
        change.register().must_exist(entity, number)?;
        return Ok(Key::Number(number));
    }
    Ok(Key::Code(change.register().code(entity, text)?))
}

/// A published figure measures something that the program can count.
pub fn check_measure(record: &Record) -> Result<()> {
    let Some(attribute) = record.entity().attribute("measure") else { return Ok(()) };
    if let Some(measure) = record.text(attribute)
        && report::of_code(measure).is_none()
    {
        let valid: Vec<&str> = report::MEASURES.iter().map(|measure| measure.code).collect();
        return Err(Failure::usage(failures::unknown_measure(measure, valid.join(", "))).into());
    }
    Ok(())
}

/// What is wrong with a value that was typed for an attribute, if anything. Of a register that cannot be
/// opened nothing is said here: the command will.
pub fn trouble(path: &Path, attribute: &Attribute, text: &str, today: Today<'_>) -> Option<Text> {
    let value = match attribute.parse(text, today) {
        Err(trouble) => return Some(trouble),
        Ok(value) => value,
    };
    let (Kind::One(entity), Value::Text(code)) = (attribute.kind, value) else { return None };
    if entity.prefix().is_some() {
        return None;
    }
    let error = Register::open(path).ok()?.code(entity, &code).err()?;
    error.downcast_ref::<Failure>().map(|failure| failure.text.clone())
}

/// How an attribute is typed: by its placeholder where it may stand by itself, else as an option.
pub fn typed(entity: Entity, attribute: &Attribute, positional: bool) -> Text {
    match attribute.name {
        "title" if positional => usage::placeholder("TITLE").into(),
        "name" if positional => usage::placeholder("NAME").into(),
        "code" if positional && entity == Entity::Synonym => usage::placeholder("WORD").into(),
        "code" if positional => usage::placeholder("CODE").into(),
        "means" if positional => usage::placeholder("MEANS").into(),
        _ => Text::plain(format!("--{}", attribute.option)),
    }
}
