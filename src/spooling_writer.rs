//! Where rows and remarks go out, in the order in which they were said. Of what is read, what is short waits until the work
//! is done, and what is long is written beside it: a slow reader, such as a pager that somebody left open, does not keep the
//! work waiting for long, and with it the register that nobody else can write to meanwhile.

use crate::aside;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// So many bytes of rows go out in one go; what is shorter waits for the end of the work.
const PIECE: usize = 1 << 16;
/// So many bytes of rows wait in memory for a slow reader.
const WAITING: usize = 1 << 20;
/// So long is a slow reader waited for, in all. It comes on top of the work, and who wants to write meanwhile waits five
/// seconds before it is told that the register is busy.
pub const PATIENCE: Duration = Duration::from_millis(300);

/// What goes out.
enum Piece {
    Rows(Vec<u8>),
    Remark(Vec<u8>),
    /// So many bytes of rows that were laid aside.
    Aside(u64),
}

/// What waits to go out.
#[derive(Default)]
struct Queue {
    pieces: VecDeque<Piece>,
    /// Bytes of rows among them, in memory.
    waiting: usize,
    /// Bytes that were ever laid aside.
    laid: u64,
    /// Nothing comes after what is there.
    done: bool,
    /// Why no more rows can go out.
    broken: Option<io::Error>,
}

/// What the work and the writing beside it share.
struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
    /// What was laid aside.
    aside: Mutex<Option<File>>,
    ways: Mutex<Ways>,
}

/// Where rows go, and where remarks go.
struct Ways {
    rows: Box<dyn Write + Send>,
    remarks: Box<dyn Write + Send>,
    /// How much was taken from what was laid aside.
    taken: u64,
}

struct Inner {
    piece: Vec<u8>,
    /// How long a slow reader is still waited for; none: as long as it takes.
    patience: Option<Duration>,
    /// Who writes beside the work, once there is much.
    beside: Option<JoinHandle<()>>,
}

/// Where rows and remarks go out.
pub struct Outlet {
    inner: RefCell<Inner>,
    shared: Arc<Shared>,
}

impl Outlet {
    /// Rows go to `rows` and remarks to `remarks`. After so much `patience` with a slow reader what cannot go out is laid
    /// aside, in the folder for temporary files, as long as that has room. Where none is told nobody is kept waiting by it,
    /// as where a file is written or a register was: then what is flushed, and what is remarked, goes out at once.
    pub fn new(
        rows: impl Write + Send + 'static,
        remarks: impl Write + Send + 'static,
        patience: Option<Duration>,
    ) -> Self {
        let ways = Ways { rows: Box::new(rows), remarks: Box::new(remarks), taken: 0 };
        let shared = Shared {
            queue: Mutex::default(),
            changed: Condvar::new(),
            aside: Mutex::default(),
            ways: Mutex::new(ways),
        };
        let inner = Inner { piece: Vec::new(), patience, beside: None };
        Self { inner: RefCell::new(inner), shared: Arc::new(shared) }
    }

    /// Tells a remark, after the rows that were given before it, and not where those cannot go out: it may be about them.
    /// Whether it can be told is nobody's concern.
    pub fn remark(&self, line: Vec<u8>) {
        let mut inner = self.inner.borrow_mut();
        let piece = std::mem::take(&mut inner.piece);
        let mut queue = locked(&self.shared.queue);
        if queue.waiting > PIECE {
            drop(queue);
            // What is wrong with the rows is told to who gives the next.
            let _ = inner.hand_on(piece, &self.shared);
            queue = locked(&self.shared.queue);
        } else {
            queue.add(piece);
        }
        let is_held = inner.patience.is_some() && !queue.done;
        if queue.pieces.is_empty() && !is_held && inner.beside.is_none() {
            let _ = locked(&self.shared.ways).remarks.write_all(&line);
            return;
        }
        queue.pieces.push_back(Piece::Remark(line));
        drop(queue);
        self.shared.changed.notify_all();
    }

    /// Waits until all is out: for whoever has let go of what it came from.
    ///
    /// # Errors
    /// When rows could not be written.
    pub fn settle(&self) -> io::Result<()> {
        let mut inner = self.inner.borrow_mut();
        let mut queue = locked(&self.shared.queue);
        queue.add(std::mem::take(&mut inner.piece));
        queue.done = true;
        drop(queue);
        self.shared.changed.notify_all();
        match inner.beside.take() {
            None => self.shared.deliver(false),
            // Nothing in it panics.
            Some(beside) => drop(beside.join()),
        }
        self.shared.state()
    }
}

impl Write for &Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut inner = self.inner.borrow_mut();
        if inner.piece.len().saturating_add(bytes.len()) > PIECE && !inner.piece.is_empty() {
            let piece = std::mem::replace(&mut inner.piece, Vec::with_capacity(PIECE));
            inner.hand_on(piece, &self.shared)?;
        }
        inner.piece.extend_from_slice(bytes);
        Ok(())
    }

    /// What somebody may have to wait for waits itself.
    fn flush(&mut self) -> io::Result<()> {
        let mut inner = self.inner.borrow_mut();
        if inner.patience.is_some() || inner.beside.is_some() {
            return Ok(());
        }
        locked(&self.shared.queue).add(std::mem::take(&mut inner.piece));
        self.shared.deliver(false);
        self.shared.state()
    }
}

