//! The page of a list that waits to be imported: what was understood, what people choose, what will be recorded, and the
//! button that imports it. All of this is the command `import`, which reads the file that the visitor sent.

use super::action::required_role;
use super::command_runner::{failure, run_command_with};
use super::filter_form::url;
use super::import_choices::{
    ChosenTwice, addition_address, asks_for_other_sheet, submitted_additions, submitted_mapping,
};
use super::import_form::DraftForm;
use super::page::{self, link, notice};
use super::reply::{Content, Flash, Reply};
use super::request_context::{RequestContext, value_of};
use super::sinks::{DataRows, EventBuffer};
use super::site_command::SiteCommand;
use super::state::AppState;
use super::text::capitalize;
use super::uploads::{Choices, Upload, UploadedFile};
use crate::command::{Attachment, Imported, MappingDraft, Outcome};
use crate::failure::Failure;
use crate::i18n::{Text, import_page as messages, site};
use crate::intake::mapping::Mapping;
use crate::record::Entity;
use crate::rows::Sink;
use crate::view::site_page::{Form, Frame, NoticeKind};
use anyhow::Result;
use axum::http::{StatusCode, header};
use jiff::Timestamp;
use std::sync::Arc;

/// The arguments of `import` that stand for the list and for the mapping.
const LIST: &str = "list";
const MAPPING: &str = "mapping";

pub fn read_mapping(file: &UploadedFile) -> Result<Mapping> {
    Mapping::read_file(file.copy()?, file.name.clone())
}

/// A list that waits, as the page about it sees it.
struct Waiting<'a> {
    request: &'a RequestContext,
    upload: Arc<Upload>,
    choices: Choices,
    address: String,
}

impl<'a> Waiting<'a> {
    /// Finds the list in the address of the page; `None` if it is gone or is somebody else's.
    fn find(request: &'a RequestContext) -> Option<Self> {
        let token = request.param(0);
        let upload = request.state.uploads.find(token, &request.visitor)?;
        let choices = upload.choices();
        let is_allowed = request.is_allowed(required_role(choices.entity));
        is_allowed.then(|| Self { request, upload, choices, address: format!("/import/{token}") })
    }

    fn name(&self) -> String {
        match self.upload.file.name.as_str() {
            "" => self.request.localize(messages::UNNAMED),
            name => name.to_owned(),
        }
    }

    /// Runs `import` on the list.
    fn run(&self, more: &[&str], out: &mut dyn Sink) -> Result<Outcome, Box<Failure>> {
        let failed = |error: std::io::Error| Box::new(failure(&error.into(), self.request));
        let Choices { entity, sheet, updates, allows_duplicates, mapping, .. } = &self.choices;
        let mut attachments =
            vec![Attachment { argument: LIST, name: self.name(), file: self.upload.file.copy().map_err(failed)? }];
        let mut options: Vec<String> = more.iter().map(ToString::to_string).collect();
        if let Some(mapping) = mapping {
            let file = mapping.copy().map_err(failed)?;
            attachments.push(Attachment { argument: MAPPING, name: mapping.name.clone(), file });
            options.push(format!("--mapping={MAPPING}"));
        }
        options.extend(sheet.iter().map(|sheet| format!("--sheet={sheet}")));
        options.extend(updates.then(|| "--update".to_owned()));
        let duplicates = if *allows_duplicates { "--allow-duplicates" } else { "--skip-duplicates" };
        options.push(duplicates.to_owned());
        let args = SiteCommand::Import.args(options, [entity.plural().to_owned(), LIST.to_owned()]);
        run_command_with(self.request, &args, &attachments, out)
    }

    /// Returns what the list means so far, and the notices of the command.
    fn draft(&self) -> Result<(MappingDraft, Vec<Text>), Box<Failure>> {
        let mut outcome = self.run(&["--suggest-mapping=mapping.toml"], &mut DataRows::default())?;
        let draft = outcome.mapping.take().ok_or_else(|| Failure::usage(site::INTERNAL_ERROR.into()))?;
        Ok((draft, outcome.notices.into_iter().map(|notice| notice.text).collect()))
    }

    /// Makes a sentence of a message of the command, except that the name of a file stays as it is.
    fn sentence(&self, text: &Text) -> String {
        let text = page::plain_text(self.request, text.clone());
        let mapping = self.choices.mapping.as_ref().map_or("", |mapping| &mapping.name);
        let is_name = |name: &str| !name.is_empty() && text.starts_with(name);
        if is_name(&self.name()) || is_name(mapping) { text } else { capitalize(&text) }
    }

    fn title(&self) -> Text {
        messages::mapping_title(self.name())
    }

    fn discard_form(&self) -> Form {
        Form {
            id: "discard".to_owned(),
            action: format!("{}/discard", self.address),
            hidden: vec![self.request.csrf_field()],
            send: self.request.localize(messages::DISCARD),
            is_secondary: true,
            ..Form::default()
        }
    }

