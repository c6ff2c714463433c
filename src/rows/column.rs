//! Describes a column: its name in data formats, its heading and explanation in formats that people read, and the type
//! and source of its values.

use crate::i18n::attribute_labels::AttributeText;
use crate::i18n::choices::{self, Choice};
use crate::i18n::{Label, Text};
use std::collections::{HashMap, HashSet};

/// Separates the values in a cell that holds several values.
pub const VALUE_SEPARATOR: &str = "; ";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Datatype {
    /// Text without a more specific type, including codes.
    Text,
    /// An ISO 8601 date.
    Date,
    Integer,
    Decimal,
    Uri,
}

/// Returns the URL that belongs to a value, if there is one.
pub type UrlFn = fn(&str) -> Option<String>;

/// How the long texts in a column are formatted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prose {
    Plain,
    Markdown,
}

/// The source of the values of a column, such as a vocabulary.
#[derive(Clone, Copy, Debug)]
pub enum ValueSource {
    /// The values do not come from a list and need no labels.
    Own,
    /// The values are codes from a fixed list in the program.
    Choices(&'static [Choice]),
    /// The values are codes from a vocabulary. The field is the name of the vocabulary's table.
    Vocabulary(&'static str),
    Laws,
    Measures,
    Persons,
}

/// A column that is not an attribute of a record, such as a count.
#[derive(Clone, Copy, Debug)]
pub struct ColumnDef {
    pub name: &'static str,
    pub text: AttributeText,
    pub datatype: Datatype,
    pub values: ValueSource,
    pub null_label: Option<Label>,
    /// Whether the values are Dutch text written by users.
    pub is_dutch: bool,
    /// Whether a cell can hold several values, separated by [`VALUE_SEPARATOR`].
    pub is_multi_valued: bool,
}

/// Label and help text of a column, in Dutch and English.
pub const fn words(
    label_nl: &'static str,
    label_en: &'static str,
    nl: &'static str,
    en: &'static str,
) -> AttributeText {
    AttributeText { label: Label::new(label_nl, label_en), help: Label::new(nl, en), filter_help: None, also: &[] }
}

/// Defines columns, each as `CONSTANT "name" texts, field = value;`. [`ColumnDef::new`] sets the other fields.
macro_rules! column_defs {
    ($($constant:ident $name:literal $text:expr $(, $field:ident = $value:expr)*;)*) => {$(
        pub static $constant: $crate::rows::ColumnDef =
            $crate::rows::ColumnDef { $($field: $value,)* ..$crate::rows::ColumnDef::new($name, $text) };
    )*};
}
pub(crate) use column_defs;

impl ColumnDef {
    pub const fn new(name: &'static str, text: AttributeText) -> Self {
        let (datatype, values) = (Datatype::Text, ValueSource::Own);
        Self { name, text, datatype, values, null_label: None, is_dutch: false, is_multi_valued: false }
    }

    /// Converts the definition to a column. Leaves out labels of laws and vocabularies, because these are in the
    /// register.
    pub fn column(&self) -> Column {
        let labels = match self.values {
            ValueSource::Choices(choices) => ValueLabels::Fixed(choices),
            _ => ValueLabels::None,
        };
        Column {
            datatype: self.datatype,
            labels,
            null_label: self.null_label,
            is_dutch: self.is_dutch,
            is_multi_valued: self.is_multi_valued,
            ..Column::new(self.name, &self.text)
        }
    }

    pub fn columns(defs: &[&Self]) -> Vec<Column> {
        defs.iter().map(|def| def.column()).collect()
    }
}

#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct Column {
    /// The heading in data formats, the same in every language.
    pub name: &'static str,
    pub label: Label,
    pub description: Label,
    pub datatype: Datatype,
    /// Whether a cell can hold several values, separated by [`VALUE_SEPARATOR`].
    pub is_multi_valued: bool,
    pub url: Option<UrlFn>,
    pub labels: ValueLabels,
    /// The codes that `--labels` does not replace by labels, because `import` would not read the labels back as these
    /// codes.
    pub kept_codes: HashSet<String>,
    /// The text that people see in an empty cell; data formats leave the cell empty.
    pub null_label: Option<Label>,
    /// Whether the table format shows the values below each row instead of in a cell. Used for columns of long texts.
    pub is_below_row: bool,
    pub prose: Option<Prose>,
    /// Whether the values are Dutch text written by users. Such text stays Dutch on an English page.
    pub is_dutch: bool,
    /// Maps the name of each person in this column to the person's number, which stays the same if the name is erased.
    pub persons: HashMap<String, String>,
}

#[derive(Clone, Debug)]
pub enum ValueLabels {
    None,
    Fixed(&'static [Choice]),
    Vocabulary(Vec<(String, Text)>),
    /// Code and label of each law. Rules of institutions are not listed, because their codes already contain a name.
    Laws(Vec<(String, Text)>),
}

impl ValueLabels {
    pub fn label(&self, code: &str) -> Option<Text> {
        let find =
            |terms: &[(String, Text)]| terms.iter().find(|(known, _)| known == code).map(|(_, label)| label.clone());
        match self {
            Self::None => None,
            Self::Fixed(choices) => choices.iter().find(|choice| choice.code == code).map(|choice| choice.label.into()),
            Self::Vocabulary(terms) => find(terms),
            Self::Laws(terms) => find(terms).or_else(|| choices::own_rule(code)),
        }
    }

    /// Replaces the code of a law by its name, because `BWBR0007625 art. 7.2.8` means little to most people. Keeps the
    /// article that follows the code.
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
    pub fn new(name: &'static str, text: &AttributeText) -> Self {
        Self {
            name,
            label: text.label,
            description: text.help,
            datatype: Datatype::Text,
            is_multi_valued: false,
            url: None,
            labels: ValueLabels::None,
            kept_codes: HashSet::new(),
            null_label: None,
            is_below_row: false,
            prose: None,
            is_dutch: false,
            persons: HashMap::new(),
        }
    }

    #[must_use]
    pub fn below_row(self) -> Self {
        Self { is_below_row: true, ..self }
    }

    /// Returns the label of a value, but only if `import` reads that label as the same value. A law's code may have an
    /// article after it.
    pub fn importable_label(&self, value: &str) -> Option<Text> {
        let bare = value.strip_prefix("CELEX ").unwrap_or(value);
        let code = bare.split_once(' ').map_or(bare, |(code, _)| code);
        let is_kept = self.kept_codes.contains(value) || self.kept_codes.contains(code);
        if is_kept { None } else { self.value_label(value) }
    }

    pub fn value_label(&self, value: &str) -> Option<Text> {
        self.labels.label(value).or_else(|| self.labels.law_reference_label(value))
    }

    pub fn values<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        text.split(if self.is_multi_valued { VALUE_SEPARATOR } else { "\0" })
    }
}
