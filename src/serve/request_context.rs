//! A visit: who asks for what, in which language.

use super::roles::Role;
use super::site::Site;
use crate::view::site::{Frame, Link, Notice, Tone};
use crate::words::{Lang, Text, site as words};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::sync::Arc;

/// Names with values, in the order in which they were sent; a name can stand there several times.
pub type Pairs = Vec<(String, String)>;

/// The values of a name.
pub fn all<'a>(pairs: &'a [(String, String)], name: &str) -> impl Iterator<Item = &'a str> {
    let name = name.to_owned();
    pairs.iter().filter(move |(known, _)| *known == name).map(|(_, value)| value.as_str())
}

/// The last value of a name, where it is not empty.
pub fn one<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    all(pairs, name).last().filter(|value| !value.trim().is_empty())
}

/// A path with what stands behind it, and of one name that value and no other; none where it is empty.
pub fn address(path: &str, query: &[(String, String)], name: &str, value: &str) -> String {
    let kept = query.iter().filter(|(known, _)| known != name);
    let pairs = kept.map(|(name, value)| (name.as_str(), value.as_str()));
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(pairs.chain((!value.is_empty()).then_some((name, value))));
    let query = text.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// What stands for itself in a piece of a path.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The number or code of a record, as a piece of a path.
pub fn piece(key: &str) -> String {
    utf8_percent_encode(key, PLAIN).to_string()
}

/// What was sent.
#[derive(Clone, Debug, Default)]
pub enum Sent {
    /// Nothing.
    #[default]
    Nothing,
    /// A form.
    Form(Pairs),
    /// JSON.
    Json(serde_json::Map<String, serde_json::Value>),
}

/// Who asks for what.
pub struct Visit {
    /// Where.
    pub site: Arc<Site>,
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
    pub sent: Sent,
    /// Whether the form was of an earlier run of the site: it is shown again, and not acted upon.
    pub is_old: bool,
    /// What was done just before.
    pub done: Option<String>,
    /// The version of what is changed, as other programs say it.
    pub if_match: Option<String>,
}

impl Visit {
    /// The words in the language of the visit.
    pub fn say(&self, text: impl Into<Text>) -> String {
        text.into().get(self.lang).to_owned()
    }

    /// A place of the address that varies.
    pub fn param(&self, at: usize) -> &str {
        self.params.get(at).map_or("", String::as_str)
    }

    /// The form that was sent; nothing where none was.
    pub fn form(&self) -> &[(String, String)] {
        if let Sent::Form(pairs) = &self.sent { pairs } else { &[] }
    }

    /// Whether they may record.
    pub fn may(&self, role: Role) -> bool {
        self.role >= role && (role == Role::Reader || !self.site.read_only)
    }

    /// This page with other values behind its path.
    pub fn here_with(&self, name: &str, value: &str) -> String {
        address(&self.path, &self.query, name, value)
    }

    /// What stands around a page.
    pub fn frame(&self) -> Frame {
        let lang = self.lang;
        let [style, script] = [0, 1].map(|at| {
            self.site.assets.get(at).map(|(name, ..)| format!("/assets/{name}")).unwrap_or_default()
        });
        let said = [
            ("main_nav", words::MAIN_NAV),
            ("actions", words::ACTIONS),
            ("pages", words::PAGES),
            ("downloads", words::DOWNLOADS),
            ("search", words::SEARCH),
            ("register", words::REGISTER),
            ("required", words::REQUIRED),
            ("wrong", words::WRONG),
            ("done", words::DONE),
            ("note", words::NOTE),
            ("theirs", words::THEIRS),
            ("keep_theirs", words::KEEP_THEIRS),
            ("empty", words::EMPTY),
            ("accessibility", words::ACCESSIBILITY),
        ];
        let mut places = vec![
            ("/obstacles", words::OBSTACLES),
            ("/contacts", words::CONTACTS),
            ("/factsheets", words::FACTSHEETS),
            ("/schemes", words::SCHEMES),
            ("/reports", words::REPORTS),
            ("/reconcile", words::RECONCILE),
            ("/history", words::HISTORY),
        ];
        if self.may(Role::Admin) {
            places.push(("/lists", words::LISTS));
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
        let done =
            self.done.iter().map(|text| Notice { tone: Tone::Done, text: text.clone(), fields: Vec::new() });
        Frame {
            style,
            script,
            words: said.into_iter().map(|(name, label)| (name, label.get(lang).to_owned())).collect(),
            places: places.collect(),
            sought: if self.path == "/search" {
                one(&self.query, "q").unwrap_or_default().to_owned()
            } else {
                String::new()
            },
            who: Some(self.say(words::signed_in(&self.name, self.role.label()))),
            other: Some(Link {
                text: other.0.to_owned(),
                href: if self.sent_nothing() {
                    self.here_with("lang", other.1)
                } else {
                    format!("/?lang={}", other.1)
                },
                is_here: false,
                lang: Some(other.1),
            }),
            notices: done.collect(),
            ..Frame::default()
        }
    }

    const fn sent_nothing(&self) -> bool {
        matches!(self.sent, Sent::Nothing)
    }
}
