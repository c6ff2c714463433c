//! Builds and validates a record from attributes on the command line.

use super::{Context, record_key};
use crate::cli::{AttributeTexts, positional_placeholder};
use crate::failure::{Failure, FailureKind};
use crate::i18n::{Text, choices, failures, remarks};
use crate::personal_data;
use crate::record::date::Today;
use crate::record::{Attribute, Entity, Kind, Record, SetBy, Value, obstacle, on_one_line, reply_template};
use crate::register::{Key, Register, UnknownLaw};
use crate::report;
use crate::view::document::check_template;
use anyhow::Result;
use jiff::ToSpan;
use jiff::civil::Date;
use std::borrow::Cow;
use std::path::Path;

const MAX_UNKNOWN_LAWS: usize = 5;
/// Maximum number of items of personal data that a notice shows for one text.
const MAX_FINDS: usize = 3;
/// Maximum length of an old or new value in a notice.
const MAX_SHOWN_CHARS: usize = 60;

pub fn parse_record(entity: Entity, texts: &AttributeTexts, is_new: bool, context: &Context<'_>) -> Result<Record> {
    let mut record = Record::new(entity);
    for (attribute, texts) in texts {
        let text = match attribute.kind {
            Kind::References(..) | Kind::Laws(_) => texts.join("; "),
            // The register stores a title on one line. Convert the title here, because notices about a new record show
            // it.
            Kind::Line if is_new => on_one_line(texts.last().map_or("", String::as_str)).into_owned(),
            _ => texts.last().cloned().unwrap_or_default(),
        };
        let value = attribute.parse(&text, context.today).map_err(Failure::usage)?;
        // Skip the check for a new record: the command that adds the record reports an empty title as a missing
        // argument.
        if attribute.is_required && value.is_empty() && attribute.set_by == SetBy::User && !is_new {
            return Err(Failure::usage(failures::missing_attribute(attribute.i18n.label)).into());
        }
        record.set(attribute, value);
    }
    check_measure(&record)?;
    check_reply_template(&record)?;
    Ok(record)
}

pub fn parse_optional(attribute: &Attribute, text: Option<&String>, context: &Context<'_>) -> Result<Option<Value>> {
    text.map(|text| attribute.parse(text, context.today).map_err(|text| Failure::usage(text).into())).transpose()
}

pub fn parse_required(attribute: &Attribute, text: &str, context: &Context<'_>) -> Result<Value> {
    let value = attribute.parse(text, context.today).map_err(Failure::usage)?;
    if value.is_empty() {
        return Err(Failure::usage(failures::missing_attribute(attribute.i18n.label)).into());
    }
    Ok(value)
}

/// Warns about likely mistakes, but does not reject them. Such mistakes are dates in the future or more than a century
/// ago, personal data, and laws that are not in the list of laws.
pub fn notice_suspicious(record: &Record, context: &mut Context<'_>) {
    notice_suspicious_dates(record, context);
    notice_personal_data(record, context);
    // The record has already been written, so ignore errors while looking for unknown laws.
    if record.iter_set().any(|(attribute, value)| attribute.is_law() && !value.is_empty())
        && let Ok(unknown) = context.register().and_then(|register| register.unknown_laws_of(record))
    {
        notice_unknown_laws(&unknown, context);
    }
}

fn notice_personal_data(record: &Record, context: &mut Context<'_>) {
    for (attribute, finds) in personal_data_in(record) {
        let label = attribute.i18n.label;
        context.notice(match attribute.kind {
            Kind::Code => remarks::personal_data_in_code(label, finds),
            _ => remarks::personal_data(label, finds),
        });
    }
}

/// Returns the personal data in texts and codes that may be published, by attribute and masked.
pub fn personal_data_in(record: &Record) -> impl Iterator<Item = (&'static Attribute, Text)> {
    personal_data_that(record, |_| true)
}

/// Like `personal_data_in`, but returns only the personal data for which `is_relevant` holds.
pub fn personal_data_that(
    record: &Record,
    is_relevant: impl Fn(&str) -> bool,
) -> impl Iterator<Item = (&'static Attribute, Text)> {
    let may_contain = |attribute: &Attribute| attribute.is_free_text() || matches!(attribute.kind, Kind::Code);
    let texts = record.iter_set().filter(move |(attribute, _)| attribute.is_public && may_contain(attribute));
    texts.filter_map(move |(attribute, value)| {
        let text = match value {
            Value::Text(text) => Cow::Borrowed(&**text),
            Value::Laws(_) => value.to_text(attribute).into(),
            _ => return None,
        };
        let text = &*text;
        let mut finds: Vec<Text> = Vec::new();
        for find in personal_data::find(text) {
            let found = text.get(find.range)?;
            if !is_relevant(found) {
                continue;
            }
            let label = choices::PERSONAL_DATA.iter().find(|choice| choice.code == find.kind.code())?.label;
            let described = remarks::find(label, personal_data::mask(find.kind, found));
            if finds.len() == MAX_FINDS {
                finds.push(Text::untranslated("…"));
                break;
            }
            if !finds.contains(&described) {
                finds.push(described);
            }
        }
        (!finds.is_empty()).then(|| (attribute, Text::join(&finds, ", ")))
    })
}

