//! Reads the places in a law (articles, paragraphs and items) that a text names. For example,
//! `art. 6, eerste lid, en 9 t/m 11 (1-1-2018)` names four articles.

use super::words::{Part, is_conjunction, keyword, split_words, starts_with_digit};
use super::{Law, locator};
use crate::i18n::{Text, failures};
use crate::record::date;
use std::iter::Peekable;

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

/// A range such as "6 t/m 9" names at most this many articles or paragraphs.
const MAX_RANGE: u32 = 20;
/// Maximum number of references in one text.
pub const MAX_REFERENCES: usize = 1_000;

/// Parses the places in `law` that `text` names: `art. 6, eerste lid, en 9` are two. Errors quote `input`.
pub fn parse(law: &Law, text: &str, input: &str) -> Result<Vec<Law>, Text> {
    let (place, valid_on) = split_date(text.trim_end_matches(['.', ';', '!', '?', ' ']))?;
    let whole = Law { valid_on: valid_on.or_else(|| law.valid_on.clone()), ..law.clone() };
    let words = split_words(place);
    let words = words.iter().map(String::as_str).collect::<Vec<_>>();
    let mut reader = Reader { input, law: whole.clone(), whole, done: Vec::new(), level: Level::Law };
    let mut words = words.into_iter().peekable();
    let mut separator = None;
    while let Some(word) = words.next() {
        if word == "," || is_conjunction(word) {
            separator = separator.filter(|_| word == ",").or(Some(word));
            continue;
        }
        reader.read(word, separator.take(), &mut words)?;
    }
    if separator.is_some_and(|separator| separator != ",") {
        return Err(failures::not_a_law(input));
    }
    reader.done.push(reader.law);
    Ok(reader.done)
}

/// What the words just read have named: a law, an article, a paragraph or an item. A number without a keyword names the
/// same again, as 9 does in "art. 6 en 9".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Law,
    Article,
    /// A paragraph whose number follows the keyword, as in "lid 1".
    Paragraph,
    /// A paragraph whose number precedes the keyword, as in "eerste lid".
    OrdinalParagraph,
    Item,
}

struct Reader<'a> {
    input: &'a str,
    /// The law as a whole, without an article, paragraph or item.
    whole: Law,
    law: Law,
    done: Vec<Law>,
    level: Level,
}

type Words<'a, I> = Peekable<I>;

impl<'a> Reader<'a> {
    fn error(&self) -> Text {
        failures::not_a_law(self.input)
    }

    /// Stores the current reference and starts the reference `next`.
    fn begin(&mut self, next: Law) -> Result<(), Text> {
        if self.done.len() >= MAX_REFERENCES {
            return Err(failures::too_many_laws(MAX_REFERENCES));
        }
        self.done.push(std::mem::replace(&mut self.law, next));
        Ok(())
    }