    /// The page of a list that cannot be read at all, or not with the sheet or mapping that was chosen.
    fn unreadable(&self, failure: &Failure) -> Result<Reply> {
        let request = self.request;
        let mut frame = page::frame(request);
        frame.notices.push(notice(NoticeKind::Wrong, self.sentence(&failure.text)));
        frame.lines.extend(failure.details.iter().map(|text| self.sentence(text)));
        frame.lines.push(request.localize(messages::UNREADABLE));
        frame.actions.push(link(request.localize(messages::SEND_AGAIN), "/import"));
        frame.after.push(self.discard_form());
        page::render(request, page::http_status(failure), frame, |out| out.title(&self.title()))
    }
}

fn gone(request: &RequestContext) -> Result<Reply> {
    let mut frame = page::frame(request);
    frame.lines.push(request.localize(messages::GONE_HELP));
    frame.actions.push(link(request.localize(messages::SEND_AGAIN), "/import"));
    page::render(request, StatusCode::NOT_FOUND, frame, |out| out.title(&messages::GONE.into()))
}

/// The page of a list that waits: what was understood, and what will be recorded.
pub fn show(request: &RequestContext) -> Result<Reply> {
    let Some(list) = Waiting::find(request) else { return gone(request) };
    let frame = page::frame(request);
    show_list(&list, StatusCode::OK, frame)
}

fn show_list(list: &Waiting<'_>, status: StatusCode, mut frame: Frame) -> Result<Reply> {
    let request = list.request;
    let (draft, notices) = match list.draft() {
        Ok(draft) => draft,
        Err(error) => return list.unreadable(&error),
    };
    let mut preview = EventBuffer::default();
    let settled = draft.is_settled().then(|| list.run(&["--dry-run"], &mut preview));
    let mut count = None;
    let mut wrong = Vec::new();
    match settled {
        None => {
            let text = if list.choices.mapping.is_some() { messages::CHOICES_LEFT } else { messages::CHOICES_NEEDED };
            frame.notices.push(notice(NoticeKind::Note, request.localize(text)));
            frame.lines.extend(notices.iter().map(|text| list.sentence(text)));
        }
        Some(Ok(outcome)) => count = Some(add_counts(list, &outcome, &mut frame)),
        Some(Err(error)) => {
            frame.notices.push(notice(NoticeKind::Wrong, list.sentence(&error.text)));
            wrong = error.details;
        }
    }
    if let Some(count) = count.filter(|count| *count > 0) {
        frame.before.push(import_form(list, count));
    }
    let is_folded = wrong.is_empty() && draft.is_settled();
    let form = DraftForm { request, draft: &draft, choices: &list.choices, address: &list.address, is_folded };
    let form = form.render();
    // What is wrong in the list comes before the choices, because it is what people came to see.
    if draft.is_settled() {
        frame.after.push(form);
    } else {
        frame.before.push(form);
    }
    frame.after.push(list.discard_form());
    frame.words.insert("downloads", request.localize(messages::AS_A_FILE));
    frame.downloads.push(link(request.localize(messages::DOWNLOAD_MAPPING), format!("{}/mapping", list.address)));
    page::render(request, status, frame, |out| {
        out.title(&list.title())?;
        for (heading, texts) in [(messages::WRONG_ROWS, &wrong), (messages::PROBLEMS, &draft.problems.first)] {
            // A dry run reports these rows too.
            if !texts.is_empty() && (is_folded || wrong.is_empty() || heading == messages::WRONG_ROWS) {
                out.group(&heading.into())?;
                let plain = texts.iter().map(|text| Text::untranslated(page::plain_text(request, text.clone())));
                plain.into_iter().try_for_each(|text| out.line(&text))?;
            }
        }
        if !preview.is_empty() {
            out.group(&messages::FIRST_ROWS.into())?;
        }
        preview.replay(out)
    })
}

/// Adds what an import would do to the page. Returns how many records it would add or change.
fn add_counts(list: &Waiting<'_>, outcome: &Outcome, frame: &mut Frame) -> u64 {
    let request = list.request;
    let Some(Imported { added, changed, unchanged, .. }) = outcome.imported else { return 0 };
    frame.lines.push(request.localize(messages::counts(added, changed, unchanged)));
    frame.lines.extend(outcome.notices.iter().map(|notice| list.sentence(&notice.text)));
    let count = added.saturating_add(changed);
    if count == 0 {
        frame.notices.push(notice(NoticeKind::Note, request.localize(messages::NOTHING_TO_IMPORT)));
    }
    count
}

fn import_form(list: &Waiting<'_>, count: u64) -> Form {
    let request = list.request;
    Form {
        id: "import".to_owned(),
        action: format!("{}/run", list.address),
        hidden: vec![request.csrf_field(), ("once".to_owned(), AppState::new_form_token())],
        send: request.localize(messages::import_button(count)),
        ..Form::default()
    }
}

