//! Shows whoever is typing a text where it seems to contain personal data.

use crate::i18n::{Text, choices};
use crate::personal_data;

/// Limit on the items to show for one text.
const MAX_EXCERPTS: usize = 5;
/// How much of the text to show on each side of an item.
const CONTEXT_BYTES: usize = 30;

/// An item of personal data with the text around it, unmasked: only for the person who typed the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonalExcerpt {
    pub kind: Text,
    pub before: String,
    pub found: String,
    pub after: String,
}

pub fn personal_data_excerpts(text: &str) -> Vec<PersonalExcerpt> {
    let excerpt = |find: personal_data::Find| {
        let kind = choices::PERSONAL_DATA.iter().find(|choice| choice.code == find.kind.code());
        let start = text.ceil_char_boundary(find.range.start.saturating_sub(CONTEXT_BYTES));
        let end = text.floor_char_boundary(find.range.end.saturating_add(CONTEXT_BYTES));
        let before = text.get(start..find.range.start).unwrap_or_default();
        let after = text.get(find.range.end..end).unwrap_or_default();
        // Begin and end at a whole word, unless the excerpt reaches the start or the end of the text.
        let before = match before.split_once(char::is_whitespace) {
            Some((_, words)) if start > 0 => format!("… {words}"),
            _ => before.to_owned(),
        };
        let after = match after.rsplit_once(char::is_whitespace) {
            Some((words, _)) if end < text.len() => format!("{words} …"),
            _ => after.to_owned(),
        };
        PersonalExcerpt {
            kind: kind.map_or_else(Text::default, |choice| choice.label.into()),
            before,
            found: text.get(find.range).unwrap_or_default().to_owned(),
            after,
        }
    };
    personal_data::find(text).into_iter().take(MAX_EXCERPTS).map(excerpt).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_shows_the_words_around_what_was_found() {
        let excerpts = personal_data_excerpts(
            "Bel mij gerust terug over de ketenstage op 06-12345678 of mail vandaag nog naar het loket.",
        );
        let [excerpt] = &excerpts[..] else { panic!("{excerpts:?}") };
        assert_eq!(excerpt.before, "… terug over de ketenstage op ");
        assert_eq!(excerpt.found, "06-12345678");
        assert_eq!(excerpt.after, " of mail vandaag nog naar het …");
        let excerpts = personal_data_excerpts("06-12345678");
        assert!(excerpts.iter().all(|excerpt| excerpt.before.is_empty() && excerpt.after.is_empty()));
        assert_eq!(personal_data_excerpts("Mag dit?"), []);
    }
}
