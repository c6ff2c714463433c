//! What a page is about, in words: of which moment it is, which obstacles are meant, and how much of that is not real.

use super::{Time, receipt};
use crate::record::date::{self, Today};
use crate::record::law::Law;
use crate::record::{Attribute, Condition, Entity, Filter, Kind, number, obstacle, parse_number};
use crate::register::{By, Register};
use crate::rows::{Cell, Column, Shape, Sink};
use crate::words::{Text, overview as words, page, terms};
use anyhow::Result;
use jiff::Timestamp;

/// Of which moment what is shown is, and which obstacles are meant, where that can be chosen and is not all of them.
pub fn said(
    register: &Register,
    filter: Option<&Filter>,
    time: Time,
    today: Today<'_>,
    now: &dyn Fn() -> Timestamp,
) -> Vec<Text> {
    let known = time.moment.map_or_else(|| now().to_zoned(date::zone()).date(), |moment| moment.day);
    let mut told = vec![match time.reference_date {
        Some(reference) => words::stood(page::day(reference), page::day(known)),
        None => words::stands(page::day(known)),
    }];
    let Some(filter) = filter else { return told };
    if !filter.is_whole() {
        let conditions = filter.conditions.iter();
        let conditions: Vec<Text> = conditions.map(|condition| one(register, condition, today)).collect();
        told.push(words::of_filter(Text::joined(&conditions, "; ")));
    }
    if filter.with_void {
        told.push(words::WITH_VOID.into());
    }
    told
}

/// How many of the obstacles are made up, and how many are in part.
pub fn not_real(register: &Register, filter: &Filter, today: Today<'_>) -> Result<Vec<Text>> {
    let mut counts = Counts::default();
    let provenance = [By::Attribute(&obstacle::PROVENANCE)];
    let (all, _) = register.count(&provenance, filter, today, &mut counts)?;
    let told = |code: &str, words: fn(i64, i64) -> Text| {
        counts.0.iter().find(|(known, _)| known == code).map(|(_, count)| words(*count, all))
    };
    Ok(told("illustrative", words::illustrative)
        .into_iter()
        .chain(told("documented", words::documented))
        .collect())
}

/// What is to be known of a record that is not real, or not in all; nothing of another.
pub fn warning(provenance: Option<&str>) -> Option<Text> {
    match provenance? {
        "illustrative" => Some(words::IS_ILLUSTRATIVE.into()),
        "documented" => Some(words::IS_DOCUMENTED.into()),
        _ => None,
    }
}

/// Numbers of things by their codes, as a count hands them over.
#[derive(Default)]
pub struct Counts(pub Vec<(String, i64)>);

impl Sink for Counts {
    fn begin(&mut self, _: &[Column], _: Shape) -> Result<()> {
        Ok(())
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        if let [Cell::Text(code), Cell::Integer(count)] = cells {
            self.0.push(((*code).to_owned(), *count));
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        Ok(())
    }
}

/// One condition.
fn one(register: &Register, condition: &Condition, today: Today<'_>) -> Text {
    let day = |text: &str| date::parse(text, today).map_or_else(|_| Text::plain(text), page::day);
    match condition {
        Condition::Is(attribute, values) => {
            let values = any_of(register, attribute, values);
            match attribute.kind {
                Kind::One(Entity::Ministry) => words::ministry(values),
                _ => words::is(attribute.words.label, values),
            }
        }
        Condition::Lead(values) => words::led_by(any_of(register, &obstacle::MINISTRY, values)),
        Condition::NoFactsheet => words::NO_FACTSHEET.into(),
        Condition::Since(attribute, text) => words::since(attribute.words.label, day(text)),
        Condition::Until(attribute, text) => words::until(attribute.words.label, day(text)),
        Condition::Overdue => words::OVERDUE.into(),
    }
}

/// Values, of which one holds: each as a reader knows it, and a person by number.
fn any_of(register: &Register, attribute: &Attribute, values: &[String]) -> Text {
    let pieces = |value: &String| -> Vec<Text> {
        match value_of(register, attribute, value.trim()) {
            Some(whole) => vec![whole],
            // A label may hold a comma itself, so a value is tried whole first, as it is when it is looked for.
            None => value
                .split(',')
                .map(str::trim)
                .filter(|piece| !piece.is_empty())
                .map(|piece| {
                    value_of(register, attribute, piece).unwrap_or_else(|| unknown(attribute, piece))
                })
                .collect(),
        }
    };
    Text::joined_by(&values.iter().flat_map(pieces).collect::<Vec<_>>(), words::OR)
}

/// What the register does not know; the name of somebody whom it does not know is not repeated.
fn unknown(attribute: &Attribute, text: &str) -> Text {
    match attribute.kind {
        Kind::One(Entity::Person) => Text::plain(receipt::NOBODY),
        _ => Text::plain(text),
    }
}

fn value_of(register: &Register, attribute: &Attribute, text: &str) -> Option<Text> {
    match attribute.kind {
        Kind::Choice(_) if text.eq_ignore_ascii_case("open") => Some(words::OPEN.into()),
        Kind::Choice(choices) => choices
            .iter()
            .find(|choice| choice.code.eq_ignore_ascii_case(text))
            .map(|choice| choice.label.into()),
        Kind::One(Entity::Person) => {
            register.find_person(text).ok().map(|person| Text::plain(number::show(Entity::Person, person)))
        }
        Kind::One(entity) | Kind::Many(entity, _) if entity.is_vocabulary() => {
            let code = register.code(entity, text).ok()?;
            register.label(entity, &code).ok()?
        }
        Kind::Number(entity) | Kind::One(entity) | Kind::Many(entity, _) => {
            parse_number(entity, text).ok().map(|wanted| Text::plain(number::show(entity, wanted)))
        }
        Kind::Laws(_) => {
            let law = Law::parse(text).ok()?.to_string();
            Some(terms::own_rule(&law).unwrap_or_else(|| Text::plain(law)))
        }
        _ => None,
    }
}
