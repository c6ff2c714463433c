//! The address of the list with the rows that a number counts.

use super::Frame;
use crate::rows::CountedRows;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt::Write as _;

/// Options of which a number can count another value than that of the page, because a record can have several values. Two
/// conditions of such an option hold for what has one of the values, and not both.
const MULTI_VALUED: &[&str] =
    &["ministry", "lead", "law", "factsheet", "scheme", "precedent", "about", "answered-within", "solved-within"];
/// Options of which each value is a further condition.
const REPEATED: &[&str] = &["without", "measure"];
/// The lists that take the filter of a page with numbers. The others, such as that of the regions, have no filter.
const FILTERED: &[&str] = &["obstacles", "contacts", "factsheets", "schemes"];

fn is_iso_day(text: &str) -> bool {
    let is_digit = |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    text.len() == 10 && text.bytes().enumerate().all(is_digit)
}

impl Frame {
    /// Returns the address of the list that has exactly these rows; `None` if no filter selects them.
    pub fn rows_path(&self, rows: &CountedRows) -> Option<String> {
        if !self.conditions.is_empty() && !FILTERED.contains(&rows.list) {
            return None;
        }
        let mut query = self.conditions.clone();
        for (option, value) in &rows.filter {
            let known: Vec<usize> =
                query.iter().enumerate().filter(|(_, (name, _))| name == option).map(|(at, _)| at).collect();
            let [at] = known[..] else {
                if !known.is_empty() && !REPEATED.contains(option) {
                    return None;
                }
                query.push(((*option).to_owned(), value.clone()));
                continue;
            };
            let (_, before) = query.get_mut(at)?;
            let is_earliest = option.ends_with("since");
            if is_earliest || option.ends_with("until") {
                // Both hold, so that the narrower of the two remains. Days in ISO 8601 compare as texts.
                if !is_iso_day(before) {
                    return None;
                }
                if (*value > *before) == is_earliest {
                    before.clone_from(value);
                }
            } else if REPEATED.contains(option) {
                query.push(((*option).to_owned(), value.clone()));
            } else if *value == "open" && before != value {
                // Open has two statuses, of which the page may have chosen one.
                return None;
            } else if !MULTI_VALUED.contains(option) {
                // The rows have this value, and so does the filter of the page, if it has others too.
                before.clone_from(value);
            } else if before != value {
                return None;
            }
        }
        let mut path = format!("/{}", rows.list);
        for (at, (name, value)) in query.iter().enumerate() {
            let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
            let separator = if at == 0 { '?' } else { '&' };
            let _ = write!(path, "{separator}{name}={}", encoded(value));
        }
        Some(path)
    }
}
