//! Computes the row numbers of records in the search index and in the table of vectors. Both tables contain records of
//! several kinds, so records of different kinds get different row numbers.

// Warn about arithmetic that can overflow, because another program may have stored huge record numbers in the file.
#![warn(clippy::arithmetic_side_effects)]

use crate::record::Entity;

/// Added to the rowid of a void record in the index, so that searches can exclude the record.
pub const VOID_FLAG: i64 = 4;

/// Returns the index rowid of a record that is not void: its number times 8, with its kind as the lowest two bits.
pub fn rowid_of(entity: Entity, number: i64) -> i64 {
    let kind = Entity::SEARCHED.iter().position(|searched| *searched == entity).unwrap_or_default();
    number.saturating_mul(8) | i64::try_from(kind).unwrap_or_default()
}

/// Returns the kind and number of the record with this rowid in the index; None if the rowid has no valid kind.
pub fn record_of_rowid(row: i64) -> Option<(Entity, i64)> {
    let kind = usize::try_from(row & 3).ok()?;
    Some((*Entity::SEARCHED.get(kind)?, row >> 3))
}
