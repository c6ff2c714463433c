//! The form for a new obstacle, filled in from a mail.

use super::action::RecordAction;
use super::command_runner::failure;
use super::form::RecordForm;
use super::page;
use super::reply::Reply;
use super::request_context::RequestContext;
use crate::command::MailDraft;
use crate::failure::Failure;
use crate::i18n::import_page as messages;
use crate::record::Entity;
use crate::view::site_page::NoticeKind;
use anyhow::Result;
use axum::http::StatusCode;

/// Shows the form, or returns the reason why the mail cannot be read.
pub fn show(request: &RequestContext, draft: Result<MailDraft>) -> Result<Reply, Box<Failure>> {
    let failed = |error: anyhow::Error| Box::new(failure(&error, request));
    let draft = draft.map_err(failed)?;
    let mut form = RecordForm::new(request, Entity::Obstacle, RecordAction::New, None);
    form.fill_initial();
    for entry in &mut form.entries {
        let attribute = form.command.attribute(&entry.option.name);
        let value = draft.values.iter().find(|(name, _)| attribute.is_some_and(|own| own.name == *name));
        if let Some((_, value)) = value {
            entry.value.clone_from(value);
        }
    }
    let rendered = form.render();
    let mut frame = page::frame(request);
    if draft.is_mail {
        frame.lines.extend([messages::LOG_FROM_MAIL, messages::MAIL_CONTACT].map(|label| request.localize(label)));
    }
    let notices = draft.notices.into_iter().map(|text| page::notice(NoticeKind::Note, without_note(request, text)));
    frame.notices.extend(notices);
    form.page(StatusCode::OK, frame, rendered, None).map_err(failed)
}

/// Removes "Note:", which the page itself puts before a notice.
fn without_note(request: &RequestContext, text: crate::i18n::Text) -> String {
    let text = request.localize(text);
    let rest = ["Let op: ", "Note: "].into_iter().find_map(|start| text.strip_prefix(start));
    super::text::capitalize(rest.unwrap_or(&text))
}
