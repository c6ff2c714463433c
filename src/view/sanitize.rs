//! What was stored must not steer the terminal of whoever reads it: control characters and the marks that
//! turn the direction of text are shown as what they are.

use std::borrow::Cow;

/// Whether a character would act on a terminal, or hide, instead of show.
fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether it is letters, digits, marks and spaces of ASCII alone, as most texts are: each as wide as it is long.
pub fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The text with every character that acts written out, as `<U+001B>`. Line breaks and tabs are kept where
/// `keep_lines` says so; elsewhere they become `⏎` and a space.
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
