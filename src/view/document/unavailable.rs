//! Stands in for templates in a program that was built without pages.

use super::ReplyValues;
use crate::i18n::{Text, failures};

pub fn render_reply(_: &str, _: &ReplyValues) -> Result<String, Text> {
    Err(failures::format_not_in_build())
}

pub const fn check_template(_: &str) -> Result<(), Text> {
    Ok(())
}

pub fn plain_text(markdown: &str) -> String {
    markdown.to_owned()
}
