//! Pages that show no records: the index of the lists that administrators maintain, and the accessibility statement.

use super::action::{record_kinds, required_role};
use super::page::{self, link};
use super::reply::Reply;
use super::request_context::RequestContext;
use super::roles::Role;
use super::text::capitalize;
use crate::i18n::site as messages;
use anyhow::Result;

pub fn accessibility(request: &RequestContext) -> Result<Reply> {
    let mut frame = page::frame(request);
    frame.lines = messages::STATEMENT.iter().map(|label| request.localize(*label)).collect();
    page::render_title(request, frame, messages::ACCESSIBILITY_TITLE)
}

pub fn lists(request: &RequestContext) -> Result<Reply> {
    let mut frame = page::frame(request);
    for entity in record_kinds().filter(|entity| required_role(*entity) == Role::Admin) {
        let name = request.localize(entity.plural_label());
        frame.actions.push(link(capitalize(&name), format!("/{}", entity.plural())));
    }
    frame.is_index = true;
    page::render_title(request, frame, messages::LISTS)
}
