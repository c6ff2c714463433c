//! Describes in words what a page shows: point in time, filter, and how many obstacles are illustrative or documented.

use super::{PointInTime, receipt};
use crate::i18n::{Text, choices, overview as messages, page};
use crate::record::date::{self, Today};
use crate::record::day_range;
use crate::record::{Attribute, Condition, Entity, Filter, Kind, number, obstacle, parse_number};
use crate::register::{GroupBy, Register};
use crate::report::find_measure;
use crate::rows::{Audience, Cell, Event, Sink};
use anyhow::Result;
use jiff::Timestamp;

/// Describes the point in time in one line and, if a filter is given, the filter in a second line.
pub fn describe_filter(
    register: &Register,
    filter: Option<&Filter>,
    time: PointInTime,
    today: Today<'_>,
    now: &dyn Fn() -> Timestamp,
) -> Vec<Text> {
    let register_day = time.moment.map_or_else(|| now().to_zoned(date::local_time_zone()).date(), |moment| moment.day);
    let mut lines = vec![match time.reference_date {
        Some(reference) => messages::work_as_of(page::long_date(reference), page::long_date(register_day)),
        None => messages::register_as_of(page::long_date(register_day)),
    }];
    let Some(filter) = filter else { return lines };
    if !filter.is_unfiltered() {
        let conditions = describe_conditions(register, filter, today);
        lines.push(messages::filter_applied(Text::join(&conditions, "; ")));
    }
    if filter.with_void {
        lines.push(messages::WITH_VOID.into());
    }
    lines
}

pub fn describe_conditions(register: &Register, filter: &Filter, today: Today<'_>) -> Vec<Text> {
    filter.conditions.iter().map(|condition| describe_condition(register, condition, today)).collect()
}

/// Notes how many obstacles are illustrative (invented) and how many are documented (from public sources).
pub fn provenance_notes(register: &Register, filter: &Filter, today: Today<'_>) -> Result<Vec<Text>> {
    let mut counts = CountsByCode::default();
    let provenance = [GroupBy::Attribute(&obstacle::PROVENANCE)];
    let all = register.count(&provenance, filter, today, &mut counts)?;
    let note = |code: &str, words: fn(i64, i64) -> Text| {
        counts.0.iter().find(|(known, _)| known == code).map(|(_, count)| words(*count, all))
    };
    Ok(note("illustrative", messages::illustrative_count)
        .into_iter()
        .chain(note("documented", messages::documented_count))
        .collect())
}

/// Returns a warning if a record is illustrative (invented) or documented (from a public source).
pub fn provenance_warning(provenance: Option<&str>) -> Option<Text> {
    match provenance? {
        "illustrative" => Some(messages::ILLUSTRATIVE_WARNING.into()),
        "documented" => Some(messages::DOCUMENTED_WARNING.into()),
        _ => None,
    }
}

/// Sink that collects the rows of a count as pairs of code and number.
#[derive(Default)]
pub struct CountsByCode(pub Vec<(String, i64)>);

impl Sink for CountsByCode {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        if let Event::Row([Cell::Text(code), Cell::Integer(count)]) = event {
            self.0.push(((*code).to_owned(), *count));
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        Audience::Program
    }
}

