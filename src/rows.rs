//! What the register hands to a view: named columns, then rows, one at a time, so that an export of any
//! length runs in the same memory. Every output format is a [`Sink`].

use crate::i18n::choices::{self, Choice};
use crate::i18n::{Label, Lang, Text, attribute_labels, columns};
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

/// A named column.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Column {
    /// The heading in data: the same in every language.
    pub name: String,
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
    pub fn new(name: impl Into<String>, labels: &attribute_labels::AttributeText) -> Self {
        Self {
            name: name.into(),
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

    /// A column with the label, and the labels for its values, that go with its name.
    pub fn named(name: &str) -> Self {
        let labels = choices::for_column(name).map_or(ValueLabels::None, ValueLabels::Fixed);
        let entry = columns::describe(name).unwrap_or(columns::UNNAMED);
        let dutch_columns = ["title", "name", "initiative", "quote", "passage", "answer", "before", "after"];
        Self::new(name, &entry)
            .with_labels(labels)
            .with_datatype(datatype_of(name))
            .with_dutch(dutch_columns.contains(&name))
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

/// What the values of a column of that name are, where it is no attribute of a record.
fn datatype_of(name: &str) -> Datatype {
    match name {
        "received" | "due" | "published" | "text_of" => Datatype::Date,
        "value" | "obstacles" => Datatype::Integer,
        "link" => Datatype::Uri,
        _ => Datatype::Text,
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

/// How rows want to be shown to a reader. Data formats take no notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A row a line.
    Table,
    /// A value a line: for one record.
    Card,
}

/// Takes columns and then rows.
pub trait Sink {
    /// Starts a set of rows with these columns.
    fn begin(&mut self, columns: &[Column], shape: Shape) -> Result<()>;

    /// Takes a row: as many cells as there are columns.
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<()>;

    /// Takes a row that adds up those before it. Data formats leave it out.
    fn total(&mut self, _cells: &[Cell<'_>]) -> Result<()> {
        Ok(())
    }

    /// Ends a set of rows.
    fn end(&mut self) -> Result<()>;

    /// Whether it can take more than one set of rows, with headings and lines between: only what is made
    /// for a reader can.
    fn is_human_readable(&self) -> bool {
        false
    }

    /// Whether it has room for the reader's labels beside the codes that they stand for.
    fn supports_labels(&self) -> bool {
        self.is_human_readable()
    }

    /// Whether it keeps, with the rows, by what they can be made again.
    fn stores_receipt(&self) -> bool {
        false
    }

    /// Whether it is a page: made for a reader, and kept.
    fn is_standalone_page(&self) -> bool {
        self.is_human_readable() && self.stores_receipt()
    }

    /// Whether it is a page that is asked for and answered, among others, and not one that is kept.
    fn is_site_page(&self) -> bool {
        false
    }

    /// By what the rows can be made again.
    fn receipt(&mut self, _text: &str) -> Result<()> {
        Ok(())
    }

    /// What the whole is called: the name of a page or a sheet.
    fn title(&mut self, _text: &Text) -> Result<()> {
        Ok(())
    }

    /// How the set of rows that follows can be drawn.
    fn chart_hint(&mut self, _picture: ChartHint) -> Result<()> {
        Ok(())
    }

    /// Ends the whole. Nothing comes after it.
    fn finish(&mut self) -> Result<()> {
        Ok(())
    }

    /// A heading above what follows; left out where nothing does. Only for readers.
    fn heading(&mut self, _text: &Text) -> Result<()> {
        Ok(())
    }

    /// The heading that follows is that of an entry of the journal, which can be looked at by itself.
    fn journal_entry(&mut self, _number: i64) -> Result<()> {
        Ok(())
    }

    /// A heading below another.
    fn subheading(&mut self, text: &Text) -> Result<()> {
        self.heading(text)
    }

    /// A heading above several things that have headings of their own: it stands there, whatever follows.
    fn section(&mut self, text: &Text) -> Result<()> {
        self.heading(text)
    }

    /// A line of text by itself: the number of what was recorded, a hint.
    fn line(&mut self, _text: &Text) -> Result<()> {
        Ok(())
    }
}
