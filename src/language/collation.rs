//! Computes sort keys that put texts in the order that readers expect.

use super::{fold_into, is_invisible};

/// Maximum number of digits whose count `add_number` can write as one character. The code of this character is that of
/// `0` plus the count, and it must sort before `a`.
const MAX_DIGITS: usize = 45;

/// Returns the key by which a text is sorted, byte by byte. The key ignores case, accents and punctuation, except that
/// punctuation separates words. Digits come before letters, and numbers are sorted by value: B-2 comes before B-10.
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len().saturating_add(8));
    let mut digits = String::new();
    let mut is_separated = false;
    for character in text.chars().filter(|character| !is_invisible(*character)) {
        if character.is_ascii_digit() {
            separate(&mut key, &mut is_separated, digits.is_empty());
            digits.push(character);
            continue;
        }
        add_number(&mut digits, &mut key);
        let length = key.len();
        if character.is_alphanumeric() {
            separate(&mut key, &mut is_separated, true);
            fold_into(character, &mut key);
        }
        // An apostrophe (as in foto's) and a combining mark (such as an accent) do not separate words.
        let is_ignored =
            matches!(character, '\'' | '\u{2019}') || unicode_normalization::char::is_combining_mark(character);
        is_separated |= key.len() == length && !is_ignored;
    }
    add_number(&mut digits, &mut key);
    key
}

/// Adds a space if a word or number begins here and follows a separator. Adds none at the start of the key.
fn separate(key: &mut String, is_separated: &mut bool, is_start: bool) {
    if std::mem::take(is_separated) && is_start && !key.is_empty() {
        key.push(' ');
    }
}

/// Adds a number as its length followed by its digits, so that a shorter number comes first.
fn add_number(digits: &mut String, key: &mut String) {
    if digits.is_empty() {
        return;
    }
    let number = digits.trim_start_matches('0');
    let length = u8::try_from(number.len().min(MAX_DIGITS)).unwrap_or_default();
    key.push(char::from(b'0'.saturating_add(length)));
    key.push_str(number);
    digits.clear();
}

#[cfg(test)]
mod tests {
    use super::sort_key;

    #[test]
    fn texts_are_sorted_as_a_reader_expects() {
        let sorted = [
            "(2) Bijlage",
            "10 vragen",
            "B-2",
            "B-10",
            "“Banaan”",
            "cao",
            "CAO 2018",
            "Cao VVT",
            "de zorg",
            "Deventer",
            "één contract",
            "Eerste hulp",
            "\u{e9}e\u{301}rste hulp bij stages",
            "foto",
            "foto's",
            "Ørsted",
            "Østerbro",
            "'s-Hertogenbosch",
            "zorg",
        ];
        for pair in sorted.windows(2) {
            let [one, other] = pair else { continue };
            assert!(sort_key(one) < sort_key(other), "{one} {other}");
        }
    }
}
