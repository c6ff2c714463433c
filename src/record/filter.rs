//! The filter that selects obstacles in every command that reads. The filter holds values as the user typed them; the
//! register resolves the values and translates the filter to SQL.

use super::Attribute;

#[derive(Clone, Debug)]
pub enum Condition {
    /// The attribute has one of these values. A ministry matches as lead ministry and as involved ministry. The value
    /// `open` matches every open status.
    OneOf(&'static Attribute, Vec<String>),
    LeadMinistry(Vec<String>),
    NoFactsheet,
    /// The attribute has no value. A link to a void record is no value.
    Without(&'static Attribute),
    Since(&'static Attribute, String),
    Until(&'static Attribute, String),
    /// The date is in one of the given years, quarters or months.
    Periods(&'static Attribute, Vec<String>),
    /// One of these texts contains the given text, or the record has the given number. Case, accents and punctuation make
    /// no difference.
    Contains(&'static [&'static Attribute], String),
    /// The obstacle was logged or imported on this day or at this moment, or later.
    LoggedSince(String),
    /// The saved view is for all, or it belongs to this person.
    SeenBy(String),
    /// The obstacle is open, and its answer was due before today.
    Overdue,
    /// The date is in one of these ranges of days after the day of receipt.
    Within(&'static Attribute, Vec<String>),
    /// The measure with this code counts the obstacle, whatever the period.
    CountedBy(String),
}

#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub conditions: Vec<Condition>,
    pub with_void: bool,
}

impl Filter {
    /// Whether the filter has no conditions. Such a filter may still exclude void records, which were recorded by
    /// mistake.
    pub fn is_unfiltered(&self) -> bool {
        self.conditions.is_empty()
    }

    #[must_use]
    pub fn and(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }
}
