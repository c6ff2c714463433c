//! What pages share: the frame around their content, error pages, downloads, and links to other pages.

use super::command_runner::run_to_file;
use super::reply::{Flash, Reply};
use super::request_context::{Payload, RequestContext, value_of};
use super::roles::Role;
use super::site_map;
use super::spool::Spool;
use super::state::AppState;
use super::text::{capitalize, without_commands};
use crate::command::Outcome;
use crate::failure::{Exit, Failure, FailureKind};
use crate::i18n::{Label, Lang, Text, import_page, remarks, reply, site as messages, site_admin as admin, usage};
use crate::record::Entity;
use crate::register::Suggestion;
use crate::rows::Sink;
use crate::view::site_page::{FilterBar, Frame, Link, Notice, NoticeKind, SelectOption, encode_segment, entry_path};
use crate::view::{self, Format};
use anyhow::Result;
use axum::http::StatusCode;

pub struct Download {
    label: Label,
    format: Format,
    extension: &'static str,
    content_type: &'static str,
}

const CSV: &str = "text/csv; charset=utf-8";
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";
const ODT: &str = "application/vnd.oasis.opendocument.text";
const MARKDOWN: &str = "text/markdown; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const fn same(label: &'static str) -> Label {
    Label::new(label, label)
}

const JSON: Download = Download::new(same("JSON"), Format::Json, "json", "application/json");

const DOWNLOADS: [Download; 5] = [
    Download::new(same("CSV"), Format::Csv, "csv", CSV),
    Download::new(same("CSV (Excel)"), Format::CsvExcel, "csv", CSV),
    Download::new(same("ODS"), Format::Ods, "ods", ODS),
    Download::new(same("XLSX"), Format::Xlsx, "xlsx", XLSX),
    JSON,
];

/// The formats in which a text can be downloaded.
pub const DOCUMENT_DOWNLOADS: [Download; 4] = [
    Download::new(same("ODT"), Format::Odt, "odt", ODT),
    Download::new(reply::PLAIN_TEXT, Format::Table, "txt", TEXT),
    Download::new(same("Markdown"), Format::Markdown, "md", MARKDOWN),
    JSON,
];

impl Download {
    const fn new(label: Label, format: Format, extension: &'static str, content_type: &'static str) -> Self {
        Self { label, format, extension, content_type }
    }

    fn format_name(&self) -> &'static str {
        self.format.name()
    }
}

