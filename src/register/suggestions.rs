//! Suggests attributes of an obstacle: what several of its nearest precedents have in common.

use super::attribute_columns::reader_labels;
use super::search::Hit;
use super::{Key, Register};
use crate::i18n::Text;
use crate::record::{Attribute, Entity, Kind, Record, Value, number, obstacle};
use anyhow::Result;

/// The number of nearest precedents to look at.
pub const NEAREST: usize = 6;
/// A value is suggested if at least this number of the nearest precedents have it. In the register of examples, three
/// in four suggested themes and factsheets are the ones that the obstacle really has: see `docs/search.md`.
const MIN_SHARED: usize = 3;

/// The attributes to suggest.
static SUGGESTED: [&Attribute; 5] =
    [&obstacle::THEME, &obstacle::NATURE, &obstacle::CARE_DOMAIN, &obstacle::LAWS, &obstacle::FACTSHEETS];

#[derive(Clone, Debug)]
pub struct Suggestion {
    pub attribute: &'static Attribute,
    /// The value as the user would type it.
    pub value: String,
    pub label: Text,
    /// How many of the nearest precedents have this value, and how many nearest precedents there are.
    pub shared: usize,
    pub nearest: usize,
}

impl Register {
    /// Returns suggestions for the attributes that the obstacle lacks, based on its nearest precedents.
    pub fn suggestions(&self, record: Option<&Record>, precedents: &[Hit]) -> Result<Vec<Suggestion>> {
        let nearest: Vec<&Hit> = precedents.iter().take(NEAREST).collect();
        let mut loaded = Vec::with_capacity(nearest.len());
        for hit in &nearest {
            loaded.push(self.load(hit.entity, &Key::Number(hit.number))?);
        }
        let mut suggestions = Vec::new();
        for attribute in SUGGESTED {
            if record.is_some_and(|record| record.get(attribute).is_some_and(|value| !value.is_empty())) {
                continue;
            }
            let mut counts: Vec<(String, usize)> = Vec::new();
            for value in nearest.iter().zip(&loaded).flat_map(|(hit, known)| values(attribute, hit, known)) {
                match counts.iter_mut().find(|(known, _)| *known == value) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((value, 1)),
                }
            }
            let Some((value, shared)) = counts.into_iter().rev().max_by_key(|(_, count)| *count) else { continue };
            if shared >= MIN_SHARED {
                let label = self.value_label(attribute, &value)?;
                suggestions.push(Suggestion { attribute, value, label, shared, nearest: nearest.len() });
            }
        }
        Ok(suggestions)
    }

    fn value_label(&self, attribute: &Attribute, value: &str) -> Result<Text> {
        let vocabulary = match attribute.kind {
            Kind::Laws(_) => Some(Entity::Law),
            Kind::Reference(entity) if entity.prefix().is_none() => Some(entity),
            _ => None,
        };
        let labels = match vocabulary {
            Some(entity) => reader_labels(entity, &self.terms(entity)?),
            None => Vec::new(),
        };
        let label = labels.into_iter().find_map(|(code, label)| (code == value).then_some(label));
        Ok(label.unwrap_or_else(|| Text::untranslated(value)))
    }
}

/// The values that a precedent has for an attribute. Laws are returned without their articles. If the precedent is a
/// factsheet, it only has a value for the attribute `factsheets`: the factsheet itself.
fn values(attribute: &Attribute, hit: &Hit, precedent: &Record) -> Vec<String> {
    if hit.entity != Entity::Obstacle {
        let is_factsheet = hit.entity == Entity::Factsheet && attribute.name == obstacle::FACTSHEETS.name;
        return if is_factsheet { vec![number::format(Entity::Factsheet, hit.number)] } else { Vec::new() };
    }
    let mut values = match precedent.get(attribute) {
        Some(Value::Text(text)) => vec![text.clone()],
        Some(Value::Laws(laws)) => laws.iter().map(|law| law.normalized().name()).collect(),
        Some(Value::Numbers(numbers)) => {
            numbers.iter().map(|found| number::format(Entity::Factsheet, *found)).collect()
        }
        _ => Vec::new(),
    };
    values.dedup();
    values
}