/// Adds the laws mentioned in the title and the question to the laws that the obstacle cites. `before` is the stored
/// obstacle; `None` for a new one.
pub fn add_mentioned_laws(register: &Register, record: &mut Record, before: Option<&Record>) -> Result<()> {
    let mut whole = record.clone();
    for attribute in [&obstacle::TITLE, &obstacle::QUESTION, &obstacle::LAWS] {
        if whole.get(attribute).is_none()
            && let Some(stored) = before.and_then(|before| before.get(attribute))
        {
            whole.set(attribute, stored.clone());
        }
    }
    let mentioned = register.laws_mentioned(&whole)?;
    if mentioned.is_empty() {
        return Ok(());
    }
    let mut laws = match whole.get(&obstacle::LAWS) {
        Some(Value::Laws(laws)) => laws.clone(),
        _ => Vec::new(),
    };
    laws.extend(mentioned);
    record.set(&obstacle::LAWS, Value::Laws(laws));
    Ok(())
}

/// Suggests adding the laws that the title or the question mentions and that the obstacle does not cite yet. `number`
/// is `None` in a dry run: nothing was recorded, so the notice suggests repeating the command with another option.
pub fn notice_mentioned_laws(record: &Record, number: Option<&str>, context: &mut Context<'_>) {
    // The record has already been written, so ignore errors.
    let described = context.register().and_then(|register| {
        let laws = register.laws_mentioned(record)?;
        Ok(if laws.is_empty() { None } else { Some(register.law_names()?.describe(&laws)) })
    });
    if let Ok(Some(laws)) = described {
        context.notice(match number {
            Some(number) => remarks::laws_mentioned(laws, number),
            None => remarks::laws_mentioned_in_dry_run(laws),
        });
    }
}

pub fn notice_unknown_laws(unknown: &[UnknownLaw], context: &mut Context<'_>) {
    for law in unknown.iter().take(MAX_UNKNOWN_LAWS) {
        context.notice(if law.near.nl.is_empty() {
            remarks::unknown_law_without_suggestion(&law.source)
        } else {
            remarks::unknown_law(&law.source, &law.near)
        });
    }
    if unknown.len() > MAX_UNKNOWN_LAWS {
        context.notice(remarks::more_unknown_laws(unknown.len().saturating_sub(MAX_UNKNOWN_LAWS)));
    }
}

fn notice_suspicious_dates(record: &Record, context: &mut Context<'_>) {
    let today = (context.today)();
    // If one action set several attributes to the same day, report that day only once.
    let mut future: Vec<&str> = dates_in_future(record, today).collect();
    future.dedup();
    match future[..] {
        [] => {}
        [day] => context.notice(remarks::date_in_future(day)),
        _ => context.notice(remarks::dates_listed_in_future(future.join(", "))),
    }
    for day in dates_over_a_century_old(record, today) {
        context.notice(remarks::date_over_a_century_old(day));
    }
}

/// Dates of events that have happened. Excludes promised dates and periods, because those may be in the future.
fn event_dates(record: &Record) -> impl Iterator<Item = &str> {
    let event_attributes = ["received", "answered", "solved", "closed", "date", "published"];
    let days = record.iter_set().filter(move |(attribute, _)| event_attributes.contains(&attribute.name));
    days.filter_map(|(_, value)| value.as_text())
}

pub fn dates_in_future(record: &Record, today: Date) -> impl Iterator<Item = &str> {
    let today = today.to_string();
    event_dates(record).filter(move |day| *day > today.as_str())
}

/// Returns dates more than a century ago, which most likely have a mistyped year.
pub fn dates_over_a_century_old(record: &Record, today: Date) -> impl Iterator<Item = &str> {
    let century = today.checked_sub(100.years()).map_or_else(|_| String::new(), |day| day.to_string());
    event_dates(record).filter(move |day| *day < century.as_str())
}

pub fn clear_attributes(record: &mut Record, names: &[String]) -> Result<()> {
    let entity = record.entity();
    for name in names {
        let attribute = find_attribute(entity, name, |attribute| attribute.set_by == SetBy::User)?;
        if attribute.is_required {
            return Err(Failure::usage(failures::cannot_clear(attribute.option)).into());
        }
        record.set(attribute, Value::Null);
    }
    Ok(())
}

