//! Record numbers as people write them: `B-012`, `b12` and `12` name the same obstacle.

use super::Entity;

/// The number as it is shown: letter, dash, digits.
pub fn format(entity: Entity, number: i64) -> String {
    match entity.prefix() {
        Some((letter, width)) => format!("{letter}-{number:0width$}"),
        None => number.to_string(),
    }
}

/// The largest number that a record can have: enough for ever, and the register never runs out above it.
pub const MAX: i64 = 999_999_999;

/// Reads the number of a record of that kind.
pub fn parse(entity: Entity, text: &str) -> Option<i64> {
    let text = text.trim();
    let (letter, _) = entity.prefix()?;
    let digits = match text.chars().next()? {
        first if first.eq_ignore_ascii_case(&letter) => {
            let rest = text.get(1..)?;
            rest.strip_prefix('-').unwrap_or(rest)
        }
        _ => text,
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|number| *number > 0)
}

/// Reads a number whose letter tells the kind; without a letter it is an obstacle.
pub fn parse_any(text: &str) -> Option<(Entity, i64)> {
    let numbered = Entity::ALL.iter().copied().filter(|entity| entity.prefix().is_some());
    let first = text.trim().chars().next()?;
    let entity = if first.is_ascii_digit() {
        Entity::Obstacle
    } else {
        numbered
            .into_iter()
            .find(|entity| entity.prefix().is_some_and(|(letter, _)| letter.eq_ignore_ascii_case(&first)))?
    };
    parse(entity, text).map(|number| (entity, number))
}

/// Reads a number that is written with its letter, dash and digits, so that it cannot be taken for a name.
pub fn parse_strict(entity: Entity, text: &str) -> Option<i64> {
    let (letter, _) = entity.prefix()?;
    let rest = text.trim().strip_prefix([letter, letter.to_ascii_lowercase()])?.strip_prefix('-')?;
    if rest.is_empty() || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    rest.parse().ok().filter(|number| *number > 0)
}
