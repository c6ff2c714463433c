//! Standard output. If standard output was closed when the program started, as by `ruimte export >&-`, writing fails.
//! With the standard library alone, all output would be lost without an error: before `main`, the library opens
//! `/dev/null` in place of a closed file. This module therefore checks standard output even earlier. Linux only.

use std::io::{self, Write};

#[cfg(target_os = "linux")]
mod startup {
    use std::sync::atomic::{AtomicBool, Ordering};

    static WAS_CLOSED: AtomicBool = AtomicBool::new(false);

    ctor::declarative::ctor! {
        #[ctor(unsafe)]
        fn look_up() {
            WAS_CLOSED.store(rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err(), Ordering::Relaxed);
        }
    }

    pub fn was_closed() -> bool {
        WAS_CLOSED.load(Ordering::Relaxed)
    }
}

#[cfg(not(target_os = "linux"))]
mod startup {
    pub const fn was_closed() -> bool {
        false
    }
}

struct ClosedOutput;

impl Write for ClosedOutput {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::NotConnected.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns a writer that always fails if standard output was closed when the program started.
pub fn standard_output() -> Box<dyn Write + Send> {
    if startup::was_closed() { Box::new(ClosedOutput) } else { Box::new(io::stdout()) }
}
