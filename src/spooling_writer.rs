//! Writes output without waiting long for a slow reader, such as a pager that was left open. A command that reads keeps
//! the register locked, so a long wait would block commands that change the register. Short output is held back until
//! the command is done. Longer output is written by a separate thread, and spilled to disk if the reader is too slow.

use crate::atomic_file;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Size of the chunks that are passed to the writer thread. Shorter output is written when the command is done.
const CHUNK_BYTES: usize = 1 << 16;
/// Limit on the bytes that are queued in memory for a slow reader.
const MAX_QUEUED_BYTES: usize = 1 << 20;
/// Total time to block on a slow reader. We hold the read lock meanwhile. A writer gives up after 5 s and reports that
/// the register is busy, so this timeout must be much shorter.
pub const READER_TIMEOUT: Duration = Duration::from_millis(300);

enum Chunk {
    Memory(Vec<u8>),
    /// Length of a chunk in the spill file. The file contains the spilled chunks in order, without gaps.
    Spilled(u64),
}

struct State {
    /// None while a thread is writing: the thread takes the output out of this field and puts it back afterwards.
    out: Option<Box<dyn Write + Send>>,
    chunks: VecDeque<Chunk>,
    queued_bytes: usize,
    spill_file: Option<File>,
    spilled_bytes: u64,
    unspilled_bytes: u64,
    /// Whether the last chunk has been queued.
    is_closed: bool,
    error: Option<io::Error>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct Inner {
    buffer: Vec<u8>,
    /// Remaining time to wait for a slow reader; None to wait indefinitely.
    reader_timeout: Option<Duration>,
    writer_thread: Option<JoinHandle<()>>,
}

pub struct SpoolingWriter {
    inner: RefCell<Inner>,
    shared: Arc<Shared>,
}

impl SpoolingWriter {
    /// `reader_timeout` is the total time to wait for a slow reader. After that time, rows are spilled to a temporary
    /// file until the disk is full. Without a timeout, as for a regular file, rows are written as soon as they are
    /// flushed.
    pub fn new(out: impl Write + Send + 'static, reader_timeout: Option<Duration>) -> Self {
        let state = State {
            out: Some(Box::new(out)),
            chunks: VecDeque::new(),
            queued_bytes: 0,
            spill_file: None,
            spilled_bytes: 0,
            unspilled_bytes: 0,
            is_closed: false,
            error: None,
        };
        let inner = Inner { buffer: Vec::new(), reader_timeout, writer_thread: None };
        let shared = Shared { state: Mutex::new(state), changed: Condvar::new() };
        Self { inner: RefCell::new(inner), shared: Arc::new(shared) }
    }

    /// Blocks until everything is written. The caller should therefore release the register first.
    pub fn finish(&self) -> io::Result<()> {
        let mut inner = self.inner.borrow_mut();
        let mut state = lock(&self.shared.state);
        state.push(std::mem::take(&mut inner.buffer));
        state.is_closed = true;
        drop(state);
        self.shared.changed.notify_all();
        match inner.writer_thread.take() {
            None => self.shared.drain(false),
            // Ignore the result of `join`: the writer thread does not panic, and write errors are in the shared state.
            Some(writer_thread) => drop(writer_thread.join()),
        }
        lock(&self.shared.state).check_error()
    }
}

impl Write for &SpoolingWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut inner = self.inner.borrow_mut();
        if inner.buffer.len().saturating_add(bytes.len()) > CHUNK_BYTES && !inner.buffer.is_empty() {
            let chunk = std::mem::replace(&mut inner.buffer, Vec::with_capacity(CHUNK_BYTES));
            inner.enqueue(chunk, &self.shared)?;
        }
        inner.buffer.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut inner = self.inner.borrow_mut();
        if inner.reader_timeout.is_some() || inner.writer_thread.is_some() {
            return Ok(());
        }
        lock(&self.shared.state).push(std::mem::take(&mut inner.buffer));
        self.shared.drain(false);
        lock(&self.shared.state).check_error()
    }
}

