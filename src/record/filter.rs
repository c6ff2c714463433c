//! The filter that selects obstacles in every command that reads. The filter holds values as the user typed them; the
//! register resolves the values and translates the filter to SQL.

use super::Attribute;

#[derive(Clone, Debug)]
pub enum Condition {
    /// The attribute has one of these values. A ministry may lead or be involved; `open` matches every open status.
    OneOf(&'static Attribute, Vec<String>),
    LeadMinistry(Vec<String>),
    NoFactsheet,
    Since(&'static Attribute, String),
    Until(&'static Attribute, String),
    /// The date is in one of the given years, quarters or months.
    Periods(&'static Attribute, Vec<String>),
    /// The obstacle is open, and its answer was due before today.
    Overdue,
}

#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub conditions: Vec<Condition>,
    pub with_void: bool,
}

impl Filter {
    /// Whether the filter has no conditions. Even then, the filter may exclude void records.
    pub fn is_unfiltered(&self) -> bool {
        self.conditions.is_empty()
    }

    #[must_use]
    pub fn and(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }
}
