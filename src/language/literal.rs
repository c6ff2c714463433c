//! Finds a text as a person would recognise it: regardless of case, of the Unicode form of accents, and of the kind and
//! number of blanks.

use super::is_invisible;
use std::ops::Range;
use unicode_normalization::char::decompose_canonical;

/// A text in the form in which texts are compared, with the place of each of its characters in the original text.
#[derive(Default)]
struct Folded {
    text: String,
    /// For each byte of `text`: the bytes of the original character.
    origins: Vec<(usize, usize)>,
}

impl Folded {
    fn new(original: &str) -> Self {
        let mut folded = Self::default();
        for (start, character) in original.char_indices() {
            let origin = (start, start.saturating_add(character.len_utf8()));
            if character.is_whitespace() {
                if !folded.text.ends_with(' ') {
                    folded.push(' ', origin);
                }
            } else if !is_invisible(character) {
                decompose_canonical(character, |part| part.to_lowercase().for_each(|lower| folded.push(lower, origin)));
            }
        }
        folded
    }

    fn push(&mut self, character: char, origin: (usize, usize)) {
        self.text.push(character);
        self.origins.resize(self.text.len(), origin);
    }
}

/// Returns where `wanted` occurs in `text`, in bytes, without overlap. Finds nothing if `wanted` is blank.
pub fn find_literal(text: &str, wanted: &str) -> Vec<Range<usize>> {
    let wanted = Folded::new(wanted.trim()).text;
    if wanted.is_empty() {
        return Vec::new();
    }
    let folded = Folded::new(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in folded.text.match_indices(&wanted) {
        let last = at.saturating_add(wanted.len()).saturating_sub(1);
        let (Some((start, _)), Some((_, end))) = (folded.origins.get(at), folded.origins.get(last)) else { continue };
        // An accent may follow as a character of its own. It belongs to the letter before it.
        let accents = text.get(*end..).unwrap_or_default().chars().take_while(|next| is_combining(*next));
        let end = end.saturating_add(accents.map(char::len_utf8).sum());
        if found.last().is_none_or(|before| before.end <= *start) {
            found.push(*start..end);
        }
    }
    found
}

fn is_combining(character: char) -> bool {
    unicode_normalization::char::canonical_combining_class(character) != 0
}

#[cfg(test)]
mod tests {
    use super::find_literal;

    #[test]
    fn a_text_is_found_in_every_spelling_that_looks_the_same() {
        let found = |text: &str, wanted: &str| -> Vec<String> {
            find_literal(text, wanted).into_iter().filter_map(|range| Some(text.get(range)?.to_owned())).collect()
        };
        assert_eq!(found("Bel Jan Jansen of JAN\u{a0}\n jansen.", "jan jansen"), ["Jan Jansen", "JAN\u{a0}\n jansen"]);
        assert_eq!(found("René en Rene\u{301} zijn één", "rené"), ["René", "Rene\u{301}"]);
        assert_eq!(found("06-12\u{ad}34", "06-1234"), ["06-12\u{ad}34"]);
        assert_eq!(found("aaaa", "aa"), ["aa", "aa"]);
        assert_eq!(found("niets", " "), Vec::<String>::new());
        assert_eq!(found("İstanbul", "istanbul"), Vec::<String>::new());
    }
}
