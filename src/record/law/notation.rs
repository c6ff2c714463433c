//! Parses national and EU law as people write it: `BWBR0007625 art. 7.2.8, eerste lid, onderdeel a (1-1-2018)`.

use super::{Law, LawKind, celex, is_bwb, locator, strip_prefix_ignoring_case};
use crate::i18n::{Text, failures};
use crate::record::date;
use std::iter::Peekable;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Article,
    Paragraph,
    Item,
}

fn keyword(word: &str) -> Option<Part> {
    Some(match word.to_lowercase().trim_end_matches('.') {
        "art" | "artt" | "artikel" | "artikelen" | "article" | "articles" => Part::Article,
        "lid" | "paragraph" => Part::Paragraph,
        "onder" | "onderdeel" | "sub" => Part::Item,
        _ => return None,
    })
}

/// Splits a text into words: at white space and commas, and between a keyword and a number (`art.7`). Does not split a
/// number that contains white space, such as `4 : 23` or `7. 2. 8`.
fn split_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for part in text.split(',') {
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

fn starts_with_digit(word: &str) -> bool {
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

/// Splits off a date in parentheses at the end of a text. The date selects a version of the law.
fn split_date(text: &str) -> Result<(&str, Option<String>), Text> {
    let Some((before, day)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) else {
        return Ok((text, None));
    };
    let day = day.trim();
    // A date begins with a digit and has separators. Other text in parentheses may be an item, such as (a).
    if !day.contains(['-', '/']) || !starts_with_digit(day) {
        return Ok((text, None));
    }
    let date = date::parse(day, &|| jiff::civil::Date::ZERO).map_err(|_| failures::no_such_date(day))?;
    Ok((before, Some(date.to_string())))
}

/// Parses a reference to a law. The caller has already cleaned the text with [`super::tidy`].
pub fn parse(text: &str) -> Result<Law, Text> {
    let not_a_law = || failures::not_a_law(text);
    let (place, valid_on) = split_date(text.trim_end_matches(['.', ';', '!', '?', ' ']))?;
    let words = split_words(place);
    let mut words = words.iter().map(String::as_str).peekable();
    let first = words.next().ok_or_else(not_a_law)?.trim_end_matches(['.', ':']);
    let mut law = if is_bwb(first) {
        Law { kind: LawKind::Bwb, source: first.to_uppercase(), ..Law::default() }
    } else {
        let number = strip_prefix_ignoring_case(first, "celex").map_or(first, |number| number.trim_start_matches(':'));
        let number = if number.is_empty() { words.next() } else { Some(number) };
        number.and_then(celex).ok_or_else(not_a_law)?
    };
    if let Some(day) = valid_on {
        law.valid_on = Some(day);
    }
    while let Some(word) = words.next() {
        match keyword(word) {
            Some(Part::Article) if law.article.is_none() => {
                law.article = Some(next_article(&law, &mut words).map_err(|error| error.unwrap_or_else(not_a_law))?);
            }
            Some(Part::Paragraph) if law.article.is_some() && law.paragraph.is_none() && law.item.is_none() => {
                law.paragraph = Some(words.next().and_then(locator::paragraph).ok_or_else(not_a_law)?);
            }
            Some(Part::Item) if law.article.is_some() => {
                let mut items: Vec<String> = law.item.take().into_iter().collect();
                items.push(words.next().and_then(locator::item).ok_or_else(not_a_law)?);
                while let Some(deeper) = words.peek().filter(|word| keyword(word).is_none()) {
                    items.push(locator::item(deeper).ok_or_else(not_a_law)?);
                    words.next();
                }
                law.item = Some(items.join(" "));
            }
            // Handle words before a keyword, as in "eerste lid" and "aanhef en onder a".
            None if law.article.is_some() && law.item.is_none() => {
                let is_paragraph = words.peek().and_then(|next| keyword(next)) == Some(Part::Paragraph);
                let number = locator::ordinal(word).filter(|_| is_paragraph && law.paragraph.is_none());
                if number.is_some() {
                    words.next();
                    law.paragraph = number;
                } else if !skip_heading(word, &mut words) {
                    return Err(not_a_law());
                }
            }
            _ => return Err(not_a_law()),
        }
    }
    Ok(law)
}

/// Skips "aanhef en" (introduction and) before "onder a", because an item always includes the introduction of its list.
fn skip_heading<'a>(word: &str, words: &mut Peekable<impl Iterator<Item = &'a str>>) -> bool {
    word.eq_ignore_ascii_case("aanhef")
        && words.next_if(|next| next.eq_ignore_ascii_case("en")).is_some()
        && words.peek().and_then(|next| keyword(next)) == Some(Part::Item)
}

/// Reads one article number. Fails with a message that suggests valid forms, or with `None` if there is no article.
fn next_article<'a>(law: &Law, words: &mut Peekable<impl Iterator<Item = &'a str>>) -> Result<String, Option<Text>> {
    let mut number = words.next().ok_or(None)?.to_owned();
    let is_letter = number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_alphabetic());
    // Some numbers contain a space: A 1 in the Kieswet, 8 bis in treaties.
    if is_letter && let Some(digits) = words.next_if(|word| starts_with_digit(word) && locator::ordinal(word).is_none())
    {
        number.push_str(digits);
    } else if number.ends_with(|last: char| last.is_ascii_digit())
        && let Some(suffix) = words.next_if(|word| locator::is_latin_suffix(word))
    {
        number.push_str(suffix);
    }
    let names_another = |next: &&str| {
        matches!(next.to_lowercase().as_str(), "en" | "of" | "t/m" | "tot" | "and" | "or" | "-" | "/")
            || (locator::article(&law.source, next).is_some() && locator::ordinal(next).is_none())
    };
    let mut given = number.clone();
    while let Some(word) = words.next_if(names_another) {
        given.push(' ');
        given.push_str(word);
    }
    if given == number { law.checked_article(&number) } else { Err(law.not_an_article(&given)) }
}
