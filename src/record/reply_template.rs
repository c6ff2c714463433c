//! The reply template: the text around the answer in a reply to an obstacle, in Markdown with placeholders.

use super::{Entity, attribute::Attribute, attributes};
use crate::i18n::attribute_labels as labels;

attributes! {
    NUMBER = Attribute::number(Entity::ReplyTemplate, &labels::NUMBER);
    TITLE = Attribute::line("title", &labels::TITLE).required();
    TEXT = Attribute::text("text", &labels::REPLY_TEXT).required();
    VOID = Attribute::line("void", &labels::VOID).set_by_command().void_only();
}
