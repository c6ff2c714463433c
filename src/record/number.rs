//! Parses and formats record numbers: `B-012`, `b12` and `12` mean the same obstacle.

use super::Entity;

/// The largest number that a record can have: more than any register needs.
pub const MAX: i64 = 999_999_999;

pub fn format(entity: Entity, number: i64) -> String {
    match entity.prefix() {
        Some((letter, width)) => format!("{letter}-{number:0width$}"),
        None => number.to_string(),
    }
}

/// Parses the number of a record of kind `entity`, with or without the letter and dash: `B-012`, `b12`, `12`.
pub fn parse(entity: Entity, text: &str) -> Option<i64> {
    let text = text.trim();
    let (letter, _) = entity.prefix()?;
    match text.strip_prefix([letter, letter.to_ascii_lowercase()]) {
        Some(rest) => parse_digits(rest.strip_prefix('-').unwrap_or(rest)),
        None => parse_digits(text),
    }
}

/// Parses the number of any kind of record. The letter identifies the kind; a number without one means an obstacle.
pub fn parse_any(text: &str) -> Option<(Entity, i64)> {
    let first = text.trim().chars().next()?;
    let has_letter = |entity: &&Entity| entity.prefix().is_some_and(|(letter, _)| letter.eq_ignore_ascii_case(&first));
    let entity = if first.is_ascii_digit() { Entity::Obstacle } else { *Entity::ALL.iter().find(has_letter)? };
    parse(entity, text).map(|number| (entity, number))
}

/// Parses a number only if it has its letter and dash, as in `N-03`. A shorter text could be a name.
pub fn parse_strict(entity: Entity, text: &str) -> Option<i64> {
    let (letter, _) = entity.prefix()?;
    let rest = text.trim().strip_prefix([letter, letter.to_ascii_lowercase()])?;
    parse_digits(rest.strip_prefix('-')?)
}

fn parse_digits(digits: &str) -> Option<i64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| is_number && *number > 0)
}
