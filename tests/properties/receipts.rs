//! A receipt is a line for checking a result later. A printed receipt is parsed back unchanged, even if a word
//! processor changed its text. Any other text is refused.

use super::cases;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use ruimte::receipt::{ParseError, Receipt};

fn receipt() -> impl Strategy<Value = Receipt> {
    let hash = "[0-9a-f]{32}";
    let awkward = || {
        prop_oneof![
            any::<String>(),
            "[-a-z0-9]{1,8}",
            Just("x result=1".to_owned()),
            Just("\u{201c}curly\u{201d} and \u{2018}single\u{2019}".to_owned()),
            Just("ruimte:2 register=1 check=2".to_owned()),
            Just("1 + 1 ~ 2 \u{2013} 50%".to_owned()),
        ]
    };
    ((hash, vec(awkward(), 0..5), awkward()), (of(awkward()), of(awkward()), awkward()), (any::<i64>(), hash, hash))
        .prop_map(|((register, command, rule), (as_of, reference_date, day), (entry, head, result))| Receipt {
            register,
            command,
            rule,
            as_of,
            reference_date,
            day,
            entry,
            head,
            result,
        })
}

fn parse(text: &str) -> Option<Receipt> {
    Receipt::parse(text).ok().map(|found| found.receipt)
}

/// Changes a line as word processors and mail programs do: they wrap lines at blanks and after hyphens, put `>` before
/// quoted lines, replace blanks, hyphens and quotation marks, and begin a sentence with a capital.
fn retype(line: &str, changes: &[u8]) -> String {
    let mut changes = changes.iter().copied().cycle();
    let mut next = || changes.next().unwrap_or_default();
    let mut text = String::new();
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        let typed = match (character, next()) {
            (' ', 0..=60) => "\n    ".to_owned(),
            (' ', 61..=100) => "\r\n> ".to_owned(),
            (' ', 101..=140) => "\u{a0}".to_owned(),
            ('-', _) if rest.starts_with("--") => ["--", "\u{2013}", "\u{2014}"][usize::from(next() % 3)].to_owned(),
            ('-', 0..=60) => "\u{2011}".to_owned(),
            ('-', 61..=100) if !text.ends_with("reference") && !text.ends_with("as") => "-\n".to_owned(),
            ('\'', _) => "\u{2019}".to_owned(),
            ('"', _) => "\u{201d}".to_owned(),
            _ => character.to_string(),
        };
        text.push_str(&typed);
        let taken = if rest.starts_with("--") { 2 } else { character.len_utf8() };
        rest = &rest[taken..];
    }
    format!("{}{}", text[..1].to_uppercase(), &text[1..])
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_receipt_is_parsed_from_its_line(receipt in receipt(), before in "[a-z .]{0,20}", behind in "([ .,)][a-z .]{0,20})?") {
        let line = receipt.to_string();
        prop_assert!(line.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'\'' | b'"')), "{:?}", line);
        let found = Receipt::parse(&format!("{before}{line}{behind}")).unwrap();
        prop_assert_eq!(&found.receipt, &receipt, "{}", line);
        prop_assert_eq!((found.before, found.after, found.ignored_fields), (before, behind, Vec::new()));
    }

    #[test]
    fn a_receipt_is_parsed_from_a_letter(receipt in receipt(), changes in vec(any::<u8>(), 1..64)) {
        let typed = retype(&receipt.to_string(), &changes);
        prop_assert_eq!(parse(&typed), Some(receipt), "{}", typed);
    }

    #[test]
    fn a_receipt_with_another_value_has_other_check_digits(one in receipt(), other in receipt()) {
        let (line, others) = (one.to_string(), other.to_string());
        prop_assert_eq!(one == other, line == others);
        let digits = others.rsplit_once(" check=").unwrap().1;
        let swapped = format!("{} check={digits}", line.rsplit_once(" check=").unwrap().0);
        prop_assert!(one == other || Receipt::parse(&swapped) == Err(ParseError::Altered), "{}", swapped);
    }

    #[test]
    fn any_text_is_a_receipt_or_none(
        (line, cuts) in (receipt().prop_map(|receipt| receipt.to_string()), vec((any::<prop::sample::Index>(), any::<Option<char>>()), 0..4)),
        any in any::<String>(),
    ) {
        let mut text: Vec<char> = line.chars().collect();
        for (at, put) in cuts {
            let at = at.index(text.len());
            match put {
                Some(put) => text[at] = put,
                None => drop(text.split_off(at)),
            }
            if text.is_empty() {
                break;
            }
        }
        let made = [String::from_iter(text), any.clone(), format!("ruimte:1 {any} result={any}"), format!("ruimte:2 {any} check={any}")];
        for text in made {
            if let Some(read) = parse(&text) {
                prop_assert!([&read.register, &read.head, &read.result].iter().all(|hash| hash.len() == 32));
            }
        }
    }
}
