//! Personal data is found in linear time. The ranges found are in order and do not overlap.

use super::cases;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use ruimte::personal_data::{FindKind, find, mask};
use std::time::{Duration, Instant};

/// Pieces that together resemble personal data.
const PIECES: &[&str] = &[
    "Beste ",
    "Groet, ",
    "Met vriendelijke groet,\n",
    "mevrouw ",
    "Jan",
    " de ",
    "en ",
    "É",
    "\u{301}",
    ",",
    ". ",
    "\n",
    "@",
    "a.b",
    ".nl",
    "06-",
    "06 12 34 56 78",
    "+31",
    "(0)",
    "((",
    "0",
    "1",
    "123456782",
    "bsn ",
    "NL91 ABNA ",
    "0417164300",
    "€ ",
    " ",
    "\u{a0}",
    "-",
    "/",
    "…",
    "> ",
    "\\",
    "\\@",
    "&#64;",
    "&",
    "&#",
    "０",
    "\u{200b}",
    "\u{fb01}",
];

fn assert_sound(text: &str) {
    let mut end = 0;
    for found in find(text) {
        assert!(found.range.start >= end && !found.range.is_empty(), "{found:?} in {text:?}");
        let found_text = text.get(found.range.clone()).unwrap();
        assert_ne!(mask(found.kind, found_text), found_text);
        end = found.range.end;
    }
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn finds_are_ranges_of_any_text(text in any::<String>()) {
        assert_sound(&text);
    }

    #[test]
    fn finds_are_ranges_of_text_that_resembles_personal_data(pieces in vec(select(PIECES), 0..30)) {
        assert_sound(&pieces.concat());
    }

    #[test]
    fn a_find_does_not_depend_on_sentences_around_it(before in "[a-z ]{0,20}", after in "[a-z ]{0,20}") {
        let text = format!("{before}. Mail a.b@voorbeeld.nl of bel 06-12345678. {after}");
        let kinds: Vec<FindKind> = find(&text).into_iter().map(|found| found.kind).collect();
        prop_assert_eq!(kinds, [FindKind::Email, FindKind::Phone]);
    }
}

/// A quadratic search would take minutes for each of these texts.
#[test]
fn a_long_text_of_repetition_is_searched_in_linear_time() {
    for piece in PIECES.iter().copied().chain(["Groet. ", "Beste Jan ", "a@", "0 ", "(+", "Groet,", "06 - ", "Groet ,"])
    {
        let text = piece.repeat((1 << 18) / piece.len());
        let begin = Instant::now();
        find(&text);
        assert!(begin.elapsed() < Duration::from_secs(5), "{piece:?} took {:?}", begin.elapsed());
    }
}