    fn read<I: Iterator<Item = &'a str> + Clone>(
        &mut self,
        word: &'a str,
        separator: Option<&'a str>,
        words: &mut Words<'a, I>,
    ) -> Result<(), Text> {
        let has_article = self.law.article.is_some();
        match keyword(word) {
            Some(Part::Article) => {
                let first = words.next().ok_or_else(|| self.error())?;
                self.set_article(first, separator, words)
            }
            Some(Part::Paragraph) if has_article && self.law.item.is_none() => {
                let number = words.next().and_then(locator::paragraph).ok_or_else(|| self.error())?;
                self.set_paragraph(number, separator)?;
                self.level = Level::Paragraph;
                Ok(())
            }
            Some(Part::Item) if has_article => {
                let item = words.next().and_then(locator::item).ok_or_else(|| self.error())?;
                self.set_item(item, separator)
            }
            None if has_article => self.read_number(word, separator, words),
            _ => Err(self.error()),
        }
    }

    /// Reads a word, usually a number, that has no keyword such as "art." or "lid" before it.
    fn read_number<I: Iterator<Item = &'a str> + Clone>(
        &mut self,
        word: &'a str,
        separator: Option<&'a str>,
        words: &mut Words<'a, I>,
    ) -> Result<(), Text> {
        if is_range_word(word, words) {
            return self.read_range(words);
        }
        if self.law.item.is_none() && skip_heading(word, words) {
            return Ok(());
        }
        if let Some(number) = locator::ordinal(word).filter(|_| self.law.item.is_none()) {
            return self.read_ordinals(number, separator, words);
        }
        let before_paragraph = words.peek().and_then(|next| keyword(next)) == Some(Part::Paragraph);
        let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
        match self.level {
            _ if separator.is_some() && before_paragraph && starts_with_digit(word) => {
                self.set_article(word, separator, words)
            }
            Level::Article if separator.is_some() => {
                let current = self.law.article.as_deref().unwrap_or_default();
                if has_digit(word) || !has_digit(current) {
                    self.set_article(word, separator, words)
                } else {
                    Err(self.error())
                }
            }
            Level::OrdinalParagraph if separator.is_some() && starts_with_digit(word) => {
                self.set_article(word, separator, words)
            }
            Level::Paragraph if separator.is_some() && starts_with_digit(word) => {
                let number = locator::paragraph(word).ok_or_else(|| self.error())?;
                self.set_paragraph(number, separator)
            }
            Level::Item => {
                let item = locator::item(word).ok_or_else(|| self.error())?;
                self.set_item(item, separator)
            }
            _ => Err(self.error()),
        }
    }

    fn set_article<I: Iterator<Item = &'a str> + Clone>(
        &mut self,
        first: &'a str,
        separator: Option<&'a str>,
        words: &mut Words<'a, I>,
    ) -> Result<(), Text> {
        let article = next_article(&self.whole, first, words).map_err(|error| error.unwrap_or_else(|| self.error()))?;
        if self.law.article.is_some() {
            separator.ok_or_else(|| self.error())?;
            self.begin(self.whole.clone())?;
        }
        self.law.article = Some(article);
        self.level = Level::Article;
        Ok(())
    }

    fn set_paragraph(&mut self, number: String, separator: Option<&str>) -> Result<(), Text> {
        if self.law.paragraph.is_some() {
            separator.ok_or_else(|| self.error())?;
            self.begin(Law { item: None, ..self.law.clone() })?;
        }
        self.law.paragraph = Some(number);
        Ok(())
    }

    /// Adds an item inside the previous item, as in "onder a, 1°", or next to it, as in "onder a en b".
    fn set_item(&mut self, item: String, separator: Option<&str>) -> Result<(), Text> {
        let is_letter = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
        let (outer, last) = match self.law.item.as_deref() {
            None => (None, None),
            Some(items) => {
                items.rsplit_once(' ').map_or((None, Some(items)), |(outer, last)| (Some(outer), Some(last)))
            }
        };
        let is_same_level = last.is_some_and(|last| is_letter(last) == is_letter(&item));
        let items = match last {
            Some(_) if separator.is_some() && is_same_level => {
                let items = outer.map_or_else(|| item.clone(), |outer| format!("{outer} {item}"));
                self.begin(self.law.clone())?;
                items
            }
            // In "onder a en 2", the 2 may be an item or an article.
            Some(_) if separator.is_some_and(|separator| separator != ",") => return Err(self.error()),
            Some(_) => format!("{} {item}", self.law.item.as_deref().unwrap_or_default()),
            None => item,
        };
        self.law.item = Some(items);
        self.level = Level::Item;
        Ok(())
    }

    /// Reads the rest of a text such as "eerste lid" or "eerste, tweede en derde lid", after its first number.
    fn read_ordinals<I: Iterator<Item = &'a str> + Clone>(
        &mut self,
        first: String,
        mut separator: Option<&'a str>,
        words: &mut Words<'a, I>,
    ) -> Result<(), Text> {
        let mut numbers = vec![first];
        loop {
            let next = words.next().ok_or_else(|| self.error())?;
            if keyword(next) == Some(Part::Paragraph) {
                break;
            }
            if next != "," && !is_conjunction(next) {
                numbers.push(locator::ordinal(next).ok_or_else(|| self.error())?);
            }
        }
        for number in numbers {
            self.set_paragraph(number, separator)?;
            separator = Some(",");
        }
        self.level = Level::OrdinalParagraph;
        Ok(())
    }

    /// Reads the end of a range such as "6 t/m 9". Adds the articles or paragraphs up to that end.
    fn read_range<I: Iterator<Item = &'a str> + Clone>(&mut self, words: &mut Words<'a, I>) -> Result<(), Text> {
        let last = words.next().ok_or_else(|| self.error())?;
        let part = match self.level {
            Level::Article => Part::Article,
            Level::Paragraph => Part::Paragraph,
            _ => return Err(self.error()),
        };
        let (first, last) = match part {
            Part::Article => (self.law.article.clone(), locator::article(&self.law.source, last)),
            _ => (self.law.paragraph.clone(), locator::paragraph(last)),
        };
        let (Some(first), Some(last)) = (first, last) else { return Err(self.error()) };
        let at = |number: String, law: &Law| match part {
            Part::Article => Law { article: Some(number), ..law.clone() },
            _ => Law { paragraph: Some(number), ..law.clone() },
        };
        let (start, end) = (first.parse::<u32>(), last.parse::<u32>());
        let (Ok(start), Ok(end)) = (start, end) else {
            return Err(failures::not_a_range(MAX_RANGE, self.law.to_string(), at(last, &self.law).to_string()));
        };
        if end <= start || end.saturating_sub(start) >= MAX_RANGE {
            return Err(failures::not_a_range(MAX_RANGE, self.law.to_string(), at(last, &self.law).to_string()));
        }
        for number in start.saturating_add(1)..=end {
            self.begin(at(number.to_string(), &self.law))?;
        }
        Ok(())
    }
}

