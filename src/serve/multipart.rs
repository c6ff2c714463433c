//! Receives forms with files. Files go to the disk while they arrive; no more than a piece of the form is in memory.

use super::request_context::Pairs;
use super::spool::Visitor;
use super::uploads::UploadedFile;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use hyper::body::{Body as HttpBody, Frame};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

/// Limit on the bytes of a file.
pub const MAX_FILE_BYTES: u64 = 25 << 20;
/// Limit on the bytes of the fields that are not files, all together.
const MAX_FIELD_BYTES: usize = 1 << 20;
const MAX_PARTS: usize = 20;
/// The server reads and discards at most this many bytes of a form that is too large. Without this, the browser could not
/// finish sending the form, and would not show the reply.
const MAX_DISCARDED_BYTES: u64 = 100 << 20;
/// Limit on the bytes that the parser may take before it returns something. It reads as much as there is, and keeps all
/// of the headers of a part in memory.
const MAX_BUFFERED_BYTES: usize = 256 << 10;
/// The time to receive a form: enough for 25 MB over a slow line.
const READ_TIMEOUT: Duration = Duration::from_mins(5);

/// The fields and files of a form with the type `multipart/form-data`.
#[derive(Default)]
pub struct Multipart {
    pub fields: Pairs,
    /// The files, by the name of their field.
    pub files: Vec<(String, Arc<UploadedFile>)>,
    /// Whether the form is larger than the server accepts. If so, it has no files.
    pub is_too_large: bool,
}

/// Returns the boundary between the parts if the content type is that of a form with files.
pub fn boundary(content_type: &str) -> Option<String> {
    multer::parse_boundary(content_type).ok()
}

pub async fn receive(body: Body, boundary: String, visitor: &Arc<Visitor>) -> Result<Multipart, StatusCode> {
    let reading = tokio::time::timeout(READ_TIMEOUT, read(body, boundary, visitor));
    reading.await.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT))
}

async fn read(body: Body, boundary: String, visitor: &Arc<Visitor>) -> Result<Multipart, StatusCode> {
    let taken = Arc::new(AtomicUsize::new(0));
    let body = Body::new(MeteredBody { body, taken: Arc::clone(&taken), is_resting: false });
    let mut parser = multer::Multipart::new(body.into_data_stream(), boundary);
    let unreadable = |_| StatusCode::BAD_REQUEST;
    let mut form = Multipart::default();
    let (mut field_bytes, mut discarded) = (0_usize, 0_u64);
    for part in 0.. {
        taken.store(0, Ordering::Relaxed);
        let Some(mut field) = parser.next_field().await.map_err(unreadable)? else { break };
        if part >= MAX_PARTS {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        let name = field.name().unwrap_or_default().to_owned();
        // A browser sends a part for a file that was not chosen too, with an empty name.
        let mut file = match field.file_name().map(str::to_owned) {
            Some(file_name) => Some(UploadedFile::create(&file_name, visitor).map_err(no_room)?),
            None => None,
        };
        let mut text = Vec::new();
        while let Some(bytes) = field.chunk().await.map_err(unreadable)? {
            taken.store(0, Ordering::Relaxed);
            form.is_too_large |= if let Some(file) = &file {
                file.len().saturating_add(bytes.len() as u64) > MAX_FILE_BYTES
            } else {
                field_bytes = field_bytes.saturating_add(bytes.len());
                field_bytes > MAX_FIELD_BYTES
            };
            if form.is_too_large {
                form.files.clear();
                (file, text) = (None, Vec::new());
                discarded = discarded.saturating_add(bytes.len() as u64);
                if discarded > MAX_DISCARDED_BYTES {
                    return Err(StatusCode::PAYLOAD_TOO_LARGE);
                }
                continue;
            }
            match &mut file {
                Some(file) => file.append(&bytes).map_err(no_room)?,
                None => text.extend_from_slice(&bytes),
            }
        }
        match file {
            Some(file) if file.len() > 0 => form.files.push((name, Arc::new(file))),
            Some(_) => {}
            None => form.fields.push((name, String::from_utf8(text).map_err(|_| StatusCode::BAD_REQUEST)?)),
        }
    }
    Ok(form)
}

fn no_room(_: std::io::Error) -> StatusCode {
    StatusCode::INSUFFICIENT_STORAGE
}

/// Hands a body to the parser piece by piece. The parser asks for more until there is none at the moment, and keeps it
/// all in memory; so this body says after each piece that there is none.
struct MeteredBody {
    body: Body,
    /// The bytes that the parser took since it last returned something.
    taken: Arc<AtomicUsize>,
    is_resting: bool,
}

impl HttpBody for MeteredBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        if std::mem::take(&mut self.is_resting) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            self.is_resting = true;
            let length = frame.data_ref().map_or(0, Bytes::len);
            let taken = self.taken.fetch_add(length, Ordering::Relaxed);
            // One piece may be long; what counts is that the parser takes piece after piece.
            if taken > MAX_BUFFERED_BYTES {
                return Poll::Ready(Some(Err(axum::Error::new(std::io::Error::from(std::io::ErrorKind::InvalidData)))));
            }
        }
        polled
    }
}
