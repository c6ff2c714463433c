//! The cards of the page of reports. Each has the question that a report answers and a small picture.

use super::Link;
use minijinja::value::{Serde, Value as TemplateValue};
use serde::Serialize;

/// A small chart, in the form in which the template draws it.
#[derive(Clone, Debug, Serialize)]
pub struct Picture(TemplateValue);

impl Picture {
    pub(in crate::view) fn new(chart: &impl Serialize) -> Self {
        Self(TemplateValue::from(Serde(chart)))
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct ReportGroup {
    pub id: String,
    pub heading: String,
    pub cards: Vec<ReportCard>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ReportCard {
    /// The question that the report answers, with the address of its page.
    pub question: Link,
    pub description: String,
    pub picture: Option<Picture>,
    pub downloads: Vec<Link>,
    /// Describes the list of downloads to users of a screen reader.
    pub downloads_label: String,
}
