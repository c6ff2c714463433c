//! Renders a number as a spreadsheet shows it, with a decimal point and without thousands separators or currency signs.
//! Uses the format code of an xlsx cell, or the text that an ods cell shows.

use super::problem::Problem;

/// Excel keeps this many significant digits of a number.
const SIGNIFICANT_DIGITS: usize = 15;
const CURRENCIES: &[&str] = &["€", "$", "£", "¥", "ƒ", "EUR", "USD", "GBP", ",-"];

/// The number format of a cell. It may have separate sections for negative numbers and for zero. If a section is
/// missing, the section for positive numbers applies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NumberFormat {
    pub positive: Section,
    pub negative: Option<Section>,
    pub zero: Option<Section>,
}

/// What one section of a number format shows, for example digits, a date or a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Section {
    #[default]
    General,
    Digits(Digits),
    /// A fixed text, possibly empty, that the cell shows instead of the number.
    Text(String),
    /// A date, with or without a time.
    Day,
    TimeOfDay,
    /// A length of time, whose hours may exceed 24.
    Duration,
    /// A fraction, or a number with an exponent. We read only whole numbers in this format.
    Notation,
    /// A format that we do not render, because it may show something other than the number.
    Unknown,
}

/// A format with a fixed number of digits, such as `000000`, `#,##0.00`, `0%` or `"Z-"0000`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digits {
    pub before: String,
    pub integer_width: usize,
    pub min_decimals: usize,
    pub max_decimals: usize,
    /// The power of ten by which the number is multiplied: 2 for a percentage, -3 for thousands.
    pub shift: i32,
    pub after: String,
}

impl From<Section> for NumberFormat {
    fn from(positive: Section) -> Self {
        Self { positive, negative: None, zero: None }
    }
}

impl NumberFormat {
    /// Returns the section of the number format that applies to this number.
    pub fn section(&self, number: f64) -> &Section {
        let own = if number < 0.0 {
            &self.negative
        } else if number == 0.0 {
            &self.zero
        } else {
            &None
        };
        own.as_ref().unwrap_or(&self.positive)
    }
}

/// Renders a stored number as its cell shows it. `section` is the part of the number format that applies.
pub fn render(stored: &str, number: f64, section: &Section) -> Result<String, Problem> {
    let whole = whole_digits(stored, number);
    match (section, whole) {
        (Section::Text(text), _) => Ok(text.trim().to_owned()),
        (Section::Unknown, _) | (Section::Notation, None) => Err(Problem::format(stored)),
        (Section::Digits(digits), whole) => {
            let shown = match whole.filter(|_| digits.shift == 0) {
                Some(whole) => with_decimals(&whole, digits.min_decimals),
                None => {
                    rounded(number, digits.shift, digits.max_decimals).ok_or_else(|| Problem::impossible(stored))?
                }
            };
            Ok(digits.decorate(&shown, number < 0.0))
        }
        (_, Some(whole)) => Ok(format!("{}{whole}", minus(number, &whole))),
        // Excel keeps at most `SIGNIFICANT_DIGITS` digits: 0.3 for 0.30000000000000004.
        _ => Ok(shortest(number)),
    }
}

/// Reads the number in an ods cell from `shown`, the text that the cell shows. The separators in `shown` depend on the
/// language of the document. We recognise them by comparing the digits of `shown` with the stored number.
pub fn read_shown(stored: &str, number: f64, shown: &str, is_percentage: bool) -> Result<String, Problem> {
    let is_digit = |character: char| character.is_ascii_digit();
    let (Some(start), Some(last)) = (shown.find(is_digit), shown.rfind(is_digit)) else {
        // A column that is too narrow shows only `###`. Any other text without digits replaces the number.
        let is_narrow = !shown.is_empty() && shown.chars().all(|character| character == '#');
        return if is_narrow { render(stored, number, &Section::General) } else { Ok(shown.trim().to_owned()) };
    };
    let (before, rest) = shown.split_at(start);
    let (run, after) = rest.split_at(last.saturating_sub(start).saturating_add(1));
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let is_separated = run.chars().all(|character| {
        is_digit(character) || matches!(character, '.' | ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}')
    });
    let last_part = run.rsplit(['.', ',']).next().filter(|part| part.len() < run.len()).map_or(0, str::len);
    let format = |decimals: usize| Digits {
        before: before.to_owned(),
        integer_width: digits.len().saturating_sub(decimals),
        min_decimals: decimals,
        max_decimals: decimals,
        shift: if is_percentage { 2 } else { 0 },
        after: after.to_owned(),
    };
    let fits = |format: &Digits| {
        rounded(number, format.shift, format.max_decimals).is_some_and(|rounded| {
            let rounded: String = rounded.chars().filter(char::is_ascii_digit).collect();
            rounded.trim_start_matches('0') == digits.trim_start_matches('0')
        })
    };
    if let Some(format) = [format(last_part), format(0)].into_iter().find(|format| is_separated && fits(format)) {
        return render(stored, number, &Section::Digits(format));
    }
    // All digits of a whole number, with text between them, as in 2018-0012.
    let whole = whole_digits(stored, number).map(|whole| whole.trim_start_matches('0').to_owned());
    if whole.is_some_and(|whole| whole == digits.trim_start_matches('0')) {
        return Ok(shown.trim().to_owned());
    }
    let has_exponent = run.contains(['E', 'e']);
    render(stored, number, if has_exponent { &Section::Notation } else { &Section::Unknown })
}

