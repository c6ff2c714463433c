//! Where rows and remarks go out, in the order in which they were said. Of what is read, what is short waits until the work
//! is done, and what is long is written beside it: a slow reader, such as a pager that somebody left open, does not keep the
//! work waiting for long, and with it the register that nobody else can write to meanwhile.

use crate::atomic_file;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// So many bytes of rows go out in one go; what is shorter waits for the end of the work.
const CHUNK_BYTES: usize = 1 << 16;
/// So many bytes of rows wait in memory for a slow reader.
const MAX_QUEUED_BYTES: usize = 1 << 20;
/// So long is a slow reader waited for, in all. It comes on top of the work, and who wants to write meanwhile waits five
/// seconds before it is told that the register is busy.
pub const READER_TIMEOUT: Duration = Duration::from_millis(300);

/// What goes out.
enum Chunk {
    Rows(Vec<u8>),
    Notice(Vec<u8>),
    /// So many bytes of rows that were laid aside.
    Spilled(u64),
}

/// What waits to go out.
#[derive(Default)]
struct Queue {
    chunks: VecDeque<Chunk>,
    /// Bytes of rows among them, in memory.
    queued_bytes: usize,
    /// Bytes that were ever laid aside.
    spilled_bytes: u64,
    /// Nothing comes after what is there.
    is_closed: bool,
    /// Why no more rows can go out.
    error: Option<io::Error>,
}

/// What the work and the writing beside it share.
struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
    /// What was laid aside.
    spill_file: Mutex<Option<File>>,
    outputs: Mutex<Outputs>,
}

/// Where rows go, and where remarks go.
struct Outputs {
    rows: Box<dyn Write + Send>,
    notices: Box<dyn Write + Send>,
    /// How much was taken from what was laid aside.
    unspilled_bytes: u64,
}

struct Inner {
    buffer: Vec<u8>,
    /// How long a slow reader is still waited for; none: as long as it takes.
    reader_timeout: Option<Duration>,
    /// Who writes beside the work, once there is much.
    writer_thread: Option<JoinHandle<()>>,
}

/// Where rows and remarks go out.
pub struct SpoolingWriter {
    inner: RefCell<Inner>,
    shared: Arc<Shared>,
}

impl SpoolingWriter {
    /// Rows go to `rows` and remarks to `notices`. After so much `reader_timeout` with a slow reader what cannot go out is laid
    /// aside, in the folder for temporary files, as long as that has room. Where none is told nobody is kept waiting by it,
    /// as where a file is written or a register was: then what is flushed, and what is remarked, goes out at once.
    pub fn new(
        rows: impl Write + Send + 'static,
        notices: impl Write + Send + 'static,
        reader_timeout: Option<Duration>,
    ) -> Self {
        let outputs = Outputs { rows: Box::new(rows), notices: Box::new(notices), unspilled_bytes: 0 };
        let shared = Shared {
            queue: Mutex::default(),
            changed: Condvar::new(),
            spill_file: Mutex::default(),
            outputs: Mutex::new(outputs),
        };
        let inner = Inner { buffer: Vec::new(), reader_timeout, writer_thread: None };
        Self { inner: RefCell::new(inner), shared: Arc::new(shared) }
    }

    /// Tells a remark, after the rows that were given before it, and not where those cannot go out: it may be about them.
    /// Whether it can be told is nobody's concern.
    pub fn write_notice(&self, line: Vec<u8>) {
        let mut inner = self.inner.borrow_mut();
        let chunk = std::mem::take(&mut inner.buffer);
        let mut queue = lock(&self.shared.queue);
        if queue.queued_bytes > CHUNK_BYTES {
            drop(queue);
            // What is wrong with the rows is told to who gives the next.
            let _ = inner.enqueue(chunk, &self.shared);
            queue = lock(&self.shared.queue);
        } else {
            queue.push_rows(chunk);
        }
        let is_deferred = inner.reader_timeout.is_some() && !queue.is_closed;
        if queue.chunks.is_empty() && !is_deferred && inner.writer_thread.is_none() {
            let _ = lock(&self.shared.outputs).notices.write_all(&line);
            return;
        }
        queue.chunks.push_back(Chunk::Notice(line));
        drop(queue);
        self.shared.changed.notify_all();
    }

    /// Waits until all is out: for whoever has let go of what it came from.
    ///
    /// # Errors
    /// When rows could not be written.
    pub fn finish(&self) -> io::Result<()> {
        let mut inner = self.inner.borrow_mut();
        let mut queue = lock(&self.shared.queue);
        queue.push_rows(std::mem::take(&mut inner.buffer));
        queue.is_closed = true;
        drop(queue);
        self.shared.changed.notify_all();
        match inner.writer_thread.take() {
            None => self.shared.drain(false),
            // Nothing in it panics.
            Some(writer_thread) => drop(writer_thread.join()),
        }
        self.shared.check_error()
    }
}

