//! The interface between the register and the formats: columns, then rows, one at a time, so that an export of any
//! length runs in constant memory. Every format is a [`Sink`].

mod column;

pub(crate) use column::column_defs;
pub use column::{Column, ColumnDef, Datatype, Prose, UrlFn, VALUE_SEPARATOR, ValueLabels, ValueSource, words};

use crate::i18n::choices::Choice;
use crate::i18n::{Lang, Text};
use anyhow::Result;

/// Values with a common name: the evidence of one kind for a search result.
#[derive(Clone, Debug)]
pub struct Group {
    pub name: &'static Choice,
    /// Each value in data, and for readers.
    pub values: Vec<(String, Text)>,
}

/// One value in a row.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    Null,
    Text(&'a str),
    Integer(i64),
    Real(f64),
    /// Text in the reader's language; in data the English one.
    Localized(&'a Text),
    Groups(&'a [Group]),
}

impl Group {
    pub fn to_text(groups: &[Self]) -> Text {
        Text { nl: Self::to_localized_line(groups, Lang::Nl), en: Self::to_localized_line(groups, Lang::En) }
    }

    /// Groups on one line, as data.
    pub fn to_line(groups: &[Self]) -> String {
        Self::join(groups, |name| name.code, |(code, _)| code)
    }

    pub fn to_localized_line(groups: &[Self], lang: Lang) -> String {
        Self::join(groups, |name| name.label.get(lang), |(_, label)| label.get(lang))
    }

    fn join<'a>(
        groups: &'a [Self],
        name: impl Fn(&'a Choice) -> &'a str,
        value: impl Fn(&'a (String, Text)) -> &'a str,
    ) -> String {
        let format_group = |group: &'a Self| {
            let values: Vec<&str> = group.values.iter().map(&value).collect();
            format!("{}: {}", name(group.name), values.join(", "))
        };
        groups.iter().map(format_group).collect::<Vec<_>>().join("; ")
    }
}

/// How a set of rows can be drawn.
#[derive(Clone, Copy, Debug)]
pub enum ChartHint {
    /// A stacked bar per row, named by its first columns.
    Bars {
        label_columns: usize,
        /// The columns whose numbers are the parts of a bar.
        parts: &'static [&'static str],
        /// A row with a value in this column is part of another row, and gets no bar.
        skip_if_set: Option<&'static str>,
    },
    /// Large numbers, for the rows whose first column has one of these codes.
    Tiles { codes: &'static [&'static str] },
    /// A line per column of numbers, over the first column.
    Lines { series: &'static [&'static str] },
}

/// How readers see a set of rows. Data formats ignore it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One line per row.
    Table,
    /// One line per value: for a single record.
    Card,
}

/// One step of a command's output.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// Starts a set of rows.
    Begin(&'a [Column], Shape),
    /// As many cells as there are columns.
    Row(&'a [Cell<'a>]),
    /// The sum of the rows before it. Data formats leave it out.
    Total(&'a [Cell<'a>]),
    /// Ends a set of rows.
    End,
    /// The name of a page or a sheet.
    Title(&'a Text),
    /// A heading above what follows; left out if that has no rows.
    Heading(&'a Text),
    /// A heading below a heading.
    Subheading(&'a Text),
    /// A heading above several sets with headings of their own. Always shown.
    Group(&'a Text),
    /// The journal entry that the next heading is about, so that a page can link to it.
    Entry(i64),
    /// A line of text: the number of a new record, a hint.
    Line(&'a Text),
    /// How the next set of rows can be drawn.
    Chart(ChartHint),
    /// The receipt with which the rows can be reproduced.
    Receipt(&'a str),
    /// The output is complete.
    Finish,
}

/// Who reads the output. Commands choose by it what to emit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Another program: one set of rows, as data.
    Program,
    /// Somebody with a spreadsheet: one set of rows, with notes.
    Spreadsheet,
    /// Somebody at a terminal.
    Terminal,
    /// Readers of a page that is kept as a file.
    Page,
    /// Visitors of the web server.
    Site,
}

impl Audience {
    /// Whether several sets of rows can be emitted, with headings and lines in between.
    pub const fn is_for_readers(self) -> bool {
        matches!(self, Self::Terminal | Self::Page | Self::Site)
    }

    /// Whether codes can be shown with their labels.
    pub const fn knows_words(self) -> bool {
        !matches!(self, Self::Program)
    }

    /// Whether the receipt is stored with the rows.
    pub const fn keeps_receipt(self) -> bool {
        matches!(self, Self::Spreadsheet | Self::Page)
    }

    /// Whether it is a page that is kept as a file.
    pub const fn is_page(self) -> bool {
        matches!(self, Self::Page)
    }

    /// Whether it is a page of the web server.
    pub const fn is_on_site(self) -> bool {
        matches!(self, Self::Site)
    }
}

/// Receives the output of a command, event by event. Formats match every variant of [`Event`]; a wrapper handles those
/// that it changes and passes the others on.
pub trait Sink {
    /// Handles one event.
    fn emit(&mut self, event: Event<'_>) -> Result<()>;

    /// Who reads the output.
    fn audience(&self) -> Audience;
}

/// Shorthands for [`Sink::emit`].
impl dyn Sink + '_ {
    pub fn begin(&mut self, columns: &[Column], shape: Shape) -> Result<()> {
        self.emit(Event::Begin(columns, shape))
    }

    pub fn row(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        self.emit(Event::Row(cells))
    }

    pub fn total(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        self.emit(Event::Total(cells))
    }

    pub fn end(&mut self) -> Result<()> {
        self.emit(Event::End)
    }

    pub fn title(&mut self, text: &Text) -> Result<()> {
        self.emit(Event::Title(text))
    }

    pub fn heading(&mut self, text: &Text) -> Result<()> {
        self.emit(Event::Heading(text))
    }

    pub fn group(&mut self, text: &Text) -> Result<()> {
        self.emit(Event::Group(text))
    }

    pub fn line(&mut self, text: &Text) -> Result<()> {
        self.emit(Event::Line(text))
    }

    pub fn chart(&mut self, hint: ChartHint) -> Result<()> {
        self.emit(Event::Chart(hint))
    }

    pub fn receipt(&mut self, text: &str) -> Result<()> {
        self.emit(Event::Receipt(text))
    }

    pub fn finish(&mut self) -> Result<()> {
        self.emit(Event::Finish)
    }
}
