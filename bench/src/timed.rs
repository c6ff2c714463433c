//! Runs a process and measures its time and memory.

use std::error::Error;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4;

pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The time and memory that a process used.
#[derive(Clone, Copy)]
pub struct Took {
    /// Wall-clock time.
    pub wall: Duration,
    /// Peak memory in kilobytes.
    #[allow(dead_code, reason = "one of the two programs tells it")]
    pub memory: u64,
}

/// Runs a command and discards its output. Returns an error if the command fails.
pub fn run(mut command: Command) -> Result<Took> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let began = Instant::now();
    let done = command.spawn()?.wait4()?;
    let wall = began.elapsed();
    if !done.status.success() {
        return Err(format!("{command:?} ended with {}", done.status).into());
    }
    Ok(Took { wall, memory: done.rusage.maxrss / 1024 })
}

pub fn median<T: Copy + PartialOrd>(mut all: Vec<T>) -> T {
    all.sort_by(|one, other| one.partial_cmp(other).unwrap_or(std::cmp::Ordering::Equal));
    all[all.len() / 2]
}

pub fn milliseconds(wall: Duration) -> f64 {
    wall.as_secs_f64() * 1000.0
}
