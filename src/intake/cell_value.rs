//! Converts what a workbook stores in a cell to the text that a user would type for it: a date in ISO 8601, a number
//! with the digits that the spreadsheet shows. A value that the spreadsheet itself cannot show properly becomes a
//! [`Problem`].

use super::number_format::{NumberFormat, Section, read_shown, render};
pub use super::problem::Problem;
use crate::tabular::ZERO_DAYS;
use jiff::SignedDuration;
use jiff::ToSpan;
use jiff::civil::{Date, Time, date};

const SECONDS_PER_DAY: f64 = 86_400.0;
/// The serial number of 9999-12-31, the last day that a spreadsheet can show.
const LAST_SERIAL: f64 = 2_958_465.0;
/// Excel counts 1900 as a leap year: it shows this serial number as 29 February 1900, a day that did not exist.
const FALSE_LEAP_DAY: f64 = 60.0;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Problem(Problem),
}

impl Cell {
    fn impossible(stored: &str) -> Self {
        Self::Problem(Problem::impossible(stored))
    }

    /// Converts a number from an ods workbook. `shown` is the number as the workbook shows it; `None` if the workbook
    /// does not contain that text.
    pub fn from_shown_number(stored: &str, shown: Option<&str>, is_percentage: bool) -> Self {
        let Some(number) = parse_finite(stored) else { return Self::impossible(stored) };
        match shown {
            Some(shown) => read_shown(stored, number, shown, is_percentage),
            None => render(stored, number, &Section::General),
        }
        .map_or_else(Self::Problem, Self::Text)
    }

    pub fn from_bool(is_true: bool) -> Self {
        Self::Text(if is_true { "yes" } else { "no" }.to_owned())
    }

    /// Converts a number from an xlsx workbook. `counts_from_1904` is true if the workbook counts the days of its dates
    /// from 1904.
    pub fn from_serial(stored: &str, format: &NumberFormat, counts_from_1904: bool) -> Self {
        let Some(number) = parse_finite(stored) else { return Self::impossible(stored) };
        let section = format.section(number);
        let text = match section {
            Section::Duration => (0.0..=LAST_SERIAL).contains(&number).then(|| clock(number * SECONDS_PER_DAY)),
            Section::TimeOfDay if (0.0..1.0).contains(&number) => Some(clock(day_seconds(number))),
            Section::TimeOfDay | Section::Day => serial_day(number.floor(), counts_from_1904).map(|day| {
                let seconds = day_seconds(number - number.floor());
                if seconds == 0.0 { day.to_string() } else { format!("{day} {}", clock(seconds)) }
            }),
            _ => return render(stored, number, section).map_or_else(Self::Problem, Self::Text),
        };
        text.map_or_else(|| Self::impossible(stored), Self::Text)
    }

    /// Converts an ISO 8601 date, with or without a time.
    pub fn from_iso_date(stored: &str) -> Self {
        let (day, time) = stored.trim().split_once(['T', ' ']).unwrap_or((stored.trim(), "00:00"));
        let day = day.parse::<Date>().ok().filter(|day| day.year() > 0 && !ZERO_DAYS.contains(day));
        match (day, time.parse::<Time>()) {
            (Some(day), Ok(time)) if time.hour() == 0 && time.minute() == 0 && time.second() == 0 => {
                Self::Text(day.to_string())
            }
            (Some(day), Ok(time)) => Self::Text(format!("{day} {}", time.strftime("%H:%M:%S"))),
            _ => Self::impossible(stored),
        }
    }

    /// Converts an ISO 8601 duration such as `PT12H30M00S`, which can also represent a time of day.
    pub fn from_iso_duration(stored: &str) -> Self {
        match stored.trim().parse::<SignedDuration>() {
            Ok(length) if !length.is_negative() => Self::Text(clock(length.as_secs_f64())),
            _ => Self::impossible(stored),
        }
    }
}

fn parse_finite(stored: &str) -> Option<f64> {
    stored.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// Converts a fraction of a day to whole seconds. Never rounds up to midnight, which belongs to the next day.
fn day_seconds(fraction: f64) -> f64 {
    (fraction * SECONDS_PER_DAY).round().min(SECONDS_PER_DAY - 1.0)
}

/// Formats seconds as `12:30:00`. The caller ensures that a spreadsheet or `SignedDuration` can hold this many seconds.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float saturates")]
fn clock(seconds: f64) -> String {
    let seconds = seconds.round() as u64;
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[allow(clippy::cast_possible_truncation, reason = "the number is a whole number within the range of dates")]
fn serial_day(number: f64, counts_from_1904: bool) -> Option<Date> {
    let (first, epoch) = match counts_from_1904 {
        true => (0.0, date(1904, 1, 1)),
        false if number < FALSE_LEAP_DAY => (1.0, date(1899, 12, 31)),
        false => (FALSE_LEAP_DAY + 1.0, date(1899, 12, 30)),
    };
    (first..=LAST_SERIAL).contains(&number).then_some(())?;
    epoch.checked_add((number as i64).days()).ok()
}
