//! Receives the body of a write, and checks that the write comes from one of our own pages or from a program with the
//! key. A body is kept in a [`Spool`] until it is parsed, because the bodies of many waiting requests would fill the
//! memory.

use super::auth::{Denial, WriteCheck};
use super::multipart::{self, Multipart};
use super::rejection::Rejection;
use super::request_context::{Payload, RequestContext, RequestFiles, values_of};
use super::spool::Spool;
use crate::i18n::{Label, site as messages};
use anyhow::Result;
use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::BodyExt;
use percent_encoding::percent_decode;
use std::io::Write;
use std::time::Duration;

const MAX_BODY_BYTES: u64 = 1 << 20;
/// Limit on the number of values in a body. The limit on bytes is not enough, because a parsed value takes up to a
/// hundred times as much memory as its text.
const MAX_VALUES: usize = 5_000;
const BODY_READ_TIMEOUT: Duration = Duration::from_secs(20);

fn deny(request: &RequestContext, status: StatusCode, detail: Label) -> Denial {
    Denial::Rejected(Rejection { title: messages::NOT_ALLOWED, ..Rejection::of(request, status, detail) })
}

/// The body of a write before it is accepted.
pub enum ReceivedBody {
    Spooled(Spool),
    Multipart(Multipart),
}

/// Receives a body. If `takes_files`, it may also be a form with files, which can be larger than other bodies.
pub async fn receive(
    request: &RequestContext,
    check: &WriteCheck,
    takes_files: bool,
    body: Body,
) -> Result<ReceivedBody, Denial> {
    let boundary = multipart::boundary(&check.content_type).filter(|_| takes_files);
    let received = if let Some(boundary) = boundary {
        multipart::receive(body, boundary, &request.visitor).await.map(ReceivedBody::Multipart)
    } else {
        let reading = tokio::time::timeout(BODY_READ_TIMEOUT, read(request, body));
        let timed_out = |_| Err(StatusCode::REQUEST_TIMEOUT);
        reading.await.unwrap_or_else(timed_out).map(ReceivedBody::Spooled)
    };
    received.map_err(|status| {
        let detail = match status {
            StatusCode::PAYLOAD_TOO_LARGE => messages::TOO_LARGE,
            StatusCode::INSUFFICIENT_STORAGE => messages::TOO_BUSY,
            _ => messages::UNREADABLE_REQUEST,
        };
        deny(request, status, detail)
    })
}

async fn read(request: &RequestContext, mut body: Body) -> Result<Spool, StatusCode> {
    let mut spool = Spool::new(&request.visitor);
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
        let Ok(bytes) = frame.into_data() else { continue };
        if spool.len().saturating_add(bytes.len() as u64) > MAX_BODY_BYTES {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        spool.write_all(&bytes).map_err(|_| StatusCode::INSUFFICIENT_STORAGE)?;
    }
    Ok(spool)
}

/// Estimates the number of values in a JSON text: counts the commas and opening brackets outside its strings.
fn json_values(json: &[u8]) -> usize {
    let (mut count, mut in_string, mut is_escaped) = (0_usize, false, false);
    for byte in json {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b',' | b'[' | b'{' if !in_string => count = count.saturating_add(1),
            _ => {}
        }
    }
    count
}

impl WriteCheck {
    /// Parses the body into `request`. If a form from a page has no valid CSRF token, it is marked as stale, so that
    /// the page can show it again. Any other write without a valid token or key is denied.
    pub fn accept(&self, body: ReceivedBody, request: &mut RequestContext) -> Result<(), Denial> {
        let payload = match body {
            ReceivedBody::Spooled(spool) => self.parse(spool, request)?,
            ReceivedBody::Multipart(Multipart { fields, files, is_too_large }) => {
                request.files = RequestFiles { all: files, is_too_large };
                Payload::Form(fields)
            }
        };
        let form_token = match &payload {
            Payload::Form(pairs) => values_of(pairs, "csrf").last(),
            _ => None,
        };
        let token = self.token.as_deref().or(form_token);
        let is_trusted = self.is_bearer || token.is_some_and(|text| request.state.is_csrf_token(&request.name, text));
        let can_be_shown_again = matches!(payload, Payload::Form(_)) && !request.path.starts_with("/api/");
        if !is_trusted && !can_be_shown_again {
            let detail = messages::CROSS_ORIGIN;
            return Err(deny(request, StatusCode::FORBIDDEN, detail));
        }
        request.is_stale_form = !is_trusted;
        request.payload = payload;
        Ok(())
    }

    fn parse(&self, body: Spool, request: &RequestContext) -> Result<Payload, Denial> {
        let unreadable = |status| deny(request, status, messages::UNREADABLE_REQUEST);
        let bytes = body.read_all().map_err(|_| deny(request, StatusCode::INSUFFICIENT_STORAGE, messages::TOO_BUSY))?;
        let media_type = self.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_form = media_type == "application/x-www-form-urlencoded";
        let count = if is_form { bytes.split(|byte| *byte == b'&').count() } else { json_values(&bytes) };
        if count > MAX_VALUES {
            return Err(deny(request, StatusCode::PAYLOAD_TOO_LARGE, messages::TOO_LARGE));
        }
        Ok(match &*media_type {
            _ if is_form => {
                // Refuse a form that is not UTF-8: our pages are UTF-8, and browsers submit a form in the encoding of
                // its page.
                if percent_decode(&bytes).decode_utf8().is_err() {
                    return Err(unreadable(StatusCode::BAD_REQUEST));
                }
                Payload::Form(form_urlencoded::parse(&bytes).into_owned().collect())
            }
            "application/json" | "application/merge-patch+json" => {
                // Skip a byte-order mark, because some editors add one to files, and a program may send such a file.
                let json = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
                serde_json::from_slice(json).map(Payload::Json).map_err(|_| unreadable(StatusCode::BAD_REQUEST))?
            }
            "" if bytes.is_empty() => Payload::Empty,
            _ => return Err(unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE)),
        })
    }
}
