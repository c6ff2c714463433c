//! Finds the past state of the register that an entry number, a day or the name of a snapshot stands for.

use super::Register;
use crate::failure::Failure;
use crate::i18n::failures;
use crate::record::date::{self, Today};
use anyhow::Result;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use rusqlite::OptionalExtension;

/// A past state of the register: the state right after a journal entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub entry: i64,
    pub day: Date,
}

impl Register {
    /// Finds a past state by entry number, by snapshot name or by day. A day stands for the end of that day.
    pub fn find_moment(&self, text: &str, today: Today<'_>) -> Result<Moment> {
        let text = text.trim();
        let (_, last, _) = self.head()?;
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let entry = text.parse().ok().filter(|entry| (1..=last).contains(entry));
            return self
                .moment_after_entry(entry.ok_or_else(|| Failure::no_input(failures::no_such_entry(text, last)))?);
        }
        let snapshot_entry: Option<i64> = self
            .connection
            .prepare_cached("SELECT entry FROM snapshot WHERE code = ?1 COLLATE NOCASE")?
            .query_row([text], |row| row.get(0))
            .optional()?;
        if let Some(entry) = snapshot_entry {
            return self.moment_after_entry(entry);
        }
        let day = date::parse_day(text, today).map_err(|_| Failure::no_input(failures::no_such_moment(text)))?;
        let end = day.checked_add(1.day()).ok().and_then(|next| next.to_zoned(date::local_time_zone()).ok());
        let end = end.map_or(Timestamp::MAX, |next| next.timestamp());
        // Take the highest entry number, not the latest time: after a clock was set back, times are out of order.
        let entry: Option<i64> = self
            .connection
            .prepare_cached("SELECT number FROM journal WHERE at < ?1 ORDER BY number DESC LIMIT 1")?
            .query_row([super::journal::format_timestamp(end)], |row| row.get(0))
            .optional()?;
        if let Some(entry) = entry {
            // Replace a future day by today, because the journal contains nothing later.
            return Ok(Moment { entry, day: day.min(today()) });
        }
        let first = self.moment_after_entry(1)?;
        Err(Failure::no_input(failures::before_first_entry(text, first.day.to_string())).into())
    }

    fn moment_after_entry(&self, entry: i64) -> Result<Moment> {
        let at: String = self
            .connection
            .prepare_cached("SELECT at FROM journal WHERE number = ?1")?
            .query_row([entry], |row| row.get(0))?;
        let at: Timestamp = at.parse().map_err(|_| Failure::data(failures::entry_unreadable(entry)))?;
        Ok(Moment { entry, day: at.to_zoned(date::local_time_zone()).date() })
    }
}
