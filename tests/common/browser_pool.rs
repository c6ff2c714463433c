//! Browsers that one test leaves to the next: to start one takes longer than most tests do.

use crate::common::browser::{Browser, browser};
use std::ops::Deref;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The browsers that nobody has, and how many tests have one.
struct Shelf {
    free: Vec<Browser>,
    lent: usize,
}

static SHELF: Mutex<Shelf> = Mutex::new(Shelf { free: Vec::new(), lent: 0 });

fn shelf() -> MutexGuard<'static, Shelf> {
    SHELF.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A browser that is put back when its test is done with it.
pub struct Lent(Option<Browser>);

/// A browser with a window of a desk, in light colours; or nothing where this machine has none.
pub fn lent() -> Option<Lent> {
    let free = {
        let mut shelf = shelf();
        shelf.lent += 1;
        shelf.free.pop()
    };
    let lent = Lent(free.or_else(browser));
    lent.0.as_ref()?.view(1280, 900, false);
    Some(lent)
}

impl Deref for Lent {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        self.0.as_ref().unwrap()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut shelf = shelf();
        shelf.lent -= 1;
        // What a failed test leaves behind is nothing for the next.
        if !std::thread::panicking() {
            shelf.free.extend(self.0.take());
        }
        // Who is the last closes them all, when others can go on.
        let closed = if shelf.lent == 0 { std::mem::take(&mut shelf.free) } else { Vec::new() };
        drop(shelf);
        drop(closed);
    }
}