impl Write for &SpoolingWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut inner = self.inner.borrow_mut();
        if inner.buffer.len().saturating_add(bytes.len()) > CHUNK_BYTES && !inner.buffer.is_empty() {
            let chunk = std::mem::replace(&mut inner.buffer, Vec::with_capacity(CHUNK_BYTES));
            inner.enqueue(chunk, &self.shared)?;
        }
        inner.buffer.extend_from_slice(bytes);
        Ok(())
    }

    /// What somebody may have to wait for waits itself.
    fn flush(&mut self) -> io::Result<()> {
        let mut inner = self.inner.borrow_mut();
        if inner.reader_timeout.is_some() || inner.writer_thread.is_some() {
            return Ok(());
        }
        lock(&self.shared.queue).push_rows(std::mem::take(&mut inner.buffer));
        self.shared.drain(false);
        self.shared.check_error()
    }
}

impl Inner {
    /// Hands a piece on to who writes beside the work, and waits where too much waits already.
    fn enqueue(&mut self, chunk: Vec<u8>, shared: &Arc<Shared>) -> io::Result<()> {
        if self.writer_thread.is_none() {
            let shared = Arc::clone(shared);
            self.writer_thread = std::thread::Builder::new().spawn(move || shared.drain(true)).ok();
        }
        let mut queue = lock(&shared.queue);
        while queue.queued_bytes >= MAX_QUEUED_BYTES && queue.error.is_none() {
            let has_thread = self.writer_thread.is_some();
            if let Some(remaining) =
                self.reader_timeout.filter(|remaining| has_thread && !remaining.is_zero())
            {
                let started = Instant::now();
                (queue, _) =
                    shared.changed.wait_timeout(queue, remaining).unwrap_or_else(PoisonError::into_inner);
                self.reader_timeout = Some(remaining.saturating_sub(started.elapsed()));
            } else if self.reader_timeout.is_some() && shared.spill(&mut queue, &chunk) {
                return Ok(());
            } else if has_thread {
                // Without room to lay it aside the reader is waited for.
                self.reader_timeout = None;
                queue = shared.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
            } else {
                // So it is where the system gives nobody to write beside the work.
                drop(queue);
                shared.drain(false);
                queue = lock(&shared.queue);
            }
        }
        queue.push_rows(chunk);
        drop(queue);
        shared.changed.notify_all();
        shared.check_error()
    }
}

impl Queue {
    /// Adds rows.
    fn push_rows(&mut self, chunk: Vec<u8>) {
        if !chunk.is_empty() {
            self.queued_bytes = self.queued_bytes.saturating_add(chunk.len());
            self.chunks.push_back(Chunk::Rows(chunk));
        }
    }
}

impl Shared {
    /// Lays a piece aside, behind all that waits, and says whether there was room for it.
    fn spill(&self, queue: &mut Queue, chunk: &[u8]) -> bool {
        let mut file = lock(&self.spill_file);
        if file.is_none() {
            *file = atomic_file::temp_file().ok();
        }
        let Some(file) = file.as_mut() else { return false };
        if file.seek(SeekFrom::Start(queue.spilled_bytes)).and_then(|_| file.write_all(chunk)).is_err() {
            return false;
        }
        let length = chunk.len() as u64;
        queue.spilled_bytes = queue.spilled_bytes.saturating_add(length);
        match queue.chunks.back_mut() {
            Some(Chunk::Spilled(before)) => *before = before.saturating_add(length),
            _ => queue.chunks.push_back(Chunk::Spilled(length)),
        }
        self.changed.notify_all();
        true
    }

    /// Whether rows can go out.
    fn check_error(&self) -> io::Result<()> {
        lock(&self.queue).error.as_ref().map_or(Ok(()), |error| Err(clone_error(error)))
    }

    /// Writes what waits, and where it `until_closed` what comes after that, to the end.
    fn drain(&self, until_closed: bool) {
        let mut outputs = lock(&self.outputs);
        loop {
            let mut queue = lock(&self.queue);
            let chunk = loop {
                match queue.chunks.pop_front() {
                    Some(chunk) => break chunk,
                    None if !until_closed || queue.is_closed => return,
                    None => queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner),
                }
            };
            let has_failed = queue.error.is_some();
            drop(queue);
            let (length, result) = match chunk {
                Chunk::Rows(chunk) if has_failed => (chunk.len(), Ok(())),
                Chunk::Spilled(_) | Chunk::Notice(_) if has_failed => (0, Ok(())),
                Chunk::Notice(line) => (0, outputs.notices.write_all(&line).or(Ok(()))),
                Chunk::Rows(chunk) => {
                    (chunk.len(), outputs.rows.write_all(&chunk).and_then(|()| outputs.rows.flush()))
                }
                Chunk::Spilled(length) => (0, self.unspill(length, &mut outputs)),
            };
            let mut queue = lock(&self.queue);
            queue.queued_bytes = queue.queued_bytes.saturating_sub(length);
            if let Err(error) = result {
                queue.error = Some(error);
            }
            drop(queue);
            self.changed.notify_all();
        }
    }

    /// Writes what was laid aside.
    fn unspill(&self, length: u64, outputs: &mut Outputs) -> io::Result<()> {
        let mut remaining = length;
        let mut chunk = Vec::with_capacity(CHUNK_BYTES);
        while remaining > 0 {
            chunk.clear();
            if let Some(file) = lock(&self.spill_file).as_mut() {
                file.seek(SeekFrom::Start(outputs.unspilled_bytes))?;
                file.take(remaining.min(CHUNK_BYTES as u64)).read_to_end(&mut chunk)?;
            }
            if chunk.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            outputs.rows.write_all(&chunk)?;
            let length = chunk.len() as u64;
            (remaining, outputs.unspilled_bytes) =
                (remaining.saturating_sub(length), outputs.unspilled_bytes.saturating_add(length));
        }
        outputs.rows.flush()
    }
}

