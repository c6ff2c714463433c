//! What the register hands to a view: named columns, then rows, one at a time, so that an export of any
//! length runs in the same memory. Every output format is a [`Sink`].

use crate::i18n::attribute_labels::AttributeText;
use crate::i18n::choices::{self, Choice};
use crate::i18n::{Label, Lang, Text};
use anyhow::Result;
use std::collections::HashMap;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Datatype {
    /// Text, or a code.
    #[default]
    Text,
    /// A day in ISO 8601.
    Date,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Decimal,
    /// The address of something.
    Uri,
}

/// The address under which what a value names can be read, if it has one.
pub type UrlFn = fn(&str) -> Option<String>;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prose {
    /// In paragraphs.
    Plain,
    /// In Markdown.
    Markdown,
}

/// What the values of a column are taken from.
#[derive(Clone, Copy, Debug)]
pub enum ValueSource {
    /// Nothing: they speak for themselves.
    Own,
    /// Values that the program defines.
    Choices(&'static [Choice]),
    /// The vocabulary in this table.
    Vocabulary(&'static str),
    Laws,
    Measures,
    Persons,
}

/// The definition of a column that is no attribute of a record.
#[derive(Clone, Copy, Debug)]
pub struct ColumnDef {
    pub name: &'static str,
    pub text: AttributeText,
    pub datatype: Datatype,
    pub values: ValueSource,
    pub null_label: Option<Label>,
    /// Whether its values were typed by people, in Dutch.
    pub is_dutch: bool,
}

/// The words of a column: its label and its meaning, each in Dutch and in English.
pub const fn words(
    label_nl: &'static str,
    label_en: &'static str,
    nl: &'static str,
    en: &'static str,
) -> AttributeText {
    AttributeText { label: Label::new(label_nl, label_en), help: Label::new(nl, en) }
}

/// Defines columns: constant, name in data, words, and what else is special.
macro_rules! column_defs {
    ($($constant:ident $name:literal $text:expr $(, $(.$method:ident($($argument:expr)?))+)?;)*) => {$(
        pub static $constant: $crate::rows::ColumnDef =
            $crate::rows::ColumnDef::new($name, $text)$($(.$method($($argument)?))+)?;
    )*};
}
pub(crate) use column_defs;

impl ColumnDef {
    pub const fn new(name: &'static str, text: AttributeText) -> Self {
        let (datatype, values) = (Datatype::Text, ValueSource::Own);
        Self { name, text, datatype, values, null_label: None, is_dutch: false }
    }

    pub const fn date(self) -> Self {
        Self { datatype: Datatype::Date, ..self }
    }

    pub const fn integer(self) -> Self {
        Self { datatype: Datatype::Integer, ..self }
    }

    pub const fn uri(self) -> Self {
        Self { datatype: Datatype::Uri, ..self }
    }

    pub const fn choices(self, choices: &'static [Choice]) -> Self {
        Self { values: ValueSource::Choices(choices), ..self }
    }

    pub const fn vocabulary(self, table: &'static str) -> Self {
        Self { values: ValueSource::Vocabulary(table), ..self }
    }

    pub const fn laws(self) -> Self {
        Self { values: ValueSource::Laws, ..self }
    }

    pub const fn measures(self) -> Self {
        Self { values: ValueSource::Measures, ..self }
    }

    pub const fn persons(self) -> Self {
        Self { values: ValueSource::Persons, ..self }
    }

    pub const fn null_label(self, label: Label) -> Self {
        Self { null_label: Some(label), ..self }
    }

    pub const fn dutch(self) -> Self {
        Self { is_dutch: true, ..self }
    }

    /// The column, without labels that only the register knows.
    pub fn column(&self) -> Column {
        let labels = match self.values {
            ValueSource::Choices(choices) => ValueLabels::Fixed(choices),
            _ => ValueLabels::None,
        };
        let column = Column::new(self.name, &self.text).with_labels(labels).with_datatype(self.datatype);
        Column { null_label: self.null_label, is_dutch: self.is_dutch, ..column }
    }

    /// The columns of a set of rows.
    pub fn columns(defs: &[&Self]) -> Vec<Column> {
        defs.iter().map(|def| def.column()).collect()
    }
}

/// A named column.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Column {
    /// The heading in data: the same in every language.
    pub name: &'static str,
    /// The heading for a reader.
    pub label: Label,
    /// What it tells.
    pub description: Label,
    /// What its values are.
    pub datatype: Datatype,
    /// Whether a cell can hold several values, separated by `; `.
    pub is_multi_valued: bool,
    /// Where what a value names can be read.
    pub url: Option<UrlFn>,
    /// The reader's labels for its values, where values are codes.
    pub labels: ValueLabels,
    /// What a reader sees where there is no value; nothing where not said.
    pub null_label: Option<Label>,
    /// Whether a reader sees it below its row, since it is a text and not a value.
    pub is_below_row: bool,
    /// How its values are running text, where they are.
    pub prose: Option<Prose>,
    /// Whether its values were typed by people, who write Dutch, and so stay Dutch in an English page.
    pub is_dutch: bool,
    /// The numbers of persons by their names, where the values name persons: what stays the same when one is
    /// erased.
    pub persons: HashMap<String, String>,
}

/// The reader's labels for the values of a column.
#[derive(Clone, Debug, Default)]
pub enum ValueLabels {
    /// The values speak for themselves.
    #[default]
    None,
    /// Values that the program knows.
    Fixed(&'static [Choice]),
    /// Values of a vocabulary: code and label.
    Vocabulary(Vec<(String, Text)>),
    /// Legal sources: laws by their code and label, and rules of institutions by their own name.
    Laws(Vec<(String, Text)>),
}

impl ValueLabels {
    /// The label of a value, if it has one.
    pub fn label(&self, code: &str) -> Option<Text> {
        match self {
            Self::None => None,
            Self::Fixed(choices) => {
                choices.iter().find(|choice| choice.code == code).map(|choice| choice.label.into())
            }
            Self::Vocabulary(terms) => {
                terms.iter().find(|(known_code, _)| known_code == code).map(|(_, label)| label.clone())
            }
            Self::Laws(terms) => {
                let law_label =
                    terms.iter().find(|(known_code, _)| known_code == code).map(|(_, label)| label.clone());
                law_label.or_else(|| choices::own_rule(code))
            }
        }
    }

