//! Finds the legal sources that a running text mentions, such as "artikel 38 van de Wet BIG".

use super::names::{Found, LawNames, Word, is_link_word, split_words};
use super::{Law, places, tidy, words};
use crate::i18n::{Label, Text};
use crate::language::is_stop_word;
use std::ops::Range;

/// Maximum number of references to find in one text.
const MAX_FOUND: usize = 20;
/// Maximum number of words to read for one place (article, paragraph or item) in a law.
const MAX_PLACE_WORDS: usize = 12;

/// A law that a text mentions.
struct Mention {
    /// The location of the reference, in bytes.
    whole: Range<usize>,
    /// The location of the name or id of the law, in bytes.
    name: Range<usize>,
    /// The articles that the text mentions, or only the law if the text mentions no article.
    laws: Vec<Law>,
}

impl LawNames {
    /// Finds the laws and articles that a text mentions. A name without an article counts only if it has several words,
    /// or is one word with the same capitals as in the list.
    pub fn find_in_text(&self, text: &str) -> Vec<Law> {
        let mut laws: Vec<Law> = self.mentions(&tidy(text)).into_iter().flat_map(|mention| mention.laws).collect();
        Law::remove_duplicates(&mut laws);
        let placed: Vec<String> =
            laws.iter().filter(|law| law.article.is_some()).map(|law| law.source.clone()).collect();
        laws.retain(|law| law.article.is_some() || !placed.contains(&law.source));
        laws.truncate(MAX_FOUND);
        laws
    }

    /// Replaces each reference to an article by its stored form. Returns the new text, and the name and id of each law
    /// in these references.
    pub fn with_stored_references(&self, text: &str) -> (String, Vec<(String, Law)>) {
        let text = &*tidy(text);
        let (mut replaced, mut names, mut end) = (String::with_capacity(text.len()), Vec::new(), 0);
        for Mention { whole, name, laws } in self.mentions(text) {
            let Some(law) = laws.iter().find(|law| law.article.is_some()) else { continue };
            names.push((text.get(name).unwrap_or_default().to_owned(), law.clone()));
            replaced.push_str(text.get(end..whole.start).unwrap_or_default());
            replaced.push_str(&laws.iter().map(Law::to_string).collect::<Vec<_>>().join(" "));
            end = whole.end;
        }
        replaced.push_str(text.get(end..).unwrap_or_default());
        (replaced, names)
    }

    fn mentions(&self, text: &str) -> Vec<Mention> {
        let words = split_words(text);
        let mut mentions: Vec<Mention> = Vec::new();
        let (mut at, mut previous_end) = (0, 0);
        while at < words.len() && mentions.len() < MAX_FOUND {
            let Some(found) = self.find_at(text, &words, at) else {
                at = at.saturating_add(1);
                continue;
            };
            let (laws, range) = self.places_beside(text, &words, &found, previous_end);
            at = range.end;
            previous_end = range.end;
            let (whole, name) = (location(&words, range), location(&words, found.start..found.end));
            if !laws.is_empty() {
                mentions.push(Mention { whole, name, laws });
            }
        }
        mentions
    }

