//! Changes the case of the first character, because labels are shown both on their own and within a sentence.

fn with_first(text: &str, first: impl Fn(char) -> String) -> String {
    let mut characters = text.chars();
    characters.next().map(first).unwrap_or_default() + characters.as_str()
}

pub fn capitalize(text: &str) -> String {
    with_first(text, |character| character.to_uppercase().collect())
}

pub fn uncapitalize(text: &str) -> String {
    with_first(text, |character| character.to_lowercase().collect())
}