    /// A law, or a place in one, by the law's name, where that is known: `BWBR0007625 art. 7.2.8` says little to who
    /// reads it.
    fn law_reference_label(&self, value: &str) -> Option<Text> {
        let Self::Laws(terms) = self else { return None };
        let value = value.strip_prefix("CELEX ").unwrap_or(value);
        terms.iter().find_map(|(known_code, name)| match value.strip_prefix(known_code.as_str())? {
            "" => Some(name.clone()),
            suffix => {
                let suffix = suffix.strip_prefix(' ')?;
                Some(Text { nl: format!("{}, {suffix}", name.nl), en: format!("{}, {suffix}", name.en) })
            }
        })
    }
}

impl Column {
    /// A column whose values speak for themselves.
    pub fn new(name: &'static str, labels: &AttributeText) -> Self {
        Self {
            name,
            label: labels.label,
            description: labels.help,
            datatype: Datatype::Text,
            is_multi_valued: false,
            url: None,
            labels: ValueLabels::None,
            null_label: None,
            is_below_row: false,
            prose: None,
            is_dutch: false,
            persons: HashMap::new(),
        }
    }

    /// Of values of that type.
    #[must_use]
    pub const fn with_datatype(mut self, datatype: Datatype) -> Self {
        self.datatype = datatype;
        self
    }

    /// Whose cells can hold several values.
    #[must_use]
    pub const fn multi_valued(mut self) -> Self {
        self.is_multi_valued = true;
        self
    }

    /// Whose values name what can be read elsewhere.
    #[must_use]
    pub const fn with_url(mut self, url: UrlFn) -> Self {
        self.url = Some(url);
        self
    }

    /// The reader's labels for one of the values in a cell; none where it speaks for itself.
    pub fn value_label(&self, value: &str) -> Option<Text> {
        self.labels.label(value).or_else(|| self.labels.law_reference_label(value))
    }

    /// The values in a cell.
    pub fn values<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        text.split(if self.is_multi_valued { VALUE_SEPARATOR } else { "\0" })
    }

    /// With the reader's labels for its values.
    #[must_use]
    pub fn with_labels(mut self, labels: ValueLabels) -> Self {
        self.labels = labels;
        self
    }

    /// With what a reader sees where there is no value.
    #[must_use]
    pub fn with_null_label(mut self, null_label: Label) -> Self {
        self.null_label = Some(null_label);
        self
    }

    /// Below its row for a reader.
    #[must_use]
    pub fn below_row(mut self) -> Self {
        self.is_below_row = true;
        self
    }

    /// Of running text, or not.
    #[must_use]
    pub const fn with_prose(mut self, prose: Option<Prose>) -> Self {
        self.prose = prose;
        self
    }

    /// Typed in Dutch, or not.
    #[must_use]
    pub const fn with_dutch(mut self, is_dutch: bool) -> Self {
        self.is_dutch = is_dutch;
        self
    }

    /// With the numbers of the persons that its values name.
    #[must_use]
    pub fn with_persons(mut self, persons: HashMap<String, String>) -> Self {
        self.persons = persons;
        self
    }
}

/// Values under a name: one of several kinds of reason.
#[derive(Clone, Debug)]
pub struct Group {
    /// The name.
    pub name: &'static Choice,
    /// The values: as they are in data, and as a reader sees them.
    pub values: Vec<(String, Text)>,
}

/// One value in a row.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// Text.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Real(f64),
    /// Text in the reader's language; where languages must not matter, the English one.
    Localized(&'a Text),
    /// Values in groups.
    Groups(&'a [Group]),
}

impl Group {
    /// Groups on one line, as readers of both languages see them.
    pub fn to_text(groups: &[Self]) -> Text {
        Text { nl: Self::to_localized_line(groups, Lang::Nl), en: Self::to_localized_line(groups, Lang::En) }
    }

    /// Groups on one line, as in data.
    pub fn to_line(groups: &[Self]) -> String {
        Self::join(groups, |name| name.code, |(code, _)| code)
    }

    /// Groups on one line, as a reader sees them.
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

/// What stands between the values of a cell that holds several.
pub const VALUE_SEPARATOR: &str = "; ";

/// How the rows that follow can be drawn. The columns are named; all else about them is in the rows.
#[derive(Clone, Copy, Debug)]
pub enum ChartHint {
    /// A bar for each row, made of parts; what it stands for is in the first columns.
    Bars {
        /// How many of the first columns name the bar.
        label_columns: usize,
        /// The columns whose numbers are its parts.
        parts: &'static [&'static str],
        /// The column by which rows are told that another row holds too: they are not drawn.
        skip_if_set: Option<&'static str>,
    },
    /// The numbers that matter most, large: those of the rows whose first column has one of these codes.
    Tiles {
        /// The codes, in the order of the rows.
        codes: &'static [&'static str],
    },
    /// A line for each column of numbers, over what the first column names.
    Lines {
        /// The columns whose numbers are drawn.
        series: &'static [&'static str],
    },
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
