//! Renders a number as a spreadsheet shows it, with a decimal point and without thousands separators or currency signs.
//! Uses the format code of an xlsx cell, or the text that an ods cell shows.

use super::problem::Problem;

/// Excel keeps this many significant digits of a number.
const SIGNIFICANT_DIGITS: usize = 15;
/// Excel allows at most this many decimals. A format with more decimals is not supported.
const MAX_DECIMALS: usize = 30;
const CURRENCIES: &[&str] = &["€", "$", "£", "¥", "ƒ", "EUR", "USD", "GBP", ",-"];

/// What the number in a cell means, according to the number format of the cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberFormat {
    General,
    Digits(Digits),
    /// A date, with or without a time.
    Day,
    TimeOfDay,
    /// A length of time, whose hours may exceed 24.
    Duration,
    /// A format that is not rendered, such as a fraction.
    Other,
}

/// A format with a fixed number of digits, such as `000000`, `#,##0.00`, `0%` or `"Z-"0000`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digits {
    before: String,
    integer_width: usize,
    min_decimals: usize,
    max_decimals: usize,
    /// The power of ten by which the number is multiplied: 2 for a percentage, -3 for thousands.
    shift: i32,
    after: String,
}

impl NumberFormat {
    /// Returns the built-in Excel format with this id. Source: ECMA-376 part 1, 18.8.30.
    pub fn built_in(id: u32) -> Self {
        match id {
            14..=17 | 22 | 27..=36 | 50..=58 => Self::Day,
            18..=21 | 45 | 47 => Self::TimeOfDay,
            46 => Self::Duration,
            1 => Self::from_code("0"),
            2 => Self::from_code("0.00"),
            3 | 5 | 6 | 37 | 38 | 41 | 42 => Self::from_code("#,##0"),
            4 | 7 | 8 | 39 | 40 | 43 | 44 => Self::from_code("#,##0.00"),
            9 => Self::from_code("0%"),
            10 => Self::from_code("0.00%"),
            11 | 12 | 13 | 48 => Self::Other,
            _ => Self::General,
        }
    }

    /// Parses a format code such as `dd-mm-yyyy` or `#,##0.00`. Reads only its section for positive numbers.
    pub fn from_code(code: &str) -> Self {
        let (mut has_day, mut has_time, mut has_month_or_minute, mut is_other) = (false, false, false, false);
        let mut digits = Digits::default();
        let (mut has_digit, mut has_point, mut is_after, mut commas) = (false, false, false, 0_i32);
        let mut literal = String::new();
        let mut characters = code.chars();
        while let Some(character) = characters.next() {
            match character.to_ascii_lowercase() {
                ';' => break,
                '"' => literal.extend(characters.by_ref().take_while(|quoted| *quoted != '"')),
                '\\' => literal.extend(characters.next()),
                // Skip the next character: `_` leaves a space of its width, and `*` repeats it.
                '_' | '*' => drop(characters.next()),
                '[' => {
                    let bracketed: String = characters.by_ref().take_while(|inside| *inside != ']').collect();
                    let is_unit = |unit: char| bracketed.chars().all(|inside| inside.eq_ignore_ascii_case(&unit));
                    if !bracketed.is_empty() && ['h', 'm', 's'].into_iter().any(is_unit) {
                        return Self::Duration;
                    }
                    // A condition, such as `[>=1000]`.
                    is_other |= bracketed.starts_with(['<', '>', '=']);
                }
                'd' | 'y' => has_day = true,
                'h' | 's' => has_time = true,
                'm' => has_month_or_minute = true,
                place @ ('0' | '#') => {
                    // Literal text between the digits, as in a telephone number.
                    is_other |= is_after || (has_digit && !literal.is_empty());
                    if !has_digit {
                        digits.before = std::mem::take(&mut literal);
                    }
                    has_digit = true;
                    commas = 0;
                    let is_required = usize::from(place == '0');
                    if has_point {
                        digits.max_decimals = digits.max_decimals.saturating_add(1);
                        digits.min_decimals = digits.min_decimals.saturating_add(is_required);
                    } else {
                        digits.integer_width = digits.integer_width.saturating_add(is_required);
                    }
                }
                '.' => (is_other, has_point) = (is_other || has_point, true),
                ',' => commas = commas.saturating_add(1),
                '%' => {
                    (digits.shift, is_after) = (digits.shift.saturating_add(2), has_digit);
                    literal.push('%');
                }
                'g' if code.to_ascii_lowercase().starts_with("general") => return Self::General,
                '@' => return Self::General,
                '?' | '/' | 'e' => is_other = true,
                other => literal.push(other),
            }
        }
        digits.after = literal;
        digits.shift = digits.shift.saturating_sub(commas.saturating_mul(3));
        match (has_day, has_time) {
            (true, _) => Self::Day,
            (false, true) => Self::TimeOfDay,
            (false, false) if has_month_or_minute => Self::Day,
            _ if is_other || !has_digit || digits.max_decimals > MAX_DECIMALS => Self::Other,
            _ => Self::Digits(digits),
        }
    }
}