    /// Returns the places (articles, paragraphs and items) that stand before or after the name of a law. Also returns
    /// the range of words that the name and the places cover.
    fn places_beside(&self, text: &str, words: &[Word<'_>], found: &Found, start: usize) -> (Vec<Law>, Range<usize>) {
        let span = |start: usize, end: usize| text.get(location(words, start..end)).unwrap_or_default();
        let is_article = |at: usize| words.get(at).is_some_and(|word| words::is_article_keyword(word.text));
        let name = span(found.start, found.end);
        let read = |start: usize, end: usize| {
            let mut place = span(start, end).to_owned();
            let law = self.resolve(found, name, &mut place).ok()?;
            let laws = places::parse(&law, &place, &place).ok()?;
            laws.iter().all(|law| law.article.is_some()).then_some(laws)
        };
        let is_link = |at: &usize| words.get(*at).is_some_and(|word| is_link_word(word.text));
        let start =
            (start..found.start).rev().find(|at| ends_sentence(words, *at)).map_or(start, |at| at.saturating_add(1));
        let links = (start..found.start).rev().take_while(is_link).count();
        let end = found.start.saturating_sub(links);
        let before = (start.max(end.saturating_sub(MAX_PLACE_WORDS))..end)
            .filter(|first| is_article(*first))
            .find_map(|first| Some((read(first, end)?, first)));
        let mut read_up_to = found.end;
        if is_article(found.end) {
            let mut last = found.end.saturating_add(MAX_PLACE_WORDS).min(words.len());
            if let Some(end) = (found.end..last).find(|at| ends_sentence(words, *at)) {
                last = end.saturating_add(1);
            }
            if let Some(next) = (found.end..last).find_map(|at| self.find_at(text, words, at)) {
                let first = before.as_ref().map_or(found.start, |(_, first)| *first);
                last = self.divide(text, words, &(first..found.start), found, &next).unwrap_or_else(|_| {
                    // Skip an article that may belong to either law.
                    read_up_to = next.start;
                    found.end
                });
            }
            for end in (found.end.saturating_add(1)..=last).rev() {
                if !runs_on(words, end)
                    && let Some(laws) = read(found.end, end)
                {
                    return (laws, found.start..end);
                }
            }
        }
        if let Some((laws, first)) = before {
            return (laws, first..found.end);
        }
        let law = self.resolve(found, name, &mut String::new()).ok();
        let law = law.filter(|_| found.id.is_some() || is_unmistakable(found, name));
        (law.into_iter().collect(), found.start..read_up_to)
    }

    /// Describes references for a notice: "Wet BIG art. 35 and 38; AVG".
    pub fn describe(&self, laws: &[Law]) -> Text {
        const AND: Label = Label::new(" en ", " and ");
        let mut groups: Vec<(&Law, Vec<Text>)> = Vec::new();
        for law in laws {
            let place = Law { source: String::new(), valid_on: None, ..law.clone() }.to_string();
            let place = place.trim_start_matches("CELEX").trim_start().trim_start_matches("art. ").to_owned();
            match groups.iter_mut().find(|(first, _)| first.source == law.source) {
                Some((_, places)) => places.push(Text::untranslated(place)),
                None => groups.push((law, vec![Text::untranslated(place)])),
            }
        }
        let described = groups.into_iter().map(|(law, places)| {
            let name = self.short_name(law);
            let places = match places.split_last() {
                Some((last, [])) => last.clone(),
                Some((last, others)) => Text::join_localized(&[Text::join(others, ", "), last.clone()], AND),
                None => Text::default(),
            };
            let with_places =
                |places: String| if places.is_empty() { name.clone() } else { format!("{name} art. {places}") };
            Text { nl: with_places(places.nl), en: with_places(places.en) }
        });
        Text::join(&described.collect::<Vec<_>>(), "; ")
    }
}

/// The location of some words in the text, in bytes.
fn location(words: &[Word<'_>], range: Range<usize>) -> Range<usize> {
    let words = words.get(range).unwrap_or_default();
    words.first().zip(words.last()).map_or(0..0, |(first, last)| first.start..last.end)
}

/// Whether a sentence ends with this word: the word ends with a full stop or another mark, and the next word begins with
/// a capital. The full stop of an abbreviation such as "art." ends no sentence.
fn ends_sentence(words: &[Word<'_>], at: usize) -> bool {
    let Some([word, next]) = words.get(at..at.saturating_add(2)) else { return false };
    let bare = word.text.trim_end_matches(['.', '?', '!']);
    bare.len() < word.text.len()
        && (words::starts_with_digit(bare) || !words::is_place_word(bare))
        && next.text.starts_with(char::is_uppercase)
}

/// Whether the word `end` belongs to the number before it, as "uur" does in "art. 35 en 20 uur". If so, a place
/// cannot end with that number.
fn runs_on(words: &[Word<'_>], end: usize) -> bool {
    let last = end.checked_sub(1).and_then(|last| words.get(last));
    let before = end.checked_sub(2).and_then(|before| words.get(before));
    let is_listed =
        last.is_some_and(|word| word.follows_comma) || before.is_some_and(|word| words::is_conjunction(word.text));
    let ends_sentence = last.is_none_or(|word| word.text.ends_with(['.', '?', '!', ')', ':']));
    is_listed
        && !ends_sentence
        && words.get(end).is_some_and(|next| {
            let is_lowercase = next.text.chars().all(char::is_lowercase);
            is_lowercase && !next.follows_comma && !is_stop_word(next.text) && !words::is_place_word(next.text)
        })
}

fn is_unmistakable(found: &Found, name: &str) -> bool {
    let name = name.trim_matches(|character: char| !character.is_alphanumeric());
    let has_capital = |text: &str| text.chars().any(char::is_uppercase);
    found.names.iter().any(|(_, listed)| {
        let is_listed = if listed.contains(' ') { listed.eq_ignore_ascii_case(name) } else { listed == name };
        is_listed && (listed.contains(' ') || has_capital(listed))
    }) || name.split_once(' ').is_some_and(|(first, rest)| {
        // The list of laws may have the name without its first word: "AVG" for "de AVG".
        let is_optional = ["de", "het", "wet", "the"].iter().any(|word| first.eq_ignore_ascii_case(word));
        is_optional && is_unmistakable(found, rest)
    })
}
