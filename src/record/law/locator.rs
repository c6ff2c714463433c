//! Normalises the numbers of articles, paragraphs (leden) and items (onderdelen), so that each has one spelling.

use crate::language::is_stop_word;

/// The laws that together form the Civil Code (BW), with their book numbers. Article 7:610 of the code is article 610
/// of book 7, BWBR0005290. In other laws, such as the Awb, 4:23 is the whole number of an article.
const CIVIL_CODE: &[(&str, &str)] = &[
    ("BWBR0002656", "1"),
    ("BWBR0003045", "2"),
    ("BWBR0005291", "3"),
    ("BWBR0002761", "4"),
    ("BWBR0005288", "5"),
    ("BWBR0005289", "6"),
    ("BWBR0005290", "7"),
    ("BWBR0006000", "7A"),
    ("BWBR0005034", "8"),
    ("BWBR0030068", "10"),
];

/// Whether a law is a book of the Civil Code.
pub fn is_civil_code(source: &str) -> bool {
    CIVIL_CODE.iter().any(|(id, _)| *id == source)
}

/// Lists the books of the Civil Code, as "BWBR0002656 (1)".
pub fn civil_code_books() -> String {
    CIVIL_CODE.iter().map(|(id, book)| format!("{id} ({book})")).collect::<Vec<_>>().join(", ")
}

/// Returns the id of the law that is the given book of the Civil Code, such as `7A`.
pub fn civil_code_book(book: &str) -> Option<&'static str> {
    CIVIL_CODE.iter().find(|(_, known)| known.eq_ignore_ascii_case(book)).map(|(id, _)| *id)
}

/// Latin suffixes of articles that were inserted later: 8bis and 8ter follow article 8.
const LATIN_SUFFIXES: &[&str] =
    &["bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies"];

#[rustfmt::skip]
const ORDINALS: &[(&str, &str)] = &[
    ("eerste", "1"), ("tweede", "2"), ("derde", "3"), ("vierde", "4"), ("vijfde", "5"), ("zesde", "6"),
    ("zevende", "7"), ("achtste", "8"), ("negende", "9"), ("tiende", "10"), ("elfde", "11"), ("twaalfde", "12"),
    ("dertiende", "13"), ("veertiende", "14"), ("vijftiende", "15"), ("zestiende", "16"), ("zeventiende", "17"),
    ("achttiende", "18"), ("negentiende", "19"), ("twintigste", "20"),
    ("first", "1"), ("second", "2"), ("third", "3"), ("fourth", "4"), ("fifth", "5"), ("sixth", "6"),
    ("seventh", "7"), ("eighth", "8"), ("ninth", "9"), ("tenth", "10"),
];

const ROMAN_DIGITS: [[&str; 9]; 3] = [
    ["C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"],
    ["X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"],
    ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"],
];

fn is_roman_numeral(upper: &str) -> bool {
    let mut rest = upper.trim_start_matches('M');
    for digits in ROMAN_DIGITS {
        let prefixes = digits.iter().filter_map(|digit| rest.strip_prefix(digit));
        rest = prefixes.min_by_key(|after| after.len()).unwrap_or(rest);
    }
    !upper.is_empty() && rest.is_empty()
}

pub fn is_latin_suffix(word: &str) -> bool {
    LATIN_SUFFIXES.contains(&word.to_lowercase().as_str())
}

/// Whether letters can be the suffix of a number: `a` in 36a, `ab` in 15ab, `bis` in 8bis.
fn is_suffix(letters: &str) -> bool {
    letters.len() <= 2 || is_latin_suffix(letters)
}

/// Splits a text such as `A36b` into leading letters, digits and trailing letters. Any of these parts can be empty.
/// Returns `None` if the text has another form.
fn split_number(text: &str) -> Option<(&str, &str, &str)> {
    let (letters, rest) = text.split_at(text.find(|first: char| !first.is_ascii_alphabetic()).unwrap_or(text.len()));
    let (digits, suffix) = rest.split_at(rest.find(|first: char| !first.is_ascii_digit()).unwrap_or(rest.len()));
    suffix.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some((letters, digits, suffix))
}

/// Normalises one part of an article number: `36A` becomes `36a`, `a1` becomes `A1` (Kieswet), `iia` becomes `IIa`.
fn article_part(text: &str) -> Option<String> {
    let (letters, digits, suffix) = split_number(text)?;
    let upper = letters.to_ascii_uppercase();
    if !digits.is_empty() {
        let is_valid = letters.len() <= 3 && is_suffix(suffix);
        return is_valid.then(|| format!("{upper}{digits}{}", suffix.to_ascii_lowercase()));
    }
    if is_roman_numeral(&upper) || upper.len() == 1 {
        return Some(upper);
    }
    // Reject words that look like a Roman numeral with a suffix, such as "lid" (paragraph), "de" and "in".
    if upper == "LID" || is_stop_word(&text.to_lowercase()) {
        return None;
    }
    let (numeral, suffix) = upper.split_at_checked(upper.len().checked_sub(1)?)?;
    is_roman_numeral(numeral).then(|| format!("{numeral}{}", suffix.to_ascii_lowercase()))
}

