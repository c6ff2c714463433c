//! The parts of pages with lists: the filter with its active conditions, the choice of columns, and the question and
//! the blocks of the home page.

use super::{Field, Link, More, SelectOption};
use crate::view::sanitize::printable;
use serde::Serialize;

#[derive(Clone, Debug, Default, Serialize)]
pub struct FilterBar {
    pub action: String,
    pub hidden: Vec<(String, String)>,
    /// The fields that are used most, in one row.
    pub fields: Vec<Field>,
    /// The other fields, in groups that open.
    pub groups: Vec<More>,
    pub send: String,
    pub conditions: Vec<ActiveCondition>,
    /// How many conditions are active but not shown.
    pub more_conditions: Option<String>,
    /// Link to the page without any condition.
    pub clear: Option<Link>,
    pub columns: Option<ColumnPicker>,
    /// How many rows there are, and which of them are on this page.
    pub summary: Option<String>,
}

/// A condition of the filter that is in the address of the page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ActiveCondition {
    pub text: String,
    /// Address of the page without this condition.
    pub href: String,
    /// What the link does, for users of a screen reader.
    pub remove: String,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct ColumnPicker {
    pub name: String,
    pub hidden: Vec<(String, String)>,
    pub options: Vec<SelectOption>,
    pub send: String,
    /// Link to the page with the usual columns, if others were chosen.
    pub reset: Option<Link>,
}

/// The form that changes the ticked rows. Each row has a checkbox that belongs to this form.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Ticks {
    pub name: String,
    pub action: String,
    /// The name of the field with the numbers of the ticked rows.
    pub field: &'static str,
    /// Name and value of the field with the address of this page, to which the change leads back; `None` for the whole list.
    pub from: Option<(String, String)>,
    /// What ticking a row does; the number of the row follows it.
    pub tick: String,
    /// Label of the checkbox for all rows on the page, and the numbers of these rows.
    pub all: String,
    pub numbers: String,
    pub send: String,
    /// How many rows are ticked, with braces in place of the number.
    pub count: String,
    /// Link that changes all rows, also those on other pages.
    pub found: Option<Link>,
}

/// The address by which a column of the table is sorted, and how the table is sorted by it now.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SortLink {
    pub href: String,
    pub order: Option<&'static str>,
}

/// The large field for a question on the home page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Ask {
    pub label: String,
    pub help: String,
    pub send: String,
    /// Label of the button that begins to log the question; `None` if the user may not log.
    pub log: Option<String>,
    /// Proves that a page of this server sent the form. The question is sent in a form, because a pasted mail with names
    /// must not get into the address of a page.
    pub csrf: String,
}

/// A block of the home page: what belongs to the table with this heading.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Block {
    pub heading: String,
    pub count: Option<u64>,
    /// Address of the list with all rows.
    pub href: String,
    /// Text of a link to that list below the table; `None` if the table has all rows.
    pub all: Option<String>,
    pub is_urgent: bool,
}

impl FilterBar {
    pub(super) fn make_printable(&mut self) {
        let plain = |text: &mut String| *text = printable(text, true).into_owned();
        for condition in &mut self.conditions {
            plain(&mut condition.text);
            plain(&mut condition.remove);
        }
        let in_groups = self.groups.iter_mut().flat_map(|group| group.fields.iter_mut());
        for field in self.fields.iter_mut().chain(in_groups) {
            field.options.iter_mut().for_each(|option| plain(&mut option.label));
        }
    }
}
