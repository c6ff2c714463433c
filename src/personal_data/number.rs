//! Telephone numbers, citizen service numbers (BSN) and IBANs.

use super::{Find, FindKind};

/// Maximum number of separators between two digits of a telephone number, such as the three in ` - `.
const MAX_SEPARATORS: usize = 3;
const MAX_GROUPS: usize = 6;
/// The lengths of IBANs, by country: the Netherlands and countries that officers are likely to meet.
const IBAN_LENGTHS: &[(&str, usize)] = &[
    ("AT", 20),
    ("BE", 16),
    ("CH", 21),
    ("DE", 22),
    ("DK", 18),
    ("ES", 24),
    ("FR", 27),
    ("GB", 22),
    ("IE", 22),
    ("IT", 27),
    ("LU", 20),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("SE", 24),
];
/// Words that precede a number of another kind, such as an amount. The number is then not a BSN, even if it passes the
/// eleven test.
const OTHER_NUMBERS: &[&str] = &["€", "eur", "euro", "kvk", "koophandel", "agb", "big"];

pub fn find(text: &str, finds: &mut Vec<Find>) {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    let mut end = 0;
    let mut before = None;
    for (start, first) in text.char_indices() {
        let is_start = !before.is_some_and(char::is_alphanumeric);
        before = Some(first);
        if start < end || !is_start {
            continue;
        }
        let rest = text.get(start..).unwrap_or_default();
        let found = match first {
            '0' | '+' | '(' => phone(text, start).map(|length| (FindKind::Phone, length)),
            _ if first.is_ascii_alphabetic() && has_digit_after_country(rest) => {
                iban(rest).map(|length| (FindKind::Iban, length))
            }
            _ => None,
        };
        let found = found.or_else(|| {
            let length = first.is_ascii_digit().then(|| bsn(text, start)).flatten()?;
            Some((FindKind::Bsn, length))
        });
        if let Some((kind, length)) = found {
            end = start + length;
            finds.push(Find { kind, range: start..end });
        }
    }
}

/// Whether a digit follows the first two bytes of a text, possibly after separators. An IBAN has a digit after the two
/// letters of its country, so this cheap test comes before the reading of an IBAN.
fn has_digit_after_country(text: &str) -> bool {
    text.get(2..)
        .and_then(|rest| rest.chars().find(|next| !is_iban_separator(*next)))
        .is_some_and(|next| next.is_ascii_digit())
}

const fn is_iban_separator(character: char) -> bool {
    matches!(character, ' ' | '.') || is_hyphen(character)
}

/// Digits with separators between them.
#[derive(Default)]
struct DigitGroups {
    digits: String,
    /// The number of digits in each group, in order.
    groups: Vec<usize>,
    /// Bytes up to the end of the last digit.
    length: usize,
}

impl DigitGroups {
    /// Reads at most `max` digits from the start of a text, with at most `max_separators` separators before each.
    fn read(text: &str, max: usize, max_separators: usize, is_separator: impl Fn(char) -> bool) -> Self {
        let mut read = Self::default();
        let mut separators = max_separators;
        for (at, character) in text.char_indices() {
            if read.digits.len() == max {
                break;
            }
            if character.is_ascii_digit() {
                match read.groups.last_mut() {
                    Some(group) if separators == 0 => *group += 1,
                    _ => read.groups.push(1),
                }
                read.digits.push(character);
                read.length = at + 1;
                separators = 0;
            } else if separators < max_separators && is_separator(character) {
                separators += 1;
            } else {
                break;
            }
        }
        read
    }
}

const fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2013}')
}

const fn is_phone_separator(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '.' | '/' | '(' | ')') || is_hyphen(character)
}

/// Returns the length of the telephone number at `start`.
fn phone(text: &str, start: usize) -> Option<usize> {
    let (before, rest) = (text.get(..start)?, text.get(start..)?);
    if !can_start_after(before) {
        return None;
    }
    let number = rest.strip_prefix('(').unwrap_or(rest);
    let brackets = rest.len() - number.len();
    let length = if let Some(international) = number.strip_prefix('+') {
        international_phone(international)? + 1
    } else if number.starts_with("00") {
        let country = number.get(2..4)?;
        if !["31", "32", "49"].contains(&country) {
            return None;
        }
        international_phone(number.get(2..)?)? + 2
    } else {
        national_phone(number)?
    };
    let length = length + brackets;
    can_end_before(rest.get(length..)?).then_some(length)
}

