//! Makes stored text safe to display: replaces unsafe characters by visible codes. An unsafe character could control a
//! terminal, is invisible, or changes the direction of text.

use std::borrow::Cow;

/// Whether a character could control a terminal, is invisible, or changes the direction of text.
pub fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{3164}' | '\u{ffa0}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether every character is one byte and one column wide. Most texts are like that and need no further checks.
pub fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Replaces unsafe characters by codes such as `<U+001B>`. If `keep_lines`, line breaks are kept and a tab becomes four
/// spaces; otherwise a line break becomes `⏎` and a tab becomes one space.
pub fn printable(text: &str, keep_lines: bool) -> Cow<'_, str> {
    if is_printable_ascii(text) || !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n");
    let mut safe = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\n' if keep_lines => safe.push('\n'),
            '\n' => safe.push_str(" ⏎ "),
            '\t' if keep_lines => safe.push_str("    "),
            '\t' => safe.push(' '),
            character if is_unsafe(character) => safe.push_str(&format!("<U+{:04X}>", u32::from(character))),
            character => safe.push(character),
        }
    }
    Cow::Owned(safe)
}
