//! Normalising a person's name twice has the same result as once, and invisible differences do not affect the result.

use super::cases;
use proptest::prelude::*;
use ruimte::record::person_name::{key, letters, normalize};

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn a_normalised_name_stays_the_same(name in any::<String>()) {
        for spelling in [normalize, key, letters] {
            let once = spelling(&name);
            prop_assert_eq!(spelling(&once), once, "{:?}", name);
        }
        let normal = normalize(&name);
        prop_assert!(!normal.starts_with(' ') && !normal.ends_with(' ') && !normal.contains("  "), "{:?}", normal);
        prop_assert_eq!(key(&normal), key(&name));
    }

    #[test]
    fn blanks_and_invisible_characters_do_not_make_another_name(
        words in proptest::collection::vec("[A-Za-zéÉ.]{1,6}", 1..4),
        blank in prop_oneof![Just(" "), Just("  "), Just("\u{a0}"), Just("\t"), Just("\u{2009} \u{200b}")],
        invisible in prop_oneof![Just(""), Just("\u{ad}"), Just("\u{200d}"), Just("\u{feff}")],
    ) {
        let spelled = format!("{blank}{}{blank}", words.join(&format!("{blank}{invisible}")));
        prop_assert_eq!(normalize(&spelled), words.join(" "));
    }
}