/// Returns the length of an international telephone number without its `+`.
fn international_phone(number: &str) -> Option<usize> {
    // The trunk zero in `+31 (0)20` is not dialled.
    let after_country =
        number.strip_prefix("31").map(|rest| rest.trim_start_matches([' ', '\u{a0}', ')', '(', '-', '.']));
    if let Some(after_country) = after_country {
        let has_trunk_zero = after_country.starts_with('0');
        let read = DigitGroups::read(number, if has_trunk_zero { 12 } else { 11 }, MAX_SEPARATORS, is_phone_separator);
        let first = read.digits.chars().nth(if has_trunk_zero { 3 } else { 2 })?;
        let is_complete = read.digits.len() == if has_trunk_zero { 12 } else { 11 };
        return (is_complete && first != '0' && read.groups.len() <= MAX_GROUPS + 1).then_some(read.length);
    }
    let read =
        DigitGroups::read(number, 15, 2, |character| matches!(character, ' ' | '\u{a0}') || is_hyphen(character));
    let is_phone = read.digits.len() >= 9 && !number.starts_with('0') && read.groups.len() <= MAX_GROUPS;
    is_phone.then_some(read.length)
}

fn national_phone(number: &str) -> Option<usize> {
    let read = DigitGroups::read(number, 10, MAX_SEPARATORS, is_phone_separator);
    // Numbers that start with 0800 or 09 are service numbers of organisations.
    if read.digits.len() != 10 || ["00", "09", "0800"].iter().any(|prefix| read.digits.starts_with(prefix)) {
        return None;
    }
    let first = *read.groups.first()?;
    let has_area_code = first >= 3 || (first == 2 && read.digits.starts_with("06"));
    // `06-11-2018 12` is a date with a time.
    let is_date = matches!(read.groups.get(..3), Some([2, 2, 4]));
    if !has_area_code || is_date || read.groups.len() > MAX_GROUPS {
        return None;
    }
    // If another group of digits follows, as in `06 10 15 20 25 30`, the groups are not a telephone number. But if the
    // next group starts with 0, it begins another telephone number.
    let rest = number.get(read.length..)?;
    let mut following = rest.strip_prefix([' ', '\u{a0}']).unwrap_or_default().chars();
    let goes_on = following.next().is_some_and(|next| next.is_ascii_digit() && next != '0');
    (!goes_on || read.groups.len() == 1).then_some(read.length)
}

/// Whether a number can start after this text. It cannot start inside a number, a code, a file name or an address.
fn can_start_after(before: &str) -> bool {
    let mut earlier = before.chars().rev();
    let Some(last) = earlier.next() else { return true };
    let previous = earlier.next();
    match last {
        '.' | ',' | ':' => !previous.is_some_and(|previous| previous.is_ascii_digit()),
        '/' | '_' | '=' | '#' | '&' | '%' | '+' => !previous.is_some_and(char::is_alphanumeric),
        _ if is_hyphen(last) => !previous.is_some_and(char::is_alphanumeric),
        _ => !last.is_alphanumeric() && last != '€' && !(last.is_whitespace() && previous == Some('€')),
    }
}

fn can_end_before(after: &str) -> bool {
    let mut later = after.chars();
    let Some(next) = later.next() else { return true };
    let is_joint = matches!(next, '.' | ',' | ':' | '_') || is_hyphen(next);
    let goes_on = is_joint && later.next().is_some_and(|following| following.is_ascii_digit());
    !next.is_alphanumeric() && !goes_on
}