impl Digits {
    /// Pads an unsigned number to the required digits, and adds the sign and the literal text around it.
    fn decorate(&self, number: &str, is_negative: bool) -> String {
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let optional = decimals.get(self.min_decimals.min(decimals.len())..).unwrap_or_default();
        let kept = decimals.len().saturating_sub(optional.len().saturating_sub(optional.trim_end_matches('0').len()));
        let decimals = decimals.get(..kept).unwrap_or_default();
        let point = if decimals.is_empty() { "" } else { "." };
        let is_zero = !number.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
        let sign = if is_negative && !is_zero { "-" } else { "" };
        let width = self.integer_width;
        // A format without required digits, such as `#`, shows no digit for zero.
        let whole = if is_zero && width == 0 && self.max_decimals == 0 { "" } else { whole };
        let (before, after) = (literal(&self.before, is_negative), literal(&self.after, is_negative));
        format!("{before}{sign}{whole:0>width$}{point}{decimals}{after}")
    }
}

/// Returns the literal text beside a number. Omits a text that is only a currency sign or blanks. Omits the sign or
/// brackets of a negative number, because the number itself gets a minus sign.
pub fn literal(text: &str, is_negative: bool) -> &str {
    let trimmed = text.trim_matches(|character: char| {
        character.is_whitespace() || (is_negative && matches!(character, '-' | '−' | '(' | ')'))
    });
    match trimmed {
        "" => "",
        "%" => "%",
        trimmed if CURRENCIES.contains(&trimmed) => "",
        _ if is_negative => trimmed,
        _ => text,
    }
}

fn minus(number: f64, whole: &str) -> &'static str {
    if number < 0.0 && whole != "0" { "-" } else { "" }
}

/// Returns the digits of a whole number, without its sign. Keeps every digit that the file stores.
fn whole_digits(stored: &str, number: f64) -> Option<String> {
    let digits = stored.trim().trim_start_matches(['-', '+']);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let digits = digits.trim_start_matches('0');
        return Some(if digits.is_empty() { "0" } else { digits }.to_owned());
    }
    (number.fract() == 0.0).then(|| number.abs().to_string())
}

fn with_decimals(whole: &str, decimals: usize) -> String {
    if decimals == 0 { whole.to_owned() } else { format!("{whole}.{:0<decimals$}", "") }
}

/// Splits the absolute value of a number into [`SIGNIFICANT_DIGITS`] digits and the power of ten of the last of them.
fn decompose(number: f64) -> Option<(u128, i32)> {
    let text = format!("{:.*e}", SIGNIFICANT_DIGITS.saturating_sub(1), number.abs());
    let (mantissa, exponent) = text.split_once('e')?;
    let last = i32::try_from(SIGNIFICANT_DIGITS.saturating_sub(1)).ok()?;
    Some((mantissa.replace('.', "").parse().ok()?, exponent.parse::<i32>().ok()?.checked_sub(last)?))
}

/// Multiplies the absolute value of a number by a power of ten, and rounds it half away from zero, as Excel does.
/// Returns `None` if the result has too many digits.
fn rounded(number: f64, shift: i32, decimals: usize) -> Option<String> {
    let (digits, exponent) = decompose(number)?;
    let power = exponent.checked_add(shift)?.checked_add(i32::try_from(decimals).ok()?)?;
    let scale = 10_u128.checked_pow(power.unsigned_abs());
    let scaled = match (power >= 0, scale) {
        (true, scale) => digits.checked_mul(scale?)?,
        (false, Some(scale)) => digits.checked_add(scale.checked_div(2)?)?.checked_div(scale)?,
        (false, None) => 0,
    };
    let width = decimals.checked_add(1)?;
    let text = format!("{scaled:0>width$}");
    let (whole, fraction) = text.split_at(text.len().checked_sub(decimals)?);
    Some(if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") })
}

fn shortest(number: f64) -> String {
    let text = format!("{:.*e}", SIGNIFICANT_DIGITS.saturating_sub(1), number);
    text.parse::<f64>().unwrap_or(number).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_number_is_read_in_any_language() {
        for (stored, shown, is_percentage, expected) in [
            ("1234.5", "1.234,50", false, "1234.50"),
            ("1234.5", "1,234.50", false, "1234.50"),
            ("1234.5", "1 234,50", false, "1234.50"),
            ("1234", "1.234", false, "1234"),
            ("1.234", "1.234", false, "1.234"),
            ("1.234", "1,234", false, "1.234"),
            ("0.5", "50%", true, "50%"),
            ("0.5", "50,00 %", true, "50.00%"),
            ("123", "000123", false, "000123"),
            ("12", "Z-0012", false, "Z-0012"),
            ("-12.5", "-€ 12,50", false, "-12.50"),
            ("-12.5", "(12,50)", false, "-12.50"),
            ("12", "€ 12,00", false, "12.00"),
            ("12", "€ 12,-", false, "12"),
            ("45000.5", "45001", false, "45001"),
            ("12000", "1,2E+04", false, "12000"),
            ("12.5", "###", false, "12.5"),
            ("5", "5 dagen", false, "5 dagen"),
            ("20180012", "2018-0012", false, "2018-0012"),
            ("12345", "012-345", false, "012-345"),
            ("1", "ja", false, "ja"),
            ("0", "-", false, "-"),
            ("0", "", false, ""),
        ] {
            let number = stored.parse().unwrap_or_default();
            let read = read_shown(stored, number, shown, is_percentage);
            assert_eq!(read, Ok(expected.to_owned()), "{stored} {shown}");
        }
        for (stored, shown) in
            [("0.5", "1/2"), ("12345.6", "1,23E+04"), ("12.5", "3 stuks"), ("5", "6"), ("1234567", "1.235")]
        {
            let number = stored.parse().unwrap_or_default();
            assert_eq!(read_shown(stored, number, shown, false), Err(Problem::Format(stored.to_owned())), "{shown}");
        }
    }
}
