//! Days as people type them and as they are stored: ISO 8601 in the register and in every export.

use crate::i18n::{Text, failures};
use jiff::tz::TimeZone;
use jiff::{ToSpan, civil::Date};
use std::cell::OnceCell;
use std::path::Path;

/// Gives the present day. Time is handed in, so that what depends on it can be held against a fixed day.
pub type Today<'a> = &'a dyn Fn() -> Date;

/// The time zone of the computer. Where the system says it by a file and not by a name that file is read, and not the
/// whole list of time zones, which takes as long as a small command.
pub fn local_time_zone() -> TimeZone {
    let tz_variable = std::env::var_os("TZ").filter(|name| !name.is_empty());
    let from_localtime = || TimeZone::tzif("Local", &std::fs::read("/etc/localtime").ok()?).ok();
    match tz_variable {
        None => from_localtime().unwrap_or_else(TimeZone::system),
        // A device would be read for ever.
        Some(name) if is_special_file(&name.to_string_lossy()) => TimeZone::UTC,
        Some(_) => TimeZone::system(),
    }
}

/// The present day, where the computer is.
pub fn today() -> Date {
    jiff::Timestamp::now().to_zoned(local_time_zone()).date()
}

/// Gives the present day of something that is done: one day, also where it goes on past midnight.
pub fn fixed_today() -> impl Fn() -> Date {
    let day = OnceCell::new();
    move || *day.get_or_init(today)
}

/// Whether the name of a time zone is the path of something else than a file.
fn is_special_file(name: &str) -> bool {
    let path = Path::new(name.trim_start_matches(':'));
    path.is_absolute() && path.metadata().is_ok_and(|found| !found.is_file())
}

/// Reads `2018-05-12`, `12-5-2018`, `12/5/2018`, `today` / `vandaag`, `yesterday` / `gisteren`.
///
/// # Errors
/// Says what is wrong with the text when it names no day of the calendar, such as 31-02-2018.
pub fn parse(text: &str, today: Today<'_>) -> Result<Date, Text> {
    let text = text.trim();
    match text.to_lowercase().as_str() {
        "today" | "vandaag" => return Ok(today()),
        "yesterday" | "gisteren" => {
            return today().checked_sub(1.day()).map_err(|_| failures::no_such_date(text));
        }
        _ => {}
    }
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let [first, month, last] = parts[..] else {
        return Err(failures::not_a_date(text));
    };
    if !(digits(first) && digits(month) && digits(last)) {
        return Err(failures::not_a_date(text));
    }
    let (year, day) = match (first.len(), last.len()) {
        (4, 1 | 2) if text.contains('-') => (first, last),
        (1 | 2, 4) => (last, first),
        _ => return Err(failures::not_a_date(text)),
    };
    let date = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    date().filter(|date| date.year() > 0).ok_or_else(|| failures::no_such_date(text))
}