/// Returns the length of the BSN at `start`: eight or nine digits that pass the eleven test. Blanks, dots or hyphens
/// between the digits are allowed only if the word BSN or a synonym precedes the number.
fn bsn(text: &str, start: usize) -> Option<usize> {
    let (before, rest) = (text.get(..start)?, text.get(start..)?);
    if !can_start_after(before) {
        return None;
    }
    let word = last_word(before);
    let is_announced = ["bsn", "burgerservicenummer", "sofinummer"].contains(&word.as_str());
    let is_separator = |character| matches!(character, ' ' | '.') || is_hyphen(character);
    let read = DigitGroups::read(rest, 10, usize::from(is_announced), is_separator);
    let is_other_number = OTHER_NUMBERS.contains(&word.as_str())
        || (!is_announced && (word.ends_with("nummer") || word.ends_with("nr") || word.ends_with("kenmerk")));
    let after = rest.get(read.length..)?;
    let is_amount = after.trim_start_matches([' ', '\u{a0}']).starts_with("euro");
    let is_part_of_number = !is_announced
        && (before.ends_with(' ') && word.ends_with(|last: char| last.is_ascii_digit())
            || after.strip_prefix(' ').is_some_and(|after| after.starts_with(|next: char| next.is_ascii_digit())));
    let is_bsn = matches!(read.digits.len(), 8 | 9)
        && passes_eleven_test(&read.digits)
        && (is_announced || !is_date(&read.digits))
        && !is_other_number
        && !is_amount
        && !is_part_of_number
        && can_end_before(after)
        && !after.starts_with('/');
    is_bsn.then_some(read.length)
}

/// The last word before a number, in lower case and without the punctuation after it.
fn last_word(before: &str) -> String {
    const MAX_CHARS: usize = 40;
    let word =
        before.chars().rev().take(MAX_CHARS).skip_while(|last| last.is_whitespace() || matches!(last, ':' | '.'));
    let word: Vec<char> = word.take_while(|character| !character.is_whitespace() && *character != '(').collect();
    word.iter().rev().flat_map(|character| character.to_lowercase()).collect()
}

fn passes_eleven_test(digits: &str) -> bool {
    let digits = format!("{digits:0>9}");
    if digits.starts_with("00") {
        return false;
    }
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let values = digits.bytes().map(|digit| i32::from(digit) - i32::from(b'0'));
    values.zip(weights).map(|(digit, weight)| digit * weight).sum::<i32>() % 11 == 0
}

/// Whether eight digits may be a date: a year with a month and a day, in either order.
fn is_date(digits: &str) -> bool {
    if digits.len() != 8 {
        return false;
    }
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let is_date =
        |year, month, day| (1900..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date(part(0..4), part(4..6), part(6..8)) || is_date(part(4..8), part(2..4), part(0..2))
}

/// Returns the length of the IBAN at the start of a text. At most one blank, dot or hyphen may separate two characters.
fn iban(text: &str) -> Option<usize> {
    let country = text.get(..2)?.to_ascii_uppercase();
    let (_, length) = IBAN_LENGTHS.iter().find(|(known, _)| *known == country)?;
    let (mut compact, mut end, mut separators) = (String::new(), 0, 0);
    for (at, character) in text.char_indices() {
        if compact.len() == *length {
            break;
        }
        if character.is_ascii_alphanumeric() {
            compact.push(character.to_ascii_uppercase());
            (end, separators) = (at + 1, 0);
        } else if is_iban_separator(character) && separators == 0 {
            separators = 1;
        } else {
            return None;
        }
    }
    let is_over = !text.get(end..)?.starts_with(char::is_alphanumeric);
    (compact.len() == *length && is_over && has_check_digits(&compact)).then_some(end)
}

/// Checks an IBAN by ISO 7064. The first four characters move to the end, and each letter becomes a number (A = 10).
/// The result must have remainder 1 after division by 97.
fn has_check_digits(iban: &str) -> bool {
    let (Some(head), Some(body)) = (iban.get(..4), iban.get(4..)) else { return false };
    let are_digits = head.chars().skip(2).all(|character| character.is_ascii_digit());
    let remainder =
        body.chars().chain(head.chars()).filter_map(|character| character.to_digit(36)).fold(0, |sum, value| {
            let factor = if value < 10 { 10 } else { 100 };
            (sum * factor + value) % 97
        });
    are_digits && remainder == 1
}