/// What a thread that panicked would have had in hand is as good as before.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The same error once more.
fn clone_error(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::mpsc::{Receiver, Sender, channel};

    /// What came out, of rows and remarks alike.
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

    /// Reads on for each word that it gets, and without anybody to give one as fast as it can.
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

    /// Is never there.
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
        (
            SpoolingWriter::new(
                PacedReader(permits, Arc::clone(&out)),
                Reader(Arc::clone(&out)),
                reader_timeout,
            ),
            permit,
            out,
        )
    }

    /// So many bytes, each other than its neighbours.
    fn rows(length: usize) -> Vec<u8> {
        (0..length).map(|at| b'a' + u8::try_from(at % 23).unwrap()).collect()
    }

    #[test]
    fn short_output_is_written_by_finish_with_notices_after_their_rows() {
        let out = Output::default();
        let writer =
            SpoolingWriter::new(Reader(Arc::clone(&out)), Reader(Arc::clone(&out)), Some(READER_TIMEOUT));
        writer.write_notice(b"first ".to_vec());
        (&writer).write_all(b"rows ").unwrap();
        (&writer).flush().unwrap();
        writer.write_notice(b"then".to_vec());
        assert!(lock(&out).is_empty());
        writer.finish().unwrap();
        assert_eq!(lock(&out).as_slice(), b"first rows then");
        writer.write_notice(b" last".to_vec());
        assert_eq!(lock(&out).as_slice(), b"first rows then last");
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
        writer.write_notice(b" remark".to_vec());
        drop(permit);
        writer.finish().unwrap();
        let out = lock(&out);
        assert!(out.strip_suffix(b" remark") == Some(&rows), "{} bytes of {}", out.len(), rows.len());
    }

    #[test]
    fn a_closed_reader_is_an_error_and_notices_about_lost_rows_are_dropped() {
        let out = Output::default();
        let writer = SpoolingWriter::new(ClosedReader, Reader(Arc::clone(&out)), Some(READER_TIMEOUT));
        (&writer).write_all(b"rows").unwrap();
        (&writer).flush().unwrap();
        writer.write_notice(b"so many rows".to_vec());
        assert_eq!(writer.finish().unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert!(lock(&out).is_empty());

        // Where nobody waits it is known at once, and what is said after that is told.
        let writer = SpoolingWriter::new(ClosedReader, Reader(Arc::clone(&out)), None);
        (&writer).write_all(b"B-001").unwrap();
        assert_eq!((&writer).flush().unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        writer.write_notice(b"B-001 recorded".to_vec());
        assert_eq!(lock(&out).as_slice(), b"B-001 recorded");

        // What is long stops soon.
        let writer = SpoolingWriter::new(ClosedReader, io::sink(), Some(READER_TIMEOUT));
        let row = rows(1000);
        let result = (0..1_000_000).find_map(|_| (&writer).write_all(&row).err());
        assert_eq!(result.map(|error| error.kind()), Some(io::ErrorKind::BrokenPipe));
        assert_eq!(writer.finish().unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// Lengths of rows, none for a remark, and how many words a slow reader gets meanwhile.
        #[test]
        fn output_keeps_the_order_of_writes(
            writes in prop::collection::vec((0_usize..400_000, 0_usize..4), 0..12),
            reader_timeout in prop::option::of(0_u64..3),
        ) {
            // Without patience with a slow reader there has to be one who is not slow.
            let (writer, permit, out) = paced_writer(reader_timeout.map(Duration::from_millis));
            let permit = reader_timeout.map(|_| permit);
            let mut expected = Vec::new();
            for (length, permits) in writes {
                if length % 5 == 0 {
                    let notice = format!(" remark of {length} ").into_bytes();
                    expected.extend_from_slice(&notice);
                    writer.write_notice(notice);
                } else {
                    let rows = rows(length);
                    expected.extend_from_slice(&rows);
                    (&writer).write_all(&rows).unwrap();
                }
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
