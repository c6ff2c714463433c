//! How what a command says becomes a page: in its frame, with what went wrong, with the same rows as files, and with where one
//! can go on.

use super::command_runner::{CommandError, run_to_file, spool_file};
use super::form_fields::capitalize;
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use crate::failure::{Exit, Failure};
use crate::i18n::{Label, Text, site as messages, usage};
use crate::rows::Sink;
use crate::view::site_page::{Frame, Link, Notice, NoticeKind};
use crate::view::{self, Format};
use anyhow::Result;
use axum::http::StatusCode;

/// The forms in which rows can be taken away, by their names and endings, with their types.
const DOWNLOAD_FORMATS: &[(&str, Format, &str, &str)] = &[
    ("CSV", Format::Csv, "csv", "text/csv; charset=utf-8"),
    ("CSV (Excel)", Format::CsvExcel, "csv", "text/csv; charset=utf-8"),
    ("ODS", Format::Ods, "ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("XLSX", Format::Xlsx, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("JSON", Format::Json, "json", "application/json"),
];

fn format_name(format: Format) -> &'static str {
    Format::ALL.iter().find(|(_, known)| *known == format).map_or("", |(name, _)| name)
}

/// The status that goes with an exit code.
pub const fn http_status(exit: Exit) -> StatusCode {
    match exit {
        Exit::Success | Exit::Difference => StatusCode::OK,
        Exit::Usage | Exit::Data => StatusCode::BAD_REQUEST,
        Exit::NoInput => StatusCode::NOT_FOUND,
        Exit::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Exit::CannotCreate | Exit::Io | Exit::NoPermission | Exit::NewerVersion => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

impl RequestContext {
    /// A page in the frame: what `fill` puts on it.
    pub fn page(
        &self,
        status: StatusCode,
        frame: Frame,
        fill: impl FnOnce(&mut dyn Sink) -> Result<()>,
    ) -> Result<Reply> {
        let mut file = spool_file();
        {
            let mut sink = view::create_site_sink(self.lang, frame, Box::new(&mut file));
            fill(&mut *sink)?;
            sink.finish()?;
        }
        Ok(Reply::Page(status, file))
    }

    /// A page that says what could not be done.
    pub fn error_page(&self, error: &CommandError) -> Result<Reply> {
        let status = http_status(error.failure.exit);
        let mut frame = self.frame();
        frame.notices.push(self.error_notice(error));
        let title = if status == StatusCode::NOT_FOUND { messages::PAGE_NOT_FOUND } else { messages::ERROR };
        self.page(status, frame, |out| out.title(&title.into()))
    }

    /// The same of an address that cannot be asked for.
    pub fn bad_request_page(&self, text: Text) -> Result<Reply> {
        self.error_page(&CommandError::new(Failure::usage(text)))
    }

    /// What went wrong, in words.
    pub fn error_notice(&self, error: &CommandError) -> Notice {
        Notice {
            tone: NoticeKind::Wrong,
            text: capitalize(&self.localize(error.failure.text.clone())),
            fields: Vec::new(),
        }
    }

    /// The rows as a file, where that is asked for.
    pub fn download(&self, args: &[String], name: &str) -> Option<Result<Reply>> {
        let requested = value_of(&self.query, "format")?;
        let known = DOWNLOAD_FORMATS.iter().find(|(_, format, ..)| format_name(*format) == requested);
        let Some((_, format, extension, kind)) = known else {
            let valid: Vec<&str> =
                DOWNLOAD_FORMATS.iter().map(|(_, format, ..)| format_name(*format)).collect();
            let text = usage::invalid_value(requested, "format", valid.join(", "));
            return Some(self.bad_request_page(text));
        };
        Some(match run_to_file(self, args, *format) {
            Ok((_, file)) => Ok(Reply::File(kind, format!("{name}.{extension}"), file)),
            Err(error) => self.error_page(&error),
        })
    }

    /// Links to the same rows in forms for other programs.
    pub fn download_links(&self) -> Vec<Link> {
        let link = |(text, format, ..): &(&str, Format, &str, &str)| Link {
            text: (*text).to_owned(),
            href: self.url_with_query("format", format_name(*format)),
            ..Link::default()
        };
        DOWNLOAD_FORMATS.iter().map(link).collect()
    }

    /// Where one can go on in rows: before this page, and behind it.
    pub fn page_links(&self, page: u64, more: bool) -> Vec<Link> {
        let to = |label: Label, page: u64| Link {
            text: self.localize(label),
            href: self.url_with_query("page", &if page > 1 { page.to_string() } else { String::new() }),
            ..Link::default()
        };
        let mut links = Vec::new();
        if page > 2 {
            links.push(to(messages::FIRST, 1));
        }
        if page > 1 {
            links.push(to(messages::PREVIOUS, page.saturating_sub(1)));
        }
        if more {
            links.push(to(messages::NEXT, page.saturating_add(1)));
        }
        links
    }
}
