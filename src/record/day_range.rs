//! Parses ranges of days, as a filter on how long something took takes them.

use crate::i18n::{Text, failures};

/// The number of days that the last day of a range is at most, so that sums with it cannot overflow.
const MAX_DAYS: i64 = 9_999_999;

/// The first and the last number of days, such as 8 and 14; the last is `None` if there is no last.
pub type DayRange = (i64, Option<i64>);

/// Parses ranges such as `8-14`, `181+`, and `14` for at most 14 days. A text may hold several ranges with commas or
/// semicolons in between.
pub fn parse_ranges(texts: &[String]) -> Result<Vec<DayRange>, Text> {
    texts.iter().flat_map(|text| text.split([',', ';'])).map(parse_range).collect()
}

fn parse_range(text: &str) -> Result<DayRange, Text> {
    let text = text.trim();
    let number = |text: &str| {
        let text = text.trim();
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|number| is_number && *number <= MAX_DAYS)
    };
    let range = match (text.strip_suffix('+'), text.split_once(['-', '–'])) {
        (Some(first), _) => number(first).map(|first| (first, None)),
        (None, Some((first, last))) => number(first).zip(number(last)).map(|(first, last)| (first, Some(last))),
        (None, None) => number(text).map(|last| (0, Some(last))),
    };
    let is_in_order = |(first, last): &DayRange| last.is_none_or(|last| *first <= last);
    range.filter(is_in_order).ok_or_else(|| failures::not_a_day_range(text))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::parse_ranges;

    #[test]
    fn a_range_has_a_first_and_a_last_number_of_days() {
        let parsed = |text: &str| parse_ranges(&[text.to_owned()]).ok();
        assert_eq!(parsed("8-14"), Some(vec![(8, Some(14))]));
        assert_eq!(parsed("181+"), Some(vec![(181, None)]));
        assert_eq!(parsed(" 14 "), Some(vec![(0, Some(14))]));
        assert_eq!(parsed("0-7; 15 – 30,61+"), Some(vec![(0, Some(7)), (15, Some(30)), (61, None)]));
        for wrong in ["", "14-8", "-3", "+", "8-", "8-14+", "twee", "1.5", "99999999999999999999"] {
            assert_eq!(parsed(wrong), None, "{wrong}");
        }
    }
}
