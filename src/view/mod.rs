//! Renders rows as bytes. Each output format is a `Sink` that receives the rows as events.

#[cfg(feature = "server")]
mod archive;
#[cfg(feature = "server")]
pub mod calendar;
pub mod dataset_metadata;
mod delimited;
pub mod document;
#[cfg(feature = "pages")]
mod html;
mod json;
mod labelled;
mod layout;
#[cfg(feature = "spreadsheets")]
mod opendocument;
mod sanitize;
#[cfg(feature = "pages")]
pub mod site_page;
#[cfg(feature = "spreadsheets")]
mod spreadsheet;
mod table;

#[cfg(feature = "server")]
pub use archive::write_zip;
#[cfg(feature = "pages")]
pub use html::{markdown, thumbnail};
pub use json::to_json;
pub use sanitize::printable;

#[cfg(not(all(feature = "spreadsheets", feature = "pages")))]
use crate::failure::Failure;
use crate::i18n::Lang;
#[cfg(not(all(feature = "spreadsheets", feature = "pages")))]
use crate::i18n::failures;
use crate::rows::Sink;
use anyhow::Result;
use document::{DocumentFormat, DocumentSink};
use std::io::Write;
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table for people. It is fitted to the terminal, or unstyled and unwrapped if the output is not a terminal.
    Table,
    /// CSV with exact values, as in RFC 4180: comma-separated UTF-8 without a byte-order mark.
    Csv,
    /// CSV for Excel with Dutch settings: semicolons, a byte-order mark, CRLF, and a guard against formulas.
    CsvExcel,
    Json,
    /// One JSON object per line.
    Jsonl,
    Ods,
    Xlsx,
    Html,
    /// A text in Markdown, and an OpenDocument text: only for commands whose output is a document.
    Markdown,
    Odt,
}

impl Format {
    /// Every available format, with its name on the command line.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("table", Self::Table),
        ("csv", Self::Csv),
        ("csv-excel", Self::CsvExcel),
        ("json", Self::Json),
        ("jsonl", Self::Jsonl),
        #[cfg(feature = "spreadsheets")]
        ("ods", Self::Ods),
        #[cfg(feature = "spreadsheets")]
        ("xlsx", Self::Xlsx),
        #[cfg(feature = "pages")]
        ("html", Self::Html),
    ];

    /// The formats of a document, with their names.
    pub const DOCUMENTS: &'static [(&'static str, Self)] = &[("markdown", Self::Markdown), ("odt", Self::Odt)];

    pub fn name(self) -> &'static str {
        let mut all = Self::ALL.iter().chain(Self::DOCUMENTS);
        all.find(|(_, format)| *format == self).map_or("", |(name, _)| name)
    }

    pub const fn is_document(self) -> bool {
        matches!(self, Self::Markdown | Self::Odt)
    }

    /// Whether the format can hold several tables, with headings and charts in between.
    pub const fn is_multi_table(self) -> bool {
        matches!(self, Self::Table | Self::Html)
    }

    /// Whether the format is a table, in which columns may have labels as headings.
    pub const fn is_table(self) -> bool {
        !matches!(self, Self::Json | Self::Jsonl)
    }

    pub const fn is_binary(self) -> bool {
        matches!(self, Self::Ods | Self::Xlsx | Self::Odt)
    }

    pub fn from_path(path: &Path) -> Option<Self> {
        Some(match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" => Self::Table,
            "csv" => Self::Csv,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::Jsonl,
            "ods" => Self::Ods,
            "xlsx" => Self::Xlsx,
            "html" | "htm" => Self::Html,
            "md" | "markdown" => Self::Markdown,
            "odt" => Self::Odt,
            _ => return None,
        })
    }

    pub const EXTENSIONS: &'static str = ".txt, .csv, .json, .jsonl, .ods, .xlsx, .html";
    pub const DOCUMENT_EXTENSIONS: &'static str = ".txt, .md, .odt, .csv, .json, .jsonl, .ods, .xlsx, .html";
}

#[derive(Clone, Copy, Debug)]
pub struct RenderOptions {
    pub lang: Lang,
    /// Width in columns; None if the output is not a terminal.
    pub width: Option<u16>,
    pub is_styled: bool,
    pub has_links: bool,
    /// Whether to show labels in place of codes and column names.
    pub is_labelled: bool,
}

impl RenderOptions {
    /// The options for output that is not shown on a terminal.
    pub const fn for_file(lang: Lang) -> Self {
        Self { lang, width: None, is_styled: false, has_links: false, is_labelled: false }
    }
}

#[cfg(feature = "pages")]
pub fn create_site_sink<'a>(lang: Lang, frame: site_page::Frame, out: Box<dyn Write + 'a>) -> Box<dyn Sink + 'a> {
    Box::new(html::PageSink::with_frame(out, RenderOptions::for_file(lang), frame))
}

pub fn create_sink<'a>(format: Format, options: RenderOptions, out: Box<dyn Write + 'a>) -> Result<Box<dyn Sink + 'a>> {
    let sink: Box<dyn Sink + 'a> = match format {
        Format::Table => Box::new(table::TableSink::new(out, options)),
        Format::Csv => Box::new(delimited::DelimitedSink::csv(out)),
        Format::CsvExcel => Box::new(delimited::DelimitedSink::excel(out)),
        Format::Json => Box::new(json::JsonSink::array(out)),
        Format::Jsonl => Box::new(json::JsonSink::lines(out)),
        #[cfg(feature = "spreadsheets")]
        Format::Ods => Box::new(spreadsheet::SpreadsheetSink::new(spreadsheet::Ods::new(options.lang)?, options, out)),
        #[cfg(feature = "spreadsheets")]
        Format::Xlsx => {
            Box::new(spreadsheet::SpreadsheetSink::new(spreadsheet::Xlsx::new(options.lang)?, options, out))
        }
        #[cfg(feature = "pages")]
        Format::Html => Box::new(html::PageSink::new(out, options)),
        Format::Markdown => Box::new(DocumentSink::new(DocumentFormat::Markdown, options.lang, out)),
        Format::Odt => Box::new(DocumentSink::new(DocumentFormat::Odt, options.lang, out)),
        #[cfg(not(all(feature = "spreadsheets", feature = "pages")))]
        _ => return Err(Failure::usage(failures::format_not_in_build()).into()),
    };
    Ok(if options.is_labelled { Box::new(labelled::LabelledSink::new(sink, options.lang)) } else { sink })
}
