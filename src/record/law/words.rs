//! The words of a reference to a place in a law: keywords such as "art." and "lid", conjunctions, and numbers.

use super::locator;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Article,
    Paragraph,
    Item,
}

pub fn keyword(word: &str) -> Option<Part> {
    Some(match word.to_lowercase().trim_end_matches('.') {
        "art" | "artt" | "artikel" | "artikelen" | "article" | "articles" => Part::Article,
        "lid" | "paragraph" => Part::Paragraph,
        "onder" | "onderdeel" | "sub" => Part::Item,
        _ => return None,
    })
}

/// Whether a word is "art." or "artikel", perhaps joined to a number, as in `art.7`.
pub fn is_article_keyword(word: &str) -> bool {
    let letters = word.find(|character: char| !character.is_alphabetic()).unwrap_or(word.len());
    let (head, rest) = word.split_at(letters);
    let number = rest.trim_start_matches('.');
    keyword(head) == Some(Part::Article) && (number.is_empty() || starts_with_digit(number))
}

/// Whether a word is a number such as `7.2.8` or `7:610`. Such a number can only be an article, so lawyers leave out
/// the word "artikel".
pub fn is_bare_article(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['.', ':']).collect();
    // A text such as 12.5.2018 is a date, because its last part is a year.
    let is_date = parts.len() == 3 && parts.last().is_some_and(|year| year.len() == 4);
    parts.len() > 1 && parts.iter().all(|part| starts_with_digit(part)) && !is_date
}

/// Whether a word joins two references, as in "art. 6 en 9".
pub fn is_conjunction(word: &str) -> bool {
    matches!(word.to_lowercase().trim_end_matches('.'), "en" | "and" | "&" | "jo" | "juncto" | "alsmede")
}

/// Whether a word can be part of a place in a law, such as "eerste", "lid" or "7.2.8".
pub fn is_place_word(word: &str) -> bool {
    let lower = word.to_lowercase();
    is_article_keyword(word)
        || keyword(word).is_some()
        || is_conjunction(word)
        || locator::ordinal(word).is_some()
        || locator::is_latin_suffix(word)
        || matches!(lower.as_str(), "aanhef" | "enig" | "boek" | "book" | "tot" | "met" | "through" | "of" | "or")
        || locator::article("", word).is_some()
}

/// Splits a text into words: at white space and commas, and between a keyword and a number (`art.7`). Each comma is a
/// word. Does not split a number that contains white space, such as `4 : 23` or `7. 2. 8`.
pub fn split_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for (index, part) in text.split(',').enumerate() {
        if index > 0 {
            words.push(",".to_owned());
        }
        let start = words.len();
        for word in part.split_whitespace() {
            let letters = word.find(|character: char| !character.is_alphabetic()).unwrap_or(word.len());
            let (head, rest) = word.split_at(letters);
            let number = rest.trim_start_matches('.');
            if keyword(head).is_some() && starts_with_digit(number) {
                words.extend([head.to_owned(), number.to_owned()]);
                continue;
            }
            match words.get_mut(start..).and_then(<[String]>::last_mut) {
                Some(last) if is_continued(last, word) => last.push_str(word),
                _ => words.push(word.to_owned()),
            }
        }
    }
    words
}

pub fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
}

/// Whether the word `next` continues a number that white space has split, as in `4 : 23`.
fn is_continued(number: &str, next: &str) -> bool {
    let is_separator = |character: char| matches!(character, '.' | ':');
    starts_with_digit(number)
        && match next.strip_prefix(is_separator) {
            Some(rest) => rest.is_empty() || starts_with_digit(rest),
            None => number.ends_with(is_separator) && starts_with_digit(next) && locator::ordinal(next).is_none(),
        }
}
