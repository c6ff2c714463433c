//! Spelling of persons' names. One name can be stored as different bytes: with composed or combining accents, a
//! no-break space, two spaces, or an invisible character. [`normalize`] returns the spelling to store. Two names are
//! the same if they have the same [`key`], and may be the same if they have the same [`letters`].

use crate::language::is_invisible;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns the spelling in which a name is stored: in Unicode's composed form (NFC), without invisible characters, with
/// single spaces between words and none at either end.
pub fn normalize(name: &str) -> String {
    let visible: String = name.chars().filter(|character| !is_invisible(*character)).nfc().collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a key that is equal for all spellings of one name. It is for comparison only, not for display. The key is
/// the normalised name in lower case and in Unicode's compatibility form (NFKC), in which `ﬁ` becomes `fi`.
pub fn key(name: &str) -> String {
    let lowercase = normalize(&name.nfkc().collect::<String>()).to_lowercase();
    normalize(&lowercase.nfkc().collect::<String>())
}

/// Whether a name looks like the number of a person, such as `N-03`, with any kind of dash or digits.
pub fn is_like_number(name: &str) -> bool {
    let key = key(name);
    let rest = key.strip_prefix('n').and_then(|rest| rest.strip_prefix(is_dash)).unwrap_or_default();
    !rest.is_empty() && rest.chars().all(char::is_numeric)
}

const fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{58a}' | '\u{5be}' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{30fc}')
}

/// Returns the letters and digits of a name, without accents, spaces and punctuation. If two names yield the same text,
/// such as `José-Luis Pérez` and `Jose Luis Perez`, they probably belong to one person.
pub fn letters(name: &str) -> String {
    key(name).nfkd().filter(|character| character.is_alphanumeric() && !is_combining_mark(*character)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_look_the_same_are_normalised_to_one() {
        for name in [
            "Loket Één",
            "Loket E\u{301}e\u{301}n",
            "Loket\u{a0}Één",
            "Loket  Één",
            "\u{feff} Loket\tÉ\u{200b}én\u{2009}",
            "Lo\u{ad}ket \u{202a}É\u{200d}e\u{200b}\u{301}n\u{202c}",
        ] {
            assert_eq!(normalize(name), "Loket Één", "{name:?}");
        }
    }

    #[test]
    fn names_that_differ_in_case_or_compatibility_form_share_a_key() {
        assert_eq!(key("LOKET ÉÉN"), "loket één");
        assert_eq!(key("Loket\u{a0}E\u{301}én"), "loket één");
        assert_eq!(key("Soﬁa Ⅳ"), "sofia iv");
        assert_eq!(key("Ｊａｎ"), "jan");
        assert_ne!(key("Loket Een"), key("Loket Één"));
    }

    #[test]
    fn names_that_differ_in_accents_or_punctuation_share_their_letters() {
        assert_eq!(letters("José-Luis Pérez"), "joseluisperez");
        assert_eq!(letters("JOSE LUIS PEREZ"), "joseluisperez");
        assert_eq!(letters("- . -"), "");
        assert_ne!(letters("Jansen"), letters("Janssen"));
    }

    #[test]
    fn a_name_that_looks_like_a_number_is_recognised() {
        for name in
            ["N-03", "n-0", "N\u{2011}03", "\u{ff2e}\u{2212}3", "N-\u{663}", "N-99999999999999999999", "\u{2115}-1"]
        {
            assert!(is_like_number(name), "{name}");
        }
        for name in ["n123456", "N-", "N. Drie", "N-3a", ""] {
            assert!(!is_like_number(name), "{name}");
        }
    }

    #[test]
    fn a_name_of_invisible_characters_is_empty() {
        assert_eq!(normalize("\u{200b}\u{a0}\u{ad}"), "");
        assert_eq!(key("\u{2060} "), "");
        // All these characters are invisible: Hangul fillers, a variation selector, a tag, the blank Braille pattern
        // and an annotation mark.
        assert_eq!(letters("Jan\u{3164} \u{115f}\u{ffa0}Vis\u{fe0f}ser\u{e0041}\u{2800}\u{fff9}"), "janvisser");
    }
}