pub fn http_status(failure: &Failure) -> StatusCode {
    if failure.kind == FailureKind::StorageFull {
        return StatusCode::INSUFFICIENT_STORAGE;
    }
    match failure.exit {
        Exit::Success | Exit::Difference => StatusCode::OK,
        Exit::Usage | Exit::Data => StatusCode::BAD_REQUEST,
        Exit::NoInput => StatusCode::NOT_FOUND,
        Exit::Busy => StatusCode::SERVICE_UNAVAILABLE,
        // The data do not fit in the requested format. For example, a text is too long for a cell of xlsx.
        Exit::CannotCreate => StatusCode::UNPROCESSABLE_ENTITY,
        Exit::Io | Exit::NoPermission | Exit::NewerVersion => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

pub fn link(text: impl Into<String>, href: impl Into<String>) -> Link {
    Link { text: text.into(), href: href.into(), ..Link::default() }
}

pub const fn notice(tone: NoticeKind, text: String) -> Notice {
    Notice { tone, text, fields: Vec::new(), links: Vec::new() }
}

pub fn select_option(code: &str, label: impl Into<String>, is_selected: bool) -> SelectOption {
    SelectOption { code: code.to_owned(), label: label.into(), is_selected }
}

/// The parts of the frame around a page that do not depend on who has signed in.
pub fn base_frame(state: &AppState, lang: Lang) -> Frame {
    let words = [
        ("main_nav", messages::MAIN_NAV),
        ("actions", messages::ACTIONS),
        ("pages", messages::PAGES),
        ("downloads", messages::DOWNLOADS),
        ("suggested", messages::SUGGESTED),
        ("views", messages::VIEWS),
        ("search", messages::SEARCH),
        ("register", messages::SITE_NAME),
        ("required", messages::REQUIRED),
        ("wrong", messages::ERROR),
        ("done", messages::DONE),
        ("note", messages::NOTE),
        ("theirs", messages::CONFLICTING_CHANGE),
        ("keep_theirs", messages::KEEP_CONFLICTING_CHANGE),
        ("keep_mine", messages::KEEP_OWN_CHANGE),
        ("empty", messages::EMPTY),
        ("accessibility", messages::ACCESSIBILITY),
        ("result", admin::RESULT),
        ("help", admin::HELP),
        ("explanation", admin::EXPLANATION),
        ("more_help", admin::MORE_HELP),
        ("precedents", messages::PRECEDENTS),
        ("nothing_found", messages::NOTHING_FOUND),
        ("new_tab", messages::NEW_TAB),
        ("found_by", messages::FOUND_BY),
        ("personal_data", messages::PERSONAL_DATA),
        ("probable_duplicates", messages::PROBABLE_DUPLICATES),
        ("steps", messages::STEPS),
        ("facts", messages::FACTS),
        ("timeline", messages::TIMELINE),
        ("timeline_cut", messages::TIMELINE_CUT),
        ("what_changed", messages::WHAT_CHANGED),
        ("was", messages::WAS),
        ("is", messages::IS),
        ("cancel", messages::CANCEL),
        ("filter", messages::FILTER),
        ("conditions", messages::CONDITIONS),
    ];
    Frame {
        base_path: state.base_path.as_str().to_owned(),
        style: format!("/assets/{}", state.assets.style.name),
        script: format!("/assets/{}", state.assets.script.name),
        words: words.map(|(name, label)| (name, label.get(lang).to_owned())).into(),
        ..Frame::default()
    }
}

pub fn frame(request: &RequestContext) -> Frame {
    // In the order of use.
    let mut navigation = vec![
        ("/", messages::HOME),
        ("/obstacles", messages::OBSTACLES),
        ("/contacts", messages::CONTACTS),
        ("/factsheets", messages::FACTSHEETS),
        ("/schemes", messages::SCHEMES),
        ("/reports", messages::REPORTS),
        ("/reconcile", messages::RECONCILE),
        ("/history", messages::HISTORY),
    ];
    if request.is_allowed(Role::Officer) {
        navigation.push(("/import", import_page::IMPORT));
    }
    navigation.push(("/lists", manage_label(request)));
    let mut navigation: Vec<Link> = navigation
        .into_iter()
        .map(|(href, label)| Link { is_here: site_map::is_at(request, href), ..link(label.get(request.lang), href) })
        .collect();
    if !navigation.iter().any(|place| place.is_here) {
        let parent = site_map::parent(request);
        for place in &mut navigation {
            place.is_here = parent == Some(place.href.as_str());
        }
    }
    let (language, tag) = match request.lang {
        Lang::Nl => ("English", "en"),
        Lang::En => ("Nederlands", "nl"),
    };
    let other_language_href = match request.payload {
        Payload::Empty => request.url_with_query("lang", tag),
        // The language link cannot submit a form again. On the reply to a form, it therefore leads to the start page.
        _ => format!("/?lang={tag}"),
    };
    let query = value_of(&request.query, "q").filter(|_| request.path == "/search");
    Frame {
        navigation,
        query: query.unwrap_or_default().to_owned(),
        user: Some(request.localize(messages::signed_in(&request.name, request.role.label()))),
        other_language: Some(Link { lang: Some(tag), ..link(language, other_language_href) }),
        notices: request.flash.iter().map(|flash| flash_notice(request, flash)).collect(),
        links_persons: request.is_allowed(Role::Officer),
        explanation: site_map::explanation(request).into_iter().collect(),
        ..base_frame(&request.state, request.lang)
    }
}

/// The message of the previous page. If it is about a journal entry, it links to that entry, and to the page that undoes
/// it for those who may.
fn flash_notice(request: &RequestContext, flash: &Flash) -> Notice {
    let undo = |entry: i64| link(request.localize(messages::UNDO_SHORT), format!("{}/undo", entry_path(entry)));
    let view = |entry: i64| link(request.localize(messages::view_entry(entry)), entry_path(entry));
    let entry = flash.entry;
    let undo = entry.filter(|_| request.is_allowed(Role::Admin)).map(undo);
    let links = undo.into_iter().chain(entry.map(view)).collect();
    Notice { links, ..notice(NoticeKind::Done, flash.text.clone()) }
}

/// Returns links to the form at `address`. Each link opens the form with one suggested value filled in.
pub fn suggestion_links(request: &RequestContext, suggestions: &[Suggestion], address: &str) -> Vec<Link> {
    let to_link = |suggestion: &Suggestion| {
        let href = format!("{address}?{}={}", suggestion.attribute.option, encode_segment(&suggestion.value));
        link(suggestion_text(request, suggestion), href)
    };
    suggestions.iter().map(to_link).collect()
}

pub fn suggestion_text(request: &RequestContext, suggestion: &Suggestion) -> String {
    let Suggestion { attribute, label, shared, nearest, .. } = suggestion;
    capitalize(&request.localize(remarks::suggestion_link(attribute.i18n.label, label, *shared, *nearest)))
}

/// Renders a page; `fill` writes the content inside the frame.
pub fn render(
    request: &RequestContext,
    status: StatusCode,
    frame: Frame,
    fill: impl FnOnce(&mut dyn Sink) -> Result<()>,
) -> Result<Reply> {
    let mut file = Spool::new(&request.visitor);
    {
        let mut sink = view::create_site_sink(request.lang, frame, Box::new(&mut file));
        fill(&mut *sink)?;
        sink.finish()?;
    }
    Ok(Reply::Page { status, file })
}

/// Renders a page that has no content except its frame and a title.
pub fn render_title(request: &RequestContext, frame: Frame, title: impl Into<Text>) -> Result<Reply> {
    render_status(request, StatusCode::OK, frame, title)
}

/// Like [`render_title`], with another status.
pub fn render_status(
    request: &RequestContext,
    status: StatusCode,
    frame: Frame,
    title: impl Into<Text>,
) -> Result<Reply> {
    render(request, status, frame, |out| out.title(&title.into()))
}

/// Says which records a page shows, after those of earlier pages, and how many there are in all, if that is known.
pub fn shown_rows(entity: Entity, skip: u64, shown: u64, all: Option<u64>) -> Text {
    let (from, to) = (skip.saturating_add(1), skip.saturating_add(shown));
    match (shown, all) {
        (0, _) => messages::nothing_found(),
        (1, Some(1)) => messages::number_of(1_u64, entity.label()),
        (_, Some(all)) if all == shown => messages::number_of(all, entity.plural_label()),
        (_, Some(all)) => messages::range_of_total(from, to, all),
        (_, None) => messages::range(from, to),
    }
}

/// The name of the page that leads to what the visitor may do apart from everyday work.
pub fn manage_label(request: &RequestContext) -> Label {
    if request.is_allowed(Role::Admin) { admin::MANAGE } else { admin::MORE }
}

pub fn not_found(request: &RequestContext) -> Result<Reply> {
    if request.path.starts_with("/api/") {
        return Ok(Reply::problem(StatusCode::NOT_FOUND, &request.localize(messages::PAGE_NOT_FOUND)));
    }
    let mut frame = frame(request);
    frame.lines.push(request.localize(messages::PAGE_NOT_FOUND_HELP));
    let list = capitalize(&request.localize(Entity::Obstacle.plural_label()));
    frame.actions.push(link(list, "/obstacles"));
    render(request, StatusCode::NOT_FOUND, frame, |out| out.title(&messages::PAGE_NOT_FOUND.into()))
}

pub fn error(request: &RequestContext, failure: &Failure) -> Result<Reply> {
    error_with_filter(request, failure, None)
}

/// Like [`error`], for a page with a filter, in which the visitor can mend what was wrong.
pub fn error_with_filter(
    request: &RequestContext,
    failure: &Failure,
    filter: impl Into<Option<FilterBar>>,
) -> Result<Reply> {
    let status = http_status(failure);
    let mut frame = frame(request);
    frame.filter = filter.into().filter(|_| failure.exit == Exit::Usage);
    frame.explanation.clear();
    frame.notices.push(error_notice(request, failure));
    let title = if status == StatusCode::NOT_FOUND { messages::PAGE_NOT_FOUND } else { messages::ERROR };
    render(request, status, frame, |out| out.title(&title.into()))
}

pub fn bad_request(request: &RequestContext, text: Text) -> Result<Reply> {
    error(request, &Failure::usage(text))
}

pub fn error_notice(request: &RequestContext, failure: &Failure) -> Notice {
    notice(NoticeKind::Wrong, problem_text(request, failure))
}

/// What went wrong, as a sentence without the command to try next, which a page does not offer.
pub fn problem_text(request: &RequestContext, failure: &Failure) -> String {
    capitalize(&plain_text(request, failure.text.clone()))
}

/// A message of a command in the reader's language, without the command to try next.
pub fn plain_text(request: &RequestContext, text: impl Into<Text>) -> String {
    without_commands(&request.localize(text))
}

/// Joins the notices of a command into the message that the next page shows.
pub fn flash_message(request: &RequestContext, outcome: Outcome) -> String {
    notice_lines(request, outcome).join(". ")
}

pub fn notice_lines(request: &RequestContext, outcome: Outcome) -> Vec<String> {
    outcome.notices.into_iter().map(|notice| plain_text(request, notice.text)).collect()
}

/// Returns the output of a command as a download, or `None` if the query does not ask for a `format`.
pub fn download(request: &RequestContext, args: &[String], name: &str) -> Option<Result<Reply>> {
    download_as(request, args, name, &DOWNLOADS)
}

pub fn download_as(
    request: &RequestContext,
    args: &[String],
    name: &str,
    downloads: &[Download],
) -> Option<Result<Reply>> {
    let requested = value_of(&request.query, "format")?;
    let Some(download) = downloads.iter().find(|download| download.format_name() == requested) else {
        let valid = downloads.iter().map(Download::format_name).collect::<Vec<_>>().join(", ");
        return Some(bad_request(request, usage::invalid_value(requested, "format", valid)));
    };
    Some(match run_to_file(request, args, download.format) {
        Ok((_, file)) => Ok(Reply::Download {
            content_type: download.content_type,
            file_name: format!("{name}.{}", download.extension),
            file,
        }),
        Err(failure) => error(request, &failure),
    })
}

pub fn download_links(request: &RequestContext) -> Vec<Link> {
    links_to_downloads(request, &DOWNLOADS)
}

/// A link to the data of a page that is not a table.
pub fn data_links(request: &RequestContext) -> Vec<Link> {
    links_to_downloads(request, &[JSON])
}

pub fn links_to_downloads(request: &RequestContext, downloads: &[Download]) -> Vec<Link> {
    let to = |download: &Download| {
        link(request.localize(download.label), request.url_with_query("format", download.format_name()))
    };
    downloads.iter().map(to).collect()
}

/// Returns links to the rows of another page as files. The address has no query.
pub fn download_links_of(request: &RequestContext, address: &str) -> Vec<Link> {
    let to = |download: &Download| {
        link(request.localize(download.label), format!("{address}?format={}", download.format_name()))
    };
    DOWNLOADS.iter().map(to).collect()
}

pub fn page_links(request: &RequestContext, page: u64, has_more: bool) -> Vec<Link> {
    let to = |label: Label, page: u64| {
        let value = if page > 1 { page.to_string() } else { String::new() };
        link(request.localize(label), request.url_with_query("page", &value))
    };
    let first = (page > 2).then(|| to(messages::FIRST, 1));
    let previous = (page > 1).then(|| to(messages::PREVIOUS, page.saturating_sub(1)));
    let next = has_more.then(|| to(messages::NEXT, page.saturating_add(1)));
    [first, previous, next].into_iter().flatten().collect()
}
