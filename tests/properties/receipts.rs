//! Receipts are parsed back as printed, even if a word processor has wrapped their lines. No other text parses as a
//! receipt.

use super::cases;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use ruimte::receipt::Receipt;

fn receipt() -> impl Strategy<Value = Receipt> {
    let hash = "[0-9a-f]{32}";
    // This pattern has no line breaks or curly quotation marks, because parsing a receipt replaces them.
    let moment = "[-a-zA-Z0-9é.:;+%$&*()\\[\\]{}#!?'\"/\\\\]{1,12}( [a-z0-9]{1,6}){0,2}";
    (
        (hash, vec(prop_oneof![any::<String>(), "[-a-z0-9]{1,8}"], 0..5), "[a-z-]{1,9}@[0-9a-f]{8}"),
        (of(moment), of("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        (any::<i64>(), hash, hash),
    )
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

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_receipt_is_parsed_from_its_line(receipt in receipt(), before in "[a-z .]{0,20}", behind in "([ .,)][a-z .]{0,20})?") {
        let line = receipt.to_string();
        prop_assert!(!line.contains(['\n', '\r']), "{:?}", line);
        let read = Receipt::parse(&format!("{before}{line}{behind}"));
        prop_assert_eq!(read.as_ref(), Some(&receipt), "{}", line);
        prop_assert_eq!(read.unwrap().to_string(), line);
    }

    #[test]
    fn a_receipt_is_parsed_from_a_letter_that_breaks_its_lines(receipt in receipt(), breaks in vec(any::<bool>(), 32)) {
        let line = receipt.to_string();
        let mut breaks = breaks.into_iter().cycle();
        let mut last = ' ';
        let broken: String = line
            .chars()
            .flat_map(|character| {
                // Replace some single spaces by a line break, and indent the next line.
                let here = character == ' ' && last != ' ' && breaks.next() == Some(true);
                last = character;
                if here { "\n    ".to_owned() } else { character.to_string() }.chars().collect::<Vec<_>>()
            })
            .collect();
        let is_plain = !line.contains("  ");
        prop_assert!(!is_plain || Receipt::parse(&broken) == Some(receipt), "{}", broken);
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
        for text in [String::from_iter(text), any.clone(), format!("ruimte:1 {any} result={any}")] {
            if let Some(read) = Receipt::parse(&text) {
                prop_assert!([&read.register, &read.head, &read.result].iter().all(|hash| hash.len() == 32));
            }
        }
    }
}