fn describe_condition(register: &Register, condition: &Condition, today: Today<'_>) -> Text {
    let day = |text: &str| date::parse(text, today).map_or_else(|_| Text::untranslated(text), page::long_date);
    match condition {
        Condition::OneOf(attribute, values) => {
            let values = describe_values(register, attribute, values);
            match attribute.kind {
                Kind::Reference(Entity::Ministry) => messages::ministry_lead_or_involved(values),
                _ => messages::attribute_is(attribute.i18n.label, values),
            }
        }
        Condition::LeadMinistry(values) => {
            messages::lead_ministry(describe_values(register, &obstacle::MINISTRY, values))
        }
        Condition::NoFactsheet => messages::NO_FACTSHEET.into(),
        Condition::Without(attribute) => messages::without(attribute.i18n.label),
        Condition::Since(attribute, text) => messages::date_since(attribute.i18n.label, day(text)),
        Condition::Until(attribute, text) => messages::date_until(attribute.i18n.label, day(text)),
        Condition::Periods(attribute, texts) => match date::parse_periods(texts, today) {
            Ok(periods) => {
                let described = periods.into_iter().map(|(first, last)| {
                    messages::date_in_period(attribute.i18n.label, page::long_date(first), page::long_date(last))
                });
                Text::join_localized(&described.collect::<Vec<_>>(), messages::OR)
            }
            Err(_) => messages::date_since(attribute.i18n.label, texts.join(", ")),
        },
        Condition::Contains(attributes, text) => {
            let labels: Vec<Text> = attributes.iter().map(|attribute| attribute.i18n.label.into()).collect();
            messages::attribute_is(Text::join_localized(&labels, messages::OR), text)
        }
        Condition::LoggedSince(text) => match date::parse_moment(text, today) {
            Ok(moment) => {
                messages::logged_since(page::day_and_time(moment.to_zoned(date::local_time_zone()).datetime()))
            }
            Err(_) => messages::logged_since(Text::untranslated(text)),
        },
        // Only the list of saved views has this condition, and it is not described.
        Condition::SeenBy(_) => Text::default(),
        Condition::Overdue => messages::OVERDUE.into(),
        Condition::Within(attribute, texts) => {
            let describe = |(first, last): (i64, Option<i64>)| match last {
                Some(last) => messages::between_days(first, last),
                None => messages::days_or_more(first),
            };
            let ranges = day_range::parse_ranges(texts).unwrap_or_default();
            let ranges: Vec<Text> = ranges.into_iter().map(describe).collect();
            messages::days_after_receipt(attribute.i18n.label, Text::join_localized(&ranges, messages::OR))
        }
        Condition::CountedBy(code) => match find_measure(code) {
            Some(measure) => messages::counted_by(measure.label),
            None => Text::untranslated(code),
        },
    }
}

/// Joins the labels of alternative filter values with "or". Persons appear by number instead of by name.
fn describe_values(register: &Register, attribute: &Attribute, values: &[String]) -> Text {
    let pieces = |value: &String| -> Vec<Text> {
        match describe_value(register, attribute, value.trim()) {
            Some(text) => vec![text],
            // A label may contain a comma, so first try the whole value, and then split the value at commas.
            None => value
                .split(',')
                .map(str::trim)
                .filter(|piece| !piece.is_empty())
                .map(|piece| {
                    describe_value(register, attribute, piece).unwrap_or_else(|| describe_unknown(attribute, piece))
                })
                .collect(),
        }
    };
    Text::join_localized(&values.iter().flat_map(pieces).collect::<Vec<_>>(), messages::OR)
}

/// Describes a value that is not in the register as the user typed it. Hides the value if it is the name of a person.
fn describe_unknown(attribute: &Attribute, text: &str) -> Text {
    match attribute.kind {
        Kind::Reference(Entity::Person) => Text::untranslated(receipt::UNKNOWN_PERSON),
        _ => Text::untranslated(text),
    }
}

fn describe_value(register: &Register, attribute: &Attribute, text: &str) -> Option<Text> {
    match attribute.kind {
        Kind::Choice(_) if text.eq_ignore_ascii_case("open") => Some(messages::OPEN.into()),
        Kind::Choice(choices) => choices.iter().find(|choice| choice.is_named(text)).map(|choice| choice.label.into()),
        Kind::Reference(Entity::Person) => {
            register.find_person(text).ok().map(|person| Text::untranslated(number::format(Entity::Person, person)))
        }
        Kind::Reference(entity) | Kind::References(entity, _) if entity.is_vocabulary() => {
            let code = register.code(entity, text).ok()?;
            register.label(entity, &code).ok()?
        }
        Kind::Number(entity) | Kind::Reference(entity) | Kind::References(entity, _) => {
            parse_number(entity, text).ok().map(|wanted| Text::untranslated(number::format(entity, wanted)))
        }
        Kind::Laws(_) => {
            let laws = register.laws_to_find(text).ok()?.into_iter().map(|law| {
                let law = law.to_string();
                choices::own_rule(&law).unwrap_or_else(|| Text::untranslated(law))
            });
            Some(Text::join_localized(&laws.collect::<Vec<_>>(), messages::OR))
        }
        _ => None,
    }
}