impl Inner {
    /// Hands a piece on to who writes beside the work, and waits where too much waits already.
    fn hand_on(&mut self, piece: Vec<u8>, shared: &Arc<Shared>) -> io::Result<()> {
        if self.beside.is_none() {
            let shared = Arc::clone(shared);
            self.beside = std::thread::Builder::new().spawn(move || shared.deliver(true)).ok();
        }
        let mut queue = locked(&shared.queue);
        while queue.waiting >= WAITING && queue.broken.is_none() {
            let is_beside = self.beside.is_some();
            if let Some(left) = self.patience.filter(|left| is_beside && !left.is_zero()) {
                let began = Instant::now();
                (queue, _) = shared.changed.wait_timeout(queue, left).unwrap_or_else(PoisonError::into_inner);
                self.patience = Some(left.saturating_sub(began.elapsed()));
            } else if self.patience.is_some() && shared.lay_aside(&mut queue, &piece) {
                return Ok(());
            } else if is_beside {
                // Without room to lay it aside the reader is waited for.
                self.patience = None;
                queue = shared.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
            } else {
                // So it is where the system gives nobody to write beside the work.
                drop(queue);
                shared.deliver(false);
                queue = locked(&shared.queue);
            }
        }
        queue.add(piece);
        drop(queue);
        shared.changed.notify_all();
        shared.state()
    }
}

impl Queue {
    /// Adds rows.
    fn add(&mut self, piece: Vec<u8>) {
        if !piece.is_empty() {
            self.waiting = self.waiting.saturating_add(piece.len());
            self.pieces.push_back(Piece::Rows(piece));
        }
    }
}

impl Shared {
    /// Lays a piece aside, behind all that waits, and says whether there was room for it.
    fn lay_aside(&self, queue: &mut Queue, piece: &[u8]) -> bool {
        let mut file = locked(&self.aside);
        if file.is_none() {
            *file = aside::scratch().ok();
        }
        let Some(file) = file.as_mut() else { return false };
        if file.seek(SeekFrom::Start(queue.laid)).and_then(|_| file.write_all(piece)).is_err() {
            return false;
        }
        let length = piece.len() as u64;
        queue.laid = queue.laid.saturating_add(length);
        match queue.pieces.back_mut() {
            Some(Piece::Aside(before)) => *before = before.saturating_add(length),
            _ => queue.pieces.push_back(Piece::Aside(length)),
        }
        self.changed.notify_all();
        true
    }

    /// Whether rows can go out.
    fn state(&self) -> io::Result<()> {
        locked(&self.queue).broken.as_ref().map_or(Ok(()), |error| Err(again(error)))
    }

    /// Writes what waits, and where it `stays` what comes after that, to the end.
    fn deliver(&self, stays: bool) {
        let mut ways = locked(&self.ways);
        loop {
            let mut queue = locked(&self.queue);
            let piece = loop {
                match queue.pieces.pop_front() {
                    Some(piece) => break piece,
                    None if !stays || queue.done => return,
                    None => queue = self.changed.wait(queue).unwrap_or_else(PoisonError::into_inner),
                }
            };
            let is_broken = queue.broken.is_some();
            drop(queue);
            let (length, written) = match piece {
                Piece::Rows(piece) if is_broken => (piece.len(), Ok(())),
                Piece::Aside(_) | Piece::Remark(_) if is_broken => (0, Ok(())),
                Piece::Remark(line) => (0, ways.remarks.write_all(&line).or(Ok(()))),
                Piece::Rows(piece) => {
                    (piece.len(), ways.rows.write_all(&piece).and_then(|()| ways.rows.flush()))
                }
                Piece::Aside(length) => (0, self.take_back(length, &mut ways)),
            };
            let mut queue = locked(&self.queue);
            queue.waiting = queue.waiting.saturating_sub(length);
            if let Err(error) = written {
                queue.broken = Some(error);
            }
            drop(queue);
            self.changed.notify_all();
        }
    }

    /// Writes what was laid aside.
    fn take_back(&self, length: u64, ways: &mut Ways) -> io::Result<()> {
        let mut left = length;
        let mut piece = Vec::with_capacity(PIECE);
        while left > 0 {
            piece.clear();
            if let Some(file) = locked(&self.aside).as_mut() {
                file.seek(SeekFrom::Start(ways.taken))?;
                file.take(left.min(PIECE as u64)).read_to_end(&mut piece)?;
            }
            if piece.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            ways.rows.write_all(&piece)?;
            let length = piece.len() as u64;
            (left, ways.taken) = (left.saturating_sub(length), ways.taken.saturating_add(length));
        }
        ways.rows.flush()
    }
}

