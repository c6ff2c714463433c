//! The interface between the register and the output formats. An output format receives the columns, and then the rows
//! one at a time, so that an export of any length uses constant memory. Every format is a [`Sink`].

mod column;
mod cross_table;

pub(crate) use column::column_defs;
pub use column::{Column, ColumnDef, Datatype, Prose, UrlFn, VALUE_SEPARATOR, ValueLabels, ValueSource, words};
pub use cross_table::CrossTable;

use crate::i18n::choices::Choice;
use crate::i18n::{Lang, Text};
use anyhow::Result;

/// The evidence of one kind for a search result, such as the matching words: the kind's name, and the values.
#[derive(Clone, Debug)]
pub struct Group {
    pub name: &'static Choice,
    /// The code and the label of each value.
    pub values: Vec<(String, Text)>,
}

/// The records that a number counts: the list that has them, and the options of its filter with their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountedRows {
    /// The list, as its address names it, such as `obstacles`.
    pub list: &'static str,
    pub filter: Vec<(&'static str, String)>,
}

#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    Null,
    Text(&'a str),
    Integer(i64),
    /// A number of records that a list can show. Only pages use the list; for other formats it is an integer.
    Counted(i64, &'a CountedRows),
    Real(f64),
    /// Text in the language of the user; data formats use the English text.
    Localized(&'a Text),
    Groups(&'a [Group]),
}

impl Group {
    pub fn to_text(groups: &[Self]) -> Text {
        Text { nl: Self::to_localized_line(groups, Lang::Nl), en: Self::to_localized_line(groups, Lang::En) }
    }

    /// All groups on one line, with codes instead of labels, for data formats.
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

#[derive(Clone, Copy, Debug)]
pub enum ChartHint {
    /// One stacked bar per row. The label of the bar consists of the first `label_columns` columns of the row.
    Bars {
        label_columns: usize,
        /// The columns that hold the lengths of the segments of the bar.
        parts: &'static [&'static str],
        /// A row with a value in this column gets no bar, because the bar of another row already includes it.
        skip_if_set: Option<&'static str>,
        /// Whether the parts are drawn below each other, because they are not parts of one whole.
        is_grouped: bool,
    },
    /// Large, prominent numbers: one for each row whose first column has one of these codes.
    Tiles { codes: &'static [&'static str] },
    /// A line chart with one line per numeric column. The first column is the x-axis: quarters, such as `2026-Q1`, or
    /// periods of quarters, such as `2016-Q1/2022-Q4`.
    Lines { series: &'static [&'static str] },
}

/// The layout of output for people. Data formats ignore the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Table,
    /// One line per column, for a single record.
    Card,
    /// A table with a row for each value of the first column, and a column for each value of the second. The last column
    /// has the numbers in its cells.
    Cross,
}

/// The parts of a page about a record, which a web page can arrange in its own way. Formats that put everything in one
/// column ignore the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordPart {
    /// The steps that an obstacle takes, each with the day on which it was taken.
    Steps,
    /// The attributes of the record.
    Attributes,
    /// A few records to which the record refers, or that refer to it.
    Related,
    /// The possibly many obstacles to which the record is linked.
    Obstacles,
    Contacts,
    /// Earlier answers to a similar question.
    Precedents,
    /// Open obstacles that ask nearly the same.
    OpenDuplicates,
    /// Journal entries that changed the record.
    History,
}

/// What the heading above the changes of a journal entry consists of.
#[derive(Clone, Debug)]
pub struct EntryHeading {
    pub number: i64,
    /// The local day, in ISO 8601.
    pub day: String,
    /// The local time, in hours and minutes.
    pub time: String,
    pub actor: String,
    pub action: Text,
    /// The note of the entry, or which entry it undoes; empty if there is neither.
    pub note: Text,
}

#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    Begin(&'a [Column], Shape),
    Row(&'a [Cell<'a>]),
    /// The totals of the rows above. Data formats omit these totals.
    Total(&'a [Cell<'a>]),
    /// The total of a row or of a column of a [`Shape::Cross`], before its rows. Has the same columns as a row. A column
    /// over which the total was taken has [`Cell::Localized`]. Data formats omit these totals.
    Margin(&'a [Cell<'a>]),
    End,
    Title(&'a Text),
    /// A heading for the rows that follow; omitted if no rows follow.
    Heading(&'a Text),
    Subheading(&'a Text),
    /// A heading above several tables that have headings of their own. Shown even if no rows follow.
    Group(&'a Text),
    /// The part of the record's page to which the tables that follow belong.
    Part(RecordPart),
    /// The journal entry that the next heading is about, so that the heading can link to the entry.
    Entry(&'a EntryHeading),
    /// A line of text, such as the number of a new record or a hint.
    Line(&'a Text),
    Chart(ChartHint),
    /// The receipt: a text from which the `receipt` command can recompute the rows.
    Receipt(&'a str),
    Finish,
}

/// The intended audience of the output. Commands emit different events for different audiences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Another program, which gets a single table of data.
    Program,
    /// Like `Program`, with labels in place of codes.
    Labelled,
    /// A spreadsheet user, who gets a single table with notes.
    Spreadsheet,
    Terminal,
    /// People who open a page that was saved as a file.
    Page,
    Site,
    /// The reader of a text document. A command emits the whole document as one line, in Markdown.
    Document,
}

impl Audience {
    /// Whether the output may consist of several tables with headings and text in between.
    pub const fn is_for_readers(self) -> bool {
        matches!(self, Self::Terminal | Self::Page | Self::Site)
    }

    /// Whether codes may be shown with their labels.
    pub const fn knows_words(self) -> bool {
        !matches!(self, Self::Program)
    }

    /// Whether users may later import the output, although it has labels in place of codes.
    pub const fn may_be_imported(self) -> bool {
        matches!(self, Self::Labelled | Self::Spreadsheet)
    }

    pub const fn keeps_receipt(self) -> bool {
        matches!(self, Self::Spreadsheet | Self::Page)
    }

    pub const fn is_page(self) -> bool {
        matches!(self, Self::Page)
    }

    pub const fn is_on_site(self) -> bool {
        matches!(self, Self::Site)
    }
}

/// Receives the output of a command, event by event. Output formats handle every variant of [`Event`]. A sink that
/// wraps another sink handles only the events that it changes, and forwards the others.
pub trait Sink {
    fn emit(&mut self, event: Event<'_>) -> Result<()>;

    fn audience(&self) -> Audience;
}

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
