//! Which obstacles are meant: the same options for everything that reads. Values are as they were typed;
//! the register knows which exist and makes SQL of it, in one place.

use super::Attribute;

#[derive(Clone, Debug)]
pub enum Condition {
    /// The attribute has one of these values. For the ministry: lead or involved. For the status also `open`.
    OneOf(&'static Attribute, Vec<String>),
    LeadMinistry(Vec<String>),
    NoFactsheet,
    Since(&'static Attribute, String),
    Until(&'static Attribute, String),
    /// It should have been answered before today and is open.
    Overdue,
}

/// Which obstacles are meant: those for which every condition holds.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub conditions: Vec<Condition>,
    pub with_void: bool,
}

impl Filter {
    /// Whether it leaves nothing out but what is void.
    pub fn is_unfiltered(&self) -> bool {
        self.conditions.is_empty()
    }

    #[must_use]
    pub fn and(mut self, condition: Condition) -> Self {
        self.conditions.push(condition);
        self
    }
}
