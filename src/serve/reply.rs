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
pub const IN_MEMORY: usize = 1 << 17;
/// So many bytes are handed over at a time.
const PIECE: usize = 1 << 16;

/// An answer.
pub enum Answer {
    /// A page.
    Page(StatusCode, SpooledTempFile),
    /// Another page, and what was done.
    See(String, Option<String>),
    /// A file: its type, its name, and what is in it.
    File(&'static str, String, SpooledTempFile),
    /// For another program: the type, what is in it, and headers.
    Data(StatusCode, &'static str, Vec<u8>, Vec<(HeaderName, String)>),
}

/// What was written, from its beginning, a piece at a time.
struct Spooled {
    file: SpooledTempFile,
    left: u64,
}

impl hyper::body::Body for Spooled {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let mut piece = vec![0; PIECE];
        // A file of this program's own, written just now: it is at hand.
        Poll::Ready(match self.file.read(&mut piece) {
            Ok(0) => None,
            Ok(read) => {
                piece.truncate(read);
                self.left = self.left.saturating_sub(read as u64);
                Some(Ok(Frame::data(piece.into())))
            }
            Err(error) => Some(Err(error)),
        })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

fn spooled(mut file: SpooledTempFile) -> std::io::Result<Body> {
    use std::io::Seek;
    let left = file.stream_position()?;
    file.rewind()?;
    Ok(Body::new(Spooled { file, left }))
}

/// What every answer says: it is for this page alone, nothing of it runs that is not ours, and nobody keeps it.
fn guarded(headers: &mut HeaderMap) {
    let said = [
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
    for (name, value) in said {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// The name of the cookie that tells the next page what was done.
pub const DONE: &str = "ruimte-done";

/// A cookie for these pages alone.
pub fn cookie(name: &str, value: &str, seconds: u32) -> String {
    let age = if seconds == u32::MAX { String::new() } else { format!("; Max-Age={seconds}") };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{age}")
}

impl Answer {
    /// As it is sent; `clears` takes the cookie away that told what was done.
    pub fn into_response(self, clears: bool) -> Response<Body> {
        let made = self.response();
        let mut response = made.unwrap_or_else(|_| {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        });
        guarded(response.headers_mut());
        if clears && let Ok(value) = HeaderValue::try_from(cookie(DONE, "", 0)) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        response
    }

    fn response(self) -> anyhow::Result<Response<Body>> {
        let response = Response::builder();
        Ok(match self {
            Self::Page(status, file) => response
                .status(status)
                .header(header::CONTENT_TYPE, "text/html; charset=utf-8")
                .body(spooled(file)?)?,
            Self::See(to, done) => {
                let mut response = response.status(StatusCode::SEE_OTHER).header(header::LOCATION, to);
                if let Some(done) = done {
                    let short: String = done.chars().take(600).collect();
                    let value: String = form_urlencoded::byte_serialize(short.as_bytes()).collect();
                    response = response.header(header::SET_COOKIE, cookie(DONE, &value, 60));
                }
                response.body(Body::empty())?
            }
            Self::File(kind, name, file) => response
                .header(header::CONTENT_TYPE, kind)
                .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))
                .body(spooled(file)?)?,
            Self::Data(status, kind, bytes, headers) => {
                let mut response = response.status(status).header(header::CONTENT_TYPE, kind);
                for (name, value) in headers {
                    response = response.header(name, value);
                }
                response.body(Body::from(bytes))?
            }
        })
    }
}
