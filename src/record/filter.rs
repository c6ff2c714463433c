//! Which obstacles are meant: the same options for everything that reads. Values are as they were typed;
//! the register knows which exist and makes SQL of it, in one place.

use super::Attribute;

/// One condition.
#[derive(Clone, Debug)]
pub enum Condition {
    /// The attribute has one of these values. For the ministry: lead or involved. For the status also `open`.
    OneOf(&'static Attribute, Vec<String>),
    /// The lead ministry is one of these.
    LeadMinistry(Vec<String>),
    /// No factsheet answers it.
    NoFactsheet,
    /// The day is this one or later.
    Since(&'static Attribute, String),
    /// The day is this one or earlier.
    Until(&'static Attribute, String),
    /// It should have been answered before today and is open.
    Overdue,
}

/// Which obstacles are meant: those for which every condition holds.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// All of these hold.
    pub conditions: Vec<Condition>,
    /// Void records are meant too.
    pub with_void: bool,
}

impl Filter {
    /// Whether it leaves nothing out but what is void.
    pub fn is_unfiltered(&self) -> bool {
        self.conditions.is_empty()
    }

    /// The filter with one condition more.
    #[must_use]
    pub fn and(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }
}
