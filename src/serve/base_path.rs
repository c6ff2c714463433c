//! The path below which a proxy offers the site, so that other sites can share the host name. Handlers and pages do not
//! know this path: this module removes it from requests and adds it to responses, and the template adds it to links.

use super::action::record_kinds;
use crate::failure::Failure;
use crate::i18n::site as messages;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, Uri, header};

/// First path segments of the routes. The routes that begin with the plural of a record kind, such as `obstacles`, are
/// not in this list.
const ROUTES: &[&str] = &[
    "search",
    "similar",
    "calendar",
    "feed",
    "count",
    "import",
    "reports",
    "reconcile",
    "history",
    "lists",
    "persons",
    "backup",
    "publish",
    "snapshots",
    "receipts",
    "help",
    "accessibility",
    "assets",
    "api",
];

/// A path such as `/ruimte`, without a final slash; empty if the site has no base path.
#[derive(Clone, Debug, Default)]
pub struct BasePath(String);

impl BasePath {
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let path = text.strip_suffix('/').unwrap_or(text);
        let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
        let is_segment = |segment: &str| !matches!(segment, "" | "." | "..") && segment.bytes().all(is_unreserved);
        if text == "/" {
            return Ok(Self::default());
        }
        let segments = path.strip_prefix('/').filter(|segments| segments.split('/').all(is_segment));
        let Some(segments) = segments else {
            return Err(Failure::usage(messages::not_a_base_path(text)));
        };
        // Reject a base path that begins like a route: we could not tell whether the proxy has already removed the base
        // path from a request.
        let first = segments.split('/').next().unwrap_or_default();
        if ROUTES.contains(&first) || record_kinds().any(|kind| kind.plural() == first) {
            return Err(Failure::usage(messages::base_path_in_use(text)));
        }
        Ok(Self(path.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns `path` with the base path in front, as browsers request it.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// Removes the base path from the URI of a request. Does nothing if the proxy has already removed the base path.
    pub fn strip(&self, uri: &mut Uri) {
        let Some(rest) = uri.path().strip_prefix(&self.0) else { return };
        if self.0.is_empty() || !(rest.is_empty() || rest.starts_with('/')) {
            return;
        }
        let path = if rest.is_empty() { "/" } else { rest };
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let mut parts = uri.clone().into_parts();
        parts.path_and_query = PathAndQuery::try_from(format!("{path}{query}")).ok();
        if let Ok(stripped) = Uri::from_parts(parts) {
            *uri = stripped;
        }
    }

    /// Adds the base path to the address of a redirect, and limits cookies to the pages below the base path.
    pub fn apply(&self, headers: &mut HeaderMap) {
        let location = headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
        if let Some(Ok(url)) = location.map(|path| HeaderValue::try_from(self.url(path))) {
            headers.insert(header::LOCATION, url);
        }
        let cookie_path = if self.0.is_empty() { "/" } else { &self.0 };
        let cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
        headers.remove(header::SET_COOKIE);
        for cookie in cookies {
            let cookie = [cookie.as_bytes(), b"; Path=", cookie_path.as_bytes()].concat();
            if let Ok(cookie) = HeaderValue::from_bytes(&cookie) {
                headers.append(header::SET_COOKIE, cookie);
            }
        }
    }
}
