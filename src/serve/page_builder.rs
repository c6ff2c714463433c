//! How what a command says becomes a page: in its frame, with what went wrong, with the same rows as files, and with where one
//! can go on.

use super::answer::Answer;
use super::ask::{Trouble, data, spool};
use super::fields::capital;
use super::visit::{Visit, one};
use crate::failure::{Exit, Failure};
use crate::rows::Sink;
use crate::view::Format;
use crate::view::site::{self, Frame, Link, Notice, Tone};
use crate::words::{Label, Text, site as words, usage};
use anyhow::Result;
use axum::http::StatusCode;

/// The forms in which rows can be taken away, by their names and endings, with their types.
const FILES: &[(&str, Format, &str, &str)] = &[
    ("CSV", Format::Csv, "csv", "text/csv; charset=utf-8"),
    ("CSV (Excel)", Format::CsvExcel, "csv", "text/csv; charset=utf-8"),
    ("ODS", Format::Ods, "ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("XLSX", Format::Xlsx, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("JSON", Format::Json, "json", "application/json"),
];

fn name_of(format: Format) -> &'static str {
    Format::ALL.iter().find(|(_, known)| *known == format).map_or("", |(name, _)| name)
}

/// The status that goes with an exit code.
pub const fn status(exit: Exit) -> StatusCode {
    match exit {
        Exit::Difference => StatusCode::OK,
        Exit::Usage | Exit::Data => StatusCode::BAD_REQUEST,
        Exit::NoInput => StatusCode::NOT_FOUND,
        Exit::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Exit::CannotCreate | Exit::Io | Exit::NoPermission | Exit::Newer => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl Visit {
    /// A page in the frame: what `fill` puts on it.
    pub fn page(
        &self,
        status: StatusCode,
        frame: Frame,
        fill: impl FnOnce(&mut dyn Sink) -> Result<()>,
    ) -> Result<Answer> {
        let mut file = spool();
        {
            let mut sink = site::sink(self.lang, frame, Box::new(&mut file));
            fill(&mut *sink)?;
            sink.finish()?;
        }
        Ok(Answer::Page(status, file))
    }

    /// A page that says what could not be done.
    pub fn trouble(&self, trouble: &Trouble) -> Result<Answer> {
        let status = status(trouble.failure.exit);
        let mut frame = self.frame();
        frame.notices.push(self.wrong(trouble));
        let title = if status == StatusCode::NOT_FOUND { words::NO_PAGE } else { words::WRONG };
        self.page(status, frame, |out| out.title(&title.into()))
    }

    /// The same of an address that cannot be asked for.
    pub fn refuse(&self, text: Text) -> Result<Answer> {
        self.trouble(&Trouble::of(Failure::usage(text)))
    }

    /// What went wrong, in words.
    pub fn wrong(&self, trouble: &Trouble) -> Notice {
        Notice {
            tone: Tone::Wrong,
            text: capital(&self.say(trouble.failure.text.clone())),
            fields: Vec::new(),
        }
    }

    /// The rows as a file, where that is asked for.
    pub fn file(&self, words: &[String], name: &str) -> Option<Result<Answer>> {
        let wanted = one(&self.query, "format")?;
        let known = FILES.iter().find(|(_, format, ..)| name_of(*format) == wanted);
        let Some((_, format, ending, kind)) = known else {
            let valid: Vec<&str> = FILES.iter().map(|(_, format, ..)| name_of(*format)).collect();
            let text = usage::invalid_value(wanted, "format", valid.join(", "));
            return Some(self.refuse(text));
        };
        Some(match data(self, words, *format) {
            Ok((_, file)) => Ok(Answer::File(kind, format!("{name}.{ending}"), file)),
            Err(trouble) => self.trouble(&trouble),
        })
    }

    /// Links to the same rows in forms for other programs.
    pub fn downloads(&self) -> Vec<Link> {
        let link = |(text, format, ..): &(&str, Format, &str, &str)| Link {
            text: (*text).to_owned(),
            href: self.here_with("format", name_of(*format)),
            ..Link::default()
        };
        FILES.iter().map(link).collect()
    }

    /// Where one can go on in rows: before this page, and behind it.
    pub fn turning(&self, page: u64, more: bool) -> Vec<Link> {
        let to = |label: Label, page: u64| Link {
            text: self.say(label),
            href: self.here_with("page", &if page > 1 { page.to_string() } else { String::new() }),
            ..Link::default()
        };
        let mut links = Vec::new();
        if page > 2 {
            links.push(to(words::FIRST, 1));
        }
        if page > 1 {
            links.push(to(words::PREVIOUS, page.saturating_sub(1)));
        }
        if more {
            links.push(to(words::NEXT, page.saturating_add(1)));
        }
        links
    }
}
