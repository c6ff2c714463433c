//! Answers: what goes back, with what every answer says to a browser.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use hyper::body::{Bytes, Frame, SizeHint};
use std::io::Read;
use std::pin::Pin;
use std::task::{Context, Poll};
use tempfile::SpooledTempFile;

/// So many bytes of an answer are kept in memory; more stand in a file without a name. All who read nothing together hold no
/// more than that for each connection.
pub const SPOOL_MEMORY_BYTES: usize = 1 << 17;
/// So many bytes are handed over at a time.
const CHUNK_BYTES: usize = 1 << 16;

/// An answer.
pub enum Reply {
    /// A page.
    Page(StatusCode, SpooledTempFile),
    /// Another page, and what was done.
    Redirect(String, Option<String>),
    /// A file: its type, its name, and what is in it.
    File(&'static str, String, SpooledTempFile),
    /// For another program: the type, what is in it, and headers.
    Data(StatusCode, &'static str, Vec<u8>, Vec<(HeaderName, String)>),
}

/// What was written, from its beginning, a piece at a time.
struct SpooledBody {
    file: SpooledTempFile,
    remaining: u64,
}

impl hyper::body::Body for SpooledBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let mut chunk = vec![0; CHUNK_BYTES];
        // A file of this program's own, written just now: it is at hand.
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
    use std::io::Seek;
    let remaining = file.stream_position()?;
    file.rewind()?;
    Ok(Body::new(SpooledBody { file, remaining }))
}

/// What every answer says: it is for this page alone, nothing of it runs that is not ours, and nobody keeps it.
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

/// The name of the cookie that tells the next page what was done.
pub const FLASH_COOKIE: &str = "ruimte-done";

/// A cookie for these pages alone.
pub fn cookie(name: &str, value: &str, seconds: u32) -> String {
    let age = if seconds == u32::MAX { String::new() } else { format!("; Max-Age={seconds}") };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{age}")
}

impl Reply {
    /// As it is sent; `clears_flash` takes the cookie away that told what was done.
    pub fn into_response(self, clears_flash: bool) -> Response<Body> {
        let result = self.build();
        let mut response = result.unwrap_or_else(|_| {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        });
        set_security_headers(response.headers_mut());
        if clears_flash && let Ok(value) = HeaderValue::try_from(cookie(FLASH_COOKIE, "", 0)) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        response
    }

    fn build(self) -> anyhow::Result<Response<Body>> {
        let response = Response::builder();
        Ok(match self {
            Self::Page(status, file) => response
                .status(status)
                .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
                .body(spooled_body(file)?)?,
            Self::Redirect(location, flash) => {
                let mut response = response.status(StatusCode::SEE_OTHER).header(header::LOCATION, location);
                if let Some(flash) = flash {
                    let truncated: String = flash.chars().take(600).collect();
                    let value: String = form_urlencoded::byte_serialize(truncated.as_bytes()).collect();
                    response = response.header(header::SET_COOKIE, cookie(FLASH_COOKIE, &value, 60));
                }
                response.body(Body::empty())?
            }
            Self::File(content_type, name, file) => response
                .header(header::CONTENT_TYPE, content_type)
                .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))
                .body(spooled_body(file)?)?,
            Self::Data(status, content_type, bytes, headers) => {
                let mut response = response.status(status).header(header::CONTENT_TYPE, content_type);
                for (name, value) in headers {
                    response = response.header(name, value);
                }
                response.body(Body::from(bytes))?
            }
        })
    }
}
