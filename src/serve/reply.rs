//! The replies of handlers, and their conversion to HTTP responses with security headers.

use crate::view::to_json;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use hyper::body::{Bytes, Frame, SizeHint};
use std::io::{Read, Seek};
use std::pin::Pin;
use std::task::{Context, Poll};
use tempfile::SpooledTempFile;

/// Replies larger than this are spooled to a file, because a reply in memory stays there until a slow client has read
/// it.
const SPOOL_MEMORY_BYTES: usize = 1 << 17;
const CHUNK_BYTES: usize = 1 << 16;
/// The version of the JSON interface, sent with each of its replies.
pub const API_VERSION: &str = "1.0.0";

pub enum Reply {
    Page {
        status: StatusCode,
        file: SpooledTempFile,
    },
    /// `flash` is a message that the next page shows once.
    Redirect {
        location: String,
        flash: Option<String>,
    },
    Download {
        content_type: &'static str,
        file_name: String,
        file: SpooledTempFile,
    },
    Data {
        status: StatusCode,
        content_type: &'static str,
        body: Vec<u8>,
        headers: Vec<(HeaderName, String)>,
    },
}

/// Creates a buffer for a whole reply. The register can then be closed before a slow client has received the reply.
pub fn spool_file() -> SpooledTempFile {
    tempfile::spooled_tempfile(SPOOL_MEMORY_BYTES)
}

struct SpooledBody {
    file: SpooledTempFile,
    remaining: u64,
}

impl hyper::body::Body for SpooledBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let mut chunk = vec![0; CHUNK_BYTES];
        // Reading blocks the async runtime, but only briefly: the file is local and was written just now.
        Poll::Ready(match self.file.read(&mut chunk) {
            Ok(0) => None,
            Ok(read) => {
                chunk.truncate(read);
                self.remaining = self.remaining.saturating_sub(read as u64);
                Some(Ok(Frame::data(chunk.into())))
            }
            Err(error) => Some(Err(error)),
        })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.remaining)
    }
}

fn spooled_body(mut file: SpooledTempFile) -> std::io::Result<Body> {
    let remaining = file.stream_position()?;
    file.rewind()?;
    Ok(Body::new(SpooledBody { file, remaining }))
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

/// `max_age` is in seconds; without it, the cookie lasts until the browser is closed.
pub fn cookie(name: &str, value: &str, max_age: Option<u32>) -> String {
    let max_age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{max_age}")
}

impl Reply {
    pub const fn redirect(location: String) -> Self {
        Self::Redirect { location, flash: None }
    }

    /// A reply of the JSON interface.
    pub fn json(status: StatusCode, body: Vec<u8>, more: Vec<(HeaderName, String)>) -> Self {
        Self::versioned(status, "application/json", body, more)
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
        Self::versioned(status, "application/problem+json", to_json(&body).unwrap_or_default(), Vec::new())
    }

    fn versioned(
        status: StatusCode,
        content_type: &'static str,
        body: Vec<u8>,
        mut headers: Vec<(HeaderName, String)>,
    ) -> Self {
        headers.insert(0, (HeaderName::from_static("api-version"), API_VERSION.to_owned()));
        Self::Data { status, content_type, body, headers }
    }

    /// If `clears_flash`, the response removes the cookie with the flash message, because the page shows that message.
    pub fn into_response(self, clears_flash: bool) -> Response<Body> {
        let mut response = self.build().unwrap_or_else(|_| {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        });
        set_security_headers(response.headers_mut());
        if clears_flash && let Ok(value) = HeaderValue::try_from(cookie(FLASH_COOKIE, "", Some(0))) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        response
    }

    fn build(self) -> anyhow::Result<Response<Body>> {
        let response = Response::builder();
        Ok(match self {
            Self::Page { status, file } => response
                .status(status)
                .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
                .body(spooled_body(file)?)?,
            Self::Redirect { location, flash } => {
                let mut response = response.status(StatusCode::SEE_OTHER).header(header::LOCATION, location);
                if let Some(flash) = flash {
                    let truncated: String = flash.chars().take(600).collect();
                    let value: String = form_urlencoded::byte_serialize(truncated.as_bytes()).collect();
                    response = response.header(header::SET_COOKIE, cookie(FLASH_COOKIE, &value, Some(60)));
                }
                response.body(Body::empty())?
            }
            Self::Download { content_type, file_name, file } => response
                .header(header::CONTENT_TYPE, content_type)
                .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file_name}\""))
                .body(spooled_body(file)?)?,
            Self::Data { status, content_type, body, headers } => {
                let response = response.status(status).header(header::CONTENT_TYPE, content_type);
                headers
                    .into_iter()
                    .fold(response, |response, (name, value)| response.header(name, value))
                    .body(Body::from(body))?
            }
        })
    }
}
