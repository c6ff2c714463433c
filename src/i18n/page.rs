//! The words around what a page shows, and how days and numbers are written on it.

use super::{Label, Lang, Text, messages};
use jiff::civil::Date;

/// Leads a keyboard past the contents.
pub const SKIP_LINK: Label = Label::new("Naar de inhoud", "Skip to the content");
/// What leads to the parts of the page.
pub const CONTENTS: Label = Label::new("Onderdelen van deze pagina", "Parts of this page");
/// Below a picture.
pub const NUMBERS_BELOW: Label =
    Label::new("De getallen staan in de tabel hieronder.", "The numbers are in the table below.");
/// Before the name of a table.
pub const TABLE: Label = Label::new("Tabel", "Table");
/// Above a receipt.
pub const RECEIPT: Label = Label::new("Bewijs", "Receipt");
/// What a receipt is for.
pub const RECEIPT_ABOUT: Label = Label::new(
    "Met dit bewijs bepaalt 'ruimte receipt' de getallen opnieuw, zoals het register toen was.",
    "With this receipt 'ruimte receipt' makes the numbers again, as the register was then.",
);
/// At the foot of a page.
pub const MADE_BY: Label = Label::new(
    "Gemaakt met ruimte, het register van belemmeringen in wet- en regelgeving.",
    "Made with ruimte, the register of regulatory obstacles.",
);
/// What kind of picture it is.
pub const BAR_CHART: Label = Label::new("Staafdiagram", "Bar chart");
/// What kind of picture it is.
pub const LINE_CHART: Label = Label::new("Lijndiagram", "Line chart");

messages! {
    /// The name of the table below a picture.
    table_caption(heading) { "{heading}: de getallen", "{heading}: the numbers" }
    /// Below a picture of some of the rows.
    chart_truncated(drawn) { "De eerste {drawn} zijn getekend; de tabel hieronder noemt ze alle.", "The first {drawn} are drawn; the table below has them all." }
    /// From the first to the last point of a line.
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

/// A day as readers write it in a sentence.
pub fn long_date(day: Date) -> Text {
    let month = usize::try_from(day.month()).unwrap_or(1).saturating_sub(1);
    let written = |months: [&str; 12]| {
        format!("{} {} {:04}", day.day(), months.get(month).copied().unwrap_or_default(), day.year())
    };
    Text { nl: written(MONTHS_NL), en: written(MONTHS_EN) }
}

/// A day as the reader writes it among other values.
pub fn short_date(when: Date, lang: Lang) -> String {
    match lang {
        Lang::Nl => format!("{:02}-{:02}-{:04}", when.day(), when.month(), when.year()),
        Lang::En => long_date(when).en,
    }
}

/// A number with a fraction of one digit at most, as the reader writes it.
pub fn decimal(number: f64, lang: Lang) -> String {
    let text = format!("{number:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    match lang {
        Lang::Nl => text.replace('.', ","),
        Lang::En => text.to_owned(),
    }
}