pub fn find_attribute(
    entity: Entity,
    name: &str,
    is_allowed: impl Fn(&Attribute) -> bool,
) -> Result<&'static Attribute> {
    // Treat hyphens, underscores and spaces alike: `care-domain`, `care_domain` and the label `care domain`.
    let plain = |name: &str| name.trim().to_lowercase().replace(['-', '_'], " ");
    let wanted = plain(name);
    let allowed = || entity.attributes().iter().chain(entity.derived()).filter(|attribute| is_allowed(attribute));
    allowed()
        .find(|attribute| {
            let label = attribute.i18n.label;
            [attribute.name, attribute.option, label.nl, label.en].into_iter().any(|known| plain(known) == wanted)
        })
        // Also accept the name of the kind of record that the attribute refers to, such as "wet" (law).
        .or_else(|| {
            allowed().find(|attribute| {
                let entity = match attribute.kind {
                    Kind::Reference(entity) | Kind::References(entity, _) => entity,
                    Kind::Law | Kind::Laws(_) => Entity::Law,
                    _ => return false,
                };
                let labels = [entity.label(), entity.plural_label()];
                labels.iter().flat_map(|label| [label.nl, label.en]).any(|known| plain(known) == wanted)
            })
        })
        .ok_or_else(|| {
            let valid: Vec<&str> = allowed().map(|attribute| attribute.name).collect();
            Failure::usage(failures::unknown_attribute(name, valid.join(", "))).into()
        })
}

pub fn check_measure(record: &Record) -> Result<()> {
    let Some(attribute) = record.entity().attribute("measure") else { return Ok(()) };
    if let Some(measure) = record.text(attribute)
        && report::find_measure(measure).is_none()
    {
        let valid: Vec<&str> = report::MEASURES.iter().map(|measure| measure.code).collect();
        return Err(Failure::usage(failures::unknown_measure(measure, valid.join(", "))).into());
    }
    Ok(())
}

/// Fails if a reply template cannot be filled in.
pub fn check_reply_template(record: &Record) -> Result<()> {
    if record.entity() == Entity::ReplyTemplate
        && let Some(text) = record.text(&reply_template::TEXT)
    {
        check_template(text).map_err(|why| {
            let kind = FailureKind::InvalidValue { attribute: reply_template::TEXT.name };
            Failure::usage(why).with_kind(kind)
        })?;
    }
    Ok(())
}

/// Returns what is wrong with a value, or `None` if the value is valid. Also returns `None` if the register cannot be
/// opened, because the command itself reports that failure.
pub fn validate_value(path: &Path, attribute: &Attribute, text: &str, today: Today<'_>) -> Option<Text> {
    let parsed = attribute.parse(text, today);
    let value = match parsed.and_then(|value| attribute.check_length(&value, None).map(|()| value)) {
        Err(message) => return Some(message),
        Ok(value) => value,
    };
    match (attribute.kind, value) {
        (Kind::Reference(entity), Value::Text(code)) if entity.prefix().is_none() => {
            let error = Register::open(path).ok()?.codes(entity, &code).err()?;
            error.downcast_ref::<Failure>().map(|failure| failure.text.clone())
        }
        (Kind::Law, Value::Text(text)) => Register::open(path).ok()?.law_names().ok()?.parse_one(&text).err(),
        (Kind::Laws(_), Value::Text(text)) => Register::open(path).ok()?.law_names().ok()?.parse_list(&text).err(),
        _ => None,
    }
}

/// Describes the laws that a form mentions in its texts but lacks in its field for laws; `None` if there are none.
pub fn mentioned_laws(path: &Path, title: &str, question: &str, laws: &str) -> Option<Text> {
    let register = Register::open(path).ok()?;
    let names = register.law_names().ok()?;
    let record = Record::new(Entity::Obstacle)
        .with(&obstacle::TITLE, Value::Text(title.to_owned()))
        .with(&obstacle::QUESTION, Value::Text(question.to_owned()))
        .with(&obstacle::LAWS, Value::Laws(names.parse_list(laws).unwrap_or_default()));
    let mentioned = register.laws_mentioned(&record).ok()?;
    (!mentioned.is_empty()).then(|| names.describe(&mentioned))
}

/// Returns how to type an attribute on the command line: as a positional argument if possible, or else as an option.
pub fn input_hint(entity: Entity, attribute: &Attribute, positional: bool) -> Text {
    match positional_placeholder(entity, attribute) {
        Some(placeholder) if positional => placeholder.into(),
        _ => Text::untranslated(format!("--{}", attribute.option)),
    }
}

/// Describes a value in a few words, with personal data masked.
pub fn short_value(attribute: &Attribute, value: &Value) -> Text {
    if value.is_empty() {
        return remarks::NO_VALUE.into();
    }
    let text = value.to_text(attribute);
    let text = personal_data::mask_all(&on_one_line(&text));
    let more = if text.chars().nth(MAX_SHOWN_CHARS).is_some() { "…" } else { "" };
    Text::untranslated(text.chars().take(MAX_SHOWN_CHARS).chain(more.chars()).collect::<String>())
}

/// Returns the current text of an attribute, to open in an editor.
pub fn current_text(path: &Path, entity: Entity, number: &str, attribute: &Attribute) -> Result<String> {
    let wanted = record_key::record_number(entity, number)?;
    let record = Register::open(path)?.load(entity, &Key::Number(wanted))?;
    Ok(record.text(attribute).unwrap_or_default().to_owned())
}
