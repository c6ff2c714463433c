//! Documents: one Markdown text, written as Markdown, as plain text or as an OpenDocument text.

#[cfg(feature = "pages")]
mod blocks;
#[cfg(all(feature = "pages", feature = "spreadsheets"))]
mod odt;
#[cfg(feature = "pages")]
mod template;
#[cfg(not(feature = "pages"))]
mod unavailable;

#[cfg(feature = "pages")]
pub use blocks::plain_text;
#[cfg(feature = "pages")]
pub use template::{check_template, render_reply};
#[cfg(not(feature = "pages"))]
pub use unavailable::{check_template, plain_text, render_reply};

#[cfg(not(all(feature = "pages", feature = "spreadsheets")))]
use crate::failure::Failure;
#[cfg(not(all(feature = "pages", feature = "spreadsheets")))]
use crate::i18n::failures;
use crate::i18n::{Lang, Text};
use crate::rows::{Audience, Event, Sink};
use anyhow::Result;
use std::io::Write;

/// What a template can insert into a reply.
#[derive(Clone, Debug, Default)]
pub struct ReplyValues {
    pub number: String,
    pub subject: String,
    /// The question in short, on one line.
    pub question: String,
    pub full_question: String,
    pub answer: String,
    pub ministry: String,
    pub laws: Vec<Source>,
    pub factsheets: Vec<Source>,
}

/// A law or a factsheet to which a reply refers.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The number of a factsheet, or the code of a law with its article.
    pub number: String,
    pub name: String,
    pub url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentFormat {
    Markdown,
    Odt,
}

/// Writes a document when the output is complete. A command emits the whole document as one line, in Markdown.
pub struct DocumentSink<'a> {
    out: Box<dyn Write + 'a>,
    format: DocumentFormat,
    lang: Lang,
    title: Text,
    markdown: String,
}

impl<'a> DocumentSink<'a> {
    pub fn new(format: DocumentFormat, lang: Lang, out: Box<dyn Write + 'a>) -> Self {
        Self { out, format, lang, title: Text::default(), markdown: String::new() }
    }

    fn finish(&mut self) -> Result<()> {
        match self.format {
            DocumentFormat::Markdown => writeln!(self.out, "{}", self.markdown)?,
            #[cfg(all(feature = "pages", feature = "spreadsheets"))]
            DocumentFormat::Odt => odt::write(&self.markdown, self.title.get(self.lang), self.lang, &mut self.out)?,
            #[cfg(not(all(feature = "pages", feature = "spreadsheets")))]
            DocumentFormat::Odt => return Err(Failure::usage(failures::format_not_in_build()).into()),
        }
        Ok(self.out.flush()?)
    }
}

impl Sink for DocumentSink<'_> {
    fn emit(&mut self, event: Event<'_>) -> Result<()> {
        match event {
            Event::Title(text) => self.title = text.clone(),
            Event::Line(text) => text.get(self.lang).clone_into(&mut self.markdown),
            Event::Finish => self.finish()?,
            Event::Begin(..)
            | Event::Row(_)
            | Event::Total(_)
            | Event::Margin(_)
            | Event::End
            | Event::Heading(_)
            | Event::Subheading(_)
            | Event::Group(_)
            | Event::Entry(_)
            | Event::Part(_)
            | Event::Chart(_)
            | Event::Receipt(_) => {}
        }
        Ok(())
    }

    fn audience(&self) -> Audience {
        Audience::Document
    }
}