/// Renders the stored number as the format shows it.
pub fn render(stored: &str, number: f64, format: &NumberFormat) -> Result<String, Problem> {
    let whole = whole_digits(stored, number);
    match (format, whole) {
        (NumberFormat::Digits(digits), whole) => {
            let shown = match whole.filter(|_| digits.shift == 0) {
                Some(whole) => with_decimals(&whole, digits.min_decimals),
                None => {
                    rounded(number, digits.shift, digits.max_decimals).ok_or_else(|| Problem::impossible(stored))?
                }
            };
            Ok(digits.decorate(&shown, number < 0.0))
        }
        (_, Some(whole)) => Ok(format!("{}{whole}", minus(number, &whole))),
        (NumberFormat::Other, None) => Err(Problem::format(stored)),
        // Excel keeps at most `SIGNIFICANT_DIGITS` digits: 0.3 for 0.30000000000000004.
        _ => Ok(shortest(number)),
    }
}

/// Reads the number in an ods cell from `shown`, the text that the cell shows. The separators in `shown` depend on the
/// language of the document. We recognise them by comparing the digits of `shown` with the stored number.
pub fn read_shown(stored: &str, number: f64, shown: &str, is_percentage: bool) -> Result<String, Problem> {
    let is_digit = |character: char| character.is_ascii_digit();
    let (Some(start), Some(last)) = (shown.find(is_digit), shown.rfind(is_digit)) else {
        // A column that is too narrow shows only `###`.
        return render(stored, number, &NumberFormat::General);
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
    match [format(last_part), format(0)].into_iter().find(|format| is_separated && fits(format)) {
        Some(format) => render(stored, number, &NumberFormat::Digits(format)),
        None => render(stored, number, &NumberFormat::Other),
    }
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
        let (before, after) = (literal(&self.before, is_negative), literal(&self.after, is_negative));
        format!("{before}{sign}{whole:0>width$}{point}{decimals}{after}")
    }
}

/// Returns the literal text beside a number. Omits a text that is only a currency sign or blanks. Omits the sign or
/// brackets of a negative number, because the number itself gets a minus sign.
fn literal(text: &str, is_negative: bool) -> &str {
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

    fn shown(stored: &str, code: &str) -> Result<String, Problem> {
        render(stored, stored.parse().unwrap_or_default(), &NumberFormat::from_code(code))
    }

    #[test]
    fn a_number_is_rendered_as_excel_shows_it() {
        for (stored, code, expected) in [
            ("123", "000000", "000123"),
            ("1234567", "000000", "1234567"),
            ("12345678901234567890", "General", "12345678901234567890"),
            ("12345678901234567890", "0", "12345678901234567890"),
            ("12.0", "General", "12"),
            ("0.30000000000000004", "General", "0.3"),
            ("-5", "General", "-5"),
            ("-0", "General", "0"),
            ("5", "@", "5"),
            ("45000.5", "0", "45001"),
            ("-45000.5", "0", "-45001"),
            ("-0.4", "0", "0"),
            ("1234.5", "#,##0.00", "1234.50"),
            ("123", "0.00", "123.00"),
            ("0.285", "0%", "29%"),
            ("0.5", "0.00%", "50.00%"),
            ("1", "0%", "100%"),
            ("-0.5", "0%", "-50%"),
            ("0.5", "0 %", "50%"),
            ("2.5", "0.##", "2.5"),
            ("2", "0.##", "2"),
            ("1.005", "0.00", "1.01"),
            ("1234567", "#,##0,", "1235"),
            ("12.5", "\"€\" #,##0.00", "12.50"),
            ("12.5", "[$€-413] #,##0.00;[Red]-[$€-413] #,##0.00", "12.50"),
            ("-12.5", "#,##0.00\\ \"€\";(#,##0.00)", "-12.50"),
            ("12", "_-* #,##0.00_-;_-* \"-\"??_-", "12.00"),
            ("12", "\"Z-\"0000", "Z-0012"),
            ("12", "\"2018-\"000", "2018-012"),
            ("5", "0\" dagen\"", "5 dagen"),
            ("12", "# ?/?", "12"),
            ("12000", "0.00E+00", "12000"),
            ("5", "[>9]0;00", "5"),
            ("1234567", "000-0000", "1234567"),
        ] {
            assert_eq!(shown(stored, code), Ok(expected.to_owned()), "{stored} {code}");
        }
        for (stored, code) in [("0.5", "# ?/?"), ("1.5", "0.00E+00"), ("1.5", "[>9]0;00"), ("1.5", "\"ja\"")] {
            assert_eq!(shown(stored, code), Err(Problem::Format(stored.to_owned())), "{code}");
        }
        assert_eq!(shown("1e300", "0.00"), Ok(format!("1{}.00", "0".repeat(300))));
        assert_eq!(shown("1.5e300", "0,"), Err(Problem::Impossible("1.5e300".to_owned())));
    }

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
        ] {
            let number = stored.parse().unwrap_or_default();
            let read = read_shown(stored, number, shown, is_percentage);
            assert_eq!(read, Ok(expected.to_owned()), "{stored} {shown}");
        }
        for (stored, shown) in [("0.5", "1/2"), ("12345.6", "1,23E+04"), ("12.5", "3 stuks")] {
            let number = stored.parse().unwrap_or_default();
            assert_eq!(read_shown(stored, number, shown, false), Err(Problem::Format(stored.to_owned())), "{shown}");
        }
    }
}
