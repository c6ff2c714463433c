//! Dates as users type them: every supported notation is parsed, and any other text is refused with a message.

use super::{cases, day, parse_date};
use jiff::civil::Date;
use proptest::prelude::*;

/// The Dutch name of the month with this number, from 1 to 12.
fn month_name(month: i8) -> &'static str {
    const MONTHS: [&str; 12] = [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ];
    usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or("13")
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn exactly_the_days_of_the_calendar_are_parsed_in_iso_and_dutch_form((year, month, day) in day()) {
        let forms = [
            format!("{year:04}-{month:02}-{day:02}"),
            format!("{year:04}-{month}-{day}"),
            format!("{day}-{month}-{year:04}"),
            format!("{day:02}-{month:02}-{year:04}"),
            format!("{day}/{month}/{year:04}"),
            format!("  {day:02}/{month:02}/{year:04}\t"),
            format!("{day}.{month}.{year:04}"),
            format!("{day} {} {year:04}", month_name(month)),
            format!("{day}-{}-{year:04} 14:30", month_name(month).to_uppercase()),
        ];
        let real = Date::new(year, month, day);
        for form in forms {
            match (&real, parse_date(&form)) {
                (Ok(real), Ok(read)) => {
                    prop_assert_eq!(*real, read);
                    prop_assert_eq!(read.to_string(), format!("{year:04}-{month:02}-{day:02}"));
                    prop_assert_eq!(parse_date(&read.to_string()).unwrap(), read);
                }
                (Err(_), Err(message)) => prop_assert!(message.en.starts_with("there is no date"), "{}", message.en),
                (_, read) => prop_assert!(false, "{form}: {read:?}"),
            }
        }
    }

    #[test]
    fn any_text_is_a_date_or_refused_in_both_languages(
        text in prop_oneof![any::<String>(), "[0-9]{0,5}[-/. ][0-9]{0,4}[-/. ][0-9]{0,5}", "[-0-9/]{0,12}", "-?[0-9]{1,12}"]
    ) {
        match parse_date(&text) {
            Ok(read) => {
                prop_assert!((1..=9999).contains(&read.year()));
                prop_assert_eq!(parse_date(&read.to_string()).unwrap(), read);
            }
            Err(message) => prop_assert!(!message.nl.is_empty() && !message.en.is_empty()),
        }
    }
}

#[test]
fn words_for_a_day_are_parsed_in_both_languages() {
    for (text, day) in
        [("today", "2018-05-12"), ("Vandaag", "2018-05-12"), ("YESTERDAY", "2018-05-11"), (" gisteren ", "2018-05-11")]
    {
        assert_eq!(parse_date(text).unwrap().to_string(), day, "{text}");
    }
}
