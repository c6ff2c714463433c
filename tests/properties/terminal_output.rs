//! Text printed to a terminal contains no character that controls the terminal or reverses text.

use super::cases;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use ruimte::view::printable;

/// Whether a character changes the direction of text (Unicode property `Bidi_Control`).
fn changes_direction(character: char) -> bool {
    matches!(character, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a terminal could act on a character instead of showing it. True for all characters of the Unicode categories
/// Cc, Cf, Zl and Zp, for some others in the same ranges, and for letters that are invisible.
fn may_control_output(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}' | '\u{0600}'..='\u{0605}' | '\u{061c}' | '\u{06dd}' | '\u{070f}' | '\u{0890}'..='\u{0891}' | '\u{08e2}'
            | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1345f}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Generates text with many control characters.
fn text_with_controls() -> impl Strategy<Value = String> {
    let acting = select(vec![
        '\u{1b}', '\u{9b}', '\r', '\n', '\t', '\u{7}', '\u{8}', '\0', '\u{7f}', '\u{85}', '\u{202e}', '\u{2066}',
        '\u{200f}', '\u{61c}', '\u{2028}', '\u{feff}', '[', 'm', '0', 'é',
    ]);
    vec(prop_oneof![acting, any::<char>()], 0..24).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn no_control_character_reaches_a_terminal(text in text_with_controls()) {
        for lines in [true, false] {
            let safe = printable(&text, lines);
            for character in safe.chars() {
                let allowed = lines && character == '\n';
                prop_assert!(allowed || !(character.is_control() || changes_direction(character)), "{:?} in {:?}", character, safe);
            }
            prop_assert_eq!(printable(&safe, lines), safe.as_ref());
        }
    }

    #[test]
    fn text_without_control_characters_is_unchanged(text in any::<String>()) {
        let quiet: String = text.chars().filter(|character| !may_control_output(*character)).collect();
        prop_assert_eq!(printable(&quiet, true), quiet.as_str());
        prop_assert_eq!(printable(&quiet, false), quiet.as_str());
    }

    #[test]
    fn visible_characters_keep_their_order(text in text_with_controls()) {
        let shows = |text: &str| text.chars().filter(|character| !may_control_output(*character) && !character.is_whitespace()).collect::<String>();
        let safe = printable(&text, true);
        let mut rest = safe.chars();
        prop_assert!(shows(&text).chars().all(|wanted| rest.any(|found| found == wanted)), "{:?} became {:?}", text, safe);
        prop_assert_eq!(text.replace("\r\n", "\n").matches('\n').count(), safe.matches('\n').count());
    }
}
