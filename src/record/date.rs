//! Parses dates that users type. The register and all exports use ISO 8601.

use crate::i18n::{Text, failures};
use jiff::tz::TimeZone;
use jiff::{ToSpan, civil::Date};
use std::cell::OnceCell;
use std::path::Path;

/// A function that returns the present day. It is passed as a parameter, so that tests can use a fixed day.
pub type Today<'a> = &'a dyn Fn() -> Date;

/// The time zone of the computer. If `TZ` is not set, `/etc/localtime` is read directly, because loading the whole time
/// zone database takes as long as a small command.
pub fn local_time_zone() -> TimeZone {
    let tz_variable = std::env::var_os("TZ").filter(|name| !name.is_empty());
    let from_localtime = || TimeZone::tzif("Local", &std::fs::read("/etc/localtime").ok()?).ok();
    match tz_variable {
        None => from_localtime().unwrap_or_else(TimeZone::system),
        // Use UTC if `TZ` names a device, such as `/dev/zero`, because reading it would never end.
        Some(name) if is_special_file(&name.to_string_lossy()) => TimeZone::UTC,
        Some(_) => TimeZone::system(),
    }
}

pub fn today() -> Date {
    jiff::Timestamp::now().to_zoned(local_time_zone()).date()
}

/// Returns a function that gives the same day on every call, even if the command runs past midnight.
pub fn fixed_today() -> impl Fn() -> Date {
    let day = OnceCell::new();
    move || *day.get_or_init(today)
}

/// Removes the time from a text such as `2018-03-05 14:30`, `5-3-2018 0:00:00` or `2018-03-05T00:00:00Z`. Returns the
/// date, or `None` if no valid time follows it.
fn without_time(text: &str) -> Option<&str> {
    let (date, time) = text.split_once(['T', ' '])?;
    let time = time.trim().trim_end_matches("uur").trim_end();
    let time = match time.split_once(['+', '-']) {
        Some((time, offset)) => is_time(offset).then_some(time)?,
        None => time.strip_suffix('Z').unwrap_or(time),
    };
    is_time(time).then_some(date)
}

/// Whether a text is a time with at least hours and minutes, such as `14:30`, `14.30` or `0:00:00.000`.
fn is_time(text: &str) -> bool {
    let parts: Vec<&str> = text.split([':', '.']).collect();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_below = |part: &str, limit: u8| part.len() <= 2 && part.parse().is_ok_and(|number: u8| number < limit);
    let (clock, fraction) = parts.split_at(parts.len().min(3));
    matches!((clock.len(), fraction.len()), (2 | 3, 0 | 1))
        && parts.iter().all(|part| is_number(part))
        && clock.iter().zip([24, 60, 60]).all(|(part, limit)| is_below(part, limit))
}

fn is_special_file(name: &str) -> bool {
    let path = Path::new(name.trim_start_matches(':'));
    path.is_absolute() && path.metadata().is_ok_and(|found| !found.is_file())
}

/// Accepts what [`parse_day`] accepts, optionally followed by a time. Ignores the time and its time zone, so that a
/// list yields the same days everywhere.
pub fn parse(text: &str, today: Today<'_>) -> Result<Date, Text> {
    parse_day(without_time(text.trim()).unwrap_or(text), today)
}

/// Accepts `2018-05-12`, `12-5-2018`, `12/5/2018`, `today` / `vandaag` and `yesterday` / `gisteren`.
pub fn parse_day(text: &str, today: Today<'_>) -> Result<Date, Text> {
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
