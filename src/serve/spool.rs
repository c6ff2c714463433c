//! Temporary files for request bodies and replies. A reply is written completely before it is sent, so that a slow
//! client never keeps the register locked. Each visitor has a limited share of the temporary folder.

use hyper::body::{Bytes, Frame, SizeHint};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use tempfile::SpooledTempFile;

/// A body up to this size stays in memory. The limit is small, because each connection can have a body in memory.
const MAX_MEMORY_BYTES: u64 = 1 << 15;
const CHUNK_BYTES: usize = 1 << 14;
/// Limits on the bytes in temporary files: for one visitor, and for all visitors together.
pub const MAX_VISITOR_BYTES: u64 = 1 << 30;
const MAX_TOTAL_BYTES: u64 = 4 << 30;

/// A person or program that uses the server, identified by the name with which they signed in.
pub struct Visitor {
    pub name: Arc<str>,
    spooled: AtomicU64,
    total: Arc<AtomicU64>,
}

impl Visitor {
    /// Counts `bytes` towards the limits on temporary files. Fails if the total would exceed a limit.
    fn reserve(&self, bytes: u64) -> io::Result<()> {
        let limits = [(&self.spooled, MAX_VISITOR_BYTES), (&*self.total, MAX_TOTAL_BYTES)];
        let is_free = |(used, limit): &(&AtomicU64, u64)| used.load(Ordering::Relaxed).saturating_add(bytes) <= *limit;
        if !limits.iter().all(is_free) {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        for (used, _) in limits {
            used.fetch_add(bytes, Ordering::Relaxed);
        }
        Ok(())
    }

    fn release(&self, bytes: u64) {
        for used in [&self.spooled, &*self.total] {
            used.fetch_sub(bytes, Ordering::Relaxed);
        }
    }
}

/// The visitors who have requests in progress.
#[derive(Default)]
pub struct Visitors {
    by_name: Mutex<HashMap<Arc<str>, Weak<Visitor>>>,
    total: Arc<AtomicU64>,
}

impl Visitors {
    pub fn get(&self, name: &str) -> Arc<Visitor> {
        let mut by_name = self.by_name.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(visitor) = by_name.get(name).and_then(Weak::upgrade) {
            return visitor;
        }
        by_name.retain(|_, visitor| visitor.strong_count() > 0);
        let name: Arc<str> = name.into();
        let visitor = Visitor { name: Arc::clone(&name), spooled: AtomicU64::new(0), total: Arc::clone(&self.total) };
        let visitor = Arc::new(visitor);
        by_name.insert(name, Arc::downgrade(&visitor));
        visitor
    }
}

/// A visitor's claim on room for temporary files, which ends when it is dropped.
pub struct Reservation {
    visitor: Arc<Visitor>,
    bytes: u64,
}

impl Reservation {
    pub fn new(visitor: &Arc<Visitor>, bytes: u64) -> io::Result<Self> {
        let mut reservation = Self { visitor: Arc::clone(visitor), bytes: 0 };
        reservation.grow_to(bytes)?;
        Ok(reservation)
    }

    /// Claims more room; does nothing if the claim is already that large.
    pub fn grow_to(&mut self, bytes: u64) -> io::Result<()> {
        self.visitor.reserve(bytes.saturating_sub(self.bytes))?;
        self.bytes = self.bytes.max(bytes);
        Ok(())
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        self.visitor.release(self.bytes);
    }
}

enum Storage {
    Spooled(SpooledTempFile),
    File(File),
}

impl Storage {
    fn as_file(&mut self) -> &mut dyn ReadWriteSeek {
        match self {
            Self::Spooled(file) => file,
            Self::File(file) => file,
        }
    }
}

trait ReadWriteSeek: Read + Write + Seek {}

impl<T: Read + Write + Seek> ReadWriteSeek for T {}

/// A body in memory or, if it is long, in a temporary file without a name.
pub struct Spool {
    storage: Storage,
    length: u64,
    reservation: Reservation,
}

impl Spool {
    pub fn new(visitor: &Arc<Visitor>) -> Self {
        let file = SpooledTempFile::new(usize::try_from(MAX_MEMORY_BYTES).unwrap_or_default());
        let reservation = Reservation { visitor: Arc::clone(visitor), bytes: 0 };
        Self { storage: Storage::Spooled(file), length: 0, reservation }
    }

    /// Takes over a file of which the name is removed, so that it disappears when it has been sent.
    pub fn from_file(file: File, mut reservation: Reservation) -> io::Result<Self> {
        let length = file.metadata()?.len();
        reservation.grow_to(length)?;
        Ok(Self { storage: Storage::File(file), length, reservation })
    }

    pub const fn len(&self) -> u64 {
        self.length
    }

    pub fn read_all(mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = self.storage.as_file();
        file.rewind()?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    pub fn into_body(mut self) -> io::Result<axum::body::Body> {
        self.storage.as_file().seek(SeekFrom::Start(0))?;
        let remaining = self.length;
        Ok(axum::body::Body::new(SpooledBody { spool: self, remaining }))
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.length.saturating_add(bytes.len() as u64);
        if length > MAX_MEMORY_BYTES {
            self.reservation.grow_to(length)?;
        }
        // Report every failure to create or extend the temporary file as a full disk, which is the likely cause.
        let written = self.storage.as_file().write(bytes).map_err(|_| io::ErrorKind::StorageFull)?;
        self.length = self.length.saturating_add(written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.storage.as_file().flush()
    }
}

struct SpooledBody {
    spool: Spool,
    remaining: u64,
}

impl hyper::body::Body for SpooledBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let mut chunk = vec![0; CHUNK_BYTES];
        // Reading blocks the async runtime, but only briefly: the file is local and was written just now.
        Poll::Ready(match self.spool.storage.as_file().read(&mut chunk) {
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_has_a_limited_share_until_the_files_are_gone() {
        let visitors = Visitors::default();
        let visitor = visitors.get("one");
        let mut spool = Spool::new(&visitor);
        spool.write_all(&vec![b'a'; 100_000]).unwrap();
        assert_eq!(visitor.spooled.load(Ordering::Relaxed), 100_000);
        let full = visitor.reserve(MAX_VISITOR_BYTES).unwrap_err();
        assert_eq!(full.kind(), io::ErrorKind::QuotaExceeded);
        visitor.reserve(MAX_VISITOR_BYTES - 100_000).unwrap();
        assert_eq!(spool.write(b"b").unwrap_err().kind(), io::ErrorKind::QuotaExceeded);
        // Another visitor can still use a full share of the temporary folder.
        visitors.get("two").reserve(MAX_VISITOR_BYTES).unwrap();
        visitor.release(MAX_VISITOR_BYTES - 100_000);
        drop(spool);
        assert_eq!(visitors.get("one").spooled.load(Ordering::Relaxed), 0);
        assert_eq!(visitors.total.load(Ordering::Relaxed), MAX_VISITOR_BYTES);
    }
}
