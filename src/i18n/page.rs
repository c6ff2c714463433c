//! Texts that surround the data on HTML pages, and the formatting of dates and numbers.

use super::{Lang, Text, labels, messages};
use jiff::civil::{Date, DateTime, Time};

labels! {
    SKIP_LINK { "Naar de inhoud", "Skip to the content" }
    CONTENTS { "Onderdelen van deze pagina", "Parts of this page" }
    NUMBERS_BELOW { "De getallen staan in de tabel hieronder.", "The numbers are in the table below." }
    TABLE { "Tabel", "Table" }
    RECEIPT { "Bewijs", "Receipt" }
    RECEIPT_ABOUT { "Met dit bewijs zijn de getallen later opnieuw te bepalen, uit het register zoals het toen was: plak het op de pagina Bewijs nagaan.", "With this receipt the numbers can be recomputed later, from the register as it was then: paste it on the page Check a receipt." }
    MADE_BY { "Gemaakt met ruimte, het register van belemmeringen in wet- en regelgeving.", "Made with ruimte, the register of regulatory obstacles." }
    HEAT_LEGEND { "Hoe sterker een vak is gekleurd, hoe hoger het getal.", "The stronger the colour of a cell, the higher its number." }
    BAR_CHART { "Staafdiagram", "Bar chart" }
    LINE_CHART { "Lijndiagram", "Line chart" }
}

messages! {
    table_caption(heading) { "{heading}: de getallen", "{heading}: the numbers" }
    first_of(drawn, rows) { "De eerste {drawn} van {rows}.", "The first {drawn} of {rows}." }
    chart_truncated(drawn) { "De eerste {drawn} zijn getekend; de tabel hieronder noemt ze alle.", "The first {drawn} are drawn; the table below has them all." }
    line_range(name, from, first, until, last) { "{name}: van {first} in {from} tot {last} in {until}", "{name}: from {first} in {from} to {last} in {until}" }
}

const MONTHS_NL: [&str; 12] = [
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
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub fn long_date(day: Date) -> Text {
    let month = usize::try_from(day.month()).unwrap_or(1).saturating_sub(1);
    let written = |months: [&str; 12]| {
        format!("{} {} {:04}", day.day(), months.get(month).copied().unwrap_or_default(), day.year())
    };
    Text { nl: written(MONTHS_NL), en: written(MONTHS_EN) }
}

/// Formats a day with its time, or without it at midnight.
pub fn day_and_time(at: DateTime) -> Text {
    let day = long_date(at.date());
    if at.time() == Time::midnight() {
        return day;
    }
    let time = at.strftime("%H:%M").to_string();
    Text { nl: format!("{} {time}", day.nl), en: format!("{} {time}", day.en) }
}

pub fn short_date(when: Date, lang: Lang) -> String {
    match lang {
        Lang::Nl => format!("{:02}-{:02}-{:04}", when.day(), when.month(), when.year()),
        Lang::En => long_date(when).en,
    }
}

/// Formats a number with at most one digit after the decimal separator.
pub fn decimal(number: f64, lang: Lang) -> String {
    let text = format!("{number:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    match lang {
        Lang::Nl => text.replace('.', ","),
        Lang::En => text.to_owned(),
    }
}

/// Formats the size of a file in the decimal units that file managers show.
pub fn file_size(bytes: u64, lang: Lang) -> String {
    #[allow(clippy::cast_precision_loss, reason = "it is shown with one decimal")]
    let size = bytes as f64;
    let (size, unit) = [("kB", 1e3), ("MB", 1e6), ("GB", 1e9)]
        .into_iter()
        .rev()
        .find_map(|(unit, one)| (size >= one).then_some((size / one, unit)))
        .unwrap_or((1.0, "kB"));
    format!("{} {unit}", decimal(size, lang))
}
