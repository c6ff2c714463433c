//! Parses dates that users type. The register and all exports use ISO 8601.

use crate::i18n::{Text, failures};
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
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

fn is_special_file(name: &str) -> bool {
    let path = Path::new(name.trim_start_matches(':'));
    path.is_absolute() && path.metadata().is_ok_and(|found| !found.is_file())
}

/// Accepts `2018-05-12`, `12-5-2018`, `12/5/2018`, `today` / `vandaag` and `yesterday` / `gisteren`. A time after the
/// day is ignored: systems from which lists come export a day as `2018-05-12 00:00`.
pub fn parse(text: &str, today: Today<'_>) -> Result<Date, Text> {
    let text = text.trim();
    let day = strip_time(text);
    match day.to_lowercase().as_str() {
        "today" | "vandaag" => return Ok(today()),
        "yesterday" | "gisteren" => {
            return today().checked_sub(1.day()).map_err(|_| failures::no_such_date(text));
        }
        _ => {}
    }
    let parts: Vec<&str> = day.split(['-', '/']).collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let [first, month, last] = parts[..] else {
        return Err(failures::not_a_date(text));
    };
    if !(digits(first) && digits(month) && digits(last)) {
        return Err(failures::not_a_date(text));
    }
    let (year, day_of_month) = match (first.len(), last.len()) {
        (4, 1 | 2) if day.contains('-') => (first, last),
        (1 | 2, 4) => (last, first),
        _ => return Err(failures::not_a_date(text)),
    };
    let date = || Date::new(year.parse().ok()?, month.parse().ok()?, day_of_month.parse().ok()?).ok();
    date().filter(|date| date.year() > 0).ok_or_else(|| failures::no_such_date(text))
}

/// Removes a time such as `14:30`, `9:30:00` or `T00:00:00.000` from the end of a text.
fn strip_time(text: &str) -> &str {
    let is_time = |time: &str| {
        let zero = if time.find(':') == Some(1) { "0" } else { "" };
        time.contains(':') && format!("{zero}{time}").parse::<Time>().is_ok()
    };
    match text.rsplit_once([' ', 'T']) {
        Some((day, time)) if is_time(time) => day.trim_end(),
        _ => text,
    }
}
