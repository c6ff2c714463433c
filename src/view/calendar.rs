//! Writes all-day events as an iCalendar file (RFC 5545).

use super::sanitize::printable;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// Limit on the length of a line in bytes, without its line break.
const MAX_LINE_BYTES: usize = 75;

#[derive(Clone, Debug)]
pub struct AllDayEvent {
    pub uid: String,
    pub summary: String,
    pub day: Date,
    /// When the event was last changed.
    pub changed: Timestamp,
}

/// Adds a line. Continues a long line on the next ones, which begin with a space.
fn push_line(calendar: &mut String, line: &str) {
    let mut length = 0;
    for character in line.chars() {
        if length + character.len_utf8() > MAX_LINE_BYTES {
            calendar.push_str("\r\n ");
            length = 1;
        }
        length += character.len_utf8();
        calendar.push(character);
    }
    calendar.push_str("\r\n");
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in printable(text, true).chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            character => escaped.push(character),
        }
    }
    escaped
}

pub fn write_calendar(name: &str, events: &[AllDayEvent]) -> String {
    let mut calendar = String::new();
    let name = escape(name);
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ruimte//ruimte//NL",
        "CALSCALE:GREGORIAN",
        &format!("NAME:{name}"),
        // Outlook knows these older names only.
        &format!("X-WR-CALNAME:{name}"),
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
    ] {
        push_line(&mut calendar, line);
    }
    for event in events {
        // The end is the day after the last day.
        let end = event.day.checked_add(1.day()).unwrap_or(event.day);
        for line in [
            "BEGIN:VEVENT",
            &format!("UID:{}", escape(&event.uid)),
            &format!("DTSTAMP:{}", event.changed.strftime("%Y%m%dT%H%M%SZ")),
            &format!("DTSTART;VALUE=DATE:{}", event.day.strftime("%Y%m%d")),
            &format!("DTEND;VALUE=DATE:{}", end.strftime("%Y%m%d")),
            &format!("SUMMARY:{}", escape(&event.summary)),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ] {
            push_line(&mut calendar, line);
        }
    }
    push_line(&mut calendar, "END:VCALENDAR");
    calendar
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(summary: &str) -> String {
        let uid = "B-001@0123".to_owned();
        let changed = "2026-11-30T09:30:15.123Z".parse().unwrap();
        let event = AllDayEvent { uid, summary: summary.to_owned(), day: jiff::civil::date(2026, 12, 31), changed };
        write_calendar("Mijn agenda", &[event])
    }

    #[test]
    fn an_event_lasts_all_day() {
        assert_eq!(
            calendar("B-001 Mag dit?"),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ruimte//ruimte//NL\r\nCALSCALE:GREGORIAN\r\n\
             NAME:Mijn agenda\r\nX-WR-CALNAME:Mijn agenda\r\nREFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n\
             X-PUBLISHED-TTL:PT4H\r\nBEGIN:VEVENT\r\nUID:B-001@0123\r\nDTSTAMP:20261130T093015Z\r\n\
             DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\nSUMMARY:B-001 Mag dit?\r\n\
             TRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
    }

    #[test]
    fn what_separates_values_is_escaped() {
        assert!(calendar("a; b, c\\d\ne\r\nEND:VEVENT").contains("SUMMARY:a\\; b\\, c\\\\d\\ne\\nEND:VEVENT\r\n"));
        assert!(!calendar("a\u{7}b\u{202e}c\r").contains(['\u{7}', '\u{202e}']));
    }

    #[test]
    fn a_long_line_is_folded_between_characters() {
        let title = "één €uro 👩🏽‍⚕️ ".repeat(40);
        let calendar = calendar(&title);
        assert!(calendar.split("\r\n").all(|line| line.len() <= MAX_LINE_BYTES));
        assert!(calendar.replace("\r\n ", "").contains(&format!("SUMMARY:{}", escape(&title))));
    }
}
