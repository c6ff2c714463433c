//! Parses dates that users type. The register and all exports use ISO 8601.

use crate::i18n::{Text, failures};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
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
    Timestamp::now().to_zoned(local_time_zone()).date()
}

/// Returns a function that gives the same day on every call, even if the command runs past midnight.
pub fn fixed_today() -> impl Fn() -> Date {
    let day = OnceCell::new();
    move || *day.get_or_init(today)
}

/// Splits the time off a text such as `2018-03-05 14:30`, `5-3-2018 0:00:00` or `2018-03-05T00:00:00Z`. Returns the
/// date, or `None` if the text does not end with a valid time.
fn without_time(text: &str) -> Option<&str> {
    let splits = text
        .match_indices(['T', ' '])
        .filter_map(|(at, separator)| Some((text.get(..at)?, text.get(at.saturating_add(separator.len())..)?)));
    splits.into_iter().find_map(|(date, time)| {
        let time = time.trim().trim_end_matches("uur").trim_end();
        let time = match time.split_once(['+', '-']) {
            Some((time, offset)) => is_time(offset).then_some(time)?,
            None => time.strip_suffix('Z').unwrap_or(time),
        };
        is_time(time).then_some(date)
    })
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

/// Parses a moment: the beginning of a day, or a time such as `2026-03-02T09:30` (here) or `2026-03-02T08:30:00Z`.
pub fn parse_moment(text: &str, today: Today<'_>) -> Result<Timestamp, Text> {
    let text = text.trim();
    if let Ok(moment) = text.parse() {
        return Ok(moment);
    }
    let has_time = without_time(text).is_some();
    let local = match text.parse::<DateTime>() {
        Ok(local) if has_time => local,
        _ => parse_day(text, today)?.at(0, 0, 0, 0),
    };
    local.to_zoned(local_time_zone()).map(|zoned| zoned.timestamp()).map_err(|_| failures::no_such_date(text))
}

/// The months: the Dutch name, the English name, and abbreviations.
const MONTHS: [(&str, &str, &[&str]); 12] = [
    ("januari", "January", &["jan"]),
    ("februari", "February", &["feb", "febr"]),
    ("maart", "March", &["mrt", "mar"]),
    ("april", "April", &["apr"]),
    ("mei", "May", &[]),
    ("juni", "June", &["jun"]),
    ("juli", "July", &["jul"]),
    ("augustus", "August", &["aug"]),
    ("september", "September", &["sep", "sept"]),
    ("oktober", "October", &["okt", "oct"]),
    ("november", "November", &["nov"]),
    ("december", "December", &["dec"]),
];

/// Returns the number of a month, from 1, by its name in lower case.
fn month_of(word: &str) -> Option<i8> {
    let is_named =
        |(nl, en, also): &(&str, &str, &[&str])| *nl == word || en.eq_ignore_ascii_case(word) || also.contains(&word);
    i8::try_from(MONTHS.iter().position(is_named)?).ok()?.checked_add(1)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Parses a year of four digits, or of two digits if the year is between 2000 and next year.
fn year_of(text: &str, today: Today<'_>) -> Option<i16> {
    let year: i16 = if is_number(text) { text.parse().ok()? } else { return None };
    match text.len() {
        4 => Some(year),
        2 => year.checked_add(2000).filter(|year| *year <= today().year().saturating_add(1)),
        _ => None,
    }
}

/// Accepts `2018-05-12`, `12-5-2018`, `12/5/18`, `12.5.2018`, `12 mei 2018`, `May 12, 2018`, `today` / `vandaag` and
/// `yesterday` / `gisteren`.
pub fn parse_day(text: &str, today: Today<'_>) -> Result<Date, Text> {
    let text = text.trim();
    let lower = text.to_lowercase();
    match lower.as_str() {
        "today" | "vandaag" => return Ok(today()),
        "yesterday" | "gisteren" => {
            return today().checked_sub(1.day()).map_err(|_| failures::no_such_date(text));
        }
        _ => {}
    }
    let invalid = || failures::not_a_date(text);
    let words: Vec<&str> = lower.split([' ', '.', ',', '-', '/']).filter(|word| !word.is_empty()).collect();
    let is_day = |text: &str| is_number(text) && text.len() <= 2;
    let (year, month, day) = match words[..] {
        [day, month, year] if is_day(day) && month_of(month).is_some() => (year_of(year, today), month_of(month), day),
        [month, day, year] if is_day(day) && month_of(month).is_some() => (year_of(year, today), month_of(month), day),
        [month, year] | [year, month] if month_of(month).is_some() && is_number(year) && year.len() != 2 => {
            return Err(month_without_day(text, month_of(month), year));
        }
        _ => {
            let parts: Vec<&str> = text.split(if text.contains('.') { &['.'][..] } else { &['-', '/'] }).collect();
            match parts[..] {
                [year, month] if year.len() == 4 && text.contains('-') && is_number(year) && is_day(month) => {
                    return Err(month_without_day(text, month.parse().ok(), year));
                }
                [first, month, last] if [first, month, last].into_iter().all(is_number) => {
                    match (first.len(), last.len()) {
                        (4, 1 | 2) if text.contains('-') => (year_of(first, today), month.parse().ok(), last),
                        (1 | 2, 4) => (year_of(last, today), month.parse().ok(), first),
                        (1 | 2, 2) if month.len() <= 2 => (year_of(last, today), month.parse().ok(), first),
                        _ => return Err(invalid()),
                    }
                }
                _ => return Err(invalid()),
            }
        }
    };
    let year = year.ok_or_else(invalid)?;
    let date = || Date::new(year, month?, day.parse().ok()?).ok();
    date().filter(|date| date.year() > 0).ok_or_else(|| failures::no_such_date(text))
}

fn month_without_day(text: &str, month: Option<i8>, year: &str) -> Text {
    let index = month.and_then(|month| usize::try_from(month).ok()?.checked_sub(1));
    match index.and_then(|index| MONTHS.get(index)) {
        Some((nl, en, _)) => {
            failures::month_without_day(text, Text { nl: format!("1 {nl} {year}"), en: format!("1 {en} {year}") })
        }
        None => failures::not_a_date(text),
    }
}

/// Parses the periods of a filter. A text may hold several periods with `;` in between, because a page shows all values
/// of a filter in one field.
pub fn parse_periods(texts: &[String], today: Today<'_>) -> Result<Vec<(Date, Date)>, Text> {
    texts.iter().flat_map(|text| text.split(';')).map(|text| parse_period(text, today)).collect()
}

/// How many periods back a relative word points, such as 1 for `last` and -1 for `next`; `None` for any other word.
fn relative_period(word: &str) -> Option<i32> {
    match word {
        "this" | "current" | "dit" | "deze" | "huidig" | "huidige" => Some(0),
        "last" | "previous" | "vorig" | "vorige" | "afgelopen" => Some(1),
        "next" | "volgend" | "volgende" | "komend" | "komende" => Some(-1),
        _ => None,
    }
}

/// Parses the number of a quarter, such as `1`, `1e`, `first` and `eerste`.
fn ordinal_of(word: &str) -> Option<i8> {
    const ORDINALS: [&[&str]; 4] = [
        &["1", "1e", "1ste", "1st", "eerste", "first"],
        &["2", "2e", "2de", "2nd", "tweede", "second"],
        &["3", "3e", "3de", "3rd", "derde", "third"],
        &["4", "4e", "4de", "4th", "vierde", "fourth"],
    ];
    i8::try_from(ORDINALS.iter().position(|words| words.contains(&word))?).ok()?.checked_add(1)
}

/// Returns the first and last day of a week, which begins on Monday.
fn week(day: Date, weeks_back: i32) -> Option<(Date, Date)> {
    let since_monday = i32::from(day.weekday().to_monday_zero_offset());
    let monday = day.checked_sub(weeks_back.checked_mul(7)?.checked_add(since_monday)?.days()).ok()?;
    Some((monday, monday.checked_add(6.days()).ok()?))
}

/// Parses a period (a year, quarter or month) and returns its first and last day. Accepts `2026`, `2026-Q1`, `2026-03`,
/// `eerste kwartaal van 2026` and relative periods such as `this quarter`, `vorig-jaar` and `next-week`.
pub fn parse_period(text: &str, today: Today<'_>) -> Result<(Date, Date), Text> {
    let invalid = || failures::not_a_period(text.trim());
    let lower = text.trim().to_lowercase();
    let is_word = |word: &&str| !matches!(*word, "" | "het" | "de" | "the" | "van" | "of" | "in");
    let words: Vec<&str> = lower.split([' ', '-', '_', '/']).filter(is_word).collect();
    let is_quarter = |word: &str| matches!(word, "kwartaal" | "kw" | "quarter" | "q");
    let year_of = |text: &str| if is_number(text) && text.len() == 4 { text.parse::<i16>().ok() } else { None };
    let quarter_of =
        |text: &str| text.strip_prefix(['q', 'k'])?.parse::<i8>().ok().filter(|number| (1..=4).contains(number));
    let first_month = |quarter: i8| quarter.saturating_mul(3).saturating_sub(2);
    let month_number = |text: &str| if is_number(text) { text.parse().ok() } else { month_of(text) };
    if let [relative, "week"] = words[..]
        && let Some(weeks_back) = relative_period(relative)
    {
        return week(today(), weeks_back).ok_or_else(invalid);
    }
    let (year, month, months): (_, _, i32) = match words[..] {
        [relative, unit] if relative_period(relative).is_some() => {
            let day = today();
            let (month, months): (_, i32) = match unit {
                "year" | "jaar" => (1, 12),
                "quarter" | "kwartaal" => {
                    (day.month().saturating_sub(1).saturating_div(3).saturating_mul(3).saturating_add(1), 3)
                }
                "month" | "maand" => (day.month(), 1),
                _ => return Err(invalid()),
            };
            let start = Date::new(day.year(), month, 1).map_err(|_| invalid())?;
            let back = months.saturating_mul(relative_period(relative).unwrap_or_default());
            let start = start.checked_sub(back.months()).map_err(|_| invalid())?;
            (Some(start.year()), Some(start.month()), months)
        }
        [year] => match year.split_once(['q', 'k']) {
            Some((year, _)) => (year_of(year), lower.get(year.len()..).and_then(quarter_of).map(first_month), 3),
            None => (year_of(year), Some(1), 12),
        },
        [year, quarter] | [quarter, year] if year_of(year).is_some() && quarter_of(quarter).is_some() => {
            (year_of(year), quarter_of(quarter).map(first_month), 3)
        }
        [year, quarter, number] | [year, number, quarter] | [quarter, number, year] | [number, quarter, year]
            if year_of(year).is_some() && is_quarter(quarter) && ordinal_of(number).is_some() =>
        {
            (year_of(year), ordinal_of(number).map(first_month), 3)
        }
        [year, month] | [month, year] if year_of(year).is_some() => (year_of(year), month_number(month), 1),
        _ => return Err(invalid()),
    };
    let (Some(year), Some(month)) = (year.filter(|year| *year > 0), month) else { return Err(invalid()) };
    let start = Date::new(year, month, 1).map_err(|_| invalid())?;
    let last = start.checked_add(months.saturating_sub(1).months()).map_err(|_| invalid())?;
    Ok((start, last.last_of_month()))
}