impl Inner {
    /// Passes a chunk to the writer thread. If the queue is full, waits for the reader or spills the chunk to disk.
    fn enqueue(&mut self, chunk: Vec<u8>, shared: &Arc<Shared>) -> io::Result<()> {
        if self.writer_thread.is_none() {
            let shared = Arc::clone(shared);
            self.writer_thread = std::thread::Builder::new().spawn(move || shared.drain(true)).ok();
        }
        let mut state = lock(&shared.state);
        while state.queued_bytes >= MAX_QUEUED_BYTES && state.error.is_none() {
            let remaining = self.reader_timeout.filter(|_| self.writer_thread.is_some());
            if let Some(remaining) = remaining.filter(|remaining| !remaining.is_zero()) {
                let started = Instant::now();
                (state, _) = shared.changed.wait_timeout(state, remaining).unwrap_or_else(PoisonError::into_inner);
                self.reader_timeout = Some(remaining.saturating_sub(started.elapsed()));
            } else if self.reader_timeout.is_some() && state.spill(&chunk) {
                shared.changed.notify_all();
                return Ok(());
            } else if self.writer_thread.is_some() {
                // Spilling failed, probably because the disk is full. Wait for the reader without a timeout.
                self.reader_timeout = None;
                state = shared.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            } else {
                // The system could not start a writer thread, so write on this thread.
                drop(state);
                shared.drain(false);
                state = lock(&shared.state);
            }
        }
        state.push(chunk);
        shared.changed.notify_all();
        state.check_error()
    }
}

impl State {
    fn push(&mut self, chunk: Vec<u8>) {
        if !chunk.is_empty() {
            self.queued_bytes = self.queued_bytes.saturating_add(chunk.len());
            self.chunks.push_back(Chunk::Memory(chunk));
        }
    }

    /// Appends a chunk to the spill file, and returns whether that succeeded.
    fn spill(&mut self, chunk: &[u8]) -> bool {
        if self.spill_file.is_none() {
            self.spill_file = atomic_file::temp_file().ok();
        }
        let Some(file) = self.spill_file.as_mut() else { return false };
        if file.seek(SeekFrom::Start(self.spilled_bytes)).and_then(|_| file.write_all(chunk)).is_err() {
            return false;
        }
        let length = chunk.len() as u64;
        self.spilled_bytes = self.spilled_bytes.saturating_add(length);
        match self.chunks.back_mut() {
            Some(Chunk::Spilled(before)) => *before = before.saturating_add(length),
            _ => self.chunks.push_back(Chunk::Spilled(length)),
        }
        true
    }

    /// Returns the next bytes to write. None if the queue is empty or an error has occurred.
    fn next_bytes(&mut self) -> io::Result<Option<Vec<u8>>> {
        if self.error.is_some() {
            self.chunks.clear();
        }
        let length = match self.chunks.pop_front() {
            None => return Ok(None),
            Some(Chunk::Memory(bytes)) => {
                self.queued_bytes = self.queued_bytes.saturating_sub(bytes.len());
                return Ok(Some(bytes));
            }
            Some(Chunk::Spilled(length)) => length,
        };
        let mut bytes = Vec::with_capacity(CHUNK_BYTES);
        if let Some(file) = self.spill_file.as_mut() {
            file.seek(SeekFrom::Start(self.unspilled_bytes))?;
            file.take(length.min(CHUNK_BYTES as u64)).read_to_end(&mut bytes)?;
        }
        let read = bytes.len() as u64;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.unspilled_bytes = self.unspilled_bytes.saturating_add(read);
        if let Some(rest) = length.checked_sub(read).filter(|rest| *rest > 0) {
            self.chunks.push_front(Chunk::Spilled(rest));
        }
        Ok(Some(bytes))
    }

    fn check_error(&self) -> io::Result<()> {
        // An `io::Error` cannot be cloned, so return a new one with the same error code or kind.
        let again =
            |error: &io::Error| error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
        self.error.as_ref().map_or(Ok(()), |error| Err(again(error)))
    }
}

impl Shared {
    /// Writes all queued chunks. If `until_closed`, also waits for later chunks until `is_closed`.
    fn drain(&self, until_closed: bool) {
        let mut state = lock(&self.state);
        let Some(mut out) = state.out.take() else { return };
        loop {
            let result = match state.next_bytes() {
                Ok(Some(bytes)) => {
                    drop(state);
                    let result = out.write_all(&bytes).and_then(|()| out.flush());
                    state = lock(&self.state);
                    result
                }
                Ok(None) if !until_closed || state.is_closed => break,
                Ok(None) => {
                    state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                    continue;
                }
                Err(error) => Err(error),
            };
            if let Err(error) = result {
                state.error = Some(error);
            }
            self.changed.notify_all();
        }
        state.out = Some(out);
    }
}

