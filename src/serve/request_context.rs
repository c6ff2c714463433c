//! An authorised request: the person who sent it, their role and language, and its content.

use super::reply::Flash;
use super::roles::Role;
use super::spool::Visitor;
use super::state::AppState;
use super::uploads::UploadedFile;
use super::visit::Visit;
use crate::i18n::{Lang, Text};
use std::sync::Arc;

/// Names and values of parameters, in the order of the request; a name may occur more than once.
pub type Pairs = Vec<(String, String)>;

pub fn values_of<'a>(pairs: &'a [(String, String)], name: &str) -> impl Iterator<Item = &'a str> {
    pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// Returns the last value of a parameter, unless that value is blank.
pub fn value_of<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    values_of(pairs, name).last().filter(|value| !value.trim().is_empty())
}

/// Joins the values of a parameter with `; `, the separator of several values in a record.
pub fn joined_values(pairs: &[(String, String)], name: &str) -> String {
    let values: Vec<String> = values_of(pairs, name)
        .map(|value| value.replace("\r\n", "\n"))
        .filter(|value| !value.trim().is_empty())
        .collect();
    values.join("; ")
}

/// Returns the URL with the parameter `name` set to `value`, or without that parameter if `value` is empty.
pub fn url_with_param(path: &str, query: &[(String, String)], name: &str, value: &str) -> String {
    let other_pairs = query.iter().filter(|(known, _)| known != name);
    let pairs = other_pairs.map(|(name, value)| (name.as_str(), value.as_str()));
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(pairs.chain((!value.is_empty()).then_some((name, value))));
    let query = text.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

#[derive(Clone, Debug, Default)]
pub enum Payload {
    #[default]
    Empty,
    Form(Pairs),
    Json(serde_json::Map<String, serde_json::Value>),
}

#[derive(Clone, Default)]
pub struct RequestFiles {
    /// The files, by the name of their field.
    pub all: Vec<(String, Arc<UploadedFile>)>,
    /// Whether the form was too large, so that it has no files.
    pub is_too_large: bool,
}

#[derive(Clone)]
pub struct RequestContext {
    pub state: Arc<AppState>,
    pub visitor: Arc<Visitor>,
    /// The name of the person who is signed in.
    pub name: String,
    pub role: Role,
    pub lang: Lang,
    pub path: String,
    /// The values of the variable segments of the path, such as the number of a record.
    pub params: Vec<String>,
    pub query: Pairs,
    pub payload: Payload,
    /// The files that came with the form.
    pub files: RequestFiles,
    /// Whether the form comes from an earlier run of the server. Such a form changes nothing and is shown again.
    pub is_stale_form: bool,
    /// A message to show on this page: the outcome of the form that the user submitted on the previous page.
    pub flash: Option<Flash>,
    pub if_match: Option<String>,
    pub if_none_match: Option<String>,
    /// The origin of the page that sent the form, such as `https://ruimte.example`; `None` if the browser did not tell.
    pub origin: Option<String>,
    pub visit: Visit,
}

impl RequestContext {
    pub fn localize(&self, text: impl Into<Text>) -> String {
        text.into().get(self.lang).to_owned()
    }

    /// Returns a variable segment of the path, or an empty text if there is none.
    pub fn param(&self, index: usize) -> &str {
        self.params.get(index).map_or("", String::as_str)
    }

    /// Returns the submitted form fields; empty if the payload is not a form.
    pub fn form(&self) -> &[(String, String)] {
        if let Payload::Form(pairs) = &self.payload { pairs } else { &[] }
    }

    /// Returns the file in a field of the form, unless it is empty.
    pub fn file(&self, name: &str) -> Option<&Arc<UploadedFile>> {
        self.files.all.iter().find(|(known, _)| known == name).map(|(_, file)| file)
    }

    pub fn is_allowed(&self, required: Role) -> bool {
        self.state.is_allowed(self.role, required)
    }

    /// Returns the URL of this page with one query parameter changed.
    pub fn url_with_query(&self, name: &str, value: &str) -> String {
        url_with_param(&self.path, &self.query, name, value)
    }

    /// The hidden field that proves that a form comes from a page of this server.
    pub fn csrf_field(&self) -> (String, String) {
        ("csrf".to_owned(), self.state.csrf_token(&self.name))
    }
}
