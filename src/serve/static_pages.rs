//! Pages that never change: the accessibility statement.

use super::page;
use super::reply::Reply;
use super::request_context::RequestContext;
use crate::i18n::site as messages;
use anyhow::Result;

pub fn accessibility(request: &RequestContext) -> Result<Reply> {
    let mut frame = page::frame(request);
    frame.lines = messages::STATEMENT.iter().map(|label| request.localize(*label)).collect();
    page::render_title(request, frame, messages::ACCESSIBILITY_TITLE)
}
