//! The replies of handlers, and their conversion to HTTP responses with security headers.

use super::spool::{Spool, Visitor};
use crate::view::to_json;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use std::io::{self, Write as _};
use std::sync::Arc;

/// The version of the JSON interface, sent with each of its replies.
pub const API_VERSION: &str = "1.0.0";

pub enum Reply {
    Page { status: StatusCode, file: Spool },
    Redirect { location: String, flash: Option<Flash> },
    Download { content_type: &'static str, file_name: String, file: Spool },
    Data { status: StatusCode, content_type: &'static str, content: Content, headers: Vec<(HeaderName, String)> },
}

/// A message that the next page shows once.
#[derive(Clone, Debug)]
pub struct Flash {
    pub text: String,
    /// The journal entry that the message is about. The next page links to it.
    pub entry: Option<i64>,
}

impl From<String> for Flash {
    fn from(text: String) -> Self {
        Self { text, entry: None }
    }
}

impl Flash {
    /// Converts the message to the value of a cookie.
    fn to_cookie_value(&self) -> String {
        let truncated: String = self.text.chars().take(600).collect();
        let text: String = form_urlencoded::byte_serialize(truncated.as_bytes()).collect();
        self.entry.map_or_else(|| text.clone(), |entry| format!("{text}&{entry}"))
    }

    /// Reads the value of a cookie; `None` if it has no text.
    pub fn from_cookie_value(value: &str) -> Option<Self> {
        let mut parts = form_urlencoded::parse(value.as_bytes()).map(|(part, _)| part);
        let text = parts.next().filter(|text| !text.is_empty())?.into_owned();
        Some(Self { text, entry: parts.next().and_then(|entry| entry.parse().ok()) })
    }
}

pub enum Content {
    /// Bytes that stay in memory until the client has read them. Use this only for short or static content, and
    /// `Spooled` for anything else.
    Bytes(Bytes),
    Spooled(Spool),
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<Spool> for Content {
    fn from(spool: Spool) -> Self {
        Self::Spooled(spool)
    }
}

fn set_security_headers(headers: &mut HeaderMap) {
    let security_headers = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in security_headers {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// The cookie that carries the outcome of a form to the next page.
pub const FLASH_COOKIE: &str = "ruimte-done";

/// The value of a `Set-Cookie` header, to which `BasePath` adds the path. `max_age` is in seconds; without it, the
/// cookie lasts until the browser is closed.
pub fn cookie(name: &str, value: &str, max_age: Option<u32>) -> String {
    let max_age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    format!("{name}={value}; HttpOnly; SameSite=Strict{max_age}")
}

/// Like [`cookie`], but browsers also send it when a link on another site leads here.
pub fn lasting_cookie(name: &str, value: &str, max_age: u32) -> String {
    format!("{name}={value}; HttpOnly; SameSite=Lax; Max-Age={max_age}")
}

impl Reply {
    pub const fn redirect(location: String) -> Self {
        Self::Redirect { location, flash: None }
    }

    /// Leads to another page, which shows a message.
    pub fn redirect_with(location: impl Into<String>, flash: impl Into<Flash>) -> Self {
        Self::Redirect { location: location.into(), flash: Some(flash.into()) }
    }

    /// A reply of the JSON interface.
    pub fn json(status: StatusCode, content: impl Into<Content>, more: Vec<(HeaderName, String)>) -> Self {
        Self::versioned(status, "application/json", content.into(), more)
    }

    /// An error reply of the JSON interface (RFC 9457), with the name of the HTTP status as its title.
    pub fn problem(status: StatusCode, detail: &str) -> Self {
        Self::titled_problem(status, status.canonical_reason().unwrap_or_default(), detail)
    }

    pub fn titled_problem(status: StatusCode, title: &str, detail: &str) -> Self {
        let body = serde_json::json!({
            "type": "about:blank",
            "title": title,
            "status": status.as_u16(),
            "detail": detail,
        });
        Self::versioned(status, "application/problem+json", to_json(&body).unwrap_or_default().into(), Vec::new())
    }

    fn versioned(
        status: StatusCode,
        content_type: &'static str,
        content: Content,
        mut headers: Vec<(HeaderName, String)>,
    ) -> Self {
        headers.insert(0, (HeaderName::from_static("api-version"), API_VERSION.to_owned()));
        Self::Data { status, content_type, content, headers }
    }

    /// Moves content of any length out of memory, because the client may be slow to read it.
    pub fn into_spooled(mut self, visitor: &Arc<Visitor>) -> io::Result<Self> {
        if let Self::Data { content, .. } = &mut self
            && let Content::Bytes(bytes) = content
        {
            let mut spool = Spool::new(visitor);
            spool.write_all(bytes)?;
            *content = Content::Spooled(spool);
        }
        Ok(self)
    }

    /// Whether this is a page that was found, rather than an error, a download, a redirect or data.
    pub const fn is_page(&self) -> bool {
        matches!(self, Self::Page { status: StatusCode::OK, .. })
    }

    /// `cookies` are the values of `Set-Cookie` headers.
    pub fn into_response(self, cookies: impl IntoIterator<Item = String>) -> Response<Body> {
        let mut response = self.build().unwrap_or_else(|_| {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        });
        set_security_headers(response.headers_mut());
        for cookie in cookies {
            if let Ok(value) = HeaderValue::try_from(cookie) {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
        }
        response
    }

    fn build(self) -> anyhow::Result<Response<Body>> {
        let response = Response::builder();
        Ok(match self {
            Self::Page { status, file } => response
                .status(status)
                .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
                .body(file.into_body()?)?,
            Self::Redirect { location, flash } => {
                let mut response = response.status(StatusCode::SEE_OTHER).header(header::LOCATION, location);
                if let Some(flash) = flash {
                    let cookie = cookie(FLASH_COOKIE, &flash.to_cookie_value(), Some(60));
                    response = response.header(header::SET_COOKIE, cookie);
                }
                response.body(Body::empty())?
            }
            Self::Download { content_type, file_name, file } => response
                .header(header::CONTENT_TYPE, content_type)
                .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file_name}\""))
                .body(file.into_body()?)?,
            Self::Data { status, content_type, content, headers } => {
                let body = match content {
                    Content::Bytes(bytes) => Body::from(bytes),
                    Content::Spooled(spool) => spool.into_body()?,
                };
                let response = response.status(status).header(header::CONTENT_TYPE, content_type);
                headers.into_iter().fold(response, |response, (name, value)| response.header(name, value)).body(body)?
            }
        })
    }
}
