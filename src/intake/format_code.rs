//! Parses the format codes of Excel, such as `dd-mm-yyyy` and `#,##0.00;[Red]-#,##0.00`. If a code may show something
//! other than the number, and we cannot render that, it becomes [`Section::Unknown`].

use super::number_format::{Digits, NumberFormat, Section, literal};

/// Excel allows at most this many decimals. A format with more decimals is not supported.
const MAX_DECIMALS: usize = 30;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// Text in quotes or after a backslash.
    Literal(String),
    /// What square brackets contain: a color, a currency, a condition or a unit of time.
    Bracketed(String),
    /// The word "General".
    General,
    Code(char),
}

/// Returns the built-in Excel format with this id. Source: ECMA-376 part 1, 18.8.30.
pub fn built_in(id: u32) -> NumberFormat {
    match id {
        14..=17 | 22 | 27..=36 | 50..=58 => Section::Day.into(),
        18..=21 | 45 | 47 => Section::TimeOfDay.into(),
        46 => Section::Duration.into(),
        1 => parse("0"),
        2 => parse("0.00"),
        3 | 5 | 6 | 37 | 38 => parse("#,##0"),
        4 | 7 | 8 | 39 | 40 => parse("#,##0.00"),
        9 => parse("0%"),
        10 => parse("0.00%"),
        11 | 12 | 13 | 48 => Section::Notation.into(),
        41 | 42 => parse("#,##0;-#,##0;\"-\""),
        43 | 44 => parse("#,##0.00;-#,##0.00;\"-\""),
        _ => Section::General.into(),
    }
}

/// Parses a format code. Its sections are for positive numbers, negative numbers and zero.
pub fn parse(code: &str) -> NumberFormat {
    let tokens = tokens(code);
    let mut codes: Vec<&[Token]> = tokens.split(|token| *token == Token::Code(';')).collect();
    // A code has at most four sections, and the fourth is for text. In a shorter code, a last section with `@` is for
    // text.
    codes.truncate(3);
    if codes.len() > 1 {
        codes.pop_if(|last| last.contains(&Token::Code('@')));
    }
    // A condition, such as `[>=1000]`, changes which numbers the sections are for. We do not support conditions.
    let is_condition = |token: &Token| matches!(token, Token::Bracketed(inside) if inside.starts_with(['<', '>', '=']));
    if tokens.iter().any(is_condition) {
        return NumberFormat::from(Section::Unknown);
    }
    let mut sections = codes.into_iter().enumerate().map(|(index, code)| section(code, index == 1));
    let positive = sections.next().filter(|_| !tokens.is_empty()).unwrap_or(Section::General);
    let (negative, zero) = (sections.next(), sections.next());
    // Without a section for negative numbers, Excel puts a minus sign before the text that replaces the number. We do
    // not support that.
    let is_text = matches!(positive, Section::Text(_));
    let negative = negative.or_else(|| is_text.then_some(Section::Unknown));
    NumberFormat { positive, negative, zero }
}

fn tokens(code: &str) -> Vec<Token> {
    const GENERAL: &str = "general";
    let mut tokens = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        if rest.get(..GENERAL.len()).is_some_and(|word| word.eq_ignore_ascii_case(GENERAL)) {
            tokens.push(Token::General);
            rest = rest.get(GENERAL.len()..).unwrap_or_default();
            continue;
        }
        let mut characters = rest.chars();
        characters.next();
        match first {
            '"' => tokens.push(Token::Literal(characters.by_ref().take_while(|quoted| *quoted != '"').collect())),
            '\\' => tokens.push(Token::Literal(characters.next().into_iter().collect())),
            // Skip the character after `_` or `*`. It is only a measure: `_` leaves a space of its width, and `*` fills
            // the cell with it.
            '_' | '*' => drop(characters.next()),
            '[' => tokens.push(Token::Bracketed(characters.by_ref().take_while(|inside| *inside != ']').collect())),
            other => tokens.push(Token::Code(other)),
        }
        rest = characters.as_str();
    }
    tokens
}

