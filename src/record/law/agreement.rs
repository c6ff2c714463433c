//! Refuses an article of a collective agreement (cao), because the register stores only the name of an agreement.
//! Without this check, "cao VVT artikel 3.2" would be stored as another agreement with that name.

use super::names::is_link_word;
use super::{Law, LawKind, words};
use crate::i18n::{Text, failures};

/// Returns the error if `text` names an article after an agreement, as in "cao VVT artikel 3.2"; otherwise `None`.
/// `name` is the part of `text` that would become the name of the agreement.
pub fn refuse_article(text: &str, name: &str) -> Option<Text> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let article = article_position(&words)?;
    Some(refusal(text, words.get(..article).unwrap_or_default()))
}

/// Returns the error for a text such as "artikel 3.2 van de cao VVT"; `None` if it does not have this form.
pub fn refuse_article_before_name(text: &str) -> Option<Text> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let article = article_position(&words)?;
    let name = words.iter().position(|word| is_cao(word)).filter(|name| article < *name)?;
    Some(refusal(text, words.get(name..).unwrap_or_default()))
}

/// The position of the first "artikel" or "§" that is followed by a number.
fn article_position(words: &[&str]) -> Option<usize> {
    let has_digit = |word: &str| word.contains(|character: char| character.is_ascii_digit());
    let is_number = |at: usize| words.get(at).is_some_and(|word| words::starts_with_digit(word));
    let is_article = |(at, word): &(usize, &&str)| {
        let word = word.trim_start_matches('(');
        (words::is_article_keyword(word) || word.starts_with('§'))
            && (has_digit(word) || is_number(at.saturating_add(1)))
    };
    words.iter().enumerate().find(is_article).map(|(at, _)| at)
}

fn is_cao(word: &str) -> bool {
    word.trim_end_matches(':').eq_ignore_ascii_case("cao")
}

fn refusal(text: &str, name: &[&str]) -> Text {
    let is_loose = |word: &&str| words::is_conjunction(word) || is_link_word(word);
    let mut name = name.to_vec();
    while name.pop_if(|last| is_loose(&&**last)).is_some() {}
    let name = name.join(" ");
    let law = Law::named(LawKind::Cao, name.trim_end_matches([',', ':', '.'])).filter(|law| !is_cao(&law.source));
    law.map_or_else(|| failures::not_a_law(text), |law| failures::agreement_with_article(text, law.to_string()))
}
