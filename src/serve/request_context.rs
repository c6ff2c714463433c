//! An authorised request: the person, the language and what was sent.

use super::roles::Role;
use super::state::AppState;
use crate::i18n::{Lang, Text};
use std::sync::Arc;

/// Names with values in the order in which they were sent; a name may occur more than once.
pub type Pairs = Vec<(String, String)>;

pub fn values_of<'a>(pairs: &'a [(String, String)], name: &str) -> impl Iterator<Item = &'a str> {
    pairs.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The last value of a name, unless that is blank.
pub fn value_of<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    values_of(pairs, name).last().filter(|value| !value.trim().is_empty())
}

/// The values of a name as one text, as a record stores several values.
pub fn joined_values(pairs: &[(String, String)], name: &str) -> String {
    let values: Vec<String> = values_of(pairs, name)
        .map(|value| value.replace("\r\n", "\n"))
        .filter(|value| !value.trim().is_empty())
        .collect();
    values.join("; ")
}

/// The path with the query in which `name` has only `value`, or is left out if that is empty.
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

pub struct RequestContext {
    pub state: Arc<AppState>,
    /// The name of the person who is signed in.
    pub name: String,
    pub role: Role,
    pub lang: Lang,
    pub path: String,
    /// The values of the variable segments of the path.
    pub params: Vec<String>,
    pub query: Pairs,
    pub payload: Payload,
    /// Whether the form was made by an earlier run of the server: it is shown again instead of acted upon.
    pub is_stale_form: bool,
    /// The outcome of the form that was sent just before.
    pub flash: Option<String>,
    pub if_match: Option<String>,
}

impl RequestContext {
    pub fn localize(&self, text: impl Into<Text>) -> String {
        text.into().get(self.lang).to_owned()
    }

    /// A variable segment of the path; empty if there is none.
    pub fn param(&self, index: usize) -> &str {
        self.params.get(index).map_or("", String::as_str)
    }

    /// The fields of the form that was sent; none for other payloads.
    pub fn form(&self) -> &[(String, String)] {
        if let Payload::Form(pairs) = &self.payload { pairs } else { &[] }
    }

    pub fn is_allowed(&self, required: Role) -> bool {
        self.state.is_allowed(self.role, required)
    }

    /// This page with another value in its query.
    pub fn url_with_query(&self, name: &str, value: &str) -> String {
        url_with_param(&self.path, &self.query, name, value)
    }

    /// The hidden field that shows that a form comes from a page of this server.
    pub fn csrf_field(&self) -> (String, String) {
        ("csrf".to_owned(), self.state.csrf_token(&self.name))
    }
}