fn section(tokens: &[Token], is_negative: bool) -> Section {
    let (mut has_day, mut has_time, mut has_month_or_minute) = (false, false, false);
    let (mut is_general, mut is_notation, mut is_unknown) = (false, false, false);
    let mut digits = Digits::default();
    let (mut has_digit, mut has_point, mut is_after, mut commas) = (false, false, false, 0_i32);
    let mut text = String::new();
    let mut tokens = tokens.iter().peekable();
    while let Some(token) = tokens.next() {
        let character = match token {
            Token::General => {
                is_general = true;
                continue;
            }
            Token::Literal(literal) => {
                text.push_str(literal);
                continue;
            }
            Token::Bracketed(inside) => {
                let is_unit = |unit: char| inside.chars().all(|inside| inside.eq_ignore_ascii_case(&unit));
                if !inside.is_empty() && ['h', 'm', 's'].into_iter().any(is_unit) {
                    return Section::Duration;
                }
                match inside.strip_prefix('$').map(|currency| currency.split_once('-').unwrap_or((currency, "nl"))) {
                    Some((symbol, locale)) if !locale.is_empty() => text.push_str(symbol),
                    Some(_) => is_unknown = true,
                    // A code such as `[DBNum1]` selects the digits of another script, which we do not support.
                    None => is_unknown |= inside.get(1..5).is_some_and(|name| name.eq_ignore_ascii_case("BNum")),
                }
                continue;
            }
            Token::Code(character) => character.to_ascii_lowercase(),
        };
        match character {
            'd' | 'y' => has_day = true,
            'h' | 's' => has_time = true,
            'm' => has_month_or_minute = true,
            place @ ('0' | '#' | '?') => {
                // We do not support text between the digits, as in a telephone number. Only a space may be there,
                // because it separates thousands.
                is_unknown |= is_after || (has_digit && !text.trim().is_empty());
                let before = std::mem::take(&mut text);
                if !has_digit {
                    digits.before = before;
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
            '.' => (is_unknown, has_point) = (is_unknown || has_point, true),
            ',' => commas = commas.saturating_add(1),
            '%' => {
                (digits.shift, is_after) = (digits.shift.saturating_add(2), has_digit);
                text.push('%');
            }
            '@' => is_general = true,
            '/' => is_notation = true,
            'e' => {
                is_notation = true;
                tokens.next_if(|sign| matches!(sign, Token::Code('+' | '-')));
            }
            other => {
                is_unknown |= other.is_ascii_alphabetic();
                text.push(other);
            }
        }
    }
    digits.after = text;
    digits.shift = digits.shift.saturating_sub(commas.saturating_mul(3));
    let is_bare = [&digits.before, &digits.after].iter().all(|text| literal(text, is_negative).is_empty());
    match (has_day, has_time) {
        (true, _) => Section::Day,
        (false, true) => Section::TimeOfDay,
        (false, false) if has_month_or_minute => Section::Day,
        _ if is_unknown || digits.max_decimals > MAX_DECIMALS => Section::Unknown,
        _ if is_general && is_bare && !has_digit => Section::General,
        _ if is_notation && is_bare && has_digit => Section::Notation,
        _ if is_general || is_notation => Section::Unknown,
        _ if has_digit => Section::Digits(digits),
        _ => Section::Text(digits.after),
    }
}

#[cfg(test)]
mod tests {
    use super::super::number_format::render;
    use super::super::problem::Problem;
    use super::*;

    fn shown(stored: &str, code: &str) -> Result<String, Problem> {
        let number = stored.parse().unwrap_or_default();
        render(stored, number, parse(code).section(number))
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
            ("12", "[$-413]General", "12"),
            ("-12", "General;[Red]-General", "-12"),
            ("5", "0;@", "5"),
            ("1234567", "# ##0", "1234567"),
            ("5", "[$CHF-807] 0", "CHF 5"),
            ("-12", "0;[Red]0", "-12"),
            ("-12", "0_);(0)", "-12"),
            // Some formats show a text, or nothing, instead of the number.
            ("1", "\"ja\";\"ja\";\"nee\"", "ja"),
            ("0", "\"ja\";\"ja\";\"nee\"", "nee"),
            ("0", "0;-0;;@", ""),
            ("-3", "0;-0;;@", "-3"),
            ("-3", "0;;", ""),
            ("1", ";;;", ""),
            ("0", "#", ""),
            ("10", "#", "10"),
            ("0", "#,##0", "0"),
            ("0", "_-* #,##0.00_-;_-* \"-\"??_-;_-* \"-\"??_-;_-@_-", "-"),
            ("1.5", "\"ja\"", "ja"),
        ] {
            assert_eq!(shown(stored, code), Ok(expected.to_owned()), "{stored} {code}");
        }
        for (stored, code) in [
            ("0.5", "# ?/?"),
            ("1.5", "0.00E+00"),
            ("5", "[>9]0;00"),
            ("1", "[=1]\"ja\";[=0]\"nee\""),
            ("-1", "\"ja\""),
            ("20180012", "0000-0000"),
            ("20180012", "0000\"-\"0000"),
            ("5", "General \"stuks\""),
            ("5", "@\" stuks\""),
            ("5", "# ?/?\" inch\""),
            ("1", "[$Z-]0000"),
            ("5", "[DBNum1]0"),
        ] {
            assert_eq!(shown(stored, code), Err(Problem::Format(stored.to_owned())), "{code}");
        }
        assert_eq!(shown("1e300", "0.00"), Ok(format!("1{}.00", "0".repeat(300))));
        assert_eq!(shown("1.5e300", "0,"), Err(Problem::Impossible("1.5e300".to_owned())));
    }
}
