//! A visit: who asks for what, in which language.

use super::roles::Role;
use super::state::AppState;
use crate::i18n::{Lang, Text, site as messages};
use crate::view::site_page::{Frame, Link, Notice, NoticeKind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::sync::Arc;

/// Names with values, in the order in which they were sent; a name can stand there several times.
pub type Pairs = Vec<(String, String)>;

/// The values of a name.
pub fn values_of<'a>(pairs: &'a [(String, String)], name: &str) -> impl Iterator<Item = &'a str> {
    let name = name.to_owned();
    pairs.iter().filter(move |(known, _)| *known == name).map(|(_, value)| value.as_str())
}

/// The last value of a name, where it is not empty.
pub fn value_of<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    values_of(pairs, name).last().filter(|value| !value.trim().is_empty())
}

/// A path with what stands behind it, and of one name that value and no other; none where it is empty.
pub fn url_with_param(path: &str, query: &[(String, String)], name: &str, value: &str) -> String {
    let other_pairs = query.iter().filter(|(known, _)| known != name);
    let pairs = other_pairs.map(|(name, value)| (name.as_str(), value.as_str()));
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(pairs.chain((!value.is_empty()).then_some((name, value))));
    let query = text.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// What stands for itself in a piece of a path.
const UNESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The number or code of a record, as a piece of a path.
pub fn encode_segment(key: &str) -> String {
    utf8_percent_encode(key, UNESCAPED).to_string()
}

/// What was sent.
#[derive(Clone, Debug, Default)]
pub enum Payload {
    /// Nothing.
    #[default]
    Empty,
    /// A form.
    Form(Pairs),
    /// JSON.
    Json(serde_json::Map<String, serde_json::Value>),
}

/// Who asks for what.
pub struct RequestContext {
    /// Where.
    pub state: Arc<AppState>,
    /// Who, by name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// In which language.
    pub lang: Lang,
    /// The path of the address.
    pub path: String,
    /// What the address has in the places that vary.
    pub params: Vec<String>,
    /// What stands behind the path.
    pub query: Pairs,
    /// What was sent.
    pub payload: Payload,
    /// Whether the form was of an earlier run of the site: it is shown again, and not acted upon.
    pub is_stale_form: bool,
    /// What was done just before.
    pub flash: Option<String>,
    /// The version of what is changed, as other programs say it.
    pub if_match: Option<String>,
}

impl RequestContext {
    /// The words in the language of the visit.
    pub fn localize(&self, text: impl Into<Text>) -> String {
        text.into().get(self.lang).to_owned()
    }

    /// A place of the address that varies.
    pub fn param(&self, at: usize) -> &str {
        self.params.get(at).map_or("", String::as_str)
    }

    /// The form that was sent; nothing where none was.
    pub fn form(&self) -> &[(String, String)] {
        if let Payload::Form(pairs) = &self.payload { pairs } else { &[] }
    }

    /// Whether they may record.
    pub fn is_allowed(&self, role: Role) -> bool {
        self.role >= role && (role == Role::Reader || !self.state.read_only)
    }

    /// This page with other values behind its path.
    pub fn url_with_query(&self, name: &str, value: &str) -> String {
        url_with_param(&self.path, &self.query, name, value)
    }

    /// What stands around a page.
    pub fn frame(&self) -> Frame {
        let lang = self.lang;
        let [style, script] = [0, 1].map(|at| {
            self.state.assets.get(at).map(|(name, ..)| format!("/assets/{name}")).unwrap_or_default()
        });
        let labels = [
            ("main_nav", messages::MAIN_NAV),
            ("actions", messages::ACTIONS),
            ("pages", messages::PAGES),
            ("downloads", messages::DOWNLOADS),
            ("search", messages::SEARCH),
            ("register", messages::SITE_NAME),
            ("required", messages::REQUIRED),
            ("wrong", messages::ERROR),
            ("done", messages::DONE),
            ("note", messages::NOTE),
            ("theirs", messages::CONFLICTING_CHANGE),
            ("keep_theirs", messages::KEEP_CONFLICTING_CHANGE),
            ("empty", messages::EMPTY),
            ("accessibility", messages::ACCESSIBILITY),
        ];
        let mut places = vec![
            ("/obstacles", messages::OBSTACLES),
            ("/contacts", messages::CONTACTS),
            ("/factsheets", messages::FACTSHEETS),
            ("/schemes", messages::SCHEMES),
            ("/reports", messages::REPORTS),
            ("/reconcile", messages::RECONCILE),
            ("/history", messages::HISTORY),
        ];
        if self.is_allowed(Role::Admin) {
            places.push(("/lists", messages::LISTS));
        }
        let is_here = |href: &str| {
            self.path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                || (self.path == "/" && href == "/obstacles")
        };
        let places = places.into_iter().map(|(href, label)| Link {
            text: label.get(lang).to_owned(),
            href: href.to_owned(),
            is_here: is_here(href),
            lang: None,
        });
        let other = match lang {
            Lang::Nl => ("English", "en"),
            Lang::En => ("Nederlands", "nl"),
        };
        let flash = self.flash.iter().map(|text| Notice {
            tone: NoticeKind::Done,
            text: text.clone(),
            fields: Vec::new(),
        });
        Frame {
            style,
            script,
            words: labels.into_iter().map(|(name, label)| (name, label.get(lang).to_owned())).collect(),
            navigation: places.collect(),
            query: if self.path == "/search" {
                value_of(&self.query, "q").unwrap_or_default().to_owned()
            } else {
                String::new()
            },
            user: Some(self.localize(messages::signed_in(&self.name, self.role.label()))),
            other_language: Some(Link {
                text: other.0.to_owned(),
                href: if self.has_no_payload() {
                    self.url_with_query("lang", other.1)
                } else {
                    format!("/?lang={}", other.1)
                },
                is_here: false,
                lang: Some(other.1),
            }),
            notices: flash.collect(),
            ..Frame::default()
        }
    }

    const fn has_no_payload(&self) -> bool {
        matches!(self.payload, Payload::Empty)
    }
}
