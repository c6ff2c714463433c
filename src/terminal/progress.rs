//! Shows the number of rows processed so far, if standard error is a terminal and the command takes more than a second.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

pub struct Progress {
    started: Instant,
    last_drawn: Option<Instant>,
    is_enabled: bool,
}

impl Progress {
    pub fn new(quiet: bool) -> Self {
        Self { started: Instant::now(), last_drawn: None, is_enabled: !quiet && io::stderr().is_terminal() }
    }

    pub fn tick(&mut self, rows: u64) {
        if !self.is_enabled || !rows.is_multiple_of(16) || self.started.elapsed() < Duration::from_secs(1) {
            return;
        }
        if self.last_drawn.is_none_or(|last_drawn| last_drawn.elapsed() > Duration::from_millis(100)) {
            let _ = write!(io::stderr().lock(), "\r{rows} …");
            self.last_drawn = Some(Instant::now());
        }
    }

    pub fn clear(&mut self) {
        if self.last_drawn.take().is_some() {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
    }
}
