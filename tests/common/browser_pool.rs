//! Shares browsers between tests, since starting a browser takes longer than most tests do.

use crate::common::browser::{Browser, browser};
use std::ops::Deref;
use std::sync::{Mutex, MutexGuard, PoisonError};

struct Pool {
    idle: Vec<Browser>,
    in_use: usize,
}

static POOL: Mutex<Pool> = Mutex::new(Pool { idle: Vec::new(), in_use: 0 });

fn pool() -> MutexGuard<'static, Pool> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A browser from the pool. Dropping this value returns the browser to the pool.
pub struct PooledBrowser(Option<Browser>);

/// Returns a browser with a desktop-sized window and light colours, or `None` if this machine has no browser.
pub fn pooled_browser() -> Option<PooledBrowser> {
    let idle = {
        let mut pool = pool();
        pool.in_use += 1;
        pool.idle.pop()
    };
    let pooled = PooledBrowser(idle.or_else(browser));
    pooled.0.as_ref()?.view(1280, 900, false);
    Some(pooled)
}

impl Deref for PooledBrowser {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        self.0.as_ref().unwrap()
    }
}

impl Drop for PooledBrowser {
    fn drop(&mut self) {
        let mut pool = pool();
        pool.in_use -= 1;
        // A failed test may leave its browser in any state, so that browser is not reused.
        if !std::thread::panicking() {
            pool.idle.extend(self.0.take());
        }
        // When no test uses a browser any more, close all idle browsers. Closing takes a while, so release the lock
        // first.
        let closed = if pool.in_use == 0 { std::mem::take(&mut pool.idle) } else { Vec::new() };
        drop(pool);
        drop(closed);
    }
}