/// Normalises the number of an article in the law `source`. Returns `None` if the text is not exactly one number.
pub fn article(source: &str, text: &str) -> Option<String> {
    let mut text = text.trim_end_matches('.');
    let book = CIVIL_CODE.iter().find(|(id, _)| *id == source).map(|(_, book)| book);
    if let (Some(book), Some((given, article))) = (book, text.split_once(':')) {
        text = given.eq_ignore_ascii_case(book).then_some(article)?;
    }
    if text.eq_ignore_ascii_case("enig") {
        return Some("enig".to_owned());
    }
    let mut number = String::new();
    let mut previous = "";
    for piece in text.split_inclusive(['.', ':', '-']) {
        let part = piece.trim_end_matches(['.', ':', '-']);
        // 4-6 is a range of articles, but I-4 is one article.
        let starts_with_digit = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
        if previous.ends_with('-') && starts_with_digit(previous) && starts_with_digit(part) {
            return None;
        }
        number.push_str(&article_part(part)?);
        number.push_str(piece.get(part.len()..).filter(|separator| separator.len() <= 1)?);
        previous = piece;
    }
    number.ends_with(|last: char| last.is_ascii_alphanumeric()).then_some(number)
}

/// Returns the articles that a text mentions, each with its law: for `7.2.8/7.2.9`, the articles 7.2.8 and 7.2.9. If
/// `source` is a book of the Civil Code, an article of another book is returned with the law of that book.
pub fn articles_in(source: &str, text: &str) -> Vec<(String, String)> {
    let mut articles = Vec::new();
    for piece in text.split(|character: char| !(character.is_ascii_alphanumeric() || ".:".contains(character))) {
        let piece = piece.trim_end_matches(['.', ':']);
        let is_book = CIVIL_CODE.iter().any(|(id, _)| *id == source) && piece.contains(':');
        let books = CIVIL_CODE.iter().map(|(id, _)| *id).filter(|_| is_book);
        let found = std::iter::once(source).chain(books).find_map(|id| Some((id.to_owned(), article(id, piece)?)));
        let is_number = |article: &str| article.bytes().any(|byte| byte.is_ascii_digit());
        articles.extend(found.filter(|found| is_number(&found.1) && !articles.contains(found)));
    }
    articles
}

/// Parses an ordinal in front of `lid` (paragraph): `eerste` and `1e` are 1.
pub fn ordinal(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    if let Some((_, number)) = ORDINALS.iter().find(|(ordinal, _)| *ordinal == lower) {
        return Some((*number).to_owned());
    }
    let (letters, digits, suffix) = split_number(&lower)?;
    let is_ordinal = letters.is_empty() && !digits.is_empty() && ["e", "ste", "de"].contains(&suffix);
    is_ordinal.then(|| digits.to_owned())
}

/// Normalises the number of a paragraph: `1.` and `eerste` become `1`, and `2A` becomes `2a`.
pub fn paragraph(text: &str) -> Option<String> {
    let text = text.trim_end_matches('.');
    let (letters, digits, suffix) = split_number(text)?;
    match (letters, digits) {
        ("", "") => None,
        ("", _) if is_suffix(suffix) => Some(format!("{digits}{}", suffix.to_ascii_lowercase())),
        (letter, "") if letter.len() == 1 => Some(letter.to_ascii_lowercase()),
        _ => ordinal(text),
    }
}

/// Normalises the letter or number of an item: `A)` becomes `a`, and `1o.` becomes `1°`.
pub fn item(text: &str) -> Option<String> {
    let text = text.trim_start_matches('(').trim_end_matches([')', '.', ':']);
    let lower = text.to_lowercase().replace('\u{ba}', "°");
    let number = lower.strip_suffix(['°', 'o']).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(number) = number.filter(|number| !number.is_empty()) {
        return Some(format!("{number}°"));
    }
    let (letters, digits, suffix) = split_number(&lower)?;
    let is_valid = match (letters, digits) {
        ("", "") | ("en" | "of", _) => false,
        (_, "") => letters.len() <= 2 || is_roman_numeral(&letters.to_ascii_uppercase()),
        _ => letters.len() <= 2 && is_suffix(suffix),
    };
    is_valid.then_some(lower)
}
