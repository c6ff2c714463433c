//! The filter of obstacles, which all reading commands share. It holds values as the user typed them; the register
//! resolves the values and translates the filter to SQL.

use super::Attribute;

#[derive(Clone, Debug)]
pub enum Condition {
    /// The attribute has one of these values. A ministry may be the lead or involved. A status may also be `open`.
    OneOf(&'static Attribute, Vec<String>),
    LeadMinistry(Vec<String>),
    NoFactsheet,
    Since(&'static Attribute, String),
    Until(&'static Attribute, String),
    /// The obstacle is open, and its answer was due before today.
    Overdue,
}

#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub conditions: Vec<Condition>,
    pub with_void: bool,
}

impl Filter {
    /// Whether the filter has no conditions. It may still exclude void records.
    pub fn is_unfiltered(&self) -> bool {
        self.conditions.is_empty()
    }

    #[must_use]
    pub fn and(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }
}
