//! Finds a text as a person would recognise it: regardless of case, of the Unicode form of characters, of the kind of
//! quotes and hyphens, and of the kind and number of blanks.

use super::Folded;
use std::ops::Range;

/// Returns where `wanted` occurs in `text`, in bytes, without overlap. Finds nothing if `wanted` is blank.
pub fn find_literal(text: &str, wanted: &str) -> Vec<Range<usize>> {
    let wanted = Folded::comparable(wanted).text;
    let wanted = wanted.trim();
    if wanted.is_empty() {
        return Vec::new();
    }
    let folded = Folded::comparable(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in folded.text.match_indices(wanted) {
        let Range { start, end } = folded.origin(&(at..at.saturating_add(wanted.len())));
        // An accent may follow as a character of its own. It belongs to the letter before it.
        let accents = text.get(end..).unwrap_or_default().chars().take_while(|next| is_combining(*next));
        let end = end.saturating_add(accents.map(char::len_utf8).sum());
        if found.last().is_none_or(|before| before.end <= start) {
            found.push(start..end);
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
        assert_eq!(found("D’Hondt en D´HONDT", "d'hondt"), ["D’Hondt", "D´HONDT"]);
        assert_eq!(found("Jan\u{2011}Willem, Jan–Willem", "Jan-Willem"), ["Jan\u{2011}Willem", "Jan–Willem"]);
        assert_eq!(found("So\u{fb01}a belt ０６-１２", "sofia"), ["So\u{fb01}a"]);
        assert_eq!(found("So\u{fb01}a belt ０６-１２", "06-12"), ["０６-１２"]);
        assert_eq!(found("jan&#64;b.nl, jan\\@b.nl", "jan@b.nl"), ["jan&#64;b.nl", "jan\\@b.nl"]);
        assert_eq!(found("a &amp;&#64 b", "&amp;"), ["&amp;"]);
        assert_eq!(found("aaaa", "aa"), ["aa", "aa"]);
        assert_eq!(found("niets", " "), Vec::<String>::new());
        assert_eq!(found("\u{200b}", "\u{200b}"), Vec::<String>::new());
        assert_eq!(found("İstanbul", "istanbul"), Vec::<String>::new());
    }
}
