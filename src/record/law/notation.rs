//! Parses national and EU law by id, as people write it: `BWBR0007625 art. 7.2.8, eerste lid, onderdeel a (1-1-2018)`.

use super::{Law, LawKind, celex, is_bwb, places, strip_prefix_ignoring_case};
use crate::i18n::{Text, failures};

/// Splits off the first word of a text that consists of words, spaces and commas.
fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim_start_matches([' ', ',']);
    text.split_at(text.find([' ', ',']).unwrap_or(text.len()))
}

/// Reads the BWB id or CELEX number at the start of a text. Returns the law and the rest of the text.
pub fn source(text: &str) -> Option<(Law, &str)> {
    let (first, rest) = split_word(text);
    let first = first.trim_end_matches(['.', ':']);
    if is_bwb(first) {
        return Some((Law { kind: LawKind::Bwb, source: first.to_uppercase(), ..Law::default() }, rest));
    }
    let number = strip_prefix_ignoring_case(first, "celex").map_or(first, |number| number.trim_start_matches(':'));
    let (number, rest) = if number.is_empty() { split_word(rest) } else { (number, rest) };
    Some((celex(number.trim_end_matches(['.', ':']))?, rest))
}

/// Parses a reference that begins with an id. The caller has already cleaned the text with [`super::tidy`].
pub fn parse(text: &str) -> Result<Law, Text> {
    let (law, rest) = source(text).ok_or_else(|| failures::not_a_law(text))?;
    match &mut *places::parse(&law, rest, text)? {
        [law] => Ok(std::mem::take(law)),
        _ => Err(failures::several_laws(text)),
    }
}