/// Whether a word joins the ends of a range. If the word begins "tot en met", also reads "en met".
fn is_range_word<'a, I: Iterator<Item = &'a str> + Clone>(word: &str, words: &mut Words<'a, I>) -> bool {
    match word.to_lowercase().as_str() {
        "t/m" | "tm" | "through" => true,
        "tot" => {
            let mut ahead = words.clone();
            let is_whole = ahead.next().is_some_and(|next| next.eq_ignore_ascii_case("en"))
                && ahead.next().is_some_and(|next| next.eq_ignore_ascii_case("met"));
            if is_whole {
                *words = ahead;
            }
            is_whole
        }
        _ => false,
    }
}

/// Skips "aanhef en" (introduction and) before "onder a", because an item always includes the introduction of its list.
fn skip_heading<'a>(word: &str, words: &mut Peekable<impl Iterator<Item = &'a str>>) -> bool {
    word.eq_ignore_ascii_case("aanhef")
        && words.next_if(|next| next.eq_ignore_ascii_case("en")).is_some()
        && words.peek().and_then(|next| keyword(next)) == Some(Part::Item)
}

/// Reads one article number, which starts with the word `first`. Fails with a message that suggests valid forms, or
/// with `None` if there is no article.
fn next_article<'a>(
    law: &Law,
    first: &str,
    words: &mut Peekable<impl Iterator<Item = &'a str>>,
) -> Result<String, Option<Text>> {
    let mut number = first.to_owned();
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
        matches!(next.to_lowercase().as_str(), "of" | "or" | "-" | "/")
            || (locator::article(&law.source, next).is_some() && locator::ordinal(next).is_none())
    };
    let mut given = number.clone();
    while let Some(word) = words.next_if(names_another) {
        given.push(' ');
        given.push_str(word);
    }
    if given == number { law.checked_article(&number) } else { Err(law.not_an_article(&given)) }
}