/// Locks the mutex even if it is poisoned: the state is valid even if a thread panicked while it held the lock.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::mpsc::{Receiver, Sender, channel};

    type Output = Arc<Mutex<Vec<u8>>>;

    struct Reader(Output);

    impl Write for Reader {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            lock(&self.0).extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// A slow reader: it reads once per permit. If the sender of the permits is dropped, it reads without delay.
    struct PacedReader(Receiver<()>, Output);

    impl Write for PacedReader {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.recv();
            Reader(Arc::clone(&self.1)).write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    struct ClosedReader;

    impl Write for ClosedReader {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn paced_writer(reader_timeout: Option<Duration>) -> (SpoolingWriter, Sender<()>, Output) {
        let ((permit, permits), out) = (channel(), Output::default());
        (SpoolingWriter::new(PacedReader(permits, Arc::clone(&out)), reader_timeout), permit, out)
    }

    fn rows(length: usize) -> Vec<u8> {
        (0..length).map(|at| b'a' + u8::try_from(at % 23).unwrap()).collect()
    }

    #[test]
    fn short_output_is_written_by_finish() {
        let out = Output::default();
        let writer = SpoolingWriter::new(Reader(Arc::clone(&out)), Some(READER_TIMEOUT));
        (&writer).write_all(b"rows").unwrap();
        (&writer).flush().unwrap();
        assert!(lock(&out).is_empty());
        writer.finish().unwrap();
        assert_eq!(lock(&out).as_slice(), b"rows");
    }

    #[test]
    fn a_stalled_reader_does_not_block_the_writer_and_receives_everything() {
        let (writer, permit, out) = paced_writer(Some(Duration::from_millis(50)));
        let rows = rows(3 * MAX_QUEUED_BYTES);
        let started = Instant::now();
        for chunk in rows.chunks(1000) {
            (&writer).write_all(chunk).unwrap();
        }
        assert!(started.elapsed() < Duration::from_secs(20), "it waits for a reader");
        assert!(lock(&out).is_empty());
        drop(permit);
        writer.finish().unwrap();
        assert!(*lock(&out) == rows);
    }

    #[test]
    fn a_closed_reader_is_an_error() {
        let writer = SpoolingWriter::new(ClosedReader, Some(READER_TIMEOUT));
        (&writer).write_all(b"rows").unwrap();
        (&writer).flush().unwrap();
        assert_eq!(writer.finish().unwrap_err().kind(), io::ErrorKind::BrokenPipe);

        // Without a timeout, `flush` writes the output at once, so the error occurs in `flush`.
        let writer = SpoolingWriter::new(ClosedReader, None);
        (&writer).write_all(b"B-001").unwrap();
        assert_eq!((&writer).flush().unwrap_err().kind(), io::ErrorKind::BrokenPipe);

        // Long output is written before `finish` is called, so the error occurs in `write_all`.
        let writer = SpoolingWriter::new(ClosedReader, Some(READER_TIMEOUT));
        let row = rows(1000);
        let result = (0..1_000_000).find_map(|_| (&writer).write_all(&row).err());
        assert_eq!(result.map(|error| error.kind()), Some(io::ErrorKind::BrokenPipe));
        assert_eq!(writer.finish().unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// Each element of `writes` is a pair: the length of a write, and the number of permits for the reader after
        /// that write.
        #[test]
        fn output_keeps_the_order_of_writes(
            writes in prop::collection::vec((0_usize..400_000, 0_usize..4), 0..12),
            reader_timeout in prop::option::of(0_u64..3),
        ) {
            // Without a timeout, the writer would wait forever for a reader that gets no permit. Drop the sender of the
            // permits, so that the reader never waits.
            let (writer, permit, out) = paced_writer(reader_timeout.map(Duration::from_millis));
            let permit = reader_timeout.map(|_| permit);
            let mut expected = Vec::new();
            for (length, permits) in writes {
                let rows = rows(length);
                expected.extend_from_slice(&rows);
                (&writer).write_all(&rows).unwrap();
                for _ in 0..permits {
                    let _ = permit.as_ref().map(|permit| permit.send(()));
                }
            }
            drop(permit);
            writer.finish().unwrap();
            prop_assert!(*lock(&out) == expected);
        }
    }
}