/// What a thread that panicked would have had in hand is as good as before.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The same error once more.
fn again(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by it")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::mpsc::{Receiver, Sender, channel};

    /// What came out, of rows and remarks alike.
    type Out = Arc<Mutex<Vec<u8>>>;

    struct Reader(Out);

    impl Write for Reader {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            locked(&self.0).extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Reads on for each word that it gets, and without anybody to give one as fast as it can.
    struct Told(Receiver<()>, Out);

    impl Write for Told {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.0.recv();
            Reader(Arc::clone(&self.1)).write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Is never there.
    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn slow(patience: Option<Duration>) -> (Outlet, Sender<()>, Out) {
        let ((word, words), out) = (channel(), Out::default());
        (Outlet::new(Told(words, Arc::clone(&out)), Reader(Arc::clone(&out)), patience), word, out)
    }

    /// So many bytes, each other than its neighbours.
    fn rows(length: usize) -> Vec<u8> {
        (0..length).map(|at| b'a' + u8::try_from(at % 23).unwrap()).collect()
    }

    #[test]
    fn what_is_short_is_out_when_it_is_settled_and_a_remark_follows_its_rows() {
        let out = Out::default();
        let outlet = Outlet::new(Reader(Arc::clone(&out)), Reader(Arc::clone(&out)), Some(PATIENCE));
        outlet.remark(b"first ".to_vec());
        (&outlet).write_all(b"rows ").unwrap();
        (&outlet).flush().unwrap();
        outlet.remark(b"then".to_vec());
        assert!(locked(&out).is_empty());
        outlet.settle().unwrap();
        assert_eq!(locked(&out).as_slice(), b"first rows then");
        outlet.remark(b" last".to_vec());
        assert_eq!(locked(&out).as_slice(), b"first rows then last");
    }

    #[test]
    fn a_reader_who_does_not_read_keeps_nobody_waiting_and_gets_all_in_the_end() {
        let (outlet, word, out) = slow(Some(Duration::from_millis(50)));
        let rows = rows(3 * WAITING);
        let began = Instant::now();
        for piece in rows.chunks(1000) {
            (&outlet).write_all(piece).unwrap();
        }
        assert!(began.elapsed() < Duration::from_secs(20), "it waits for a reader");
        assert!(locked(&out).is_empty());
        outlet.remark(b" remark".to_vec());
        drop(word);
        outlet.settle().unwrap();
        let out = locked(&out);
        assert!(out.strip_suffix(b" remark") == Some(&rows), "{} bytes of {}", out.len(), rows.len());
    }

    #[test]
    fn a_reader_who_went_away_is_told_to_who_writes_and_nothing_is_said_of_what_did_not_come_out() {
        let out = Out::default();
        let outlet = Outlet::new(Gone, Reader(Arc::clone(&out)), Some(PATIENCE));
        (&outlet).write_all(b"rows").unwrap();
        (&outlet).flush().unwrap();
        outlet.remark(b"so many rows".to_vec());
        assert_eq!(outlet.settle().unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        assert!(locked(&out).is_empty());

        // Where nobody waits it is known at once, and what is said after that is told.
        let outlet = Outlet::new(Gone, Reader(Arc::clone(&out)), None);
        (&outlet).write_all(b"B-001").unwrap();
        assert_eq!((&outlet).flush().unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        outlet.remark(b"B-001 recorded".to_vec());
        assert_eq!(locked(&out).as_slice(), b"B-001 recorded");

        // What is long stops soon.
        let outlet = Outlet::new(Gone, io::sink(), Some(PATIENCE));
        let row = rows(1000);
        let written = (0..1_000_000).find_map(|_| (&outlet).write_all(&row).err());
        assert_eq!(written.map(|error| error.kind()), Some(io::ErrorKind::BrokenPipe));
        assert_eq!(outlet.settle().unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// Lengths of rows, none for a remark, and how many words a slow reader gets meanwhile.
        #[test]
        fn whatever_is_said_comes_out_in_the_order_in_which_it_was_said(
            said in prop::collection::vec((0_usize..400_000, 0_usize..4), 0..12),
            patience in prop::option::of(0_u64..3),
        ) {
            // Without patience with a slow reader there has to be one who is not slow.
            let (outlet, word, out) = slow(patience.map(Duration::from_millis));
            let word = patience.map(|_| word);
            let mut whole = Vec::new();
            for (length, words) in said {
                if length % 5 == 0 {
                    let remark = format!(" remark of {length} ").into_bytes();
                    whole.extend_from_slice(&remark);
                    outlet.remark(remark);
                } else {
                    let rows = rows(length);
                    whole.extend_from_slice(&rows);
                    (&outlet).write_all(&rows).unwrap();
                }
                for _ in 0..words {
                    let _ = word.as_ref().map(|word| word.send(()));
                }
            }
            drop(word);
            outlet.settle().unwrap();
            prop_assert!(*locked(&out) == whole);
        }
    }
}