/// Keeps what the visitor chose, and shows what follows from it.
pub fn choose(request: &RequestContext) -> Result<Reply> {
    let Some(list) = Waiting::find(request) else { return gone(request) };
    if request.is_stale_form {
        return expired(&list);
    }
    let form = request.form();
    let how = Choices {
        sheet: value_of(form, "sheet").map(str::to_owned),
        updates: value_of(form, "update").is_some(),
        allows_duplicates: value_of(form, "duplicates") == Some("allow"),
        ..list.choices.clone()
    };
    if asks_for_other_sheet(form) {
        // What was chosen for the columns of one sheet says nothing about those of another.
        list.upload.choose(Choices { mapping: None, additions: Vec::new(), ..how });
        return Ok(Reply::redirect(list.address));
    }
    let earlier = list.choices.mapping.as_deref().and_then(|file| read_mapping(file).ok());
    let text = match submitted_mapping(form, list.choices.entity, earlier.as_ref()) {
        Ok(text) => text,
        Err(ChosenTwice(one, other, attribute)) => {
            let mut frame = page::frame(request);
            let text = messages::chosen_twice(one, other, attribute.i18n.label);
            frame.notices.push(notice(NoticeKind::Wrong, request.localize(text)));
            return show_list(&list, StatusCode::BAD_REQUEST, frame);
        }
    };
    let mapping = match UploadedFile::with_text("mapping.toml", &request.visitor, &text) {
        Ok(mapping) => mapping,
        Err(error) => return page::error(request, &failure(&error.into(), request)),
    };
    let additions = submitted_additions(request, list.choices.entity);
    let next = match additions.first() {
        Some(addition) => addition_address(request, addition, request.param(0)),
        None => list.address,
    };
    list.upload.choose(Choices { mapping: Some(Arc::new(mapping)), additions, ..how });
    Ok(Reply::redirect(next))
}

fn expired(list: &Waiting<'_>) -> Result<Reply> {
    let mut frame = page::frame(list.request);
    frame.notices.push(notice(NoticeKind::Wrong, list.request.localize(site::FORM_EXPIRED)));
    show_list(list, StatusCode::FORBIDDEN, frame)
}

/// The choices as a file.
pub fn mapping(request: &RequestContext) -> Result<Reply> {
    let Some(list) = Waiting::find(request) else { return gone(request) };
    let (draft, _) = match list.draft() {
        Ok(draft) => draft,
        Err(error) => return list.unreadable(&error),
    };
    let disposition = "attachment; filename=\"mapping.toml\"".to_owned();
    let reply = Reply::Data {
        status: StatusCode::OK,
        content_type: "application/toml; charset=utf-8",
        content: Content::from(draft.text.into_bytes()),
        headers: vec![(header::CONTENT_DISPOSITION, disposition)],
    };
    Ok(reply.into_spooled(&request.visitor)?)
}

/// Imports the list, once however often the form is submitted.
pub fn run(request: &RequestContext) -> Result<Reply> {
    let fields = request.form().iter().filter(|(name, _)| name != "csrf");
    let creation = request.state.created.begin(&request.path, fields);
    if let Some(url) = creation.existing_url() {
        return Ok(Reply::redirect_with(url, request.localize(messages::ALREADY_IMPORTED)));
    }
    let Some(list) = Waiting::find(request) else { return gone(request) };
    if request.is_stale_form {
        return expired(&list);
    }
    let started = Timestamp::now();
    match list.run(&[], &mut DataRows::default()) {
        Ok(outcome) => {
            request.state.uploads.remove(request.param(0));
            let location = list_of_imported(list.choices.entity, outcome.imported.as_ref(), started);
            creation.finish(location.clone());
            let done = outcome.imported.map(|Imported { added, changed, unchanged, skipped, left_out, entry }| {
                let mut done = messages::done(added, changed, unchanged);
                if skipped > 0 {
                    done = messages::done_skipping(done, skipped);
                }
                if left_out > 0 {
                    done = messages::done_leaving_out(done, left_out);
                }
                Flash { text: request.localize(done), entry }
            });
            Ok(Reply::Redirect { location, flash: done })
        }
        Err(error) => list.unreadable(&error),
    }
}

/// The address of the list with what was imported. Only obstacles can be filtered by the time at which they were logged.
fn list_of_imported(entity: Entity, imported: Option<&Imported>, started: Timestamp) -> String {
    let list = format!("/{}", entity.plural());
    if entity != Entity::Obstacle || imported.is_none_or(|imported| imported.added == 0) {
        return list;
    }
    // The journal has the time in whole seconds.
    let since = Timestamp::from_second(started.as_second()).unwrap_or(started);
    let pair = |name: &str, value: String| (name.to_owned(), value);
    url(&list, &[pair("logged-since", since.to_string()), pair("sort", "-number".to_owned())])
}

pub fn discard(request: &RequestContext) -> Result<Reply> {
    let Some(list) = Waiting::find(request) else { return gone(request) };
    if request.is_stale_form {
        return expired(&list);
    }
    request.state.uploads.remove(request.param(0));
    Ok(Reply::redirect_with("/import", request.localize(messages::DISCARDED)))
}
