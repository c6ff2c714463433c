//! Record numbers and attribute values are parsed in every form that users type.

use super::laws::nearly_laws;
use super::{cases, today};
use proptest::prelude::*;
use proptest::sample::select;
use ruimte::record::{Entity, number};

fn numbered() -> Vec<Entity> {
    Entity::ALL.iter().copied().filter(|entity| entity.prefix().is_some()).collect()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn a_number_is_parsed_as_printed_and_as_people_shorten_it(
        entity in select(numbered()),
        wanted in prop_oneof![1..=2000_i64, 1..=i64::MAX],
    ) {
        let printed = number::format(entity, wanted);
        prop_assert_eq!(number::parse_any(&printed), Some((entity, wanted)));
        prop_assert_eq!(number::parse_any(&printed.to_lowercase()), Some((entity, wanted)));
        let (letter, width) = entity.prefix().unwrap();
        prop_assert_eq!(&printed, &format!("{letter}-{wanted:0width$}"));
        for form in [printed.clone(), printed.replace('-', ""), format!("{letter}{wanted}"), wanted.to_string(), format!(" 00{wanted} ")] {
            prop_assert_eq!(number::parse(entity, &form), Some(wanted), "{}", form);
        }
        for other in numbered() {
            let read = number::parse(other, &printed);
            prop_assert_eq!(read, (other == entity).then_some(wanted));
        }
    }

    #[test]
    fn any_text_is_a_positive_number_or_none(
        text in prop_oneof![any::<String>(), "[BCFSPbcfsp]?[- ]{0,2}[0-9]{0,21}", "[éBbİ][0-9]{0,3}"]
    ) {
        for entity in numbered() {
            if let Some(read) = number::parse(entity, &text) {
                prop_assert!(read > 0);
                prop_assert_eq!(number::parse(entity, &number::format(entity, read)), Some(read));
            }
        }
        if let Some((entity, read)) = number::parse_any(&text) {
            prop_assert_eq!(number::parse(entity, &text), Some(read));
        }
    }

    #[test]
    fn any_text_is_a_value_of_an_attribute_or_refused_in_both_languages(text in prop_oneof![any::<String>(), nearly_laws()]) {
        for attribute in Entity::ALL.iter().flat_map(|entity| entity.attributes()) {
            match attribute.parse(&text, &today) {
                Ok(value) => {
                    let blank = text.trim().is_empty();
                    let separators = text.chars().all(|character| character.is_whitespace() || ",;".contains(character));
                    // An attribute with laws is not split into a list here. The register parses laws later, because
                    // only the register knows the names of laws.
                    let is_list = attribute.link().is_some() && !attribute.is_law();
                    prop_assert_eq!(value.is_empty(), blank || (is_list && separators), "{}", attribute.name);
                    prop_assert!(!text.contains('\0'));
                }
                Err(message) => prop_assert!(!message.nl.is_empty() && !message.en.is_empty()),
            }
        }
    }
}
