//! Titles for the output of a command, shown above a page and in a spreadsheet.

use crate::i18n::{Lang, Text, sheets};
use crate::record::{Entity, number};

const MAX_QUERY_CHARS: usize = 80;

pub fn entities(entity: Entity) -> Text {
    capitalize(entity.plural_label().into())
}

pub fn parsed_code(text: &str) -> Option<String> {
    number::parse_any(text.trim()).map(|(entity, wanted)| number::format(entity, wanted))
}

pub fn search_results(words: &[String]) -> Text {
    let text = words.join(" ");
    if text.trim().is_empty() {
        return sheets::FOUND.into();
    }
    let cut: String = text.chars().take(MAX_QUERY_CHARS).collect();
    sheets::found_for(if cut.len() < text.len() { format!("{}…", cut.trim_end()) } else { text })
}

pub fn capitalize(text: Text) -> Text {
    let first = |lang: Lang| {
        let mut characters = text.get(lang).chars();
        characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect::<String>()
    };
    Text { nl: first(Lang::Nl), en: first(Lang::En) }
}
